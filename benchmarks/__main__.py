"""`python -m benchmarks` runs all benchmarks, `python -m benchmarks NAME ...` some of them.

Times are process times (user and system), medians of several runs; every one stands beside
something that was measured in the same run, for machines differ.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks.measure import Row, table

NAMES = ("help", "check_article", "scan", "memory", "reading", "worddiff", "ledger", "edition")
"""All benchmarks; each is one module with a function `run`."""


def runner(name: str) -> Callable[[float], Iterator[Row]]:
    """The function that runs a benchmark; it takes the share of the full size."""
    found: Callable[[float], Iterator[Row]] = importlib.import_module(f"benchmarks.{name}").run
    return found


def main(names: Sequence[str]) -> int:
    """Runs the named benchmarks, or all, and prints the table."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"there is no benchmark {unknown[0]!r}; known are {', '.join(NAMES)}")
        return 2
    rows: list[Row] = []
    for name in names or NAMES:
        print(f"{name} ...", file=sys.stderr)
        rows += runner(name)(1.0)
    print(table(rows))
    if "scan" in (names or NAMES) and (
        missing := importlib.import_module("benchmarks.scan").absent()
    ):
        print(f"\nNot installed here, so not measured: {', '.join(missing)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
