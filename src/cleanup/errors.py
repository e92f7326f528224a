"""What can go wrong, and how it is said: one clear line a fault.

Every error that a user can cause is a `CleanupError`. Its text names what, where, why and
what to do next, and stands on one line; only `cli` prints it and turns it into an exit code.
"""

from __future__ import annotations

EXIT_DONE = 0
EXIT_OPEN = 1
EXIT_USAGE = 2
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


class CleanupError(Exception):
    """A fault that the user can mend; exit code 2 unless a subclass says otherwise."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class InputError(CleanupError):
    """The text cannot be read or written as asked: absent, binary, in doubt, too large."""


class ConfigError(CleanupError):
    """A glossary, rulebook or `cleanup.yaml` is wrong; the file is refused as a whole."""


class ProjectError(CleanupError):
    """The project folder cannot serve: not there, locked, read-only, full, tampered with."""


class StaleError(ProjectError):
    """The input is no longer the text that the current round speaks about."""


class EditError(CleanupError):
    """An edit may not be made: protected text, a fixed gap, mark-up that would be lost."""


class VerdictError(CleanupError):
    """A verdict cannot be given like that: it wants a pick, own words or a confirmation."""


class GateError(CleanupError):
    """The edition may not be written yet: something is open, stale or unproved."""

    exit_code = EXIT_OPEN
