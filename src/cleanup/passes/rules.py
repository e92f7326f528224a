"""All rules of the rulebook over all readings; numbered lists are put together."""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.errors import CleanupError
from cleanup.passes.base import Finding, Knowledge
from cleanup.passes.ordinals import in_lists
from cleanup.rulebook import Rulebook
from cleanup.text import Document


class Rules:
    """The pass "rules"."""

    name = "rules"
    version = "1"

    def find(self, document: Document, knowledge: Knowledge) -> Iterator[Finding]:
        """All findings but those in the words of a rendering that the glossary prefers or
        admits. A rule that runs out of time is left out from there on; when all else
        is found, `CleanupError` names it."""
        book: Rulebook = knowledge.rulebook
        counted: list[Finding] = []
        late: list[str] = []
        readings = [segment.reading.text for segment in document.segments]
        glossary = knowledge.glossary.for_texts(readings)
        touched = book.touched(readings)
        for index in sorted(touched):
            segment = document.segments[index]
            found, too_slow = book.find(segment.reading.text, segment.kind)
            while too_slow:
                late += too_slow
                book = book.without(too_slow)
                found, too_slow = book.find(segment.reading.text, segment.kind)
            exempt = glossary.exempt_spans(segment.reading.text) if found else ()
            for one in found:
                if any(span.covers(one.span) for span in exempt):
                    continue
                finding = Finding(index, one.span, one.replacements, one.rule.origin)
                if one.rule.joined == "numbered-list":
                    counted.append(finding)
                else:
                    yield finding
        yield from in_lists(document.segments, counted)
        if late:
            raise CleanupError(
                f"these rules ran out of time and found nothing from there on: {', '.join(late)};"
                " make their patterns simpler, or write them as literal phrases"
            )
