"""Several wordings in one line of the mini-language: `(a|b)`, `(a|)`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Words = tuple[tuple[str, ...], ...]
"""A wording: for each word the alternatives; '' among them makes it optional."""

MOST_IN_A_GROUP = 8


def compressed(phrases: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The lines that together stand for exactly these phrases, each with those it stands for;
    in the order of the first of them."""
    lines: dict[Words, list[str]] = {}
    for phrase in phrases:
        lines[tuple((word,) for word in phrase.split())] = [phrase]
    while True:
        merged = _one_step(lines) or _one_optional(lines)
        if merged is None:
            break
        lines = merged
    order = {phrase: at for at, phrase in enumerate(phrases)}
    told = sorted(lines.items(), key=lambda item: min(order[p] for p in item[1]))
    return {_written(words): tuple(sorted(them, key=order.__getitem__)) for words, them in told}


def _one_step(lines: dict[Words, list[str]]) -> dict[Words, list[str]] | None:
    """Joins the lines that differ in one word only; the largest such family first."""
    families: dict[tuple[Words, int, Words], list[Words]] = defaultdict(list)
    for words in lines:
        for at in range(len(words)):
            if _may_vary(words, at):
                families[words[:at], at, words[at + 1 :]].append(words)
    best = max(families.items(), key=lambda item: len(item[1]), default=None)
    if best is None or len(best[1]) < 2:
        return None
    (before, at, after), members = best
    members = members[:MOST_IN_A_GROUP]
    group = tuple(dict.fromkeys(word for m in members for word in m[at]))
    return _with(lines, (*before, group, *after), members)


def _may_vary(words: Words, at: int) -> bool:
    """True for a word that may become a group: not one with a comma, not the only one, and
    not where two other groups stand already."""
    if "" in words[at] or len(words) < 2 or any(w.endswith(",") for w in words[at]):
        return False
    return sum(len(word) > 1 for word in (*words[:at], *words[at + 1 :])) <= 2


def _one_optional(lines: dict[Words, list[str]]) -> dict[Words, list[str]] | None:
    """Joins two lines of which one has a word more."""
    for words in lines:
        for at, group in enumerate(words):
            shorter = (*words[:at], *words[at + 1 :])
            if len(group) == 1 and "," not in group[0] and len(shorter) > 1 and shorter in lines:
                if at and words[at - 1][0].endswith(","):
                    continue
                return _with(lines, (*words[:at], (*group, ""), *words[at + 1 :]), [words, shorter])
    return None


def _with(
    lines: dict[Words, list[str]], new: Words, instead_of: Sequence[Words]
) -> dict[Words, list[str]]:
    told = {words: them for words, them in lines.items() if words not in instead_of}
    told[new] = [phrase for words in instead_of for phrase in lines[words]]
    return told


def _written(words: Words) -> str:
    return " ".join(w[0] if len(w) == 1 else f"({'|'.join(w)})" for w in words)
