"""The loop of the terminal review: which sentence is shown, and what each key does there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text

from cleanup.config import Silence
from cleanup.desk import Desk, Unit
from cleanup.errors import CleanupError
from cleanup.proposal import Proposal
from cleanup.review import places, show
from cleanup.review.acts import Acts
from cleanup.review.asking import counted
from cleanup.review.keys import prompt
from cleanup.review.places import Filter
from cleanup.review.screen import InputEnded, Screen
from cleanup.review.view import View
from cleanup.text import Span

Again = Callable[[Desk], tuple[Proposal, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sitting has come to: its verdicts by kind, undone ones left out, and how many
    proposals are still open in the document."""

    accepted: int = 0
    amended: int = 0
    rejected: int = 0
    own: int = 0
    reopened: int = 0
    left: int = 0

    def told(self) -> str:
        """The outcome in one line; what comes next is for the caller to say."""
        counts = {
            "accepted": self.accepted,
            "amended": self.amended,
            "rejected": self.rejected,
            "own edit" if self.own == 1 else "own edits": self.own,
            "taken back": self.reopened,
        }
        told = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
        return f"{told} in this sitting" if told else "nothing was decided"


def review(
    desk: Desk,
    screen: Screen,
    *,
    rule: str | None = None,
    category: str | None = None,
    again: Again | None = None,
    silence: Callable[[Silence], None] | None = None,
) -> Outcome:
    """What the reviewer has decided, sentence by sentence, until quitting or end of input.

    `rule` and `category` narrow what is shown at first. `again` takes a second look when all
    is decided, puts what it finds into the round and returns it. `silence` writes an
    exception into `cleanup.yaml`. Every verdict is on disk before it is shown as done.
    """
    sitting = _Sitting(desk, screen, Filter(rule or "", category or ""), again, silence)
    try:
        sitting.run()
    except (InputEnded, KeyboardInterrupt):
        screen.show(Text("Stopped here. All that you decided is saved.", "quiet"))
    return sitting.outcome()


class _Sitting:
    """Where the reviewer is: `at` is where open sentences are looked for, `closed` a sentence
    with nothing open that is shown all the same, `inside` the sentence whose proposals are
    shown one by one without those `passed` over, `focus` the one proposal that was asked for."""

    def __init__(
        self,
        desk: Desk,
        screen: Screen,
        only: Filter,
        again: Again | None,
        silence: Callable[[Silence], None] | None,
    ) -> None:
        self.desk, self.screen, self.only, self.again = desk, screen, only, again
        self.acts = Acts(desk, screen, silence)
        self.view = View(self.acts)
        self.at = (0, 0)
        self.closed: Span | None = None
        self.inside: Span | None = None
        self.focus: str | None = None
        self.passed: set[str] = set()
        self.looked = -1
        self.stale = True  # what is shown is no longer what is there
        self.shown: tuple[Unit, Proposal | None] | None = None
        self.ended = False

    def outcome(self) -> Outcome:
        counts = Counter(d.verdict for d in self.acts.written)
        return Outcome(
            accepted=counts["accept"],
            amended=counts["amend"],
            rejected=counts["reject"],
            own=counts["own"],
            reopened=counts["reopen"],
            left=len(self.desk.open_proposals()),
        )

    # --- the loop ----------------------------------------------------------------------------

    def run(self) -> None:
        self.acts.say("[?] shows all keys, [q] quits; every verdict is saved at once.", "quiet")
        while not self.ended:
            if self.stale:
                self._take_news()
            unit = self._here()
            if unit is None:
                self._nothing_here()
                continue
            subject = self._subject(unit)
            if self.stale or (unit, subject) != self.shown:
                self.view.show(unit, subject, self.only)
                self.stale, self.shown = False, (unit, subject)
            if self.closed is None:
                self.at = _key(unit.span)
            key = self.screen.ask(self.view.prompt(unit, subject))
            self._guarded(lambda u=unit, k=key: self._press(u, k))  # type: ignore[misc]

    def _take_news(self) -> None:
        known = {d.id for d in self.desk.decisions}
        if self.desk.refresh():
            fresh = [d for d in self.desk.decisions if d.id not in known]
            for name, count in Counter(d.reviewer for d in fresh).items():
                self.acts.say(f"{name} has meanwhile decided {count} here.", "warning")

    def _guarded(self, act: Callable[[], None]) -> None:
        """Does what a key asks; a fault is said, and what stands now is shown anew."""
        known = len(self.desk.decisions)
        try:
            act()
            self.stale |= len(self.desk.decisions) != known
        except CleanupError as fault:
            self.acts.say(str(fault), "warning")
            self._take_news()
            self.stale = True

    def _units(self) -> tuple[Unit, ...]:
        units = self.desk.units()
        return self.only.shown(self.desk.document.text, units) if self.only else units

    def _here(self) -> Unit | None:
        if self.closed is not None:
            return Unit(self.closed, ())
        for unit in self._units():
            if _key(unit.span) < self.at:
                continue
            if self.inside is not None:
                here = unit.span.overlaps(self.inside) or unit.span == self.inside
                if here and not all(p.id in self.passed for p in unit.proposals):
                    return unit
                self._leave(_behind(unit.span) if here else self.at)
                if here:
                    continue
            return unit
        return None

    def _subject(self, unit: Unit) -> Proposal | None:
        """The one proposal that is shown, if the sentence is not shown as a whole."""
        numbered = show.numbered(unit)
        for proposal in numbered:
            if proposal.id == self.focus:
                return proposal
        if self.inside is not None:
            return next((p for p in numbered if p.id not in self.passed), None)
        return None

    # --- the keys ----------------------------------------------------------------------------

    def _press(self, unit: Unit, key: str) -> None:
        if key in ("", "?"):
            self.view.help()
            return
        self._guard_focus(unit)
        subject = self._subject(unit)
        done = self._move(unit, subject, key)
        if done is None:
            done = self._decide(unit, subject, key)
        if done is None:
            self.acts.say(f"There is no key {key[:12]!r} here; ? shows all keys.", "warning")
        elif done:
            self.focus = None
            self.stale = True
            if self.closed is not None:
                self._go(self.closed)

    def _guard_focus(self, unit: Unit) -> None:
        if self.focus not in {p.id for p in unit.proposals}:
            self.focus = None

    def _decide(self, unit: Unit, subject: Proposal | None, key: str) -> bool | None:
        """A verdict; True where something is decided, None where the key is none of these."""
        acts = self.acts
        if key in ("t", "o"):
            return acts.type_anew(unit) if key == "t" else acts.edit_words(unit)
        if key == "b":
            return acts.take_back(unit)
        if key not in tuple("yne123456789gwxadAD"):
            return None
        if not unit.choices:
            acts.say("Nothing is open here: [o] own edit, [t] type anew, [j] next open.", "warning")
            return False
        only = subject or (unit.proposals[0] if len(unit.proposals) == 1 else None)
        if key == "y" and (subject or (only and len(only.replacements) != 1)):
            return acts.accept(only or unit.proposals[0])
        if key == "y":
            return acts.take(unit)
        if key == "n":
            return acts.reject(subject) if subject else acts.leave(unit)
        if key.isdecimal():
            return self._number(unit, only, int(key))
        chosen = only or (key == "g" and self._of_group(unit)) or self._which(unit)
        return self._decide_one(chosen, key) if chosen else False

    def _number(self, unit: Unit, only: Proposal | None, number: int) -> bool:
        """Picks an alternative of the one proposal, or shows the proposal with that number."""
        if only is not None:
            return self.acts.accept(only, number - 1)
        numbered = show.numbered(unit)
        if number > len(numbered):
            self.acts.say(f"There is no proposal {number} here.", "warning")
        else:
            self.focus, self.stale = numbered[number - 1].id, True
        return False

    def _of_group(self, unit: Unit) -> Proposal | None:
        """A member of the only group that a sentence has to do with."""
        groups = {p.group: p for p in unit.proposals if p.group is not None}
        return next(iter(groups.values())) if len(groups) == 1 else None

    def _which(self, unit: Unit) -> Proposal | None:
        numbered = show.numbered(unit)
        number = self.acts.number("Which proposal?", len(numbered))
        return numbered[number - 1] if number else None

    def _decide_one(self, proposal: Proposal, key: str) -> bool:
        acts = self.acts
        if key == "e":
            return acts.amend(proposal)
        if key == "g":
            return acts.decide_group(proposal)
        if key == "w":
            return acts.everywhere(proposal)
        if key == "x":
            return acts.never_again(proposal)
        return acts.rest_of(proposal, accept=key in "aA", whole_class=key in "AD")

    # --- moving ------------------------------------------------------------------------------

    def _move(self, unit: Unit, subject: Proposal | None, key: str) -> bool | None:
        """Moves or changes what is shown; None where the key is none of these."""
        if key == "q":
            self.ended = True
        elif key == "s" and subject is not None:
            self.passed.add(subject.id)
            self.focus = None
        elif key in ("j", "s"):
            self._leave(_behind(unit.span))
        elif key == "k":
            self._back(unit)
        elif key in (">", "<"):
            self._neighbour(unit, key)
        elif key == "J":
            return self._jump(unit)
        elif key == "/":
            return self._narrow()
        elif key == "r":
            self.acts.note = self.screen.edit("Reason, kept with the next verdict:") or ""
        elif key == "u":
            self._undo()
        elif key == "p" and unit.choices:
            self.inside, self.focus = unit.span if subject is None else None, None
            self.passed.clear()
        else:
            return None
        self.stale = key != "r"
        return False

    def _leave(self, at: tuple[int, int]) -> None:
        """Looks for open sentences from a place on; the next one is shown as a whole."""
        self.at, self.closed, self.focus, self.inside = at, None, None, None
        self.passed.clear()

    def _go(self, span: Span) -> None:
        """Shows the sentence at a span, whether or not something is open in it."""
        for unit in self._units():
            if unit.span.overlaps(span) or unit.span == span:
                self._leave(_key(unit.span))
                return
        self._leave(_behind(span))
        self.closed = span

    def _back(self, unit: Unit) -> None:
        before = [u for u in self._units() if _key(u.span) < _key(unit.span)]
        if before:
            self._leave(_key(before[-1].span))
        else:
            self.acts.say("This is the first open sentence.", "quiet")

    def _neighbour(self, unit: Unit, key: str) -> None:
        document = self.desk.document
        if key == ">":
            span = places.next_sentence(document, max(unit.span.end, unit.span.start + 1))
        else:
            span = places.previous_sentence(document, unit.span.start)
        if span is None:
            self.acts.say("There is no further sentence that way.", "quiet")
        else:
            self._go(span)

    def _jump(self, unit: Unit) -> bool:
        document = self.desk.document
        told = (self.screen.edit("Go to which line, or to which words?") or "").strip()
        if not told:
            return False
        if told.isdecimal():
            span = self._at_line(int(told))
        else:
            position = places.next_words(document.text, told, unit.span.start)
            span = None if position is None else places.sentence_at(document, position)
        if span is None:
            self.acts.say(f"{show.quoted(told)} is not in this text.", "warning")
        else:
            self._go(span)
            self.stale = True
        return False

    def _at_line(self, line: int) -> Span | None:
        """The first open sentence that begins in a line, else the first sentence from there."""
        document = self.desk.document
        start, end = (
            places.line_start(document.text, line),
            places.line_start(document.text, line + 1),
        )
        if start is None:
            return None
        behind = len(document.text) if end is None else end
        for unit in self._units():
            if start <= show.first_word(document, unit.span) < behind:
                return unit.span
        return places.sentence_at(document, start)

    def _narrow(self) -> bool:
        typed = self.screen.edit("Show only which rule, class or words (Enter for all)?")
        if typed is None:
            return False
        only = places.filter_of(typed, self.desk.open_proposals())
        found = only.shown(self.desk.document.text, self.desk.units())
        if not found:
            self.acts.say(f"Nothing is open for {only}.", "warning")
            return False
        count = sum(len(u.proposals) for u in found)
        told = f"Only {only}" if only else "Everything"
        self.acts.say(f"{told}: {count} open in {_sentences(found)}.")
        self.only, self.stale = only, True
        self._leave((0, 0))
        return False

    def _undo(self) -> None:
        undone = self.acts.undo()
        if undone:
            self._go(min(d.span for d in undone))

    # --- ends --------------------------------------------------------------------------------

    def _nothing_here(self) -> None:
        """No open sentence from here on: look again from the top, look anew, or say it is done."""
        units = self._units()
        if units:
            self._wrap(units)
        elif self.only and self.desk.open_proposals():
            self._widen()
        elif self.again is not None and self.looked != len(self.desk.decisions):
            self._look_again(self.again)
        else:
            self._all_decided()

    def _wrap(self, units: Sequence[Unit]) -> None:
        count = sum(len(u.proposals) for u in units)
        told = f"That was the last one. {count} skipped or still open in {_sentences(units)}."
        self._at_end(Text(told, "title"), ("y", "go through them"))

    def _widen(self) -> None:
        count = len(self.desk.open_proposals())
        told = f"Nothing more is open for {self.only}; {count} others are."
        self._at_end(Text(told, "title"), ("y", "go on with them"))

    def _look_again(self, again: Again) -> None:
        self.acts.say("All is decided. Reading the text once more as it now stands ...", "quiet")
        self.looked = len(self.desk.decisions)
        found = again(self.desk)
        if found:
            count = "1 thing" if len(found) == 1 else f"{len(found)} things"
            self.acts.say(f"The second look found {count} to decide.", "title")
        self._leave((0, 0))
        self.stale = True

    def _all_decided(self) -> None:
        standing = self.desk.standing.verdicts.values()
        told = counted(d for d in standing if d.verdict != "reopen")
        text = Text("Everything is decided", "done")
        text.append(f" ({told})." if told else ": nothing was proposed.")
        self._at_end(text, ("J", "go to a line"), (">", "read from the top"), ("u", "undo"))

    def _at_end(self, told: Text, *choices: tuple[str, str]) -> None:
        self.screen.show(told)
        key = self.screen.ask(prompt("", *choices, ("q", "quit")))
        start = Unit(Span(0, 0), ())
        if key == "q":
            self.ended = True
        elif key == "y" and choices[0][0] == "y":
            if not self._units():
                self.only = Filter()
            self._leave((0, 0))
        elif key in ("J", ">", "u", "k", "/"):
            self._guarded(lambda: self._from_end(start, key))
        else:
            self.view.help()
        self.stale = True

    def _from_end(self, start: Unit, key: str) -> None:
        if key == ">":
            span = places.next_sentence(self.desk.document, 0)
            if span is not None:
                self._go(span)
        elif key == "k":
            units = self._units()
            if units:
                self._leave(_key(units[-1].span))
        else:
            self._move(start, None, key)


def _sentences(units: Sequence[Unit]) -> str:
    return "1 sentence" if len(units) == 1 else f"{len(units)} sentences"


def _key(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _behind(span: Span) -> tuple[int, int]:
    """The key that everything behind a span has, and the span itself has not."""
    return (span.end, span.end) if len(span) else (span.start, span.end + 1)
