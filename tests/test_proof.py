"""The second look, and the proof that an edition must pass before it leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.config import Silence
from cleanup.decision import Decision, fold, is_open
from cleanup.desk import Desk
from cleanup.drafting import Draft, Drafter, decided
from cleanup.edition import Edition, make_edition
from cleanup.passes import Finding, Member
from cleanup.pipeline import look, propose, reading_copy
from cleanup.proof import prove
from cleanup.proposal import Proposal
from cleanup.round import Round
from cleanup.text import Span
from making import (
    Swaps,
    Workshop,
    at,
    decision,
    document,
    knowledge,
    only_pass,
    origin,
    proposal,
    workshop,
)
from strategies import spans_in

TEXT = "The discharge tube reform goes on.\n\nTwo is to grow by 5 percent.\n"
DOCUMENT = document(TEXT)


def empty_round(*proposals: Proposal, of: Any = DOCUMENT, **versions: str) -> Round:
    return Round(of.digest, of.name, proposals, versions=versions)


# --- the first look ------------------------------------------------------------------------


def test_all_passes_speak_about_the_same_text_and_a_failing_one_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = Swaps({"tube": ("pipe",), "reform": ()})
    config = only_pass(monkeypatch, check)
    made = propose(DOCUMENT, knowledge(), config)
    assert [(p.before, p.replacements) for p in made.proposals] == [
        ("tube", ("pipe",)),
        ("reform", ()),
    ]
    assert made.versions["pass swaps"] == "1"
    assert propose(DOCUMENT, knowledge(), config).proposals == made.proposals
    check.fault = "the table is broken"
    failed = propose(DOCUMENT, knowledge(), config)
    assert failed.proposals == ()
    assert failed.incomplete == ("the pass swaps could not run: the table is broken",)


def test_a_rendering_that_may_not_stand_becomes_a_query_that_offers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = document("# A title\n\nWords.\n", extension=".md")
    config = only_pass(monkeypatch, Swaps({"A title": ("A\n\ntitle",)}))
    (made,) = propose(told, knowledge(), config).proposals
    assert made.is_query
    assert made.before == "A title"
    assert "would change the structure of the file: A\n\ntitle" in made.leading.message


def test_words_that_change_nothing_are_no_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    config = only_pass(monkeypatch, Swaps({"tube": ("tube",)}))
    assert propose(DOCUMENT, knowledge(), config).proposals == ()


def test_exceptions_silence_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    config = only_pass(monkeypatch, Swaps({"tube": ("pipe",), "reform": ("work",)}))
    silent = replace(config, exceptions=(Silence("swaps/tube"),))
    assert [p.before for p in propose(DOCUMENT, knowledge(), silent).proposals] == ["reform"]


class Grouped(Swaps):
    """A pass whose findings belong together under the keys that it is given."""

    def __init__(self, *members: tuple[str, str, str]) -> None:
        super().__init__({}, name="grouped")
        self.members = members

    def find(self, document: Any, knowledge: Any) -> Any:
        for words, wanted, key in self.members:
            options = (("change", wanted), ("leave", None))
            yield Finding(
                0,
                at(document.segments[0].reading.text, words),
                (wanted,),
                origin(f"grouped/{key}"),
                member=Member(key, "all-or-none", options),
            )


def test_a_finding_of_two_groups_stays_in_one_and_the_other_group_is_dissolved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(
        monkeypatch,
        Grouped(("tube", "pipe", "a"), ("The", "A", "a"), ("tube", "pipe", "b"), ("on", "up", "b")),
    )
    made = propose(DOCUMENT, knowledge(), config)
    (group,) = made.groups
    assert {p.place for p in made.proposals if p.group == group.id} == set(group.places)
    assert sorted(p.before for p in made.proposals if p.group is None) == ["on"]
    (tube,) = [p for p in made.proposals if p.before == "tube"]
    assert [o.rule for o in tube.origins] == ["grouped/a", "grouped/b"]


def test_a_group_with_words_that_may_not_stand_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    told = document("# One two\n", extension=".md")
    config = only_pass(monkeypatch, Grouped(("One", "1", "a"), ("two", "a\n\nb", "a")))
    made = propose(told, knowledge(), config)
    assert made.groups == ()
    assert [(p.before, p.replacements, p.group) for p in made.proposals] == [
        ("One", ("1",), None),
        ("two", (), None),
    ]


# --- the second look -------------------------------------------------------------------------


def test_a_finding_clear_of_all_edits_is_an_ordinary_proposal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(monkeypatch, Swaps({"grow": ("rise",)}))
    edition = make_edition(DOCUMENT, [decision(DOCUMENT, "discharge tube", "own", "new")])
    (found,) = look(edition, knowledge(), config, empty_round())
    assert (found.span, found.amends) == (at(TEXT, "grow"), ())
    assert found.document == DOCUMENT.digest
    assert look(edition, knowledge(), config, empty_round(found)) == ()


def test_a_finding_on_an_edit_amends_it_with_the_whole_new_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(monkeypatch, Swaps({"new to": ("the new",)}))
    stands = decision(DOCUMENT, "discharge tube reform", "own", "all the new")
    other = decision(DOCUMENT, "goes on", "own", "to all")
    edition = make_edition(DOCUMENT, [stands, other])
    assert "all the new to all" in edition.text
    (found,) = look(edition, knowledge(), config, empty_round())
    assert found.span.of(TEXT) == "discharge tube reform goes on"
    assert found.amends == (stands.id, other.id)
    assert found.replacements == ("all the the new all",)


def test_an_unanswered_finding_of_the_round_is_not_found_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(monkeypatch, Swaps({"discharge tube": ("pipe",)}))
    wider = proposal(DOCUMENT, "The discharge tube", "The pipe")
    assert look(make_edition(DOCUMENT, []), knowledge(), config, empty_round(wider)) == ()


def test_a_finding_that_repeats_an_answered_proposal_on_an_amended_place_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(monkeypatch, Swaps({"hose": ("pipe",)}))
    first = proposal(DOCUMENT, "tube", "pipe")
    amended = decision(DOCUMENT, "tube", "amend", "hose")
    edition = make_edition(DOCUMENT, [amended])
    (found,) = look(edition, knowledge(), config, empty_round(first))
    assert (found.place, found.amends) == (first.place, (amended.id,))
    assert look(edition, knowledge(), config, empty_round(first, found)) == ()


@pytest.fixture
def looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workshop, Any, Any, Proposal]:
    """A desk at which a second look has found something on an edit that stands."""
    config = only_pass(monkeypatch, Swaps({"new new": ("new",)}))
    shop = workshop(tmp_path / "p", TEXT)
    desk = shop.desk()
    desk.own(at(TEXT, "discharge tube"), "new new", category="style")
    (found,) = look(desk.edition, knowledge(), config, desk.round)
    desk.extend([found])
    return shop, desk, config, found


def test_an_accepted_finding_supersedes_what_it_amends_and_is_not_found_again(
    looked: tuple[Workshop, Any, Any, Proposal],
) -> None:
    shop, desk, config, found = looked
    assert desk.open_proposals() == (found,)
    desk.accept(found)
    assert desk.edition.text.startswith("The new reform")
    again: Desk = shop.desk()
    assert again.open_proposals() == ()
    assert look(again.edition, knowledge(), config, again.round) == ()


def test_a_declined_finding_leaves_the_edit_and_is_not_found_again(
    looked: tuple[Workshop, Any, Any, Proposal],
) -> None:
    shop, desk, config, found = looked
    (made,) = desk.reject(found)
    assert (made.verdict, made.after) == ("own", "new new")
    assert desk.edition.text.startswith("The new new reform")
    again: Desk = shop.desk()
    assert again.open_proposals() == ()
    assert look(again.edition, knowledge(), config, again.round) == ()


def test_a_finding_that_a_person_declined_at_first_is_not_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = only_pass(monkeypatch, Swaps({"tube": ("pipe",), "reform": ()}))
    ledger = [
        decision(DOCUMENT, "tube", "reject", refused=["pipe"]),
        decision(DOCUMENT, "reform", "reject", refused=[None]),
        decision(DOCUMENT, "The", "own", "This"),
    ]
    assert look(make_edition(DOCUMENT, ledger), knowledge(), config, empty_round()) == ()


_STOCK = ("new", "new new", "", "pipe ", "The new", "𝒜 new", "\n\nnew")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_accepting_a_finding_makes_it_in_the_reading_copy_and_declining_it_ends_it(
    data: st.DataObject,
) -> None:
    check = Swaps({"new": ("n",), "pipe": ("", "hose"), "tube": (), "The ": ("A ",)})
    with pytest.MonkeyPatch.context() as patch:
        config = only_pass(patch, check)
        spans = st.one_of(spans_in(len(TEXT)), st.sampled_from([Span(3, 3), Span(4, 13)]))
        ledger = [
            decision(DOCUMENT, span, "own", data.draw(st.sampled_from(_STOCK)))
            for span in data.draw(st.lists(spans, max_size=5))
        ]
        edition = make_edition(DOCUMENT, ledger)
        found = look(edition, knowledge(), config, empty_round())
        wanted = {
            edition.text[: p.span.start] + after + edition.text[p.span.end :]
            for p in propose(reading_copy(edition), knowledge(), config).proposals
            for after in p.replacements
        }
        for told in found:
            drafter = Drafter(DOCUMENT, empty_round(*found), edition.standing)
            for pick in range(len(told.replacements)):
                accepted = made(edition, [drafter.accepting(told, pick, (), "single", "")])
                assert make_edition(DOCUMENT, [*ledger, *accepted]).text in wanted
                assert not is_open(TEXT, told, fold(TEXT, [*ledger, *accepted]))
            no = made(edition, drafter.rejecting(told, "single", ""))
            after = make_edition(DOCUMENT, [*ledger, *no])
            assert after.text == edition.text
            again = look(after, knowledge(), config, empty_round(*found))
            assert not any(
                (p.span, p.replacements) == (told.span, told.replacements) for p in again
            )


def made(edition: Edition, drafts: list[Draft]) -> list[Decision]:
    return decided(DOCUMENT, drafts, edition.edits, reviewer="W", door="test", batch="last", now="")


# --- the proof -------------------------------------------------------------------------------


def test_a_changed_fact_that_nobody_confirmed_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    config = only_pass(monkeypatch, Swaps({}))
    edition = make_edition(DOCUMENT, [decision(DOCUMENT, "5 percent", "accept", "6 percent")])
    (fault,) = prove(edition, empty_round(), knowledge(), config).faults
    assert fault == (
        "line 3 column 19: '5 percent' to '6 percent' changes a figure and nobody has confirmed it;"
        " reopen and decide it by itself"
    )


def test_a_confirmed_fact_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    config = only_pass(monkeypatch, Swaps({}))
    made = decision(DOCUMENT, "5", "accept", "6", confirmed=("figure",))
    proof = prove(make_edition(DOCUMENT, [made]), empty_round(), knowledge(), config)
    assert (proof.faults, proof.confirmed) == ((), (made,))


def test_lost_protected_text_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    config = only_pass(monkeypatch, Swaps({}))
    told = document("See http://example.org/a now.\n", extension=".md")
    edition = make_edition(told, [decision(told, "http://example.org/a", "own", "there")])
    faults = prove(edition, empty_round(of=told), knowledge(), config).faults
    assert "protected text ('http://example.org/a') may not be changed" in faults[0]


def test_text_that_becomes_protected_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    config = only_pass(monkeypatch, Swaps({}))
    told = document("See `this` now.\n", extension=".md")
    edition = make_edition(told, [decision(told, "now", "own", "`now`")])
    faults = prove(edition, empty_round(of=told), knowledge(), config).faults
    assert faults == (
        "protected text would change ('code or an address'); reopen the edits around it",
    )


def test_only_findings_of_accepted_rules_stop_the_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    check = Swaps({"tube": ("pipe",)})
    config = only_pass(monkeypatch, check)
    edition = make_edition(DOCUMENT, [])
    assert prove(edition, empty_round(), knowledge(), config).findings == ()
    versions = {"pass swaps": "1"}
    from dataclasses import replace

    (offered,) = propose(DOCUMENT, knowledge(), config).proposals
    accepted = replace(decision(DOCUMENT, "reform", "accept", "work"), origins=offered.origins)
    edition = make_edition(DOCUMENT, [accepted])
    (found,) = prove(edition, empty_round(**versions), knowledge(), config).findings
    assert found.span == at(TEXT, "tube")
    check.trust = "hint"
    assert prove(edition, empty_round(**versions), knowledge(), config).findings == ()


def test_what_is_no_longer_as_in_the_round_is_not_run_and_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check = Swaps({"tube": ("pipe",)})
    config = only_pass(monkeypatch, check)
    made = empty_round(**{"pass swaps": "0", "glossary": "old", "rules": "1"})
    proof = prove(make_edition(DOCUMENT, []), made, knowledge(), config)
    assert proof.findings == ()
    assert proof.not_run == ("glossary", "pass swaps", "pass terms")
