"""Packs as YAML that an editor can read: sorted by field, then by Chinese."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from cleanup.yamlfile import quoted

from .compress import compressed
from .draft import Draft

_PLAIN = regex.compile(r"[\p{L}\p{N}(][^#\n]*(?<![:\s])")
_ODD = regex.compile(r": |^\S*: | #|^[-?:] ")
_TITLES = {
    "policy": "Policy: the state's programmes, campaigns and institutions",
    "governance": "Governance: the Party, law, public order, society",
    "economy": "Economy: statistics, finance, trade, consumption, property",
    "industry": "Industry: energy, manufacturing, technology, transport, building",
    "countryside-health": "Countryside and health: farming, villages, food, medicine",
    "culture-media": "Culture and media: schools, arts, sport, travel, the net",
    "bodies": "Bodies: ministries, bureaus, congresses, mass organisations, laboratories",
    "companies": "Companies and brands",
    "places": "Places: provinces, cities, counties, zones, rivers and mountains",
    "names": "Names: works, events, products, schools, people",
}
_MOST_PUBLISHERS = 12


def pack_text(pack: str, drafts: Iterable[Draft]) -> str:
    """The YAML of one pack file."""
    told = sorted(drafts, key=lambda draft: (draft.row.domain, draft.source))
    lines = [*_header(pack, told), "terms:"]
    domain = ""
    for draft in told:
        if draft.row.domain != domain:
            domain = draft.row.domain
            lines += ["", f"  # ---- {domain}"]
        lines.append("")
        lines += _entry(draft)
    return "\n".join(lines) + "\n"


def _header(pack: str, drafts: Sequence[Draft]) -> Iterator[str]:
    publishers = Counter(name for draft in drafts for name in draft.row.reference.split("; "))
    leading = [name for name, _ in publishers.most_common(_MOST_PUBLISHERS)]
    yield f"# {_TITLES[pack]}."
    yield f"# {len(drafts)} terms. Made by tools/build_packs.py; corrections by hand belong into"
    yield "# tools/pack_overrides/, or they are lost when the pack is built again."
    yield "#"
    yield "# Entries stand by field (look for '# ----'), then by the order of their Chinese."
    yield "# `artifacts` were seen in machine translation (`seen` says where: test set, system"
    yield "# and line, or a kind of page); `likely` have not been seen yet and only hint."
    more = len(publishers) - len(leading)
    told = "; ".join(leading) + (f"; and {more} more" if more > 0 else "")
    words = f"Renderings follow: {told} (each entry's `reference` names its own)."
    yield from textwrap.wrap(words, 98, initial_indent="# ", subsequent_indent="# ")


def _entry(draft: Draft) -> Iterator[str]:
    row = draft.row
    yield f"  - source: {scalar(draft.source)}"
    yield f"    preferred: {scalar(draft.preferred)}"
    if draft.short:
        yield f"    short: {scalar(draft.short)}"
    yield f"    pos: {draft.pos}"
    yield from _map("forms", draft.forms)
    yield from _list("admitted", draft.admitted)
    seen = compressed([a for a in draft.artifacts if a in draft.seen])
    likely = compressed([escaped(a) for a in draft.artifacts if a not in draft.seen])
    yield from _list("artifacts", seen)
    yield from _list("likely", likely)
    yield from _map(
        "seen",
        {
            line: "; ".join(dict.fromkeys(draft.seen[one] for one in phrases))
            for line, phrases in seen.items()
        },
    )
    yield from _list("frames", draft.frames)
    for key, words in draft.guards.items():
        yield f"    {key}: {scalar(words)}"
    if draft.quotes:
        yield f"    quotes: {draft.quotes}"
    if draft.trust:
        yield f"    trust: {draft.trust}"
    yield f"    domain: {scalar(row.domain)}"
    yield f"    reference: {scalar(row.reference)}"
    if draft.note:
        yield f"    note: {scalar(draft.note)}"
    if draft.examples:
        yield "    examples:"
        for example in draft.examples:
            sign = "-"
            for key, words in example.items():
                yield f"      {sign} {key}: {scalar(words)}"
                sign = " "


def _list(key: str, values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        if number == 0:
            yield f"    {key}:"
        yield f"      - {scalar(value)}"


def _map(key: str, values: Mapping[str, str]) -> Iterator[str]:
    for number, (name, value) in enumerate(values.items()):
        if number == 0:
            yield f"    {key}:"
        yield f"      {scalar(name)}: {scalar(value)}"


def escaped(artifact: str) -> str:
    """An artifact whose brackets are meant as they stand."""
    return regex.sub(r"([(){}|<>\\])", r"\\\1", artifact)


def scalar(text: str) -> str:
    """A text as a YAML scalar, in quotes only where it must be."""
    if _PLAIN.fullmatch(text) and not _ODD.search(text):
        return text
    return quoted(text)
