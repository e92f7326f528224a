"""Plain text: paragraphs, headings, list items and speaker turns by the look of the lines.

Blank lines separate blocks. In a block, lines that were wrapped at a width make one
paragraph; otherwise each line is one. Indentation and trailing blanks belong to the gaps.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from cleanup.formats.base import EDGES, Layout, make_document, read_text, write_text
from cleanup.reading import plain_reading
from cleanup.text import Document, Reading, Segment, SegmentKind, Span

_LINE = regex.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_WIDEST = 100
"""Text that was wrapped by a program or a typist has no line wider than this (columns)."""
_NARROWEST = 50
"""Lines all narrower than this are an address, a poem or a list, not a wrapped paragraph."""
_HEADING = 120
"""No heading is wider than this (columns)."""
_FINAL = regex.compile(r"""[.!?。！？…;；:：]["'”’»)）\]】」』]*$""")
_FULL_STOP = regex.compile(r"""[.。;；,，:：…]["'”’»)）\]】」』]*$""")
_ITEM = regex.compile(
    r"""(?: [-–•·●○■◆▪*]\s                       # a bullet
          | \d{1,3}[.)]\s | \d{1,3}[、．]          # 1.  1)  1、
          | [(（](?:\d{1,3}|[a-z]|[ivx]{1,4})[)）] # (1)  (a)  (iv)
          | [a-z]\)\s                             # a)
          | [(（]?[一二三四五六七八九十]{1,3}[、．.)）] # 一、  （一）
          | [①-⑳]
        )""",
    regex.VERBOSE,
)
_NAME = r"\p{Lu}[\p{L}'’.\-]*(?:\ (?:\p{Lu}[\p{L}'’.\-]*|of|the|de|van|von)){0,4}"
_SPEAKER = regex.compile(
    rf"""(?P<name>{_NAME}|[\p{{Han}}·]{{2,8}})
         (?P<rest>(?:[,，]|\ \()[^.!?;:。！？；：\d\r\n]{{3,150}})?
         [:：](?=\s|["“‘「]|\p{{Han}})""",
    regex.VERBOSE,
)
_ROLES = frozenset(
    "reporter journalist correspondent interviewer interviewee host moderator spokesperson"
    " spokesman spokeswoman q a question answer 记者 主持人 问 答 发言人".split()
)
"""Labels that open a turn of speech even where they stand only once."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one line; `indent` in columns; `block` counts blocks between blank lines."""

    span: Span
    indent: int
    block: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text files; nothing in them is protected and every gap is joinable."""

    name: str = "plain"
    extensions: tuple[str, ...] = ("", ".txt", ".text")

    def read(self, name: str, data: bytes, encoding: str | None) -> Document:
        """The document in the bytes of a plain text file."""
        decoded = read_text(data, name, encoding)
        return make_document(name, self.name, data, decoded, layout(decoded.text))

    def write(self, document: Document, text: str) -> bytes:
        """The bytes of the file with `text` as its text."""
        return write_text(document, text)

    def keeps_structure(self, document: Document, span: Span, after: str) -> bool:  # noqa: ARG002
        """True inside the text: it has no structure beside its lines, and those may change."""
        return span.end <= len(document.text)


def layout(text: str) -> Layout:
    """The segments of a plain text."""
    lines = list(_lines(text))
    runs = [run for block in _blocks(lines) for run in _runs(text, block)]
    readings = [plain_reading(span.of(text), span.start) for span in map(_extent, runs)]
    alone = Counter(run[0].block for run in runs)
    indented = sum(run[0].indent > 0 for run in runs) * 2 > len(runs)
    labels = Counter(_label(reading.text) for reading in readings)
    segments = []
    for run, reading in zip(runs, readings, strict=True):
        set_off = len(run) == 1 and alone[run[0].block] == 1
        outdented = indented and run[0].indent == 0
        kind, label = _kind(reading, labels, set_off=set_off, outdented=outdented)
        segments.append(Segment(_extent(run), kind, reading, label))
    return Layout(tuple(segments), (True,) * (len(segments) + 1))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank."""
    block = 0
    for match in _LINE.finditer(text):
        line = match.group()
        left = line.lstrip(EDGES)
        if not left:
            block += 1
            continue
        indent = len(line) - len(left)
        start = match.start() + indent
        words = left.rstrip(EDGES)
        yield _Line(Span(start, start + len(words)), _columns(line[:indent]), block)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    for line in lines:
        if block and line.block != block[-1].block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _runs(text: str, block: list[_Line]) -> Iterator[list[_Line]]:
    """The paragraphs of a block, each with its lines."""
    run: list[_Line] = []
    for line in block:
        if run and _opens(text, run, line):
            yield from _paragraphs(text, run)
            run = []
        run.append(line)
    yield from _paragraphs(text, run)


def _opens(text: str, run: list[_Line], line: _Line) -> bool:
    """True when the line begins a new paragraph by its marker or its indentation."""
    if _ITEM.match(text, line.span.start):
        return True
    hanging = _ITEM.match(text, run[0].span.start) is not None or len(run) == 1
    return line.indent > run[-1].indent and not hanging


def _paragraphs(text: str, run: list[_Line]) -> Iterator[list[_Line]]:
    if _is_wrapped(text, run):
        yield run
    else:
        yield from ([line] for line in run)


def _is_wrapped(text: str, run: list[_Line]) -> bool:
    """True when the lines are one paragraph that was broken at a width.

    A program breaks a line only where the next word does not fit any more: so every line
    but the last, with the first word of the next, must be wider than the widest line. Lines
    that all end a sentence are paragraphs of their own even so.
    """
    if len(run) < 2:
        return False
    widths = [line.indent + _columns(line.span.of(text)) for line in run]
    widest = max(widths)
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    for following, width in zip(run[1:], widths, strict=False):
        if width + _first_word(following.span.of(text)) <= widest:
            return False
    ends = [_FINAL.search(line.span.of(text)) is not None for line in run[:-1]]
    if len(run) == 2:
        # one break alone proves little: the second line must go on in the midst of things
        second = run[1].span.of(text)[0]
        return not ends[0] and not second.isupper()
    return not all(ends)


def _first_word(words: str) -> int:
    """The columns that the first word needs with the blank before it."""
    first = words[0]
    if unicodedata.east_asian_width(first) in "WF":
        return 2
    return 1 + _columns(words.split(None, 1)[0])


def _columns(words: str) -> int:
    """The width on a screen or typed page: wide characters count two, a tab eight."""
    if words.isascii():
        return len(words) + 7 * words.count("\t")
    return sum(
        8 if c == "\t" else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words
    )


def _extent(run: Sequence[_Line]) -> Span:
    return Span(run[0].span.start, run[-1].span.end)


def _kind(
    reading: Reading, labels: Counter[str], *, set_off: bool, outdented: bool
) -> tuple[SegmentKind, str]:
    words = reading.text
    if _ITEM.match(words):
        return "list-item", ""
    match = _speaker(words)
    if match is not None and not (outdented and set_off and len(words) <= _HEADING):
        label = _label(words)
        if match["rest"] or label.casefold() in _ROLES or labels[label] > 1:
            return "speaker", label
    if set_off and _columns(words[: _HEADING + 1]) <= _HEADING and _is_heading(words, outdented):
        return "heading", ""
    return "paragraph", ""


def _is_heading(words: str, outdented: bool) -> bool:
    """True for a short line of its own without a full stop.

    Where the paragraphs are indented and this line is not, a stop does not count.
    """
    return outdented or _FULL_STOP.search(words) is None


def _label(words: str) -> str:
    """Who speaks, where the words open with a name and a colon; else nothing."""
    match = _speaker(words)
    return str(match["name"]) if match is not None and len(words) > match.end() else ""


def _speaker(words: str) -> regex.Match[str] | None:
    if ":" not in words and "：" not in words:
        return None
    return _SPEAKER.match(words)
