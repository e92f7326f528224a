"""What a report says, as plain data: every format writes the same `Report`."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import regex

from cleanup.decision import Decision
from cleanup.edit import Edit
from cleanup.proposal import (
    CATEGORIES,
    Category,
    GroupKind,
    Origin,
    Proposal,
    Severity,
    in_words,
)
from cleanup.text import Document, Span
from cleanup.worddiff import Piece, inline

State = Literal["open", "accepted", "amended", "own edit", "rejected", "settled", "hint"]
STATES: tuple[State, ...] = get_args(State)
SETTLED = "settled: decided by a verdict on wider or overlapping words"
"""Told to readers where the state occurs: nobody answered the proposal itself."""

OWN = "own edits"
"""The row of the counts in which edits stand that no rule proposed."""

MarkKind = Literal["equal", "removed", "added", "query", "kept"]


@dataclass(frozen=True, slots=True)
class Note:
    """One proposal or verdict as it is shown: where, what, why, and what became of it.

    `after` is what would stand or stands there; None for a query and a rejection without
    words. `in_place` says that the document is shown with this change in it, `kept` for an
    open member of a one-of group whether its words stay as the document is shown. `line`
    and `column` are 1-based, of the document as it was read.
    """

    number: int
    place: str
    span: Span
    line: int
    column: int
    before: str
    after: str | None
    state: State
    origins: tuple[Origin, ...]
    rule: str
    message: str
    category: Category
    severity: Severity
    alternatives: tuple[str, ...] = ()
    is_query: bool = False
    in_place: bool = False
    kept: bool | None = None
    term: str | None = None
    source: str = ""
    group: int | None = None
    amends: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def words(self) -> tuple[Piece, ...]:
        """The change word by word; a query and a bare rejection show what stands there."""
        return inline(self.before, self.before if self.after is None else self.after)

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """The reasons given by its origins, each once and with its label."""
        return tuple(dict.fromkeys(told for origin in self.origins for told in origin.reasons))

    @property
    def extra_term(self) -> str | None:
        """The term, where neither the rule's name nor the message shows it."""
        if self.term is None or self.term == self.rule:
            return None
        return None if self.term.partition("/")[2] in self.message else self.term


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of the document as shown; `note` is the number of the note it belongs to.

    `numbered` is true for the last run of a note: there its number is printed.
    """

    kind: MarkKind
    text: str
    note: int | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or the like, with what is said about it."""

    kind: str
    span: Span
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class GroupNote:
    """A group that is shown: its members by the numbers of their notes."""

    number: int
    kind: GroupKind
    message: str
    options: tuple[str, ...]
    members: tuple[int, ...]
    broken: bool

    def told(self, note: Note) -> str:
        """What one of its members says of the group: how it goes together, and why."""
        words = in_words(self.kind)
        if note.kept or (note.kept is False and note.in_place):
            words += f"; as shown, this one {'stays' if note.kept else 'goes'}"
        message = "" if self.message == note.message else self.message
        return f"{words}. {message}" if message else words


@dataclass(frozen=True, slots=True)
class Left:
    """An accepted edit that does not stand, and why."""

    decision: Decision
    line: int
    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the counts: a class or a rule, and how many notes of each state it has."""

    name: str
    states: Mapping[State, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Report:
    """All that can be said about one document, its proposals and its decisions.

    `edits` are what stands: the standing edits of a reviewed document, else the leading
    proposals with exactly one outcome. `hidden_hints` counts the hints that were left out.
    """

    name: str
    document: Document
    proposals: tuple[Proposal, ...]
    edits: tuple[Edit, ...]
    reviewed: bool
    notes: tuple[Note, ...]
    blocks: tuple[Block, ...]
    groups: tuple[GroupNote, ...]
    left: tuple[Left, ...]
    incomplete: tuple[str, ...]
    versions: Mapping[str, str]
    hidden_hints: int = 0

    @property
    def by_category(self) -> tuple[Row, ...]:
        """Counts by class, in the order of MQM."""
        rows = {row.name: row for row in _rows(self.notes, lambda note: note.category)}
        return tuple(rows[name] for name in CATEGORIES if name in rows)

    @property
    def by_rule(self) -> tuple[Row, ...]:
        """Counts by rule, term, pass or engine, most frequent first; own edits last."""
        rows = _rows(self.notes, lambda note: note.rule or OWN)
        return tuple(sorted(rows, key=lambda row: (row.name == OWN, -row.total, row.name)))

    @property
    def totals(self) -> Row:
        """All notes by state."""
        return Row("all", Counter(note.state for note in self.notes))

    def states(self) -> tuple[State, ...]:
        """The states that occur, in fixed order."""
        found = {note.state for note in self.notes}
        return tuple(state for state in STATES if state in found)


def counted(states: Mapping[State, int]) -> str:
    """The counts of the states that occur, in one line: `2 accepted, 1 own edit`."""
    told = ((states[state], state) for state in STATES if states.get(state))
    return ", ".join(
        f"{count} {state}{'s' if count != 1 and state in ('own edit', 'hint') else ''}"
        for count, state in told
    )


class Lines:
    """Line and column of a position, found without reading the text again."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in regex.finditer(r"\r\n|\r|\n", text))]

    def at(self, position: int) -> tuple[int, int]:
        """Line and column, both 1-based; CRLF, LF and CR end a line."""
        line = bisect.bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1


def _rows(notes: Iterable[Note], key: Callable[[Note], str]) -> tuple[Row, ...]:
    found: dict[str, Counter[State]] = {}
    for note in notes:
        found.setdefault(key(note), Counter())[note.state] += 1
    return tuple(Row(name, states) for name, states in found.items())
