"""Verdicts: what stands after all of them, what a reopening brings back, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.decision import (
    Choice,
    Decision,
    Standing,
    Verdict,
    choices,
    fold,
    is_open,
    leading,
)
from cleanup.edit import Edit, splice
from cleanup.proposal import CATEGORIES, TRUSTS, OriginKind, Proposal
from cleanup.text import Span
from making import at, decision, document, origin, proposal, reopened
from strategies import spans_in

TEXT = "one two, three 𝒜b\r\ncafe\u0301 end"
DOCUMENT = document(TEXT)
KINDS: tuple[OriginKind, ...] = ("own", "pack", "engine")
WORDS = ("", "x", "two", " ", "three 𝒜b", "\u0301", "\n")


def spans() -> st.SearchStrategy[Span]:
    return spans_in(len(TEXT)) | st.sampled_from(
        [Span(0, 3), Span(4, 7), Span(4, 13), Span(8, 8), Span(4, 4), Span(7, 7), Span(0, 13)]
    )


@st.composite
def decisions(draw: st.DrawFn, reopening: bool = False) -> list[Decision]:
    """A ledger of one reviewer in which places come again."""
    some = draw(st.lists(spans(), min_size=1, max_size=4))
    ledger: list[Decision] = []
    for number in range(draw(st.integers(0, 7))):
        span = draw(st.sampled_from(some))
        kinds: list[Verdict] = ["accept", "accept", "own", "amend", "reject"]
        if reopening:
            kinds += ["reopen", "reopen"]
        verdict = draw(st.sampled_from(kinds))
        after = None if verdict in ("reject", "reopen") else draw(st.sampled_from(WORDS))
        refused: list[str | None] = []
        if verdict != "reopen":
            refused = draw(st.lists(st.sampled_from([*WORDS, None]), max_size=2, unique=True))
        made = decision(DOCUMENT, span, "reject", refused=refused, batch=f"n{number}")
        ledger.append(replace(made, verdict=verdict, after=after))
    return ledger


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    words = draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))
    span = draw(spans())
    trust = draw(st.sampled_from(TRUSTS))
    category = draw(st.sampled_from(CATEGORIES[:2]))
    kind = draw(st.sampled_from(KINDS))
    rule = draw(st.sampled_from(["a", "b"]))
    return proposal(DOCUMENT, span, *words, trust=trust, category=category, rule=rule, kind=kind)


# --- what stands -------------------------------------------------------------------------


def slow_fold(ledger: Sequence[Decision]) -> list[Decision]:
    """The decisions whose edits stand, for a ledger without reopenings, as the design says."""
    standing: list[Decision] = []
    for made in ledger:
        if made.after is not None:
            standing = [d for d in standing if not d.span.overlaps(made.span)]
            standing.append(made)
        else:
            standing = [d for d in standing if d.span != made.span]
    return sorted(standing, key=lambda d: d.span)


@given(decisions())
def test_the_later_edit_stands_and_a_rejection_takes_out_what_stood_there(
    ledger: list[Decision],
) -> None:
    assert [e.decision for e in fold(TEXT, ledger).edits] == [d.id for d in slow_fold(ledger)]


@given(decisions(reopening=True))
def test_every_accepted_edit_stands_or_is_skipped_with_a_reason(ledger: list[Decision]) -> None:
    standing = fold(TEXT, ledger)
    told = [e.decision for e in standing.edits] + [s.decision.id for s in standing.skipped]
    assert sorted(told) == sorted(d.id for d in ledger if d.edits)
    assert all(s.reason and s.by in standing.decisions for s in standing.skipped)


@given(decisions(reopening=True))
def test_standing_edits_are_sorted_disjoint_and_the_last_word_at_their_place(
    ledger: list[Decision],
) -> None:
    standing = fold(TEXT, ledger)
    splice(TEXT, standing.edits)
    assert list(standing.edits) == sorted(standing.edits, key=lambda e: e.span)
    for edit in standing.edits:
        made = standing.decisions[edit.decision]
        assert standing.verdicts[made.place] == made
        assert made.id in standing.in_force
        assert standing.stands(made)


@settings(deadline=None)
@given(decisions(reopening=True), st.data())
def test_reopening_the_last_verdict_puts_back_what_was_there(
    ledger: list[Decision], data: st.DataObject
) -> None:
    before = fold(TEXT, ledger)
    last = replace(data.draw(decisions().filter(bool))[0], batch="last")
    after = fold(TEXT, [*ledger, last, reopened(last)])
    assert after.edits == before.edits
    assert after.refused == before.refused
    assert after.refused_queries == before.refused_queries
    for asked in data.draw(st.lists(proposals(), max_size=4)):
        assert is_open(TEXT, asked, after) == is_open(TEXT, asked, before)


@given(decisions())
def test_undoing_all_backwards_leaves_nothing_standing(ledger: list[Decision]) -> None:
    standing = fold(TEXT, [*ledger, *(reopened(d) for d in reversed(ledger))])
    assert standing.edits == ()
    assert standing.refused == frozenset()
    assert standing.in_force == frozenset()


def test_a_superseded_edit_names_the_later_one() -> None:
    first, second = (
        decision(DOCUMENT, "two", "accept", "2"),
        decision(DOCUMENT, "one two", "own", "1"),
    )
    (skipped,) = fold(TEXT, [first, second]).skipped
    assert (skipped.decision, skipped.by) == (first, second.id)
    assert skipped.reason == "a later edit stands there"


def test_a_rejected_edit_is_said_to_be_taken_back() -> None:
    first, second = decision(DOCUMENT, "two", "accept", "2"), decision(DOCUMENT, "two", "reject")
    (skipped,) = fold(TEXT, [first, second]).skipped
    assert (skipped.reason, skipped.by) == ("taken back", second.id)


def test_a_reopened_edit_does_not_return_over_one_that_came_later() -> None:
    narrow = decision(DOCUMENT, "two", "accept", "2")
    wide = decision(DOCUMENT, "one two", "own", "1 2")
    other = decision(DOCUMENT, "two, three", "own", "rest")
    standing = fold(TEXT, [narrow, wide, other, reopened(wide)])
    assert [e.decision for e in standing.edits] == [other.id]


def test_what_was_withdrawn_at_its_own_place_does_not_return() -> None:
    narrow = decision(DOCUMENT, "two", "accept", "2")
    wide = decision(DOCUMENT, "one two", "own", "1 2")
    no = decision(DOCUMENT, "two", "reject")
    assert fold(TEXT, [narrow, wide, no, reopened(wide)]).edits == ()


def test_a_verdict_takes_out_an_insertion_at_its_edge_only_where_it_names_it() -> None:
    added = decision(DOCUMENT, Span(3, 3), "own", " more")
    plain = decision(DOCUMENT, "one", "own", "1")
    assert len(fold(TEXT, [added, plain]).edits) == 2
    naming = decision(DOCUMENT, "one", "amend", "1", supersedes=(added.id,))
    standing = fold(TEXT, [added, naming])
    assert [e.decision for e in standing.edits] == [naming.id]
    assert standing.skipped[0].by == naming.id
    assert fold(TEXT, [added, naming, reopened(naming)]).edits == (added.edit,)


# --- policies ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "by_person",
    [
        decision(DOCUMENT, "two", "reject"),
        decision(DOCUMENT, "two", "amend", "2"),
        decision(DOCUMENT, "one two", "own", "1 2"),
        decision(DOCUMENT, Span(5, 5), "own", "-"),
    ],
)
def test_a_policy_never_beats_a_person(by_person: Decision) -> None:
    policy = decision(DOCUMENT, "two", "accept", "TWO", scope="policy", reviewer="policy")
    standing = fold(TEXT, [by_person, policy])
    assert policy.id not in {e.decision for e in standing.edits}
    skipped = [s for s in standing.skipped if s.decision == policy]
    assert [(s.reason, s.by) for s in skipped] == [
        ("a person's verdict stands there", by_person.id)
    ]


def test_a_policy_does_not_accept_again_what_a_person_took_back() -> None:
    policy = decision(DOCUMENT, "two", "accept", "TWO", scope="policy", reviewer="policy")
    again = replace(policy, batch="again")
    assert fold(TEXT, [policy, reopened(policy), again]).edits == ()


def test_a_person_beats_a_policy() -> None:
    policy = decision(DOCUMENT, "two", "accept", "TWO", scope="policy", reviewer="policy")
    person = decision(DOCUMENT, "two", "amend", "2")
    assert fold(TEXT, [policy, person]).edits == (person.edit,)


# --- what is open ------------------------------------------------------------------------


def slow_is_open(asked: Proposal, ledger: Sequence[Decision]) -> bool:
    """The definition of the design, read literally, for a ledger without reopenings."""
    standing = slow_fold(ledger)
    for made in standing:
        if made.span == asked.span:
            return False
        wider = asked.span.covers(made.span)
        if made.span.overlaps(asked.span) and not wider:
            return False
    narrower = [d for d in standing if d.span.overlaps(asked.span)]
    at_place = [d for d in ledger if d.place == asked.place]
    if at_place and at_place[-1].edits:
        return not narrower
    refusals = [r for d in ledger for r in d.refused]
    if asked.is_query:
        declined = {(r.span, r.category) for r in refusals if r.after is None}
        return (asked.span, asked.leading.category) not in declined
    texts = {result(r.span, r.after) for r in refusals if r.after is not None}
    return any(result(asked.span, words) not in texts for words in asked.replacements)


def result(span: Span, words: str) -> object:
    """The text that an edit gives; an edit that changes nothing is told by its place."""
    text = splice(TEXT, [Edit(span, span.of(TEXT), words)])
    return text if text != TEXT else span


@settings(max_examples=400, deadline=None)
@given(decisions(), proposals())
def test_what_is_open_is_what_the_design_says(ledger: list[Decision], asked: Proposal) -> None:
    if any(words == asked.before for words in asked.replacements):
        return  # the pipeline hands out no edit that changes nothing
    assert is_open(TEXT, asked, fold(TEXT, ledger)) == slow_is_open(asked, ledger)


def test_a_new_proposal_is_open() -> None:
    assert is_open(TEXT, proposal(DOCUMENT, "two", "2"), Standing())


def test_a_rejection_refuses_only_the_words_that_were_shown() -> None:
    no = decision(DOCUMENT, "two", "reject", refused=["2"])
    standing = fold(TEXT, [no])
    assert not is_open(TEXT, proposal(DOCUMENT, "two", "2"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, "two", "pair"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, "two", "2", "pair"), standing)


def test_refused_words_are_refused_at_another_span_that_comes_to_the_same() -> None:
    no = decision(DOCUMENT, "two", "reject", refused=["2"])
    assert not is_open(TEXT, proposal(DOCUMENT, "one two", "one 2"), fold(TEXT, [no]))


def test_a_rejected_query_refuses_queries_of_its_category_only() -> None:
    standing = fold(TEXT, [decision(DOCUMENT, "two", "reject", refused=[None])])
    assert not is_open(TEXT, proposal(DOCUMENT, "two", category="terminology"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, "two", category="accuracy"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, "two", "2"), standing)


def test_a_rejection_closes_no_overlapping_proposal() -> None:
    standing = fold(TEXT, [decision(DOCUMENT, "one two", "reject", refused=["1 2"])])
    assert is_open(TEXT, proposal(DOCUMENT, "two", "2"), standing)


def test_a_standing_edit_closes_what_overlaps_it_but_not_what_is_wider() -> None:
    standing = fold(TEXT, [decision(DOCUMENT, "two", "accept", "2")])
    assert not is_open(TEXT, proposal(DOCUMENT, Span(5, 6), "v"), standing)
    assert not is_open(TEXT, proposal(DOCUMENT, "o, three", "x"), standing)
    assert not is_open(TEXT, proposal(DOCUMENT, Span(5, 5), "-"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, "one two", "1"), standing)
    assert is_open(TEXT, proposal(DOCUMENT, Span(4, 4), "the "), standing)


def test_a_second_look_is_open_while_what_it_amends_stands() -> None:
    stands = decision(DOCUMENT, "two", "accept", "2")
    asked = proposal(DOCUMENT, "two", "pair", amends=(stands.id,))
    assert is_open(TEXT, asked, fold(TEXT, [stands]))
    assert not is_open(TEXT, asked, fold(TEXT, [stands, decision(DOCUMENT, "two", "reject")]))
    amended = decision(DOCUMENT, "two", "amend", "pair")
    assert not is_open(TEXT, asked, fold(TEXT, [stands, amended]))


def test_a_second_look_is_closed_by_an_edit_that_came_in_since() -> None:
    stands, later = decision(DOCUMENT, "two", "accept", "2"), decision(DOCUMENT, "one", "own", "1")
    asked = proposal(DOCUMENT, "one two", "a pair", amends=(stands.id,))
    assert is_open(TEXT, asked, fold(TEXT, [stands]))
    assert not is_open(TEXT, asked, fold(TEXT, [stands, later]))


def test_a_second_look_whose_words_were_refused_is_closed() -> None:
    stands = decision(DOCUMENT, "two", "accept", "2", refused=["pair"])
    asked = proposal(DOCUMENT, "two", "pair", amends=(stands.id,))
    assert not is_open(TEXT, asked, fold(TEXT, [stands]))


def test_a_decision_wants_words_exactly_where_it_edits() -> None:
    with pytest.raises(ValueError, match="a decision to accept with after=None"):
        decision(DOCUMENT, "two", "accept")
    with pytest.raises(ValueError, match="a decision to reject with after='x'"):
        decision(DOCUMENT, "two", "reject", "x")


# --- choices -----------------------------------------------------------------------------


@given(st.lists(proposals(), max_size=8))
def test_every_proposal_but_hints_is_in_exactly_one_choice(found: list[Proposal]) -> None:
    joined = choices(found)
    told = sorted(p.sort_key for choice in joined for p in choice.proposals)
    assert told == sorted(p.sort_key for p in found if p.trust != "hint")


@given(st.lists(proposals(), max_size=8))
def test_proposals_of_two_choices_never_overlap(found: list[Proposal]) -> None:
    joined = choices(found)
    for index, choice in enumerate(joined):
        for other in joined[index + 1 :]:
            assert not any(
                p.span.overlaps(q.span) or p.span == q.span
                for p in choice.proposals
                for q in other.proposals
            )


@given(st.lists(proposals(), max_size=8))
def test_the_proposals_of_a_choice_hang_together(found: list[Proposal]) -> None:
    for choice in choices(found):
        reached = [choice.proposals[0]]
        left = list(choice.proposals[1:])
        while more := [p for p in left if any(_meet(p, r) for r in reached)]:
            reached += more
            left = [p for p in left if p not in more]
        assert left == []


def _meet(one: Proposal, other: Proposal) -> bool:
    return one.span.overlaps(other.span) or one.span == other.span


@given(st.lists(proposals(), max_size=8))
def test_leading_proposals_never_overlap_and_leave_out_none_that_would_fit(
    found: list[Proposal],
) -> None:
    for choice in choices(found):
        front = leading(choice)
        assert list(front) == sorted(front, key=lambda p: p.sort_key)
        for index, one in enumerate(front):
            assert not any(_meet(one, other) for other in front[index + 1 :])
        for other in choice.proposals:
            assert other in front or any(_meet(one, other) for one in front)


def test_edits_lead_before_queries_then_trust_then_origin_then_length() -> None:
    query = proposal(DOCUMENT, "one two", trust="safe")
    weak = proposal(DOCUMENT, "two", "2", trust="ask", kind="own")
    strong = proposal(DOCUMENT, "two, three", "x", trust="safe", kind="engine")
    assert leading(Choice((query, weak, strong))) == (strong,)
    own = replace(weak, origins=(origin("z", kind="own"),))
    pack = proposal(DOCUMENT, "two, three", "x", kind="pack", rule="a")
    assert leading(Choice((pack, own))) == (own,)
    long = proposal(DOCUMENT, "two, three", "x", kind="pack", rule="a")
    short = proposal(DOCUMENT, "two", "x", kind="pack", rule="a")
    assert leading(Choice((short, long))) == (long,)


def test_a_choice_spans_all_its_proposals() -> None:
    (choice,) = choices([proposal(DOCUMENT, "one two", "x"), proposal(DOCUMENT, "two, three", "y")])
    assert choice.span == at(TEXT, "one two, three")
