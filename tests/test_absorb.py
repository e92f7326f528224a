"""Absorbing a reworked edition: afterwards the edition reads it, byte for byte."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup import formats
from cleanup.absorb import Absorbed, absorb
from cleanup.edit import Edit, splice
from cleanup.edition import make_edition
from cleanup.errors import EditError, InputError, VerdictError
from cleanup.facts import FACTS, Fact
from cleanup.text import Span
from making import RAW_TEXTS, Workshop, at, disjoint, proposal, workshop
from strategies import markdown_texts, plain_texts, spans_in, words


def yes(_edit: Edit, _kinds: tuple[Fact, ...]) -> bool:
    return True


def absorbed(desk: Any, text: str) -> Absorbed:
    return absorb(desk, formats.write_document(desk.document, text), yes)


@st.composite
def reworked(draw: st.DrawFn, copy: str, undone: list[tuple[str, str]]) -> str:
    """The reading copy as somebody leaves it: words changed, cut, put in, edits undone,
    paragraphs joined and split, line ends changed."""
    kind = draw(st.sampled_from(["words", "words", "undo", "join", "split", "ends", "same"]))
    if kind == "undo":
        for before, after in draw(st.lists(st.sampled_from(undone), max_size=2)) if undone else []:
            copy = copy.replace(after, before, 1) if after else copy
    elif kind == "join":
        copy = copy.replace("\n\n", " ", 1).replace("\r\n\r\n", " ", 1)
    elif kind == "split":
        copy = copy.replace(" ", draw(st.sampled_from(["\n\n", "\r\n", "\r"])), 2)
    elif kind == "ends":
        copy = copy.replace("\r\n", "\n") if "\r\n" in copy else copy.replace("\n", "\r\n")
    if kind == "same" or draw(st.booleans()):
        return copy
    edits = [
        Edit(span, span.of(copy), draw(st.one_of(st.just(""), words(3), RAW_TEXTS)))
        for span in draw(st.lists(spans_in(len(copy)), max_size=3))
    ]
    return splice(copy, disjoint(edits))


@settings(max_examples=50, deadline=None)
@given(plain_texts(), st.data())
def test_after_absorbing_the_edition_is_the_reworked_text(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    shop = workshop(tmp_path_factory.mktemp("absorb") / "p", text)
    spans = data.draw(st.lists(spans_in(len(text)), max_size=6))
    offered = [
        proposal(shop.document, s, *data.draw(st.lists(words(2), max_size=2, unique=True)))
        for s in spans
    ]
    shop.propose(*{p.id: p for p in offered}.values())
    desk = shop.desk()
    for told in offered:
        act = data.draw(st.sampled_from(["accept", "own", "reject", "leave"]))
        _stand(desk, told, act)
    undone = [(e.before, e.after) for e in desk.standing.edits]
    wanted = data.draw(reworked(desk.edition.text, undone))
    before = desk.decisions
    result = absorbed(desk, wanted)
    assert desk.edition.text == wanted
    assert shop.desk().edition.text == wanted
    assert desk.open_proposals() == ()
    assert desk.decisions == (*before, *result.decided)
    assert {d.scope for d in result.decided} <= {"absorb"}
    changed = result.accepted + result.amended + result.own + result.undone
    assert len(result.decided) == changed + result.rejected
    if result.decided:
        desk.undo()
        former = make_edition(desk.document, before)
        assert desk.edition.text == former.text
        assert desk.standing.refused == former.standing.refused


@settings(max_examples=40, deadline=None)
@given(markdown_texts(), st.data())
def test_a_reworked_markdown_file_is_taken_in_exactly_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    shop = workshop(tmp_path_factory.mktemp("absorb") / "p", text, extension=".md")
    desk = shop.desk()
    for segment in shop.document.segments[:2]:
        first = Span(segment.span.start, segment.span.start)
        if data.draw(st.booleans()):
            _own(desk, first)
    wanted, before = data.draw(reworked(desk.edition.text, [])), desk.decisions
    try:
        absorbed(desk, wanted)
    except InputError:
        assert shop.desk().decisions == before
    else:
        assert shop.desk().edition.text == wanted


def _own(desk: Any, span: Span) -> None:
    try:
        desk.own(span, "New ", category="style", confirmed=FACTS, supersede=True)
    except (EditError, VerdictError):
        return


def _stand(desk: Any, told: Any, act: str) -> None:
    if act == "accept" and told.replacements:
        desk.accept(told, pick=0, confirmed=FACTS, supersede=True)
    elif act == "own":
        try:
            desk.amend(told, "own words", confirmed=FACTS, supersede=True)
        except (EditError, VerdictError):
            return
    elif act == "reject":
        desk.reject(told)


TEXT = "The discharge tube reform goes on.\r\n\r\nTwo is to grow by 5 percent.\r\n"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return workshop(tmp_path / "p", TEXT)


def test_each_difference_becomes_an_accept_an_amendment_or_an_own_edit(shop: Workshop) -> None:
    shop.propose(
        proposal(shop.document, "discharge tube", "streamlining"),
        proposal(shop.document, "Two is to", "Second,"),
    )
    desk = shop.desk()
    result = absorbed(
        desk,
        TEXT.replace("discharge tube", "streamlining")
        .replace("Two is to", "Next,")
        .replace("goes on", "continues"),
    )
    assert [(d.verdict, d.before, d.after) for d in result.decided] == [
        ("accept", "discharge tube", "streamlining"),
        ("own", "goes on", "continues"),
        ("amend", "Two is to", "Next,"),
    ]
    assert (result.accepted, result.amended, result.own) == (1, 1, 1)
    assert {d.message for d in result.decided if d.verdict == "own"} == {
        "edited in another program"
    }


def test_what_was_left_as_it_stands_is_rejected_in_bulk(shop: Workshop) -> None:
    shop.propose(
        proposal(shop.document, "discharge tube", "streamlining"),
        proposal(shop.document, "goes on"),
        proposal(shop.document, "grow", "rise", trust="hint"),
    )
    desk = shop.desk()
    result = absorbed(desk, TEXT)
    assert (result.rejected, len(result.decided)) == (2, 2)
    assert {(d.verdict, d.scope) for d in result.decided} == {("reject", "absorb")}


def test_an_edit_that_was_undone_is_rejected(shop: Workshop) -> None:
    told = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(told)
    desk = shop.desk()
    desk.accept(told)
    result = absorbed(desk, TEXT)
    assert result.undone == 1
    (made,) = result.decided
    assert (made.verdict, made.place, made.note) == (
        "reject",
        told.place,
        "undone in another program",
    )
    assert not desk.is_open(told)


def test_changed_line_ends_are_own_edits_of_their_kind(shop: Workshop) -> None:
    desk = shop.desk()
    result = absorbed(desk, TEXT.replace("\r\n", "\n"))
    assert result.line_ends == result.own > 0
    assert {(d.category, d.message) for d in result.decided} == {
        ("design and markup", "line ends or spaces changed in another program")
    }


def test_a_changed_figure_is_asked_for_and_then_counts_as_confirmed(shop: Workshop) -> None:
    asked: list[tuple[str, tuple[Fact, ...]]] = []

    def confirm(edit: Edit, kinds: tuple[Fact, ...]) -> bool:
        asked.append((edit.after, kinds))
        return True

    desk = shop.desk()
    result = absorb(desk, TEXT.replace("5", "6").encode(), confirm)
    assert asked == [("6", ("figure",))]
    assert result.decided[0].confirmed == ("figure",)


def test_without_the_confirmation_nothing_is_written(shop: Workshop) -> None:
    desk = shop.desk()
    message = "'5' to '6' changes a figure and was not confirmed; nothing was written"
    with pytest.raises(VerdictError, match=message):
        absorb(desk, TEXT.replace("5", "6").encode(), lambda _e, _k: False)
    assert shop.desk().decisions == ()


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        (TEXT + "caf\xe9").encode("latin-1"),
    ],
)
def test_another_encoding_or_byte_order_mark_is_refused(shop: Workshop, data: bytes) -> None:
    desk = shop.desk()
    message = "the reworked file is not .*save it in the encoding of the edition and try again"
    with pytest.raises(InputError, match=message):
        absorb(desk, data, yes)
    assert shop.desk().decisions == ()


def test_a_missing_byte_order_mark_is_refused(tmp_path: Path) -> None:
    shop = workshop(tmp_path / "p", "", data=codecs.BOM_UTF8 + b"One.\n")
    with pytest.raises(InputError, match=r"not written like the document .*byte order mark"):
        absorb(shop.desk(), b"One.\n", yes)


MARKDOWN = "# Title\n\nUse `code` and **bold** words.\n\n---\n\n- item\n"


@pytest.mark.parametrize(
    "wanted",
    [
        MARKDOWN.replace("`code`", "`other`"),
        MARKDOWN.replace("\n---\n\n", ""),
        MARKDOWN.replace("**bold**", "bold"),
        MARKDOWN.replace("# Title", "Title"),
    ],
)
def test_changed_protected_text_or_structure_is_refused(tmp_path: Path, wanted: str) -> None:
    shop = workshop(tmp_path / "p", MARKDOWN, extension=".md")
    with pytest.raises(InputError, match=r"cannot be taken in: .*; nothing was written"):
        absorb(shop.desk(), wanted.encode(), yes)
    assert shop.desk().decisions == ()


def test_markdown_prose_is_absorbed(tmp_path: Path) -> None:
    shop = workshop(tmp_path / "p", MARKDOWN, extension=".md")
    wanted = MARKDOWN.replace("bold", "strong").replace("words", "*words*").replace("item", "point")
    desk = shop.desk()
    absorb(desk, wanted.replace("*words*", "phrases").encode(), yes)
    assert "**strong** phrases" in desk.edition.text


def test_a_wide_finding_over_what_stands_is_rejected_and_its_edit_stays(shop: Workshop) -> None:
    desk = shop.desk()
    desk.own(at(TEXT, "discharge tube"), "streamlining", category="style")
    found = proposal(
        shop.document,
        Span(0, 18),
        "Streamlining",
        amends=(desk.decisions[0].id,),
    )
    desk.extend([found])
    text = desk.edition.text
    result = absorbed(desk, text)
    assert (result.rejected, desk.edition.text) == (1, text)
    assert desk.open_proposals() == ()
