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
from cleanup.proposal import CATEGORIES, Category, GroupKind, Origin, Proposal, Severity
from cleanup.text import Document, Span
from cleanup.worddiff import Piece, inline

State = Literal["open", "accepted", "amended", "own edit", "rejected", "settled", "hint"]
STATES: tuple[State, ...] = get_args(State)
"""`settled`: nobody answered the proposal itself, but another edit stands at its words."""

OWN = "own edits"
"""The row of the counts in which edits stand that no rule proposed."""

MarkKind = Literal["equal", "removed", "added", "query", "kept"]


@dataclass(frozen=True, slots=True)
class Note:
    """One proposal or verdict as it is shown: where, what, why, and what became of it.

    `after` is what would stand or stands there; None for a query and a rejection without
    words. `in_place` says that the document is shown with this change in it, `stays` that
    the text is kept at this place by the first option of its one-of group. `line` and
    `column` are 1-based, of the document as it was read.
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
    stays: bool = False
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
    def whys(self) -> tuple[str, ...]:
        """The reasons given by its origins, each once."""
        return tuple(dict.fromkeys(origin.why for origin in self.origins if origin.why))


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
