"""What `cleanup check` shows in a terminal: each proposal in its sentence, and the counts.

Everything is built as `rich` text, whose plain form carries marks of its own, so that
nothing is told by colour alone. Nothing is printed here.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from rich.console import Console
from rich.text import Text

from cleanup.report.characters import changed, flowing
from cleanup.report.model import SETTLED, Note, Report, Row, counted
from cleanup.sentences import sentence_around
from cleanup.text import Document, Span

_REMOVED = "red strike"
_ADDED = "green underline"
_ASKED = "yellow underline"
_QUIET = "dim"


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


def lines(report: Report, *, colour: bool = False) -> Iterator[Text]:
    """The lines of one report as styled text, an empty one after each proposal."""
    for note in report.notes:
        yield from _of_note(report, note, colour)
        yield Text()


def incomplete(reports: Sequence[Report]) -> tuple[str, ...]:
    """One line for everything that was asked for and could not run."""
    return tuple(f"INCOMPLETE {r.name}: {reason}" for r in reports for reason in r.incomplete)


def summary(reports: Sequence[Report], *, colour: bool = False) -> str:
    """The counts by class and by origin that close a run, incomplete runs said first."""
    told = [Text(line, "bold red") for line in incomplete(reports)]
    notes = [note for report in reports for note in report.notes]
    told.append(Text(_headline(reports, notes), "bold"))
    if any(note.state == "settled" for note in notes):
        told.append(Text(f"  {SETTLED}", _QUIET))
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


def _table(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[Text]:
    yield Text(f"  {title}")
    width = len(str(max(count for _, count in rows)))
    for name, count in rows[:MOST_ROWS]:
        yield Text(f"    {count:>{width}}  {flowing(name)}")
    if len(rows) > MOST_ROWS:
        more = rows[MOST_ROWS:]
        yield Text(f"    {sum(count for _, count in more):>{width}}  from {len(more)} others")


# --- one proposal --------------------------------------------------------------------------


def _of_note(report: Report, note: Note, colour: bool) -> Iterator[Text]:
    head = Text()
    head.append(f"{flowing(report.name)}:{note.line}:{note.column}", "bold")
    head.append(" ? " if note.is_query else "  ", "bold yellow")
    head.append(flowing(note.rule or "own edit"), "cyan")
    told = [note.category, note.severity, *([note.state] if report.reviewed else [])]
    if note.state == "hint":
        told.append("hint")
    head.append(f"  ({', '.join(dict.fromkeys(told))})", _QUIET)
    yield head
    yield _indented(_in_sentence(report.document, note, colour))
    if note.message:
        yield _indented(Text(flowing(note.message)))
    for words in note.alternatives:
        yield _indented(Text("or: ").append_text(_added(words, colour)))
    for label, words in note.reasons:
        yield _indented(Text(f"{label}: {flowing(words)}", _QUIET))
    others = [origin.rule for origin in note.origins[1:]]
    if others:
        yield _indented(Text(f"also: {flowing(', '.join(others))}", _QUIET))
    if note.group is not None:
        group = next(g for g in report.groups if g.number == note.group)
        yield _indented(Text(f"group {group.number}: {flowing(group.told(note))}", _QUIET))


def _indented(line: Text) -> Text:
    return Text("    ").append_text(line)


def _in_sentence(document: Document, note: Note, colour: bool) -> Text:
    """The sentence around a note with its change shown."""
    around = sentence_around(document, note.span)
    told = Text(flowing(Span(around.start, note.span.start).of(document.text)))
    if note.kept:
        told.append(flowing(note.before))
    elif note.after is None:
        words = flowing(note.before)
        told.append(words if colour else f"{{?{words}?}}", _ASKED)
    else:
        for piece in note.words:
            if piece.kind == "equal":
                told.append(flowing(piece.text))
            elif piece.kind == "removed":
                words = changed(piece.text)
                told.append(words if colour else f"[-{words}-]", _REMOVED)
            else:
                told.append_text(_added(piece.text, colour))
    told.append(flowing(Span(note.span.end, around.end).of(document.text)))
    return told


def _added(words: str, colour: bool) -> Text:
    shown = changed(words) or "(nothing)"
    return Text(shown if colour else f"{{+{shown}+}}", _ADDED)


def _written(told: Iterator[Text] | Sequence[Text], colour: bool) -> str:
    """The lines as one string, with ANSI codes where colour is wanted; never wrapped."""
    if not colour:
        return "".join(f"{line.plain.rstrip()}\n" for line in told)
    console = Console(
        file=io.StringIO(), force_terminal=True, color_system="standard", legacy_windows=False
    )
    with console.capture() as capture:
        for line in told:
            console.print(line, soft_wrap=True, highlight=False)
    return capture.get()
