"""Glossary and rules from end to end, beside the bare automaton over the same text.

From end to end means all that comes after reading: folding, scanning, confirming, guards,
proposals with their places. The bare automaton looks for as many plain literals in the same
text, folded beforehand, and does nothing with what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator

import ahocorasick_rs

from benchmarks import texts
from benchmarks.measure import Row, alternately, clock
from cleanup import formats, glossary, packs
from cleanup.config import Config
from cleanup.matching import scan_form
from cleanup.passes import Knowledge
from cleanup.pipeline import propose

PASSES = ("terms", "rules")
SIZE = 10_000_000
ENTRIES = (100, 1_000, 10_000, 100_000)
SHARE, GROWTH = 1 / 3, 1.5


def run(scale: float = 1.0) -> Iterator[Row]:
    """Two rows for each number of entries (loading, scanning), then one on how the time
    grows with it."""
    size = max(2_000, round(SIZE * scale))
    counts = dict.fromkeys(max(1, round(count * scale)) for count in ENTRIES)
    # the same text for all sizes, so that only the size differs
    text = texts.prose(size, texts.terms(min(counts)))
    document = formats.read_document("text", text.encode(), extension=".txt")
    folded = scan_form(text)
    times: list[float] = []
    for count in counts:
        written, config = texts.glossary(count), Config(passes=PASSES)
        terms = glossary.load(written, "glossary", prove=False)
        yield Row(
            f"reading a glossary of {count:,}",
            clock(lambda w=written: glossary.load(w, "glossary", prove=False), 1),  # type: ignore[misc]
            note=f"{len(written) / 1e6:.2g} MB",
        )
        knowledge = Knowledge(terms, packs.rules("zh-en"))
        bare = ahocorasick_rs.AhoCorasick(map(scan_form, texts.terms(count)), store_patterns=False)
        found = len(propose(document, knowledge, config).proposals)  # builds the automata
        ours, theirs = alternately(
            lambda k=knowledge, c=config: propose(document, k, c),  # type: ignore[misc]
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
    yield Row(
        f"{list(counts)[-1]:,} entries",
        times[-1],
        beside=f"{list(counts)[1]:,} entries ({times[1]:.2f} s)" if len(times) > 1 else "",
        ratio=times[-1] / times[min(1, len(times) - 1)],
        target=f"{GROWTH} times",
        reached=times[-1] <= GROWTH * times[min(1, len(times) - 1)],
    )
