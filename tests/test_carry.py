"""Carrying verdicts over to a changed input: the unchanged places keep theirs, no other does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.carry import carry
from cleanup.decision import Decision, Verdict, fold
from cleanup.edition import make_edition
from cleanup.text import Document, Span
from making import at, decision, document, reopened

EDIT_OR_NOT: tuple[Verdict, ...] = ("accept", "reject")
_WORDS = ("growth", "reform", "café", "𝒜lpha", "cafe\u0301", "No. 5 road", "山东", "tube")


def sentence(number: int, words: str) -> str:
    return f"Point {number} is about {words} and it ends here."


@st.composite
def versions(draw: st.DrawFn) -> tuple[Document, Document, dict[str, bool]]:
    """An input, a changed one, and for each old sentence whether it is unchanged."""
    count = draw(st.integers(1, 6))
    old = [sentence(n, draw(st.sampled_from(_WORDS))) for n in range(count)]
    gaps = [draw(st.sampled_from([" ", "\n\n", "\r\n\r\n"])) for _ in old]
    new: list[str] = []
    kept: dict[str, bool] = {}
    for told, gap in zip(old, gaps, strict=True):
        what = draw(st.sampled_from(["keep", "keep", "keep", "change", "drop", "insert"]))
        kept[told] = what in ("keep", "insert")
        if what == "insert":
            new.append(f"Something else {len(new)} was put in there." + gap)
        if what == "change":
            new.append(told.replace("ends", "now ends") + gap)
        elif what != "drop":
            new.append(told + gap)
    whole = "".join(told + gap for told, gap in zip(old, gaps, strict=True))
    return document(whole), document("".join(new)), kept


@settings(max_examples=120, deadline=None)
@given(versions(), st.data())
def test_verdicts_of_unchanged_sentences_are_kept_at_their_words_and_all_others_listed(
    told: tuple[Document, Document, dict[str, bool]], data: st.DataObject
) -> None:
    old, new, kept = told
    ledger: list[Decision] = []
    for words in data.draw(st.lists(st.sampled_from(sorted(kept)), max_size=5, unique=True)):
        start = old.text.index(words) + data.draw(st.integers(1, 8))
        span = Span(start, start + data.draw(st.integers(0, 12)))
        verdict = data.draw(st.sampled_from(EDIT_OR_NOT))
        after = "so" if verdict == "accept" else None
        refused = [] if after else ["so", None]
        ledger.append(
            replace(decision(old, span, "reject", refused=refused), verdict=verdict, after=after)
        )
    carried = carry(old, new, ledger, batch="c")
    by_origin = {d.decided_at + d.before + str(d.span): d for d in carried.lost}
    assert len(carried.kept) + len(carried.lost) == len(ledger)
    assert len(by_origin) == len(carried.lost)
    for made in ledger:
        words = next(w for w in kept if at(old.text, w).covers(made.span))
        if not kept[words]:
            assert made in carried.lost
            continue
        if made in carried.lost:
            raise AssertionError(f"{words!r} is unchanged, its verdict was lost")
    for found in carried.kept:
        assert found.document == new.digest
        assert found.span.of(new.text) == found.before
        assert (found.scope, found.reviewer) == ("carried", "Wang")
        source = next(
            m
            for m in ledger
            if m.before == found.before
            and m.after == found.after
            and m not in carried.lost
            and _same_place(old, new, m.span, found.span, kept)
        )
        assert [r.after for r in found.refused] == [r.after for r in source.refused]
        assert all(r.span == found.span for r in found.refused)
    assert [(d.number, d.of) for d in carried.kept] == [
        (n, len(carried.kept)) for n in range(1, len(carried.kept) + 1)
    ]


def _same_place(
    old: Document, new: Document, before: Span, after: Span, kept: dict[str, bool]
) -> bool:
    words = next(w for w in kept if at(old.text, w).covers(before))
    return words in new.text and (
        before.start - old.text.index(words) == after.start - new.text.index(words)
    )


OLD = document("First one here. Second one here.\n\nThird one here.\n")


def test_to_the_same_text_everything_is_carried() -> None:
    ledger = [
        decision(OLD, "First", "accept", "1st"),
        decision(OLD, "Third one here.\n", "own", ""),
        decision(OLD, Span(15, 15), "own", " More."),
        decision(OLD, "Second", "reject", refused=["2nd"]),
    ]
    new = replace(OLD, digest="f" * 64)
    carried = carry(OLD, new, ledger, batch="c")
    assert carried.lost == ()
    assert make_edition(new, carried.kept).text == make_edition(OLD, ledger).text


def test_an_insertion_wants_both_neighbours_unchanged() -> None:
    point = decision(OLD, Span(15, 15), "own", " More.")
    assert carry(
        OLD, document("First one. Second one here.\n\nThird one here.\n"), [point], batch="c"
    ).lost
    assert carry(
        OLD, document("First one here.\nSecond one here.\n\nThird one here.\n"), [point], batch="c"
    ).lost
    moved = carry(OLD, document("New. First one here. Second one.\n"), [point], batch="c")
    assert [d.span for d in moved.kept] == [Span(20, 20)]


def test_an_edit_over_a_gap_wants_the_gap_unchanged() -> None:
    joined = decision(OLD, "here.\n\nThird", "own", "here, third")
    apart = document("Second one here.\n\n\nThird one here.\n")
    assert carry(OLD, apart, [joined], batch="c").lost == (joined,)
    between = document("First one here. Second one here.\n\nNew.\n\nThird one here.\n")
    assert carry(OLD, between, [joined], batch="c").lost == (joined,)


def test_only_what_is_in_force_is_carried() -> None:
    early = decision(OLD, "First", "accept", "1st")
    late = decision(OLD, "First", "amend", "The first")
    no = decision(OLD, "Second", "reject", refused=["2nd"])
    carried = carry(OLD, OLD, [early, late, no, reopened(no)], batch="c")
    assert [d.after for d in carried.kept] == ["The first"]
    assert carried.lost == ()


def test_a_rejection_that_a_reopening_brought_back_is_carried() -> None:
    no = decision(OLD, "Second", "reject", refused=["2nd"])
    amended = decision(OLD, "Second", "amend", "Another")
    carried = carry(OLD, OLD, [no, amended, reopened(amended)], batch="c")
    assert [(d.verdict, d.refused[0].after) for d in carried.kept] == [("reject", "2nd")]
    assert fold(OLD.text, carried.kept).refused == fold(OLD.text, [no]).refused


def test_decisions_on_other_texts_are_left_alone() -> None:
    other = document("First one.")
    assert carry(OLD, OLD, [decision(other, "First", "accept", "x")], batch="c").kept == ()
