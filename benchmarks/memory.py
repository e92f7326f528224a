"""The most memory that reading and checking a large text takes, in a process of its own.

`python -m benchmarks.memory SIZE` is that process: it prints the bytes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import texts
from benchmarks.measure import ROOT, Row, peak_memory

SIZE = 20_000_000
AT_MOST = 1_000_000_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """One row for a plain text, one for Markdown."""
    size = max(2_000, round(SIZE * scale))
    for extension in (".txt", ".md"):
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.memory", str(size), extension],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        bare, most = map(int, told.stdout.split())
        yield Row(
            f"reading and checking {size / 1e6:.3g} MB of {extension[1:]}",
            most / 1e6,
            "MB",
            beside=f"the same process before ({bare / 1e6:.0f} MB)",
            ratio=most / bare,
            note=f"{most / size:.0f} bytes a byte of text",
            target=f"{AT_MOST / 1e9:.0f} GB",
            reached=most <= AT_MOST,
        )


def measured(size: int, extension: str) -> tuple[int, int]:
    """The peak of this process in bytes with the text at hand, and after the check."""
    from cleanup import formats
    from cleanup.config import Config
    from cleanup.knowledge import gather
    from cleanup.pipeline import propose

    config = Config()
    knowledge = gather(ROOT if (ROOT / "glossary.yaml").exists() else None, config)
    write = texts.markdown if extension == ".md" else texts.prose
    data = write(size).encode()
    bare = peak_memory()
    document = formats.read_document("text", data, extension=extension)
    propose(document, knowledge, config)
    return bare, peak_memory()


if __name__ == "__main__":
    print(*measured(int(sys.argv[1]), Path(f"x{sys.argv[2]}").suffix))
