from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.edit import Edit, splice
from cleanup.editable import check_edit
from cleanup.errors import EditError
from cleanup.formats import commonmark, keeps_structure, markdown, read_document
from cleanup.text import Document, Span
from strategies import edits_in, markdown_documents, words


def read(text: str) -> Document:
    return read_document("test", text.encode(), extension=".md")


def kinds(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.reading.text) for segment in read(text).segments]


def protected(text: str) -> list[str]:
    document = read(text)
    return [span.of(document.text) for span in document.protected]


def keeps(text: str, old: str, new: str) -> bool:
    """Whether `new` in place of the only `old` keeps the structure of the text."""
    at = text.index(old)
    return keeps_structure(read(text), Span(at, at + len(old)), new)


# --- what is read -------------------------------------------------------------------------


def test_blocks_of_prose_are_segments() -> None:
    text = "# Head #\n\nSet\n===\n\nPara\n\n> Quote\n\n- One\n- [ ] Two\n\n1. Three\n\n   Four\n"
    assert kinds(text) == [
        ("heading", "Head"),
        ("heading", "Set"),
        ("paragraph", "Para"),
        ("paragraph", "Quote"),
        ("list-item", "One"),
        ("list-item", "Two"),
        ("list-item", "Three"),
        ("paragraph", "Four"),
    ]


def test_table_cells_are_segments() -> None:
    assert kinds("| a | *b* |\n|---|---|\n| x \\| y | |\n") == [
        ("table-cell", "a"),
        ("table-cell", "b"),
        ("table-cell", "x | y"),
    ]


def test_inline_markup_is_out_of_the_reading() -> None:
    assert kinds("*a* **b** ~~c~~ [d](e 'f') ![g](h) <b>i</b> ***j** k*") == [
        ("paragraph", "a b c d g i j k")
    ]


def test_entities_and_escapes_are_resolved() -> None:
    assert kinds("R&amp;D\\* &#x1F600;&nbsp;x &bogus;") == [("paragraph", "R&D* 😀 x &bogus;")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_soft_and_hard_breaks_read_as_one_space(end: str) -> None:
    text = "> one\n> two \n> three  \n> four\\\n> five<br>six".replace("\n", end)
    assert kinds(text) == [("paragraph", "one two three four five six")]


def test_code_html_addresses_labels_and_front_matter_are_protected() -> None:
    text = (
        "---\ntitle: x\n---\n\n`code` <http://a.b> [c](d 'e') ![f](g) <i>h</i> http://i.j/k_l.\n\n"
        "Note[^1] and [m][n] [n].\n\n[^1]: why\n\n[n]: http://o.p\n\n<div>\nq\n</div>\n\n"
        "    block\n\n~~~\nfence\n~~~\n"
    )
    assert [words.strip() for words in protected(text)] == [
        "---\ntitle: x\n---",
        "`code`",
        "<http://a.b>",
        "(d 'e')",
        "(g)",
        "<i>",
        "</i>",
        "http://i.j/k_l",
        "[^1]",
        "[n]",
        "[^1]:",
        "[n]: http://o.p",
        "<div>\nq\n</div>",
        "block",
        "~~~\nfence\n~~~",
    ]


def test_front_matter_is_only_at_the_top() -> None:
    assert kinds("one\n\n---\ntwo: x\n---\n")[0] == ("paragraph", "one")
    assert kinds("one\n\n---\ntwo: x\n---\n")[1] == ("heading", "two: x")
    assert kinds("---\none: x\n---\n\ntwo") == [("paragraph", "two")]


def test_only_blank_gaps_between_paragraphs_of_one_container_are_joinable() -> None:
    text = "one\n\ntwo\n\n# three\n\nfour\n\n- five\n\n  six\n\n- seven\n\n> eight\n>\n> nine\n"
    assert read(text).joinable == (
        True,  # before one
        True,  # one, two
        False,
        False,
        False,
        True,  # five, six
        False,
        False,
        False,  # the quotation's mark stands between eight and nine
        False,
    )


def test_positions_are_code_points() -> None:
    document = read("😀 𠮷 山东 *e\u0301*\n\n" * 200 + "last")
    assert document.segments[-1].span.of(document.text) == "last"
    assert all(s.reading.text == "😀 𠮷 山东 é" for s in document.segments[:-1])


@given(markdown_documents())
def test_protected_spans_stand_in_order_and_apart(document: Document) -> None:
    position = -1
    for span in document.protected:
        assert span.start > position
        position = span.end


@given(st.text("ab*_~`[]()<>!#-+|>\\&; \n\r\t😀1.:^", max_size=60))
def test_any_text_is_read_with_pieces_that_fit(text: str) -> None:
    document = read(text)
    for segment in document.segments:
        pieces = segment.reading.pieces
        assert "".join(p.base.of(text) for p in pieces) == segment.span.of(text)
        assert "".join(p.reading.of(segment.reading.text) for p in pieces) == segment.reading.text
        for piece in pieces:
            if piece.kind in ("open", "close"):
                assert len(piece.reading) == 0


# --- which edits keep the structure --------------------------------------------------------


@pytest.mark.parametrize(
    "new", ["# two", "- two", "1. two", "> two", "    two", "[x]: y", "---", ""]
)
def test_an_edit_that_makes_another_block_is_seen(new: str) -> None:
    assert not keeps("one\n\ntwo\n\nthree\n", "two", new)


@pytest.mark.parametrize(
    "new", ["*two*", "a *b* c", "two [x](y)", "a `b`", "<b>two</b>", "[r]", "[^1]"]
)
def test_an_edit_that_adds_markup_is_seen(new: str) -> None:
    assert not keeps("one two\n\n[r]: http://a.b\n\n[^1]: note\n", "two", new)


def test_an_edit_that_spoils_markup_is_seen() -> None:
    assert not keeps("see *the* end", "the*", "the *")
    assert not keeps("see [this][r] now\n\n[r]: http://a.b", "][r]", "][s]")
    assert not keeps("see [r] now\n\n[r]: http://a.b", "r", "s")
    assert not keeps("one  \ntwo", "  ", "")


def test_an_edit_of_words_alone_keeps_the_structure() -> None:
    text = "# Head\n\nsee *the* [end][r] &amp; `code`\nof it\n\n- one\n- two\n\n[r]: http://a.b\n"
    for old in ("Head", "see", "the", "end", "&amp;", "of it", "one", "two"):
        assert keeps(text, old, "words 山东 😀")


def test_a_line_end_may_become_a_space() -> None:
    assert keeps("one\ntwo", "\n", " ")


def test_blanks_that_push_a_paragraph_into_the_list_above_are_seen() -> None:
    assert not keeps("- one\n\ntwo\n", "two", "  two")


def test_a_pipe_in_a_table_is_seen() -> None:
    assert not keeps("| a | b |\n|---|---|\n| cell | d |\n", "cell", "x | y")


def test_paragraphs_may_be_split_joined_and_dropped() -> None:
    text = "one here. two there.\n\nthree\n\n# four\n"
    assert keeps(text, ". two", ".\n\ntwo")
    assert keeps(text, ".\n\nthree", ", three")
    assert keeps("one\n\ntwo\n\nthree\n", "two\n\n", "")
    assert keeps("one\n\ntwo\n", "two\n", "")
    assert keeps("one\n\n\n\ntwo\n", "\n\n\n\n", "\n\nnew\n\n")
    assert keeps_structure(read(""), Span(0, 0), "new")
    assert not keeps_structure(read(""), Span(0, 0), "# new")
    assert keeps("- one\n\n  two\n\n- three\n", "one\n\n  two", "one two")


def test_a_paragraph_may_be_dropped_with_its_emphasis_but_not_with_its_address() -> None:
    assert keeps("**one**\n\n**one**\n\ntwo\n", "**one**\n\n", "")
    assert not keeps("[one](x)\n\ntwo\n\nthree\n", "[one](x)\n\n", "")


def test_splitting_where_no_paragraph_can_be_split_is_seen() -> None:
    assert not keeps("# one two\n", " two", "\n\ntwo")
    assert not keeps("- one two\n- three\n", " two", "\n\ntwo")
    assert not keeps("> one two\n", " two", "\n\ntwo")
    assert not keeps("one two\n", " two", "\n\n# two")


def test_an_edit_over_a_fixed_gap_does_not_keep_the_structure() -> None:
    assert not keeps("one\n\n# two\n", "\n\n# ", " ")
    assert not keeps("- one\n- two\n", "\n- ", " ")


def test_an_edit_behind_the_text_does_not_keep_the_structure() -> None:
    assert not keeps_structure(read("one"), Span(1, 9), "x")


def test_only_the_blocks_around_the_edit_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read("word\n\n" * 10_000)
    lengths: list[int] = []

    def watched(text: str, *, front_matter: bool) -> object:
        lengths.append(len(text))
        return commonmark.parse(text, front_matter=front_matter)

    monkeypatch.setattr(markdown, "parse", watched)
    assert keeps_structure(document, Span(30_000, 30_004), "other")
    assert max(lengths) < 40


@given(markdown_documents().flatmap(lambda d: st.tuples(st.just(d), edits_in(d))))
def test_an_edit_in_a_segment_that_keeps_the_structure_keeps_it_in_the_whole_file(
    pair: tuple[Document, Edit],
) -> None:
    document, edit = pair
    index = document.segment_at(edit.span)
    if index is None or not keeps_structure(document, edit.span, edit.after):
        return
    again = read(splice(document.text, [edit]))
    assert [s.kind for s in again.segments] == [s.kind for s in document.segments]
    assert again.joinable == document.joinable
    for at, (old, new) in enumerate(zip(document.segments, again.segments, strict=True)):
        if at != index:
            assert new.reading.text == old.reading.text


@given(markdown_documents(), words(3), st.data())
def test_an_edit_across_gaps_that_keeps_the_structure_leaves_the_rest_alone(
    document: Document, new: str, data: st.DataObject
) -> None:
    open_gaps = [i for i, yes in enumerate(document.joinable[1:-1], 1) if yes]
    if not open_gaps:
        return
    index = data.draw(st.sampled_from(open_gaps))
    gap = document.gap(index)
    if not keeps_structure(document, gap, new):
        return
    again = read(splice(document.text, [Edit(gap, gap.of(document.text), new)]))
    assert len(again.segments) == len(document.segments) - 1
    rest = [*document.segments[: index - 1], *document.segments[index + 1 :]]
    left = [*again.segments[: index - 1], *again.segments[index:]]
    assert [s.reading.text for s in left] == [s.reading.text for s in rest]


# --- dropping a block with its lines ---------------------------------------------------------


def test_a_headline_may_go_with_its_lines_and_the_rest_stays() -> None:
    text = "# One\n\nProse *here*.\n\n## Two `c`\n\nMore.\n"
    document = read_document("d", text.encode(), extension=".md")
    span = document.dropped(0)
    assert span.of(text) == "# One\n\n"
    check_edit(document, span, "")
    assert keeps_structure(document, span, "")
    assert document.dropped_by(span) == 0


def test_a_headline_with_code_and_one_in_a_list_do_not_go() -> None:
    text = "# One `c`\n\n- # Two\n- # Three\n"
    document = read_document("d", text.encode(), extension=".md")
    with pytest.raises(EditError, match="protected text"):
        check_edit(document, document.dropped(0), "")
    assert not keeps_structure(document, document.dropped(1), "")


def test_only_the_lines_of_one_segment_drop_it() -> None:
    document = read_document("d", b"# One\n\n# Two\n\nText.\n", extension=".md")
    both = document.dropped(0).union(document.dropped(1))
    assert document.dropped_by(both) is None
    with pytest.raises(EditError, match="crosses from one part"):
        check_edit(document, both, "")
