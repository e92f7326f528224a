"""`cleanup init`: a project folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from cleanup.cli.common import NAMED, told
from cleanup.project import Project

TEMPLATES = ("cleanup.yaml", "glossary.yaml")
FOR_GIT = {".gitattributes": "gitattributes", ".gitignore": "gitignore"}
"""Written where there is none yet: who keeps the folder under version control needs them."""


@click.command(
    epilog="Example: cleanup init translations && cd translations && cleanup run page.txt"
)
@click.argument("folder", type=NAMED, default=Path())
def command(folder: Path) -> None:
    """Make a project folder: a commented cleanup.yaml and glossary.yaml, and seeds/ for the
    machine-translated texts. FOLDER is this folder if not given; nothing is overwritten."""
    shipped = files("cleanup") / "templates"
    fresh = {name: name for name in TEMPLATES}
    fresh |= {name: told for name, told in FOR_GIT.items() if not (folder / name).exists()}
    written = Project.init(
        folder, {name: (shipped / told).read_bytes() for name, told in fresh.items()}
    )
    for path in written:
        click.echo(str(path))
    step = "" if folder == Path() else f"cd {folder}, then "
    told(f"Next: {step}cleanup run FILE (the text is copied into seeds/).")
