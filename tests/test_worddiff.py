"""Word diffs: exact to the byte, and told as an editor would tell them."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.worddiff import diff, inline, words

WORDS = (
    "the of and growth lever Jinan 3.5% 1,200 well-off U.S. don't 第一产业 e\u0301 🇨🇳 , . 。 ) \""
)
SPACES = [" ", "  ", "\n\n", "\r\n\r\n", "\u3000", "\u00a0", "\n", "\r\n", "\r", "\t"]
PROSE = st.lists(st.sampled_from([*WORDS.split(" "), *SPACES]), max_size=40).map("".join)
ANY_TEXT = st.one_of(PROSE, st.text(max_size=60))


def shown(before: str, after: str) -> str:
    marks = {"equal": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in inline(before, after))


def replayed(before: str, after: str) -> str:
    parts, here = [], 0
    for change in diff(before, after):
        parts += [before[here : change.before.start], change.after.of(after)]
        here = change.before.end
    return "".join(parts) + before[here:]


@given(ANY_TEXT, ANY_TEXT)
def test_replaying_the_changes_gives_the_other_text_exactly(before: str, after: str) -> None:
    assert replayed(before, after) == after


@given(PROSE, st.integers(0, 40), st.integers(0, 10), PROSE)
def test_replaying_a_change_inside_a_text_gives_the_other_text_exactly(
    before: str, start: int, length: int, new: str
) -> None:
    after = before[:start] + new + before[start + length :]
    assert replayed(before, after) == after


@given(ANY_TEXT, ANY_TEXT)
def test_changes_stand_in_order_apart_and_are_never_empty(before: str, after: str) -> None:
    changes = diff(before, after)
    for change in changes:
        assert change.before.of(before) != change.after.of(after)
    for left, right in pairwise(changes):
        assert left.before.end <= right.before.start
        assert left.after.end <= right.after.start
        assert not left.before.overlaps(right.before)


@given(PROSE, PROSE)
def test_a_change_never_cuts_a_word(before: str, after: str) -> None:
    edges = {0}
    for word in words(before):
        edges.add(max(edges) + len(word))
    for change in diff(before, after):
        assert {change.before.start, change.before.end} <= edges


@given(ANY_TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert diff(text, text) == ()


@given(ANY_TEXT)
def test_words_joined_give_the_text_back(text: str) -> None:
    assert "".join(words(text)) == text


@given(ANY_TEXT, ANY_TEXT)
def test_pieces_for_display_hold_both_texts(before: str, after: str) -> None:
    pieces = inline(before, after)
    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


@pytest.mark.parametrize(
    "token", ["1,234.5", "12:30", "well-off", "don't", "U.S.", "e\u0301t\u00e9", "\r\n", "🇨🇳", "省"]
)
def test_a_word_is_whole(token: str) -> None:
    assert words(f"a {token} b") == ("a", " ", token, " ", "b")


def test_a_full_stop_is_no_part_of_the_figure_before_it() -> None:
    assert words("up 3.5.") == ("up", " ", "3.5", ".")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("the important hand of", "the lever of", "the [-important hand-]{+lever+} of"),
        (
            "We sing in the end of it all.",
            "We dance at the top of it all.",
            "We [-sing in the end-]{+dance at the top+} of it all.",
        ),
        (
            "3.5% against 12 tons",
            "3.6% against 13 tons",
            "[-3.5-]{+3.6+}% against [-12-]{+13+} tons",
        ),
        ("a well off town", "a well-off town", "a [-well off-]{+well-off+} town"),
        (
            "Rice fell. And tea rose.",
            "Rice fell and tea rose.",
            "Rice fell[-. And-]{+ and+} tea rose.",
        ),
        (
            "Rice fell. Tea rose.",
            "Wheat sank. Salt grew.",
            "[-Rice fell-]{+Wheat sank+}. [-Tea rose-]{+Salt grew+}.",
        ),
        ("One. Two. Three.", "One. Three.", "One.[- Two.-] Three."),
        ("buy rice, tea, salt", "buy rice, salt", "buy rice,[- tea,-] salt"),
        ("第一产业增长", "第二产业增长", "第[-一-]{+二+}产业增长"),
        ("see it", "see  it", "see{+ +} it"),
        ("end", "end\n", "end{+\n+}"),
    ],
)
def test_changes_read_as_an_editor_tells_them(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def test_a_doubled_paragraph_is_dropped_with_the_gap_behind_it() -> None:
    assert shown("Tea\n\nTea\n\nIt sold.\n", "Tea\n\nIt sold.\n") == "Tea\n\n[-Tea\n\n-]It sold.\n"


def test_changed_line_ends_are_changes_of_their_own() -> None:
    expected = "[-Rice-]{+Wheat+}[-\r\n-]{+\n+}[-Tea-]{+Salt+} rose"
    assert shown("Rice\r\nTea rose", "Wheat\nSalt rose") == expected


def test_no_change_reaches_over_an_unchanged_line_end() -> None:
    assert shown("Rice\nTea rose", "Wheat\nSalt rose") == "[-Rice-]{+Wheat+}\n[-Tea-]{+Salt+} rose"


def edited(text: str, every: int) -> tuple[str, int]:
    """The text with one word in so many changed, and how many that were."""
    tokens = list(words(text))
    places = [i for i, token in enumerate(tokens) if token.isalpha()][::every]
    for place in places:
        tokens[place] = "changed"
    return "".join(tokens), len(places)


def prose(size: int, *, repetitive: bool) -> str:
    paragraph = "In year {} the harvest of rice, tea and salt rose by {}% to the joy of all.\n\n"
    lines = size // 75
    return "".join(
        paragraph.format(0, 1) if repetitive else paragraph.format(i, i * 7 % 90)
        for i in range(lines)
    )


@pytest.mark.parametrize("repetitive", [False, True])
@pytest.mark.parametrize(("size", "every", "seconds"), [(30_000, 10, 2.0), (1_000_000, 1000, 6.0)])
def test_whole_documents_are_quick(repetitive: bool, size: int, every: int, seconds: float) -> None:
    before = prose(size, repetitive=repetitive)
    after, count = edited(before, every)
    start = time.process_time()
    changes = diff(before, after)
    assert time.process_time() - start < seconds
    assert len(changes) >= count * 0.8
    assert replayed(before, after) == after


def test_texts_with_nothing_in_common_are_quick() -> None:
    start = time.process_time()
    assert replayed("yes no " * 20_000, "no no yes " * 15_000) == "no no yes " * 15_000
    assert time.process_time() - start < 6.0
