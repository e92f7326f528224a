"""A unified diff from the document to the document with its edits, for `patch` and `git apply`.

The edits are known, so their lines are taken from them and nothing has to be searched: the
diff of a long text is made in one run over it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleanup.edit import Edit, splice
from cleanup.report.model import Report

_CONTEXT = 3
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines `start` to `end` of the document, and what they become."""

    start: int
    end: int
    new: tuple[str, ...]


def patch(reports: Sequence[Report]) -> str:
    """The standing edits of reviewed documents, the leading single-outcome proposals of others.

    Lines end as in the document, so the patch fits a file in UTF-8, with or without a
    byte-order mark; to a file in another encoding it can only be read. A document without
    edits gives nothing; incomplete runs are told in lines that patch programs pass over.
    """
    return "".join(line for report in reports for line in _of_report(report))


def _of_report(report: Report) -> Iterator[str]:
    for reason in report.incomplete:
        yield f"# INCOMPLETE {_name('', report.name)}: {' '.join(reason.split())}\n"
    # a byte-order mark is no part of the text, but of the first line that patch programs see
    mark = "\ufeff" if report.document.encoding == "utf-8-sig" else ""
    text = mark + report.document.text
    edits = [Edit(e.span.shifted(len(mark)), e.before, e.after) for e in report.edits]
    lines = _lines(text)
    hunks = [h for h in _hunks(text, lines, edits) if _differs(lines, h)]
    if not hunks:
        return
    yield f"--- {_name('a/', report.name)}\n+++ {_name('b/', report.name)}\n"
    shift = 0
    for together in _close_ones(hunks):
        yield from _printed(lines, together, shift)
        shift += sum(len(h.new) - (h.end - h.start) for h in together)


def _name(side: str, name: str) -> str:
    """A file's name as git writes it in a patch: quoted where it would be misread."""
    told = side + name.lstrip("/")
    if any(c in _ESCAPES or not c.isprintable() for c in told.replace(" ", "")):
        quoted = "".join(_ESCAPES.get(c) or (c if c.isprintable() else _octal(c)) for c in told)
        return f'"{quoted}"'
    return f"{told}\t" if " " in told and side else told


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogatepass"))


def _lines(text: str) -> list[str]:
    """The lines with their ends, as patch programs count them: only a line feed ends one."""
    lines = text.split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def _hunks(text: str, lines: Sequence[str], edits: Sequence[Edit]) -> Iterator[_Hunk]:
    """The lines that each run of neighbouring edits touches, with their new text."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    starts.pop()
    starts = starts or [0]
    at = 0
    while at < len(edits):
        first = bisect.bisect_right(starts, edits[at].span.start) - 1
        last = bisect.bisect_right(starts, edits[at].span.end) - 1
        until = at + 1
        while until < len(edits):
            begins = bisect.bisect_right(starts, edits[until].span.start) - 1
            if begins > last:
                break
            last = max(last, bisect.bisect_right(starts, edits[until].span.end) - 1)
            until += 1
        left = starts[first]
        right = starts[last + 1] if last + 1 < len(starts) else len(text)
        inside = [Edit(e.span.shifted(-left), e.before, e.after) for e in edits[at:until]]
        yield _trimmed(lines, first, min(last + 1, len(lines)), splice(text[left:right], inside))
        at = until


def _trimmed(lines: Sequence[str], first: int, last: int, new: str) -> _Hunk:
    """A hunk without the lines at its ends that stay as they are."""
    after = _lines(new)
    low, high = 0, len(after)
    while first < last and low < high and lines[first] == after[low]:
        first, low = first + 1, low + 1
    while first < last and low < high and lines[last - 1] == after[high - 1]:
        last, high = last - 1, high - 1
    return _Hunk(first, last, tuple(after[low:high]))


def _differs(lines: Sequence[str], hunk: _Hunk) -> bool:
    return list(hunk.new) != list(lines[hunk.start : hunk.end])


def _close_ones(hunks: Sequence[_Hunk]) -> Iterator[list[_Hunk]]:
    """Hunks whose lines of context would meet, together."""
    group: list[_Hunk] = []
    for hunk in hunks:
        if group and hunk.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _printed(lines: Sequence[str], hunks: Sequence[_Hunk], shift: int) -> Iterator[str]:
    start = max(0, hunks[0].start - _CONTEXT)
    end = min(len(lines), hunks[-1].end + _CONTEXT)
    grown = sum(len(h.new) - (h.end - h.start) for h in hunks)
    old, new = _range(start, end - start), _range(start + shift, end - start + grown)
    yield f"@@ -{old} +{new} @@\n"
    here = start
    for hunk in hunks:
        yield from (_line(" ", line) for line in lines[here : hunk.start])
        yield from (_line("-", line) for line in lines[hunk.start : hunk.end])
        yield from (_line("+", line) for line in hunk.new)
        here = hunk.end
    yield from (_line(" ", line) for line in lines[here:end])


def _range(start: int, length: int) -> str:
    """Start and length as in POSIX `diff -u`: an empty range names the line before it."""
    begins = start + 1 if length else start
    return f"{begins}" if length == 1 else f"{begins},{length}"


def _line(sign: str, line: str) -> str:
    whole = f"{sign}{line}"
    return whole if line.endswith("\n") else f"{whole}\n\\ No newline at end of file\n"
