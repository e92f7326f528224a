"""The text as it was read: spans, segments, readings, documents.

All positions are code points of `Document.text`, half open, 0-based. A pass never sees that
text itself but the `Reading` of a segment; `to_base` is the only way back.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import regex


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points; an empty one is a place between two of them."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True when both claim the same text: touching is not overlapping, two insertions
        at one point are, an insertion overlaps a range only strictly inside it."""
        if self.start == self.end == other.start == other.end:
            return True
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span, its ends included."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """This span moved by so many code points."""
        return Span(self.start + by, self.end + by)

    def union(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        """The words of `text` that this span stands for."""
        return text[self.start : self.end]


_LINE_END = regex.compile(r"\r\n|\r|\n")

PieceKind = Literal["text", "entity", "break", "open", "close"]
SegmentKind = Literal["heading", "paragraph", "list-item", "speaker", "table-cell", "unit"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of base text and what a reading makes of it.

    A `text` piece of equal lengths maps code point by code point; every other piece is
    atomic. Mark-up (`open`, `close`) has an empty reading span.
    """

    base: Span
    reading: Span
    kind: PieceKind

    @property
    def linear(self) -> bool:
        return self.kind == "text" and len(self.base) == len(self.reading)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pass sees of a segment, with a monotone map back to the document.

    `pieces` cover the segment without holes, in order. `escapes` says how a format writes
    what would be mark-up: pairs of a regular expression (it matches one character, may look
    at those around it and has no groups) and its template, for instance
    `(r"[*]", r"\\*")`.
    """

    text: str
    pieces: tuple[Piece, ...]
    escapes: tuple[tuple[str, str], ...] = ()

    def base_span(self, span: Span) -> Span:
        """The base text behind a span of the reading, snapped outward to whole pieces."""
        return self._snapped(span)[0]

    def reading_span(self, base: Span) -> Span:
        """What the reading makes of a span of the base, snapped outward to whole pieces."""
        inside = self._pieces_in(base)
        if not inside:
            at = bisect.bisect_right(self.pieces, base.start, key=lambda p: p.base.start) - 1
            if at < 0:
                return Span(0, 0)
            piece = self.pieces[at]
            point = piece.reading.start
            if piece.linear:
                point += min(base.start - piece.base.start, len(piece.base))
            elif base.start >= piece.base.end:
                point = piece.reading.end
            return Span(point, point)
        first, last = inside[0], inside[-1]
        start = first.reading.start
        if first.linear:
            start += max(base.start - first.base.start, 0)
        end = last.reading.end
        if last.linear:
            end -= max(last.base.end - base.end, 0)
        return Span(start, max(start, end))

    def _snapped(self, span: Span) -> tuple[Span, Span]:
        """The base span and the reading span that `span` snaps out to."""
        if not self.pieces:
            return Span(0, 0), Span(0, 0)
        if span.start == span.end:
            return self._snapped_point(span.start)
        first = self._char_piece(span.start)
        last = self._char_piece(span.end - 1)
        base_start, read_start = first.base.start, first.reading.start
        if first.linear:
            base_start += span.start - first.reading.start
            read_start = span.start
        base_end, read_end = last.base.end, last.reading.end
        if last.linear:
            base_end -= last.reading.end - span.end
            read_end = span.end
        return Span(base_start, base_end), Span(read_start, read_end)

    def _snapped_point(self, point: int) -> tuple[Span, Span]:
        if point == 0:
            first = self._char_piece(0) if self.text else self.pieces[0]
            return Span(first.base.start, first.base.start), Span(0, 0)
        before = self._char_piece(point - 1)
        if point == before.reading.end:
            return Span(before.base.end, before.base.end), Span(point, point)
        if before.linear:
            at = before.base.start + point - before.reading.start
            return Span(at, at), Span(point, point)
        return before.base, before.reading

    def _char_piece(self, point: int) -> Piece:
        """The piece that gives the reading's character at `point`."""
        at = bisect.bisect_right(self.pieces, point, key=lambda p: p.reading.start) - 1
        while at > 0 and not self.pieces[at].reading.start <= point < self.pieces[at].reading.end:
            at -= 1
        return self.pieces[at]

    def _pieces_in(self, base: Span) -> tuple[Piece, ...]:
        """The pieces that a span of the base takes in or cuts."""
        low = bisect.bisect_right(self.pieces, base.start, key=lambda p: p.base.end)
        high = bisect.bisect_left(self.pieces, base.end, key=lambda p: p.base.start)
        return self.pieces[low:high]


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of the document: heading, paragraph, list item, table cell, XLIFF unit."""

    span: Span
    kind: SegmentKind
    reading: Reading
    label: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The original-language text that the document was translated from."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Link:
    """A span of the document and the span of the source it renders; confidence 0 to 1."""

    span: Span
    source: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """One machine-translated text, exactly as it was read.

    `joinable[i]` says whether the gap before segment `i` may be edited (the last item
    speaks of the gap after the last segment): a format calls a gap fixed when a change
    there would change the structure of the file. `skeleton` belongs to the format alone.
    `digest` is the SHA-256 of the bytes of the file, in hex.
    """

    name: str
    format: str
    encoding: str
    text: str
    segments: tuple[Segment, ...]
    joinable: tuple[bool, ...]
    protected: tuple[Span, ...]
    digest: str
    skeleton: object = None
    source: Source | None = None
    links: tuple[Link, ...] = ()
    _starts: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.joinable) != len(self.segments) + 1:
            raise ValueError("a document has one gap more than it has segments")
        object.__setattr__(self, "_starts", tuple(s.span.start for s in self.segments))

    def gap(self, index: int) -> Span:
        """The text between segment `index - 1` and segment `index`."""
        start = self.segments[index - 1].span.end if index > 0 else 0
        end = self.segments[index].span.start if index < len(self.segments) else len(self.text)
        return Span(start, end)

    def dropped(self, index: int) -> Span:
        """What goes when a segment is dropped: its text and the gap after it, in whole lines.

        The indentation of its own line goes with it, that of the next segment stays; for the
        last segment all that follows goes. Droppings touch at most, they never overlap.
        """
        before, after = self.gap(index), self.gap(index + 1)
        start = before.start
        if index > 0 or "\n" in before.of(self.text) or "\r" in before.of(self.text):
            start += _line_start(before.of(self.text))
        end = after.end
        if index + 1 < len(self.segments):
            end = after.start + _line_start(after.of(self.text))
        return Span(start, end)

    def dropped_by(self, span: Span) -> int | None:
        """The index of the segment that goes when just this span goes; None for others."""
        index = bisect.bisect_left(self._starts, span.start)
        if index < len(self.segments) and self.dropped(index) == span:
            return index
        return None

    def segment_at(self, span: Span) -> int | None:
        """The index of the one segment that covers `span`, its ends included; else None.

        A point where two segments touch belongs to the later one.
        """
        at = bisect.bisect_right(self._starts, span.start) - 1
        if at >= 0 and self.segments[at].span.covers(span):
            return at
        return None

    def line_column(self, position: int) -> tuple[int, int]:
        """Line and column for people, both 1-based; CRLF, LF and CR end a line."""
        starts = _line_starts(self.text)
        line = bisect.bisect_right(starts, position)
        return line, position - starts[line - 1] + 1


@lru_cache(maxsize=4)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in _LINE_END.finditer(text)))


def _line_start(gap: str) -> int:
    """Where in a gap the line of what follows it begins: its indentation comes after."""
    position = max(gap.rfind("\n"), gap.rfind("\r")) + 1
    return position if position else len(gap)
