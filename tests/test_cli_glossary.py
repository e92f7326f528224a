"""`cleanup glossary`: what an editor types and reads."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from cleanup.cli.glossary import command
from conftest import Said, Shell

TERMS = """\
terms:
  - source: 硬化路
    preferred: paved road
    artifacts:
      - hardened road
    not_after: frost, cold
    domain: transport
    note: Concrete or asphalt.
    examples:
      - before: Hardened roads lead to each village.
        after: Paved roads lead to each village.
      - leave: The frost hardened roads and fields alike.
  - source: 名片  # for cities
    preferred: calling card
    artifacts:
      - business card of the city
"""
PAGE = "Roads\n\nWe like it. Hardened roads lead there. The frost hardened roads.\n"


@pytest.fixture
def house(project: Shell) -> Shell:
    """A project with two terms of its own and no packs."""
    project.write("glossary.yaml", TERMS)
    project.write("cleanup.yaml", "packs: []\n")
    project.write("seeds/page.txt", PAGE)
    return project


# --- show -------------------------------------------------------------------------------------


def test_show_prints_the_entry(house: Shell) -> None:
    said = house("glossary", "show", "硬化路")
    assert said == Said(
        0,
        """\
own/硬化路  (glossary.yaml line 2)
  source          硬化路
  preferred       paved road
  artifacts       hardened road
  also found      hardened roads
                  hardened road's
                  Hardened Road
                  “hardened road”
  not_after       frost, cold
  trust           ask
  domain          transport
  note            Concrete or asphalt.
  before          Hardened roads lead to each village.
  after           Paved roads lead to each village.
  leave           The frost hardened roads and fields alike.
""",
        "",
    )
    assert house("glossary", "show", "paved roads").out == said.out
    assert house("glossary", "show", "Hardened road").out == said.out


def test_show_tells_where_an_entry_speaks_in_files_and_folders(house: Shell) -> None:
    for where in ("seeds", "seeds/page.txt"):
        said = house("glossary", "show", "硬化路", where)
        assert said.code == 0
        _, _, places = said.out.partition("\n\n")
        assert places.startswith(
            "page:3:13  own/硬化路  (terminology, major)\n"
            "    [-Hardened-]{+Paved+} roads lead there.\n"
        )
        assert places.count("page:") == 1
        assert said.err == "1 place in 1 text\n"
    assert house("glossary", "show", "名片", "seeds").err == "no places in 1 text\n"


def test_show_reads_lines_of_json(house: Shell) -> None:
    house.write("texts.jsonl", '{"id": "a1", "mt": "A hardened road."}\n')
    assert "a1:1:3  own/硬化路" in house("glossary", "show", "硬化路", "texts.jsonl").out


def test_show_names_the_nearest_where_nothing_is_found(house: Shell) -> None:
    said = house("glossary", "show", "硬化")
    assert (said.code, said.out) == (2, "")
    assert said.line == "no entry is about '硬化'; nearest are: 硬化路"
    assert house("glossary", "show", "zzzz").line == "no entry is about 'zzzz'"


def test_show_tells_which_own_entry_replaces_or_adds_to_one_of_a_pack(project: Shell) -> None:
    project.write("glossary.yaml", "terms:\n  - source: 放管服\n    preferred: less red tape\n")
    said = project("glossary", "show", "放管服")
    assert "own/放管服  (glossary.yaml line 2)\n  it replaces zh-en/放管服 (" in said.out
    assert "  own/放管服 (glossary.yaml line 2) replaces it\n" in said.out
    project.write("glossary.yaml", "terms:\n  - source: 放管服\n    add: yes\n")
    said = project("glossary", "show", "放管服")
    assert "  it adds to zh-en/放管服 (" in said.out
    assert "  own/放管服 (glossary.yaml line 2) adds to it\n" in said.out


def test_an_entry_of_a_pack_is_shown_with_its_examples(shell: Shell) -> None:
    said = shell("glossary", "show", "放管服")
    assert said.code == 0
    assert said.out.startswith("zh-en/放管服  (zh-en/terms/")
    assert "  before " in said.out
    assert "  trust           ask for artifacts, hint for likely\n" in said.out


# --- list -------------------------------------------------------------------------------------


def test_list_has_one_line_a_term(house: Shell) -> None:
    said = house("glossary", "list")
    assert said == Said(
        0,
        "own/硬化路  paved road  1 artifact\nown/名片  calling card  1 artifact\n",
        "2 terms\n",
    )


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        (["--domain", "transport"], 1),
        (["--pack", "own"], 2),
        (["HARDENED"], 1),
        (["card", "city"], 1),
        (["card", "road"], 0),
    ],
)
def test_list_can_be_narrowed(house: Shell, asked: list[str], lines: int) -> None:
    said = house("glossary", "list", *asked)
    assert (said.code, said.out.count("\n")) == (0, lines)
    assert said.err == {0: "no terms\n", 1: "1 term\n", 2: "2 terms\n"}[lines]


def test_list_names_packs_and_fields_where_one_is_unknown(house: Shell) -> None:
    said = house("glossary", "list", "--pack", "zh")
    assert said.line == "no terms of a pack 'zh' are in use; there are: own"
    said = house("glossary", "list", "--domain", "transprot")
    assert said.line == "no term is of the field 'transprot'; did you mean 'transport'?"
    said = house("glossary", "list", "--domain", "zz")
    assert said.line == "no term is of the field 'zz'; there are: transport"


# --- lint -------------------------------------------------------------------------------------


def test_a_clean_glossary_is_said_to_be_clean(house: Shell) -> None:
    assert house("glossary", "lint") == Said(0, "", "2 terms: nothing is wrong\n")


def test_lint_prints_one_line_each_and_ends_with_1(house: Shell) -> None:
    house.write("glossary.yaml", TERMS + "      - card\n")
    said = house("glossary", "lint")
    assert said == Said(
        1,
        'glossary.yaml line 17: entry 名片: "card" is a single word, and no example shows where it'
        ' must stay; add one: "- leave: ..."\n',
        "2 terms, 1 to look at: one word 1\n",
    )


def test_lint_tells_dead_entries_of_the_files_given(house: Shell) -> None:
    said = house("glossary", "lint", "seeds")
    assert said.code == 1
    assert said.out.startswith("glossary.yaml line 13: entry 名片: none of its artifacts stands in")
    assert said.err == "2 terms, 1 to look at: dead 1\n"


def test_lint_of_packs_works_without_a_project(shell: Shell) -> None:
    said = shell("glossary", "lint", "--packs")
    assert said.code in (0, 1)
    assert re.search(r"^\d{2,} terms", said.err)
    assert all(" line " in line for line in said.out.splitlines())


def test_lint_without_a_project_says_what_to_do(shell: Shell) -> None:
    assert "is not in a project" in shell("glossary", "lint").line


def test_lint_says_what_is_wrong_with_the_file_itself(house: Shell) -> None:
    house.write("glossary.yaml", "terms:\n  - source: 路\n    prefered: road\n")
    said = house("glossary", "lint")
    assert said.code == 2
    assert "line 3: unknown key 'prefered'" in said.line


# --- try --------------------------------------------------------------------------------------


def test_try_tells_what_is_changed_and_why_and_what_is_left_and_why(house: Shell) -> None:
    said = house("glossary", "try", "Hardened roads lead there; frost hardened roads do not.")
    assert said == Said(
        0,
        """\
sentence:1:1  own/硬化路  (terminology, major)
    [-Hardened-]{+Paved+} roads lead there; frost hardened roads do not.
    "Hardened roads" is 硬化路: paved road
    why: Concrete or asphalt

silent: own/硬化路 at "hardened roads": not_after: "frost" stands beside it
reads: Paved roads lead there; frost hardened roads do not.
""",
        "",
    )


def test_try_tells_when_no_term_stands_there(house: Shell) -> None:
    assert house("glossary", "try", "All is well.") == Said(0, "", "no term stands there\n")
    said = house("glossary", "try", " ")
    assert said.line == "the sentence is empty; write it in quotation marks behind 'try'"


# --- add --------------------------------------------------------------------------------------

ADD = ("glossary", "add", "公路网", "highway network", "--artifact", "road grid")
EXAMPLE = ("--before", "A road grid was built.", "--after", "A highway network was built.")
ADDED = """\
  - source: 公路网
    preferred: highway network
    artifacts:
      - road grid
    examples:
      - before: A road grid was built.
        after: A highway network was built.
"""


def test_add_shows_the_difference_asks_and_writes(house: Shell) -> None:
    said = house(*ADD, *EXAMPLE, answers="y\n")
    assert said.code == 0
    assert "".join(f"+{line}" for line in ADDED.splitlines(keepends=True)) in said.out
    assert said.err.startswith("write this? [y/N]: ")
    assert said.err.endswith("own/公路网 stands in glossary.yaml. Next: cleanup glossary lint\n")
    assert house.files()["glossary.yaml"].decode() == f"{TERMS}\n{ADDED}"
    assert house("glossary", "lint").code == 0
    assert house("glossary", "try", "A road grid.").out.count("own/公路网") == 1


@pytest.mark.parametrize("answers", ["n\n", "\n", ""])
def test_add_writes_nothing_without_a_yes(house: Shell, answers: str) -> None:
    said = house(*ADD, answers=answers)
    assert said.code == 1
    assert said.err.endswith("nothing is written\n")
    assert house.files()["glossary.yaml"].decode() == TERMS


def test_add_can_be_told_not_to_ask(house: Shell) -> None:
    house.write("glossary.yaml", b"\xef\xbb\xbf" + TERMS.replace("\n", "\r\n").encode())
    assert house(*ADD, *EXAMPLE, "--yes").code == 0
    wanted = b"\xef\xbb\xbf" + f"{TERMS}\n{ADDED}".replace("\n", "\r\n").encode()
    assert house.files()["glossary.yaml"] == wanted


def test_add_makes_a_glossary_where_there_is_none(house: Shell) -> None:
    (house.folder / "glossary.yaml").unlink()
    assert house(*ADD, *EXAMPLE, "--yes").code == 0
    assert house.files()["glossary.yaml"].decode() == f"terms:\n{ADDED}"


def test_add_takes_all_that_an_entry_may_say(house: Shell) -> None:
    told = (
        *("--likely", "way mesh", "--admitted", "road network", "--form", "modifier=highway"),
        *("--leave", "The fish net and the road grid.", "--unless", "fish", "--unless", "wire"),
        *("--only-with", "built", "--not-after", "old", "--not-before", "pattern"),
        *("--pos", "noun", "--domain", "transport", "--reference", "Xinhua", "--note", "A note."),
        *("--id", "grid", "--yes"),
    )
    assert house(*ADD, *EXAMPLE, *told).code == 0
    said = house("glossary", "show", "grid").out
    for line in (
        "own/grid  (",
        "forms, modifier highway",
        "pos             noun",
        "admitted        road network",
        "likely          way mesh",
        "not_after       old",
        "not_before      pattern",
        "unless          fish, wire",
        "only_with       built",
        "domain          transport",
        "reference       Xinhua",
        "note            A note.",
        "leave           The fish net and the road grid.",
    ):
        assert line in said


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (
            ("硬化路", "hard road"),
            "nothing is written, for it would be refused: glossary.yaml line 18: entry 硬化路:"
            " line 2 has an entry of the same name",
        ),
        (
            ("路", "road", "--artifact", "way", "--before", "A way.", "--after", "A path."),
            "the example 'A way.' came out as 'A road.'",
        ),
        (("路", "road", "--artifact", "(way"), "artifact '(way'"),
        (("路", "road", "--before", "A way."), "each --before needs its --after"),
        ((" ", "road"), "SOURCE and PREFERRED may not be empty"),
        (("路", "road", "--form", "nuon=x"), "--form 'nuon=x' is not like noun=paved road"),
        (("路", "road", "--extend"), "no pack in use has this source"),
    ],
)
def test_add_refuses_what_would_be_refused_later(
    house: Shell, told: tuple[str, ...], what: str
) -> None:
    said = house("glossary", "add", *told, "--yes")
    assert said.code == 2
    assert what in said.line
    assert house.files()["glossary.yaml"].decode() == TERMS


def test_add_says_when_it_replaces_or_adds_to_an_entry_of_a_pack(project: Shell) -> None:
    said = project("glossary", "add", "国家博物馆", "x", "--id", "own-name", answers="n\n")
    assert "replaces" not in said.err
    project.write("glossary.yaml", "terms:\n")
    said = project("glossary", "add", "放管服", "less red tape", answers="n\n")
    assert "own/放管服: it replaces zh-en/放管服 (zh-en/terms/" in said.err
    assert "; with --extend it would add to it\n" in said.err
    said = project("glossary", "add", "放管服", "less red tape", "--extend", answers="y\n")
    assert "own/放管服: it adds to zh-en/放管服 (zh-en/terms/" in said.err
    assert "    add: yes\n" in project.files()["glossary.yaml"].decode()


def test_add_notices_a_change_made_meanwhile(house: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_question: str) -> bool:
        house.write("glossary.yaml", TERMS + "# more\n")
        return True

    monkeypatch.setattr("cleanup.cli.glossary.yes", slow)
    said = house(*ADD)
    assert (said.code, "changed by somebody else meanwhile" in said.err) == (2, True)
    assert house.files()["glossary.yaml"].decode() == TERMS + "# more\n"


# --- help -------------------------------------------------------------------------------------


def test_help_and_wrong_usage_name_the_subcommand(shell: Shell) -> None:
    said = shell("glossary", "show")
    assert said.line == "Missing argument 'TERM' ('cleanup glossary show --help' shows how)"
    for name in command.commands:
        said = shell("glossary", name, "--help")
        assert said.code == 0
        assert "Example: cleanup glossary" in said.out


def test_every_subcommand_and_option_is_described_for_editors() -> None:
    page = Path(__file__).parent.parent / "docs" / "editors.md"
    for name, told in command.commands.items():
        (line,) = re.findall(rf"^\| `glossary {name}` .*$", page.read_text("utf-8"), re.MULTILINE)
        options = [p.opts[-1] for p in told.params if isinstance(p, click.Option)]
        missing = [o for o in options if f"`{o}`" not in line and o not in ("--project",)]
        assert not missing, name
