"""What an edit may touch: one segment or joinable gaps, never protected text or half a mark-up."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import islice

from cleanup.errors import EditError
from cleanup.text import Document, Span


def check_edit(document: Document, span: Span, after: str) -> None:
    """Nothing where the edit may be made; raises `EditError` with the reason otherwise.

    An edit lies inside one segment, crosses joinable gaps, or drops a segment with its lines
    (whether the file holds that, its format judges); it never touches protected
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
    whole = after == "" and document.dropped_by(span) is not None
    for index in () if whole else gaps_touched(document, span):
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
