"""Values as JSON objects and back: one spelling for rounds, ledgers and printed lines.

Reading refuses what does not fit with a `ValueError` that names the key; who reads a file
adds its name and line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, get_args

from cleanup.decision import SCOPES, VERDICTS, Decision, Refusal
from cleanup.proposal import (
    CATEGORIES,
    SEVERITIES,
    TRUSTS,
    Group,
    GroupKind,
    Option,
    Origin,
    OriginKind,
    Proposal,
)
from cleanup.text import Span

Json = dict[str, Any]


def dumps(value: Mapping[str, Any]) -> str:
    """One line of JSON with a fixed order and spacing; characters stay readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest_of(value: Mapping[str, Any]) -> str:
    """The SHA-256, in hex, of the line that `dumps` gives."""
    return hashlib.sha256(dumps(value).encode("utf-8", "surrogatepass")).hexdigest()


def _need(value: Json, key: str, kind: type | tuple[type, ...]) -> Any:
    if key not in value:
        raise ValueError(f"{key} is missing")
    told = value[key]
    if not isinstance(told, kind) or isinstance(told, bool):
        raise ValueError(f"{key} is {type(told).__name__}")
    return told


def _words_or_none(value: Json, key: str) -> str | None:
    told: str | None = _need({key: None, **value}, key, (str, type(None)))
    return told


def _objects(value: Json, key: str) -> list[Json]:
    told: list[Json] = _need(value, key, list)
    for item in told:
        if not isinstance(item, dict):
            raise ValueError(f"{key} holds {type(item).__name__}, not an object")
    return told


def _one_of(value: Json, key: str, allowed: tuple[str, ...]) -> Any:
    told = _need(value, key, str)
    if told not in allowed:
        raise ValueError(f"{key} is {told!r}, not one of {', '.join(allowed)}")
    return told


def _strings(value: Json, key: str) -> tuple[str, ...]:
    told = value.get(key, [])
    if not isinstance(told, list) or not all(isinstance(item, str) for item in told):
        raise ValueError(f"{key} is not a list of strings")
    return tuple(told)


def _span(value: Json) -> Span:
    return Span(_need(value, "start", int), _need(value, "end", int))


# --- origins and proposals ---------------------------------------------------------------


def origin_out(origin: Origin) -> Json:
    """The five keys that stand for an origin in every printed line."""
    return {
        "rule": origin.rule,
        "message": origin.message,
        "category": origin.category,
        "severity": origin.severity,
        "trust": origin.trust,
    }


def _origin_stored(origin: Origin) -> Json:
    told = {**origin_out(origin), "kind": origin.kind}
    return {**told, "why": origin.why} if origin.why else told


def _origin_in(value: Json) -> Origin:
    return Origin(
        rule=_need(value, "rule", str),
        message=_need(value, "message", str),
        category=_one_of(value, "category", CATEGORIES),
        severity=_one_of(value, "severity", SEVERITIES),
        trust=_one_of(value, "trust", TRUSTS),
        kind=_one_of(value, "kind", get_args(OriginKind)),
        why=_words_or_none(value, "why") or "",
    )


def proposal_line(proposal: Proposal, document: str) -> Json:
    """The object that `cleanup check --format jsonl` prints; `document` is the name shown."""
    return {
        "document": document,
        "start": proposal.span.start,
        "end": proposal.span.end,
        "before": proposal.before,
        "replacements": list(proposal.replacements),
        **origin_out(proposal.leading),
        "origins": [origin_out(o) for o in proposal.origins],
        "proposal": proposal.id,
        "group": proposal.group,
        "amends": list(proposal.amends),
    }


def proposal_out(proposal: Proposal) -> Json:
    """A proposal as it is stored in a round."""
    return {
        "start": proposal.span.start,
        "end": proposal.span.end,
        "before": proposal.before,
        "replacements": list(proposal.replacements),
        "origins": [_origin_stored(o) for o in proposal.origins],
        "term": proposal.term,
        "group": proposal.group,
        "amends": list(proposal.amends),
    }


def proposal_in(value: Json, document: str) -> Proposal:
    """The proposal that `proposal_out` wrote, on the document with this digest."""
    return Proposal(
        document=document,
        span=_span(value),
        before=_need(value, "before", str),
        replacements=_strings(value, "replacements"),
        origins=tuple(_origin_in(o) for o in _objects(value, "origins")),
        term=_words_or_none(value, "term"),
        group=_words_or_none(value, "group"),
        amends=_strings(value, "amends"),
    )


def group_out(group: Group) -> Json:
    """A group as it is stored in a round."""
    return {
        "id": group.id,
        "kind": group.kind,
        "message": group.message,
        "options": [{"name": o.name, "texts": dict(o.texts)} for o in group.options],
    }


def _option_in(value: Json) -> Option:
    texts: dict[str, str | None] = {
        place: _words_or_none(value["texts"], place) for place in _need(value, "texts", dict)
    }
    return Option(_need(value, "name", str), tuple(texts.items()))


def group_in(value: Json) -> Group:
    """The group that `group_out` wrote; a wrong id is refused."""
    options = tuple(_option_in(o) for o in _objects(value, "options"))
    if not options or any(len(o.texts) != len(options[0].texts) for o in options):
        raise ValueError("options do not each name the same places")
    kind = _one_of(value, "kind", get_args(GroupKind))
    group = Group(kind, options, _words_or_none(value, "message") or "")
    if group.id != _need(value, "id", str):
        raise ValueError("id does not fit the group")
    return group


# --- decisions ---------------------------------------------------------------------------


def decision_out(decision: Decision) -> Json:
    """A decision as it stands in the ledger, without the keys that chain the lines."""
    told: Json = {
        "place": decision.place,
        "document": decision.document,
        "start": decision.span.start,
        "end": decision.span.end,
        "before": decision.before,
        "verdict": decision.verdict,
        "after": decision.after,
        "rule": decision.rule,
        "message": decision.message,
        "category": decision.category,
        "severity": decision.severity,
        "origins": [_origin_stored(o) for o in decision.origins],
        "refused": [
            {"start": r.span.start, "end": r.span.end, "after": r.after, "category": r.category}
            for r in decision.refused
        ],
        "supersedes": list(decision.supersedes),
        "context": decision.context,
        "reviewer": decision.reviewer,
        "door": decision.door,
        "scope": decision.scope,
        "confirmed": list(decision.confirmed),
        "group": decision.group,
        "option": decision.option,
        "batch": decision.batch,
        "number": decision.number,
        "of": decision.of,
        "shown_at": decision.shown_at,
        "decided_at": decision.decided_at,
        "note": decision.note,
    }
    return told


def decision_in(value: Json) -> Decision:
    """The decision that `decision_out` wrote; a place that does not fit is refused."""
    refused = tuple(
        Refusal(_span(r), _need(r, "after", (str, type(None))), _one_of(r, "category", CATEGORIES))
        for r in _objects(value, "refused")
    )
    decision = Decision(
        document=_need(value, "document", str),
        span=_span(value),
        before=_need(value, "before", str),
        verdict=_one_of(value, "verdict", VERDICTS),
        after=_need(value, "after", (str, type(None))),
        rule=_need(value, "rule", str),
        message=_need(value, "message", str),
        category=_one_of(value, "category", CATEGORIES),
        severity=_one_of(value, "severity", SEVERITIES),
        origins=tuple(_origin_in(o) for o in _objects(value, "origins")),
        refused=refused,
        supersedes=_strings(value, "supersedes"),
        context=_need(value, "context", str),
        reviewer=_need(value, "reviewer", str),
        door=_need(value, "door", str),
        scope=_one_of(value, "scope", SCOPES),
        confirmed=_strings(value, "confirmed"),
        group=_words_or_none(value, "group"),
        option=_words_or_none(value, "option"),
        batch=_need(value, "batch", str),
        number=_need(value, "number", int),
        of=_need(value, "of", int),
        shown_at=_need(value, "shown_at", str),
        decided_at=_need(value, "decided_at", str),
        note=_need(value, "note", str),
    )
    if decision.place != _need(value, "place", str):
        raise ValueError("place does not fit document, span and words")
    return decision
