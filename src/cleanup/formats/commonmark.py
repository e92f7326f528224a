"""Where blocks, prose and mark-up stand in a Markdown text, from a CommonMark parser.

The parser (pulldown-cmark, through pyromark) gives byte positions in UTF-8; they are turned
into code points in one pass. CommonMark with tables, strikethrough, task lists, footnotes,
GitHub's notes and YAML front matter is read. Nothing here looks for mark-up by itself,
apart from web addresses that stand bare in the prose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

import pyromark
import regex

from cleanup.formats.base import EDGES
from cleanup.reading import ReadingBuilder, plain_reading
from cleanup.text import PieceKind, Segment, SegmentKind, Span

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_GFM
)
_FRONT_MATTER = OPTIONS | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS

ESCAPES = (
    (r"[\\`*\[\]~]", r"\\\g<0>"),
    (r"(?<!\w)_|_(?!\w)", r"\\_"),
    (r"<(?=[A-Za-z/!?])", r"\\<"),
    (r"&(?=#?\w+;)", r"\\&"),
    (r"!(?=\[)", r"\\!"),
    (r"(?<=\])[(:]", r"\\\g<0>"),
)
"""What prose must escape to be read as it stands, as `Reading.escapes` wants it."""
CELL_ESCAPES = (*ESCAPES, (r"\|", r"\\|"))

_VERBATIM = ("CodeBlock", "HtmlBlock")
_MARKS = {"Emphasis": 1, "Strong": 2, "Strikethrough": 2, "Link": 1, "Image": 2}
"""Inline mark-up and how many code points open it."""
_INLINE = ("Text", "Code", "InlineHtml", "FootnoteReference", "SoftBreak", "HardBreak")
_KINDS: dict[str, SegmentKind] = {"Heading": "heading", "TableCell": "table-cell"}
_BREAK = regex.compile(r"[ \t]*\\?(?:\r\n|\r|\n)[ \t>]*")
_LINE_BREAK_TAG = regex.compile(r"<br\s*/?>", regex.IGNORECASE)
_EMPTY_TAG = regex.compile(
    r"<(?:[!?]|(?:img|wbr|hr|input)\b)|.*/>$", regex.IGNORECASE | regex.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block as the parser sees it; `parent` is an index into the blocks, -1 at the top."""

    tag: str
    detail: str
    span: Span
    parent: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A stretch of prose: its segment, the block that holds it, its mark-up in order."""

    segment: Segment
    block: str
    parent: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """All blocks, outer before inner, all prose, and the spans that are no prose."""

    blocks: tuple[Block, ...]
    leaves: tuple[Leaf, ...]
    protected: tuple[Span, ...]


def parse(text: str, *, front_matter: bool) -> Parsed:
    """The structure of a Markdown text; `front_matter` says that it opens a file."""
    parser = _Parser(text)
    matter = _front_matter(text) if front_matter else None
    if matter is not None:
        parser.blocks.append(Block("MetadataBlock", "", matter, -1))
        parser.protected.append(matter)
    for event in _events(_without(text, matter), OPTIONS):
        parser.take(event)
    parser.close_leaf()
    return Parsed(tuple(parser.blocks), tuple(parser.leaves), tuple(sorted(parser.protected)))


def definitions(text: str) -> dict[str, Span]:
    """The link reference definitions of a text by label, and where they stand."""
    masked = _without(text, _front_matter(text))
    place = positions(masked)
    found = pyromark.reference_definitions(masked, options=OPTIONS)
    return {
        label: Span(place(told["span"]["start"]), place(told["span"]["end"]))
        for label, told in found.items()
    }


def _front_matter(text: str) -> Span | None:
    """The block of YAML at the very top; the parser by itself would take one anywhere."""
    if not text.startswith("---"):
        return None
    first = next(_events(text, _FRONT_MATTER), None)
    if first is None or first.tag != "MetadataBlock" or first.span.start > 0:
        return None
    return first.span


def _without(text: str, matter: Span | None) -> str:
    """The text with blank lines for its front matter, so that all places stay."""
    return text if matter is None else "\n" * matter.end + text[matter.end :]


# --- what the parser says ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Event:
    """One event; `phase` is "Start", "End" or "" for what stands alone."""

    phase: Literal["Start", "End", ""]
    tag: str
    span: Span
    value: Any


def _events(text: str, options: pyromark.Options) -> Iterator[_Event]:
    place = positions(text)
    for event, where in pyromark.events_with_range(text, options=options):
        span = Span(place(where["start"]), place(where["end"]))
        yield _event(event, span)


def _event(event: Any, span: Span) -> _Event:
    """An event is a word, or a word with a value; the value of Start and End is again such."""
    if isinstance(event, str):
        return _Event("", event, span, None)
    ((key, value),) = event.items()
    if key not in ("Start", "End"):
        return _Event("", key, span, value)
    if isinstance(value, str):
        return _Event(key, value, span, None)
    ((tag, detail),) = value.items()
    return _Event(key, tag, span, detail)


_CONTINUATION = bytes(range(0x80, 0xC0))
_STRIDE = 256


def positions(text: str) -> Callable[[int], int]:
    """Turns positions in the UTF-8 bytes of a text into positions in code points."""
    if text.isascii():
        return int
    data = text.encode("utf-8")
    counts = (
        len(data[at : at + _STRIDE].translate(None, _CONTINUATION))
        for at in range(0, len(data), _STRIDE)
    )
    before = list(accumulate(counts, initial=0))

    def place(byte: int) -> int:
        row = byte // _STRIDE
        return before[row] + len(data[row * _STRIDE : byte].translate(None, _CONTINUATION))

    return place


# --- what is made of it ------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """Prose under way: its pieces so far, up to which place, and a line end not yet closed.

    A piece is base span, what is shown (None: the base itself) and kind.
    """

    block: str
    parent: int
    at: int
    pieces: list[tuple[Span, str | None, PieceKind]]
    marks: list[str]
    line_end: int | None = None


class _Parser:
    """Takes the events one by one and keeps what they come to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.leaves: list[Leaf] = []
        self.protected: list[Span] = []
        self._path: list[int] = []
        self._skip: tuple[str, Span] | None = None
        self._leaf: _Open | None = None

    def take(self, event: _Event) -> None:
        if self._skip is not None:
            if event.phase == "End" and (event.tag, event.span) == self._skip:
                self._skip = None
                if self._path and self.blocks[self._path[-1]].tag in _VERBATIM:
                    self._path.pop()
        elif event.tag in _MARKS:
            self._mark(event)
        elif event.tag in _INLINE:
            if len(event.span) > 0:
                self._inline(event)
        elif event.tag != "TaskListMarker":
            self._block(event)

    # blocks

    def _block(self, event: _Event) -> None:
        self.close_leaf()
        if event.phase == "End":
            self._path.pop()
            return
        parent = self._path[-1] if self._path else -1
        self._guard_label(event.span.start)
        self.blocks.append(Block(event.tag, str(event.value), event.span, parent))
        if event.phase == "Start":
            self._path.append(len(self.blocks) - 1)
            if event.tag in _VERBATIM:
                self.protected.append(event.span)
                self._skip = (event.tag, event.span)

    def _guard_label(self, start: int) -> None:
        """The label before the first block of a footnote is protected."""
        if self._path and self._path[-1] == len(self.blocks) - 1:
            holder = self.blocks[-1]
            if holder.tag == "FootnoteDefinition":
                self.protected.append(Span(holder.span.start, max(holder.span.start, start)))

    def close_leaf(self) -> None:
        """Makes a segment of the prose under way, without white space at its edges."""
        leaf, self._leaf = self._leaf, None
        if leaf is None or not (pieces := _trimmed(self.text, leaf.pieces)):
            return
        builder = ReadingBuilder(CELL_ESCAPES if leaf.block == "TableCell" else ESCAPES)
        for base, shown, kind in pieces:
            if shown is None:
                builder.text(base.of(self.text), base.start)
            else:
                builder.atom(base, shown, kind)
        span = Span(pieces[0][0].start, pieces[-1][0].end)
        segment = Segment(span, self._kind(leaf), builder.build())
        self.leaves.append(Leaf(segment, leaf.block, leaf.parent, tuple(leaf.marks)))

    def _kind(self, leaf: _Open) -> SegmentKind:
        if leaf.block in _KINDS:
            return _KINDS[leaf.block]
        in_item = leaf.parent >= 0 and self.blocks[leaf.parent].tag == "Item"
        first = not self.leaves or self.leaves[-1].segment.span.start < (
            self.blocks[leaf.parent].span.start if in_item else 0
        )
        return "list-item" if leaf.block == "Item" or (in_item and first) else "paragraph"

    # prose

    def _prose(self, start: int) -> _Open:
        """The prose under way, or new prose that begins at `start`."""
        if self._leaf is None:
            holder = self._path[-1] if self._path else -1
            block = self.blocks[holder].tag if holder >= 0 else ""
            parent = self.blocks[holder].parent if holder >= 0 else -1
            self._leaf = _Open(block, parent, start, [], [])
        return self._leaf

    def _upto(self, leaf: _Open, start: int) -> None:
        """Accounts for what stands between the last piece and `start`."""
        if leaf.line_end is not None:
            if start > leaf.line_end:
                leaf.pieces.append((Span(leaf.line_end, start), " ", "break"))
            leaf.at, leaf.line_end = max(leaf.at, start), None
        elif start > leaf.at:
            self._atom(leaf, Span(leaf.at, start), "", "entity", guarded=True)

    def _atom(
        self, leaf: _Open, base: Span, shown: str, kind: PieceKind, *, guarded: bool = False
    ) -> None:
        leaf.pieces.append((base, shown, kind))
        leaf.at = base.end
        if kind in ("open", "close") or guarded:
            leaf.marks.append(base.of(self.text))
        if guarded:
            self.protected.append(base)

    def _mark(self, event: _Event) -> None:
        span = event.span
        leaf = self._prose(span.start)
        length = _MARKS[event.tag]
        if event.tag == "Strikethrough" and not self.text.startswith("~~", span.start):
            length = 1
        if event.phase == "End":
            self._close_mark(leaf, event, length)
            return
        self._upto(leaf, span.start)
        if event.tag == "Link" and event.value["link_type"] in ("Autolink", "Email"):
            shown = self.text[span.start + 1 : span.end - 1]
            self._atom(leaf, span, shown, "entity", guarded=True)
            self._skip = (event.tag, span)
        else:
            self._atom(leaf, Span(span.start, span.start + length), "", "open")

    def _close_mark(self, leaf: _Open, event: _Event, length: int) -> None:
        """The mark that closes; that of a link or image holds its protected address."""
        end = event.span.end
        if event.tag in ("Link", "Image"):
            start = leaf.at
            if leaf.line_end is not None:
                match = _BREAK.match(self.text, leaf.line_end)
                start = match.end() if match is not None else start
            self.protected.append(Span(start + 1, end))
        else:
            start = end - length
        self._upto(leaf, start)
        self._atom(leaf, Span(start, end), "", "close")

    def _inline(self, event: _Event) -> None:
        span = event.span
        start = span.start
        escaped = event.tag == "Text" and self._is_escaped(start)
        leaf = self._prose(start - escaped)
        if event.tag in ("SoftBreak", "HardBreak"):
            if leaf.line_end is None:
                leaf.line_end = leaf.at
            if event.tag == "HardBreak":
                leaf.marks.append("hard break")
            return
        self._upto(leaf, start - escaped)
        if event.tag == "Text":
            value = event.value
            if escaped:
                self._atom(leaf, Span(start - 1, start + 1), value[0], "entity")
                span, value = Span(start + 1, span.end), value[1:]
            if value == span.of(self.text):
                leaf.pieces.append((span, None, "text"))
                leaf.at = span.end
            else:
                self._atom(leaf, span, plain_reading(value, 0).text, "entity")
        elif event.tag == "Code":
            self._atom(leaf, span, plain_reading(event.value, 0).text, "entity", guarded=True)
        elif event.tag == "FootnoteReference":
            self._atom(leaf, span, "", "entity", guarded=True)
        else:
            self._html(leaf, span)

    def _is_escaped(self, start: int) -> bool:
        """True when a backslash that belongs to no other piece stands before `start`."""
        floor = self._leaf.at if self._leaf is not None else 0
        return start > floor and self.text[start - 1] == "\\"

    def _html(self, leaf: _Open, span: Span) -> None:
        tag = span.of(self.text)
        if _LINE_BREAK_TAG.fullmatch(tag):
            self._atom(leaf, span, " ", "break", guarded=True)
        elif _EMPTY_TAG.match(tag):
            self._atom(leaf, span, "", "entity", guarded=True)
        else:
            self._atom(leaf, span, "", "close" if tag.startswith("</") else "open", guarded=True)


def _trimmed(
    text: str, pieces: list[tuple[Span, str | None, PieceKind]]
) -> list[tuple[Span, str | None, PieceKind]]:
    """The pieces without white space and line ends at the edges of the whole."""
    while pieces and pieces[0][1] is None:
        base = pieces[0][0]
        left = len(base) - len(base.of(text).lstrip(EDGES))
        if left < len(base):
            pieces[0] = (Span(base.start + left, base.end), None, "text")
            break
        pieces = pieces[1:]
    while pieces and pieces[-1][1] is None:
        base = pieces[-1][0]
        kept = len(base.of(text).rstrip(EDGES))
        if kept > 0:
            pieces[-1] = (Span(base.start, base.start + kept), None, "text")
            break
        pieces = pieces[:-1]
    return pieces
