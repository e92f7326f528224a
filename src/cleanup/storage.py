"""Files on disk: read with a limit, written whole or not at all, locked, errors in one line.

A write goes to a neighbour file in the same folder, is synced and then renamed over the
target, so that a reader, or a process killed at any moment, finds the old bytes or the new
ones and never a mixture. What a killed process left behind is hidden, is never read, and
goes with the next write to that folder.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cleanup.errors import CleanupError, InputError, ProjectError

SIZE_LIMIT = 100_000_000
"""The largest text that is taken, in bytes."""

_TEMPORARY = (".cleanup-", ".part")
_OWN = secrets.token_hex(6)
_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows would turn line ends otherwise
_TRIES = 100

_REASONS = {
    errno.ENOENT: ("there is no such file or folder", "check the name"),
    errno.EISDIR: ("it is a folder", "name a file"),
    errno.ENOTDIR: ("a file stands where a folder should be", "move that file away"),
    errno.EEXIST: ("a file stands where a folder should be", "move that file away"),
    errno.EROFS: ("the disk is read-only", "copy the folder to a place where you may write"),
    errno.ENOSPC: ("the disk is full", "free some space and try again"),
    errno.EDQUOT: ("your share of the disk is full", "free some space and try again"),
    errno.EFBIG: ("the file would be larger than this disk or account allows", "use another"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.ELOOP: ("its links lead in a circle", "name the file itself"),
}
_DENIED = (
    "permission was denied",
    "ask for the right to it, or close the program that has it open",
)


def explain(error: OSError, path: Path, doing: str) -> str:
    """The one line for an error of the operating system: what, where, why, what to do next.

    `doing` says what could not be done: `read`, `written`, `locked`.
    """
    if isinstance(error, PermissionError):
        why, advice = _DENIED
    else:
        told = error.strerror or str(error) or type(error).__name__
        why, advice = _REASONS.get(error.errno or 0, (told, "try again, or use another disk"))
    return f"{path} cannot be {doing}: {why}; {advice}"


@contextmanager
def explained(path: Path, doing: str, kind: type[CleanupError] = ProjectError) -> Iterator[None]:
    """Errors of the operating system in the block become one clear line of the given kind."""
    try:
        yield
    except OSError as error:
        raise kind(explain(error, path, doing)) from error


# --- reading -----------------------------------------------------------------------------


def read_bytes(path: Path, limit: int = SIZE_LIMIT, kind: type[CleanupError] = InputError) -> bytes:
    """The bytes of a file of at most `limit` bytes; raises `kind` in one line otherwise."""
    with explained(path, "read", kind):
        if path.is_dir():  # Windows would call this a want of permission
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with path.open("rb") as file:
            data = file.read(limit + 1)
            size = max(os.fstat(file.fileno()).st_size, len(data))
    if len(data) > limit:
        raise kind(
            f"{path} cannot be read: it has {_megabytes(size)}, and the limit is"
            f" {_megabytes(limit)}; split it into smaller files"
        )
    return data


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB" if size >= 1_000_000 else f"{size:,} bytes"


# --- writing -----------------------------------------------------------------------------


def write_atomically(path: Path, data: bytes) -> None:
    """The file holds exactly `data`, on disk, when this returns; raises `ProjectError`.

    On failure it holds what it held before. Folders on the way are made; the mode of a file
    that is replaced is kept, and a link stays a link.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """All files hold their new bytes when this returns, put in place in the given order.

    Every byte is written and synced before the first file is replaced: a full disk or a
    missing right changes nothing. Raises `ProjectError`.
    """
    with ExitStack() as stack:
        ready = [(path, *_prepared(path, data, stack), data) for path, data in files.items()]
        for path, target, temporary, data in ready:
            with explained(path, "written"):
                if temporary is None:
                    _write_straight(target, data)
                else:
                    _put_in_place(target, temporary, data, stack)
        for folder in {target.parent for _, target, temporary, _ in ready if temporary}:
            sync_folder(folder)


def _prepared(path: Path, data: bytes, stack: ExitStack) -> tuple[Path, Path | None]:
    """The true target, and the synced neighbour file that holds its new bytes."""
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    with explained(path, "written"):
        mode = target.stat().st_mode if target.exists() else stat.S_IFREG
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            return target, None  # a device or a pipe is written to, never replaced
        _remove_strays(target.parent)
        return target, _temporary(target, data, stack)


def _put_in_place(target: Path, temporary: Path, data: bytes, stack: ExitStack) -> None:
    """The neighbour renamed over the target.

    Another process that writes into this folder may have taken the neighbour for a stray one:
    then it is written again.
    """
    for _ in range(_TRIES):
        try:
            os.replace(temporary, target)  # noqa: PTH105 - the one call that tests stand in for
        except FileNotFoundError:
            temporary = _temporary(target, data, stack)
        else:
            return
    raise OSError(errno.EBUSY, "other processes write here all the time")


def _temporary(target: Path, data: bytes, stack: ExitStack) -> Path:
    """A synced neighbour file with these bytes, gone when the stack is left."""
    temporary = target.parent / f"{_mark()}-{secrets.token_hex(6)}".join(_TEMPORARY)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    stack.callback(_remove, temporary)
    try:
        write_whole(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    with suppress(FileNotFoundError):  # no target yet, or the neighbour was swept away
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))
    return temporary


def _write_straight(target: Path, data: bytes) -> None:
    descriptor = os.open(target, os.O_WRONLY | _BINARY)
    try:
        write_whole(descriptor, data)
    finally:
        os.close(descriptor)


def write_whole(descriptor: int, data: bytes) -> None:
    """All bytes handed to the operating system: one call, more only where it took a part."""
    view = memoryview(data)
    while len(view) > 0:
        view = view[os.write(descriptor, view) :]


def _mark() -> str:
    """Marks this process's neighbour files, which it never sweeps away; a fork has its own."""
    return f"{_OWN}{os.getpid():x}"


def _remove_strays(folder: Path) -> None:
    mine = f"{_TEMPORARY[0]}{_mark()}-"
    for name in os.listdir(folder):  # noqa: PTH208 - names only; folders can be large
        if is_temporary(name) and not name.startswith(mine):
            _remove(folder / name)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def is_temporary(name: str) -> bool:
    """True for the name of a neighbour file that is being written or was left behind."""
    return name.startswith(_TEMPORARY[0]) and name.endswith(_TEMPORARY[1])


def make_folder(folder: Path) -> None:
    """The folder stands, with all folders above it; raises `ProjectError`."""
    with explained(folder, "made"):
        missing: list[Path] = []
        above = folder
        while not above.exists() and above != above.parent:
            missing.append(above)
            above = above.parent
        folder.mkdir(parents=True, exist_ok=True)
        for made in missing:
            sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Names in this folder are on disk, where the system can promise that of a folder."""
    with suppress(OSError):  # Windows cannot open a folder; some network disks cannot sync one
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- locking -----------------------------------------------------------------------------


@contextmanager
def locked(path: Path, what: str = "", timeout: float = 10.0) -> Iterator[None]:
    """Nobody else holds the lock of `path` in the block; the same thread may take it again.

    It is a lock of the operating system on a hidden neighbour file and goes with a killed
    process. `what` names for people what is locked (else the file). Raises `ProjectError`
    when it is not free within `timeout` seconds.
    """
    import filelock  # heavy, and wanted only by commands that write

    make_folder(path.parent)
    file = path.parent / f".{path.name}.lock"
    lock = filelock.FileLock(os.path.realpath(file), is_singleton=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.acquire(timeout=timeout))
        except filelock.Timeout:
            raise ProjectError(
                f"{what or path} is in use by another cleanup command (waited {timeout:g} s);"
                " let that finish, then try again"
            ) from None
        except OSError as error:
            raise ProjectError(explain(error, path, "locked")) from error
        yield
