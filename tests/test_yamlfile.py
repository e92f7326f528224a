from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleanup.errors import ConfigError
from cleanup.yamlfile import (
    YamlList,
    YamlMap,
    YamlText,
    as_map,
    as_maps,
    as_text,
    as_texts,
    as_words,
    check_keys,
    decode,
    quoted,
    read,
    unknown_key,
)


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text, "words.yaml")
    return str(caught.value)


def node(text: str) -> YamlText | YamlList | YamlMap:
    found = read(text, "words.yaml").get("a")
    assert found is not None
    return found


def test_every_scalar_is_a_string_and_knows_its_line() -> None:
    top = read("a: no\nb:\n  - on\n  - 2018-03-01\n  - ~\n", "words.yaml")
    assert top.get("a") == YamlText("no", 1)
    items = top.get("b")
    assert isinstance(items, YamlList)
    assert [(i.text, i.line) for i in items.items if isinstance(i, YamlText)] == [
        ("on", 3),
        ("2018-03-01", 4),
        ("~", 5),
    ]


def test_an_empty_text_in_quotes_differs_from_nothing() -> None:
    assert node("a: ''") == YamlText("", 1, quoted=True)
    assert node("a:") == YamlText("", 1, quoted=False)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\ufeff"])
def test_a_file_without_content_is_an_empty_map(text: str) -> None:
    assert read(text, "words.yaml") == YamlMap((), 1)


def test_a_doubled_key_is_refused_at_its_second_line() -> None:
    assert refusal("a: 1\nb: 2\na: 3\n") == (
        "words.yaml line 3: the key 'a' stands here a second time;"
        " keep one of the two, or begin a new entry with a dash"
    )


def test_the_same_key_in_two_entries_is_no_fault() -> None:
    assert len(as_maps(node("a:\n  - b: 1\n  - b: 2\n"), "words.yaml", "a")) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: !!python/object x", "the tag 'tag:yaml.org,2002:python/object' is not allowed"),
        ("a: &x 1", "'&x' is a reference of YAML, which is not allowed here"),
        ("a: &x [1]\nb: [*x, *x]", "line 1: '&x' is a reference"),
        ("a: *x", "'*x' is a reference"),
        ("a: 1\n---\nb: 2\n", "line 2: a second document begins here"),
        ("- a\n- b\n", "the file must begin with a key"),
        ("just words", "the file must begin with a key"),
        ("? [a]\n: b\n", "a key must be one text"),
        ("a: " + "[" * 60 + "]" * 60, "nested more than 40 deep"),
        ("a: [b, c\nd: e\n", "a bracket is opened and never closed"),
        ("a: 'b\nc: d\n", "line 1: a quote or bracket is opened and never closed"),
        ("a: b\n c: d\n", "line 2: there is a ':' too many, or the indentation is wrong"),
        ("a:\n\t- b\n", "line 2: the line is indented with a tab; indent with spaces"),
        ("a:\n  - b\n c: d\n", "line 3: the indentation does not fit"),
        ("a: b\n\nc: \x00", "line 3: there is a character that cannot be shown (U+0000)"),
        ("a: \ud800", "line 1: there is a character that cannot be shown (U+D800)"),
    ],
)
def test_what_yaml_would_do_in_silence_is_refused(text: str, says: str) -> None:
    assert says in refusal(text)
    assert refusal(text).startswith("words.yaml line ")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("  - {x} is to", "- '{x} is to'"),
        ('  - "tube" of glass', "- '\"tube\" of glass'"),
        ("  - [one, two] three", "- '[one, two] three'"),
        ("  - @home", "- '@home'"),
        ("  - %x", "- '%x'"),
        ("  - `x`", "- '`x`'"),
        ("  - a: b: c", "- a: 'b: c'"),
        ("  - {x} is to # why", "- '{x} is to' # why"),
        ('  - "\\d+"', "- '\\d+'"),
    ],
)
def test_a_line_that_needs_quotes_is_given_corrected(wrong: str, right: str) -> None:
    said = refusal(f"terms:\n  - fine\n{wrong}\n  - fine\n")
    assert said == f"words.yaml line 3: this text needs quotes around it; write {right}"
    read(f"terms:\n  - fine\n  {right}\n  - fine\n", "words.yaml")


def test_a_file_over_twenty_megabytes_is_refused() -> None:
    assert refusal("a: " + "b" * 20_000_000) == (
        "words.yaml: larger than 20 MB; split it into several files"
    )


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    assert decode("\ufeffä".encode(), "words.yaml") == "ä"
    with pytest.raises(ConfigError, match=r"words\.yaml line 2: this is not UTF-8; save"):
        decode(b"a: b\nc: \xff\n", "words.yaml")


# --- taking a node as what it should be ---------------------------------------------------


def test_a_list_in_brackets_is_refused_as_a_list_of_texts() -> None:
    with pytest.raises(ConfigError, match="brackets split at commas; write one a line"):
        as_texts(node("a: [streamline, delegate]"), "words.yaml", "admitted")
    with pytest.raises(ConfigError, match="admitted must be a list"):
        as_texts(node("a: streamline"), "words.yaml", "admitted")


def test_a_block_list_gives_its_texts_with_their_lines() -> None:
    texts = as_texts(node("a:\n  - b\n  - c, d\n"), "words.yaml", "admitted")
    assert [(t.text, t.line) for t in texts] == [("b", 2), ("c, d", 3)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: {x}", "'{x}'"),
        ("a: [one, two]", "'[one, two]'"),
        ("a:\n  - reform: the new", "'reform: the new'"),
    ],
)
def test_a_text_that_yaml_read_as_more_is_given_in_quotes(text: str, meant: str) -> None:
    found = node(text)
    if text.startswith("a:\n"):
        assert isinstance(found, YamlList)
        found = found.items[0]
    with pytest.raises(ConfigError) as caught:
        as_text(found, "words.yaml", "an artifact")
    assert str(caught.value).endswith(
        f"an artifact needs quotes, or YAML reads more into it; write {meant}"
    )


def test_an_empty_text_must_be_meant() -> None:
    assert as_text(node("a: ''"), "words.yaml", "a replacement", empty=True) == ""
    for text, empty in (("a:", True), ("a: ''", False), ("a:", False)):
        with pytest.raises(ConfigError, match="a replacement is empty"):
            as_text(node(text), "words.yaml", "a replacement", empty=empty)


def test_a_map_and_a_list_of_maps_are_told_apart_from_texts() -> None:
    with pytest.raises(ConfigError, match="line 1: forms must be keys with values, not one text"):
        as_map(node("a: b"), "words.yaml", "forms")
    with pytest.raises(ConfigError, match="terms must be a list of entries; begin each with a"):
        as_maps(node("a: b"), "words.yaml", "terms")
    assert as_maps(node("a:"), "words.yaml", "terms") == []
    with pytest.raises(ConfigError, match="one text, not keys with values; write one text"):
        as_text(node("a:\n  b: 1\n  c: 2"), "words.yaml", "note")


def test_a_comma_list_gives_its_words() -> None:
    assert as_words(node("a: gas, plasma,neon"), "words.yaml", "unless") == [
        "gas",
        "plasma",
        "neon",
    ]
    assert as_words(node("a:\n  - gas\n  - noble gas\n"), "words.yaml", "unless") == [
        "gas",
        "noble gas",
    ]
    with pytest.raises(ConfigError, match="unless has an empty item; take the extra comma out"):
        as_words(node("a: gas,, neon"), "words.yaml", "unless")
    with pytest.raises(ConfigError, match="unless must be words with commas between"):
        as_words(node("a:\n  b: c"), "words.yaml", "unless")


def test_an_unknown_key_is_told_with_the_nearest_known_one() -> None:
    top = read("artefacts:\n  - x\n", "words.yaml")
    with pytest.raises(ConfigError) as caught:
        check_keys(top, "words.yaml", ["artifacts", "note"], "term own/x")
    assert str(caught.value) == (
        "words.yaml line 1: unknown key 'artefacts' in term own/x; did you mean 'artifacts'?"
    )
    far = unknown_key("words.yaml", YamlText("zzz", 4), ["note", "id"])
    assert str(far) == "words.yaml line 4: unknown key 'zzz'; known are: id, note"


# --- laws ---------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")))


@given(WORDS)
def test_a_quoted_text_reads_as_itself(words: str) -> None:
    assert node(f"a: {quoted(words)}") == YamlText(words, 1, quoted=True)


@given(st.text())
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    said = "words.yaml"
    try:
        read(text, "words.yaml")
    except ConfigError as fault:
        said = str(fault)
    assert "\n" not in said
    assert said.startswith("words.yaml")


@given(st.dictionaries(WORDS.filter(lambda w: len(w) < 100), WORDS, min_size=1))
def test_what_a_yaml_writer_writes_is_read_back(content: dict[str, str]) -> None:
    written = yaml.safe_dump(content, allow_unicode=True, default_style="'", width=10_000)
    top = read(written, "words.yaml")
    found = {k.text: v.text for k, v in top.items if isinstance(v, YamlText)}
    assert found == content
