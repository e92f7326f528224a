"""What tests of the command line share: a shell that runs `cleanup` in this process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cleanup import cli


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line of a fault, without its beginning; anything more fails the test."""
        assert self.err.startswith("cleanup: "), self.err
        assert self.err.count("\n") == 1, self.err
        assert self.err.endswith("\n")
        return self.err.removeprefix("cleanup: ").rstrip("\n")


@dataclass(slots=True)
class Shell:
    """A shell in `folder`; each call is one command as an editor would type it."""

    folder: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def __call__(self, *arguments: str | Path, answers: str = "") -> Said:
        """Runs `cleanup` with these arguments; `answers` is what comes from standard input."""
        self.patch.chdir(self.folder)
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(answers.encode())))
        self.capture.readouterr()
        code = cli._run([str(a) for a in arguments])
        told = self.capture.readouterr()
        return Said(code, told.out, told.err)

    def write(self, path: str, data: str | bytes) -> Path:
        """A file in the folder, with just these bytes."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def files(self) -> dict[str, bytes]:
        """Every file of the folder with its bytes; lock files, which are empty, left out."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }


@pytest.fixture(scope="session", autouse=True)
def one_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own, one for all of them: packs are compiled once."""
    folder = tmp_path_factory.getbasetemp().parent / "cleanup-cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("LOCALAPPDATA", str(folder))
        yield folder


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """A shell in an empty folder; no name of this machine counts."""
    monkeypatch.delenv("CLEANUP_REVIEWER", raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    folder = tmp_path / "work"
    folder.mkdir()
    return Shell(folder, capsys, monkeypatch)


@pytest.fixture
def project(shell: Shell) -> Shell:
    """The shell in a fresh project folder, as `cleanup init` makes it."""
    assert shell("init").code == 0
    return shell
