from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleanup.edit import Edit, splice
from cleanup.editable import check_edit, gaps_touched
from cleanup.errors import EditError
from cleanup.formats import keeps_structure, read_document
from cleanup.reading import ReadingBuilder, from_base, plain_reading, snap_to_clusters, to_base
from cleanup.sentences import sentence_around, sentences
from cleanup.text import Document, Piece, Reading, Segment, Span
from strategies import (
    documents,
    edits_in,
    markdown_documents,
    plain_documents,
    plain_texts,
    spans_in,
    words,
)


def plain(text: str) -> Document:
    return read_document("test", text.encode())


def markdown(text: str) -> Document:
    return read_document("test", text.encode(), extension=".md")


def rewritten(document: Document, segment: int, old: str, new: str) -> str:
    """The document's text after the words `old` of a reading have become `new`."""
    at = document.segments[segment].reading.text.index(old)
    span, after = to_base(document, segment, Span(at, at + len(old)), new)
    check_edit(document, span, after)
    return splice(document.text, [Edit(span, span.of(document.text), after)])


@st.composite
def places(draw: st.DrawFn, of: st.SearchStrategy[Document]) -> tuple[Document, int, Span]:
    """A document, a segment of it, and a span of the segment's reading."""
    document = draw(of)
    assume(document.segments)
    index = draw(st.integers(0, len(document.segments) - 1))
    return document, index, draw(spans_in(len(document.segments[index].reading.text)))


# --- spans --------------------------------------------------------------------------------


def test_a_span_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="not a span: 3 to 2"):
        Span(3, 2)


def test_touching_spans_do_not_overlap() -> None:
    assert not Span(0, 2).overlaps(Span(2, 4))


def test_two_insertions_at_one_point_overlap() -> None:
    assert Span(2, 2).overlaps(Span(2, 2))


def test_an_insertion_overlaps_a_range_only_strictly_inside_it() -> None:
    assert Span(1, 3).overlaps(Span(2, 2))
    assert not Span(1, 3).overlaps(Span(1, 1))
    assert not Span(3, 3).overlaps(Span(1, 3))


@given(spans_in(8), spans_in(8))
def test_overlapping_is_mutual(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one)


@given(spans_in(8), spans_in(8))
def test_a_union_covers_both(one: Span, other: Span) -> None:
    assert one.union(other).covers(one)
    assert one.union(other).covers(other)


# --- documents ----------------------------------------------------------------------------


def test_lines_end_at_lf_crlf_and_cr() -> None:
    document = plain("one\r\ntwo\rthree\nfour")
    assert [document.line_column(document.text.index(w)) for w in ("two", "three", "four")] == [
        (2, 1),
        (3, 1),
        (4, 1),
    ]
    assert document.line_column(len(document.text)) == (4, 5)


def test_a_document_wants_one_gap_more_than_segments() -> None:
    with pytest.raises(ValueError, match="one gap more"):
        Document("x", "plain", "utf-8", "a", (), (), (), "")


def test_a_point_where_two_segments_touch_belongs_to_the_later_one() -> None:
    parts = tuple(
        Segment(s, "unit", plain_reading("ab", s.start)) for s in (Span(0, 2), Span(2, 4))
    )
    document = Document("x", "plain", "utf-8", "abab", parts, (True,) * 3, (), "")
    assert document.segment_at(Span(2, 2)) == 1


@given(documents())
def test_segments_stand_in_order_inside_the_text_and_gaps_fill_the_rest(document: Document) -> None:
    text = document.text
    parts = [document.gap(0).of(text)]
    for index, segment in enumerate(document.segments):
        assert len(segment.span) > 0
        parts += [segment.span.of(text), document.gap(index + 1).of(text)]
    assert "".join(parts) == text


# --- readings -----------------------------------------------------------------------------


@given(documents())
def test_pieces_cover_their_segment_without_holes(document: Document) -> None:
    for segment in document.segments:
        base, read = segment.span.start, 0
        for piece in segment.reading.pieces:
            assert piece.base.start == base
            assert piece.reading.start == read
            base, read = piece.base.end, piece.reading.end
        assert base == segment.span.end
        assert read == len(segment.reading.text)


@given(documents())
def test_a_reading_has_no_line_ends_tabs_or_odd_spaces(document: Document) -> None:
    for segment in document.segments:
        assert not set(segment.reading.text) & set("\n\r\t\u00a0\u3000\u00ad\u200b\u2060\ufeff")


@given(places(documents()))
def test_the_reading_of_what_stands_behind_a_span_covers_it(
    place: tuple[Document, int, Span],
) -> None:
    document, index, span = place
    reading = document.segments[index].reading
    back = reading.reading_span(reading.base_span(span))
    assert back.covers(span)


@given(places(documents()))
def test_base_spans_lie_in_the_segment_and_keep_the_order(
    place: tuple[Document, int, Span],
) -> None:
    document, index, span = place
    segment = document.segments[index]
    base = segment.reading.base_span(span)
    assert segment.span.covers(base)
    start = segment.reading.base_span(Span(span.start, span.start)).start
    end = segment.reading.base_span(Span(span.end, span.end)).end
    assert start <= end


def test_spaces_accents_and_line_ends_are_normalised() -> None:
    reading = plain_reading("cafe\u0301\u00a0au\u3000lait \r\n  noir\u00ad s\u200bi\tx", 10)
    assert reading.text == "café au lait noir si x"
    assert reading.base_span(Span(3, 4)) == Span(13, 15)


def test_an_accent_snaps_to_its_letter() -> None:
    document = plain("a cafe\u0301 here")
    assert snap_to_clusters(document.text, Span(2, 6)) == Span(2, 7)
    assert snap_to_clusters(document.text, Span(6, 6)) == Span(5, 7)


def test_an_emoji_sequence_is_not_cut() -> None:
    text = "a👩\u200d🔬b"
    assert snap_to_clusters(text, Span(0, 2)) == Span(0, 4)


@given(plain_texts(), st.data())
def test_snapping_covers_the_span_and_is_done_once(text: str, data: st.DataObject) -> None:
    span = data.draw(spans_in(len(text)))
    snapped = snap_to_clusters(text, span)
    assert snapped.covers(span)
    assert snap_to_clusters(text, snapped) == snapped


def test_a_long_run_of_blanks_is_read_quickly() -> None:
    assert len(plain_reading("a" + " " * 300_000 + "b", 0).text) == 300_002


def test_a_point_in_an_empty_reading_is_the_start() -> None:
    assert Reading("", ()).base_span(Span(0, 0)) == Span(0, 0)
    assert Reading("", ()).reading_span(Span(0, 0)) == Span(0, 0)


def test_a_reading_of_mark_up_alone_is_empty_and_has_a_place() -> None:
    builder = ReadingBuilder()
    builder.atom(Span(5, 7), "", "open")
    reading = builder.build()
    assert reading.pieces == (Piece(Span(5, 7), Span(0, 0), "open"),)
    assert reading.base_span(Span(0, 0)) == Span(5, 5)


# --- from readings back to the base --------------------------------------------------------


@given(places(documents()))
def test_writing_the_words_that_stand_there_changes_nothing(
    place: tuple[Document, int, Span],
) -> None:
    document, index, span = place
    reading = document.segments[index].reading
    base, after = to_base(document, index, span, span.of(reading.text))
    assert after == base.of(document.text)


@given(places(plain_documents()), words())
def test_new_words_in_plain_text_come_to_stand_as_they_are_written(
    place: tuple[Document, int, Span], new: str
) -> None:
    document, index, span = place
    reading = document.segments[index].reading
    base, after = to_base(document, index, span, new)
    segment = document.segments[index].span
    whole = (
        document.text[segment.start : base.start] + after + document.text[base.end : segment.end]
    )
    read = reading.reading_span(base)
    snapped = read.union(span)
    wanted = (
        reading.text[: snapped.start]
        + reading.text[snapped.start : span.start]
        + new
        + reading.text[span.end :]
    )
    assert plain_reading(whole, 0).text == plain_reading(wanted, 0).text


@given(places(markdown_documents()), words(4))
def test_new_words_in_markdown_are_read_as_they_are_written(
    place: tuple[Document, int, Span], new: str
) -> None:
    document, index, span = place
    reading = document.segments[index].reading
    base, after = to_base(document, index, span, new)
    try:
        check_edit(document, base, after)
    except EditError:
        return
    if not keeps_structure(document, base, after):
        return
    spliced = splice(document.text, [Edit(base, base.of(document.text), after)])
    again = markdown(spliced).segments[index].reading.text
    wanted = plain_reading(reading.text[: span.start] + new + reading.text[span.end :], 0).text
    assert again.split() == wanted.split()


def test_a_pair_of_marks_wraps_the_whole_replacement() -> None:
    document = markdown('Reform of "release and *control* clothing" goes on.')
    assert (
        rewritten(document, 0, "release and control clothing", "less red tape")
        == 'Reform of "*less red tape*" goes on.'
    )


def test_a_mark_at_the_edge_is_taken_in_when_its_partner_is_inside() -> None:
    document = markdown("to release and **control** it")
    assert rewritten(document, 0, "release and control", "streamline") == "to **streamline** it"
    document = markdown("to **release** and control it")
    assert rewritten(document, 0, "release and control", "streamline") == "to **streamline** it"


def test_emphasised_words_stay_emphasised() -> None:
    document = markdown("the *reform* goes on")
    assert rewritten(document, 0, "reform", "opening up") == "the *opening up* goes on"


def test_a_link_keeps_its_address() -> None:
    document = markdown("see [the reform](http://example.org) now")
    assert (
        rewritten(document, 0, "see the reform now", "read it") == "[read it](http://example.org)"
    )


def test_unpaired_marks_stand_outside_of_new_words() -> None:
    document = markdown("one *two three* four *five six*")
    reading = document.segments[0].reading.text
    at = reading.index("three")
    span, after = to_base(document, 0, Span(at, at + len("three four five")), "X")
    assert span.of(document.text) == "three* four *five"
    assert after == "*X*"


def test_unchanged_words_keep_their_exact_spaces_and_entities() -> None:
    assert rewritten(plain("10\u00a0million ton"), 0, "10 million ton", "10 million tons") == (
        "10\u00a0million tons"
    )
    document = markdown("the R&amp;D center of\nJinan")
    assert rewritten(document, 0, "R&D center of Jinan", "R&D centre of Jinan") == (
        "the R&amp;D centre of\nJinan"
    )


def test_what_would_be_markup_is_escaped_and_what_would_not_is_left() -> None:
    document = markdown("say it now")
    assert rewritten(document, 0, "it", "R&D & AT&T; *5* a_b _c [x](y) <b> 3 < 4 `q`") == (
        "say R&D & AT\\&T; \\*5\\* a_b \\_c \\[x\\]\\(y) \\<b> 3 < 4 \\`q\\` now"
    )


def test_a_pipe_is_escaped_only_in_a_table() -> None:
    assert rewritten(markdown("| a |\n|---|\n| b |\n"), 1, "b", "x|y") == (
        "| a |\n|---|\n| x\\|y |\n"
    )
    assert rewritten(markdown("b"), 0, "b", "x|y") == "x|y"


def test_an_insertion_in_a_cluster_takes_the_cluster_and_puts_it_back() -> None:
    document = plain("e\u0323\u0301x")
    span, after = to_base(document, 0, Span(1, 1), "!")
    assert span == Span(0, 3)
    assert plain_reading(after.replace("!", ""), 0).text == document.segments[0].reading.text[:2]


@given(places(documents()))
def test_from_base_finds_the_reading_again(place: tuple[Document, int, Span]) -> None:
    document, index, span = place
    base, _ = to_base(document, index, span, "x")
    assume(document.segments[index].span.covers(base))
    assert from_base(document, index, base).covers(span)


# --- what an edit may touch ----------------------------------------------------------------


@given(documents(), st.data())
def test_no_edit_may_touch_protected_text(document: Document, data: st.DataObject) -> None:
    assume(document.protected)
    guarded = data.draw(st.sampled_from(document.protected))
    inside = data.draw(spans_in(len(guarded))).shifted(guarded.start)
    assume(inside.overlaps(guarded))
    with pytest.raises(EditError):
        check_edit(document, inside, "")


@given(markdown_documents(), st.data())
def test_no_edit_may_touch_a_fixed_gap(document: Document, data: st.DataObject) -> None:
    fixed = [
        document.gap(index)
        for index, joinable in enumerate(document.joinable)
        if not joinable and len(document.gap(index)) > 0
    ]
    assume(fixed)
    gap = data.draw(st.sampled_from(fixed))
    with pytest.raises(EditError):
        check_edit(document, gap, "x")


@given(documents().flatmap(lambda d: st.tuples(st.just(d), edits_in(d))))
def test_an_allowed_edit_leaves_protected_text_in_place(pair: tuple[Document, Edit]) -> None:
    document, edit = pair
    kept = [p.of(document.text) for p in document.protected]
    text, position = splice(document.text, [edit]), 0
    for words_kept in kept:
        position = text.find(words_kept, position)
        assert position >= 0
        position += len(words_kept)


def test_protected_text_is_named_when_an_edit_touches_it() -> None:
    document = markdown("first\n\nrun `make all` now")
    at = document.text.index("make")
    with pytest.raises(EditError) as caught:
        check_edit(document, Span(at, at + 4), "build")
    assert str(caught.value) == (
        "line 3 column 6: protected text ('`make all`') may not be changed;"
        " edit only the words around it"
    )


def test_markup_that_would_be_lost_is_named() -> None:
    document = markdown("the *big* reform")
    with pytest.raises(EditError) as caught:
        check_edit(document, Span(4, 9), "large")
    assert str(caught.value) == (
        "line 1 column 5: the mark-up '*' would be lost; keep it in the new words"
    )


def test_markup_is_not_cut_in_two() -> None:
    document = markdown("the **big** reform")
    with pytest.raises(EditError) as caught:
        check_edit(document, Span(5, 8), "x")
    assert str(caught.value) == (
        "line 1 column 6: the edit cuts the mark-up '**' in two; take it in whole or leave it"
    )


def test_a_fixed_gap_is_not_crossed() -> None:
    document = markdown("# one\n\ntwo")
    with pytest.raises(EditError) as caught:
        check_edit(document, Span(2, 10), "one two")
    assert str(caught.value) == (
        "line 1 column 3: the edit crosses from one part of the file's structure into another;"
        " edit each part by itself"
    )


def test_an_edit_behind_the_text_is_refused() -> None:
    with pytest.raises(EditError) as caught:
        check_edit(plain("one\ntwo"), Span(5, 9), "x")
    assert str(caught.value) == (
        "line 2 column 2: the edit ends behind the text; read the document again"
    )


def test_a_paragraph_with_markup_may_be_dropped_but_not_one_with_an_address() -> None:
    document = markdown("**one**\n\n**one**\n\ntwo [x](http://example.org)\n")
    check_edit(document, Span(0, 9), "")
    address = Span(document.segments[2].span.start, len(document.text))
    with pytest.raises(EditError, match="would be lost; keep it"):
        check_edit(document, address, "")


def test_a_whole_segment_may_be_typed_anew_around_its_link() -> None:
    document = markdown("see [this](http://example.org)")
    check_edit(document, document.segments[0].span, "read [that](http://example.org)")


def test_gaps_are_touched_by_what_crosses_them_or_lies_in_them() -> None:
    document = plain("one\n\ntwo\n\nthree")
    assert list(gaps_touched(document, Span(0, 3))) == []
    assert list(gaps_touched(document, Span(4, 4))) == [1]
    assert list(gaps_touched(document, Span(0, 5))) == [0, 1]
    assert list(gaps_touched(document, Span(2, 12))) == [1, 2]


# --- sentences ----------------------------------------------------------------------------


def sentences_of(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith went home.",
        "The U.S. economy grew by 3.5 percent.",
        "They toured the No. 1 project.",
        "We run hospitals, schools, etc. and more.",
        "Qingdao: to create a growth pole",
        "On Jan. 5 Prof. Wang spoke.",
    ],
)
def test_a_stop_in_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["He came.", "She went!", "Who stayed?"],
        ["“We must go.”", "The mayor said so."],
        ['He said: "Go now."', "They went."],
        ["改革。", "开放！", "好吗？"],
        ["It covers health, schools, etc.", "The next step is clear."],
        ["😀 𠮷 one.", "Two."],
    ],
)
def test_sentences_end_where_readers_see_them_end(parts: list[str]) -> None:
    joined = " ".join(parts)
    assert sentences_of(joined) == parts


@given(words(30))
def test_sentences_lose_no_words(text: str) -> None:
    reading = plain_reading(text, 0).text
    found = sentences(reading)
    assert all(one.end <= other.start for one, other in pairwise(found))
    rest = list(reading)
    for span in found:
        rest[span.start : span.end] = [" "] * len(span)
    assert "".join(rest).strip() == ""


def test_the_sentence_around_a_span_is_whole() -> None:
    document = plain("One is here. Two is there. Three.")
    at = document.text.index("Two")
    around = sentence_around(document, Span(at, at + 3))
    assert around.of(document.text) == "Two is there."
    both = sentence_around(document, Span(2, at + 3))
    assert both.of(document.text) == "One is here. Two is there."


def test_outside_of_segments_the_sentence_is_the_span_itself() -> None:
    document = plain("one\n\n\ntwo")
    assert sentence_around(document, Span(4, 5)) == Span(4, 5)
