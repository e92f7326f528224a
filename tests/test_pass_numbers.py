from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.passes.base import Finding
from cleanup.passes.numbers import Numbers
from cleanup.reading import plain_reading
from cleanup.text import Document, Segment, Span


def findings(text: str) -> list[Finding]:
    segment = Segment(Span(0, len(text)), "paragraph", plain_reading(text, 0))
    document = Document("d", "text", "utf-8", text, (segment,), (True, True), (), "0" * 64)
    return list(Numbers().find(document, None))  # type: ignore[arg-type]


def after(text: str) -> str:
    """The text with the only finding applied."""
    (found,) = findings(text)
    (words,) = found.replacements
    return text[: found.span.start] + words + text[found.span.end :]


@pytest.mark.parametrize(
    ("before", "edited"),
    [
        ("The port moved 31 million 100 thousand tons.", "The port moved 31.1 million tons."),
        ("It cost 3 billion 500 million yuan in all.", "It cost 3.5 billion yuan in all."),
        ("Output: 1 trillion 350 billion yuan", "Output: 1.35 trillion yuan"),
        ("It sold 2 million 345 thousand sets.", "It sold 2.345 million sets."),
        ("It sold 2 million 345,678 sets.", "It sold 2,345,678 sets."),
        ("A loan of 1 billion 20 million 300 thousand yuan", "A loan of 1,020,300,000 yuan"),
        ("Taxes reached 1 hundred million yuan.", "Taxes reached 100 million yuan."),
        ("Taxes reached 35 hundred million yuan.", "Taxes reached 3.5 billion yuan."),
        ("Taxes reached 2.5 hundred million.", "Taxes reached 250 million."),
        ("A plan of 120 thousand million yuan", "A plan of 120 billion yuan"),
        ("It holds 35 ten thousand cases.", "It holds 350,000 cases."),
        ("The bridge cost 0.35 billion yuan.", "The bridge cost 350 million yuan."),
        ("Some 0.45 million people came.", "Some 450,000 people came."),
        ("The clip has 30w views.", "The clip has 300,000 views."),
        ("The county has 35 ten thousands people.", "The county has 350,000 people."),
        ("The dam cost 35 yi yuan.", "The dam cost 3.5 billion yuan."),
        ("The bridge cost 300万元.", "The bridge cost 3 million yuan."),
    ],
)
def test_a_figure_in_pieces_is_put_together(before: str, edited: str) -> None:
    assert after(before) == edited


def test_the_message_shows_the_sum() -> None:
    (found,) = findings("It moved 31 million 100 thousand tons.")
    assert found.origin.message == (
        "One figure was taken apart: 31,000,000 + 100,000 = 31,100,000."
    )
    assert found.origin.rule == "numbers/split-scale"
    assert found.origin.trust == "ask"
    (found,) = findings("It cost 35 hundred million yuan.")
    assert "35 × 100,000,000 = 3,500,000,000" in found.origin.message
    (found,) = findings("It cost 0.35 billion yuan.")
    assert "= 350,000,000" in found.origin.message


@pytest.mark.parametrize(
    "text",
    [
        "It has 3 million 500 million yuan.",
        "It has 3.5 million 200 thousand tons.",
        "It has 35 thousand 200 hundred tons.",
    ],
)
def test_pieces_that_do_not_descend_are_asked_about(text: str) -> None:
    (found,) = findings(text)
    assert found.replacements == ()
    assert found.origin.rule == "numbers/unclear-figure"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Its tanks hold 6.5 million square.", "“6.5 million square” has lost its unit"),
        ("Its tanks hold more than 6.5 million square, and", "cubic meters (万方 is often cubic)"),
        ("Homes of 300 thousand square were built.", "square meters, square kilometers"),
        ("The yard covers 1,200 square.", "do not guess"),
        ("The lake stores 40 million cubic.", "cubic meters or cubic kilometers"),
    ],
)
def test_a_lost_unit_is_a_query(text: str, says: str) -> None:
    (found,) = findings(text)
    assert found.replacements == ()
    assert says in found.origin.message
    assert found.origin.severity == "major"


@pytest.mark.parametrize(
    "text",
    [
        "build several 100 billion-level industries",
        "seven hundred billion-grade industrial clusters",
        "grow 100 billion-level fishing, boat building and marine drinks industry clusters",
        "three 10 billion-level logistics and steel clusters",
        "Hilltown: building five hundred billion industrial clusters",
    ],
)
def test_a_lost_currency_is_a_query(text: str) -> None:
    (found,) = findings(text)
    assert found.replacements == ()
    assert found.origin.rule == "numbers/missing-currency"
    assert "names no currency" in found.origin.message


@pytest.mark.parametrize(
    "text",
    [
        "It covers 6.5 million square meters of land.",
        "It covers 20 square miles, or 6.5 million square feet.",
        "They met in Times Square; 3 million Square users paid.",
        "It stores 90 million cubic metres, and 6 square nautical miles.",
        "We had 3 square meals and 10 square tables.",
        "It rose from 3 million to 500 thousand, 3 million, 500 thousand and 20 million.",
        "In 2019 5 million 2020 graduates found work.",
        "One million two hundred thousand people came.",
        "It costs $0.5 billion, up from between 0.2 and 0.4 billion.",
        "Growth of 0.5 million to 0.7 million is expected.",
        "The 100 billion yuan-level cluster and the $100 billion-level market grew.",
        "A model with 10 billion-level parameters needs memory.",
        "The 3 billion pound industry employs 10 thousand people.",
        "A $500 billion industry; a US$ 30 billion industry.",
        "Version 1.0.35 billion; 10.0.35 million",
        "Ten thousand people walked 5 hundred meters.",
        "A 1 million 100 thousand-ton mill does not exist.",
        "Two thousand miles, tens of thousands of people, 20 million people.",
    ],
)
def test_sound_figures_are_left_alone(text: str) -> None:
    assert findings(text) == []


SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def value_of(figure: str) -> Decimal:
    number, _, scale = figure.partition(" ")
    return Decimal(number.replace(",", "")) * SCALES.get(scale, 1)


@given(
    st.integers(min_value=1, max_value=999),
    st.integers(min_value=1, max_value=999),
    st.sampled_from(
        [
            ("trillion", "billion"),
            ("billion", "million"),
            ("billion", "thousand"),
            ("million", "thousand"),
        ]
    ),
)
def test_putting_together_is_exact(high: int, low: int, scales: tuple[str, str]) -> None:
    text = f"{high} {scales[0]} {low} {scales[1]}"
    assert value_of(after(text)) == high * SCALES[scales[0]] + low * SCALES[scales[1]]


@given(
    st.decimals(min_value="0.001", max_value="0.999", places=3),
    st.sampled_from(["million", "billion", "trillion"]),
)
def test_another_scale_changes_no_value(number: Decimal, scale: str) -> None:
    figure = after(f"It came to {number} {scale}.")
    assert value_of(figure.removeprefix("It came to ").removesuffix(".")) == number * SCALES[scale]
