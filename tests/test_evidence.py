from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.evidence import CLASS_RATES, lower_trust, trust_of, wilson_lower
from cleanup.proposal import TRUSTS

COUNTS = st.integers(min_value=0, max_value=10_000)


def test_nine_right_of_ten_gives_a_bound_of_seventy_two_percent() -> None:
    assert wilson_lower(9, 10) == pytest.approx(0.7175, abs=0.0001)


def test_nothing_seen_proves_nothing() -> None:
    assert wilson_lower(0, 0) == 0


def test_more_right_than_seen_is_refused() -> None:
    with pytest.raises(ValueError, match="not a share: 3 of 2"):
        wilson_lower(3, 2)


@given(COUNTS, COUNTS)
def test_the_bound_lies_below_the_share_and_within_zero_and_one(right: int, wrong: int) -> None:
    bound = wilson_lower(right, right + wrong)
    assert 0 <= bound <= 1
    if right + wrong:
        assert bound <= right / (right + wrong) + 1e-12


@given(COUNTS, COUNTS)
def test_one_more_right_firing_never_lowers_the_bound(right: int, wrong: int) -> None:
    more = wilson_lower(right + 1, right + 1 + wrong)
    assert more >= wilson_lower(right, right + wrong) - 1e-12


@given(COUNTS, COUNTS)
def test_one_more_wrong_firing_never_raises_the_bound(right: int, wrong: int) -> None:
    more = wilson_lower(right, right + wrong + 1)
    assert more <= wilson_lower(right, right + wrong) + 1e-12


@pytest.mark.parametrize("kind", ["own", "seen", "rule", "pass"])
def test_before_any_measurement_a_person_decides(kind: str) -> None:
    assert trust_of(kind) == "ask"  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["likely", "engine"])
def test_what_was_never_seen_is_only_a_hint(kind: str) -> None:
    assert trust_of(kind) == "hint"  # type: ignore[arg-type]


def test_many_right_firings_make_a_rule_safe_and_wrong_ones_make_it_a_hint() -> None:
    assert trust_of("rule", right=60, wrong=1) == "safe"
    assert trust_of("rule", right=6, wrong=4) == "hint"


def test_a_ceiling_only_lowers() -> None:
    assert trust_of("rule", ceiling="ask", right=1000) == "ask"
    assert trust_of("engine", ceiling="safe") == "hint"


@given(st.sampled_from(TRUSTS), st.sampled_from(TRUSTS))
def test_the_lower_of_two_trusts_is_no_better_than_either(one: str, other: str) -> None:
    lower = lower_trust(one, other)  # type: ignore[arg-type]
    assert TRUSTS.index(lower) == max(TRUSTS.index(one), TRUSTS.index(other))


def test_every_class_lends_a_rate_between_zero_and_one() -> None:
    assert all(0 < rate < 1 for rate in CLASS_RATES.values())
