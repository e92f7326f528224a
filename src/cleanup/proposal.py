"""What a pass found and would change: origins, proposals, groups and their places."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from cleanup.edit import canonical
from cleanup.text import Span

Category = Literal[
    "terminology",
    "accuracy",
    "linguistic conventions",
    "style",
    "locale conventions",
    "audience appropriateness",
    "design and markup",
]
"""The top classes of MQM (Multidimensional Quality Metrics, themqm.org)."""
CATEGORIES: tuple[Category, ...] = get_args(Category)

Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Trust = Literal["safe", "ask", "hint"]
TRUSTS: tuple[Trust, ...] = get_args(Trust)
"""Best first: a policy may accept `safe`, a person decides `ask`, `hint` is shown on request."""

OriginKind = Literal["own", "pack", "rule", "pass", "engine"]
_KINDS: tuple[OriginKind, ...] = get_args(OriginKind)

RENDERING = "rendering from: "
"""Begins the line of an origin's `why` that names where a rendering is taken from."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says so: one rule, term, pass or engine, with its message and its trust."""

    rule: str
    message: str
    category: Category
    severity: Severity
    trust: Trust
    kind: OriginKind = "pass"
    why: str = ""

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sorts origins best first: trust, then kind (own glossary before packs), then id."""
        return TRUSTS.index(self.trust), _KINDS.index(self.kind), self.rule

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """The lines of `why`, each with the label it is shown under."""
        label = RENDERING.strip(": ")
        return tuple(
            (label, line.removeprefix(RENDERING)) if line.startswith(RENDERING) else ("why", line)
            for line in self.why.splitlines()
            if line.strip()
        )


def place_id(document: str, span: Span, before: str) -> str:
    """The short name of a place: 20 hex digits of the SHA-256 of document digest, span, words."""
    told = f"{document}\n{span.start}\n{span.end}\n{before}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that somebody proposes, or a query where there are no replacements.

    `replacements` are base text, best first: none is a query to the editor, one an edit,
    several are alternatives. `origins` stand best first. `amends` names the decisions whose
    standing edits a second look would change.
    """

    document: str
    span: Span
    before: str
    replacements: tuple[str, ...]
    origins: tuple[Origin, ...]
    term: str | None = None
    group: str | None = None
    amends: tuple[str, ...] = ()
    place: str = field(init=False, compare=False)
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not self.origins:
            raise ValueError("a proposal needs an origin")
        object.__setattr__(self, "place", place_id(self.document, self.span, self.before))
        words = [f"{len(after)}:{after}" for after in self.replacements]
        told = "\n".join(words or ["?" + self.leading.category])
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        object.__setattr__(self, "id", f"{self.place}-{digest}")

    @property
    def leading(self) -> Origin:
        return self.origins[0]

    @property
    def is_query(self) -> bool:
        return not self.replacements

    @property
    def trust(self) -> Trust:
        return self.origins[0].trust

    @property
    def sort_key(self) -> tuple[int, int, str]:
        return self.span.start, self.span.end, self.id


GroupKind = Literal["same", "all-or-none", "one-of"]
_IN_WORDS: Mapping[GroupKind, str] = {
    "same": "the same words everywhere",
    "all-or-none": "all of them or none",
    "one-of": "one of them stays",
}


def in_words(kind: GroupKind) -> str:
    """The kind of a group in words for editors."""
    return _IN_WORDS[kind]


@dataclass(frozen=True, slots=True)
class Option:
    """One outcome of a group: what each member place comes to read; None means it stays."""

    name: str
    texts: tuple[tuple[str, str | None], ...]

    def text_at(self, place: str) -> str | None:
        """What the place reads under this option; None where it stays."""
        return dict(self.texts)[place]


@dataclass(frozen=True, slots=True)
class Group:
    """Proposals that belong together across places, decided by picking one option."""

    kind: GroupKind
    options: tuple[Option, ...]
    message: str = ""
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        told = [self.kind, *(f"{o.name}\n{o.texts}" for o in self.options)]
        digest = hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass"))
        object.__setattr__(self, "id", digest.hexdigest()[:20])

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(place for place, _ in self.options[0].texts)


def merge(text: str, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The proposals in order, those that say the same as one with all its origins.

    The same edit is the same `canonical` edit, the same query one of the same category at
    the same span. The span is that of a group's member, else of the better origin.
    """
    found: dict[object, Proposal] = {}
    # a member of a group keeps its own place, since the group names it
    for proposal in sorted(proposals, key=lambda p: (p.group is None, p.leading.rank, p.sort_key)):
        key = _sameness(text, proposal)
        first = found.get(key)
        if first is not None and proposal.group is not None and proposal.place != first.place:
            # dropping this headline or its twin beside it is the same edit, but two places
            key = key, proposal.place
            first = found.get(key)
        if first is None:
            found[key] = proposal
            continue
        known = {o.rule for o in first.origins}
        more = tuple(o for o in proposal.origins if o.rule not in known)
        origins = tuple(sorted((*first.origins, *more), key=lambda o: o.rank))
        found[key] = replace(first, origins=origins, term=first.term or proposal.term)
    return tuple(sorted(found.values(), key=lambda p: p.sort_key))


def _sameness(text: str, proposal: Proposal) -> object:
    if proposal.is_query:
        return proposal.span, proposal.leading.category, proposal.amends
    edits = tuple(canonical(text, proposal.span, after) for after in proposal.replacements)
    return edits, proposal.amends
