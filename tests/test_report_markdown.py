"""Changes as Markdown: the table, and the changelog that goes with an edition."""

from __future__ import annotations

import pytest

from cleanup.decision import Decision
from cleanup.edition import make_edition
from cleanup.report import render
from cleanup.report.markdown import changelog
from cleanup.text import Document
from report_samples import decided, document, doubled, origin, own, proposal, report


def rows(markdown: str) -> list[list[str]]:
    """The cells of the table's rows, its head left out."""
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.replace("\\|", "¦").split("|")[1:-1]] for line in lines]
    return cells[1:]


def log(doc: Document, *decisions: Decision) -> str:
    return changelog(doc, decisions, make_edition(doc, decisions))


def test_the_table_tells_from_to_state_why_and_who() -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube", said=(origin(message="Not a pipe."),))
    made = report(doc, pipe, decisions=(decided(pipe, "amend", "hose", note="as at sea"),))
    assert rows(render("md", made)) == [
        [
            *("1", "5:15", "pipe", "hose", "amended"),
            "Not a pipe; as at sea; `zh-en/ordinal`; linguistic conventions",
            "Mo Ellery, 2026-03-02",
        ]
    ]


def test_open_proposals_show_all_that_is_offered() -> None:
    doc = document()
    made = report(doc, proposal(doc, "pipe", "tube", ""), proposal(doc, "12 million"))
    told = rows(render("md", made))
    assert [(row[2], row[3], row[4]) for row in told] == [
        ("12 million", "?", "open"),
        ("pipe", "tube or (nothing)", "open"),
    ]


def test_a_group_is_told_in_words_and_the_copy_that_stays_stays() -> None:
    doc, drops, group = doubled()
    told = rows(render("md", report(doc, *drops, groups=(group,))))
    assert [row[3] for row in told] == ["stays", "(nothing)"]
    assert "group 1: one of them stays; as shown, this one stays" in told[0][5]
    assert "group 1: one of them stays; as shown, this one goes" in told[1][5]


def test_counts_of_several_are_plural_and_settled_is_explained() -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube")
    decisions = (own(doc, "discharge pipe", "hose"), own(doc, "great", "a great", number=101))
    told = render("md", report(doc, pipe, decisions=decisions))
    assert "3 in all: 2 own edits, 1 settled.\n" in told
    assert "settled: decided by a verdict on wider or overlapping words.\n" in told


def test_an_incomplete_run_is_said_before_the_table() -> None:
    doc = document()
    made = report(doc, proposal(doc, "pipe", "tube"), incomplete=("harper: no answer",))
    told = render("md", made)
    assert told.index("**Incomplete: harper: no answer**") < told.index("| no. |")


@pytest.mark.parametrize("words", ["a|b", "<b>x</b>", "*x*", "`x`", "[x](y)", "\\"])
def test_marks_of_markdown_are_shown_as_they_are(words: str) -> None:
    doc = document(f"Tea {words} sold.\n")
    (row,) = rows(render("md", report(doc, proposal(doc, words, "x"))))
    assert len(row) == 7
    assert row[2].replace("\\", "").replace("¦", "|") == words.replace("\\", "")
    assert row[2] != words


def test_a_changelog_counts_rules_amendments_and_own_edits() -> None:
    doc = document()
    told = log(
        doc,
        decided(proposal(doc, "two is to", "second is to"), "accept", "second is to", number=1),
        decided(proposal(doc, "pipe", "tube"), "amend", "hose", number=2, reviewer="Li Wen"),
        decided(proposal(doc, "town", "city"), "reject", number=3),
        own(doc, "great success", "a success"),
    )
    for line in (
        "- changed: 3",
        "  - proposals accepted as they were: 1",
        "    - from rules: 1",
        "  - proposals amended: 1",
        "  - own edits: 1",
        "- rejected, the text stays: 1",
        "- accepted but not in the text: 0",
        "- lines in the ledger: 4",
        "  - by Li Wen: 1",
        "  - by Mo Ellery: 3",
        "- linguistic conventions: 2",
        "- style: 1",
    ):
        assert f"{line}\n" in told
    assert [row[2] for row in rows(told)] == ["great success", "two is to", "pipe"]


def test_changed_facts_are_listed_with_who_confirmed_them() -> None:
    doc = document()
    told = log(doc, own(doc, "12 million", "13 million", confirmed=("figure",)))
    line = "- line 3: 12 million → 13 million (figure), confirmed by Mo Ellery\n"
    assert line in told.partition("## Changed facts, each confirmed singly")[2]
    assert "Changed facts" not in log(doc, own(doc, "great", "a great"))


def test_edits_that_do_not_stand_are_listed_with_the_reason() -> None:
    doc = document()
    gone = decided(proposal(doc, "pipe", "tube"), "accept", "tube")
    told = log(doc, gone, own(doc, "discharge pipe", "hose"))
    line = "- line 5: pipe → tube: a later edit stands there (Mo Ellery)\n"
    assert line in told.partition("## Accepted but not in the text")[2]
    assert "- accepted but not in the text: 1\n" in told


def test_a_changelog_without_changes_says_so() -> None:
    assert "None: the text stands as it came." in log(document())
