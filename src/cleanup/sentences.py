"""Where the sentences of a reading begin and end: a maintained splitter behind one function."""

from __future__ import annotations

from functools import lru_cache

import sentencex

from cleanup.reading import from_base
from cleanup.text import Document, Span


@lru_cache(maxsize=4096)
def sentences(reading: str) -> tuple[Span, ...]:
    """The sentences of a reading, in order, without the spaces around them."""
    found: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries("en", reading):
        start, end = boundary["start_index"], boundary["end_index"]
        words = reading[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            found.append(Span(start, end))
    return tuple(found)


def sentence_around(document: Document, span: Span) -> Span:
    """The base span of the sentence, or run of sentences, that `span` touches.

    Outside of all segments it is the span itself.
    """
    index = document.segment_at(span)
    if index is None:
        return span
    reading = document.segments[index].reading
    inside = from_base(document, index, span)
    touched = [
        s for s in sentences(reading.text) if s.start <= inside.end and inside.start <= s.end
    ]
    within = [s for s in touched if s.overlaps(inside)] or touched[:1]
    if not within:
        return document.segments[index].span
    return reading.base_span(within[0].union(within[-1])).union(span)
