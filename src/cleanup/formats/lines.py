"""JSON lines: many small plain texts in one file, each with an id; and texts in memory."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import replace

from cleanup import formats
from cleanup.errors import InputError
from cleanup.text import Document

_MARK = "\ufeff"


def utf8(name: str, text: str) -> bytes:
    """The bytes of a UTF-8 file that is read as exactly this text.

    A text that begins with a byte-order mark keeps it as its first character. Raises
    `InputError`, beginning with `name`, for half a character (a lone surrogate).
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{name}: half a character (a lone surrogate, U+{ord(text[error.start]):04X}) stands"
            f" at character {error.start + 1}; write the text as UTF-8 again"
        ) from None
    return codecs.BOM_UTF8 + data if text.startswith(_MARK) else data


def read_lines(data: bytes, file: str) -> Iterator[Document]:
    """A plain-text document for each line `{"id": ..., "mt": ...}`, named by its id.

    The id is taken exactly as it stands and is never a path; positions are code points of
    `mt`. Raises `InputError` for a line that is no such object and for an id given twice.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{file} line {number}"
        name, text = _line(line, where)
        if name in seen:
            raise InputError(
                f"{where}: the id {name!r} stands in line {seen[name]} already; ids are given once"
            )
        seen[name] = number
        document = formats.read_document(where, utf8(f'{where}: "mt"', text), encoding="utf-8")
        yield replace(document, name=name)


def _line(line: bytes, where: str) -> tuple[str, str]:
    """The id and the text that a line holds."""
    try:
        told = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(f"{where}: this is not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise InputError(f"{where}: not a JSON object; write one object a line") from None
    if not isinstance(told, dict) or not isinstance(told.get("mt"), str):
        raise InputError(f'{where}: wants an object with "id" and "mt", both strings')
    name = told.get("id")
    if not isinstance(name, str) or name == "":
        raise InputError(
            f'{where}: "id" is missing, empty or no string; give each line an id of its own'
        )
    return name, told["mt"]
