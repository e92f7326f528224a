"""Finding an artifact or rendering by looking at the words around one of its anchors.

A text is taken apart into words once; each anchor in it then costs a few comparisons.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import regex

from cleanup.glossary.artifact import Words, anchors, take_apart
from cleanup.glossary.inflection import ARTICLES, is_plural, spellings
from cleanup.glossary.wording import opens_sentence
from cleanup.matching import Match, Pattern, fold
from cleanup.phrases import Captures
from cleanup.text import Span

K = TypeVar("K")

_WORD = regex.compile(r"[\p{L}\p{N}]+")
_POSSESSIVE = regex.compile(r"'(?:s(?![\p{L}\p{N}]))?")
_HYPHENS = "-\u2010\u2011"
_LONG = 20_000
"""Texts longer than this are taken apart only around the anchors."""


def words_pattern(
    key: K, text: str, *, noun: bool, verb: bool, strict: bool = False, anchored: bool = True
) -> Pattern[K]:
    """The pattern that finds the words of a text (as `take_apart` reads it) in all their forms.

    A match carries `number` (`plural` or `singular`), `verb` (the ending that was found:
    `base`, `s`, `ing`, `ed`) and `possessive` (its sign, or ''). Anchors are left out
    (`anchored=False`) where they stand in a table already: drawing them takes longer than all
    else.
    """
    finder = _Finder(text, noun, verb, strict)
    return Pattern(key, finder.anchors if anchored else (), finder, True)


# --- a text taken apart -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """A folded text and its words."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]

    def number(self, start: int) -> int | None:
        """The number of the word that begins at a place, if one does."""
        at = bisect.bisect_left(self.starts, start)
        return at if at < len(self.starts) and self.starts[at] == start else None

    def gap(self, at: int) -> str:
        """What stands before the word `at`."""
        return self.text[self.ends[at - 1] : self.starts[at]]


@lru_cache(maxsize=16)
def _parts(text: str) -> _Parts:
    folded = fold(text)
    spans = [match.span() for match in _WORD.finditer(folded)]
    return _Parts(
        folded,
        [folded[start:end] for start, end in spans],
        [start for start, _ in spans],
        [end for _, end in spans],
    )


# --- confirming ---------------------------------------------------------------------------


class _Finder:
    """Confirms words around an anchor, which begins with the word number `_first`. The words
    are taken apart when they are first needed."""

    __slots__ = ("_first", "_told", "_words")

    def __init__(self, text: str, noun: bool, verb: bool, strict: bool) -> None:
        self._told = text, noun, verb, strict
        self._words: Words | None = None
        self._first = -1

    @property
    def anchors(self) -> tuple[str, ...]:
        return anchors(self._apart())[1]

    def _apart(self) -> Words:
        text, noun, verb, strict = self._told
        return take_apart(text, noun=noun, verb=verb, strict=strict)

    def __call__(self, text: str, at: Span) -> Iterator[Match]:
        if self._words is None:
            self._words = self._apart()
            self._first = anchors(self._words)[0]
        low = 0
        if len(text) > _LONG:
            reach = 2 * sum(map(len, self._words.words)) + 8 * len(self._words.words) + 40
            low = max(0, at.start - reach)
            while low > 0 and text[low - 1].isalnum():  # begun at a word
                low -= 1
            text = text[low : at.start + reach]
        parts = _parts(text)
        number = parts.number(at.start - low)
        if number is None:
            return
        found: dict[int, str] = {}
        end = self._forward(parts, number, found)
        start = None if end is None else self._backward(parts, number, found)
        if start is None or end is None:
            return
        span = Span(start, end)
        if self._stands_alone(text, span) and self._capitals(text, span):
            told = self._captured(found, self._possessive(parts.text, start, end))
            yield Match(Span(low + start, low + end), Captures(told))

    def _forward(self, parts: _Parts, number: int, found: dict[int, str]) -> int | None:
        """Where the words from the first of the anchor on end in the text."""
        words = self._words
        assert words is not None
        at = self._first
        while True:
            token = parts.words[number]
            if token in words.forms(at):
                found[at] = token
                at += 1
            elif at < len(words.joints) and words.closes(at):
                first = words.words[at].lower()
                if not token.startswith(first) or token[len(first) :] not in words.forms(at + 1):
                    return None
                found[at], found[at + 1] = first, token[len(first) :]
                at += 2
            else:
                return None
            if at == len(words.words):
                return parts.ends[number]
            number += 1
            if number == len(parts.words) or not fits(words, at - 1, parts.gap(number)):
                return None
            if words.flexible[at - 1] and _is_article(parts, number):
                number += 1

    def _backward(self, parts: _Parts, number: int, found: dict[int, str]) -> int | None:
        """Where the words before the first of the anchor begin in the text."""
        words = self._words
        assert words is not None
        at = self._first
        while at > 0:
            if number and words.flexible[at - 1] and _is_article(parts, number - 1):
                number -= 1
            if number == 0 or not fits(words, at - 1, parts.gap(number)):
                return None
            number -= 1
            at -= 1
            word = parts.words[number]
            if word in words.forms(at):
                found[at] = word
            elif at > 0 and words.closes(at - 1):
                first = words.words[at - 1].lower()
                if not word.startswith(first) or word[len(first) :] not in words.forms(at):
                    return None
                found[at - 1], found[at] = first, word[len(first) :]
                at -= 1
            else:
                return None
        return parts.starts[number]

    @staticmethod
    def _stands_alone(text: str, span: Span) -> bool:
        """True unless the words are part of a longer word or hyphened to one."""
        before = text[max(0, span.start - 2) : span.start]
        after = text[span.end : span.end + 2]
        if before[-1:].isalnum() or after[:1].isalnum():
            return False
        if before[-1:] in _HYPHENS and before[-1:] and before[:1].isalnum():
            return False
        return not (after[:1] and after[0] in _HYPHENS and after[1:].isalnum())

    def _capitals(self, text: str, span: Span) -> bool:
        """True when words that the glossary writes with a capital have one: all of them, or
        one that does not owe it to the beginning of a sentence."""
        if self._told[0].islower():
            return True
        assert self._words is not None
        wanted = [word for word in self._words.words if not word.islower() and word[0].isalpha()]
        if not wanted:
            return True
        tokens = _WORD.findall(span.of(text))
        told = [self._capital(word, tokens) for word in wanted]
        first_only = told[0] and not any(told[1:])
        if first_only and tokens[0][:1].lower() == wanted[0][:1].lower():
            return len(told) == 1 or not opens_sentence(text, span.start)
        return any(told)

    @staticmethod
    def _capital(word: str, tokens: list[str]) -> bool:
        token = next((t for t in tokens if t[:2].lower() == word[:2].lower()), "")
        if len(word) > 1 and word.isupper():
            return token[: len(word)].isupper()
        return token[:1].isupper()

    @staticmethod
    def _possessive(folded: str, start: int, end: int) -> str:
        sign = _POSSESSIVE.match(folded, end)
        if sign is None:
            return ""
        if sign.group() == "'" and (folded[start - 1 : start] == "'" or folded[end - 1] != "s"):
            return ""  # a closing quote
        return sign.group()

    def _captured(self, found: dict[int, str], possessive: str) -> tuple[tuple[str, str], ...]:
        words = self._words
        assert words is not None
        head = words.heads[0] if words.heads else len(words.words) - 1
        number = "plural" if is_plural(found[head]) else "singular"
        verb = ""
        if words.verb:
            base = words.words[0].lower()
            verb = _ending(base, found[0])
        return ("number", number), ("verb", verb), ("possessive", possessive)


def _ending(base: str, form: str) -> str:
    """Which ending of a verb a form has."""
    for same in spellings(base):
        if form == same:
            return "base"
    if form.endswith("ing") and form not in spellings(base):
        return "ing"
    return "s" if form.endswith("s") else "ed"


# --- what stands between two words ----------------------------------------------------------


def _is_article(parts: _Parts, number: int) -> bool:
    """True for an article and a space, with or without a quote, before the next word."""
    if parts.words[number] not in ARTICLES or number + 1 == len(parts.words):
        return False
    return parts.gap(number + 1) in _SPACES


_SPACES = (" ", ' "', " '")


def fits(words: Words, joint: int, gap: str) -> bool:
    """True when the gap between two words of a folded text is one that the joint allows."""
    written = words.joints[joint]
    return gap == written == " " or _fits(written, words.strict, gap)


@lru_cache(maxsize=4096)
def _fits(joint: str, strict: bool, gap: str) -> bool:
    if joint == "'":
        return gap == "'"
    if strict:
        return gap == fold(joint)
    if joint in (" ", "-"):
        return _unquoted(gap) in (" ", "  ", "-")
    signs = "".join(" *" if sign == " " else regex.escape(sign) for sign in fold(joint))
    return regex.fullmatch(f"[\"']?{signs}[\"']?", gap) is not None


def _unquoted(gap: str) -> str:
    """The gap without a quote at its beginning and one at its end."""
    if gap[:1] in ("'", '"'):
        gap = gap[1:]
    return gap[:-1] if gap[-1:] in ("'", '"') else gap
