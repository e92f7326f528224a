"""From a ledger to the text: the fold over the decisions, and the edition's bytes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.decisions import reviewed
from benchmarks.measure import Row, alternately
from cleanup import formats
from cleanup.decision import fold
from cleanup.edition import make_edition

DECISIONS = 10_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """Two rows: the fold, the emission."""
    document, decisions = reviewed(max(20, round(DECISIONS * scale)))

    def emit() -> bytes:
        return formats.write_document(document, make_edition(document, decisions).text)

    def joined() -> str:
        parts, at = [], 0
        for decision in decisions:
            after = decision.before if decision.after is None else decision.after
            parts += [document.text[at : decision.span.start], after]
            at = decision.span.end
        return "".join([*parts, document.text[at:]])

    folding, emitting, joining = alternately(lambda: fold(document.text, decisions), emit, joined)
    beside = f"joining the pieces by hand ({joining * 1000:.1f} ms)"
    told = f"{len(decisions):,} decisions"
    yield Row(f"fold over {told}", folding, beside=beside, ratio=folding / joining)
    yield Row(f"edition of {told}", emitting, beside=beside, ratio=emitting / joining)
