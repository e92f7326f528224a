"""One reviewer at one document: the acts that every door shares.

A door (terminal, page, sheet, script) shows choices and calls these acts; each act is one
batch in the ledger, on disk before it returns. An act is refused, with nothing written,
when it wants a pick or a confirmation, or when somebody else has decided meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cleanup import facts, formats
from cleanup.config import Silence
from cleanup.decision import (
    Choice,
    Decision,
    Scope,
    Standing,
    choices,
    fold,
    is_broken,
    is_open,
    leading,
)
from cleanup.drafting import Draft, Drafter, decided
from cleanup.edit import Edit, splice
from cleanup.edition import Edition, make_edition
from cleanup.errors import StaleError, VerdictError
from cleanup.facts import Fact
from cleanup.ledger import LedgerState, new_batch
from cleanup.project import Project
from cleanup.proposal import Category, Group, Option, Proposal, Severity, place_id
from cleanup.round import Round
from cleanup.sentences import sentence_around
from cleanup.text import Document, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with all choices in it: the unit of reading and deciding."""

    span: Span
    choices: tuple[Choice, ...]

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return tuple(p for choice in self.choices for p in choice.proposals)


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk verdict decided, and what it left open with the reason."""

    decided: tuple[Decision, ...]
    left: tuple[tuple[Proposal, str], ...]


def utc_now() -> str:
    """The time as it stands in the ledger: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_stale(project: Project, name: str, made: Round | None = None) -> bool:
    """True when the input is no longer the text that the current round (`made`, where it was
    read before) speaks about."""
    seed = project.seed_path(name).read_bytes()
    return hashlib.sha256(seed).hexdigest() != (made or project.read_round(name)).document


def stale(project: Project, name: str) -> str:
    """What every door says of a round whose input has changed."""
    return (
        f"{name}: the input has changed since it was checked; run 'cleanup run"
        f" {project.seed_path(name)}' again: what was decided on unchanged places is kept"
    )


def open_document(project: Project, name: str) -> tuple[Document, Round]:
    """The document and its current round, refused where the input is not the one reviewed.

    Raises `ProjectError` in the same words for every door when the round is stale.
    """
    made = project.read_round(name)
    if is_stale(project, name, made):
        raise StaleError(stale(project, name))
    path = project.seed_path(name)
    data = project.read_base(name, made.document)
    document = formats.read_document(
        name, data, extension=path.suffix, encoding=made.versions.get("encoding")
    )
    return document, made


class Desk:
    """A reviewer's view of one document: what is proposed, what stands, what is open."""

    def __init__(
        self,
        project: Project,
        name: str,
        *,
        reviewer: str,
        door: str,
        now: Callable[[], str] = utc_now,
        batch: Callable[[], str] = new_batch,
    ) -> None:
        if not reviewer.strip():
            raise VerdictError("nobody is named as reviewer; add --as NAME")
        self.project, self.name = project, name
        self.reviewer, self.door = reviewer, door
        self.document, self.round = open_document(project, name)
        self.now, self._new_batch = now, batch
        self.shown_at = ""
        """When the choice at hand was shown; a door sets it, and it stands in the ledger."""
        self._ledger = project.ledger(name)
        self._undoable: list[tuple[Decision, ...]] = []
        self._take(self._ledger.read())
        self._arrange()

    # --- what is there -------------------------------------------------------------------

    def refresh(self) -> bool:
        """Reads what others have decided; True when there was something new."""
        known = len(self.decisions)
        self._take(self._ledger.read())
        return len(self.decisions) != known

    def _take(self, state: LedgerState) -> None:
        self.ledger_state = state
        mine = tuple(d for d in state.decisions if d.document == self.document.digest)
        self.decisions = mine
        self.standing: Standing = fold(self.document.text, mine)

    def _arrange(self) -> None:
        self.choices = choices(self.round.proposals)
        self._by_place: dict[str, list[Proposal]] = {}
        for proposal in self.round.proposals:
            self._by_place.setdefault(proposal.place, []).append(proposal)

    def extend(self, found: Sequence[Proposal]) -> None:
        """Appends what a second look found to the round, on disk too."""
        if not found:
            return
        with self.project.lock(self.name):
            there = self.project.read_round(self.name)
            if there.document != self.document.digest:
                raise StaleError(stale(self.project, self.name))
            known = {(p.id, p.amends) for p in there.proposals}
            fresh = [p for p in found if (p.id, p.amends) not in known]
            together = sorted((*there.proposals, *fresh), key=lambda p: p.sort_key)
            self.round = replace(there, proposals=tuple(together))
            self.project.write_round(self.name, self.round)
        self._arrange()

    @property
    def draft(self) -> Drafter:
        """Turns acts into drafts, on what stands now."""
        return Drafter(self.document, self.round, self.standing)

    @property
    def edition(self) -> Edition:
        """The document with what stands now."""
        return make_edition(self.document, self.decisions)

    def is_open(self, proposal: Proposal) -> bool:
        """True when the proposal still wants an answer."""
        return is_open(self.document.text, proposal, self.standing)

    def open_proposals(self) -> tuple[Proposal, ...]:
        """All that the gate waits for, in order; hints are left out."""
        return tuple(p for p in self.round.proposals if p.trust != "hint" and self.is_open(p))

    def open_choices(self) -> tuple[Choice, ...]:
        """The choices with something open in them, reduced to what is open."""
        found: list[Choice] = []
        for choice in self.choices:
            still = tuple(p for p in choice.proposals if self.is_open(p))
            if still:
                found.append(Choice(still))
        return tuple(found)

    def units(self) -> tuple[Unit, ...]:
        """The open choices sentence by sentence, in order."""
        units: list[Unit] = []
        for choice in self.open_choices():
            span = sentence_around(self.document, choice.span)
            if units and units[-1].span.overlaps(span):
                last = units.pop()
                units.append(Unit(last.span.union(span), (*last.choices, choice)))
            else:
                units.append(Unit(span, (choice,)))
        return tuple(units)

    def earlier(self, proposal: Proposal) -> Decision | None:
        """The latest verdict at the proposal's place, shown with a question asked anew."""
        return self.standing.verdicts.get(proposal.place)

    def alike(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The open proposals that say the same of the same words, this one included."""
        return tuple(
            p
            for p in self.open_proposals()
            if p.before == proposal.before
            and p.replacements == proposal.replacements
            and p.leading.rule == proposal.leading.rule
        )

    def group_of(self, proposal: Proposal) -> Group | None:
        """The group that a proposal belongs to."""
        return self.round.group_of(proposal)

    def is_broken(self, group: Group) -> bool:
        """True when members were decided so that no option of the group fits any more."""
        return is_broken(group, self.standing)

    # --- single verdicts -----------------------------------------------------------------

    def accept(
        self,
        proposal: Proposal,
        *,
        pick: int | None = None,
        confirmed: Sequence[Fact] = (),
        supersede: bool = False,
        alone: bool = False,
        note: str = "",
    ) -> tuple[Decision, ...]:
        """Takes the proposal's words; of several alternatives the one with index `pick`."""
        draft = self.draft.accepting(proposal, pick, confirmed, "single", note)
        self.draft.ask_group(proposal, alone)
        self.draft.ask_confirmed([draft])
        self.draft.ask_superseding([draft], supersede, proposal.amends)
        return self._write([draft])

    def amend(
        self,
        proposal: Proposal,
        words: str,
        *,
        confirmed: Sequence[Fact] = (),
        supersede: bool = False,
        note: str = "",
    ) -> tuple[Decision, ...]:
        """Puts the reviewer's own words, as they read, at the proposal's place."""
        draft = self.draft.amending(proposal, words, confirmed, note)
        self.draft.ask_confirmed([draft])
        self.draft.ask_superseding([draft], supersede, proposal.amends)
        return self._write([draft])

    def reject(
        self, proposal: Proposal, *, alone: bool = False, note: str = "", scope: Scope = "single"
    ) -> tuple[Decision, ...]:
        """Lets the text stand (stet) and remembers which words were declined."""
        self.draft.ask_group(proposal, alone)
        return self._write(self.draft.rejecting(proposal, scope, note))

    def own(
        self,
        span: Span,
        words: str,
        *,
        category: Category,
        severity: Severity = "minor",
        message: str = "",
        confirmed: Sequence[Fact] = (),
        supersede: bool = False,
        note: str = "",
    ) -> tuple[Decision, ...]:
        """An edit that no pass proposed: the reviewer's words, as they read, at a base span.

        Where it comes to what is proposed there it counts as accepting or amending that.
        """
        span, after = self.draft.own_words(span, words)
        if after == span.of(self.document.text):
            raise VerdictError("these are the words that stand there already; nothing to change")
        drafts = self.draft.settle([Edit(span, span.of(self.document.text), after)], "single")
        drafts = [
            replace(
                d,
                category=category if d.verdict == "own" else d.category,
                severity=severity if d.verdict == "own" else d.severity,
                message=(message or d.message) if d.verdict == "own" else d.message,
                note=note,
                confirmed=self.draft.confirmed(d.span, d.after or "", confirmed),
            )
            for d in drafts
        ]
        self.draft.ask_confirmed(drafts)
        self.draft.ask_superseding(drafts, supersede, ())
        return self._write(drafts)

    def reopen(self, decision: Decision, *, note: str = "") -> tuple[Decision, ...]:
        """Takes a verdict back: its place is open again, what it had superseded returns.

        Raises `VerdictError` where another edit stands in its stead: that is taken back first.
        """
        if decision.edits and not self.standing.stands(decision):
            raise VerdictError(
                f"{decision.before!r}: a later edit stands in the place of this one; take that"
                " back first"
            )
        return self._write([self.draft.reopening(decision, note)])

    def undo(self) -> tuple[Decision, ...]:
        """Takes back the last act of this sitting; empty when there is none."""
        if not self._undoable:
            return ()
        last = self._undoable[-1]
        end = self.decisions.index(last[-1]) + 1
        self._refuse_if_overtaken(last, fold(self.document.text, self.decisions[:end]))
        before = fold(self.document.text, self.decisions[: end - len(last)])
        done = self._write([self._undoing(d, before) for d in reversed(last)])
        del self._undoable[-2:]
        return done

    def _undoing(self, decision: Decision, before: Standing) -> Draft:
        """What takes a decision back: a reopen, or for a reopen the verdict before it again."""
        if decision.verdict == "reopen":
            former = before.verdicts.get(decision.place)
            if former is not None and former.verdict != "reopen":
                scope = "single" if former.scope == "policy" else former.scope
                return self.draft.again(former, scope)
        return self.draft.reopening(decision, "undone")

    def _refuse_if_overtaken(self, last: Sequence[Decision], then: Standing) -> None:
        """Raises `VerdictError` when somebody else has decided since on one of the places."""
        for decision in last:
            former = then.verdicts[decision.place]
            now = self.standing.verdicts[decision.place]
            if (former.reviewer, former.verdict, former.after) != (
                now.reviewer,
                now.verdict,
                now.after,
            ):
                raise VerdictError(
                    f"{decision.before!r}: meanwhile {now.reviewer} has decided to {now.verdict}"
                    " it; look again and decide anew"
                )

    # --- the sentence --------------------------------------------------------------------

    def leading_of(self, unit: Unit) -> tuple[Proposal, ...]:
        """The leading proposals of a unit that have exactly one outcome."""
        return tuple(p for c in unit.choices for p in leading(c) if len(p.replacements) == 1)

    def preview(self, span: Span, proposals: Sequence[Proposal] = ()) -> str:
        """The base text of `span` with what stands and, on top, the given proposals."""
        new = [Edit(p.span, p.before, p.replacements[0]) for p in proposals]
        amended = {d for p in proposals for d in p.amends}
        old = [
            e
            for e in self.standing.edits
            if span.covers(e.span) and e.decision not in amended and not _hit(e, new)
        ]
        inside = [
            replace(e, span=e.span.shifted(-span.start))
            for e in (*old, *new)
            if span.covers(e.span)
        ]
        return splice(span.of(self.document.text), inside)

    def take_sentence(
        self,
        unit: Unit,
        *,
        confirmed: Mapping[str, Sequence[Fact]] | None = None,
        supersede: bool = False,
        alone: bool = False,
        note: str = "",
    ) -> Bulk:
        """Accepts a unit's leading proposals as one batch; what wants a pick stays open.

        `confirmed` maps a place to the facts that the reviewer has said yes to.
        """
        taken = self.leading_of(unit)
        confirmed = confirmed or {}
        for proposal in taken:
            self.draft.ask_group(proposal, alone)
        drafts = [
            self.draft.accepting(p, None, confirmed.get(p.place, ()), "sentence", note)
            for p in taken
        ]
        self.draft.ask_confirmed(drafts)
        self.draft.ask_superseding(drafts, supersede, [d for p in taken for d in p.amends])
        decided = self._write(drafts) if drafts else ()
        left = tuple((p, "wants a pick or own words") for p in unit.proposals if self.is_open(p))
        return Bulk(decided, left)

    # --- in bulk -------------------------------------------------------------------------

    def accept_all(self, proposals: Iterable[Proposal], scope: Scope) -> Bulk:
        """Accepts in bulk; queries, alternatives, groups and changed facts stay open."""
        drafts: list[Draft] = []
        left: list[tuple[Proposal, str]] = []
        taken: list[Span] = []
        for proposal in proposals:
            reason = self._not_in_bulk(proposal, taken)
            if reason:
                left.append((proposal, reason))
                continue
            taken.append(proposal.span)
            drafts.append(self.draft.accepting(proposal, None, (), scope, ""))
        return Bulk(self._write(drafts) if drafts else (), tuple(left))

    def reject_all(self, proposals: Iterable[Proposal], scope: Scope) -> Bulk:
        """Rejects in bulk; recorded as such, it is no evidence against a rule."""
        still = [p for p in proposals if self.is_open(p)]
        drafts = [d for p in still for d in self.draft.rejecting(p, scope, "")]
        return Bulk(self._write(drafts) if drafts else (), ())

    def _not_in_bulk(self, proposal: Proposal, taken: Sequence[Span]) -> str:
        if not self.is_open(proposal):
            return "is decided already"
        if proposal.is_query:
            return "a query wants own words"
        if len(proposal.replacements) > 1:
            return "several alternatives want a pick"
        group = self.group_of(proposal)
        if group is not None and group.kind != "same":
            return "a group is decided together"
        if kinds := facts.changed(self.document.text, proposal.span, proposal.replacements[0]):
            return f"changes a {' and a '.join(kinds)}"
        if proposal.amends or self.standing.overlapping(proposal.span):
            return "would take out an edit that stands"
        if any(t.overlaps(proposal.span) or t == proposal.span for t in taken):
            return "overlaps another one"
        return ""

    def choose(
        self,
        group: Group,
        option: Option,
        *,
        confirmed: Mapping[str, Sequence[Fact]] | None = None,
        supersede: bool = False,
    ) -> tuple[Decision, ...]:
        """Decides a whole group: accept where the option changes a place, reject elsewhere."""
        confirmed = confirmed or {}
        drafts = self.draft.choosing(group, option, confirmed)
        self.draft.ask_confirmed(drafts)
        self.draft.ask_superseding(drafts, supersede, ())
        return self._write(drafts)

    def silence(self, *silences: Silence) -> Bulk:
        """Rejects the open proposals that exceptions in `cleanup.yaml` silence together."""
        hit = [
            p
            for p in self.open_proposals()
            if all(any(s.covers(o.rule, p.before, self.name) for s in silences) for o in p.origins)
        ]
        why = silences[0].why if silences else ""
        drafts = [d for p in hit for d in self.draft.rejecting(p, "rule", f"exception: {why}")]
        return Bulk(self._write(drafts) if drafts else (), ())

    def write(self, drafts: Sequence[Draft]) -> tuple[Decision, ...]:
        """Writes verdicts that were worked out elsewhere (absorb, a policy) as one batch."""
        return self._write(list(drafts))

    # --- writing ---------------------------------------------------------------------------

    def _write(self, drafts: Sequence[Draft]) -> tuple[Decision, ...]:
        """Appends the drafts as one batch; refused when their places changed meanwhile."""
        if not drafts:
            return ()
        batch, now = self._new_batch(), self.now()
        made: list[Decision] = []

        def build(state: LedgerState) -> Sequence[Decision]:
            mine = tuple(d for d in state.decisions if d.document == self.document.digest)
            current = self.standing
            if len(mine) != len(self.decisions):
                current = fold(self.document.text, mine)
                self._refuse_if_changed(drafts, current)
            made[:] = self._decisions(drafts, current, batch, now)
            return made

        self._take(self._ledger.append(build))
        self._undoable.append(tuple(made))
        return tuple(made)

    def imagine(self, drafts: Sequence[Draft]) -> list[Decision]:
        """The decisions that the drafts would become, written nowhere."""
        return self._decisions(drafts, self.standing, "imagined", "")

    def _refuse_if_changed(self, drafts: Sequence[Draft], current: Standing) -> None:
        for draft in drafts:
            seen = self.standing.overlapping_or_at(draft.span)
            there = current.overlapping_or_at(draft.span)
            place = self._place(draft.span)
            old, new = self.standing.verdicts.get(place), current.verdicts.get(place)
            if seen != there or (new is not None and new != old):
                other = new if new is not None and new != old else None
                if other is None and there:
                    other = current.decisions[there[-1].decision]
                who = (
                    f"{other.reviewer} has decided to {other.verdict} it" if other else "it changed"
                )
                raise VerdictError(
                    f"{draft.span.of(self.document.text)!r}: meanwhile {who}; look again and"
                    " decide anew"
                )

    def _place(self, span: Span) -> str:
        return place_id(self.document.digest, span, span.of(self.document.text))

    def _decisions(
        self, drafts: Sequence[Draft], current: Standing, batch: str, now: str
    ) -> list[Decision]:
        return decided(
            self.document,
            drafts,
            current.edits,
            reviewer=self.reviewer,
            door=self.door,
            batch=batch,
            now=now,
            shown_at=self.shown_at,
        )


def _hit(edit: Edit, others: Sequence[Edit]) -> bool:
    return any(edit.span.overlaps(o.span) or edit.span == o.span for o in others)
