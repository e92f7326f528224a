"""Edits: splicing, the canonical form, and tracing a spliced text back to its base."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.edit import Canonical, Edit, Tracer, canonical, splice, tokens
from cleanup.text import Span
from making import RAW_TEXTS, at, disjoint
from strategies import spans_in


@st.composite
def bare_edits(draw: st.DrawFn, text: str) -> Edit:
    span = draw(spans_in(len(text)))
    return Edit(span, span.of(text), draw(RAW_TEXTS))


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text with edits that do not overlap, each with an id of its own."""
    text = draw(RAW_TEXTS)
    edits = disjoint(draw(st.lists(bare_edits(text), max_size=5)))
    return text, [Edit(e.span, e.before, e.after, f"d{n}") for n, e in enumerate(edits)]


def edited(text: str, canon: Canonical) -> str:
    return text[: canon.span.start] + canon.after + text[canon.span.end :]


# --- splicing ----------------------------------------------------------------------------


@given(texts_and_edits(), st.data())
def test_splicing_does_not_depend_on_the_order(
    told: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = told
    shuffled = data.draw(st.permutations(edits))
    one_by_one = text
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        one_by_one = one_by_one[: edit.span.start] + edit.after + one_by_one[edit.span.end :]
    assert splice(text, shuffled) == one_by_one


def test_an_insertion_at_the_edge_of_a_replacement_stands_outside_it() -> None:
    edits = [Edit(Span(1, 2), "b", "B"), Edit(Span(1, 1), "", "<"), Edit(Span(2, 2), "", ">")]
    assert splice("abc", edits) == "a<B>c"


@pytest.mark.parametrize(
    ("one", "other"),
    [(Span(0, 2), Span(1, 3)), (Span(0, 3), Span(1, 1)), (Span(2, 2), Span(2, 2))],
)
def test_overlapping_edits_cannot_be_spliced(one: Span, other: Span) -> None:
    edits = [Edit(one, "", "x"), Edit(other, "", "y")]
    with pytest.raises(ValueError, match=f"edits overlap at {other.start}"):
        splice("abc", edits)


# --- the canonical form ------------------------------------------------------------------


@given(RAW_TEXTS)
def test_the_tokens_of_a_text_give_it_back(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(st.data())
def test_the_canonical_edit_gives_the_same_text(data: st.DataObject) -> None:
    text = data.draw(RAW_TEXTS)
    edit = data.draw(bare_edits(text))
    assert edited(text, canonical(text, edit.span, edit.after)) == splice(text, [edit])


@given(st.data())
def test_the_canonical_form_of_a_canonical_edit_is_itself(data: st.DataObject) -> None:
    text = data.draw(RAW_TEXTS)
    edit = data.draw(bare_edits(text))
    canon = canonical(text, edit.span, edit.after)
    if edited(text, canon) != text:
        assert canonical(text, canon.span, canon.after) == canon


@given(st.data())
def test_edits_that_give_the_same_changed_text_have_one_canonical_form(
    data: st.DataObject,
) -> None:
    """The other edit is made from the first by taking in some of the text around it, or
    by leaving out what is equal at its ends: all edits with that result are of this kind."""
    text = data.draw(RAW_TEXTS)
    edit = data.draw(bare_edits(text))
    new = splice(text, [edit])
    if new == text:
        return
    start = data.draw(st.integers(0, _shared(text, new)))
    most = min(len(text), len(new)) - start
    kept = data.draw(st.integers(0, min(most, _shared(text[::-1], new[::-1]))))
    other = Span(start, len(text) - kept)
    after = new[start : len(new) - kept]
    assert splice(text, [Edit(other, other.of(text), after)]) == new
    assert canonical(text, other, after) == canonical(text, edit.span, edit.after)


def _shared(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("the the cat", (Span(0, 4), ""), (Span(3, 7), "")),
        ("to to to", (Span(5, 8), ""), (Span(2, 5), "")),
        ("a b", (Span(1, 1), " x"), (Span(2, 2), "x ")),
        ("reform of it", (Span(0, 6), "reforms"), (Span(6, 6), "s")),
        ("abc", (Span(1, 2), " "), (Span(0, 3), "a c")),
        ("a-b", (Span(1, 2), ""), (Span(0, 3), "ab")),
        ("cafe\u0301 x", (Span(4, 5), ""), (Span(0, 5), "cafe")),
    ],
)
def test_the_same_edit_told_in_two_ways_is_one(
    text: str, one: tuple[Span, str], other: tuple[Span, str]
) -> None:
    assert canonical(text, *one) == canonical(text, *other)


def test_an_edit_that_slides_over_a_long_run_is_still_the_same() -> None:
    text = "x" + " " * 3000 + "y"
    assert canonical(text, Span(2000, 2001), "") == canonical(text, Span(1, 2), "")


def test_a_very_long_word_is_compared_whole() -> None:
    text = "z" * 1500 + " end"
    whole = canonical(text, Span(0, 1500), "z" * 1499 + "y")
    assert canonical(text, Span(1499, 1500), "y") == whole
    assert whole.span == Span(0, 1500)


def test_two_insertions_at_one_point_differ_by_their_words() -> None:
    assert canonical("ab cd", Span(3, 3), "x ") != canonical("ab cd", Span(3, 3), "y ")


# --- tracing -----------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(texts_and_edits(), st.data())
def test_replacing_in_the_copy_equals_replacing_in_the_base(
    told: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    """Whoever takes out the traced edits and puts the new words at the traced span gets what
    the replacement in the spliced text gives; no other edit overlaps that span."""
    text, edits = told
    copy = splice(text, edits)
    seen = data.draw(spans_in(len(copy)))
    words = data.draw(RAW_TEXTS)
    trace = Tracer(edits).trace(seen)
    left = [e for e in edits if e not in trace.edits]
    assert trace.copy.covers(seen)
    assert not any(e.span.overlaps(trace.span) for e in left)
    whole = copy[trace.copy.start : seen.start] + words + copy[seen.end : trace.copy.end]
    wanted = copy[: seen.start] + words + copy[seen.end :]
    there = Edit(trace.span, trace.span.of(text), whole)
    assert splice(text, [*left, there]) == wanted


@given(texts_and_edits(), st.data())
def test_a_trace_says_what_its_base_span_reads_now(
    told: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = told
    copy = splice(text, edits)
    trace = Tracer(edits).trace(data.draw(spans_in(len(copy))))
    inside = [Edit(e.span.shifted(-trace.span.start), e.before, e.after) for e in trace.edits]
    assert splice(trace.span.of(text), inside) == trace.copy.of(copy)


def test_a_span_that_only_touches_an_edit_stays_outside_of_it() -> None:
    edits = [Edit(Span(2, 4), "cd", "CDE")]
    trace = Tracer(edits).trace(Span(0, 2))
    assert (trace.span, trace.copy, trace.edits) == (Span(0, 2), Span(0, 2), ())


def test_a_span_that_cuts_new_words_widens_to_the_whole_edit() -> None:
    text = "one two three"
    edits = [Edit(at(text, "two"), "two", "twenty")]
    trace = Tracer(edits).trace(Span(6, 12))
    assert trace.span == Span(4, 9)
    assert trace.copy == Span(4, 12)
    assert trace.edits == tuple(edits)
