"""Names of documents: what in `seeds/` is one, and what it is called.

A document's name is its path under `seeds/` without the extension, with `/` between the
parts on every system. Names become folders below `corrections/` and `editions/`, so what
could lead out of these, or clash there, is refused.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePath

import regex

from cleanup.errors import ProjectError
from cleanup.storage import is_temporary

SEEDS = "seeds"
ROUND, LEDGER, BASE = "round.jsonl", "decisions.jsonl", "base"
SOURCE = ".zh"
"""page.zh.txt beside page.txt is its source."""
SOURCE_EXTENSIONS = (".txt", ".md")

_RESERVED = frozenset({BASE, ROUND, LEDGER})
_JUNK = frozenset({"thumbs.db", "desktop.ini"})
_TRICK = regex.compile(r"[\\/:\x00-\x1f\ud800-\udfff]|[. ]$")
# what follows a name in the files beside its first edition, see `project`
_ENDING = regex.compile(r"(?:[2-9]|[1-9]\d+)|(?:(?:[2-9]|[1-9]\d+)\.)?(?:changelog|manifest)")


def is_plain(part: str) -> bool:
    """True when the part of a path is a mere name on every system: no separator, no drive."""
    return part != "" and _TRICK.search(part) is None


def check_name(name: str) -> str:
    """The name, if it can be a document's on every system; raises `ProjectError` otherwise."""
    for part in name.split("/"):
        if part.lower() in _RESERVED:
            raise ProjectError(
                f"no document can be called {name!r}: {part!r} is a name that cleanup uses"
                " itself; rename the file or folder"
            )
        if part.startswith(".") or not is_plain(part):
            raise ProjectError(
                f"no document can be called {name!r}: each part needs a name without a colon or"
                " backslash, no dot at its beginning, no dot or space at its end;"
                " rename the file or folder"
            )
    return name


def name_of(relative: PurePath) -> str:
    """The name of the document at this path under `seeds/`."""
    return relative.with_suffix("").as_posix()


def is_hidden(name: str) -> bool:
    """True for what no editor means by a text: hidden files, locks of office programs, junk."""
    return name.startswith((".", "~$")) or name.lower() in _JUNK or is_temporary(name)


def is_source(relative: PurePath, stems: Collection[PurePath]) -> bool:
    """True for page.zh.txt where a page.* stands beside it; `stems` are the paths of all files
    without their extensions."""
    page = relative.with_suffix("")
    return (
        relative.suffix.lower() in SOURCE_EXTENSIONS
        and page.suffix.lower() == SOURCE
        and page.with_suffix("") in stems
    )


def documents_among(files: Iterable[PurePath]) -> dict[str, PurePath]:
    """The name of each document among the files of `seeds/`; `ProjectError` where they clash."""
    every = sorted(files)
    stems = {file.with_suffix("") for file in every}
    found: dict[str, PurePath] = {}
    for file in every:
        if is_source(file, stems):
            continue
        name = check_name(name_of(file))
        if name in found:
            raise ProjectError(
                f"{SEEDS}/{found[name].as_posix()} and {SEEDS}/{file.as_posix()} would both be"
                f" the document {name!r}; rename one of them"
            )
        found[name] = file
    for name in found:
        for dot in regex.finditer(r"\.", name):
            other = name[: dot.start()]
            if other in found and _ENDING.fullmatch(name, dot.end()):
                raise ProjectError(
                    f"the documents {other!r} and {name!r} would write editions of the same name;"
                    f" rename {SEEDS}/{found[name].as_posix()}"
                )
    return dict(sorted(found.items()))


def files_below(folder: Path) -> Iterator[PurePath]:
    """The files below a folder as paths from it; what is hidden is left out."""

    def stop(error: OSError) -> None:
        raise error

    for place, folders, files in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not is_hidden(name)]
        for file in files:
            if not is_hidden(file):
                yield (Path(place) / file).relative_to(folder)


def inside(folder: Path, path: Path) -> PurePath | None:
    """The path as seen from the folder that it lies in, links resolved if need be."""
    for at, below in (
        (folder.absolute(), Path(os.path.normpath(path.absolute()))),
        (folder.resolve(), path.resolve()),
    ):
        if below.is_relative_to(at):
            return below.relative_to(at)
    return None
