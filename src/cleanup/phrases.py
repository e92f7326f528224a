"""The mini-language of artifacts, frames and rules: phrases to find, templates to write.

`(a|b)` alternatives, `(a|)` optional words, `{n}` a figure, `{x}` one to eight words, `{x2}`,
`{n2}` further ones, `{x:0-3}` a gap with limits, `\\` before a bracket that is meant as it
stands; `<artifact>` and the like where the caller allows them. On the right the same names:
a group follows the first unused left group of as many alternatives, and an empty template
deletes. Every phrase is bounded: it can never match more than a few dozen words.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal as OneOf

import regex

MOST_WORDS = 20
"""The widest gap that `{x:0-20}` may ask for."""

Glue = OneOf["", "before", "after"]
"""The space that goes with a part that may be absent: the one before it, or after it."""


class PhraseError(ValueError):
    """What is wrong with a phrase, in plain words; who reads a file adds its name and line.

    `better` is the phrase as it was probably meant, where that can be told.
    """

    def __init__(self, what: str, better: str = "") -> None:
        super().__init__(what)
        self.better = better


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that stand as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, one of which stands here; an empty one makes the group optional."""

    alternatives: tuple[str, ...]
    glue: Glue = ""

    @property
    def optional(self) -> bool:
        return "" in self.alternatives


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure (`n`) or a gap of `low` to `high` words (`x`); `name` ties both sides."""

    name: str
    low: int = 1
    high: int = 8
    glue: Glue = ""

    @property
    def figure(self) -> bool:
        return self.name[0] == "n"

    @property
    def optional(self) -> bool:
        return self.low == 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place such as `<artifact>` that the caller fills."""

    name: str


Item = Literal | Group | Slot | Mark


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to find, taken apart."""

    text: str
    items: tuple[Item, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        return tuple(item for item in self.items if isinstance(item, Group))

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(item for item in self.items if isinstance(item, Slot))

    def split_at(self, mark: str) -> tuple[Phrase, Phrase]:
        """What stands before and after the one place of `<mark>`."""
        at = next(i for i, item in enumerate(self.items) if item == Mark(mark))
        return Phrase(self.text, self.items[:at]), Phrase(self.text, self.items[at + 1 :])


@dataclass(frozen=True, slots=True)
class Captures:
    """What a match found: the words of each slot, the number of each group's alternative
    (-1 where a group took no part)."""

    slots: tuple[tuple[str, str], ...] = ()
    groups: tuple[int, ...] = ()

    def slot(self, name: str) -> str:
        """The words of a slot; '' for a gap that was empty."""
        return dict(self.slots).get(name, "")


NOTHING = Captures()


@dataclass(frozen=True, slots=True)
class Template:
    """The right side of a rule or frame: what is written where its phrase matched."""

    text: str
    items: tuple[Item, ...]
    follows: tuple[int, ...] = ()
    """For each group in order, the number of the left group that it follows."""

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.items if isinstance(item, Mark))

    def fill(self, captures: Captures, marks: Mapping[str, str] | None = None) -> str:
        """The words to write for a match; `marks` gives the words for `<name>` places."""
        written: list[str] = []
        groups = iter(self.follows)
        for item in self.items:
            match item:
                case Literal(text):
                    written.append(text)
                case Mark(name):
                    written.append((marks or {})[name])
                case Slot(name):
                    written.append(glued(captures.slot(name), item.glue))
                case Group(alternatives):
                    chosen = captures.groups[next(groups)]
                    written.append(glued(alternatives[chosen], item.glue))
        return "".join(written)


def glued(words: str, glue: Glue) -> str:
    """The words of an optional part with the space that goes with them."""
    if not words or not glue:
        return words
    return f" {words}" if glue == "before" else f"{words} "


# --- reading the mini-language ------------------------------------------------------------

_SLOT = regex.compile(r"(?P<name>[nx][2-9]?)(?::(?P<low>\d+)-(?P<high>\d+))?")
_CLOSING = {"(": ")", "{": "}"}
_SIGN = regex.compile(r"[\\(){}<]")
_ESCAPED = regex.compile(r"\\(.)")
_BAR = regex.compile(r"(?<!\\)\|")


def parse_phrase(text: str, marks: Iterable[str] = ()) -> Phrase:
    """The phrase that `text` writes in the mini-language.

    Raises `PhraseError` for an empty phrase, an unclosed or single bracket, an unknown
    slot, one without a word to look for. Only the `marks` named may stand as `<mark>`.
    """
    if _SIGN.search(text) is None and text and not text.isspace():
        return Phrase(text, (Literal(text),))  # most of thousands of artifacts are plain words
    items = _glue(_parse(text, tuple(marks)))
    phrase = Phrase(text, items)
    if not items:
        raise PhraseError("it is empty; write the words to look for, or take the line out")
    if not any(_says_something(item) for item in items):
        raise PhraseError("it has no word of its own, so it would match anything; add a word")
    return phrase


def parse_template(text: str, phrase: Phrase, marks: Iterable[str] = ()) -> Template:
    """The template that `text` writes, tied to the phrase on its left.

    Raises `PhraseError` for a slot that the phrase does not have, a group that no group on
    the left can lead, and the faults of `parse_phrase` (but a template may be empty).
    """
    items = list(_glue(_parse(text, tuple(marks))))
    named = {slot.name: slot for slot in phrase.slots}
    for at, item in enumerate(items):
        if isinstance(item, Slot):
            if item.name not in named:
                known = ", ".join(f"{{{name}}}" for name in named) or "none"
                raise PhraseError(
                    f"{{{item.name}}} stands on the right, but not on the left (there: {known});"
                    " use a name of the left side"
                )
            items[at] = replace(item, low=named[item.name].low, high=named[item.name].high)
    return Template(text, _glue(items), _follow(items, phrase))


def _follow(items: Sequence[Item], phrase: Phrase) -> tuple[int, ...]:
    unused = dict(enumerate(phrase.groups))
    follows: list[int] = []
    for item in items:
        if not isinstance(item, Group):
            continue
        wanted = len(item.alternatives)
        at = next((i for i, g in unused.items() if len(g.alternatives) == wanted), None)
        if at is None:
            raise PhraseError(
                f"({'|'.join(item.alternatives)}) on the right follows no group on the left:"
                f" there is no unused one of {wanted} alternatives; give both sides as many"
            )
        del unused[at]
        follows.append(at)
    return tuple(follows)


def _parse(text: str, marks: tuple[str, ...]) -> list[Item]:
    items: list[Item] = []
    words = ""
    at = 0
    while (found := _SIGN.search(text, at)) is not None:
        words += text[at : found.start()]
        at, sign = found.start(), found.group()
        if sign == "\\" and text[at + 1 : at + 2] in tuple("(){}|<>\\"):
            words += text[at + 1]
            at += 2
            continue
        end = at + 1
        item: Item | None = None
        if sign in _CLOSING:
            end = _closing(text, at) + 1
            inside = text[at + 1 : end - 1]
            item = _group(inside, text) if sign == "(" else _slot(inside)
        elif sign in ")}":
            raise PhraseError(
                f"a {sign!r} closes nothing; write \\{sign} if it is meant as it stands",
                text[:at] + "\\" + text[at:],
            )
        elif sign == "<" and marks:
            end, item = _mark(text, at, marks)
        if item is None:
            words += sign
        else:
            items += [Literal(words), item] if words else [item]
            words = ""
        at = end
    words += text[at:]
    return [*items, Literal(words)] if words else items


def _closing(text: str, opening: int) -> int:
    sign = text[opening]
    at = opening + 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == _CLOSING[sign]:
            return at
        elif text[at] in _CLOSING:
            raise PhraseError(
                f"a {text[at]!r} stands inside {sign!r}; brackets do not nest, write the"
                " alternatives out"
            )
        at += 1
    raise PhraseError(
        f"the {sign!r} is never closed; close it, or write \\{sign} if it is meant as it stands",
        text[:opening] + "\\" + text[opening:],
    )


def _group(inside: str, text: str) -> Group:
    alternatives = [
        # (-| ) is a hyphen or a space, but spaces around words are only for the eye
        " " if part.isspace() else _ESCAPED.sub(r"\1", part).strip()
        for part in _BAR.split(inside)
    ]
    if len(alternatives) < 2:
        better = text.replace(f"({inside})", f"({inside}|)")
        raise PhraseError(
            f"({inside}) has no alternatives; write ({inside}|) for words that may be absent,"
            f" or \\({inside}\\) for brackets that are meant as they stand",
            better,
        )
    if not any(a.strip() for a in alternatives):
        raise PhraseError(f"({inside}) has only empty alternatives; take it out")
    return Group(tuple(alternatives))


def _slot(inside: str) -> Slot:
    found = _SLOT.fullmatch(inside)
    if found is None:
        raise PhraseError(
            f"{{{inside}}} is not a slot; there are {{n}} for a figure, {{x}} for one to eight"
            " words, {x2} and {n2} for further ones, and {x:0-3} for a gap with limits"
            f" (or write \\{{{inside}\\}} if it is meant as it stands)"
        )
    if found["low"] is None:
        return Slot(found["name"])
    low, high = int(found["low"]), int(found["high"])
    if found["name"][0] == "n":
        raise PhraseError(f"{{{inside}}}: a figure has no limits; write {{{found['name']}}}")
    if high > MOST_WORDS:
        raise PhraseError(
            f"{{{inside}}} is too wide a gap; at most {MOST_WORDS} words",
            "{" + f"{found['name']}:{low}-{MOST_WORDS}" + "}",
        )
    if low > high or high == 0:
        raise PhraseError(f"{{{inside}}} is not a gap; the smaller number stands first")
    return Slot(found["name"], low, high)


def _mark(text: str, at: int, marks: tuple[str, ...]) -> tuple[int, Mark]:
    end = text.find(">", at)
    name = text[at + 1 : end] if end > 0 else text[at + 1 :]
    if end < 0 or name not in marks:
        near = difflib.get_close_matches(name, marks, n=1)
        known = ", ".join(f"<{mark}>" for mark in marks)
        advice = f"did you mean <{near[0]}>?" if near else f"there are {known}"
        raise PhraseError(f"<{name}> is unknown here; {advice}")
    return end + 1, Mark(name)


def _glue(items: Iterable[Item]) -> tuple[Item, ...]:
    """Gives each part that may be absent one of the spaces beside it, so that no two
    spaces are left where it is."""
    parts: list[Item] = list(items)
    for at, item in enumerate(parts):
        if not isinstance(item, Group | Slot) or not item.optional or item.glue:
            continue
        left: Item | None = parts[at - 1] if at else None
        right: Item | None = parts[at + 1] if at + 1 < len(parts) else None
        opens = left is None or (isinstance(left, Literal) and left.text[-1:] in (" ", ""))
        opens = opens or (isinstance(left, Group | Slot) and left.glue == "after")
        if isinstance(right, Literal) and right.text[:1] == " " and opens:
            parts[at + 1] = Literal(right.text[1:])
            parts[at] = replace(item, glue="after")
        elif isinstance(left, Literal) and left.text[-1:] == " ":
            parts[at - 1] = Literal(left.text[:-1])
            parts[at] = replace(item, glue="before")
    return tuple(item for item in parts if item != Literal(""))


def _says_something(item: Item) -> bool:
    """True for a part that always brings a letter, figure or sign of its own."""
    match item:
        case Literal(text):
            return text.strip() != ""
        case Group(alternatives):
            return not item.optional and all(a.strip() for a in alternatives)
        case Mark():
            return True
    return False


# --- as a regular expression --------------------------------------------------------------

_WORD = r"[\p{Latin}\p{N}]+(?:[-'’./&][\p{Latin}\p{N}]+)*%?"
_FIGURE = r"(?<![\p{N}]|[\p{N}][.,])\p{N}+(?:,\p{N}{3})*(?:\.\p{N}+)?(?!\p{N}|[.,]\p{N})"
_EDGE = r"[\p{L}\p{N}]"
_LETTERS_OR_SIGN = regex.compile(r"\p{L}+|[^\p{L}]")

Writer = Callable[[str], str]
"""Turns literal words into a piece of a regular expression."""


def literal_regex(words: str) -> str:
    """The expression for literal words: quotes and hyphens of any sort, a letter in lower
    case also as a capital, a word with a capital as it stands or all in capitals."""
    return "".join(
        _word_regex(part) if part[0].isalpha() else _sign_regex(part)
        for part in _LETTERS_OR_SIGN.findall(words)
    )


def _word_regex(word: str) -> str:
    if word.islower():
        return f"(?i:{word})"
    return word if word.isupper() else f"(?:{word}|{word.upper()})"


def _sign_regex(sign: str) -> str:
    for alike, expression in SIGNS.items():
        if sign in alike:
            return expression
    return regex.escape(sign)


SIGNS = {
    " \u00a0": "[ \u00a0]",
    "'‘’＇": "['‘’＇]",
    '"“”„＂«»': '["“”„＂«»]',
    "-‐‑–": "[-‐‑–]",
}
"""Signs that are written in several ways, and the expression that finds them all."""


def to_regex(items: Iterable[Item], write: Writer = literal_regex, *, prefix: str = "") -> str:
    """The regular expression (of the `regex` package) for parts of a phrase.

    Groups are captured as `g0`, `g1` and their alternatives as `g0_0`, ...; slots under
    their names; `prefix` goes before the names where two phrases share one expression.
    """
    written: list[str] = []
    groups = 0
    seen: set[str] = set()
    for item in items:
        match item:
            case Literal(text):
                written.append(write(text))
            case Slot(name):
                written.append(_slot_regex(item, prefix, again=name in seen))
                seen.add(name)
            case Group():
                written.append(_group_regex(item, f"{prefix}g{groups}", write))
                groups += 1
            case Mark(name):
                raise ValueError(f"<{name}> cannot be matched by itself")
    return "".join(written)


def _slot_regex(slot: Slot, prefix: str, *, again: bool) -> str:
    name = prefix + slot.name
    if again:
        body = f"(?P={name})"
    elif slot.figure:
        body = f"(?P<{name}>{_FIGURE})"
    else:
        low, high = max(slot.low, 1), slot.high
        body = f"(?<!{_EDGE})(?P<{name}>{_WORD}(?: {_WORD}){{{low - 1},{high - 1}}}?)(?!{_EDGE})"
    return _optional(body, slot.glue) if slot.optional else body


def _group_regex(group: Group, name: str, write: Writer) -> str:
    # the longest alternative first, so that "speed up" is found before "speed"
    order = sorted(range(len(group.alternatives)), key=lambda i: -len(group.alternatives[i]))
    bodies = [f"(?P<{name}_{i}>{write(group.alternatives[i])})" for i in order]
    if not group.optional:
        return f"(?:{'|'.join(bodies)})"
    full = [body for i, body in zip(order, bodies, strict=True) if group.alternatives[i]]
    return _optional(f"(?:{'|'.join(full)})", group.glue)


def _optional(body: str, glue: Glue) -> str:
    space = {"": "", "before": "[ \u00a0]", "after": "[ \u00a0]"}[glue]
    return f"(?:{space}{body})?" if glue == "before" else f"(?:{body}{space})?"


def bounded(expression: str, items: Sequence[Item]) -> str:
    """The expression held to whole words where its phrase begins or ends in a word."""
    opens = f"(?<!{_EDGE})" if _is_word(items[0], 0) else ""
    closes = f"(?!{_EDGE})" if _is_word(items[-1], -1) else ""
    return f"{opens}{expression}{closes}"


def _is_word(item: Item, at: int) -> bool:
    match item:
        case Literal(text):
            return text[at].isalnum()
        case Group(alternatives):
            return any(a[at].isalnum() for a in alternatives if a)
    return True


def captures_of(match: regex.Match[str], phrase: Phrase, prefix: str = "") -> Captures:
    """What a match of the expression of `phrase` captured."""
    found = match.groupdict()
    slots = tuple((s.name, found.get(prefix + s.name) or "") for s in phrase.slots)
    groups: list[int] = []
    for number, group in enumerate(phrase.groups):
        absent = group.alternatives.index("") if group.optional else -1
        names = (f"{prefix}g{number}_{at}" for at in range(len(group.alternatives)))
        taken = (at for at, name in enumerate(names) if found.get(name) is not None)
        groups.append(next(taken, absent))
    return Captures(slots, tuple(groups))


def longest(phrase: Phrase) -> int:
    """The number of code points that a match can hardly exceed: the window to look in."""
    total = 4
    for item in phrase.items:
        match item:
            case Literal(text):
                total += len(text)
            case Group(alternatives):
                total += max(map(len, alternatives)) + 1
            case Slot():
                total += 32 if item.figure else 32 * item.high
    return total
