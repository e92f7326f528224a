"""`cleanup verify`: derive an edition again and compare, byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from cleanup.cli.common import open_project, project_option, told
from cleanup.emission import verify
from cleanup.errors import EXIT_DONE, EXIT_OPEN


@click.command(epilog="Example: cleanup verify editions/page.txt")
@click.argument("edition", metavar="EDITION")
@project_option
def command(edition: str, folder: Path | None) -> int:
    """Derive EDITION (its path, or a document's name) again from the stored document and the
    ledger, and compare byte for byte. Exit code 1, with what was changed, if they differ."""
    found = verify(open_project(folder), edition)
    for fault in found.faults:
        told(f"cleanup: {fault}")
    if not found.faults:
        click.echo(f"{found.path}: is what document and ledger give, byte for byte")
    return EXIT_OPEN if found.faults else EXIT_DONE
