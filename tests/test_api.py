"""The library: the same road in a few typed calls, without a file or a terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanup
from cleanup import Config, Decision, check, decide, knowledge_of, make_edition, read, write
from cleanup.errors import CleanupError, InputError, VerdictError
from conftest import Shell
from test_cli_road import TEH, TEXT

GLOSSARY = (Path(cleanup.__file__).parent / "templates" / "glossary.yaml").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the glossary of a new project and one rule."""
    (tmp_path / "glossary.yaml").write_bytes(GLOSSARY)
    (tmp_path / "rules.yaml").write_text(TEH, "utf-8")
    return tmp_path


def test_the_road_in_a_few_calls(folder: Path) -> None:
    document = read(TEXT)
    made = check(document, knowledge_of(folder))
    decisions: list[Decision] = []
    for proposal in made.proposals:
        decisions.append(
            decide(document, made, proposal, "accept", reviewer="Ana", earlier=decisions)
        )
    edition = make_edition(document, decisions)
    assert edition.text.startswith("We will deepen the reform to streamline administration, ")
    assert write(edition) == edition.text.encode()
    assert "clothing" not in edition.text
    assert {d.door for d in decisions} == {"library"}


def test_rejecting_everything_gives_the_bytes_back(folder: Path) -> None:
    for data in (TEXT.encode("utf-16"), b"\xef\xbb\xbf" + TEXT.replace("\n", "\r").encode()):
        document = read(data, extension=".md")
        made = check(document, knowledge_of(folder))
        told = [decide(document, made, p, "reject", reviewer="Ana") for p in made.proposals]
        assert len(told) == 2
        assert write(make_edition(document, told)) == data


def test_own_words_stand_where_a_proposal_stood(folder: Path) -> None:
    document = read("In teh house.")
    made = check(document, knowledge_of(folder))
    [found] = made.proposals
    told = decide(document, made, found, "amend", reviewer="Ana", words="that", note="why not")
    assert make_edition(document, [told]).text == "In that house."
    assert (told.verdict, told.note) == ("amend", "why not")


def test_without_knowledge_the_shipped_packs_are_read() -> None:
    document = read("Two is to mend the road. Three is to plant trees. The road is open. .")
    rules = {p.leading.rule for p in check(document).proposals}
    assert rules
    assert all(rule.startswith("zh-en/") for rule in rules)
    assert check(document, config=Config(packs=())).proposals == ()


def test_what_wants_a_pick_words_or_a_yes_is_refused(folder: Path) -> None:
    document = read("It was 31 million 100 thousand tons. The area is 6.5 million square.")
    made = check(document, knowledge_of(folder))
    figure = next(p for p in made.proposals if p.replacements)
    query = next(p for p in made.proposals if p.is_query)
    with pytest.raises(VerdictError, match="this is confirmed one by one"):
        decide(document, made, figure, "accept", reviewer="Ana")
    assert decide(document, made, figure, "accept", reviewer="Ana", confirmed=["figure"]).confirmed
    with pytest.raises(VerdictError, match="this is a query and offers no words"):
        decide(document, made, query, "accept", reviewer="Ana")
    with pytest.raises(VerdictError, match="'amend' cannot be given here; accept,"):
        decide(document, made, query, "amend", reviewer="Ana")
    with pytest.raises(VerdictError, match="there is no alternative 8"):
        decide(document, made, figure, "accept", reviewer="Ana", pick=7)


def test_one_of_a_group_is_decided_alone_only_when_that_is_said() -> None:
    document = read("A headline of the day\n\nA headline of the day\n\nThe text goes on here.\n")
    made = check(document)
    first = next(p for p in made.proposals if p.group)
    with pytest.raises(VerdictError, match="this belongs to a group of 2 places"):
        decide(document, made, first, "accept", reviewer="Ana")
    told = decide(document, made, first, "accept", reviewer="Ana", alone=True)
    assert make_edition(document, [told]).text.count("headline") == 1


def test_what_was_decided_before_is_taken_out_only_when_that_is_said() -> None:
    document = read(
        "【Focus】The news of a day\n\n【Focus】The news of a day\n\nThe text goes on.\n"
    )
    made = check(document)
    tag = next(p for p in made.proposals if p.before == "【Focus】")
    line = next(p for p in made.proposals if p.span.covers(tag.span) and p != tag)
    first = decide(document, made, tag, "accept", reviewer="Ana", confirmed=["name"])

    def taking(*, supersede: bool) -> Decision:
        return decide(
            document,
            made,
            line,
            "accept",
            reviewer="Ben",
            confirmed=["name"],
            earlier=[first],
            alone=True,
            supersede=supersede,
        )

    with pytest.raises(VerdictError, match="this takes out what was decided before"):
        taking(supersede=False)
    told = taking(supersede=True)
    assert told.supersedes == (first.id,)
    assert make_edition(document, [first, told]).text.count("news") == 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_a_text_is_read_exactly_as_it_is(text: str) -> None:
    for told in (text, "\ufeff" + text):
        document = read(told)
        assert document.text == told
        assert write(make_edition(document, [])).decode("utf-8").endswith(told)


def test_what_cannot_be_read_is_one_clear_line() -> None:
    with pytest.raises(InputError) as fault:
        read("a\ud800", name="note")
    assert str(fault.value) == (
        "note: half a character (a lone surrogate, U+D800) stands at character 2; write the text"
        " as UTF-8 again"
    )
    with pytest.raises(InputError, match=r"^note: it is not UTF-8 and its encoding is in doubt"):
        read(b"Gr\xf6\xdfe", name="note")
    assert read(b"Gr\xf6\xdfe", encoding="cp1252").text == "Größe"
    with pytest.raises(CleanupError, match=r"files ending in '.doc' cannot be read"):
        read("x", extension=".doc")


def test_every_name_of_the_library_is_there_and_loaded_when_asked_for() -> None:
    from cleanup import api

    assert sorted(cleanup.__all__) == sorted(api.__all__)
    for name in cleanup.__all__:
        assert getattr(cleanup, name) is getattr(api, name)
        assert name in dir(cleanup)
    with pytest.raises(AttributeError, match="module 'cleanup' has no attribute 'chek'"):
        cleanup.chek  # noqa: B018


def test_importing_the_library_reads_nothing_else() -> None:
    code = "import cleanup, sys\nprint([m for m in sys.modules if m.startswith('cleanup.')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "['cleanup.version']"


def test_the_example_of_the_library_runs(shell: Shell) -> None:
    from cleanup import api

    assert api.__doc__ is not None
    example = api.__doc__.partition("\n\n")[2]
    assert "from cleanup import" in example
    told = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True
    )
    assert told.stdout == "The road is open. The bridge is not.\n"
