"""The ledger: an append-only file of decisions, each line chained to the one before.

A line is the decision as JSON with `previous`, the digest of the line before (64 zeros for
the first), and `digest`, the SHA-256 of the line without that key. What one verdict writes
is one batch in one append. An unfinished last line or last batch is torn: it was never
confirmed to anybody, is reported, and the next append sets it aside in a file of its own.
Anything else that breaks the chain means that the file was changed, and is refused.

The chain cannot show that whole batches are missing at the end; the head that an edition's
manifest names can (`LedgerState.until`).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from cleanup.decision import Decision
from cleanup.errors import ProjectError
from cleanup.storage import (
    explained,
    locked,
    make_folder,
    sync_folder,
    write_atomically,
    write_whole,
)
from cleanup.wire import decision_in, decision_out, digest_of, dumps

START = "0" * 64
"""The head of an empty ledger."""

_SIGNATURE = len(',"digest":""}') + 64  # the end of each line, which its digest leaves out
_FLAGS: int = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_MEND = "put back this file from your backup or version control; nothing was written"
_TWO_COPIES = "two copies of this ledger both grew and were put together"
_KEEP_ONE = "keep the file of one copy and give the verdicts of the other again"


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What stands in a ledger: whole batches only, in the order in which they were decided.

    `digests` has the digest of each line, `size` the bytes that those lines take, `torn` a
    sentence about an unfinished end, if there is one (or, after an append, where it went).
    """

    decisions: tuple[Decision, ...] = ()
    digests: tuple[str, ...] = ()
    size: int = 0
    torn: str | None = None

    @property
    def head(self) -> str:
        """The digest of the last line."""
        return self.digests[-1] if self.digests else START

    def until(self, head: str) -> tuple[Decision, ...]:
        """The decisions up to the line with the digest `head`.

        Raises `ProjectError` when there is none: then the ledger has lost its end, or is
        another one.
        """
        if head == START:
            return ()
        if head not in self.digests:
            raise ProjectError(
                f"the ledger has no line {head[:12]}..., so decisions at its end were lost or it"
                f" belongs to another copy; {_MEND}"
            )
        return self.decisions[: self.digests.index(head) + 1]


def new_batch(random: Callable[[int], str] = secrets.token_hex) -> str:
    """A new id for what one verdict writes: 12 hex digits by chance."""
    return random(6)


# --- lines -------------------------------------------------------------------------------


def chained(decisions: Sequence[Decision], head: str) -> tuple[bytes, tuple[str, ...]]:
    """The lines that follow the line with the digest `head`, and the digest of each."""
    lines: list[bytes] = []
    digests: list[str] = []
    for decision in decisions:
        told = {**decision_out(decision), "previous": head}
        head = digest_of(told)
        digests.append(head)
        line = dumps({**told, "digest": head})
        lines.append(line.encode("utf-8", "surrogatepass") + b"\n")
    return b"".join(lines), tuple(digests)


def _signed(line: bytes, digest: str | None = None) -> bool:
    """True when the line ends with its own digest, and with this one if it is given."""
    own = hashlib.sha256(line[:-_SIGNATURE] + b"}").hexdigest()
    return line[-_SIGNATURE:] == f',"digest":"{own}"}}'.encode() and digest in (None, own)


def _checked(line: bytes) -> dict[str, Any]:
    """The object on a line whose own digest fits its bytes; else `ValueError` saying why."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>")):
        raise ValueError(f"{_TWO_COPIES}; {_KEEP_ONE}")
    if line.endswith(b"\r"):
        raise ValueError(
            "another program changed the line ends; turn that off (in Git: a line"
            f" 'corrections/** -text' in .gitattributes) and {_MEND}"
        )
    if not _signed(line):
        raise ValueError(f"this line was changed after it was written; {_MEND}")
    try:
        told = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise ValueError(f"this line is not JSON ({error}); {_MEND}") from None
    if not isinstance(told, dict):
        raise ValueError(f"this line is not a decision; {_MEND}")
    return told


class _Chain:
    """Reads line after line; what is whole and chained is in `state()`."""

    def __init__(self, path: Path, known: LedgerState) -> None:
        self._path = path
        self._size = known.size
        self._whole = len(known.digests)
        self._decisions = list(known.decisions)
        self._digests = list(known.digests)
        self._batches = {d.batch for d in known.decisions}

    def take(self, data: bytes) -> LedgerState:
        """The state with the lines of `data`, which follow what is known."""
        *lines, rest = data.split(b"\n")
        size = self._size
        for line in lines:
            try:
                self._line(line)
            except ValueError as error:
                where = f"{self._path}, line {len(self._digests) + 1}"
                raise ProjectError(f"{where}: {error}") from None
            size += len(line) + 1
            if self._decisions[-1].number == self._decisions[-1].of:
                self._whole, self._size = len(self._digests), size
        unfinished = len(self._digests) - self._whole + (1 if rest else 0)
        return LedgerState(
            decisions=tuple(self._decisions[: self._whole]),
            digests=tuple(self._digests[: self._whole]),
            size=self._size,
            torn=self._torn(unfinished) if unfinished else None,
        )

    def _line(self, line: bytes) -> None:
        told = _checked(line)
        head = self._digests[-1] if self._digests else START
        if told.get("previous") != head:
            raise ValueError(self._broken(told.get("previous")))
        try:
            decision = decision_in(told)
        except ValueError as error:
            raise ValueError(
                f"this line is not a decision that this version of cleanup knows ({error});"
                " install the newest version"
            ) from None
        self._check_batch(decision)
        self._decisions.append(decision)
        self._digests.append(told["digest"])

    def _broken(self, previous: object) -> str:
        if previous == START or previous in self._digests:
            return f"{_TWO_COPIES}; {_KEEP_ONE}"
        return f"a line before this one is missing, or lines were put in another order; {_MEND}"

    def _check_batch(self, decision: Decision) -> None:
        open_batch = len(self._digests) > self._whole
        last = self._decisions[-1] if open_batch else None
        if last is None:
            fits = decision.number == 1 <= decision.of and decision.batch not in self._batches
            self._batches.add(decision.batch)
        else:
            fits = (decision.batch, decision.number, decision.of) == (
                last.batch,
                last.number + 1,
                last.of,
            )
        if not fits:
            raise ValueError(f"the decisions of one verdict do not stand together; {_MEND}")

    def _torn(self, lines: int) -> str:
        told = "1 line" if lines == 1 else f"{lines} lines"
        return (
            f"{self._path}: the end ({told}) was not finished when the program was stopped, and"
            " was never confirmed; the next decision sets it aside"
        )


# --- the file ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read last, and the stamp of the file that it was read from."""

    state: LedgerState = LedgerState()
    stamp: tuple[int, ...] = ()


class Ledger:
    """The ledger file of one document; it remembers what it has read and checked.

    `what` names it for people. Lines that another process appends are seen at the next call.
    """

    def __init__(self, path: Path, what: str = "") -> None:
        self.path = path
        self._what = what or str(path)
        self._known = _Known()

    def read(self) -> LedgerState:
        """What stands in the ledger now; a missing file is an empty ledger.

        Raises `ProjectError`, naming file and line, when it was changed other than by
        appending.
        """
        try:
            state = self._look()
            if state.torn is None:
                return state
        except ProjectError:
            if not self.path.is_file():
                raise
        # It may only have been read while somebody was writing: look again with the lock.
        with ExitStack() as stack:
            with suppress(ProjectError):  # in a read-only folder nobody writes
                stack.enter_context(locked(self.path, self._what))
            return self._look()

    def append(self, build: Callable[[LedgerState], Sequence[Decision]]) -> LedgerState:
        """The state after the decisions that `build` makes of the current state were added.

        They are one batch in one write, and on disk when this returns. `build` runs under
        the lock and may raise to refuse: then, and when it gives nothing, the file stays as
        it is. The batch id is the caller's, the numbers are set here. Raises `ProjectError`
        when nothing could be written, `ValueError` for a batch that cannot be one.
        """
        with locked(self.path, self._what):
            state = self._look()
            decisions = _numbered(tuple(build(state)), state)
            if not decisions:
                return state
            data, digests = chained(decisions, state.head)
            aside = _set_aside(self.path, state) if state.torn else None
            self._known = replace(self._known, stamp=())
            with explained(self.path, "written"):
                stamp = _append(self.path, state.size, data)
            grown = LedgerState(
                decisions=state.decisions + decisions,
                digests=state.digests + digests,
                size=state.size + len(data),
            )
            self._known = _Known(grown, stamp)
            return replace(grown, torn=aside)

    def _look(self) -> LedgerState:
        """The state of the file; lines that were read before are not taken apart again."""
        known = self._known
        with explained(self.path, "read"):
            try:
                if known.stamp and _stamp(self.path.stat()) == known.stamp:
                    return known.state
                with self.path.open("rb") as file:
                    stamp = _stamp(os.fstat(file.fileno()))
                    data = file.read(stamp[2])
            except FileNotFoundError:
                if not known.state.decisions:
                    return LedgerState()
                raise ProjectError(
                    f"{self.path} is gone, though it held decisions a moment ago; {_MEND}"
                ) from None
        before = known.state if _begins_with(data, known.state) else LedgerState()
        state = _Chain(self.path, before).take(data[before.size :])
        self._known = _Known(state, stamp)
        return state


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _begins_with(data: bytes, known: LedgerState) -> bool:
    """True when the known lines still stand at the beginning, byte for byte."""
    lines = data[: known.size].split(b"\n")[:-1]
    return len(lines) == len(known.digests) and all(
        _signed(line, digest) for line, digest in zip(lines, known.digests, strict=True)
    )


def _numbered(decisions: tuple[Decision, ...], state: LedgerState) -> tuple[Decision, ...]:
    """The decisions as one batch; `ValueError` for ids that cannot be one batch."""
    batches = {d.batch for d in decisions}
    if not decisions:
        return ()
    if len(batches) > 1 or "" in batches:
        raise ValueError(f"what is appended at once is one batch, not {sorted(batches)}")
    if batches & {d.batch for d in state.decisions}:
        raise ValueError(f"the batch {decisions[0].batch!r} is in the ledger already")
    numbered = tuple(
        replace(decision, number=number, of=len(decisions))
        for number, decision in enumerate(decisions, start=1)
    )
    plain = all((d.number, d.of) == (1, 1) for d in decisions)
    if not plain and numbered != decisions:
        raise ValueError("the decisions of a batch are numbered 1, 2, ... of how many there are")
    return numbered


def _set_aside(path: Path, state: LedgerState) -> str:
    """The unfinished end copied into a file of its own; a sentence that names that file."""
    data = path.read_bytes()[state.size :]
    for number in count(1):
        aside = path.with_name(f"{path.stem}.torn-{number}{path.suffix}")
        if not aside.exists():
            write_atomically(aside, data)
            break
        if aside.read_bytes() == data:  # a process was stopped right after copying it
            break
    return (
        f"the end of {path} was not finished when a program was stopped; it was never"
        f" confirmed and now lies in {aside.name}"
    )


def _append(path: Path, size: int, data: bytes) -> tuple[int, ...]:
    """The file's stamp, after `data` was put behind its first `size` bytes and synced.

    Where that fails the file is cut back to `size`; the `OSError` is raised again.
    """
    make_folder(path.parent)
    new = not path.exists()
    descriptor = os.open(path, _FLAGS, 0o666)
    try:
        if os.fstat(descriptor).st_size > size:
            os.ftruncate(descriptor, size)
        try:
            write_whole(descriptor, data)
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):  # what stays behind is torn, and is said so
                os.ftruncate(descriptor, size)
            raise
        if new:
            sync_folder(path.parent)
        return _stamp(os.fstat(descriptor))
    finally:
        os.close(descriptor)
