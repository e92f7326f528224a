"""Guards of an entry: words near by that allow an artifact to be taken for one, or forbid it.

`unless` and `only_with` look at the sentence and its neighbours and at the paragraph;
`not_after` and `not_before` at the words directly beside it. A word stands for its plural
too; one written with a capital must have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from cleanup.glossary.entry import Entry
from cleanup.glossary.inflection import ARTICLES, noun_forms
from cleanup.sentences import sentences
from cleanup.text import Span

_TOKEN = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*")


def allows(entry: Entry, text: str, span: Span) -> bool:
    """True when the guards of the entry let the artifact at `span` be one."""
    if entry.not_after and _ends(_tokens(text[max(0, span.start - 120) : span.start]), entry):
        return False
    if entry.not_before and _begins(_tokens(text[span.end : span.end + 120]), entry):
        return False
    if entry.unless and _stands(entry.unless, text, span, _neighbourhood(text, span)):
        return False
    whole = Span(0, len(text))
    return not entry.only_with or _stands(entry.only_with, text, span, whole)


@lru_cache(maxsize=4096)
def _wanted(word: str) -> tuple[str, ...]:
    """The words of a guard."""
    return tuple(_tokens(word))


def _tokens(text: str) -> list[str]:
    return [match.group().replace("’", "'") for match in _TOKEN.finditer(text)]


def _neighbourhood(text: str, span: Span) -> Span:
    """The sentence of the artifact with the one before and the one after."""
    told = sentences(text)
    touched = [i for i, s in enumerate(told) if s.overlaps(span)]
    if not touched:
        return Span(0, len(text))
    first, last = max(touched[0] - 1, 0), min(touched[-1] + 1, len(told) - 1)
    return told[first].union(told[last])


def _stands(words: Sequence[str], text: str, span: Span, where: Span) -> bool:
    """True when one of the words stands in `where`, outside of the artifact itself."""
    before = _tokens(text[where.start : max(span.start, where.start)])
    after = _tokens(text[span.end : max(where.end, span.end)])
    exact = {*before, *after}
    lower = {token.lower() for token in exact}
    sides = (" ".join(before), " ".join(after))
    return any(_is_there(word, exact, lower, sides) for word in words)


def _is_there(word: str, exact: set[str], lower: set[str], sides: Sequence[str]) -> bool:
    tokens = _wanted(word)
    if len(tokens) == 1:
        forms = noun_forms(tokens[0].lower())
        if word.islower():
            return any(form in lower for form in forms)
        return tokens[0] in exact or tokens[0].upper() in exact
    told = " ".join(tokens)
    padded = [f" {side} " for side in sides]
    if word.islower():
        padded = [side.lower() for side in padded]
    return any(f" {told} " in side for side in padded)


def _same(tokens: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(tokens) == len(wanted) and all(
        (t.lower() in noun_forms(w)) if w.islower() else t == w
        for t, w in zip(tokens, wanted, strict=True)
    )


def _ends(tokens: list[str], entry: Entry) -> bool:
    """True when the words before the artifact end in a guard, an article aside."""
    sides = [tokens]
    if tokens and tokens[-1].lower() in ARTICLES:
        sides.append(tokens[:-1])
    for word in entry.not_after:
        wanted = _wanted(word)
        if any(_same(side[-len(wanted) :], wanted) for side in sides):
            return True
    return False


def _begins(tokens: list[str], entry: Entry) -> bool:
    return any(_same(tokens[: len(wanted)], wanted) for wanted in map(_wanted, entry.not_before))
