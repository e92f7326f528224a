"""The edition: the document with accepted, amended and own edits, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleanup.decision import Decision, Skipped, Standing, fold
from cleanup.edit import Edit, base_span, splice
from cleanup.text import Document, Span


@dataclass(frozen=True, slots=True)
class Edition:
    """What would be emitted now; every accepted edit is in `edits` or in `skipped`."""

    document: Document
    text: str
    edits: tuple[Edit, ...]
    skipped: tuple[Skipped, ...]
    standing: Standing

    def base_span(self, span: Span) -> Span:
        """The span of the document that a span of the edition's text stands for."""
        return base_span(self.edits, span)


def make_edition(document: Document, decisions: Iterable[Decision]) -> Edition:
    """The edition that a document and its ledger give, by one fold over the ledger.

    It needs no rule, pass or engine: anyone can derive it again.
    """
    standing = fold(document.text, decisions)
    text = splice(document.text, standing.edits)
    return Edition(document, text, standing.edits, standing.skipped, standing)
