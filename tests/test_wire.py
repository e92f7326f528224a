"""Values as JSON and back: what is written reads the same, what does not fit is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.decision import SCOPES, VERDICTS, Decision, Refusal
from cleanup.proposal import (
    CATEGORIES,
    SEVERITIES,
    TRUSTS,
    Group,
    Option,
    Origin,
    Proposal,
)
from cleanup.text import Span
from cleanup.wire import (
    decision_in,
    decision_out,
    digest_of,
    dumps,
    group_in,
    group_out,
    origin_out,
    proposal_in,
    proposal_line,
    proposal_out,
)
from making import RAW_TEXTS, decision, document, proposal
from strategies import spans_in

DOCUMENT = document("The discharge 𝒜 tube\r\ncafe\u0301.")
TEXTS = RAW_TEXTS | st.text(max_size=6)

origins = st.builds(
    Origin,
    rule=TEXTS,
    message=TEXTS,
    category=st.sampled_from(CATEGORIES),
    severity=st.sampled_from(SEVERITIES),
    trust=st.sampled_from(TRUSTS),
    kind=st.sampled_from(["own", "pack", "rule", "pass", "engine"]),
    why=TEXTS,
)
proposals = st.builds(
    Proposal,
    document=st.just(DOCUMENT.digest),
    span=spans_in(30),
    before=TEXTS,
    replacements=st.lists(TEXTS, max_size=3).map(tuple),
    origins=st.lists(origins, min_size=1, max_size=2).map(tuple),
    term=st.none() | TEXTS,
    group=st.none() | TEXTS,
    amends=st.lists(TEXTS, max_size=2).map(tuple),
)
refusals = st.builds(
    Refusal, span=spans_in(30), after=st.none() | TEXTS, category=st.sampled_from(CATEGORIES)
)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    verdict = draw(st.sampled_from(VERDICTS))
    after = None if verdict in ("reject", "reopen") else draw(TEXTS)
    strings = st.lists(TEXTS, max_size=2).map(tuple)
    return Decision(
        document=draw(TEXTS),
        span=draw(spans_in(30)),
        before=draw(TEXTS),
        verdict=verdict,
        after=after,
        category=draw(st.sampled_from(CATEGORIES)),
        severity=draw(st.sampled_from(SEVERITIES)),
        message=draw(TEXTS),
        reviewer=draw(TEXTS),
        door=draw(TEXTS),
        scope=draw(st.sampled_from(SCOPES)),
        decided_at=draw(TEXTS),
        batch=draw(TEXTS),
        number=draw(st.integers(1, 9)),
        of=draw(st.integers(1, 9)),
        rule=draw(TEXTS),
        origins=draw(st.lists(origins, max_size=2).map(tuple)),
        refused=draw(st.lists(refusals, max_size=2).map(tuple)),
        supersedes=draw(strings),
        context=draw(TEXTS),
        confirmed=draw(strings),
        group=draw(st.none() | TEXTS),
        option=draw(st.none() | TEXTS),
        shown_at=draw(TEXTS),
        note=draw(TEXTS),
    )


def through(value: dict[str, Any]) -> Any:
    return json.loads(dumps(value))


@settings(deadline=None)
@given(proposals)
def test_a_proposal_reads_as_it_was_written(told: Proposal) -> None:
    again = proposal_in(through(proposal_out(told)), DOCUMENT.digest)
    assert again == told
    assert (again.place, again.id) == (told.place, told.id)


@settings(deadline=None)
@given(decisions())
def test_a_decision_reads_as_it_was_written(told: Decision) -> None:
    assert decision_in(through(decision_out(told))) == told


@given(
    st.sampled_from(["same", "all-or-none", "one-of"]),
    st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=3),
    TEXTS,
)
def test_a_group_reads_as_it_was_written(kind: Any, rows: list[Any], message: str) -> None:
    rows = list({row[0]: row for row in rows}.values())
    options = tuple(Option(f"o{n}", tuple((row[0], row[n]) for row in rows)) for n in (1, 2))
    told = Group(kind, options, message)
    assert group_in(through(group_out(told))) == told


@given(proposals)
def test_a_printed_line_has_the_keys_of_the_conventions(told: Proposal) -> None:
    line = proposal_line(told, "a name")
    assert list(line) == [
        "document",
        "start",
        "end",
        "before",
        "replacements",
        "rule",
        "message",
        "category",
        "severity",
        "trust",
        "origins",
        "proposal",
        "group",
        "amends",
    ]
    assert line["document"] == "a name"
    assert [list(o) for o in line["origins"]] == [
        ["rule", "message", "category", "severity", "trust"]
    ] * len(told.origins)
    assert line["origins"][0] == origin_out(told.leading)
    assert "\n" not in dumps(line)


def test_a_digest_is_that_of_the_line() -> None:
    line = '{"a":"é","b":[1]}'
    assert digest_of({"a": "é", "b": [1]}) == hashlib.sha256(line.encode()).hexdigest()


def test_half_a_character_does_not_break_a_digest() -> None:
    assert digest_of({"a": "\ud800"}) != digest_of({"a": "\ud801"})


DECISION = decision(DOCUMENT, "tube", "accept", "pipe", refused=["hose"])
PROPOSAL = proposal(DOCUMENT, "tube", "pipe")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("verdict", None, "verdict is NoneType"),
        ("verdict", "maybe", "verdict is 'maybe', not one of accept, amend, reject, own, reopen"),
        ("scope", "some", "scope is 'some', not one of single, sentence"),
        ("category", "taste", "category is 'taste', not one of terminology"),
        ("severity", "huge", "severity is 'huge', not one of minor, major, critical"),
        ("start", "4", "start is str"),
        ("start", 99, "not a span: 99 to 20"),
        ("after", 3, "after is int"),
        ("after", None, "a decision to accept with after=None"),
        ("supersedes", "x", "supersedes is not a list of strings"),
        ("confirmed", [1], "confirmed is not a list of strings"),
        ("number", "1", "number is str"),
        ("number", True, "number is bool"),
        ("origins", {}, "origins is dict"),
        ("origins", ["x"], "origins holds str, not an object"),
        ("refused", [3], "refused holds int, not an object"),
        ("refused", [{"start": 1, "end": 2, "category": "style", "after": 5}], "after is int"),
        ("refused", [{"start": 1, "end": 2, "category": "style"}], "after is missing"),
        ("group", 5, "group is int"),
        ("option", [], "option is list"),
        ("place", "0" * 20, "place does not fit document, span and words"),
        ("before", "tubes", "place does not fit document, span and words"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(key: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decision_in(through(decision_out(DECISION)) | {key: value})


_MAY_BE_MISSING = ("supersedes", "confirmed", "group", "option")


@pytest.mark.parametrize("key", [k for k in decision_out(DECISION) if k not in _MAY_BE_MISSING])
def test_a_decision_without_a_key_is_refused(key: str) -> None:
    told = through(decision_out(DECISION))
    del told[key]
    with pytest.raises(ValueError, match=f"{key} is missing"):
        decision_in(told)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("before", 3, "before is int"),
        ("replacements", "pipe", "replacements is not a list of strings"),
        ("origins", [], "a proposal needs an origin"),
        ("origins", [{"rule": "x"}], "message is missing"),
        ("term", 3, "term is int"),
        ("group", 3, "group is int"),
        ("end", 3, "not a span: 16 to 3"),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused(key: str, value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        proposal_in(through(proposal_out(PROPOSAL)) | {key: value}, DOCUMENT.digest)


def test_an_origin_of_an_unknown_kind_is_refused() -> None:
    told = through(proposal_out(PROPOSAL))
    told["origins"][0]["kind"] = "friend"
    with pytest.raises(ValueError, match="kind is 'friend', not one of own, pack, rule"):
        proposal_in(told, DOCUMENT.digest)


GROUP = Group("same", (Option("a", (("p1", "x"), ("p2", None))),), "why")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "0" * 20}, "id does not fit the group"),
        ({"kind": "some"}, "kind is 'some', not one of same, all-or-none, one-of"),
        ({"options": []}, "options do not each name the same places"),
        ({"options": ["x"]}, "options holds str, not an object"),
        ({"options": [{"name": "a"}]}, "texts is missing"),
        ({"options": [{"name": "a", "texts": {"p1": 3}}]}, "p1 is int"),
        (
            {"options": [{"name": "a", "texts": {"p": "x"}}, {"name": "b", "texts": {}}]},
            "options do not each name the same places",
        ),
    ],
)
def test_a_group_that_does_not_fit_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        group_in(through(group_out(GROUP)) | change)


def test_spans_are_code_points() -> None:
    assert proposal_out(PROPOSAL)["start"] == Span(16, 20).start
