"""Small documents, proposals and decisions for the tests of reports; all sentences invented."""

from __future__ import annotations

from dataclasses import replace

from cleanup.decision import Decision, Refusal, Scope, Verdict, fold
from cleanup.formats import read_document
from cleanup.proposal import Category, Group, Option, Origin, Proposal, Severity, Trust
from cleanup.report import Report, build
from cleanup.round import Round
from cleanup.text import Document, Span

TEXT = (
    "Rice harvest great success\n\n"
    "The two is to plant rice. Farmers sold 12 million tons of tea.\n\n"
    "The discharge pipe reform went on in the town.\n"
)


def document(text: str = TEXT, name: str = "seeds/harvest.txt", bom: bytes = b"") -> Document:
    return read_document(name, bom + text.encode())


def origin(
    rule: str = "zh-en/ordinal",
    *,
    message: str = "An ordinal.",
    category: Category = "linguistic conventions",
    severity: Severity = "major",
    trust: Trust = "ask",
    why: str = "",
) -> Origin:
    return Origin(rule, message, category, severity, trust, "rule", why)


def proposal(
    doc: Document,
    before: str,
    *replacements: str,
    said: tuple[Origin, ...] = (),
    term: str | None = None,
    group: str | None = None,
) -> Proposal:
    span = place(doc, before)
    return Proposal(doc.digest, span, before, replacements, said or (origin(),), term, group)


def place(doc: Document, words: str) -> Span:
    start = doc.text.index(words)
    return Span(start, start + len(words))


def decided(
    given: Proposal,
    verdict: Verdict,
    after: str | None = None,
    *,
    number: int = 1,
    reviewer: str = "Mo Ellery",
    scope: Scope = "single",
    note: str = "",
    confirmed: tuple[str, ...] = (),
) -> Decision:
    leading = given.leading
    refused = tuple(Refusal(given.span, words, leading.category) for words in given.replacements)
    return Decision(
        document=given.document,
        span=given.span,
        before=given.before,
        verdict=verdict,
        after=after,
        category=leading.category,
        severity=leading.severity,
        message=leading.message,
        reviewer=reviewer,
        door="terminal",
        scope=scope,
        decided_at="2026-03-02T10:00:00Z",
        batch=f"b{number}",
        rule=leading.rule,
        origins=given.origins,
        refused=refused if verdict == "reject" else (),
        confirmed=confirmed,
        note=note,
    )


def own(
    doc: Document,
    before: str,
    after: str,
    *,
    number: int = 100,
    note: str = "",
    confirmed: tuple[str, ...] = (),
) -> Decision:
    return Decision(
        document=doc.digest,
        span=place(doc, before),
        before=before,
        verdict="own",
        after=after,
        category="style",
        severity="minor",
        message="",
        reviewer="Mo Ellery",
        door="terminal",
        scope="single",
        decided_at="2026-03-02T10:00:00Z",
        batch=f"b{number}",
        note=note,
        confirmed=confirmed,
    )


def report(
    doc: Document,
    *proposals: Proposal,
    decisions: tuple[Decision, ...] = (),
    groups: tuple[Group, ...] = (),
    incomplete: tuple[str, ...] = (),
    hints: bool = False,
) -> Report:
    made = Round(doc.digest, doc.name, proposals, groups, {"glossary": "f00d"}, incomplete)
    return build(doc, made, fold(doc.text, decisions), hints=hints)


def all_or_none(*members: Proposal) -> Group:
    change = tuple((p.place, p.replacements[0]) for p in members)
    leave = tuple((p.place, None) for p in members)
    options = (Option("change all", change), Option("leave all", leave))
    return Group("all-or-none", options, "First, second, third")


def doubled(second: str = "Tea sells") -> tuple[Document, tuple[Proposal, ...], Group]:
    """A headline that stands twice, and the group that keeps one of the two."""
    doc = document(f"Tea sells\n\n{second}\n\nIt sold well.\n")
    spans = (Span(0, 11), Span(11, 13 + len(second)))
    drops = tuple(Proposal(doc.digest, s, s.of(doc.text), ("",), (origin(),)) for s in spans)
    keep_first = (drops[0].place, None), (drops[1].place, "")
    keep_second = (drops[0].place, ""), (drops[1].place, None)
    group = Group("one-of", (Option("first", keep_first), Option("second", keep_second)))
    return doc, tuple(replace(p, group=group.id) for p in drops), group
