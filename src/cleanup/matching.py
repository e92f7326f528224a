"""One scan for everything: anchors in one automaton, hits confirmed where they stand.

A `Pattern` gives anchors (literal words, one of which every match holds) and a function that
confirms a match near one. A `Scanner` finds all anchors of all patterns in a single run
(Aho-Corasick), so the cost does not grow with their number. The run reads a form of the text
in which case, hyphens and quotes make no difference; confirming reads the text itself.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, product
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
_BREAK = regex.compile("\n")
_LETTERS = regex.compile(r"\p{L}+")
_BUNCH, _FEW = 1_000_000, 1_000


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


def _scan_forms(texts: Sequence[str]) -> list[str]:
    """The form of each text; many short ones at once cost a tenth of one after the other."""
    forms = scan_form("\n".join(texts)).split("\n")
    return forms if len(forms) == len(texts) else [scan_form(text) for text in texts]


def words_in(texts: Iterable[str]) -> set[str]:
    """All words of the texts, runs of letters, as the automaton reads them."""
    return {word for text in texts for word in _LETTERS.findall(scan_form(text))}


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
    a whole word: what only stands inside a longer word is then passed over at once. One that
    runs on its own may have `signs`, one of which every match holds as it is written: it then
    runs only over texts with such a sign.
    """

    key: K
    anchors: tuple[str, ...]
    confirm: Confirm
    words: bool = False
    signs: tuple[str, ...] = ()

    def may_match(self, text: str) -> bool:
        """False for a text without any of the signs that a match must hold."""
        return not self.signs or any(sign in text for sign in self.signs)

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


@dataclass(frozen=True, slots=True)
class Table:
    """The anchors of many patterns, ready for the automaton; plain data that can be kept.

    `checks` says what to look at beside an anchor: nothing (0), its beginning (1), or both of
    its ends (2). `owners` has the numbers of its patterns. `alone` are the patterns without.
    """

    anchors: Sequence[str]
    checks: Sequence[int]
    owners: Sequence[Sequence[int]]
    alone: Sequence[int]

    def by_word(self) -> tuple[dict[str, list[int]], list[int]]:
        """The numbers of the anchors with a whole word of letters, each under the rarest such
        word that it has; and those of all others.

        Where an anchor stands in a text, `words_in` has this word: so only those of a text's
        own words need to be looked for in it.
        """
        counted = Counter(chain.from_iterable(anchor.split(" ") for anchor in self.anchors))
        often = {word: count for word, count in counted.items() if word.isalpha()}
        found: dict[str, list[int]] = {}
        others: list[int] = []
        for number, (anchor, check) in enumerate(zip(self.anchors, self.checks, strict=True)):
            words = anchor.split(" ")
            if check != 2:  # the last may be the beginning of a word, and the first its end
                words = words[:-1] if check else words[1:-1]
            told = [word for word in words if word in often]
            if told:
                word = told[0] if len(told) == 1 else min(told, key=often.__getitem__)
                found.setdefault(word, []).append(number)
            else:
                others.append(number)
        return found, others


def tabulate(patterns: Sequence[Pattern[Any]]) -> Table:
    """The table of the patterns' anchors, each written as the automaton reads it."""
    owners: dict[tuple[str, bool], list[int]] = {}
    forms = iter(_scan_forms([anchor for pattern in patterns for anchor in pattern.anchors]))
    for number, pattern in enumerate(patterns):
        for _, form in zip(pattern.anchors, forms, strict=False):
            if form == "" or form.isspace():
                raise ValueError(f"an anchor of {pattern.key!r} has nothing to look for")
            if not (mine := owners.setdefault((form, pattern.words), [])) or mine[-1] != number:
                mine.append(number)
    return Table(
        anchors=[form for form, _ in owners],
        checks=[words + (words and " " not in form) for form, words in owners],
        owners=list(owners.values()),
        alone=tuple(number for number, pattern in enumerate(patterns) if pattern.alone),
    )


class Scanner(Generic[K]):
    """Finds all matches of many patterns in one run. Built once, used for every text.

    With a `table` that was kept, `patterns` may be a sequence that makes them when asked.
    """

    def __init__(self, patterns: Iterable[Pattern[K]], table: Table | None = None) -> None:
        if table is None or not isinstance(patterns, Sequence):
            patterns = tuple(patterns)
        self._patterns: Sequence[Pattern[K]] = patterns
        table = tabulate(patterns) if table is None else table
        self._alone, self._anchors = table.alone, table.anchors
        self._checks, self._owners = table.checks, table.owners

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick | None:
        if not self._anchors:
            return None
        return ahocorasick_rs.AhoCorasick(self._anchors, store_patterns=False)

    @cached_property
    def _quick_automaton(self) -> ahocorasick_rs.AhoCorasick:
        """Twice as quick, and ten times as long in the making: for few anchors in much text."""
        dfa = ahocorasick_rs.Implementation.DFA
        return ahocorasick_rs.AhoCorasick(self._anchors, store_patterns=False, implementation=dfa)

    def touched(self, texts: Sequence[str]) -> set[int]:
        """The numbers of the texts that `scan` must look at: in the others it finds nothing.

        All texts are run over in one go (or a few, each of about a million code points),
        which for the many short paragraphs of a document costs a third of one run for each.
        """
        alone = [self._patterns[number] for number in self._alone]
        if not all(pattern.signs for pattern in alone):
            return set(range(len(texts)))
        signs = dict.fromkeys(sign for pattern in alone for sign in pattern.signs)
        found = {n for n, text in enumerate(texts) if any(sign in text for sign in signs)}
        automaton = self._automaton
        if automaton is None:
            return found
        if len(self._anchors) <= _FEW and sum(map(len, texts)) > _BUNCH:
            automaton = self._quick_automaton
        for first, end in _bunches(texts):
            form = scan_form("\n".join(texts[first:end]))
            places = automaton.find_matches_as_indexes(form, overlapping=True)
            if not places:
                continue
            breaks = [match.start() for match in _BREAK.finditer(form)]
            if len(breaks) != end - first - 1:  # a text with a line break of its own
                found.update(range(first, end))
                continue
            found.update(
                first + bisect.bisect_left(breaks, start)
                for anchor, start, end in places
                if self._is_free(form, anchor, start, end)
            )
        return found

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
            if self._patterns[number].may_match(text):
                yield number, Span(0, len(text))
        if self._automaton is None:
            return
        form = scan_form(text)
        places = self._automaton.find_matches_as_indexes(form, overlapping=True)
        if not places:
            return
        quotes: Sequence[int] | None = () if len(form) == len(text) else None
        for anchor, start, end in places:
            if not self._is_free(form, anchor, start, end):
                continue
            if quotes is None:
                quotes = _quote_places(text)
            at = Span(_in_text(quotes, start), _in_text(quotes, end - 1) + 1)
            for number in self._owners[anchor]:
                yield number, at

    def _is_free(self, form: str, anchor: int, start: int, end: int) -> bool:
        """False where an anchor that must begin or end a word stands inside of one."""
        check = self._checks[anchor]
        if not check:
            return True
        if start and form[start - 1].isalpha() and form[start].isalpha():
            return False
        return check != 2 or not (form[end : end + 1].isalpha() and form[end - 1].isalpha())


def _bunches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The texts in runs of about a million code points: the first of each and its end."""
    first, size = 0, 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _BUNCH:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(texts):
        yield first, len(texts)


def _quote_places(text: str) -> list[int]:
    """Where the quotes stood, each counted in the form that has none."""
    return [match.start() - i for i, match in enumerate(_QUOTE.finditer(fold(text)))]


def _in_text(quotes: Sequence[int], place: int) -> int:
    """The place in the text of a place in the form without quotes."""
    return place + bisect.bisect_right(quotes, place)


# --- patterns from phrases --------------------------- ----------------------------------------


def phrase_pattern(key: K, phrase: Phrase) -> Pattern[K]:
    """The pattern that finds a phrase: whole words; a word in lower case also with capitals,
    one with capitals only so."""
    return Pattern(key, phrase_anchors(phrase.items), _near(phrase), True)


def _near(phrase: Phrase) -> Confirm:
    """A function that confirms a phrase around an anchor; its expression is written and
    compiled when it is first needed."""

    @cache
    def compiled() -> regex.Pattern[str]:
        return regex.compile(bounded(to_regex(phrase.items), phrase.items))

    reach = longest(phrase)

    def confirm(text: str, at: Span) -> Iterator[Match]:
        match = around(compiled(), text, at, reach)
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
    if len(items) == 1 and isinstance(items[0], Literal):
        yield (items[0].text,)
        return
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


@lru_cache(maxsize=16_384)
def worth(anchor: str) -> int:
    """How much an anchor says: letters of its telling words, and a little for each word."""
    words = anchor.split(" ")
    return sum(1 if word in _COMMON else len(word) + 2 for word in words if word)
