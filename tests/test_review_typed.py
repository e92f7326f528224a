"""A sentence typed anew, as edits: laws over made-up sentences, and single cases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanup.edit import Edit, splice
from cleanup.review.typed import on_one_line, rework, stretch
from cleanup.text import Span

WORDS = st.lists(
    st.sampled_from(["the", "city", "of", "roads", "7", "\n", "  \r\n", "水", ",", "old"]),
    min_size=1,
    max_size=12,
).map(lambda words: " ".join(words))


def edit(text: str, before: str, after: str, decision: str = "") -> Edit:
    start = text.index(before)
    return Edit(Span(start, start + len(before)), before, after, decision)


def result(text: str, standing: list[Edit], typed: str, proposed: tuple[Edit, ...] = ()) -> str:
    """The text with what typing came to, as the ledger would have it."""
    told = rework(text, Span(0, len(text)), standing, typed, proposed=proposed)
    new = (*told.taken, *told.edits)
    stay = [
        e
        for e in standing
        if e.decision not in told.undone
        and not any(e.span.overlaps(n.span) or e.span == n.span for n in new)
    ]
    return splice(text, [*stay, *new])


@given(WORDS, WORDS)
def test_the_edits_make_the_sentence_read_as_typed(text: str, typed: str) -> None:
    wished = on_one_line(typed).text
    assert on_one_line(result(text, [], wished)).text == wished


@given(st.data())
def test_they_do_so_over_standing_and_proposed_edits(data: st.DataObject) -> None:
    text = data.draw(WORDS)
    some = st.lists(st.integers(0, len(text)), min_size=4, max_size=4, unique=True)
    cuts = sorted(data.draw(some)) if len(text) > 3 else []
    edits = [
        Edit(Span(a, b), text[a:b], data.draw(st.sampled_from(["new", "", "the old"])), f"d{a}")
        for a, b in zip(cuts[::2], cuts[1::2], strict=True)
    ]
    standing, proposed = edits[:1], tuple(Edit(e.span, e.before, e.after) for e in edits[1:])
    typed = on_one_line(data.draw(WORDS)).text
    assert on_one_line(result(text, standing, typed, proposed)).text == typed


def test_a_line_break_between_untouched_words_stays() -> None:
    assert (
        result("the old\r\n  city sleeps", [], "the new city sleeps") == "the new\r\n  city sleeps"
    )


def test_a_proposed_edit_that_was_left_alone_is_taken_as_it_is() -> None:
    text = "the city of roads"
    proposed = edit(text, "city", "town")
    told = rework(text, Span(0, len(text)), [], "the town of old roads", proposed=[proposed])
    assert told.taken == (proposed,)
    assert [e.after.strip() for e in told.edits] == ["old"]


def test_a_proposed_edit_that_was_typed_over_is_one_edit_at_its_place() -> None:
    text = "the city of roads"
    told = rework(
        text, Span(0, len(text)), [], "the townlet of roads", proposed=[edit(text, "city", "town")]
    )
    assert (told.taken, told.edits) == ((), (edit(text, "city", "townlet"),))


def test_a_proposed_edit_that_was_typed_back_is_neither_taken_nor_undone() -> None:
    text = "the city of roads"
    told = rework(text, Span(0, len(text)), [], text, proposed=[edit(text, "city", "town")])
    assert (told.taken, told.edits, told.undone) == ((), (), ())


def test_a_standing_edit_that_was_typed_back_is_undone() -> None:
    text = "the city of roads"
    told = rework(text, Span(0, len(text)), [edit(text, "city", "town", "d1")], text)
    assert (told.edits, told.undone) == ((), ("d1",))


def test_a_stretch_takes_in_the_edits_that_it_would_cut() -> None:
    text = "One. Two three."
    crossing = Edit(Span(3, 8), ". Two", "; two")
    assert stretch(text, Span(4, 15), [crossing]) == Span(3, 15)
    assert stretch(text, Span(4, 15), []) == Span(5, 15)


def test_a_line_leads_back_to_its_places() -> None:
    line = on_one_line("a \r\n b")
    assert line.text == "a b"
    assert line.span(Span(1, 2)) == Span(1, 5)
    assert line.span(Span(2, 2)) == Span(5, 5)
    assert line.span(Span(0, 0)) == Span(0, 0)
