"""From a document to a round: run the passes, turn findings into proposals, join them.

`propose` is the first look, `look` the second one: over the reading copy, when all is
decided. Both are pure but for the clock that times the passes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from cleanup import formats, grouping
from cleanup.config import Config, silenced
from cleanup.decision import is_open
from cleanup.edit import Tracer, canonical
from cleanup.editable import check_edit
from cleanup.edition import Edition
from cleanup.errors import CleanupError, EditError
from cleanup.grouping import Placed
from cleanup.passes import TABLE, Finding, Knowledge, Pass
from cleanup.proposal import Proposal, merge
from cleanup.reading import to_base
from cleanup.round import Round
from cleanup.text import Document, Span
from cleanup.version import VERSION

Progress = Callable[[str], None]
"""Told the name of each pass before it runs."""


def _silent(_name: str) -> None:
    """Tells nobody."""


def propose(
    document: Document, knowledge: Knowledge, config: Config, progress: Progress = _silent
) -> Round:
    """The round of proposals that the passes of `config` make on a document.

    A pass that fails with a `CleanupError` makes the round incomplete and is named there.
    """
    placed: list[Placed] = []
    incomplete: list[str] = []
    seconds: dict[str, float] = {}
    for check in (TABLE[name] for name in config.passes):
        progress(check.name)
        began = time.perf_counter()
        try:
            for finding in check.find(document, knowledge):
                item = _placed(document, finding)
                if item is not None:
                    placed.append(item)
        except CleanupError as fault:
            incomplete.append(f"the pass {check.name} could not run: {fault}")
        seconds[check.name] = round(time.perf_counter() - began, 4)
    proposals, groups = grouping.join(placed)
    kept = silenced(merge(document.text, proposals), config.exceptions, document.name)
    here = {(p.group, p.place) for p in kept}
    groups = tuple(g for g in groups if all((g.id, place) in here for place in g.places))
    known = {g.id for g in groups}
    kept = tuple(
        p if p.group is None or p.group in known else replace(p, group=None)
        for p in kept
        # a hint in a group is there for the group's sake, and goes with it
        if p.group is None or p.group in known or p.trust != "hint"
    )
    return Round(
        document=document.digest,
        name=document.name,
        proposals=kept,
        groups=groups,
        versions=versions(knowledge, [TABLE[name] for name in config.passes]),
        incomplete=tuple(incomplete),
        seconds=seconds,
    )


def versions(knowledge: Knowledge, checks: Iterable[Pass]) -> dict[str, str]:
    """What a round was made with: name to version or digest."""
    told = {"cleanup": VERSION}
    told |= {f"pass {check.name}": check.version for check in checks}
    told |= {"glossary": knowledge.glossary.digest, "rules": knowledge.rulebook.digest}
    return told


# --- findings to proposals ---------------------------------------------------------------


def _placed(document: Document, finding: Finding) -> Placed | None:
    """The finding as a proposal in base text; None where it would change nothing."""
    span = _base_span(document, finding)
    before = span.of(document.text)
    good: list[str] = []
    refused: list[str] = []
    for words in finding.replacements:
        after = _base_words(document, finding, words)
        if after == before or after in good:
            continue
        (good if _may_stand(document, span, after) else refused).append(after)
    if finding.replacements and not good and not refused:
        return None
    origin = finding.origin
    if refused and not good:
        origin = replace(origin, message=f"{origin.message} ({_by_hand(refused[0])})")
    proposal = Proposal(
        document=document.digest,
        span=span,
        before=before,
        replacements=tuple(good),
        origins=(origin,),
        term=finding.term,
    )
    member = finding.member
    if member is None or (refused and not good):
        return Placed(proposal)
    options = tuple(
        (name, None if words is None else _base_words(document, finding, words))
        for name, words in member.options
    )
    wordings = {words for _, words in options if words is not None}
    if not all(_may_stand(document, span, words) for words in wordings):
        return Placed(proposal)
    return Placed(proposal, member.key, member.kind, options, member.message)


def _by_hand(words: str) -> str:
    """Why an edit became a query: the file would be read otherwise afterwards."""
    if words == "":
        return "taken out by itself it would change the structure of the file; edit around it"
    return f"put in by itself it would change the structure of the file: {words.strip()}"


def _base_span(document: Document, finding: Finding) -> Span:
    if finding.whole:
        return document.dropped(finding.segment)
    return to_base(document, finding.segment, finding.span, "")[0]


def _base_words(document: Document, finding: Finding, words: str) -> str:
    if finding.whole:
        return words
    return to_base(document, finding.segment, finding.span, words)[1]


def _may_stand(document: Document, span: Span, after: str) -> bool:
    try:
        check_edit(document, span, after)
    except EditError:
        return False
    return formats.keeps_structure(document, span, after)


def check_words(document: Document, span: Span, after: str) -> None:
    """Nothing where a reviewer's words may stand at a span; raises `EditError` otherwise."""
    check_edit(document, span, after)
    if not formats.keeps_structure(document, span, after):
        line, column = document.line_column(span.start)
        raise EditError(
            f"line {line} column {column}: these words would change the structure of the file"
            " (mark-up or paragraphs come out otherwise); write them without mark-up"
        )


# --- the second look ---------------------------------------------------------------------


def reading_copy(edition: Edition) -> Document:
    """The edition's text, read again as a document of the same format."""
    document = edition.document
    data = formats.write_document(document, edition.text)
    return formats.read_document(
        document.name,
        data,
        extension=formats.TABLE[document.format].extensions[0],
        encoding=document.encoding,
    )


def look(
    edition: Edition, knowledge: Knowledge, config: Config, made: Round
) -> tuple[Proposal, ...]:
    """What a second look at the reading copy finds that nobody has answered yet.

    A finding clear of all standing edits is an ordinary proposal; one that touches some
    spans them all, carries them in `amends` and gives the whole new text there. What the
    round knows already or a person refused is not found again.
    """
    document, copy = edition.document, reading_copy(edition)
    again = propose(copy, knowledge, config)
    tracer = edition.tracer
    known = {(p.id, p.amends) for p in made.proposals}
    found: list[Proposal] = []
    for seen in again.proposals:
        if seen.group is not None and seen.trust == "hint":
            continue  # the group does not come along, and the hint is nothing without it
        proposal = _in_base(document, copy, tracer, seen)
        if proposal is None or (proposal.id, proposal.amends) in known:
            continue
        if _asked_already(document, proposal, made) or not is_open(
            document.text, proposal, edition.standing
        ):
            continue
        found.append(proposal)
    return merge(document.text, found)


def _asked_already(document: Document, proposal: Proposal, made: Round) -> bool:
    """True when the round asks the same at the same place in other words."""
    if proposal.amends:
        return False
    edits = {canonical(document.text, proposal.span, after) for after in proposal.replacements}
    for known in made.proposals:
        if proposal.is_query and known.is_query and known.span == proposal.span:
            return known.leading.category == proposal.leading.category
        if edits and any(
            canonical(document.text, known.span, after) in edits for after in known.replacements
        ):
            return True
    return False


def _in_base(document: Document, copy: Document, tracer: Tracer, seen: Proposal) -> Proposal | None:
    """A proposal on the reading copy as one on the base; None where it changes nothing."""
    trace = tracer.trace(seen.span)
    head = copy.text[trace.copy.start : seen.span.start]
    tail = copy.text[seen.span.end : trace.copy.end]
    standing = trace.copy.of(copy.text)
    words: list[str] = []
    for after in seen.replacements:
        whole = head + after + tail
        if whole != standing and _may_stand(document, trace.span, whole):
            words.append(whole)
    if seen.replacements and not words:
        return None
    return replace(
        seen,
        document=document.digest,
        span=trace.span,
        before=trace.span.of(document.text),
        replacements=tuple(words),
        group=None,
        amends=tuple(e.decision for e in trace.edits),
    )
