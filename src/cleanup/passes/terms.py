"""The glossary over all readings: a term rendered wrongly, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterator

from cleanup.evidence import EvidenceKind, Table, lower_trust, trust_of
from cleanup.glossary import Entry, Place, TermHit, Variation, variations
from cleanup.passes.base import Finding, Knowledge, Member
from cleanup.proposal import RENDERING, Origin
from cleanup.text import Document, Span

SEVERAL = "terms/several-renderings"
"""The rule that says that a document renders one term in several ways."""
_MOST_WAYS = 4
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Terms:
    """The pass "terms"."""

    name = "terms"
    version = "2"

    def find(self, document: Document, knowledge: Knowledge) -> Iterator[Finding]:
        """All findings: one for each artifact that the glossary knows; a question where the
        rendering does not fit the sentence. The places of a term that the document renders
        in several ways are members of one group, those that stay under its first option as
        hints."""
        readings = tuple(segment.reading.text for segment in document.segments)
        glossary = knowledge.glossary.for_texts(readings)
        hits = [
            (index, hit, _origin(hit, knowledge.evidence))
            for index, hit in glossary.find_all(readings)
        ]
        counted = ((index, hit) for index, hit, origin in hits if origin.trust != "hint")
        members: dict[tuple[int, Span, str], Member] = {}
        for varied in variations(glossary, readings, counted):
            for place in varied.places:
                member = _member(varied, place)
                if place.hit is None:
                    yield _of_rendering(varied, place, member)
                else:
                    members[place.reading, place.span, place.hit.entry.id] = member
        for index, hit, origin in hits:
            group = members.get((index, hit.span, hit.entry.id))
            yield Finding(index, hit.span, hit.replacements, origin, hit.entry.id, group)


# --- a term in several renderings ---------------------------------------------------------


def _member(varied: Variation, place: Place) -> Member:
    entry = varied.entry
    key = f"{entry.source or entry.id}\n{entry.preferred}"
    return Member(key, "same", place.texts, _ways(varied))


def _of_rendering(varied: Variation, place: Place, member: Member) -> Finding:
    """A sound rendering that another one leads, or that only its group would change."""
    texts = tuple(words for _, words in place.texts if words is not None)
    trust = trust_of("pass", lower_trust("ask", varied.entry.trust or "ask"))
    stays = "this reads as the glossary prefers; it changes only together with its group"
    origin = Origin(
        rule=SEVERAL,
        message=stays if place.stays else member.message,
        category="terminology",
        severity="minor",
        trust="hint" if place.stays else trust,
        kind="pass",
        why=_reasons(varied.entry),
    )
    return Finding(place.reading, place.span, texts[:1], origin, varied.entry.id, member)


def _ways(varied: Variation) -> str:
    """What an editor would say: the term, and each of its ways with how often it stands."""
    count = len(varied.ways)
    number = _NUMBERS[count - 2] if count < len(_NUMBERS) + 2 else str(count)
    told = ", ".join(f'"{words}" ({times})' for words, times in varied.ways[:_MOST_WAYS])
    more = f", and {count - _MOST_WAYS} more" if count > _MOST_WAYS else ""
    name = varied.entry.source or f'"{varied.entry.preferred}"'
    return f"{name} is rendered in {number} ways here: {told}{more}"


# --- an artifact --------------------------------------------------------------------------


def _origin(hit: TermHit, measured: Table) -> Origin:
    entry = hit.entry
    own = entry.pack == "own"
    evidence: EvidenceKind = "own" if own else "likely" if hit.likely else "seen"
    return Origin(
        rule=entry.id,
        message=_message(hit),
        category="terminology",
        severity="major",
        trust=trust_of(evidence, entry.trust, rate=measured.rate(entry.file, evidence)),
        kind="own" if own else "pack",
        why=_reasons(entry),
    )


def _message(hit: TermHit) -> str:
    entry = hit.entry
    is_what = f"is {entry.source}: " if entry.source else "should be "
    if hit.replacements:
        return f'"{hit.words}" {is_what}{entry.preferred}'
    told = f'"{hit.words}" {is_what}{hit.offered}'
    return f"{told}; it does not fit here as it stands, so word the sentence yourself"


def _reasons(entry: Entry) -> str:
    """The note of the entry and, on a line of its own, where its rendering comes from."""
    note = " ".join(entry.note.split()).rstrip(".")
    reference = " ".join(entry.reference.split())
    return "\n".join(filter(None, (note, reference and f"{RENDERING}{reference}")))
