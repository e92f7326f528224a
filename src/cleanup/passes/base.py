"""What a pass is: it reads a document and hands out findings; it changes nothing.

A pass speaks in reading text. The pipeline turns findings into proposals in base text, so
no pass knows of formats, mark-up, places or ledgers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from cleanup.evidence import Table
from cleanup.proposal import GroupKind, Origin
from cleanup.text import Document, Span

if TYPE_CHECKING:
    from cleanup.glossary import Glossary
    from cleanup.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Member:
    """A finding's part in a group: findings with the same `key` and kind are joined.

    `options` maps the name of each option to what this place comes to read under it, in
    reading text, or to None where it stays. A hint is a member for the sake of its group
    only: what the first option leaves as it is; without the group it is nothing.
    """

    key: str
    kind: GroupKind
    options: tuple[tuple[str, str | None], ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a pass has found: a span of a segment's reading and what should stand there.

    No replacement makes a query. `whole` means the segment and the gap after it (`span` is
    then ignored): the only way to drop one, with `("",)` as replacements.
    """

    segment: int
    span: Span
    replacements: tuple[str, ...]
    origin: Origin
    term: str | None = None
    member: Member | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What passes may look things up in: the glossary with its packs, the rules, and what
    these were measured to be worth."""

    glossary: Glossary
    rulebook: Rulebook
    evidence: Table = field(default_factory=Table)


class Pass(Protocol):
    """One check. `name` is what users write after `--passes`; `version` changes when its
    findings may change."""

    name: str
    version: str

    def find(self, document: Document, knowledge: Knowledge) -> Iterable[Finding]:
        """All findings, in any order; the pipeline sorts."""
        ...
