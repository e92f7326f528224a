"""What `cleanup check` shows in a terminal: each proposal in its sentence, and the counts.

A line is built of words and their styles. The plain form carries marks of its own, so that
nothing is told by colour alone; `rich` is loaded only where colour is wanted. Nothing is
printed here.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from cleanup.report.characters import changed, flowing
from cleanup.report.model import SETTLED, Note, Report, Row, counted
from cleanup.sentences import sentence_around
from cleanup.text import Document, Span

_REMOVED = "red strike"
_ADDED = "green underline"
_ASKED = "yellow underline"
_QUIET = "dim"


Line = list[tuple[str, str]]
"""Words with their styles, in order; "" for no style."""


class Stream(Protocol):
    """What is asked of an output: whether it is a terminal."""

    def isatty(self) -> bool: ...


def wants_colour(stream: Stream, environment: Mapping[str, str]) -> bool:
    """True when the output is a terminal and nobody has asked for plain text.

    NO_COLOR counts when it is not empty (no-color.org), and so does TERM=dumb.
    """
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def text(reports: Sequence[Report], *, colour: bool = False) -> str:
    """The proposals of all reports, one after the other; "" where there are none.

    With `colour` removed words are red and struck and added ones green and underlined (as
    ANSI codes); without, they read `[-removed-]{+added+}`.
    """
    return _written((line for report in reports for line in lines(report, colour=colour)), colour)


def lines(report: Report, *, colour: bool = False) -> Iterator[Line]:
    """The lines of one report, an empty one after each proposal."""
    for note in report.notes:
        yield from _of_note(report, note, colour)
        yield []


def incomplete(reports: Sequence[Report]) -> tuple[str, ...]:
    """One line for everything that was asked for and could not run."""
    return tuple(f"INCOMPLETE {r.name}: {reason}" for r in reports for reason in r.incomplete)


def summary(reports: Sequence[Report], *, colour: bool = False) -> str:
    """The counts by class and by origin that close a run, incomplete runs said first."""
    told: list[Line] = [[(line, "bold red")] for line in incomplete(reports)]
    notes = [note for report in reports for note in report.notes]
    told.append([(_headline(reports, notes), "bold")])
    if any(note.state == "settled" for note in notes):
        told.append([(f"  {SETTLED}", _QUIET)])
    if notes:
        categories = _added_up(row for report in reports for row in report.by_category)
        rules = _added_up(row for report in reports for row in report.by_rule)
        told.extend(_table("by class", categories))
        told.extend(_table("by origin", rules))
    return _written(told, colour)


def _headline(reports: Sequence[Report], notes: Sequence[Note]) -> str:
    if not notes:
        told = "Nothing to propose."
    elif any(report.reviewed for report in reports):
        told = f"{len(notes)} in all: {counted(Counter(note.state for note in notes))}."
    else:
        queries = sum(note.is_query for note in notes)
        picks = sum(bool(note.alternatives) for note in notes)
        told = f"{_number(len(notes), 'proposal')}: {len(notes) - queries - picks} with one outcome"
        told += f", {picks} with alternatives" if picks else ""
        told += f", {_number(queries, 'question')} to the editor" if queries else ""
        told += "."
    hidden = sum(report.hidden_hints for report in reports)
    if hidden:
        them = "it" if hidden == 1 else "them"
        told += f" {_number(hidden, 'hint')} not shown (cleanup check --hints shows {them})."
    return told


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _added_up(rows: Iterator[Row]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.name] = found.get(row.name, 0) + row.total
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


MOST_ROWS = 10
"""So many rows a table of counts has; the rest is told in one line."""


def _table(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[Line]:
    yield [(f"  {title}", "")]
    width = len(str(max(count for _, count in rows)))
    for name, count in rows[:MOST_ROWS]:
        yield [(f"    {count:>{width}}  {flowing(name)}", "")]
    if len(rows) > MOST_ROWS:
        more = rows[MOST_ROWS:]
        yield [(f"    {sum(count for _, count in more):>{width}}  from {len(more)} others", "")]


# --- one proposal --------------------------------------------------------------------------


def _of_note(report: Report, note: Note, colour: bool) -> Iterator[Line]:
    told = [note.category, note.severity, *([note.state] if report.reviewed else [])]
    if note.state == "hint":
        told.append("hint")
    yield [
        (f"{flowing(report.name)}:{note.line}:{note.column}", "bold"),
        (" ? " if note.is_query else "  ", "bold yellow"),
        (flowing(note.rule or "own edit"), "cyan"),
        (f"  ({', '.join(dict.fromkeys(told))})", _QUIET),
    ]
    yield [_INDENT, *_in_sentence(report.document, note, colour)]
    if note.message:
        yield [_INDENT, (flowing(note.message), "")]
    for words in note.alternatives:
        yield [_INDENT, ("or: ", ""), _added(words, colour)]
    for label, words in note.reasons:
        yield [_INDENT, (f"{label}: {flowing(words)}", _QUIET)]
    others = [origin.rule for origin in note.origins[1:]]
    if others:
        yield [_INDENT, (f"also: {flowing(', '.join(others))}", _QUIET)]
    if note.group is not None:
        group = next(g for g in report.groups if g.number == note.group)
        yield [_INDENT, (f"group {group.number}: {flowing(group.told(note))}", _QUIET)]


_INDENT = ("    ", "")


def _in_sentence(document: Document, note: Note, colour: bool) -> Line:
    """The sentence around a note with its change shown."""
    around = sentence_around(document, note.span)
    told = [(flowing(Span(around.start, note.span.start).of(document.text)), "")]
    if note.kept:
        told.append((flowing(note.before), ""))
    elif note.after is None:
        words = flowing(note.before)
        told.append((words if colour else f"{{?{words}?}}", _ASKED))
    else:
        for piece in note.words:
            if piece.kind == "equal":
                told.append((flowing(piece.text), ""))
            elif piece.kind == "removed":
                words = changed(piece.text)
                told.append((words if colour else f"[-{words}-]", _REMOVED))
            else:
                told.append(_added(piece.text, colour))
    told.append((flowing(Span(note.span.end, around.end).of(document.text)), ""))
    return told


def _added(words: str, colour: bool) -> tuple[str, str]:
    shown = changed(words) or "(nothing)"
    return (shown if colour else f"{{+{shown}+}}", _ADDED)


def _plain(line: Line) -> str:
    return "".join(words for words, _ in line).rstrip()


def _written(told: Iterable[Line], colour: bool) -> str:
    """The lines as one string, with ANSI codes where colour is wanted; never wrapped."""
    if not colour:
        return "".join(f"{_plain(line)}\n" for line in told)
    from rich.console import Console
    from rich.text import Text

    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="standard", legacy_windows=False
    )
    with console.capture() as capture:
        for line in told:
            console.print(Text.assemble(*line), soft_wrap=True, highlight=False)
    return capture.get()
