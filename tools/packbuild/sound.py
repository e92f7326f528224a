"""What sound English says of an artifact: whether it stands there, whether it reads oddly.

Published English of many kinds is read once; what it says of each artifact is kept in a
small table beside the other hand-made decisions, so that the packs can be built again
without the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cleanup.glossary.finder import words_pattern
from cleanup.glossary.inflection import is_plural, pluralized
from cleanup.matching import Scanner

from .grammar import words_of

MOST_BY_CHANCE = 0.4
"""So often at most two words may be expected side by side by chance, for their absence to
say nothing."""

HEADER = """\
# What sound English says of artifacts; made by `build_packs.py sift`, not by hand.
# Columns: artifact, how often it stands in sound English, and `plain` where nothing in it
# reads oddly (every pair of its words is good English, or the words are rare).
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How often an artifact stands in sound English, and whether it reads like it."""

    hits: int
    plain: bool


NOT_SOUND = Verdict(0, plain=False)


def scanner_of(artifacts: Sequence[str], *, verb: bool = True) -> Scanner[int]:
    """Finds the artifacts (by number) in the forms that the engine finds them in."""
    return Scanner(
        words_pattern(number, text, noun=True, verb=verb) for number, text in enumerate(artifacts)
    )


def sift(artifacts: Sequence[str], texts: Sequence[str]) -> dict[str, Verdict]:
    """The verdict for each artifact."""
    scanner = scanner_of(artifacts)
    hits: Counter[int] = Counter()
    for number in sorted(scanner.touched(texts)):
        hits.update(hit.key for hit in scanner.scan(texts[number]))
    single, pairs, total = _counts(texts)
    return {
        text: Verdict(hits[number], _is_plain(text, single, pairs, total))
        for number, text in enumerate(artifacts)
    }


def _counts(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]], int]:
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        words = list(_folded(text))
        single.update(words)
        pairs.update(pairwise(words))
    return single, pairs, sum(single.values())


def _folded(text: str) -> Iterator[str]:
    """The words with plurals as singulars and compounds taken apart."""
    for word in words_of(text):
        for part in word.split("-"):
            low = part.removesuffix("'s")
            yield _singular(low) if is_plural(low) else low


def _singular(word: str) -> str:
    short = word.removesuffix("s")
    for guess in (short, short.removesuffix("e"), word.removesuffix("ies") + "y"):
        if pluralized(guess or "x") == word:
            return guess
    return short


def _is_plain(
    artifact: str, single: Mapping[str, int], pairs: Mapping[tuple[str, str], int], total: int
) -> bool:
    words = list(_folded(artifact))
    if any(single.get(word, 0) < 2 for word in words):
        return False  # a word that English does not know
    for pair in pairwise(words):
        if pairs.get(pair, 0):
            continue
        chance = single[pair[0]] * single[pair[1]] / total
        if len(words) > 2 or chance > MOST_BY_CHANCE:
            return False
    return True


def write_table(file: Path, verdicts: Mapping[str, Verdict]) -> None:
    """Keeps the verdicts that are not the usual one."""
    lines = [
        f"{text}\t{verdict.hits}\t{'plain' if verdict.plain else ''}".rstrip()
        for text, verdict in sorted(verdicts.items())
        if verdict != NOT_SOUND
    ]
    file.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


def read_table(file: Path) -> dict[str, Verdict]:
    """The verdicts that were kept; an artifact that is not among them is not sound."""
    told: dict[str, Verdict] = {}
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, hits, *plain = line.split("\t")
            told[text] = Verdict(int(hits), plain == ["plain"])
    return told
