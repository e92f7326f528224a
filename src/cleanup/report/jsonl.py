"""Proposals for programs: one JSON object a line."""

from __future__ import annotations

from collections.abc import Sequence

from cleanup.report.model import Report
from cleanup.wire import dumps, proposal_line


def jsonl(reports: Sequence[Report]) -> str:
    """One line a proposal with the keys of `wire.proposal_line`, sorted by start, end and
    proposal within each document; decisions are not told here but in the ledger."""
    return "".join(
        f"{dumps(proposal_line(proposal, report.name))}\n"
        for report in reports
        for proposal in sorted(report.proposals, key=lambda p: p.sort_key)
    )
