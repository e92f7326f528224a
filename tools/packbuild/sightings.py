"""Where artifacts were seen: machine translations that stand beside their Chinese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleanup.matching import Scanner

from .draft import Draft
from .sound import scanner_of

HUMAN = ("refA", "refB")
"""Names of translations by people, among the systems' own."""

MOST_NAMED = 3
"""So many places are named for an artifact."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph: the name of its place, the Chinese ('' where there is none), the
    machine's English."""

    place: str
    chinese: str
    english: str


def corpus_lines(folder: Path) -> list[Line]:
    """The lines of a test set: `<set>.zh` beside `<set>.<system>.en`, line by line."""
    told: list[Line] = []
    for source in sorted(folder.glob("*.zh")):
        chinese = source.read_text("utf-8").splitlines()
        for file in sorted(folder.glob(f"{source.stem}.*.en")):
            system = file.name.split(".")[-2]
            if system in HUMAN:
                continue
            english = file.read_text("utf-8").splitlines()
            told += [
                Line(f"{source.stem} {system} {number}", zh, en)
                for number, (zh, en) in enumerate(zip(chinese, english, strict=True), start=1)
            ]
    return told


def page_lines(name: str, english: Path, chinese: Path | None = None) -> list[Line]:
    """The paragraphs of a page, with its Chinese where there is one, paragraph by paragraph."""
    paragraphs = english.read_text("utf-8").splitlines()
    beside = chinese.read_text("utf-8").splitlines() if chinese else [""] * len(paragraphs)
    if len(beside) != len(paragraphs):
        beside = ["\n".join(beside)] * len(paragraphs)
    return [Line(name, zh, en) for zh, en in zip(beside, paragraphs, strict=True)]


def look(drafts: Sequence[Draft], lines: Iterable[Line]) -> None:
    """Writes into each draft which of its artifacts stand in the lines, and where. Beside
    Chinese an artifact counts only where that holds the term."""
    keys = [(draft, artifact) for draft in drafts for artifact in draft.artifacts]
    scanner: Scanner[int] = scanner_of([artifact for _, artifact in keys])
    told = [line for line in lines if line.english]
    places: dict[int, list[str]] = defaultdict(list)
    for number in sorted(scanner.touched([line.english for line in told])):
        line = told[number]
        for hit in scanner.scan(line.english):
            if line.chinese and keys[hit.key][0].source not in line.chinese:
                continue
            if line.place not in places[hit.key]:
                places[hit.key].append(line.place)
    for key, where in places.items():
        draft, artifact = keys[key]
        more = f" and {len(where) - MOST_NAMED} more" if len(where) > MOST_NAMED else ""
        draft.seen.setdefault(artifact, "; ".join(where[:MOST_NAMED]) + more)
