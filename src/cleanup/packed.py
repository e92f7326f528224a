"""A layer of terms as plain lines that can be kept and taken up again at once.

Reading thousands of entries from YAML and drawing their anchors takes seconds; what comes of
it is written as JSON, a line for each table and each entry, so that a later run parses the
tables and only those entries that a text hits. The first line says what the rest was made
from and its digest: lines that are torn, foreign or of another program are not believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, overload

from cleanup.entry import Artifact, Entry
from cleanup.glossaryfile import parse_frame
from cleanup.layer import KINDS, Kept, Kind, Layer
from cleanup.matching import Table, tabulate
from cleanup.phrases import parse_phrase

_FORMAT = 1
_PLAIN = tuple(
    f.name for f in fields(Entry) if f.name not in ("artifacts", "frames", "examples", "add")
)


def pack(layer: Layer, made_from: str) -> bytes:
    """The layer as lines; `made_from` is the digest of all that it was made from. Examples
    are left out: they were tried when the layer was made."""
    lines = [
        _dump({"ids": [e.id for e in layer.entries], "sources": [e.source for e in layer.entries]})
    ]
    lines += [_dump(_kept_out(layer, kind)) for kind in KINDS]
    lines += [_dump(_entry_out(entry)) for entry in layer.entries]
    body = "\n".join(lines).encode("utf-8")
    head = {
        "format": _FORMAT,
        "made_from": made_from,
        "layer": layer.digest,
        "lines": hashlib.sha256(body).hexdigest(),
    }
    return _dump(head).encode("utf-8") + b"\n" + body


def unpack(data: bytes, made_from: str) -> Layer | None:
    """The layer that `pack` wrote; None for anything else, and for one made from other files."""
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        return None
    if not isinstance(head, dict) or (head.get("format"), head.get("made_from")) != (
        _FORMAT,
        made_from,
    ):
        return None
    if head.get("lines") != hashlib.sha256(body).hexdigest():
        return None
    index, *rest = body.split(b"\n")
    tables = dict(zip(KINDS, rest, strict=False))
    names = json.loads(index)
    return Layer(
        entries=_Lines(rest[len(KINDS) :]),
        kept={kind: _kept_in(json.loads(line)) for kind, line in tables.items()},
        told_digest=str(head["layer"]),
        sources=names["sources"],
        told_ids=names["ids"],
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kept_out(layer: Layer, kind: Kind) -> dict[str, Any]:
    patterns = tuple(layer.patterns(kind))
    table = tabulate(patterns)
    return {
        "anchors": table.anchors,
        "checks": table.checks,
        "owners": table.owners,
        "alone": table.alone,
        "entry_of": [pattern.key.entry for pattern in patterns],
    }


def _kept_in(told: dict[str, Any]) -> Kept:
    table = Table(told["anchors"], told["checks"], told["owners"], told["alone"])
    return Kept(table, told["entry_of"])


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
