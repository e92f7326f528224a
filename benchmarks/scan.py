"""Glossary and rules from end to end, beside the bare automaton and others over the same text.

From end to end means all that comes after reading: folding, scanning, confirming, guards,
proposals with their places. The bare automaton looks for as many plain literals in the same
text, folded beforehand, and does nothing with what it finds; so do the union of all literals
as one pattern of `regex` (for few entries and a piece of the text: it tries them one by one)
and `flashtext2`, where that is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Iterator, Sequence

import ahocorasick_rs
import regex

from benchmarks import texts
from benchmarks.measure import Row, alternately, clock
from cleanup import formats, glossary, packs
from cleanup.config import Config
from cleanup.matching import scan_form
from cleanup.passes import Knowledge
from cleanup.pipeline import propose

CONFIG = Config(passes=("terms", "rules"))
SIZE = 10_000_000
ENTRIES = (100, 1_000, 10_000, 100_000)
SHARE, GROWTH = 1 / 3, 1.5
MOST_IN_UNION = 1_000
PIECE = 100_000
"""Characters that the union of patterns is run over; all of them would take minutes."""
FULL, FULL_ENTRIES, FULL_SPEED = 1_000_000, 10_000, 3.0


def run(scale: float = 1.0) -> Iterator[Row]:
    """Rows for each number of entries (loading, scanning, what others take), one on how the
    time grows with it, and one on a text full of hits."""
    size = max(2_000, round(SIZE * scale))
    counts = tuple(dict.fromkeys(max(1, round(count * scale)) for count in ENTRIES))
    # the same text for all sizes, so that only the size differs
    text = texts.prose(size, texts.terms(min(counts)))
    document = formats.read_document("text", text.encode(), extension=".txt")
    folded = scan_form(text)
    times: list[float] = []
    for count in counts:
        written = texts.glossary(count)
        yield Row(
            f"reading a glossary of {count:,}",
            clock(lambda w=written: glossary.load(w, "glossary", prove=False), 1),  # type: ignore[misc]
            note=f"{len(written) / 1e6:.2g} MB",
        )
        knowledge = _knowledge(written)
        bare = ahocorasick_rs.AhoCorasick(map(scan_form, texts.terms(count)), store_patterns=False)
        found = len(propose(document, knowledge, CONFIG).proposals)  # builds the automata
        ours, theirs = alternately(
            lambda k=knowledge: propose(document, k, CONFIG),  # type: ignore[misc]
            lambda b=bare: b.find_matches_as_indexes(folded, overlapping=True),  # type: ignore[misc]
        )
        times.append(ours)
        share = theirs / ours
        yield Row(
            f"{count:,} entries and the rules over {size / 1e6:.3g} MB",
            size / 1e6 / ours,
            "MB/s",
            beside=f"the bare automaton ({size / 1e6 / theirs:.0f} MB/s)",
            ratio=share,
            note=f"{found} proposals",
            target="a third" if count == 10_000 else "",
            reached=share >= SHARE if count == 10_000 else None,
        )
        yield from _others(texts.terms(count), folded, size / 1e6 / ours)
    yield Row(
        f"{counts[-1]:,} entries",
        times[-1],
        beside=f"{counts[1]:,} entries ({times[1]:.2f} s)" if len(times) > 1 else "",
        ratio=times[-1] / times[min(1, len(times) - 1)],
        target=f"{GROWTH} times",
        reached=times[-1] <= GROWTH * times[min(1, len(times) - 1)],
    )
    yield _full_of_hits(scale)


def _knowledge(written: str) -> Knowledge:
    return Knowledge(glossary.load(written, "glossary", prove=False), packs.rules("zh-en"))


def _full_of_hits(scale: float) -> Row:
    """Text in which every sentence has a term: there the work on hits is what counts."""
    size = max(2_000, round(FULL * scale))
    count = max(1, round(FULL_ENTRIES * scale))
    text = texts.full_of(size, texts.terms(count))
    document = formats.read_document("text", text.encode(), extension=".txt")
    knowledge = _knowledge(texts.glossary(count))
    found = len(propose(document, knowledge, CONFIG).proposals)
    bare = ahocorasick_rs.AhoCorasick(map(scan_form, texts.terms(count)), store_patterns=False)
    folded = scan_form(text)
    ours, theirs = alternately(
        lambda: propose(document, knowledge, CONFIG),
        lambda: bare.find_matches_as_indexes(folded, overlapping=True),
        times=3,
    )
    speed = len(text) / 1e6 / ours
    return Row(
        f"{count:,} entries and the rules over {size / 1e6:.3g} MB full of hits",
        speed,
        "MB/s",
        beside=f"the bare automaton ({len(text) / 1e6 / theirs:.0f} MB/s)",
        ratio=theirs / ours,
        note=f"{found} proposals, {1e6 * ours / max(found, 1):.0f} microseconds each",
        target=f"{FULL_SPEED:g} MB/s",
        reached=speed >= FULL_SPEED,
    )


# --- what others take -------------------------------------------------------------------------


def absent() -> tuple[str, ...]:
    """The other tools that are not installed here, so that no row says anything of them."""
    libraries = ("flashtext2",) if importlib.util.find_spec("flashtext2") is None else ()
    return (*libraries, *(tool for tool in ("vale", "textlint") if shutil.which(tool) is None))


def _others(literals: Sequence[str], folded: str, ours: float) -> Iterator[Row]:
    """The same literals with other libraries; `ours` is our speed in MB/s."""
    if len(literals) <= MOST_IN_UNION:
        union = regex.compile(rf"\b(?:{'|'.join(map(regex.escape, literals))})\b")
        piece = folded[:PIECE]
        took = clock(lambda: sum(1 for _ in union.finditer(piece)), 1)
        yield _beside(f"the union of {len(literals):,} patterns in regex", len(piece) / took, ours)
    if "flashtext2" not in absent():
        words = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=True)
        words.add_keywords_from_iter(literals)
        took = clock(lambda: words.extract_keywords(folded), 3)
        yield _beside(f"flashtext2 with {len(literals):,} keywords", len(folded) / took, ours)


def _beside(job: str, speed: float, ours: float) -> Row:
    """`speed` in characters a second, `ours` in MB/s."""
    told = speed / 1e6
    return Row(job, told, "MB/s", beside=f"ours ({ours:.1f} MB/s)", ratio=told / ours)
