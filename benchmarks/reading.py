"""Reading a large file into segments and readings."""

from __future__ import annotations

from collections.abc import Iterator

import pyromark

from benchmarks import texts
from benchmarks.measure import Row, alternately
from cleanup import formats

SIZE = 20_000_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row for plain text, one for Markdown."""
    size = max(2_000, round(SIZE * scale))
    plain, marked = texts.prose(size).encode(), texts.markdown(size).encode()
    ours, theirs = alternately(
        lambda: formats.read_document("text", plain, extension=".txt"),
        lambda: plain.decode().split("\n\n"),
        times=3,
    )
    yield Row(
        f"reading {len(plain) / 1e6:.3g} MB of plain text",
        len(plain) / 1e6 / ours,
        "MB/s",
        beside=f"splitting it at empty lines ({theirs:.2f} s)",
        ratio=ours / theirs,
    )
    ours, theirs = alternately(
        lambda: formats.read_document("text", marked, extension=".md"),
        lambda: list(pyromark.events_with_range(marked.decode())),
        times=3,
    )
    yield Row(
        f"reading {len(marked) / 1e6:.3g} MB of Markdown",
        len(marked) / 1e6 / ours,
        "MB/s",
        beside=f"the parser's events alone ({theirs:.2f} s)",
        ratio=ours / theirs,
    )
