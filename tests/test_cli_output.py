"""What the commands print: to whom, in what form, in which bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleanup import cli
from conftest import Said, Shell
from test_cli_road import TEH, TEXT

KEYS = [
    "document",
    "start",
    "end",
    "before",
    "replacements",
    "rule",
    "message",
    "category",
    "severity",
    "trust",
    "origins",
    "proposal",
    "group",
    "amends",
]


def lines(said: Said) -> list[dict[str, Any]]:
    assert said.code in (0, 1), said.err
    return [json.loads(line) for line in said.out.splitlines()]


def process(
    folder: Path, *arguments: str, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    told = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    told |= env or {}
    return subprocess.run(
        [sys.executable, "-m", "cleanup", *arguments],
        cwd=folder,
        env=told,
        timeout=60,
        check=False,
        **{"capture_output": True, **options},
    )


# --- help --------------------------------------------------------------------------------


def test_the_help_lists_every_command_and_an_editor_s_day(shell: Shell) -> None:
    said = shell("--help")
    assert said.code == 0
    for name, told in cli.COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(told.split()[0])}", said.out, re.MULTILINE)
    assert "An editor's day:" in said.out


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_help_of_every_command_shows_an_example(shell: Shell, name: str) -> None:
    said = shell(name, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"Example: cleanup {name}" in " ".join(said.out.split())
    assert shell(name, "-h").out == said.out


def test_the_version_is_told(shell: Shell) -> None:
    from cleanup import __version__

    assert shell("--version").out == f"cleanup, version {__version__}\n"


HEAVY = ("rich", "jinja2", "prompt_toolkit", "yaml", "regex", "ahocorasick_rs", "cleanup.text")


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh Python holds after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(told.stderr.split())


def test_help_and_the_bare_library_load_nothing_heavy() -> None:
    helped = loaded_by("from cleanup import cli\ncli._run(['--help'])")
    assert not helped & set(HEAVY)
    assert not loaded_by("import cleanup") & {*HEAVY, "click", "cleanup.api"}


def test_help_takes_less_than_a_fifth_of_a_second() -> None:
    code = (
        "import time\nfrom cleanup import cli\ncli._run(['--help'])\n"
        "import sys\nprint(time.process_time(), file=sys.stderr)"
    )
    best = min(
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stderr
        )
        for _ in range(3)
    )
    assert best < 0.2


# --- check: JSON lines -------------------------------------------------------------------


def test_a_proposal_a_line_with_the_documented_keys_in_order(project: Shell) -> None:
    project.write("page.txt", "【Focus】News\n\n" + TEXT + "\nIt is 6.5 million square.\n")
    said = project("check", "--format", "jsonl", "page.txt")
    told = lines(said)
    assert len(told) >= 4
    for line in told:
        assert list(line) == KEYS
        assert [list(o) for o in line["origins"]] == [KEYS[5:10]] * len(line["origins"])
        assert {k: line[k] for k in KEYS[5:10]} == line["origins"][0]
        assert line["document"] == "page.txt"
        assert re.fullmatch(r"[0-9a-f]+(?:[-.:][0-9a-f]+)?", line["proposal"]), line["proposal"]
    places = [(line["start"], line["end"], line["proposal"]) for line in told]
    assert places == sorted(places)
    assert [] in [line["replacements"] for line in told]
    assert [""] in [line["replacements"] for line in told]
    # everything else goes to the other stream
    assert "proposals" in said.err


def test_positions_are_code_points_also_behind_astral_characters(project: Shell) -> None:
    text = "😀𝒜 e\u0301 " + TEXT
    project.write("page.txt", b"\xef\xbb\xbf" + text.encode())
    for line in lines(project("check", "--format", "jsonl", "page.txt")):
        assert text[line["start"] : line["end"]] == line["before"]
    project.write("wide.txt", text.encode("utf-16"))
    for line in lines(project("check", "--format", "jsonl", "wide.txt")):
        assert text[line["start"] : line["end"]] == line["before"]


def test_hints_are_shown_only_on_request(project: Shell) -> None:
    project.write("rules.yaml", TEH.replace("    phrases:", "    trust: hint\n    phrases:"))
    project.write("page.txt", "He went to teh house.\n")
    quiet = project("check", "--format", "jsonl", "page.txt")
    assert (quiet.code, quiet.out) == (0, "")
    assert quiet.err == "Nothing to propose. 1 hint not shown (cleanup check --hints shows it).\n"
    [line] = lines(project("check", "--hints", "--format", "jsonl", "page.txt"))
    assert (line["rule"], line["trust"], line["replacements"]) == ("own/teh", "hint", ["the"])


def test_only_the_passes_that_were_asked_for_run(project: Shell) -> None:
    project.write("page.txt", "【Focus】News\n\n" + TEXT)

    def rules(*told: str) -> set[str]:
        found = lines(project("check", "--format", "jsonl", "page.txt", *told))
        return {line["rule"].split("/")[0] for line in found}

    assert rules("--passes", "terms") == {"own"}
    assert rules("--passes", "structure, terms") == {"own", "structure"}
    assert rules("--passes", "all") == rules() >= {"own", "structure"}


# --- check: JSON lines as input ----------------------------------------------------------


def objects(*told: tuple[str, str]) -> str:
    return "".join(json.dumps({"id": i, "mt": t, "src": "放管服"}) + "\n" for i, t in told)


def test_a_file_of_json_lines_is_so_many_documents_named_by_their_ids(project: Shell) -> None:
    marked = "\ufeff" + TEXT
    texts = {
        "a/../b": TEXT,
        " ": marked,
        "empty": "",
        "😀": "😀 \u2028" + TEXT,
        "C:\\x.md": "**" + TEXT,
        "\ud800": TEXT,
    }
    project.write("in.jsonl", "\n" + objects(*texts.items()))
    before = project.files()
    said = project("check", "--format", "jsonl", "in.jsonl")
    told = lines(said)
    assert list(dict.fromkeys(line["document"] for line in told)) == [
        name for name in texts if name != "empty"
    ]
    assert len(told) == 2 * 5
    for line in told:
        mt = texts[line["document"]]
        assert mt[line["start"] : line["end"]] == line["before"]
    assert project.files() == before


def test_a_mark_at_the_beginning_of_the_file_of_json_lines_is_passed_over(project: Shell) -> None:
    project.write("in.jsonl", b"\xef\xbb\xbf" + objects(("a", TEXT)).replace("\n", "\r\n").encode())
    assert [line["document"] for line in lines(project("check", "--format", "jsonl", "in.jsonl"))]


# --- check: folders ----------------------------------------------------------------------


def test_a_folder_gives_its_texts_without_sources_and_hidden_files(project: Shell) -> None:
    for name in ("page.txt", "deep/other.md", "alone.zh.txt"):
        project.write(f"in/{name}", TEXT)
    for name in ("page.zh.txt", ".x.txt", ".git/y.txt", "deep/other.zh.md", "z.jsonl", "LICENSE"):
        project.write(f"in/{name}", TEXT)
    if hasattr(os, "mkfifo"):
        os.mkfifo(project.folder / "in" / "pipe.txt")  # nobody will ever write into it
    told = lines(project("check", "--format", "jsonl", "in", "in/page.txt"))
    wanted = [str(Path("in", n)) for n in ("alone.zh.txt", "deep/other.md", "page.txt")]
    assert sorted({line["document"] for line in told}) == sorted(wanted)
    assert len(told) == 2 * len(wanted)
    # what is named is read, whatever it is
    assert lines(project("check", "--format", "jsonl", "in/page.zh.txt"))
    ran = project("run", "in")
    assert sorted(re.findall(r"^(\S+): 2 open", ran.out, re.MULTILINE)) == [
        "alone.zh",
        "other",
        "page",
    ]
    assert (project.folder / "seeds" / "page.zh.txt").is_file()


def test_check_writes_nothing_but_the_output_that_was_asked_for(project: Shell) -> None:
    project.write("seeds/page.txt", TEXT)
    before = project.files()
    for form in ("text", "jsonl", "patch", "html", "md"):
        said = project("check", "--format", form, "seeds")
        assert said.code == 1
        assert project.files() == before
        written = project("check", "--format", form, "seeds", "--output", "out/it")
        assert (written.code, written.out) == (1, "")
        assert project.files() == {**before, "out/it": said.out.encode()}
        shutil.rmtree(project.folder / "out")
        assert project("check", "--format", form, "seeds", "--output", "-").out == said.out


# --- check: patch ------------------------------------------------------------------------

_PATCHERS = [
    ("patch", ["-p1", "--binary", "-i", "it.patch"]),
    ("git", ["apply", "--whitespace=nowarn", "it.patch"]),
]


@pytest.mark.parametrize(("program", "arguments"), _PATCHERS, ids=["patch", "git"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_patch_applies_and_gives_what_accepting_all_gives(
    project: Shell, program: str, arguments: list[str], end: str
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here")
    text = (TEXT + "\nThe end.").replace("\n", end or "\n") + end
    page = project.write("a page.txt", text)
    project.write("it.patch", project("check", "--format", "patch", "a page.txt").out)
    subprocess.run(
        [program, *arguments],
        cwd=project.folder,
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(project.folder.parent)},
    )
    patched = page.read_bytes()
    page.write_bytes(text.encode())
    project("run", "a page.txt")
    project("review", "a page", "--accept", "all", "--as", "Ana")
    assert project("emit", "a page").code == 0
    assert patched == (project.folder / "editions" / "a page.txt").read_bytes() != text.encode()


# --- report ------------------------------------------------------------------------------


def test_a_report_goes_where_it_is_wanted(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    made = project("report", "page")
    where = project.folder / "reports" / "page.html"
    assert (made.code, made.out, made.err) == (0, "", f"{where}\n")
    printed = project("report", "page", "--output", "-")
    assert printed.out.encode() == where.read_bytes()
    for form in ("text", "jsonl", "patch", "md"):
        told = project("report", "page", "--format", form)
        assert told.code == 0
        assert told.out
        project("report", "page", "--format", form, "--output", f"out.{form}")
        assert (project.folder / f"out.{form}").read_bytes().decode() == told.out
    assert [list(line) for line in lines(project("report", "page", "--format", "jsonl"))] == (
        [KEYS] * 2
    )


# --- streams -----------------------------------------------------------------------------


def escapes(data: bytes) -> bool:
    return b"\x1b[" in data


def test_a_pipe_gets_plain_text_in_utf8_whatever_the_console(project: Shell) -> None:
    project.write("page.txt", "【Focus】News of the day 😀\n\n" + TEXT)
    told = process(
        project.folder, "check", "page.txt", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert told.returncode == 1
    assert not escapes(told.stdout + told.stderr)
    assert "【Focus】" in told.stdout.decode("utf-8")
    assert "😀" in told.stdout.decode("utf-8")
    assert "own/放管服" in told.stderr.decode("utf-8")
    cut = process(
        project.folder, "check", "page.txt", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    )
    assert cut.stdout == told.stdout


def test_an_answer_that_cannot_be_read_does_not_end_a_review(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    told = process(
        project.folder, "review", "page", "--as", "Ana", input="\xe9\ny\n".encode("latin-1")
    )
    assert told.returncode == 1
    assert b"accepted, saved" in told.stdout
    assert b"1 open" in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise there")
def test_a_review_without_any_input_stops_and_in_bulk_needs_none(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    command = f"{sys.executable} -m cleanup review page --as Ana"
    for bulk, code, told in (("", 1, b"2 open."), ("--reject all", 0, b"2 rejected, saved")):
        done = subprocess.run(
            ["sh", "-c", f"exec {command} {bulk} <&-"],
            cwd=project.folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert told in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize(("plain", "wanted"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_is_not_wanted(
    project: Shell, plain: str, wanted: bool
) -> None:
    import pty

    project.write("page.txt", TEXT)
    told, terminal = pty.openpty()
    done = process(
        project.folder,
        "check",
        "page.txt",
        env={"NO_COLOR": plain, "TERM": "xterm-256color"},
        capture_output=False,
        stdout=terminal,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    os.close(terminal)
    seen = b"".join(_all_of(told))
    assert done.returncode == 1
    assert escapes(seen) is wanted
    assert (b"{+reform" in seen or b"{+to stream" in seen) is not wanted


def _all_of(descriptor: int) -> Iterable[bytes]:
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not data:
            break
        yield data
    os.close(descriptor)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_who_has_had_enough_is_no_fault(project: Shell) -> None:
    text = "".join(f"{n}: {TEXT}" for n in range(100))
    project.write("page.txt", text)
    with subprocess.Popen(
        [sys.executable, "-m", "cleanup", "check", "--format", "jsonl", "page.txt"],
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
        assert running.wait(60) == 1
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_an_output_that_is_full_is_said_in_one_line(project: Shell) -> None:
    project.write("page.txt", TEXT)
    with Path("/dev/full").open("wb") as full:
        told = process(
            project.folder,
            "check",
            "page.txt",
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert told.returncode == 2
    assert told.stderr == (
        b"cleanup: the output cannot be written: the disk is full; free some space and try again\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_name_whose_bytes_are_no_text_is_written_as_an_escape(project: Shell) -> None:
    name = os.fsdecode(b"p\xe4ge.txt")
    (project.folder / name).write_text(TEXT, "utf-8")
    for form in ("jsonl", "text", "html", "md", "patch"):
        told = project("check", "--format", form, name)
        assert told.code == 1, told.err
    [line, _] = lines(project("check", "--format", "jsonl", name))
    assert line["document"] == name


def test_an_interrupt_from_the_keyboard_exits_130(project: Shell) -> None:
    if sys.platform == "win32":
        pytest.skip("there is no such signal")
    import signal

    project.write("page.txt", TEXT)
    project("run", "page.txt")
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "cleanup", "review", "page", "--as", "Ana"],
        cwd=project.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        running.stdin.write(b"y\n")
        running.stdin.flush()
        seen = b""
        while b"saved" not in seen.replace(b"saved at once", b""):
            seen += running.stdout.read1()  # type: ignore[attr-defined]
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode in (1, 130)
    assert b"Traceback" not in err
    assert b"saved" in out + err


def test_the_module_and_the_script_are_the_same_command(project: Shell) -> None:
    assert process(project.folder, "--version").stdout.startswith(b"cleanup, version ")
    assert CliRunner().invoke(cli.group, ["--version"]).output.startswith("cleanup, version ")
    with pytest.raises(SystemExit) as ended:
        cli.main(["status", "--project", str(project.folder)])
    assert ended.value.code == 0
