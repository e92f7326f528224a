"""The most memory that checking the article and a large text takes, in processes of their own.

`python -m benchmarks.memory SIZE EXTENSION` is such a process, and `python -m benchmarks.memory
article` the other: it prints the bytes before and at the end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks import texts
from benchmarks.check_article import ARTICLE
from benchmarks.measure import ROOT, Row, environment, peak_memory

SIZE = 20_000_000
AT_MOST = 1_000_000_000
ARTICLE_AT_MOST = 300_000_000


def run(scale: float = 1.0) -> Iterator[Row]:
    """Two rows for the article, from a cold and a warm cache; one for a plain text, one for
    Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        around = environment(Path(folder))
        for cache in ("cold", "warm"):
            bare, most = _child(["article"], around)
            yield Row(
                f"checking the reference article, {cache} cache",
                most / 1e6,
                "MB",
                beside=f"the same process before ({bare / 1e6:.0f} MB)",
                ratio=most / bare,
                target=f"{ARTICLE_AT_MOST / 1e6:.0f} MB",
                reached=most <= ARTICLE_AT_MOST,
            )
    size = max(2_000, round(SIZE * scale))
    for extension in (".txt", ".md"):
        bare, most = _child([str(size), extension])
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


def _child(arguments: Sequence[str], around: Mapping[str, str] | None = None) -> tuple[int, int]:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", *arguments],
        cwd=ROOT,
        env=around,
        check=True,
        capture_output=True,
        text=True,
    )
    bare, most = map(int, told.stdout.splitlines()[-1].split())
    return bare, most


def article() -> tuple[int, int]:
    """The peak of this process in bytes before and after `cleanup check` of the article."""
    from cleanup import cli

    bare = peak_memory()
    with suppress(SystemExit):
        cli.main(["check", ARTICLE])
    return bare, peak_memory()


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
    if sys.argv[1] == "article":
        print(*article())
    else:
        print(*measured(int(sys.argv[1]), Path(f"x{sys.argv[2]}").suffix))
