"""`cleanup review`: decide, in the terminal or in bulk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleanup.cli.common import (
    as_option,
    colour,
    knowledge_of,
    open_desk,
    open_project,
    project_option,
    told,
)
from cleanup.config import Silence, with_exception
from cleanup.decision import Scope
from cleanup.desk import Bulk, Desk
from cleanup.errors import EXIT_DONE, EXIT_OPEN, VerdictError
from cleanup.knowledge import SETTINGS
from cleanup.pipeline import look
from cleanup.project import Project
from cleanup.proposal import CATEGORIES, Proposal
from cleanup.storage import read_bytes, write_atomically


@click.command(epilog="Example: cleanup review page --as Ana, or: cleanup review page --accept all")
@click.argument("name", metavar="DOCUMENT")
@as_option
@click.option("--accept", metavar="WHAT", help="In bulk: all, a rule's id or a category.")
@click.option("--reject", metavar="WHAT", help="In bulk: all, a rule's id or a category.")
@click.option("--rule", metavar="ID", help="Show only what this rule says.")
@click.option("--category", type=click.Choice(CATEGORIES), help="Show only this class of fault.")
@click.option("--yes", is_flag=True, help="Do not ask before deciding in bulk.")
@project_option
def command(
    name: str,
    reviewer: str | None,
    accept: str | None,
    reject: str | None,
    rule: str | None,
    category: str | None,
    yes: bool,
    folder: Path | None,
) -> int:
    """Decide what was proposed for DOCUMENT, sentence by sentence; ? shows the keys. Every
    verdict is saved at once; q stops at any point. In bulk, queries, alternatives, groups
    and edits that change figures or names stay open. Exit code 1 while something is open."""
    if accept is not None and reject is not None:
        raise VerdictError("--accept and --reject at once; give one after the other")
    if (accept or reject) and (rule or category):
        raise VerdictError(
            "--rule and --category narrow what the terminal shows; in bulk say which one is meant"
            " behind --accept or --reject itself"
        )
    project = open_project(folder)
    desk = open_desk(project, name, reviewer, "bulk" if accept or reject else "terminal")
    if accept is not None or reject is not None:
        _in_bulk(desk, accept, reject, yes)
    else:
        _at_terminal(project, desk, rule, category)
    left = len(desk.open_proposals())
    told(f"{left} open. Next: cleanup {'review' if left else 'emit'} {desk.name}")
    return EXIT_OPEN if left else EXIT_DONE


def _in_bulk(desk: Desk, accept: str | None, reject: str | None, yes: bool) -> None:
    what = accept if accept is not None else str(reject)
    chosen = _chosen(desk, what)
    verb = "accept" if accept is not None else "reject"
    noun = "proposal" if len(chosen) == 1 else "proposals"
    told(f"{verb}: {len(chosen)} open {noun} ({what})")
    if chosen and not yes and sys.stdin.isatty() and not click.confirm("go on?", err=True):
        told("nothing was decided")
        return
    scope: Scope = "all" if what == "all" else "category" if what in CATEGORIES else "rule"
    done: Bulk = (
        desk.accept_all(chosen, scope) if accept is not None else desk.reject_all(chosen, scope)
    )
    told(f"{len(done.decided)} {verb}ed, saved")
    for proposal, reason in done.left:
        line, column = desk.document.line_column(proposal.span.start)
        click.echo(f"{line}:{column} stays open: {proposal.before[:60]!r}: {reason}")


def _chosen(desk: Desk, what: str) -> list[Proposal]:
    """The open proposals that a bulk verdict means."""
    still = desk.open_proposals()
    if what == "all":
        return list(still)
    if what in CATEGORIES:
        return [p for p in still if p.leading.category == what]
    known = {o.rule for p in desk.round.proposals for o in p.origins}
    if what not in known:
        raise VerdictError(
            f"{what!r} is no rule that speaks in {desk.name} and no category; say all, one of"
            f" {', '.join(CATEGORIES)}, or a rule that 'cleanup report {desk.name}' shows"
        )
    return [p for p in still if any(o.rule == what for o in p.origins)]


def _at_terminal(project: Project, desk: Desk, rule: str | None, category: str | None) -> None:
    from cleanup.review.screen import TerminalScreen
    from cleanup.review.terminal import review

    config, knowledge = knowledge_of(project.root)

    def again(at: Desk) -> tuple[Proposal, ...]:
        found = look(at.edition, knowledge, config, at.round)
        at.extend(found)
        return found

    def silence(exception: Silence) -> None:
        path = project.root / SETTINGS
        text = with_exception(read_bytes(path).decode("utf-8"), exception)
        write_atomically(path, text.encode("utf-8"))

    outcome = review(
        desk,
        TerminalScreen(colour=colour()),
        rule=rule,
        category=category,
        again=again,
        silence=silence,
    )
    told(outcome.told())
