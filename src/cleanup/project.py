"""The project folder on disk: documents, bases, rounds, ledgers, editions.

A project is a folder with `cleanup.yaml` in it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

import regex

from cleanup.errors import InputError, ProjectError
from cleanup.ledger import Ledger
from cleanup.names import (
    BASE,
    LEDGER,
    ROUND,
    SEEDS,
    SOURCE,
    SOURCE_EXTENSIONS,
    check_name,
    documents_among,
    files_below,
    inside,
    is_hidden,
    is_plain,
    name_of,
)
from cleanup.round import Round
from cleanup.roundfile import RoundFileError, round_digest, round_in, round_out
from cleanup.storage import explained, locked, make_folder, read_bytes, write_all, write_atomically

__all__ = ["CORRECTIONS", "EDITIONS", "MARKER", "SEEDS", "Project", "round_digest"]

MARKER = "cleanup.yaml"
CORRECTIONS, EDITIONS = "corrections", "editions"

_PROJECT_LIMIT = 1_000_000_000  # what the program itself wrote may be larger than a text
_DIGEST = regex.compile(r"[0-9a-f]{64}")


@lru_cache(maxsize=64)
def _ledger(path: Path, what: str) -> Ledger:
    """One object a ledger, so that what it has checked is checked once a process."""
    return Ledger(path, what)


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder; `root` holds `cleanup.yaml`.

    Methods that take a document's name want the exact name, as `resolve` gives it. Each
    raises `ProjectError` in one line where the folder cannot serve.
    """

    root: Path

    # --- the folder ----------------------------------------------------------------------

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that `start` lies in: the nearest folder upward with `cleanup.yaml`."""
        begin = Path(os.path.normpath(start.absolute()))
        for folder in (begin, *begin.parents):
            if (folder / MARKER).is_file():
                return cls(folder)
        raise ProjectError(
            f"{begin} is not in a project: no folder from there upward has a {MARKER};"
            " make one with 'cleanup init FOLDER', or change to your project's folder"
        )

    @staticmethod
    def init(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
        """The files and folders of a new project, as they were made, in order.

        `files` are paths from the folder with their bytes. Where one of them is there
        already, nothing is made.
        """
        there = [name for name in files if os.path.lexists(folder / name)]
        if there:
            raise ProjectError(
                f"{folder / there[0]} is there already and is not overwritten; move it away,"
                " or choose another folder"
            )
        made: list[Path] = []
        for name in (SEEDS, CORRECTIONS, EDITIONS):
            if not (folder / name).is_dir():
                make_folder(folder / name)
                made.append(folder / name)
        write_all({folder / name: data for name, data in files.items()})
        return [*made, *(folder / name for name in files)]

    def _told(self, path: Path) -> str:
        """A path as people see it: from the project's folder."""
        return path.relative_to(self.root).as_posix()

    # --- documents -----------------------------------------------------------------------

    def _documents(self) -> dict[str, PurePath]:
        folder = self.root / SEEDS
        if not folder.exists():
            return {}
        with explained(folder, "read"):
            return documents_among(files_below(folder))

    def names(self) -> tuple[str, ...]:
        """The names of all documents, sorted. Hidden files and sources are none."""
        return tuple(self._documents())

    def resolve(self, told: str) -> str:
        """The document that people mean by its name, by the last part of it where that is
        enough, or by the path of its file or of an edition of it."""
        documents = self._documents()
        plain = unicodedata.normalize("NFC", told)
        spelled = {unicodedata.normalize("NFC", name): name for name in documents}
        if plain in spelled:
            return spelled[plain]
        by_path = self._by_path(told, documents)
        if by_path is not None:
            return by_path
        ending = [name for plain_name, name in spelled.items() if plain_name.endswith(f"/{plain}")]
        if len(ending) == 1:
            return ending[0]
        if ending:
            raise ProjectError(
                f"{told!r} can mean {_listed(ending)}; give more of the name, from the left"
            )
        raise self._unknown(told, documents)

    def _by_path(self, told: str, documents: Mapping[str, PurePath]) -> str | None:
        names = {file: name for name, file in documents.items()}
        for path in (Path(told), self.root / told, self.root / SEEDS / told):
            seed = inside(self.root / SEEDS, path)
            if seed in names:
                return names[seed]
            found = self._edition_of(path, documents)
            if found is not None:
                return found[0]
        return None

    def _unknown(self, told: str, documents: Iterable[str]) -> ProjectError:
        known = list(documents)
        if not known:
            return ProjectError(
                f"there is no document {told!r}: {self.root / SEEDS} holds none yet; take one in"
                " with 'cleanup run FILE'"
            )
        lasts = {name.rpartition("/")[2]: name for name in known}
        near = [lasts.get(n, n) for n in difflib.get_close_matches(told, [*known, *lasts], n=3)]
        advice = f"did you mean {_listed(near)}?" if near else "'cleanup status' lists them all"
        return ProjectError(f"there is no document {told!r} in {self.root / SEEDS}; {advice}")

    def seed_path(self, name: str) -> Path:
        """The file under `seeds/` that the document was read from."""
        documents = self._documents()
        if name not in documents:
            raise self._unknown(name, documents)
        return self.root / SEEDS / documents[name]

    def source_path(self, name: str) -> Path | None:
        """The file beside the seed that holds its source, if there is one."""
        seed = self.seed_path(name)
        beside = (seed.with_name(f"{seed.stem}{SOURCE}{end}") for end in SOURCE_EXTENSIONS)
        return next((path for path in beside if path.is_file()), None)

    def take_in(self, path: Path, folder: str = "") -> str:
        """The name of the document in this file, which now stands under `seeds/`.

        A file from elsewhere is copied in, into `folder` below `seeds/` where one is given,
        with the source that stands beside it. Nothing is ever overwritten.
        """
        documents = self._documents()
        seed = inside(self.root / SEEDS, path)
        if seed is not None:
            names = {file: name for name, file in documents.items()}
            if seed in names:
                return names[seed]
            if path.exists():
                raise InputError(
                    f"{path} is not a document: it is hidden, a folder, or the source of one;"
                    " name the translated text"
                )
        if path.is_dir() or not path.exists():
            read_bytes(path)  # says so in the words used everywhere
        if is_hidden(path.name):
            raise InputError(f"{path} is a hidden file, and those are no documents; rename it")
        target = PurePath(folder, path.name)
        if target not in documents_among({*documents.values(), target}).values():
            raise InputError(
                f"{path} is the source of a document that is here already; copy it beside that,"
                f" to {SEEDS}/{target.as_posix()}"
            )
        files = {path: target}
        for end in SOURCE_EXTENSIONS:
            source = path.with_name(f"{path.stem}{SOURCE}{end}")
            if source.is_file():
                files[source] = PurePath(folder, source.name)
        self._copy_in(files)
        return name_of(target)

    def _copy_in(self, files: Mapping[Path, PurePath]) -> None:
        fresh: dict[Path, bytes] = {}
        for path, target in files.items():
            data = read_bytes(path)
            seed = self.root / SEEDS / target
            if not os.path.lexists(seed):
                fresh[seed] = data
            elif read_bytes(seed) != data:
                raise InputError(
                    f"{path} was not taken in: another text stands at {self._told(seed)}; if this"
                    f" is a new version of it, copy it there and run 'cleanup run"
                    f" {self._told(seed)}' (verdicts on unchanged places are kept), else rename it"
                )
        write_all(fresh)

    # --- corrections ---------------------------------------------------------------------

    def _corrections(self, name: str) -> Path:
        return self.root.joinpath(CORRECTIONS, *check_name(name).split("/"))

    def base_path(self, name: str, digest: str) -> Path:
        """Where the exact input with this digest is kept."""
        if _DIGEST.fullmatch(digest) is None:
            raise ProjectError(
                f"{digest!r} is not the digest of a text; the round or ledger of {name!r} was"
                " changed by hand: put it back from your backup or version control"
            )
        return self._corrections(name) / BASE / digest

    def store_base(self, name: str, data: bytes, digest: str) -> None:
        """The exact input is kept; the same again changes nothing."""
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("the digest is not that of the bytes")
        path = self.base_path(name, digest)
        if path.exists():
            self.read_base(name, digest)
        else:
            write_atomically(path, data)

    def read_base(self, name: str, digest: str) -> bytes:
        """The exact input with this digest; a file that was changed is refused."""
        path = self.base_path(name, digest)
        if not path.exists():
            raise ProjectError(
                f"{self._told(path)} is missing: the exact text that the decisions on {name!r}"
                " speak about; put it back from your backup or version control"
            )
        data = read_bytes(path, _PROJECT_LIMIT, ProjectError)
        if hashlib.sha256(data).hexdigest() != digest:
            raise ProjectError(
                f"{self._told(path)} was changed: it is the base of all edits of {name!r} and must"
                " stay as it was; put it back from your backup or version control"
            )
        return data

    def ledger(self, name: str) -> Ledger:
        """The ledger of the document; the same object each time in one process."""
        return _ledger(self._corrections(name) / LEDGER, f"the document {name!r}")

    def lock(self, name: str) -> AbstractContextManager[None]:
        """A lock on the document: nobody else decides or emits in the block. Its own ledger
        may be appended to inside."""
        return locked(self._corrections(name) / LEDGER, f"the document {name!r}")

    def round_path(self, name: str) -> Path:
        """Where the current round is kept."""
        return self._corrections(name) / ROUND

    def has_round(self, name: str) -> bool:
        """True when the document has been checked once."""
        return self.round_path(name).exists()

    def write_round(self, name: str, made: Round) -> None:
        """The round is the current one, in place of the one before."""
        write_atomically(self.round_path(name), round_out(made))

    def read_round(self, name: str) -> Round:
        """The current round, exactly as it was written."""
        path = self.round_path(name)
        if not path.exists():
            raise ProjectError(f"{name!r} has no round yet; make one with 'cleanup run {name}'")
        try:
            return round_in(read_bytes(path, _PROJECT_LIMIT, ProjectError))
        except RoundFileError as error:
            raise ProjectError(
                f"{self._told(path)} cannot be used: {error}; 'cleanup run {name}' makes a new"
                " one, and all decisions are kept"
            ) from None

    # --- editions ------------------------------------------------------------------------

    def _beside_edition(self, name: str, number: int, ending: str) -> Path:
        if number < 1:
            raise ValueError("editions are numbered from 1")
        *folders, last = check_name(name).split("/")
        told = last if number == 1 else f"{last}.{number}"
        return self.root.joinpath(EDITIONS, *folders, told + ending)

    def edition_path(self, name: str, extension: str, number: int = 1) -> Path:
        """Where an edition stands: `editions/<name><extension>`, the second with `.2`."""
        if extension and (not extension.startswith(".") or not is_plain(extension)):
            raise ValueError(f"not a file's extension: {extension!r}")
        return self._beside_edition(name, number, extension)

    def changelog_path(self, name: str, number: int = 1) -> Path:
        """Where the changelog of an edition stands."""
        return self._beside_edition(name, number, ".changelog.md")

    def manifest_path(self, name: str, number: int = 1) -> Path:
        """Where the manifest of an edition stands."""
        return self._beside_edition(name, number, ".manifest.json")

    def edition_numbers(self, name: str) -> tuple[int, ...]:
        """The numbers of all whole editions: those with a manifest, which is written last."""
        folder = self.manifest_path(name).parent
        last = name.rpartition("/")[2]
        wanted = regex.compile(rf"{regex.escape(last)}(?:\.([1-9][0-9]*))?\.manifest\.json")
        if not folder.is_dir():
            return ()
        with explained(folder, "read"):
            found = [wanted.fullmatch(path.name) for path in folder.iterdir()]
        return tuple(sorted(int(match[1] or 1) for match in found if match is not None))

    def write_edition(
        self,
        name: str,
        extension: str,
        *,
        edition: bytes,
        changelog: bytes,
        manifest: bytes,
        number: int = 1,
    ) -> Path:
        """The path of the edition, which stands on disk with its changelog and manifest.

        All are written and synced before the first is put in place, the manifest last.
        """
        path = self.edition_path(name, extension, number)
        write_all(
            {
                path: edition,
                self.changelog_path(name, number): changelog,
                self.manifest_path(name, number): manifest,
            }
        )
        return path

    def read_manifest(self, name: str, number: int = 1) -> dict[str, Any]:
        """The manifest of an edition."""
        path = self.manifest_path(name, number)
        if not path.exists():
            raise ProjectError(
                f"{name!r} has no edition with a manifest at {self._told(path)}; write one with"
                f" 'cleanup emit {name}'"
            )
        try:
            told = json.loads(read_bytes(path, _PROJECT_LIMIT, ProjectError))
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise ProjectError(
                f"{self._told(path)} is not a manifest any more; put it back from your backup or"
                f" version control, or write the edition again with 'cleanup emit {name}'"
            )
        return told

    def edition_of(self, path: Path) -> tuple[str, int]:
        """The document and the number of the edition that stands at this path."""
        documents = self._documents()
        found = self._edition_of(path, documents)
        if found is None:
            raise ProjectError(
                f"{path} is not an edition of a document of this project; editions stand in"
                f" {self.root / EDITIONS}"
            )
        return found

    def _edition_of(self, path: Path, documents: Mapping[str, PurePath]) -> tuple[str, int] | None:
        edition = inside(self.root / EDITIONS, path)
        if edition is None or edition.name == "":
            return None
        name = name_of(edition)
        stem, _, number = name.rpartition(".")
        if name in documents:
            return name, 1
        if stem in documents and number.isascii() and number.isdigit() and int(number) > 1:
            return stem, int(number)
        return None


def _listed(names: Iterable[str]) -> str:
    return " or ".join(repr(name) for name in dict.fromkeys(names))
