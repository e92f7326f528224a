"""What a scraped page has too much of: headlines and paragraphs twice over, stray tags.

Repetitions are one `one-of` group each: an editor says which of them is kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import regex

from cleanup.evidence import trust_of
from cleanup.passes.base import Finding, Knowledge, Member
from cleanup.proposal import Origin, Trust
from cleanup.text import Document, Segment, Span

_TRUST: Trust = trust_of("pass", ceiling="ask")

_TITLE_WORDS = 3
"""A headline of fewer words ("Contents") may well stand again on purpose."""
_PARAGRAPH_WORDS = 8
"""So many words do not come back by chance, nor as a label or an answer in an interview."""
_FREE_KINDS = ("table-cell", "unit")
"""Cells and translation units repeat themselves by nature."""

_WIDE_TAG = regex.compile(
    r"(?:[【〖［]\s*(?P<name>[^【】〖〗［］\n]{1,40}?)\s*[】〗］]|\[(?P<plain>[^\[\]\n]{1,40}?)\])\s*"
)
_PLAIN_TAGS = frozenset(
    "focus|today's focus|video|videos|photo|photos|picture|pictures|graphic|hot|hot topic|hot spot"
    "|hotspot|headline|headlines|original|exclusive|latest|recommended|recommend|special topic"
    "|repost|reprint|reprinted|forward|in-depth|attention|top|popular|must-see|must see|live".split(
        "|"
    )
)
"""What stands in plain square brackets must be one of these; English uses them for more."""
_LABELS = frozenset(
    "abstract|summary|objective|purpose|aim|background|method|methods|result|results|conclusion"
    "|conclusions|discussion|keywords|key words|key word|introduction|note|notes|editor's note"
    "|reference|references|appendix|figure|table|example|question|answer|q|a".split("|")
)
"""Names of sections, which are no tags."""
_TAG_WORDS = 4


class Structure:
    """The pass "structure"."""

    name = "structure"
    version = "1"

    def find(self, document: Document, knowledge: Knowledge) -> Iterator[Finding]:  # noqa: ARG002
        """All findings: repetitions first, then tags."""
        segments = document.segments
        for number, places in enumerate(_repetitions(segments)):
            yield from _keep_one(segments, places, f"{number}")
        for index in range(len(segments)):
            found = _stray_tag(segments, index)
            if found is not None:
                yield found


# --- repetitions ---------------------------------------------------------------------------


def _repetitions(segments: Sequence[Segment]) -> Iterator[list[int]]:
    """The places of each text that stands more than once and should not."""
    places: dict[str, list[int]] = {}
    for index, segment in enumerate(segments):
        if segment.kind in _FREE_KINDS:
            continue
        places.setdefault(_folded(_without_tag(segment.reading.text)), []).append(index)
    for text, indices in places.items():
        if len(indices) < 2:
            continue
        words = sum(any(c.isalnum() for c in word) for word in text.split())
        if words >= (_TITLE_WORDS if indices[0] == 0 else _PARAGRAPH_WORDS):
            yield indices
            continue
        yield from (run for run in _runs(indices) if words >= _TITLE_WORDS)


def _runs(indices: Sequence[int]) -> Iterator[list[int]]:
    """The stretches of two and more places that follow each other at once."""
    run: list[int] = []
    for index in indices:
        if run and index != run[-1] + 1:
            if len(run) > 1:
                yield run
            run = []
        run.append(index)
    if len(run) > 1:
        yield run


def _keep_one(segments: Sequence[Segment], places: Sequence[int], key: str) -> Iterator[Finding]:
    names = [f"keep the {_ordinal(number)}" for number in range(1, len(places) + 1)]
    headline = places[0] == 0 or any(segments[place].kind == "heading" for place in places)
    what = "headline" if headline else "paragraph"
    message = f"The same {what} stands here {_times(len(places))}; keep one."
    origin = Origin(
        f"structure/repeated-{what}", message, "design and markup", "minor", _TRUST, "pass"
    )
    for own, place in zip(names, places, strict=True):
        options = tuple((name, None if name == own else "") for name in names)
        member = Member(f"repeated-{key}", "one-of", options, message)
        span = Span(0, len(segments[place].reading.text))
        yield Finding(place, span, ("",), origin, member=member, whole=True)


def _folded(text: str) -> str:
    """The text as repetitions are compared: marks, spaces and capitals of the same kind."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _times(count: int) -> str:
    return {2: "twice", 3: "three times"}.get(count, f"{count} times")


def _ordinal(number: int) -> str:
    ending = (
        "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


# --- stray tags ----------------------------------------------------------------------------


def _stray_tag(segments: Sequence[Segment], index: int) -> Finding | None:
    """A label of the web site before a headline: 【Focus】."""
    segment = segments[index]
    text = segment.reading.text
    length = _tag_length(text)
    if length == 0 or not (segment.kind == "heading" or (index == 0 and _is_title(text))):
        return None
    tag = text[:length].strip()
    origin = Origin(
        "structure/stray-tag",
        f"“{tag}” is a label of the web site, not part of the headline.",
        "design and markup",
        "minor",
        _TRUST,
        "pass",
    )
    if length == len(text):
        return Finding(index, Span(0, length), ("",), origin, whole=True)
    first = text[length]
    if first.islower():
        return Finding(index, Span(0, length + 1), (first.upper(),), origin)
    return Finding(index, Span(0, length), ("",), origin)


def _without_tag(text: str) -> str:
    return text[_tag_length(text) :]


def _tag_length(text: str) -> int:
    """How many characters of the text are a tag with the spaces after it."""
    match = _WIDE_TAG.match(text)
    if match is None:
        return 0
    plain = match["plain"]
    name = _folded(plain if plain is not None else match["name"])
    if plain is not None and name not in _PLAIN_TAGS:
        return 0
    if name in _LABELS or len(name.split()) > _TAG_WORDS:
        return 0
    return match.end()


def _is_title(text: str) -> bool:
    return len(text.split()) <= 25 and not text.rstrip().endswith((".", "。", ":", "："))
