"""A reviewer at a document: acts, what they leave open, undo, bulk, groups, two at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.config import Silence
from cleanup.desk import Desk
from cleanup.drafting import GroupError, SupersedingError, UnconfirmedError, UnpickedError
from cleanup.errors import EditError, ProjectError, VerdictError
from cleanup.proposal import Group, Option, Proposal
from cleanup.text import Span
from making import Workshop, at, origin, proposal, workshop

TEXT = (
    "The discharge tube reform goes on. Two is to grow by 5 percent. Three is to share it.\n\n"
    "A headline here\n\nA headline here\n\nWe must do well the work of the tube.\n"
)


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return workshop(tmp_path / "p", TEXT)


def open_words(desk: Any) -> list[str]:
    return [p.before for p in desk.open_proposals()]


# --- single verdicts -----------------------------------------------------------------------


def test_accepting_takes_the_words_and_closes_the_place(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    (made,) = desk.accept(told)
    assert (made.verdict, made.after, made.scope) == ("accept", "streamlining", "single")
    assert (made.rule, made.origins, made.reviewer) == ("rules/one", told.origins, "Wang")
    assert made.context == "The discharge tube reform goes on."
    assert desk.edition.text == TEXT.replace("discharge tube", "streamlining", 1)
    assert desk.open_proposals() == ()
    assert shop.desk().decisions == (made,)


def test_a_query_and_alternatives_want_a_pick(shop: Workshop) -> None:
    query = proposal(shop.document, "reform")
    several = proposal(shop.document, "discharge tube", "one", "other")
    shop.propose(query, several)
    desk = shop.desk()
    with pytest.raises(UnpickedError, match="this is a query and offers no words; amend it"):
        desk.accept(query)
    with pytest.raises(UnpickedError, match="there are 2 alternatives; pick one by its number"):
        desk.accept(several)
    with pytest.raises(UnpickedError, match="there is no alternative 3; pick one that is shown"):
        desk.accept(several, pick=2)
    assert desk.decisions == ()
    (made,) = desk.accept(several, pick=1)
    assert made.after == "other"


def test_a_changed_figure_is_confirmed_singly(shop: Workshop) -> None:
    told = proposal(shop.document, "5 percent", "6 percent")
    shop.propose(told)
    desk = shop.desk()
    message = "'5 percent' to '6 percent' changes a figure: this is confirmed one by one"
    with pytest.raises(UnconfirmedError, match=message) as caught:
        desk.accept(told)
    assert desk.decisions == ()
    (asked,) = caught.value.asked
    assert asked[1] == ("figure",)
    (made,) = desk.accept(told, confirmed=("figure", "name"))
    assert made.confirmed == ("figure",)


def test_amending_puts_in_own_words(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    (made,) = shop.desk().amend(told, "simplifying")
    assert (made.verdict, made.after, made.rule) == ("amend", "simplifying", "rules/one")


def test_amending_with_the_proposed_words_is_accepting(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    assert shop.desk().amend(told, "streamlining")[0].verdict == "accept"


def test_amending_with_the_old_words_is_refused(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    with pytest.raises(VerdictError, match="the words that stand there now; reject instead"):
        shop.desk().amend(told, "discharge tube")


def test_amending_a_dropped_segment_keeps_the_gap_behind_it(shop: Workshop) -> None:
    first = at(TEXT, "A headline here\n\n")
    told = proposal(shop.document, first, "")
    shop.propose(told)
    desk = shop.desk()
    (made,) = desk.amend(told, "Another headline here")
    assert made.place == told.place
    assert desk.edition.text == TEXT.replace("A headline", "Another headline", 1)


def test_an_amendment_that_would_lose_protected_text_is_refused_at_the_door(
    tmp_path: Path,
) -> None:
    shop = workshop(tmp_path / "p", "Use `code` here.\n", extension=".md")
    told = proposal(shop.document, "Use `code` here", "x")
    shop.propose(told)
    with pytest.raises(EditError, match="protected text"):
        shop.desk().own(at("Use `code` here.", "code"), "cod", category="style")


def test_rejecting_refuses_the_words_and_no_others(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    (made,) = desk.reject(told, note="a real tube")
    assert [r.after for r in made.refused] == ["streamlining"]
    assert (made.note, desk.edition.text) == ("a real tube", TEXT)
    assert desk.open_proposals() == ()
    again = proposal(shop.document, "discharge tube", "delegating")
    shop.propose(again)
    later = shop.desk()
    assert later.open_proposals() == (again,)
    assert later.earlier(again) == made


def test_nobody_decides_without_a_name(shop: Workshop) -> None:
    with pytest.raises(VerdictError, match="nobody is named as reviewer; add --as NAME"):
        Desk(shop.project, shop.name, reviewer=" ", door="test")


def test_a_changed_input_is_refused_until_it_is_checked_again(shop: Workshop) -> None:
    (shop.root / "seeds" / "text.txt").write_text("Another text.\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"text: the input has changed since it was checked"):
        shop.desk()


def test_the_document_is_opened_in_the_encoding_it_was_checked_in(tmp_path: Path) -> None:
    data = "山东省的改革 and growth 继续进行。\r\n".encode("gb18030")
    shop = workshop(tmp_path / "p", "", data=data, encoding="gb18030")
    shop.propose(versions={"encoding": "gb18030"})
    assert shop.desk().document.text.startswith("山东省")


# --- own edits -----------------------------------------------------------------------------


def test_an_own_edit_has_its_own_class(shop: Workshop) -> None:
    (made,) = shop.desk().own(
        at(TEXT, "do well"), "do", category="style", severity="major", message="plain", note="n"
    )
    assert (made.verdict, made.category, made.severity) == ("own", "style", "major")
    assert (made.message, made.note) == ("plain", "n")


def test_an_own_edit_that_comes_to_a_proposal_accepts_it(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    (made,) = shop.desk().own(
        at(TEXT, "The discharge tube reform"), "The streamlining reform", category="style"
    )
    assert (made.verdict, made.place) == ("accept", told.place)


def test_an_own_edit_inside_an_open_proposal_amends_it(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    (made,) = desk.own(at(TEXT, "tube"), "pipe", category="style")
    assert (made.verdict, made.place, made.after) == ("amend", told.place, "discharge pipe")


def test_an_own_edit_inside_a_wide_proposal_spares_what_stands_there(shop: Workshop) -> None:
    wide = proposal(shop.document, "The discharge tube reform goes on.")
    narrow = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(wide, narrow)
    desk = shop.desk()
    desk.accept(narrow)
    (made,) = desk.own(at(TEXT, "goes on"), "continues", category="style")
    assert made.verdict == "own"
    assert desk.edition.text.startswith("The streamlining reform continues.")


def test_an_own_edit_that_changes_nothing_is_refused(shop: Workshop) -> None:
    with pytest.raises(VerdictError, match="the words that stand there already; nothing to change"):
        shop.desk().own(at(TEXT, "tube"), "tube", category="style")


def test_taking_out_what_stands_is_asked_first(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    desk.accept(told)
    wide = at(TEXT, "The discharge tube reform")
    message = r"takes out what was decided before \('discharge tube' to 'streamlining'\)"
    with pytest.raises(SupersedingError, match=message):
        desk.own(wide, "Reform", category="style")
    (made,) = desk.own(wide, "Reform", category="style", supersede=True)
    assert made.supersedes == (desk.decisions[0].id,)
    assert desk.edition.text.startswith("Reform goes on.")


# --- taking back ---------------------------------------------------------------------------


def acts(document: Any) -> list[Proposal]:
    return [
        proposal(document, "discharge tube", "streamlining"),
        proposal(document, "The discharge tube reform", "Streamlining"),
        proposal(document, Span(3, 3), " very"),
        proposal(document, "reform", "work", "labour"),
        proposal(document, "goes on"),
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("arwub")), max_size=8))
def test_undo_takes_back_act_by_act_to_where_it_was(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, str]]
) -> None:
    shop = workshop(tmp_path_factory.mktemp("undo") / "p", TEXT)
    offered = acts(shop.document)
    shop.propose(*offered)
    desk = shop.desk()
    seen = [state(desk)]
    for index, kind in told:
        _act(desk, offered[index], kind, seen)
    while len(seen) > 1:
        seen.pop()
        assert desk.undo()
        assert state(desk) == seen[-1]
    assert desk.undo() == ()
    assert desk.edition.text == TEXT


def _act(desk: Any, told: Proposal, kind: str, seen: list[object]) -> None:
    if kind == "u":
        if len(seen) > 1:
            desk.undo()
            seen.pop()
            assert state(desk) == seen[-1]
        return
    if kind == "b":
        decision = desk.standing.verdicts.get(told.place)
        if decision is None or decision.verdict == "reopen":
            return
        if decision.edits and not desk.standing.stands(decision):
            with pytest.raises(VerdictError, match="a later edit stands in the place of this one"):
                desk.reopen(decision)
            return
        desk.reopen(decision)
    elif kind == "r":
        desk.reject(told)
    elif kind == "a" and told.replacements:
        desk.accept(told, pick=0, supersede=True, confirmed=("name",))
    else:
        desk.amend(told, "own words", supersede=True, confirmed=("name",))
    seen.append(state(desk))


def state(desk: Any) -> object:
    standing = desk.standing
    edits = [(e.span, e.after) for e in standing.edits]
    return (
        edits,
        standing.refused,
        standing.refused_queries,
        [p.id for p in desk.round.proposals if desk.is_open(p)],
    )


def test_undoing_a_reopening_gives_the_verdict_back(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    (made,) = desk.accept(told)
    desk.reopen(made)
    assert desk.open_proposals() == (told,)
    (again,) = desk.undo()
    assert (again.verdict, again.after) == ("accept", "streamlining")
    assert desk.open_proposals() == ()


def test_undo_does_not_take_back_what_somebody_else_decided_since(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    mine, theirs = shop.desk("Wang"), shop.desk("Li")
    mine.accept(told)
    theirs.refresh()
    theirs.amend(told, "simplifying")
    mine.refresh()
    with pytest.raises(VerdictError, match="meanwhile Li has decided to amend it; look again"):
        mine.undo()
    assert "simplifying" in mine.edition.text


# --- the sentence ----------------------------------------------------------------------------


def test_a_unit_is_a_sentence_with_its_choices(shop: Workshop) -> None:
    shop.propose(
        proposal(shop.document, "discharge tube", "streamlining"),
        proposal(shop.document, "goes on", "continues"),
        proposal(shop.document, "Three is to", "Third,"),
    )
    units = shop.desk().units()
    assert [u.span.of(TEXT) for u in units] == [
        "The discharge tube reform goes on.",
        "Three is to share it.",
    ]
    assert [len(u.choices) for u in units] == [2, 1]


def test_one_key_takes_the_sentence_and_leaves_what_wants_a_pick(shop: Workshop) -> None:
    edit = proposal(shop.document, "discharge tube", "streamlining")
    query = proposal(shop.document, "goes on")
    shop.propose(edit, query)
    desk = shop.desk()
    (unit,) = desk.units()
    assert desk.preview(unit.span, desk.leading_of(unit)) == "The streamlining reform goes on."
    bulk = desk.take_sentence(unit)
    assert [(d.verdict, d.scope) for d in bulk.decided] == [("accept", "sentence")]
    assert bulk.left == ((query, "wants a pick or own words"),)
    assert desk.preview(unit.span) == "The streamlining reform goes on."


def test_the_sentence_key_asks_for_each_changed_fact(shop: Workshop) -> None:
    told = proposal(shop.document, "5 percent", "6 percent")
    shop.propose(told, proposal(shop.document, "grow", "rise"))
    desk = shop.desk()
    (unit,) = desk.units()
    with pytest.raises(UnconfirmedError):
        desk.take_sentence(unit)
    assert desk.decisions == ()
    bulk = desk.take_sentence(unit, confirmed={told.place: ("figure",)})
    assert [d.confirmed for d in bulk.decided] == [(), ("figure",)]


# --- in bulk ---------------------------------------------------------------------------------


def test_accepting_in_bulk_skips_what_needs_a_person(shop: Workshop) -> None:
    group = Group("one-of", (Option("keep", ((_place(shop, "grow"), None),)),))
    plain = proposal(shop.document, "discharge tube", "streamlining")
    told = [
        plain,
        proposal(shop.document, "tube reform", "x", rule="z"),
        proposal(shop.document, "goes on"),
        proposal(shop.document, "share", "divide", "split"),
        proposal(shop.document, "5 percent", "6 percent"),
        proposal(shop.document, "grow", "rise", group=group.id),
    ]
    shop.propose(*told, groups=[group])
    desk = shop.desk()
    bulk = desk.accept_all(told, "all")
    assert [(d.place, d.scope) for d in bulk.decided] == [(plain.place, "all")]
    assert [reason for _, reason in bulk.left] == [
        "overlaps another one",
        "a query wants own words",
        "several alternatives want a pick",
        "changes a figure",
        "a group is decided together",
    ]
    again = desk.accept_all([plain, proposal(shop.document, "The discharge tube", "It")], "all")
    assert again.decided == ()
    assert [reason for _, reason in again.left] == [
        "is decided already",
        "would take out an edit that stands",
    ]


def _place(shop: Workshop, words: str) -> str:
    return proposal(shop.document, words, "x").place


def test_rejecting_in_bulk_takes_everything_that_is_open(shop: Workshop) -> None:
    told = [proposal(shop.document, "goes on"), proposal(shop.document, "5 percent", "6", "7")]
    done = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(*told, done)
    desk = shop.desk()
    desk.accept(done)
    bulk = desk.reject_all([*told, done], "category")
    assert {(d.verdict, d.scope) for d in bulk.decided} == {("reject", "category")}
    assert desk.open_proposals() == ()
    assert "streamlining" in desk.edition.text


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), unique=True), st.booleans())
def test_a_bulk_verdict_decides_or_leaves_each_one(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], before: bool
) -> None:
    shop = workshop(tmp_path_factory.mktemp("bulk") / "p", TEXT)
    offered = acts(shop.document)
    shop.propose(*offered)
    desk = shop.desk()
    if before:
        desk.accept(offered[0])
    told = [offered[i] for i in order]
    standing = desk.standing.edits
    bulk = desk.accept_all(told, "all")
    places = [d.place for d in bulk.decided] + [p.place for p, _ in bulk.left]
    assert sorted(places) == sorted(p.place for p in told)
    assert set(standing) <= set(desk.standing.edits)
    assert all(not d.confirmed and not d.supersedes for d in bulk.decided)


def test_silencing_rejects_what_the_exceptions_silence(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining", rule="terms/x")
    other = proposal(shop.document, "goes on", "continues", rule="rules/y")
    shop.propose(told, other)
    desk = shop.desk()
    (made,) = desk.silence(Silence("terms/x", "Discharge  Tube", why="a real one")).decided
    assert (made.place, made.scope) == (told.place, "rule")
    assert made.note == "exception: a real one"
    assert desk.open_proposals() == (other,)
    assert desk.silence(Silence("terms/x")).decided == ()


# --- groups ------------------------------------------------------------------------------------


@pytest.fixture
def listed(shop: Workshop) -> tuple[Workshop, Group, list[Proposal]]:
    """Two ordinals that are counted together or not at all."""
    places = [_place(shop, "Two is to"), _place(shop, "Three is to")]
    options = (
        Option("count", ((places[0], "Second,"), (places[1], "Third,"))),
        Option("leave", ((places[0], None), (places[1], None))),
    )
    group = Group("all-or-none", options)
    told = [
        proposal(shop.document, "Two is to", "Second,", group=group.id),
        proposal(shop.document, "Three is to", "Third,", group=group.id),
    ]
    shop.propose(*told, groups=[group])
    return shop, group, told


def test_choosing_an_option_gives_each_place_its_text(
    listed: tuple[Workshop, Group, list[Proposal]],
) -> None:
    shop, group, told = listed
    for option, wanted in zip(group.options, (("Second,", "Third,"), (None, None)), strict=True):
        desk = shop.desk()
        made = desk.choose(group, option)
        assert [d.after for d in made] == list(wanted)
        assert [d.verdict for d in made] == ["accept" if w else "reject" for w in wanted]
        assert {(d.group, d.option, d.scope, d.batch) for d in made} == {
            (group.id, option.name, "group", made[0].batch)
        }
        for proposed, words in zip(told, wanted, strict=True):
            assert (words or proposed.before) in desk.edition.text
        assert desk.open_proposals() == ()
        assert not desk.is_broken(group)


def test_a_member_is_decided_alone_only_after_a_warning(
    listed: tuple[Workshop, Group, list[Proposal]],
) -> None:
    shop, group, told = listed
    desk = shop.desk()
    message = r"belongs to a group of 2 places \(all of them or none\); decide the group"
    with pytest.raises(GroupError, match=message):
        desk.accept(told[0])
    with pytest.raises(GroupError, match=message):
        desk.reject(told[0])
    with pytest.raises(GroupError, match=message):
        desk.take_sentence(desk.units()[0])
    assert desk.decisions == ()
    desk.accept(told[0], alone=True)
    assert not desk.is_broken(group)
    desk.reject(told[1], alone=True)
    assert desk.is_broken(group)


def test_a_group_of_which_one_stays_says_so(shop: Workshop) -> None:
    text = shop.document.text
    first, second = at(text, "A headline here\n\n"), at(text, "A headline here\n\n", 2)
    places = [proposal(shop.document, s, "").place for s in (first, second)]
    options = (
        Option("keep the 1st", ((places[0], None), (places[1], ""))),
        Option("keep the 2nd", ((places[0], ""), (places[1], None))),
    )
    group = Group("one-of", options)
    told = [proposal(shop.document, s, "", group=group.id) for s in (first, second)]
    shop.propose(*told, groups=[group])
    desk = shop.desk()
    with pytest.raises(GroupError, match="one of them stays"):
        desk.accept(told[0])
    desk.choose(group, options[1])
    assert desk.edition.text == TEXT.replace("A headline here\n\n", "", 1)
    assert [d.verdict for d in desk.decisions] == ["accept", "reject"]


def test_a_group_verdict_asks_for_changed_facts_of_each_place(shop: Workshop) -> None:
    places = [_place(shop, "5 percent"), _place(shop, "grow")]
    option = Option("all", ((places[0], "6 percent"), (places[1], "rise")))
    group = Group("same", (option,))
    shop.propose(
        proposal(shop.document, "5 percent", "6 percent", group=group.id),
        proposal(shop.document, "grow", "rise", group=group.id),
        groups=[group],
    )
    desk = shop.desk()
    with pytest.raises(UnconfirmedError):
        desk.choose(group, option)
    made = desk.choose(group, option, confirmed={places[0]: ("figure",)})
    assert [d.confirmed for d in made] == [("figure",), ()]


def test_alike_are_open_proposals_with_the_same_words_and_rule(shop: Workshop) -> None:
    one = proposal(shop.document, at(TEXT, "tube"), "pipe")
    two = proposal(shop.document, at(TEXT, "tube", 2), "pipe")
    other = proposal(shop.document, at(TEXT, "tube", 2), "pipe", rule="another")
    shop.propose(one, two, other)
    assert shop.desk().alike(one) == (one, two)


# --- two at once -------------------------------------------------------------------------------


def test_two_reviewers_at_two_places_lose_nothing(shop: Workshop) -> None:
    one = proposal(shop.document, "discharge tube", "streamlining")
    two = proposal(shop.document, "grow", "rise")
    shop.propose(one, two)
    mine, theirs = shop.desk("Wang"), shop.desk("Li")
    mine.accept(one)
    theirs.accept(two)
    assert [d.reviewer for d in theirs.decisions] == ["Wang", "Li"]
    assert mine.refresh()
    assert not mine.refresh()
    assert mine.edition.text == theirs.edition.text


def test_who_decides_on_a_place_that_changed_meanwhile_is_told(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    wide = proposal(shop.document, "The discharge tube", "It")
    shop.propose(told, wide)
    mine, theirs = shop.desk("Wang"), shop.desk("Li")
    theirs.reject(told)
    message = "'discharge tube': meanwhile Li has decided to reject it; look again"
    with pytest.raises(VerdictError, match=message):
        mine.accept(told)
    mine.refresh()
    theirs.accept(wide)
    message = "meanwhile Li has decided to accept it"
    with pytest.raises(VerdictError, match=message):
        mine.accept(told)
    assert len(shop.desk().decisions) == 2


# --- the second look ---------------------------------------------------------------------------


def test_what_is_found_goes_into_the_round_once_and_only_while_it_is_the_same(
    shop: Workshop,
) -> None:
    found = proposal(shop.document, "goes on", "continues")
    mine, theirs = shop.desk(), shop.desk("Li")
    mine.extend([found])
    theirs.extend([found])
    assert shop.project.read_round("text").proposals == (found,)
    made = shop.project.read_round("text")
    shop.project.write_round("text", replace(made, document="0" * 64))
    with pytest.raises(ProjectError, match="text: the input has changed since it was checked"):
        mine.extend([found])


@pytest.fixture
def looked(shop: Workshop) -> tuple[Workshop, Any, Proposal]:
    """An insertion and an edit stand; a second look would change both at once."""
    desk = shop.desk()
    desk.own(Span(3, 3), " very", category="style")
    desk.own(at(TEXT, "discharge tube"), "streamlining", category="style")
    ids = tuple(d.id for d in desk.decisions)
    found = proposal(shop.document, Span(3, 18), " simplifying", amends=ids)
    desk.extend([found])
    return shop, desk, found


def test_accepting_a_second_look_amends_all_that_it_names(
    looked: tuple[Workshop, Any, Proposal],
) -> None:
    _, desk, found = looked
    former = desk.edition.text
    assert former.startswith("The very streamlining reform")
    assert desk.open_proposals() == (found,)
    assert desk.preview(Span(0, 25), [found]) == "The simplifying reform"
    (made,) = desk.accept(found)
    assert (made.verdict, made.after) == ("amend", " simplifying")
    assert set(made.supersedes) == set(found.amends)
    assert desk.edition.text.startswith("The simplifying reform")
    assert desk.open_proposals() == ()
    desk.undo()
    assert desk.edition.text == former
    assert desk.open_proposals() == (found,)


def test_declining_a_second_look_writes_the_standing_verdicts_again(
    looked: tuple[Workshop, Any, Proposal],
) -> None:
    _, desk, found = looked
    former, before = desk.edition.text, desk.decisions
    made = desk.reject(found)
    assert [(d.verdict, d.span, d.after) for d in made] == [
        (d.verdict, d.span, d.after) for d in before
    ]
    assert all([r.after for r in d.refused] == [" simplifying"] for d in made)
    assert desk.edition.text == former
    assert desk.open_proposals() == ()
    again = proposal(desk.document, found.span, " simplifying", amends=tuple(d.id for d in made))
    assert not desk.is_open(again)


def test_origins_and_document_are_those_of_the_round(shop: Workshop) -> None:
    told = proposal(shop.document, "goes on", "continues", rule="x")
    shop.propose(told)
    desk = shop.desk()
    assert desk.group_of(told) is None
    assert told.origins == (origin("x"),)
