"""`cleanup check` of the reference article with the glossary and rules of this repository.

Warm is a machine that has run the program before; cold is one whose cache folder is empty, so
that the term packs are compiled and the examples of the glossary are tried.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, child, environment

ARTICLE = "seeds/shandong-mayors.txt"
WARM, COLD = 0.6, 3.0
LIBRARIES = "import click, regex, yaml"


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row with a warm cache, one from a cold one."""
    with tempfile.TemporaryDirectory() as folder:
        around = environment(Path(folder))
        ours = ("-m", "cleanup", "check", ARTICLE)
        child(ours, around)  # compiles the modules and fills the cache
        runs: dict[str, list[float]] = {"ours": [], "bare": [], "libraries": []}
        for _ in range(max(1, round(9 * scale))):
            runs["bare"].append(child(("-c", "pass"), around))
            runs["libraries"].append(child(("-c", LIBRARIES), around))
            runs["ours"].append(child(ours, around))
        took = {name: statistics.median(times) for name, times in runs.items()}
        yield Row(
            "cleanup check, reference article",
            took["ours"],
            note="warm cache",
            beside=f"an interpreter that does nothing ({took['bare'] * 1000:.0f} ms)",
            ratio=took["ours"] / took["bare"],
            target=f"{WARM} s",
            reached=took["ours"] <= WARM,
        )
        yield Row(
            "the same",
            took["ours"],
            beside=f"importing click, regex, yaml ({took['libraries'] * 1000:.0f} ms)",
            ratio=took["ours"] / took["libraries"],
        )
        cold = [_cold(ours, around) for _ in range(max(1, round(3 * scale)))]
    took_cold = statistics.median(cold)
    yield Row(
        "cleanup check, reference article",
        took_cold,
        note="cold cache",
        beside=f"from a warm one ({took['ours']:.2f} s)",
        ratio=took_cold / took["ours"],
        target=f"{COLD:g} s",
        reached=took_cold <= COLD,
    )


def _cold(arguments: tuple[str, ...], around: dict[str, str]) -> float:
    with tempfile.TemporaryDirectory() as empty:
        return child(arguments, around | {"XDG_CACHE_HOME": empty})
