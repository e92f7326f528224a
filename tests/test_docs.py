"""The documents are tested: their commands run, their samples load, their links lead somewhere.

A line `<!-- test: ... -->` before a fenced block says what the block is for, with `;` between:
`file NAME` writes the block to that file first; `same as NAME` wants the file to read so;
`exit N` is the exit code of the block's last command; `keys a | b` is what the editor types.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from cleanup import config, entry, errors, glossary, glossaryfile, report, rulebook
from cleanup.cli import COMMANDS, group, main
from cleanup.pipeline import propose
from cleanup.proposal import CATEGORIES
from cleanup.version import VERSION
from cleanup.wire import proposal_line
from making import make_document, make_proposal

ROOT = Path(__file__).resolve().parent.parent
README, EDITORS = ROOT / "README.md", ROOT / "docs" / "editors.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
WHEEL = f"cleanup-{VERSION}-py3-none-any.whl"
