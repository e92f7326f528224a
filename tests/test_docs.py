"""The documents are tested: their commands run, their samples load, their links lead somewhere.

A line `<!-- test: ... -->` before a fenced block says what the block is for, with `;` between:
`file NAME` writes the block to that file first; `same as NAME` wants the file to read so in the
end; `exit N` is the exit code of the block's last command; `keys a | b` is what the editor types.
In shown output `...` stands for what is left out: lines, or words within a line.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from cleanup import config, errors, glossary, report, rulebook
from cleanup.cli import COMMANDS, group, main
from cleanup.glossary import file as glossaryfile
from cleanup.glossary.entry import FORMS, PARTS_OF_SPEECH
from cleanup.proposal import CATEGORIES
from cleanup.rulebook import book
from cleanup.rulebook import rule as rulematch
from cleanup.version import VERSION
from cleanup.wire import proposal_line
from making import document, proposal

ROOT = Path(__file__).resolve().parent.parent
README, EDITORS = ROOT / "README.md", ROOT / "docs" / "editors.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
WHEEL = f"cleanup-{VERSION}-py3-none-any.whl"


# --- reading a page ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its lines, and what the comment before it says."""

    where: str
    language: str
    text: str
    told: dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """A command of a page, the output shown below it, what is typed, and its exit code."""

    where: str
    command: str
    shown: str
    typed: str
    code: int


_BLOCK = re.compile(
    r"^(?:<!-- test: (?P<told>.+?) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks_of(text: str, name: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = []
    for match in _BLOCK.finditer(text):
        told: dict[str, str] = {}
        for part in filter(None, (match["told"] or "").split(";")):
            key = next(k for k in ("file", "same as", "exit", "keys") if part.strip().startswith(k))
            told[key] = part.strip().removeprefix(key).strip()
        line = text.count("\n", 0, match.start("text")) + 1
        found.append(Block(f"{name} line {line}", match["language"], match["text"], told))
    return found


def calls_of(block: Block) -> list[Call]:
    """The commands of a console block, each with the output that is shown."""
    _, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts, f"{block.where}: a console block without a command"
    typed = "".join(f"{key.strip()}\n" for key in block.told.get("keys", "").split("|"))
    calls = []
    for number, part in enumerate(parts, 1):
        command, _, shown = part.partition("\n")
        last = number == len(parts)
        code = int(block.told.get("exit", 0)) if last else 0
        calls.append(Call(block.where, command, shown, typed if last else "", code))
    return calls


def reads_as_shown(shown: str, output: str) -> bool:
    """True when the output is what is shown, where `...` stands for anything."""
    pattern = ""
    for line in shown.rstrip().splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pieces = (re.escape(piece) for piece in line.rstrip().split("..."))
            pattern += ".*?".join(pieces) + r"\n"
    plain = "".join(f"{line.rstrip()}\n" for line in output.rstrip().splitlines())
    return re.fullmatch(pattern, plain) is not None


# --- running its commands -----------------------------------------------------------------


class Scratch:
    """A folder in which the commands of one page run, one after the other."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.here = folder
        self._patch = patch
        patch.setenv("COLUMNS", "80")
        patch.delenv("CLEANUP_REVIEWER", raising=False)
        patch.setattr("click.termui.visible_prompt_func", self._answer)

    def _answer(self, question: str) -> str:
        """An answer to a question of click, shown as on a terminal."""
        line = sys.stdin.readline().rstrip("\n")
        sys.stdout.write(f"{question}{line}")  # the program ends the line itself
        return line

    def use(self, block: Block) -> None:
        """Writes or runs a block."""
        if (name := block.told.get("file")) is not None:
            (self.here / name).write_text(block.text, encoding="utf-8")
        if block.language == "console":
            for call in calls_of(block):
                self.run(call)

    def run(self, call: Call) -> None:
        """Runs a command as a shell would, and compares what it prints."""
        words = shlex.split(call.command, comments=True)
        if words[0] == "cleanup":
            code, output = self._cleanup(words[1:], call.typed)
            if code != call.code:
                pytest.fail(
                    f"{call.where}: {call.command}: exit code {code}\n{output}", pytrace=False
                )
            if call.shown.strip() and not reads_as_shown(call.shown, output):
                told = f"{call.where}: {call.command} prints\n{output}\nand shown is\n{call.shown}"
                pytest.fail(told, pytrace=False)
            return
        assert not call.shown.strip(), f"{call.where}: only the output of cleanup is shown"
        known: dict[str, Callable[[list[str]], None]] = {
            "cd": self._cd,
            "cp": self._cp,
            "make": self._make,
            "pipx": self._installer,
            "py": self._installer,
            "python": self._installer,
            "python3": self._installer,
        }
        name = Path(words[0]).name
        assert name in known, f"{call.where}: no test knows how to run {call.command!r}"
        known[name](words[1:])

    def _cleanup(self, arguments: list[str], typed: str) -> tuple[int, str]:
        stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True)
        self._patch.chdir(self.here)
        with self._patch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            patch.setattr(sys, "stderr", stream)
            patch.setattr(sys, "stdin", io.StringIO(typed))
            with pytest.raises(SystemExit) as done:
                main(arguments)
        stream.seek(0)
        code = done.value.code
        return code if isinstance(code, int) else 0, stream.read()

    def _cd(self, words: list[str]) -> None:
        self.here = (self.here / words[0]).resolve()
        assert self.here.is_dir()

    def _cp(self, words: list[str]) -> None:
        shutil.copy(self.here / words[0], self.here / words[1])

    def _make(self, words: list[str]) -> None:
        targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert set(words) <= set(targets), words

    def _installer(self, words: list[str]) -> None:
        """Installing is not tried; the wheel named must be the one that `make dist` makes."""
        wheels = [Path(word).name for word in words if word.endswith(".whl")]
        assert set(wheels) <= {WHEEL}, wheels
        assert wheels or words[:2] == ["-m", "venv"], words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_and_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch(tmp_path, monkeypatch)
    blocks = blocks_of(page.read_text("utf-8"), page.name)
    for block in blocks:
        scratch.use(block)
    for block in blocks:
        if (name := block.told.get("same as")) is not None:
            assert (scratch.here / name).read_text("utf-8") == block.text, block.where


@pytest.mark.parametrize(
    ("shown", "output", "same"),
    [
        ("one\ntwo\n", "one  \ntwo\n", True),
        ("one\ntwo\n", "one\nzwei\n", False),
        ("one\n", "one\ntwo\n", False),
        ("one\n...\nfour\n", "one\ntwo\nthree\nfour\n", True),
        ("one\n...\nfive\n", "one\ntwo\nthree\nfour\n", False),
        ("in .../page.txt\n", "in a/b/page.txt\n", True),
        ("in .../page.txt\n", "in a/b/other.txt\n", False),
    ],
)
def test_shown_output_is_compared_line_by_line(shown: str, output: str, same: bool) -> None:
    assert reads_as_shown(shown, output) is same


def test_a_wrong_exit_code_in_a_page_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = blocks_of("```console\n$ cleanup check absent.txt\n```\n", "page")
    with pytest.raises(pytest.fail.Exception, match="exit code 2"):
        Scratch(tmp_path, monkeypatch).use(block)


# --- samples and links ------------------------------------------------------------------------

LOADERS: dict[str, Callable[[str, str], object]] = {
    "# glossary.yaml": glossary.load,
    "# rules.yaml": lambda text, file: rulebook.load(text, file, "own"),
    "# cleanup.yaml": config.load,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_yaml_sample_loads(page: Path) -> None:
    for block in blocks_of(page.read_text("utf-8"), page.name):
        if block.language == "yaml":
            first = block.text.partition("\n")[0]
            assert first in LOADERS, f"{block.where}: begins with none of {', '.join(LOADERS)}"
            LOADERS[first](block.text, block.where)


def anchors_of(page: Path) -> set[str]:
    """The anchors that a site makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    prose = _BLOCK.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors_of(file), f"{page.name}: {target}"


def test_pictures_are_small() -> None:
    pictures = [*(ROOT / "docs" / "images").glob("*.*")]
    assert pictures
    assert all(picture.stat().st_size < 200_000 for picture in pictures)


# --- nothing is left out ------------------------------------------------------------------------


def section(title: str) -> str:
    """A section of the editors' page, from its heading to the next of the same level."""
    parts = re.split(r"^## ", EDITORS.read_text("utf-8"), flags=re.MULTILINE)
    (found,) = [part for part in parts if part.partition("\n")[0] == title]
    return found


def not_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that do not stand in the text as code."""
    return [name for name in names if f"`{name}`" not in text]


def test_every_command_is_described_for_editors() -> None:
    assert not not_in(section("All commands"), [f"cleanup {name}" for name in COMMANDS])


def test_every_option_is_described_for_editors() -> None:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        (line,) = re.findall(
            rf"^\| `cleanup {name}` .*$", section("All commands"), flags=re.MULTILINE
        )
        options = [p.opts[-1] for p in command.params if isinstance(p, click.Option)]
        assert not not_in(line, options), name


def test_every_format_of_reports_is_described_for_editors() -> None:
    assert not not_in(section("Reports for others"), report.FORMATS)


def test_every_key_of_the_glossary_is_described_for_editors() -> None:
    keys = {*glossaryfile.TOP_KEYS, *glossaryfile.ENTRY_KEYS, *glossaryfile.EXAMPLE_KEYS}
    assert not not_in(section("Keeping glossary.yaml"), sorted({*keys, *FORMS, *PARTS_OF_SPEECH}))


def test_every_key_of_rules_is_described_for_editors() -> None:
    keys = {*book.KEYS, *book.EXAMPLE_KEYS, *rulematch.PLACES, *CATEGORIES}
    assert not not_in(section("Own rules: rules.yaml"), sorted(keys))


def test_every_key_of_the_settings_is_described_for_editors() -> None:
    known: set[str] = set()
    for text in ("nothing: x", "policy:\n  nothing: x", "exceptions:\n  - nothing: x"):
        with pytest.raises(errors.ConfigError, match="known are") as told:
            config.load(text, "cleanup.yaml")
        known |= set(str(told.value).partition("known are: ")[2].split(", "))
    assert {"passes", "exceptions", "accept", "why"} <= known
    text = section("Settings: cleanup.yaml")
    assert not not_in(text, sorted({*known, *config.Config().passes, *config.PACKS}))


def test_every_key_of_json_lines_is_described_for_editors() -> None:
    text = document("a bad word")
    told = proposal_line(proposal(text, "bad", "good"), "text")
    assert not not_in(section("For scripts"), told)


def test_every_exit_code_is_described_for_editors() -> None:
    codes = [value for name, value in vars(errors).items() if name.startswith("EXIT_")]
    assert len(codes) == 5
    assert not not_in(section("For scripts"), map(str, codes))


def test_every_library_has_a_line_in_the_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    listed = {
        name.strip().lower()
        for cell in re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
        for name in cell.split(",")
    }
    names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
    assert names - listed == set()


def test_the_readme_names_the_two_commands_of_a_fresh_machine() -> None:
    told = {call.command for b in blocks_of(README.read_text("utf-8"), "README") for call in _c(b)}
    assert {"make demo", "make test"} <= told


def _c(block: Block) -> list[Call]:
    return calls_of(block) if block.language == "console" else []


# --- what no file may name ------------------------------------------------------------------------

_INDEX = re.compile(r"-(?:extra-)?index-url")
_MACHINE = re.compile(r"/(?:work|root|home|Users)/[\w.-]+/|\b[A-Z]:\\Users\\")


def texts_of_the_project() -> list[tuple[str, str]]:
    """All text files that version control keeps or would keep, with their names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not under version control")
    found = []
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data:
            found.append((name, data.decode("utf-8", "replace")))
    return found


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    files = texts_of_the_project()
    assert len(files) > 20
    places = [str(ROOT), str(Path.home())]
    for name, text in files:
        assert name == "tests/test_docs.py" or _INDEX.search(text) is None, name
        assert _MACHINE.search(text) is None, name
        assert not any(len(place) > 5 and place in text for place in places), name


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "Makefile", ".ci/run"])
def test_the_files_that_install_things_name_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text("utf-8")
