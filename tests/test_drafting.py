"""Drafts: what bare edits come to among proposals and standing edits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.decision import Decision, fold
from cleanup.drafting import Drafter, UnconfirmedError, decided
from cleanup.edit import Edit
from cleanup.edition import make_edition
from cleanup.errors import EditError
from cleanup.proposal import Proposal
from cleanup.round import Round
from cleanup.text import Document, Span
from making import accepted, at, decision, disjoint, document, proposal
from strategies import spans_in

TEXT = "The the discharge tube reform.\r\n\r\nTwo 𝒜 is to grow cafe\u0301.\n"
DOCUMENT = document(TEXT)
WORDS = ("", "x", "the ", " ", "tube", "discharge ", "reform", "\n\n")


def drafter(
    *proposals: Proposal, ledger: tuple[Decision, ...] = (), of: Document = DOCUMENT
) -> Drafter:
    ordered = tuple(sorted(proposals, key=lambda p: p.sort_key))
    return Drafter(of, Round(of.digest, of.name, ordered), fold(of.text, ledger))


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    whole = st.sampled_from([Span(4, 8), Span(0, 4), Span(8, 22), Span(8, 17), Span(4, 22)])
    found = []
    for span in draw(st.lists(spans_in(len(TEXT)) | whole, max_size=4)):
        found.append(Edit(span, span.of(TEXT), draw(st.sampled_from(WORDS))))
    return [e for e in disjoint(found) if e.before != e.after]


@st.composite
def offers(draw: st.DrawFn) -> list[Proposal]:
    return [
        proposal(
            DOCUMENT, e.span, *draw(st.sampled_from([(), (e.after,), (e.after, e.after + "y")]))
        )
        for e in [*draw(edits()), *draw(edits())]
    ]


@settings(max_examples=100, deadline=None)
@given(edits(), offers(), edits())
def test_settled_edits_give_the_text_that_the_bare_edits_give(
    told: list[Edit], offered: list[Proposal], before: list[Edit]
) -> None:
    ledger = tuple(accepted(DOCUMENT, e) for e in before)
    drafts = drafter(*offered, ledger=ledger).settle(told, "absorb")
    made = decided(
        DOCUMENT, drafts, fold(TEXT, ledger).edits, reviewer="W", door="t", batch="z", now=""
    )
    bare = [decision(DOCUMENT, e.span, "own", e.after) for e in told]
    wanted = make_edition(DOCUMENT, (*ledger, *bare))
    assert make_edition(DOCUMENT, (*ledger, *made)).text == wanted.text
    assert all(d.scope == "absorb" for d in drafts)


@settings(deadline=None)
@given(edits(), edits())
def test_each_draft_names_the_standing_edits_that_it_takes_out(
    told: list[Edit], before: list[Edit]
) -> None:
    ledger = tuple(accepted(DOCUMENT, e) for e in before)
    standing = fold(TEXT, ledger)
    drafts = drafter(ledger=ledger).settle(told, "single")
    made = decided(DOCUMENT, drafts, standing.edits, reviewer="W", door="t", batch="z", now="")
    after = fold(TEXT, (*ledger, *made))
    for skipped in after.skipped:
        by = after.decisions[skipped.by]
        assert skipped.decision.id in by.supersedes


def test_edits_that_come_to_a_proposal_accept_it() -> None:
    offered = proposal(DOCUMENT, "discharge tube", "new reform", "another")
    edits = [
        Edit(at(TEXT, "discharge"), "discharge", "new"),
        Edit(at(TEXT, "tube"), "tube", "reform"),
    ]
    (draft,) = drafter(offered).settle(edits, "sentence")
    assert (draft.verdict, draft.span, draft.after) == ("accept", offered.span, "new reform")
    assert (draft.rule, draft.scope) == ("rules/one", "sentence")


def test_the_same_deletion_told_at_another_place_accepts_the_proposal() -> None:
    offered = proposal(DOCUMENT, Span(4, 8), "")
    (draft,) = drafter(offered).settle([Edit(Span(7, 11), " dis", " dis")], "single")
    assert draft.verdict == "own"
    text = "the the tube"
    doubled = document(text)
    first = proposal(doubled, Span(0, 4), "")
    (draft,) = drafter(first, of=doubled).settle([Edit(Span(3, 7), " the", "")], "single")
    assert (draft.verdict, draft.span) == ("accept", Span(0, 4))


def test_words_inside_an_open_proposal_amend_it_and_inside_a_hint_they_are_own() -> None:
    edit = Edit(at(TEXT, "tube"), "tube", "pipe")
    (draft,) = drafter(proposal(DOCUMENT, "discharge tube", "x")).settle([edit], "single")
    assert (draft.verdict, draft.after) == ("amend", "discharge pipe")
    (draft,) = drafter(proposal(DOCUMENT, "discharge tube", "x", trust="hint")).settle(
        [edit], "single"
    )
    assert (draft.verdict, draft.span, draft.category) == (
        "own",
        edit.span,
        "linguistic conventions",
    )


def test_all_unconfirmed_edits_are_asked_for_at_once() -> None:
    told = document("Grow by 5 or 6 percent.")
    drafts = drafter(of=told).settle(
        [Edit(at(told.text, "5"), "5", "7"), Edit(at(told.text, "6"), "6", "8")], "single"
    )
    with pytest.raises(UnconfirmedError, match="'5' to '7' changes a figure; '6' to '8'") as caught:
        drafter(of=told).ask_confirmed(drafts)
    assert [kinds for _, kinds in caught.value.asked] == [("figure",), ("figure",)]


def test_own_words_are_written_as_the_format_writes_them() -> None:
    told = document("A **bold** word.\n", extension=".md")
    span, after = drafter(of=told).own_words(at(told.text, "bold"), "very *bold*")
    assert (span.of(told.text), after) == ("bold", r"very \*bold\*")


def test_own_words_that_change_the_structure_are_refused() -> None:
    told = document("One here.\n\nTwo here.\n", extension=".md")
    message = "line 1 column 9: these words would change the structure of the file"
    with pytest.raises(EditError, match=message):
        drafter(of=told).own_words(at(told.text, ".\n\nTwo"), "\n\n- two\n\n# Two")


def test_own_words_that_lose_mark_up_are_refused() -> None:
    told = document("See `code` now.\n\n---\n\nEnd.\n", extension=".md")
    with pytest.raises(EditError, match="protected text"):
        drafter(of=told).own_words(at(told.text, "code"), "text")
    with pytest.raises(EditError, match="crosses from one part of the file's structure"):
        drafter(of=told).own_words(at(told.text, "now.\n\n---\n\nEnd"), "x")
