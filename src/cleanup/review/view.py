"""What stands on the screen at a sentence: where, the words, what is proposed, the keys."""

from __future__ import annotations

from rich.text import Text

from cleanup.decision import leading
from cleanup.desk import Unit
from cleanup.proposal import Proposal
from cleanup.review import keys, show
from cleanup.review.asking import Asker
from cleanup.review.keys import prompt
from cleanup.review.places import Filter


class View:
    """Shows sentences at the desk of an asker."""

    def __init__(self, asker: Asker) -> None:
        self.asker, self.desk, self.screen = asker, asker.desk, asker.screen

    def show(self, unit: Unit, subject: Proposal | None, only: Filter) -> None:
        """Shows a sentence, or one proposal in it; from now on it counts as shown."""
        desk, colour = self.desk, self.screen.colour
        desk.shown_at = desk.now()
        self.screen.show(Text("─" * min(self.screen.width, 72), "quiet"))
        title = show.heading(desk, unit)
        if only:
            title.append(f" · only {only}", "warning")
        self.screen.show(title)
        numbered = show.numbered(unit)
        shown = [subject] if subject else [p for c in unit.choices for p in leading(c)]
        self.screen.show(Text())
        self.screen.show(show.sentence(desk, unit, shown, numbered, colour=colour), 2)
        changed = [p for p in shown if len(p.replacements) == 1]
        if changed:
            told = show.reads(desk, unit, changed)
            line = Text.assemble(("reads: ", "quiet"), told or ("nothing; it goes", "quiet"))
            self.screen.show(line, 2, len("reads: "))
        for line in show.source_lines(desk, unit):
            self.screen.show(line, 2, len("source: "))
        self.screen.show(Text())
        for number, proposal in enumerate(numbered, 1):
            if subject is None or proposal == subject:
                for text, indent, hang in show.proposal_lines(desk, number, proposal):
                    self.screen.show(text, indent, hang)
        if not unit.choices:
            self._show_decided(unit)

    def _show_decided(self, unit: Unit) -> None:
        told = "Nothing is open in this sentence."
        edits = [e for e in self.desk.standing.edits if unit.span.covers(e.span)]
        self.asker.say(f"{told} What was decided:" if edits else told, "quiet")
        for edit in edits:
            self.asker.say(show.decided(self.desk.standing.decisions[edit.decision]), "quiet", 2)

    def prompt(self, unit: Unit, subject: Proposal | None) -> Text:
        if not unit.choices:
            told = [
                ("o", "own edit"),
                ("t", "type anew"),
                (">", "next sentence"),
                ("j", "next open"),
            ]
        elif subject is None and len(unit.proposals) > 1:
            told = [("y", "take it"), ("n", "leave it"), ("p", "one by one"), ("t", "type anew")]
        else:
            told = self._single_prompt(subject or unit.proposals[0])
        note = "(with your reason)" if self.asker.note else ""
        return prompt(note, *told, ("s", "skip"), ("?", "help"))

    def _single_prompt(self, proposal: Proposal) -> list[tuple[str, str]]:
        told = [("n", "reject"), ("e", "own words")]
        count = len(proposal.replacements)
        if count:
            told.insert(0, ("y", "accept") if count == 1 else (f"1-{min(count, 9)}", "pick"))
        if self.desk.group_of(proposal) is not None:
            told.append(("g", "group"))
        if len(self.asker.alike(proposal)) > 1:
            told.append(("w", "everywhere"))
        return told

    def help(self) -> None:
        for line in keys.help_text():
            self.screen.show(*line)
        self.asker.say("Enter and unknown keys change nothing.", "quiet")
