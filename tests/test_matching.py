from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.matching import (
    Hit,
    Match,
    OutOfTimeError,
    Pattern,
    Scanner,
    fold,
    phrase_anchors,
    phrase_pattern,
    scan_form,
    tabulate,
    words_in,
)
from cleanup.phrases import parse_phrase
from cleanup.text import Span


def found(patterns: list[Pattern[str]], text: str) -> list[tuple[str, str]]:
    return [(hit.key, hit.span.of(text)) for hit in Scanner(patterns).scan(text)]


def phrase(text: str) -> Pattern[str]:
    return phrase_pattern(text, parse_phrase(text))


def test_folding_makes_case_quotes_dashes_and_spaces_alike() -> None:
    assert fold("“Ja” — ‘X’\u00a0y，Z") == "\"ja\" - 'x' y,z"


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_form_for_scanning_has_no_quotes_or_hyphens() -> None:
    assert scan_form('The "Well-Off" People\'s') == "the well off peoples"
    assert scan_form("The “Well‑Off” People’s") == "the well off peoples"


def test_all_patterns_are_found_in_one_run_in_order_of_place() -> None:
    patterns = [phrase("one road"), phrase("kinetic energy"), phrase("belt and one road")]
    assert found(patterns, "Kinetic energy, one belt and one road, new kinetic energy") == [
        ("kinetic energy", "Kinetic energy"),
        ("belt and one road", "belt and one road"),
        ("one road", "one road"),
        ("kinetic energy", "kinetic energy"),
    ]


def test_places_are_right_behind_quotes() -> None:
    text = "“A” and 'b' and “one ‘road’” and “one road”"
    assert found([phrase("one road")], text) == [("one road", "one road")]
    assert Scanner([phrase("one road")]).scan(text)[0].span.start == text.rindex("one road")


def test_a_word_inside_a_longer_one_is_not_found() -> None:
    assert found([phrase("act")], "fact, acts, an act, actor") == [("act", "act")]


def test_the_same_match_counts_once() -> None:
    twice = parse_phrase("new (and|or) old (and|or) new")
    pattern = Pattern("p", ("new", "old"), phrase_pattern("p", twice).confirm)
    assert len(Scanner([pattern]).scan("new and old and new")) == 1


def test_anchors_are_the_telling_words_of_each_way() -> None:
    items = parse_phrase("(conversion|change) of (the|) kinetic {x} energy").items
    assert phrase_anchors(items) == (
        "conversion of the kinetic",
        "conversion of kinetic",
        "change of the kinetic",
        "change of kinetic",
    )


def test_a_phrase_of_very_many_ways_takes_the_anchors_of_one_part() -> None:
    many = "(" + "|".join(f"a{i}" for i in range(40)) + ")"
    items = parse_phrase(f"{many} of industrial {many}").items
    assert phrase_anchors(items) == ("of industrial",)
    text = "the a3 of industrial a39 here"
    pattern = phrase_pattern("p", parse_phrase(f"{many} of industrial {many}"))
    assert found([pattern], text) == [("p", "a3 of industrial a39")]


def test_a_pattern_without_anchors_runs_alone_on_every_text() -> None:
    def two_stops(text: str, at: Span) -> Iterator[Match]:
        assert at == Span(0, len(text))
        place = text.find(". .")
        if place >= 0:
            yield Match(Span(place, place + 3))

    pattern = Pattern("stops", (), two_stops)
    assert pattern.alone
    assert found([pattern, phrase("end")], "The end. .") == [("end", "end"), ("stops", ". .")]
    assert found([pattern, phrase("end")], "The end.") == [("end", "end")]


def test_an_anchor_may_stand_inside_a_word_unless_it_is_said_to_be_words() -> None:
    def here(text: str, at: Span) -> Iterator[Match]:
        yield Match(at)

    assert found([Pattern("p", ("ization",), here)], "Urbanization") == [("p", "ization")]
    assert found([Pattern("p", ("ization",), here, words=True)], "Urbanization") == []


def test_an_anchor_with_nothing_to_look_for_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to look for"):
        Scanner([Pattern("p", ("“”",), lambda text, at: ())])


def test_running_out_of_time_is_said_and_the_other_hits_are_kept() -> None:
    def slow(text: str, at: Span) -> Iterator[Match]:
        if at.start > 5:
            raise TimeoutError
        yield Match(at)

    slowly = Pattern("slow", ("word",), slow)
    with pytest.raises(OutOfTimeError, match="slow: the pattern takes more than 2 seconds") as late:
        Scanner([slowly, phrase("other")]).scan("word other word")
    assert late.value.key == "slow"
    assert late.value.hits == (Hit("other", Span(5, 10)),)


WORDS = st.sampled_from(
    ["new", "old", "energy", "one", "road", "“road”", "and", "Energy", "well-off"]
)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=12))
def test_what_stands_in_the_text_is_found(artifact: list[str], around: list[str]) -> None:
    words = " ".join(artifact).lower()
    text = " ".join([*around, words, *around])
    assert words.replace("”", '"').replace("“", '"') in {
        fold(told) for _, told in found([phrase(words)], text)
    }


def test_every_anchor_stands_under_the_rarest_of_its_whole_words() -> None:
    table = tabulate(
        [
            Pattern("one", ("rural area", "rural revival"), lambda text, at: (), True),
            Pattern("two", ("big rural yards and", "rural", "5g net"), lambda text, at: (), True),
            Pattern("three", ("ural are",), lambda text, at: ()),
        ]
    )
    by_word, others = table.by_word()
    told = {word: [table.anchors[n] for n in numbers] for word, numbers in by_word.items()}
    assert told == {
        "rural": ["rural area", "rural revival", "rural"],
        "big": ["big rural yards and"],
    }
    assert [table.anchors[n] for n in others] == ["5g net", "ural are"]


@given(
    st.lists(st.sampled_from(["rural", "area", "Big", "5g", "x-ray", "o'clock", "é"]), max_size=4)
)
def test_a_text_has_the_word_of_every_anchor_that_stands_in_it(words: list[str]) -> None:
    text = " ".join(["the", *words, "end"])
    anchor = " ".join(words) or "end"
    table = tabulate([Pattern("one", (anchor,), lambda text, at: (), True)])
    by_word, _ = table.by_word()
    assert set(by_word) <= words_in([text])
