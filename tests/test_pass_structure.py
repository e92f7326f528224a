from __future__ import annotations

from dataclasses import replace

import pytest

from cleanup import formats
from cleanup.config import Config
from cleanup.glossary import EMPTY as NO_TERMS
from cleanup.passes.base import Finding, Knowledge
from cleanup.passes.structure import Structure
from cleanup.pipeline import propose
from cleanup.reading import plain_reading
from cleanup.rulebook import EMPTY as NO_RULES
from cleanup.text import Document, Segment, SegmentKind, Span


def document(*blocks: str, kinds: tuple[SegmentKind, ...] = ()) -> Document:
    """Blocks with an empty line between, the first a heading unless `kinds` says otherwise."""
    text = "\n\n".join(blocks)
    segments, at = [], 0
    for number, block in enumerate(blocks):
        default: SegmentKind = "heading" if number == 0 else "paragraph"
        kind = kinds[number] if number < len(kinds) else default
        segments.append(Segment(Span(at, at + len(block)), kind, plain_reading(block, at)))
        at += len(block) + 2
    joinable = (True,) * (len(blocks) + 1)
    return Document("d", "text", "utf-8", text, tuple(segments), joinable, (), "0" * 64)


def findings(*blocks: str, kinds: tuple[SegmentKind, ...] = ()) -> list[Finding]:
    return list(Structure().find(document(*blocks, kinds=kinds), None))  # type: ignore[arg-type]


TITLE = "Village opens new bridge"
BODY = "The bridge was opened by the mayor on a wet Sunday morning."


def test_a_headline_that_stands_again_at_the_end_is_one_group() -> None:
    found = findings(TITLE, TITLE, BODY, TITLE)
    assert [f.segment for f in found] == [0, 1, 3]
    assert all(f.whole and f.replacements == ("",) for f in found)
    assert {f.member.key for f in found if f.member} == {"repeated-0"}
    assert {f.member.kind for f in found if f.member} == {"one-of"}
    assert found[0].origin.rule == "structure/repeated-headline"
    assert found[0].origin.message == "The same headline stands here three times; keep one."


def test_each_option_keeps_one_place_and_drops_the_others() -> None:
    first, second = findings(TITLE, BODY, TITLE)
    assert first.member is not None
    assert second.member is not None
    assert first.member.options == (("keep the 1st", None), ("keep the 2nd", ""))
    assert second.member.options == (("keep the 1st", ""), ("keep the 2nd", None))


def test_a_tag_or_a_capital_makes_no_other_headline() -> None:
    found = findings(f"【Focus】{TITLE}", TITLE, BODY, TITLE.upper())
    assert [f.segment for f in found if f.whole] == [0, 1, 3]


def test_a_doubled_paragraph_is_found_wherever_it_stands() -> None:
    found = findings(TITLE, BODY, "Something else.", BODY)
    assert [f.segment for f in found] == [1, 3]
    assert found[0].origin.rule == "structure/repeated-paragraph"
    assert found[0].origin.message == "The same paragraph stands here twice; keep one."


def test_two_different_repetitions_are_two_groups() -> None:
    found = findings(TITLE, TITLE, BODY, BODY)
    assert len({f.member.key for f in found if f.member}) == 2


def test_a_short_subheading_doubled_on_the_spot_is_found() -> None:
    found = findings(TITLE, "A wet Sunday", "A wet Sunday", BODY)
    assert [f.segment for f in found] == [1, 2]


@pytest.mark.parametrize(
    "blocks",
    [
        (TITLE, BODY),
        (TITLE, "Results", BODY, "Results", "Something else."),
        (TITLE, "Yes, I do.", BODY, "Yes, I do."),
        ("Contents", BODY, "Contents"),
        (TITLE, "* * *", BODY, "* * *", "* * *"),
        (),
    ],
)
def test_what_may_well_stand_twice_is_left_alone(blocks: tuple[str, ...]) -> None:
    assert findings(*blocks) == []


def test_cells_and_units_may_repeat() -> None:
    assert findings(BODY, BODY, BODY, kinds=("table-cell",) * 3) == []
    assert findings(BODY, BODY, kinds=("unit", "unit")) == []


@pytest.mark.parametrize(
    ("title", "edited"),
    [
        ("【Focus】Village opens new bridge", TITLE),
        ("【Focus】 village opens new bridge", TITLE),
        ("［Hot topic］Village opens new bridge", TITLE),
        ("[Focus] Village opens new bridge", TITLE),
        ("【焦点】Village opens new bridge", TITLE),
    ],
)
def test_a_tag_before_a_headline_is_taken_away_with_its_brackets(title: str, edited: str) -> None:
    (found,) = findings(title, BODY)
    assert found.origin.rule == "structure/stray-tag"
    assert found.replacements[0] + title[found.span.end :] == edited


def test_a_tag_that_is_a_line_of_its_own_goes_as_a_whole() -> None:
    (found,) = findings("【Focus】", BODY)
    assert found.whole
    assert found.replacements == ("",)


def test_a_title_is_known_without_a_heading_of_the_format() -> None:
    (found,) = findings(f"【Focus】{TITLE}", BODY, kinds=("paragraph",))
    assert found.origin.rule == "structure/stray-tag"


@pytest.mark.parametrize(
    "blocks",
    [
        ("[1] Village opens new bridge", BODY),
        ("[The] village opens new bridge", BODY),
        ("【Abstract】 A bridge of wood", BODY),
        (TITLE, f"【Focus】{BODY}"),
        ("【Our reporter in the county town of the north】 A bridge", BODY),
        ("A bridge 【Focus】 of wood", BODY),
    ],
)
def test_brackets_that_are_no_tag_are_left_alone(blocks: tuple[str, ...]) -> None:
    assert findings(*blocks) == []


def test_every_place_of_a_repeated_headline_reaches_the_round() -> None:
    data = f"{TITLE}\n\n{TITLE}\n\n{TITLE}\n\n{BODY}\n\n{TITLE}".encode()
    text = formats.read_document("d", data, extension=".txt")
    config = replace(Config(), passes=("structure",))
    made = propose(text, Knowledge(NO_TERMS, NO_RULES), config)
    (group,) = made.groups
    assert group.kind == "one-of"
    assert [option.name for option in group.options] == [
        "keep the 1st",
        "keep the 2nd",
        "keep the 3rd",
        "keep the 4th",
    ]
    assert [p.place for p in made.proposals] == list(group.places)
    assert {p.group for p in made.proposals} == {group.id}
    for number, option in enumerate(group.options):
        kept = [place for place, words in option.texts if words is None]
        assert kept == [made.proposals[number].place]
