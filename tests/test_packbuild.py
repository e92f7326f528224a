"""The conversion of term tables into packs: its rules, one by one."""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from cleanup import glossary
from packbuild import overrides, rows, sightings, sound
from packbuild.choose import choose, draft_of, is_pinyin, reads
from packbuild.compress import compressed
from packbuild.conflicts import settle
from packbuild.draft import Draft
from packbuild.grammar import base_form, ing_of, noun_of, shape_of
from packbuild.rows import Row
from packbuild.sound import Verdict
from packbuild.writing import pack_text, scalar


def row(**told: object) -> Row:
    """A row of a table; what is not told is usual."""
    usual: dict[str, object] = {
        "pack": "policy",
        "source": "样词",
        "preferred": "growth pole",
        "admitted": (),
        "artifacts": ("growing pole",),
        "part": "noun phrase",
        "domain": "economy",
        "confidence": "high",
        "note": "",
        "reference": "a ministry",
    }
    return Row(**{**usual, **told})  # type: ignore[arg-type]


def chosen(verdicts: dict[str, Verdict] | None = None, **told: object) -> Draft:
    """The draft of a row after the rules have judged it."""
    draft = draft_of(row(**told))
    choose(draft, verdicts or {})
    return draft


# --- parts of speech -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "shape"),
    [
        ("take the case as a mirror", "verb"),
        ("streamline administration", "verb"),
        ("release management service", "noun"),
        ("keeping the bottom line", "ing"),
        ("the radix is large", "clause"),
        ("low base number", "noun"),
        ("as the handle", "other"),
        ("solidly promote", "verb"),
    ],
)
def test_the_words_tell_how_a_phrase_stands(phrase: str, shape: str) -> None:
    assert shape_of(phrase) == shape


def test_an_inflected_verb_is_put_in_its_base_form() -> None:
    assert base_form("keeping the bottom line") == "keep the bottom line"
    assert base_form("broke the circle") == "break the circle"
    assert base_form("growing pole").endswith("pole")


def test_joined_verbs_all_take_the_ing_form() -> None:
    wanted = "streamlining administration and delegating power"
    assert ing_of("streamline administration and delegate power") == wanted
    assert ing_of("attract talent and expertise") == "attracting talent and expertise"


def test_no_ing_form_where_a_joined_word_may_be_a_noun() -> None:
    assert ing_of("promote trade and work together") is None


def test_a_verb_with_its_object_becomes_a_noun_only_where_that_is_sure() -> None:
    assert noun_of("improve services") == "improvement of services"
    assert noun_of("improve in quality") is None
    assert noun_of("walk the dog") is None


# --- what is fit to ship ---------------------------------------------------------------------


def test_what_stands_in_sound_english_is_left_out() -> None:
    draft = chosen({"growing pole": Verdict(2, plain=True)})
    assert draft.artifacts == []
    assert draft.dropped == [("growing pole", "stands in sound English")]


def test_an_unsure_row_keeps_only_what_reads_oddly() -> None:
    told = {"calm pole": Verdict(0, plain=True)}
    draft = chosen(told, confidence="medium", artifacts=("calm pole", "increase pole"))
    assert draft.artifacts == ["increase pole"]


def test_where_nothing_else_is_left_the_unsure_stays_as_a_hint() -> None:
    told = {"calm pole": Verdict(0, plain=True)}
    draft = chosen(told, confidence="medium", artifacts=("calm pole",))
    assert (draft.artifacts, draft.trust) == (["calm pole"], "hint")


def test_an_artifact_of_another_part_of_speech_is_left_out() -> None:
    draft = chosen(artifacts=("grow the pole", "the pole is growing", "growing pole"))
    assert draft.artifacts == ["growing pole"]


def test_what_the_note_calls_right_is_left_out() -> None:
    draft = chosen(note='"growing pole" is right for beans.', artifacts=("growing pole", "pole up"))
    assert draft.artifacts == ["pole up"]


def test_a_note_without_quotes_makes_the_entry_a_hint() -> None:
    assert chosen(note="Right for vegetables.").trust == "hint"


def test_a_single_common_word_never_ships_without_somebody_saying_so() -> None:
    draft = draft_of(row(artifacts=("pole",)))
    overrides.apply(draft, {"source": "样词", "keep": ["pole"], "unless": "tent, flag"})
    choose(draft, {"pole": Verdict(50, plain=True)})
    assert draft.artifacts == ["pole"]
    assert chosen({"pole": Verdict(0, plain=True)}, artifacts=("pole",)).artifacts == []


def test_a_name_wants_its_capitals() -> None:
    told = ("Growth Mountain Firm", "growth mountain firm")
    draft = chosen(part="proper name", pack="companies", preferred="Zengshan", artifacts=told)
    assert draft.artifacts == ["Growth Mountain Firm"]


def test_a_place_in_two_syllables_may_be_a_person() -> None:
    draft = chosen(
        part="proper name", pack="places", preferred="Zhangqiu", artifacts=("Zhang Qiu",)
    )
    assert draft.dropped == [("Zhang Qiu", "may be the name of a person")]


@pytest.mark.parametrize(
    ("word", "told"), [("Zhangqiu", True), ("Xiongan", True), ("Bridge", False)]
)
def test_pinyin_is_known_by_its_syllables(word: str, told: bool) -> None:
    assert is_pinyin(word) is told


def test_a_rendering_with_a_gloss_in_brackets_is_left_out() -> None:
    assert "brackets" in chosen(preferred="first set (of equipment)").left_out


# --- conflicts -------------------------------------------------------------------------------


def test_of_two_claims_the_one_that_was_seen_wins() -> None:
    one = draft_of(row(source="甲", preferred="growth pole"))
    two = draft_of(row(source="乙", preferred="tent pole"))
    two.seen["growing pole"] = "test 1"
    settle([one, two])
    assert (one.artifacts, two.artifacts) == ([], ["growing pole"])


def test_two_equal_claims_cancel_out() -> None:
    one = draft_of(row(source="甲", preferred="growth pole"))
    two = draft_of(row(source="乙", preferred="tent pole"))
    settle([one, two])
    assert one.artifacts == two.artifacts == []


def test_no_artifact_is_what_another_entry_writes() -> None:
    one = draft_of(row(source="甲", artifacts=("tent pole", "growing pole")))
    two = draft_of(row(source="乙", preferred="tent pole", artifacts=("canvas stick",)))
    settle([one, two])
    assert one.artifacts == ["growing pole"]


def test_a_plural_that_the_engine_finds_by_itself_is_left_out() -> None:
    draft = draft_of(row(artifacts=("growing pole", "growing poles", "growing-pole")))
    settle([draft])
    assert draft.artifacts == ["growing pole"]
    assert reads("growing pole", "growing poles")


# --- several wordings in a line --------------------------------------------------------------


def _spread(line: str) -> set[str]:
    """All phrases that a line stands for."""
    parts = [w[1:-1].split("|") if w[0] == "(" else [w] for w in line.split()]
    return {" ".join(filter(None, chosen)) for chosen in product(*parts)}


@given(
    st.lists(
        st.lists(
            st.sampled_from("new old kinetic energy and power".split()), min_size=1, max_size=5
        ).map(" ".join),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_lines_stand_for_exactly_the_phrases(phrases: list[str]) -> None:
    lines = compressed(phrases)
    assert set().union(*map(_spread, lines)) == set(phrases)
    assert sorted(p for them in lines.values() for p in them) == sorted(phrases)


def test_wordings_that_differ_in_a_word_share_a_line() -> None:
    assert list(compressed(["old pole", "tall pole"])) == ["(old|tall) pole"]
    assert list(compressed(["the old pole", "old pole"])) == ["(the|) old pole"]


# --- files -----------------------------------------------------------------------------------


def test_a_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    for name in rows.PACK_OF_TABLE:
        (tmp_path / f"{name}.tsv").write_text("zh\tartifacts\n", "utf-8")
    with pytest.raises(ValueError, match=r"policy\.tsv: the columns should be zh, preferred_en"):
        rows.read_tables(tmp_path)


def test_a_row_with_a_cell_missing_is_refused(tmp_path: Path) -> None:
    for name in rows.PACK_OF_TABLE:
        (tmp_path / f"{name}.tsv").write_text("\t".join(rows.COLUMNS) + "\n甲\tpole\n", "utf-8")
    with pytest.raises(ValueError, match=r"policy\.tsv, line 2: 2 cells, not 9"):
        rows.read_tables(tmp_path)


def test_a_term_in_two_tables_is_one_entry_with_both_lists() -> None:
    (one,) = rows.joined([row(), row(pack="places", artifacts=("pole of growth",))])
    assert one.pack == "places"
    assert one.artifacts == ("pole of growth", "growing pole")


def test_an_unknown_key_in_the_decisions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("- source: 甲\n  artefacts: pole\n", "utf-8")
    with pytest.raises(ValueError, match=r"mine\.yaml, 甲: unknown artefacts"):
        overrides.read_overrides(tmp_path)


def test_a_term_decided_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("- source: 甲\n- source: 甲\n", "utf-8")
    with pytest.raises(ValueError, match="decided in two places"):
        overrides.read_overrides(tmp_path)


def test_a_new_term_without_its_pack_is_refused() -> None:
    with pytest.raises(ValueError, match="甲: no table has it, so it needs pack, preferred"):
        overrides.new_rows({"甲": {"source": "甲"}}, [])


def test_verdicts_on_sound_english_are_kept_and_read_again(tmp_path: Path) -> None:
    texts = ["The growing poles stood in the garden.", "Poles grow and poles fall."]
    told = sound.sift(["growing pole", "increase pole"], texts)
    assert told["growing pole"].hits == 1
    assert told["increase pole"] == Verdict(0, plain=False)
    sound.write_table(tmp_path / "sound.tsv", told)
    assert sound.read_table(tmp_path / "sound.tsv") == {"growing pole": told["growing pole"]}


def test_an_artifact_is_seen_only_where_the_chinese_holds_the_term(tmp_path: Path) -> None:
    (tmp_path / "set.zh").write_text("样词\n别的\n", "utf-8")
    (tmp_path / "set.one.en").write_text("A growing pole.\nA pole that grows.\n", "utf-8")
    (tmp_path / "set.two.en").write_text("A pole.\nGrowing poles.\n", "utf-8")
    (tmp_path / "set.refA.en").write_text("A growing pole.\nGrowing poles.\n", "utf-8")
    draft = draft_of(row())
    sightings.look([draft], sightings.corpus_lines(tmp_path))
    assert draft.seen == {"growing pole": "set one 1"}


@pytest.mark.parametrize(
    "text", ["plain words", "a: b", "'x' y", '"x" y', "no", "- x", "x #y", "(a|b) c", "{n} c", "x:"]
)
def test_any_text_can_be_a_scalar(text: str) -> None:
    draft = draft_of(row())
    draft.note = text
    (entry,) = glossary.load(pack_text("policy", [draft]), "policy.yaml").entries
    assert entry.note == text
    assert regex.search(r"\S", scalar(text))
