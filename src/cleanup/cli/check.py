"""`cleanup check`: propose and print, write nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from cleanup import report
from cleanup.cli.common import (
    NAMED,
    colour,
    documents_in,
    encoding_option,
    knowledge_of,
    name_in,
    progress,
    put_out,
    root_near,
    texts_in,
    told,
)
from cleanup.config import known_passes
from cleanup.errors import EXIT_DONE, EXIT_OPEN
from cleanup.pipeline import propose
from cleanup.report import Report
from cleanup.report.text import summary, text


@click.command(
    epilog="Example: cleanup check page.txt, or: cleanup check --format jsonl seeds > found.jsonl"
)
@click.argument("paths", nargs=-1, required=True, type=NAMED, metavar="FILE...")
@click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text", show_default=True
)
@click.option("--passes", metavar="A,B", help="Only these passes, or all.")
@click.option("--hints", is_flag=True, help="Show hints too: weak leads that are off by default.")
@click.option(
    "--output",
    type=NAMED,
    help="Write the result to this file; - is standard output.",
)
@encoding_option
def command(
    paths: Sequence[Path],
    form: str,
    passes: str | None,
    hints: bool,
    output: Path | None,
    encoding: str | None,
) -> int:
    """Propose edits to each FILE (or all texts in a folder) and print them. Nothing is
    written but the --output. A file of JSON lines (.jsonl) with "id" and "mt" is read as so
    many texts. Exit code 1 when something was found, 0 when all is clean."""
    files = texts_in(list(paths))
    root = root_near(files[0])
    config, knowledge = knowledge_of(root)
    if passes is not None:
        asked = [name.strip() for name in passes.split(",")]
        config = replace(config, passes=known_passes(asked, "--passes"))
    reports: list[Report] = []
    with progress(len(files), "checking") as step:
        for path in files:
            step(path.name)
            for document in documents_in(path, encoding):
                called = name_in(root, path) if document.name == str(path) else document.name
                made = propose(replace(document, name=called), knowledge, config)
                reports.append(report.build(document, made, hints=hints))
    if form == "text" and output is None and colour():
        click.echo(text(reports, colour=True), nl=False, color=True)
    else:
        put_out(report.render(form, reports), output)
    told(summary(reports, colour=colour(sys.stderr)).rstrip("\n"))
    open_or_not_run = any(r.notes or r.incomplete for r in reports)
    return EXIT_OPEN if open_or_not_run else EXIT_DONE
