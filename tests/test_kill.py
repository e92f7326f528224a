"""Killed at any moment, or two at once: nothing that was confirmed is lost.

The commands run in real processes. To have many of them quickly, one process loads the
program once and forks itself for each command (`_NEST`), which then starts within
milliseconds and is killed with SIGKILL at a moment by chance.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from cleanup.ledger import Ledger
from cleanup.roundfile import round_in
from conftest import Shell

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked there")

_NEST = """
import json, os, sys
from cleanup import cli
from cleanup.cli import check, emit, report, review, run  # loaded once
from cleanup.config import Config
from cleanup.knowledge import gather
from cleanup.review import screen, terminal
gather(None, Config())
print("ready", flush=True)
for line in sys.stdin:
    told = json.loads(line)
    child = os.fork()
    if child == 0:
        os.dup2(os.open(told["answers"], os.O_RDONLY), 0)
        os.dup2(os.open(told["out"], os.O_WRONLY | os.O_CREAT), 1)
        os.dup2(1, 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
        try:
            cli.main(told["arguments"])
        except SystemExit as ended:
            sys.stdout.flush()
            os._exit(ended.code or 0)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(status, flush=True)
"""

WORDS = "release and control clothing"
PLACES = 40
SAVED = re.compile(r"^(?:accepted|rejected|undone), saved", re.MULTILINE)
"""What a review shows when a verdict is on disk."""
TEXT = "".join(f"{n}: we will deepen the reform of the {WORDS}.\n\n" for n in range(PLACES))


@dataclass(slots=True)
class Nest:
    """One loaded program that hatches a process a command."""

    folder: Path
    process: subprocess.Popen[str]
    count: int = 0
    child: int = 0

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self, *arguments: str, answers: str = "") -> Path:
        """Starts a command; the file that its output goes to."""
        self.count += 1
        typed = self.folder.parent / f"{self.process.pid}-{self.count}.in"
        out = typed.with_suffix(".out")
        typed.write_text(answers, "utf-8")
        out.touch()
        order = {"arguments": arguments, "answers": str(typed), "out": str(out)}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        self.child = int(self._line())
        return out

    def ended(self) -> int:
        """The exit code of the command, negative where a signal ended it."""
        return os.waitstatus_to_exitcode(int(self._line()))

    def killed_after(self, seconds: float, *arguments: str, answers: str = "") -> str:
        """Runs a command, kills it after a while, and gives what it had shown by then."""
        out = self.start(*arguments, answers=answers)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        self.ended()
        return out.read_text("utf-8", "replace")

    def run(self, *arguments: str, answers: str = "") -> tuple[int, str]:
        """Runs a command to its end: its exit code and what it has shown."""
        out = self.start(*arguments, answers=answers)
        code = self.ended()
        return code, out.read_text("utf-8")


@contextmanager
def nest(folder: Path) -> Iterator[Nest]:
    with subprocess.Popen(
        [sys.executable, "-c", _NEST],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Nest(folder, process)
        assert process.stdin is not None
        process.stdin.close()


def ledger_of(shell: Shell, name: str = "page") -> Ledger:
    return Ledger(shell.folder / "corrections" / name / "decisions.jsonl")


def leftovers(shell: Shell) -> list[str]:
    """Files that are neither whole nor hidden neighbours which the next write sweeps away."""
    odd = []
    for name, data in shell.files().items():
        last = name.rpartition("/")[2]
        if last.startswith(".cleanup-") and last.endswith(".part"):
            continue
        if last == "round.jsonl":
            round_in(data)
        elif last.endswith(".manifest.json"):
            json.loads(data)
        elif last.endswith(".html") and not data.rstrip().endswith(b"</html>"):
            odd.append(name)
    return odd


def test_a_review_that_is_killed_has_lost_nothing_that_it_showed_as_saved(project: Shell) -> None:
    project.write("page.txt", TEXT)
    assert project("run", "page.txt").code == 1
    chance = random.Random(3)
    shown = 0
    with nest(project.folder) as eggs:
        began = time.monotonic()
        eggs.run("review", "page", "--as", "Ana", answers="q\n")
        whole = time.monotonic() - began
        for kills in range(60):
            if kills >= 12 and shown > 20:
                break
            out = eggs.killed_after(
                chance.uniform(0, whole * 4),
                "review",
                "page",
                "--as",
                "Ana",
                answers="y\nu\ny\nn\n" * 6,
            )
            confirmed = len(re.findall(r"^(?:accepted|rejected), saved|^undone, saved", out, re.M))
            state = ledger_of(project).read()
            assert len(state.decisions) >= shown + confirmed, out[-600:]
            assert leftovers(project) == []
            shown = len(state.decisions)
        assert shown > 20
        code, _ = eggs.run("review", "page", "--as", "Ben", "--reject", "all")
        assert code == 0
        assert ledger_of(project).read().torn is None
        assert eggs.run("emit", "page")[0] == 0
        assert eggs.run("verify", "page")[0] == 0


def test_a_run_that_is_killed_leaves_all_as_it_was_or_as_it_should_be(project: Shell) -> None:
    seed = project.write("seeds/page.txt", TEXT)
    project("run", "page")
    project("review", "page", "--as", "Ana", "--accept", "all")
    decided = len(ledger_of(project).read().decisions)
    assert decided == PLACES
    chance = random.Random(5)
    with nest(project.folder) as eggs:
        began = time.monotonic()
        eggs.run("run", "page")
        whole = time.monotonic() - began
        for number in range(8):
            seed.write_text(TEXT.replace("20: we", f"20: in {number} we"), "utf-8")
            eggs.killed_after(chance.uniform(0, whole * 1.3), "run", "page")
            assert leftovers(project) == []
            now = ledger_of(project).read()
            assert now.torn is None or "never confirmed" in now.torn
            assert len(now.decisions) >= decided
            code, out = eggs.run("run", "page")
            assert code == 1, out
            assert "page: 1 open" in out
            decided = len(ledger_of(project).read().decisions)
        eggs.run("review", "page", "--as", "Ana", "--reject", "all")
        assert eggs.run("emit", "page")[0] == 0
        edition = (project.folder / "editions" / "page.txt").read_text("utf-8")
        assert edition.count(WORDS) == 1
        assert eggs.run("verify", "page")[0] == 0


def test_a_text_that_is_taken_in_is_there_whole_or_not_at_all(project: Shell) -> None:
    chance = random.Random(7)
    with nest(project.folder) as eggs:
        project.write("first.txt", TEXT)
        began = time.monotonic()
        eggs.run("run", "first.txt")
        whole = time.monotonic() - began
        for number in range(5):
            project.write(f"page{number}.txt", TEXT)
            eggs.killed_after(chance.uniform(0, whole * 1.1), "run", f"page{number}.txt")
            seed = project.folder / "seeds" / f"page{number}.txt"
            assert not seed.exists() or seed.read_text("utf-8") == TEXT
            assert leftovers(project) == []
            assert eggs.run("run", f"page{number}.txt")[0] == 1


def test_an_emission_that_is_killed_leaves_whole_editions_only(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--as", "Ana", "--accept", "all")
    chance = random.Random(11)
    editions = project.folder / "editions"
    wanted = TEXT.replace(
        f"of the {WORDS}", "to streamline administration, delegate power, improve services"
    )
    with nest(project.folder) as eggs:
        began = time.monotonic()
        eggs.run("emit", "page")
        whole = time.monotonic() - began
        for _ in range(10):
            for path in editions.iterdir():
                path.unlink()
            eggs.killed_after(chance.uniform(whole * 0.3, whole * 1.1), "emit", "page")
            assert leftovers(project) == []
            page = editions / "page.txt"
            assert not page.exists() or page.read_text("utf-8") == wanted
            if (editions / "page.manifest.json").exists():
                assert page.exists()
                assert eggs.run("verify", "page")[0] == 0
            assert eggs.run("emit", "page")[0] == 0
            assert eggs.run("verify", "page")[0] == 0
        names = sorted(path.name for path in editions.iterdir())
        assert names == ["page.changelog.md", "page.manifest.json", "page.txt"]


def test_two_reviewers_at_once_stand_in_one_whole_ledger(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    half = PLACES // 2
    with nest(project.folder) as one, nest(project.folder) as other:
        # Ana goes from the top, Ben from the middle; both write in the same moments
        outs = [
            one.start("review", "page", "--as", "Ana", answers="y\n" * half + "q\n"),
            other.start(
                "review", "page", "--as", "Ben", answers=f"J\n{PLACES + 1}\n" + "n\n" * half
            ),
        ]
        assert one.ended() in (0, 1)
        assert other.ended() in (0, 1)
    told = [out.read_text("utf-8") for out in outs]
    assert told[0].count("accepted, saved") == half
    assert told[1].count("rejected, saved") == half
    state = ledger_of(project).read()
    assert state.torn is None
    by_name = {name: [d for d in state.decisions if d.reviewer == name] for name in ("Ana", "Ben")}
    assert {name: len(found) for name, found in by_name.items()} == {"Ana": half, "Ben": half}
    assert {d.verdict for d in by_name["Ana"]} == {"accept"}
    assert {d.verdict for d in by_name["Ben"]} == {"reject"}
    lines = (project.folder / "corrections/page/decisions.jsonl").read_bytes().splitlines()
    assert len(lines) == PLACES
    assert all(json.loads(line) for line in lines)
    assert project("emit", "page").code == 0


def test_two_reviewers_of_the_same_sentences_are_told_of_each_other(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    with nest(project.folder) as one, nest(project.folder) as other:
        outs = [
            one.start("review", "page", "--as", "Ana", answers="y\n" * PLACES),
            other.start("review", "page", "--as", "Ben", answers="n\n" * PLACES),
        ]
        one.ended()
        other.ended()
    told = [out.read_text("utf-8") for out in outs]
    saved = [len(SAVED.findall(text)) for text in told]
    state = ledger_of(project).read()
    by_name = [sum(d.reviewer == name for d in state.decisions) for name in ("Ana", "Ben")]
    assert by_name == saved
    # nobody has decided on a place unseen after the other
    assert len({d.place for d in state.decisions}) == len(state.decisions) == PLACES
