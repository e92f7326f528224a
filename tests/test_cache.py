"""The cache of proved examples: it saves work, and is never believed further than that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleanup import cache, glossary
from cleanup.cache import NO_PROOFS, Proofs, cache_folder, digest, program, user_proofs
from cleanup.config import Config
from cleanup.errors import ConfigError
from cleanup.knowledge import gather

ONE, TWO = digest("glossary", "one"), digest("glossary", "two")

TERMS = """\
terms:
  - source: 放管服
    preferred: reform of government services
    artifacts:
      - release and control clothing
    examples:
      - before: They spoke of release and control clothing.
        after: They spoke of reform of government services.
"""


@pytest.fixture
def proofs(tmp_path: Path) -> Proofs:
    return Proofs(tmp_path / "cache" / "examples.json")


def written(proofs: Proofs, data: bytes) -> Proofs:
    assert proofs.file is not None
    proofs.file.parent.mkdir(exist_ok=True)
    proofs.file.write_bytes(data)
    return proofs


# --- what is kept -------------------------------------------------------------------------


def test_a_cache_that_was_never_written_knows_nothing(proofs: Proofs) -> None:
    assert proofs.known() == ()


def test_what_is_kept_is_known_the_next_time(proofs: Proofs) -> None:
    proofs.keep([ONE])
    proofs.keep([TWO])
    assert Proofs(proofs.file).known() == (ONE, TWO)


def test_keeping_the_same_again_moves_it_to_the_end(proofs: Proofs) -> None:
    proofs.keep([ONE, TWO])
    proofs.keep([ONE])
    assert proofs.known() == (TWO, ONE)


def test_keeping_nothing_writes_nothing(proofs: Proofs) -> None:
    proofs.keep([])
    assert proofs.file is not None
    assert not proofs.file.exists()


def test_only_the_latest_are_remembered(proofs: Proofs) -> None:
    digests = [digest("rules", str(number)) for number in range(300)]
    proofs.keep(digests[:200])
    proofs.keep(digests[200:])
    assert proofs.known() == tuple(digests[-256:])


def test_a_full_cache_can_still_be_read(proofs: Proofs) -> None:
    proofs.keep(digest("rules", str(number)) for number in range(256))
    assert len(proofs.known()) == 256


def test_a_text_is_proved_as_what_it_was_read_as() -> None:
    assert digest("glossary", "x") != digest("rules", "x")


def test_without_a_file_nothing_is_known_or_kept() -> None:
    NO_PROOFS.keep([ONE])
    assert NO_PROOFS.known() == ()


# --- what is not believed -----------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 5000,
        b'{"program": 1, "proved": []}',
        b"x" * 200_000,
    ],
)
def test_a_broken_file_counts_as_empty_and_is_written_anew(proofs: Proofs, data: bytes) -> None:
    written(proofs, data)
    assert proofs.known() == ()
    proofs.keep([ONE])
    assert proofs.known() == (ONE,)


def test_a_torn_file_counts_as_empty_wherever_it_is_torn(proofs: Proofs) -> None:
    proofs.keep([ONE, TWO])
    assert proofs.file is not None
    data = proofs.file.read_bytes().rstrip()
    for length in range(len(data)):
        assert written(proofs, data[:length]).known() == ()


@pytest.mark.parametrize(
    "proved",
    [None, ONE, {ONE: True}, [1], [None], [[ONE]], [ONE[:-1]], [ONE.upper()], [ONE, "../x"]],
)
def test_a_list_with_anything_but_digests_counts_as_empty(proofs: Proofs, proved: Any) -> None:
    told = {"program": program(), "proved": proved}
    assert written(proofs, json.dumps(told).encode()).known() == ()


def test_proofs_of_another_program_count_for_nothing_and_go(
    proofs: Proofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(cache, "program", lambda: "0" * 64)
        proofs.keep([ONE])
        assert proofs.known() == (ONE,)
    assert proofs.known() == ()
    proofs.keep([TWO])
    assert proofs.known() == (TWO,)


def test_the_program_is_another_when_one_of_its_modules_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "cache.py"))
    asked = cache.program.__wrapped__
    (tmp_path / "matching.py").write_text("one = 1\n")
    first = asked()
    assert asked() == first
    (tmp_path / "matching.py").write_text("one = 2\n")
    second = asked()
    (tmp_path / "matching.py").rename(tmp_path / "guards.py")
    assert len({first, second, asked()}) == 3


# --- where it cannot be kept ---------------------------------------------------------------


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")
    proofs = Proofs(tmp_path / "cache" / "examples.json")
    proofs.keep([ONE])
    assert proofs.known() == ()


def test_a_folder_in_place_of_the_file_is_no_error(proofs: Proofs) -> None:
    assert proofs.file is not None
    proofs.file.mkdir(parents=True)
    proofs.keep([ONE])
    assert proofs.known() == ()


def test_a_full_disk_is_no_error_and_leaves_what_was_there(
    proofs: Proofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs.keep([ONE])

    def full(*_: object) -> int:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        proofs.keep([TWO])
    assert proofs.known() == (ONE,)


def test_processes_that_write_at_once_leave_a_whole_file(proofs: Proofs) -> None:
    assert proofs.file is not None
    script = (
        "import sys\nfrom pathlib import Path\nfrom cleanup.cache import Proofs, digest\n"
        "for n in range(20):\n"
        "    Proofs(Path(sys.argv[1])).keep([digest(sys.argv[2], str(n))])\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, str(proofs.file), name])
        for name in ("a", "b")
    ]
    assert [process.wait() for process in processes] == [0, 0]
    possible = {digest(name, str(n)) for name in ("a", "b") for n in range(20)}
    assert 0 < len(proofs.known()) <= 40
    assert possible.issuperset(proofs.known())
    assert json.loads(proofs.file.read_bytes())["program"] == program()


# --- where it lies ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "platform", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux", "/c/cleanup"),
        ({"XDG_CACHE_HOME": "c", "HOME": "/h"}, "linux", "/h/.cache/cleanup"),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, "linux", "/h/.cache/cleanup"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/cleanup"),
        ({"LOCALAPPDATA": "/l", "HOME": "/h"}, "win32", "/l/cleanup/cache"),
        ({"HOME": "/h"}, "win32", None),
        ({}, "linux", None),
    ],
)
def test_it_lies_where_the_system_keeps_caches(
    environment: dict[str, str], platform: str, folder: str | None
) -> None:
    expected = None if folder is None else Path(folder)
    assert cache_folder(environment, platform) == expected


def test_where_no_folder_is_known_every_example_is_tried() -> None:
    assert user_proofs({}) is NO_PROOFS


# --- what it saves ------------------------------------------------------------------------


def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The examples that are tried from here on."""
    told: list[str] = []
    original = glossary.Glossary.try_example

    def watched(self: glossary.Glossary, entry: Any, example: Any) -> str:
        told.append(example.before)
        return original(self, entry, example)

    monkeypatch.setattr(glossary.Glossary, "try_example", watched)
    return told


def test_examples_are_tried_once_and_again_when_the_file_changes(
    tmp_path: Path, proofs: Proofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, config = tmp_path / "glossary.yaml", Config(packs=())
    own.write_text(TERMS, encoding="utf-8")
    told = tried(monkeypatch)
    first = gather(tmp_path, config, proofs)
    assert len(told) == 1
    second = gather(tmp_path, config, proofs)
    assert len(told) == 1
    assert second.glossary.digest == first.glossary.digest
    own.write_text(TERMS + "# a remark\n", encoding="utf-8")
    gather(tmp_path, config, proofs)
    assert len(told) == 2


def test_a_file_whose_examples_fail_is_refused_every_time(tmp_path: Path, proofs: Proofs) -> None:
    own = tmp_path / "glossary.yaml"
    own.write_text(TERMS.replace("after: They", "after: We"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ConfigError, match="came out as"):
            gather(tmp_path, Config(packs=()), proofs)
    assert proofs.known() == ()


def test_a_file_with_proved_examples_is_still_checked_for_everything_else(
    tmp_path: Path, proofs: Proofs
) -> None:
    """Nobody gains by a forged cache: only the examples are taken on its word."""
    text = TERMS.replace("preferred", "prefered")
    (tmp_path / "glossary.yaml").write_text(text, encoding="utf-8")
    proofs.keep([digest("glossary", text)])
    with pytest.raises(ConfigError, match="did you mean 'preferred'"):
        gather(tmp_path, Config(packs=()), proofs)
