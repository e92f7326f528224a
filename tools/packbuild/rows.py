"""Term tables: a row each, cells that hold several values taken apart, doubles joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

PACK_OF_TABLE = {
    "policy": "policy",
    "governance": "governance",
    "economy": "economy",
    "industry": "industry",
    "rural-health": "countryside-health",
    "culture-media": "culture-media",
    "organisations": "bodies",
    "companies": "companies",
    "places": "places",
    "names": "names",
}
"""The table of terms and the pack file that is made of it; of a term that stands in two
tables, the specialised one (the last named here) keeps it."""

COLUMNS = (
    "zh",
    "preferred_en",
    "admitted_en",
    "artifacts",
    "part_of_speech",
    "domain",
    "confidence",
    "note",
    "source",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A term as the table tells it; `pack` is the pack file that it goes to."""

    pack: str
    source: str
    preferred: str
    admitted: tuple[str, ...]
    artifacts: tuple[str, ...]
    part: str
    domain: str
    confidence: str
    note: str
    reference: str


def read_tables(folder: Path) -> list[Row]:
    """All rows of all term tables in a folder, in order. Raises `ValueError` for a table
    whose columns are others, `FileNotFoundError` for one that is not there."""
    return [row for table in PACK_OF_TABLE for row in _table(folder / f"{table}.tsv")]


def _table(file: Path) -> Iterable[Row]:
    lines = file.read_text("utf-8").splitlines()
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise ValueError(f"{file.name}: the columns should be {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{file.name}, line {number}: {len(cells)} cells, not {len(COLUMNS)}")
        told = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        yield Row(
            pack=PACK_OF_TABLE[file.stem],
            source=told["zh"],
            preferred=told["preferred_en"],
            admitted=_values(told["admitted_en"]),
            artifacts=_values(told["artifacts"]),
            part=told["part_of_speech"],
            domain=told["domain"],
            confidence=told["confidence"],
            note=told["note"],
            reference=told["source"],
        )


def _values(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.strip() for v in cell.split(" | ") if v.strip()))


def joined(rows: Iterable[Row]) -> list[Row]:
    """The rows with each Chinese term once: the last table's row, with the renderings and
    artifacts of the others added."""
    told: dict[str, Row] = {}
    for row in rows:
        first = told.pop(row.source, None)
        told[row.source] = row if first is None else _join(row, first)
    return list(told.values())


def _join(row: Row, other: Row) -> Row:
    also = () if other.preferred == row.preferred else (other.preferred,)
    admitted = dict.fromkeys((*row.admitted, *also, *other.admitted))
    renderings = {row.preferred, *admitted}
    artifacts = (a for a in (*row.artifacts, *other.artifacts) if a not in renderings)
    return replace(
        row,
        admitted=tuple(a for a in admitted if a != row.preferred),
        artifacts=tuple(dict.fromkeys(artifacts)),
        note=row.note or other.note,
    )
