"""Figures that machine translation took apart, and figures that lost their unit.

Chinese counts in ten thousands and hundred millions, so a figure comes out in pieces ("31
million 100 thousand") or on the wrong scale ("35 hundred million"). Where arithmetic alone
settles it, the figure is put together, exactly, with the sum in the message. What
arithmetic cannot know, a unit or a currency, is asked and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import regex

from cleanup.evidence import trust_of
from cleanup.passes.base import Finding, Knowledge
from cleanup.proposal import Category, Origin, Severity, Trust
from cleanup.text import Document, Span

_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "ten thousand": 10**4,
    "hundred thousand": 10**5,
    "million": 10**6,
    "ten million": 10**7,
    "hundred million": 10**8,
    "thousand million": 10**9,
    "billion": 10**9,
    "ten billion": 10**10,
    "hundred billion": 10**11,
    "thousand billion": 10**12,
    "trillion": 10**12,
}
_NAMED = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
_HIGH, _TEN_THOUSAND, _HUNDRED_MILLION = 10**12, 10**4, 10**8

_FIGURE = r"(?<![\w.,/-])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,9})?"
_SCALE = (
    r"(?:(?:ten|hundred|thousand)[ -](?:thousand|million|billion)"
    r"|trillion|billion|million|thousand|hundred)"
)
_PART = rf"{_FIGURE}[ -]{_SCALE}"
_SPLIT = regex.compile(
    rf"(?P<head>{_PART})(?P<more>(?:[ ]{_PART}){{1,3}}|[ ]\d{{1,3}}(?:,\d{{3}}){{1,3}})"
    r"(?![\w,.-]*\d)(?!-?\w)"
)
_ODD_SCALE = regex.compile(
    rf"(?P<figure>{_FIGURE})[ -](?P<scale>(?:ten|hundred|thousand)[ -](?:thousand|million|billion))"
    r"(?!s?\w|-?(?:level|grade|class|tier)\b)"
)
_FRACTION = regex.compile(
    r"(?<![\w.,/$€£¥￥-])(?P<figure>0\.\d{1,9}) (?P<scale>trillion|billion|million)\b"
    r"(?![ -](?:to|or|and|-|–)[ -]?\d)(?!-)"
)
_RANGE_BEFORE = regex.compile(r"(?:\d|illion)(?: ?[-–—~] ?| to | and | or |, )$")
_COUNTED = (
    "yuan|rmb|dollars?|people|persons?|households?|farmers?|residents|workers|students|tourists"
    "|visitors|passengers|tons?|tonnes?|mu|hectares?|square meters|cubic meters|kilowatts?"
    "|fans|users|views|followers|vehicles|sets|pieces"
)
_WAN = regex.compile(
    rf"(?P<figure>{_FIGURE})[ ]?(?P<scale>ten thousands|tens of thousands|wan|w\+?|万"
    r"|hundred millions|hundreds of millions|yi|亿)"
    rf"(?P<of>[ ]?(?:of )?)(?P<counted>(?:{_COUNTED})\b|元|吨|人|亩)"
)
_HANZI_UNITS = {"元": "yuan", "吨": "tons", "人": "people", "亩": "mu"}

_LENGTHS = (
    "met(?:er|re)s?|kilomet(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|decimet(?:er|re)s?"
    "|miles?|feet|foot|inch(?:es)?|yards?|rods?|m|km|cm|mm|ft|mi|in|yd|decameters?|hectometers?"
    "|fathoms?|leagues?|li|chi|blocks?|units?|nautical|statute|city"
)
_NO_UNIT = regex.compile(
    rf"(?P<words>{_FIGURE}(?: (?:thousand|million|billion))? (?P<kind>square|cubic))\b"
    rf"(?![ -](?:{_LENGTHS})\b)(?P<after>.?)"
)
_LEVEL = regex.compile(
    r"(?<![\w$€£¥￥])(?P<words>(?:[\d][\d,.]*|(?:two|three|four|five|six|seven|eight|nine|ten"
    r"|several|many|a|one|hundred|thousand)) (?:(?:hundred|thousand|ten|one) ){0,2}"
    r"(?:million|billion|trillion)(?P<level>[ -](?:level|grade|class|scale|tier))?)"
    r"[ ,](?P<company>(?:[\w-]+,? ){0,8}?"
    r"(?:industr(?:y|ies|ial)|clusters?|enterprises?|compan(?:y|ies)|markets?|projects?|parks?"
    r"|chains?|econom(?:y|ies)|platforms?|counties|towns))\b"
)
_MONEY_BEFORE = regex.compile(r"(?:RMB|CNY|USD|US\$|HK\$|\$|yuan|¥|￥|€|£) ?$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A part of a figure as it stands: its number and its scale."""

    number: Decimal
    scale: int
    whole: bool

    @property
    def value(self) -> Decimal:
        return self.number * self.scale


class Numbers:
    """The pass "numbers"."""

    name = "numbers"
    version = "1"

    def find(self, document: Document, knowledge: Knowledge) -> Iterator[Finding]:  # noqa: ARG002
        """All findings, segment by segment; where two speak of one place the first stands."""
        for index, segment in enumerate(document.segments):
            text = segment.reading.text
            taken: list[Span] = []
            for span, replacement, origin in _findings(text):
                if any(span.overlaps(other) for other in taken):
                    continue
                taken.append(span)
                replacements = () if replacement is None else (replacement,)
                yield Finding(index, span, replacements, origin)


_Found = tuple[Span, str | None, Origin]


def _findings(text: str) -> Iterator[_Found]:
    if any(scale in text for scale in ("illion", "thousand", "hundred")):
        yield from _split_figures(text)
        yield from _chinese_scales(text)
        yield from _odd_scales(text)
        yield from _fractions(text)
        yield from _missing_currencies(text)
    else:
        yield from _chinese_scales(text)
    if "square" in text or "cubic" in text:
        yield from _missing_units(text)


def _split_figures(text: str) -> Iterator[_Found]:
    """31 million 100 thousand: parts that stand side by side and descend in scale."""
    for match in _SPLIT.finditer(text):
        parts = [_amount(part) for part in regex.findall(rf"{_PART}|\d[\d,]*", match.group())]
        span = Span(*match.span())
        descending = all(
            later.value < earlier.scale and earlier.whole for earlier, later in pairwise(parts)
        )
        if not descending:
            message = (
                f"“{match.group()}” is a figure in pieces that do not add up by themselves;"
                " look the figure up."
            )
            yield span, None, _origin("unclear-figure", message, "accuracy", "major")
            continue
        total = sum((part.value for part in parts), Decimal(0))
        total_words = " + ".join(_full(part.value) for part in parts)
        message = f"One figure was taken apart: {total_words} = {_full(total)}."
        yield span, _written(total), _origin("split-scale", message)


def _chinese_scales(text: str) -> Iterator[_Found]:
    """35 ten thousands people, 30w views, 300万元: the scale was left in Chinese."""
    for match in _WAN.finditer(text):
        large = match["scale"][0] in "yh亿" and match["scale"] != "w"
        scale = _HUNDRED_MILLION if large else _TEN_THOUSAND
        number = _decimal(match["figure"])
        counted = _HANZI_UNITS.get(match["counted"], match["counted"])
        message = f"The scale is Chinese: {match['figure']} × {scale:,} = {_full(number * scale)}."
        origin = _origin("chinese-scale", message)
        yield Span(*match.span()), f"{_written(number * scale)} {counted}", origin


def _odd_scales(text: str) -> Iterator[_Found]:
    """35 hundred million, 120 thousand million: two scale words on one figure."""
    for match in _ODD_SCALE.finditer(text):
        number = _decimal(match["figure"])
        scale = _SCALES[match["scale"].replace("-", " ")]
        message = f"One scale word is enough: {match['figure']} × {scale:,} = "
        origin = _origin("doubled-scale", f"{message}{_full(number * scale)}.")
        yield Span(*match.span()), _written(number * scale), origin


def _fractions(text: str) -> Iterator[_Found]:
    """0.35 billion: the next scale down says it without a nought."""
    for match in _FRACTION.finditer(text):
        if _RANGE_BEFORE.search(text, 0, match.start()):
            continue
        value = _decimal(match["figure"]) * _SCALES[match["scale"]]
        if value == 0:
            continue
        message = f"{match.group()} is better on the scale below: = {_full(value)}."
        yield Span(*match.span()), _written(value), _origin("nought-before-scale", message, "style")


def _missing_units(text: str) -> Iterator[_Found]:
    """6.5 million square: square what?"""
    for match in _NO_UNIT.finditer(text):
        words = match["words"]
        scaled = "illion" in words or "thousand" in words
        large = _decimal(words.split()[0]) >= 100
        if not scaled and not (large and match["after"] in ("", ".", ",", ";", ":", ")")):
            continue
        if match["after"] == "-":
            continue
        if match["kind"] == "square":
            may_be = "square meters, square kilometers, or cubic meters (万方 is often cubic)"
        else:
            may_be = "cubic meters or cubic kilometers"
        message = f"“{words}” has lost its unit: {may_be}? Look it up; do not guess."
        yield (
            Span(*match.span("words")),
            None,
            _origin("missing-unit", message, "accuracy", "major"),
        )


def _missing_currencies(text: str) -> Iterator[_Found]:
    """100 billion-level industries: a hundred billion of what?"""
    for match in _LEVEL.finditer(text):
        bare = match["level"] is None
        if bare and not _counts_industries(match["words"], match["company"]):
            continue
        if _MONEY_BEFORE.search(text, 0, match.start()):
            continue
        message = (
            f"“{match['words']}” names no currency: probably yuan (千亿级, 百亿级), and then better"
            " “worth more than … yuan”. A number word in front may count the"
            " industries rather than the money. Look it up."
        )
        yield (
            Span(*match.span("words")),
            None,
            _origin("missing-currency", message, "accuracy", "major"),
        )


def _counts_industries(words: str, company: str) -> bool:
    """True for "five hundred billion industrial clusters" without a "-level" to tell it."""
    scale = words.split()[-1]
    return scale in ("billion", "trillion") and company.split()[0].startswith("industr")


# --- exact arithmetic ----------------------------------------------------------------------


def _decimal(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


def _amount(part: str) -> _Amount:
    figure, _, scale = part.replace("-", " ").partition(" ")
    number = _decimal(figure)
    return _Amount(number, _SCALES.get(scale, 1), number == number.to_integral_value())


def _full(value: Decimal) -> str:
    """The figure in full, with commas: 31,100,000."""
    whole = value.to_integral_value()
    if value == whole:
        return f"{int(whole):,}"
    return f"{value.normalize():,f}"


def _written(value: Decimal) -> str:
    """The figure as English writes it, never rounded: 31.1 million, 3,507,212."""
    for name, scale in _NAMED:
        if value < scale:
            continue
        number = value / scale
        digits = -int(number.normalize().as_tuple().exponent)
        if digits <= 3 and value < 1000 * _HIGH:
            return f"{number.normalize():f} {name}"
        break
    return _full(value)


_TRUST: Trust = trust_of("pass", ceiling="ask")


def _origin(
    rule: str,
    message: str,
    category: Category = "locale conventions",
    severity: Severity = "minor",
) -> Origin:
    return Origin(f"numbers/{rule}", message, category, severity, _TRUST, "pass")
