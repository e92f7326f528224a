"""A rule, and what it makes of one place: guards, replacements, spaces and capitals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

import regex

from cleanup.evidence import trust_of
from cleanup.matching import TIME_LIMIT, Hit, Match, Pattern, around, fold, phrase_pattern
from cleanup.phrases import Captures, Phrase, Template
from cleanup.proposal import Category, Origin, Severity, Trust
from cleanup.sentences import sentences
from cleanup.text import SegmentKind, Span

Place = Literal["anywhere", "sentence-start", "segment-start", "heading"]
PLACES: tuple[Place, ...] = get_args(Place)

Joined = Literal["", "numbered-list"]
"""How the findings of a rule belong together across places."""
JOINED: tuple[Joined, ...] = ("numbered-list",)

REACH = 300
"""So far from its anchor a rule's own regular expression is looked for, in code points."""


@dataclass(frozen=True, slots=True)
class Guards:
    """What must hold around a match. The lists hold words; case makes no difference.

    `unless` and `only_with` are looked for in the same sentence, outside of the match;
    `not_after` and `not_before` directly beside it.
    """

    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    at: Place = "anywhere"

    def allow(self, text: str, span: Span, kind: SegmentKind) -> bool:
        """True when nothing speaks against a match at `span` of a reading."""
        if not self._right_place(text, span, kind):
            return False
        if self.not_after and _beside(self.not_after, before=True).search(
            fold(text[max(0, span.start - 80) : span.start]).rstrip()
        ):
            return False
        if self.not_before and _beside(self.not_before, before=False).match(
            fold(text[span.end : span.end + 80]).lstrip()
        ):
            return False
        if not self.unless and not self.only_with:
            return True
        near = _sentence_without(text, span)
        if self.unless and _any_of(self.unless).search(near):
            return False
        return not self.only_with or _any_of(self.only_with).search(near) is not None

    def _right_place(self, text: str, span: Span, kind: SegmentKind) -> bool:
        match self.at:
            case "heading":
                return kind == "heading"
            case "segment-start":
                return _OPENING.fullmatch(text[: span.start]) is not None
            case "sentence-start":
                return opens_sentence(text, span.start)
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Words:
    """One way to write a rule's replacement: the left side and what is written for it.

    For a regular expression `phrase` is None and `{name}` stands for its named groups.
    """

    templates: tuple[Template, ...]
    phrase: Phrase | None = None
    lower: bool = False
    """True when the left side begins with a letter in lower case, which also finds its
    capital; the replacement then follows."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that shows the rule: what it becomes, or that it is asked about, or stays."""

    kind: Literal["change", "query", "leave"]
    before: str
    after: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with its message, its replacements and its own examples."""

    id: str
    message: str
    category: Category
    severity: Severity
    ceiling: Trust | None
    phrases: tuple[str, ...]
    regex: str
    anchors: tuple[str, ...]
    replacements: tuple[str, ...]
    guards: Guards
    why: str
    joined: Joined
    examples: tuple[Example, ...]
    parts: tuple[Words, ...] = field(repr=False)
    line: int
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        guards = self.guards
        told = [
            *(self.phrases, self.regex, self.replacements, self.joined),
            *(guards.unless, guards.only_with, guards.not_after, guards.not_before, guards.at),
        ]
        line = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
        object.__setattr__(self, "digest", hashlib.sha256(line).hexdigest())

    @property
    def trust(self) -> Trust:
        return trust_of("rule", self.ceiling)

    @property
    def origin(self) -> Origin:
        return Origin(
            self.id, self.message, self.category, self.severity, self.trust, "rule", self.why
        )


@dataclass(frozen=True, slots=True)
class Key:
    """Names a rule and which of its patterns matched."""

    rule: str
    part: int

    def __str__(self) -> str:
        return self.rule


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match in a reading and what should stand there; nothing makes a query."""

    rule: Rule
    span: Span
    replacements: tuple[str, ...]


def patterns_of(rule: Rule) -> Iterator[Pattern[Key]]:
    """What the scanner has to look for."""
    for number, part in enumerate(rule.parts):
        key = Key(rule.id, number)
        if part.phrase is not None:
            yield phrase_pattern(key, part.phrase)
        else:
            yield _regex_pattern(key, rule.regex, rule.anchors)


def _regex_pattern(key: Key, expression: str, anchors: Sequence[str]) -> Pattern[Key]:
    """The pattern of a rule's own expression: near each anchor, or without one everywhere.

    The one scan does not tell `，` from `,`; anchors of such signs are looked for in the text
    itself, which costs next to nothing.
    """

    @cache
    def compiled() -> regex.Pattern[str]:
        return regex.compile(expression)

    rare = any(fold(anchor) != anchor.lower() for anchor in anchors)

    def near(text: str, at: Span) -> Iterator[Match]:
        match = around(compiled(), text, at, REACH)
        if match is not None and match.start() < match.end():
            yield _match(match)

    def anywhere(text: str, at: Span) -> Iterator[Match]:
        del at
        for match in compiled().finditer(text, timeout=TIME_LIMIT):
            if match.start() < match.end():
                yield _match(match)

    if rare or not anchors:
        return Pattern(key, (), anywhere, signs=tuple(anchors))
    return Pattern(key, tuple(anchors), near)


def _match(match: regex.Match[str]) -> Match:
    named = tuple((name, words or "") for name, words in match.groupdict().items())
    return Match(Span(*match.span()), Captures(named))


def apply(rule: Rule, hit: Hit[Key], text: str, kind: SegmentKind) -> Found | None:
    """What a rule proposes for a hit; None where a guard speaks against it or nothing would
    change."""
    if not rule.guards.allow(text, hit.span, kind):
        return None
    part = rule.parts[hit.key.part]
    if not part.templates:
        return Found(rule, hit.span, ())
    span = hit.span
    first = span.of(text)[:1]
    capital = first.isupper() and (part.lower or opens_sentence(text, span.start))
    filled = [template.fill(hit.captures) for template in part.templates]
    if filled == [""]:
        span, words = _deletion(text, span, capital=capital)
        return Found(rule, span, (words,))
    if capital:
        filled = [_capitalised(words) for words in filled]
    written = tuple(dict.fromkeys(words for words in filled if words != span.of(text)))
    return Found(rule, span, written) if written else None


# --- spaces and capitals -------------------------------------------------------------------

_OPENING = regex.compile(r"""[\s"'“”‘’(\[（【«—–•·*-]*""")
_OPENING_SIGNS = "\"'“‘(["
_CLOSING_SIGN = regex.compile(r"[,.;:!?)\]’”]|$")


def opens_sentence(text: str, point: int) -> bool:
    """True when only spaces, quotes and brackets stand between `point` and the beginning of
    its sentence."""
    if _OPENING.fullmatch(text[:point]):
        return True
    for sentence in sentences(text):
        if sentence.start <= point < max(sentence.end, sentence.start + 1):
            return _OPENING.fullmatch(text, sentence.start, point) is not None
    return False


def _deletion(text: str, span: Span, *, capital: bool) -> tuple[Span, str]:
    """The span and words of a deletion: the space that it would leave goes with it, and what
    then opens the sentence takes the capital."""
    start, end = span.start, span.end
    opens = start == 0 or text[start - 1].isspace() or text[start - 1] in _OPENING_SIGNS
    if opens and text[end : end + 1] == " ":
        end += 1
    elif start > 0 and text[start - 1] == " " and _CLOSING_SIGN.match(text, end):
        start -= 1
    if capital and text[end : end + 1].islower():
        return Span(start, end + 1), text[end].upper()
    return Span(start, end), ""


def _capitalised(words: str) -> str:
    at = next((i for i, sign in enumerate(words) if sign.isalpha()), 0)
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


# --- words beside and near by ---------------------------------------------------------------


def _expression(words: Sequence[str]) -> str:
    return "|".join(
        (r"(?<!\w)" if word[0].isalnum() else "")
        + regex.escape(fold(word))
        + (r"(?!\w)" if word[-1].isalnum() else "")
        for word in sorted(words, key=len, reverse=True)
    )


def _any_of(words: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(_expression(words))


def _beside(words: tuple[str, ...], *, before: bool) -> regex.Pattern[str]:
    inner = f"(?:{_expression(words)})"
    return regex.compile(inner + "$" if before else inner)


def _sentence_without(text: str, span: Span) -> str:
    """The folded words of the sentences that a span touches, without its own."""
    near = [s for s in sentences(text) if s.overlaps(span)]
    start = min((s.start for s in near), default=span.start)
    end = max((s.end for s in near), default=span.end)
    return fold(
        text[min(start, span.start) : span.start] + " \n " + text[span.end : max(end, span.end)]
    )
