from __future__ import annotations

import codecs
import hashlib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cleanup import formats
from cleanup.errors import InputError
from cleanup.formats import LIMIT, TABLE, read_document, write_document
from cleanup.formats.encoding import decode, encode
from strategies import markdown_texts, plain_texts

CHINESE = "山东省各市的市长谈新旧动能转换。我们要坚持改革，坚持创新，推动高质量发展。" * 3


def refused(data: bytes, *, extension: str = ".txt", encoding: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_document("news.txt", data, extension=extension, encoding=encoding)
    return str(caught.value)


# --- the round trip -----------------------------------------------------------------------


@given(
    st.one_of(plain_texts(), markdown_texts(), st.text(st.characters(exclude_categories=["Cs"]))),
    st.sampled_from(
        [
            ("utf-8", b"", None),
            ("utf-8", codecs.BOM_UTF8, None),
            ("utf-16-le", codecs.BOM_UTF16_LE, None),
            ("utf-16-be", codecs.BOM_UTF16_BE, None),
            ("gb18030", b"", "gb18030"),
            ("utf-16-le", b"", "utf-16-le"),
            ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32"),
        ]
    ),
    st.sampled_from([".txt", ".md"]),
)
def test_what_is_read_is_written_back_byte_for_byte(
    text: str, coding: tuple[str, bytes, str | None], extension: str
) -> None:
    codec, bom, said = coding
    assume("\x00" not in text)
    assume(not text.startswith("\ufeff"))
    data = bom + text.encode(codec)
    document = read_document("x", data, extension=extension, encoding=said)
    assert document.text == text
    assert document.digest == hashlib.sha256(data).hexdigest()
    assert write_document(document, document.text) == data


@given(st.binary(), st.sampled_from([".txt", ".md"]), st.sampled_from([None, "gb18030", "big5"]))
@example(b"\x84\x31\x95\x33", ".txt", None)
@example(b"\xff\xfe\x00\xd8", ".txt", None)
@example(b"\xef\xbb\xbf\xef\xbb\xbf", ".txt", None)
def test_any_bytes_are_refused_or_given_back(
    data: bytes, extension: str, encoding: str | None
) -> None:
    try:
        document = read_document("x", data, extension=extension, encoding=encoding)
    except InputError:
        return
    assert write_document(document, document.text) == data


def test_an_empty_file_is_a_document_without_segments() -> None:
    for extension in (".txt", ".md"):
        document = read_document("x", b"", extension=extension)
        assert document.segments == ()
        assert write_document(document, "") == b""


def test_a_byte_order_mark_is_kept_beside_the_text() -> None:
    document = read_document("x", codecs.BOM_UTF8 + b"one")
    assert (document.text, document.encoding) == ("one", "utf-8-sig")
    assert write_document(document, "two") == codecs.BOM_UTF8 + b"two"


def test_an_encoding_that_was_said_may_have_its_byte_order_mark_or_not() -> None:
    assert decode("x", codecs.BOM_UTF8 + b"a", "utf-8").encoding == "utf-8-sig"
    assert decode("x", b"a", "utf-8-sig").encoding == "utf-8"
    assert decode("x", codecs.BOM_UTF16_BE + b"\x00a", "utf-16").encoding == "utf-16-be"
    assert decode("x", codecs.BOM_UTF16_LE + b"a\x00", "utf-16-le").text == "a"


# --- which encoding it is -----------------------------------------------------------------


def test_chinese_in_gb18030_is_recognised() -> None:
    document = read_document("x", CHINESE.encode("gb18030"))
    assert (document.encoding, document.text) == ("gb18030", CHINESE)


def test_chinese_in_gb18030_is_recognised_in_a_large_file() -> None:
    text = (CHINESE + "\n") * 2000
    assert read_document("x", text.encode("gb18030")).encoding == "gb18030"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("山東省各市的市長談新舊動能轉換。我們要堅持改革，堅持創新。" * 3, "big5"),
        ("市長は改革を続けると述べました。新旧動力転換について語ります。" * 3, "shift_jis"),
        ("市長は改革を続けると述べました。新旧動力転換について語ります。" * 3, "euc_jp"),
        ("시장은 개혁을 계속한다고 말했다. 신구 동력 전환을 이야기한다." * 3, "euc_kr"),
        ("Le maire a déclaré que la réforme était nécessaire à l'économie. " * 3, "latin-1"),
        ("It’s the mayor’s “reform” and we’ll see; that’s it. " * 3, "cp1252"),
        ("【Focus】 The mayors talk", "gb18030"),
        ("山东", "gb18030"),
    ],
)
def test_an_encoding_in_doubt_is_asked_for(text: str, encoding: str) -> None:
    message = refused(text.encode(encoding))
    assert message.startswith(
        "news.txt: it is not UTF-8 and its encoding is in doubt; say which it is, for instance"
        " --encoding "
    )
    assert "gb18030" in message
    said = read_document("x", text.encode(encoding), encoding=encoding)
    assert said.text == text


def test_an_unknown_encoding_is_named() -> None:
    for name in ("klingon", "hex"):
        assert refused(b"a", encoding=name) == (
            f"news.txt: there is no text encoding called '{name}'; well-known ones are utf-8,"
            " utf-16-le, gb18030, big5, shift_jis, cp1252"
        )


def test_utf_16_without_a_mark_must_say_its_byte_order() -> None:
    assert refused(b"a\x00", encoding="utf-16") == (
        "news.txt: it has no byte-order mark, so utf-16 can be read two ways;"
        " say --encoding utf-16-le or --encoding utf-16-be"
    )


# --- what is not text ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x00\x00\xff", b"\x00", b"a\x00b", b"\xff\x01\x02\x03"]
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    assert "this is a binary file, not text" in refused(data)


def test_bytes_that_are_not_what_was_said_are_refused_with_their_place() -> None:
    assert refused(b"ab\xff", encoding="utf-8") == (
        "news.txt: the text is not what --encoding says: it cannot be read as utf-8 (byte 3);"
        " say the right --encoding, or save the file as UTF-8"
    )


def test_a_damaged_file_with_a_mark_is_refused() -> None:
    assert "the text is damaged: it cannot be read as utf-16-le" in refused(
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00"
    )


def test_half_a_character_is_refused() -> None:
    assert refused(b"ab+2AA-", encoding="utf-7") == (
        "news.txt: half a character (U+D800) stands at character 3; save the file as UTF-8 again"
    )


def test_bytes_that_could_not_be_written_back_are_refused() -> None:
    # "+AGE-" is a roundabout way to write "a" in UTF-7
    assert refused(b"+AGE-", encoding="utf-7") == (
        "news.txt: read as utf-7, its bytes could not be written back as they are;"
        " convert the file to UTF-8, or say another --encoding"
    )


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert LIMIT == 100_000_000
    monkeypatch.setattr(formats, "LIMIT", 1_000_000)
    assert refused(b"\x00" * 1_000_001) == (
        "news.txt: the file has 1.0 MB and the limit is 1 MB; split it into smaller files"
    )


def test_characters_that_the_encoding_cannot_hold_are_named() -> None:
    document = read_document("news.txt", "é".encode("latin-1"), encoding="latin-1")
    with pytest.raises(InputError) as caught:
        write_document(document, "é 山—\u200b山")
    assert str(caught.value) == (
        "news.txt: iso8859-1 has no place for '山' (U+5C71), '—' (U+2014), an invisible"
        " character (U+200B); choose other characters, or convert the input to UTF-8 and start"
        " again"
    )


def test_of_many_lost_characters_five_are_named() -> None:
    with pytest.raises(InputError, match=r"\(U\+0435\) and 2 more; choose"):
        encode("x", "абвгежз", "ascii")


# --- the table ----------------------------------------------------------------------------


def test_the_extension_picks_the_format() -> None:
    for extension, kind in {
        "": "plain",
        ".txt": "plain",
        "TEXT": "plain",
        ".md": "markdown",
        "Markdown": "markdown",
    }.items():
        assert read_document("x", b"a", extension=extension).format == kind
    assert set(TABLE) >= {"plain", "markdown"}


def test_an_unknown_extension_names_the_known_ones() -> None:
    assert refused(b"a", extension=".pdf") == (
        "news.txt: files ending in '.pdf' cannot be read; the known endings are"
        " .markdown, .md, .text, .txt"
    )
