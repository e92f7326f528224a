"""Which artifacts of a row are fit to ship, told by rules; each refusal has its reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

from cleanup.glossary.finder import words_pattern
from cleanup.glossary.inflection import UNCOUNTABLE, head_span, is_plural, opens_with_gerund
from cleanup.matching import Scanner

from .draft import Draft
from .grammar import (
    PARTICIPLES,
    VERBS,
    Shape,
    base_form,
    ing_of,
    noun_of,
    shape_of,
    words_of,
)
from .rows import Row
from .sound import NOT_SOUND, Verdict

POS = {
    "noun phrase": "noun",
    "proper name": "name",
    "verb phrase": "verb",
    "adjective": "adjective",
    "clause": "clause",
    "slogan": "phrase",
}
"""The part of speech in the table, and how the glossary says it."""

SAID_TO_BE_RIGHT = regex.compile(
    r"(?i)\b(?:is|are|be|also) (?:also )?right\b|\bright (?:for|in|of|when|where|with|on|from|if)\b"
    r"|\botherwise\b|person's name|\bcheck\b|\b(?:common|fine|correct) (?:for|in|of)\b"
    r"|\b[Ll]iteral|\balso (?:a|an|means?|official|used)\b|\bcan (?:be|also)\b|\bmay be\b",
)
"""How a note says that what an artifact reads may be meant."""

_QUOTED = regex.compile(r"[\"'‘“]([^\"'’”]+)[\"'’”]")
UNSURE = "reads like sound English, and the row is not sure of it"
ORDINARY = "Ordinary words"
_PARTICIPLES = frozenset("unseen unmet unpaid uninsured unemployed unknown".split())
SURNAMES = frozenset(
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng"
    " liang xie song tang han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye"
    " cheng wei su lu ding ren yao shen jin dai xia fu fan fang shi zou xiong meng qin qiu hou"
    " bai kong cui kang mao shao wan gu qian tan hao mo long ning an lei tao he qi tong jia".split()
)
_SYLLABLE = regex.compile(
    r"(?:[bpmfdtnlgkhjqxzcsryw]|zh|ch|sh)?(?:i?a(?:ng|n|o|i)?|u?a(?:ng|n|i)?|i?e(?:ng|n|i)?"
    r"|[iu]?(?:ng|n)|i?u|iu|o(?:ng|u)?|u[oie]|u?en|i?ong|er|ve?|i|in|ing)",
)


def draft_of(row: Row) -> Draft:
    """The entry that a row asks for, before any artifact is judged."""
    draft = Draft(
        row=row,
        pos=_pos_of(row),
        preferred=row.preferred.strip('"'),
        admitted=[words.strip('"') for words in row.admitted if "(" not in words],
        artifacts=list(dict.fromkeys(_plain_text(a) for a in row.artifacts)),
        note=row.note,
    )
    if draft.pos == "verb":
        ing = ing_of(draft.preferred, row.admitted)
        noun = noun_of(draft.preferred)
        draft.forms = {k: v for k, v in (("noun", noun), ("ing", ing)) if v}
    if draft.pos in ("noun", "ing") and draft.preferred.startswith(("a ", "an ")):
        draft.preferred = draft.preferred.partition(" ")[2]
    if draft.pos == "noun" and _is_list(draft.preferred):
        draft.frames = ["the <artifact> -> <preferred>"]
    draft.admitted = [
        words for words in dict.fromkeys(draft.admitted) if words and words != draft.preferred
    ]
    return draft


def _pos_of(row: Row) -> str:
    """The part of speech by the table, put right where the words of the rendering say other."""
    told = POS[row.part]
    shape = shape_of(row.preferred)
    first = row.preferred.partition(" ")[0]
    if told == "verb" and first in VERBS:
        return "verb"
    if told == "noun" and not _has_noun_head(row.preferred):
        return "phrase"
    if told in ("noun", "verb", "phrase", "adjective") and shape == "verb":
        return "verb" if first in VERBS else "phrase"
    if told in ("noun", "phrase", "verb") and shape == "ing" and opens_with_gerund(row.preferred):
        return "ing"
    if told == "verb":
        return "clause" if shape == "clause" else "phrase"
    if told in ("noun", "adjective") and shape == "clause":
        return "clause"
    return told


def _is_list(words: str) -> bool:
    """True for several things with commas between, which stand without an article."""
    last = words_of(words)[-1]
    return head_span(words) is None and (is_plural(last) or last in UNCOUNTABLE)


def _has_noun_head(words: str) -> bool:
    """False where the word that would be made plural is a participle (`a plan tailored to`)."""
    at = head_span(words)
    if at is None:
        return True
    head = words[slice(*at)].lower()
    return head not in _PARTICIPLES and not (at[0] and head in PARTICIPLES)


def _plain_text(artifact: str) -> str:
    """An artifact without the quotes around it: the engine reads over them."""
    return " ".join(artifact.replace('"', "").replace("“", "").replace("”", "").split())


def choose(draft: Draft, sound: Mapping[str, Verdict]) -> None:
    """Takes out of the draft what is not fit to ship, and lowers its trust where needed."""
    if "(" in draft.preferred and not draft.is_name:
        draft.left_out = "the rendering is a gloss with brackets, not words to put in"
        return
    _take_out_own_renderings(draft)
    _fit_shapes(draft)
    if draft.is_name:
        _choose_names(draft)
    right = _said_right(draft)
    for artifact in list(draft.artifacts):
        why = _fault(draft, artifact, sound.get(artifact, NOT_SOUND), right)
        if why:
            draft.drop(artifact, why)
    if not draft.artifacts:
        _only_hint(draft)
    if not draft.guards and not draft.trust and _doubtful_as_a_whole(draft):
        draft.trust = "hint"


def _only_hint(draft: Draft) -> None:
    """Where nothing else is left, what is merely unsure may stay, as a hint."""
    unsure = [artifact for artifact, why in draft.dropped if why == UNSURE]
    draft.dropped = [(artifact, why) for artifact, why in draft.dropped if why != UNSURE]
    draft.artifacts = unsure
    draft.trust = "hint"


def _take_out_own_renderings(draft: Draft) -> None:
    for artifact in list(draft.artifacts):
        if any(reads(words, artifact) or reads(artifact, words) for words in draft.renderings):
            draft.drop(artifact, "a form of a rendering of its own entry")


@lru_cache(maxsize=200_000)
def reads(artifact: str, words: str) -> bool:
    """True when the artifact, in one of its forms, is all of these words."""
    try:
        scanner = _alone(artifact)
    except ValueError:
        return False
    return any(hit.span.start == 0 and hit.span.end == len(words) for hit in scanner.scan(words))


@lru_cache(maxsize=100_000)
def _alone(artifact: str) -> Scanner[int]:
    return Scanner([words_pattern(0, artifact, noun=True, verb=False)])


def _fit_shapes(draft: Draft) -> None:
    """What does not stand in a sentence as the rendering does would make broken grammar."""
    for artifact in list(draft.artifacts):
        if "(" in artifact or "{" in artifact or "|" in artifact:
            draft.drop(artifact, "brackets in the artifact")
            continue
        shape = shape_of(artifact)
        if draft.pos == "phrase" and draft.row.part == "verb phrase" and shape != "verb":
            draft.drop(artifact, f"another part of speech ({shape} for a verb)")
        elif draft.pos == "verb":
            base = base_form(artifact)
            if base != artifact and shape in ("ing", "clause", "noun") and _is_verb(base):
                draft.replace(artifact, base, "inflected; the engine finds it by its base form")
            elif shape in ("clause", "other"):
                draft.drop(artifact, f"another part of speech ({shape} for a verb)")
        elif shape in _UNFIT.get(draft.pos, ()):
            draft.drop(artifact, f"another part of speech ({shape} for a {draft.pos})")


_UNFIT: dict[str, tuple[Shape, ...]] = {
    "noun": ("verb", "clause", "other"),
    "ing": ("verb", "clause", "other"),
    "adjective": ("verb", "clause", "other", "ing"),
    "clause": ("noun", "ing", "other"),
}
"""What cannot stand where a rendering of this part of speech does."""


def _is_verb(phrase: str) -> bool:
    return shape_of(phrase) == "verb"


def _said_right(draft: Draft) -> set[str]:
    """Artifacts of which the note says that they may be meant."""
    if not SAID_TO_BE_RIGHT.search(draft.note):
        return set()
    quoted = {words.lower() for words in _QUOTED.findall(draft.note)}
    return {
        artifact
        for artifact in draft.artifacts
        if any(artifact.lower() == q or reads(q, artifact) or reads(artifact, q) for q in quoted)
    }


def _doubtful_as_a_whole(draft: Draft) -> bool:
    """True where the note says without naming an artifact that the words may be meant."""
    note = draft.note
    return bool(SAID_TO_BE_RIGHT.search(note)) and not _QUOTED.search(note)


def _fault(draft: Draft, artifact: str, verdict: Verdict, right: set[str]) -> str:
    words = _parts(artifact)
    if verdict.hits:
        return "stands in sound English"
    if artifact in right:
        return "the note says that it may be meant"
    if len(words) == 1 and verdict.plain:
        return "a single common word"
    if len(words) == 1 and len(words[0]) < 4:
        return "a single word of less than four letters"
    if all(len(word) < 3 or word.isdigit() for word in words):
        return "nothing but very short words"
    if artifact in draft.added:
        return ""  # by hand, and not in sound English
    if draft.row.confidence != "high" and verdict.plain and artifact not in draft.seen:
        return UNSURE
    if draft.row.confidence != "high" and len(words) < 2:
        return "a single word, and the row is not sure of it"
    if len(draft.source) <= 3 and _joins(artifact) and not _joins(draft.preferred):
        return "names two things, the term only one"
    if ORDINARY in draft.note and artifact.islower():
        return "ordinary words for a name"
    return ""


def _parts(artifact: str) -> list[str]:
    return [part for word in words_of(artifact) for part in word.split("-") if part]


def _joins(words: str) -> bool:
    return "," in words or " and " in words


# --- names ---------------------------------------------------------------------------------


def _choose_names(draft: Draft) -> None:
    for artifact in list(draft.artifacts):
        twin = next((a for a in draft.artifacts if a != artifact and a.lower() == artifact), None)
        small = artifact.islower() and draft.row.pack not in ("policy", "governance", "economy")
        if small and twin is not None:
            draft.drop(artifact, "the same in small letters; a name wants its capitals")
        elif small and (draft.row.pack == "names" or len(_parts(artifact)) < 3):
            draft.drop(artifact, "small letters for a name")
        elif draft.row.pack in ("places", "companies") and _may_be_a_person(draft, artifact):
            draft.drop(artifact, "may be the name of a person")
        elif draft.row.pack == "places" and _is_plain_place(artifact):
            draft.drop(artifact, "plain English words, which may name another place")


def _may_be_a_person(draft: Draft, artifact: str) -> bool:
    """True for a place or company in two syllables the first of which is a surname."""
    words = artifact.split()
    return (
        2 <= len(words) <= 3
        and words[0].lower() in SURNAMES
        and all(_SYLLABLE.fullmatch(w.lower()) or is_pinyin(w) for w in words)
        and not any(w.lower() in ("city", "county", "group") for w in words)
        and draft.row.domain != "person"
    )


@lru_cache(maxsize=65536)
def is_pinyin(word: str) -> bool:
    """True for a word that can be read as one to four syllables of pinyin."""
    low = word.lower().replace("'", "").replace("-", "")
    return low.isalpha() and regex.fullmatch(rf"(?:{_SYLLABLE.pattern}){{1,4}}", low) is not None


def _is_plain_place(artifact: str) -> bool:
    words = artifact.replace("-", " ").split()
    return len(words) < 3 and not any(is_pinyin(word) and len(word) > 3 for word in words)
