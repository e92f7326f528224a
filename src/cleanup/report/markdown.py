"""Changes as Markdown: a table for authors, and the changelog that goes with an edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import regex

from cleanup.decision import Decision
from cleanup.edition import Edition
from cleanup.report.characters import changed, flowing
from cleanup.report.compose import build
from cleanup.report.model import SETTLED, GroupNote, Note, Report, State, counted
from cleanup.round import Round
from cleanup.text import Document

_SPECIAL = regex.compile(r"[\\`*_{}\[\]<>|~&$]")
_CHANGING: tuple[State, ...] = ("accepted", "amended", "own edit")
_KINDS = {
    "own": "the project's own glossary",
    "pack": "terms of a pack",
    "rule": "rules",
    "pass": "checks of the whole text",
    "engine": "outside engines",
}


def markdown(reports: Sequence[Report]) -> str:
    """A table of all changes and proposals for each document: where, from, to, why, who."""
    return "\n".join("".join(_of_report(report)) for report in reports)


def changelog(document: Document, decisions: Iterable[Decision], edition: Edition) -> str:
    """What an edition changed in its document, from the ledger alone, for its authors.

    It counts what rules, amendments and own edits changed, lists every change, the edits
    that were skipped with the reason, and each change of a fact with who confirmed it. No
    clock is read: the same ledger gives the same bytes.
    """
    decided = tuple(decisions)
    report = build(document, Round(document.digest, document.name, ()), edition.standing)
    notes = [note for note in report.notes if note.state in _CHANGING]
    told = [f"# Changes: {_escaped(document.name)}\n\n", *_counts(report, decided), "\n"]
    told.append("## Changes\n\n")
    told.extend(_table(notes) if notes else ["None: the text stands as it came.\n"])
    told.extend(_confirmed(notes))
    told.extend(_left(report))
    return "".join(told)


def _of_report(report: Report) -> Iterator[str]:
    yield f"# Changes: {_escaped(report.name)}\n\n"
    for reason in report.incomplete:
        yield f"**Incomplete: {_escaped(reason)}**\n\n"
    totals = report.totals
    told = counted(totals.states)
    yield f"{totals.total} in all{': ' if told else ''}{told}.\n\n"
    if totals.states.get("settled"):
        yield f"{SETTLED}.\n\n"
    if report.notes:
        yield from _table(report.notes, report.groups)
    yield from _left(report)


def _counts(report: Report, decisions: Sequence[Decision]) -> Iterator[str]:
    """The counts as a list."""
    states = report.totals.states
    yield f"- changed: {sum(states.get(state, 0) for state in _CHANGING)}\n"
    yield f"  - proposals accepted as they were: {states.get('accepted', 0)}\n"
    for kind, count in _by_kind(report.notes):
        yield f"    - from {kind}: {count}\n"
    yield f"  - proposals amended: {states.get('amended', 0)}\n"
    yield f"  - own edits: {states.get('own edit', 0)}\n"
    yield f"- rejected, the text stays: {states.get('rejected', 0)}\n"
    yield f"- accepted but not in the text: {len(report.left)}\n"
    yield f"- lines in the ledger: {len(decisions)}\n"
    reviewers = Counter(decision.reviewer for decision in decisions)
    for reviewer, count in sorted(reviewers.items()):
        yield f"  - by {_escaped(reviewer)}: {count}\n"
    changing = [note for note in report.notes if note.state in _CHANGING]
    for name, count in _counted(changing, lambda note: note.category):
        yield f"- {name}: {count}\n"


def _by_kind(notes: Iterable[Note]) -> list[tuple[str, int]]:
    accepted = [note for note in notes if note.state == "accepted"]
    return _counted(
        accepted, lambda note: _KINDS[note.origins[0].kind] if note.origins else "others"
    )


def _counted(notes: Iterable[Note], key: Callable[[Note], str]) -> list[tuple[str, int]]:
    found = Counter(key(note) for note in notes)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _table(notes: Iterable[Note], groups: Iterable[GroupNote] = ()) -> Iterator[str]:
    named = {group.number: group for group in groups}
    yield "| no. | line | from | to | what became of it | why | who |\n"
    yield "|---:|---:|---|---|---|---|---|\n"
    for number, note in enumerate(notes, 1):
        yield (
            f"| {number} | {note.line}:{note.column} | {_words(note.before)} | {_to(note)} |"
            f" {note.state} | {_why(note, named)} | {_who(note)} |\n"
        )


def _to(note: Note) -> str:
    if note.kept:
        return "stays"
    if note.after is None:
        return "stays" if note.state == "rejected" else "?"
    told = " or ".join(_words(words) for words in (note.after, *note.alternatives))
    return _words(note.after) if note.state in _CHANGING else told


def _words(words: str) -> str:
    return _escaped(changed(words)) if words else "(nothing)"


def _why(note: Note, groups: Mapping[int, GroupNote]) -> str:
    remark = note.decision.note if note.decision else ""
    reasons = [words if label == "why" else f"{label} {words}" for label, words in note.reasons]
    group = None if note.group is None else groups.get(note.group)
    together = "" if group is None else f"group {group.number}: {group.told(note)}"
    rule = f"`{_code(note.rule)}`" if note.rule else ""
    told = [note.message, *reasons, together, remark, rule]
    parts = [p if p.startswith("`") else _escaped(p.removesuffix(".")) for p in told if p]
    return "; ".join([*parts, note.category])


def _code(rule: str) -> str:
    return flowing(rule).replace("`", "'").replace("|", "\\|")


def _who(note: Note) -> str:
    if note.decision is None:
        return ""
    day = note.decision.decided_at[:10]
    return _escaped(note.decision.reviewer) + (f", {_escaped(day)}" if day else "")


def _confirmed(notes: Sequence[Note]) -> Iterator[str]:
    """The changes of a figure, date, currency, negation or name, each singly confirmed."""
    facts = [note for note in notes if note.decision and note.decision.confirmed]
    if not facts:
        return
    yield "\n## Changed facts, each confirmed singly\n\n"
    for note in facts:
        assert note.decision is not None
        yield (
            f"- line {note.line}: {_words(note.before)} → {_words(note.after or '')}"
            f" ({', '.join(note.decision.confirmed)}), confirmed by"
            f" {_escaped(note.decision.reviewer)}\n"
        )


def _left(report: Report) -> Iterator[str]:
    if not report.left:
        return
    yield "\n## Accepted but not in the text\n\n"
    for left in report.left:
        after = left.decision.after or ""
        yield (
            f"- line {left.line}: {_words(left.decision.before)} → {_words(after)}:"
            f" {_escaped(left.reason)} ({_escaped(left.decision.reviewer)})\n"
        )


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, within one cell of a table."""
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", flowing(text))
