"""`cleanup status`: every document and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cleanup.cli.common import open_project, project_option, told
from cleanup.desk import Desk, is_stale
from cleanup.emission import counts
from cleanup.errors import EXIT_DONE, EXIT_OPEN, EXIT_USAGE, CleanupError
from cleanup.project import Project, round_digest


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    state: str
    open: str = ""
    accepted: str = ""
    amended: str = ""
    own: str = ""
    rejected: str = ""
    next: str = ""

    def cells(self) -> list[str]:
        return [
            self.name,
            self.state,
            self.open,
            self.accepted,
            self.amended,
            self.own,
            self.rejected,
            self.next,
        ]


_HEAD = ["document", "state", "open", "accepted", "amended", "own", "rejected", "next"]


@click.command(epilog="Example: cleanup status")
@project_option
def command(folder: Path | None) -> int:
    """Every document of the project: what is open, what was decided, whether it is emitted,
    and what to do next. Exit code 1 while something is to be done, 2 when a document's files
    are damaged."""
    project = open_project(folder)
    faults: list[str] = []
    rows = [_row_or_fault(project, name, faults) for name in project.names()]
    if not rows:
        told("no documents yet. Next: cleanup run FILE")
        return EXIT_DONE
    table = [_HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(_HEAD))]
    for line in table:
        padded = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        click.echo("  ".join(padded).rstrip())
    for fault in faults:
        told(f"cleanup: {fault}")
    if faults:
        return EXIT_USAGE
    return EXIT_OPEN if any(row.next for row in rows) else EXIT_DONE


def _row_or_fault(project: Project, name: str, faults: list[str]) -> _Row:
    """The row of a document; damage to one document hides none of the others."""
    try:
        return _row(project, name)
    except CleanupError as error:
        faults.append(str(error))
        return _Row(name, "damaged", next="(see below)")


def _row(project: Project, name: str) -> _Row:
    if not project.has_round(name):
        return _Row(name, "new", next=f"cleanup run {project.seed_path(name)}")
    if is_stale(project, name):
        return _Row(name, "stale", next=f"cleanup run {project.seed_path(name)}")
    desk = Desk(project, name, reviewer="status", door="status")
    still = len(desk.open_proposals())
    count = counts(desk.edition)
    state, step = "in review", f"cleanup review {name}"
    if not still:
        emitted = _is_emitted(desk)
        state, step = ("emitted", "") if emitted else ("decided", f"cleanup emit {name}")
    if desk.round.incomplete:
        state = f"{state}, incomplete"
    return _Row(
        name,
        state,
        str(still),
        str(count["accepted"]),
        str(count["amended"]),
        str(count["own"]),
        str(count["rejected"]),
        step,
    )


def _is_emitted(desk: Desk) -> bool:
    """True when the newest edition is that of this document, round and ledger."""
    numbers = desk.project.edition_numbers(desk.name)
    if not numbers:
        return False
    manifest = desk.project.read_manifest(desk.name, numbers[-1])
    now = (desk.document.digest, round_digest(desk.round), desk.ledger_state.head)
    return (manifest.get("document"), manifest.get("round"), manifest.get("ledger")) == now
