"""Readings: how a format makes one, and the way back from reading text to base text.

A pass never sees the base; what it wants to put at a span of a reading is turned into exact
base text here, with mark-up put back and the format's escapes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from cleanup.text import Document, Piece, PieceKind, Reading, Span

_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
)
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
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
