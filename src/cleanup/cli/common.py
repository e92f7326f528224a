"""What several commands share: streams, the project at hand, options, questions."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleanup.cache import uncollected, user_proofs
from cleanup.config import Config
from cleanup.errors import InputError, VerdictError
from cleanup.knowledge import find_root, gather, read_config
from cleanup.names import SEEDS, files_below, inside, is_source, name_of
from cleanup.passes import Knowledge
from cleanup.project import Project
from cleanup.report.text import wants_colour
from cleanup.storage import explained, read_bytes, write_atomically
from cleanup.text import Document

if TYPE_CHECKING:
    from cleanup.desk import Desk

_F = TypeVar("_F", bound=Callable[..., Any])


class _Named(click.Path):
    """A file or folder by its name; an empty one would silently mean the folder we are in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name is empty; name a file or folder", param, ctx)
        return super().convert(value, param, ctx)


NAMED = _Named(path_type=Path)
"""The type of every argument and option that names a file or folder."""


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
    type=NAMED,
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


def knowledge_of(root: Path | None) -> tuple[Config, Knowledge]:
    """The configuration of a project folder and what its passes know; without a folder the
    defaults and the packs."""
    config = read_config(root)
    with uncollected(), told_when_slow("preparing the term packs, once ..."):
        knowledge = gather(root, config, user_proofs())
    gc.freeze()  # what was loaded stays to the end: no search for garbage need look at it
    return config, knowledge


@contextmanager
def told_when_slow(message: str, seconds: float = 1.0) -> Iterator[None]:
    """Says on a terminal what takes long, if it takes longer than this; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield
        return
    import threading

    timer = threading.Timer(seconds, told, [message])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def root_near(path: Path) -> Path | None:
    """The project folder that a file lies in, else the one that we are in; None for neither."""
    start = path if path.is_dir() else path.parent
    return find_root(start) or find_root(Path.cwd())


def name_in(root: Path | None, path: Path) -> str:
    """What a file is called in settings: a document of the project by its name, else its path."""
    seed = None if root is None else inside(root / SEEDS, path)
    return str(path) if seed is None else name_of(seed)


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
    """The desk of one reviewer at a document; warns where the ledger's end is unfinished."""
    from cleanup.desk import Desk

    name = project.resolve(told_name)
    desk = Desk(project, name, reviewer=reviewer_name(reviewer), door=door)
    if desk.ledger_state.torn:
        told(f"warning: {desk.ledger_state.torn}")
    return desk


def texts_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and the texts in the folders named, each once.

    In folders what is hidden, has no ending that is known, or is the source of a text beside
    it (page.zh.txt of page.txt) is passed over. Raises `InputError` for a folder without a
    text that can be read.
    """
    from cleanup import formats

    known = {end for form in formats.TABLE.values() for end in form.extensions if end}
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        with explained(path, "read", InputError):
            files = sorted(files_below(path))
        stems = {file.with_suffix("") for file in files}
        texts = [
            path / file
            for file in files
            if file.suffix.lower() in known
            and not is_source(file, stems)
            and (path / file).is_file()  # reading a pipe could wait for ever
        ]
        if not texts:
            raise InputError(
                f"the folder {path} holds no text that can be read ({', '.join(sorted(known))});"
                " name a file or another folder"
            )
        found.extend(texts)
    return list(dict.fromkeys(found))


def documents_in(path: Path, encoding: str | None = None) -> Iterator[Document]:
    """The text of a file; of a file of JSON lines (.jsonl) each of its texts."""
    from cleanup import formats
    from cleanup.formats.lines import read_lines

    data = read_bytes(path)
    if path.suffix.lower() == ".jsonl":
        yield from read_lines(data, str(path))
    else:
        yield formats.read_document(str(path), data, extension=path.suffix, encoding=encoding)


def yes(question: str) -> bool:
    """The answer to a question; where nobody is there to give one it is no."""
    try:
        return click.confirm(question, err=True)
    except click.Abort as stopped:
        if isinstance(stopped.__context__, EOFError):
            return False
        raise
    finally:
        if not sys.stdin.isatty():  # nobody pressed Enter: the line is not ended yet
            told()


def put_out(result: str, output: Path | None) -> bool:
    """Writes a result to a file or, for none and for `-`, to standard output; true for a file.

    It is UTF-8 whatever the console; what UTF-8 cannot hold (the name of a file whose bytes
    are no text) is written as an escape, as JSON does.
    """
    data = result.encode("utf-8", "backslashreplace")
    if output is None or str(output) == "-":
        click.echo(data, nl=False)
        return False
    write_atomically(output, data)
    return True


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
