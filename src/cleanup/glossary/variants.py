"""Which admitted renderings of an entry vary the preferred one, and which are the same words
in another form.

Two renderings can stand for one another when they are the same part of speech and much the
same words. Short forms, abbreviations and turned words (`drivers of growth`) are no variation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

from cleanup.glossary.entry import Entry, Kind
from cleanup.glossary.inflection import (
    ARTICLES,
    PREPOSITIONS,
    is_plural,
    is_plural_phrase,
    opens_with_gerund,
    spellings,
)

INTERCHANGED: tuple[Kind, ...] = ("noun", "verb", "ing")
"""The parts of speech as which renderings are compared."""
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)*")
_SMALL = ARTICLES | PREPOSITIONS | frozenset("and or but as its their our all".split())
_STEM = 6
"""So many letters tell a word from another, whatever form it has."""
_CLAUSE = regex.compile(r"(?:to|be|do|not)\b|\p{L}+ (?:the|an?|its|their|our|his|her)\b", regex.I)


def leads(entry: Entry, kind: Kind) -> tuple[str, ...]:
    """The preferred rendering as this part of speech, and the short one."""
    told = (entry.rendering(kind), entry.rendering(kind, short=True))
    return tuple(dict.fromkeys(words for words in told if words))


def variants(entry: Entry) -> Mapping[str, tuple[Kind, bool]]:
    """The admitted renderings that vary the preferred one, each with its part of speech, and
    whether they say so by themselves, without an artifact beside them."""
    if not entry.admitted:
        return {}
    # kept by what decides: the hash of a whole entry takes longer than all else
    return _variants(entry.pos, entry.preferred, entry.short, entry.forms, entry.admitted)


@lru_cache(maxsize=4096)
def _variants(
    pos: str,
    preferred: str,
    short: str,
    forms: tuple[tuple[str, str], ...],
    admitted: tuple[str, ...],
) -> Mapping[str, tuple[Kind, bool]]:
    entry = Entry(
        "", "", 0, "", pos=pos, preferred=preferred, short=short, forms=forms, admitted=admitted
    )
    others = [words for words in entry.renderings if words not in entry.admitted]
    found: dict[str, tuple[Kind, bool]] = {}
    for words in entry.admitted:
        kind = _kind_of(entry, words)
        lead = entry.rendering(kind) if kind is not None else None
        if kind is None or lead is None or any(_same_words(words, other) for other in others):
            continue
        if _abbreviates(words, lead):
            continue
        if kind == "noun" and is_plural_phrase(words) != is_plural_phrase(lead):
            continue
        ours, theirs = stems(words), stems(lead)
        shared = ours & theirs
        if shared and len(ours) > 1:
            found[words] = kind, len(shared) > 1 or _much_alike(words, lead)
    return found


def _kind_of(entry: Entry, words: str) -> Kind | None:
    """The part of speech of an admitted rendering, where it can be told."""
    if opens_with_gerund(words):
        return "ing"
    first = next(iter(_tokens(words)), "")
    verb = entry.rendering("verb")
    if verb is not None and first[:_STEM] == next(iter(_tokens(verb)), "")[:_STEM]:
        return "verb"
    if entry.kind == "verb" or _CLAUSE.match(words):
        return None
    return "noun"


def _tokens(words: str) -> list[str]:
    return [min(spellings(token.lower())) for token in _WORD.findall(words)]


def stems(words: str) -> frozenset[str]:
    """The telling words of a rendering, whatever form each has."""
    return frozenset(token[:_STEM] for token in _tokens(words) if token not in _SMALL)


def _same_words(one: str, other: str) -> bool:
    """True where one rendering is the other in short, in full or turned."""
    ours, theirs = stems(one), stems(other)
    return ours <= theirs or theirs <= ours


def _abbreviates(one: str, other: str) -> bool:
    """True where one of the renderings has an abbreviation that the other has not."""
    ours, theirs = ({w for w in _WORD.findall(told) if w.isupper()} for told in (one, other))
    return any(len(word) > 1 for word in ours ^ theirs)


def _much_alike(one: str, other: str) -> bool:
    """True where a single word differs, and it is the other one with a beginning before it
    (`vitalization`, `revitalization`)."""
    ours, theirs = set(_tokens(one)), set(_tokens(other))
    left, right = ours - theirs, theirs - ours
    if len(left) != 1 or len(right) != 1:
        return False
    short, long = sorted((left.pop(), right.pop()), key=len)
    return len(short) > _STEM and long.endswith(short)


def singular(words: str) -> tuple[str, ...]:
    """What an artifact is whatever its number, capitals and quotes."""
    return tuple(t[:-1] if is_plural(t) and t.endswith("s") else t for t in _tokens(words))
