from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup import packs
from cleanup.errors import ConfigError
from cleanup.evidence import (
    CLASS_RATES,
    MEASURED_FROM,
    Judged,
    Table,
    lower_trust,
    parse,
    trust_of,
    wilson_lower,
)
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


# --- the table of what was measured ---------------------------------------------------------

TABLE = """# how it was made
zh-en/terms/a.yaml\tseen\t46\t4\ta judged sample

zh-en/terms/a.yaml\tlikely\t9\t0\ta judged sample
zh-en/terms/b.yaml\tlikely\t23\t2\ta judged sample
zh-en/terms/c.yaml\tlikely\t8\t2\ta judged sample
"""


def test_a_measured_class_has_its_own_rate() -> None:
    assert parse(TABLE).rate("zh-en/terms/a.yaml", "seen") == pytest.approx(0.92)


def test_a_class_with_fewer_than_ten_judged_firings_keeps_the_rate_before_measurement() -> None:
    table = parse(TABLE)
    assert table.rate("zh-en/terms/a.yaml", "likely") == CLASS_RATES["likely"]
    assert table.rate("zh-en/terms/other.yaml", "seen") == CLASS_RATES["seen"]
    assert table.rate("glossary.yaml", "own") == CLASS_RATES["own"]


def test_nothing_measured_is_an_empty_table() -> None:
    assert parse("# nothing yet\n") == Table()
    assert Table().rate("zh-en/terms/a.yaml", "seen") == CLASS_RATES["seen"]


def test_the_table_keeps_where_its_counts_come_from() -> None:
    assert parse(TABLE).classes["zh-en/terms/a.yaml", "seen"] == Judged(46, 4, "a judged sample")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a.yaml\tseen\t1\t2", "e.tsv line 1: a row has five columns .* this one has 4; correct"),
        ("a.yaml\tsene\t1\t2\ts", "e.tsv line 1: there is no class 'sene'; write one of own, seen"),
        ("a.yaml\tseen\t-1\t2\ts", "e.tsv line 1: '-1' is no count; write a whole number"),
        ("a.yaml\tseen\t1\t2.5\ts", "e.tsv line 1: '2.5' is no count"),
        (
            "a.yaml\tseen\t1\t2\ts\na.yaml\tseen\t3\t4\ts",
            "e.tsv line 2: the class seen of a.yaml stands here a second time; join the two rows",
        ),
    ],
)
def test_a_row_that_is_wrong_is_refused_in_one_line(row: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse(row, "e.tsv")


@given(COUNTS, COUNTS)
def test_a_rate_lies_within_zero_and_one(right: int, wrong: int) -> None:
    table = parse(f"a.yaml\tlikely\t{right}\t{wrong}\ts")
    assert 0 <= table.rate("a.yaml", "likely") <= 1


def test_the_rate_of_its_class_decides_how_far_a_likely_artifact_is_trusted() -> None:
    table = parse(TABLE)
    asked = table.rate("zh-en/terms/b.yaml", "likely")
    assert (asked, trust_of("likely", rate=asked)) == (0.92, "ask")
    hinted = table.rate("zh-en/terms/c.yaml", "likely")
    assert (hinted, trust_of("likely", rate=hinted)) == (0.8, "hint")


def test_a_class_alone_never_makes_a_member_safe() -> None:
    assert trust_of("seen", rate=1.0) == "ask"
    assert trust_of("seen", right=60, rate=1.0) == "safe"


def test_a_ceiling_holds_whatever_the_class_is_worth() -> None:
    assert trust_of("seen", ceiling="hint", rate=1.0) == "hint"


def test_the_shipped_table_speaks_of_files_that_ship() -> None:
    table = packs.measured()
    files = {entry.file for entry in packs.terms("zh-en").entries}
    assert {file for file, _ in table.classes} <= files
    assert any(j.right + j.wrong >= MEASURED_FROM for j in table.classes.values())
