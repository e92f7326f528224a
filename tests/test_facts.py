"""What an edit may not change unseen: figures, dates, currency, negation, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.facts import FACTS, changed, compare
from making import RAW_TEXTS, at
from strategies import spans_in


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("5 percent", "6 percent", ("figure",)),
        ("31 million 100 thousand tons", "31.1 million tons", ("figure",)),
        ("1,000 cities", "1000 cities", ()),
        ("5 percent", "5%", ()),
        ("Two is to", "Second,", ()),
        ("thirty years", "forty years", ("figure",)),
        ("ninety percent", "nineteen percent", ("figure",)),
        ("one reform", "a reform", ()),
        ("two of them", "three of them", ("figure",)),
        ("a dozen", "a hundred", ("figure",)),
        ("grew by -5%", "grew by 5%", ("figure",)),
        ("grew by 3-5%", "grew by 3 to 5%", ()),
        ("in March", "in April", ("date",)),
        ("on Monday", "on Tuesday", ("date",)),
        ("march on", "walk on", ()),
        ("5 yuan", "5 dollars", ("currency",)),
        ("5 yuan", "5 RMB", ()),
        ("$5", "€5", ("currency",)),
        ("did not grow", "grew", ("negation",)),
        ("cannot grow", "can not grow", ()),
        ("didn’t grow", "did not grow", ()),
        ("no growth without reform", "no growth", ("negation",)),
        ("the mayor of Jinan", "the mayor of Qingdao", ("name",)),
        ("the mayor of Jinan", "Jinan's mayor", ()),
        ("Jinan’s mayor", "Jinan's mayor", ()),
        ("the city of jinan", "the city of Jinan", ()),
        ("in 2018 in Jinan, 5 yuan", "not", ("figure", "currency", "negation", "name")),
        ("nothing new", "nothing new", ()),
        ("", "", ()),
    ],
)
def test_the_kinds_of_fact_that_differ(before: str, after: str, kinds: tuple[str, ...]) -> None:
    assert compare(before, after) == kinds
    assert compare(after, before) == kinds


def test_a_capital_that_opens_a_sentence_is_no_name() -> None:
    assert compare("Growth goes on", "Reform goes on", opens_sentence=True) == ()
    assert compare("Growth goes on", "Reform goes on") == ("name",)
    assert compare("It grows. Then more", "It grows. Later more", opens_sentence=True) == ()
    text = "It grows. Reform goes on: “Growth” it is."
    assert changed(text, at(text, "Reform"), "Change") == ()
    assert changed(text, at(text, "Growth"), "Change") == ()
    assert changed(text, at(text, "goes"), "Jinan") == ("name",)


def test_may_is_a_month_only_inside_a_sentence() -> None:
    assert compare("in May", "in June") == ("date",)
    assert compare("May it grow", "It may grow", opens_sentence=True) == ()


@pytest.mark.parametrize(
    ("text", "words", "after", "kinds"),
    [
        ("up by 15 percent", "5", "6", ("figure",)),
        ("up by 5 percent", "", "1", ("figure",)),
        ("up by 5 percent", " ", "", ()),
        ("it is not so", "not ", "", ("negation",)),
        ("it is unlike it", "it", "it", ()),
        ("the Jinan area", "nan", "xi", ("name",)),
    ],
)
def test_an_edit_is_read_in_whole_words(
    text: str, words: str, after: str, kinds: tuple[str, ...]
) -> None:
    span = at(text, words) if words.strip() else at(text, "5")
    if not words.strip():
        span = type(span)(span.start, span.start) if words == "" else at(text, "up by ")
        after = "1" if words == "" else "up by  "
    assert changed(text, span, after) == kinds


@given(RAW_TEXTS, RAW_TEXTS, st.booleans())
def test_comparing_is_the_same_in_both_directions(one: str, other: str, opens: bool) -> None:
    assert compare(one, other, opens_sentence=opens) == compare(other, one, opens_sentence=opens)
    assert compare(one, one, opens_sentence=opens) == ()
    told = compare(one, other, opens_sentence=opens)
    assert list(told) == [kind for kind in FACTS if kind in told]


@given(st.data())
def test_an_edit_that_changes_nothing_changes_no_fact(data: st.DataObject) -> None:
    text = data.draw(RAW_TEXTS) + " 5 Jinan " + data.draw(RAW_TEXTS)
    span = data.draw(spans_in(len(text)))
    assert changed(text, span, span.of(text)) == ()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_changed_whole_number_is_always_seen(one: int, other: int) -> None:
    text = f"In all {one:,} tons were made."
    seen = changed(text, at(text, f"{one:,}"), f"{other:,}")
    assert seen == (("figure",) if one != other else ())


def test_the_sign_for_a_number_denies_nothing() -> None:
    assert compare("the first project", "the No. 1 project") == ("figure",)
    assert compare("No. He left", "He left", opens_sentence=True) == ("negation",)
