"""Generated documents and edits for property tests.

`documents()` gives plain text and Markdown documents as the formats read them; `edits_in`
gives edits that may be made in a document; `plain_texts`, `markdown_texts` and `words` are
the bricks. All of them hold what breaks naive code: CRLF, CR and mixed line ends, characters
outside the basic plane, combining accents, no-break and ideographic spaces.
"""

from __future__ import annotations

from hypothesis import strategies as st

from cleanup.edit import Edit
from cleanup.editable import check_edit
from cleanup.errors import EditError
from cleanup.formats import read_document
from cleanup.text import Document, Span

LINE_ENDS = ("\n", "\r\n", "\r")
VOCABULARY = (
    "the reform of industry will go on and Jinan grows by 3.5 million yuan No. 17 cities"
    " 山东省 新旧动能 𠮷田 😀 👩\u200d🔬 cafe\u0301 e\u0301\u0323 n\u0303 Å R&D AT&T 10~20 a_b"
    " “quoted” (one) it's 5% -- …"
).split(" ")
SPACES = (" ", " ", " ", " ", "\u00a0", "\u3000", "  ", "\t")


@st.composite
def words(draw: st.DrawFn, max_size: int = 12) -> str:
    """Some words with spaces between them, as prose has them; never empty."""
    drawn = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=max_size))
    parts = [drawn[0]]
    for word in drawn[1:]:
        parts += [draw(st.sampled_from(SPACES)), word]
    return "".join(parts)


def line_ends() -> st.SearchStrategy[tuple[str, ...]]:
    """The kinds of line end of one file: mostly one, sometimes all of them mixed."""
    return st.sampled_from([(end,) for end in LINE_ENDS] + [LINE_ENDS])


@st.composite
def _blocks(draw: st.DrawFn, blocks: st.SearchStrategy[str], apart: bool) -> str:
    """Blocks joined by line ends; `apart` puts a blank line between all of them."""
    ends = st.sampled_from(draw(line_ends()))
    text = draw(st.sampled_from(["", "\n", "\n\n"]))
    for block in draw(st.lists(blocks, max_size=6)):
        text += block + ("\n\n" if apart or draw(st.booleans()) else "\n")
    text = text.rstrip("\n") if draw(st.booleans()) else text
    return "".join(draw(ends) if character == "\n" else character for character in text)


@st.composite
def _plain_block(draw: st.DrawFn) -> str:
    opening = draw(st.sampled_from(["", "", "  ", "\u3000\u3000", "\t", "1. ", "- ", "（一）"]))
    speaker = draw(st.sampled_from(["", "", "Reporter: ", "Wang Wei, mayor of Jinan: "]))
    return opening + speaker + draw(words()) + draw(st.sampled_from([".", "", "!", "。 "]))


def plain_texts() -> st.SearchStrategy[str]:
    """Plain text with headings, paragraphs, list items, speakers and wrapped lines."""
    return _blocks(_plain_block(), apart=False)


@st.composite
def _prose(draw: st.DrawFn) -> str:
    """Words with Markdown's inline mark-up between them."""
    shapes = [
        "{}",
        "{}",
        "*{}*",
        "**{}**",
        "~~{}~~",
        "[{}](http://example.org/a 'b')",
        "![{}](p.png)",
        "`{}`",
        "<b>{}</b>",
        "{}&amp;{}",
        "\\*{}\\_",
        "**{} *{}***",
        "[r]",
        "http://example.org/x_y",
    ]
    parts = []
    for shape in draw(st.lists(st.sampled_from(shapes), min_size=1, max_size=5)):
        parts.append(shape.format(draw(words(3)), draw(words(2))))
    return " ".join(parts)


@st.composite
def _markdown_block(draw: st.DrawFn) -> str:
    shapes = [
        "{}",
        "{}",
        "{}\n{}",
        "{}  \n{}",
        "# {}",
        "{}\n===",
        "- {}\n- {}",
        "1. {}\n\n   {}",
        "> {}\n> {}",
        "> {}\n>\n> {}",
        "| {} | b |\n|---|---|\n| c | {} |",
        "```\n{}\n```",
        "<div>\n{}\n</div>",
        "---",
        "Word[^1].\n\n[^1]: {}",
        "[r]: http://example.org",
    ]
    return draw(st.sampled_from(shapes)).format(draw(_prose()), draw(_prose()))


def markdown_texts() -> st.SearchStrategy[str]:
    """Markdown with every kind of block and inline mark-up that the format knows."""
    return _blocks(_markdown_block(), apart=True)


def plain_documents() -> st.SearchStrategy[Document]:
    """Plain text documents in UTF-8."""
    return plain_texts().map(lambda text: read_document("plain", text.encode()))


def markdown_documents() -> st.SearchStrategy[Document]:
    """Markdown documents in UTF-8."""
    return markdown_texts().map(
        lambda text: read_document("markdown", text.encode(), extension=".md")
    )


def documents() -> st.SearchStrategy[Document]:
    """Plain text and Markdown documents, also empty ones."""
    return st.one_of(plain_documents(), markdown_documents())


def spans_in(length: int) -> st.SearchStrategy[Span]:
    """Any span, also an empty one, in a text of so many code points."""
    point = st.integers(0, length)
    return st.tuples(point, point).map(lambda pair: Span(min(pair), max(pair)))


def edits_in(document: Document) -> st.SearchStrategy[Edit]:
    """Edits that `check_edit` allows in the document: in a segment, across gaps, at ends."""
    return _any_edit(document).filter(lambda edit: _is_allowed(document, edit))


@st.composite
def _any_edit(draw: st.DrawFn, document: Document) -> Edit:
    span = draw(spans_in(len(document.text)))
    if document.segments:
        index = draw(st.integers(0, len(document.segments) - 1))
        segment = document.segments[index].span
        inside = draw(spans_in(len(segment))).shifted(segment.start)
        following = Span(segment.start, document.gap(index + 1).end)
        ends = [Span(segment.start, segment.start), Span(segment.end, segment.end)]
        span = draw(st.sampled_from([span, inside, inside, inside, segment, following, *ends]))
    after = draw(st.one_of(st.just(""), words(4)))
    return Edit(span, span.of(document.text), after)


def _is_allowed(document: Document, edit: Edit) -> bool:
    try:
        check_edit(document, edit.span, edit.after)
    except EditError:
        return False
    return True
