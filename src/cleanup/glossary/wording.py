"""Fitting a rendering into the place where an artifact stood.

What the place asks for (a noun, a verb, an -ing form, a word before a noun) is read from the
words beside it; articles, number, capitals, possessive, doubled words and spaces follow.
Where it cannot be told for sure, the answer is None: the editor is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import regex

from cleanup.glossary.inflection import (
    ARTICLES,
    PREPOSITIONS,
    UNCOUNTABLE,
    article_for,
    capitalized,
    head_span,
    ing_form,
    is_plural,
    is_plural_phrase,
    past_form,
    plural_phrase,
    third_person,
    title_case,
    verb_forms,
)
from cleanup.text import Span

DETERMINERS = ARTICLES | frozenset(
    "this that these those our its their his her my your every each any some no another both"
    " such all".split()
)
_FOR_PLURAL = frozenset("these those many several few both various numerous".split())
_FOR_SINGULAR = frozenset("this that each every another one".split())
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens".split())
_MODALS = frozenset(
    "will would shall should must can could may might cannot not ll d let lets help helps"
    " helped".split()
)
_AUXILIARIES = _MODALS | frozenset("is are was were be been being has have had does do did".split())
_LINKS = frozenset(
    "and or but nor so than then when while where if because although though since until"
    " unless whether as that which who whose whom what how".split()
)
_PRONOUNS = frozenset("it they we he she you i them us him me there here this these".split())
_FOLLOWERS = (
    _AUXILIARIES
    | _LINKS
    | _PRONOUNS
    | PREPOSITIONS
    | DETERMINERS
    | frozenset(("also", "only", "again", "together", "now", "further", "more", "still", "well"))
)
"""Words that may follow a noun phrase and are not a noun themselves."""
_HEADS = frozenset(
    "reform work policy project campaign effort initiative plan strategy measure system zone"
    " fund program programme conference meeting area task action drive process mechanism model"
    " mode base park construction development strategy scheme pilot center centre platform"
    " index level indicator team office bureau service market industry sector".split()
)
"""Nouns that a term often stands before."""
_TAKES_NOUN = frozenset(
    form
    for verb in (
        "accelerate achieve advance boost build carry complete continue deepen develop drive"
        " encourage enhance ensure expand explore facilitate foster implement improve launch"
        " make strengthen support promote pursue push realize speed stimulate undertake uphold"
        " emphasize prioritize highlight start begin enter use introduce follow include"
    ).split()
    for form in verb_forms(verb)
)
"""Verbs, in all their forms, after which a noun (or an -ing form) stands."""
_PARTICLES = frozenset(("up", "out", "forward", "on"))
_TO_PREPOSITION = frozenset(
    "according adhere adheres adhered adhering due contribute contributes contributed"
    " contributing contribution contributions attention approach approaches key lead leads led"
    " leading commitment committed dedicated devoted relating related respect thanks road path"
    " boost push impetus response compared addition opposed access close subject return switch"
    " shift transition commit commits devote devotes pay attach attached importance priority"
    " stick sticks support help aid guide obstacle barrier barriers obstacles".split()
)
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*")
_NEXT = regex.compile(r" ([\p{L}\p{N}]+(?:[-'’][\p{L}]+)*)")
_SINGULAR_CLAUSE = regex.compile(r",? (?:that|which|who) (?:\p{Ll}+ly )?(was|\p{Ll}+(?<!s)s)\b")
_LAST = regex.compile(r"(?r)([\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*%?)[\"“”‘’«]? ")
_OPENS = regex.compile(r"""(?:^|[.!?:;…。！？：；])["'“”‘’«(（【 ]*$""")
_CLOSE = regex.compile(r"([,.;]?)([\"'”’»“])")
_ARTICLE = regex.compile(r"(?:the|an?) ", regex.I)
_ARTICLE_BEFORE = regex.compile(r"(?<![\p{L}\p{N}'’\-])(the|an?) \Z", regex.I)
_COMPLEMENT = regex.compile(r" (?:of|from|to|for|in)\b")
_OPENING_QUOTES = "\"'“‘«„"
_CLOSING_QUOTES = "\"'”’»“"
_PAIRS = {'"': '"”', "'": "'’", "“": '”“"', "‘": "’'", "«": "»", "„": "“”"}

Asked = Literal["noun", "verb", "ing", "modifier"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span with the quotes around it: `span` takes them in. `tail` is a comma or stop that
    stood inside the closing quote; `cut` says that the quotes begin or end inside the words."""

    span: Span
    opening: str = ""
    closing: str = ""
    tail: str = ""
    cut: bool = False


def quotes_around(text: str, span: Span) -> Quoted | None:
    """The words with the quotes that belong to them; None where quotes cannot be paired."""
    words = span.of(text)
    before = text[span.start - 1 : span.start]
    opening = before if before and before in _OPENING_QUOTES else ""
    if opening == "'" and text[span.start - 2 : span.start - 1].isalnum():
        opening = ""
    close = _CLOSE.match(text, span.end)
    closing = close.group(2) if close else ""
    inner = [sign for sign in words if sign in '"“”«»']
    if opening and closing and closing in _PAIRS[opening]:
        assert close is not None
        if inner and len(inner) % 2:
            return None
        return Quoted(Span(span.start - 1, close.end()), opening, closing, close.group(1))
    if len(inner) % 2 == 0:
        return Quoted(span)
    if opening and inner[0] in _PAIRS[opening]:
        return Quoted(Span(span.start - 1, span.end), opening, cut=True)
    if close is not None and closing in _CLOSING_QUOTES and inner[-1] in _OPENING_QUOTES:
        return Quoted(Span(span.start, close.end()), "", closing, close.group(1), cut=True)
    return None


# --- what the place asks for --------------------------------------------------------------


def words_before(text: str, at: int, most: int = 4) -> list[str]:
    """The words directly before a place, in lower case, nearest first; a mark between ends
    them. At most four."""
    return list(_words_before(text, at)[:most])


@lru_cache(maxsize=64)
def _words_before(text: str, at: int) -> tuple[str, ...]:
    found: list[str] = []
    while len(found) < 4 and (match := _LAST.match(text, max(0, at - 60), at)):
        found.append(match.group(1).lower().replace("’", "'"))
        at = match.start()
    return tuple(found)


def word_after(text: str, at: int) -> str:
    """The word that follows a place after one space, in lower case, or ''."""
    match = _NEXT.match(text, at)
    return match.group(1).lower() if match else ""


def describes_noun(text: str, at: int) -> bool:
    """True when the word after a place is, as far as one can tell, a noun that the term
    describes, and not what follows a whole noun phrase."""
    following = word_after(text, at)
    return following != "" and following not in _FOLLOWERS and not following.endswith("ly")


def wants_article(text: str, span: Span, words: str) -> bool:
    """True when a noun phrase with a complement (`shift from old to new`) stands without an
    article or other determiner."""
    head = head_span(words)
    if head is None or is_plural_phrase(words) or words[:1].isupper():
        return False
    complement = _COMPLEMENT.match(words[head[1] :])
    before = words_before(text, span.start)
    for word in before:
        if word in DETERMINERS or word.endswith("'s") or word.isdigit():
            return False
        if word in _FOLLOWERS or word in _TAKES_NOUN:
            break
    return complement is not None and words.split()[0].lower() not in DETERMINERS


def coordinates(text: str, at: int) -> bool:
    """True when `and` and a further noun follow which the term may describe as well (`X and
    innovation zones`)."""
    ends = _word_ends(text, at)
    words = text[at : ends[-1]].lower().split() if ends else []
    return words[:1] in (["and"], ["or"]) and any(_is_head(word) for word in words[2:4])


def asked_for(text: str, span: Span) -> Asked | None:
    """The part of speech that the place asks for, or None where it cannot be told."""
    before = words_before(text, max(span.start - _opening_quote(text, span), 0))
    following = word_after(text, span.end)
    if following and _is_head(following):
        return "modifier"
    if describes_noun(text, span.end) or coordinates(text, span.end):
        return None
    if not before:
        return _asked_at_start(text, span, following)
    last = before[0]
    if last == "to":
        if len(before) > 1 and before[1] in _TO_PREPOSITION:
            return "ing"
        return "verb"
    if last in _MODALS:
        return "verb"
    if last in DETERMINERS or last.endswith("'s") or last.isdigit() or last in _NUMBERS:
        return "noun"
    if last in PREPOSITIONS and not (last in _PARTICLES and _takes_noun(before[1:])):
        return "ing"
    if _takes_noun(before):
        return "noun"
    return _asked_behind_adjective(before)


def _opening_quote(text: str, span: Span) -> int:
    before = text[span.start - 1 : span.start]
    return 1 if before and before in _OPENING_QUOTES else 0


def _is_head(word: str) -> bool:
    return word in _HEADS or (
        is_plural(word) and (word[:-1] in _HEADS or word[:-3] + "y" in _HEADS)
    )


def _takes_noun(before: list[str]) -> bool:
    if before and before[0] in _PARTICLES:
        before = before[1:]
    return bool(before) and before[0] in _TAKES_NOUN


def _asked_at_start(text: str, span: Span, following: str) -> Asked | None:
    if following in _AUXILIARIES or (following == "" and text[span.end :].strip("\"'”’ .!?") == ""):
        return "noun"
    return None


def _asked_behind_adjective(before: list[str]) -> Asked | None:
    """Reads past one or two adjectives to an article or verb that asks for a noun."""
    for at, word in enumerate(before[:3]):
        if word in DETERMINERS and at > 0:
            return "noun"
        if at > 0 and word in _TAKES_NOUN:
            return "noun"
        if word in _FOLLOWERS:
            return None
    return None


# --- fitting ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fit:
    """Words that are to stand at a span of the text."""

    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A noun phrase in the number that the place asks for. `verb` is the span of the verb
    behind it and how it then reads, where the number of the phrase has changed."""

    words: str
    verb: tuple[Span, str] | None = None


def in_number(words: str, *, plural: bool, text: str, span: Span) -> Numbered | None:
    """The noun phrase in the number of the artifact; None where the words around it would
    not go with it."""
    before = words_before(text, span.start, 3)
    following = word_after(text, span.end)
    if plural and not is_plural_phrase(words):
        changed = plural_phrase(words)
        if changed is not None:
            return Numbered(changed)
        counted = bool(before) and (before[0] in _FOR_PLURAL or before[0] in _NUMBERS)
        return None if counted or following in ("are", "were", "have") else Numbered(words)
    if plural or not is_plural_phrase(words):
        return Numbered(words)
    if before and before[0] in _FOR_SINGULAR:
        return None
    if following in _PLURAL_OF and not any(word in PREPOSITIONS for word in before):
        if not _is_subject(text, span, before):
            return None
        at = Span(span.end + 1, span.end + 1 + len(following))
        return Numbered(words, (at, _PLURAL_OF[following]))
    clause = _SINGULAR_CLAUSE.match(text, span.end)
    if clause is None:
        return Numbered(words)
    return Numbered(words, (Span(*clause.span(1)), _base_of(clause.group(1))))


def _is_subject(text: str, span: Span, before: list[str]) -> bool:
    """True when the phrase, with at most an article, opens its sentence."""
    at = span.start - len(before[0]) - 1 if len(before) == 1 else span.start
    return len(before) <= 1 and opens_sentence(text, at)


_PLURAL_OF = {"is": "are", "was": "were", "has": "have", "does": "do"}


def _base_of(verb: str) -> str:
    """The plural of a verb in the third person singular (`carries`: `carry`)."""
    if verb in _PLURAL_OF:
        return _PLURAL_OF[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if regex.search("(?:ss|sh|ch|x|zz|o)es$", verb):
        return verb[:-2]
    return verb[:-1]


def fit(text: str, span: Span, words: str, *, ing: bool = False) -> Fit | None:
    """The words made to fit where `span` stands: doubled words taken in, articles, spaces
    and capitals put right. None where an article or other word before it would not go."""
    first = Fit(span, words)
    fitted: Fit | None = _without_doubled(text, first)
    assert fitted is not None
    fitted = _with_article(text, fitted, ing=ing)
    if fitted is None:
        return None
    return _with_capitals(text, _with_spaces(text, fitted), span)


def _without_doubled(text: str, fit_: Fit) -> Fit:
    """Takes in words beside the span that the new words begin or end with."""
    own = [m.group().lower() for m in _WORD.finditer(fit_.words)]
    start, end = fit_.span.start, fit_.span.end
    ends = _word_ends(text, end)
    for size in range(min(len(ends), len(own)), 0, -1):
        if _same(text[end : ends[size - 1]].lower().split(), own[-size:]):
            end = ends[size - 1]
            break
    before = words_before(text, start)
    for size in range(min(len(before), len(own) - 1), 0, -1):
        if _same(before[size - 1 :: -1], own[:size]):
            at = text.lower().rfind(own[0], 0, start)
            start = at if text[at:start].lower().split() == own[:size] else start
            break
    return replace(fit_, span=Span(start, end))


def _word_ends(text: str, at: int) -> list[int]:
    """Where the next words end that follow a place without a mark between; at most four."""
    ends: list[int] = []
    while len(ends) < 4 and (match := _NEXT.match(text, at)):
        at = match.end()
        ends.append(at)
    return ends


def _with_article(text: str, fit_: Fit, *, ing: bool) -> Fit | None:
    start = fit_.span.start
    own = _ARTICLE.match(fit_.words)
    article = _ARTICLE_BEFORE.search(text, max(0, start - 5), start)
    before = words_before(text, fit_.span.start, 1)
    if own is not None and before and (before[0] in DETERMINERS or before[0].endswith("'s")):
        fit_ = replace(fit_, words=fit_.words[own.end() :])
        own = None
    if article is None:
        if ing and before and before[0] in DETERMINERS:
            return None
        return fit_
    widened = Span(article.start(), fit_.span.end)
    if ing:
        return Fit(widened, fit_.words) if article.group(1).lower() == "the" else None
    if article.group(1).lower() == "the":
        return fit_
    if is_plural_phrase(fit_.words) or _is_mass(fit_.words):
        if not describes_noun(text, fit_.span.end):
            return Fit(widened, fit_.words)
        if not _head_follows(text, fit_.span.end):
            return None
    fitting = article_for(fit_.words)
    if fitting == article.group(1).lower():
        return fit_
    return Fit(widened, f"{fitting} {fit_.words}")


def _head_follows(text: str, at: int) -> bool:
    """True when one of the next two words is a noun that terms often stand before."""
    ends = _word_ends(text, at)[:2]
    return any(_is_head(word) for word in text[at : ends[-1] if ends else at].lower().split())


def _is_mass(words: str) -> bool:
    """True for a noun without plural that stands without an article (`growth`)."""
    last = [m.group().lower() for m in _WORD.finditer(words)]
    return bool(last) and last[-1] in UNCOUNTABLE and last[-1] not in ("zone", "series")


def _with_spaces(text: str, fit_: Fit) -> Fit:
    words, old = fit_.words, fit_.span.of(text)
    before, after = text[: fit_.span.start][-1:], text[fit_.span.end :]
    glued = before.isalnum() or (before in "\"'”’)%" and old[:1] in ",;:")
    if before and glued and words[:1].isalnum():
        words = " " + words
    if after[:1].isalnum() and words[-1:].isalnum():
        words += " "
    return replace(fit_, words=words)


def _with_capitals(text: str, fit_: Fit, artifact: Span) -> Fit:
    old = fit_.span.of(text) or artifact.of(text)
    first = next((sign for sign in old if sign.isalpha()), "")
    letters = [sign for sign in artifact.of(text) if sign.isalpha()]
    if len(letters) > 4 and " " in artifact.of(text) and all(s.isupper() for s in letters):
        return replace(fit_, words=fit_.words.upper())
    if in_title_case(text, artifact):
        return replace(fit_, words=title_case(fit_.words))
    if first.isupper() and opens_sentence(text, fit_.span.start):
        return replace(fit_, words=capitalized(fit_.words))
    return fit_


def opens_sentence(text: str, at: int) -> bool:
    """True at the start of the text or behind a stop, colon or semicolon."""
    return _OPENS.search(text[max(0, at - 12) : at]) is not None or at == 0


def in_title_case(text: str, span: Span) -> bool:
    """True when the text is a headline with capitals and so are the words of the span."""
    if len(text) > 200:
        return False
    around = [m.group() for m in _WORD.finditer(text[: span.start] + " " + text[span.end :])]
    telling = [w for w in around if len(w) > 3 and w[0].isalpha()]
    words = [m.group() for m in _WORD.finditer(span.of(text)) if len(m.group()) > 3]
    if len(telling) < 3 or not words or not all(w[0].isupper() for w in words):
        return False
    return sum(w[0].isupper() for w in telling) >= 0.8 * len(telling)


def with_ending(words: str, ending: str) -> str | None:
    """A verb phrase in its base form with the ending `s`, `ing` or `ed`; None where more
    than its first word would have to change, or the form is not sure."""
    if ending == "base":
        return words
    first, _, rest = words.partition(" ")
    if not first.isalpha() or "," in rest or regex.search(r"\b(?:and|or)\b", rest):
        return None
    endings = {"s": third_person, "ing": ing_form, "ed": past_form}
    changed = endings[ending](first)
    return None if changed is None else f"{changed} {rest}".rstrip()


def _same(ours: list[str], theirs: list[str]) -> bool:
    return ours == theirs and not set(ours) <= _FOLLOWERS
