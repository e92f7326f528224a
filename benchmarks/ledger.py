"""The ledger: many decisions appended one by one, as a reviewer does, and read again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.decisions import reviewed
from benchmarks.measure import Row, alternately, clock
from cleanup.decision import Decision
from cleanup.ledger import Ledger, LedgerState, chained

LINES = 10_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """Three rows: appending in one batch, appending the last ten singly, reading."""
    _, decisions = reviewed(max(20, round(LINES * scale)))
    head, tail = decisions[:-10], decisions[-10:]
    batch = [
        replace(decision, batch="whole", number=number, of=len(head))
        for number, decision in enumerate(head, start=1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"

        def anew() -> None:
            path.unlink(missing_ok=True)
            Ledger(path).append(lambda _: batch)

        def bare() -> None:
            for line in chained(batch, "")[0].splitlines():
                hashlib.sha256(line)

        def one_by_one() -> None:
            for decision in tail:
                _append(ledger, [decision])

        def parsed() -> None:
            for line in path.read_bytes().splitlines():
                json.loads(line)

        appending, signing = alternately(anew, bare)
        yield Row(
            f"appending {len(batch):,} decisions at once",
            appending,
            beside=f"writing their lines in memory ({signing:.2f} s)",
            ratio=appending / signing,
        )
        ledger = Ledger(path)
        ledger.read()
        singly = clock(one_by_one, 1)
        yield Row(
            f"appending one to {len(batch):,}",
            singly / len(tail) * 1000,
            "ms",
            beside="one line of the batch",
            ratio=singly / len(tail) / (appending / len(batch)),
        )
        reading, parsing = alternately(lambda: Ledger(path).read(), parsed)
        yield Row(
            f"reading {len(decisions):,} decisions",
            reading,
            beside=f"parsing their JSON ({parsing:.2f} s)",
            ratio=reading / parsing,
        )


def _append(ledger: Ledger, decisions: Sequence[Decision]) -> LedgerState:
    return ledger.append(lambda _: decisions)
