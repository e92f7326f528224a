"""From a document, its proposals and its decisions to the plain data of a report."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cleanup.decision import Decision, Standing, choices, is_broken, is_open, leading
from cleanup.edit import Edit
from cleanup.proposal import Group, Proposal
from cleanup.report.model import Block, GroupNote, Left, Lines, Mark, MarkKind, Note, Report, State
from cleanup.round import Round
from cleanup.text import Document, Span

_VERDICT_STATES: Mapping[str, State] = {
    "accept": "accepted",
    "amend": "amended",
    "own": "own edit",
    "reject": "rejected",
}


def build(
    document: Document,
    round_: Round,
    standing: Standing | None = None,
    *,
    hints: bool = False,
    name: str | None = None,
) -> Report:
    """The report on a document, the proposals of a round and what stands after its decisions.

    `name` is what readers see, by default the document's own; `hints` takes hints in.
    """
    standing = Standing() if standing is None else standing
    shown = tuple(
        sorted(
            (p for p in round_.proposals if hints or p.trust != "hint"), key=lambda p: p.sort_key
        )
    )
    composer = _Composer(document, round_, standing, shown)
    notes, groups = composer.notes_and_groups()
    return Report(
        name=document.name if name is None else name,
        document=document,
        proposals=shown,
        edits=standing.edits if composer.reviewed else composer.leading_edits(),
        reviewed=composer.reviewed,
        notes=notes,
        blocks=tuple(_blocks(document, notes)),
        groups=groups,
        left=tuple(
            Left(s.decision, *composer.lines.at(s.decision.span.start), s.reason)
            for s in standing.skipped
        ),
        incomplete=round_.incomplete,
        versions=round_.versions,
        hidden_hints=len(round_.proposals) - len(shown),
    )


# --- notes --------------------------------------------------------------------------------


class _Composer:
    """Turns the proposals and verdicts of one report into notes."""

    def __init__(
        self, document: Document, round_: Round, standing: Standing, shown: tuple[Proposal, ...]
    ) -> None:
        self.document = document
        self.round = round_
        self.standing = standing
        self.shown = shown
        self.reviewed = bool(standing.decisions)
        self.lines = Lines(document.text)
        self.by_place: dict[str, list[Proposal]] = {}
        for proposal in shown:
            self.by_place.setdefault(proposal.place, []).append(proposal)
        one_of = [group for group in round_.groups if group.kind == "one-of"]
        self.one_of = {place for group in one_of for place in group.places}
        self.as_shown = {k: v for group in one_of for k, v in self._as_shown(group)}
        self.links = sorted(document.links, key=lambda link: link.span)
        self.link_starts = [link.span.start for link in self.links]
        self.open = {p.id: p for p in shown if p.trust != "hint" and self._is_open(p)}
        together = choices(p for p in self.open.values() if self._kept(p) is None)
        self.front = {p.id: p for choice in together for p in leading(choice)}

    def leading_edits(self) -> tuple[Edit, ...]:
        """The edits that need no pick: proposals in front with exactly one outcome."""
        single = (
            p
            for p in self.front.values()
            if len(p.replacements) == 1 and p.place not in self.one_of
        )
        return tuple(sorted(Edit(p.span, p.before, p.replacements[0]) for p in single))

    def _as_shown(self, group: Group) -> tuple[tuple[str, str | None], ...]:
        """What the places of a one-of group read as long as it is open: its first option that
        the verdicts so far keep to."""
        for option in group.options:
            if not is_broken(replace(group, options=(option,)), self.standing):
                return option.texts
        return ()

    def _kept(self, proposal: Proposal) -> bool | None:
        """Whether the words of an open member of a one-of group stay as shown, else None."""
        member = proposal.group is not None and proposal.place in self.as_shown
        if not member or proposal.id not in self.open:
            return None
        return self.as_shown[proposal.place] is None

    def _is_open(self, proposal: Proposal) -> bool:
        return not self.reviewed or is_open(self.document.text, proposal, self.standing)

    def notes_and_groups(self) -> tuple[tuple[Note, ...], tuple[GroupNote, ...]]:
        """All notes in order, numbered, and the groups that they form."""
        taken = _Taken()
        notes: list[Note] = []
        answered: set[str] = set()
        for edit in self.standing.edits:
            decision = self.standing.decisions[edit.decision]
            proposal = _meant(self.by_place.get(decision.place, ()), decision)
            answered.update(() if proposal is None else (proposal.id,))
            note = self._of_decision(decision, proposal)
            notes.append(replace(note, after=edit.after, in_place=taken.take(edit.span)))
        rest = [self._of_proposal(p) for p in self.shown if p.id not in answered]
        # a headline that goes takes along what is proposed in it; one that stays leaves it room
        for note in sorted(
            rest, key=lambda n: (n.kept is not False, n.kept is True, not n.in_place)
        ):
            notes.append(replace(note, in_place=note.in_place and taken.take(note.span)))
        for note in self._bare_rejections():
            notes.append(replace(note, in_place=taken.take(note.span)))
        notes.sort(key=lambda n: (n.span, not n.in_place, n.place, n.rule, n.after or ""))
        notes = [replace(note, number=number) for number, note in enumerate(notes, 1)]
        groups = tuple(self._groups(notes))
        of_group = {member: group.number for group in groups for member in group.members}
        return tuple(replace(n, group=of_group.get(n.number)) for n in notes), groups

    def _of_decision(self, decision: Decision, proposal: Proposal | None) -> Note:
        line, column = self.lines.at(decision.span.start)
        offered = proposal.replacements if proposal else ()
        refused = (r.after for r in decision.refused if r.after is not None)
        return Note(
            number=0,
            place=decision.place,
            span=decision.span,
            line=line,
            column=column,
            before=decision.before,
            after=next(refused, None) if decision.verdict == "reject" else decision.after,
            state=_VERDICT_STATES[decision.verdict],
            origins=decision.origins or (proposal.origins if proposal else ()),
            rule=decision.rule,
            message=decision.message,
            category=decision.category,
            severity=decision.severity,
            alternatives=tuple(words for words in offered if words != decision.after),
            term=proposal.term if proposal else None,
            source=self._source(decision.span),
            decision=decision,
        )

    def _of_proposal(self, proposal: Proposal) -> Note:
        line, column = self.lines.at(proposal.span.start)
        state, kept = self._state(proposal), self._kept(proposal)
        return Note(
            number=0,
            place=proposal.place,
            span=proposal.span,
            line=line,
            column=column,
            before=proposal.before,
            after=next(iter(proposal.replacements), None),
            state=state,
            origins=proposal.origins,
            rule=proposal.leading.rule,
            message=proposal.leading.message,
            category=proposal.leading.category,
            severity=proposal.leading.severity,
            alternatives=proposal.replacements[1:],
            is_query=proposal.is_query,
            term=proposal.term,
            source=self._source(proposal.span),
            in_place=kept is not None or proposal.id in self.front or state == "rejected",
            kept=kept,
            amends=proposal.amends,
            decision=self.standing.verdicts.get(proposal.place) if state == "rejected" else None,
        )

    def _state(self, proposal: Proposal) -> State:
        if proposal.id in self.open:
            return "open"
        verdict = self.standing.verdicts.get(proposal.place)
        if verdict is not None and verdict.verdict == "reject":
            return "rejected"
        return "hint" if proposal.trust == "hint" else "settled"

    def _bare_rejections(self) -> Iterator[Note]:
        """Rejections of what this round does not propose (an earlier one did)."""
        for place, verdict in self.standing.verdicts.items():
            if verdict.verdict == "reject" and place not in self.by_place:
                yield self._of_decision(verdict, None)

    def _source(self, span: Span) -> str:
        """The original words that are linked with a span, where there are any."""
        if self.document.source is None:
            return ""
        end = bisect.bisect_left(self.link_starts, max(span.end, span.start + 1))
        near = self.links[max(0, end - 8) : end]
        found = [link.source for link in near if link.span.end > span.start]
        return " … ".join(s.of(self.document.source.text) for s in found)

    def _groups(self, notes: Sequence[Note]) -> Iterator[GroupNote]:
        numbers: dict[str, int] = {}
        for note in notes:
            numbers.setdefault(note.place, note.number)
        members = (
            (tuple(sorted(numbers[place] for place in group.places if place in numbers)), group)
            for group in self.round.groups
        )
        shown = sorted(((m, g) for m, g in members if m), key=lambda pair: pair[0])
        for number, (inside, group) in enumerate(shown, 1):
            yield GroupNote(
                number=number,
                kind=group.kind,
                message=group.message,
                options=tuple(option.name for option in group.options),
                members=inside,
                broken=is_broken(group, self.standing),
            )


class _Taken:
    """The spans that are shown in place so far; none overlaps another."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def take(self, span: Span) -> bool:
        """True, and the span is taken, where nothing else stands there."""
        at = bisect.bisect_left(self._spans, span)
        near = self._spans[max(0, at - 2) : at + 2]
        if any(other.overlaps(span) or other == span for other in near):
            return False
        self._spans.insert(at, span)
        return True


def _meant(proposals: Sequence[Proposal], decision: Decision) -> Proposal | None:
    """Which of the proposals at its place a decision has answered."""
    return next(
        (p for p in proposals if decision.after in p.replacements),
        next((p for p in proposals if p.leading.rule == decision.rule), None),
    )


# --- the document in place -----------------------------------------------------------------


def _blocks(document: Document, notes: Sequence[Note]) -> Iterator[Block]:
    """The document cut where its segments begin, unless a change in place reaches over."""
    if document.text == "":
        return
    starts = [0, *(s.span.start for s in document.segments[1:]), len(document.text)]
    kinds = [s.kind for s in document.segments] or ["paragraph"]
    at, here = 0, 0
    while at < len(kinds):
        first, mine = at, here
        end = starts[at + 1]
        last = at + 1 == len(kinds)
        while here < len(notes) and (notes[here].span.start < end or last):
            while notes[here].in_place and notes[here].span.end > end:
                at += 1
                end = starts[at + 1]
            last = at + 1 == len(kinds)
            here += 1
        span = Span(starts[first], end)
        inside = tuple(notes[mine:here])
        yield Block(kinds[first], span, tuple(_marks(document.text, span, inside)), inside)
        at += 1


def _marks(text: str, span: Span, notes: Sequence[Note]) -> Iterator[Mark]:
    """The runs of one block: plain text, and each change that is shown in place."""
    here = span.start
    for note in notes:
        if not note.in_place:
            continue
        if here < note.span.start:
            yield Mark("equal", text[here : note.span.start])
        yield from _of_note(note)
        here = note.span.end
    if here < span.end:
        yield Mark("equal", text[here : span.end])


def _of_note(note: Note) -> Iterator[Mark]:
    if note.state == "rejected" or note.kept or note.after is None:
        kind: MarkKind = "query" if note.state == "open" and not note.kept else "kept"
        yield Mark(kind, note.before, note.number, True)
        return
    pieces = note.words
    for piece in pieces[:-1]:
        yield Mark(piece.kind, piece.text, note.number)
    last = pieces[-1] if pieces else None
    yield Mark(last.kind if last else "equal", last.text if last else "", note.number, True)
