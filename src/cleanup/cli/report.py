"""`cleanup report`: the document with its proposals and verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from cleanup import report
from cleanup.cli.common import (
    NAMED,
    open_desk,
    open_project,
    project_option,
    put_out,
    report_path,
    told,
)
from cleanup.errors import EXIT_DONE


@click.command(epilog="Example: cleanup report page, or: cleanup report page --format md")
@click.argument("name", metavar="DOCUMENT")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(report.FORMATS)),
    default="html",
    show_default=True,
)
@click.option("--output", type=NAMED, help="Where to; - is standard output.")
@project_option
def command(name: str, form: str, output: Path | None, folder: Path | None) -> int:
    """The document with its proposals and the state of each choice. HTML goes to
    reports/DOCUMENT.html, the other formats to standard output, unless --output says where."""
    project = open_project(folder)
    desk = open_desk(project, name, "report", "report")
    result = report.render(form, report.build(desk.document, desk.round, desk.standing))
    if output is None and form == "html":
        output = report_path(project, desk.name)
    if put_out(result, output):
        told(str(output))
    return EXIT_DONE
