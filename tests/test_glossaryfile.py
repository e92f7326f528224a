"""What a glossary file may say, and how each fault in one is told."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cleanup.errors import ConfigError
from cleanup.glossary import load
from cleanup.glossary.entry import FORMS, PARTS_OF_SPEECH
from cleanup.glossary.file import ENTRY_KEYS, EXAMPLE_KEYS, TOP_KEYS, read_glossary
from cleanup.proposal import TRUSTS
from cleanup.yamlfile import YamlList, YamlMap, YamlNode, read

SAMPLE = Path(__file__).parent / "data" / "glossary" / "sample.yaml"


def refused(text: str) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(ConfigError) as caught:
        load(text, "glossary.yaml")
    told = str(caught.value)
    assert "\n" not in told
    return told


def lines(*entry: str) -> str:
    """A file of one entry."""
    return "terms:\n  - " + "\n    ".join(entry) + "\n"


START = ("source: 区", "preferred: zone")


def test_an_entry_is_read_with_all_its_keys() -> None:
    told = read_glossary(SAMPLE.read_text(encoding="utf-8"), "sample.yaml", "own")
    first = told.entries[0]
    assert first.id == "own/放管服"
    assert first.line == 3
    assert first.kind == "verb"
    assert dict(first.forms)["ing"].startswith("streamlining")
    assert [a.text for a in first.artifacts if a.likely] == ["put tube clothing"]
    assert first.unless == ("gas", "plasma", "neon")
    assert first.seen == (("discharge tube", "a mayor's speech"),)
    assert first.examples[1].after is None
    assert told.entries[8].id == "own/valley"


def test_an_empty_file_is_an_empty_glossary() -> None:
    assert load("", "glossary.yaml").entries == ()
    assert load("# nothing yet\nterms:\n", "glossary.yaml").entries == ()


def test_packs_to_extend_are_named() -> None:
    assert load("extend: zh-en, local\n", "glossary.yaml").extends == ("zh-en", "local")


def test_every_scalar_is_a_text() -> None:
    (entry,) = load(lines("source: no", "preferred: on", "note: 2018-03-01"), "g.yaml").entries
    assert (entry.source, entry.preferred, entry.note) == ("no", "on", "2018-03-01")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            lines(*START, "artefacts:", "  - area"),
            "glossary.yaml line 4: unknown key 'artefacts' in entry 区; did you mean 'artifacts'?",
        ),
        ("term:\n", "glossary.yaml line 1: unknown key 'term'; did you mean 'terms'?"),
        (
            lines(*START, "preferred: area"),
            "glossary.yaml line 4: the key 'preferred' stands here a second time;",
        ),
        (
            lines(*START, "artifacts: [belt, road area]"),
            "glossary.yaml line 4: entry 区: the list of artifacts stands in brackets, and brackets"
            ' split at commas; write one a line: "- belt", "- road area"',
        ),
        (
            lines(*START, "admitted: area"),
            "glossary.yaml line 4: entry 区: admitted is a list; write it on a line of its own:"
            ' "- area"',
        ),
        (
            lines("source: 区", "preferred: [zone, area]"),
            "glossary.yaml line 3: entry 区: preferred begins with a bracket and needs quotes;"
            " write preferred: '[zone, area]'",
        ),
        (
            lines(*START, "artifacts:", "  -"),
            "glossary.yaml line 5: an item of entry 区: artifacts is empty;",
        ),
        (
            lines(*START, "artifacts:", "  - ''"),
            "glossary.yaml line 5: an item of entry 区: artifacts is empty;",
        ),
        (
            lines(*START, "artifacts:", "  - '{x} {n}'"),
            "glossary.yaml line 5: entry 区: artifact '{x} {n}': it has no word of its own",
        ),
        (
            lines(*START, "artifacts:", "  - big (area"),
            "glossary.yaml line 5: entry 区: artifact 'big (area': the '(' is never closed; close"
            ' it, or write \\( if it is meant as it stands; perhaps "- big \\(area"',
        ),
        (
            lines(*START, "artifacts:", "  - big {y} area"),
            "glossary.yaml line 5: entry 区: artifact 'big {y} area': {y} is not a slot; there are"
            " {n} for a figure",
        ),
        (
            lines(*START, "artifacts:", "  - big {x:0-99} area"),
            'too wide a gap; at most 20 words; perhaps "- {x:0-20}"',
        ),
        (
            lines(*START, "artifacts:", "  - (big|wide) zone", "  - (the|) zone"),
            "glossary.yaml line 6: entry 区: artifact '(the|) zone' can read 'zone', which is a"
            " rendering of the entry; take it out of one of the two",
        ),
        (
            lines(*START, "artifacts:", "  - Zone"),
            "line 5: entry 区: artifact 'Zone' can read 'zone', which is a rendering",
        ),
        (
            lines(*START) + "  - source: 区\n    preferred: area\n",
            "glossary.yaml line 4: entry 区: line 2 has an entry of the same name; join the two, or"
            " give this one a name of its own: id: 区-2",
        ),
        (
            lines("preferred: zone"),
            "glossary.yaml line 2: entry without a name: it has neither source nor id;",
        ),
        (lines("source: 区"), "line 2: entry 区: it has no preferred rendering; write it as"),
        (
            lines("id: x", "add: yes"),
            "line 2: entry x: add: yes adds to the entry of a pack with this source; write source",
        ),
        (
            lines(*START, "artifacts:", "  - {n} cities"),
            "glossary.yaml line 5: this text needs quotes around it; write - '{n} cities'",
        ),
        (
            lines(*START, "artifacts:", '  - "four" articles'),
            "glossary.yaml line 5: this text needs quotes around it; write - '\"four\" articles'",
        ),
        (
            lines(*START, "artifacts:", "  - {n}"),
            "line 5: an item of entry 区: artifacts needs quotes, or YAML reads more into it;"
            " write '{n}'",
        ),
        (
            lines(*START, "artifacts:", "  - area", "frames:", "  - the <artifact>"),
            "line 7: entry 区: frame 'the <artifact>' has no arrow; write what is found, ->,",
        ),
        (
            lines(*START, "frames:", "  - the <artefact> -> a <preferred>"),
            "line 5: entry 区: frame 'the <artefact>': <artefact> is unknown here; did you mean"
            " <artifact>?",
        ),
        (
            lines(*START, "frames:", "  - the <artifact> -> a <ing>"),
            "line 5: entry 区: frame 'the <artifact> -> a <ing>' writes <ing>, but the entry has no"
            " forms, ing; add it or write <preferred>",
        ),
        (
            lines(*START, "frames:", "  - the <artifact> -> a <short>"),
            "writes <short>, but the entry has no short; add it",
        ),
        (
            lines(*START, "frames:", "  - the <artifact> <artifact> -> a"),
            "has <artifact> twice; keep one",
        ),
        (
            lines(*START, "frames:", "  - the {n} <artifact> -> {n2} <preferred>"),
            "line 5: entry 区: frame 'the {n} <artifact> -> {n2} <preferred>': {n2} stands on the"
            " right, but not on the left",
        ),
        (
            lines(*START, "pos: nuon"),
            "line 4: entry 区: pos 'nuon' is unknown; did you mean 'noun'?",
        ),
        (lines(*START, "quotes: droop"), "quotes 'droop' is unknown; did you mean 'drop'?"),
        (lines(*START, "trust: full"), "trust 'full' is unknown; there are safe, ask, hint"),
        (lines(*START, "add: maybe"), "add 'maybe' is unknown; there are yes, no"),
        (
            lines(*START, "forms:", "  nuon: x"),
            "line 5: unknown key 'nuon' in entry 区, forms; did you mean 'noun'?",
        ),
        (
            lines(*START, "artifacts:", "  - big area", "seen:", "  big areas: page"),
            "line 7: entry 区: seen, artifact 'big areas' is unknown; did you mean 'big area'?",
        ),
        (
            lines(*START, "unless: gas,, neon"),
            "line 4: entry 区: unless has an empty item; take the extra comma out",
        ),
        (
            lines(*START, "examples:", "  - before: x"),
            'line 5: entry 区: an example is "- before: ..." with "after: ..." below it, or'
            ' "- leave: ..." alone',
        ),
        (
            lines(*START, "examples:", "  - befor: x"),
            "line 5: unknown key 'befor' in an example of entry 区; did you mean 'before'?",
        ),
        (lines(*START, "note: &a x"), "line 4: '&a' is a reference of YAML"),
        (lines(*START, "note: !!int 5"), "line 4: the tag"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(text: str, told: str) -> None:
    assert told in refused(text)


def test_an_artifact_of_too_many_wordings_is_refused() -> None:
    many = "(" + "|".join(f"a{i}" for i in range(30)) + ")"
    told = refused(lines(*START, "artifacts:", f"  - {many} of {many}"))
    assert "stands for 900 wordings, more than 512; write it as two lines" in told


@pytest.mark.parametrize(
    ("example", "told"),
    [
        (
            ("- before: a big area", "  after: a zone x"),
            "glossary.yaml line 7: entry 区: the example 'a big area' came out as 'a zone'; it"
            " should read 'a zone x'; correct the example, or add a form or frame",
        ),
        (
            ("- before: a bog area", "  after: a zone"),
            "line 7: entry 区: the example 'a bog area' was not changed; it should read 'a zone';"
            " look at artifacts and guards",
        ),
        (
            ("- leave: a big area",),
            "line 7: entry 区: the text to leave 'a big area' was changed to 'a zone'; add a guard"
            " such as unless, or take the artifact out",
        ),
    ],
)
def test_a_failing_example_refuses_the_file(example: tuple[str, ...], told: str) -> None:
    entry = (*START, "artifacts:", "  - big area", "examples:", *(f"  {x}" for x in example))
    assert told in refused(lines(*entry))


def test_an_example_that_ends_in_a_question_fails_and_says_so() -> None:
    entry = (
        *("source: 词", "preferred: cut tape", "pos: verb", "artifacts:", "  - band shears"),
        *("examples:", "  - before: and band shears", "    after: and cut tape"),
    )
    assert "came out as 'and band shears [asked: cut tape]'" in refused(lines(*entry))


def test_one_failing_example_refuses_all_entries() -> None:
    good = lines(*START, "artifacts:", "  - big area")
    bad = (
        "  - source: 市\n    preferred: city\n    examples:\n      - before: a\n        after: b\n"
    )
    assert "entry 市" in refused(good + bad)


# --- the schema for completion in an editor ------------------------------------------------------

SCHEMA: dict[str, Any] = json.loads(
    (files("cleanup") / "schemas" / "glossary.schema.json").read_text(encoding="utf-8")
)
ENTRY = SCHEMA["$defs"]["entry"]["properties"]


def plain(node: YamlNode) -> Any:
    """A YAML node as the values that a schema speaks about."""
    if isinstance(node, YamlMap):
        return {key.text: plain(value) for key, value in node.items}
    if isinstance(node, YamlList):
        return [plain(item) for item in node.items]
    return node.text if node.text or node.quoted else None


def fits(text: str) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(plain(read(text, "g.yaml")))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_the_keys_and_words_of_the_loader() -> None:
    assert set(SCHEMA["properties"]) == TOP_KEYS
    assert set(ENTRY) == ENTRY_KEYS
    assert set(ENTRY["forms"]["properties"]) == set(FORMS)
    assert set(ENTRY["pos"]["enum"]) == set(PARTS_OF_SPEECH)
    assert tuple(ENTRY["trust"]["enum"]) == TRUSTS
    examples = ENTRY["examples"]["items"]["oneOf"]
    assert {key for kind in examples for key in kind["properties"]} == EXAMPLE_KEYS


def test_the_schema_takes_what_the_loader_takes() -> None:
    assert fits(SAMPLE.read_text(encoding="utf-8"))
    assert fits("extend: zh-en\nterms:\n")


@pytest.mark.parametrize(
    "text",
    [
        "term:\n",
        lines("preferred: zone"),
        lines("source: 区"),
        lines("id: x", "add: yes"),
        lines(*START, "artefacts:", "  - x"),
        lines(*START, "artifacts: x"),
        lines(*START, "artifacts:", "  - ''"),
        lines(*START, "pos: nuon"),
        lines(*START, "trust: full"),
        lines(*START, "quotes: droop"),
        lines(*START, "frames:", "  - the <artifact>"),
        lines(*START, "forms:", "  nuon: x"),
        lines(*START, "examples:", "  - before: x"),
        lines(*START, "examples:", "  - before: x", "    after: y", "    leave: z"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(text: str) -> None:
    assert not fits(text)
    refused(text)
