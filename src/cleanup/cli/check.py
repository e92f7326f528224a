"""`cleanup check`: propose and print, write nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from cleanup import formats, report
from cleanup.cli.common import (
    colour,
    encoding_option,
    knowledge_near,
    progress,
    texts_in,
    told,
)
from cleanup.config import known_passes
from cleanup.errors import EXIT_DONE, EXIT_OPEN
from cleanup.formats.lines import read_lines
from cleanup.pipeline import propose
from cleanup.report import Report
from cleanup.report.text import summary, text
from cleanup.storage import read_bytes, write_atomically
from cleanup.text import Document


@click.command(
    epilog="Example: cleanup check page.txt, or: cleanup check --format jsonl seeds > found.jsonl"
)
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--format", "form", type=click.Choice(list(report.FORMATS)), default="text", show_default=True
)
@click.option("--passes", metavar="A,B", help="Only these passes, or all.")
@click.option("--hints", is_flag=True, help="Show hints too: weak leads that are off by default.")
@click.option("--output", type=click.Path(path_type=Path), help="Write the result to this file.")
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
    written. A file of JSON lines (.jsonl) with "id" and "mt" is read as so many texts.
    Exit code 1 when something was found, 0 when all is clean."""
    files = texts_in(list(paths))
    config, knowledge = knowledge_near(files[0])
    if passes is not None:
        config = replace(config, passes=known_passes(passes.split(","), "--passes"))
    reports: list[Report] = []
    with progress(len(files), "checking") as step:
        for path in files:
            step(path.name)
            for document in _documents(path, encoding):
                made = propose(document, knowledge, config)
                reports.append(report.build(document, made, hints=hints))
    if output is not None:
        write_atomically(output, report.render(form, reports).encode("utf-8"))
    elif form == "text":
        click.echo(text(reports, colour=colour()), nl=False, color=True)
    else:
        click.echo(report.render(form, reports).encode("utf-8"), nl=False)
    told(summary(reports, colour=colour(sys.stderr)).rstrip("\n"))
    open_or_not_run = any(r.notes or r.incomplete for r in reports)
    return EXIT_OPEN if open_or_not_run else EXIT_DONE


def _documents(path: Path, encoding: str | None) -> Iterator[Document]:
    data = read_bytes(path)
    if path.suffix.lower() == ".jsonl":
        yield from read_lines(data, str(path))
    else:
        yield formats.read_document(str(path), data, extension=path.suffix, encoding=encoding)
