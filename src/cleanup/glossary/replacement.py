"""What to write for an artifact that was found: frames first, then forms by place.

Where neither a frame nor a form fits there is nothing to splice: the editor is asked, and
the rendering stands in the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from cleanup.glossary.entry import NAMES, Entry, Frame, Kind
from cleanup.glossary.inflection import head_span, is_plural_phrase, plural_phrase
from cleanup.glossary.wording import (
    Numbered,
    Quoted,
    asked_for,
    describes_noun,
    fit,
    in_number,
    quotes_around,
    wants_article,
    with_ending,
    word_after,
    words_before,
)
from cleanup.matching import fold
from cleanup.phrases import Captures, Item, Literal, captures_of, longest, to_regex
from cleanup.text import Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where to write what; `words` None is a question to the editor, who is offered
    `offered`."""

    span: Span
    words: str | None
    offered: str


def outcome(entry: Entry, text: str, span: Span, found: Captures, *, short: bool) -> Outcome:
    """What the entry makes of its artifact at `span`. `short` asks for the short rendering,
    after the first mention."""
    offered = entry.short if short and entry.short else entry.preferred
    quoted = quotes_around(text, span)
    if quoted is None:
        return Outcome(span, None, offered)
    drops = entry.quotes == "drop" or quoted.cut
    framed = _framed(entry, text, span, quoted, found, drops=drops, short=short)
    if framed is not None:
        return framed
    at = quoted.span if drops else span
    chosen = _chosen(entry, text, at, found, short=short)
    if chosen is None:
        return Outcome(span, None, offered)
    words, kind = chosen
    numbered = _numbered(entry, words, kind, text, at, found)
    if numbered is None:
        return Outcome(span, None, offered)
    return _finished(text, at, numbered, kind, quoted.tail if drops else "", found, offered)


def frame_outcome(
    entry: Entry, frame: Frame, text: str, span: Span, found: Captures, *, short: bool
) -> Outcome:
    """What a frame without `<artifact>` makes of its match."""
    words = frame.right.fill(found, _marks(entry, frame, short=short))
    fitted = fit(text, span, words)
    if fitted is None:
        return Outcome(span, None, words)
    return Outcome(fitted.span, fitted.words, words)


def instead(
    entry: Entry, words: str, kind: Kind, text: str, span: Span, found: Captures
) -> Outcome:
    """What comes to stand where another rendering of the entry, of the same kind, stands;
    `words` None where these do not fit there."""
    nothing = Outcome(span, None, words)
    there = span.of(text)
    alike = _ends_in_head(words) == _ends_in_head(there)
    if not _ends_in_head(words):  # what stands behind the head meets the next word as before
        alike = alike and words.split()[-1] == there.split()[-1]
    if kind == "noun" and not alike and describes_noun(text, span.end):
        return nothing
    wanting = wants_article(text, span, words) and not wants_article(text, span, there)
    if kind == "noun" and wanting:
        return nothing
    if kind != "noun" or entry.pos in NAMES:
        return _finished(text, span, Numbered(words), kind, "", found, words)
    plural = _is_plural(found)
    if plural and not is_plural_phrase(words) and plural_phrase(words) is None:
        return nothing
    numbered = in_number(words, plural=plural, text=text, span=span)
    if numbered is None:
        return nothing
    return _finished(text, span, numbered, kind, "", found, words)


# --- frames -------------------------------------------------------------------------------


def _framed(
    entry: Entry,
    text: str,
    span: Span,
    quoted: Quoted,
    found: Captures,
    *,
    drops: bool,
    short: bool,
) -> Outcome | None:
    """The outcome of the longest frame that fits around the artifact, if any does."""
    best: tuple[Span, str] | None = None
    units = [quoted.span] if quoted.span == span else [quoted.span, span]
    for frame in entry.frames:
        for unit in units if frame.with_artifact else ():
            around = _around(frame, text, unit)
            if around is None or (best is not None and len(around[0]) <= len(best[0])):
                continue
            whole, captures = around
            marks = _marks(entry, frame, short=short, plural=_is_plural(found))
            if unit == quoted.span:
                marks = {name: _requoted(words, quoted, drops) for name, words in marks.items()}
            best = (whole, frame.right.fill(captures, marks))
    if best is None:
        return None
    whole, words = best
    if drops:
        outer = quotes_around(text, whole)
        if outer is not None and outer.opening and not outer.cut:
            whole, words = outer.span, words + outer.tail
    fitted = fit(text, whole, words)
    if fitted is None:
        return Outcome(whole, None, words)
    return Outcome(fitted.span, fitted.words, words)


def _requoted(words: str, quoted: Quoted, drops: bool) -> str:
    """The rendering with the quotes that stood around the artifact, unless they go."""
    if drops or not quoted.opening:
        return words + quoted.tail
    return f"{quoted.opening}{words}{quoted.tail}{quoted.closing}"


def _around(frame: Frame, text: str, unit: Span) -> tuple[Span, Captures] | None:
    """Where a frame stands around the artifact, with its slots and groups."""
    before, after = frame.left.split_at("artifact")
    low = max(0, unit.start - longest(before))
    if not _may_stand(before.items[-1:], after.items[:1], text, unit):
        return None
    opening = _left_side(before.items).search(text, low, unit.start)
    closing = opening and _right_side(after.items).match(text, unit.end)
    if opening is None or closing is None:
        return None
    one, two = captures_of(opening, before, "l_"), captures_of(closing, after, "r_")
    whole = Span(opening.start(), closing.end())
    return whole, Captures((*one.slots, *two.slots), (*one.groups, *two.groups))


def _may_stand(before: tuple[Item, ...], after: tuple[Item, ...], text: str, unit: Span) -> bool:
    """False where the literal words of a frame beside its artifact do not stand there; to
    see that costs far less than to compile its expression."""
    for item in before:
        if isinstance(item, Literal):
            words = fold(item.text)
            if fold(text[max(0, unit.start - len(words)) : unit.start]) != words:
                return False
    for item in after:
        if isinstance(item, Literal):
            words = fold(item.text)
            if fold(text[unit.end : unit.end + len(words)]) != words:
                return False
    return True


_EDGE = r"[\p{L}\p{N}]"


@lru_cache(maxsize=4096)
def _left_side(items: tuple[Item, ...]) -> regex.Pattern[str]:
    opens = rf"(?:(?<!{_EDGE})|(?!{_EDGE}))"
    return regex.compile(rf"{opens}{to_regex(items, prefix='l_')}\Z")


@lru_cache(maxsize=4096)
def _right_side(items: tuple[Item, ...]) -> regex.Pattern[str]:
    closes = rf"(?:(?!{_EDGE})|(?<!{_EDGE}))"
    return regex.compile(f"{to_regex(items, prefix='r_')}{closes}")


def _marks(entry: Entry, frame: Frame, *, short: bool, plural: bool = False) -> Mapping[str, str]:
    return dict(_filled(entry, frame, short=short, plural=plural))


def _filled(entry: Entry, frame: Frame, *, short: bool, plural: bool) -> Iterator[tuple[str, str]]:
    for name in frame.right.marks:
        kind: str = name
        if name == "preferred":
            words = entry.short if short and entry.short else entry.preferred
            kind = entry.kind
        elif name == "short":
            words = entry.short
            kind = entry.kind
        else:
            words = entry.rendering(name) or entry.preferred
        if plural and kind == "noun":
            words = plural_phrase(words) or words
        yield name, words


# --- without a frame ----------------------------------------------------------------------


def _chosen(
    entry: Entry, text: str, at: Span, found: Captures, *, short: bool
) -> tuple[str, Kind] | None:
    """The rendering that the place asks for, and as what it stands there."""
    preferred = entry.short if short and entry.short else entry.preferred
    ending = found.slot("verb")
    if ending in ("s", "ing", "ed"):
        return _with_verb_ending(entry, preferred, ending)
    if ending == "base" and entry.kind == "verb" and _is_verb_phrase(at.of(text)):
        return preferred, "other"
    if not entry.forms and entry.kind in ("noun", "modifier", "other"):
        return preferred, entry.kind
    asked = asked_for(text, at)
    if asked == "ing" and (entry.kind == "noun" or entry.rendering("ing") is None):
        asked = "noun"  # either may stand after a preposition
    if asked is not None:
        words = entry.rendering(asked, short=short)
        if words is not None:
            return words, asked
    if asked == "noun" and entry.kind == "ing":
        return preferred, "ing"
    if asked is None and entry.kind == "noun" and not _before_word(text, at):
        return preferred, "noun"
    return None


_VERB_PHRASE = regex.compile(r"[\"'“‘]?\p{L}+ (?:the|an?|its|their|our|this|these)\b")


def _is_verb_phrase(words: str) -> bool:
    """True for `lay a good foundation`: a verb with its object behind it, not a noun."""
    return _VERB_PHRASE.match(words) is not None


def _before_word(text: str, at: Span) -> bool:
    """True when another word follows that may be the noun which the term describes."""
    return word_after(text, at.end) != ""


def _with_verb_ending(entry: Entry, preferred: str, ending: str) -> tuple[str, Kind] | None:
    if ending == "ing":
        told = dict(entry.forms).get("ing")
        if told is not None:
            return told, "other"
    base = entry.rendering("verb") or (preferred if entry.kind == "verb" else None)
    if base is None:
        return None
    words = with_ending(base, ending)
    return None if words is None else (words, "other")


def _is_plural(found: Captures) -> bool:
    return found.slot("number") == "plural"


def _numbered(
    entry: Entry, words: str, kind: Kind, text: str, at: Span, found: Captures
) -> Numbered | None:
    if kind != "noun" or entry.pos in NAMES:
        return Numbered(words)
    if entry.kind != "noun" and wants_article(text, at, words):
        words = f"the {words}"
    return in_number(words, plural=_is_plural(found), text=text, span=at)


def _finished(
    text: str, at: Span, numbered: Numbered, kind: Kind, tail: str, found: Captures, offered: str
) -> Outcome:
    possessive = found.slot("possessive")
    if possessive and (kind != "noun" or not _ends_in_head(numbered.words)):
        return Outcome(at, None, offered)
    if kind == "ing" and _has_adjective(text, at):
        return Outcome(at, None, offered)
    fitted = fit(text, at, numbered.words + tail, ing=kind == "ing")
    if fitted is None:
        return Outcome(at, None, offered)
    span, words = fitted.span, fitted.words
    if numbered.verb is not None and numbered.verb[0].start >= span.end:
        verb, form = numbered.verb
        words += text[span.end : verb.start] + form
        span = Span(span.start, verb.end)
    elif possessive and words.endswith("s") and is_plural_phrase(numbered.words):
        span = Span(span.start, span.end + len(possessive))
        words += "'"
    return Outcome(span, words, numbered.words)


def _ends_in_head(words: str) -> bool:
    """True for a noun phrase that can take a possessive: nothing stands behind its head."""
    head = head_span(words)
    return head is not None and head[1] == len(words)


def _has_adjective(text: str, at: Span) -> bool:
    """True when a word stands between an article and the place: no room for an -ing form."""
    before = words_before(text, at.start, 3)
    return any(word in ("the", "a", "an") for word in before[1:2])
