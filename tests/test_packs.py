"""The shipped packs of terms: they load, hold what they promise, and do not contradict."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from cleanup import glossary, packs
from cleanup.glossary import Glossary
from cleanup.glossary.entry import Entry
from cleanup.matching import ways
from cleanup.phrases import Slot

TERMS = Path(packs.__file__).parent / "zh_en" / "terms"
FILES = (
    "bodies",
    "companies",
    "countryside-health",
    "culture-media",
    "economy",
    "governance",
    "industry",
    "names",
    "places",
    "policy",
)


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    """Read from the files: what is kept compiled leaves the examples out."""
    files = {file.name: file.read_bytes() for file in sorted(TERMS.glob("*.yaml"))}
    return glossary.of_layer(packs.compiled("zh-en", files))


@pytest.fixture(scope="module")
def entries(shipped: Glossary) -> tuple[Entry, ...]:
    return shipped.entries


def wordings(entry: Entry) -> set[str]:
    """All that the artifacts of an entry stand for, in lower case."""
    return {
        runs[0].lower()
        for artifact in entry.artifacts
        if not any(isinstance(item, Slot) for item in artifact.phrase.items)
        for runs in ways(artifact.phrase.items)
    }


def test_each_field_has_its_file() -> None:
    assert tuple(sorted(file.stem for file in TERMS.glob("*.yaml"))) == FILES


def test_at_least_five_thousand_terms_ship(entries: tuple[Entry, ...]) -> None:
    assert len(entries) >= 5000


@pytest.mark.parametrize("name", FILES)
def test_each_file_loads_and_its_examples_hold(name: str) -> None:
    loaded = glossary.load((TERMS / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml", "zh-en")
    assert len(loaded.entries) > 200


def test_examples_hold_with_all_packs_together(shipped: Glossary) -> None:
    failed = [
        (entry.id, example.before, result)
        for entry in shipped.entries
        for example in entry.examples
        if (result := shipped.try_example(entry, example))
        != (example.before if example.after is None else example.after)
    ]
    assert failed == []


def test_each_entry_has_source_field_and_reference(entries: tuple[Entry, ...]) -> None:
    assert [e.id for e in entries if not (e.source and e.domain and e.reference)] == []


def test_each_entry_says_its_part_of_speech(entries: tuple[Entry, ...]) -> None:
    assert [e.id for e in entries if not e.pos] == []


def test_ids_are_unique_over_all_files(entries: tuple[Entry, ...]) -> None:
    assert [name for name, count in Counter(e.id for e in entries).items() if count > 1] == []


def test_each_entry_has_something_to_find(entries: tuple[Entry, ...]) -> None:
    assert [e.id for e in entries if not e.artifacts] == []


def test_what_was_seen_says_where_and_nothing_else_does(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        seen = {artifact.text for artifact in entry.artifacts if not artifact.likely}
        assert {text for text, _ in entry.seen} == seen, entry.id


def test_no_artifact_is_a_rendering_of_any_entry(entries: tuple[Entry, ...]) -> None:
    renderings = {words.lower() for entry in entries for words in entry.renderings}
    clashes = {(e.id, words) for e in entries for words in wordings(e) & renderings}
    assert clashes == set()


def test_no_artifact_stands_under_two_terms(entries: tuple[Entry, ...]) -> None:
    told = Counter(words for entry in entries for words in wordings(entry))
    assert [words for words, count in told.items() if count > 1] == []


def test_a_guarded_entry_shows_by_example_what_stays(entries: tuple[Entry, ...]) -> None:
    guarded = [e for e in entries if e.unless or e.only_with or e.not_after or e.not_before]
    assert guarded
    assert [e.id for e in guarded if all(x.after is not None for x in e.examples)] == []


def test_a_single_small_letter_word_does_not_ship_without_a_guard(
    entries: tuple[Entry, ...],
) -> None:
    common = {"talent", "glory", "rookie", "grassroot", "tap", "honor", "reservoir"}
    bare = [e for e in entries if not (e.unless or e.only_with) and wordings(e) & common]
    assert [e.id for e in bare] == []


def test_packs_leave_their_own_renderings_alone(shipped: Glossary) -> None:
    texts = [f"The report is about {entry.preferred}." for entry in shipped.entries]
    fired = [(texts[number], hit.words) for number, hit in shipped.find_all(texts)]
    assert len(fired) <= len(texts) // 500, fired[:20]
