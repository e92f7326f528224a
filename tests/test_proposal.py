"""Proposals: their places and names, and how those that say the same become one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.edit import canonical
from cleanup.proposal import CATEGORIES, Group, Option, Proposal, in_words, merge, place_id
from cleanup.text import Span
from making import RAW_TEXTS, document, origin, proposal
from strategies import spans_in

DOCUMENT = document("reform of the the discharge tube")
TEXT = DOCUMENT.text


def test_a_place_is_document_span_and_words() -> None:
    told = proposal(DOCUMENT, "tube", "pipe")
    assert told.place == place_id(DOCUMENT.digest, Span(28, 32), "tube")
    assert len(told.place) == 20
    others = [
        replace(told, document="0" * 64),
        replace(told, span=Span(27, 32)),
        replace(told, before="tub"),
    ]
    assert len({told.place, *(o.place for o in others)}) == 4


def test_the_place_does_not_hang_on_rule_message_or_words() -> None:
    told = proposal(DOCUMENT, "tube", "pipe")
    other = proposal(DOCUMENT, "tube", "hose", rule="another", trust="safe")
    assert told.place == other.place
    assert told.id != other.id


@pytest.mark.parametrize(
    ("one", "other"),
    [(("a\nb",), ("a", "b")), ((), ("?terminology",)), (("",), ()), (("a", ""), ("a",))],
)
def test_different_outcomes_have_different_ids(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert proposal(DOCUMENT, "tube", *one).id != proposal(DOCUMENT, "tube", *other).id


def test_a_proposal_needs_an_origin() -> None:
    with pytest.raises(ValueError, match="a proposal needs an origin"):
        Proposal(DOCUMENT.digest, Span(0, 1), "r", ("x",), ())


def test_origins_rank_by_trust_then_kind_then_id() -> None:
    ranked = [
        origin("z", trust="safe", kind="engine"),
        origin("b", trust="ask", kind="own"),
        origin("a", trust="ask", kind="pack"),
        origin("b", trust="ask", kind="pack"),
        origin("a", trust="ask", kind="rule"),
        origin("a", trust="ask", kind="pass"),
        origin("a", trust="hint", kind="own"),
    ]
    mixed = [ranked[n] for n in (3, 6, 0, 5, 1, 4, 2)]
    assert sorted(mixed, key=lambda o: o.rank) == ranked


def test_the_same_edit_from_two_rules_is_one_proposal_with_both_origins() -> None:
    weak = proposal(DOCUMENT, Span(10, 14), "", rule="engine/double", kind="engine")
    strong = proposal(DOCUMENT, Span(13, 17), "", rule="rules/double", kind="rule")
    (one,) = merge(TEXT, [weak, strong])
    assert [o.rule for o in one.origins] == ["rules/double", "engine/double"]
    assert one.span == strong.span


def test_the_same_rule_counts_once() -> None:
    one = proposal(DOCUMENT, "tube", "pipe", rule="same")
    assert merge(TEXT, [one, one]) == (one,)


def test_a_member_of_a_group_keeps_its_place() -> None:
    better = proposal(DOCUMENT, Span(10, 14), "", trust="safe", rule="a")
    member = proposal(DOCUMENT, Span(13, 17), "", rule="b", group="g")
    (one,) = merge(TEXT, [better, member])
    assert (one.span, one.group, one.trust) == (member.span, "g", "safe")


def test_members_that_drop_one_twin_or_the_other_stay_two_places() -> None:
    one = proposal(DOCUMENT, Span(10, 14), "", rule="a", group="g")
    twin = proposal(DOCUMENT, Span(13, 17), "", rule="a", group="g")
    single = proposal(DOCUMENT, Span(13, 17), "", rule="b")
    merged = merge(TEXT, [single, twin, one, one])
    assert [(p.span, [o.rule for o in p.origins]) for p in merged] == [
        (one.span, ["a", "b"]),
        (twin.span, ["a"]),
    ]


def test_queries_are_the_same_by_place_and_category() -> None:
    one = proposal(DOCUMENT, "tube", rule="a", category="accuracy")
    same = proposal(DOCUMENT, "tube", rule="b", category="accuracy")
    other = proposal(DOCUMENT, "tube", rule="c", category="style")
    assert [len(p.origins) for p in merge(TEXT, [one, same, other])] in ([1, 2], [2, 1])


def test_other_alternatives_and_second_looks_stay_apart() -> None:
    one = proposal(DOCUMENT, "tube", "pipe", rule="a")
    more = proposal(DOCUMENT, "tube", "pipe", "hose", rule="b")
    look = proposal(DOCUMENT, "tube", "pipe", rule="c", amends=("b1.1",))
    assert len(merge(TEXT, [one, more, look])) == 3


@st.composite
def found(draw: st.DrawFn) -> list[Proposal]:
    span = st.one_of(spans_in(len(TEXT)), st.sampled_from([Span(10, 14), Span(13, 17)]))
    return [
        proposal(
            DOCUMENT,
            draw(span),
            *draw(st.lists(st.sampled_from(["", "x", "the "]), max_size=2, unique=True)),
            rule=draw(st.sampled_from(["a", "b", "c"])),
            category=draw(st.sampled_from(CATEGORIES[:2])),
            trust=draw(st.sampled_from(["safe", "ask", "hint"])),
        )
        for _ in range(draw(st.integers(0, 7)))
    ]


def outcome(told: Proposal) -> object:
    if told.is_query:
        return told.span, told.leading.category
    return tuple(canonical(TEXT, told.span, after) for after in told.replacements)


@settings(deadline=None)
@given(found(), st.data())
def test_merging_keeps_every_outcome_once_and_every_origin(
    told: list[Proposal], data: st.DataObject
) -> None:
    merged = merge(TEXT, told)
    assert sorted(map(repr, {outcome(p) for p in told})) == sorted(repr(outcome(p)) for p in merged)
    for one in merged:
        rules = {p.leading.rule for p in told if outcome(p) == outcome(one)}
        assert {o.rule for o in one.origins} == rules
        assert list(one.origins) == sorted(one.origins, key=lambda o: o.rank)
    assert [p.sort_key for p in merged] == sorted(p.sort_key for p in merged)
    assert merge(TEXT, merged) == merged
    again = merge(TEXT, data.draw(st.permutations(told)))
    assert [(p.id, {o.rule for o in p.origins}) for p in again] == [
        (p.id, {o.rule for o in p.origins}) for p in merged
    ]


@given(RAW_TEXTS, RAW_TEXTS)
def test_a_group_is_known_by_kind_places_and_options(one: str, other: str) -> None:
    def group(text: str) -> Group:
        return Group("same", (Option("a", (("p1", text), ("p2", None))),), "message")

    assert (group(one).id == group(other).id) == (one == other)
    assert group(one).id == Group("same", group(one).options, "another message").id
    assert group(one).id != Group("one-of", group(one).options).id
    assert group(one).places == ("p1", "p2")
    assert group(one).options[0].text_at("p1") == one
    assert group(one).options[0].text_at("p2") is None


def test_reasons_are_told_line_by_line_with_their_labels() -> None:
    told = replace(origin("a"), why="A reform of 2015.\nrendering from: Xinhua\n")
    assert told.reasons == (("why", "A reform of 2015."), ("rendering from", "Xinhua"))
    assert replace(told, why="").reasons == ()


def test_the_kinds_of_groups_have_words_for_editors() -> None:
    assert in_words("one-of") == "one of them stays"
    assert in_words("all-or-none") == "all of them or none"
    assert in_words("same") == "the same words everywhere"
