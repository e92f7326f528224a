from __future__ import annotations

import pytest

from cleanup import packs
from cleanup.errors import CleanupError
from cleanup.glossary import EMPTY as NO_TERMS
from cleanup.glossary import load as load_terms
from cleanup.passes.base import Finding, Knowledge
from cleanup.passes.rules import Rules
from cleanup.reading import plain_reading
from cleanup.rulebook import Rulebook, load
from cleanup.text import Document, Segment, SegmentKind, Span


def document(*blocks: str) -> Document:
    """Blocks with an empty line between; one that begins with # is a heading."""
    segments, at = [], 0
    for block in blocks:
        kind: SegmentKind = "heading" if block.startswith("#") else "paragraph"
        segments.append(Segment(Span(at, at + len(block)), kind, plain_reading(block, at)))
        at += len(block) + 2
    text = "\n\n".join(blocks)
    joinable = (True,) * (len(blocks) + 1)
    return Document("d", "text", "utf-8", text, tuple(segments), joinable, (), "0" * 64)


def findings(*blocks: str, book: Rulebook | None = None) -> list[Finding]:
    knowledge = Knowledge(NO_TERMS, packs.rules("zh-en") if book is None else book)
    return list(Rules().find(document(*blocks), knowledge))


def edited(*blocks: str) -> list[str]:
    """The blocks with the first replacement of every finding made."""
    texts = list(blocks)
    for found in sorted(findings(*blocks), key=lambda f: (f.segment, f.span), reverse=True):
        if found.replacements:
            text = texts[found.segment]
            head, tail = text[: found.span.start], text[found.span.end :]
            texts[found.segment] = head + found.replacements[0] + tail
    return texts


def groups(*blocks: str) -> list[set[int]]:
    """The groups of numbered lists, each as the set of its segments."""
    keys: dict[str, set[int]] = {}
    for found in findings(*blocks):
        if found.member is not None:
            keys.setdefault(found.member.key, set()).add(found.segment)
    return [keys[key] for key in sorted(keys)]


def queries(*blocks: str) -> list[str]:
    return [f.origin.message for f in findings(*blocks) if not f.replacements]


def test_a_list_over_several_paragraphs_is_counted_in_ordinals() -> None:
    assert edited(
        "First, we must mend the roof.",
        "Two is to adhere to the old plan. The plan is good.",
        "Three, we must plant trees.",
        "The four is to ask the elders.",
        "Five is the repair of the well.",
    ) == [
        "First, we must mend the roof.",
        "The second is to adhere to the old plan. The plan is good.",
        "Third, we must plant trees.",
        "The fourth is to ask the elders.",
        "The fifth is the repair of the well.",
    ]


def test_a_list_within_one_paragraph_is_counted_in_ordinals() -> None:
    assert edited(
        "We have three tasks. First, mend the roof. Two, plant trees. The three is to wait."
    ) == ["We have three tasks. First, mend the roof. Second, plant trees. The third is to wait."]


def test_a_list_within_one_sentence_is_counted_in_ordinals() -> None:
    assert edited("There are two aims: one is to store rain; two is to plant trees.") == [
        "There are two aims: the first is to store rain; the second is to plant trees."
    ]


def test_the_findings_of_one_list_are_one_all_or_none_group() -> None:
    found = findings("First, mend the roof.", "Two, plant trees.", "Three, ask the elders.")
    assert [f.segment for f in found] == [1, 2]
    members = [f.member for f in found if f.member is not None]
    assert len(members) == 2
    assert {m.kind for m in members} == {"all-or-none"}
    assert len({m.key for m in members}) == 1
    assert members[0].options == (
        ("count as first, second, third", "Second,"),
        ("leave as it stands", None),
    )


def test_a_new_first_begins_a_new_list() -> None:
    assert groups("First, a roof.", "Two, a well.", "First, a road.", "Two, a mill.") == [
        {1},
        {3},
    ]


def test_a_heading_ends_a_list() -> None:
    assert edited("First, a roof.", "# The upper village", "Two, a well.") == [
        "First, a roof.",
        "# The upper village",
        "Two, a well.",
    ]


def test_an_inner_list_does_not_break_the_outer_one() -> None:
    blocks = (
        "First, we mend the roof.",
        "Two, we plant trees. First, oaks are brought. The two is to water them.",
        "Three, we ask the elders.",
    )
    assert groups(*blocks) == [{1, 2}, {1}]
    assert queries(*blocks) == []


def test_items_without_a_first_count_from_their_neighbours() -> None:
    assert edited("Two is to plant trees.", "Three is to ask the elders.") == [
        "The second is to plant trees.",
        "The third is to ask the elders.",
    ]


def test_a_gap_in_the_count_is_a_query_and_nothing_is_renumbered() -> None:
    blocks = ("First, a roof.", "Two, a well is dug.", "Four, a mill.", "Five, a road.")
    assert queries(*blocks) == [
        "The list counts second and then fourth: is an item missing, or is a number wrong?"
    ]
    assert edited(*blocks)[2:] == ["Fourth, a mill.", "Fifth, a road."]


def test_a_repeated_number_is_a_query() -> None:
    assert queries("First, a roof.", "Two, a well.", "Two, a mill.", "Three, a road.") == [
        "The list counts second and then second: is an item missing, or is a number wrong?"
    ]


def test_the_question_about_a_gap_is_wider_than_the_edit() -> None:
    found = findings("First, a roof.", "Two, a well.", "Four, a mill.", "Five, a road.")
    (query,) = [f for f in found if not f.replacements]
    (edit,) = [f for f in found if f.segment == 2 and f.replacements]
    assert query.span.covers(edit.span)
    assert len(query.span) > len(edit.span)


@pytest.mark.parametrize(
    "blocks",
    [
        ("Two is company, three is a crowd.",),
        ("First, they came. Two, three or four of them stayed.",),
        ("Five is to ten as one is to two.",),
        ("Two is to be seen from the hill.", "Three is to be heard."),
        ("Three, we must plant trees.",),
        ("The two is to plant trees.",),
        ("First, we went home.", "The gap between the two is to be closed."),
        ("First, we went home.", "At half past two, we ate."),
        ("First, we went home.", "Second, we ate.", "Fourth, we slept."),
        ("The first is the mayor; the third is his brother.",),
    ],
)
def test_number_words_that_count_no_list_are_left_alone(blocks: tuple[str, ...]) -> None:
    assert findings(*blocks) == []


def test_items_far_apart_are_no_list() -> None:
    blocks = ("First, a roof.", *["A word."] * 20, "Two, a well.")
    assert findings(*blocks) == []


def test_other_rules_speak_for_themselves() -> None:
    (found,) = findings("A word.", "Next step, the town will plant trees.")
    assert (found.segment, found.replacements, found.member) == (1, ("Next,",), None)
    assert found.origin.rule == "zh-en/in-the-next-step"


SLOW = r"""
rules:
  - id: slow
    message: M.
    category: style
    severity: minor
    why: W.
    regex: (?:\w{1,9}\s?){1,20}(?:\w{1,9}\s?){1,20}\d
    examples:
      - query: a 1
      - leave: a
  - id: quick
    message: M.
    category: style
    severity: minor
    why: W.
    phrases:
      - lamp
    examples:
      - query: A lamp.
      - leave: A light.
"""


def test_a_rule_out_of_time_is_said_aloud_when_all_else_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cleanup.rulebook.rule.TIME_LIMIT", 0.05)
    book = load(SLOW, "rules.yaml", "own", prove=False)
    knowledge = Knowledge(NO_TERMS, book)
    found: list[Finding] = []
    slow_text = document("word " * 60 + ", 1 lamp", "A lamp.")
    with pytest.raises(CleanupError, match=r"these rules ran out of time .*: own/slow;"):
        found.extend(Rules().find(slow_text, knowledge))
    assert [(f.segment, f.origin.rule) for f in found] == [(0, "own/quick"), (1, "own/quick")]


def test_the_words_of_a_rendering_that_the_glossary_prefers_are_left_alone() -> None:
    rules = """
rules:
  - id: big
    message: A city is large.
    why: The house says large.
    category: style
    severity: minor
    phrases:
      - big city
    replacements:
      - large city
    examples:
      - before: It is a big city.
        after: It is a large city.
      - leave: It is a bigger city.
"""
    terms = """
terms:
  - source: 大城市计划
    preferred: Big City Plan
    artifacts:
      - Large Town Plan
    examples:
      - before: The Large Town Plan failed.
        after: The Big City Plan failed.
"""
    text = document("The Big City Plan made it a big city.")
    for glossary, spans in ((NO_TERMS, [(4, 12), (28, 36)]), (load_terms(terms, "g"), [(28, 36)])):
        found = Rules().find(text, Knowledge(glossary, load(rules, "r", "own")))
        assert [(f.span.start, f.span.end) for f in found] == spans
