"""One run over all readings tells which are worth a look: none with a match is passed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup import matching, packs
from cleanup.matching import Match, Pattern, Scanner, phrase_pattern
from cleanup.phrases import parse_phrase
from cleanup.text import Span

PHRASES = ("release and control", "discharge (tube|pipe)", "cross-border trade", "o'clock")
BRICKS = [*"release control discharge Pipe cross border clock".split(" "), " and ", " tube"]
BRICKS += [" trade", "o", "-", "’", "'", '"', " ", ".", "\n", "é", "İ", "中", "，", "s"]
TEXTS = st.lists(st.lists(st.sampled_from(BRICKS), max_size=12).map("".join), max_size=8)


def scanner() -> Scanner[str]:
    return Scanner(phrase_pattern(words, parse_phrase(words)) for words in PHRASES)


@given(TEXTS)
def test_every_text_with_a_match_is_touched(texts: list[str]) -> None:
    found = scanner()
    assert {n for n, text in enumerate(texts) if found.scan(text)} <= found.touched(texts)


@given(TEXTS)
def test_it_makes_no_difference_how_many_texts_go_into_a_run(texts: list[str]) -> None:
    found = scanner()
    whole = found.touched(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_BUNCH", 10)
        in_parts = found.touched(texts)
    matched = {n for n, text in enumerate(texts) if found.scan(text)}
    assert matched <= in_parts
    if not any("\n" in text for text in texts):
        assert whole == in_parts


def test_texts_without_an_anchor_are_passed_over() -> None:
    texts = ["Nothing here.", "They release and control clothing.", "", "A discharge pipe."]
    assert scanner().touched(texts) == {1, 3}


def test_an_anchor_does_not_reach_from_one_text_into_the_next() -> None:
    assert scanner().touched(["They release", "and control it."]) == set()


def test_an_anchor_inside_a_longer_word_touches_nothing() -> None:
    assert scanner().touched(["The tradecross-border trademark", "rerelease and control"]) == set()


def test_all_texts_of_a_run_are_looked_at_where_one_has_a_line_break_of_its_own() -> None:
    assert scanner().touched(["one\ntwo", "discharge tube", "three"]) == {0, 1, 2}


def comma(text: str, at: Span) -> Iterator[Match]:
    del at
    place = text.find("，")
    if place >= 0:
        yield Match(Span(place, place + 1))


def test_a_pattern_without_an_anchor_touches_every_text() -> None:
    assert Scanner([Pattern("comma", (), comma)]).touched(["a", "b", "c"]) == {0, 1, 2}


def test_a_pattern_with_signs_touches_and_finds_only_texts_that_hold_one() -> None:
    found = Scanner([Pattern("comma", (), comma, signs=("，", "、"))])
    assert found.touched(["a，b", "a, b", "a、b"]) == {0, 2}
    assert [hit.span for hit in found.scan("a，b")] == [Span(1, 2)]


def test_much_text_is_searched_with_the_quick_automaton_and_the_same_result() -> None:
    texts = ["The mill is old. " * 50, "A discharge tube."] * 10
    usual = scanner().touched(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_BUNCH", 1_000)
        quick = scanner()
        assert quick.touched(texts) == usual == set(range(1, 20, 2))
        assert "_quick_automaton" in vars(quick)


def test_the_shipped_rules_pass_over_plain_prose() -> None:
    book = packs.rules("zh-en")
    texts = ["The mill by the river was rebuilt.", "It opened in May，and closed in June."]
    assert book.touched(texts) == {1}
