"""What a terminal shows: the sentence, the change, the message; the counts apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleanup.report import render
from cleanup.report.text import _table, incomplete, summary, text, wants_colour
from report_samples import all_or_none, decided, document, doubled, origin, own, proposal, report


def test_a_proposal_is_shown_in_its_sentence_with_place_rule_and_message() -> None:
    doc = document()
    why = origin(why="二是 is an ordinal.")
    made = report(doc, proposal(doc, "two is to", "second is to", said=(why, origin("own/two"))))
    assert render("text", made) == (
        "seeds/harvest.txt:3:5  zh-en/ordinal  (linguistic conventions, major)\n"
        "    The [-two-]{+second+} is to plant rice.\n"
        "    An ordinal.\n"
        "    why: 二是 is an ordinal.\n"
        "    also: own/two\n"
        "\n"
    )


def test_where_a_rendering_comes_from_has_a_label_of_its_own() -> None:
    doc = document()
    said = origin(why="The reform of 2015\nrendering from: State Council")
    told = render("text", report(doc, proposal(doc, "pipe", "tube", said=(said,))))
    assert "    why: The reform of 2015\n    rendering from: State Council\n" in told


def test_a_group_is_told_in_words_and_a_message_only_once() -> None:
    doc = document()
    members = (proposal(doc, "two is to", "second is to"), proposal(doc, "town", "city"))
    group = all_or_none(*members)
    told = render(
        "text", report(doc, *(replace(p, group=group.id) for p in members), groups=(group,))
    )
    assert told.count("    group 1: all of them or none. First, second, third\n") == 2
    same = replace(group, message="An ordinal.")
    told = render(
        "text", report(doc, *(replace(p, group=same.id) for p in members), groups=(same,))
    )
    assert told.count("    group 1: all of them or none\n") == 2


def test_of_a_doubled_headline_one_copy_is_shown_unstruck() -> None:
    doc, drops, group = doubled()
    told = render("text", report(doc, *drops, groups=(group,)))
    stays, goes = told.split("\n\n")[:2]
    assert stays.splitlines()[1:] == [
        "    Tea sells",
        "    An ordinal.",
        "    group 1: one of them stays; as shown, this one stays",
    ]
    assert goes.splitlines()[1:] == [
        "    [-Tea sells↵↵-]",
        "    An ordinal.",
        "    group 1: one of them stays; as shown, this one goes",
    ]


def test_alternatives_follow_the_best_one() -> None:
    doc = document()
    told = render("text", report(doc, proposal(doc, "pipe", "tube", "hose", "")))
    assert "discharge [-pipe-]{+tube+} reform" in told
    assert "    or: {+hose+}\n    or: {+(nothing)+}\n" in told


def test_a_question_is_marked() -> None:
    doc = document()
    told = render("text", report(doc, proposal(doc, "12 million tons")))
    assert "seeds/harvest.txt:3:40 ? zh-en/ordinal" in told
    assert "Farmers sold {?12 million tons?} of tea." in told


def test_a_dropped_line_shows_its_line_ends() -> None:
    doc = document("Tea\r\n\r\nTea sold.\n")
    told = render("text", report(doc, proposal(doc, "Tea\r\n\r\n", "")))
    assert "[-Tea‹CR›↵‹CR›↵-]" in told


def test_colours_strike_and_underline_and_leave_the_brackets_out() -> None:
    doc = document()
    told = text([report(doc, proposal(doc, "pipe", "tube"))], colour=True)
    assert "\x1b[9;31mpipe\x1b[0m\x1b[4;32mtube\x1b[0m" in told
    assert "[-" not in told


def test_what_would_steer_a_terminal_is_made_visible() -> None:
    doc = document("A \x1b[31mred\x07 pipe \u202eflows.\n")
    made = report(doc, proposal(doc, "pipe", "tube\x1b]0;owned\x07"))
    told = render("text", made) + text([made], colour=True).replace("\x1b[", "")
    assert not set("\x1b\x07\u202e") & set(told)
    assert "‹U+001B›[31mred‹U+0007›" in told


def test_verdicts_are_named_in_a_reviewed_document() -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube")
    decisions = (decided(pipe, "accept", "tube"), own(doc, "town", "city"))
    told = render("text", report(doc, pipe, decisions=decisions))
    assert "(linguistic conventions, major, accepted)" in told
    assert "  own edit  (style, minor, own edit)" in told


def test_a_document_without_proposals_prints_nothing() -> None:
    assert render("text", report(document())) == ""


def test_the_summary_counts_by_class_and_origin_over_all_documents() -> None:
    doc, other = document(), document(name="seeds/other.txt")
    term = origin("own/pipe", category="terminology")
    hint = proposal(doc, "great", "a great", said=(origin(trust="hint"),))
    reports = [
        report(doc, proposal(doc, "pipe", "tube", "hose", said=(term,)), hint),
        report(other, proposal(other, "two is to", "second is to"), proposal(other, "12 million")),
    ]
    assert summary(reports) == (
        "3 proposals: 1 with one outcome, 1 with alternatives, 1 question to the editor."
        " 1 hint not shown (cleanup check --hints shows it).\n"
        "  by class\n    2  linguistic conventions\n    1  terminology\n"
        "  by origin\n    2  zh-en/ordinal\n    1  own/pipe\n"
    )


def test_the_summary_of_a_reviewed_document_counts_verdicts() -> None:
    doc = document()
    pipe, town = proposal(doc, "pipe", "tube"), proposal(doc, "town", "city")
    decisions = (decided(pipe, "accept", "tube"), own(doc, "great", "a great"))
    told = summary([report(doc, pipe, town, decisions=decisions)])
    assert told.startswith("3 in all: 1 open, 1 accepted, 1 own edit.\n")
    more = own(doc, "Rice", "The rice", number=101)
    told = summary([report(doc, pipe, town, decisions=(*decisions, more))])
    assert told.startswith("4 in all: 1 open, 1 accepted, 2 own edits.\n")


def test_what_settled_means_is_told_where_it_occurs() -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube")
    wider = own(doc, "discharge pipe reform", "reform")
    line = "  settled: decided by a verdict on wider or overlapping words\n"
    assert line in summary([report(doc, pipe, decisions=(wider,))])
    assert line not in summary([report(doc, pipe)])


def test_the_summary_of_nothing_says_so() -> None:
    assert summary([report(document())]) == "Nothing to propose.\n"


def test_an_incomplete_run_is_said_first() -> None:
    made = report(document(), incomplete=("harper: it does not answer",))
    line = "INCOMPLETE seeds/harvest.txt: harper: it does not answer"
    assert incomplete([made]) == (line,)
    assert summary([made]).splitlines()[0] == line


class Stream:
    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    assert wants_colour(Stream(terminal), environment) is wanted


def test_a_long_table_of_counts_ends_in_a_line_for_the_rest() -> None:
    rows = [(f"r{number}", 20 - number) for number in range(12)]
    told = ["".join(words for words, _ in line) for line in _table("by origin", rows)]
    assert told[0] == "  by origin"
    assert told[10] == "    11  r9"
    assert told[11:] == ["    19  from 2 others"]
