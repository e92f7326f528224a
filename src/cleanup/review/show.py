"""How a sentence and its proposals look on a screen: texts with styles, nothing printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from rich.text import Text

from cleanup.decision import Decision, leading
from cleanup.desk import Desk, Unit
from cleanup.edit import Edit
from cleanup.proposal import Group, Proposal, in_words
from cleanup.text import Document, Span
from cleanup.worddiff import inline

Line = tuple[Text, int, int]
"""A text, its indent, and how many of its first characters are a label: see `Screen.show`."""

_CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BREAK = regex.compile(r"[ \t]*(?:\r\n|\r|\n)\s*")
_HAN = regex.compile(r"\p{Han}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DONE = {
    "accept": "accepted",
    "amend": "amended",
    "reject": "rejected",
    "own": "edited",
    "reopen": "reopened",
}


def visible(words: str) -> str:
    """The words with control characters made harmless for a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


def plain(words: str) -> str:
    """The words on one line, as running text."""
    return visible(_BREAK.sub(" ", words))


def quoted(words: str) -> str:
    """The words in quotes; a line break shows as ¶, nothing at all as such."""
    told = visible(_BREAK.sub("¶", words))
    if len(told) > 160:
        told = f"{told[:100]} … {told[-50:]}"
    return f"“{told}”" if told else "nothing"


def change(before: str, after: str, *, colour: bool) -> Text:
    """Old and new words in one: removed struck, added underlined, or in marks."""
    text = Text()
    for piece in inline(before, after):
        if piece.kind == "equal":
            text.append(plain(piece.text))
        else:
            text.append_text(_marked(visible(_BREAK.sub("¶", piece.text)), piece.kind, colour))
    return text


def in_context(desk: Desk, span: Span, after: str, *, colour: bool) -> Text:
    """A change at a span with a few words on both sides."""
    end = min(span.end + 60, len(desk.document.text))
    left = _BREAK.split(desk.preview(Span(max(0, span.start - 60), span.start)))[-1]
    right = _BREAK.split(desk.preview(Span(span.end, end)))[0]
    left = left if len(left) < 25 else left[-25:].partition(" ")[2]
    right = right if len(right) < 25 else right[:25].rpartition(" ")[0]
    line = Text(visible(left).lstrip())
    line.append_text(change(desk.preview(span), after, colour=colour))
    return line.append(visible(right).rstrip())


def _marked(words: str, kind: str, colour: bool) -> Text:
    if colour:
        return Text(words, kind)
    left, right = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "asked": ("[?", "?]")}[kind]
    return Text(f"{left}{words}{right}")


# --- the sentence ----------------------------------------------------------------------------


def heading(desk: Desk, unit: Unit) -> Text:
    """Where we are and how far: document, line, decided of all, left in the paragraph."""
    waiting = desk.open_proposals()
    total = sum(p.trust != "hint" for p in desk.round.proposals)
    line, _ = desk.document.line_column(first_word(desk.document, unit.span))
    told = [desk.name, f"line {line}", f"{total - len(waiting)} of {total} decided"]
    index = desk.document.segment_at(Span(unit.span.start, unit.span.start))
    if index is not None and unit.choices:
        around = desk.document.segments[index].span
        left = sum(around.overlaps(p.span) or around.covers(p.span) for p in waiting)
        told.append(f"{left} left in this paragraph")
    return Text(" · ".join(told), "title")


def first_word(document: Document, span: Span) -> int:
    """The position of the first word in a span, past the spaces before it."""
    words = span.of(document.text)
    return span.start + len(words) - len(words.lstrip())


def numbered(unit: Unit) -> tuple[Proposal, ...]:
    """The proposals of a unit as they are numbered on the screen: in each choice what leads
    comes first, then its rivals."""
    found: list[Proposal] = []
    for choice in unit.choices:
        front = leading(choice)
        found += [*front, *(p for p in choice.proposals if p not in front)]
    return tuple(found)


def sentence(
    desk: Desk, unit: Unit, shown: Sequence[Proposal], numbers: Sequence[Proposal], *, colour: bool
) -> Text:
    """The sentence as it stands with the given, disjoint proposals marked at their places.

    `numbers` are the proposals in the order of their numbers.
    """
    document, spans = desk.document, [p.span for p in shown]
    inside = [e for e in desk.standing.edits if unit.span.covers(e.span)]
    plain_edits = [e for e in inside if not any(e.span.overlaps(s) or e.span == s for s in spans)]
    places: list[tuple[Span, Edit | Proposal]] = [
        *((e.span, e) for e in plain_edits),
        *((p.span, p) for p in shown),
    ]
    text, position = Text(), unit.span.start
    for span, item in sorted(places, key=lambda place: place[0]):
        text.append(plain(document.text[position : span.start]))
        if isinstance(item, Edit):
            text.append(plain(item.after))
        else:
            text.append_text(_at_place(desk, item, colour=colour))
            if len(numbers) > 1:
                number = str(numbers.index(item) + 1).translate(_RAISED)
                text.append(number, "key")
        position = span.end
    text.append(plain(document.text[position : unit.span.end]))
    return _trimmed(text)


def _at_place(desk: Desk, proposal: Proposal, *, colour: bool) -> Text:
    now = desk.preview(proposal.span)
    if len(proposal.replacements) == 1:
        return change(now, proposal.replacements[0], colour=colour)
    return _marked(plain(now), "asked", colour)


def _trimmed(text: Text) -> Text:
    words = text.plain
    return text[len(words) - len(words.lstrip()) : len(words.rstrip())]


def reads(desk: Desk, unit: Unit, proposals: Sequence[Proposal] = ()) -> str:
    """How the sentence reads with what stands and the given proposals, on one line."""
    return plain(desk.preview(unit.span, proposals)).strip()


def source_lines(desk: Desk, unit: Unit) -> Iterable[Text]:
    """What the sentence was translated from, where it is linked."""
    source = desk.document.source
    if source is not None:
        words = [
            k.source.of(source.text) for k in desk.document.links if k.span.overlaps(unit.span)
        ]
        if words:
            yield Text.assemble(("source: ", "quiet"), plain(" ".join(words)))


# --- one proposal ------------------------------------------------------------------------------


def proposal_lines(desk: Desk, number: int, proposal: Proposal) -> Iterable[Line]:
    """All that is known of a proposal: words, message, rule, reason, group, earlier verdict."""
    yield labelled(f"{number} ", _what(desk, proposal), "key")
    if len(proposal.replacements) > 1:
        for pick, words in enumerate(proposal.replacements, 1):
            yield labelled(f"[{pick}] ", quoted(words), "key", 4)
    origin = proposal.leading
    yield Text(visible(origin.message)), 2, 0
    for label, words in origin.reasons:
        yield labelled(f"{label}: ", visible(words), "quiet", 2)
    chinese = (proposal.term or "").rpartition("/")[2]
    if _HAN.search(chinese) and chinese not in origin.message:
        yield labelled("Chinese: ", visible(chinese), "quiet", 2)
    told = [origin.rule, origin.category, origin.trust]
    if origin.severity != "minor":
        told.append(origin.severity)
    more = [o.rule for o in proposal.origins[1:]]
    if more:
        told.append(f"also said by {', '.join(more)}")
    yield Text(visible(" · ".join(told)), "quiet"), 2, 0
    group = desk.group_of(proposal)
    if group is not None:
        yield group_line(desk, group), 2, 0
    earlier = desk.earlier(proposal)
    if earlier is not None and earlier.verdict != "reopen":
        yield labelled("asked anew: ", decided(earlier), "warning", 2)


def labelled(label: str, words: str | Text, style: str, indent: int = 0) -> Line:
    """Words behind a label in a style of its own; further lines begin below the words."""
    return Text.assemble((label, style), words), indent, len(label)


def _what(desk: Desk, proposal: Proposal) -> str:
    now = quoted(desk.preview(proposal.span))
    if proposal.is_query:
        return f"{now}: a question to you; [e] puts in your own words"
    if len(proposal.replacements) > 1:
        return f"{now}: pick one"
    after = proposal.replacements[0]
    if after == "":
        return f"take out {now}"
    if now == "nothing":
        return f"put in {quoted(after)}"
    return f"{now} → {quoted(after)}"


def group_line(desk: Desk, group: Group) -> Text:
    """What a group is, in one line."""
    told = f"group of {len(group.places)} places ({in_words(group.kind)})"
    text = Text(f"{told}: [g] decides them together")
    if desk.is_broken(group):
        text.append("; members were decided apart", "warning")
    return text


def option_lines(desk: Desk, group: Group) -> Iterable[Line]:
    """The options of a group, numbered, each with what its places come to read."""
    members = {p.place: p for p in desk.round.proposals if p.group == group.id}
    for number, option in enumerate(group.options, 1):
        yield labelled(f"[{number}] ", visible(option.name), "key")
        places = [members[place] for place in group.places if place in members]
        if group.kind == "one-of":  # the copies are alike: which one stays says it all
            places = [m for m in places if option.text_at(m.place) is None]
        unasked = 0
        if group.kind == "same":  # what reads so already is only counted
            changed = [m for m in places if option.text_at(m.place) is not None]
            unasked, places = len(places) - len(changed), changed
        for member in places[:8]:
            line, _ = desk.document.line_column(first_word(desk.document, member.span))
            told = _outcome(member.before, option.text_at(member.place))
            yield labelled(f"line {line}: ", Text(told, "quiet"), "quiet", 4)
        if group.kind == "one-of":
            yield Text("the others go", "quiet"), 4, 0
        elif len(places) > 8:
            yield Text(f"and {len(places) - 8} more", "quiet"), 4, 0
        if unasked:
            told = "1 place stays" if unasked == 1 else f"{unasked} places stay"
            yield Text(told, "quiet"), 4, 0


def _outcome(before: str, wanted: str | None) -> str:
    """What becomes of some words under an option."""
    if wanted is None or wanted == before:
        return f"{quoted(before)} stays"
    return f"{quoted(before)} goes" if wanted == "" else f"{quoted(before)} → {quoted(wanted)}"


def decided(decision: Decision) -> str:
    """A verdict in one line: who, what, when and why."""
    told = f"{decision.reviewer} {_DONE[decision.verdict]} {quoted(decision.before)}"
    if decision.after is not None:
        told += f" → {quoted(decision.after)}"
    told += f" on {decision.decided_at[:10]}"
    return visible(f"{told} ({decision.note})" if decision.note else told)


def as_read(document: Document, span: Span, words: str) -> str:
    """Base text that would stand at a span as a reader sees it: mark-up and escapes out."""
    index = document.segment_at(span)
    if index is None:
        return words
    reading = document.segments[index].reading
    for piece in reading.pieces:
        if piece.kind in ("open", "close") and span.covers(piece.base):
            words = words.replace(piece.base.of(document.text), "", 1)
    for character, written in reading.escapes:
        words = words.replace(written, character)
    return _BREAK.sub(" ", words)
