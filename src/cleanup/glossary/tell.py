"""A glossary in words: which entry is meant, what it says, and why it kept silent.

Nothing here changes what is found; everything is told from the same scanners and guards that
the check itself uses, so that what an editor is told is what happens.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import regex

from cleanup.evidence import EvidenceKind, Table, trust_of
from cleanup.glossary.entry import Entry
from cleanup.glossary.guards import allows
from cleanup.glossary.inflection import (
    ARTICLES,
    capitalized,
    plural_phrase,
    spellings,
    title_case,
    verb_forms,
)
from cleanup.glossary.layer import Key, Kind, Layer
from cleanup.glossary.lookup import Glossary
from cleanup.matching import Hit, Scanner, ways
from cleanup.proposal import Trust
from cleanup.text import Span

GUARDS = ("not_after", "not_before", "unless", "only_with")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_ENDS = " \t\n\"'“”‘’«».,;:!?。，；：！？"
_VARIANTS = 8
_UNMEASURED = Table()


def matches(
    glossary: Glossary, text: str, kind: Kind = "artifacts", *, replaced: bool = False
) -> Iterator[tuple[Entry, Hit[Key]]]:
    """Everything of a kind that stands in a text, before guards and exemptions are heeded;
    with `replaced` also that of entries which an own one replaces."""
    for layer in glossary.layers:
        scanner: Scanner[Key] = getattr(layer, kind)
        for hit in scanner.scan(text):
            entry = layer.entries[hit.key.entry]
            if replaced or entry.id not in glossary.replaced:
                yield entry, hit


def place(entry: Entry, line: int = 0) -> str:
    """Where an entry, or a line of it, is written: file and line."""
    return f"{entry.file} line {line or entry.line}"


def is_whole(span: Span, text: str) -> bool:
    """True when a span takes in all the words of a text, an article at its beginning aside."""
    words = [m.span() for m in _WORD.finditer(text)]
    if len(words) > 1 and text[slice(*words[0])].lower() in ARTICLES:
        words = words[1:]
    return bool(words) and span.start <= words[0][0] and words[-1][1] <= span.end


# --- which entry is meant ------------------------------------------------------------------


def entries_for(glossary: Glossary, query: str) -> tuple[Entry, ...]:
    """The entries with this source, id or name, or else those of which these words are a
    rendering or an artifact, in any form; also such as an own entry replaces."""
    query = unicodedata.normalize("NFC", query.strip())
    named = [
        layer.entries[number]
        for layer in glossary.layers
        for number, entry_id in enumerate(layer.ids)
        if query in (entry_id, entry_id.partition("/")[2])
        or number in layer.by_source.get(query, ())
    ]
    return tuple(named) or _by_words(glossary, query.strip(_ENDS))


def _by_words(glossary: Glossary, query: str) -> tuple[Entry, ...]:
    ways_to_write = dict.fromkeys((query, capitalized(query), title_case(query), query.upper()))
    ready = glossary.for_texts(tuple(ways_to_write))
    kinds: tuple[Kind, ...] = ("renderings", "artifacts")
    found: dict[str, Entry] = {}
    for kind in kinds:
        for words in ways_to_write:
            for entry, hit in matches(ready, words, kind, replaced=True):
                if is_whole(hit.span, words):
                    found.setdefault(entry.id, entry)
    return tuple(found.values())


def nearest(glossary: Glossary, query: str, most: int = 5) -> tuple[str, ...]:
    """The names and renderings of entries that are most like the words, best first."""
    names = {e.name: None for e in glossary.entries} | {
        e.preferred: None for e in glossary.entries if e.preferred
    }
    low = unicodedata.normalize("NFC", query.strip()).lower()
    told = {name.lower(): name for name in names}
    holding = [
        name for key, name in told.items() if low and (low in key or (len(key) > 1 and key in low))
    ]
    holding.sort(key=lambda name: (abs(len(name) - len(low)), name))
    like = difflib.get_close_matches(low, told, n=most, cutoff=0.6)
    return tuple(dict.fromkeys((*holding[:most], *(told[key] for key in like))))[:most]


# --- what it says -----------------------------------------------------------------------------


def fields_of(entry: Entry, measured: Table = _UNMEASURED) -> Iterator[tuple[str, str]]:
    """What an entry says, line by line, each with the key under which its file has it, and
    what it is trusted by what was measured. A key without anything has ""."""
    yield "source", entry.source
    yield "preferred", entry.preferred
    yield "short", entry.short
    for kind, words in entry.forms:
        yield f"forms, {kind}", words
    yield "pos", entry.pos
    yield from (("admitted", words) for words in entry.admitted)
    seen = dict(entry.seen)
    for likely in (False, True):
        for artifact in entry.artifacts:
            if artifact.likely == likely:
                where = f"   (seen: {seen[artifact.text]})" if artifact.text in seen else ""
                yield "likely" if likely else "artifacts", artifact.text + where
    yield from (("also found", words) for words in variants(entry))
    yield from (("frames", frame.text) for frame in entry.frames)
    for guard in GUARDS:
        yield guard, ", ".join(getattr(entry, guard))
    yield "quotes", "drop" if entry.quotes == "drop" else ""
    yield "trust", _trust(entry, measured)
    yield "domain", entry.domain
    yield "reference", entry.reference
    yield "note", entry.note
    for example in entry.examples:
        if example.after is None:
            yield "leave", example.before
        else:
            yield "before", example.before
            yield "after", example.after


def _trust(entry: Entry, measured: Table) -> str:
    """What the proposals of an entry are trusted, for each kind of its artifacts."""

    def earned(kind: EvidenceKind) -> Trust:
        return trust_of(kind, entry.trust, rate=measured.rate(entry.file, kind))

    if entry.pack == "own":
        return earned("own")
    kinds: tuple[EvidenceKind, ...] = ("seen", "likely")
    return ", ".join(
        f"{earned(kind)} for {'likely' if kind == 'likely' else 'artifacts'}"
        for kind in kinds
        if any(artifact.likely == (kind == "likely") for artifact in entry.artifacts)
    )


def variants(entry: Entry) -> tuple[str, ...]:
    """A few other forms in which the entry's artifacts are found: each was looked for by the
    entry itself."""
    scanner = Layer((entry,)).artifacts
    found: dict[str, None] = {}
    for artifact in entry.artifacts:
        if len(found) >= _VARIANTS or artifact.phrase.slots:
            continue
        words = next(iter(ways(artifact.phrase.items)))[0]
        told = (form for form in _forms(words) if form != words and scanner.scan(form))
        found.update(dict.fromkeys(islice(told, _VARIANTS // 2)))
    return tuple(found)[:_VARIANTS]


def _forms(words: str) -> Iterator[str]:
    """Ways in which the words may stand in a sentence; not all of them need be found."""
    first, space, rest = words.partition(" ")
    if space:
        yield from (form + space + rest for form in verb_forms(first)[1:] if first.islower())
    plural = plural_phrase(words)
    if plural is not None:
        yield plural
    yield f"{words}'s"
    yield title_case(words)
    yield f"“{words}”"
    for match in _WORD.finditer(words):
        for other in spellings(match.group()):
            yield words[: match.start()] + other + words[match.end() :]
    if "-" in words:
        yield words.replace("-", " ")
        yield words.replace("-", "")


def relations(glossary: Glossary, entry: Entry, adding: Collection[str] = ()) -> Iterator[str]:
    """How an entry stands to those of other packs with its source: one line each. `adding`
    are the ids of own entries that say `add: yes`."""
    for layer in glossary.layers:
        for number in layer.by_source.get(entry.source, ()) if entry.source else ():
            other = layer.entries[number]
            if other.pack == entry.pack:
                continue
            if other.id in glossary.replaced and entry.id not in glossary.replaced:
                does = "adds to" if entry.id in adding else "replaces"
                yield f"it {does} {other.id} ({place(other)})"
            elif entry.id in glossary.replaced and other.id not in glossary.replaced:
                does = "adds to it" if other.id in adding else "replaces it"
                yield f"{other.id} ({place(other)}) {does}"


# --- why it kept silent -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Silence:
    """An artifact that stands in a text and is not proposed to be changed, and why not."""

    entry: Entry
    span: Span
    why: str


def silences(glossary: Glossary, text: str) -> tuple[Silence, ...]:
    """What stands in a text and was not taken for an artifact, with the reason for each."""
    glossary = glossary.for_texts((text,))
    spoken = glossary.find(text)
    found: dict[tuple[str, Span], Silence] = {}
    for entry, hit in sorted(
        matches(glossary, text, replaced=True), key=lambda one: one[0].id in glossary.replaced
    ):
        if any(one.entry.id == entry.id and one.span.overlaps(hit.span) for one in spoken):
            continue
        if entry.id in glossary.replaced:
            told = [*(one.span for one in spoken), *(one.span for one in found.values())]
            if any(span.overlaps(hit.span) for span in told):
                continue  # what replaces it has its say
        why = _why_silent(glossary, entry, text, hit.span)
        if why is None:
            longer = next((o for o in spoken if o.span.covers(hit.span)), None)
            why = "it reads right already"
            if longer is not None:
                why = f'{longer.entry.id} takes the longer "{longer.span.of(text)}"'
        found.setdefault((entry.id, hit.span), Silence(entry, hit.span, why))
    return tuple(sorted(found.values(), key=lambda one: (one.span, one.entry.id)))


def _why_silent(glossary: Glossary, entry: Entry, text: str, span: Span) -> str | None:
    """What kept an entry silent at a place, as far as one entry alone can tell."""
    if entry.id in glossary.replaced:
        return "an entry of your own glossary replaces this one"
    guard = silencing_guard(entry, text, span)
    if guard is not None:
        return guard
    for other, hit in matches(glossary, text, "renderings"):
        if hit.span.covers(span) and (hit.span != span or other.id != entry.id):
            return f'it is part of "{hit.span.of(text)}", a rendering of {other.id}'
    return None


def silencing_guard(entry: Entry, text: str, span: Span) -> str | None:
    """The guard that keeps an entry silent at a place, with the word that stands there; None
    where all let it speak."""
    bare = replace(entry, unless=(), only_with=(), not_after=(), not_before=())

    def silent(guard: str, words: tuple[str, ...]) -> bool:
        told: dict[str, Any] = {guard: words}
        return not allows(replace(bare, **told), text, span)

    for guard in GUARDS:
        words: tuple[str, ...] = getattr(entry, guard)
        if not words or not silent(guard, words):
            continue
        if guard == "only_with":
            return f"only_with: none of its words stands near by ({', '.join(words)})"
        word = next(word for word in words if silent(guard, (word,)))
        return f'{guard}: "{word}" stands {"near by" if guard == "unless" else "beside it"}'
    return None
