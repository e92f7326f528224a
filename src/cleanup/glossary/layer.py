"""Entries that share an automaton: their patterns, and the tables of these.

A layer of the own glossary is made from its entries. One of a pack is mostly unpacked from
what was kept (`packed`): its entries and patterns are then made one by one, when a hit asks
for them, so that a pack of thousands costs little more than its automaton.
"""

from __future__ import annotations

import bisect
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple, overload

from cleanup.glossary.entry import Artifact, Entry
from cleanup.glossary.finder import words_pattern
from cleanup.matching import Pattern, Scanner, Table, phrase_pattern, ways, words_in
from cleanup.phrases import Slot

_FEW, _SHORT = 20, 300_000

Kind = Literal["artifacts", "renderings", "mentions"]
KINDS: tuple[Kind, ...] = ("artifacts", "renderings", "mentions")
"""What is looked for: what is wrong, what may stand, and the full renderings of entries that
have a short one."""


class Key(NamedTuple):
    """What a hit stands for: the entry and which of its artifacts, frames or renderings."""

    kind: Literal["artifact", "frame", "rendering"]
    entry: int
    part: int


class Kept(ABC):
    """The anchors of one kind of patterns as they were kept, and for each pattern the number
    of its entry."""

    def __init__(self, entry_of: Sequence[int]) -> None:
        self.entry_of = entry_of

    @abstractmethod
    def table(self, words: Collection[str] | None) -> Table:
        """The table of all anchors, or of those that can match where only these words are."""


@dataclass(frozen=True)
class Layer:
    """Entries that share an automaton. Without slots: a scanner is built when first used.

    Renderings have one of their own: they are ordinary English, and looked for only where
    there is something that they might exempt. The fields with defaults are given for a
    layer that was unpacked, whose entries are made when they are asked for.
    """

    entries: Sequence[Entry]
    kept: Mapping[Kind, Kept] = field(default_factory=dict, repr=False, compare=False)
    told_digest: str = field(default="", compare=False)
    sources: Sequence[str] = field(default=(), repr=False, compare=False)
    told_ids: Sequence[str] = field(default=(), repr=False, compare=False)
    words: frozenset[str] | None = field(default=None, repr=False, compare=False)
    _narrowed: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def for_texts(self, texts: Sequence[str]) -> Layer:
        """A layer that finds the same in these texts, and is ready at once.

        The automaton of a large pack takes as long to make as a hundred small ones, so for a
        few short documents only the anchors whose rarest word they hold are taken.
        """
        if (
            not self.kept
            or self.words is not None
            or len(self._narrowed) >= _FEW
            or sum(map(len, texts)) > _SHORT
        ):
            return self
        self._narrowed.append(len(texts))
        words = words_in(texts)
        return replace(self, words=frozenset(words))

    @cached_property
    def artifacts(self) -> Scanner[Key]:
        return self._scanner("artifacts")

    @cached_property
    def renderings(self) -> Scanner[Key]:
        return self._scanner("renderings")

    @cached_property
    def mentions(self) -> Scanner[Key]:
        return self._scanner("mentions")

    def _scanner(self, kind: Kind) -> Scanner[Key]:
        if kind in self.kept:
            kept = self.kept[kind]
            made = _Made(self.entries, kind, kept.entry_of)
            return Scanner(made, kept.table(self.words))
        return Scanner(self.patterns(kind))

    def patterns(self, kind: Kind) -> Iterator[Pattern[Key]]:
        """All patterns of a kind, entry by entry."""
        for number, entry in enumerate(self.entries):
            yield from patterns_of(number, entry, kind)

    @cached_property
    def may_vary(self) -> bool:
        """False where no entry admits a rendering beside the preferred one."""
        return bool(self.kept) or any(entry.admitted for entry in self.entries)

    @cached_property
    def digest(self) -> str:
        """The SHA-256, in hex, of what decides findings in all entries."""
        if self.told_digest:
            return self.told_digest
        told = "\n".join(f"{entry.id} {entry.digest} {entry.trust}" for entry in self.entries)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all entries."""
        return self.told_ids or [entry.id for entry in self.entries]

    @cached_property
    def by_source(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the entries with a source."""
        found: dict[str, list[int]] = {}
        for number, source in enumerate(self.sources or [e.source for e in self.entries]):
            found.setdefault(source, []).append(number)
        return found


class _Made(Sequence[Pattern[Key]]):
    """Patterns that are made when they are asked for, all of one entry together."""

    def __init__(self, entries: Sequence[Entry], kind: Kind, entry_of: Sequence[int]) -> None:
        self._entries, self._kind, self._entry_of = entries, kind, entry_of
        self._known: dict[int, tuple[Pattern[Key], ...]] = {}

    def __len__(self) -> int:
        return len(self._entry_of)

    @overload
    def __getitem__(self, number: int) -> Pattern[Key]: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Pattern[Key]]: ...
    def __getitem__(self, number: int | slice) -> Pattern[Key] | Sequence[Pattern[Key]]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        entry = self._entry_of[number]
        known = self._known.get(entry)
        if known is None:
            known = tuple(patterns_of(entry, self._entries[entry], self._kind, anchored=False))
            self._known[entry] = known
        return known[number - bisect.bisect_left(self._entry_of, entry)]


# --- patterns -----------------------------------------------------------------------------


def patterns_of(
    number: int, entry: Entry, kind: Kind, *, anchored: bool = True
) -> Iterator[Pattern[Key]]:
    """The patterns of one entry, the entry with this number in its layer; without anchors
    where these stand in a table already."""
    if kind == "artifacts":
        yield from _wrong_patterns(number, entry, anchored)
    elif kind == "renderings":
        yield from _rendering_patterns(number, entry, anchored)
    elif entry.short:
        for pattern in _rendering_patterns(number, entry, anchored):
            if entry.renderings[pattern.key.part] != entry.short:
                yield pattern


def _wrong_patterns(number: int, entry: Entry, anchored: bool) -> Iterator[Pattern[Key]]:
    verb = entry.kind == "verb" or "verb" in dict(entry.forms)
    for part, artifact in enumerate(entry.artifacts):
        yield from _artifact_patterns(Key("artifact", number, part), artifact, verb, anchored)
    for part, frame in enumerate(entry.frames):
        if not frame.with_artifact:
            yield phrase_pattern(Key("frame", number, part), frame.left)


def _rendering_patterns(number: int, entry: Entry, anchored: bool) -> Iterator[Pattern[Key]]:
    for part, words in enumerate(entry.renderings):
        told = _without_article(words)
        if any(sign.isalnum() for sign in told):
            key = Key("rendering", number, part)
            yield words_pattern(key, told, noun=True, verb=False, strict=True, anchored=anchored)


def _artifact_patterns(
    key: Key, artifact: Artifact, verb: bool, anchored: bool
) -> Iterator[Pattern[Key]]:
    if any(isinstance(item, Slot) for item in artifact.phrase.items):
        yield phrase_pattern(key, artifact.phrase)
        return
    for runs in dict.fromkeys(ways(artifact.phrase.items)):
        yield words_pattern(key, runs[0], noun=True, verb=verb, anchored=anchored)


def _without_article(words: str) -> str:
    for article in ("the ", "a ", "an "):
        if words.lower().startswith(article):
            return words[len(article) :]
    return words
