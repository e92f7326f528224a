"""The ledger: appended whole, chained, shared by processes, never silently changed."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.decision import Decision
from cleanup.errors import ProjectError, VerdictError
from cleanup.ledger import START, Ledger, LedgerState, chained, new_batch
from cleanup.text import Span
from cleanup.wire import decision_out, digest_of

DOCUMENT = "d" * 64


def decision(batch: str = "b1", note: str = "", number: int = 1, of: int = 1) -> Decision:
    return Decision(
        document=DOCUMENT,
        span=Span(3, 8),
        before="ratio",
        verdict="accept",
        after="rate",
        category="terminology",
        severity="minor",
        message="a rate, not a ratio",
        reviewer="Li Wei",
        door="terminal",
        scope="single",
        decided_at="2026-11-24T08:00:00Z",
        batch=batch,
        number=number,
        of=of,
        note=note,
    )


def batch(name: str, size: int = 1) -> list[Decision]:
    return [decision(name, note=f"{name} no. {n}") for n in range(1, size + 1)]


def add(ledger: Ledger, decisions: Sequence[Decision]) -> LedgerState:
    return ledger.append(lambda _state: decisions)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


def three_batches(path: Path) -> bytes:
    """A ledger of one, two and three lines in three batches; its bytes."""
    ledger = Ledger(path)
    for size, name in enumerate(("one", "two", "three"), start=1):
        add(ledger, batch(name, size))
    return path.read_bytes()


def refusal(path: Path) -> str:
    with pytest.raises(ProjectError) as fault:
        Ledger(path).read()
    assert "\n" not in str(fault.value)
    return str(fault.value)


MEND = "put back this file from your backup or version control; nothing was written"
TWO_COPIES = (
    "two copies of this ledger both grew and were put together;"
    " keep the file of one copy and give the verdicts of the other again"
)


# --- what is written ---------------------------------------------------------------------


def test_a_missing_file_is_an_empty_ledger(path: Path) -> None:
    assert Ledger(path).read() == LedgerState()
    assert Ledger(path).read().head == START
    assert not path.exists()


def test_decisions_come_back_as_they_were_given(path: Path) -> None:
    first, second = decision("b1", note="1 \u2028 \U0001f600 \ud800 \n"), decision("b2")
    add(Ledger(path), [first])
    state = add(Ledger(path), [second])
    assert state.decisions == (first, second)
    assert Ledger(path).read() == state


def test_each_line_is_the_decision_with_the_digest_of_the_line_before_and_its_own(
    path: Path,
) -> None:
    three_batches(path)
    previous = START
    for line in path.read_text("utf-8").split("\n")[:-1]:
        told = json.loads(line)
        digest = told.pop("digest")
        assert digest == digest_of(told)
        assert told.pop("previous") == previous
        assert told.keys() == decision_out(decision()).keys()
        previous = digest
    assert Ledger(path).read().head == previous


def test_a_batch_is_numbered_here(path: Path) -> None:
    state = add(Ledger(path), batch("b1", 3))
    assert [(d.id, d.of) for d in state.decisions] == [("b1.1", 3), ("b1.2", 3), ("b1.3", 3)]


def test_a_batch_that_is_numbered_rightly_is_taken_as_it_is(path: Path) -> None:
    numbered = [decision("b1", number=1, of=2), decision("b1", number=2, of=2)]
    assert add(Ledger(path), numbered).decisions == tuple(numbered)


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ([decision("b1"), decision("b2")], "is one batch"),
        ([decision("")], "is one batch"),
        ([decision("old")], "in the ledger already"),
        ([decision("b1", number=2, of=2), decision("b1", number=1, of=2)], "are numbered"),
        ([decision("b1", number=1, of=2)], "are numbered"),
    ],
)
def test_what_cannot_be_a_batch_is_refused_and_nothing_is_written(
    path: Path, decisions: list[Decision], told: str
) -> None:
    add(Ledger(path), batch("old"))
    before = path.read_bytes()
    with pytest.raises(ValueError, match=told):
        add(Ledger(path), decisions)
    assert path.read_bytes() == before


def test_batch_ids_are_twelve_hex_digits_by_chance() -> None:
    assert len({new_batch() for _ in range(100)}) == 100
    assert all(len(bytes.fromhex(new_batch())) == 6 for _ in range(10))
    assert new_batch(lambda count: "0f" * count) == "0f" * 6


def test_the_builder_sees_the_current_state_and_may_refuse(path: Path) -> None:
    ledger, other = Ledger(path), Ledger(path)
    add(ledger, batch("b1"))
    add(other, batch("b2"))

    def refuse(state: LedgerState) -> list[Decision]:
        assert [d.batch for d in state.decisions] == ["b1", "b2"]
        raise VerdictError("someone else has decided this meanwhile")

    before = path.read_bytes()
    with pytest.raises(VerdictError):
        ledger.append(refuse)
    assert path.read_bytes() == before


def test_a_builder_that_gives_nothing_changes_nothing(path: Path) -> None:
    assert add(Ledger(path), []) == LedgerState()
    assert not path.exists()


def test_the_builder_may_read_the_ledger(path: Path) -> None:
    path.write_bytes(b"torn")
    ledger = Ledger(path)
    assert len(ledger.append(lambda _: batch("b1", len(ledger.read().decisions) + 1)).digests) == 1


def test_the_decisions_up_to_a_head_are_those_of_the_time(path: Path) -> None:
    ledger = Ledger(path)
    early = add(ledger, batch("b1", 2))
    late = add(ledger, batch("b2"))
    assert late.until(early.head) == early.decisions
    assert late.until(late.head) == late.decisions
    assert late.until(START) == ()
    with pytest.raises(ProjectError, match=r"^the ledger has no line 0123456789ab\.\.\., so"):
        late.until("0123456789abcdef")


def test_what_another_process_appended_is_seen_without_reading_all_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = Ledger(path), Ledger(path)
    add(mine, batch("b1", 50))
    add(other, batch("b2", 2))
    parsed: list[bytes] = []
    real = json.loads

    def loads(line: bytes) -> object:
        parsed.append(line)
        return real(line)

    monkeypatch.setattr(json, "loads", loads)
    assert [d.batch for d in mine.read().decisions][49:] == ["b1", "b2", "b2"]
    assert len(parsed) == 2
    assert len(add(mine, batch("b3")).decisions) == 53
    assert len(parsed) == 2


def test_a_change_in_the_middle_is_noticed_by_who_has_read_it_before(path: Path) -> None:
    ledger = Ledger(path)
    for size, name in enumerate(("one", "two", "three"), start=1):
        add(ledger, batch(name, size))
    data = path.read_bytes()
    added, _ = chained(batch("four"), ledger.read().head)
    path.write_bytes(data.replace(b"two no. 1", b"two no. 7") + added)
    for act in (ledger.read, lambda: add(ledger, batch("five"))):
        with pytest.raises(ProjectError, match="line 2: this line was changed"):
            act()


def test_a_ledger_that_vanishes_is_noticed_by_who_has_read_it(path: Path) -> None:
    ledger = Ledger(path)
    add(ledger, batch("b1"))
    path.unlink()
    with pytest.raises(ProjectError) as fault:
        add(ledger, batch("b2"))
    assert str(fault.value) == f"{path} is gone, though it held decisions a moment ago; {MEND}"
    assert not path.exists()


# --- torn ends ---------------------------------------------------------------------------


def test_an_unfinished_last_line_is_reported_and_set_aside_by_the_next_append(
    path: Path,
) -> None:
    whole = three_batches(path)
    torn, _ = chained(batch("four"), Ledger(path).read().head)
    path.write_bytes(whole + torn[:-1])
    state = Ledger(path).read()
    assert state.torn == (
        f"{path}: the end (1 line) was not finished when the program was stopped, and was never"
        " confirmed; the next decision sets it aside"
    )
    assert len(state.decisions) == 6
    assert path.read_bytes() == whole + torn[:-1]
    ledger = Ledger(path)
    after = add(ledger, batch("five"))
    aside = path.with_name("decisions.torn-1.jsonl")
    assert after.torn == (
        f"the end of {path} was not finished when a program was stopped; it was never confirmed"
        " and now lies in decisions.torn-1.jsonl"
    )
    assert aside.read_bytes() == torn[:-1]
    assert [d.batch for d in after.decisions][5:] == ["three", "five"]
    assert ledger.read().torn is None
    assert Ledger(path).read() == ledger.read()


def test_an_unfinished_last_batch_is_set_aside_whole(path: Path) -> None:
    whole = three_batches(path)
    torn, _ = chained(
        [decision("four", number=n, of=3) for n in (1, 2, 3)], Ledger(path).read().head
    )
    lines = torn.split(b"\n")
    for number, end in enumerate(
        (lines[0] + b"\n", b"\n".join(lines[:2]) + b"\n", torn[:-5]), start=1
    ):
        path.write_bytes(whole + end)
        state = Ledger(path).read()
        assert state.torn is not None
        assert f"({number} line" in state.torn
        assert len(state.decisions) == 6
        add(Ledger(path), batch("five"))
        assert path.with_name(f"decisions.torn-{number}.jsonl").read_bytes() == end
        assert path.read_bytes().startswith(whole)


def test_a_torn_end_that_was_already_copied_is_not_copied_twice(path: Path) -> None:
    path.write_bytes(b'{"half')
    path.with_name("decisions.torn-1.jsonl").write_bytes(b"an earlier one")
    path.with_name("decisions.torn-2.jsonl").write_bytes(b'{"half')
    state = add(Ledger(path), batch("b1"))
    assert state.torn is not None
    assert state.torn.endswith("decisions.torn-2.jsonl")
    assert not path.with_name("decisions.torn-3.jsonl").exists()


def test_a_refusing_builder_leaves_a_torn_end_where_it_is(path: Path) -> None:
    path.write_bytes(b'{"half')

    def refuse(_state: LedgerState) -> list[Decision]:
        raise VerdictError("no")

    with pytest.raises(VerdictError):
        Ledger(path).append(refuse)
    assert path.read_bytes() == b'{"half'
    assert not path.with_name("decisions.torn-1.jsonl").exists()


# --- tampering ---------------------------------------------------------------------------


def test_every_single_changed_byte_is_noticed(path: Path) -> None:
    """Refused with its line, or in a torn end; never read as if nothing had happened."""
    ledger = Ledger(path)
    add(ledger, batch("one"))
    whole = add(ledger, batch("two", 2))
    data = path.read_bytes()
    line = 1
    for at, byte in enumerate(data):
        for other in {byte ^ 1, 10 if at % 2 else byte ^ 0x80} - {byte}:
            path.write_bytes(data[:at] + bytes([other]) + data[at + 1 :])
            if at == len(data) - 1:
                state = Ledger(path).read()
                assert state.torn is not None
                assert state.decisions == whole.decisions[:1]
            else:
                with pytest.raises(ProjectError, match=rf"jsonl, line {line}: "):
                    Ledger(path).read()
        line += byte == 10


@given(st.data())
def test_a_cut_or_a_hole_is_noticed_unless_it_ends_at_a_batch(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "decisions.jsonl"
    told = three_batches(path)
    state = Ledger(path).read()
    start = data.draw(st.integers(0, len(told) - 1))
    end = data.draw(st.integers(start + 1, len(told)))
    path.write_bytes(told[:start] + told[end:])
    ends, position = {0}, 0
    for line, decided in zip(told.split(b"\n"), state.decisions, strict=False):
        position += len(line) + 1
        if decided.number == decided.of:
            ends.add(position)
    try:
        now = Ledger(path).read()
    except ProjectError:
        return
    assert now.decisions == state.decisions[: len(now.decisions)]
    assert now.torn is not None or (end == len(told) and start in ends)


def test_an_edited_line_is_named(path: Path) -> None:
    data = three_batches(path)
    path.write_bytes(data.replace(b"two no. 2", b"two no. 3"))
    assert refusal(path) == f"{path}, line 3: this line was changed after it was written; {MEND}"


def test_a_tampered_ledger_is_not_appended_to(path: Path) -> None:
    data = three_batches(path).replace(b"two no. 2", b"two no. 3")
    path.write_bytes(data)
    with pytest.raises(ProjectError, match="line 3"):
        add(Ledger(path), batch("four"))
    assert path.read_bytes() == data


@pytest.mark.parametrize("order", [(0, 2, 3, 4, 5), (1, 2, 3, 4, 5), (0, 2, 1, 3, 4, 5)])
def test_a_missing_line_or_another_order_is_named(path: Path, order: tuple[int, ...]) -> None:
    lines = three_batches(path).splitlines(keepends=True)
    path.write_bytes(b"".join(lines[n] for n in order))
    first = next(n for n, line in enumerate(order) if line != n)
    assert refusal(path) == (
        f"{path}, line {first + 1}: a line before this one is missing, or lines were put in"
        f" another order; {MEND}"
    )


def test_lines_that_are_not_json_or_not_decisions_are_refused(path: Path) -> None:
    data = three_batches(path)
    path.write_bytes(b"# my notes\n" + data)
    assert refusal(path) == f"{path}, line 1: this line was changed after it was written; {MEND}"
    value = {**decision_out(decision()), "verdict": "shrug", "previous": START}
    path.write_text(json.dumps({**value, "digest": digest_of(value)}, separators=(",", ":")) + "\n")
    assert refusal(path).startswith(
        f"{path}, line 1: this line is not a decision that this version of cleanup knows"
        " (verdict is 'shrug', not one of"
    )
    assert refusal(path).endswith("; install the newest version")


def test_a_batch_inside_a_batch_is_refused(path: Path) -> None:
    lines, _ = chained([decision("b1", of=2), decision("b2")], START)
    path.write_bytes(lines)
    assert refusal(path) == (
        f"{path}, line 2: the decisions of one verdict do not stand together; {MEND}"
    )


@pytest.mark.parametrize(
    "decisions",
    [
        [decision("b1"), decision("b2"), decision("b1")],
        [decision("b1", number=2, of=2)],
        [decision("b1", of=0)],
        [decision("b1", number=1, of=3), decision("b1", number=3, of=3)],
        [decision("b1", number=1, of=3), decision("b1", number=2, of=4)],
    ],
)
def test_wrongly_numbered_batches_are_refused(path: Path, decisions: list[Decision]) -> None:
    lines, _ = chained(decisions, START)
    path.write_bytes(lines)
    assert "the decisions of one verdict do not stand together" in refusal(path)


def test_changed_line_ends_are_said_to_be_that(path: Path) -> None:
    path.write_bytes(three_batches(path).replace(b"\n", b"\r\n"))
    assert refusal(path).startswith(f"{path}, line 1: another program changed the line ends")


def test_two_copies_that_both_grew_are_refused_in_one_line(path: Path, tmp_path: Path) -> None:
    common = three_batches(path)
    copy = tmp_path / "copy" / "decisions.jsonl"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    add(Ledger(path), batch("mine", 2))
    add(Ledger(copy), batch("yours"))
    mine, yours = path.read_bytes(), copy.read_bytes()
    tails = mine[len(common) :], yours[len(common) :]
    for together, line in (
        (common + tails[0] + tails[1], 9),
        (common + tails[1] + tails[0], 8),
        (mine + yours, 9),
        (common + b"<<<<<<< ours\n" + tails[0] + b"=======\n" + tails[1] + b">>>>>>> x\n", 7),
    ):
        path.write_bytes(together)
        assert refusal(path) == f"{path}, line {line}: {TWO_COPIES}"


# --- disks and rights --------------------------------------------------------------------


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_writes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    data = three_batches(path)

    def full(descriptor: int, *_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    ledger = Ledger(path)
    ledger.read()
    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(ProjectError) as fault:
            add(ledger, batch("four"))
    assert str(fault.value) == (
        f"{path} cannot be written: the disk is full; free some space and try again"
    )
    assert path.read_bytes() == data
    assert len(add(ledger, batch("four")).decisions) == 7


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_really_full_device_is_said_in_one_line(path: Path) -> None:
    path.symlink_to("/dev/full")
    with pytest.raises(ProjectError, match=r"the disk is full; free some space and try again$"):
        add(Ledger(path), batch("b1"))


LIMITED = """
import resource, signal
limit = path.stat().st_size + 500
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    add(Ledger(path), "four", 3)
except ProjectError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="this system has no limit on file sizes")
def test_a_batch_of_which_only_a_part_finds_room_is_taken_back(path: Path) -> None:
    data = three_batches(path)
    done = _child(LIMITED, path)
    assert done.stdout.decode().strip() == (
        f"{path} cannot be written: the file would be larger than this disk or account allows;"
        " use another"
    )
    assert path.read_bytes() == data


def test_a_ledger_that_may_not_be_written_is_said_in_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    ledger = Ledger(path)
    ledger.read()
    monkeypatch.setattr("cleanup.ledger._append", refuse)
    with pytest.raises(ProjectError) as fault:
        add(ledger, batch("b1"))
    assert str(fault.value) == (
        f"{path} cannot be written: permission was denied; ask for the right to it, or close the"
        " program that has it open"
    )


def test_a_torn_end_in_a_folder_that_cannot_be_locked_is_still_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b'{"half')
    path.with_name(".decisions.jsonl.lock").mkdir()
    assert Ledger(path).read().torn is not None


def test_a_folder_in_place_of_the_ledger_is_said(path: Path) -> None:
    path.mkdir()
    assert refusal(path) == f"{path} cannot be read: it is a folder; name a file"


def test_a_file_in_place_of_the_ledgers_folder_is_said(path: Path) -> None:
    path.write_bytes(b"")
    assert "a file stands where a folder should be" in refusal(path / "decisions.jsonl")
    with pytest.raises(ProjectError, match="a file stands where a folder should be"):
        add(Ledger(path / "decisions.jsonl"), batch("b1"))


# --- other processes ---------------------------------------------------------------------


CHILD = """
import json, os, sys
from dataclasses import replace
from pathlib import Path
from cleanup.errors import ProjectError
from cleanup.ledger import Ledger
from cleanup.wire import decision_in
one, path, told = decision_in(json.loads(sys.argv[1])), Path(sys.argv[2]), sys.argv[3:]
def add(ledger, name, size):
    ledger.append(
        lambda _: [replace(one, batch=name, note=f"{name} no. {n + 1}") for n in range(size)]
    )
"""


def _child(code: str, path: Path, *told: object) -> subprocess.CompletedProcess[bytes]:
    with _started(code, path, *told) as process:
        out, _ = process.communicate()
    return subprocess.CompletedProcess(code, process.returncode, out)


def _started(code: str, path: Path, *told: object) -> subprocess.Popen[bytes]:
    """A process that has `add`, `path` and what it is `told`."""
    one = json.dumps(decision_out(decision()))
    command = [sys.executable, "-c", CHILD + code, one, str(path), *map(str, told)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


APPENDER = """
ledger = Ledger(path)
for number in range(int(told[1])):
    add(ledger, f"{told[0]}-{number}", 1 + number % 3)
    print("confirmed", f"{told[0]}-{number}", flush=True)
"""


@pytest.mark.parametrize("reviewers", [2, 4])
def test_reviewers_at_once_lose_nothing_and_their_batches_stay_whole(
    path: Path, reviewers: int
) -> None:
    started = [_started(APPENDER, path, f"r{n}", 40) for n in range(reviewers)]
    for process in started:
        with process:
            process.communicate()
        assert process.returncode == 0
    state = Ledger(path).read()
    assert state.torn is None
    for n in range(reviewers):
        mine = [d.id for d in state.decisions if d.batch.startswith(f"r{n}-")]
        assert mine == [f"r{n}-{b}.{k}" for b in range(40) for k in range(1, 2 + b % 3)]
    batches = [d.batch for d in state.decisions if d.number == 1]
    assert len(state.decisions) == sum(d.of for d in state.decisions if d.number == 1), (
        "no batch is interleaved with another"
    )
    turns = sum(a[:2] != b[:2] for a, b in pairwise(batches))
    assert turns >= reviewers - 1


def test_no_confirmed_decision_is_lost_when_its_process_is_killed(path: Path) -> None:
    """Fourteen reviewers are killed at moments by chance, one after the other."""
    seed = random.SystemRandom().randrange(1_000_000)
    chance = random.Random(seed)
    confirmed: list[str] = []
    for turn in range(14):
        with _started(APPENDER, path, f"k{turn}", 100_000) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.uniform(0, 0.04))
            process.kill()
            lines = (first + process.stdout.read()).split(b"\n")[:-1]
        confirmed += [line.decode().split()[1] for line in lines]
        state = Ledger(path).read()
        whole = {d.batch for d in state.decisions if d.number == d.of}
        assert whole.issuperset(confirmed), f"seed {seed}"
    assert len(confirmed) >= 14
    after = add(Ledger(path), batch("last"))
    assert Ledger(path).read().decisions == after.decisions
    assert Ledger(path).read().torn is None


STOPPED = """
real, left = os.write, int(told[0])
def write(descriptor, data):
    real(descriptor, bytes(data)[:left])
    os.kill(os.getpid(), 9)
os.write = write
add(Ledger(path), "cut", 3)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills itself by signal")
def test_a_process_killed_in_the_middle_of_the_write_leaves_a_torn_end(path: Path) -> None:
    data = three_batches(path)
    cut = [replace(d, number=n, of=3) for n, d in enumerate(batch("cut", 3), start=1)]
    whole, _ = chained(cut, Ledger(path).read().head)
    for bytes_written in (0, 1, len(whole) // 2, len(whole) - 1, len(whole)):
        path.write_bytes(data)
        assert _child(STOPPED, path, bytes_written).returncode == -9
        assert path.read_bytes() == data + whole[:bytes_written]
        state = Ledger(path).read()
        assert (state.torn is not None) == (0 < bytes_written < len(whole))
        assert len(state.decisions) == (9 if bytes_written == len(whole) else 6)
