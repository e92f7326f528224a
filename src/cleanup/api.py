"""The same road as the command line, in a few typed calls, without a file or a terminal.

from cleanup import check, decide, make_edition, read

document = read("The road is open. . The bridge is not.")
made = check(document)
decisions = [decide(document, made, p, "accept", reviewer="Ana") for p in made.proposals]
print(make_edition(document, decisions).text)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleanup import formats
from cleanup.config import Config
from cleanup.decision import Decision, Verdict, fold
from cleanup.desk import utc_now
from cleanup.drafting import Drafter, decided
from cleanup.edition import Edition, make_edition
from cleanup.errors import CleanupError, VerdictError
from cleanup.facts import Fact
from cleanup.formats.lines import utf8
from cleanup.knowledge import gather
from cleanup.ledger import new_batch
from cleanup.passes import Knowledge
from cleanup.pipeline import propose
from cleanup.proposal import Proposal
from cleanup.round import Round
from cleanup.text import Document

__all__ = [
    "CleanupError",
    "Config",
    "Decision",
    "Document",
    "Edition",
    "Knowledge",
    "Proposal",
    "Round",
    "check",
    "decide",
    "knowledge_of",
    "make_edition",
    "read",
    "write",
]


def read(
    text: str | bytes, *, name: str = "text", extension: str = ".txt", encoding: str | None = None
) -> Document:
    """The document that a text, or the bytes of a file, holds.

    Positions are code points of the text, or of what the bytes hold behind a byte-order
    mark. Raises `InputError` for bytes that are no text, or whose encoding is in doubt.
    """
    if isinstance(text, str):
        text, encoding = utf8(name, text), "utf-8"
    return formats.read_document(name, text, extension=extension, encoding=encoding)


def write(edition: Edition) -> bytes:
    """The bytes of an edition, in the encoding and form of its document."""
    return formats.write_document(edition.document, edition.text)


def knowledge_of(folder: Path | None = None, config: Config | None = None) -> Knowledge:
    """The shipped packs and, where a project folder is given, its own glossary and rules."""
    return gather(folder, config or Config())


def check(
    document: Document, knows: Knowledge | None = None, config: Config | None = None
) -> Round:
    """The round of proposals on a document; without `knows` the shipped packs are read."""
    settings = config or Config()
    return propose(document, knows or gather(None, settings), settings)


def decide(
    document: Document,
    made: Round,
    proposal: Proposal,
    verdict: Verdict,
    *,
    reviewer: str,
    words: str | None = None,
    pick: int | None = None,
    confirmed: Sequence[Fact] = (),
    supersede: bool = False,
    alone: bool = False,
    earlier: Sequence[Decision] = (),
    note: str = "",
) -> Decision:
    """One verdict on a proposal: accept (with `pick` of several), amend (with `words`) or
    reject. `earlier` are the decisions so far.

    Raises `VerdictError` where it wants a pick, words or a confirmation, would take out what
    was decided before (unless `supersede`), or is one of a group (unless `alone`).
    """
    drafter = Drafter(document, made, fold(document.text, earlier))
    if verdict == "accept":
        draft = drafter.accepting(proposal, pick, confirmed, "single", note)
    elif verdict == "amend" and words is not None:
        draft = drafter.amending(proposal, words, confirmed, note)
    elif verdict == "reject":
        draft = drafter.rejecting(proposal, "single", note)[0]
    else:
        raise VerdictError(f"{verdict!r} cannot be given here; accept, reject, or amend with words")
    drafter.ask_group(proposal, alone)
    drafter.ask_confirmed([draft])
    drafter.ask_superseding([draft], supersede, proposal.amends)
    [decision] = decided(
        document,
        [draft],
        drafter.standing.edits,
        reviewer=reviewer,
        door="library",
        batch=new_batch(),
        now=utc_now(),
    )
    return decision
