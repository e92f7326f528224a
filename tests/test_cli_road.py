"""The whole road through the command line, on real files: what must hold of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleanup import workflow
from cleanup.errors import CleanupError
from cleanup.passes import TABLE
from cleanup.pipeline import propose
from cleanup.proposal import Proposal
from cleanup.round import Round
from conftest import Said, Shell

REFORM = "reform to streamline administration, delegate power, improve services"
TEXT = (
    "We will deepen the reform of the release and control clothing.\n"
    "\n"
    "The city will simplify approval by the discharge tube reform.\n"
)


def proposals(said: Said) -> list[dict[str, Any]]:
    assert said.code in (0, 1), said.err
    return [json.loads(line) for line in said.out.splitlines()]


def decided(shell: Shell, name: str) -> list[dict[str, Any]]:
    ledger = shell.folder / "corrections" / name / "decisions.jsonl"
    if not ledger.exists():
        return []
    return [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]


def edition(shell: Shell, name: str = "page.txt") -> str:
    return (shell.folder / "editions" / name).read_bytes().decode()


def emitted(shell: Shell) -> list[str]:
    return [name for name in shell.files() if name.startswith("editions/")]


# --- the first thing that an editor sees -------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "reads"),
    [
        (
            "We will deepen the reform of the release and control clothing.",
            f"We will deepen the {REFORM}.",
        ),
        ('We deepened the reform of "discharge tube".', f"We deepened the {REFORM}."),
        ("They praised the reform of the discharge tube.", f"They praised the {REFORM}."),
        (
            "The discharge tube reform went on.",
            "The reform to streamline administration, delegate power and improve services went on.",
        ),
    ],
)
def test_what_a_machine_made_of_a_reform_is_put_right(
    project: Shell, sentence: str, reads: str
) -> None:
    project.write("page.txt", sentence)
    said = project("check", "--format", "jsonl", "page.txt")
    [found] = proposals(said)
    [words] = found["replacements"]
    assert sentence[: found["start"]] + words + sentence[found["end"] :] == reads
    assert said.code == 1


def test_a_discharge_tube_filled_with_neon_is_left_alone(project: Shell) -> None:
    project.write("page.txt", "The discharge tube was filled with neon.\n")
    said = project("check", "page.txt")
    assert (said.code, said.out, said.err) == (0, "", "Nothing to propose.\n")


def test_the_reference_article_is_put_right_and_nothing_is_written(shell: Shell) -> None:
    root = Path(__file__).parent.parent
    article = root / "seeds" / "shandong-mayors.txt"
    before = article.read_bytes()
    shell.folder = root
    found = proposals(shell("check", "--format", "jsonl", article))
    wanted = "streamline administration, delegate power"
    for artifact in ("release and control clothing", "discharge tube"):
        hits = [p for p in found if artifact in str(p["before"]).lower()]
        assert hits, artifact
        assert all(
            wanted in str(p["replacements"]).replace("streamlining", "streamline") for p in hits
        ), hits
    assert article.read_bytes() == before


# --- run, review, emit, verify -----------------------------------------------------------


def test_the_road_from_a_file_to_an_edition(project: Shell) -> None:
    project.write("page.txt", TEXT)
    ran = project("run", "page.txt")
    assert ran.code == 1
    assert ran.out.startswith("page: 2 open\n")
    assert "next: cleanup review page" in ran.err
    assert (project.folder / "reports" / "page.html").read_text("utf-8").startswith("<!DOCTYPE")

    reviewed = project("review", "page", "--as", "Ana", answers="y\ny\nq\n")
    assert reviewed.code == 0
    assert reviewed.err.endswith("0 open. Next: cleanup emit page\n")

    done = project("emit", "page")
    assert done.code == 0
    assert Path(done.out.strip()) == project.folder / "editions" / "page.txt"
    assert edition(project) == (
        f"We will deepen the {REFORM}.\n"
        "\n"
        "The city will simplify approval by the reform to streamline administration, delegate"
        " power and improve services.\n"
    )
    assert "2 accepted, 0 amended, 0 own edits; 0 rejected" in done.err
    verified = project("verify", "editions/page.txt")
    assert verified.code == 0
    assert verified.out.endswith("page.txt: is what document and ledger give, byte for byte\n")
    assert project("verify", "page").code == 0


def test_with_one_choice_open_nothing_is_emitted_and_it_is_named(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--as", "Ana", answers="y\nq\n")
    before = project.files()
    said = project("emit", "page")
    assert said.code == 1
    assert said.line.startswith(
        "page: 1 proposal is open; the first stands at line 3 column 40: 'discharge tube reform'"
    )
    assert said.line.endswith("decide with 'cleanup review page'; nothing was written")
    assert project.files() == before
    assert project("review", "page", "--as", "Ana", answers="n\nq\n").code == 0
    assert project("emit", "page").code == 0
    assert "discharge tube" in edition(project)
    assert project("verify", "page").code == 0


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("editions/page.txt", "the edition page.txt is not the one that was emitted"),
        ("corrections/page/decisions.jsonl", "decisions.jsonl, line 1: this line was changed"),
        ("corrections/page/base/", "was changed: it is the base of all edits of 'page'"),
    ],
)
@pytest.mark.parametrize("where", ["first", "middle", "last"])
def test_one_changed_byte_is_found_and_it_is_said_where(
    project: Shell, what: str, told: str, where: str
) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--accept", "all", "--as", "Ana")
    assert project("emit", "page").code == 0
    [path] = [project.folder / name for name in project.files() if name.startswith(what)]
    data = bytearray(path.read_bytes())
    # the last byte of a ledger is the end of its line: without it the line is unfinished
    at = {"first": 0, "middle": len(data) // 2, "last": len(data) - 2}[where]
    data[at] ^= 1
    path.write_bytes(bytes(data))
    said = project("verify", "page")
    assert said.code == 1
    assert said.out == ""
    assert told.replace("line 1", "line") in said.err.replace("line 2", "line").replace(
        "line 1", "line"
    )
    data[at] ^= 1
    path.write_bytes(bytes(data))
    assert project("verify", "page").code == 0


def test_emitting_again_gives_the_same_edition_and_a_new_decision_a_numbered_one(
    project: Shell,
) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--accept", "all", "--as", "Ana")
    project("emit", "page")
    first = project.files()
    again = project("emit", "page")
    assert again.code == 0
    assert "the same edition" in again.err
    assert project.files() == first
    project("review", "page", "--as", "Ben", answers=">\nb\n1\nn\nq\n")
    later = project("emit", "page")
    assert later.code == 0
    assert later.out.endswith("page.2.txt\n")
    assert "edition 2, correcting edition 1" in later.err
    assert project("verify", "editions/page.txt").code == 0
    assert project("verify", "editions/page.2.txt").code == 0
    assert edition(project) != edition(project, "page.2.txt")


# --- rejecting everything gives the input back -------------------------------------------

_WORDS = [
    "【Focus】A headline\tof the day",
    "",
    "We\u00a0will deepen the reform of the\u3000release and control clothing. 记者从发布会上获悉，"
    "全省经济运行总体平稳，稳中有进，新旧动能转换取得积极成效。",
    "",
    "- The output of *coal* was 31 million 100 thousand tons, said 𝒜lice 😀 in the cafe\u0301.",
    "- Two is to mend the road of the **discharge** tube reform.",
    "",
    "Three is to `discharge tube` the [discharge tube](https://example.org/a_b) &amp; more.  ",
    "\t Four is to go on. . ",
    "",
    "The end",
]
_LINE_ENDS: dict[str, Callable[[list[str]], str]] = {
    "lf": lambda lines: "\n".join(lines) + "\n",
    "crlf": lambda lines: "\r\n".join(lines) + "\r\n",
    "cr": lambda lines: "\r".join(lines) + "\r",
    "mixed": lambda lines: "".join(
        line + ("\n", "\r\n", "\r")[n % 3] for n, line in enumerate(lines)
    ),
    "none": lambda lines: "\n".join(lines),
}
_ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "gb18030": b"",
}


@pytest.mark.parametrize("encoding", _ENCODINGS)
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_rejecting_everything_gives_the_input_back_byte_for_byte(
    project: Shell, encoding: str, ending: str
) -> None:
    files: dict[str, bytes] = {}
    for name, joined in _LINE_ENDS.items():
        files[name] = _ENCODINGS[encoding] + joined(_WORDS).encode(encoding)
        project.write(f"in/{name}{ending}", files[name])
    said = project("run", "in", *(["--encoding", encoding] if encoding == "gb18030" else []))
    assert said.code == 1, said.err
    for name, data in files.items():
        rejected = project("review", name, "--reject", "all", "--as", "Ana")
        assert rejected.code == 0, rejected.err
        assert len(decided(project, name)) >= 4
        assert {d["verdict"] for d in decided(project, name)} == {"reject"}
        assert project("emit", name).code == 0
        assert (project.folder / "editions" / f"{name}{ending}").read_bytes() == data, name
        assert project("verify", name).code == 0


def test_accepting_in_bulk_changes_only_what_is_proposed_in_every_encoding(project: Shell) -> None:
    for encoding, mark in _ENCODINGS.items():
        text = _LINE_ENDS["mixed"](_WORDS)
        name = f"{encoding}.txt"
        project.write(name, mark + text.encode(encoding))
        project("run", name, *(["--encoding", encoding] if encoding == "gb18030" else []))
        project("review", encoding, "--accept", "all", "--as", "Ana")
        project("review", encoding, "--reject", "all", "--as", "Ana")
        assert project("emit", encoding).code == 0
        out = (project.folder / "editions" / name).read_bytes()
        assert out.startswith(mark)
        told = out.removeprefix(mark).decode(encoding)
        assert "streamline administration" in told, encoding
        for kept in ("𝒜lice 😀 in the cafe\u0301", "headline\tof", "We\u00a0will", "more.  \r\n"):
            assert kept in told, (encoding, kept)


# --- a new version of the input ----------------------------------------------------------


def test_a_changed_input_keeps_verdicts_on_unchanged_places_and_lists_the_others(
    project: Shell,
) -> None:
    project.write("seeds/page.txt", TEXT)
    project("run", "seeds/page.txt")
    project("review", "page", "--accept", "all", "--as", "Ana")
    project.write("seeds/page.txt", TEXT.replace("The city", "This new city"))
    said = project("run", "page")
    assert said.code == 1
    assert "page: 1 open" in said.out
    assert "verdicts kept on unchanged places: 1\n" in said.out
    assert "to be decided again: " in said.out
    assert "(accept by Ana)" in said.out
    assert [d["scope"] for d in decided(project, "page")] == ["all", "all", "carried"]
    assert decided(project, "page")[2]["reviewer"] == "Ana"
    again = project("run", "page")
    assert "page: 1 open" in again.out
    assert len(decided(project, "page")) == 3
    project("review", "page", "--reject", "all", "--as", "Ben")
    assert project("emit", "page").code == 0
    assert edition(project).startswith(f"We will deepen the {REFORM}.\n\nThis new city")


def test_an_input_that_comes_back_has_the_latest_verdicts(project: Shell) -> None:
    project.write("seeds/page.txt", TEXT)
    project("run", "page")
    project("review", "page", "--as", "Ana", "--accept", "all")
    project.write("seeds/page.txt", TEXT + "\nMore to come.\n")
    assert project("run", "page").code == 0
    assert len(decided(project, "page")) == 4
    project("review", "page", "--as", "Ben", answers="J\n1\nb\n1\nn\nq\n")
    project.write("seeds/page.txt", TEXT)
    for _ in range(2):
        assert project("run", "page").code == 0
        project("emit", "page")
        assert edition(project).startswith("We will deepen the reform of the release and control")
        assert "discharge tube" not in edition(project)
    assert project("verify", "page").code == 0


def test_every_door_says_the_same_of_a_round_whose_input_has_changed(project: Shell) -> None:
    project.write("seeds/page.txt", TEXT)
    project("run", "page")
    project("review", "page", "--reject", "all", "--as", "Ana")
    project.write("other.txt", TEXT)
    project.write("seeds/page.txt", TEXT + "More.\n")
    before = project.files()
    told = {
        project("review", "page", "--as", "Ana").line,
        project("review", "page", "--as", "Ana", "--reject", "all").line,
        project("emit", "page").line,
        project("absorb", "page", "other.txt", "--as", "Ana").line,
        project("report", "page").line,
    }
    assert len(told) == 1
    assert told.pop() == (
        "page: the input has changed since it was checked; run 'cleanup run"
        f" {project.folder / 'seeds' / 'page.txt'}' again: what was decided on unchanged places"
        " is kept"
    )
    assert project.files() == before


# --- absorb ------------------------------------------------------------------------------

FIGURES = "The output was 31 million tons in 2016. The mayor did go on.\n\n" + TEXT


def reworked(project: Shell) -> bytes:
    project.write("page.txt", FIGURES)
    project("run", "page.txt")
    told = (
        FIGURES.replace("31 million", "32 million")
        .replace("did go on", "went on working")
        .replace("of the release and control clothing", "of government services")
    )
    project.write("reworked.txt", told)
    return told.encode()


def test_a_reworked_edition_is_taken_in_word_by_word_and_emitted_byte_for_byte(
    project: Shell,
) -> None:
    wanted = reworked(project)
    said = project("absorb", "page", "reworked.txt", "--as", "Ana", answers="y\ny\ny\ny\n")
    assert said.code == 0, said.err
    assert "'31' -> '32' changes a figure" in said.err
    assert "is that right?" in said.err
    assert "own edit" in said.err
    done = project("emit", "page")
    assert done.code == 0
    assert (project.folder / "editions" / "page.txt").read_bytes() == wanted
    assert "'31' -> '32' (figure)" in done.err
    assert project("verify", "page").code == 0


@pytest.mark.parametrize("answers", ["n\n", ""])
def test_a_changed_figure_that_nobody_confirms_is_refused_and_nothing_is_written(
    project: Shell, answers: str
) -> None:
    reworked(project)
    before = project.files()
    said = project("absorb", "page", "reworked.txt", "--as", "Ana", answers=answers)
    assert said.code == 2
    assert said.err.splitlines()[-1] == (
        "cleanup: '31' to '32' changes a figure and was not confirmed; nothing was written: mend"
        " the file or confirm the change"
    )
    assert project.files() == before


def test_all_changed_figures_can_be_confirmed_at_once_by_name(project: Shell) -> None:
    wanted = reworked(project)
    said = project("absorb", "page", "reworked.txt", "--as", "Ana", "--confirm-all")
    assert said.code == 0
    assert "is that right?" not in said.err
    assert project("emit", "page").code == 0
    assert (project.folder / "editions" / "page.txt").read_bytes() == wanted


def test_a_reworked_file_in_another_encoding_is_refused_and_nothing_is_written(
    project: Shell,
) -> None:
    wanted = reworked(project)
    for data in (wanted.decode().encode("utf-16"), b"\xef\xbb\xbf" + wanted, b"\x00\x01"):
        project.write("reworked.txt", data)
        before = project.files()
        said = project("absorb", "page", "reworked.txt", "--as", "Ana", "--confirm-all")
        assert said.code == 2
        assert said.line.startswith("the reworked file is not ")
        assert project.files() == before


def test_changed_line_ends_are_taken_in_and_told_in_one_line(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project.write("reworked.txt", TEXT.replace("\n", "\r\n"))
    said = project("absorb", "page", "reworked.txt", "--as", "Ana")
    assert said.code == 0
    assert "of the own edits only change line ends or spaces" in said.err
    project("emit", "page")
    assert edition(project) == TEXT.replace("\n", "\r\n")


# --- settings ----------------------------------------------------------------------------


def test_an_exception_silences_a_rule_for_words_or_a_document(project: Shell) -> None:
    project.write("seeds/page.txt", TEXT)
    project.write("seeds/other.txt", TEXT)
    assert len(proposals(project("check", "--format", "jsonl", "seeds/page.txt"))) == 2
    project.write(
        "cleanup.yaml", "exceptions:\n  - rule: own/放管服\n    document: page\n    who: Ana\n"
    )
    assert project("check", "seeds/page.txt").code == 0
    assert len(proposals(project("check", "--format", "jsonl", "seeds/other.txt"))) == 2
    assert project("run", "page").code == 0
    assert project("run", "other").code == 1
    words = proposals(project("check", "--format", "jsonl", "seeds/other.txt"))[0]["before"]
    project.write(
        "cleanup.yaml", f"exceptions:\n  - rule: own/放管服\n    words: {str(words).upper()}\n"
    )
    assert len(proposals(project("check", "--format", "jsonl", "seeds/other.txt"))) == 1


def test_never_here_again_writes_an_exception_and_rejects(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    before = (project.folder / "cleanup.yaml").read_text("utf-8")
    said = project("review", "page", "--as", "Ana", answers="x\nd\na quotation\nq\n")
    assert "exception saved in cleanup.yaml" in said.out
    assert said.code == 0
    after = (project.folder / "cleanup.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert "who: Ana" in after
    assert project("check", "seeds/page.txt").code == 0
    assert {d["verdict"] for d in decided(project, "page")} == {"reject"}


TEH = """rules:
  - id: teh
    message: A slip of the typist.
    category: linguistic conventions
    severity: minor
    phrases:
      - teh
    replacements:
      - the
    why: The hand was quicker than the head.
    examples:
      - before: In teh house.
        after: In the house.
      - leave: In the house.
"""


def test_a_policy_accepts_only_rules_that_have_proved_themselves(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("rules.yaml", TEH)
    project.write("cleanup.yaml", "policy:\n  name: house rules\n  accept:\n    - own/teh\n")
    project.write("page.txt", "He went to teh house.\n\n" + TEXT)
    said = project("run", "page.txt")
    assert "page: 3 open" in said.out
    assert decided(project, "page") == []

    def proved(*arguments: object) -> Round:
        made = propose(*arguments)  # type: ignore[arg-type]
        return replace(made, proposals=tuple(map(_safe, made.proposals)))

    monkeypatch.setattr(workflow, "propose", proved)
    said = project("run", "page")
    assert "page: 2 open" in said.out
    assert "1 accepted by the policy 'house rules'" in said.out
    [line] = decided(project, "page")
    assert (line["reviewer"], line["scope"], line["verdict"]) == ("house rules", "policy", "accept")
    project("review", "page", "--as", "Ana", answers="J\nteh\nb\n1\nn\nq\n")
    assert "accepted by the policy" not in project("run", "page").out
    assert [d["scope"] for d in decided(project, "page")].count("policy") == 1


def _safe(proposal: Proposal) -> Proposal:
    """The proposal as if the rule `teh` had earned full trust; others as they are."""
    if proposal.leading.rule != "own/teh":
        return proposal
    return replace(proposal, origins=tuple(replace(o, trust="safe") for o in proposal.origins))


def test_deciding_in_bulk_takes_a_rule_or_a_class_and_says_what_stays_open(project: Shell) -> None:
    project.write(
        "page.txt",
        "【Focus】News\n\n" + TEXT + "\nThe area is 6.5 million square. It was 31 million 100"
        " thousand tons.\n",
    )
    project("run", "page.txt")
    by_rule = project("review", "page", "--as", "Ana", "--accept", "own/放管服")
    assert by_rule.code == 1
    assert "accept: 2 open proposals (own/放管服)\n2 accepted, saved" in by_rule.err
    assert {d["scope"] for d in decided(project, "page")} == {"rule"}
    rest = project("review", "page", "--as", "Ana", "--accept", "all")
    assert rest.code == 1
    assert "stays open: " in rest.out
    assert "changes a figure" in rest.out
    assert "a query wants own words" in rest.out
    by_class = project("review", "page", "--as", "Ana", "--reject", "locale conventions")
    left = project("review", "page", "--as", "Ana", "--reject", "all")
    assert left.code == 0, (by_class.err, left.err)


# --- status ------------------------------------------------------------------------------


def row(project: Shell, name: str = "page") -> tuple[int, str]:
    said = project("status")
    [line] = [line for line in said.out.splitlines() if line.split()[0] == name]
    return said.code, " ".join(line.split())


def test_status_tells_the_state_of_every_document_and_what_to_do_next(project: Shell) -> None:
    said = project("status")
    assert (said.code, said.err) == (0, "no documents yet. Next: cleanup run FILE\n")
    seed = project.write("seeds/page.txt", TEXT)
    assert row(project) == (1, f"page new cleanup run {seed}")
    project("run", "page")
    assert row(project) == (1, "page in review 2 0 0 0 0 cleanup review page")
    project("review", "page", "--as", "Ana", answers="y\nq\n")
    assert row(project) == (1, "page in review 1 1 0 0 0 cleanup review page")
    project("review", "page", "--as", "Ana", answers="e\nby reform\nq\n")
    assert row(project) == (1, "page decided 0 1 1 0 0 cleanup emit page")
    project("emit", "page")
    assert row(project) == (0, "page emitted 0 1 1 0 0")
    project.write("seeds/page.txt", "All else.\n")
    assert row(project) == (1, f"page stale cleanup run {seed}")
    project("run", "page")
    # nothing was carried over and nothing is open, but this text was never emitted
    assert row(project) == (1, "page decided 0 0 0 0 0 cleanup emit page")
    project("emit", "page")
    assert row(project) == (0, "page emitted 0 0 0 0 0")


def test_one_damaged_document_hides_no_other_in_the_status(project: Shell) -> None:
    for name in ("good", "page"):
        project.write(f"seeds/{name}.txt", TEXT)
        project("run", name)
    cut = project.folder / "corrections" / "page" / "round.jsonl"
    cut.write_bytes(cut.read_bytes()[:-10])
    said = project("status")
    assert said.code == 2
    assert [line.split()[:2] for line in said.out.splitlines()[1:]] == [
        ["good", "in"],
        ["page", "damaged"],
    ]
    assert said.line.startswith("corrections/page/round.jsonl cannot be used: its end is missing;")


def test_a_pass_that_cannot_run_makes_the_round_incomplete_and_is_always_said(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise CleanupError("its tables are gone")

    monkeypatch.setattr(type(TABLE["numbers"]), "find", broken)
    project.write("page.txt", "All is well.\n")
    told = "the pass numbers could not run: its tables are gone"
    checked = project("check", "page.txt")
    assert (checked.code, checked.out) == (1, "")
    assert checked.err == f"INCOMPLETE page.txt: {told}\nNothing to propose.\n"
    ran = project("run", "page.txt")
    assert ran.code == 1
    assert f"INCOMPLETE page: {told}" in ran.out
    assert row(project)[1].startswith("page decided, incomplete 0")
    said = project("emit", "page")
    assert said.code == 1
    assert said.line == (
        f"page: the round is incomplete ({told}); mend that and run again, or emit with --without"
        " and the name of what could not run"
    )
    assert emitted(project) == []
    assert project("emit", "page", "--without", "numbers").code == 0
    manifest = project.folder / "editions" / "page.manifest.json"
    assert json.loads(manifest.read_text("utf-8"))["without"] == ["numbers"]


def test_an_empty_file_is_a_document_with_no_proposals(project: Shell) -> None:
    project.write("page.txt", "")
    checked = project("check", "page.txt")
    assert (checked.code, checked.out) == (0, "")
    assert project("run", "page.txt").code == 0
    assert project("emit", "page").code == 0
    assert (project.folder / "editions" / "page.txt").read_bytes() == b""
    assert project("verify", "page").code == 0
    assert project("status").code == 0


# --- names and places --------------------------------------------------------------------


def test_a_document_is_named_by_its_last_part_its_path_or_its_edition(project: Shell) -> None:
    project.write("seeds/2026/page.txt", TEXT)
    project("run", "seeds")
    project.write("seeds/page.v2.txt", TEXT)
    assert project("run", "page.v2").code == 1
    for told in ("2026/page", "page", "seeds/2026/page.txt", "page.v2"):
        assert project("review", told, "--as", "Ana", "--reject", "all").code == 0, told
    project("emit", "page")
    assert project("report", "editions/2026/page.txt", "--output", "-").code == 0


def test_a_project_elsewhere_is_named_by_an_option(shell: Shell) -> None:
    assert shell("init", "house").code == 0
    shell.write("page.txt", TEXT)
    assert shell("run", "page.txt", "--project", "house").code == 1
    assert (shell.folder / "house" / "seeds" / "page.txt").read_text("utf-8") == TEXT
    assert shell("status", "--project", "house").code == 1


def test_an_encoding_that_was_told_once_is_remembered(project: Shell) -> None:
    data = "Größe: the discharge tube reform.\n".encode("cp1252")
    project.write("page.txt", data)
    assert project("run", "page.txt").code == 2
    assert project("run", "page.txt", "--encoding", "cp1252").code == 1
    assert project("run", "page").code == 1
    project("review", "page", "--reject", "all", "--as", "Ana")
    project("emit", "page")
    assert (project.folder / "editions" / "page.txt").read_bytes() == data


def test_the_manifest_says_what_the_edition_was_made_from(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--accept", "all", "--as", "Ana")
    project("emit", "page")
    told = json.loads((project.folder / "editions" / "page.manifest.json").read_text("utf-8"))
    assert told["document"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert told["edition"] == hashlib.sha256(edition(project).encode()).hexdigest()
    assert told["counts"]["accepted"] == 2
    assert told["reviewers"] == ["Ana"]
    assert sorted(emitted(project)) == [
        "editions/page.changelog.md",
        "editions/page.manifest.json",
        "editions/page.txt",
    ]
