"""Example sentences: a frame for each part of speech, kept only where it holds.

A sentence is put together from the artifact and, by the same frame, from the rendering; what
the engine makes of the first must be the second. Where it is not, the entry gets no example
from here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from cleanup.glossary.inflection import UNCOUNTABLE, article_for, is_plural_phrase, plural_phrase

from .draft import Draft
from .grammar import shape_of, words_of
from .sound import Verdict

NOUNS = (
    "The second chapter is about the {}.",
    "A reporter asked about the {}.",
    "The plan for the valley says nothing of the {}.",
    "The villagers talked about the {} all evening.",
    "Last year the paper wrote at length about the {}.",
)
ACTIONS = (
    "The second chapter is about {}.",
    "The plan for the valley says nothing of {}.",
)
BARE = (
    "The second chapter is about {}.",
    "A reporter asked about {}.",
    "The plan for the valley says nothing of {}.",
    "Last year the paper wrote at length about {}.",
)
VERBS = (
    "The town has to {}.",
    "All of them promised to {}.",
    "The mayor said the county must {}.",
)
NAMES = {
    "places": ("The bus goes on to {}.", "Rain is expected in {}.", "She grew up near {}."),
    "companies": ("The boxes came from {}.", "He has worked for {} since May."),
    "bodies": ("A letter from {} came on Monday.", "Nobody at {} answered the phone."),
    "": ("The lecture was about {}.", "Two pages of the booklet deal with {}."),
}
CLAUSES = ("The notice says that {}.", "As the report puts it, {}.")
SAYINGS = ("The slogan on the wall is: {}.",)
_WITH_ARTICLE = ("Ministry", "State", "Supreme", "Central", "National", "General", "Standing")


def sentences_for(draft: Draft) -> Iterator[tuple[str, str]]:
    """Pairs of a sentence with an artifact and the one that should come of it."""
    for artifact in sorted(draft.artifacts, key=lambda a: (a not in draft.seen, len(a.split()))):
        yield from _pairs(draft, artifact)


def _pairs(draft: Draft, artifact: str) -> Iterator[tuple[str, str]]:
    words = draft.preferred
    if draft.pos == "adjective":
        if " " not in words:
            yield (
                f"It is {article_for(artifact)} {artifact} plan.",
                f"It is {article_for(words)} {words} plan.",
            )
        yield f"This one is {artifact}.", f"This one is {words}."
        return
    if draft.pos == "verb":
        yield from _filled(draft, artifact, VERBS, words)
        ing = draft.forms.get("ing")
        if ing and shape_of(artifact) == "noun":
            yield from _filled(draft, artifact, ACTIONS, ing)
        return
    if draft.pos in ("clause", "phrase"):
        yield from _filled(draft, artifact, CLAUSES if draft.pos == "clause" else SAYINGS, words)
        return
    if draft.is_name:
        kind = draft.row.pack if draft.row.pack in NAMES else ""
        words = words.removeprefix("the ")
        the = "the " if kind == "bodies" and words.startswith(_WITH_ARTICLE) else ""
        frames = tuple(frame.replace("{}", f"{the}{{}}") for frame in NAMES[kind])
        yield from _filled(draft, artifact, frames, words)
        return
    if draft.pos == "ing":
        yield from _filled(draft, artifact, ACTIONS, words)
        return
    words = words.removeprefix("the ")
    if is_plural_phrase(artifact) and not is_plural_phrase(words):
        words = plural_phrase(words) or words
    bare = is_plural_phrase(words) or words_of(words)[-1] in UNCOUNTABLE or "," in words
    yield from _filled(draft, artifact, BARE if bare else NOUNS, words)


def _filled(
    draft: Draft, artifact: str, frames: tuple[str, ...], words: str
) -> Iterator[tuple[str, str]]:
    start = zlib.crc32(draft.source.encode()) % len(frames)
    for frame in (*frames[start:], *frames[:start]):
        yield frame.format(artifact), frame.format(words)


def sentences_to_leave(draft: Draft) -> Iterator[str]:
    """Sentences with an artifact that the guards of the entry should hold back."""
    the = "" if draft.pos in ("verb", "clause", "phrase") else "the "
    for artifact in sorted(draft.artifacts, key=lambda a: (a not in draft.seen, len(a.split()))):
        words = the + artifact
        for word in _guard(draft, "unless"):
            yield f"The chapter on {word} also speaks of {words}."
        for word in _guard(draft, "not_before"):
            yield f"A reporter asked about {words} {word}."
        for word in _guard(draft, "not_after"):
            yield f"A reporter wrote down: {word} {artifact}."
        if _guard(draft, "only_with"):
            yield f"An old letter in the library speaks of {words}."


def _guard(draft: Draft, key: str) -> list[str]:
    return [word.strip() for word in draft.guards.get(key, "").split(",") if word.strip()]


def wants_example(draft: Draft, verdict: Verdict) -> bool:
    """True for an entry that reads like everyday English, or has guards."""
    return verdict.plain or bool(draft.guards)
