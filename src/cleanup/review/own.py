"""The reviewer's own words: a sentence typed anew, some words changed, each with its class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleanup.decision import Decision
from cleanup.desk import Unit
from cleanup.drafting import Draft
from cleanup.edit import Edit
from cleanup.pipeline import check_words
from cleanup.proposal import Category, Proposal
from cleanup.review import keys, show
from cleanup.review.asking import Answers, Asker
from cleanup.review.keys import prompt
from cleanup.review.typed import Line, Typed, on_one_line, rework, stretch
from cleanup.text import Span
from cleanup.worddiff import Change


class OwnWords(Asker):
    """Acts by which words come in that no pass proposed."""

    _classes_shown = False

    def type_anew(self, unit: Unit) -> bool:
        """Takes the sentence as the reviewer types it, change by change."""
        desk = self.desk
        span, now = self._stretch(unit)
        leading = [p for p in desk.leading_of(unit) if span.covers(p.span)]
        typed = self.screen.edit("The sentence:", on_one_line(desk.preview(span, leading)).text)
        if typed is None or not typed.strip() or (typed == now.text and not leading):
            self.say("left as it was", "quiet")
            return False
        told = rework(
            desk.document.text,
            span,
            desk.standing.edits,
            typed.strip(),
            proposed=[Edit(p.span, p.before, p.replacements[0]) for p in leading],
        )
        done = typed != now.text and self._save(told, leading)
        if done or typed == now.text:
            done = self._left_open(span) or done
        return done

    def edit_words(self, unit: Unit) -> bool:
        """Changes some words of the sentence that the reviewer names."""
        span, now = self._stretch(unit)
        words = self.screen.edit("Which words (as they stand)?")
        if not words:
            self.say("left as it was", "quiet")
            return False
        here = self._find(now.text, words)
        if here is None:
            return False
        wished = self.screen.edit("What should stand there?", here.of(now.text))
        if wished is None or wished == here.of(now.text):
            self.say("left as it was", "quiet")
            return False
        typed = now.text[: here.start] + wished + now.text[here.end :]
        change = Change(here, Span(here.start, here.start + len(wished)))
        told = rework(
            self.desk.document.text, span, self.desk.standing.edits, typed, changes=[change]
        )
        return self._save(told, (), ask_note=True)

    def _stretch(self, unit: Unit) -> tuple[Span, Line]:
        """The words of a sentence in the document, and how they read now."""
        span = stretch(self.desk.document.text, unit.span, self.desk.standing.edits)
        return span, on_one_line(self.desk.preview(span))

    def _find(self, text: str, words: str) -> Span | None:
        places: list[Span] = []
        start = text.find(words)
        while start >= 0:
            places.append(Span(start, start + len(words)))
            start = text.find(words, start + 1)
        if not places:
            self.say(f"{show.quoted(words)} does not stand in this sentence.", "warning")
            return None
        if len(places) == 1:
            return places[0]
        for number, place in enumerate(places, 1):
            around = text[max(0, place.start - 20) : place.end + 20]
            self.say(f"{number}  … {show.plain(around)} …", "", 2)
        number = self.number("Which one?", len(places)) or 0
        return places[number - 1] if number else None

    def _save(self, told: Typed, leading: Sequence[Proposal], *, ask_note: bool = False) -> bool:
        """Shows what typed words come to, asks class and confirmation of each, then saves."""
        desk = self.desk
        for edit in told.edits:
            check_words(desk.document, edit.span, edit.after)
        back = [desk.standing.decisions[i] for i in told.undone]
        for decision in back:
            self.say(f"taken back: {show.decided(decision)}")
        taken = {e.span for e in told.taken}
        settled = [
            desk.draft.accepting(p, None, (), "sentence", "") for p in leading if p.span in taken
        ]
        settled += desk.draft.settle(told.edits, "sentence")
        settled.sort(key=lambda d: d.span)
        drafts: list[Draft] = [desk.draft.reopening(d, "typed anew") for d in back]
        for draft in settled:
            ready = self._ready(draft)
            if ready is not None:
                drafts.append(ready)
        if ask_note and drafts and not self.note:
            self.note = self.screen.edit("Why (a note for the others; Enter for none)?") or ""
        if not drafts or not self.yes(f"Save {'it' if len(drafts) == 1 else 'all of it'}?"):
            self.say("nothing was saved", "quiet")
            return False
        drafts = [replace(d, note=self.note or d.note) for d in drafts]

        def act(answers: Answers) -> tuple[Decision, ...]:
            amended = [d for p in leading for d in p.amends]
            desk.draft.ask_superseding(drafts, answers.supersede, amended)
            return desk.write(drafts)

        return self.done(self.put(act))

    def _ready(self, draft: Draft) -> Draft | None:
        """The draft with its class and what was confirmed; None where the reviewer says no."""
        before, after = draft.span.of(self.desk.document.text), draft.after or ""
        named = {"accept": "accepts what is proposed", "amend": "amends what is proposed"}
        line = show.in_context(self.desk, draft.span, after, colour=self.screen.colour)
        line.append(f"  ({named.get(draft.verdict, 'your own edit')})", "quiet")
        self.screen.show(line)
        if draft.verdict == "own":
            draft = replace(draft, category=self._class())
        kinds = self.desk.draft.changed_facts(draft)
        if kinds and not self.confirmed(Edit(draft.span, before, after), kinds):
            return None
        return replace(draft, confirmed=(*draft.confirmed, *kinds))

    def _class(self) -> Category:
        """The class of an own edit; what the keys mean is shown once, then on request."""
        key = "" if self._classes_shown else "?"
        while True:
            if key == "?":
                self._classes_shown = True
                for line in keys.class_lines():
                    self.screen.show(line, 2)
            choices = (("1-7", "class"), ("Enter", "for 3"), ("?", "which are they"))
            key = self.screen.ask(prompt("What kind of fault was it?", *choices))
            category = keys.class_of(key)
            if category is not None:
                return category
            if key != "?":
                self.wrong_key(key, [key for key, _ in choices])

    def _left_open(self, span: Span) -> bool:
        """After a sentence was typed anew: what it left as it was is offered for rejection."""
        left = [p for p in self.desk.open_proposals() if span.overlaps(p.span)]
        if not left:
            return False
        for proposal in left:
            self.say(f"{show.quoted(proposal.before)}: {show.visible(proposal.leading.message)}")
        told = "1 proposal is" if len(left) == 1 else f"{len(left)} proposals are"
        if not self.yes(f"{told} still open here. Reject?", no="keep open"):
            return False
        drafts = [d for p in left for d in self.desk.draft.rejecting(p, "sentence", "")]
        return self.done(self.desk.write(drafts))
