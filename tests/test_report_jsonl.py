"""Proposals as JSON lines."""

from __future__ import annotations

import json

from cleanup.report import render
from report_samples import document, origin, proposal, report


def test_one_line_a_proposal_sorted_by_place_then_name() -> None:
    doc = document()
    again = proposal(doc, "pipe", "hose", said=(origin(category="style"),))
    made = report(doc, proposal(doc, "town", "city"), proposal(doc, "pipe", "tube"), again)
    told = [json.loads(line) for line in render("jsonl", made).splitlines()]
    keys = [(line["start"], line["end"], line["proposal"]) for line in told]
    assert keys == sorted(keys)
    assert len(told) == 3
    assert list(told[0]) == [
        *("document", "start", "end", "before", "replacements", "rule", "message", "category"),
        *("severity", "trust", "origins", "proposal", "group", "amends"),
    ]
    assert told[0]["document"] == "seeds/harvest.txt"
    assert doc.text[told[0]["start"] : told[0]["end"]] == told[0]["before"] == "pipe"


def test_a_question_has_no_replacements_and_a_deletion_an_empty_one() -> None:
    doc = document()
    made = report(doc, proposal(doc, "12 million"), proposal(doc, " town", ""))
    told = [json.loads(line)["replacements"] for line in render("jsonl", made).splitlines()]
    assert told == [[], [""]]


def test_hints_are_lines_only_when_asked_for() -> None:
    doc = document()
    hint = proposal(doc, "town", "city", said=(origin(trust="hint"),))
    assert render("jsonl", report(doc, hint)) == ""
    assert json.loads(render("jsonl", report(doc, hint, hints=True)))["trust"] == "hint"
