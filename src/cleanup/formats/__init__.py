"""The way in and out: bytes become a document, a text becomes bytes again.

Adding a format: one module with a class as `base.Format` has it, one line in `TABLE`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cleanup.errors import InputError
from cleanup.formats.base import Format
from cleanup.formats.markdown import Markdown
from cleanup.formats.plain import Plain
from cleanup.storage import SIZE_LIMIT
from cleanup.text import Document, Span

LIMIT = SIZE_LIMIT
"""No file may hold more bytes than this (100 MB)."""

_FORMATS: tuple[Format, ...] = (Plain(), Markdown())
TABLE: Mapping[str, Format] = MappingProxyType({f.name: f for f in _FORMATS})
"""The formats by name; `Document.format` is such a name."""
_BY_EXTENSION = {extension: f for f in _FORMATS for extension in f.extensions}


def read_document(
    name: str, data: bytes, *, extension: str = ".txt", encoding: str | None = None
) -> Document:
    """The document in the bytes of a file.

    `extension` picks the format (with or without the dot; none means plain text);
    `encoding` is what the user said it is, any codec name that Python knows. Raises
    `InputError` for what cannot be read, or not written back byte for byte.
    """
    if len(data) > LIMIT:
        raise InputError(
            f"{name}: the file has {len(data) / 1_000_000:.1f} MB and the limit is"
            f" {LIMIT // 1_000_000} MB; split it into smaller files"
        )
    return _format_for(name, extension).read(name, data, encoding)


def write_document(document: Document, text: str) -> bytes:
    """The bytes of the file with `text` as its text: the exact inverse of reading.

    Raises `InputError` naming the characters that the file's encoding cannot hold.
    """
    return TABLE[document.format].write(document, text)


def keeps_structure(document: Document, span: Span, after: str) -> bool:
    """True when `after` at `span` leaves segments, protected text and mark-up as they were.

    An edit that touches gaps or holds line breaks may join, split or drop paragraphs; what
    stands around it must stay as it is. The format judges; `check_edit` is asked besides.
    """
    return TABLE[document.format].keeps_structure(document, span, after)


def _format_for(name: str, extension: str) -> Format:
    wanted = extension.lower()
    if wanted and not wanted.startswith("."):
        wanted = "." + wanted
    if wanted not in _BY_EXTENSION:
        known = ", ".join(sorted(e for e in _BY_EXTENSION if e))
        raise InputError(
            f"{name}: files ending in {extension!r} cannot be read; the known endings are {known}"
        )
    return _BY_EXTENSION[wanted]
