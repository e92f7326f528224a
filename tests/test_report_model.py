"""What a report says, before any format writes it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.edition import make_edition
from cleanup.errors import ConfigError
from cleanup.proposal import Proposal
from cleanup.report import FORMATS, Report, render
from cleanup.report.model import Lines, Note
from cleanup.text import Document, Link, Source, Span
from report_samples import (
    all_or_none,
    decided,
    document,
    doubled,
    origin,
    own,
    place,
    proposal,
    report,
)


def note_of(made: Report, words: str) -> Note:
    return next(note for note in made.notes if note.before == words)


def text_before(made: Report) -> str:
    marks = (mark for block in made.blocks for mark in block.marks)
    return "".join(mark.text for mark in marks if mark.kind != "added")


def text_after(made: Report) -> str:
    marks = (mark for block in made.blocks for mark in block.marks)
    return "".join(mark.text for mark in marks if mark.kind != "removed")


def test_without_decisions_the_leading_proposals_stand_in_place() -> None:
    doc = document()
    made = report(doc, proposal(doc, "two is to", "second is to"), proposal(doc, "12 million"))
    assert not made.reviewed
    assert [note.state for note in made.notes] == ["open", "open"]
    assert "The second is to plant rice." in text_after(made)
    assert text_before(made) == doc.text


def test_of_overlapping_proposals_only_one_stands_in_place_and_all_are_noted() -> None:
    doc = document()
    wide = proposal(doc, "two is to plant", "second is planting")
    made = report(doc, wide, proposal(doc, "two is to", "second is to"))
    assert sorted(note.in_place for note in made.notes) == [False, True]
    assert len(made.edits) == 1


def test_notes_are_numbered_in_the_order_of_the_text() -> None:
    doc = document()
    made = report(doc, proposal(doc, "town", "city"), proposal(doc, "great", "a great"))
    assert [(note.number, note.before) for note in made.notes] == [(1, "great"), (2, "town")]


def test_hints_are_left_out_and_counted_unless_asked_for() -> None:
    doc = document()
    hint = proposal(doc, "town", "city", said=(origin(trust="hint"),))
    assert report(doc, hint).notes == ()
    assert report(doc, hint).hidden_hints == 1
    asked = report(doc, hint, hints=True)
    assert [(note.state, note.in_place) for note in asked.notes] == [("hint", False)]
    assert asked.hidden_hints == 0


def test_standing_edits_show_their_verdict_and_reviewer() -> None:
    doc = document()
    second, pipe = proposal(doc, "two is to", "second is to"), proposal(doc, "pipe", "tube")
    town = proposal(doc, "town", "city")
    decisions = (
        decided(second, "accept", "second is to", number=1),
        decided(pipe, "amend", "hose", number=2, note="a garden"),
        decided(town, "reject", number=3),
        own(doc, "great success", "a success"),
    )
    made = report(doc, second, pipe, town, decisions=decisions)
    assert [(note.before, note.state) for note in made.notes] == [
        ("great success", "own edit"),
        ("two is to", "accepted"),
        ("pipe", "amended"),
        ("town", "rejected"),
    ]
    assert note_of(made, "pipe").alternatives == ("tube",)
    assert note_of(made, "pipe").decision == decisions[1]
    assert text_after(made) == make_edition(doc, decisions).text


def test_a_proposal_under_another_edit_is_settled() -> None:
    doc = document()
    made = report(
        doc, proposal(doc, "pipe", "tube"), decisions=(own(doc, "discharge pipe reform", "reform"),)
    )
    assert note_of(made, "pipe").state == "settled"
    assert not note_of(made, "pipe").in_place


def test_a_term_is_named_only_where_neither_rule_nor_message_shows_it() -> None:
    doc = document()
    said = origin("zh-en/jinan", message="Not a pipe: 放管服.")
    for rule, term, shown in (
        (said, "own/放管服", None),
        (origin("own/放管服"), "own/放管服", None),
        (origin(), "own/放管服", "own/放管服"),
        (origin(), None, None),
    ):
        made = report(doc, proposal(doc, "pipe", "tube", said=(rule,), term=term))
        assert made.notes[0].extra_term == shown


def test_a_rejection_of_an_earlier_round_is_still_shown() -> None:
    doc = document()
    made = report(doc, decisions=(decided(proposal(doc, "town", "city"), "reject"),))
    assert [(note.state, note.after) for note in made.notes] == [("rejected", "city")]
    assert text_after(made) == doc.text


def test_an_edit_that_a_later_one_replaced_is_listed_with_its_reason() -> None:
    doc = document()
    first = decided(proposal(doc, "pipe", "tube"), "accept", "tube")
    made = report(doc, decisions=(first, own(doc, "discharge pipe", "hose")))
    assert [(left.decision, left.reason) for left in made.left] == [
        (first, "a later edit stands there")
    ]


def test_counts_are_by_class_and_by_origin_with_own_edits_last() -> None:
    doc = document()
    town = proposal(doc, "town", "city", said=(origin("own/x", category="terminology"),))
    made = report(
        doc, town, proposal(doc, "pipe", "tube"), decisions=(own(doc, "great", "a great"),)
    )
    assert [(row.name, row.total) for row in made.by_category] == [
        ("terminology", 1),
        ("linguistic conventions", 1),
        ("style", 1),
    ]
    assert [row.name for row in made.by_rule] == ["own/x", "zh-en/ordinal", "own edits"]
    assert made.totals.states == {"open": 2, "own edit": 1}


def test_a_group_names_its_members_and_one_decided_against_its_options_is_broken() -> None:
    doc = document()
    alone = (proposal(doc, "two is to", "second is to"), proposal(doc, "town", "city"))
    group = all_or_none(*alone)
    members = tuple(replace(p, group=group.id) for p in alone)
    made = report(doc, *members, groups=(group,))
    assert [(g.members, g.broken) for g in made.groups] == [((1, 2), False)]
    assert [note.group for note in made.notes] == [1, 1]
    split = (
        decided(members[0], "accept", "second is to", number=1),
        decided(members[1], "reject", number=2),
    )
    assert report(doc, *members, groups=(group,), decisions=split).groups[0].broken


def test_of_a_one_of_group_the_first_option_is_shown_and_none_counts_as_an_edit() -> None:
    doc, drops, group = doubled()
    made = report(doc, *drops, groups=(group,))
    assert text_after(made) == "Tea sells\n\nIt sold well.\n"
    assert made.edits == ()
    assert [(note.in_place, note.kept) for note in made.notes] == [(True, True), (True, False)]


def test_the_copy_that_stays_shows_what_is_proposed_in_it_and_the_others_do_not() -> None:
    doc, drops, group = doubled()
    inner = [
        Proposal(doc.digest, Span(at, at + 3), "Tea", ("Rice",), (origin("a"),)) for at in (0, 11)
    ]
    made = report(doc, *drops, *inner, groups=(group,))
    assert text_after(made) == "Rice sells\n\nIt sold well.\n"
    assert [e.span for e in made.edits if e.span.end <= 11] == [inner[0].span]


def test_an_open_headline_follows_the_first_option_that_the_verdicts_keep_to() -> None:
    doc, drops, group = doubled("TEA SELLS")
    kept = decided(drops[1], "reject")
    made = report(doc, *drops, groups=(group,), decisions=(kept,))
    assert [(note.state, note.kept) for note in made.notes] == [("open", False), ("rejected", None)]
    assert text_after(made) == "TEA SELLS\n\nIt sold well.\n"


def test_a_headline_with_a_standing_edit_in_it_is_not_said_to_be_shown_as_gone() -> None:
    doc, drops, group = doubled()
    inner = Proposal(doc.digest, Span(11, 14), "Tea", ("Rice",), (origin("a"),))
    other = Proposal(doc.digest, Span(15, 20), "sells", ("sold",), (origin("b"),))
    made = report(
        doc, *drops, inner, other, groups=(group,), decisions=(decided(inner, "accept", "Rice"),)
    )
    assert text_after(made) == "Tea sells\n\nRice sold\n\nIt sold well.\n"
    (drop,) = [note for note in made.notes if note.kept is False]
    assert made.groups[0].told(drop) == "one of them stays"


def test_groups_are_numbered_by_the_place_of_their_first_member() -> None:
    doc = document()
    words = ("town", "great", "two", "pipe", "tea", "tons")
    first, *pairs = [proposal(doc, word, f"{word}s") for word in words]
    groups = [all_or_none(first, pairs[0]), all_or_none(*pairs[1:3]), all_or_none(*pairs[3:])]
    members = {p.place: g.id for g in groups for p in (first, *pairs) if p.place in g.places}
    grouped = [replace(p, group=members[p.place]) for p in (first, *pairs)]
    for order in itertools.permutations(groups):
        made = report(doc, *grouped, groups=order)
        assert [g.members for g in made.groups] == [(1, 6), (2, 5), (3, 4)]


def test_a_change_over_two_paragraphs_joins_their_blocks() -> None:
    doc = document()
    made = report(doc, decisions=(own(doc, "success\n\nThe two", "success: the two"),))
    assert len(made.blocks) == 2
    assert text_after(made) == doc.text.replace("success\n\nThe two", "success: the two")


def test_the_linked_source_words_are_shown_where_known() -> None:
    doc = document()
    link = Link(place(doc, "discharge pipe reform"), Span(2, 5), 0.9)
    doc = replace(doc, source=Source("深化放管服改革", "d1"), links=(link,))
    made = report(doc, proposal(doc, "pipe", "tube"), proposal(doc, "town", "city"))
    assert [note.source for note in made.notes] == ["放管服", ""]


def test_an_empty_document_has_an_empty_report() -> None:
    made = report(document(""))
    assert made.blocks == ()
    assert made.notes == ()
    for name in FORMATS:
        assert isinstance(render(name, made), str)


def test_a_format_that_is_not_there_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"no report format 'pdf'; choose one of text, jsonl"):
        render("pdf", report(document()))


@given(st.text(st.sampled_from("ab\r\n"), max_size=30), st.data())
def test_line_and_column_are_those_of_the_document(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    before = text[:position]
    if before.endswith("\r") and text[position : position + 1] == "\n":
        return  # no span begins inside a line end
    doc = Document("x", "text", "utf-8", text, (), (True,), (), "d")
    assert Lines(text).at(position) == doc.line_column(position)


CHANGES = st.lists(
    st.tuples(st.integers(0, 140), st.integers(0, 12), st.sampled_from(["", "x", "one two", "\n"])),
    max_size=12,
)


@given(CHANGES, st.lists(st.booleans(), min_size=12, max_size=12))
def test_blocks_hold_the_document_and_the_edition_whole(
    changes: list[tuple[int, int, str]], accepted: list[bool]
) -> None:
    doc = document()
    proposals = []
    for start, length, words in changes:
        span = Span(min(start, len(doc.text)), min(start + length, len(doc.text)))
        if span.of(doc.text) != words:
            proposals.append(Proposal(doc.digest, span, span.of(doc.text), (words,), (origin(),)))
    decisions = tuple(
        decided(p, "accept", p.replacements[0], number=i)
        for i, (p, yes) in enumerate(zip(proposals, accepted, strict=False))
        if yes
    )
    made = report(doc, decisions=decisions)
    assert text_before(made) == doc.text
    assert text_after(made) == make_edition(doc, decisions).text
    assert text_before(report(doc, *proposals, decisions=decisions)) == doc.text
