"""Carrying decisions over to a changed input.

The stored old base and the new one are compared sentence by sentence and gap by gap. A place
is unchanged when all that it touches stands in one equal block; its verdict is then written
again for the new document. Everything else is listed and stays open.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cleanup import worddiff
from cleanup.decision import Decision, Refusal, Standing, fold
from cleanup.sentences import sentences
from cleanup.text import Document, Span


@dataclass(frozen=True, slots=True)
class Carried:
    """The verdicts as they stand for the new document, and those that could not come along."""

    kept: tuple[Decision, ...]
    lost: tuple[Decision, ...]


def carry(old: Document, new: Document, decisions: Iterable[Decision], *, batch: str) -> Carried:
    """The old document's verdicts at the places of the new one, as one batch.

    Reviewer and time stay those of the old verdict, the scope becomes `carried`. Rejections
    and refused words are carried too.
    """
    told = tuple(d for d in decisions if d.document == old.digest)
    standing = fold(old.text, told)
    alignment = _Alignment(old, new)
    kept: list[Decision] = []
    lost: list[Decision] = []
    for decision in told:
        if not _matters(decision, standing):
            continue
        span = alignment.moved(decision.span)
        if span is None:
            lost.append(decision)
            continue
        refused = tuple(
            Refusal(moved, r.after, r.category)
            for r in decision.refused
            if (moved := alignment.moved(r.span)) is not None
        )
        kept.append(
            replace(
                decision,
                document=new.digest,
                span=span,
                scope="carried",
                refused=refused,
                supersedes=(),
                batch=batch,
            )
        )
    numbered = tuple(replace(d, number=n, of=len(kept)) for n, d in enumerate(kept, 1))
    return Carried(numbered, tuple(lost))


def _matters(decision: Decision, standing: Standing) -> bool:
    """True for an edit that stands and for a rejection that nobody has taken back."""
    if decision.edits:
        return standing.stands(decision)
    return decision.verdict == "reject" and decision.id in standing.in_force


class _Alignment:
    """Which stretches of the old text stand unchanged in the new one, and where."""

    def __init__(self, old: Document, new: Document) -> None:
        self._units = _units(old)
        self._starts = [span.start for span in self._units]
        theirs = _units(new)
        self._block: dict[int, int] = {}
        self._shift: dict[int, int] = {}
        number, last = 0, (-1, -1)
        for here, there in worddiff.align(_words(old, self._units), _words(new, theirs)):
            if (here, there) != (last[0] + 1, last[1] + 1):
                number += 1
            last = here, there
            self._block[here] = number
            self._shift[here] = theirs[there].start - self._units[here].start

    def moved(self, span: Span) -> Span | None:
        """The span in the new text; None where something that it touches has changed."""
        touched = self._touched(span)
        blocks = {self._block.get(i) for i in touched}
        if not touched or None in blocks or len(blocks) > 1:
            return None
        shifts = {self._shift[i] for i in touched}
        return span.shifted(shifts.pop()) if len(shifts) == 1 else None

    def _touched(self, span: Span) -> list[int]:
        """The units that a span overlaps; for an insertion both neighbours."""
        at = max(bisect.bisect_right(self._starts, span.start) - 1, 0)
        at = max(at - 1, 0)
        found: list[int] = []
        for i in range(at, len(self._units)):
            unit = self._units[i]
            if unit.start > span.end:
                break
            beside = span.start == span.end and unit.start <= span.start <= unit.end
            if unit.overlaps(span) or beside:
                found.append(i)
        return found


def _units(document: Document) -> list[Span]:
    """The sentences of the document and the gaps between them: the whole text, cut up."""
    cuts = [0]
    for segment in document.segments:
        cuts.append(segment.span.start)
        for sentence in sentences(segment.reading.text):
            base = segment.reading.base_span(sentence)
            cuts.extend((base.start, base.end))
        cuts.append(segment.span.end)
    cuts.append(len(document.text))
    edges = sorted(set(cuts))
    return [Span(a, b) for a, b in itertools.pairwise(edges)]


def _words(document: Document, units: Sequence[Span]) -> list[str]:
    return [unit.of(document.text) for unit in units]
