"""`cleanup emit`: the gate, then edition, changelog and manifest."""

from __future__ import annotations

from pathlib import Path

import click

from cleanup.cli.common import knowledge_of, open_desk, open_project, project_option, told
from cleanup.emission import emit
from cleanup.errors import EXIT_DONE, GateError, StaleError
from cleanup.report.markdown import changelog


@click.command(epilog="Example: cleanup emit page")
@click.argument("name", metavar="DOCUMENT")
@click.option(
    "--without",
    multiple=True,
    metavar="ENGINE",
    help="Emit although this pass or engine could not run; stands in the manifest.",
)
@project_option
def command(name: str, without: tuple[str, ...], folder: Path | None) -> int:
    """Write the edition of DOCUMENT, with its changelog and its manifest, when every choice
    is decided and the second reading finds nothing. Otherwise nothing is written, what is
    open is named, and the exit code is 1."""
    project = open_project(folder)
    config, knowledge = knowledge_of(project.root)
    try:
        desk = open_desk(project, name, "gate", "gate")
        done = emit(desk, knowledge, config, changelog, without=without)
    except StaleError as error:
        raise GateError(str(error)) from None
    click.echo(str(done.path))
    number = done.manifest["number"]
    if done.again:
        told("the same document, round and decisions as before: the same edition")
    elif number > 1:
        told(f"edition {number}, correcting edition {done.manifest['corrects']['number']}")
    count = done.manifest["counts"]
    told(
        f"{count['accepted']} accepted, {count['amended']} amended, {count['own']} own edits;"
        f" {count['rejected']} rejected; changes of figures, names and the like that were"
        f" confirmed singly: {len(done.proof.confirmed)}"
    )
    for decision in done.proof.confirmed:
        told(f"  {decision.before!r} -> {decision.after!r} ({', '.join(decision.confirmed)})")
    for missed in done.proof.not_run:
        told(f"not looked at again, since it is no longer what the round was made with: {missed}")
    told(f"Next: cleanup verify {done.path}")
    return EXIT_DONE
