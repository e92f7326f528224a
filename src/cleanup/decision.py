"""Verdicts at places, what stands after all of them, and what is still open.

A decision is readable by itself, without rules or passes. `fold` reads the ledger in its
order; a person's latest verdict stands. `is_open` is the one function that says for gate
and doors what still wants an answer.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from cleanup.edit import Canonical, Edit, canonical
from cleanup.proposal import TRUSTS, Category, Group, Origin, Proposal, Severity, place_id
from cleanup.text import Span

Verdict = Literal["accept", "amend", "reject", "own", "reopen"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Scope = Literal[
    "single",
    "sentence",
    "same",
    "group",
    "rule",
    "category",
    "all",
    "policy",
    "absorb",
    "carried",
]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words that a person declined at a span; `after` None declines a query of a category."""

    span: Span
    after: str | None
    category: Category


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict at one place.

    `after` is what comes to stand there (None for reject and reopen). `shown_at` and
    `decided_at` are ISO 8601 times in UTC. `confirmed` lists what a person has confirmed
    singly (figure, date, currency, negation, name). `id` is `<batch>.<number>`.
    """

    document: str
    span: Span
    before: str
    verdict: Verdict
    after: str | None
    category: Category
    severity: Severity
    message: str
    reviewer: str
    door: str
    scope: Scope
    decided_at: str
    batch: str
    number: int = 1
    of: int = 1
    rule: str = ""
    origins: tuple[Origin, ...] = ()
    refused: tuple[Refusal, ...] = ()
    supersedes: tuple[str, ...] = ()
    context: str = ""
    confirmed: tuple[str, ...] = ()
    group: str | None = None
    option: str | None = None
    shown_at: str = ""
    note: str = ""
    place: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if (self.after is None) != (self.verdict in ("reject", "reopen")):
            raise ValueError(f"a decision to {self.verdict} with after={self.after!r}")
        object.__setattr__(self, "place", place_id(self.document, self.span, self.before))

    @property
    def id(self) -> str:
        return f"{self.batch}.{self.number}"

    @property
    def edits(self) -> bool:
        """True when the verdict puts an edit in."""
        return self.after is not None

    @property
    def edit(self) -> Edit:
        """What the verdict splices; only for accept, amend and own."""
        assert self.after is not None
        return Edit(self.span, self.before, self.after, self.id)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A verdict whose edit does not stand, with the reason and the later decision it names."""

    decision: Decision
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands after all decisions: edits in order, the latest verdict of each place,
    what was refused, and the accepted edits that no longer stand.

    `in_force` are the ids of all decisions that no reopening took back.
    """

    edits: tuple[Edit, ...] = ()
    verdicts: Mapping[str, Decision] = field(default_factory=dict)
    refused: frozenset[Canonical] = frozenset()
    refused_queries: frozenset[tuple[Span, str]] = frozenset()
    skipped: tuple[Skipped, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    in_force: frozenset[str] = frozenset()

    def overlapping(self, span: Span) -> tuple[Edit, ...]:
        """The standing edits that truly overlap a span, in order."""
        return tuple(overlapping(self.edits, span))

    def stands(self, decision: Decision) -> bool:
        """True when the edit that this decision put in is still there."""
        return any(e.decision == decision.id for e in self.overlapping_or_at(decision.span))

    def overlapping_or_at(self, span: Span) -> tuple[Edit, ...]:
        """The standing edits that overlap a span or stand at exactly it."""
        return tuple(e for e in _close(self.edits, span) if e.span.overlaps(span) or e.span == span)


def _close(edits: Sequence[Edit], span: Span) -> Sequence[Edit]:
    """The part of the sorted, disjoint edits that can touch `span`."""
    start = bisect.bisect_left(edits, span.start, key=lambda e: e.span.end)
    end = bisect.bisect_right(edits, span.end, key=lambda e: e.span.start)
    return edits[start:end]


def overlapping(edits: Sequence[Edit], span: Span) -> list[Edit]:
    """The edits of a sorted, disjoint sequence that truly overlap a span."""
    return [e for e in _close(edits, span) if e.span.overlaps(span)]


class _Fold:
    """The working state of `fold`.

    An edit stands when no later verdict in force takes it out. So a reopening is the ledger
    read again without the verdict that it takes back.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self.verdicts: dict[str, Decision] = {}
        self.decisions: dict[str, Decision] = {}
        self.in_force: dict[str, Decision] = {}
        self.at_place: dict[str, list[Decision]] = {}
        self.refused: Counter[Canonical] = Counter()
        self.queries: Counter[tuple[Span, str]] = Counter()
        self.superseded_by: dict[str, str] = {}
        self.taken_back_by: dict[str, str] = {}
        self.policy_skipped: list[Skipped] = []
        self.outdated = False

    def take(self, decision: Decision) -> None:
        self.decisions[decision.id] = decision
        if decision.verdict == "reopen":
            self._reopen(decision)
            return
        self._catch_up()
        if decision.scope == "policy" and (met := self._met_by_policy(decision)) is not None:
            reason = "a person's verdict stands there"
            self.policy_skipped.append(Skipped(decision, reason, met))
            return
        self._put_in(decision)
        for refusal in decision.refused:
            self._refuse(refusal, 1)
        self.in_force[decision.id] = decision
        self.at_place.setdefault(decision.place, []).append(decision)
        self.verdicts[decision.place] = decision

    def _met_by_policy(self, decision: Decision) -> str | None:
        """The person's decision that a policy's line runs into, if any."""
        standing = self.verdicts.get(decision.place)
        if standing is not None and standing.scope != "policy":
            return standing.id
        for edit in overlapping(self.edits, decision.span):
            if self.decisions[edit.decision].scope != "policy":
                return edit.decision
        return None

    def _put_in(self, decision: Decision) -> None:
        for edit in self._gone(decision):
            self.edits.remove(edit)
            self.superseded_by[edit.decision] = decision.id
        if decision.edits:
            bisect.insort(self.edits, decision.edit, key=lambda e: e.span)

    def _gone(self, decision: Decision) -> list[Edit]:
        """The standing edits that a verdict takes out."""
        if not decision.edits:
            return [e for e in _close(self.edits, decision.span) if e.span == decision.span]
        over = overlapping(self.edits, decision.span)
        # an insertion at the edge of a span does not overlap it, but may be amended with it
        named = set(decision.supersedes).difference(e.decision for e in over)
        return [*over, *(e for e in self.edits if e.decision in named)] if named else over

    def _reopen(self, decision: Decision) -> None:
        """Takes back the last verdict at a place; the one before it is the latest again."""
        there = self.at_place.get(decision.place, [])
        if there:
            last = there.pop()
            del self.in_force[last.id]
            self.taken_back_by[last.id] = decision.id
            for refusal in last.refused:
                self._refuse(refusal, -1)
            self.outdated = True
        self.verdicts[decision.place] = there[-1] if there else decision

    def _catch_up(self) -> None:
        """Makes the edits anew after a reopening."""
        if self.outdated:
            self.edits, self.superseded_by, self.outdated = [], {}, False
            for decision in self.in_force.values():
                self._put_in(decision)

    def _refuse(self, refusal: Refusal, by: int) -> None:
        if refusal.after is None:
            self.queries[(refusal.span, refusal.category)] += by
        else:
            self.refused[canonical(self.text, refusal.span, refusal.after)] += by

    def standing(self) -> Standing:
        self._catch_up()
        here = {e.decision for e in self.edits}
        skipped = list(self.policy_skipped)
        here.update(s.decision.id for s in skipped)
        for decision in self.decisions.values():
            if decision.edits and decision.id not in here:
                by = self.taken_back_by.get(decision.id) or self.superseded_by[decision.id]
                reason = "a later edit stands there" if self.decisions[by].edits else "taken back"
                skipped.append(Skipped(decision, reason, by))
        return Standing(
            edits=tuple(self.edits),
            verdicts=self.verdicts,
            refused=frozenset(+self.refused),
            refused_queries=frozenset(+self.queries),
            skipped=tuple(skipped),
            decisions=self.decisions,
            in_force=frozenset(self.in_force),
        )


def fold(text: str, decisions: Iterable[Decision]) -> Standing:
    """What stands after the decisions in their order, over the document's exact text.

    Accept, amend and own put in their edit and take out every standing edit that truly
    overlaps it or that they name in `supersedes`; reject takes out the edit standing at
    exactly its place. Reopen takes back the last verdict at its place: all stands as if that
    had never been given, so what it had taken out returns unless a later edit overlaps it,
    and the verdict before it at that place is the latest again. A policy's line that meets
    a person's verdict is skipped.
    """
    state = _Fold(text)
    for decision in decisions:
        state.take(decision)
    return state.standing()


def is_open(text: str, proposal: Proposal, standing: Standing) -> bool:
    """True when the proposal still wants an answer.

    A verdict answers its own proposal; a standing edit also closes proposals that overlap
    it, except those strictly wider than it; a rejection closes nothing else, and refuses
    only the words that were shown. Hints are open like others; whoever asks leaves them out.
    """
    over = standing.overlapping_or_at(proposal.span)
    if proposal.amends:
        touched = [standing.decisions[d] for d in proposal.amends if d in standing.decisions]
        here = {e.decision for e in standing.edits}
        if any(d.id not in here for d in touched):
            return False
        # another edit came in since: the words no longer fit what stands there
        if any(e.decision not in proposal.amends for e in over):
            return False
        return not _refused(text, proposal, standing)
    if any(not proposal.span.covers(e.span) or proposal.span == e.span for e in over):
        return False
    verdict = standing.verdicts.get(proposal.place)
    if verdict is not None and verdict.edits and not over:
        # answered, but another edit took its place and was itself taken back
        return not standing.stands(verdict)
    if verdict is not None and verdict.edits:
        return False
    return not _refused(text, proposal, standing)


def _refused(text: str, proposal: Proposal, standing: Standing) -> bool:
    if proposal.is_query:
        return (proposal.span, proposal.leading.category) in standing.refused_queries
    return all(
        canonical(text, proposal.span, after) in standing.refused for after in proposal.replacements
    )


def is_broken(group: Group, standing: Standing) -> bool:
    """True when members were decided so that no option of the group fits any more.

    Own words at a place where an option changes the text keep to that option. Places of a
    `same` group may differ.
    """
    if group.kind == "same":
        return False
    told = {p: standing.verdicts[p] for p in group.places if p in standing.verdicts}
    decided = {p: d for p, d in told.items() if d.verdict != "reopen"}
    return bool(decided) and not any(
        all(_keeps_to(d, option.text_at(place)) for place, d in decided.items())
        for option in group.options
    )


def _keeps_to(decision: Decision, wanted: str | None) -> bool:
    if wanted is None or decision.after is None:
        return wanted is None and decision.after is None
    return decision.after == wanted or decision.verdict in ("amend", "own")


# --- choices -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """Proposals that overlap at a place, shown and decided together."""

    proposals: tuple[Proposal, ...]

    @property
    def span(self) -> Span:
        return Span(
            min(p.span.start for p in self.proposals), max(p.span.end for p in self.proposals)
        )


def choices(proposals: Iterable[Proposal]) -> tuple[Choice, ...]:
    """The proposals joined where they overlap, in order; hints form no choice."""
    found: list[list[Proposal]] = []
    reach = Span(0, 0)
    for proposal in sorted((p for p in proposals if p.trust != "hint"), key=lambda p: p.sort_key):
        if found and (reach.overlaps(proposal.span) or reach == proposal.span):
            found[-1].append(proposal)
            reach = reach.union(proposal.span)
        else:
            found.append([proposal])
            reach = proposal.span
    return tuple(Choice(tuple(members)) for members in found)


def leading(choice: Choice) -> tuple[Proposal, ...]:
    """The proposals of a choice that stand in front: edits before queries, then trust,
    origin and length, as many as do not overlap; in order of place."""
    taken: list[Proposal] = []
    for proposal in sorted(
        choice.proposals,
        key=lambda p: (
            p.is_query,
            TRUSTS.index(p.trust),
            p.leading.rank,
            -len(p.span),
            p.sort_key,
        ),
    ):
        if not any(t.span.overlaps(proposal.span) or t.span == proposal.span for t in taken):
            taken.append(proposal)
    return tuple(sorted(taken, key=lambda p: p.sort_key))
