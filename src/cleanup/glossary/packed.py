"""A layer of terms as plain lines that can be kept and taken up again at once.

Reading thousands of entries from YAML and drawing their anchors takes seconds; what comes of
it is written as JSON, a line for each table and each entry, so that a later run parses the
tables and only those entries that a text hits. The first line says what the rest was made
from and its digest: lines that are torn, foreign or of another program are not believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any, overload

from cleanup.glossary.entry import Artifact, Entry
from cleanup.glossary.file import parse_frame
from cleanup.glossary.layer import KINDS, Kept, Kind, Layer
from cleanup.matching import Table, tabulate
from cleanup.phrases import parse_phrase

_FORMAT = 4
_PLAIN = tuple(
    f.name for f in fields(Entry) if f.name not in ("artifacts", "frames", "examples", "add")
)


def pack(layer: Layer, made_from: str) -> bytes:
    """The layer as lines; `made_from` is the digest of all that it was made from. Examples
    are left out: they were tried when the layer was made."""
    ids, sources = [e.id for e in layer.entries], [e.source for e in layer.entries]
    tables = [_table_lines(layer, kind) for kind in KINDS]
    lines = [
        _dump({"ids": ids, "sources": sources, "lines": [len(told) for told in tables]}),
        *(line for told in tables for line in told),
        *(_dump(_entry_out(entry)) for entry in layer.entries),
    ]
    body = "\n".join(lines).encode("utf-8")
    head = {
        "format": _FORMAT,
        "made_from": made_from,
        "layer": layer.digest,
        "lines": _digest(body),
    }
    return _dump(head).encode("utf-8") + b"\n" + body


def unpack(data: bytes, made_from: str) -> Layer | None:
    """The layer that `pack` wrote; None for anything else, and for one made from other files."""
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        return None
    wanted = _FORMAT, made_from, _digest(body)
    if not isinstance(head, dict) or wanted != (
        head.get("format"),
        head.get("made_from"),
        head.get("lines"),
    ):
        return None
    index, *lines = body.split(b"\n")
    told = json.loads(index)
    kept: dict[Kind, Kept] = {}
    for kind, count in zip(KINDS, told["lines"], strict=True):
        kept[kind] = _Lined(lines[:count])
        lines = lines[count:]
    return Layer(
        entries=_Lines(lines),
        kept=kept,
        told_digest=str(head["layer"]),
        sources=told["sources"],
        told_ids=told["ids"],
    )


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


# --- tables -------------------------------------------------------------------------------


def _table_lines(layer: Layer, kind: Kind) -> list[str]:
    """A line with what is common, one for the anchors without a whole word, and one for those
    of each word."""
    patterns = tuple(layer.patterns(kind))
    table = tabulate(patterns)
    by_word, others = table.by_word()
    rows = [(a, c, o) for a, c, o in zip(table.anchors, table.checks, table.owners, strict=True)]
    head = {
        "words": list(by_word),
        "alone": table.alone,
        "entry_of": [pattern.key.entry for pattern in patterns],
    }
    groups = [others, *by_word.values()]
    return [_dump(head), *(_dump([rows[n] for n in numbers]) for numbers in groups)]


class _Lined(Kept):
    """A kept table whose anchors are parsed word by word, when a text holds the word."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        head = json.loads(lines[0])
        self._alone = head["alone"]
        self._lines = dict(zip(["", *head["words"]], lines[1:], strict=True))
        super().__init__(head["entry_of"])

    def table(self, words: Collection[str] | None) -> Table:
        wanted = self._lines if words is None else ["", *(w for w in words if w in self._lines)]
        groups = json.loads(b"[" + b",".join(self._lines[word] for word in wanted) + b"]")
        rows = [row for group in groups for row in group]
        anchors, checks, owners = zip(*rows, strict=True) if rows else ((), (), ())
        return Table(anchors, checks, owners, self._alone)


# --- entries ------------------------------------------------------------------------------


def _entry_out(entry: Entry) -> dict[str, Any]:
    told = {name: value for name in _PLAIN if (value := getattr(entry, name)) not in ("", (), None)}
    told["artifacts"] = [(a.text, a.likely, a.line) for a in entry.artifacts]
    told["frames"] = [(f.text, f.line) for f in entry.frames]
    return told


def _entry_in(told: dict[str, Any]) -> Entry:
    artifacts = tuple(
        Artifact(text, parse_phrase(text), likely, line)
        for text, likely, line in told.pop("artifacts")
    )
    frames = tuple(parse_frame(text, line) for text, line in told.pop("frames"))
    plain = {name: _frozen(value) for name, value in told.items()}
    return Entry(**plain, artifacts=artifacts, frames=frames)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


class _Lines(Sequence[Entry]):
    """Entries that are made from their lines when they are asked for."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines
        self._known: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Entry]: ...
    def __getitem__(self, number: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if number not in self._known:
            if not 0 <= number < len(self):
                raise IndexError(number)
            self._known[number] = _entry_in(json.loads(self._lines[number]))
        return self._known[number]
