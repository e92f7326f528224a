"""The `cleanup` command: the only part that prints to a person and sets exit codes.

Each command is a module of its own and is imported only when it is called, so that
`cleanup --help` costs nothing but click.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from cleanup.errors import EXIT_BUG, EXIT_INTERRUPTED, EXIT_USAGE, CleanupError
from cleanup.version import VERSION

COMMANDS = {
    "init": "Make a project folder with a commented cleanup.yaml and glossary.yaml.",
    "check": "Propose edits and print them; writes nothing.",
    "run": "Check, write the round and the report, say what to do next.",
    "review": "Decide what was proposed: sentence by sentence, or in bulk.",
    "status": "Every document: open, decided, emitted, and what to do next.",
    "emit": "Write the edition when everything is decided.",
    "absorb": "Take in an edition that was reworked in another program.",
    "verify": "Derive an edition again from document and ledger, byte for byte.",
    "report": "The document with its proposals and verdicts, as HTML and other formats.",
    "glossary": "Show, search, check and try terms; add one to glossary.yaml.",
}
"""All commands with one line each; a command is one module here and one line in this table."""


class _Commands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = importlib.import_module(f"cleanup.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "-V", "--version", prog_name="cleanup")
def group() -> None:
    """Turn raw machine translation into an edition fit to publish.

    \b
    An editor's day:
      cleanup run page.txt         find what is wrong and propose edits
      cleanup review page          accept, amend or reject each one
      cleanup emit page            write the edition when all is decided
    """


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and exits; the one place where errors end."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdin is None:  # closed before we began: nobody is there to answer
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
    if hasattr(sys.stdin, "reconfigure"):
        # an answer that cannot be read is shown as such and never ends a review
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        result: Any = group.main(args=arguments, prog_name="cleanup", standalone_mode=False)
    except CleanupError as error:
        return _said(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.UsageError as error:
        asked = f"{error.ctx.command_path if error.ctx is not None else 'cleanup'} --help"
        return _said(f"{error.format_message().rstrip('.')} ('{asked}' shows how)", EXIT_USAGE)
    except click.ClickException as error:
        return _said(error.format_message(), EXIT_USAGE)
    except (KeyboardInterrupt, click.Abort):
        return _said("interrupted; what was confirmed is saved", EXIT_INTERRUPTED)
    except OSError as error:
        return _system_fault(error)
    except Exception:
        return _bug()
    return result if isinstance(result, int) else 0


def _said(message: str, code: int) -> int:
    click.echo(f"cleanup: {' '.join(message.split())}", err=True)
    return code


def _system_fault(error: OSError) -> int:
    """What the operating system refused outside of our own files: the output, a folder.

    A reader who has had enough of our output is no fault; click ends the command by itself.
    """
    from cleanup.storage import explain

    if error.filename is not None:
        return _said(explain(error, Path(str(error.filename)), "used"), EXIT_USAGE)
    # a stream that was open already: what still waits for it goes nowhere
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _said(explain(error, Path("the output"), "written"), EXIT_USAGE)


def _bug() -> int:
    """Our own fault: a file with all that is needed to mend it, and one line about it."""
    import tempfile
    import traceback

    told = traceback.format_exc()
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            prefix="cleanup-fault-",
            suffix=".txt",
            delete=False,
        ) as file:
            file.write(f"cleanup {VERSION}, Python {sys.version}\n{sys.platform}\n{told}")
        where = f"stands in {Path(file.name)}"
    except OSError:
        where = f"could not be written to a file, but ended with {told.splitlines()[-1]}"
    return _said(
        "this is a fault of the program, not yours; nothing that was decided is lost. What"
        f" happened {where}: please send it to the maintainers",
        EXIT_BUG,
    )
