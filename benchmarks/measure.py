"""Taking times: process time, the median of some runs, beside something in the same run."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a job, what it took, and beside what.

    `took` is in the unit that `unit` names. `ratio` is `took` over what `beside` took in
    the same run. `target` says in words what was asked for and `reached` whether it holds.
    """

    job: str
    took: float
    unit: str = "s"
    beside: str = ""
    ratio: float | None = None
    note: str = ""
    target: str = ""
    reached: bool | None = None


def clock(call: Callable[[], object], times: int = 5) -> float:
    """The median process time of a call, in seconds (user and system)."""
    taken: list[float] = []
    for _ in range(times):
        gc.collect()
        began = time.process_time()
        call()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def alternately(*calls: Callable[[], object], times: int = 5) -> tuple[float, ...]:
    """The median process times of several calls, run in turns, so that what else the
    machine does falls on all of them alike."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, mine in zip(calls, taken, strict=True):
            mine.append(clock(call, 1))
    return tuple(statistics.median(mine) for mine in taken)


def child(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """The process time in seconds of one run of Python with these arguments.

    Whatever it prints is dropped. Raises `RuntimeError` where it ends with more than 1.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def environment(folder: Path) -> dict[str, str]:
    """The environment of a run on a machine that has run the program before: compiled
    modules and the program's cache are kept, in a folder of the benchmark's own."""
    told = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return told | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "NO_COLOR": "1",
    }


def beside_bare_python(arguments: Sequence[str], times: int) -> tuple[float, float]:
    """The median process time of `cleanup` with these arguments, everything warm, and that
    of an interpreter that does nothing."""
    with tempfile.TemporaryDirectory() as folder:
        around = environment(Path(folder))
        ours, bare = ("-m", "cleanup", *arguments), ("-c", "pass")
        child(ours, around)  # compiles the modules and fills the cache
        mine: list[float] = []
        theirs: list[float] = []
        for _ in range(times):
            theirs.append(child(bare, around))
            mine.append(child(ours, around))
    return statistics.median(mine), statistics.median(theirs)


def peak_memory() -> int:
    """The most memory that this process has held, in bytes; 0 where nobody can tell."""
    with suppress(AttributeError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return 0


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    head = ("job", "took", "beside, in the same run", "ratio", "target", "")
    body = [
        (
            row.job + (f" ({row.note})" if row.note else ""),
            f"{row.took:.3g} {row.unit}" if row.took < 1000 else f"{row.took:.0f} {row.unit}",
            row.beside,
            ""
            if row.ratio is None
            else f"{row.ratio:.2f}"
            if row.ratio < 10
            else f"{row.ratio:.0f}",
            row.target,
            {None: "", True: "reached", False: "missed"}[row.reached],
        )
        for row in rows
    ]
    widths = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *body]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )
