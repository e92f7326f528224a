"""The words of an artifact or rendering, the forms that each takes, and its anchors.

Taken as the same: capitals (a word that the glossary writes with a capital must have one),
plural and possessive, the forms of a verb, American and British spelling, hyphen or space
(closed up where the glossary has a hyphen), quotes around a part, an article after a
preposition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleanup.glossary.inflection import (
    ARTICLES,
    ENDS_HEAD,
    PREPOSITIONS,
    UNCOUNTABLE,
    head_span,
    noun_forms,
    spellings,
    verb_forms,
)
from cleanup.matching import scan_form, worth

_PARTS = regex.compile(r"[\p{L}\p{N}]+|[^\p{L}\p{N}]+")
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
        return self.told(at).all

    def told(self, at: int) -> _Forms:
        """All ways to write a word, and what they have in common."""
        return _forms(self.words[at], at in self.heads, self.verb and at == 0, self.strict)

    def closes(self, joint: int) -> bool:
        """True where the two words beside a joint may stand closed up."""
        return self.joints[joint] == "-" and not self.strict


@dataclass(frozen=True, slots=True)
class _Forms:
    """All ways to write a word, in lower case: `ordered` by the alphabet, `start` the letters
    with which all begin, and whether these will do as the end of an anchor; what the word is
    worth in one."""

    all: frozenset[str]
    ordered: tuple[str, ...]
    start: str
    start_will_do: bool
    worth: int


@lru_cache(maxsize=65536)
def _forms(written: str, plural: bool, verb: bool, strict: bool) -> _Forms:
    word = written.lower()
    if strict and not plural and not verb:
        return _Forms(frozenset((word,)), (word,), word, True, worth(word))
    told = {word}
    if plural and not (strict and word in UNCOUNTABLE):
        told.update(noun_forms(word))
    if verb:
        told.update(verb_forms(word))
    every = frozenset(told if strict else (o for form in told for o in spellings(form)))
    ordered = tuple(sorted(every))
    start = _common_start(ordered)
    will_do = len(ordered) == 1 or len(start) > 2
    return _Forms(every, ordered, start, will_do, worth(min(ordered, key=len)))


def take_apart(text: str, *, noun: bool, verb: bool, strict: bool = False) -> Words:
    """The words of an artifact or rendering, ready to be looked for.

    `noun`: its head (the word before the first preposition) and its last word may be
    plural. `verb`: its first word may take the endings of a verb. `strict`: hyphens, quotes,
    articles and spelling must be as written, as befits a rendering.
    """
    text = text.strip()
    if text.isascii() and "  " not in text and text.replace(" ", "").isalnum():
        words = text.split(" ")
        joints = [" "] * (len(words) - 1)
        head = _head_of(text.lower().split(" "), words) if noun else ""
    else:
        words, joints = _parted(text)
        at = head_span(text) if noun else None
        head = "" if at is None else _PARTS.findall(text[slice(*at)])[-1]
    flexible = [False] * len(joints)
    if not strict and not PREPOSITIONS.isdisjoint(map(str.lower, words)):
        _loosen(words, joints, flexible)
    last = len(words) - 1
    heads: tuple[int, ...] = ()
    if noun:
        heads = (last,) if head == "" else tuple(dict.fromkeys((_index(words, head), last)))
    return Words(tuple(words), tuple(joints), tuple(flexible), heads, verb, strict)


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The words of a text and what stands between them."""
    parts: list[str] = _PARTS.findall(text)
    if parts and not parts[0][0].isalnum():
        parts = parts[1:]
    if len(parts) % 2 == 0:
        parts = parts[:-1]
    return parts[::2], parts[1::2]


def _head_of(lower: Sequence[str], words: Sequence[str]) -> str:
    """The head that `head_span` finds, for words with plain spaces between them."""
    if ENDS_HEAD.isdisjoint(lower):
        return words[-1]
    ends = (at for at in range(1, len(words)) if lower[at] in ENDS_HEAD)
    return words[next(ends, len(words)) - 1]


def _index(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else len(words) - 1


def _loosen(words: list[str], joints: list[str], flexible: list[bool]) -> None:
    """Marks the joints behind prepositions, where an article may stand, and takes it out."""
    at = 0
    while at < len(joints):
        if joints[at] == " " and words[at].lower() in PREPOSITIONS:
            flexible[at] = True
            if at + 2 < len(words) and words[at + 1].lower() in ARTICLES:
                del words[at + 1], joints[at], flexible[at]
                flexible[at] = True
        at += 1


# --- anchors ------------------------------------------------------------------------------


def anchors(words: Words) -> tuple[int, tuple[str, ...]]:
    """The number of the word at which the anchors begin, and all their ways of writing.

    A run of at most four words serves as long as it has few ways of writing. Of its last
    word only the beginning counts that all forms share, unless it stands alone: a single
    word is looked for whole.
    """
    heads, verb, strict = words.heads, words.verb, words.strict
    forms = [
        _forms(word, at in heads, verb and at == 0, strict) for at, word in enumerate(words.words)
    ]
    count = len(forms)
    values = [form.worth for form in forms]
    gaps = [4 if flexible else 1 for flexible in words.flexible] + [1]
    best, first, last = -1.0, 0, 0
    for start in range(count):
        if sum(values[start : start + 4]) <= best:
            continue
        value, writings = 0, 1
        for at in range(start, min(start + 4, count)):
            value += values[at]
            full = writings * len(forms[at].ordered)
            here = writings if at > start and forms[at].start_will_do else full
            score = value - (here - 1) / 2
            if score > best:
                best, first, last = score, start, at
            writings = full * gaps[at]
            if writings > _MOST_WRITINGS:
                break
    written = _written(words, forms, first, last)
    if "-" in words.joints:
        written += _closed(words, forms, first, last)
    return first, tuple(written)


def _written(words: Words, forms: Sequence[_Forms], first: int, last: int) -> list[str]:
    """All ways of writing a run of words."""
    runs = [""]
    for at in range(first, last):
        joint = words.joints[at]
        if joint != " ":
            joint = scan_form(joint)
        gaps = [joint, *(f"{joint}{a} " for a in _ARTICLES)] if words.flexible[at] else [joint]
        runs = [run + form + gap for run in runs for form in forms[at].ordered for gap in gaps]
    if last > first and forms[last].start_will_do:
        return [run + forms[last].start for run in runs]
    return [run + form for run in runs for form in forms[last].ordered]


def _closed(words: Words, forms: Sequence[_Forms], first: int, last: int) -> Iterator[str]:
    """Anchors for what is closed up where the glossary has a hyphen."""
    for at in range(first, min(last + 1, len(words.joints))):
        if words.closes(at) and len(forms[at].ordered) == 1:
            before = "".join(
                words.words[i].lower() + scan_form(words.joints[i]) for i in range(first, at)
            )
            yield before + words.words[at].lower() + forms[at + 1].start


def _common_start(forms: Sequence[str]) -> str:
    """The letters with which all forms of a word begin."""
    low, high = min(forms), max(forms)
    if high.startswith(low):
        return low
    length = next((i for i, sign in enumerate(low) if sign != high[i : i + 1]), len(low))
    return low[:length]
