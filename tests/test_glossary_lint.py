"""What is wrong between entries, entries in words, and entries put into a file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup import glossary
from cleanup.errors import ConfigError
from cleanup.glossary.file import read_glossary
from cleanup.glossary.lint import Flaw, lint, unused
from cleanup.glossary.tell import (
    entries_for,
    fields_of,
    nearest,
    relations,
    silences,
    variants,
)
from cleanup.glossary.writing import add_entry, draft


def loaded(text: str, pack: str = "own") -> glossary.Glossary:
    return glossary.load(f"terms:\n{text}", f"{pack}.yaml", pack)


def flaws(text: str) -> list[Flaw]:
    return list(lint(loaded(text)))


def only(text: str) -> Flaw:
    (flaw,) = flaws(text)
    return flaw


def entry(source: str, preferred: str, *lines: str, artifact: str = "") -> str:
    told = f"  - source: {source}\n    preferred: {preferred}\n"
    told += f"    artifacts:\n      - {artifact}\n" if artifact else ""
    return told + "".join(f"    {line}\n" for line in lines)


ROAD = entry("硬化路", "paved road", artifact="hardened road")
TUBE = entry("放管服", "streamlined service", "unless: neon, gas", artifact="discharge tube")


# --- lint -------------------------------------------------------------------------------------


def test_a_sound_glossary_has_no_flaws() -> None:
    assert flaws(ROAD + TUBE) == []


def test_one_artifact_with_two_renderings_is_a_contradiction() -> None:
    flaw = only(ROAD + entry("公路", "highway", artifact="hardened roads"))
    assert str(flaw) == (
        'own.yaml line 9: entry 公路: "hardened roads" becomes "highway" here and "paved road" in'
        " 硬化路 (own.yaml line 5); keep it in one, or give each a guard (only_with, not_before)"
    )
    assert flaw.kind == "contradiction"


def test_a_guard_that_wants_a_word_settles_a_contradiction() -> None:
    other = entry("公路", "highway", "only_with: toll", artifact="hardened road")
    assert flaws(ROAD + other) == []


def test_one_artifact_in_two_entries_that_agree_is_a_duplicate() -> None:
    flaw = only(ROAD + entry("公路", "paved road", artifact="hardened road"))
    assert flaw.kind == "duplicate"
    assert flaw.what == (
        '"hardened road" is also an artifact of 硬化路 (own.yaml line 5); keep it in one of the two'
    )


def test_an_artifact_that_another_line_finds_is_said_twice() -> None:
    text = entry("硬化路", "paved road", artifact="hardened (cement|) road")
    flaw = only(text + "      - hardened roads\n")
    assert (flaw.line, flaw.kind) == (6, "duplicate")
    assert flaw.what == (
        '"hardened roads" is found by "hardened (cement|) road" as well; take it out'
    )


def test_of_two_lines_that_find_each_other_only_one_goes() -> None:
    text = entry("硬化路", "paved road", artifact="hard-topped road")
    flaw = only(text + "      - hard topped road\n      - tarred path\n")
    assert '"hard topped road" is found by' in flaw.what


def test_sources_that_differ_in_signs_are_near_duplicates() -> None:
    flaw = only(
        entry("新业态、新模式", "new forms of business", artifact="new format mode")
        + entry("新业态新模式", "new models", artifact="new state pattern")
    )
    assert flaw.what == (
        "its source differs only in signs from 新业态、新模式 (own.yaml line 2); join the two"
    )


def test_two_entries_that_say_the_same_are_joined() -> None:
    flaw = only(ROAD + entry("硬化路", "paved road", "id: again", artifact="solid road"))
    assert flaw.what == 'it writes "paved road" like 硬化路 (own.yaml line 2); join the two'


def test_two_entries_with_guards_of_their_own_stay_two() -> None:
    other = entry("硬化路", "paved road", "id: again", "only_with: village", artifact="solid road")
    assert flaws(ROAD + other) == []


def test_a_rendering_that_another_entry_calls_an_artifact_is_a_cycle() -> None:
    flaw = only(ROAD + entry("铺路", "surfaced road", artifact="paved road"))
    assert flaw.kind == "cycle"
    assert flaw.what == (
        '"paved road" is an artifact here, and 硬化路 (own.yaml line 2) writes "paved road"; take'
        " it out of one of them"
    )


def test_an_admitted_rendering_counts_as_well() -> None:
    told = entry("硬化路", "paved road", "admitted:", "  - tarred road", artifact="hardened road")
    flaw = only(told + entry("铺路", "surfaced road", artifact="tarred road"))
    assert 'admits "tarred road"' in flaw.what


def test_two_entries_that_undo_each_other_go_round_in_a_circle() -> None:
    found = flaws(
        entry("甲", "paved road", artifact="surfaced road")
        + entry("乙", "surfaced road", artifact="paved road")
    )
    assert [flaw.kind for flaw in found] == ["cycle", "cycle"]
    assert all("so that the two go round in a circle" in flaw.what for flaw in found)


def test_an_entry_that_changes_what_it_writes_is_told() -> None:
    flaw = only(entry("发力", "make targeted efforts", "pos: verb", artifact="targeted efforts"))
    assert flaw.kind == "own output"
    assert flaw.what == (
        'what it writes, "makes targeted efforts", is changed by the entry itself ("targeted'
        ' efforts"); add that form to admitted, or make the artifact longer'
    )


def test_an_entry_that_changes_what_another_writes_is_told() -> None:
    flaw = next(
        flaw
        for flaw in flaws(
            entry("甲", "focus efforts", "pos: verb", artifact="gather power")
            + entry("乙", "hard work", artifact="focusing efforts")
        )
        if flaw.kind == "other's output"
    )
    assert flaw.what == (
        'it changes "focusing efforts" in "focusing efforts", which 甲 (own.yaml line 2) writes;'
        " add a guard (unless, not_before), or add those words to admitted there"
    )


def test_the_outcome_of_an_example_is_read_again() -> None:
    flaw = only(
        entry(
            "甲",
            "paved road",
            "frames:",
            "  - <artifact> of mud -> muddy <preferred>",
            "examples:",
            "  - before: A hardened road of mud leads there.",
            "    after: A muddy paved road leads there.",
            artifact="hardened road",
        )
        + entry("乙", "dirt track", artifact="muddy paved road")
    )
    assert flaw.kind == "other's output"
    assert '"A muddy paved road leads there."' in flaw.what


def test_an_artifact_inside_another_is_told_unless_renderings_go_together() -> None:
    long = entry("公路网", "highway grid", artifact="hardened road net")
    flaw = only(ROAD + long)
    assert flaw.kind == "inside"
    assert flaw.what == (
        '"hardened road" stands inside "hardened road net" of 公路网 (own.yaml line 9), which'
        ' writes "highway grid"; the longer one wins: if that is right, say so here with'
        " not_before or not_after"
    )
    assert flaws(ROAD + entry("公路网", "paved road network", artifact="hardened road net")) == []
    guarded = entry("硬化路", "paved road", "not_before: net", artifact="hardened road")
    assert flaws(guarded + long) == []


def test_a_pack_artifact_that_is_only_likely_may_hide_one_that_was_seen() -> None:
    text = (
        ROAD + "  - source: 公路网\n    preferred: grid\n    likely:\n      - hardened road net\n"
    )
    (flaw,) = lint(loaded(text, "zh-en"))
    assert "wins, though it is only likely and may not be shown" in flaw.what


def test_a_single_word_wants_an_example_to_leave() -> None:
    flaw = only(entry("名片", "calling card", artifact="(the|) card"))
    assert flaw.what == (
        '"card" is a single word, and no example shows where it must stay; add one: "- leave: ..."'
    )
    left = entry(
        "名片",
        "calling card",
        "not_after: credit",
        "examples:",
        "  - leave: He paid with a credit card.",
        artifact="card",
    )
    assert flaws(left) == []
    assert flaws(entry("户口", "household register", artifact="Hukou")) == []


def test_a_likely_single_word_of_a_pack_is_no_more_than_a_hint() -> None:
    text = "  - source: 名片\n    preferred: calling card\n    likely:\n      - card\n"
    assert lint(loaded(text, "zh-en")) == ()
    assert len(flaws(text)) == 1


def test_lines_and_examples_come_from_the_entries_as_written() -> None:
    own = glossary.load(
        "terms:\n  - source: 名片\n    add: yes\n    artifacts:\n      - tag\n", "own.yaml"
    )
    pack = loaded("\n\n\n\n\n" + entry("名片", "calling card", artifact="Mingpian"), "zh-en")
    both = glossary.combine(own, [pack])
    (flaw,) = lint(both, own.entries)
    assert (flaw.file, flaw.line) == ("own.yaml", 5)


def test_entries_that_find_nothing_in_the_texts_are_dead() -> None:
    told = loaded(ROAD + TUBE)
    (flaw,) = unused(told, ["Hardened roads lead there.", "Nothing else."])
    assert (flaw.entry, flaw.line) == ("放管服", 6)
    assert flaw.what == (
        "none of its artifacts stands in the files given; add what your machine writes, or take"
        " the entry out"
    )


def test_thousands_of_entries_are_looked_at_in_seconds() -> None:
    names = [f"{a}{b}{c}" for a in "bdfgklmnpr" for b in "aeiou" for c in "ktnlrsmdbp"]
    text = "".join(
        entry(f"词{n}", f"good {names[n % 500]} {n}", artifact=f"bad {names[n % 500]} number {n}")
        for n in range(3000)
    )
    told = glossary.load(f"terms:\n{text}", "own.yaml", prove=False)
    began = time.perf_counter()
    assert lint(told) == ()
    assert time.perf_counter() - began < 15


# --- entries in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["硬化路", "own/硬化路", "paved road", "paved roads", "Hardened Road", "“hardened roads”."],
)
def test_an_entry_is_found_by_name_rendering_or_artifact(query: str) -> None:
    assert [e.id for e in entries_for(loaded(ROAD + TUBE), query)] == ["own/硬化路"]


def test_capitals_need_not_be_typed() -> None:
    told = loaded(entry("一带一路", "Belt and Road Initiative", artifact="One Belt One Road"))
    assert entries_for(told, "one belt one road")
    assert entries_for(told, "belt and road initiative")


def test_nothing_found_gives_the_nearest_names() -> None:
    told = loaded(ROAD + TUBE)
    assert entries_for(told, "硬化") == ()
    assert nearest(told, "硬化") == ("硬化路",)
    assert nearest(told, "pavd road") == ("paved road",)
    assert nearest(told, "zzzz") == ()


def test_forms_that_are_told_are_really_found() -> None:
    told = loaded(ROAD)
    forms = variants(told.entries[0])
    assert {"hardened roads", "hardened road's", "“hardened road”"} <= set(forms)
    assert all(told.find(f"See {form} there.") for form in forms)


def test_an_entry_says_all_that_its_file_says() -> None:
    text = entry(
        "硬化路",
        "paved road",
        "short: road",
        "pos: noun",
        "forms:",
        "  modifier: paved-road",
        "admitted:",
        "  - surfaced road",
        "likely:",
        "  - solid road",
        "seen:",
        "  hardened road: county page",
        "frames:",
        "  - the <artifact> of -> the <preferred> in",
        "unless: frost",
        "only_with: village",
        "not_after: cold",
        "not_before: test",
        "quotes: drop",
        "trust: hint",
        "domain: transport",
        "reference: Xinhua",
        "note: A note.",
        "examples:",
        "  - before: The hardened road of the village.",
        "    after: The paved road in the village.",
        "  - leave: A hardened road.",
        artifact="hardened road",
    )
    told = [(key, value) for key, value in fields_of(loaded(text).entries[0]) if value]
    assert {
        ("source", "硬化路"),
        ("preferred", "paved road"),
        ("short", "road"),
        ("forms, modifier", "paved-road"),
        ("pos", "noun"),
        ("admitted", "surfaced road"),
        ("artifacts", "hardened road   (seen: county page)"),
        ("likely", "solid road"),
        ("frames", "the <artifact> of -> the <preferred> in"),
        ("unless", "frost"),
        ("only_with", "village"),
        ("not_after", "cold"),
        ("not_before", "test"),
        ("quotes", "drop"),
        ("trust", "hint"),
        ("domain", "transport"),
        ("reference", "Xinhua"),
        ("note", "A note."),
        ("before", "The hardened road of the village."),
        ("after", "The paved road in the village."),
        ("leave", "A hardened road."),
    } <= set(told)


def test_a_pack_entry_says_what_each_kind_of_artifact_is_trusted() -> None:
    text = ROAD + "    likely:\n      - solid road\n"
    told = dict(fields_of(loaded(text, "zh-en").entries[0]))
    assert told["trust"] == "ask for artifacts, hint for likely"


def test_own_and_pack_entries_say_how_they_stand_to_each_other() -> None:
    pack = loaded(ROAD, "zh-en")
    own = glossary.load("terms:\n" + entry("硬化路", "hard-surfaced road"), "own.yaml")
    both = glossary.combine(own, [pack])
    mine, theirs = entries_for(both, "硬化路")
    assert list(relations(both, mine)) == ["it replaces zh-en/硬化路 (zh-en.yaml line 2)"]
    assert list(relations(both, theirs)) == ["own/硬化路 (own.yaml line 2) replaces it"]
    assert list(relations(both, mine, [mine.id])) == ["it adds to zh-en/硬化路 (zh-en.yaml line 2)"]
    assert list(relations(both, theirs, [mine.id])) == ["own/硬化路 (own.yaml line 2) adds to it"]


@pytest.mark.parametrize(
    ("guard", "sentence", "why"),
    [
        ("unless: neon", "A neon sign on a hardened road.", 'unless: "neon" stands near by'),
        (
            "only_with: village, county",
            "A hardened road.",
            "only_with: none of its words stands near by (village, county)",
        ),
        ("not_after: cold", "A cold hardened road.", 'not_after: "cold" stands beside it'),
        ("not_before: test", "A hardened road test.", 'not_before: "test" stands beside it'),
    ],
)
def test_the_guard_that_kept_an_entry_silent_is_named(guard: str, sentence: str, why: str) -> None:
    (told,) = silences(
        loaded(entry("硬化路", "paved road", guard, artifact="hardened road")), sentence
    )
    assert (told.span.of(sentence), told.why) == ("hardened road", why)


def test_words_inside_a_rendering_or_something_longer_are_told() -> None:
    told = loaded(ROAD + entry("乙", "hardened road bureau", artifact="hardened road office"))
    (one,) = silences(told, "Ask the hardened road bureau.")
    assert one.why == 'it is part of "hardened road bureau", a rendering of own/乙'
    (one,) = silences(told, "Ask the hardened road office.")
    assert one.why == 'own/乙 takes the longer "hardened road office"'


def test_an_entry_that_an_own_one_replaces_says_so() -> None:
    own = glossary.load("terms:\n" + entry("硬化路", "hard road"), "own.yaml")
    both = glossary.combine(own, [loaded(ROAD, "zh-en")])
    (one,) = silences(both, "A hardened road.")
    assert one.why == "an entry of your own glossary replaces this one"


def test_what_already_reads_right_says_so() -> None:
    told = loaded(entry("甲", "paved-road", artifact="paved road"))
    (one,) = silences(told, "A paved-road was built.")
    assert one.why == "it reads right already"
    assert silences(told, "A path was built.") == ()


# --- putting an entry into a file -----------------------------------------------------------------

NEW = draft(
    "硬化路",
    "paved road",
    ["hardened road"],
    examples=[("A hardened road.", "A paved road."), ("A hard road.", None)],
)
LINES = """\
  - source: 硬化路
    preferred: paved road
    artifacts:
      - hardened road
    examples:
      - before: A hardened road.
        after: A paved road.
      - leave: A hard road.
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "terms:\n" + LINES),
        ("# my terms\n", "# my terms\n\nterms:\n" + LINES),
        ("terms:\n", "terms:\n" + LINES),
        ("terms: # none yet\n", "terms: # none yet\n" + LINES),
        ("extend: zh-en\n", "extend: zh-en\n\nterms:\n" + LINES),
        ("terms: []\n", "terms:\n" + LINES),
        (f"terms:\n{TUBE}", f"terms:\n{TUBE}\n{LINES}"),
        (f"terms:\n{TUBE}".rstrip(), f"terms:\n{TUBE}\n{LINES}"),
        (
            f"terms:\n{TUBE}  # the end\n\n# packs\nextend: zh-en # all\n",
            f"terms:\n{TUBE}  # the end\n\n{LINES}\n# packs\nextend: zh-en # all\n",
        ),
        (
            "terms:\n- source: '放'\n  preferred: \"x\"   # odd\n",
            "terms:\n- source: '放'\n  preferred: \"x\"   # odd\n\n"
            + "".join(line[2:] for line in LINES.splitlines(keepends=True)),
        ),
    ],
)
def test_an_entry_is_put_at_the_end_and_all_else_stays(before: str, after: str) -> None:
    assert add_entry(before, NEW) == after
    if before:
        assert add_entry(before.replace("\n", "\r\n"), NEW) == after.replace("\n", "\r\n")


def test_all_that_an_entry_may_say_is_written() -> None:
    text = add_entry(
        "",
        draft(
            "硬化路",
            "paved road",
            ["hardened road"],
            likely=["solid road"],
            id="second",
            forms=(("modifier", "paved-road"),),
            unless=("frost", "cold"),
            seen=(("hardened road", "county page: line 3"),),
            quotes="drop",
            trust="ask",
            note="- a dash, 'quotes' and a # sign: all plain",
        ),
    )
    (told,) = read_glossary(text, "glossary.yaml", "own").entries
    assert told.id == "own/second"
    assert told.forms == (("modifier", "paved-road"),)
    assert told.unless == ("frost", "cold")
    assert told.seen == (("hardened road", "county page: line 3"),)
    assert (told.quotes, told.trust) == ("drop", "ask")
    assert told.note == "- a dash, 'quotes' and a # sign: all plain"


PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn", "Cf")),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)


@given(PLAIN, PLAIN, PLAIN)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_the_same(source: str, preferred: str, note: str) -> None:
    text = add_entry(f"terms:\n{TUBE}", draft(f"{source}路", preferred, note=note))
    old, new = read_glossary(text, "glossary.yaml", "own").entries
    assert old.source == "放管服"
    assert (new.source, new.preferred, new.note) == (f"{source}路", preferred, note)


@pytest.mark.parametrize(
    ("text", "entry", "what"),
    [
        (f"terms:\n{ROAD}", NEW, "line 7: entry 硬化路: line 2 has an entry of the same name"),
        (
            "",
            draft("路", "road", ["way"], examples=[("A way.", "A path.")]),
            "line 7: entry 路: the example 'A way.' came out as 'A road.'",
        ),
        ("", draft("路", "road", ["road"]), "line 5: entry 路: artifact 'road' can read 'road'"),
        ("", draft("路", "road", ["(way"]), "line 5: entry 路: artifact '(way'"),
        ("terms: 5\n", NEW, "line 1: terms"),
        (
            "terms: [{source: 放, preferred: x, note: ~}]\n",
            NEW,
            ": the entry 硬化路 cannot be put in without a change to others; write it into",
        ),
        ("terms:\n\t- x\n", NEW, "line 2: the line is indented with a tab"),
    ],
)
def test_what_the_loader_would_refuse_is_refused(
    text: str, entry: glossary.Entry, what: str
) -> None:
    with pytest.raises(ConfigError) as told:
        add_entry(text, entry)
    assert what in str(told.value)
    assert str(told.value).startswith("glossary.yaml")
