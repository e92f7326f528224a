"""Small builders that the tests of the core share: documents, proposals, decisions, a project."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from hypothesis import strategies as st

from cleanup import formats
from cleanup.decision import Decision, Refusal, Scope, Verdict
from cleanup.edit import Edit
from cleanup.proposal import Category, Group, Origin, OriginKind, Proposal, Trust
from cleanup.round import Round
from cleanup.text import Document, Span

_BRICKS = ["\r\n", "\r", "\n", "𝒜", "😀", "e\u0301", "\u0301", "中", "1", *"ab a,.-_"]
RAW_TEXTS = st.lists(st.sampled_from(_BRICKS), max_size=14).map("".join)
"""Text without any shape: words, marks, all line ends, characters outside the basic plane,
accents that stand on the character before."""


def document(text: str, *, name: str = "text", extension: str = ".txt") -> Document:
    """The document of a text, read as a UTF-8 file."""
    return formats.read_document(name, text.encode(), extension=extension, encoding="utf-8")


def origin(
    rule: str = "rules/one",
    *,
    category: Category = "terminology",
    trust: Trust = "ask",
    kind: OriginKind = "rule",
    message: str = "better so",
) -> Origin:
    return Origin(rule, message, category, "minor", trust, kind)


def at(text: str, words: str, number: int = 1) -> Span:
    """Where the words stand in the text, for the first or a later time."""
    start = -1
    for _ in range(number):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def proposal(
    document: Document,
    where: Span | str,
    *replacements: str,
    rule: str = "rules/one",
    category: Category = "terminology",
    trust: Trust = "ask",
    kind: OriginKind = "rule",
    group: str | None = None,
    amends: tuple[str, ...] = (),
) -> Proposal:
    """A proposal at a span, or at the first place where the words stand."""
    span = at(document.text, where) if isinstance(where, str) else where
    return Proposal(
        document=document.digest,
        span=span,
        before=span.of(document.text),
        replacements=replacements,
        origins=(origin(rule, category=category, trust=trust, kind=kind),),
        group=group,
        amends=amends,
    )


_BATCHES = itertools.count(1)


def decision(
    document: Document,
    where: Span | str,
    verdict: Verdict,
    after: str | None = None,
    *,
    refused: Iterable[str | None] = (),
    supersedes: tuple[str, ...] = (),
    scope: Scope = "single",
    reviewer: str = "Wang",
    batch: str = "",
    confirmed: tuple[str, ...] = (),
) -> Decision:
    """A verdict at a span, or at the first place where the words stand."""
    span = at(document.text, where) if isinstance(where, str) else where
    return Decision(
        document=document.digest,
        span=span,
        before=span.of(document.text),
        verdict=verdict,
        after=after,
        category="terminology",
        severity="minor",
        message="better so",
        reviewer=reviewer,
        door="test",
        scope=scope,
        decided_at="2026-01-02T03:04:05Z",
        batch=batch or f"b{next(_BATCHES)}",
        refused=tuple(Refusal(span, words, "terminology") for words in refused),
        supersedes=supersedes,
        confirmed=confirmed,
    )


def accepted(document: Document, edit: Edit) -> Decision:
    """The acceptance of a bare edit."""
    return decision(document, edit.span, "accept", edit.after)


def reopened(of: Decision) -> Decision:
    """The reopening of a decision."""
    return replace(
        of,
        verdict="reopen",
        after=None,
        refused=(),
        supersedes=(),
        scope="single",
        batch=f"b{next(_BATCHES)}",
    )


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Of the edits, in their order, those that overlap none before."""
    kept: list[Edit] = []
    for edit in edits:
        if not any(edit.span.overlaps(k.span) for k in kept):
            kept.append(edit)
    return kept


# --- a project on disk -------------------------------------------------------------------


@dataclass(slots=True)
class Workshop:
    """A project folder with one document, its round and its desks."""

    root: Path
    document: Document

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def project(self) -> Any:
        from cleanup.project import Project

        return Project(self.root)

    def propose(
        self,
        *proposals: Proposal,
        groups: Sequence[Group] = (),
        incomplete: Sequence[str] = (),
        versions: dict[str, str] | None = None,
    ) -> Round:
        """Writes a round of exactly these proposals."""
        made = Round(
            document=self.document.digest,
            name=self.name,
            proposals=tuple(sorted(proposals, key=lambda p: p.sort_key)),
            groups=tuple(groups),
            versions={"encoding": self.document.encoding} | (versions or {}),
            incomplete=tuple(incomplete),
        )
        self.project.write_round(self.name, made)
        return made

    def desk(self, reviewer: str = "Wang") -> Any:
        """A desk of a reviewer; a clock that stands still."""
        from cleanup.desk import Desk

        return Desk(
            self.project,
            self.name,
            reviewer=reviewer,
            door="test",
            now=lambda: "2026-01-02T03:04:05Z",
        )


def workshop(
    root: Path,
    text: str,
    *,
    name: str = "text",
    extension: str = ".txt",
    data: bytes | None = None,
    encoding: str | None = None,
) -> Workshop:
    """A project in `root` with one document in it and a round without proposals."""
    data = text.encode() if data is None else data
    (root / "seeds").mkdir(parents=True)
    (root / "cleanup.yaml").write_text("", encoding="utf-8")
    (root / "seeds" / f"{name}{extension}").write_bytes(data)
    made = formats.read_document(name, data, extension=extension, encoding=encoding)
    shop = Workshop(root, made)
    shop.project.store_base(name, data, made.digest)
    shop.propose()
    return shop


@dataclass(frozen=True, slots=True)
class Versioned:
    """Stands in for a glossary or a rulebook of which only the digest is asked."""

    digest: str = "1"


def knowledge(glossary: str = "1", rules: str = "1") -> Any:
    """Knowledge without a term or rule."""
    from cleanup.passes import Knowledge

    return Knowledge(cast(Any, Versioned(glossary)), cast(Any, Versioned(rules)))


class Swaps:
    """A pass that wants other words wherever some words stand."""

    version = "1"

    def __init__(self, swaps: dict[str, tuple[str, ...]], *, name: str = "swaps") -> None:
        self.name = name
        self.swaps = swaps
        self.trust: Trust = "ask"
        self.fault = ""

    def find(self, document: Document, knowledge: Any) -> Iterable[Any]:
        from cleanup.errors import ConfigError
        from cleanup.passes import Finding

        if self.fault:
            raise ConfigError(self.fault)
        for index, segment in enumerate(document.segments):
            for words, wanted in self.swaps.items():
                start = segment.reading.text.find(words)
                while start >= 0:
                    span = Span(start, start + len(words))
                    yield Finding(index, span, wanted, origin(f"swaps/{words}", trust=self.trust))
                    start = segment.reading.text.find(words, start + 1)


def only_pass(monkeypatch: Any, check: Swaps) -> Any:
    """The configuration under which this is the only pass."""
    from cleanup.config import Config

    for module in ("pipeline", "proof"):
        monkeypatch.setattr(f"cleanup.{module}.TABLE", {check.name: check})
    return Config(passes=(check.name,))
