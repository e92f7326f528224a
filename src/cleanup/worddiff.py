"""What differs between two texts, told in whole words as an editor would tell it.

First whole lines are matched, then words inside what is left. Words are matched by a dynamic
programme with weights and a price for every run of equal words that it opens: "of" alone
between two changed words is not worth its price, so the two changes are told as one. The
standard library's `difflib` has no such price (it strews changes round every common comma)
and needs quadratic time on texts with many blank lines; so it is not used here.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from cleanup.text import Span

_TOKEN = regex.compile(
    r"""
    (?:\p{Lu}\.){2,}                                  # U.S.
    | \p{Han}\p{Grapheme_Extend}*                     # Chinese is not written in words
    | (?:(?!\p{Han})[\p{L}\p{N}_\u200d\p{Grapheme_Extend}])+
      (?: (?: [-'’‑] | (?<=\p{Nd})[.,:/](?=\p{Nd}) )
          (?:(?!\p{Han})[\p{L}\p{N}_\u200d\p{Grapheme_Extend}])+ )*
    | \r\n | \X
    """,
    regex.VERBOSE | regex.VERSION1,
)
_LINE = regex.compile(r"[^\r\n]+")
_BREAKS = frozenset(("\n", "\r", "\r\n"))
_SENTENCE_ENDS = frozenset(".!?。！？…")
_CLOSERS = frozenset("\"'”’)）】」』")
_COMMON = frozenset(
    "a an and as at but by for from he her his if in is it its no not of on or our she so"
    " that the their they this to was we were with".split()
)

_OPEN_PRICE = 2.5
"""What a run of equal words between two changes must outweigh to be told as equal."""
_TABLE_CELLS = 60_000
"""The largest table for the exact alignment; larger stretches are cut at anchors first."""
_LOOK_AHEAD = 64

Kind = Literal["equal", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what stands at `before` in the one text stands at `after` in the other.

    Either span may be empty, never both.
    """

    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text for display: the same on both sides, removed or added."""

    kind: Kind
    text: str


def words(text: str) -> tuple[str, ...]:
    """The words, spaces and marks of a text; joined they give it back.

    Figures (1,234.5), hyphenated words and contractions are whole; a Chinese character is
    a word of its own; a line break or a grapheme cluster is never cut.
    """
    return tuple(_TOKEN.findall(text))


def diff(before: str, after: str) -> tuple[Change, ...]:
    """The changes that make `after` of `before`, in order, none overlapping another.

    Replayed over `before` they give `after` exactly, spaces and line ends included.
    """
    if before == after:
        return ()
    lines, other_lines = list(_lines(before)), list(_lines(after))
    pairs = _align(
        [span.of(before) for span in lines], [span.of(after) for span in other_lines], _line_weight
    )
    found: list[Change] = []
    here, there = 0, 0
    for i, j in (*pairs, (len(lines), len(other_lines))):
        end = lines[i].start if i < len(lines) else len(before)
        other_end = other_lines[j].start if j < len(other_lines) else len(after)
        found.extend(_in_region(before, Span(here, end), after, Span(there, other_end)))
        if i < len(lines):
            here, there = lines[i].end, other_lines[j].end
    return tuple(found)


def inline(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one, as runs for display: equal, removed and added, removed before added."""
    return tuple(_pieces(before, after, diff(before, after)))


def _pieces(before: str, after: str, changes: Iterable[Change]) -> Iterator[Piece]:
    here = 0
    for change in changes:
        told: tuple[tuple[Kind, str], ...] = (
            ("equal", before[here : change.before.start]),
            ("removed", change.before.of(before)),
            ("added", change.after.of(after)),
        )
        yield from (Piece(kind, text) for kind, text in told if text)
        here = change.before.end
    if here < len(before):
        yield Piece("equal", before[here:])


# --- from lines to words ------------------------------------------------------------------


def _lines(text: str) -> Iterator[Span]:
    """The lines that hold words, without the spaces around them."""
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - len(line) + len(line.rstrip())
        if start < end:
            yield Span(start, end)


def _line_weight(line: str) -> float:
    return 4.0 + len(line) / 20


def _word_weight(word: str) -> float:
    """How much it says that a word stands on both sides."""
    if word in _BREAKS or word in _SENTENCE_ENDS:
        return 3.0  # changes are told sentence by sentence and line by line
    if not word[0].isalnum():
        return 0.8
    if len(word) == 1 and not word.isascii():
        return 1.6
    return 1.2 if word.lower() in _COMMON else 4.0


@dataclass(slots=True)
class _Side:
    """The tokens of one region: their starts, and which of them are matched (no spaces)."""

    text: str
    tokens: list[str]
    starts: list[int]
    units: list[int]

    @classmethod
    def of(cls, text: str, region: Span) -> _Side:
        tokens: list[str] = []
        starts: list[int] = []
        for match in _TOKEN.finditer(text, region.start, region.end):
            tokens.append(match.group())
            starts.append(match.start())
        starts.append(region.end)
        units = [i for i, t in enumerate(tokens) if t in _BREAKS or not t.isspace()]
        return cls(text, tokens, starts, units)

    def keys(self) -> list[str]:
        """What units are compared by: all line ends are the same here."""
        told = (self.tokens[i] for i in self.units)
        return ["\n" if token in _BREAKS else token for token in told]


_Block = tuple[int, int, int, int]
"""A change in tokens: start and end on the one side, start and end on the other."""


def _in_region(before: str, region: Span, after: str, other: Span) -> Iterator[Change]:
    """The changes between two stretches of text that stand between matched lines."""
    if region.of(before) == other.of(after):
        return
    a, b = _Side.of(before, region), _Side.of(after, other)
    keys = a.keys()
    matched = [(a.units[i], b.units[j]) for i, j in _align(keys, b.keys(), _word_weight)]
    blocks = list(_blocks(a, b, matched))
    for at in range(len(blocks)):
        blocks[at] = _slid(a, b, blocks, at)
    for i1, i2, j1, j2 in blocks:
        yield Change(Span(a.starts[i1], a.starts[i2]), Span(b.starts[j1], b.starts[j2]))


def _blocks(a: _Side, b: _Side, matched: Sequence[tuple[int, int]]) -> Iterator[_Block]:
    """What lies between the matched tokens, ends trimmed, runs that say too little swallowed."""
    found: list[_Block] = []
    here, there = 0, 0
    for i, j in (*matched, (len(a.tokens), len(b.tokens))):
        block = _trimmed(a, b, (here, i, there, j))
        if block[0] < block[1] or block[2] < block[3]:
            found.append(block)
        if i < len(a.tokens) and a.tokens[i] != b.tokens[j]:  # a line end written otherwise
            found.append((i, i + 1, j, j + 1))
        here, there = i + 1, j + 1
    for at, block in enumerate(found):
        if at + 1 < len(found) and _says_too_little(a, b, block, found[at + 1]):
            found[at + 1] = (block[0], found[at + 1][1], block[2], found[at + 1][3])
        else:
            yield block


def _trimmed(a: _Side, b: _Side, block: _Block) -> _Block:
    """The block without the equal tokens at its ends."""
    i1, i2, j1, j2 = block
    while i1 < i2 and j1 < j2 and a.tokens[i1] == b.tokens[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and a.tokens[i2 - 1] == b.tokens[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    return i1, i2, j1, j2


def _says_too_little(a: _Side, b: _Side, left: _Block, right: _Block) -> bool:
    """True when the equal run between two changes is not worth telling apart."""
    run = a.tokens[left[1] : right[0]]
    if len(run) > 8 or not (_has_words(a, b, left) and _has_words(a, b, right)):
        return False
    return sum(_word_weight(t) for t in run if t in _BREAKS or not t.isspace()) < _OPEN_PRICE


def _has_words(a: _Side, b: _Side, block: _Block) -> bool:
    i1, i2, j1, j2 = block
    return any(not t.isspace() for t in (*a.tokens[i1:i2], *b.tokens[j1:j2]))


def _slid(a: _Side, b: _Side, blocks: Sequence[_Block], at: int) -> _Block:
    """A pure insertion or deletion, moved to where an editor would see it.

    "A. B. C." without "B." could have lost "B. ", " B." or ". B"; the best seam is taken,
    of equal ones the leftmost. It never moves across another change.
    """
    i1, i2, j1, j2 = blocks[at]
    if i1 < i2 and j1 < j2:
        return blocks[at]
    own = 0 if i1 < i2 else 2
    side, start, end = (a, i1, i2) if own == 0 else (b, j1, j2)
    floor = min(start, blocks[at - 1][own + 1] + 1) if at > 0 else 0
    ceiling = len(side.tokens)
    if at + 1 < len(blocks):
        ceiling = max(end, blocks[at + 1][own] - 1)
    tokens = side.tokens
    by = 0
    while start + by > floor and tokens[start + by - 1] == tokens[end + by - 1] and by > -200:
        by -= 1
    best, best_by = -1.0, 0
    while True:
        seam = _seam(side.text, side.starts[start + by], side.starts[end + by])
        if seam > best:
            best, best_by = seam, by
        if end + by >= ceiling or tokens[start + by] != tokens[end + by] or by > 200:
            break
        by += 1
    return i1 + best_by, i2 + best_by, j1 + best_by, j2 + best_by


def _seam(text: str, start: int, end: int) -> float:
    """How good the stretch is as something put in or taken out."""
    first, last = text[start], text[end - 1]
    if (start == 0 or text[start - 1] in "\r\n") and last in "\r\n":
        return 5.0 if first not in "\r\n" else 4.0
    if _ends_sentence(text, start) and _ends_sentence(text, end):
        return 3.0
    if first.isspace() != last.isspace():
        return 2.0
    return 1.0 if first not in _SENTENCE_ENDS else 0.0


def _ends_sentence(text: str, end: int) -> bool:
    """True when a sentence has ended at `end`, be it with a quotation mark behind it."""
    at = end - 1
    while at > 0 and text[at] in _CLOSERS:
        at -= 1
    return at >= 0 and text[at] in _SENTENCE_ENDS


# --- alignment ----------------------------------------------------------------------------

_Pairs = list[tuple[int, int]]


def align(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which lines or sentences of two texts are the same: pairs of indices of equal items,
    rising on both sides. Nearly linear also where many of them are alike."""
    return _align(before, after, _line_weight)


def _align(a: Sequence[str], b: Sequence[str], weigh: Callable[[str], float]) -> _Pairs:
    """Which items of `a` stand for which of `b`: equal ones, increasing on both sides."""
    pairs: _Pairs = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        low, high, other, top = todo.pop()
        while low < high and other < top and a[low] == b[other]:
            pairs.append((low, other))
            low, other = low + 1, other + 1
        while low < high and other < top and a[high - 1] == b[top - 1]:
            high, top = high - 1, top - 1
            pairs.append((high, top))
        if low == high or other == top:
            continue
        part, other_part = a[low:high], b[other:top]
        if len(part) * len(other_part) <= _TABLE_CELLS:
            found = _best(part, other_part, weigh)
        else:
            anchors = _anchors(part, other_part)
            if anchors:
                todo.extend(_between(anchors, low, high, other, top))
                pairs.extend((low + i, other + j) for i, j in anchors)
                continue
            found = _in_step(part, other_part)
        pairs.extend((low + i, other + j) for i, j in found)
    pairs.sort()
    return pairs


def _between(
    anchors: _Pairs, low: int, high: int, other: int, top: int
) -> Iterator[tuple[int, int, int, int]]:
    here, there = low, other
    for i, j in anchors:
        yield here, low + i, there, other + j
        here, there = low + i + 1, other + j + 1
    yield here, high, there, top


def _anchors(a: Sequence[str], b: Sequence[str]) -> _Pairs:
    """Items at which both sides surely agree: runs that stand once in each, in one order."""
    for length in (4, 2, 1):
        once, other = _once(a, length), _once(b, length)
        pairs = [(i, other[run]) for run, i in once.items() if run in other]
        if pairs:
            return _longest_rising(sorted(pairs))
    return []


def _once(items: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    """The runs of so many items that occur once, with their places."""
    seen: dict[tuple[str, ...], int] = {}
    runs = zip(*(items[k:] for k in range(length)), strict=False)
    for at, run in enumerate(runs):
        seen[run] = -1 if run in seen else at
    return {run: at for run, at in seen.items() if at >= 0}


def _longest_rising(pairs: _Pairs) -> _Pairs:
    """The longest part of the pairs that rises on both sides (patience sorting)."""
    tails: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for at, (_, j) in enumerate(pairs):
        pile = bisect.bisect_left(tails, j)
        tails[pile : pile + 1] = [j]
        last[pile : pile + 1] = [at]
        previous.append(last[pile - 1] if pile else -1)
    chain: _Pairs = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = previous[at]
    return chain[::-1]


def _best(a: Sequence[str], b: Sequence[str], weigh: Callable[[str], float]) -> _Pairs:
    """The alignment of greatest weight, each run of equal items paying its price.

    A table over both sides; `run` is the best that ends in a pair, `all_` the best so far.
    """
    width = len(b) + 1
    all_ = [0.0] * width
    run = [float("-inf")] * width
    steps: list[bytearray] = []  # 1: from above, 2: from the left, 4: a pair, 8: its run goes on
    places: dict[str, list[int]] = {}
    for j, item in enumerate(b):
        places.setdefault(item, []).append(j)
    for item in a:
        above, run_above = all_, run
        all_, run = [0.0] * width, [float("-inf")] * width
        row = bytearray(width)
        weight = weigh(item)
        for j in places.get(item, ()):
            opened, goes_on = above[j] - _OPEN_PRICE, run_above[j]
            row[j + 1] = 8 if goes_on >= opened else 0
            run[j + 1] = weight + max(opened, goes_on)
        for j in range(1, width):
            up, left, pair = above[j], all_[j - 1], run[j]
            if pair > up and pair > left:
                all_[j], row[j] = pair, row[j] | 4
            elif up >= left:
                all_[j], row[j] = up, row[j] | 1
            else:
                all_[j], row[j] = left, row[j] | 2
        steps.append(row)
    return _traced(steps, len(a), len(b))


def _traced(steps: Sequence[bytearray], i: int, j: int) -> _Pairs:
    """The pairs that the table's best way goes through."""
    pairs: _Pairs = []
    in_run = False
    while i > 0 and j > 0:
        step = steps[i - 1][j]
        if in_run or step & 4:
            pairs.append((i - 1, j - 1))
            in_run = bool(step & 8)
            i, j = i - 1, j - 1
        elif step & 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _in_step(a: Sequence[str], b: Sequence[str]) -> _Pairs:
    """An alignment of long, repetitive stretches in which nothing stands only once.

    Both sides are read in step; where they part, the nearest place is taken at which two
    items in a row are equal again. Linear in the length, since it looks ahead so far only.
    """
    pairs: _Pairs = []
    i, j = 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
            continue
        for ahead in range(1, _LOOK_AHEAD):
            meeting = next(
                (
                    (i + ahead - back, j + back)
                    for back in range(ahead + 1)
                    if a[i + ahead - back : i + ahead - back + 2] == b[j + back : j + back + 2]
                ),
                None,
            )
            if meeting is not None:
                i, j = meeting
                break
        else:
            i, j = i + _LOOK_AHEAD, j + _LOOK_AHEAD
    return pairs
