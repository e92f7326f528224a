"""`cleanup init`: a project folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from cleanup.cli.common import told
from cleanup.project import Project

TEMPLATES = ("cleanup.yaml", "glossary.yaml")


@click.command(
    epilog="Example: cleanup init translations && cd translations && cleanup run page.txt"
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Make a project folder: a commented cleanup.yaml and glossary.yaml, and seeds/ for the
    machine-translated texts. FOLDER is this folder if not given; nothing is overwritten."""
    shipped = files("cleanup") / "templates"
    written = Project.init(folder, {name: (shipped / name).read_bytes() for name in TEMPLATES})
    for path in written:
        click.echo(str(path))
    told(f"Next: cleanup run FILE (a text is copied into {folder / 'seeds'}).")
