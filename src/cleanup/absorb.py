"""Taking in an edition that somebody reworked in another program.

The reworked text X is compared with the reading copy, word by word. Every difference becomes
an accept, an amendment or an own edit; an edit that X undid is rejected; what X left open is
rejected in bulk. Afterwards the edition reads X, byte for byte, or nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cleanup import formats, worddiff
from cleanup.decision import Decision, Refusal, is_open
from cleanup.desk import Desk
from cleanup.drafting import Draft, own_edit, withdrawal
from cleanup.edit import Edit
from cleanup.edition import make_edition
from cleanup.errors import EditError, InputError, VerdictError
from cleanup.facts import Fact
from cleanup.pipeline import check_words

Confirm = Callable[[Edit, tuple[Fact, ...]], bool]
"""Asks the reviewer about one edit that changes figures, names or negations."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What a reworked text came to."""

    decided: tuple[Decision, ...]
    accepted: int
    amended: int
    own: int
    undone: int
    rejected: int
    line_ends: int


@dataclass(frozen=True, slots=True)
class _Change:
    """A difference to the reading copy as an edit of the base, and the standing edits in it."""

    base: Edit
    touched: tuple[Edit, ...]


def absorb(desk: Desk, data: bytes, confirm: Confirm) -> Absorbed:
    """Writes the differences to a reworked edition as verdicts of the desk's reviewer.

    Raises `InputError` for another encoding, changed protected text or changed structure,
    `VerdictError` where the reviewer did not confirm a change; then nothing is written.
    """
    wanted = _read(desk, data)
    copy = desk.edition.text
    changes = _changes(desk, copy, wanted)
    drafts = _drafts(desk, changes)
    _check(desk, drafts)
    if _text_after(desk, drafts) != wanted:
        drafts = _whole(desk, changes)
        _check(desk, drafts)
    if _text_after(desk, drafts) != wanted:
        raise AssertionError("the reworked text cannot be derived from the edits found in it")
    drafts = _confirmed(desk, drafts, confirm)
    leftover = _left_open(desk, drafts)
    decided = desk.write([*drafts, *leftover])
    kinds = [d.verdict for d in drafts]
    return Absorbed(
        decided=decided,
        accepted=kinds.count("accept"),
        amended=kinds.count("amend"),
        own=kinds.count("own"),
        undone=kinds.count("reject"),
        rejected=len(leftover),
        line_ends=sum(d.message == _LINE_ENDS for d in drafts),
    )


_LINE_ENDS = "line ends or spaces changed in another program"
_REWORKED = "edited in another program"


def _read(desk: Desk, data: bytes) -> str:
    """The text of the reworked file, which must be written as the document is."""
    document = desk.document
    again = "save it in the encoding of the edition and try again"
    try:
        extension = formats.TABLE[document.format].extensions[0]
        read = formats.read_document(
            document.name, data, extension=extension, encoding=document.encoding
        )
        same = formats.write_document(document, read.text) == data
    except InputError as error:
        raise InputError(
            f"the reworked file is not {document.encoding}: {error}; {again}"
        ) from None
    if not same:
        raise InputError(
            f"the reworked file is not written like the document ({document.encoding}, and the same"
            f" byte order mark); {again}"
        )
    return read.text


def _changes(desk: Desk, copy: str, wanted: str) -> list[_Change]:
    """The differences on the base, joined where they touch the same standing edits."""
    told = ((c.before, c.after) for c in worddiff.diff(copy, wanted))
    changes: list[_Change] = []
    for here, there, trace in desk.edition.tracer.joined(told):
        head = copy[trace.copy.start : here.start]
        tail = copy[here.end : trace.copy.end]
        words = head + there.of(wanted) + tail
        before = trace.span.of(desk.document.text)
        changes.append(_Change(Edit(trace.span, before, words), trace.edits))
    return changes


def _drafts(desk: Desk, changes: Sequence[_Change]) -> list[Draft]:
    """The verdicts that the differences come to, each as small as it can be."""
    drafts: list[Draft] = []
    for change in changes:
        edits = _small(change)
        kept = [e for e in change.touched if _same(e, edits)]
        for edit in change.touched:
            if edit not in kept and not any(edit.span.overlaps(e.span) for e in edits):
                drafts.append(_undone(desk, edit))
        drafts.extend(_settled(desk, [e for e in edits if not _same(e, kept)]))
    return drafts


def _whole(desk: Desk, changes: Sequence[_Change]) -> list[Draft]:
    """The same with every difference as one edit over all that it touches."""
    drafts: list[Draft] = []
    for change in changes:
        drafts.extend(_undone(desk, e) for e in change.touched)
        if change.base.after != change.base.before:
            drafts.append(own_edit(change.base, _REWORKED, "absorb"))
    return drafts


def _small(change: _Change) -> list[Edit]:
    """The difference in single edits: where standing edits are in it, taken apart again."""
    base = change.base
    if not change.touched:
        return [base]
    if len(change.touched) == 1 and change.touched[0].span == base.span:
        return [base] if base.before != base.after else []
    return [
        Edit(c.before.shifted(base.span.start), c.before.of(base.before), c.after.of(base.after))
        for c in worddiff.diff(base.before, base.after)
    ]


def _same(edit: Edit, others: Sequence[Edit]) -> bool:
    return any(edit.span == o.span and edit.after == o.after for o in others)


def _settled(desk: Desk, edits: Sequence[Edit]) -> list[Draft]:
    """Accepts, amendments and own edits; own ones say where they come from."""
    return [
        _named(d, desk) if d.verdict == "own" else d for d in desk.draft.settle(edits, "absorb")
    ]


def _named(draft: Draft, desk: Desk) -> Draft:
    before = draft.span.of(desk.document.text)
    if (before + (draft.after or "")).strip() == "":
        return replace(draft, message=_LINE_ENDS, category="design and markup")
    return replace(draft, message=_REWORKED)


def _undone(desk: Desk, edit: Edit) -> Draft:
    """The rejection of a standing edit that the reworked text took back."""
    decision = desk.standing.decisions[edit.decision]
    refused = (Refusal(decision.span, edit.after, decision.category),)
    note = "undone in another program"
    return withdrawal(decision, "reject", "absorb", refused=refused, note=note)


def _check(desk: Desk, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.after is None:
            continue
        try:
            check_words(desk.document, draft.span, draft.after)
        except EditError as error:
            raise InputError(
                f"the reworked file cannot be taken in: {error}; nothing was written"
            ) from None


def _confirmed(desk: Desk, drafts: Sequence[Draft], confirm: Confirm) -> list[Draft]:
    """The drafts with every changed fact said yes to, one by one."""
    told: list[Draft] = []
    for draft in drafts:
        kinds = desk.draft.changed_facts(draft)
        if kinds:
            edit = Edit(draft.span, draft.span.of(desk.document.text), draft.after or "")
            if not confirm(edit, kinds):
                raise VerdictError(
                    f"{edit.before!r} to {edit.after!r} changes a {' and a '.join(kinds)} and was"
                    " not confirmed; nothing was written: mend the file or confirm the change"
                )
            draft = replace(draft, confirmed=(*draft.confirmed, *kinds))
        told.append(draft)
    return told


def _text_after(desk: Desk, drafts: Sequence[Draft]) -> str:
    return make_edition(desk.document, (*desk.decisions, *desk.imagine(drafts))).text


def _left_open(desk: Desk, drafts: Sequence[Draft]) -> list[Draft]:
    """Rejections of what stays open: the reworked text left those words as they were."""
    edition = make_edition(desk.document, (*desk.decisions, *desk.imagine(drafts)))
    text = desk.document.text
    answered = {d.span for d in drafts}
    rejections: list[Draft] = []
    for proposal in desk.round.proposals:
        if proposal.trust == "hint" or not is_open(text, proposal, edition.standing):
            continue
        if proposal.amends and any(s.overlaps(proposal.span) for s in answered):
            continue
        rejections.extend(desk.draft.rejecting(proposal, "absorb", ""))
    return rejections
