"""Files on disk: whole or not at all, locked, every fault in one clear line.

No test here relies on being refused by rights, since an administrator is refused nothing:
want of permission, a read-only and a full disk are played by calls that raise what the
system would raise; `/dev/full` and a limit on file sizes are real ones, where there are any.
"""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

from cleanup.errors import CleanupError, InputError, ProjectError
from cleanup.storage import locked, make_folder, read_bytes, write_all, write_atomically

POSIX = pytest.mark.skipif(os.name != "posix", reason="there is no such device or mode")


def fails_with(code: int) -> Any:
    def call(*_args: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code))

    return call


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- reading -----------------------------------------------------------------------------


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r")
    assert read_bytes(tmp_path / "a.txt") == b"\xef\xbb\xbfone\r\ntwo\r"


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    with pytest.raises(InputError) as fault:
        read_bytes(path, 4)
    assert str(fault.value) == (
        f"{path} cannot be read: it has 5 bytes, and the limit is 4 bytes;"
        " split it into smaller files"
    )


def test_a_file_over_100_mb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)  # a hole: takes no room on disk
    with pytest.raises(InputError, match=r"it has 3,000 MB, and the limit is 100 MB"):
        read_bytes(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("absent.txt", "cannot be read: there is no such file or folder; check the name"),
        ("folder", "cannot be read: it is a folder; name a file"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as fault:
        read_bytes(tmp_path / name)
    assert str(fault.value) == f"{tmp_path / name} {told}"


def test_whoever_reads_a_file_of_the_project_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no such file"):
        read_bytes(tmp_path / "absent", kind=ProjectError)


# --- writing -----------------------------------------------------------------------------


def test_a_file_is_written_with_the_folders_on_its_way(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert left_in(path.parent) == ["c.txt"]


@POSIX
def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "glossary.yaml").symlink_to(tmp_path / "team" / "glossary.yaml")
    write_atomically(tmp_path / "glossary.yaml", b"terms:")
    assert (tmp_path / "glossary.yaml").is_symlink()
    assert (tmp_path / "team" / "glossary.yaml").read_bytes() == b"terms:"


@POSIX
def test_a_device_is_written_to_and_not_replaced() -> None:
    before = Path(os.devnull).stat()
    write_atomically(Path(os.devnull), b"gone")
    assert Path(os.devnull).stat().st_ino == before.st_ino
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_really_full_device_is_said_in_one_line() -> None:
    with pytest.raises(ProjectError) as fault:
        write_atomically(Path("/dev/full"), b"one")
    assert str(fault.value) == (
        "/dev/full cannot be written: the disk is full; free some space and try again"
    )


def test_a_file_whose_name_is_as_long_as_names_get_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_atomically(path, b"one")
    assert path.read_bytes() == b"one"


FAULTS = [
    (errno.ENOSPC, "the disk is full; free some space and try again"),
    (errno.EROFS, "the disk is read-only; copy the folder to a place where you may write"),
    (errno.EACCES, "permission was denied; ask for the right to it, or close the program that"),
    (errno.EIO, f"{os.strerror(errno.EIO)}; try again, or use another disk"),
]


@pytest.mark.parametrize(("code", "told"), FAULTS)
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_failed_write_leaves_the_old_bytes_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, told: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(os, call, fails_with(code))
        with pytest.raises(ProjectError) as fault:
            write_atomically(path, b"new")
    assert str(fault.value).startswith(f"{path} cannot be written: {told}")
    assert "\n" not in str(fault.value)
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a.txt"]


def test_a_disk_that_fills_up_in_the_second_file_changes_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"old")
    real = os.write

    def write(descriptor: int, data: memoryview) -> int:
        if bytes(data) == b"new second":
            raise OSError(errno.ENOSPC, "full")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(ProjectError, match=r"second cannot be written: the disk is full"):
        write_all({first: b"new first", second: b"new second"})
    assert first.read_bytes() == b"old"
    assert left_in(tmp_path) == ["first"]


def test_a_system_that_takes_the_bytes_in_parts_gets_them_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda d, data: real(d, bytes(data)[:3]))
    write_atomically(tmp_path / "a.txt", b"0123456789")
    assert (tmp_path / "a.txt").read_bytes() == b"0123456789"


def test_files_are_put_in_place_in_the_order_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[str] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        placed.append(Path(target).name)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    write_all({tmp_path / name: b"x" for name in ("edition", "changelog", "manifest")})
    assert placed == ["edition", "changelog", "manifest"]


def test_the_bytes_are_synced_before_the_file_is_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted(step: str, call: Callable[..., None]) -> Callable[..., None]:
        def noting(*told: object) -> None:
            steps.append(step)
            call(*told)

        return noting

    monkeypatch.setattr(os, "fsync", noted("sync", sync))
    monkeypatch.setattr(os, "replace", noted("put", replace))
    write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert steps[:4] == ["sync", "sync", "put", "put"]


def test_a_folder_where_the_file_should_be_is_said_and_nothing_else_is_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(ProjectError) as fault:
        write_all({tmp_path / "a": b"1", tmp_path / "folder": b"2"})
    assert str(fault.value) == (
        f"{tmp_path / 'folder'} cannot be written: it is a folder; name a file"
    )
    assert left_in(tmp_path) == ["folder"]


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "editions").write_bytes(b"")
    for told in (tmp_path / "editions", tmp_path / "editions" / "deep"):
        with pytest.raises(ProjectError) as fault:
            make_folder(told)
        assert str(fault.value) == (
            f"{told} cannot be made: a file stands where a folder should be; move that file away"
        )


def test_what_a_killed_process_left_is_gone_after_the_next_write(tmp_path: Path) -> None:
    (tmp_path / ".cleanup-0123456789abcdef.part").write_bytes(b"half of it")
    (tmp_path / ".cleanup-notes").write_bytes(b"somebody's own")
    write_atomically(tmp_path / "a.txt", b"one")
    assert left_in(tmp_path) == [".cleanup-notes", "a.txt"]


def test_a_writer_whose_neighbour_file_was_swept_away_writes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace
    swept: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        if not swept:
            swept.append(source)
            source.unlink()
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    write_atomically(tmp_path / "a.txt", b"one")
    assert swept
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    assert left_in(tmp_path) == ["a.txt"]


def test_writers_at_the_same_time_leave_one_of_the_versions_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    versions = [bytes([65 + n]) * 50_000 for n in range(4)]
    faults: list[Exception] = []

    def write(data: bytes) -> None:
        try:
            for _ in range(10):
                write_atomically(path, data)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(data,)) for data in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert path.read_bytes() in versions
    assert left_in(tmp_path) == ["a.txt"]


WRITER = """
import sys
from pathlib import Path
from cleanup.storage import write_all
folder = Path(sys.argv[1])
turn = 0
print("ready", flush=True)
while True:
    turn += 1
    letter = b"ab"[turn % 2 : turn % 2 + 1]
    write_all({folder / "one": letter * 300_000, folder / "two": letter * 10})
"""


def test_a_file_is_old_or_new_when_its_writer_is_killed(tmp_path: Path) -> None:
    """Twelve writers are killed at moments by chance, the seed of which is in the message."""
    seed = random.SystemRandom().randrange(1_000_000)
    chance = random.Random(seed)
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
        for name, size in (("one", 300_000), ("two", 10)):
            if (tmp_path / name).exists():
                told = (tmp_path / name).read_bytes()
                assert told in (b"a" * size, b"b" * size), f"seed {seed}"
    write_atomically(tmp_path / "two", b"done")
    assert set(left_in(tmp_path)) <= {"one", "two"}


# --- locking -----------------------------------------------------------------------------


def test_a_lock_that_another_holds_is_said_with_what_it_guards(tmp_path: Path) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(tmp_path / "decisions.jsonl"):
            held.set()
            done.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(10)
    try:
        with (
            pytest.raises(ProjectError) as fault,
            locked(tmp_path / "decisions.jsonl", "the document 'a'", timeout=0.1),
        ):
            pass
    finally:
        done.set()
        other.join()
    assert str(fault.value) == (
        "the document 'a' is in use by another cleanup command (waited 0.1 s);"
        " let that finish, then try again"
    )


def test_the_same_thread_may_take_a_lock_again(tmp_path: Path) -> None:
    with locked(tmp_path / "a"), locked(tmp_path / "a", timeout=0.1):
        pass
    with locked(tmp_path / "a", timeout=0.1):
        pass


def test_a_lock_goes_with_its_killed_process(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from cleanup.storage import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "a")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(ProjectError, match="in use"), locked(tmp_path / "a", timeout=0.1):
            pass
        holder.kill()
    with locked(tmp_path / "a", timeout=5):
        pass


def test_a_lock_that_cannot_be_made_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(ProjectError) as fault, locked(tmp_path / "decisions.jsonl"):
        pass
    assert str(fault.value) == (
        f"{tmp_path / 'decisions.jsonl'} cannot be locked: the disk is read-only;"
        " copy the folder to a place where you may write"
    )


def test_a_fault_inside_the_lock_is_not_taken_for_one_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), locked(tmp_path / "a"):
        (tmp_path / "absent").read_bytes()


def test_every_fault_is_one_of_ours() -> None:
    assert issubclass(ProjectError, CleanupError)
    assert issubclass(InputError, CleanupError)
