"""An edit: words at a span, splicing, and when two edits are the same.

The lowest of the values: proposals, decisions and editions all speak of edits. (The design
has `canonical` in `edition`; `decision` needs it too, so it lives below both.)
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleanup.text import Span

_TOKEN = regex.compile(r"\w+|\s|[^\w\s]")
_LAST_TOKEN = regex.compile(r"(?r)\w+|\s|[^\w\s]")
_WORD = regex.compile(r"\w")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`after` stands where `before` stood; `decision` is the id of the verdict behind it."""

    span: Span
    before: str
    after: str
    decision: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Canonical:
    """The one form of an edit by which edits are compared."""

    span: Span
    after: str


def tokens(text: str) -> list[str]:
    """The words, spaces and marks of a text; joined they give it back."""
    return [match.group() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=65536)
def _canonical(context: str, start: int, span: Span, after: str) -> Canonical:
    """`canonical` on a window of the text that begins at `start`."""
    first, last = span.start - start, span.end - start
    left, right = first, last
    # where the old words or the new ones run on into a neighbour, the whole word is compared
    if _runs_on(context, first, context[first:last] + context[last : last + 1]) or _runs_on(
        context, first, after + context[last : last + 1]
    ):
        head = _LAST_TOKEN.search(context, 0, first)
        assert head is not None
        left = head.start()
    if _runs_into(context[max(first - 1, 0) : last], context, last) or _runs_into(
        context[max(first - 1, 0) : first] + after, context, last
    ):
        tail = _TOKEN.match(context, last)
        assert tail is not None
        right = tail.end()
    old = context[left:right]
    new = context[left:first] + after + context[last:right]
    before_tokens, after_tokens = tokens(old), tokens(new)
    low = min(len(before_tokens), len(after_tokens))
    same = 0
    while same < low and before_tokens[same] == after_tokens[same]:
        left += len(before_tokens[same])
        same += 1
    back = 0
    while back < low - same and before_tokens[-1 - back] == after_tokens[-1 - back]:
        right -= len(before_tokens[-1 - back])
        back += 1
    gone = before_tokens[same : len(before_tokens) - back]
    come = after_tokens[same : len(after_tokens) - back]
    if not gone or not come:
        left, right, come = _slide(context, left, right, gone, come)
    return Canonical(Span(start + left, start + right), "".join(come))


def canonical(text: str, span: Span, after: str) -> Canonical:
    """The form by which edits of `text` are compared.

    Ends are widened to whole words, equal tokens (words, spaces, marks) are cut from both
    ends, and a pure insertion or deletion is slid as far left as it goes. So two edits that
    change the text have the same form exactly when they give the same text.
    """
    end = _word_edge(text, min(span.end + 1, len(text)), 1)
    reach = 400
    while True:
        window = _word_edge(text, max(0, span.start - reach), -1)
        found = _canonical(text[window:end], window, span, after)
        if found.span.start > window or window == 0:
            return found
        reach *= 4  # it may slide further


def _word_edge(text: str, point: int, step: int) -> int:
    """The nearest point in that direction that does not cut a word in two."""
    while 0 < point < len(text) and _is_word(text[point - 1]) and _is_word(text[point]):
        point += step
    return point


def _is_word(character: str) -> bool:
    return _WORD.match(character) is not None


def _runs_on(context: str, point: int, words: str) -> bool:
    """True when a word before `point` runs on into the words that follow."""
    return point > 0 and _is_word(context[point - 1]) and _is_word(words[:1])


def _runs_into(words: str, context: str, point: int) -> bool:
    """True when the words run on into a word behind `point`."""
    return point < len(context) and _is_word(context[point]) and _is_word(words[-1:])


def _slide(
    context: str, left: int, right: int, gone: list[str], come: list[str]
) -> tuple[int, int, list[str]]:
    """A pure insertion or deletion at its leftmost place."""
    moving = list(gone or come)
    while left > 0 and moving:
        previous = _LAST_TOKEN.search(context, 0, left)
        if previous is None or previous.group() != moving[-1]:
            break
        left, right = left - len(moving[-1]), right - len(moving[-1])
        moving = [moving[-1], *moving[:-1]]
    return left, right, moving if come else []


def splice(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; they must not overlap, their order does not matter.

    An insertion at the edge of a replacement stands outside it.
    """
    parts: list[str] = []
    position = 0
    last: Span | None = None
    for edit in sorted(edits, key=lambda e: e.span):
        if edit.span.start < position or (last is not None and edit.span.overlaps(last)):
            raise ValueError(f"edits overlap at {edit.span.start}")
        last = edit.span
        parts.append(text[position : edit.span.start])
        parts.append(edit.after)
        position = edit.span.end
    parts.append(text[position:])
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a span of a spliced text comes from: the base span, the span of the spliced text
    that this base span now gives, and the edits in it."""

    span: Span
    copy: Span
    edits: tuple[Edit, ...]


class Tracer:
    """Leads from a spliced text back to its base; made once for many look-ups."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = tuple(sorted(edits, key=lambda e: e.span))
        self._here: list[Span] = []
        self._shift: list[int] = [0]
        for edit in self._edits:
            start = edit.span.start + self._shift[-1]
            self._here.append(Span(start, start + len(edit.after)))
            self._shift.append(self._shift[-1] + len(edit.after) - len(edit.span))
        self._starts = [here.start for here in self._here]
        self._ends = [here.end for here in self._here]

    def trace(self, seen: Span) -> Trace:
        """What a span of the spliced text stands for.

        It widens to every edit whose words it truly overlaps; an edit that it only touches
        stays outside, but for an insertion at the place where one stands already.
        """
        low = bisect.bisect_left(self._ends, seen.start)
        high = bisect.bisect_right(self._starts, seen.end)
        inside = [i for i in range(low, high) if self._touches(i, seen)]
        copy = seen
        for i in inside:
            copy = copy.union(self._here[i])
        start = self._back(copy.start, inside[0] if inside else None, first=True)
        end = self._back(copy.end, inside[-1] if inside else None, first=False)
        return Trace(Span(start, max(start, end)), copy, tuple(self._edits[i] for i in inside))

    def joined(self, changes: Iterable[tuple[Span, Span]]) -> list[tuple[Span, Span, Trace]]:
        """Changes of the spliced text with where each comes from; changes that meet in one
        edit are one. A change is a span of the spliced text and one of what it becomes."""
        found: list[tuple[Span, Span, Trace]] = []
        for here, there in changes:
            trace = self.trace(here)
            if found and (
                set(found[-1][2].edits) & set(trace.edits) or found[-1][2].span.overlaps(trace.span)
            ):
                first_here, first_there, _ = found.pop()
                here, there = first_here.union(here), first_there.union(there)
                trace = self.trace(here)
            found.append((here, there, trace))
        return found

    def _touches(self, i: int, seen: Span) -> bool:
        here = self._here[i]
        if here.overlaps(seen):
            return True
        # two insertions at one point of the base would be one place
        added = len(self._edits[i].span) == 0
        return added and len(seen) == 0 and seen.start in (here.start, here.end)

    def _back(self, point: int, edge: int | None, *, first: bool) -> int:
        if edge is not None:
            here, edit = self._here[edge], self._edits[edge]
            if first and point == here.start:
                return edit.span.start
            if not first and point == here.end:
                return edit.span.end
        if first:
            before = bisect.bisect_right(self._ends, point)
        else:
            before = bisect.bisect_left(self._starts, point)
        return point - self._shift[before]
