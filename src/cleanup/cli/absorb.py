"""`cleanup absorb`: take in an edition that was reworked in another program."""

from __future__ import annotations

from pathlib import Path

import click

from cleanup.absorb import absorb
from cleanup.cli.common import NAMED, as_option, open_desk, open_project, project_option, told, yes
from cleanup.edit import Edit
from cleanup.errors import EXIT_DONE
from cleanup.facts import Fact
from cleanup.storage import read_bytes


@click.command(epilog="Example: cleanup absorb page reworked.txt --as Ana")
@click.argument("name", metavar="DOCUMENT")
@click.argument("file", type=NAMED)
@as_option
@click.option(
    "--confirm-all",
    is_flag=True,
    help="You have looked at every change of a figure, date, name or negation and stand for it.",
)
@project_option
def command(
    name: str, file: Path, reviewer: str | None, confirm_all: bool, folder: Path | None
) -> int:
    """Take the differences between FILE and the reading copy of DOCUMENT in, word by word, as
    accepts, amendments and own edits; then emit gives FILE byte for byte. Changed figures,
    dates, names and negations are asked about one by one."""
    desk = open_desk(open_project(folder), name, reviewer, "absorb")

    def confirm(edit: Edit, kinds: tuple[Fact, ...]) -> bool:
        line, _ = desk.document.line_column(edit.span.start)
        told(f"line {line}: {edit.before!r} -> {edit.after!r} changes a {' and a '.join(kinds)}")
        return confirm_all or yes("is that right?")

    done = absorb(desk, read_bytes(file), confirm)
    told(
        f"{done.accepted} accepted, {done.amended} amended, {done.own} own edits,"
        f" {done.undone} undone; {done.rejected} open proposals rejected, saved"
    )
    if done.line_ends:
        told(f"{done.line_ends} of the own edits only change line ends or spaces")
    told(f"Next: cleanup emit {desk.name}")
    return EXIT_DONE
