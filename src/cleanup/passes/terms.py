"""The glossary over all readings: a term rendered wrongly, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.evidence import EvidenceKind, trust_of
from cleanup.glossary import TermHit
from cleanup.passes.base import Finding, Knowledge
from cleanup.proposal import RENDERING, Origin
from cleanup.text import Document


class Terms:
    """The pass "terms"."""

    name = "terms"
    version = "1"

    def find(self, document: Document, knowledge: Knowledge) -> Iterator[Finding]:
        """All findings: one for each artifact that the glossary knows; a question where the
        rendering does not fit the sentence."""
        readings = (segment.reading.text for segment in document.segments)
        for index, hit in knowledge.glossary.find_all(readings):
            yield Finding(index, hit.span, hit.replacements, _origin(hit), hit.entry.id)


def _origin(hit: TermHit) -> Origin:
    entry = hit.entry
    own = entry.pack == "own"
    evidence: EvidenceKind = "own" if own else "likely" if hit.likely else "seen"
    return Origin(
        rule=entry.id,
        message=_message(hit),
        category="terminology",
        severity="major",
        trust=trust_of(evidence, entry.trust),
        kind="own" if own else "pack",
        why=_why(hit),
    )


def _message(hit: TermHit) -> str:
    entry = hit.entry
    is_what = f"is {entry.source}: " if entry.source else "should be "
    if hit.replacements:
        return f'"{hit.words}" {is_what}{entry.preferred}'
    told = f'"{hit.words}" {is_what}{hit.offered}'
    return f"{told}; it does not fit here as it stands, so word the sentence yourself"


def _why(hit: TermHit) -> str:
    """The note of the entry and, on a line of its own, where its rendering comes from."""
    note = " ".join(hit.entry.note.split()).rstrip(".")
    reference = " ".join(hit.entry.reference.split())
    return "\n".join(filter(None, (note, reference and f"{RENDERING}{reference}")))
