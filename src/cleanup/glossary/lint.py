"""What is wrong between the entries of a glossary, or with an entry by itself.

All wordings and renderings are read as texts by the scanners that the check uses, so the
cost grows with the number of entries and not with its square, and two entries meet exactly
where they would meet in a text: in any form, and only where their guards let them speak.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from cleanup.glossary.entry import Artifact, Entry
from cleanup.glossary.guards import allows
from cleanup.glossary.inflection import ARTICLES, plural_phrase
from cleanup.glossary.layer import Key
from cleanup.glossary.lookup import Glossary
from cleanup.glossary.tell import GUARDS, is_whole, matches, place
from cleanup.glossary.wording import with_ending
from cleanup.matching import Hit, scan_form, ways
from cleanup.text import Span

FlawKind = Literal[
    "contradiction", "duplicate", "cycle", "own output", "other's output", "inside", "one word",
    "dead",
]  # fmt: skip
"""What can be wrong with entries."""

_NOT_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: where it is written, in plain words, and what to do."""

    file: str
    line: int
    entry: str
    kind: FlawKind
    what: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: entry {self.entry}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Wording:
    """One of the wordings that an artifact stands for."""

    entry: Entry
    artifact: Artifact
    part: int
    text: str


def lint(glossary: Glossary, written: Iterable[Entry] | None = None) -> tuple[Flaw, ...]:
    """All flaws of the entries that count, in the order of files and lines.

    `written` are the entries as their files write them, with lines and examples, where the
    glossary has them compiled or joined; without it the glossary's own.
    """
    entries = glossary.entries
    told = {entry.id: entry for entry in (entries if written is None else written)}
    found = [
        *_between_artifacts(glossary, entries, told),
        *_same_source(entries),
        *_on_renderings(glossary, entries, told),
        *_on_examples(glossary, entries, told),
        *_one_word(entries, told),
    ]
    return _in_order(found)


def unused(glossary: Glossary, texts: Sequence[str]) -> tuple[Flaw, ...]:
    """The entries of which no artifact stands in any of the readings."""
    seen: set[str] = set()
    for layer in glossary.layers:
        for number in layer.artifacts.touched(texts):
            for hit in layer.artifacts.scan(texts[number]):
                seen.add(layer.ids[hit.key.entry])
    what = (
        "none of its artifacts stands in the files given; add what your machine writes, or take"
        " the entry out"
    )
    return _in_order(
        Flaw(entry.file, entry.line, entry.name, "dead", what)
        for entry in glossary.entries
        if entry.id not in seen
    )


def _in_order(flaws: Iterable[Flaw]) -> tuple[Flaw, ...]:
    told = dict.fromkeys(flaws)
    return tuple(sorted(told, key=lambda f: (f.file, f.line, f.entry, f.kind, f.what)))


def _line_of(entry: Entry, artifact: Artifact, told: Mapping[str, Entry]) -> int:
    """The line on which the entry's own file has an artifact (one that was taken over from a
    pack has none: then that of the entry)."""
    written = told.get(entry.id, entry)
    lines = (a.line for a in written.artifacts if a.text == artifact.text)
    return next(lines, entry.line)


def _agree(one: Entry, other: Entry) -> bool:
    """True when what one entry prefers may stand for the other too."""
    ours, theirs = set(map(_plain, one.renderings)), set(map(_plain, other.renderings))
    return _plain(one.preferred) in theirs or _plain(other.preferred) in ours


def _plain(words: str) -> str:
    """The words without what makes no difference: capitals, hyphens, quotes, an article."""
    told = scan_form(words).split()
    return " ".join(told[1:] if len(told) > 1 and told[0] in ARTICLES else told)


# --- artifacts among each other ---------------------------------------------------------------


def _wordings(entries: Iterable[Entry]) -> Iterator[_Wording]:
    for entry in entries:
        for part, artifact in enumerate(entry.artifacts):
            if not artifact.phrase.slots:
                for runs in dict.fromkeys(ways(artifact.phrase.items)):
                    yield _Wording(entry, artifact, part, runs[0])


def _speaking(glossary: Glossary, text: str) -> list[tuple[Entry, Hit[Key]]]:
    """The artifacts in a text whose guards let them be ones."""
    return [(e, hit) for e, hit in matches(glossary, text) if allows(e, text, hit.span)]


def _between_artifacts(
    glossary: Glossary, entries: Sequence[Entry], told: Mapping[str, Entry]
) -> Iterator[Flaw]:
    """Contradictions, duplicates, and artifacts inside of others: a line for each two entries."""
    order = {entry.id: number for number, entry in enumerate(entries)}
    known: set[tuple[str, ...]] = set()
    elsewhere: dict[tuple[str, int], list[set[int]]] = {}
    for wording in _wordings(entries):
        hits = _speaking(glossary, wording.text)
        mine = [hit for entry, hit in hits if entry.id == wording.entry.id]
        words = Span(0, len(wording.text))  # with an article: it goes with the words
        others = {h.key.part for h in mine if h.span == words} - {wording.part}
        elsewhere.setdefault((wording.entry.id, wording.part), []).append(others)
        if not any(is_whole(hit.span, wording.text) for hit in mine):
            continue  # its own guards want other words beside it
        for entry, hit in hits:
            if entry.id == wording.entry.id or hit.key.kind != "artifact":
                continue
            flaw = _meeting(wording, entry, hit, order, told)
            if flaw is not None and flaw[0] not in known:
                known.add(flaw[0])
                yield flaw[1]
    yield from _said_twice(entries, elsewhere, told)


def _meeting(
    wording: _Wording,
    other: Entry,
    hit: Hit[Key],
    order: Mapping[str, int],
    told: Mapping[str, Entry],
) -> tuple[tuple[str, ...], Flaw] | None:
    """What is wrong where a wording of one entry holds an artifact of another, if anything."""
    entry, artifact = other, other.artifacts[hit.key.part]
    theirs = f"{wording.entry.name} ({place(wording.entry, _written(wording, told))})"
    if is_whole(hit.span, wording.text):
        if order[other.id] < order[wording.entry.id]:  # told once, at the later of the two
            entry, artifact = wording.entry, wording.artifact
            theirs = f"{other.name} ({place(other, _artifact_line(other, hit, told))})"
            writes = other.preferred
        else:
            writes = wording.entry.preferred
        if _agree(other, wording.entry):
            kind: FlawKind = "duplicate"
            what = f'"{wording.text}" is also an artifact of {theirs}; keep it in one of the two'
        else:
            kind = "contradiction"
            what = (
                f'"{wording.text}" becomes "{entry.preferred}" here and "{writes}" in {theirs};'
                " keep it in one, or give each a guard (only_with, not_before)"
            )
        pair = (kind, *sorted((other.id, wording.entry.id)))
    else:
        if _goes_with(other, wording.entry):
            return None
        kind = "inside"
        hidden = wording.artifact.likely and not artifact.likely and wording.entry.pack != "own"
        wins = "wins, though it is only likely and may not be shown" if hidden else "wins"
        what = (
            f'"{artifact.text}" stands inside "{wording.text}" of {theirs}, which writes'
            f' "{wording.entry.preferred}"; the longer one {wins}: if that is right, say so here'
            " with not_before or not_after"
        )
        pair = (kind, other.id, wording.entry.id)
    line = _line_of(entry, artifact, told)
    return pair, Flaw(entry.file, line, entry.name, kind, what)


def _written(wording: _Wording, told: Mapping[str, Entry]) -> int:
    return _line_of(wording.entry, wording.artifact, told)


def _artifact_line(entry: Entry, hit: Hit[Key], told: Mapping[str, Entry]) -> int:
    return _line_of(entry, entry.artifacts[hit.key.part], told)


def _goes_with(short: Entry, long: Entry) -> bool:
    """True when a rendering of the shorter term is also part of the longer one's."""
    inner = [f" {_plain(words)} " for words in short.renderings]
    outer = [f" {_plain(words)} " for words in long.renderings]
    return not inner or not outer or any(one in other for one in inner for other in outer)


def _said_twice(
    entries: Iterable[Entry],
    elsewhere: Mapping[tuple[str, int], Sequence[set[int]]],
    told: Mapping[str, Entry],
) -> Iterator[Flaw]:
    """Artifacts of which every wording is found by another line of the same entry."""
    for entry in entries:
        gone: set[int] = set()
        for part in reversed(range(len(entry.artifacts))):
            found = elsewhere.get((entry.id, part), [])
            common = set.intersection(*found) - gone if found else set()
            if not common:
                continue
            gone.add(part)
            artifact, other = entry.artifacts[part], entry.artifacts[min(common)]
            what = f'"{artifact.text}" is found by "{other.text}" as well; take it out'
            line = _line_of(entry, artifact, told)
            yield Flaw(entry.file, line, entry.name, "duplicate", what)


def _same_source(entries: Iterable[Entry]) -> Iterator[Flaw]:
    """Entries whose sources differ in nothing but signs, or that say the same twice."""
    known: dict[str, list[Entry]] = {}
    for entry in entries:
        key = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", entry.source)).lower()
        for other in known.setdefault(key, []) if key else ():
            if _plain(entry.preferred) == _plain(other.preferred) and _alike(entry, other):
                told = f'it writes "{entry.preferred}" like {other.name} ({place(other)})'
            elif entry.source != other.source:
                told = f"its source differs only in signs from {other.source} ({place(other)})"
            else:
                continue
            what = f"{told}; join the two"
            yield Flaw(entry.file, entry.line, entry.name, "duplicate", what)
            break
        known.setdefault(key, []).append(entry)


def _alike(one: Entry, other: Entry) -> bool:
    """True when two entries speak at the same places in the same way, so that they can be one."""
    return all(
        getattr(one, what) == getattr(other, what)
        for what in ("kind", "frames", "quotes", "trust", *GUARDS)
    )


# --- renderings and examples --------------------------------------------------------------------


def _on_renderings(
    glossary: Glossary, entries: Sequence[Entry], told: Mapping[str, Entry]
) -> Iterator[Flaw]:
    """Renderings that another entry calls an artifact, and forms of them that are changed."""
    edges: dict[str, set[str]] = {}
    meetings: list[tuple[Entry, str, Entry, Artifact]] = []
    for entry in entries:
        for words in entry.renderings:
            for other, hit in _speaking(glossary, words):
                equal = hit.key.kind == "artifact" and is_whole(hit.span, words)
                if equal and other.id != entry.id:
                    edges.setdefault(entry.id, set()).add(other.id)
                    meetings.append((entry, words, other, other.artifacts[hit.key.part]))
        yield from _on_outputs(glossary, entry)
    for entry, words, other, artifact in meetings:
        back = entry.id in _reachable(other.id, edges)
        does = "writes" if words in (entry.preferred, entry.short) else "admits"
        what = (
            f'"{artifact.text}" is an artifact here, and {entry.name} ({place(entry)}) {does}'
            f' "{words}"{", so that the two go round in a circle" if back else ""}; take it out'
            " of one of them"
        )
        line = _line_of(other, artifact, told)
        yield Flaw(other.file, line, other.name, "cycle", what)


def _reachable(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for after in edges.get(waiting.pop(), ()):
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


def _on_outputs(glossary: Glossary, entry: Entry) -> Iterator[Flaw]:
    """Forms of an entry's renderings that the glossary would change again. (An entry may call
    the whole plural of its rendering an artifact.)"""
    known: set[str] = set()
    for words in _outputs(entry):
        for hit in glossary.find(words) if _speaking(glossary, words) else ():
            meant = hit.entry.id == entry.id and is_whole(hit.span, words)
            if not meant and hit.entry.id not in known:
                known.add(hit.entry.id)
                yield _changed(entry, hit.entry, hit.words, words)


def _changed(entry: Entry, by: Entry, artifact: str, words: str) -> Flaw:
    """The flaw that what `entry` writes is an artifact of `by`."""
    if by.id == entry.id:
        what = (
            f'what it writes, "{words}", is changed by the entry itself ("{artifact}"); add that'
            " form to admitted, or make the artifact longer"
        )
        return Flaw(by.file, by.line, by.name, "own output", what)
    what = (
        f'it changes "{artifact}" in "{words}", which {entry.name} ({place(entry)}) writes; add a'
        " guard (unless, not_before), or add those words to admitted there"
    )
    return Flaw(by.file, by.line, by.name, "other's output", what)


def _outputs(entry: Entry) -> Iterator[str]:
    """The renderings as a sentence may want them: in the plural, with the endings of a verb."""
    forms = dict(entry.forms)
    base = forms.get("verb") or (entry.preferred if entry.kind == "verb" else "")
    told = [with_ending(base, ending) for ending in ("s", "ing", "ed")] if base else []
    noun = forms.get("noun") or (entry.preferred if entry.kind == "noun" else "")
    told.append(plural_phrase(noun) if noun else None)
    yield from dict.fromkeys(words for words in (*entry.renderings, *told) if words)


def _on_examples(
    glossary: Glossary, entries: Iterable[Entry], told: Mapping[str, Entry]
) -> Iterator[Flaw]:
    """Examples that the glossary as a whole would change once more where they were changed."""
    for entry in entries:
        for example in told.get(entry.id, entry).examples:
            if example.after is None or not _speaking(glossary, example.after):
                continue
            written = _difference(example.before, example.after)
            for hit in glossary.find(example.after):
                if hit.entry.id == entry.id or hit.span.overlaps(written):
                    yield _changed(entry, hit.entry, hit.words, example.after)


def _difference(before: str, after: str) -> Span:
    """Where the second text differs from the first."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    most -= start
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return Span(start, len(after) - tail)


# --- an entry by itself -------------------------------------------------------------------------


def _one_word(entries: Iterable[Entry], told: Mapping[str, Entry]) -> Iterator[Flaw]:
    """Entries that look for a single word in small letters and show no sentence to leave.
    (In a pack one that is only likely is no more than a hint.)"""
    for entry in entries:
        if any(example.after is None for example in told.get(entry.id, entry).examples):
            continue
        for wording in _wordings((entry,)):
            words = wording.text.split()
            words = words[1:] if len(words) > 1 and words[0].lower() in ARTICLES else words
            if wording.artifact.likely and entry.pack != "own":
                continue
            if len(words) == 1 and words[0].isalpha() and words[0].islower():
                what = (
                    f'"{words[0]}" is a single word, and no example shows where it must stay;'
                    ' add one: "- leave: ..."'
                )
                line = _line_of(entry, wording.artifact, told)
                yield Flaw(entry.file, line, entry.name, "one word", what)
                break
