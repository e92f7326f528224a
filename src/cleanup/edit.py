"""An edit: words at a span, splicing, and when two edits are the same.

The lowest of the values: proposals, decisions and editions all speak of edits. (The design
has `canonical` in `edition`; `decision` needs it too, so it lives below both.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleanup.text import Span

_TOKEN = regex.compile(r"\w+|\s|[^\w\s]")
_LAST_TOKEN = regex.compile(r"(?r)\w+|\s|[^\w\s]")


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
    left, right = span.start - start, span.end - start
    if _cuts_word(context, left, after or context[right : right + 1]):
        head = _LAST_TOKEN.search(context, 0, left)
        assert head is not None
        left = head.start()
    if _continues(context, right, after or context[max(left - 1, 0) : left]):
        tail = _TOKEN.match(context, right)
        assert tail is not None
        right = tail.end()
    old = context[left:right]
    new = context[left : span.start - start] + after + context[span.end - start : right]
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
    ends, and a pure insertion or deletion is slid as far left as it goes.
    """
    window = max(0, span.start - 400)
    return _canonical(text[window : span.end + 100], window, span, after)


def _is_word(character: str) -> bool:
    return (
        character != ""
        and _TOKEN.match(character) is not None
        and (character.isalnum() or character == "_")
    )


def _cuts_word(context: str, point: int, beyond: str) -> bool:
    """True when a word before `point` would run on into the new text."""
    return point > 0 and _is_word(context[point - 1]) and _is_word(beyond[:1])


def _continues(context: str, point: int, beyond: str) -> bool:
    """True when the new text would run on into a word behind `point`."""
    return point < len(context) and _is_word(context[point]) and _is_word(beyond[-1:])


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
    for edit in sorted(edits, key=lambda e: e.span):
        if edit.span.start < position:
            raise ValueError(f"edits overlap at {edit.span.start}")
        parts.append(text[position : edit.span.start])
        parts.append(edit.after)
        position = edit.span.end
    parts.append(text[position:])
    return "".join(parts)


def base_span(edits: Sequence[Edit], span: Span) -> Span:
    """The span of the base that a span of the spliced text stands for.

    An end inside an edit's new words widens to the whole edit. `edits` are sorted and do
    not overlap. At the edge of an edit the span stays outside of it.
    """
    shift = 0
    start, end = None, None
    point = span.start == span.end
    for edit in edits:
        left = edit.span.start + shift
        right = left + len(edit.after)
        if start is None and (span.start < left or (point and span.start == left)):
            start = span.start - shift
        if start is None and span.start < right:
            start = edit.span.start
        if end is None and span.end <= left:
            end = span.end - shift
        if end is None and span.end < right:
            end = edit.span.end
        if end is None and span.end == right and right > left and not point:
            end = edit.span.end
        if start is not None and end is not None:
            break
        shift += len(edit.after) - len(edit.span)
    start = span.start - shift if start is None else start
    end = span.end - shift if end is None else end
    return Span(min(start, end), max(start, end))
