"""From a file to a round on disk: taking in, carrying over, proposing, a policy's verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cleanup import formats
from cleanup.carry import Carried, carry
from cleanup.config import Config
from cleanup.decision import Decision, fold
from cleanup.desk import Desk
from cleanup.errors import ProjectError
from cleanup.ledger import LedgerState, new_batch
from cleanup.names import SEEDS, inside
from cleanup.passes import Knowledge
from cleanup.pipeline import propose
from cleanup.project import Project
from cleanup.round import Round
from cleanup.storage import read_bytes
from cleanup.text import Document


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did with one document."""

    name: str
    document: Document
    round: Round
    carried: Carried | None
    by_policy: tuple[Decision, ...]


def run(
    project: Project,
    path: Path,
    knowledge: Knowledge,
    config: Config,
    *,
    encoding: str | None = None,
    batch: Callable[[], str] = new_batch,
) -> Ran:
    """Checks a file, stores its exact bytes and its round, and carries old verdicts over.

    Raises `InputError` for what cannot be read; then nothing is taken in.
    """
    if inside(project.root / SEEDS, path) is None:
        formats.read_document(str(path), read_bytes(path), extension=path.suffix, encoding=encoding)
    name = project.take_in(path)
    seed = project.seed_path(name)
    data = read_bytes(seed)
    former = _former(project, name)
    if encoding is None and former.document == hashlib.sha256(data).hexdigest():
        encoding = former.encoding  # it was told once
    document = formats.read_document(name, data, extension=seed.suffix, encoding=encoding)
    made = propose(document, knowledge, config)
    made = replace(made, versions={**made.versions, "encoding": document.encoding})
    carried = None
    if former.document not in ("", document.digest):
        carried = _carry_over(project, name, former, document, batch)
    project.store_base(name, data, document.digest)
    project.write_round(name, made)
    return Ran(name, document, made, carried, _by_policy(project, name, config))


@dataclass(frozen=True, slots=True)
class _Former:
    """The text that the last round spoke about: its digest, empty where there was none."""

    document: str = ""
    encoding: str | None = None


def _former(project: Project, name: str) -> _Former:
    """What was checked last; where the round cannot be used any more, what was decided last."""
    if not project.has_round(name):
        return _Former()
    try:
        made = project.read_round(name)
    except ProjectError:
        decisions = project.ledger(name).read().decisions
        return _Former(decisions[-1].document) if decisions else _Former()
    return _Former(made.document, made.versions.get("encoding"))


def _carry_over(
    project: Project, name: str, former: _Former, document: Document, batch: Callable[[], str]
) -> Carried:
    """Writes the verdicts on unchanged places again, for the new document."""
    old = formats.read_document(
        name,
        project.read_base(name, former.document),
        extension=project.seed_path(name).suffix,
        encoding=former.encoding,
    )
    result: list[Carried] = []

    def build(state: LedgerState) -> tuple[Decision, ...]:
        mine = [d for d in state.decisions if d.document == document.digest]
        known = fold(document.text, mine).verdicts
        found = carry(old, document, state.decisions, batch=batch())
        # this text may have been here before: what stands at a place is not written again
        latest = {d.place: d for d in found.kept}
        fresh = [d for d in found.kept if not _says_the_same(latest[d.place], known.get(d.place))]
        result.append(replace(found, kept=tuple(fresh)))
        return tuple(replace(d, number=n, of=len(fresh)) for n, d in enumerate(fresh, 1))

    project.ledger(name).append(build)
    return result[0]


def _says_the_same(verdict: Decision, known: Decision | None) -> bool:
    return known is not None and (known.verdict, known.after) == (verdict.verdict, verdict.after)


def _by_policy(project: Project, name: str, config: Config) -> tuple[Decision, ...]:
    """Accepts, under the policy's name, what the policy names and trust `safe` allows."""
    if not config.policy.accept:
        return ()
    desk = Desk(project, name, reviewer=config.policy.name, door="policy")
    wanted = [
        p
        for p in desk.open_proposals()
        if p.trust == "safe" and p.leading.rule in config.policy.accept
    ]
    wanted = [p for p in wanted if desk.earlier(p) is None]
    return desk.accept_all(wanted, "policy").decided
