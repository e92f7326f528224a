"""`cleanup.yaml`: what it may say, and the one line that each fault in it gets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanup.config import Config, Policy, Silence, known_passes, load, silenced, with_exception
from cleanup.errors import ConfigError
from cleanup.passes import TABLE
from making import document, origin, proposal


def test_an_empty_file_gives_the_defaults() -> None:
    assert load("", "cleanup.yaml") == Config() == load("# nothing yet\n", "cleanup.yaml")
    assert Config().passes == tuple(TABLE)


def test_everything_that_a_file_may_say() -> None:
    told = load(
        """\
passes:
  - numbers
  - structure
packs: []
glossary: words.yaml
rules: own.yaml
policy:
  name: house
  accept:
    - zh-en/ordinal
exceptions:
  - rule: own/tube
    words: discharge tube
    document: a/b
    who: Wang
    why: a real one
  - rule: zh-en/x
""",
        "cleanup.yaml",
    )
    assert told == Config(
        passes=("structure", "numbers"),
        packs=(),
        glossary="words.yaml",
        rules="own.yaml",
        policy=Policy("house", ("zh-en/ordinal",)),
        exceptions=(
            Silence("own/tube", "discharge tube", "a/b", "Wang", "a real one"),
            Silence("zh-en/x"),
        ),
    )


def test_all_passes_and_none() -> None:
    assert load("passes:\n  - all", "f").passes == tuple(TABLE)
    assert load("passes: []", "f").passes == ()
    assert known_passes(["terms", "structure"], "--passes") == ("structure", "terms")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("passes:\n  - nmbers", "f line 1: there is no pass 'nmbers'; known are structure, terms"),
        (
            "packs:\n  - fr-en",
            "f line 2: there is no pack 'fr-en'; shipped are zh-en; write 'packs: \\[\\]'",
        ),
        ("pases: []", "f line 1: unknown key 'pases'; did you mean 'passes'"),
        ("policy:\n  acept: [x]", "f line 2: unknown key 'acept' in policy; did you mean 'accept'"),
        ("policy: x", "f line 1: policy must be"),
        ("exceptions:\n  - words: x", "f line 2: an exception names no rule; add a line 'rule:'"),
        ("exceptions:\n  - rule: x\n    word: y", "f line 3: unknown key 'word' in an exception"),
        ("exceptions: x", "f line 1: exceptions must be a list of entries"),
        ("glossary: [a]", "f line 1: glossary needs quotes, or YAML reads more into it"),
        ("glossary:", "f line 1: glossary is empty"),
        ("rules: ''", "f line 1: rules is empty"),
        ("packs: []\npacks: []", "f line 2: .*packs"),
        ("- a", "f line 1: the file must begin with a key"),
    ],
)
def test_a_wrong_file_is_refused_with_line_reason_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(text, "f")


def test_a_wrong_pass_on_the_command_line_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"--passes: there is no pass 'x'; known are .*, or all"):
        known_passes(["x"], "--passes")


# --- exceptions ----------------------------------------------------------------------------------

DOCUMENT = document("The Discharge tube goes on.")


@pytest.mark.parametrize(
    ("silence", "covered"),
    [
        (Silence("r"), True),
        (Silence("other"), False),
        (Silence("r", words="discharge  TUBE"), True),
        (Silence("r", words="tube"), False),
        (Silence("r", document="a"), True),
        (Silence("r", document="b"), False),
        (Silence("r", words="discharge tube", document="b"), False),
    ],
)
def test_what_an_exception_covers(silence: Silence, covered: bool) -> None:
    assert silence.covers("r", "Discharge tube", "a") is covered


def test_a_proposal_keeps_the_origins_that_are_not_silenced() -> None:
    from dataclasses import replace

    told = replace(proposal(DOCUMENT, "Discharge tube", "x"), origins=(origin("r"), origin("s")))
    (kept,) = silenced([told], (Silence("r"),), "a")
    assert [o.rule for o in kept.origins] == ["s"]
    assert silenced([told], (Silence("r"), Silence("s")), "a") == ()
    assert silenced([told], (), "a") == (told,)


_WORDS = st.text("ab: #'\"\\-[]{}&*!|>%@`中𝒜é,?\t", min_size=1, max_size=12).filter(
    lambda words: words.strip() != ""
)


@settings(max_examples=60, deadline=None)
@given(_WORDS, _WORDS, _WORDS)
def test_a_written_exception_is_read_again(rule: str, words: str, why: str) -> None:
    silence = Silence(rule, words, "a/b", "Wang", why)
    text = "# ours\npacks: [] # none\n\nexceptions:\n  - rule: zh-en/x\n    why: old\n"
    written = with_exception(text, silence)
    assert load(written, "f").exceptions == (Silence("zh-en/x", why="old"), silence)
    assert written.startswith("# ours\npacks: [] # none\n")


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "packs: []\n", "exceptions: []\n", "exceptions:\n"]
)
def test_the_first_exception_can_be_written_anywhere(text: str) -> None:
    written = with_exception(text, Silence("r", why="w"))
    assert load(written, "f").exceptions == (Silence("r", why="w"),)
    assert all(line in written for line in text.splitlines() if line.startswith("#"))
    twice = with_exception(written, Silence("s"))
    assert [e.rule for e in load(twice, "f").exceptions] == ["r", "s"]


@pytest.mark.parametrize(
    "words", ["no", "on", "2018-03-01", "1_000", "~", "null", "1e3", "yes", "=", "<<"]
)
def test_words_that_yaml_takes_for_something_else_mean_themselves(words: str) -> None:
    silence = Silence("r", words=words)
    assert load(with_exception("", silence), "f").exceptions == (silence,)
