"""Rules from YAML files, checked as a whole: one that is wrong or fails its own examples is
refused with file, line, rule, reason and what to do.

`load` reads one file, `combine` puts several together. The keys of a rule are described in
`schemas/rules.schema.json`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import regex

from cleanup.errors import ConfigError
from cleanup.matching import Hit, OutOfTimeError, Scanner
from cleanup.phrases import Item, Literal, PhraseError, Slot, Template, parse_phrase, parse_template
from cleanup.proposal import CATEGORIES, SEVERITIES, TRUSTS
from cleanup.rulebook.rule import (
    JOINED,
    PLACES,
    Example,
    Found,
    Guards,
    Key,
    Rule,
    Words,
    apply,
    patterns_of,
)
from cleanup.text import SegmentKind
from cleanup.yamlfile import (
    YamlMap,
    YamlText,
    as_maps,
    as_text,
    as_texts,
    as_words,
    check_keys,
    fault,
    read,
)

T = TypeVar("T", bound=str)

__all__ = [
    "EMPTY",
    "EXAMPLE_KEYS",
    "KEYS",
    "Found",
    "Guards",
    "Rule",
    "Rulebook",
    "combine",
    "load",
]

KEYS = (
    "id message category severity trust phrases regex anchors replacements unless only_with"
    " not_after not_before at group why examples"
).split()
EXAMPLE_KEYS = "before after query leave".split()
_NEEDED = ("id", "message", "category", "severity", "why", "examples")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules ready to be looked for; `find` runs all of them over one reading."""

    rules: tuple[Rule, ...]
    digest: str = field(init=False, compare=False)
    _scanners: tuple[Scanner[Key], ...] = field(default=(), repr=False, compare=False)
    _by_id: dict[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self._scanners and self.rules:
            object.__setattr__(self, "_scanners", (_scanner(self.rules),))
        object.__setattr__(self, "_by_id", {rule.id: rule for rule in self.rules})
        told = [
            f"{r.id}\t{r.digest}\t{r.message}\t{r.category}\t{r.severity}\t{r.ceiling}\t{r.why}"
            for r in self.rules
        ]
        digest = hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "digest", digest.hexdigest())

    def find(
        self, text: str, kind: SegmentKind = "paragraph"
    ) -> tuple[list[Found], tuple[str, ...]]:
        """All that the rules find in a reading, in order, and the ids of rules that ran out
        of time there (whose findings are missing)."""
        late: list[str] = []
        best: dict[str, list[Found]] = {}
        for hit in self._hits(text, late):
            found = apply(self._by_id[hit.key.rule], hit, text, kind)
            if found is not None:
                best.setdefault(found.rule.id, []).append(found)
        kept = [f for same in best.values() for f in _longest(same)]
        return sorted(kept, key=lambda f: (f.span, f.rule.id)), tuple(late)

    def touched(self, texts: Sequence[str]) -> set[int]:
        """The numbers of the texts in which `find` may find something."""
        return set().union(*(scanner.touched(texts) for scanner in self._scanners))

    def _hits(self, text: str, late: list[str]) -> Iterator[Hit[Key]]:
        for scanner in self._scanners:
            try:
                yield from scanner.scan(text)
            except OutOfTimeError as late_fault:
                late.append(str(late_fault.key))
                yield from late_fault.hits

    @property
    def alone(self) -> tuple[str, ...]:
        """The ids of rules without an anchor of literal words: each runs by itself over every
        text, which costs time."""
        return tuple(
            rule.id
            for rule in self.rules
            if not rule.anchors and any(pattern.alone for pattern in patterns_of(rule))
        )

    def without(self, ids: Iterable[str]) -> Rulebook:
        """The rulebook without some rules."""
        gone = frozenset(ids)
        return Rulebook(tuple(rule for rule in self.rules if rule.id not in gone))


def _scanner(rules: Sequence[Rule]) -> Scanner[Key]:
    return Scanner(pattern for rule in rules for pattern in patterns_of(rule))


def _longest(found: Sequence[Found]) -> Iterator[Found]:
    """Of the overlapping findings of one rule the longest, then the first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-len(f.span), f.span.start)):
        if not any(one.span.overlaps(other.span) for other in kept):
            kept.append(one)
    yield from kept


def combine(books: Iterable[Rulebook]) -> Rulebook:
    """One rulebook of several; each keeps the scanner it has."""
    all_books = tuple(books)
    rules = tuple(rule for book in all_books for rule in book.rules)
    scanners = tuple(scanner for book in all_books for scanner in book._scanners)
    for name, count in Counter(rule.id for rule in rules).items():
        if count > 1:
            raise ConfigError(f"two rulebooks hold the rule {name!r}; give one another id")
    return Rulebook(rules, scanners)


EMPTY = Rulebook(())


# --- reading a file ------------------------------------------------------------------------


def load(text: str, file: str, pack: str, *, prove: bool = True) -> Rulebook:
    """The rulebook that a YAML text holds; rule ids become `pack/id`.

    `prove=False` leaves out the running of examples, for a file that was proved before.
    Raises `ConfigError` for the first fault.
    """
    top = read(text, file)
    check_keys(top, file, ["rules"])
    entries = top.get("rules")
    rules: dict[str, Rule] = {}
    for entry in [] if entries is None else as_maps(entries, file, "rules"):
        rule = _Reader(entry, file, pack, proved=not prove).rule()
        if rule.id in rules:
            raise fault(
                file,
                rule.line,
                f"the rule {rule.id!r} stands here a second time (first in line"
                f" {rules[rule.id].line}); give it another id",
            )
        rules[rule.id] = rule
    if prove:
        for rule in rules.values():
            _prove(rule, file)
    return Rulebook(tuple(rules.values()))


class _Reader:
    """Reads one entry; every fault names file, line and rule."""

    def __init__(self, entry: YamlMap, file: str, pack: str, *, proved: bool) -> None:
        self._entry = entry
        self._proved = proved
        self._file = file
        name = entry.get("id")
        if name is None:
            raise fault(file, entry.line, "a rule without 'id'; give it a short name of its fault")
        self._name = as_text(name, file, "id")
        if regex.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", self._name) is None:
            raise fault(
                file,
                name.line,
                f"the id {self._name!r} must be small letters, figures and single hyphens,"
                " such as 'ordinal-two-is-to'",
            )
        self._id = f"{pack}/{self._name}"
        self._what = f"rule {self._name}"
        check_keys(entry, file, KEYS, self._what)

    def rule(self) -> Rule:
        for key in _NEEDED:
            if self._entry.get(key) is None:
                raise self._fault(self._entry.line, f"there is no '{key}'; every rule needs one")
        phrases, expression = self._left()
        parts = self._parts(phrases, expression)
        ceiling = self._choice("trust", TRUSTS) if self._entry.get("trust") else None
        return Rule(
            id=self._id,
            message=self._text("message"),
            category=self._choice("category", CATEGORIES),
            severity=self._choice("severity", SEVERITIES),
            ceiling=ceiling,
            phrases=tuple(p.text for p in phrases),
            regex=expression.text if expression else "",
            anchors=self._words("anchors"),
            replacements=tuple(r.text for r in self._replacements()),
            guards=self._guards(),
            why=self._text("why"),
            joined=self._choice("group", JOINED) if self._entry.get("group") else "",
            examples=self._examples(),
            parts=parts,
            line=self._entry.line,
        )

    # the left side: phrases or a regular expression

    def _left(self) -> tuple[list[YamlText], YamlText | None]:
        phrases, expression = self._entry.get("phrases"), self._entry.get("regex")
        if (phrases is None) == (expression is None):
            raise self._fault(
                self._entry.line,
                "a rule has either 'phrases' or 'regex'; write the one that it is",
            )
        if expression is None:
            assert phrases is not None
            listed = as_texts(phrases, self._file, f"phrases of {self._what}", empty=True)
            if not listed:
                raise self._fault(phrases.line, "'phrases' holds none; write at least one")
            if self._entry.get("anchors") is not None:
                raise self._fault(self._entry.line, "'anchors' belongs to a 'regex'; take it out")
            return listed, None
        told = as_text(expression, self._file, f"regex of {self._what}")
        return [], YamlText(told, expression.line, True)

    def _parts(self, phrases: Sequence[YamlText], expression: YamlText | None) -> tuple[Words, ...]:
        if expression is not None:
            return (self._regex_part(expression),)
        return tuple(self._phrase_part(phrase) for phrase in phrases)

    def _phrase_part(self, written: YamlText) -> Words:
        try:
            phrase = parse_phrase(written.text)
        except PhraseError as error:
            raise self._phrase_fault(written, "phrase", error) from None
        templates = []
        for replacement in self._replacements():
            try:
                templates.append(parse_template(replacement.text, phrase))
            except PhraseError as error:
                raise self._phrase_fault(
                    replacement, f"replacement (for the phrase “{written.text}”)", error
                ) from None
        return Words(tuple(templates), phrase, lower=_begins_lower(phrase.items))

    def _phrase_fault(self, written: YamlText, what: str, error: PhraseError) -> ConfigError:
        better = f": {error.better}" if error.better else ""
        return self._fault(written.line, f"{what} “{written.text}”: {error}{better}")

    def _regex_part(self, written: YamlText) -> Words:
        if self._proved:  # compiled when a text first asks for it
            return Words(tuple(self._named(r, None) for r in self._replacements()))
        from cleanup.rulebook.bounds import unbounded  # shipped rules never need it

        why = unbounded(written.text)
        if why is not None:
            raise self._fault(written.line, f"unbounded pattern: {why}")
        try:
            compiled = regex.compile(written.text)
        except regex.error as error:
            raise self._fault(
                written.line, f"the regular expression is wrong ({error}); mend it"
            ) from None
        if compiled.match("") is not None:
            raise self._fault(
                written.line, "empty pattern: it matches nothing at all; demand at least one sign"
            )
        templates = tuple(self._named(r, compiled) for r in self._replacements())
        return Words(templates)

    def _named(self, written: YamlText, compiled: regex.Pattern[str] | None) -> Template:
        """A replacement of a regular expression: `{name}` is a named group."""
        items: list[Item] = []
        for plain, name, single in regex.findall(
            r"((?:\\[{}\\]|[^{}])+)|\{(\w+)\}|([{}])", written.text
        ):
            if single:
                raise self._fault(
                    written.line,
                    f"replacement “{written.text}”: a {single!r} stands alone; write"
                    f" \\{single} if it is meant as it stands",
                )
            if name and compiled is not None and name not in compiled.groupindex:
                known = ", ".join(f"{{{n}}}" for n in compiled.groupindex) or "none"
                raise self._fault(
                    written.line,
                    f"replacement “{written.text}”: the pattern has no group {{{name}}} (there:"
                    f" {known}); name it (?P<{name}>...)",
                )
            items.append(Slot(name) if name else Literal(regex.sub(r"\\([{}\\])", r"\1", plain)))
        return Template(written.text, tuple(items))

    def _replacements(self) -> list[YamlText]:
        node = self._entry.get("replacements")
        if node is None:
            return []
        return as_texts(node, self._file, f"replacements of {self._what}", empty=True)

    # the rest

    def _guards(self) -> Guards:
        at = self._choice("at", PLACES) if self._entry.get("at") else "anywhere"
        return Guards(
            unless=self._words("unless"),
            only_with=self._words("only_with"),
            not_after=self._words("not_after"),
            not_before=self._words("not_before"),
            at=at,
        )

    def _examples(self) -> tuple[Example, ...]:
        node = self._entry.get("examples")
        assert node is not None
        entries = as_maps(node, self._file, f"examples of {self._what}")
        examples = tuple(self._example(entry) for entry in entries)
        kinds = {example.kind for example in examples}
        if "leave" not in kinds:
            raise self._fault(node.line, "no example says 'leave'; add a text that must stay")
        wanted = "change" if self._replacements() else "query"
        if wanted not in kinds:
            key = "'before' and 'after'" if wanted == "change" else "'query'"
            raise self._fault(node.line, f"no example has {key}; add one that the rule finds")
        return examples

    def _example(self, entry: YamlMap) -> Example:
        check_keys(entry, self._file, EXAMPLE_KEYS, f"an example of {self._what}")
        told = {k.text: as_text(v, self._file, k.text) for k, v in entry.items}
        match sorted(told):
            case ["after", "before"]:
                return Example("change", told["before"], told["after"], entry.line)
            case ["query"]:
                return Example("query", told["query"], "", entry.line)
            case ["leave"]:
                return Example("leave", told["leave"], "", entry.line)
        raise self._fault(
            entry.line, "an example has 'before' and 'after', or 'query', or 'leave' alone"
        )

    def _text(self, key: str) -> str:
        node = self._entry.get(key)
        assert node is not None
        return " ".join(as_text(node, self._file, f"{key} of {self._what}").split())

    def _words(self, key: str) -> tuple[str, ...]:
        node = self._entry.get(key)
        if node is None:
            return ()
        return tuple(as_words(node, self._file, f"{key} of {self._what}"))

    def _choice(self, key: str, allowed: tuple[T, ...]) -> T:
        node = self._entry.get(key)
        assert node is not None
        told = as_text(node, self._file, f"{key} of {self._what}")
        for one in allowed:
            if one == told:
                return one
        raise self._fault(node.line, f"{key} {told!r} is not one of: {', '.join(allowed)}")

    def _fault(self, line: int, what: str) -> ConfigError:
        return fault(self._file, line, f"{self._what}: {what}")


def _begins_lower(items: Sequence[Item]) -> bool:
    """True when the left side begins with a letter in lower case."""
    first = items[0]
    text = first.text if isinstance(first, Literal) else ""
    if not isinstance(first, Literal | Slot):
        alternatives = [a for a in getattr(first, "alternatives", ()) if a]
        return bool(alternatives) and all(a[0].islower() for a in alternatives)
    return text[:1].islower()


# --- a rule and its own examples -----------------------------------------------------------


def _prove(rule: Rule, file: str) -> None:
    """Nothing where every example of the rule comes out as it says; raises otherwise."""
    book = Rulebook((rule,))
    kind: SegmentKind = "heading" if rule.guards.at == "heading" else "paragraph"
    what = f"rule {rule.id.partition('/')[2]}"
    for example in rule.examples:
        found, late = book.find(example.before, kind)
        if late:
            raise fault(file, rule.line, f"{what}: runs out of time on its example; simplify it")
        result = _applied(example.before, found)
        if example.kind == "leave":
            if found:
                shown = "is asked about" if not rule.replacements else f"became “{result}”"
                raise fault(
                    file,
                    example.line,
                    f"{what}: the text that must stay {shown};"
                    " guard the rule, or take the example out",
                )
        elif not found:
            raise fault(
                file,
                example.line,
                f"{what}: does not find its example “{example.before}”; mend one of the two",
            )
        elif example.kind == "change" and result != example.after:
            raise fault(
                file,
                example.line,
                f"{what}: the example came out as “{result}”, not as “{example.after}”;"
                " mend one of the two",
            )
        elif example.kind == "change" and book.find(result, kind)[0]:
            raise fault(
                file,
                example.line,
                f"{what}: finds its own result “{result}” again; narrow the pattern",
            )


def _applied(text: str, found: Iterable[Found]) -> str:
    """The text with the first replacement of each finding made."""
    parts: list[str] = []
    position = 0
    for one in sorted(found, key=lambda f: f.span):
        if not one.replacements or one.span.start < position:
            continue
        parts += [text[position : one.span.start], one.replacements[0]]
        position = one.span.end
    return "".join([*parts, text[position:]])
