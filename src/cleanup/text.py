"""The text as it was read: spans, segments, readings, documents.

All positions are code points of `Document.text`, half open, 0-based. A pass never sees that
text itself but the `Reading` of a segment; `to_base` is the only way back.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Literal

import regex

from cleanup.errors import EditError


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


# --- readings ---------------------------------------------------------------------------

_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_LINE_END = regex.compile(r"\r\n|\r|\n")
_BLANK = r"[ \t\u00a0\u3000]"
# the guard in front of the first blanks keeps a long run of blanks from being tried again
# and again from each of its places
_SPECIAL = regex.compile(rf"(?:(?<!{_BLANK}){_BLANK}++)?+(?:\r\n|\r|\n){_BLANK}*+|[{_INVISIBLE}]")
_CLUSTER = regex.compile(r"\X")
# what composing can change: a character with marks, Hangul letters, some single characters
_COMPOSABLE = regex.compile(
    r"\P{M}?\p{M}++|[\u1100-\u11ff\uac00-\ud7a3]++[\u1100-\u11ff\uac00-\ud7a3\p{M}]*+|[^\x00-\x7f]"
)


class ReadingBuilder:
    """Puts a reading together piece by piece; formats use it, `build` gives the value."""

    def __init__(self, escapes: Iterable[tuple[str, str]] = ()) -> None:
        self._text: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._escapes = tuple(escapes)

    def text(self, base: str, start: int) -> None:
        """Plain words that stand at `start`: spaces and accents normalised, breaks resolved."""
        if base.isprintable():  # line ends and invisible signs are not; most paragraphs are
            self._plain(base, start)
            return
        last = 0
        for match in _SPECIAL.finditer(base):
            self._plain(base[last : match.start()], start + last)
            kind: PieceKind = "entity" if match.group()[0] in _INVISIBLE else "break"
            shown = "" if kind == "entity" else " "
            self.atom(Span(start + match.start(), start + match.end()), shown, kind)
            last = match.end()
        self._plain(base[last:], start + last)

    def atom(self, base: Span, shown: str, kind: PieceKind) -> None:
        """A stretch that can only be edited whole: an entity, a break, mark-up."""
        reading = Span(self._length, self._length + len(shown))
        self._pieces.append(Piece(base, reading, kind))
        self._text.append(shown)
        self._length += len(shown)

    def _plain(self, base: str, start: int) -> None:
        if base == "":
            return
        if base.isascii() or unicodedata.is_normalized("NFC", base):
            self._linear(base, start)
            return
        last = 0
        for match in _COMPOSABLE.finditer(base):
            words = match.group()
            composed = unicodedata.normalize("NFC", words)
            if composed == words:
                continue
            if match.start() > last:
                self._linear(base[last : match.start()], start + last)
            span = Span(start + match.start(), start + match.end())
            if len(composed) == len(words):
                self._linear(composed, span.start)
            else:
                self.atom(span, composed, "text")
            last = match.end()
        if last < len(base):
            self._linear(base[last:], start + last)

    def _linear(self, base: str, start: int) -> None:
        shown = base if base.isascii() and base.isprintable() else base.translate(_SPACES)
        last = self._pieces[-1] if self._pieces else None
        reading = Span(self._length, self._length + len(shown))
        if last is not None and last.linear and last.base.end == start:
            joined = last.base.union(Span(start, start + len(base)))
            self._pieces[-1] = Piece(joined, last.reading.union(reading), "text")
        else:
            self._pieces.append(Piece(Span(start, start + len(base)), reading, "text"))
        self._text.append(shown)
        self._length += len(shown)

    def build(self) -> Reading:
        """The finished reading."""
        return Reading("".join(self._text), tuple(self._pieces), self._escapes)


def plain_reading(base: str, start: int) -> Reading:
    """The reading of a segment without mark-up that stands at `start` in the document."""
    builder = ReadingBuilder()
    builder.text(base, start)
    return builder.build()


# --- from reading text back to base text -------------------------------------------------


def to_base(document: Document, segment: int, span: Span, words: str) -> tuple[Span, str]:
    """The base span and the exact words to splice there so that the reading's `span`
    comes to read `words`.

    The span snaps outward to whole pieces and grapheme clusters; what the snapping takes
    in is put back. Mark-up inside is put back too: a pair wholly inside wraps the whole
    replacement, an unpaired opening stands after it, an unpaired closing before it; a mark
    at the edge is taken in when its partner is inside. Words that stay as they were keep
    their exact base text (entities, no-break spaces, line ends), so that the words which
    already stand there change nothing.
    """
    reading = document.segments[segment].reading
    text = document.text
    base, read = reading._snapped(span)
    base = _with_partners(reading, base)
    words = reading.text[read.start : span.start] + words + reading.text[span.end : read.end]
    whole = snap_to_clusters(text, base)
    if words == read.of(reading.text):
        return whole, whole.of(text)
    before, after = _marks_around(text, reading._pieces_in(base))
    kept, put_back = base.start, base.end
    if not before and not after:
        kept, put_back, words = _exact_ends(reading, base, read, words)
    before = text[whole.start : kept] + before
    after += text[put_back : whole.end]
    left = text[max(0, whole.start - _SIGHT) : whole.start] + before
    right = after + text[whole.end : whole.end + _SIGHT]
    return whole, before + _escape(words, reading.escapes, left, right) + after


def from_base(document: Document, segment: int, span: Span) -> Span:
    """The span of the segment's reading that a span of the base text stands for."""
    return document.segments[segment].reading.reading_span(span)


def snap_to_clusters(text: str, span: Span) -> Span:
    """The span widened so that neither end cuts a grapheme cluster in two."""
    if span.start == span.end:
        cluster = _cluster_around(text, span.start)
        return span if cluster is None else cluster
    start, end = _cluster_around(text, span.start), _cluster_around(text, span.end)
    return Span(span.start if start is None else start.start, span.end if end is None else end.end)


def _cluster_around(text: str, point: int) -> Span | None:
    """The cluster that `point` would cut, or None where it falls between two."""
    if not 0 < point < len(text):
        return None
    around = text[point - 1 : point + 1]
    if around.isascii() and around != "\r\n":
        return None
    window = max(0, point - 32)
    for cluster in _CLUSTER.finditer(text, window, min(len(text), point + 32)):
        if cluster.start() < point < cluster.end():
            return Span(cluster.start(), cluster.end())
        if cluster.start() >= point:
            break
    return None


_SIGHT = 40
"""So many code points around new words an escape may look at."""


def _escape(words: str, escapes: tuple[tuple[str, str], ...], left: str, right: str) -> str:
    """The words as a format writes them between `left` and `right`."""
    if not escapes:
        return words
    around = left + words + right
    end = len(left) + len(words)
    position = len(left)
    parts: list[str] = []
    for match in _escape_pattern(escapes).finditer(around, position):
        if match.start() >= end:
            break
        parts.append(around[position : match.start()])
        parts.append(match.expand(escapes[(match.lastindex or 1) - 1][1]))
        position = match.end()
    parts.append(around[position:end])
    return "".join(parts)


@lru_cache(maxsize=64)
def _escape_pattern(escapes: tuple[tuple[str, str], ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"({pattern})" for pattern, _ in escapes))


def _with_partners(reading: Reading, base: Span) -> Span:
    """The span with the marks at its edges whose partners are inside."""
    if base.start == base.end:
        return base
    inside = reading._pieces_in(base)
    opened, _, closed = _paired([p for p in inside if p.kind in ("open", "close")])
    for _ in opened:
        following = reading._pieces_in(Span(base.end, base.end + 1))
        if not following or following[0].kind != "close":
            break
        base = base.union(following[0].base)
    for _ in closed:
        preceding = reading._pieces_in(Span(max(base.start - 1, 0), base.start))
        if not preceding or preceding[0].kind != "open":
            break
        base = base.union(preceding[0].base)
    return base


def _paired(
    marks: Iterable[Piece],
) -> tuple[list[Piece], list[tuple[Piece, Piece]], list[Piece]]:
    """Openings without a partner, pairs, closings without a partner; each in order."""
    opened: list[Piece] = []
    pairs: list[tuple[Piece, Piece]] = []
    closed: list[Piece] = []
    for mark in marks:
        if mark.kind == "open":
            opened.append(mark)
        elif opened:
            pairs.append((opened.pop(), mark))
        else:
            closed.append(mark)
    pairs.sort(key=lambda pair: pair[0].base.start)
    return opened, pairs, closed


def _marks_around(text: str, pieces: Iterable[Piece]) -> tuple[str, str]:
    """The mark-up among the pieces, as it is put back before and after new words."""
    opened, pairs, closed = _paired(p for p in pieces if p.kind in ("open", "close"))
    before = "".join(m.base.of(text) for m in closed)
    before += "".join(left.base.of(text) for left, _ in pairs)
    after = "".join(right.base.of(text) for _, right in reversed(pairs))
    after += "".join(m.base.of(text) for m in opened)
    return before, after


def _exact_ends(reading: Reading, base: Span, read: Span, words: str) -> tuple[int, int, str]:
    """How far from both ends the base text may stand as it is, and the words between."""
    pieces = reading._pieces_in(base)
    start, at = base.start, 0
    for piece, shown in _shown(reading, pieces, read):
        same = _common(shown, words[at : at + len(shown)])
        if same < len(shown):
            start, at = (start + same, at + same) if piece.linear else (start, at)
            break
        start, at = min(piece.base.end, base.end), at + same
    end, words = base.end, words[at:]
    for piece, shown in _shown(reading, reversed(pieces), read):
        floor = max(piece.base.start, base.start, start)
        if floor >= end:
            break
        shown = shown[-(end - floor) :] if piece.linear else shown
        same = _common(shown[::-1], words[::-1][: len(shown)])
        if same < len(shown) or (not piece.linear and piece.base.start < start):
            end, words = (end - same, words[: len(words) - same]) if piece.linear else (end, words)
            break
        end, words = floor, words[: len(words) - same]
    return start, end, words


def _shown(reading: Reading, pieces: Iterable[Piece], read: Span) -> Iterator[tuple[Piece, str]]:
    """The pieces with what each shows inside `read`."""
    for piece in pieces:
        start, end = max(piece.reading.start, read.start), min(piece.reading.end, read.end)
        yield piece, reading.text[start:end]


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


# --- what an edit may touch --------------------------------------------------------------


def check_edit(document: Document, span: Span, after: str) -> None:
    """Nothing where the edit may be made; raises `EditError` with the reason otherwise.

    An edit lies inside one segment, or crosses joinable gaps; it never touches protected
    text, and mark-up that it covers must stand in `after` again, in the same order. Only an
    edit that takes a whole segment may leave its mark-up out, addresses excepted.
    """
    if span.end > len(document.text):
        where = _where(document, min(span.start, len(document.text)))
        raise EditError(f"{where}: the edit ends behind the text; read the document again")
    marks = _covered_marks(document, span)
    for guarded in _near(document.protected, span):
        if guarded.overlaps(span) and not any(m.covers(guarded) for m in marks):
            raise EditError(
                f"{_where(document, span.start)}: protected text"
                f" ({guarded.of(document.text)[:40]!r}) may not be changed;"
                " edit only the words around it"
            )
    position = 0
    for mark in marks:
        found = after.find(mark.of(document.text), position)
        if found < 0:
            raise EditError(
                f"{_where(document, span.start)}: the mark-up {mark.of(document.text)!r}"
                " would be lost; keep it in the new words"
            )
        position = found + len(mark)
    for index in gaps_touched(document, span):
        if not document.joinable[index]:
            raise EditError(
                f"{_where(document, span.start)}: the edit crosses from one part of the file's"
                " structure into another; edit each part by itself"
            )


def _near(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """The sorted, disjoint `spans` that can touch `span`."""
    start = bisect.bisect_left(spans, span.start, key=lambda s: s.end)
    end = bisect.bisect_right(spans, span.end, key=lambda s: s.start)
    return spans[start:end]


def _where(document: Document, position: int) -> str:
    return "line {} column {}".format(*document.line_column(position))


def _covered_marks(document: Document, span: Span) -> list[Span]:
    """The mark-up that an edit of `span` must put back; a cut through one is an error."""
    marks: list[Span] = []
    at = max(bisect.bisect_right(document._starts, span.start) - 1, 0)
    for segment in islice(document.segments, at, None):
        if segment.span.start > span.end:
            break
        for piece in segment.reading._pieces_in(span):
            if piece.kind not in ("open", "close"):
                continue
            if not span.covers(piece.base):
                raise EditError(
                    f"{_where(document, span.start)}: the edit cuts the mark-up"
                    f" {piece.base.of(document.text)!r} in two; take it in whole or leave it"
                )
            if not span.covers(segment.span) or any(
                piece.base.covers(guarded) for guarded in _near(document.protected, piece.base)
            ):
                marks.append(piece.base)
    return marks


def gaps_touched(document: Document, span: Span) -> Iterator[int]:
    """The gaps that an edit of `span` changes or lies in, as indices of `joinable`."""
    if document.segment_at(span) is not None:
        return
    first = max(bisect.bisect_right(document._starts, span.start) - 1, 0)
    for index in range(first, len(document.segments) + 1):
        gap = document.gap(index)
        if gap.start > span.end:
            break
        touches = span.start <= gap.end and gap.start <= span.end
        if gap.overlaps(span) or (touches and (len(gap) == 0 or len(span) == 0)):
            yield index
