"""The glossary: terms that are found in a text and what is to stand there.

`load` reads a file and tries its examples, `combine` puts the project's own glossary over
the packs, `Glossary.find` is the check itself. The packs stand in one automaton, the own
glossary in a second small one, so that saving it rebuilds only that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cleanup.glossary.entry import Entry, Example
from cleanup.glossary.file import entry_fault, read_glossary
from cleanup.glossary.guards import allows
from cleanup.glossary.layer import Key, Kind, Layer
from cleanup.glossary.replacement import Outcome, frame_outcome, outcome
from cleanup.matching import Hit, Scanner
from cleanup.phrases import Captures
from cleanup.text import Span


@dataclass(frozen=True, slots=True)
class TermHit:
    """An artifact that was found. No replacement makes a question, in which `offered` is
    what could stand there; `words` is what was found, without the words around it."""

    entry: Entry
    span: Span
    replacements: tuple[str, ...]
    offered: str
    words: str
    likely: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """An artifact (or a frame of its own) that the guards let through."""

    entry: Entry
    key: Key
    span: Span
    captures: Captures


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in layers: the own glossary first, then packs. `replaced` names entries of
    packs that the own glossary replaces."""

    layers: tuple[Layer, ...] = ()
    extends: tuple[str, ...] = ()
    replaced: frozenset[str] = frozenset()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries that count, the own ones first."""
        return tuple(
            entry
            for layer in self.layers
            for entry in layer.entries
            if entry.id not in self.replaced
        )

    @property
    def ids(self) -> Iterator[str]:
        """The ids of all entries that count, without making these."""
        return (i for layer in self.layers for i in layer.ids if i not in self.replaced)

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of what decides findings: not notes, examples or comments."""
        told = "\n".join((*(layer.digest for layer in self.layers), *sorted(self.replaced)))
        return hashlib.sha256(told.encode("utf-8")).hexdigest()

    def find(self, text: str) -> tuple[TermHit, ...]:
        """What is to be changed in one reading, in order."""
        return tuple(hit for _, hit in self.find_all((text,)))

    def find_all(self, texts: Iterable[str]) -> Iterator[tuple[int, TermHit]]:
        """What is to be changed in the readings of a document, with the number of the
        reading. From the second mention on the short rendering is used where there is one."""
        mentioned: set[str] = set()
        readings = tuple(texts)
        ready = self.for_texts(readings)
        for number in sorted(ready._touched(readings)):
            text = readings[number]
            seen = ready._look(text)
            renderings = [
                (hit.span.start, entry.id) for entry, hit in ready._scan(text, "mentions")
            ]
            if seen or renderings:
                for hit in _hits(text, seen, renderings, mentioned):
                    yield number, hit

    def for_texts(self, texts: Sequence[str]) -> Glossary:
        """A glossary that finds the same in these texts, and is ready at once."""
        return replace(self, layers=tuple(layer.for_texts(texts) for layer in self.layers))

    def exempt_spans(self, text: str) -> tuple[Span, ...]:
        """Where preferred, admitted and other renderings stand: other rules leave them."""
        return tuple(sorted({hit.span for _, hit in self._scan(text, "renderings")}))

    def renderings(self, text: str) -> Iterator[tuple[Entry, Span]]:
        """What may stand, with the entry that says so and where it stands."""
        for entry, hit in self._scan(text, "renderings"):
            yield entry, hit.span

    def try_example(self, entry: Entry, example: Example) -> str:
        """What the entry alone makes of an example's text; a question counts as no change
        but is put behind the text in brackets."""
        hits = _hits(example.before, self._look(example.before, only=entry.id), (), set())
        text = example.before
        for hit in reversed(hits):
            words = (
                hit.replacements[0] if hit.replacements else f"{hit.words} [asked: {hit.offered}]"
            )
            span = hit.span
            text = text[: span.start] + words + text[span.end :]
        return text

    def _touched(self, texts: Sequence[str]) -> set[int]:
        """The numbers of the texts in which something may be found."""
        scanners = (s for layer in self.layers for s in (layer.artifacts, layer.mentions))
        return set().union(*(scanner.touched(texts) for scanner in scanners))

    def _scan(self, text: str, what: Kind) -> Iterator[tuple[Entry, Hit[Key]]]:
        for layer in self.layers:
            scanner: Scanner[Key] = getattr(layer, what)
            for hit in scanner.scan(text):
                entry = layer.entries[hit.key.entry]
                if entry.id not in self.replaced:
                    yield entry, hit

    def _look(self, text: str, only: str | None = None) -> list[_Seen]:
        """The artifacts that stand there, guards and exempt renderings heeded."""
        found = [
            _Seen(entry, hit.key, hit.span, hit.captures)
            for entry, hit in self._scan(text, "artifacts")
            if (only is None or entry.id == only) and allows(entry, text, hit.span)
        ]
        if not found:
            return []
        exempt = [(hit.span, entry) for entry, hit in self._scan(text, "renderings")]
        return [
            one
            for one in found
            if not any(_exempts(span, other, one.span, one.entry) for span, other in exempt)
        ]


EMPTY = Glossary()


# --- from what stands there to what should ---------------------------------------------------


def _exempts(rendering: Span, of: Entry, artifact: Span, entry: Entry) -> bool:
    """True when an artifact is part of a rendering. (One that is just the plural of its own
    entry's rendering, `talents` for `talent`, is meant.)"""
    return rendering.covers(artifact) and (rendering != artifact or of is not entry)


def _reads_right(entry: Entry, words: str) -> bool:
    """True for words that are a rendering already, hyphens and all."""
    return words.lower() in {rendering.lower() for rendering in entry.renderings}


def _resolved(seen: Iterable[_Seen]) -> list[_Seen]:
    """Each place once, a frame before an artifact, and nothing inside something longer."""
    kept: dict[tuple[str, Span], _Seen] = {}
    for one in sorted(seen, key=lambda s: s.key.kind != "frame"):
        kept.setdefault((one.entry.id, one.span), one)
    found = list(kept.values())
    return [
        one
        for one in found
        if not any(o.span.covers(one.span) and o.span != one.span for o in found)
    ]


def _hits(
    text: str,
    seen: Iterable[_Seen],
    renderings: Iterable[tuple[int, str]],
    mentioned: set[str],
) -> tuple[TermHit, ...]:
    """The changes for what was seen; adds to `mentioned` the entries that the text mentions."""
    waiting = sorted(renderings, reverse=True)
    hits: list[TermHit] = []
    for one in sorted(_resolved(seen), key=lambda s: (s.span, s.entry.id)):
        while waiting and waiting[-1][0] < one.span.start:
            mentioned.add(waiting.pop()[1])
        result = _outcome(text, one, short=one.entry.id in mentioned)
        mentioned.add(one.entry.id)
        before = result.span.of(text)
        if result.words == before or _reads_right(one.entry, one.span.of(text)):
            continue
        replacements = () if result.words is None else (result.words,)
        likely = one.key.kind == "artifact" and one.entry.artifacts[one.key.part].likely
        words = one.span.of(text)
        hits.append(TermHit(one.entry, result.span, replacements, result.offered, words, likely))
    mentioned.update(entry_id for _, entry_id in waiting)
    return tuple(
        hit for hit in hits if not any(o.span.covers(hit.span) and o.span != hit.span for o in hits)
    )


def _outcome(text: str, one: _Seen, *, short: bool) -> Outcome:
    if one.key.kind == "frame":
        frame = one.entry.frames[one.key.part]
        return frame_outcome(one.entry, frame, text, one.span, one.captures, short=short)
    return outcome(one.entry, text, one.span, one.captures, short=short)


# --- loading and combining ----------------------------------------------------------------


def load(text: str, file: str, pack: str = "own", *, prove: bool = True) -> Glossary:
    """The glossary that a file's text writes; `file` is the name that errors give.

    Raises `ConfigError`, one line, for everything that is wrong in it: a file is refused as
    a whole. Examples that do not come out as written are faults too; `prove=False` leaves
    them untried, for a file that was proved before.
    """
    told = read_glossary(text, file, pack)
    glossary = Glossary((Layer(told.entries),) if told.entries else (), told.extends)
    for entry in told.entries if prove else ():
        if not entry.add:
            _try_examples(glossary, entry)
    return glossary


def of_layer(layer: Layer) -> Glossary:
    """A glossary of one layer, such as a pack that was unpacked."""
    return Glossary((layer,) if len(layer.entries) else ())


def _try_examples(glossary: Glossary, entry: Entry) -> None:
    for example in entry.examples:
        wanted = example.before if example.after is None else example.after
        result = glossary.try_example(entry, example)
        if result == wanted:
            continue
        if example.after is None:
            what = f"the text to leave {example.before!r} was changed to {result!r}"
            advice = "add a guard such as unless, or take the artifact out"
        elif result == example.before:
            what = f"the example {example.before!r} was not changed"
            advice = f"it should read {wanted!r}; look at artifacts and guards"
        else:
            what = f"the example {example.before!r} came out as {result!r}"
            advice = f"it should read {wanted!r}; correct the example, or add a form or frame"
        raise entry_fault(entry, example.line, f"{what}; {advice}")


def combine(own: Glossary, packs: Sequence[Glossary]) -> Glossary:
    """The own glossary over packs: an own entry replaces those of packs with the same
    source; with `add: yes` it takes over their renderings and adds to their lists.

    Raises `ConfigError` where `add: yes` finds no entry to add to, or an example of such an
    entry fails.
    """
    packed = [layer for pack in packs for layer in pack.layers]
    replaced = {entry_id for glossary in (own, *packs) for entry_id in glossary.replaced}
    layers: list[Layer] = []
    added: list[Entry] = []
    for layer in own.layers:
        if layer.sources:  # unpacked: it leans on no pack, and no entry need be made for this
            replaced.update(_replaced(layer, packed))
            layers.append(layer)
            continue
        entries: list[Entry] = []
        for entry in layer.entries:
            theirs = _same_source(entry, packed)
            merged = _added(entry, theirs) if entry.add else entry
            if entry.add:
                added.append(merged)
            replaced.update(other.id for other in theirs)
            entries.append(merged)
        layers.append(layer if not any(e.add for e in layer.entries) else Layer(tuple(entries)))
    glossary = Glossary((*layers, *packed), own.extends, frozenset(replaced))
    for entry in added:
        _try_examples(glossary, entry)
    return glossary


def _replaced(own: Layer, layers: Sequence[Layer]) -> Iterator[str]:
    """The ids of the entries of other packs with the source of one of these entries."""
    for own_id, source in zip(own.ids, own.sources, strict=True):
        for layer in layers if source else ():
            for number in layer.by_source.get(source, ()):
                if layer.ids[number].partition("/")[0] != own_id.partition("/")[0]:
                    yield layer.ids[number]


def _same_source(entry: Entry, layers: Iterable[Layer]) -> list[Entry]:
    """The entries of other packs with the source of this one."""
    if not entry.source:
        return []
    found = [layer.entries[n] for layer in layers for n in layer.by_source.get(entry.source, ())]
    return [other for other in found if other.pack != entry.pack]


def _added(entry: Entry, theirs: Sequence[Entry]) -> Entry:
    """The own entry with what the pack's has; its own words come first."""
    if not theirs:
        raise entry_fault(
            entry,
            entry.line,
            "add: yes, but no pack in use has this source; name the pack under extend, or take"
            " the line out and write the entry whole",
        )
    base = theirs[0]
    return replace(
        base,
        id=entry.id,
        pack=entry.pack,
        line=entry.line,
        file=entry.file,
        preferred=entry.preferred or base.preferred,
        short=entry.short or base.short,
        forms=tuple({**dict(base.forms), **dict(entry.forms)}.items()),
        pos=entry.pos or base.pos,
        admitted=_joined(entry.admitted, base.admitted),
        artifacts=(*entry.artifacts, *base.artifacts),
        frames=(*entry.frames, *base.frames),
        unless=_joined(entry.unless, base.unless),
        only_with=_joined(entry.only_with, base.only_with),
        not_after=_joined(entry.not_after, base.not_after),
        not_before=_joined(entry.not_before, base.not_before),
        trust=entry.trust or base.trust,
        domain=entry.domain or base.domain,
        reference=entry.reference or base.reference,
        note=entry.note or base.note,
        seen=(*entry.seen, *base.seen),
        examples=entry.examples,
    )


def _joined(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))
