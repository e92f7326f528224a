"""Rules and terms that ship with the package, one folder a language pair."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from cleanup import evidence, glossary, rulebook
from cleanup.cache import cache_folder, uncollected
from cleanup.cache import program as cache_program
from cleanup.errors import CleanupError, ConfigError
from cleanup.glossary import Glossary
from cleanup.glossary.entry import Entry
from cleanup.glossary.layer import Layer
from cleanup.glossary.packed import pack, unpack
from cleanup.rulebook import Rulebook
from cleanup.storage import read_bytes, write_atomically
from cleanup.yamlfile import decode

_LARGEST = 500_000_000


@cache
def rules(name: str) -> Rulebook:
    """The rules of a shipped pack, such as `zh-en`; empty where it has none.

    Their examples are run by the tests, not each time.
    """
    file = _folder(name) / "rules.yaml"
    if not file.is_file():
        return rulebook.EMPTY
    return rulebook.load(file.read_text("utf-8"), f"{name}/rules.yaml", name, prove=False)


@cache
def terms(name: str) -> Glossary:
    """The terms of a shipped pack, all files of its folder `terms/`; empty where it has none.

    They are compiled once and kept in the user's cache folder; what is kept there is only
    believed when it was made by this program from these very files. Their examples are run
    by the tests, not each time.
    """
    files = term_files(name)
    told = hashlib.sha256(cache_program().encode())
    for file, data in files.items():
        told.update(f"{file} {len(data)}\n".encode() + data)
    return glossary.of_layer(
        kept_layer(f"pack-{name}", told.hexdigest(), lambda: compiled(name, files))
    )


@cache
def measured() -> evidence.Table:
    """What the shipped packs were measured to be worth, from `packs/evidence.tsv`."""
    file = Path(__file__).parent / "evidence.tsv"
    return evidence.parse(file.read_text("utf-8"), f"packs/{file.name}")


def term_files(name: str) -> dict[str, bytes]:
    """The files that hold the terms of a shipped pack, by name; for `compiled`."""
    return {f.name: f.read_bytes() for f in sorted((_folder(name) / "terms").glob("*.yaml"))}


def kept_layer(name: str, made_from: str, make: Callable[[], Layer]) -> Layer:
    """The layer that was kept under this name, if it was made from just this; else a new one,
    which is kept in turn. Where nothing can be read or written it is made each time."""
    folder = cache_folder(os.environ)
    kept = None if folder is None else folder / f"{name}.jsonl"
    if kept is not None:
        with suppress(CleanupError, OSError, KeyError, TypeError, ValueError):
            layer = unpack(read_bytes(kept, _LARGEST), made_from)
            if layer is not None:
                return layer
    with uncollected():
        layer = make()
        data = pack(layer, made_from)
        if kept is not None:
            with suppress(CleanupError, OSError):
                write_atomically(kept, data)
        # taken up again as it will be from now on: the anchors need not be drawn twice
        return unpack(data, made_from) or layer


def compiled(name: str, files: Mapping[str, bytes]) -> Layer:
    """All entries of the files as one layer; `ConfigError` where an id stands twice."""
    entries: list[Entry] = []
    for file, data in files.items():
        told = f"{name}/terms/{file}"
        entries += glossary.load(decode(data, told), told, name, prove=False).entries
    twice = [entry for entry, count in Counter(e.id for e in entries).items() if count > 1]
    if twice:
        raise ConfigError(f"the pack {name} has two entries {twice[0]!r}; join them")
    return Layer(tuple(entries))


def _folder(name: str) -> Path:
    # importlib.resources would cost more time than reading the pack does
    return Path(__file__).parent / name.replace("-", "_")
