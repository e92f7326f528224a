"""A sentence typed anew: what the reviewer changed in it, as edits of the document.

The reviewer types on one line, so line breaks inside a sentence show as spaces there; where
the words around such a space are left alone, the break stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from cleanup.edit import Edit, Tracer, splice
from cleanup.text import Span
from cleanup.worddiff import Change, diff

_BREAK = regex.compile(r"[ \t]*(?:\r\n|\r|\n)\s*")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed sentence comes to: the proposed edits that it takes as they are, edits of
    its own, and the decisions that it takes back."""

    taken: tuple[Edit, ...]
    edits: tuple[Edit, ...]
    undone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one line; character `i` stands for `places[i]` of the stretch."""

    text: str
    places: tuple[Span, ...]

    def span(self, inside: Span) -> Span:
        """The span of the stretch that a span of the line stands for."""
        if len(inside) == 0:
            point = self.places[inside.start - 1].end if inside.start else 0
            return Span(point, point)
        return Span(self.places[inside.start].start, self.places[inside.end - 1].end)


def on_one_line(text: str) -> Line:
    """The text with each line break, and the spaces around it, as one space."""
    told: list[str] = []
    places: list[Span] = []
    position = 0
    for found in (*_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        told.append(text[position:end])
        places += [Span(i, i + 1) for i in range(position, end)]
        if found:
            told.append(" ")
            places.append(Span(*found.span()))
            position = found.end()
    return Line("".join(told), tuple(places))


def stretch(text: str, span: Span, edits: Iterable[Edit]) -> Span:
    """The span without the spaces at its ends, widened to the edits that it would cut."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    inner = Span(start, max(start, span.start + len(words.rstrip())))
    for edit in edits:
        if edit.span.overlaps(inner):
            inner = inner.union(edit.span)
    return inner


def rework(
    text: str,
    span: Span,
    edits: Iterable[Edit],
    typed: str,
    *,
    proposed: Sequence[Edit] = (),
    changes: Iterable[Change] | None = None,
) -> Typed:
    """What makes the words at `span` of the text, where `edits` stand, read `typed`.

    The reviewer began to type from the words with the `proposed` edits made too. `changes` are
    the differences to that where they are known, else they are found word by word. One that
    touches a standing or proposed edit becomes one edit with it; where that comes back to
    what the document says, the standing edit's decision is named as undone.
    """
    inside = [
        replace(e, span=e.span.shifted(-span.start))
        for e in (*beside(edits, proposed), *proposed)
        if span.covers(e.span)
    ]
    base = span.of(text)
    now = splice(base, inside)
    line, tracer = on_one_line(now), Tracer(inside)
    made: list[Edit] = []
    met: list[Edit] = []
    undone: list[str] = []
    told = diff(line.text, typed) if changes is None else changes
    for here, there, trace in tracer.joined((line.span(c.before), c.after) for c in told):
        words = (
            now[trace.copy.start : here.start] + there.of(typed) + now[here.end : trace.copy.end]
        )
        before = trace.span.of(base)
        met += [replace(e, span=e.span.shifted(span.start)) for e in trace.edits]
        if words == before:
            undone += [e.decision for e in trace.edits if e.decision]
        else:
            made.append(Edit(trace.span.shifted(span.start), before, words))
    return Typed(tuple(e for e in proposed if e not in met), tuple(made), tuple(undone))


def beside(edits: Iterable[Edit], proposed: Sequence[Edit]) -> list[Edit]:
    """The standing edits that stay when the proposed ones are made."""
    return [
        e for e in edits if not any(e.span.overlaps(p.span) or e.span == p.span for p in proposed)
    ]
