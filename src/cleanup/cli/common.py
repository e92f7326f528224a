"""What several commands share: streams, the project at hand, options, questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleanup.config import Config
from cleanup.errors import InputError, VerdictError
from cleanup.knowledge import find_root, gather, read_config
from cleanup.passes import Knowledge
from cleanup.project import Project
from cleanup.report.text import wants_colour

if TYPE_CHECKING:
    from cleanup.desk import Desk

_F = TypeVar("_F", bound=Callable[..., Any])

as_option = click.option(
    "--as",
    "reviewer",
    metavar="NAME",
    envvar="CLEANUP_REVIEWER",
    help="Who decides; stands in the record. Default: your account's name.",
)
encoding_option = click.option(
    "--encoding", metavar="NAME", help="The encoding of the file, where it is in doubt."
)
project_option = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path),
    help="The project folder. Default: the nearest one with a cleanup.yaml, going upward.",
)


def told(message: str = "") -> None:
    """One line for people, on standard error: standard output holds results only."""
    click.echo(message, err=True)


def colour(stream: Any = None) -> bool:
    """True when a stream (standard output, if none is given) is a terminal that may be
    coloured."""
    return wants_colour(stream or sys.stdout, os.environ)


def open_project(folder: Path | None) -> Project:
    """The project of a folder, or the nearest one upward from here."""
    return Project.find(folder or Path.cwd())


def report_path(project: Project, name: str) -> Path:
    """Where the HTML report of a document is written."""
    return project.root.joinpath("reports", *f"{name}.html".split("/"))


def knowledge_of(project: Project) -> tuple[Config, Knowledge]:
    """The configuration of a project and what its passes know."""
    config = read_config(project.root)
    return config, gather(project.root, config)


def knowledge_near(path: Path) -> tuple[Config, Knowledge]:
    """The same for a file that may lie outside of any project."""
    start = path if path.is_dir() else path.parent
    root = find_root(start) or find_root(Path.cwd())
    config = read_config(root)
    return config, gather(root, config)


def reviewer_name(given: str | None) -> str:
    """Who decides: the name given, else the account's."""
    if given is not None:
        return given
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise VerdictError("nobody is named as reviewer; add --as NAME") from None


def open_desk(project: Project, told_name: str, reviewer: str | None, door: str) -> Desk:
    """The desk of one reviewer at a document."""
    from cleanup.desk import Desk

    return Desk(project, project.resolve(told_name), reviewer=reviewer_name(reviewer), door=door)


def texts_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named; raises `InputError` for a folder
    without a text that can be read."""
    from cleanup import formats

    known = {end for form in formats.TABLE.values() for end in form.extensions}
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            p
            for p in path.rglob("*")
            if p.is_file() and p.suffix.lower() in known and not p.name.startswith(".")
        )
        if not inside:
            raise InputError(
                f"the folder {path} holds no text that can be read ({', '.join(sorted(known))});"
                " name a file or another folder"
            )
        found.extend(inside)
    return list(dict.fromkeys(found))


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[str], None]]:
    """A function to be told each step; a bar on a terminal, nothing elsewhere."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def step(name: str) -> None:
            bar.update(task, advance=1, description=f"{what}: {name}")

        yield step
