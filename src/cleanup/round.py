"""A round: the proposals made on one exact document by named versions of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleanup.proposal import Group, Proposal


@dataclass(frozen=True, slots=True)
class Round:
    """All proposals on one document, complete enough to be decided with no pack installed.

    `versions` names what made them (glossary, packs, passes, engines: name to version or
    digest); `incomplete` says, one line each, what was asked for and could not run.
    """

    document: str
    name: str
    proposals: tuple[Proposal, ...]
    groups: tuple[Group, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    incomplete: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)

    def group_of(self, proposal: Proposal) -> Group | None:
        """The group that a proposal belongs to, if any."""
        return next((g for g in self.groups if g.id == proposal.group), None)
