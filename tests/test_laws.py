"""The laws of editions, over generated documents and edits: nothing is lost or added."""

from __future__ import annotations

import codecs
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup import formats, glossary, packs
from cleanup.config import Config
from cleanup.decision import Decision, choices, leading
from cleanup.edit import Edit, splice
from cleanup.edition import make_edition
from cleanup.passes import Knowledge
from cleanup.pipeline import propose, reading_copy
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


# --- a second run ---------------------------------------------------------------------------

_TERMS = Path(packs.__file__).parent.parent / "templates" / "glossary.yaml"
_SHIPPED = packs.rules("zh-en")
_KNOWLEDGE = Knowledge(glossary.load(_TERMS.read_text("utf-8"), "glossary.yaml"), _SHIPPED)
_FAULTY = [
    *(e.before for rule in _SHIPPED.rules for e in rule.examples if e.kind == "change"),
    *(e.before for entry in _KNOWLEDGE.glossary.entries for e in entry.examples),
    "The port handled 31 million 100 thousand tons.",
    "A sound sentence stands here, and nothing is to be mended in it.",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(_FAULTY), min_size=1, max_size=6),
    st.sampled_from(["\n\n", "\r\n\r\n", " "]),
)
def test_after_all_edits_were_accepted_the_same_rules_find_nothing_at_their_places(
    sentences: list[str], between: str
) -> None:
    document = formats.read_document("d", between.join(sentences).encode(), encoding="utf-8")
    made = propose(document, _KNOWLEDGE, Config(packs=()))
    taken = [p for c in choices(made.proposals) for p in leading(c) if len(p.replacements) == 1]
    verdicts = [
        decision(document, p.span, "accept", p.replacements[0], batch=f"b{number}")
        for number, p in enumerate(taken)
    ]
    edition = make_edition(document, verdicts)
    rules = {d.id: p.leading.rule for d, p in zip(verdicts, taken, strict=True)}
    again = propose(reading_copy(edition), _KNOWLEDGE, Config(packs=()))
    for proposal in again.proposals:
        behind = {rules[e.decision] for e in edition.tracer.trace(proposal.span).edits}
        assert proposal.is_query or not behind & {o.rule for o in proposal.origins}, proposal
