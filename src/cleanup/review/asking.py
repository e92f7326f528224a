"""Questions to the reviewer, and the loop that repeats an act with the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from cleanup.decision import Decision
from cleanup.desk import Desk
from cleanup.drafting import SupersedingError, UnconfirmedError
from cleanup.edit import Edit
from cleanup.facts import Fact
from cleanup.proposal import Group, Proposal, place_id
from cleanup.review import show
from cleanup.review.keys import prompt
from cleanup.review.screen import Screen


@dataclass(slots=True)
class Answers:
    """What the reviewer has said to an act's questions so far.

    `confirmed` and `declined` speak of places; `stopped` is true after a no to a question
    that concerns the whole act.
    """

    confirmed: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    supersede: bool = False
    stopped: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All confirmed facts, for an act at a single place."""
        return tuple(fact for facts in self.confirmed.values() for fact in facts)


DONE = {
    "accept": "accepted",
    "amend": "amended",
    "reject": "rejected",
    "own": "own edit",
    "reopen": "open again",
}


def counted(decisions: Iterable[Decision]) -> str:
    """How many verdicts there are of each kind, in one line: `2 accepted, 1 own edit`."""
    counts = Counter(d.verdict for d in decisions)
    return ", ".join(
        f"{n} {DONE[verdict]}{'s' if verdict == 'own' and n != 1 else ''}"
        for verdict, n in counts.items()
    )


Act = Callable[[Answers], tuple[Decision, ...]]


class Asker:
    """Says things to the reviewer at one desk and asks single keys.

    `note` goes with the next verdict; `written` holds all decisions of this sitting that were
    not undone.
    """

    def __init__(self, desk: Desk, screen: Screen) -> None:
        self.desk, self.screen = desk, screen
        self.note = ""
        self.written: list[Decision] = []

    def say(self, words: str, style: str = "", indent: int = 0) -> None:
        """Shows a line."""
        self.screen.show(Text(words, style), indent)

    def key(self, question: str, *choices: tuple[str, str]) -> str:
        """One of the keys that the question offers, asked again at any other; "" is Enter."""
        offered = {"" if key == "Enter" else key for key, _ in choices}
        while True:
            key = self.screen.ask(prompt(question, *choices))
            if key.lower() in offered:
                return key.lower()
            self.wrong_key(key, [key for key, _ in choices])

    def wrong_key(self, key: str, offered: Sequence[str]) -> None:
        """Says which keys a question knows."""
        *others, last = offered
        told = f"{', '.join(others)} or {last}" if others else last
        self.say(f"{show.visible(key[:12]) or 'Enter'} is no answer here: {told}.", "warning")

    def yes(self, question: str, yes: str = "yes", no: str = "no") -> bool:
        """Whether the reviewer says yes; asked again until it is a yes or a no."""
        return self.key(question, ("y", yes), ("n", no)) == "y"

    def number(self, question: str, highest: int) -> int | None:
        """A number from 1 to `highest`; None where the reviewer leaves it with Enter."""
        told = "1" if highest == 1 else f"1-{highest}"
        while True:
            if highest > 9:  # one key is not enough
                key = self.screen.edit(f"{question} ({told}, Enter to leave it):") or ""
            else:
                key = self.screen.ask(prompt(question, (told, "number"), ("Enter", "leave it")))
            if key.isdecimal() and 1 <= int(key) <= highest:
                return int(key)
            if not key:
                self.say("left as it was", "quiet")
                return None
            self.wrong_key(key, (told, "Enter"))

    def together(self, proposal: Proposal) -> Group | None:
        """The group with which a proposal is to be decided, where it is in such a one."""
        group = self.desk.group_of(proposal)
        return None if group is None or group.kind == "same" else group

    def alike(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The open proposals that may be decided like this one everywhere, itself included;
        members of groups that are decided together are left out."""
        if self.together(proposal) is not None:
            return ()
        return tuple(p for p in self.desk.alike(proposal) if self.together(p) is None)

    def done(self, decisions: Sequence[Decision]) -> bool:
        """Says what is saved; True where anything is."""
        if decisions:
            self.written += decisions
            self.note = ""
            told = DONE[decisions[0].verdict] if len(decisions) == 1 else counted(decisions)
            self.say(f"{told}, saved", "done")
        return bool(decisions)

    def put(self, act: Act) -> tuple[Decision, ...]:
        """Does an act, asking for what it wants said yes to; nothing where the answer is no."""
        answers = Answers()
        while not answers.stopped:
            try:
                return act(answers)
            except UnconfirmedError as question:
                asked = {self._place(edit) for edit, _ in question.asked}
                if asked <= answers.confirmed.keys() | answers.declined:
                    raise
                self.confirm(question, answers)
            except SupersedingError as question:
                self.say("This takes out what was decided before:", "warning")
                for edit in question.edits:
                    self.say(f"{show.quoted(edit.before)} → {show.quoted(edit.after)}", "", 2)
                answers.supersede = self.yes("Do it?", no="leave it")
                answers.stopped = not answers.supersede
        return ()

    def confirm(self, question: UnconfirmedError, answers: Answers) -> None:
        """Asks of each edit that changes a figure or the like, one by one."""
        for edit, kinds in question.asked:
            place = self._place(edit)
            if place in answers.confirmed or place in answers.declined:
                continue
            if self.confirmed(edit, kinds):
                answers.confirmed[place] = kinds
            else:
                answers.declined.add(place)

    def confirmed(self, edit: Edit, kinds: tuple[Fact, ...]) -> bool:
        """Whether the reviewer says yes to one edit that changes facts."""
        told = f"This changes a {' and a '.join(kinds)}:"
        self.screen.show(
            Text.assemble(
                (told, "warning"),
                " ",
                show.change(edit.before, edit.after, colour=self.screen.colour),
            )
        )
        return self.yes("Is that right?", no="no, leave it open")

    def _place(self, edit: Edit) -> str:
        return place_id(self.desk.document.digest, edit.span, edit.before)
