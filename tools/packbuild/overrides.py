"""What people decided about entries, kept apart from the tables so that it survives a rebuild.

A file of `tools/pack_overrides/` is a list of entries by their Chinese. Keys: those of a
glossary entry, and `add_artifacts` (lists of artifacts to add), `keep` (artifacts that the
rules would take out), `drop` (artifact: reason), `leave_out` (reason, for the whole row).
An entry that no table has must have `pack`, `preferred`, `domain` and `reference`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from .draft import Draft
from .rows import PACK_OF_TABLE, Row

GUARDS = ("unless", "only_with", "not_after", "not_before")
TEXTS = ("pos", "preferred", "short", "quotes", "trust", "note")
KEYS = frozenset(
    (
        *GUARDS,
        *TEXTS,
        *("source", "pack", "domain", "reference", "forms", "admitted", "frames", "examples"),
        *("add_artifacts", "keep", "drop", "leave_out", "seen"),
    )
)

Override = Mapping[str, Any]


def read_overrides(folder: Path) -> dict[str, Override]:
    """The decisions by Chinese term. Raises `ValueError` for an unknown key, or a term that
    is decided in two places."""
    told: dict[str, Override] = {}
    for file in sorted(folder.glob("*.yaml")):
        for entry in yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader) or []:
            name = f"{file.name}, {entry.get('source', 'an entry without source')}"
            unknown = sorted(set(entry) - KEYS)
            if unknown or "source" not in entry:
                raise ValueError(f"{name}: unknown {', '.join(unknown) or 'source'}")
            if entry["source"] in told:
                raise ValueError(f"{name}: decided in two places; join them")
            told[entry["source"]] = entry
    return told


def new_rows(overrides: Mapping[str, Override], known: Sequence[Row]) -> list[Row]:
    """Rows for terms that no table has. Raises `ValueError` where one is not complete."""
    sources = {row.source for row in known}
    told: list[Row] = []
    for source, entry in overrides.items():
        if source in sources:
            continue
        missing = [key for key in ("pack", "preferred", "domain", "reference") if key not in entry]
        if missing or entry["pack"] not in PACK_OF_TABLE.values():
            raise ValueError(f"{source}: no table has it, so it needs {', '.join(missing)}")
        told.append(
            Row(
                pack=entry["pack"],
                source=source,
                preferred=entry["preferred"],
                admitted=(),
                artifacts=(),
                part="noun phrase",
                domain=entry["domain"],
                confidence="high",
                note="",
                reference=entry["reference"],
            )
        )
    return told


def apply(draft: Draft, told: Override) -> None:
    """Puts the decisions into the draft, before any rule judges it."""
    for key in TEXTS:
        if key in told:
            setattr(draft, key, told[key])
    draft.guards = {key: _words(told[key]) for key in GUARDS if key in told}
    draft.forms = dict(told.get("forms", draft.forms))
    draft.admitted = list(dict.fromkeys((*draft.admitted, *told.get("admitted", ()))))
    draft.frames = list(told.get("frames", ()))
    draft.examples = list(told.get("examples", ()))
    draft.seen.update(told.get("seen", {}))
    added = (*told.get("add_artifacts", ()), *told.get("keep", ()))
    draft.artifacts = list(dict.fromkeys((*draft.artifacts, *added)))
    for artifact, why in told.get("drop", {}).items():
        draft.drop(artifact, f"by hand: {why}")
    draft.added = set(added)
    draft.keep = set(told.get("keep", ()))
    draft.left_out = f"by hand: {told['leave_out']}" if "leave_out" in told else ""


def _words(told: str | Sequence[str]) -> str:
    return told if isinstance(told, str) else ", ".join(told)
