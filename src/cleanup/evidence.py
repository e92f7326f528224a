"""What a rule or term is worth: counts of right and wrong, and the trust they earn.

The unit is a rule or one artifact of a term. Its class lends it ten firings at the class's
rate; trust is the lower bound of what was lent plus what was seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from cleanup.errors import ConfigError
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

MEASURED_FROM = 10
"""From so many judged firings on, a class counts as measured."""

LENT = 10
"""So many firings at its rate the class lends to each of its members."""

SAFE_FROM = 0.9
ASK_FROM = 0.7
_Z_90 = 1.2815515655446004  # one-sided 90 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Judged:
    """Firings that were judged right and wrong; `sets` says on which texts, and how."""

    right: int
    wrong: int
    sets: str


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured: the judged firings of each class of each pack file."""

    classes: Mapping[tuple[str, EvidenceKind], Judged] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def rate(self, file: str, kind: EvidenceKind) -> float:
        """How often a class of this pack file is right, from 0 to 1: as measured where at
        least `MEASURED_FROM` of its firings were judged, else as before any measurement."""
        judged = self.classes.get((file, kind))
        if judged is None or judged.right + judged.wrong < MEASURED_FROM:
            return CLASS_RATES[kind]
        return judged.right / (judged.right + judged.wrong)


def parse(text: str, file: str = "evidence.tsv") -> Table:
    """The table that a text writes: pack file, class, right, wrong and sets, parted by tabs.

    Lines that begin with # are comments. `file` is the name that errors give. Raises
    `ConfigError`, one line, for a row that is not so, or a class of a file told twice.
    """
    classes: dict[tuple[str, EvidenceKind], Judged] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, judged = _row(line, f"{file} line {number}")
        if key in classes:
            raise ConfigError(
                f"{file} line {number}: the class {key[1]} of {key[0]} stands here a second"
                " time; join the two rows"
            )
        classes[key] = judged
    return Table(MappingProxyType(classes))


def _row(line: str, where: str) -> tuple[tuple[str, EvidenceKind], Judged]:
    cells = line.split("\t")
    if len(cells) != 5:
        raise ConfigError(
            f"{where}: a row has five columns (pack file, class, right, wrong, sets) with a tab"
            f" between them, and this one has {len(cells)}; correct it"
        )
    name, told, right, wrong, sets = (cell.strip() for cell in cells)
    kind = next((known for known in get_args(EvidenceKind) if known == told), None)
    if kind is None:
        raise ConfigError(
            f"{where}: there is no class {told!r}; write one of {', '.join(get_args(EvidenceKind))}"
        )
    for count in (right, wrong):
        if not (count.isascii() and count.isdigit()):
            raise ConfigError(f"{where}: {count!r} is no count; write a whole number such as 12")
    return (name, kind), Judged(int(right), int(wrong), sets)


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
    kind: EvidenceKind,
    ceiling: Trust | None = None,
    right: float = 0,
    wrong: float = 0,
    *,
    rate: float | None = None,
) -> Trust:
    """The trust that a member of a class earns with so many right and wrong firings of its own.

    `rate` is that of its class, from 0 to 1 (`Table.rate`); not given, the one before any
    measurement. `ceiling` is the best that its own file allows; it never raises trust.
    """
    lent = LENT * (CLASS_RATES[kind] if rate is None else rate)
    bound = wilson_lower(lent + right, LENT + right + wrong)
    earned: Trust = "safe" if bound >= SAFE_FROM else "ask" if bound >= ASK_FROM else "hint"
    return earned if ceiling is None else lower_trust(earned, ceiling)


def lower_trust(one: Trust, other: Trust) -> Trust:
    """The more careful of two."""
    return max(one, other, key=TRUSTS.index)
