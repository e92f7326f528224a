"""What two entries claim: an artifact under two terms, or one that is another's rendering."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleanup.glossary.artifact import take_apart
from cleanup.glossary.finder import words_pattern
from cleanup.matching import Scanner

from .draft import Draft
from .sound import scanner_of

_SURE = {"high": 2, "medium": 1, "low": 0}


def settle(drafts: Sequence[Draft]) -> None:
    """Leaves each artifact to at most one entry, and none that some entry may write."""
    _not_a_rendering(drafts)
    _not_twice(drafts)
    for draft in drafts:
        _not_another_form(draft)


def _not_a_rendering(drafts: Sequence[Draft]) -> None:
    """Takes out artifacts that are a rendering of another entry as it stands."""
    renderings = sorted({words for draft in drafts for words in draft.renderings})
    of: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        for words in draft.renderings:
            of[words].add(draft.source)
    scanner: Scanner[int] = Scanner(
        words_pattern(number, _bare(words), noun=True, verb=False, strict=True)
        for number, words in enumerate(renderings)
        if take_apart(_bare(words), noun=True, verb=False, strict=True).words
    )
    for draft in drafts:
        for artifact in list(draft.artifacts):
            for hit in scanner.scan(artifact):
                whole = hit.span.start == 0 and hit.span.end == len(artifact)
                others = of[renderings[hit.key]] - {draft.source}
                if whole and others:
                    draft.drop(artifact, "a rendering of another term")


def _bare(words: str) -> str:
    for article in ("the ", "a ", "an "):
        if words.startswith(article):
            return words[len(article) :]
    return words


def _not_twice(drafts: Sequence[Draft]) -> None:
    owners: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for artifact in draft.artifacts:
            owners[artifact].append(draft)
    texts = sorted(owners)
    scanner = scanner_of(texts, verb=False)
    for text in texts:
        claims = [(draft, text) for draft in owners[text]]
        for hit in scanner.scan(text):
            if hit.span.start == 0 and hit.span.end == len(text) and texts[hit.key] != text:
                claims += [(draft, texts[hit.key]) for draft in owners[texts[hit.key]]]
        _award([(d, a) for d, a in claims if a in d.artifacts])


def _award(claims: Sequence[tuple[Draft, str]]) -> None:
    """Leaves an artifact to the entry that is right nearly always, if there is one."""
    if len({draft.source for draft, _ in claims}) < 2:
        return
    if len({draft.preferred.lower() for draft, _ in claims}) == 1:
        winner = max(claims, key=_weight)[0]
        for draft, artifact in claims:
            if draft is not winner:
                draft.drop(artifact, "under two terms of the same rendering")
        return
    ranked = sorted(claims, key=_weight, reverse=True)
    clear = _weight(ranked[0])[:2] > _weight(ranked[1])[:2] or (
        ranked[0][0] is not ranked[1][0] and _place(ranked[0]) + 3 <= _place(ranked[1])
    )
    for draft, artifact in ranked:
        if not clear or draft is not ranked[0][0]:
            draft.drop(artifact, "under two terms of different renderings")


def _weight(claim: tuple[Draft, str]) -> tuple[bool, int, int]:
    draft, artifact = claim
    return artifact in draft.seen, _SURE[draft.row.confidence], -_place(claim)


def _place(claim: tuple[Draft, str]) -> int:
    draft, artifact = claim
    return draft.artifacts.index(artifact) if artifact in draft.artifacts else 99


def _not_another_form(draft: Draft) -> None:
    """Takes out what another artifact of the same entry finds by itself."""
    scanner = scanner_of(draft.artifacts, verb=draft.pos == "verb")
    told = list(draft.artifacts)
    found = {
        text: {
            told[hit.key]
            for hit in scanner.scan(text)
            if hit.span.start == 0 and hit.span.end == len(text) and told[hit.key] != text
        }
        for text in told
    }
    for text in reversed(told):
        by = [other for other in found[text] if other in draft.artifacts]
        if not by:
            continue
        draft.drop(text, "a form of another artifact of its entry")
        if text in draft.seen and text not in draft.artifacts:
            draft.seen.setdefault(by[0], draft.seen.pop(text))
