"""Enumerations: which findings of `numbered-list` rules are items of one list, and gaps.

"Two is to ..." says "second" only where a list is being counted. An item counts when the
document has the number before it or after it as an item too; the findings of one list are one
all-or-none group. Items that are right already ("First, ...") carry the count, but are no
findings. A number that is left out or comes twice is asked about, never renumbered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from cleanup.evidence import trust_of
from cleanup.passes.base import Finding, Member
from cleanup.proposal import Origin
from cleanup.sentences import sentences
from cleanup.text import Segment, Span

NUMBERS = {
    word: value
    for value, words in enumerate(
        (
            "one first firstly",
            "two second secondly",
            "three third thirdly",
            "four fourth fourthly",
            "five fifth fifthly",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
        ),
        start=1,
    )
    for word in words.split()
}

_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_SOUND_ITEM = regex.compile(
    rf"(?:the )?(?P<number>(?:{_ORDINALS})(?:ly)?)(?: of all)?(?:,|:| is\b| are\b)",
    regex.IGNORECASE,
)
_AFTER_MARK = regex.compile(r"[;:] ?(?:and )?$")
_WORD = regex.compile(r"[a-z]+", regex.IGNORECASE)
_NEXT_WORD = regex.compile(r"\W{0,3}\w+")
_QUOTES = " \"'“”‘’("
_WORDS = ("", *_ORDINALS.split("|"))
_TRUST = trust_of("pass", ceiling="ask")

APART = 12
"""Items of one list do not stand further apart than so many segments."""

AS_ORDINALS, AS_IT_STANDS = "count as first, second, third", "leave as it stands"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an enumeration: where, which number, whether it opens its paragraph, and the
    finding if it wants one."""

    segment: int
    span: Span
    number: int
    opens: bool
    finding: Finding | None = None


def in_lists(segments: Sequence[Segment], findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that are items of a list, as members of its group, and queries where the
    count is broken. A list ends at a heading; lists nest."""
    items = list(_wanting(segments, findings))
    if not items:
        return
    taken = {item.segment: [i.span for i in items if i.segment == item.segment] for item in items}
    for index in sorted(_around(taken, len(segments))):
        for sound in _sound_items(index, segments[index].reading.text):
            if not any(sound.span.overlaps(span) for span in taken.get(index, ())):
                items.append(sound)
    items.sort(key=lambda item: (item.segment, item.span))
    for number, run in enumerate(_lists(items, segments)):
        yield from _members(run, f"list-{number}")
        yield from _breaks(run, segments)


# --- finding the items ---------------------------------------------------------------------


def _wanting(segments: Sequence[Segment], findings: Iterable[Finding]) -> Iterator[Item]:
    """The findings as items; of two at one place the longer."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: -len(f.span)):
        if not any(f.segment == finding.segment and f.span.overlaps(finding.span) for f in kept):
            kept.append(finding)
    for finding in kept:
        text = segments[finding.segment].reading.text
        words = _WORD.findall(finding.span.of(text))
        number = next((NUMBERS[w.lower()] for w in words if w.lower() in NUMBERS), 0)
        if number:
            opens = _opens(text, finding.span.start)
            yield Item(finding.segment, finding.span, number, opens, finding)


def _opens(text: str, point: int) -> bool:
    """True when only spaces and quotes stand before a point of a paragraph."""
    return text[:point].strip(_QUOTES) == ""


def _around(indices: Iterable[int], count: int) -> set[int]:
    """The segments in which other items of the same lists may stand."""
    near: set[int] = set()
    for index in indices:
        near.update(range(max(0, index - APART), min(count, index + APART + 1)))
    return near


def _sound_items(segment: int, text: str) -> Iterator[Item]:
    """The items that are ordinals already: at a sentence start or behind `;` or `:`."""
    matches = list(_SOUND_ITEM.finditer(text))
    if not matches:
        return
    starts = {sentence.start for sentence in sentences(text)}
    for match in matches:
        point = match.start()
        opens = _opens(text, point)
        if opens or point in starts or _AFTER_MARK.search(text, 0, point):
            number = NUMBERS[match["number"].lower()]
            yield Item(segment, Span(*match.span()), number, opens)


# --- lists ---------------------------------------------------------------------------------


def _lists(items: Sequence[Item], segments: Sequence[Segment]) -> list[list[Item]]:
    """The items, each in its list. One restarts a list; a number that fits an outer list
    closes the inner ones; one that fits none stays with the innermost, as a break."""
    block = 0
    blocks: list[int] = []
    for segment in segments:
        block += segment.kind == "heading"
        blocks.append(block)
    lists: list[list[Item]] = []
    stack: list[list[Item]] = []
    for item in items:
        stack = [
            run
            for run in stack
            if blocks[run[-1].segment] == blocks[item.segment]
            and item.segment - run[-1].segment <= APART
        ]
        follows = [run for run in stack if run[-1].number == item.number - 1]
        if item.number > 1 and follows:
            # of two that fit, the one whose items stand alike, at the start of paragraphs or not
            alike = [run for run in follows if run[-1].opens == item.opens] or follows
            stack = stack[: stack.index(alike[-1]) + 1]
        elif item.number == 1 or not stack or item.number < stack[-1][-1].number:
            stack.append([])
            lists.append(stack[-1])
        stack[-1].append(item)
    return lists


def _members(run: Sequence[Item], key: str) -> Iterator[Finding]:
    """The findings of a list whose number has its neighbour, as one all-or-none group."""
    numbers = [item.number for item in run]
    for at, item in enumerate(run):
        before = at > 0 and numbers[at - 1] == item.number - 1
        after = at + 1 < len(run) and numbers[at + 1] == item.number + 1
        if item.finding is None or not (before or after):
            continue
        if not item.finding.replacements:
            yield item.finding
            continue
        options = ((AS_ORDINALS, item.finding.replacements[0]), (AS_IT_STANDS, None))
        member = Member(key, "all-or-none", options, "The items of one list are counted alike.")
        yield replace(item.finding, member=member)


def _breaks(run: Sequence[Item], segments: Sequence[Segment]) -> Iterator[Finding]:
    """A query where a number is left out or comes twice, in a list that is not sound."""
    if all(item.finding is None for item in run):
        return
    for earlier, item in pairwise(run):
        if item.number == earlier.number + 1:
            continue
        message = (
            f"The list counts {_WORDS[earlier.number]} and then {_WORDS[item.number]}:"
            " is an item missing, or is a number wrong?"
        )
        text = segments[item.segment].reading.text
        # one word more than the item, so that the question outlives an edit of the item
        more = _NEXT_WORD.match(text, item.span.end)
        span = Span(item.span.start, more.end() if more else item.span.end)
        origin = Origin("rules/broken-count", message, "accuracy", "major", _TRUST, "pass")
        yield Finding(item.segment, span, (), origin)
