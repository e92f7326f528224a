from __future__ import annotations

import json

import pytest

from cleanup import glossary
from cleanup.glossary import Glossary, TermHit, load, of_layer
from cleanup.glossary.layer import KINDS, Layer
from cleanup.glossary.packed import pack, unpack

TEXT = """
terms:
  - source: 放管服
    preferred: streamline administration, delegate power, improve services
    artifacts:
      - release (and|) control clothing
    frames:
      - reform of (the|) <artifact> -> reform to <preferred>
      - grasp the {x:1-2} of clothing -> look after the {x} of services
    unless: shop
    quotes: drop
    examples:
      - before: The reform of the "release and control clothing" goes on.
        after: The reform to streamline administration, delegate power, improve services goes on.
      - leave: The shop will release control clothing.
  - source: 全国人民代表大会
    preferred: National People's Congress
    short: NPC
    pos: name
    artifacts:
      - National Peoples Congress
    likely:
      - Whole Country People's Meeting
    examples:
      - before: The National Peoples Congress met.
        after: The National People's Congress met.
"""
SENTENCES = (
    "The reform of the “release control clothing” is under way.",
    "We grasp the main parts of clothing.",
    "The Whole Country People's Meeting sat; the National Peoples Congress sat again.",
    "Nothing to see here.",
)


def packed() -> tuple[Layer, bytes]:
    layer = load(TEXT, "t.yaml", "zh-en").layers[0]
    return layer, pack(layer, "files")


def found(terms: Glossary) -> list[tuple[int, str, tuple[str, ...], str, bool]]:
    hits: list[tuple[int, TermHit]] = list(terms.find_all(SENTENCES))
    return [(n, h.words, h.replacements, h.entry.id, h.likely) for n, h in hits]


def test_an_unpacked_layer_finds_what_the_layer_finds() -> None:
    layer, data = packed()
    again = unpack(data, "files")
    assert again is not None
    assert found(of_layer(again)) == found(of_layer(layer))
    assert len(found(of_layer(layer))) == 4


def test_an_unpacked_layer_has_the_entries_but_for_their_examples() -> None:
    layer, data = packed()
    again = unpack(data, "files")
    assert again is not None
    assert again.digest == layer.digest
    assert [e.id for e in again.entries] == [e.id for e in layer.entries]
    assert [e.digest for e in again.entries] == [e.digest for e in layer.entries]
    assert list(again.entries[:1]) == [again.entries[0]]
    assert [e.examples for e in again.entries] == [(), ()]


def test_an_own_entry_replaces_one_of_an_unpacked_layer() -> None:
    again = unpack(packed()[1], "files")
    assert again is not None
    own = load(
        "terms:\n  - source: 放管服\n    preferred: reform\n    artifacts:\n"
        "      - release and control clothing\n",
        "own.yaml",
    )
    both = glossary.combine(own, [of_layer(again)])
    hits = both.find("The release and control clothing goes on.")
    assert [(h.entry.id, h.replacements) for h in hits] == [("own/放管服", ("reform",))]


def test_what_was_made_from_other_files_is_not_believed() -> None:
    assert unpack(packed()[1], "other files") is None


def test_torn_lines_are_not_believed() -> None:
    data = packed()[1]
    for end in range(0, len(data) - 1, 7):
        assert unpack(data[:end], "files") is None


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_a_changed_byte_is_not_believed(at: float) -> None:
    data = bytearray(packed()[1])
    data[int(len(data) * at)] ^= 1
    assert unpack(bytes(data), "files") is None


@pytest.mark.parametrize(
    "data", [b"", b"[]\n", b"null\n{}", b"\xff\n", json.dumps({"format": 99}).encode() + b"\n"]
)
def test_foreign_lines_are_not_believed(data: bytes) -> None:
    assert unpack(data, "files") is None


def test_all_kinds_of_patterns_are_kept() -> None:
    again = unpack(packed()[1], "files")
    assert again is not None
    assert set(again.kept) == set(KINDS)


def test_an_own_glossary_that_was_unpacked_replaces_the_same_entries() -> None:
    pack_layer = unpack(packed()[1], "files")
    own = load(
        "terms:\n  - source: 放管服\n    preferred: reform\n    artifacts:\n"
        "      - release and control clothing\n  - id: no-source\n    preferred: pipe\n"
        "    artifacts:\n      - tube\n",
        "own.yaml",
    )
    own_layer = unpack(pack(own.layers[0], "own file"), "own file")
    assert pack_layer is not None
    assert own_layer is not None
    both = glossary.combine(of_layer(own_layer), [of_layer(pack_layer)])
    assert both.replaced == glossary.combine(own, [of_layer(pack_layer)]).replaced
    assert both.replaced == {"zh-en/放管服"}


def test_a_narrowed_layer_takes_only_anchors_of_the_text_s_words() -> None:
    again = unpack(packed()[1], "files")
    assert again is not None
    every = again.kept["artifacts"].table(None)
    few = again.kept["artifacts"].table({"meeting", "country", "shop"})
    assert 0 < len(few.anchors) < len(every.anchors)
    assert set(few.anchors) <= set(every.anchors)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_narrowed_layer_finds_the_same_in_each_text(sentence: str) -> None:
    again = unpack(packed()[1], "files")
    assert again is not None
    whole = [hit.span for hit in again.artifacts.scan(sentence)]
    assert [hit.span for hit in again.for_texts([sentence]).artifacts.scan(sentence)] == whole
