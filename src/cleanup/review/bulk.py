"""Many proposals at once: the same everywhere, the rest of a rule or class, an exception."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleanup.config import Silence
from cleanup.decision import Scope
from cleanup.desk import Bulk, Desk
from cleanup.proposal import Proposal
from cleanup.review import show
from cleanup.review.asking import Asker
from cleanup.review.screen import Screen

_SHOWN = 10


class InBulk(Asker):
    """Acts on many places; each shows how many they are and asks first."""

    def __init__(
        self, desk: Desk, screen: Screen, silence: Callable[[Silence], None] | None
    ) -> None:
        super().__init__(desk, screen)
        self._silence = silence

    def everywhere(self, proposal: Proposal) -> bool:
        """Decides all open proposals that say the same of the same words."""
        alike = self.alike(proposal)
        if not alike:
            self.say("This one belongs to a group: [g] decides it with the others.", "warning")
            return False
        self.say(f"{_places(alike)} {'says' if len(alike) == 1 else 'say'} the same.")
        key = self.key("", ("y", "accept"), ("n", "reject"), ("Enter", "leave them open"))
        if key:
            return self._in_bulk(alike, "same", accept=key == "y")
        self.say("left as it was", "quiet")
        return False

    def rest_of(self, proposal: Proposal, *, accept: bool, whole_class: bool) -> bool:
        """Decides all that is still open of a proposal's rule, or of its class."""
        first = proposal.leading
        rest = [
            p
            for p in self.desk.open_proposals()
            if (
                p.leading.category == first.category
                if whole_class
                else p.leading.rule == first.rule
            )
        ]
        name = f"the class {first.category}" if whole_class else f"the rule {first.rule}"
        verb = "Accept" if accept else "Reject"
        if not self.yes(f"{verb} all that is open of {name}: {_places(rest)}?"):
            self.say("left as it was", "quiet")
            return False
        return self._in_bulk(rest, "category" if whole_class else "rule", accept=accept)

    def _in_bulk(self, proposals: Sequence[Proposal], scope: Scope, *, accept: bool) -> bool:
        if not accept:
            return self.done(self.desk.reject_all(proposals, scope).decided)
        bulk: Bulk = self.desk.accept_all(proposals, scope)
        done = self.done(bulk.decided)
        if bulk.left:
            self.say(f"{_places([p for p, _ in bulk.left])} left open, to be decided singly:")
        for proposal, reason in bulk.left[:_SHOWN]:
            line, _ = self.desk.document.line_column(proposal.span.start)
            self.say(f"line {line}: {show.quoted(proposal.before)} {reason}", "quiet", 2)
        return done

    def never_again(self, proposal: Proposal) -> bool:
        """Writes an exception for the rule, and rejects the open proposals that it silences."""
        if self._silence is None:
            self.say("Exceptions cannot be written here; reject with [n].", "warning")
            return False
        words = show.quoted(proposal.before)
        rules = tuple(dict.fromkeys(o.rule for o in proposal.origins))
        self.say(f"From now on {' and '.join(rules)} is silent:")
        choices = [("d", "in this document, for any words"), ("Enter", "leave it")]
        if proposal.before.strip():
            choices.insert(0, ("w", f"for {words}, everywhere"))
        key = self.key("", *choices)
        if not key:
            self.say("left as it was", "quiet")
            return False
        why = self.screen.edit("Why (for those who read cleanup.yaml)?", self.note)
        if why is None:
            self.say("left as it was", "quiet")
            return False
        silences = [
            Silence(
                rule,
                words=proposal.before if key == "w" else "",
                document=self.desk.name if key == "d" else "",
                who=self.desk.reviewer,
                why=why,
            )
            for rule in rules
        ]
        for silence in silences:
            self._silence(silence)
        self.say("exception saved in cleanup.yaml", "done")
        return self.done(self.desk.silence(*silences).decided)


def _places(proposals: Sequence[object]) -> str:
    return "1 place" if len(proposals) == 1 else f"{len(proposals)} places"
