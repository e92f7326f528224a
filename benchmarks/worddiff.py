"""The word diff of a large text with a thoroughly reworked one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks import texts
from benchmarks.measure import Row, alternately
from cleanup.worddiff import diff, words

SIZE = 1_000_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row."""
    size = max(2_000, round(SIZE * scale))
    before = texts.prose(size)
    after = reworked(before)
    ours, theirs = alternately(
        lambda: diff(before, after), lambda: (words(before), words(after)), times=3
    )
    yield Row(
        f"word diff of {size / 1e6:.2g} MB",
        ours,
        note=f"{len(diff(before, after)):,} changes",
        beside=f"taking both texts apart into words ({theirs:.2f} s)",
        ratio=ours / theirs,
    )


def reworked(text: str) -> str:
    """The text with every twentieth word or so changed, dropped or doubled, and with some
    paragraphs gone."""
    chance = random.Random(6)
    kept = [p for p in text.split("\n\n") if chance.random() > 0.01]
    return "\n\n".join(" ".join(_reworked(word, chance) for word in p.split(" ")) for p in kept)


def _reworked(word: str, chance: random.Random) -> str:
    told = chance.random()
    if told > 0.05:
        return word
    return f"{word} {word}" if told < 0.01 else "" if told < 0.02 else chance.choice(texts.words())
