"""The terminal screen: on a real terminal keys need no Enter, in a pipe lines are read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.text import Text

from cleanup.review import InputEnded, TerminalScreen

SCRIPT = """
from rich.text import Text
from cleanup.review import InputEnded, TerminalScreen
screen = TerminalScreen()
screen.show(Text("old", "removed"))
while True:
    try:
        key = screen.ask(Text("key?"))
    except InputEnded:
        print("ended")
        break
    print(f"<{key}>")
    if key == "e":
        print(f"<{screen.edit('Your words:', 'its power')}>")
"""


def test_in_a_pipe_each_answer_is_a_line() -> None:
    output = io.StringIO()
    screen = TerminalScreen(io.StringIO("y\n\nown words \n"), output)
    assert screen.ask(Text("one?")) == "y"
    assert screen.ask(Text("two?")) == ""
    assert screen.edit("three?", "default") == "own words "
    assert output.getvalue() == "one? y\ntwo? \nthree? own words \n"
    with pytest.raises(InputEnded):
        screen.ask(Text("four?"))
    with pytest.raises(InputEnded):
        screen.edit("five?")


def test_a_line_with_escape_alone_leaves_the_edit() -> None:
    assert TerminalScreen(io.StringIO("\x1b\n"), io.StringIO()).edit("words?") is None


def test_without_colour_nothing_but_text_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    plain, coloured = io.StringIO(), io.StringIO()
    screen = TerminalScreen(io.StringIO(), plain, colour=False)
    screen.show(Text("old", "removed"), 2)
    assert (screen.colour, plain.getvalue().rstrip()) == (False, "  old")
    screen = TerminalScreen(io.StringIO(), coloured, colour=True)
    screen.show(Text("old", "removed"))
    assert screen.colour
    assert "\x1b[9;31mold" in coloured.getvalue()


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not TerminalScreen(io.StringIO(), io.StringIO()).colour


def test_a_narrow_terminal_wraps_wide_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    output = io.StringIO()
    screen = TerminalScreen(io.StringIO(), output)
    assert screen.width == 40
    screen.show(Text("简政放权放管结合优化服务" * 4), 2)
    lines = output.getvalue().splitlines()
    assert [len(line.strip()) for line in lines] == [19, 19, 10]


def test_further_lines_begin_behind_the_label_and_no_line_ends_in_spaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    output = io.StringIO()
    screen = TerminalScreen(io.StringIO("y\n"), output)
    screen.show(Text("why: the river is long and wide and clean"), 2, 5)
    screen.show(Text(), 2)
    screen.ask(Text("[y] take it  [n] leave it  [s] skip >"))
    assert output.getvalue().splitlines() == [
        "  why: the river is long",
        "       and wide and",
        "       clean",
        "",
        "[y] take it",
        "[n] leave it",
        "[s] skip > y",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_on_a_terminal_one_key_is_enough_and_a_line_can_be_edited(tmp_path: Path) -> None:
    import pexpect  # type: ignore[import-untyped]

    script = tmp_path / "drive.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with pexpect.spawn(
        sys.executable,
        [str(script)],
        encoding="utf-8",
        timeout=20,
        dimensions=(24, 80),
        env={"TERM": "xterm-256color", "PATH": "", "PYTHONUTF8": "1"},
    ) as child:
        child.expect("\x1b\\[9;31mold")
        child.expect("key\\?")
        child.send("y")
        child.expect("<y>")
        child.send("\r")
        child.expect("<>")
        child.send("\x1b[B")  # the arrow down
        child.expect("<j>")
        child.send("水")
        child.expect("<水>")
        child.send("e")
        child.expect("Your words:")
        child.expect("power")
        child.send("\x7f" * 5 + "duties\x01all \r")  # back over a word; to the beginning
        child.expect("<all its duties>")
        child.send("e")
        child.expect("Your words:")
        child.send("\x1b")
        child.expect("<None>")
        child.send("e")
        child.expect("Your words:")
        child.send("\x03")
        child.expect("<None>")
        child.send("\x03")
        child.expect("ended")
        child.expect(pexpect.EOF)
