"""What need not be done twice: files whose examples were tried by exactly this program.

Trying the examples of a glossary takes longer than reading it. The cache is one small JSON
file in the user's cache folder; it holds digests and nothing else. A file is never believed
further than that: one that is broken, torn, foreign or of another version counts as empty,
and where it cannot be written the examples are tried each time.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import regex

from cleanup.errors import CleanupError
from cleanup.storage import read_bytes, write_atomically
from cleanup.version import VERSION

_NAME = "examples.json"
_MOST = 256
"""So many files are remembered, the latest; at 64 digits each a reader notices nothing."""
_LARGEST = 100_000
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Proofs:
    """The texts whose examples are known to hold, kept in `file`; without one nothing is
    known and nothing kept. Any number of processes may share the file: each write replaces
    it whole, and a proof that is lost by that is only made again."""

    file: Path | None = None

    def known(self) -> tuple[str, ...]:
        """The digests of the texts that this very program has proved, oldest first."""
        if self.file is None:
            return ()
        with suppress(CleanupError, OSError, ValueError, RecursionError):
            told = json.loads(read_bytes(self.file, _LARGEST))
            if isinstance(told, dict) and told.get("program") == program():
                proved = told.get("proved")
                if isinstance(proved, list) and all(map(_is_digest, proved)):
                    return tuple(proved)
        return ()

    def keep(self, digests: Iterable[str]) -> None:
        """Remembers texts as proved. Never fails: without a place to write it does nothing."""
        fresh = tuple(dict.fromkeys(digests))
        if self.file is None or not fresh:
            return
        with suppress(CleanupError, OSError):
            proved = [digest for digest in self.known() if digest not in fresh]
            told = {"program": program(), "proved": [*proved, *fresh][-_MOST:]}
            write_atomically(self.file, json.dumps(told, indent=1).encode("ascii") + b"\n")


NO_PROOFS = Proofs()
"""Knows nothing and keeps nothing: every example is tried."""


def user_proofs(environment: Mapping[str, str] = os.environ) -> Proofs:
    """The proofs in the user's cache folder; `NO_PROOFS` where there is no such folder."""
    folder = cache_folder(environment)
    return NO_PROOFS if folder is None else Proofs(folder / _NAME)


def cache_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Where the system wants caches to lie: `%LOCALAPPDATA%` on Windows, elsewhere
    `$XDG_CACHE_HOME` if it is absolute (XDG Base Directory Specification 0.8), else
    `~/Library/Caches` on macOS and `~/.cache`. None where none of them is known.
    """
    if platform == "win32":
        told = environment.get("LOCALAPPDATA", "")
        return Path(told, "cleanup", "cache") if told else None
    told = environment.get("XDG_CACHE_HOME", "")
    if Path(told).is_absolute():
        return Path(told, "cleanup")
    home = environment.get("HOME", "")
    if not home:
        return None
    return Path(home, *(("Library", "Caches") if platform == "darwin" else (".cache",)), "cleanup")


@contextmanager
def uncollected() -> Iterator[None]:
    """Puts off the search for cycles of garbage while much is made that stays: it goes
    through all that there is again and again, takes a third of the time and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def digest(kind: str, text: str) -> str:
    """The SHA-256, in hex, of a text that is read as `kind`: a glossary or rules."""
    return hashlib.sha256(f"{kind}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _modules() -> list[Path]:
    """The modules that have a say in what a glossary or a rulebook finds."""
    home = Path(__file__).parent
    return sorted(m for part in (".", "glossary", "rulebook") for m in (home / part).glob("*.py"))


@functools.cache
def program() -> str:
    """The SHA-256, in hex, of what decides whether an example holds: this package's own
    modules, byte for byte, and the versions of Python, of Unicode and of `regex`.

    All modules count, so that nobody has to keep a list of those that matter.
    """
    versions = (VERSION, sys.version, unicodedata.unidata_version, regex.__version__)
    told = hashlib.sha256("\n".join(versions).encode())
    for module in _modules():
        data = module.read_bytes()
        told.update(f"\n{module.name} {len(data)}\n".encode() + data)
    return told.hexdigest()


def _is_digest(told: object) -> bool:
    return isinstance(told, str) and len(told) == 64 and _DIGITS.issuperset(told)
