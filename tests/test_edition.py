"""Editions: the document with what stands, and the way back from its text."""

from __future__ import annotations

from cleanup.edition import make_edition
from cleanup.text import Span
from making import at, decision, document

DOCUMENT = document("The discharge tube reform.\n\nTwo is to grow.\n")


def test_an_edition_without_decisions_is_the_document() -> None:
    edition = make_edition(DOCUMENT, [])
    assert (edition.text, edition.edits, edition.skipped) == (DOCUMENT.text, (), ())


def test_an_edition_holds_accepted_amended_and_own_edits_and_nothing_else() -> None:
    edition = make_edition(
        DOCUMENT,
        [
            decision(DOCUMENT, "Two is to", "accept", "Second,"),
            decision(DOCUMENT, "discharge tube", "amend", "streamlining"),
            decision(DOCUMENT, Span(0, 3), "own", "This"),
            decision(DOCUMENT, "reform", "reject", refused=["reforms"]),
        ],
    )
    assert edition.text == "This streamlining reform.\n\nSecond, grow.\n"
    assert [e.after for e in edition.edits] == ["This", "streamlining", "Second,"]


def test_a_span_of_the_edition_leads_back_to_the_document() -> None:
    edition = make_edition(DOCUMENT, [decision(DOCUMENT, "discharge tube", "accept", "new")])
    trace = edition.tracer.trace(at(edition.text, "grow"))
    assert trace.span == at(DOCUMENT.text, "grow")
    assert trace.edits == ()
