"""Markdown: prose is open, everything else stays as it is.

Segments are headings, paragraphs, list items and table cells. Code, HTML, addresses, front
matter and labels are protected; gaps with markers in them are fixed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cleanup.editable import gaps_touched
from cleanup.formats.base import (
    EDGES,
    Layout,
    Skeleton,
    make_document,
    merged,
    read_text,
    web_addresses,
    write_text,
)
from cleanup.formats.commonmark import Block, Leaf, Parsed, definitions, parse
from cleanup.text import Document, Span


@dataclass(frozen=True, slots=True)
class Notes:
    """What judging an edit needs: the top-level blocks, and the labels (with brackets) that
    are defined anywhere in the file."""

    tops: tuple[Span, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown files: CommonMark with the extensions that GitHub has."""

    name: str = "markdown"
    extensions: tuple[str, ...] = (".md", ".markdown")

    def read(self, name: str, data: bytes, encoding: str | None) -> Document:
        """The document in the bytes of a Markdown file."""
        decoded = read_text(data, name, encoding)
        return make_document(name, self.name, data, decoded, layout(decoded.text))

    def write(self, document: Document, text: str) -> bytes:
        """The bytes of the file with `text` as its text."""
        return write_text(document, text)

    def keeps_structure(self, document: Document, span: Span, after: str) -> bool:
        """True when the blocks around the edit, read again, have the same structure.

        Only the top-level blocks that the edit touches and their neighbours are read.
        """
        if span.end > len(document.text):
            return False
        view = _view(document, span, after)
        inside = document.segment_at(span) is not None
        if inside and "\n" not in after and "\r" not in after:
            return _unchanged(view)
        if after == "" and document.dropped_by(span) is not None:
            return _taken_out(view)
        if not all(document.joinable[index] for index in gaps_touched(document, span)):
            return False
        return _rearranged(view, inside=inside)


def layout(text: str) -> Layout:
    """The segments of a Markdown text, its gaps, and what is protected in it."""
    parsed = parse(text, front_matter=True)
    defined = definitions(text)
    footnotes = {f"[^{b.detail}]": None for b in parsed.blocks if b.tag == "FootnoteDefinition"}
    leaves = parsed.leaves
    return Layout(
        segments=tuple(leaf.segment for leaf in leaves),
        joinable=tuple(_joinable(text, leaves, index) for index in range(len(leaves) + 1)),
        protected=merged((*parsed.protected, *defined.values(), *web_addresses(text))),
        notes=Notes(
            tuple(block.span for block in parsed.blocks if block.parent < 0),
            (*(f"[{label}]" for label in defined), *footnotes),
        ),
    )


def _joinable(text: str, leaves: Sequence[Leaf], index: int) -> bool:
    """True for a gap of blank lines between paragraphs of one container, and for white space
    before or after a top-level paragraph at the ends of the file."""
    start = leaves[index - 1].segment.span.end if index > 0 else 0
    end = leaves[index].segment.span.start if index < len(leaves) else len(text)
    if text[start:end].strip(EDGES):
        return False
    sides = leaves[max(index - 1, 0) : index + 1]
    if any(leaf.block != "Paragraph" for leaf in sides):
        return False
    if 0 < index < len(leaves):
        return sides[0].parent == sides[1].parent
    return all(leaf.parent < 0 for leaf in sides)


# --- judging an edit ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _View:
    """The surroundings of an edit before and after it; `edit` is its span in `old`."""

    old: str
    new: str
    edit: Span
    was: Parsed
    now: Parsed

    @property
    def shift(self) -> int:
        return len(self.new) - len(self.old)


def _view(document: Document, span: Span, after: str) -> _View:
    skeleton = document.skeleton
    notes = skeleton.notes if isinstance(skeleton, Skeleton) else None
    known = notes if isinstance(notes, Notes) else Notes()
    region = _region(document.text, known.tops, span)
    old = region.of(document.text)
    edit = span.shifted(-region.start)
    new = old[: edit.start] + after + old[edit.end :]
    # references are only references while their labels are defined
    seen = " ".join(f"{old} {new}".casefold().split())
    labels = "".join(f"\n\n{label}: x" for label in known.labels if label.casefold() in seen)
    first = region.start == 0
    was, now = (parse(text + labels, front_matter=first) for text in (old, new))
    return _View(old, new, edit, was, now)


def _region(text: str, tops: Sequence[Span], span: Span) -> Span:
    """The lines of the top-level blocks that the span touches, and of one on either side."""
    low = bisect_left(tops, span.start, key=lambda top: top.end) - 1
    high = bisect_right(tops, span.end, key=lambda top: top.start) + 1
    start = _line_start(text, tops[low].start) if low > 0 else 0
    end = _line_start(text, tops[high].start) if high < len(tops) else len(text)
    return Span(min(start, span.start), max(end, span.end))


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _unchanged(view: _View) -> bool:
    """True when blocks, prose, mark-up and protected text are those of before."""
    return (
        _places(view, view.was.blocks) == [_place(b, b.span.start) for b in view.now.blocks]
        and [leaf.segment.kind for leaf in view.was.leaves]
        == [leaf.segment.kind for leaf in view.now.leaves]
        and _marks(view.was.leaves) == _marks(view.now.leaves)
        and _guarded(view.was, view.old) == _guarded(view.now, view.new)
    )


def _taken_out(view: _View) -> bool:
    """True when top-level blocks went with their lines, and all else is as before."""
    gone = [block for block in view.was.blocks if view.edit.covers(block.span)]
    rest = [block for block in view.was.blocks if not view.edit.covers(block.span)]
    if not gone or any(block.parent >= 0 for block in gone):
        return False
    if any(block.span.overlaps(view.edit) for block in rest):
        return False
    left = [leaf for leaf in view.was.leaves if not view.edit.covers(leaf.segment.span)]
    return (
        _places(view, rest) == [_place(b, b.span.start) for b in view.now.blocks]
        and _marks(left) == _marks(view.now.leaves)
        and _guarded(view.was, view.old) == _guarded(view.now, view.new)
    )


def _rearranged(view: _View, *, inside: bool) -> bool:
    """True when only paragraphs were joined, split or dropped, each in its own container.

    The mark-up of paragraphs that go as a whole may go with them.
    """
    edit = view.edit
    edited = Span(edit.start, edit.end + view.shift)
    touched, rest = _split(view.was.blocks, edit)
    come, kept = _split(view.now.blocks, edited)
    if _places(view, rest) != [_place(b, b.span.start) for b in kept]:
        return False
    parents = {_parent(view.was.blocks, block) for block in touched}
    if not touched and not inside:
        parents = _parents_around(view.was.blocks, edit)
    if not {_parent(view.now.blocks, block) for block in come} <= parents:
        return False
    left = [leaf for leaf in view.was.leaves if not edit.covers(leaf.segment.span)]
    return _marks(view.now.leaves) in (
        _marks(view.was.leaves),
        _marks(left),
    ) and _guarded(view.was, view.old) == _guarded(view.now, view.new)


def _split(blocks: Sequence[Block], edit: Span) -> tuple[list[Block], list[Block]]:
    """The paragraphs that the edit touches, and all other blocks."""
    touched: list[Block] = []
    rest: list[Block] = []
    for block in blocks:
        near = block.span.start <= edit.end and edit.start <= block.span.end
        (touched if block.tag == "Paragraph" and near else rest).append(block)
    return touched, rest


def _parents_around(blocks: Sequence[Block], edit: Span) -> set[tuple[str, int]]:
    """Where the paragraphs next to an edit of blank lines hang; the top, where none are."""
    paragraphs = [block for block in blocks if block.tag == "Paragraph"]
    at = bisect_right(paragraphs, edit.start, key=lambda block: block.span.start)
    return {_parent(blocks, block) for block in paragraphs[max(at - 1, 0) : at + 1]} or {("", 0)}


def _places(view: _View, blocks: Sequence[Block]) -> list[tuple[str, str, int]]:
    """Where the blocks of before must stand after the edit."""
    return [
        _place(b, b.span.start + (view.shift if b.span.start > view.edit.start else 0))
        for b in blocks
    ]


def _place(block: Block, start: int) -> tuple[str, str, int]:
    return block.tag, block.detail, start


def _parent(blocks: Sequence[Block], block: Block) -> tuple[str, int]:
    if block.parent < 0:
        return "", 0
    parent = blocks[block.parent]
    return parent.tag, parent.span.start


def _marks(leaves: Sequence[Leaf]) -> list[str]:
    return [mark for leaf in leaves for mark in leaf.marks]


def _guarded(parsed: Parsed, text: str) -> list[str]:
    return [span.of(text) for span in parsed.protected if span.end <= len(text)]
