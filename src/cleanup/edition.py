"""The edition: the document with accepted, amended and own edits, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleanup.decision import Decision, Skipped, Standing, fold
from cleanup.edit import Edit, Tracer, splice
from cleanup.text import Document


@dataclass(frozen=True, slots=True)
class Edition:
    """What would be emitted now; every accepted edit is in `edits` or in `skipped`."""

    document: Document
    text: str
    edits: tuple[Edit, ...]
    skipped: tuple[Skipped, ...]
    standing: Standing

    @property
    def tracer(self) -> Tracer:
        """Leads from spans of the edition's text back to the document."""
        return Tracer(self.edits)


def make_edition(document: Document, decisions: Iterable[Decision]) -> Edition:
    """The edition that a document and its ledger give, by one fold over the ledger.

    It needs no rule, pass or engine: anyone can derive it again.
    """
    standing = fold(document.text, decisions)
    text = splice(document.text, standing.edits)
    return Edition(document, text, standing.edits, standing.skipped, standing)
