"""One scan for everything: anchors in one automaton, hits confirmed where they stand.

A `Pattern` gives anchors (literal words, one of which every match holds) and a function that
confirms a match near one. A `Scanner` finds all anchors of all patterns in a single run
(Aho-Corasick), so the cost does not grow with their number. The run reads a form of the text
in which case, hyphens and quotes make no difference; confirming reads the text itself.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, Generic, TypeVar

import ahocorasick_rs
import regex

from cleanup.errors import CleanupError
from cleanup.phrases import (
    NOTHING,
    Captures,
    Group,
    Item,
    Literal,
    Phrase,
    bounded,
    captures_of,
    glued,
    longest,
    to_regex,
)
from cleanup.text import Span

K = TypeVar("K")

TIME_LIMIT = 2.0
"""Seconds that one regular expression may take on one reading."""

# --- folding ------------------------------------------------------------------------------

_ALIKE = (
    (" ", "\u00a0\u2007\u2009\u202f\u3000\t"),
    ("'", "‘’‛＇`´"),
    ('"', "“”„‟＂«»"),
    ("-", "‐‑‒–—―−－"),
    (",", "，"),
    (".", "．"),
    (":", "："),
    (";", "；"),
    ("(", "（"),
    (")", "）"),
)
_PAIRS = tuple((sign, plain) for plain, signs in _ALIKE for sign in signs)
_LOWER = bytes(range(256)).lower()
_SCAN = _LOWER.translate(bytes.maketrans(b"-\t`", b"  '"))
_ODD = {ord("\t"): " ", ord("`"): "'"}
_QUOTES = b"\"'"
_QUOTE = regex.compile("[\"']")


def fold(text: str) -> str:
    """The text with as many code points, in lower case, quotes and dashes of any sort as
    `'`, `"` and `-`, full-width punctuation as usual, every space as a plain one."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    if lower.isascii():
        return (
            lower.replace("\t", " ").replace("`", "'") if "\t" in lower or "`" in lower else lower
        )
    for sign, plain in _PAIRS:
        if sign in lower:
            lower = lower.replace(sign, plain)
    return lower


def scan_form(text: str) -> str:
    """The form that the automaton reads: folded, hyphens as spaces, quotes left out."""
    if text.isascii():
        return text.encode("ascii").translate(_SCAN, _QUOTES).decode("ascii")
    return fold(text).replace("-", " ").replace('"', "").replace("'", "")


# --- patterns and hits --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """A confirmed match: where, and what its slots and groups hold."""

    span: Span
    captures: Captures = NOTHING


Confirm = Callable[[str, Span], Iterable[Match]]
"""Given the text and where an anchor stands: the matches that hold it. For a pattern without
anchors the span is the whole text."""


@dataclass(frozen=True, slots=True)
class Pattern(Generic[K]):
    """Something to find. Without anchors it runs on its own over every text: `alone`.

    `words` says that its anchors begin where a word begins, and one without a space in it is
    a whole word: what only stands inside a longer word is then passed over at once.
    """

    key: K
    anchors: tuple[str, ...]
    confirm: Confirm
    words: bool = False

    @property
    def alone(self) -> bool:
        return not self.anchors


@dataclass(frozen=True, slots=True)
class Hit(Generic[K]):
    """A match of the pattern with this key."""

    key: K
    span: Span
    captures: Captures = NOTHING


class OutOfTimeError(CleanupError):
    """A pattern ran out of time on a text: its own fault, said aloud.

    `key` names the pattern; `hits` are those of all other patterns, so that who can report
    a part of the result need not lose it.
    """

    def __init__(self, key: object, limit: float, hits: Iterable[Hit[Any]] = ()) -> None:
        super().__init__(
            f"{key}: the pattern takes more than {limit:g} seconds on one paragraph;"
            " make it simpler, or write it as literal phrases"
        )
        self.key = key
        self.hits: tuple[Hit[Any], ...] = tuple(hits)


class Scanner(Generic[K]):
    """Finds all matches of many patterns in one run. Built once, used for every text."""

    def __init__(self, patterns: Iterable[Pattern[K]]) -> None:
        self._patterns = tuple(patterns)
        self._alone = tuple(n for n, p in enumerate(self._patterns) if p.alone)
        owners: dict[tuple[str, bool], list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            for anchor in pattern.anchors:
                form = scan_form(anchor)
                if form.strip() == "":
                    raise ValueError(f"an anchor of {pattern.key!r} has nothing to look for")
                if not (mine := owners.setdefault((form, pattern.words), [])) or mine[-1] != number:
                    mine.append(number)
        self._anchors = tuple(form for form, _ in owners)
        # what to check beside an anchor: nothing, its beginning, or both of its ends
        self._checks = tuple(words + (words and " " not in form) for form, words in owners)
        self._owners = tuple(tuple(numbers) for numbers in owners.values())

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick | None:
        if not self._anchors:
            return None
        return ahocorasick_rs.AhoCorasick(self._anchors, store_patterns=False)

    def scan(self, text: str) -> list[Hit[K]]:
        """All matches in order of place, each once. Raises `OutOfTimeError` (which carries the
        other patterns' hits) where a pattern does not come to an end."""
        found: dict[Hit[K], None] = {}
        late: OutOfTimeError | None = None
        for number, at in self._candidates(text):
            pattern = self._patterns[number]
            try:
                for match in pattern.confirm(text, at):
                    found[Hit(pattern.key, match.span, match.captures)] = None
            except TimeoutError:
                late = late or OutOfTimeError(pattern.key, TIME_LIMIT)
        if not found and late is None:
            return []
        hits = sorted(found, key=lambda hit: (hit.span, str(hit.key)))
        if late is not None:
            raise OutOfTimeError(late.key, TIME_LIMIT, [h for h in hits if h.key != late.key])
        return hits

    def _candidates(self, text: str) -> Iterator[tuple[int, Span]]:
        """The patterns that may match, with the place of their anchor in the text."""
        for number in self._alone:
            yield number, Span(0, len(text))
        if self._automaton is None:
            return
        form = scan_form(text)
        places = self._automaton.find_matches_as_indexes(form, overlapping=True)
        if not places:
            return
        quotes: Sequence[int] | None = () if len(form) == len(text) else None
        checks = self._checks
        for anchor, start, end in places:
            if (check := checks[anchor]) and (
                (start and form[start - 1].isalpha() and form[start].isalpha())
                or (check == 2 and form[end : end + 1].isalpha() and form[end - 1].isalpha())
            ):
                continue
            if quotes is None:
                quotes = _quote_places(text)
            at = Span(_in_text(quotes, start), _in_text(quotes, end - 1) + 1)
            for number in self._owners[anchor]:
                yield number, at


def _quote_places(text: str) -> list[int]:
    """Where the quotes stood, each counted in the form that has none."""
    return [match.start() - i for i, match in enumerate(_QUOTE.finditer(fold(text)))]


def _in_text(quotes: Sequence[int], place: int) -> int:
    """The place in the text of a place in the form without quotes."""
    return place + bisect.bisect_right(quotes, place)


# --- patterns from phrases and regular expressions ----------------------------------------


def phrase_pattern(key: K, phrase: Phrase) -> Pattern[K]:
    """The pattern that finds a phrase: whole words; a word in lower case also with capitals,
    one with capitals only so."""
    expression = bounded(to_regex(phrase.items), phrase.items)
    return Pattern(
        key, phrase_anchors(phrase.items), near(expression, longest(phrase), phrase), True
    )


def regex_pattern(key: K, expression: str, anchors: Sequence[str] = ()) -> Pattern[K]:
    """The pattern of a rule's own regular expression (of the `regex` package, case as
    written). It is looked for in the whole text, once, whichever of its anchors is found;
    without anchors in every text. Raises `regex.error` for a wrong expression."""
    compiled = regex.compile(expression)

    def confirm(text: str, at: Span) -> Iterator[Match]:
        del at
        for match in compiled.finditer(text, timeout=TIME_LIMIT):
            slots = tuple((name, words or "") for name, words in match.groupdict().items())
            yield Match(Span(*match.span()), Captures(slots))

    return Pattern(key, tuple(anchors), confirm)


def near(expression: str, reach: int, phrase: Phrase) -> Confirm:
    """A function that confirms an expression around an anchor, at most `reach` code points
    to either side; the expression is compiled when it is first needed."""
    compiled: list[regex.Pattern[str]] = []

    def confirm(text: str, at: Span) -> Iterator[Match]:
        if not compiled:
            compiled.append(regex.compile(expression))
        match = around(compiled[0], text, at, reach)
        if match is not None:
            yield Match(Span(*match.span()), captures_of(match, phrase))

    return confirm


def around(
    expression: regex.Pattern[str], text: str, at: Span, reach: int
) -> regex.Match[str] | None:
    """The first match of the expression that covers `at`, begun at most `reach` before it."""
    first, last = max(0, at.start - reach), min(len(text), at.end + reach)
    # begun at a word, or the window might start inside a figure or word
    while first > 0 and text[first].isalnum() and text[first - 1].isalnum():
        first -= 1
    matches = expression.finditer(text, first, last, overlapped=True, timeout=TIME_LIMIT)
    for match in matches:
        if match.start() > at.start:
            return None
        if match.end() >= at.end:
            return match
    return None


# --- anchors ------------------------------------------------------------------------------

MOST_VARIANTS = 64
_MOST_WORDS = 4
_COMMON = frozenset(
    "a an the of to in on for and or with by at from as is are was were be been it its this"
    " that we will our not has have had which".split()
)


def phrase_anchors(items: Sequence[Item]) -> tuple[str, ...]:
    """The anchors of a phrase: for each way to choose among its groups the best run of
    literal words; for very many ways those of its best part. Empty where it has none."""
    if count_ways(items) > MOST_VARIANTS:
        return _anchors_of_best_part(items)
    anchors = dict.fromkeys(best_anchor(runs) for runs in ways(items))
    return () if "" in anchors else tuple(anchors)


def count_ways(items: Iterable[Item]) -> int:
    """In how many ways one can choose among the groups of a phrase."""
    return prod(len(item.alternatives) for item in items if isinstance(item, Group))


def ways(items: Sequence[Item]) -> Iterator[tuple[str, ...]]:
    """For each way to choose among the groups: the runs of literal words between the slots."""
    groups = [item for item in items if isinstance(item, Group)]
    for chosen in product(*(g.alternatives for g in groups)):
        runs = [""]
        choice = iter(chosen)
        for item in items:
            match item:
                case Literal(text):
                    runs[-1] += text
                case Group():
                    runs[-1] += glued(next(choice), item.glue)
                case _:
                    runs.append("")
        yield tuple(runs)


def _anchors_of_best_part(items: Sequence[Item]) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    for at, item in enumerate(items):
        if isinstance(item, Literal):
            found: tuple[str, ...] = (best_anchor((_whole_words(items, at, item.text),)),)
        elif isinstance(item, Group) and not item.optional and _stands_free(items, at):
            found = tuple(dict.fromkeys(best_anchor((a,)) for a in item.alternatives))
        else:
            continue
        if all(found) and (not best or min(map(worth, found)) > min(map(worth, best))):
            best = found
    return best


def _whole_words(items: Sequence[Item], at: int, text: str) -> str:
    """The literal text without a word that goes on in the part before or behind it."""
    if at > 0 and text[0].isalnum():
        text = text.partition(" ")[2]
    if at + 1 < len(items) and text and text[-1].isalnum():
        text = text.rpartition(" ")[0]
    return text


def _stands_free(items: Sequence[Item], at: int) -> bool:
    """True when the parts beside a group end and begin with a space, or there are none."""
    before, after = items[at - 1] if at else None, items[at + 1] if at + 1 < len(items) else None
    return (before is None or (isinstance(before, Literal) and before.text.endswith(" "))) and (
        after is None or (isinstance(after, Literal) and after.text.startswith(" "))
    )


def best_anchor(runs: Iterable[str]) -> str:
    """The run of at most four words that says most, or '' where there is none."""
    best = ""
    for run in runs:
        words = scan_form(run).split(" ")
        for size in range(1, _MOST_WORDS + 1):
            for at in range(len(words) - size + 1):
                part = " ".join(words[at : at + size])
                if part.strip() == part and worth(part) > worth(best):
                    best = part
    return best


def worth(anchor: str) -> int:
    """How much an anchor says: letters of its telling words, and a little for each word."""
    words = anchor.split(" ")
    return sum(1 if word in _COMMON else len(word) + 2 for word in words if word)
