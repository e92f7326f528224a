"""The gate, the edition with its manifest, and deriving it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cleanup.config import Config
from cleanup.decision import Decision
from cleanup.edition import Edition
from cleanup.emission import Emitted, counts, emit, verify
from cleanup.errors import EXIT_OPEN, GateError, ProjectError
from cleanup.proposal import Proposal
from cleanup.text import Document
from making import Swaps, Workshop, at, knowledge, only_pass, proposal, workshop

TEXT = "The discharge tube reform goes on.\n\nTwo is to grow by 5 percent.\n"


def changelog(document: Document, decisions: Sequence[Decision], edition: Edition) -> str:
    return f"{document.name}: {len(decisions)} decisions, {len(edition.edits)} edits\n"


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch) -> Config:
    found: Config = only_pass(monkeypatch, Swaps({}))
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return workshop(tmp_path / "p", TEXT)


@pytest.fixture
def told(shop: Workshop) -> Proposal:
    offered = proposal(shop.document, "discharge tube", "streamlining")
    shop.propose(offered, proposal(shop.document, "goes on", trust="hint"))
    return offered


def emitted(desk: Any, config: Config, **more: Any) -> Emitted:
    return emit(desk, knowledge(), config, changelog, **more)


def files(shop: Workshop) -> dict[str, bytes]:
    folder = shop.root / "editions"
    return (
        {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        if folder.exists()
        else {}
    )


# --- the gate ----------------------------------------------------------------------------------


def test_with_one_choice_open_nothing_is_written_and_it_is_named(
    shop: Workshop, told: Proposal, config: Config
) -> None:
    with pytest.raises(GateError) as caught:
        emitted(shop.desk(), config)
    assert str(caught.value) == (
        "text: 1 proposal is open; the first stands at line 1 column 5: 'discharge tube'"
        " (better so); decide with 'cleanup review text'; nothing was written"
    )
    assert caught.value.exit_code == EXIT_OPEN
    assert files(shop) == {}


def test_hints_do_not_hold_up_the_gate(shop: Workshop, told: Proposal, config: Config) -> None:
    desk = shop.desk()
    desk.reject(told)
    assert emitted(desk, config).path.read_bytes() == TEXT.encode()


def test_an_incomplete_round_is_refused_unless_it_is_left_out(
    shop: Workshop, config: Config
) -> None:
    shop.propose(incomplete=["the engine harper could not run: no answer", "the pass x could not"])
    with pytest.raises(
        GateError, match=r"the round is incomplete \(the engine harper .*and 1 more"
    ):
        emitted(shop.desk(), config)
    made = emitted(shop.desk(), config, without=["harper", "pass x"])
    assert made.manifest["without"] == ["harper", "pass x"]


def test_an_unconfirmed_fact_is_refused(shop: Workshop, config: Config) -> None:
    offered = proposal(shop.document, "5 percent", "6 percent")
    shop.propose(offered)
    desk = shop.desk()
    desk.write([desk.draft.accepting(offered, None, (), "rule", "")])
    with pytest.raises(GateError, match=r"text: line 3 column 19: .* nobody has confirmed it"):
        emitted(desk, config)
    assert files(shop) == {}


def test_a_finding_of_the_second_look_is_put_into_the_round_and_stops_the_edition(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = only_pass(monkeypatch, Swaps({"tube": ("pipe",), "pipe pipe": ("pipe",)}))
    offered = proposal(shop.document, "tube", "pipe pipe", rule="swaps/pipe pipe")
    shop.propose(offered, versions={"pass swaps": "1"})
    desk = shop.desk()
    desk.accept(offered)
    with pytest.raises(GateError, match="1 proposal is found by the second look"):
        emitted(desk, config)
    again = shop.desk()
    (found,) = again.open_proposals()
    again.accept(found)
    assert b"discharge pipe reform" in emitted(again, config).path.read_bytes()


# --- the edition -------------------------------------------------------------------------------


def test_the_manifest_says_what_the_edition_was_made_from(
    shop: Workshop, told: Proposal, config: Config
) -> None:
    desk = shop.desk()
    desk.accept(told)
    desk.own(at(TEXT, "grow"), "rise", category="style")
    made = emitted(desk, config)
    assert made.path == shop.root / "editions" / "text.txt"
    assert made.path.read_text(encoding="utf-8") == TEXT.replace(
        "discharge tube", "streamlining"
    ).replace("grow", "rise")
    manifest = json.loads((shop.root / "editions" / "text.manifest.json").read_bytes())
    assert manifest == made.manifest
    assert manifest["number"] == 1
    assert manifest["ledger"] == desk.ledger_state.head
    assert manifest["document"] == shop.document.digest
    assert (
        manifest["counts"]
        == {
            "accepted": 1,
            "amended": 0,
            "own": 1,
            "rejected": 0,
            "skipped": 0,
        }
        == counts(desk.edition)
    )
    assert manifest["reviewers"] == ["Wang"]
    assert "corrects" not in manifest
    assert files(shop)["text.changelog.md"] == b"text: 2 decisions, 2 edits\n"


def test_emitting_again_gives_the_same_files_and_no_new_number(
    shop: Workshop, told: Proposal, config: Config
) -> None:
    shop.desk().accept(told)
    first = emitted(shop.desk("Li"), config)
    before = files(shop)
    second = emitted(shop.desk("Zhao"), config)
    assert (first.again, second.again) == (False, True)
    assert files(shop) == before
    assert second.manifest == first.manifest


def test_after_a_reopening_the_edition_is_numbered_and_says_what_it_corrects(
    shop: Workshop, told: Proposal, config: Config
) -> None:
    desk = shop.desk()
    (accepted,) = desk.accept(told)
    first = emitted(desk, config)
    before = files(shop)
    desk.reopen(accepted)
    with pytest.raises(GateError, match="1 proposal is open"):
        emitted(desk, config)
    desk.amend(told, "simplifying")
    second = emitted(desk, config)
    assert second.path.name == "text.2.txt"
    assert second.manifest["number"] == 2
    assert second.manifest["corrects"] == {
        "number": 1,
        "edition": first.manifest["edition"],
        "ledger": first.manifest["ledger"],
    }
    assert {name: files(shop)[name] for name in before} == before
    assert verify(shop.project, "text").path == second.path
    assert verify(shop.project, str(first.path)).faults == ()


def test_an_edition_that_was_worked_on_is_not_written_over(
    shop: Workshop, told: Proposal, config: Config
) -> None:
    desk = shop.desk()
    desk.accept(told)
    made = emitted(desk, config)
    made.path.write_bytes(b"reworked")
    with pytest.raises(GateError, match="was changed since it was emitted; take the changes in"):
        emitted(shop.desk(), config)
    assert made.path.read_bytes() == b"reworked"


# --- verify ------------------------------------------------------------------------------------


@pytest.fixture
def made(shop: Workshop, told: Proposal, config: Config) -> Emitted:
    desk = shop.desk()
    desk.accept(told)
    return emitted(desk, config)


def change_a_byte(path: Path, index: int) -> None:
    data = bytearray(path.read_bytes())
    data[index] ^= 1
    path.write_bytes(bytes(data))


def test_a_whole_edition_is_verified_by_path_and_by_name(shop: Workshop, made: Emitted) -> None:
    for told in (str(made.path), "text"):
        found = verify(shop.project, told)
        assert (found.name, found.path, found.faults) == ("text", made.path, ())


def test_a_folder_named_like_a_document_is_no_hindrance_but_another_file_is_no_edition(
    shop: Workshop, made: Emitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop.root / "text").mkdir()
    monkeypatch.chdir(shop.root)
    assert verify(shop.project, "text").faults == ()
    (shop.root / "text.txt").write_bytes(made.path.read_bytes())
    with pytest.raises(ProjectError, match=r"text\.txt is not an edition of a document"):
        verify(shop.project, "text.txt")


@pytest.mark.parametrize("index", [0, 5, -1])
def test_one_changed_byte_of_the_edition_is_noticed(
    shop: Workshop, made: Emitted, index: int
) -> None:
    change_a_byte(made.path, index)
    assert verify(shop.project, "text").faults == (
        "the edition text.txt is not the one that was emitted",
    )


@pytest.mark.parametrize("index", [0, 5, -1])
def test_one_changed_byte_of_the_base_is_noticed(shop: Workshop, made: Emitted, index: int) -> None:
    change_a_byte(shop.project.base_path("text", shop.document.digest), index)
    (fault,) = verify(shop.project, "text").faults
    assert f"base/{shop.document.digest} was changed" in fault


@pytest.mark.parametrize("index", [0, 40, 200, -3, -1])
def test_one_changed_byte_of_the_ledger_is_noticed(
    shop: Workshop, made: Emitted, index: int
) -> None:
    change_a_byte(shop.root / "corrections" / "text" / "decisions.jsonl", index)
    (fault,) = verify(shop.project, "text").faults
    assert "decisions.jsonl" in fault or "the ledger has no line" in fault


def test_a_missing_edition_ledger_or_base_is_said(shop: Workshop, made: Emitted) -> None:
    made.path.unlink()
    (fault,) = verify(shop.project, "text").faults
    assert "text.txt" in fault
    (shop.root / "corrections" / "text" / "base" / shop.document.digest).unlink()
    assert "is missing" in verify(shop.project, "text").faults[1]


def test_a_changed_manifest_is_noticed(shop: Workshop, made: Emitted) -> None:
    path = shop.root / "editions" / "text.manifest.json"
    manifest = json.loads(path.read_bytes())
    path.write_text(json.dumps(manifest | {"edition": "0" * 64}), encoding="utf-8")
    assert verify(shop.project, "text").faults == ("the manifest of text.txt was changed",)
    path.write_text(json.dumps(manifest | {"encoding": "ascii"}), encoding="utf-8")
    assert verify(shop.project, "text").faults == ()


def test_an_edition_that_document_and_ledger_do_not_give_is_noticed(
    shop: Workshop, made: Emitted
) -> None:
    import hashlib

    path = shop.root / "editions" / "text.manifest.json"
    manifest = json.loads(path.read_bytes())
    made.path.write_bytes(b"Quite another text.\n")
    digest = hashlib.sha256(b"Quite another text.\n").hexdigest()
    path.write_text(json.dumps(manifest | {"edition": digest}), encoding="utf-8")
    assert verify(shop.project, "text").faults == (
        "document and ledger give another text than text.txt",
    )


def test_what_was_never_emitted_cannot_be_verified(shop: Workshop) -> None:
    with pytest.raises(ProjectError, match="has no edition with a manifest"):
        verify(shop.project, "text")


def test_later_decisions_do_not_spoil_an_earlier_edition(shop: Workshop, made: Emitted) -> None:
    desk = shop.desk()
    desk.own(at(TEXT, "grow"), "rise", category="style")
    assert verify(shop.project, str(made.path)).faults == ()
