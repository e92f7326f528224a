"""Figures, dates, currency, negations and names: what an edit may not change unseen.

A person confirms such an edit singly; bulk verdicts and policies skip it. The comparison
reads English words only, so it is blind to what they mean: it rather asks once too often.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

import regex

from cleanup.text import Span

Fact = Literal["figure", "date", "currency", "negation", "name"]
FACTS: tuple[Fact, ...] = get_args(Fact)

_NUMBER_WORDS = {
    word: str(value)
    for value, words in {
        2: "two second twice",
        3: "three third thrice",
        4: "four fourth",
        5: "five fifth",
        6: "six sixth",
        7: "seven seventh",
        8: "eight eighth",
        9: "nine ninth",
        10: "ten tenth",
        11: "eleven eleventh",
        12: "twelve twelfth",
        13: "thirteen thirteenth",
        14: "fourteen fourteenth",
        15: "fifteen fifteenth",
        16: "sixteen sixteenth",
        17: "seventeen seventeenth",
        18: "eighteen eighteenth",
        19: "nineteen nineteenth",
        20: "twenty twentieth",
        30: "thirty thirtieth",
        40: "forty fortieth",
        50: "fifty fiftieth",
        60: "sixty sixtieth",
        70: "seventy seventieth",
        80: "eighty eightieth",
        90: "ninety ninetieth",
    }.items()
    for word in words.split()
}
"""Cardinals and ordinals count as the same figure ("Two is to" is "Second"); "one" and
"first" are left out, since English uses them as articles and adverbs."""
_SCALES = {
    "hundred": "hundred",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
    "percent": "%",
    "%": "%",
    "dozen": "dozen",
    "half": "half",
    "double": "double",
    "quarter": "quarter",
}
_MONTHS = frozenset(
    "january february march april june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)
_CURRENCIES = {
    "yuan": "yuan",
    "rmb": "yuan",
    "renminbi": "yuan",
    "¥": "yuan",
    "￥": "yuan",
    "dollar": "dollar",
    "$": "dollar",
    "usd": "dollar",
    "euro": "euro",
    "€": "euro",
    "pound": "pound",
    "£": "pound",
    "yen": "yen",
}
_NEGATIONS = frozenset(
    "no not never none nor neither without cannot nothing nobody nowhere hardly".split()
)
_WORD = regex.compile(
    r"(?:(?<![\p{L}\p{M}\p{N}])[-−])?\d+(?:[.,]\d+)*|[\p{L}\p{M}]+(?:['’][\p{L}]+)*|[%$¥￥€£]"
)
_NUMBER_SIGN = regex.compile(r"No\.\s?\d")
_OPENING = regex.compile(r"""(?:^|[.!?:;。！？：\n\r•])["'“”‘’(（\s]*$""")


def changed(text: str, span: Span, after: str) -> tuple[Fact, ...]:
    """Which kinds of fact differ when `after` stands at `span` of `text`, in fixed order.

    Both sides are read in whole words, so that a digit put before a digit is seen.
    """
    start, end = span.start, span.end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    opens = _OPENING.search(text[max(0, start - 20) : start]) is not None
    before = text[start:end]
    new = text[start : span.start] + after + text[span.end : end]
    return compare(before, new, opens_sentence=opens)


def compare(before: str, after: str, *, opens_sentence: bool = False) -> tuple[Fact, ...]:
    """Which kinds of fact differ between two wordings; `opens_sentence` says that a capital
    on their first word means nothing."""
    old, new = _facts(before, opens_sentence), _facts(after, opens_sentence)
    differing: set[Fact] = {kind for kind in FACTS if kind != "name" and old[kind] != new[kind]}
    old_words, new_words = _plain_words(before), _plain_words(after)
    if (set(old["name"]) - new_words) or (set(new["name"]) - old_words):
        differing.add("name")
    return tuple(kind for kind in FACTS if kind in differing)


def _plain_words(text: str) -> set[str]:
    return {_stem(m.group()) for m in _WORD.finditer(text)}


def _stem(word: str) -> str:
    """The word without its possessive, in lower case, with a straight apostrophe."""
    return word.replace("’", "'").casefold().removesuffix("'s")


def _facts(text: str, opens_sentence: bool) -> dict[Fact, Counter[str]]:
    found: dict[Fact, Counter[str]] = {kind: Counter() for kind in FACTS}
    for match in _WORD.finditer(text):
        word = match.group()
        plain = _stem(word)
        opening = _OPENING.search(text[max(0, match.start() - 20) : match.start()]) is not None
        if match.start() == 0 or text[: match.start()].strip("\"'“”‘’(（ ") == "":
            opening = opens_sentence
        if word[-1].isdigit():
            found["figure"][plain.replace(",", "").replace("−", "-")] += 1
        elif plain in _NUMBER_WORDS:
            found["figure"][_NUMBER_WORDS[plain]] += 1
        elif plain.rstrip("s") in _SCALES:
            found["figure"][_SCALES[plain.rstrip("s")]] += 1
        elif plain in _SCALES:
            found["figure"][_SCALES[plain]] += 1
        elif plain.rstrip("s") in _CURRENCIES:
            found["currency"][_CURRENCIES[plain.rstrip("s")]] += 1
        elif plain in _CURRENCIES:
            found["currency"][_CURRENCIES[plain]] += 1
        elif plain in _MONTHS and word[0].isupper():
            found["date"][plain] += 1
        elif word == "May" and not opening:
            found["date"]["may"] += 1
        elif plain == "no" and _NUMBER_SIGN.match(text, match.start()) is not None:
            continue  # "No. 1" counts, it does not deny
        elif plain in _NEGATIONS or plain.endswith("n't"):
            found["negation"]["not"] += 1
        elif word[0].isupper() and not opening:
            found["name"][plain] += 1
    return found
