"""What a reviewer can do to proposals and sentences: each act asks, writes, then says so."""

from __future__ import annotations

from collections.abc import Sequence

from cleanup.decision import Choice, Decision
from cleanup.desk import Unit
from cleanup.proposal import Group, Proposal
from cleanup.review import show
from cleanup.review.asking import Answers
from cleanup.review.bulk import InBulk
from cleanup.review.own import OwnWords


class Acts(OwnWords, InBulk):
    """The acts of one sitting."""

    # --- one proposal ------------------------------------------------------------------------

    def accept(self, proposal: Proposal, pick: int | None = None) -> bool:
        """Takes a proposal, or one of its alternatives."""
        if proposal.is_query:
            self.say("This is a question and offers no words: [e] puts in your own.", "warning")
            return False
        if pick is None and len(proposal.replacements) > 1:
            self.say("There are several alternatives: press the number of one.", "warning")
            return False
        if pick is not None and len(proposal.replacements) == 1:
            self.say("There is one proposal here: [y] accepts it.", "warning")
            return False
        if pick is not None and pick >= len(proposal.replacements):
            self.say(f"There is no alternative {pick + 1} here.", "warning")
            return False
        if not self._may_be_alone(proposal):
            return False

        def act(answers: Answers) -> tuple[Decision, ...]:
            if answers.declined:
                return ()
            return self.desk.accept(
                proposal,
                pick=pick,
                confirmed=answers.facts,
                supersede=answers.supersede,
                alone=True,
                note=self.note,
            )

        return self.done(self.put(act))

    def reject(self, proposal: Proposal) -> bool:
        """Lets the words stand."""
        if not self._may_be_alone(proposal):
            return False
        return self.done(self.desk.reject(proposal, alone=True, note=self.note))

    def amend(self, proposal: Proposal) -> bool:
        """Puts in the reviewer's own words."""
        document, span = self.desk.document, proposal.span
        words = self.desk.preview(span) if proposal.is_query else proposal.replacements[0]
        if not self._may_be_alone(proposal):
            return False
        told = self.screen.edit("Your words:", show.as_read(document, span, words))
        if told is None:
            self.say("left as it was", "quiet")
            return False

        def act(answers: Answers) -> tuple[Decision, ...]:
            if answers.declined:
                return ()
            return self.desk.amend(
                proposal,
                told,
                confirmed=answers.facts,
                supersede=answers.supersede,
                note=self.note,
            )

        return self.done(self.put(act))

    # --- groups ------------------------------------------------------------------------------

    def _may_be_alone(self, proposal: Proposal) -> bool:
        """Asks before a member of a group that belongs together is decided by itself."""
        group = self.together(proposal)
        if group is None:
            return True
        self.screen.show(show.group_line(self.desk, group))
        key = self.key(
            "Decide them together?",
            ("g", "the whole group"),
            ("y", "only this one"),
            ("n", "leave it"),
        )
        if key == "g":
            self.choose(group)
        elif key != "y":
            self.say("left as it was", "quiet")
        return key == "y"

    def decide_group(self, proposal: Proposal) -> bool:
        """Decides the group that a proposal belongs to."""
        group = self.desk.group_of(proposal)
        if group is None:
            self.say("This one belongs to no group.", "warning")
            return False
        return self.choose(group)

    def choose(self, group: Group) -> bool:
        """Decides a group by one of its options."""
        if group.message:
            self.say(show.visible(group.message), "title")
        for line in show.option_lines(self.desk, group):
            self.screen.show(*line)
        number = self.number("Which?", len(group.options))
        if number is None:
            return False
        option = group.options[number - 1]

        def act(answers: Answers) -> tuple[Decision, ...]:
            if answers.declined:
                self.say("Then the whole group stays open.", "quiet")
                return ()
            return self.desk.choose(
                group, option, confirmed=answers.confirmed, supersede=answers.supersede
            )

        return self.done(self.put(act))

    # --- the sentence --------------------------------------------------------------------------

    def take(self, unit: Unit) -> bool:
        """Accepts what leads in each choice of a sentence, where it has one outcome."""
        asked = self._with_groups_asked(unit, self.desk.leading_of(unit))
        if not self.desk.leading_of(asked):
            if asked != unit:
                return False
            self.say(
                "Nothing here can simply be taken: a question wants [e], alternatives a number.",
                "warning",
            )
            return False

        def act(answers: Answers) -> tuple[Decision, ...]:
            kept = _without(asked, answers.declined)
            return self.desk.take_sentence(
                kept,
                confirmed=answers.confirmed,
                supersede=answers.supersede,
                alone=True,
                note=self.note,
            ).decided

        return self.done(self.put(act))

    def _with_groups_asked(self, unit: Unit, proposals: Sequence[Proposal]) -> Unit:
        """What is open in the unit after asking for each of the proposals in a group, without
        those that the reviewer does not want decided alone."""
        left: set[str] = set()
        for proposal in proposals:
            if self.desk.is_open(proposal) and not self._may_be_alone(proposal):
                left.add(proposal.place)
        still = (tuple(p for p in c.proposals if self.desk.is_open(p)) for c in unit.choices)
        return _without(Unit(unit.span, tuple(Choice(ps) for ps in still if ps)), left)

    def leave(self, unit: Unit) -> bool:
        """Rejects all that is open in a sentence."""
        unit = self._with_groups_asked(unit, unit.proposals)
        drafts = [
            d for p in unit.proposals for d in self.desk.draft.rejecting(p, "sentence", self.note)
        ]
        return self.done(self.desk.write(drafts))

    # --- back --------------------------------------------------------------------------------

    def undo(self) -> tuple[Decision, ...]:
        """Takes back the last act of this sitting."""
        before = self.desk.decisions
        undone = self.desk.undo()
        if not undone:
            self.say("There is nothing to undo in this sitting; [b] takes back earlier verdicts.")
            return ()
        places = {d.place for d in undone}
        for place in places:
            last = next((d for d in reversed(self.written) if d.place == place), None)
            if last is not None:
                self.written.remove(last)
        self.say(f"undone, saved: {len(undone)} open again", "done")
        if any(d.note.startswith("exception") and d.place in places for d in before):
            self.say("The exception in cleanup.yaml stays; take it out there by hand.", "warning")
        return undone

    def take_back(self, unit: Unit) -> bool:
        """Opens a verdict in the sentence again."""
        standing = [
            d
            for d in self.desk.standing.verdicts.values()
            if d.verdict != "reopen" and (unit.span.covers(d.span) or unit.span.overlaps(d.span))
        ]
        standing.sort(key=lambda d: d.span)
        if not standing:
            self.say("Nothing is decided in this sentence.", "warning")
            return False
        for number, decision in enumerate(standing, 1):
            self.screen.show(*show.labelled(f"{number}  ", show.decided(decision), "key", 2))
        which = self.number("Take back which?", len(standing))
        if which is None:
            return False
        return self.done(self.desk.reopen(standing[which - 1], note=self.note))


def _without(unit: Unit, places: set[str]) -> Unit:
    """The unit without the choices that hold one of the places."""
    kept = (c for c in unit.choices if not any(p.place in places for p in c.proposals))
    return Unit(unit.span, tuple(kept))
