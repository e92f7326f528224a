"""Finding an artifact in the forms it takes, by looking up its words around an anchor.

Taken as the same: capitals (a word that the glossary writes with a capital must have one),
plural and possessive, the forms of a verb, American and British spelling, hyphen or space
(closed up where the glossary has a hyphen), quotes around a part, an article after a
preposition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import regex

from cleanup.glossary.inflection import (
    ARTICLES,
    PREPOSITIONS,
    UNCOUNTABLE,
    head_span,
    is_plural,
    noun_forms,
    spellings,
    verb_forms,
)
from cleanup.glossary.wording import opens_sentence
from cleanup.matching import Match, Pattern, fold, scan_form, worth
from cleanup.phrases import Captures
from cleanup.text import Span

K = TypeVar("K")

_PARTS = regex.compile(r"[\p{L}\p{N}]+|[^\p{L}\p{N}]+")
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_WORD_BACK = regex.compile(r"(?r)[\p{L}\p{N}]+")
_POSSESSIVE = regex.compile(r"'(?:s(?![\p{L}\p{N}]))?")
_HYPHENS = "-\u2010\u2011"
_ARTICLES = ("the", "a", "an")
_MOST_WRITINGS = 8
"""So many ways of writing an anchor may have."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to find, taken apart: `words[i]` stands before `joints[i]`.

    `heads` are the numbers of the words that may be plural (the first of them tells the
    number of the whole), `verb` says that the first word may take the endings of a verb.
    """

    words: tuple[str, ...]
    joints: tuple[str, ...]
    flexible: tuple[bool, ...]
    heads: tuple[int, ...]
    verb: bool
    strict: bool = False

    def forms(self, at: int) -> frozenset[str]:
        """All ways to write a word, in lower case."""
        verb = self.verb and at == 0
        return _forms(self.words[at].lower(), at in self.heads, verb, self.strict)

    def closes(self, joint: int) -> bool:
        """True where the two words beside a joint may stand closed up."""
        return self.joints[joint] == "-" and not self.strict


@lru_cache(maxsize=65536)
def _forms(word: str, plural: bool, verb: bool, strict: bool) -> frozenset[str]:
    told = {word}
    if plural and not (strict and word in UNCOUNTABLE):
        told.update(noun_forms(word))
    if verb:
        told.update(verb_forms(word))
    return frozenset(told if strict else (o for form in told for o in spellings(form)))


def take_apart(text: str, *, noun: bool, verb: bool, strict: bool = False) -> Words:
    """The words of an artifact or rendering, ready to be looked for.

    `noun`: its head (the word before the first preposition) and its last word may be
    plural. `verb`: its first word may take the endings of a verb. `strict`: hyphens, quotes,
    articles and spelling must be as written, as befits a rendering.
    """
    parts: list[str] = _PARTS.findall(text.strip())
    if parts and not parts[0][0].isalnum():
        parts = parts[1:]
    if len(parts) % 2 == 0:
        parts = parts[:-1]
    words, joints = parts[::2], parts[1::2]
    flexible = [False] * len(joints)
    at = 0
    while at < len(joints):
        if joints[at] == " " and words[at].lower() in PREPOSITIONS and not strict:
            flexible[at] = True
            if at + 2 < len(words) and words[at + 1].lower() in ARTICLES:
                del words[at + 1], joints[at], flexible[at]
                flexible[at] = True
        at += 1
    heads = _heads(text, words) if noun else ()
    return Words(tuple(words), tuple(joints), tuple(flexible), heads, verb, strict)


def _heads(text: str, words: list[str]) -> tuple[int, ...]:
    last = len(words) - 1
    head = head_span(text)
    if head is None:
        return (last,)
    word = _PARTS.findall(text[slice(*head)])[-1]
    return tuple(dict.fromkeys((words.index(word) if word in words else last, last)))


def words_pattern(key: K, words: Words, *, anchored: bool = True) -> Pattern[K]:
    """The pattern that finds the words in all their forms. A match carries `number`
    (`plural` or `singular`), `verb` (the ending that was found: `base`, `s`, `ing`, `ed`)
    and `possessive` (its sign, or ''). Its anchors are left out (`anchored=False`) where
    they stand in a table already: to draw them takes longer than all else."""
    return Pattern(key, _anchors(words)[1] if anchored else (), _Finder(words), True)


# --- anchors ------------------------------------------------------------------------------


def _anchors(words: Words) -> tuple[int, tuple[str, ...]]:
    """The number of the word at which the anchors begin, and all their ways of writing.

    A run of at most four words serves as long as it has few ways of writing. Of its last
    word only the beginning counts that all forms share, unless it stands alone: a single
    word is looked for whole.
    """
    count = len(words.words)
    forms = [tuple(sorted(words.forms(at))) for at in range(count)]
    values = [worth(min(told, key=len)) for told in forms]
    best, first, last = -1.0, 0, 0
    for start in range(count):
        value, writings = 0.0, 1
        for at in range(start, min(start + 4, count)):
            value += values[at]
            here = (
                writings if at > start and _start_will_do(forms[at]) else writings * len(forms[at])
            )
            if value - (here - 1) / 2 > best:
                best, first, last = value - (here - 1) / 2, start, at
            writings *= len(forms[at]) * (4 if words.flexible[at : at + 1] == (True,) else 1)
            if writings > _MOST_WRITINGS:
                break
    return first, (*_written(words, forms, first, last), *_closed(words, first, last))


def _start_will_do(forms: Sequence[str]) -> bool:
    return len(forms) == 1 or len(_common_start(forms)) > 2


def _written(
    words: Words, forms: Sequence[tuple[str, ...]], first: int, last: int
) -> tuple[str, ...]:
    """All ways of writing a run of words."""
    runs = [""]
    for at in range(first, last):
        joint = scan_form(words.joints[at])
        gaps = [joint, *(f"{joint}{a} " for a in _ARTICLES)] if words.flexible[at] else [joint]
        runs = [run + form + gap for run in runs for form in forms[at] for gap in gaps]
    if last > first and _start_will_do(forms[last]):
        return tuple(run + _common_start(forms[last]) for run in runs)
    return tuple(run + form for run in runs for form in forms[last])


def _closed(words: Words, first: int, last: int) -> Iterator[str]:
    """Anchors for what is closed up where the glossary has a hyphen."""
    for at in range(max(first - 1, 0), min(last + 1, len(words.joints))):
        if not words.closes(at) or at < first:
            continue
        prefix = _common_start(tuple(words.forms(at + 1)))
        if len(words.forms(at)) == 1:
            before = "".join(
                words.words[i].lower() + scan_form(words.joints[i]) for i in range(first, at)
            )
            yield before + words.words[at].lower() + prefix


def _common_start(forms: Sequence[str]) -> str:
    """The letters with which all forms of a word begin."""
    low, high = min(forms), max(forms)
    if high.startswith(low):
        return low
    length = next((i for i, sign in enumerate(low) if sign != high[i : i + 1]), len(low))
    return low[:length]


# --- confirming ---------------------------------------------------------------------------


class _Finder:
    """Confirms words around an anchor, which begins with the word number `_first`."""

    __slots__ = ("_first", "_words")

    def __init__(self, words: Words) -> None:
        self._words = words
        self._first = -1

    def __call__(self, text: str, at: Span) -> Iterator[Match]:
        if self._first < 0:
            self._first = _anchors(self._words)[0]
        if at.start > 0 and text[at.start - 1].isalnum():
            return
        words = self._words
        reach = 2 * sum(map(len, words.words)) + 8 * len(words.words) + 40
        low = max(0, at.start - reach)
        folded = fold(text[low : at.start + reach])
        found: dict[int, str] = {}
        start = self._backward(folded, at.start - low, found)
        end = self._forward(folded, at.start - low, found)
        if start is None or end is None:
            return
        span = Span(low + start, low + end)
        if self._stands_alone(text, span) and self._capitals(text, span):
            possessive = self._possessive(folded, start, end)
            yield Match(span, Captures(self._told(found, possessive)))

    def _forward(self, text: str, position: int, found: dict[int, str]) -> int | None:
        words = self._words
        at = self._first
        while True:
            token = _WORD.match(text, position)
            if token is None:
                return None
            at, ok = self._take(at, token.group(), found)
            if not ok:
                return None
            position = token.end()
            if at == len(words.words):
                return position
            joint = _joint(words.joints[at - 1], words.flexible[at - 1], words.strict)
            gap = joint.match(text, position)
            if gap is None:
                return None
            position = gap.end()

    def _take(self, at: int, token: str, found: dict[int, str]) -> tuple[int, bool]:
        """The number of the next word, when `token` is the word `at` (or two closed up)."""
        words = self._words
        if token in words.forms(at):
            found[at] = token
            return at + 1, True
        if at < len(words.joints) and words.closes(at):
            first = words.words[at].lower()
            if token.startswith(first) and token[len(first) :] in words.forms(at + 1):
                found[at], found[at + 1] = first, token[len(first) :]
                return at + 2, True
        return at, False

    def _backward(self, text: str, position: int, found: dict[int, str]) -> int | None:
        words = self._words
        at = self._first
        while at > 0:
            gap = _joint_back(words.joints[at - 1], words.flexible[at - 1], words.strict).match(
                text, 0, position
            )
            if gap is None:
                return None
            token = _WORD_BACK.match(text, 0, gap.start())
            if token is None:
                return None
            at -= 1
            word = token.group()
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
            position = token.start()
        return position

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

    def _told(self, found: dict[int, str], possessive: str) -> tuple[tuple[str, str], ...]:
        words = self._words
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


@lru_cache(maxsize=512)
def _joint(joint: str, flexible: bool, strict: bool) -> regex.Pattern[str]:
    return regex.compile(_joint_expression(joint, flexible, strict))


@lru_cache(maxsize=512)
def _joint_back(joint: str, flexible: bool, strict: bool) -> regex.Pattern[str]:
    return regex.compile("(?r)" + _joint_expression(joint, flexible, strict))


def _joint_expression(joint: str, flexible: bool, strict: bool) -> str:
    """What may stand between two words where the glossary has `joint` (text is folded)."""
    if joint == "'":
        return "'"
    if strict:
        return regex.escape(fold(joint))
    quote = "[\"']?"
    if joint in (" ", "-"):
        between = f"{quote}(?: {{1,2}}|-){quote}"
    else:
        signs = "".join(" *" if sign == " " else regex.escape(sign) for sign in fold(joint))
        between = f"{quote}{signs}{quote}"
    return between + f"(?:(?:the|an?) {quote})?" if flexible else between
