"""The one place where "the same thing in several places" is joined.

Passes mark their findings as members; here members with the same key become a group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cleanup.proposal import Group, GroupKind, Option, Proposal


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal and its part in a group: option name to base text, or None where it stays."""

    proposal: Proposal
    key: str = ""
    kind: GroupKind = "same"
    options: tuple[tuple[str, str | None], ...] = ()
    message: str = ""


def join(placed: Iterable[Placed]) -> tuple[tuple[Proposal, ...], tuple[Group, ...]]:
    """All proposals, those that belong together under one group, and the groups.

    A key with a single place makes no group, and hints alone make none: they are members
    for the sake of the others, and go without these. An option that a member does not name
    leaves that place as it is. Two findings at one place under one key count once.
    """
    alone: list[Proposal] = []
    together: dict[tuple[str, str], dict[str, Placed]] = {}
    for item in placed:
        if item.key == "":
            alone.append(item.proposal)
        else:
            together.setdefault((item.kind, item.key), {}).setdefault(item.proposal.place, item)
    groups: list[Group] = []
    for members in together.values():
        asked = [m.proposal for m in members.values() if m.proposal.trust != "hint"]
        if len(members) < 2 or not asked:
            alone.extend(asked)
            continue
        group = _group(members)
        groups.append(group)
        alone.extend(replace(m.proposal, group=group.id) for m in members.values())
    proposals = tuple(sorted(alone, key=lambda p: p.sort_key))
    return proposals, tuple(sorted(groups, key=lambda g: g.id))


def _group(members: Mapping[str, Placed]) -> Group:
    ordered = sorted(members.values(), key=lambda m: m.proposal.sort_key)
    told = [(member.proposal.place, dict(member.options)) for member in ordered]
    names = dict.fromkeys(name for _, options in told for name in options)
    options = tuple(
        Option(name, tuple((place, texts.get(name)) for place, texts in told)) for name in names
    )
    message = next((m.message for m in ordered if m.message), "")
    return Group(ordered[0].kind, options, message)
