"""Where a review can go in a document: sentences, lines, words, and what a filter shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleanup.desk import Unit
from cleanup.proposal import CATEGORIES, Proposal
from cleanup.sentences import sentences
from cleanup.text import Document, Segment, Span

_LINE_END = regex.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: proposals of a rule, of a category, or sentences with some words."""

    rule: str = ""
    category: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.rule or self.category or self.words)

    def __str__(self) -> str:
        told = [f"the rule {self.rule}"] if self.rule else []
        told += [f"the class {self.category}"] if self.category else []
        told += [f"sentences with “{self.words}”"] if self.words else []
        return " and ".join(told)

    def shown(self, text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
        """The units with the choices that the filter lets through."""
        found: list[Unit] = []
        for unit in units:
            if self.words and not self._has_words(text, unit):
                continue
            kept = tuple(c for c in unit.choices if any(self._fits(p) for p in c.proposals))
            if kept:
                found.append(Unit(unit.span, kept))
        return tuple(found)

    def _fits(self, proposal: Proposal) -> bool:
        if self.rule and not any(o.rule == self.rule for o in proposal.origins):
            return False
        return not self.category or any(o.category == self.category for o in proposal.origins)

    def _has_words(self, text: str, unit: Unit) -> bool:
        wanted = self.words.casefold()
        told = [unit.span.of(text), *(after for p in unit.proposals for after in p.replacements)]
        return any(wanted in words.casefold() for words in told)


def filter_of(typed: str, proposals: Sequence[Proposal]) -> Filter:
    """The filter that a reviewer means: a class by its beginning, a rule by its id or the end
    of it, else words of the sentence."""
    wanted = typed.strip()
    if not wanted:
        return Filter()
    rules = {o.rule for p in proposals for o in p.origins}
    if wanted in rules:
        return Filter(rule=wanted)
    classes = [c for c in CATEGORIES if c.startswith(wanted.lower())]
    if len(classes) == 1:
        return Filter(category=classes[0])
    ending = [rule for rule in rules if rule.rpartition("/")[2] == wanted]
    return Filter(rule=ending[0]) if len(ending) == 1 else Filter(words=wanted)


def sentences_of(document: Document, segment: int) -> tuple[Span, ...]:
    """The spans of a segment's sentences, in order."""
    return _sentences(document.segments[segment])


@lru_cache(maxsize=1024)
def _sentences(segment: Segment) -> tuple[Span, ...]:
    reading = segment.reading
    return tuple(reading.base_span(s) for s in sentences(reading.text))


def next_sentence(document: Document, position: int) -> Span | None:
    """The first sentence that begins at the position or behind it."""
    for index, segment in enumerate(document.segments):
        if segment.span.end > position:
            for span in sentences_of(document, index):
                if span.start >= position:
                    return span
    return None


def previous_sentence(document: Document, position: int) -> Span | None:
    """The last sentence that ends at the position or before it."""
    for index in reversed(range(len(document.segments))):
        if document.segments[index].span.start < position:
            for span in reversed(sentences_of(document, index)):
                if span.end <= position:
                    return span
    return None


def sentence_at(document: Document, position: int) -> Span | None:
    """The sentence that a position lies in, else the next one."""
    for index, segment in enumerate(document.segments):
        if segment.span.end > position:
            for span in sentences_of(document, index):
                if span.end > position:
                    return span
    return None


def line_start(text: str, line: int) -> int | None:
    """The position at which a line begins, 1-based; None where there is no such line."""
    if line == 1:
        return 0
    for number, end in enumerate(_LINE_END.finditer(text), 2):
        if number == line:
            return end.end()
    return None


def next_words(text: str, words: str, position: int) -> int | None:
    """Where the words stand next behind a position, from the top again if need be."""
    folded = regex.compile(regex.escape(words), regex.IGNORECASE)
    found = folded.search(text, position + 1) or folded.search(text)
    return found.start() if found else None
