"""Verdicts before they are written: what an act on a proposal comes to.

A `Drafter` is a pure view of one document, its round and what stands. It turns acts into
drafts, and raises a question (an error that a door answers by asking the reviewer) where an
act wants a pick, a confirmation, or would take out or break something.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cleanup import facts
from cleanup.decision import Decision, Refusal, Scope, Standing, Verdict, is_open, overlapping
from cleanup.edit import Edit, canonical, splice
from cleanup.errors import VerdictError
from cleanup.facts import Fact
from cleanup.pipeline import check_words
from cleanup.proposal import Category, Group, Option, Origin, Proposal, Severity, in_words
from cleanup.reading import from_base, to_base
from cleanup.round import Round
from cleanup.sentences import sentence_around
from cleanup.text import Document, Span


class UnconfirmedError(VerdictError):
    """The edit changes figures, dates, currency, negation or names: a person says yes to it."""

    def __init__(self, asked: Sequence[tuple[Edit, tuple[Fact, ...]]]) -> None:
        self.asked = tuple(asked)
        told = "; ".join(
            f"{e.before!r} to {e.after!r} changes a {' and a '.join(kinds)}"
            for e, kinds in self.asked
        )
        super().__init__(f"{told}: this is confirmed one by one; decide it by itself")


class UnpickedError(VerdictError):
    """Accepting needs exactly one outcome."""


class SupersedingError(VerdictError):
    """The edit would take out edits that stand."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = tuple(edits)
        told = ", ".join(f"{e.before!r} to {e.after!r}" for e in self.edits)
        super().__init__(f"this takes out what was decided before ({told}); say yes to that first")


class GroupError(VerdictError):
    """A member of an all-or-none or one-of group would be decided alone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A verdict before it is written; the desk adds who, when and what it supersedes."""

    span: Span
    verdict: Verdict
    after: str | None
    category: Category
    severity: Severity
    message: str
    scope: Scope
    rule: str = ""
    origins: tuple[Origin, ...] = ()
    refused: tuple[Refusal, ...] = ()
    confirmed: tuple[Fact, ...] = ()
    group: str | None = None
    option: str | None = None
    note: str = ""
    amends: tuple[str, ...] = ()


def own_edit(edit: Edit, message: str = "own edit", scope: Scope = "single") -> Draft:
    """An edit that no pass proposed, with the class that most of them have."""
    return Draft(
        span=edit.span,
        verdict="own",
        after=edit.after,
        category="linguistic conventions",
        severity="minor",
        message=message,
        scope=scope,
    )


def withdrawal(
    decision: Decision,
    verdict: Verdict,
    scope: Scope,
    *,
    refused: tuple[Refusal, ...] = (),
    note: str = "",
) -> Draft:
    """A verdict (reject or reopen) at the place of a decision, which it takes back."""
    return Draft(
        span=decision.span,
        verdict=verdict,
        after=None,
        category=decision.category,
        severity=decision.severity,
        message=decision.message,
        scope=scope,
        rule=decision.rule,
        origins=decision.origins,
        refused=refused,
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Drafter:
    """Turns acts on one document's proposals into drafts of verdicts."""

    document: Document
    round: Round
    standing: Standing

    def changed_facts(self, draft: Draft) -> tuple[Fact, ...]:
        """The facts that a draft changes and that nobody has confirmed."""
        if draft.after is None:
            return ()
        kinds = facts.changed(self.document.text, draft.span, draft.after)
        return tuple(k for k in kinds if k not in draft.confirmed)

    # --- acts on a proposal ----------------------------------------------------------------

    def of(
        self, proposal: Proposal, verdict: Verdict, after: str | None, scope: Scope, note: str
    ) -> Draft:
        group = self.round.group_of(proposal)
        option = None
        if group is not None and verdict in ("accept", "reject"):
            fitting = (o.name for o in group.options if o.text_at(proposal.place) == after)
            option = next(fitting, None)
        return Draft(
            span=proposal.span,
            verdict=verdict,
            after=after,
            category=proposal.leading.category,
            severity=proposal.leading.severity,
            message=proposal.leading.message,
            scope=scope,
            rule=proposal.leading.rule,
            origins=proposal.origins,
            group=proposal.group,
            option=option,
            note=note,
            amends=proposal.amends,
        )

    def accepting(
        self,
        proposal: Proposal,
        pick: int | None,
        confirmed: Sequence[Fact],
        scope: Scope,
        note: str,
    ) -> Draft:
        if proposal.is_query:
            raise UnpickedError("this is a query and offers no words; amend it with your own")
        if pick is None and len(proposal.replacements) > 1:
            raise UnpickedError(
                f"there are {len(proposal.replacements)} alternatives; pick one by its number"
            )
        if pick is not None and not 0 <= pick < len(proposal.replacements):
            raise UnpickedError(f"there is no alternative {pick + 1}; pick one that is shown")
        after = proposal.replacements[pick or 0]
        verdict: Verdict = "amend" if proposal.amends else "accept"
        draft = self.of(proposal, verdict, after, scope, note)
        return replace(draft, confirmed=self.confirmed(proposal.span, after, confirmed))

    def amending(
        self, proposal: Proposal, words: str, confirmed: Sequence[Fact], note: str
    ) -> Draft:
        """The reviewer's own words, as they read, at the proposal's place; where they are
        what is proposed it counts as accepting that."""
        span, after = self.own_words(proposal.span, words)
        if after == span.of(self.document.text) and not proposal.amends:
            raise VerdictError("these are the words that stand there now; reject instead")
        if after in proposal.replacements and span == proposal.span:
            pick = proposal.replacements.index(after)
            return self.accepting(proposal, pick, confirmed, "single", note)
        return replace(
            self.of(proposal, "amend", after, "single", note),
            span=span,
            confirmed=self.confirmed(span, after, confirmed),
        )

    def rejecting(self, proposal: Proposal, scope: Scope, note: str) -> list[Draft]:
        category = proposal.leading.category
        refused = tuple(Refusal(proposal.span, a, category) for a in proposal.replacements)
        refused = refused or (Refusal(proposal.span, None, category),)
        standing = [self.standing.decisions[d] for d in proposal.amends]
        if not standing:
            return [replace(self.of(proposal, "reject", None, scope, note), refused=refused)]
        # the edits that it would have changed stay: their verdicts are written again
        return [self.again(d, scope, refused) for d in standing]

    def again(self, decision: Decision, scope: Scope, refused: tuple[Refusal, ...] = ()) -> Draft:
        """A verdict as it was given, with further words refused there."""
        return Draft(
            span=decision.span,
            verdict=decision.verdict,
            after=decision.after,
            category=decision.category,
            severity=decision.severity,
            message=decision.message,
            scope=scope,
            rule=decision.rule,
            origins=decision.origins,
            refused=(*decision.refused, *refused),
            confirmed=tuple(k for k in facts.FACTS if k in decision.confirmed),
            group=decision.group,
            option=decision.option,
            note=decision.note,
        )

    def choosing(
        self, group: Group, option: Option, confirmed: Mapping[str, Sequence[Fact]]
    ) -> list[Draft]:
        """An option of a group: accept where it changes a place, reject where it stays; a
        hint that stays was no question and gets no verdict."""
        by_place = {p.place: p for p in self.round.proposals if p.group == group.id}
        drafts: list[Draft] = []
        for place in group.places:
            proposal = by_place.get(place)
            if proposal is None:
                continue
            wanted = option.text_at(place)
            if wanted is None or wanted == proposal.before:
                if proposal.trust == "hint" and place not in self.standing.verdicts:
                    continue
                made = self.rejecting(proposal, "group", "")
            else:
                draft = self.of(proposal, "accept", wanted, "group", "")
                given = confirmed.get(place, ())
                made = [replace(draft, confirmed=self.confirmed(proposal.span, wanted, given))]
            drafts += [replace(d, group=group.id, option=option.name) for d in made]
        return drafts

    def reopening(self, decision: Decision, note: str) -> Draft:
        return withdrawal(decision, "reopen", "single", note=note)

    def own_words(self, span: Span, words: str) -> tuple[Span, str]:
        """The base span and base text for words that a reviewer wrote as they read."""
        index = self.document.segment_at(span)
        dropped = self.document.dropped_by(span) if index is None and words else None
        if dropped is not None:
            # the words of a whole segment; indentation and gap around it stay
            segment, text = self.document.segments[dropped].span, self.document.text
            head, tail = text[span.start : segment.start], text[segment.end : span.end]
            after = head + self.own_words(segment, words)[1] + tail
        elif index is None:
            after = words
        else:
            span, after = to_base(
                self.document, index, from_base(self.document, index, span), words
            )
        check_words(self.document, span, after)
        return span, after

    def confirmed(self, span: Span, after: str, given: Sequence[str]) -> tuple[Fact, ...]:
        """Of the confirmed facts those that the edit really changes."""
        kinds = facts.changed(self.document.text, span, after)
        return tuple(k for k in kinds if k in given)

    # --- edits that come from outside: typed sentences, reworked texts ---------------------

    def settle(self, edits: Sequence[Edit], scope: Scope) -> list[Draft]:
        """What a list of bare, disjoint edits means: accepts where they come to what is
        proposed, amendments where they fall inside an open proposal, else own edits."""
        drafts: list[Draft] = []
        left = sorted(edits)
        while left:
            taken = [d.span for d in drafts[-20:]]
            near = [p for p in self._near(left[0]) if not any(_meets(p.span, t) for t in taken)]
            draft, used = (
                self._accepted_by(left, near)
                or self._amended_by(left, near)
                or (own_edit(left[0]), [left[0]])
            )
            drafts.append(replace(draft, scope=scope))
            left = [e for e in left if e not in used]
        return drafts

    def _accepted_by(
        self, left: Sequence[Edit], near: Sequence[Proposal]
    ) -> tuple[Draft, list[Edit]] | None:
        """The first edit, with others, as an accept of a proposal that comes to the same."""
        text, edit = self.document.text, left[0]
        wanted = canonical(text, edit.span, edit.after)
        for proposal in sorted(near, key=lambda p: (-len(p.span), p.leading.rank)):
            inside = _inside(proposal.span, left) or []
            if not self._keeps_standing(proposal.span, [edit, *inside]):
                continue
            result = _spliced(proposal, inside) if edit in inside else None
            alone = all(e == edit for e in left if _meets(e.span, proposal.span))
            for after in proposal.replacements:
                same = alone and canonical(text, proposal.span, after) == wanted
                if after == result or same:
                    used = inside if after == result else [edit]
                    return self.of(proposal, "accept", after, "single", ""), used
        return None

    def _amended_by(
        self, left: Sequence[Edit], near: Sequence[Proposal]
    ) -> tuple[Draft, list[Edit]] | None:
        """The first edit, with others, as own words at an open proposal around it."""
        for proposal in sorted(near, key=lambda p: (len(p.span), p.leading.rank)):
            inside = _inside(proposal.span, left)
            if (
                inside is not None
                and left[0] in inside
                and self._keeps_standing(proposal.span, inside)
                and proposal.trust != "hint"
                and self._may_amend(proposal)
            ):
                after = _spliced(proposal, inside)
                return self.of(proposal, "amend", after, "single", ""), inside
        return None

    def _may_amend(self, proposal: Proposal) -> bool:
        """True for an open proposal, and for one whose own place has an edit that stands."""
        return is_open(self.document.text, proposal, self.standing) or any(
            e.span == proposal.span for e in self.standing.overlapping_or_at(proposal.span)
        )

    def _keeps_standing(self, span: Span, edits: Sequence[Edit]) -> bool:
        """True when an edit of the whole span takes out no more than the edits in it do."""
        return all(
            any(there.span.overlaps(e.span) for e in edits)
            for there in self.standing.overlapping(span)
        )

    def _near(self, edit: Edit) -> Sequence[Proposal]:
        """The proposals that can have to do with an edit; a canonical edit slides only so far."""
        known = self.round.proposals
        low = bisect.bisect_left(known, edit.span.start - 4000, key=lambda p: p.span.start)
        high = bisect.bisect_right(known, edit.span.end + 200, key=lambda p: p.span.start)
        return [p for p in known[low:high] if not p.amends and p.span.end + 200 >= edit.span.start]

    # --- questions before writing ----------------------------------------------------------

    def ask_confirmed(self, drafts: Sequence[Draft]) -> None:
        asked = [
            (Edit(d.span, d.span.of(self.document.text), d.after or ""), kinds)
            for d in drafts
            if (kinds := self.changed_facts(d))
        ]
        if asked:
            raise UnconfirmedError(asked)

    def ask_superseding(
        self, drafts: Sequence[Draft], allowed: bool, amends: Sequence[str]
    ) -> None:
        gone = [
            e
            for d in drafts
            if d.after is not None
            for e in self.standing.overlapping(d.span)
            if e.span != d.span and e.decision not in amends
        ]
        if gone and not allowed:
            raise SupersedingError(gone)

    def ask_group(self, proposal: Proposal, alone: bool) -> None:
        group = self.round.group_of(proposal)
        if group is not None and group.kind != "same" and not alone:
            kind = in_words(group.kind)
            raise GroupError(
                f"this belongs to a group of {len(group.places)} places ({kind}); decide the group,"
                " or say that you want this one alone"
            )


def decided(
    document: Document,
    drafts: Sequence[Draft],
    standing: Sequence[Edit],
    *,
    reviewer: str,
    door: str,
    batch: str,
    now: str,
    shown_at: str = "",
) -> list[Decision]:
    """The drafts as decisions of one batch, each naming the standing edits that it supersedes."""
    edits = list(standing)
    decisions: list[Decision] = []
    for number, draft in enumerate(drafts, 1):
        gone = _superseded(edits, draft)
        decision = Decision(
            document=document.digest,
            span=draft.span,
            before=draft.span.of(document.text),
            verdict=draft.verdict,
            after=draft.after,
            category=draft.category,
            severity=draft.severity,
            message=draft.message,
            reviewer=reviewer,
            door=door,
            scope=draft.scope,
            decided_at=now,
            shown_at=shown_at,
            batch=batch,
            number=number,
            of=len(drafts),
            rule=draft.rule,
            origins=draft.origins,
            refused=draft.refused,
            supersedes=tuple(e.decision for e in gone) if draft.after is not None else (),
            context=sentence_around(document, draft.span).of(document.text),
            confirmed=draft.confirmed,
            group=draft.group,
            option=draft.option,
            note=draft.note,
        )
        for edit in gone:
            edits.remove(edit)
        if draft.after is not None:
            bisect.insort(edits, decision.edit, key=lambda e: e.span)
        decisions.append(decision)
    return decisions


def _superseded(edits: Sequence[Edit], draft: Draft) -> list[Edit]:
    """The edits that a draft takes out: those it overlaps and those it amends."""
    if draft.after is None:
        return [e for e in overlapping(edits, draft.span) if e.span == draft.span]
    over = overlapping(edits, draft.span)
    named = set(draft.amends).difference(e.decision for e in over)
    return [*over, *(e for e in edits if e.decision in named)] if named else over


def _meets(one: Span, other: Span) -> bool:
    return one.overlaps(other) or one == other


def _inside(span: Span, edits: Sequence[Edit]) -> list[Edit] | None:
    """The edits that lie inside a span; None where one reaches over its edge."""
    hit = [e for e in edits if _meets(e.span, span)]
    within = [e for e in edits if span.covers(e.span) and not _at_edge(e.span, span)]
    return within if all(span.covers(e.span) for e in hit) else None


def _at_edge(point: Span, span: Span) -> bool:
    """True for an insertion just before or behind a span: it stands outside of it."""
    return len(point) == 0 and point != span and point.start in (span.start, span.end)


def _spliced(proposal: Proposal, edits: Sequence[Edit]) -> str:
    """The proposal's words with the edits made."""
    return splice(
        proposal.before,
        [replace(e, span=e.span.shifted(-proposal.span.start)) for e in edits],
    )
