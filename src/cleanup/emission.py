"""The gate and what stands behind it: writing an edition, and deriving one again.

`emit` writes nothing unless every choice is decided, the document is the one reviewed, the
round is complete and the proof holds. `verify` needs neither rules nor passes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cleanup import formats
from cleanup.config import Config
from cleanup.decision import Decision
from cleanup.desk import Desk
from cleanup.edition import Edition, make_edition
from cleanup.errors import CleanupError, GateError
from cleanup.passes import Knowledge
from cleanup.project import Project, round_digest
from cleanup.proof import Proof, prove
from cleanup.proposal import Proposal
from cleanup.storage import read_bytes
from cleanup.text import Document

_T = TypeVar("_T")

MANIFEST_FORMAT = 1
_EDITION_LIMIT = 1_000_000_000  # what the program itself wrote may be larger than a text

Changelog = Callable[[Document, Sequence[Decision], Edition], str]
"""Writes the changelog that stands beside an edition."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """Where an edition was written, with what the manifest says of it."""

    path: Path
    manifest: dict[str, Any]
    proof: Proof
    again: bool


def emit(
    desk: Desk,
    knowledge: Knowledge,
    config: Config,
    changelog: Changelog,
    *,
    without: Sequence[str] = (),
) -> Emitted:
    """Writes edition, changelog and manifest; raises `GateError` with what is open.

    The same document, round and ledger head give the same files and no new number.
    """
    with desk.project.lock(desk.name):
        desk.refresh()
        return _emitted(desk, knowledge, config, changelog, without)


def _emitted(
    desk: Desk,
    knowledge: Knowledge,
    config: Config,
    changelog: Changelog,
    without: Sequence[str],
) -> Emitted:
    state = desk.ledger_state
    _refuse_incomplete(desk, without)
    _refuse_open(desk, desk.open_proposals(), "open")
    edition = desk.edition
    proof = prove(edition, desk.round, knowledge, config)
    if proof.faults:
        raise GateError(f"{desk.name}: {proof.faults[0]}{_more(proof.faults)}")
    if proof.findings:
        desk.extend(proof.findings)
        _refuse_open(desk, proof.findings, "found by the second look")
    data = formats.write_document(desk.document, edition.text)
    extension = desk.project.seed_path(desk.name).suffix
    key = {
        "document": desk.document.digest,
        "round": round_digest(desk.round),
        "ledger": state.head,
    }
    numbers = desk.project.edition_numbers(desk.name)
    former = desk.project.read_manifest(desk.name, numbers[-1]) if numbers else None
    again = former is not None and all(former.get(k) == v for k, v in key.items())
    number = numbers[-1] if again else (numbers[-1] + 1 if numbers else 1)
    if again and former is not None:
        manifest = former
        _refuse_overwriting(desk, desk.project.edition_path(desk.name, extension, number), former)
    else:
        manifest = _manifest(desk, edition, data, key, proof, without, number, former)
    told = changelog(desk.document, desk.decisions, edition)
    path = desk.project.write_edition(
        desk.name,
        extension,
        number=number,
        edition=data,
        changelog=told.encode("utf-8"),
        manifest=(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8"),
    )
    return Emitted(path, manifest, proof, again)


def _refuse_overwriting(desk: Desk, path: Path, manifest: dict[str, Any]) -> None:
    """An edition that somebody has worked on since is theirs, and never written over."""
    if path.exists():
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != manifest.get("edition"):
            raise GateError(
                f"{path} was changed since it was emitted; take the changes in with 'cleanup absorb"
                f" {desk.name} {path}', or move the file away and emit again"
            )


def _refuse_incomplete(desk: Desk, without: Sequence[str]) -> None:
    unknown = [w for w in without if not any(w in line for line in desk.round.incomplete)]
    if unknown:
        raise GateError(
            f"{desk.name}: nothing called {unknown[0]!r} failed to run in this round; leave out"
            f" --without {unknown[0]}"
        )
    missing = [line for line in desk.round.incomplete if not any(w in line for w in without)]
    if missing:
        raise GateError(
            f"{desk.name}: the round is incomplete ({missing[0]}{_more(missing)}); mend that and"
            " run again, or emit with --without and the name of what could not run"
        )


def _refuse_open(desk: Desk, left: Sequence[Proposal], how: str) -> None:
    if not left:
        return
    first = left[0]
    line, column = desk.document.line_column(first.span.start)
    noun = "proposal is" if len(left) == 1 else "proposals are"
    raise GateError(
        f"{desk.name}: {len(left)} {noun} {how}; the first stands at line {line} column {column}:"
        f" {first.before[:60]!r} ({first.leading.message}); decide with"
        f" 'cleanup review {desk.name}'; nothing was written"
    )


def _more(items: Sequence[str]) -> str:
    return f", and {len(items) - 1} more" if len(items) > 1 else ""


def counts(edition: Edition) -> dict[str, int]:
    """What became of the places: how many stand accepted, amended, own, how many rejected."""
    standing = edition.standing
    verdicts = Counter(standing.decisions[e.decision].verdict for e in edition.edits)
    return {
        "accepted": verdicts["accept"],
        "amended": verdicts["amend"],
        "own": verdicts["own"],
        "rejected": sum(d.verdict == "reject" for d in standing.verdicts.values()),
        "skipped": len(edition.skipped),
    }


def _manifest(
    desk: Desk,
    edition: Edition,
    data: bytes,
    key: dict[str, str],
    proof: Proof,
    without: Sequence[str],
    number: int,
    former: dict[str, Any] | None,
) -> dict[str, Any]:
    """What the edition was made from; no clock, so that it can be made again."""
    manifest: dict[str, Any] = {
        "format": MANIFEST_FORMAT,
        "name": desk.name,
        "number": number,
        **key,
        "edition": hashlib.sha256(data).hexdigest(),
        "encoding": desk.document.encoding,
        "versions": dict(sorted(desk.round.versions.items())),
        "counts": counts(edition),
        "singly_confirmed": len(proof.confirmed),
        "reviewers": sorted({d.reviewer for d in desk.decisions}),
        "without": sorted(without),
        "not_looked_at_again": list(proof.not_run),
    }
    if former is not None:
        manifest["corrects"] = {
            "number": former.get("number", 1),
            "edition": former.get("edition"),
            "ledger": former.get("ledger"),
        }
    return manifest


# --- verify ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found: no faults means the edition is what document and ledger give."""

    name: str
    path: Path
    faults: tuple[str, ...]


def verify(project: Project, told: str) -> Verified:
    """Derives an edition again from the stored document and the ledger, and compares bytes.

    `told` is the edition's path or a document's name (then its newest edition).
    """
    name, number = _meant(project, told)
    path = project.edition_path(name, project.seed_path(name).suffix, number)
    manifest = project.read_manifest(name, number)
    faults: list[str] = []
    data = _or_fault(faults, lambda: read_bytes(path, _EDITION_LIMIT))
    derived = _derived(project, name, manifest, path, faults)
    whole = data is not None and hashlib.sha256(data).hexdigest() == manifest.get("edition")
    if data is not None and not whole and data == derived:
        faults.append(f"the manifest of {path.name} was changed")
    elif data is not None and not whole:
        faults.append(f"the edition {path.name} is not the one that was emitted")
    elif data is not None and derived is not None and data != derived:
        faults.append(f"document and ledger give another text than {path.name}")
    return Verified(name, path, tuple(faults))


def _meant(project: Project, told: str) -> tuple[str, int]:
    """The document and the number of the edition that people mean."""
    if Path(told).is_file():  # a folder may be called like a document
        return project.edition_of(Path(told))
    name = project.resolve(told)
    return name, max(project.edition_numbers(name), default=1)


def _derived(
    project: Project, name: str, manifest: dict[str, Any], path: Path, faults: list[str]
) -> bytes | None:
    """The edition's bytes as document and ledger give them; what hinders it is a fault."""
    base = _or_fault(faults, lambda: project.read_base(name, str(manifest.get("document"))))
    decisions = _or_fault(
        faults, lambda: project.ledger(name).read().until(str(manifest.get("ledger")))
    )
    if base is None or decisions is None:
        return None

    def derive() -> bytes:
        document = formats.read_document(
            name, base, extension=path.suffix, encoding=manifest.get("encoding")
        )
        mine = [d for d in decisions if d.document == document.digest]
        return formats.write_document(document, make_edition(document, mine).text)

    return _or_fault(faults, derive)


def _or_fault(faults: list[str], read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except CleanupError as error:
        faults.append(str(error))
    return None
