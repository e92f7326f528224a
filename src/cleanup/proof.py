"""Re-reading the edition before it leaves: what must hold of it whatever was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleanup import facts
from cleanup.config import Config
from cleanup.decision import Decision
from cleanup.editable import check_edit
from cleanup.edition import Edition
from cleanup.errors import EditError
from cleanup.passes import TABLE, Knowledge
from cleanup.pipeline import look, reading_copy, versions
from cleanup.proposal import Proposal
from cleanup.round import Round


@dataclass(frozen=True, slots=True)
class Proof:
    """What the second reading found: findings and faults stop the edition.

    `not_run` names what could not be looked at again since it is no longer what the round
    was made with.
    """

    findings: tuple[Proposal, ...]
    faults: tuple[str, ...]
    confirmed: tuple[Decision, ...]
    not_run: tuple[str, ...]


def prove(edition: Edition, made: Round, knowledge: Knowledge, config: Config) -> Proof:
    """Protected text intact, every changed fact singly confirmed, nothing accepted found anew."""
    faults = [*_protected(edition), *_unconfirmed(edition)]
    again, not_run = _still_the_same(made, knowledge, config)
    accepted = {
        o.rule
        for d in edition.standing.verdicts.values()
        if d.verdict in ("accept", "amend")
        for o in d.origins
    }
    findings = tuple(
        p
        for p in look(edition, knowledge, again, made)
        if p.trust != "hint" and any(o.rule in accepted for o in p.origins)
    )
    confirmed = tuple(
        edition.standing.decisions[e.decision]
        for e in edition.edits
        if edition.standing.decisions[e.decision].confirmed
    )
    return Proof(findings, tuple(faults), confirmed, not_run)


def _still_the_same(
    made: Round, knowledge: Knowledge, config: Config
) -> tuple[Config, tuple[str, ...]]:
    """The configuration reduced to what the round was made with, and what that leaves out."""
    now = versions(knowledge, TABLE.values())
    gone = {name for name, told in made.versions.items() if name in now and now[name] != told}
    not_run = {name for name in gone if name != "cleanup"}
    passes = [name for name in config.passes if f"pass {name}" in made.versions]
    if "glossary" in gone:
        not_run.add("pass terms")
    if "rules" in gone:
        not_run.add("pass rules")
    passes = [name for name in passes if f"pass {name}" not in not_run]
    return replace(config, passes=tuple(passes)), tuple(sorted(not_run))


def _protected(edition: Edition) -> list[str]:
    """Faults where an edit touches what no edit may touch, or the file reads otherwise."""
    document = edition.document
    faults: list[str] = []
    for edit in edition.edits:
        try:
            check_edit(document, edit.span, edit.after)
        except EditError as error:
            faults.append(str(error))
    copy = reading_copy(edition)
    before = [span.of(document.text) for span in document.protected]
    after = [span.of(copy.text) for span in copy.protected]
    if not faults and before != after:
        lost = next((w for w in before if w not in after), None) or "code or an address"
        faults.append(f"protected text would change ({lost[:40]!r}); reopen the edits around it")
    return faults


def _unconfirmed(edition: Edition) -> list[str]:
    """Faults where an edit changes a fact that no person has confirmed at its place."""
    faults: list[str] = []
    for edit in edition.edits:
        decision = edition.standing.decisions[edit.decision]
        kinds = facts.changed(edition.document.text, edit.span, edit.after)
        missing = [kind for kind in kinds if kind not in decision.confirmed]
        if missing:
            line, column = edition.document.line_column(edit.span.start)
            faults.append(
                f"line {line} column {column}: {edit.before!r} to {edit.after!r} changes a"
                f" {' and a '.join(missing)} and nobody has confirmed it; reopen and decide it"
                " by itself"
            )
    return faults
