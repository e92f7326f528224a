"""Builds the term packs that ship with the package from the tables of terms.

    python tools/build_packs.py build TABLES --corpus FOLDER [--page NAME ENGLISH [CHINESE]] ...
    python tools/build_packs.py sift TABLES TEXT ...

`build` writes `src/cleanup/packs/zh_en/terms/*.yaml`: a row of a table becomes an entry,
what a rule or a person found unfit is left out, and a report says how much and why. What
people decided stands in `tools/pack_overrides/`. `sift` reads sound English (a text a line)
and keeps beside them what it says of each artifact. Both give the same files each time.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cleanup import glossary
from cleanup.errors import CleanupError
from cleanup.glossary import Glossary
from cleanup.glossary.entry import Entry, Example
from packbuild import overrides, sightings, sound
from packbuild.choose import choose, draft_of
from packbuild.conflicts import settle
from packbuild.draft import Draft
from packbuild.examples import sentences_for, sentences_to_leave, wants_example
from packbuild.grammar import base_form
from packbuild.rows import PACK_OF_TABLE, joined, read_tables
from packbuild.sound import NOT_SOUND, Verdict
from packbuild.writing import pack_text

ROOT = Path(__file__).resolve().parent.parent
PACKS = ROOT / "src" / "cleanup" / "packs" / "zh_en" / "terms"
OVERRIDES = ROOT / "tools" / "pack_overrides"
SOUND = OVERRIDES / "sound_english.tsv"


def main() -> None:
    """Runs the command that was asked for."""
    arguments = _arguments()
    if arguments.command == "sift":
        sift(arguments.tables, arguments.texts)
        return
    lines = sightings.corpus_lines(arguments.corpus)
    for page in arguments.page or ():
        lines += sightings.page_lines(page[0], *map(Path, page[1:]))
    build(arguments.tables, lines, details=arguments.details)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("build", help="write the packs")
    made.add_argument("tables", type=Path)
    made.add_argument("--corpus", type=Path, required=True)
    made.add_argument("--page", nargs="+", action="append", metavar="NAME ENGLISH [CHINESE]")
    made.add_argument("--details", type=Path, help="list every artifact left out in this file")
    sifted = commands.add_parser("sift", help="keep what sound English says of artifacts")
    sifted.add_argument("tables", type=Path)
    sifted.add_argument("texts", type=Path, nargs="+")
    return parser.parse_args()


def sift(tables: Path, texts: Sequence[Path]) -> None:
    """Keeps what the texts say of each artifact of the tables and of people's own."""
    drafts = _drafts(tables)
    told = {a for draft in drafts for a in draft.artifacts}
    artifacts = told | {base_form(a) for a in told}
    lines = [line for file in texts for line in file.read_text("utf-8").splitlines() if line]
    sound.write_table(SOUND, sound.sift(sorted(artifacts), lines))


def build(tables: Path, lines: Sequence[sightings.Line], *, details: Path | None) -> None:
    """Writes all packs and prints the report."""
    verdicts = sound.read_table(SOUND) if SOUND.is_file() else {}
    drafts = _drafts(tables)
    sightings.look(drafts, lines)
    for draft in drafts:
        if not draft.left_out:
            choose(draft, verdicts)
    settle([draft for draft in drafts if not draft.left_out])
    for draft in drafts:
        if not draft.left_out and not draft.artifacts:
            draft.left_out = "no artifact is left"
    shipped = [draft for draft in drafts if not draft.left_out]
    _write(shipped)
    _add_examples(shipped, verdicts)
    _write(shipped)
    _report(drafts)
    if details is not None:
        told = [f"{d.source}\t{a}\t{why}" for d in drafts for a, why in d.dropped]
        told += [f"{d.source}\t(whole)\t{d.left_out}" for d in drafts if d.left_out]
        details.write_text("\n".join(told) + "\n", "utf-8")


def _drafts(tables: Path) -> list[Draft]:
    decided = overrides.read_overrides(OVERRIDES)
    rows = joined(read_tables(tables))
    drafts = [draft_of(row) for row in (*rows, *overrides.new_rows(decided, rows))]
    for draft in drafts:
        if draft.source in decided:
            overrides.apply(draft, decided[draft.source])
    return drafts


def _write(drafts: Sequence[Draft]) -> None:
    PACKS.mkdir(parents=True, exist_ok=True)
    for pack in PACK_OF_TABLE.values():
        text = pack_text(pack, [draft for draft in drafts if draft.row.pack == pack])
        (PACKS / f"{pack}.yaml").write_text(text, "utf-8")


def _add_examples(drafts: Sequence[Draft], verdicts: dict[str, Verdict]) -> None:
    """Gives each entry that wants one an example that holds, by its own pack."""
    by_source = {draft.source: draft for draft in drafts}
    for pack in PACK_OF_TABLE.values():
        file = PACKS / f"{pack}.yaml"
        try:
            loaded = glossary.load(file.read_text("utf-8"), file.name, "zh-en", prove=False)
        except CleanupError as error:
            sys.exit(f"{file.name}: {error}")
        for entry in loaded.entries:
            draft = by_source[entry.source]
            wanted = any(wants_example(draft, verdicts.get(a, NOT_SOUND)) for a in draft.artifacts)
            if wanted and not any("before" in example for example in draft.examples):
                _add_example(draft, loaded, entry)
            if draft.guards and not any("leave" in example for example in draft.examples):
                _add_leave(draft, loaded, entry)


def _add_example(draft: Draft, loaded: Glossary, entry: Entry) -> None:
    for before, after in sentences_for(draft):
        if loaded.try_example(entry, Example(before, after, 0)) == after:
            draft.examples.insert(0, {"before": before, "after": after})
            return


def _add_leave(draft: Draft, loaded: Glossary, entry: Entry) -> None:
    for sentence in sentences_to_leave(draft):
        if loaded.try_example(entry, Example(sentence, None, 0)) == sentence:
            draft.examples.append({"leave": sentence})
            return


def _report(drafts: Sequence[Draft]) -> None:
    print(f"{'pack':20} {'rows':>6} {'shipped':>8} {'hints':>6} {'seen':>6} {'likely':>7}")
    for pack in (*PACK_OF_TABLE.values(), "all"):
        mine = [d for d in drafts if pack in ("all", d.row.pack)]
        out = [d for d in mine if not d.left_out]
        seen = sum(a in d.seen for d in out for a in d.artifacts)
        likely = sum(a not in d.seen for d in out for a in d.artifacts)
        hints = sum(d.trust == "hint" for d in out)
        print(f"{pack:20} {len(mine):6} {len(out):8} {hints:6} {seen:6} {likely:7}")
    print("\nrows left out")
    _counts(Counter(d.left_out for d in drafts if d.left_out))
    print("\nartifacts left out")
    _counts(Counter(why for d in drafts for _, why in d.dropped))
    print(f"\nexamples: {sum(len(d.examples) for d in drafts)}")


def _counts(told: Counter[str]) -> None:
    for why, count in told.most_common():
        print(f"{count:6}  {why}")


if __name__ == "__main__":
    main()
