"""Takes the pictures of the documents anew: `python tools/pictures.py`, by hand.

Both show real output for the reference article: its report in a browser, and the review of
one of its sentences in a terminal. Needs a Chromium; says so in one line where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect  # type: ignore[import-untyped]
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from cleanup import report
from cleanup.desk import Desk
from cleanup.knowledge import gather, read_config
from cleanup.project import Project
from cleanup.report import Report
from cleanup.workflow import run

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
NAME = "shandong-mayors"
IN_REPORT, IN_REVIEW = "release and control clothing", "discharge tube"
"""The pictures show the places where these words stand."""

COLUMNS, LINES = 88, 40
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars"
    " --disable-background-networking --disable-component-update --disable-sync"
).split()

FRAME = """<!DOCTYPE html><meta charset="utf-8">
<style>html, body {{ margin: 0; }} iframe {{ border: 0; width: 100vw; height: 100vh; }}</style>
<iframe src="report.html#b{number}" scrolling="no"></iframe>
"""
"""A browser scrolls to a place in a frame also where no window is open."""

PAGE = """<!DOCTYPE html><meta charset="utf-8">
<style>
body {{ margin: 0; padding: 16px 20px; background: {background}; color: {foreground}; }}
pre {{ margin: 0; font: 15px/1.35 "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
</style>
<pre>{code}</pre>
"""


def main() -> int:
    """Takes both pictures; the exit code."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("pictures: no Chromium was found; install one and run this again", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        desk = desk_in(scratch / "project")
        made = report.build(desk.document, desk.round, desk.standing)
        page = scratch / "report.html"
        page.write_text(report.render("html", [made]), encoding="utf-8")
        frame = scratch / "frame.html"
        frame.write_text(FRAME.format(number=block_of(made)), encoding="utf-8")
        take(browser, scratch, frame.as_uri(), IMAGES / "report.png", (680, 560))
        shown = review_screen(scratch / "project")
        page = scratch / "review.html"
        page.write_text(as_page(shown), encoding="utf-8")
        height = 36 + 21 * len(shown.splitlines())
        take(browser, scratch, page.as_uri(), IMAGES / "review.png", (860, height))
    return 0


def desk_in(folder: Path) -> Desk:
    """A desk at the reference article, freshly checked in a copy of the project."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for file in ("cleanup.yaml", "glossary.yaml"):
        shutil.copy(ROOT / file, folder / file)
    config = read_config(folder)
    seed = folder / "seeds" / f"{NAME}.txt"
    run(Project(folder), seed, gather(folder, config), config)
    return Desk(Project(folder), NAME, reviewer="Ana", door="picture")


def block_of(made: Report) -> int:
    """The number of the report's first block in which the words stand."""
    for number, block in enumerate(made.blocks, 1):
        if IN_REPORT in "".join(mark.text for mark in block.marks):
            return number
    raise SystemExit(f"pictures: {IN_REPORT!r} does not stand in the article; choose other words")


def review_screen(folder: Path) -> str:
    """What the review shows of the sentence with the words, with its colours."""
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "cleanup", "review", NAME, "--as", "Ana"],
        cwd=str(folder),
        env=environment,
        dimensions=(LINES, COLUMNS),
        encoding="utf-8",
        timeout=30,
    )
    child.expect("help")
    child.send("J")
    child.expect("which words")
    child.send(f"{IN_REVIEW}\r")
    child.expect(r"─{20,}(?:\x1b\[\d*m)*\r\n")  # the rule above each sentence
    child.expect("help")
    screen = f"{child.before}{child.after}"
    child.send("q")
    child.expect(pexpect.EOF)
    return screen.replace("\r\n", "\n")


def as_page(screen: str) -> str:
    """A web page that shows a screen as a terminal would."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(screen))
        return console.export_html(theme=DIMMED_MONOKAI, inline_styles=True, code_format=PAGE)


def take(browser: str, scratch: Path, address: str, picture: Path, size: tuple[int, int]) -> None:
    """Writes a picture of a page, in a window of so many pixels."""
    width, height = size
    subprocess.run(
        [
            browser,
            *FLAGS,
            f"--user-data-dir={scratch / 'browser'}",
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            address,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
