from __future__ import annotations

from hypothesis import given

from cleanup.edit import Edit
from cleanup.formats import keeps_structure, read_document
from cleanup.text import Document, Span
from strategies import edits_in, plain_documents


def read(text: str) -> Document:
    return read_document("test", text.encode())


def kinds(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.reading.text) for segment in read(text).segments]


def texts(text: str) -> list[str]:
    return [segment.reading.text for segment in read(text).segments]


WRAPPED = """\
The provincial government will go on with the reform this year, and
the cities of the province have each named a leading industry, among
them new materials, health care and the making of fine machines.
"""


def test_blank_lines_separate_segments() -> None:
    assert texts("one.\n\n\ntwo.\r\n \t\r\nthree.\r\r") == ["one.", "two.", "three."]


def test_lines_without_a_common_width_are_segments_of_their_own() -> None:
    assert texts(
        "The first paragraph is here.\nThe second is a good deal longer than it.\nNo."
    ) == [
        "The first paragraph is here.",
        "The second is a good deal longer than it.",
        "No.",
    ]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    assert texts(WRAPPED + "\n" + WRAPPED) == [" ".join(WRAPPED.split("\n")).strip()] * 2


def test_long_lines_are_a_paragraph_each() -> None:
    line = "The provincial government will go on with the reform this year. " * 3
    assert len(texts(f"{line}\n{line}\n{line}")) == 3


def test_an_address_or_a_poem_stays_in_lines() -> None:
    assert len(texts("Office of the Mayor\n17 Spring Street\nJinan\n")) == 3
    assert len(texts("Before my bed the moon is bright\nI think it frost\nand lift my head\n")) == 3


def test_lines_of_one_width_that_all_end_sentences_stay_apart() -> None:
    line = "The provincial government went on with the reform in May."
    assert len(texts("\n".join([line] * 4))) == 4


def test_two_lines_are_joined_only_when_the_second_goes_on_in_small_letters() -> None:
    first = "The mayors of seventeen cities spoke about the reform of industry"
    assert len(texts(f"{first}\nand its costs.")) == 1
    assert len(texts(f"{first}\nGeneral remarks were made.")) == 2


def test_an_indented_line_opens_a_paragraph() -> None:
    parts = texts("  " + WRAPPED + "  " + WRAPPED)
    assert len(parts) == 2


def test_list_items_in_a_block_are_segments_with_their_further_lines() -> None:
    first = "1. The provincial government will go on with the reform this year,\n"
    further = "   and all of the seventeen cities have named a leading industry.\n"
    assert kinds(first + further + "2. Costs.\n") == [
        ("list-item", " ".join((first + further).split())),
        ("list-item", "2. Costs."),
    ]


def test_list_items_are_known_by_their_markers() -> None:
    items = [
        "1. one",
        "2) two",
        "(3) three",
        "- four",
        "• five",
        "一、six",
        "（二）seven",
        "① eight",
    ]
    assert kinds("\n".join(items)) == [("list-item", item) for item in items]


def test_figures_and_names_are_no_markers() -> None:
    words = ["3.5 million yuan.", "2018. It was.", "A. Smith spoke.", "-5 degrees."]
    assert {kind for kind, _ in kinds("\n".join(words))} == {"paragraph"}


def test_a_short_line_of_its_own_without_a_stop_is_a_heading() -> None:
    assert kinds("Qingdao: to create a growth pole\n\nThe city grows.") == [
        ("heading", "Qingdao: to create a growth pole"),
        ("paragraph", "The city grows."),
    ]


def test_among_indented_paragraphs_a_short_line_at_the_margin_is_a_heading() -> None:
    text = "Yantai: build a modern economy.\n\n  The city grows.\n\n  It will go on.\n\n  So be it."
    assert [kind for kind, _ in kinds(text)] == ["heading", *["paragraph"] * 3]


def test_a_line_that_leads_over_to_the_next_is_no_heading() -> None:
    assert kinds("The tasks are as follows:\n\nWork.")[0][0] == "paragraph"


def test_a_speaker_is_known_by_name_and_office() -> None:
    document = read("Wang Wei, mayor of Jinan: We will go on.\n\nReporter: When?\n\nTo do: rest.")
    assert [(s.kind, s.label) for s in document.segments] == [
        ("speaker", "Wang Wei"),
        ("speaker", "Reporter"),
        ("paragraph", ""),
    ]


def test_a_bare_name_is_a_speaker_when_it_speaks_again() -> None:
    document = read("Li Feng: We build.\n\nBeijing: a city.\n\nLi Feng: We build on.")
    assert [s.label for s in document.segments] == ["Li Feng", "", "Li Feng"]


def test_a_dateline_is_no_speaker() -> None:
    text = "Xinhua News Agency, Harbin, July 26 telegram: The farm grows."
    assert kinds(text)[0][0] == "paragraph"


def test_indentation_and_trailing_blanks_belong_to_the_gaps() -> None:
    document = read("\u3000\u3000one.\u00a0 \n\n\t two. \n")
    assert [s.span.of(document.text) for s in document.segments] == ["one.", "two."]
    assert document.joinable == (True, True, True)
    assert document.protected == ()


def test_only_line_feeds_and_carriage_returns_end_lines() -> None:
    assert len(texts("one\u2028two\x0bthree\x0cfour\x85five")) == 1


@given(plain_documents())
def test_segments_have_words_at_both_ends(document: Document) -> None:
    for segment in document.segments:
        words = segment.span.of(document.text)
        assert words.strip() == words != ""


@given(plain_documents())
def test_only_white_space_stands_between_segments(document: Document) -> None:
    for index in range(len(document.segments) + 1):
        assert document.gap(index).of(document.text).strip() == ""


@given(plain_documents().flatmap(edits_in))
def test_every_edit_keeps_the_structure_of_plain_text(edit: Edit) -> None:
    document = read("x" * edit.span.end)
    assert keeps_structure(document, edit.span, edit.after)
    assert not keeps_structure(document, Span(0, edit.span.end + 1), edit.after)
