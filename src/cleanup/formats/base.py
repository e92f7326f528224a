"""What a format is, and what the formats for text files have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import regex

from cleanup.formats.encoding import Decoded, decode, encode
from cleanup.text import Document, Segment, Span


class Format(Protocol):
    """One kind of file. `name` stands in `Document.format` and is the key in the table;
    `extensions` are those of the files it reads, in lower case with the dot."""

    @property
    def name(self) -> str: ...

    @property
    def extensions(self) -> tuple[str, ...]: ...

    def read(self, name: str, data: bytes, encoding: str | None) -> Document:
        """The document in `data`; raises `InputError` where it cannot be read."""
        ...

    def write(self, document: Document, text: str) -> bytes:
        """The file with `text` in place of the document's text: the inverse of `read`."""
        ...

    def keeps_structure(self, document: Document, span: Span, after: str) -> bool:
        """True when `after` at `span` leaves the file's structure as it was."""
        ...


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a text file has beside its text: the byte-order mark, and what its format notes."""

    bom: bytes = b""
    notes: object = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format finds in a text: the parts of a `Document` that speak of structure."""

    segments: tuple[Segment, ...]
    joinable: tuple[bool, ...]
    protected: tuple[Span, ...] = ()
    notes: object = None


def read_text(data: bytes, name: str, encoding: str | None) -> Decoded:
    """The text of a file, where its bytes can be given back exactly."""
    return decode(name, data, encoding)


def make_document(name: str, kind: str, data: bytes, decoded: Decoded, layout: Layout) -> Document:
    """The document of a text file; `kind` is the name of its format."""
    return Document(
        name=name,
        format=kind,
        encoding=decoded.encoding,
        text=decoded.text,
        segments=layout.segments,
        joinable=layout.joinable,
        protected=layout.protected,
        digest=hashlib.sha256(data).hexdigest(),
        skeleton=Skeleton(decoded.bom, layout.notes),
    )


def write_text(document: Document, text: str) -> bytes:
    """The bytes of a text file: byte-order mark and text in the document's encoding."""
    skeleton = document.skeleton
    bom = skeleton.bom if isinstance(skeleton, Skeleton) else b""
    return encode(document.name, text, document.encoding, bom)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or touch made one; empty ones left out."""
    found: list[Span] = []
    for span in sorted(s for s in spans if len(s) > 0):
        if found and span.start <= found[-1].end:
            found[-1] = found[-1].union(span)
        else:
            found.append(span)
    return tuple(found)


EDGES = "".join(
    chr(code)
    for code in (*range(0x1000), 0x1680, *range(0x2000, 0x2070), 0x3000, 0xFEFF)
    if chr(code).isspace() or code in (0x200B, 0x2060, 0xFEFF)
)
"""White space and characters without width: at the edge of a block they belong to the gap."""

_WEB_ADDRESS = regex.compile(
    r"\b(?:https?://|www\.)[^\s<>()\[\]\"'“”‘’，。；、（）【】]*[^\s<>()\[\]\"'“”‘’，。；：、（）【】.,;:!?*_~]"
)


def web_addresses(text: str) -> tuple[Span, ...]:
    """The web addresses that stand in running text, without the marks that follow them."""
    return tuple(Span(m.start(), m.end()) for m in _WEB_ADDRESS.finditer(text))
