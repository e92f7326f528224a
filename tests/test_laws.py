"""The laws of editions, over generated documents and edits: nothing is lost or added."""

from __future__ import annotations

import codecs
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup import formats
from cleanup.decision import Decision
from cleanup.edit import Edit, splice
from cleanup.edition import make_edition
from cleanup.text import Document
from cleanup.wire import decision_in, decision_out, dumps
from making import accepted, decision, disjoint, reopened
from strategies import documents, edits_in

QUICK = settings(max_examples=60, deadline=None)


@st.composite
def documents_and_edits(draw: st.DrawFn) -> tuple[Document, list[Edit]]:
    """A document with edits that may be made in it: overlapping, touching, at one place."""
    document = draw(documents())
    edits: list[Edit] = draw(st.lists(edits_in(document), max_size=6))
    twice: bool = draw(st.booleans())
    if edits and twice:
        again = draw(st.sampled_from(edits))
        edits.append(Edit(again.span, again.before, again.after + "x"))
    return document, edits


@QUICK
@given(documents_and_edits())
def test_rejecting_all_gives_the_input_back_byte_for_byte(
    told: tuple[Document, list[Edit]],
) -> None:
    document, edits = told
    ledger = [decision(document, e.span, "reject", refused=[e.after]) for e in edits]
    data = formats.write_document(document, make_edition(document, ledger).text)
    assert hashlib.sha256(data).hexdigest() == document.digest


@pytest.mark.parametrize("extension", [".txt", ".md"])
@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("gb18030", b""),
    ],
)
def test_rejecting_all_gives_every_encoding_back(extension: str, encoding: str, bom: bytes) -> None:
    text = "# 山东省 Shandong\r\n\r\n\u3000The 新旧动能 growth\rof cafe\u0301\t𠮷田\n\n- \u00a0last"
    data = bom + text.encode(encoding)
    document = formats.read_document("text", data, extension=extension)
    ledger = [decision(document, s.span, "reject", refused=[""]) for s in document.segments]
    assert formats.write_document(document, make_edition(document, ledger).text) == data


@QUICK
@given(documents_and_edits(), st.data())
def test_accepting_edits_that_do_not_overlap_is_splicing_them_in_any_order(
    told: tuple[Document, list[Edit]], data: st.DataObject
) -> None:
    document, edits = told
    chosen = disjoint(edits)
    ledger = [accepted(document, edit) for edit in data.draw(st.permutations(chosen))]
    edition = make_edition(document, ledger)
    assert edition.text == splice(document.text, chosen)
    assert len(edition.edits) == len(chosen)
    assert edition.skipped == ()


@QUICK
@given(documents_and_edits())
def test_with_overlaps_the_later_stands_and_the_earlier_names_it(
    told: tuple[Document, list[Edit]],
) -> None:
    document, edits = told
    ledger = [accepted(document, edit) for edit in edits]
    edition = make_edition(document, ledger)
    stand = {e.decision for e in edition.edits}
    by = {s.decision.id: s.by for s in edition.skipped}
    for number, made in enumerate(ledger):
        later = [d for d in ledger[number + 1 :] if d.span.overlaps(made.span)]
        if later:
            assert by[made.id] == later[0].id
        else:
            assert made.id in stand


@QUICK
@given(documents_and_edits(), st.data())
def test_accepted_is_applied_plus_skipped(
    told: tuple[Document, list[Edit]], data: st.DataObject
) -> None:
    document, edits = told
    ledger = [accepted(document, edit) for edit in edits]
    for made in data.draw(st.lists(st.sampled_from(ledger), max_size=3)) if ledger else []:
        ledger.append(reopened(made))
    edition = make_edition(document, ledger)
    assert sum(d.edits for d in ledger) == len(edition.edits) + len(edition.skipped)
    assert edition.text == splice(document.text, edition.edits)


@QUICK
@given(documents_and_edits())
def test_an_edition_is_derived_again_from_document_and_ledger_alone(
    told: tuple[Document, list[Edit]],
) -> None:
    document, edits = told
    ledger = [accepted(document, edit) for edit in edits]
    ledger += [decision(document, e.span, "reject", refused=[e.after, None]) for e in edits[:2]]
    first = make_edition(document, ledger)
    data = formats.write_document(document, document.text)
    extension = formats.TABLE[document.format].extensions[-1]
    again = formats.read_document(document.name, data, extension=extension, encoding="utf-8")
    read: list[Decision] = [decision_in(json.loads(dumps(decision_out(d)))) for d in ledger]
    second = make_edition(again, read)
    assert read == ledger
    assert formats.write_document(document, first.text) == formats.write_document(
        again, second.text
    )
    assert (second.edits, second.skipped) == (first.edits, first.skipped)
