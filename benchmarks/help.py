"""`cleanup --help`: how long an editor waits for nothing but an answer."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Row, beside_bare_python

AT_MOST = 0.2


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row."""
    took, bare = beside_bare_python(["--help"], max(1, round(9 * scale)))
    yield Row(
        "cleanup --help",
        took,
        beside=f"an interpreter that does nothing ({bare * 1000:.0f} ms)",
        ratio=took / bare,
        target=f"{AT_MOST} s",
        reached=took <= AT_MOST,
    )
