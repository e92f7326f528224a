"""Decisions as a long review leaves them: one for each of many places of a text."""

from __future__ import annotations

import regex

from benchmarks import texts
from cleanup import formats
from cleanup.decision import Decision
from cleanup.proposal import Origin
from cleanup.text import Document, Span

_ORIGIN = Origin("zh-en/some-rule", "better so", "terminology", "minor", "ask", "pack")


def reviewed(count: int) -> tuple[Document, list[Decision]]:
    """A document and so many decisions on it: nine in ten accepted, the others rejected."""
    text = texts.prose(count * 120)
    document = formats.read_document("text", text.encode(), extension=".txt")
    found = [Span(*match.span()) for match in regex.finditer(r"\b\w{3,}\b", document.text)]
    step = max(1, len(found) // count)
    return document, [
        _decision(document, span, number)
        for number, span in enumerate(found[::step][:count], start=1)
    ]


def _decision(document: Document, span: Span, number: int) -> Decision:
    keeps = number % 10 == 0
    return Decision(
        document=document.digest,
        span=span,
        before=span.of(document.text),
        verdict="reject" if keeps else "accept",
        after=None if keeps else f"{span.of(document.text)}ing",
        category="terminology",
        severity="minor",
        message="better so",
        reviewer="Ana",
        door="terminal",
        scope="single",
        decided_at="2026-01-02T03:04:05Z",
        batch=f"batch{number}",
        rule="zh-en/some-rule",
        origins=(_ORIGIN,),
        context=document.text[max(0, span.start - 60) : span.end + 60],
    )
