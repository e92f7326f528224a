"""One source term in several renderings within a document, as one question for all places.

The glossary's preferred rendering leads, then what the document does most; an artifact never
is an option. Only renderings that can stand for one another count: the same part of speech,
much the same words, and fitting at their place. Short forms, abbreviations, other forms of a
rendering (`replacing old drivers`, `the shift from old drivers`) are no variation, and what
stands in a quotation or in the capitals of a title is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import regex

from cleanup.glossary.entry import Entry, Kind
from cleanup.glossary.guards import allows
from cleanup.glossary.inflection import article_for, plural_phrase
from cleanup.glossary.layer import Key, Layer, patterns_of
from cleanup.glossary.lookup import Glossary, TermHit
from cleanup.glossary.replacement import instead
from cleanup.glossary.variants import INTERCHANGED, leads, singular, stems, variants
from cleanup.glossary.wording import in_title_case, opens_sentence, quotes_around
from cleanup.matching import Hit, Scanner, fold
from cleanup.text import Span

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)*")
_QUOTED = regex.compile(r"“[^”]*(?:”|\Z)|\"[^\"]*(?:\"|\Z)|‘[^‘]*?’(?!\p{L})|[「『《«][^」』》»]*")
_QUOTES = '“”"‘’「」『』《》«» '


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a variation. `texts` maps each option to what then stands at the span of
    the reading, or to None where it stays; `hit` is the artifact there, if it is one."""

    reading: int
    span: Span
    texts: tuple[tuple[str, str | None], ...]
    hit: TermHit | None = None

    @property
    def stays(self) -> bool:
        """True for a place that reads like the leading option."""
        return self.texts[0][1] is None


@dataclass(frozen=True, slots=True)
class Variation:
    """A term in several renderings: the ways with their counts, most frequent first, and the
    places, each with all options."""

    entry: Entry
    ways: tuple[tuple[str, int], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A rendering that stands in a text; `admitted` is the variant that it is, '' for the
    preferred one, its forms and the short one."""

    reading: int
    span: Span
    hit: Hit[Key]
    kind: Kind
    admitted: str


def variations(
    glossary: Glossary, texts: Sequence[str], hits: Iterable[tuple[int, TermHit]]
) -> tuple[Variation, ...]:
    """The terms that a document's readings render in several ways.

    `hits` are the artifacts that are to be changed there, with the number of their reading.
    In a pack only the terms with such an artifact count: without one nobody knows that two
    sound renderings stand for the same source.
    """
    by_term: dict[tuple[str, str], list[tuple[int, TermHit]]] = {}
    for reading, hit in hits:
        if hit.replacements:
            by_term.setdefault(_term(hit.entry), []).append((reading, hit))
    spots = _spots(glossary, texts, by_term)
    found: list[Variation] = []
    for term in dict.fromkeys((*by_term, *spots)):
        wrong = by_term.get(term, [])
        entry, standing = spots[term] if term in spots else (wrong[0][1].entry, [])
        varied = _Term(entry, texts, wrong, standing).variation(glossary)
        if varied is not None:
            found.append(varied)
    return tuple(found)


def _term(entry: Entry) -> tuple[str, str]:
    """Entries with one source and one preferred rendering are one term."""
    return entry.source or entry.id, entry.preferred


# --- where renderings stand ---------------------------------------------------------------


def _spots(
    glossary: Glossary,
    texts: Sequence[str],
    wrong: Mapping[tuple[str, str], Sequence[tuple[int, TermHit]]],
) -> dict[tuple[str, str], tuple[Entry, list[_Spot]]]:
    """The places of renderings, term by term, for the terms that may vary."""
    found: dict[tuple[str, str], tuple[Entry, list[_Spot]]] = {}
    for layer in glossary.layers:
        for entry, scanner in _scanners(layer, wrong.values()):
            for reading in sorted(scanner.touched(texts)):
                for hit in scanner.scan(texts[reading]):
                    one = entry[hit.key.entry]
                    evident = _term(one) in wrong
                    if one.id in glossary.replaced or not (evident or variants(one)):
                        continue
                    spot = _spot(one, reading, hit, evident)
                    if spot is not None:
                        found.setdefault(_term(one), (one, []))[1].append(spot)
    return found


def _scanners(
    layer: Layer, wrong: Iterable[Sequence[tuple[int, TermHit]]]
) -> Iterator[tuple[Sequence[Entry], Scanner[Key]]]:
    """What looks for renderings in a layer: all of the own glossary, else those of the terms
    with an artifact and something beside it that may vary."""
    if not layer.entries:
        return
    if layer.ids[0].startswith("own/"):
        if layer.may_vary:
            yield layer.entries, layer.renderings
        return
    pack = layer.ids[0].partition("/")[0]
    several = [told for told in wrong if len(told) > 1 or variants(told[0][1].entry)]
    known = {hit.entry.id: hit.entry for told in several for _, hit in told}
    entries = [entry for entry in known.values() if entry.pack == pack]
    if entries:
        patterns = (p for n, e in enumerate(entries) for p in patterns_of(n, e, "renderings"))
        yield entries, Scanner(patterns)


def _spot(entry: Entry, reading: int, hit: Hit[Key], evident: bool) -> _Spot | None:
    words = entry.renderings[hit.key.part]
    for kind in INTERCHANGED:
        # one common word (`health`) may stand for anything
        if words in leads(entry, kind) and len(stems(words)) > 1:
            return _Spot(reading, hit.span, hit, kind, "")
    told = variants(entry).get(words)
    if told is None or not (evident or told[1]):
        return None
    return _Spot(reading, hit.span, hit, told[0], words)


# --- one term -----------------------------------------------------------------------------


class _Term:
    """One term in one document: its artifacts and its renderings."""

    def __init__(
        self,
        entry: Entry,
        texts: Sequence[str],
        wrong: Sequence[tuple[int, TermHit]],
        spots: Sequence[_Spot],
    ) -> None:
        self.entry, self.texts, self.wrong = entry, texts, wrong
        self.kinds = {hit.replacements[0]: self._kind_at(hit) for _, hit in wrong}
        taken: dict[int, list[Span]] = {}
        for reading, hit in wrong:
            taken.setdefault(reading, []).append(hit.span)
        kept: list[_Spot] = []
        # the longer of two renderings that overlap
        for spot in sorted(spots, key=lambda s: (s.reading, -len(s.span), s.span)):
            here = taken.setdefault(spot.reading, [])
            if not any(spot.span.overlaps(span) for span in here):
                here.append(spot.span)
                kept.append(spot)
        self.spots = sorted(kept, key=lambda s: (s.reading, s.span))
        self.known = self._known()

    def variation(self, glossary: Glossary) -> Variation | None:
        """What varies, if anything does."""
        if not self._varies():
            return None
        self.spots = list(self._free(glossary))
        self.known = self._known()
        if not self._varies():
            return None
        names = [self.entry.preferred, *self._options()]
        places = [
            *(self._of_hit(reading, hit, names) for reading, hit in self.wrong),
            *filter(None, (self._of_spot(spot, names) for spot in self.spots)),
        ]
        if sum(not place.stays for place in places) < 2 and not any(p.hit is None for p in places):
            return None
        return Variation(
            self.entry, self._ways(), tuple(sorted(places, key=lambda p: (p.reading, p.span)))
        )

    def _varies(self) -> bool:
        """True where a variant stands beside another way of the same part of speech, or more
        than one artifact is to be changed and there are two ways."""
        several = any(self._has_rival(spot) for spot in self.spots if spot.admitted)
        return several or (len(self.wrong) > 1 and len(self._ways()) > 1)

    def _known(self) -> frozenset[tuple[Kind | None, str]]:
        """The parts of speech of the term in the document, each with its renderings; an
        artifact comes to read as the preferred one."""
        told = ((spot.kind, spot.admitted) for spot in self.spots)
        return frozenset((*told, *((kind, "") for kind in self.kinds.values())))

    def _has_rival(self, spot: _Spot) -> bool:
        """True where the document also words the term otherwise, as this part of speech."""
        return any(kind == spot.kind and admitted != spot.admitted for kind, admitted in self.known)

    def _ways(self) -> tuple[tuple[str, int], ...]:
        told = Counter(spot.admitted or self.entry.preferred for spot in self.spots)
        first: dict[tuple[str, ...], str] = {}
        for _, hit in self.wrong:
            words = " ".join(hit.words.strip(_QUOTES).split())
            told[first.setdefault(singular(words), words)] += 1
        ours = {self.entry.preferred: 0}
        return tuple(sorted(told.items(), key=lambda way: (-way[1], ours.get(way[0], 1), way[0])))

    # --- options ----------------------------------------------------------------------------

    def _options(self) -> list[str]:
        """The variants that could stand wherever the term is their part of speech; the most
        frequent first."""
        counts = Counter(spot.admitted for spot in self.spots if self._has_rival(spot))
        del counts[""]
        return [
            words
            for words, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            if self._fits_everywhere(words)
        ]

    def _fits_everywhere(self, admitted: str) -> bool:
        kind = variants(self.entry)[admitted][0]
        spots = (s for s in self.spots if s.kind == kind and s.admitted != admitted)
        hits = (hit for _, hit in self.wrong if self.kinds[hit.replacements[0]] == kind)
        return all(self._worded(spot, admitted) is not None for spot in spots) and all(
            self._swapped(hit, admitted, kind) is not None for hit in hits
        )

    def _worded(self, spot: _Spot, words: str) -> tuple[Span, str] | None:
        """Other words at the place of a rendering; None where they do not fit there."""
        text = self.texts[spot.reading]
        made = instead(self.entry, words, spot.kind, text, spot.span, spot.hit.captures)
        return None if made.words is None else (made.span, made.words)

    def _lead_at(self, spot: _Spot) -> str:
        """The leading rendering at a place: the short one after the first mention."""
        here = spot.reading, spot.span
        first = self.spots[0].reading, self.spots[0].span
        later = first < here or any((n, hit.span) < here for n, hit in self.wrong[:1])
        return self.entry.rendering(spot.kind, short=later) or self.entry.preferred

    def _kind_at(self, hit: TermHit) -> Kind | None:
        """As which part of speech the term comes to stand at the place of an artifact."""
        told = ((k, lead) for k in INTERCHANGED for lead in leads(self.entry, k))
        for kind, lead in sorted(told, key=lambda pair: -len(pair[1])):
            if _in_words(hit.replacements[0], lead) is not None:
                return kind
        return None

    def _swapped(self, hit: TermHit, admitted: str, kind: Kind) -> str | None:
        """What is proposed for an artifact, with a variant in the stead of the leading words."""
        whole = hit.replacements[0]
        for lead in sorted(leads(self.entry, kind), key=len, reverse=True):
            at = _in_words(whole, lead)
            if at is None:
                continue
            there = at.of(whole)
            words = admitted if there.lower() == lead.lower() else plural_phrase(admitted)
            if words is None or article_for(words) != article_for(there):
                return None
            if there[:1].isupper() and not lead[:1].isupper():
                words = words[:1].upper() + words[1:]
            return whole[: at.start] + words + whole[at.end :]
        return None

    # --- places -----------------------------------------------------------------------------

    def _of_hit(self, reading: int, hit: TermHit, names: Sequence[str]) -> Place:
        first = hit.replacements[0]
        kind = self.kinds[first]
        texts: list[tuple[str, str | None]] = [(names[0], first)]
        for words in names[1:]:
            mine = variants(self.entry)[words][0]
            swapped = self._swapped(hit, words, mine) if mine == kind else None
            texts.append((words, first if swapped is None else swapped))
        return Place(reading, hit.span, tuple(texts), hit)

    def _of_spot(self, spot: _Spot, names: Sequence[str]) -> Place | None:
        """The place of a rendering; None where no option changes it."""
        if spot.admitted and not self._has_rival(spot):
            return None
        told: list[tuple[str, tuple[Span, str] | None]] = []
        for words in names:
            wanted = self._wanted(spot, words, leads=words == names[0])
            worded = None if wanted is None else self._worded(spot, wanted)
            if wanted is not None and worded is None:
                return None
            told.append((words, worded))
        changes = [worded for _, worded in told if worded is not None]
        if not changes:
            return None
        text = self.texts[spot.reading]
        span = Span(
            min(spot.span.start, *(s.start for s, _ in changes)),
            max(spot.span.end, *(s.end for s, _ in changes)),
        )
        return Place(
            spot.reading,
            span,
            tuple((name, w and _widened(text, span, *w)) for name, w in told),
        )

    def _wanted(self, spot: _Spot, option: str, *, leads: bool) -> str | None:
        """The words that an option puts at a place; None where it stays."""
        if leads:
            return self._lead_at(spot) if spot.admitted else None
        if spot.admitted == option or variants(self.entry)[option][0] != spot.kind:
            return None
        return option

    def _free(self, glossary: Glossary) -> Iterator[_Spot]:
        """The places that may be touched: not in a quotation, a title or a longer term, not
        where the guards of the entry forbid it, nor where it may be another term."""
        for reading, spots in groupby(self.spots, key=lambda spot: spot.reading):
            text = self.texts[reading]
            others = [
                span for of, span in glossary.renderings(text) if _term(of) != _term(self.entry)
            ]
            for spot in spots:
                written = self.entry.renderings[spot.hit.key.part]
                if (
                    not _in_quotation(text, spot.span)
                    and allows(self.entry, text, spot.span)
                    and _written_so(text, spot.span, written)
                    and not any(other.covers(spot.span) for other in others)
                ):
                    yield spot


def _widened(text: str, span: Span, at: Span, words: str) -> str:
    return text[span.start : at.start] + words + text[at.end : span.end]


def _in_words(text: str, words: str) -> Span | None:
    """Where the words, or their plural, stand in a text, whatever its first capital."""
    within = fold(text)
    for form in filter(None, (words, plural_phrase(words))):
        wanted = fold(form)
        start = within.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if not (within[start - 1 : start].isalnum() or within[end : end + 1].isalnum()):
                return Span(start, end)
            start = within.find(wanted, start + 1)
    return None


def _in_quotation(text: str, span: Span) -> bool:
    """True where quotes enclose the words together with others."""
    quoted = quotes_around(text, span)
    around = span if quoted is None else quoted.span
    return any(
        match.start() <= span.start and span.end <= match.end() and Span(*match.span()) != around
        for match in _QUOTED.finditer(text)
    )


def _written_so(text: str, span: Span, words: str) -> bool:
    """True unless the words stand in capitals of their own, as in a name or title."""
    here = span.of(text)
    if here[:1] != here[:1].lower() and opens_sentence(text, span.start):
        here = here[:1].lower() + here[1:] if words[:1].islower() else here
    capitals = [token[:1].isupper() for token in _WORD.findall(words)]
    told = [token[:1].isupper() for token in _WORD.findall(here)]
    return told[-len(capitals) :] == capitals[-len(told) :] or in_title_case(text, span)
