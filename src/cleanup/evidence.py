"""What a rule or term is worth: counts of right and wrong, and the trust they earn.

The unit is a rule or one artifact of a term. Its class lends it ten firings at the class's
rate; trust is the lower bound of what was lent plus what was seen.
"""

from __future__ import annotations

import math
from typing import Literal

from cleanup.proposal import TRUSTS, Trust

EvidenceKind = Literal["own", "seen", "likely", "rule", "pass", "engine"]
"""Classes of evidence: the project's own glossary, artifacts of a pack that were seen in real
texts, those that were not yet, rules, a pass in code, an outside engine."""

CLASS_RATES: dict[EvidenceKind, float] = {
    "own": 0.9,
    "seen": 0.9,
    "rule": 0.9,
    "pass": 0.9,
    "likely": 0.5,
    "engine": 0.5,
}
"""How often a class is right before anything was measured."""

LENT = 10
"""So many firings at its rate the class lends to each of its members."""

SAFE_FROM = 0.9
ASK_FROM = 0.7
_Z_90 = 1.2815515655446004  # one-sided 90 % of the normal distribution


def wilson_lower(right: float, total: float) -> float:
    """The one-sided 90 % lower bound of the share of `right` in `total`, from 0 to 1.

    The score interval of E. B. Wilson, "Probable inference, the law of succession, and
    statistical inference", Journal of the American Statistical Association 22 (1927). Counts
    may be fractions; nothing seen gives 0. Raises `ValueError` unless 0 <= right <= total.
    """
    if not 0 <= right <= total:
        raise ValueError(f"not a share: {right} of {total}")
    if total == 0:
        return 0.0
    share = right / total
    square = _Z_90 * _Z_90
    middle = share + square / (2 * total)
    margin = _Z_90 * math.sqrt((share * (1 - share) + square / (4 * total)) / total)
    return max(0.0, (middle - margin) / (1 + square / total))


def trust_of(
    kind: EvidenceKind, ceiling: Trust | None = None, right: float = 0, wrong: float = 0
) -> Trust:
    """The trust that a member of a class earns with so many right and wrong firings of its own.

    `ceiling` is the best that its own file allows; it never raises trust.
    """
    lent = LENT * CLASS_RATES[kind]
    bound = wilson_lower(lent + right, LENT + right + wrong)
    earned: Trust = "safe" if bound >= SAFE_FROM else "ask" if bound >= ASK_FROM else "hint"
    return earned if ceiling is None else lower_trust(earned, ceiling)


def lower_trust(one: Trust, other: Trust) -> Trust:
    """The more careful of two."""
    return max(one, other, key=TRUSTS.index)
