"""`cleanup check` of the reference article with the glossary and rules of this repository."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Row, beside_bare_python

ARTICLE = "seeds/shandong-mayors.txt"
AT_MOST = 0.6


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row."""
    took, bare = beside_bare_python(["check", ARTICLE], max(1, round(9 * scale)))
    yield Row(
        "cleanup check, reference article",
        took,
        note="warm cache",
        beside=f"an interpreter that does nothing ({bare * 1000:.0f} ms)",
        ratio=took / bare,
        target=f"{AT_MOST} s",
        reached=took <= AT_MOST,
    )
