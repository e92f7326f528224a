"""Running a file: taken in, its round on disk, verdicts carried over, a policy's verdicts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleanup.config import Config, Policy
from cleanup.desk import Desk
from cleanup.errors import InputError
from cleanup.project import Project, round_digest
from cleanup.workflow import Ran, run
from making import Swaps, knowledge, only_pass

TEXT = "The tube reform goes on. It will grow.\n\nThe 5 tubes are new.\n"


@pytest.fixture
def check() -> Swaps:
    return Swaps({"tube": ("pipe",), "grow": ("rise",), "5": ("6",), "goes": ()})


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, check: Swaps) -> Config:
    found: Config = only_pass(monkeypatch, check)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "p"
    (root / "seeds").mkdir(parents=True)
    (root / "cleanup.yaml").write_text("", encoding="utf-8")
    return Project(root)


def running(project: Project, text: str | bytes, config: Config, **more: Any) -> Ran:
    seed = project.root / "seeds" / "text.txt"
    seed.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(project, seed, knowledge(), config, **more)


def desk_of(project: Project, reviewer: str = "Wang") -> Desk:
    return Desk(project, "text", reviewer=reviewer, door="test")


def test_a_run_keeps_the_exact_bytes_and_the_round(project: Project, config: Config) -> None:
    ran = running(project, TEXT, config)
    assert ran.name == "text"
    assert project.read_base("text", ran.document.digest) == TEXT.encode()
    stored = project.read_round("text")
    assert stored.proposals == ran.round.proposals
    assert [p.before for p in stored.proposals] == ["tube", "goes", "grow", "5", "tube"]
    assert (stored.versions["encoding"], ran.carried, ran.by_policy) == ("utf-8", None, ())


def test_a_file_from_elsewhere_is_taken_in(
    project: Project, config: Config, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text(TEXT, encoding="utf-8")
    assert run(project, tmp_path / "other.txt", knowledge(), config).name == "other"
    assert project.seed_path("other").read_text(encoding="utf-8") == TEXT


def test_what_cannot_be_read_is_not_taken_in(
    project: Project, config: Config, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_bytes(b"\x00\x01\x02")
    with pytest.raises(InputError, match="binary"):
        run(project, tmp_path / "other.txt", knowledge(), config)
    assert project.names() == ()


def test_two_runs_give_the_same_round(project: Project, config: Config) -> None:
    first = round_digest(running(project, TEXT, config).round)
    assert round_digest(running(project, TEXT, config).round) == first
    assert round_digest(project.read_round("text")) == first


def test_a_second_run_on_the_same_text_changes_nothing(project: Project, config: Config) -> None:
    running(project, TEXT, config)
    desk = desk_of(project)
    for told in desk.open_proposals():
        desk.reject(told)
    ran = running(project, TEXT, config)
    assert ran.carried is None
    assert desk_of(project).open_proposals() == ()


def test_a_second_run_after_all_was_accepted_proposes_no_open_edit(
    project: Project, config: Config
) -> None:
    running(project, TEXT, config)
    desk = desk_of(project)
    for told in desk.open_proposals():
        if told.is_query:
            desk.amend(told, "runs")
        else:
            desk.accept(told, confirmed=("figure",))
    running(project, TEXT, config)
    assert desk_of(project).open_proposals() == ()


def test_a_changed_input_keeps_the_verdicts_of_unchanged_places_and_lists_the_others(
    project: Project, config: Config
) -> None:
    first = running(project, TEXT, config)
    desk = desk_of(project)
    for told in desk.open_proposals():
        desk.reject(told) if told.is_query else desk.accept(told, confirmed=("figure",))
    ran = running(project, "New here.\n\n" + TEXT.replace("It will grow", "It may grow"), config)
    assert ran.carried is not None
    assert [(d.verdict, d.before, d.scope) for d in ran.carried.kept] == [
        ("accept", "tube", "carried"),
        ("reject", "goes", "carried"),
        ("accept", "5", "carried"),
        ("accept", "tube", "carried"),
    ]
    assert [d.before for d in ran.carried.lost] == ["grow"]
    later = desk_of(project, "Li")
    assert [p.before for p in later.open_proposals()] == ["grow"]
    assert later.edition.text == (
        "New here.\n\nThe pipe reform goes on. It may grow.\n\nThe 6 pipes are new.\n"
    )
    assert {d.reviewer for d in later.decisions} == {"Wang"}
    assert project.read_base("text", first.document.digest) == TEXT.encode()


def test_going_back_to_an_earlier_text_finds_its_verdicts_and_the_newer_ones(
    project: Project, config: Config
) -> None:
    running(project, TEXT, config)
    desk = desk_of(project)
    desk.accept(desk.open_proposals()[0])
    running(project, TEXT + "More.\n", config)
    later = desk_of(project)
    later.reject(next(p for p in later.open_proposals() if p.before == "grow"))
    ran = running(project, TEXT, config)
    assert ran.carried is not None
    assert [(d.verdict, d.before) for d in ran.carried.kept] == [("reject", "grow")]
    assert desk_of(project).edition.text == TEXT.replace("tube", "pipe", 1)


def test_a_broken_round_is_made_anew_and_decisions_are_kept(
    project: Project, config: Config
) -> None:
    running(project, TEXT, config)
    desk = desk_of(project)
    desk.accept(desk.open_proposals()[0])
    project.round_path("text").write_bytes(b"broken\n")
    ran = running(project, TEXT.replace("are new", "are old"), config)
    assert ran.carried is not None
    assert [d.before for d in ran.carried.kept] == ["tube"]


def test_the_encoding_is_remembered(project: Project, config: Config) -> None:
    data = "山东 tube\n".encode("gb18030")
    with pytest.raises(InputError, match="encoding"):
        running(project, data, config)
    running(project, data, config, encoding="gb18030")
    assert running(project, data, config).document.text == "山东 tube\n"
    assert desk_of(project).document.text == "山东 tube\n"


def test_a_policy_accepts_what_it_names_and_trusts_and_nothing_else(
    project: Project, config: Config, check: Swaps
) -> None:
    from dataclasses import replace

    check.trust = "safe"
    names = ("swaps/tube", "swaps/5", "swaps/goes")
    strict = replace(config, policy=Policy("house", names))
    running(project, TEXT, config)
    person = desk_of(project)
    first = person.open_proposals()[0]
    person.reject(first)
    ran = running(project, TEXT, strict)
    assert [(d.before, d.reviewer, d.scope, d.door) for d in ran.by_policy] == [
        ("tube", "house", "policy", "policy")
    ]
    assert ran.by_policy[0].span.start > first.span.start
    assert [p.before for p in desk_of(project).open_proposals()] == ["goes", "grow", "5"]
    assert running(project, TEXT, strict).by_policy == ()


def test_a_policy_accepts_nothing_that_is_not_safe_and_nothing_taken_back(
    project: Project, config: Config, check: Swaps
) -> None:
    from dataclasses import replace

    strict = replace(config, policy=Policy("house", ("swaps/grow",)))
    assert running(project, TEXT, strict).by_policy == ()
    check.trust = "safe"
    (made,) = running(project, TEXT, strict).by_policy
    desk_of(project).reopen(made)
    assert running(project, TEXT, strict).by_policy == ()
