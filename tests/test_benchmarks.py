"""The benchmarks run, on sizes so small that the times say nothing; none is judged here."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from benchmarks import texts
from benchmarks.__main__ import NAMES, main, runner
from benchmarks.decisions import reviewed
from benchmarks.measure import ROOT, Row, alternately, child, clock, environment, table
from benchmarks.scan import absent
from benchmarks.worddiff import reworked

from cleanup import glossary
from cleanup.edition import make_edition


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs_on_a_tiny_size(name: str) -> None:
    rows = list(runner(name)(0.0005))
    assert rows
    for row in rows:
        assert row.job
        assert row.took >= 0
        assert (row.reached is None) == (row.target == "")


def test_an_unknown_benchmark_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scna"]) == 2
    assert "no benchmark 'scna'; known are help, check_article" in capsys.readouterr().out


def test_the_module_runs_one_benchmark_by_its_name() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nothing"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 2


def test_the_table_says_what_was_reached_and_missed() -> None:
    rows = (
        Row("one", 0.5, beside="two", ratio=2.0, target="1 s", reached=True),
        Row("three", 12.0, "MB/s", note="rare hits", ratio=12.0, target="15", reached=False),
        Row("four", 1234.0, "MB"),
    )
    told = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table(rows).splitlines()]
    assert told[2:] == [
        ["one", "0.5 s", "two", "2.00", "1 s", "reached"],
        ["three (rare hits)", "12 MB/s", "", "12", "15", "missed"],
        ["four", "1234 MB", "", "", "", ""],
    ]


def test_every_call_is_run_as_often_as_was_asked() -> None:
    told: list[str] = []
    assert clock(lambda: told.append("a"), 3) >= 0
    assert len(alternately(lambda: told.append("b"), lambda: told.append("c"), times=2)) == 2
    assert told == ["a", "a", "a", "b", "c", "b", "c"]


def test_a_child_that_fails_is_an_error_and_not_a_time(tmp_path: Path) -> None:
    failing = "import sys; print('no such thing', file=sys.stderr); sys.exit(2)"
    with pytest.raises(RuntimeError, match="no such thing"):
        child(["-c", failing], environment(tmp_path))


# --- what is generated -----------------------------------------------------------------------


def test_texts_are_the_same_each_time_and_of_the_size_asked_for() -> None:
    assert texts.prose(20_000) == texts.prose(20_000)
    assert 20_000 <= len(texts.prose(20_000)) < 22_000


def test_planted_phrases_stand_about_as_often_as_asked_for() -> None:
    told = texts.prose(50_000, ["a phrase of our own"], every=5_000)
    assert 7 <= told.count("a phrase of our own") <= 10


def test_a_text_full_of_hits_has_a_phrase_in_every_sentence() -> None:
    told = texts.full_of(20_000, ["a phrase of our own"]).replace("\n\n", " ").strip()
    sentences = told.removesuffix(".").split(". ")
    assert len(sentences) > 50
    assert all("the a phrase of our own" in sentence for sentence in sentences)


def test_tools_that_are_not_installed_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.scan.shutil.which", lambda tool: None)
    assert absent()[-2:] == ("vale", "textlint")
    monkeypatch.setattr("benchmarks.scan.shutil.which", lambda tool: f"/usr/bin/{tool}")
    assert not {"vale", "textlint"} & set(absent())


def test_no_word_stands_twice_in_a_row() -> None:
    drawn = texts.prose(50_000).lower().replace("\n", " ").split(" ")
    assert not [a for a, b in pairwise(drawn) if a == b and a.isalpha()]


def test_a_generated_glossary_is_one_that_the_program_reads() -> None:
    text = texts.glossary(30)
    assert len(yaml.safe_load(text)["terms"]) == 30
    assert len(glossary.load(text, "glossary").entries) == 30


def test_terms_of_a_smaller_glossary_are_the_first_of_a_larger_one() -> None:
    assert texts.terms(50)[:20] == texts.terms(20)


def test_generated_decisions_stand_side_by_side() -> None:
    document, decisions = reviewed(50)
    edition = make_edition(document, decisions)
    assert (len(decisions), len(edition.edits), edition.skipped) == (50, 45, ())


def test_a_reworked_text_differs_here_and_there() -> None:
    before = texts.prose(20_000)
    after = reworked(before)
    assert after != before
    assert 0.8 < len(after) / len(before) < 1.2
