"""The page: safe whatever the text holds, readable without network, script or colour."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cleanup.decision import SCOPES, Scope
from cleanup.proposal import Proposal
from cleanup.report import Report, render
from cleanup.text import Span
from report_samples import all_or_none, decided, document, doubled, origin, own, proposal, report

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" \'',
    "</title><base href=//x>",
    "{{ 7*7 }} {% raw %} &amp; <!--",
]
VOID = {"meta", "br", "img", "link", "base", "input"}


class Page(HTMLParser):
    """The elements of a page with their attributes, its text, and what is wrong with it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(source)
        self.close()
        self.wrong += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"closed out of turn: {tag}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]

    def links(self) -> list[str]:
        return [str(attrs["href"]) for _, attrs in self.elements if "href" in attrs]


def page(*reports: Report) -> Page:
    read = Page(render("html", reports))
    assert read.wrong == []
    return read


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words_wherever_they_stand(words: str) -> None:
    doc = document(f"Tea {words} sold.\n\nRice fell.\n", name=f"a {words}.txt")
    said = origin(words, message=words, why=words)
    rice = proposal(doc, "Rice", words, f"x{words}", said=(said, replace(said, rule=f"y{words}")))
    group = all_or_none(rice)
    rice = replace(rice, group=group.id, term=words)
    decision = decided(rice, "amend", f"z{words}", reviewer=words, note=words, confirmed=(words,))
    for decisions in ((), (decision, own(doc, "Tea", words))):
        made = report(doc, rice, groups=(group,), decisions=decisions, incomplete=(words,))
        read = page(replace(made, versions={words: words}))
        assert not {"script", "img", "base"} & read.tags()
        assert not any(name.startswith("on") for _, attrs in read.elements for name in attrs)
        assert read.text.count(words) >= 8


def test_nothing_is_loaded_and_the_policy_allows_only_the_page_s_own_style() -> None:
    source = render("html", report(document()))
    read = Page(source)
    style = source[source.index("<style>") + 7 : source.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policies = [a["content"] for _, a in read.elements if "http-equiv" in a]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert not {"script", "link", "img", "iframe"} & read.tags()
    assert all(link.startswith("#") for link in read.links())
    assert "url(" not in style
    assert "@import" not in style
    assert not any("style" in attrs for _, attrs in read.elements)


def test_every_link_leads_to_an_anchor_and_every_anchor_is_one_only() -> None:
    doc, other = document(), document(name="seeds/other.txt")
    members = (proposal(doc, "two is to", "second is to"), proposal(doc, "town", "city"))
    group = all_or_none(*members)
    inner = proposal(doc, "two", "second")
    first = report(doc, *(replace(p, group=group.id) for p in members), inner, groups=(group,))
    read = page(first, report(other, proposal(other, "pipe", "tube")))
    assert len(read.ids()) == len(set(read.ids()))
    assert {link.removeprefix("#") for link in read.links()} <= set(read.ids())
    assert len(read.links()) > 10


def test_changes_are_struck_and_underlined_in_place_with_the_number_of_their_note() -> None:
    doc = document()
    source = render("html", report(doc, proposal(doc, "pipe", "tube")))
    assert (
        'discharge <span id="p1" class="open"><del>pipe</del><ins>tube</ins>'
        '<a class="ref" href="#n1">1</a></span> reform'
    ) in source


def test_the_notes_tell_rule_reason_alternatives_trust_and_verdict() -> None:
    doc = document()
    said = origin("own/放管服", message="Not a pipe.", why="The reform of 2015.", trust="safe")
    pipe = proposal(doc, "pipe", "tube", "hose", said=(said,), term="own/放管服")
    told = page(report(doc, pipe)).text
    for words in ("own/放管服", "Not a pipe.", "The reform of 2015.", "Or: hose", "trust: safe"):
        assert words in told
    verdict = decided(pipe, "amend", "canal", note="as at sea", confirmed=("name",))
    told = page(report(doc, pipe, decisions=(verdict,))).text
    for words in ("Amended by Mo Ellery on 2026-03-02", "confirmed singly: name", "as at sea"):
        assert words in told


def test_each_state_is_named_in_words() -> None:
    doc = document()
    town, pipe = proposal(doc, "town", "city"), proposal(doc, "pipe", "tube")
    query = proposal(doc, "12 million tons")
    decisions = (
        decided(town, "reject", number=1),
        decided(pipe, "accept", "tube", number=2),
        own(doc, "great", "a great"),
    )
    source = render("html", report(doc, town, pipe, query, decisions=decisions))
    states = re.findall(r'<span class="state">([^<]+)</span>', source)
    assert states == ["own edit", "question", "accepted", "rejected"]
    assert "1 of 4 still open." in source


@pytest.mark.parametrize("scope", SCOPES)
def test_how_a_verdict_came_about_is_told_in_words(scope: Scope) -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube")
    told = page(report(doc, pipe, decisions=(decided(pipe, "accept", "tube", scope=scope),))).text
    words = {"single": "zh-en/", "sentence": "zh-en/", "all": ", with all that was open"}
    assert f"Accepted by Mo Ellery on 2026-03-02{words.get(scope, ', ')}" in told


def test_settled_is_explained_where_it_occurs() -> None:
    doc = document()
    pipe = proposal(doc, "pipe", "tube")
    words = "ettled: decided by a verdict on wider or overlapping words"
    told = render("html", report(doc, pipe, decisions=(own(doc, "discharge pipe", "hose"),)))
    assert f'<span class="state" title="s{words}">settled</span>' in told
    assert f"S{words}." in told
    assert words not in render("html", report(doc, pipe))


def test_of_a_doubled_headline_the_copy_that_stays_is_not_struck() -> None:
    doc, drops, group = doubled()
    source = render("html", report(doc, *drops, groups=(group,)))
    assert source.count("<del>Tea sells") == 2  # in the text and in the note of one copy
    told = page(report(doc, *drops, groups=(group,))).text
    assert "Group 1: one of them stays; as shown, this one stays" in told
    assert "Group 1: one of them stays; as shown, this one goes" in told
    assert "One of them stays: 1, 2." in told


def test_no_empty_lines_stand_between_a_paragraph_and_its_notes() -> None:
    doc = document("\n\n  Tea sells.\n \n  \n   It sold well.\n")
    source = render("html", report(doc, proposal(doc, "sells", "sold")))
    assert '<p class="text">  Tea <span' in source
    assert "</span>.</p>" in source


def test_an_incomplete_run_is_said_before_anything_else() -> None:
    doc = document()
    made = report(doc, proposal(doc, "pipe", "tube"), incomplete=("harper: no answer",))
    told = page(made).text
    assert told.index("This run is incomplete.") < told.index("harper: no answer")
    assert told.index("harper: no answer") < told.index("Counts by class")


def test_an_edit_that_does_not_stand_is_told_with_its_reason() -> None:
    doc = document()
    gone = decided(proposal(doc, "pipe", "tube"), "accept", "tube")
    told = page(report(doc, decisions=(gone, own(doc, "discharge pipe", "hose")))).text
    assert "Accepted but not in the text" in told
    assert "a later edit stands there" in told


def test_chinese_is_marked_as_chinese() -> None:
    doc = document()
    source = render("html", report(doc, proposal(doc, "pipe", "tube", term="own/放管服")))
    assert '<html lang="en">' in source
    assert 'own/<span lang="zh">放管服</span>' in source


def test_a_changed_line_end_can_be_seen() -> None:
    doc = document("Tea sold.\r\nRice fell.\r\n")
    source = render("html", report(doc, decisions=(own(doc, "sold.\r\nRice", "sold.\nRice"),)))
    assert "<del>‹CR›↵</del><ins>↵</ins>" in source


def luminance(colour: str) -> float:
    """The relative luminance of a colour as in WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "paper"])
def test_the_contrast_is_at_least_that_of_wcag_aa(theme: int) -> None:
    source = render("html", report(document()))
    palettes = [dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in source.split(":root {")]
    palette = palettes[1:][theme]
    pairs = [(ink, back) for ink in ("ink", "quiet", "link") for back in ("paper", "note")]
    pairs += [(ink, f"{ink}-back") for ink in ("del", "ins", "ask", "alarm")]
    pairs += [("ask", "note")]
    for ink, back in pairs:
        light, dark = sorted((luminance(palette[ink]), luminance(palette[back])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, back)


def test_a_large_document_with_ten_thousand_proposals_takes_seconds() -> None:
    line = "In this year the harvest of rice and tea rose by a tenth to the joy of the town.\n\n"
    doc = document(line * 12_000)
    starts = [i * len(line) + 12 for i in range(10_000)]
    proposals = [
        Proposal(doc.digest, Span(s, s + 8), doc.text[s : s + 8], ("a crop",), (origin(),))
        for s in starts
    ]
    begin = time.process_time()
    source = render("html", report(doc, *proposals))
    assert time.process_time() - begin < 12
    assert source.count("<del>") >= 20_000
