from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.matching import Scanner, phrase_pattern
from cleanup.phrases import (
    Captures,
    Group,
    Literal,
    Mark,
    PhraseError,
    Slot,
    parse_phrase,
    parse_template,
)


def rewritten(left: str, right: str, text: str) -> str:
    """The text with every match of the left side replaced by the right side."""
    phrase = parse_phrase(left)
    template = parse_template(right, phrase)
    for hit in reversed(Scanner([phrase_pattern("p", phrase)]).scan(text)):
        text = text[: hit.span.start] + template.fill(hit.captures) + text[hit.span.end :]
    return text


def test_a_phrase_is_taken_apart() -> None:
    phrase = parse_phrase("(two|three) is to {x:0-3} improve {n}")
    assert phrase.items == (
        Group(("two", "three")),
        Literal(" is to "),
        Slot("x", 0, 3, "after"),
        Literal("improve "),
        Slot("n"),
    )


@pytest.mark.parametrize(
    ("left", "right", "before", "after"),
    [
        ("colour", "color", "A colour.", "A color."),
        ("(two|three) is to", "(second|third) is to", "three is to go", "third is to go"),
        ("the (old|new) (car|bus)", "(aged|fresh) (auto|coach)", "the new car", "fresh auto"),
        ("release (and|) control", "let go", "we release control now", "we let go now"),
        ("release (and|) control", "let go", "we release and control now", "we let go now"),
        ("(the|) mayor said", "said (the|)", "mayor said", "said"),
        ("{n} thousand", "{n},000", "It has 35 thousand.", "It has 35,000."),
        ("{n} and {n2}", "{n2} and {n}", "1.5 and 2,800 tons", "2,800 and 1.5 tons"),
        ("do a {x} job of", "do {x}", "do a really good job of it", "do really good it"),
        ("so {x:0-2} that", "that {x}", "so that he", "that he"),
        ("from {x} to {x}", "only {x}", "from hand to hand", "only hand"),
        ("in order to ", "to ", "in order to go", "to go"),
        ("very ", "", "a very big one", "a big one"),
        (r"item \(a\)", r"point \(a\)", "see item (a) here", "see point (a) here"),
        ("four(-| )fold", "4(-| )fold", "a four-fold rise", "a 4-fold rise"),
        ("mark", "dot", "marks and markets", "marks and markets"),
        ("well-off", "rich", "the well‑off few", "the rich few"),
        ('say "yes"', "agree", "they say “yes” too", "they agree too"),
    ],
)
def test_a_match_is_rewritten(left: str, right: str, before: str, after: str) -> None:
    assert rewritten(left, right, before) == after


def test_a_figure_is_taken_whole_or_not_at_all() -> None:
    assert rewritten("{n} tons", "{n} t", "12,500.75 tons") == "12,500.75 t"
    assert rewritten("5 tons", "5 t", "12.5 tons and 25 tons") == "12.5 t and 25 tons"
    assert rewritten("{n} tons", "X", "v1.2.3 tons") == "v1.2.3 tons"


def test_a_gap_holds_words_but_no_marks() -> None:
    assert rewritten("do {x} well", "OK", "do this, and well") == "do this, and well"
    nine = "do " + " ".join("abcdefghi") + " well"
    assert rewritten("do {x} well", "OK", nine) == nine
    assert rewritten("do {x:1-9} well", "OK", nine) == "OK"


def test_small_letters_match_capitals_but_capitals_only_capitals() -> None:
    assert rewritten("one road", "X", "One Road, ONE ROAD, one road") == "X, X, X"
    assert rewritten("Light Valley", "X", "Light Valley, LIGHT VALLEY, light valley") == (
        "X, X, light valley"
    )


def test_marks_are_filled_by_the_caller() -> None:
    phrase = parse_phrase("reform of (the|) <artifact>", ("artifact",))
    assert phrase.items[-1] == Mark("artifact")
    template = parse_template("reform to <preferred>", phrase, ("preferred", "noun"))
    assert template.marks == ("preferred",)
    assert template.fill(Captures((), (0,)), {"preferred": "cut tape"}) == "reform to cut tape"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is empty"),
        ("   ", "no word of its own"),
        ("{x} {n}", "no word of its own"),
        ("(a|) {x}", "no word of its own"),
        ("reform (of", "'(' is never closed"),
        ("reform of)", "')' closes nothing; write \\)"),
        ("a {x", "'{' is never closed"),
        ("a (b {x}|c)", "brackets do not nest"),
        ("a (b)", "(b) has no alternatives; write (b|)"),
        ("a (|)", "only empty alternatives"),
        ("a {y}", "{y} is not a slot"),
        ("a {x1}", "{x1} is not a slot"),
        ("a {x:0-99}", "too wide a gap; at most 20 words"),
        ("a {x:3-1}", "not a gap"),
        ("a {n:1-2}", "a figure has no limits"),
    ],
)
def test_a_wrong_phrase_is_refused_in_plain_words(text: str, told: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse_phrase(text)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("reform (of", r"reform \(of"),
        ("a (b) c", "a (b|) c"),
        ("a) b", r"a\) b"),
        ("a {x:2-50}", "{x:2-20}"),
    ],
)
def test_a_corrected_phrase_is_offered(text: str, better: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse_phrase(text)
    assert caught.value.better == better


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("go {x}", "{x2} went", "{x2} stands on the right, but not on the left (there: {x})"),
        ("go", "{n}", "(there: none)"),
        ("(a|b) c", "(d|e|f)", "follows no group on the left: there is no unused one of 3"),
        ("(a|b) c", "(d|e) (f|g)", "no unused one of 2"),
    ],
)
def test_a_wrong_right_side_is_refused(left: str, right: str, told: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse_template(right, parse_phrase(left))
    assert told in str(caught.value)


def test_an_unknown_mark_is_refused_with_the_nearest() -> None:
    with pytest.raises(PhraseError, match="did you mean <artifact>"):
        parse_phrase("the <artefact>", ("artifact",))
    with pytest.raises(PhraseError, match="unknown here"):
        parse_phrase("the <artifact", ("artifact",))


@given(st.text(alphabet="ab {}()|\\nx2:-<>", max_size=20))
def test_any_text_is_a_phrase_or_refused(text: str) -> None:
    try:
        phrase = parse_phrase(text)
    except PhraseError:
        return
    assert phrase.items


@given(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=12))
def test_literal_words_find_themselves(word: str) -> None:
    if word.lower() != word or len(word) != len(word.lower()):
        return
    text = f"one {word} two"
    assert rewritten(word, "X", text).count("X") >= 1
