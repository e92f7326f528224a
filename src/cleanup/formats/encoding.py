"""From bytes to text and back, exactly: byte-order marks, encodings, what cannot be read.

Strict UTF-8 is tried first; what is not UTF-8 goes to a maintained detector, and only a
clear finding of Chinese GB18030 (which includes GBK and GB2312) is taken. In every other
case the user is asked: a wrong guess would garble the text that editors see.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from cleanup.errors import InputError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_GB = frozenset({"gb18030", "gbk", "gb2312"})
_SAMPLE = 64 * 1024
"""So many bytes the detector looks at; more does not make it surer, only slower."""
_CLEAR = 0.1
"""By how much the detector must find every other reading messier than the Chinese one."""
_ENOUGH = 10
"""Fewer characters outside ASCII than this are too few to tell encodings apart."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SURROGATE = regex.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without its byte-order mark, which is kept in `bom`."""

    text: str
    encoding: str
    bom: bytes = b""


def decode(name: str, data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data`; `encode` gives the same bytes again.

    `encoding` is any codec name that Python knows; without it UTF-8, UTF-16 with a
    byte-order mark and clearly Chinese GB18030 are recognised. Raises `InputError` for
    everything that is not text or could not be written back byte for byte; `name` says
    there which file is meant.
    """
    codec = _codec(name, encoding)
    bom, marked = _byte_order_mark(data, codec)
    body = data[len(bom) :]
    if codec is None or marked:
        codec = marked or _detected(name, data)
    if codec in ("utf-16", "utf-32"):
        raise InputError(
            f"{name}: it has no byte-order mark, so {codec} can be read two ways;"
            f" say --encoding {codec}-le or --encoding {codec}-be"
        )
    text = _strictly(name, body, codec, asked=encoding is not None)
    if "\x00" in text:
        raise InputError(
            f"{name}: this is a binary file, not text (it holds zero bytes); save it as plain"
            " text, or say --encoding utf-16-le or utf-16-be if it is such a text"
        )
    if (found := _SURROGATE.search(text)) is not None:
        raise InputError(
            f"{name}: half a character (U+{ord(found.group()):04X}) stands at character"
            f" {found.start() + 1}; save the file as UTF-8 again"
        )
    decoded = Decoded(text, codec, bom)
    try:
        same = _bare_encode(text, codec) == body
    except UnicodeError:
        same = False
    if not same:
        raise InputError(
            f"{name}: read as {codec}, its bytes could not be written back as they are;"
            " convert the file to UTF-8, or say another --encoding"
        )
    return decoded


def encode(name: str, text: str, encoding: str, bom: bytes = b"") -> bytes:
    """The bytes of the text with its byte-order mark: the exact inverse of `decode`.

    Raises `InputError` that names the characters which the encoding cannot hold.
    """
    try:
        return bom + _bare_encode(text, encoding)
    except UnicodeError:
        lost = [c for c in dict.fromkeys(text) if not _holds(encoding, c)]
        shown = ", ".join(f"{_visible(c)} (U+{ord(c):04X})" for c in lost[:5])
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        raise InputError(
            f"{name}: {encoding} has no place for {shown}{more}; choose other characters, or"
            " convert the input to UTF-8 and start again"
        ) from None


def _codec(name: str, encoding: str | None) -> str | None:
    """The codec's proper name; None where none was asked for."""
    if encoding is None:
        return None
    try:
        with suppress(ValueError):
            b"a".decode(encoding)  # codecs from bytes to bytes (hex, zip) are no text encodings
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise InputError(
            f"{name}: there is no text encoding called {encoding!r}; well-known ones are utf-8,"
            " utf-16-le, gb18030, big5, shift_jis, cp1252"
        ) from None


def _byte_order_mark(data: bytes, codec: str | None) -> tuple[bytes, str | None]:
    """The mark that the file begins with and the encoding it stands for.

    Where an encoding was asked for, only its own mark counts.
    """
    for bom, marked in _BOMS:
        if not data.startswith(bom):
            continue
        plain = marked.removesuffix("-sig")
        if codec is None or codec in (marked, plain, plain.removesuffix("-le").removesuffix("-be")):
            return bom, marked
    return b"", "utf-8" if codec == "utf-8-sig" else None


def _strictly(name: str, body: bytes, codec: str, *, asked: bool) -> str:
    try:
        return body.decode(_bare(codec))
    except UnicodeError as error:
        at = f" (byte {error.start + 1})" if isinstance(error, UnicodeDecodeError) else ""
        said = "is not what --encoding says" if asked else "is damaged"
        raise InputError(
            f"{name}: the text {said}: it cannot be read as {codec}{at};"
            " say the right --encoding, or save the file as UTF-8"
        ) from None


def _detected(name: str, data: bytes) -> str:
    """The encoding of a file without a byte-order mark, where it is beyond doubt."""
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\x00" in data or controls * 100 > len(data):
        raise InputError(
            f"{name}: this is a binary file, not text (it holds zero bytes or control codes);"
            " save it as plain text, or say --encoding utf-16-le or utf-16-be if it is such a text"
        )
    from charset_normalizer import from_bytes  # heavy, and seldom wanted

    cut = data.rfind(b"\n", 0, _SAMPLE) + 1 if len(data) > _SAMPLE else len(data)
    matches = list(from_bytes(data[: cut or len(data)]))
    if _clearly_chinese(matches):
        return "gb18030"
    raise InputError(
        f"{name}: it is not UTF-8 and its encoding is in doubt; say which it is, for instance"
        f" --encoding {_likely(matches)}"
    )


def _clearly_chinese(matches: list[CharsetMatch]) -> bool:
    """True when the detector takes GB18030 and no other reading comes near it."""
    if not matches or matches[0].encoding not in _GB:
        return False
    best = matches[0]
    others = [m for m in matches if m.encoding not in _GB]
    foreign = sum(not character.isascii() for character in str(best))
    return foreign >= _ENOUGH and all(
        other.chaos >= best.chaos + _CLEAR and other.coherence <= best.coherence for other in others
    )


def _likely(matches: Iterable[CharsetMatch]) -> str:
    """The candidates for a message, best first, Chinese among them."""
    found = [m.encoding for m in matches if not m.encoding.startswith("utf_")][:3]
    if "gb18030" not in found:
        found.append("gb18030")
    names = [codecs.lookup(encoding).name for encoding in found]
    return ", ".join(names[:-1]) + " or " + names[-1] if len(names) > 1 else names[0]


def _bare(encoding: str) -> str:
    """The codec that neither reads nor writes a byte-order mark by itself."""
    return encoding.removesuffix("-sig")


def _bare_encode(text: str, encoding: str) -> bytes:
    return text.encode(_bare(encoding))


def _holds(encoding: str, character: str) -> bool:
    try:
        _bare_encode(character, encoding)
    except UnicodeError:
        return False
    return True


def _visible(character: str) -> str:
    return repr(character) if character.isprintable() else "an invisible character"
