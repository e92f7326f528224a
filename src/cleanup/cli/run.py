"""`cleanup run`: check, write round and report, say what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cleanup import report
from cleanup.cli.common import (
    NAMED,
    encoding_option,
    knowledge_of,
    open_project,
    progress,
    project_option,
    report_path,
    texts_in,
    told,
)
from cleanup.desk import Desk
from cleanup.errors import EXIT_DONE, EXIT_OPEN, ProjectError
from cleanup.project import Project
from cleanup.report.text import summary
from cleanup.storage import write_atomically
from cleanup.workflow import Ran, run


@click.command(epilog="Example: cleanup run page.txt")
@click.argument("paths", nargs=-1, required=True, type=NAMED, metavar="FILE...")
@project_option
@encoding_option
def command(paths: Sequence[Path], folder: Path | None, encoding: str | None) -> int:
    """Check each FILE (or all texts in a folder), and write its round of proposals and its
    report. A file from elsewhere is copied into seeds/. Verdicts on unchanged places of an
    earlier version of the text are kept. Exit code 1 while something is open."""
    project = open_project(folder)
    config, knowledge = knowledge_of(project.root)
    files = texts_in([_file(project, path) for path in paths])
    something_open = False
    with progress(len(files), "running") as step:
        for path in files:
            step(path.name)
            ran = run(project, path, knowledge, config, encoding=encoding)
            something_open = _tell(project, ran) or something_open
    return EXIT_OPEN if something_open else EXIT_DONE


def _file(project: Project, path: Path) -> Path:
    """The file named; a document's name serves as well."""
    if path.exists():
        return path
    try:
        return project.seed_path(project.resolve(str(path)))
    except ProjectError:
        if path.suffix:  # it was meant as a file, and reading it says that there is none
            return path
        raise


def _tell(project: Project, ran: Ran) -> bool:
    """Prints what became of one document; true while something is open or did not run."""
    desk = Desk(project, ran.name, reviewer="report", door="report")
    where = report_path(project, ran.name)
    told_of = report.build(desk.document, desk.round, desk.standing)
    write_atomically(where, report.render("html", told_of).encode("utf-8"))
    still = len(desk.open_proposals())
    click.echo(f"{ran.name}: {still} open")
    click.echo(summary([told_of]).rstrip("\n"))
    if ran.carried is not None:
        click.echo(f"  verdicts kept on unchanged places: {len(ran.carried.kept)}")
        for lost in ran.carried.lost:
            what = "own edit to be made again" if lost.verdict == "own" else "to be decided again"
            click.echo(f"  {what}: {lost.before[:60]!r} ({lost.verdict} by {lost.reviewer})")
    if ran.by_policy:
        click.echo(f"  {len(ran.by_policy)} accepted by the policy {ran.by_policy[0].reviewer!r}")
    told(f"  report: {where}")
    told(f"  next: cleanup {'review' if still else 'emit'} {ran.name}")
    return bool(still or ran.round.incomplete)
