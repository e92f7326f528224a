"""The report as a page: one file that needs neither network nor script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

import regex
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from cleanup.decision import Scope
from cleanup.proposal import in_words
from cleanup.report import characters
from cleanup.report.model import SETTLED, Mark, Report

_BREAKS = regex.compile("(?:‹CR›|↵)++(?!$)")
_EMPTY_LINES = regex.compile(r"\A(?:\s*[\r\n])?")
_CHINESE = regex.compile(r"\p{Han}[\p{Han}\u3000-\u303f\uff00-\uffef]*")
_SCOPES: dict[Scope, str] = {
    "single": "",
    "sentence": "",
    "same": "with the same words everywhere",
    "group": "with its group",
    "rule": "with the rest of its rule",
    "category": "with the rest of its class",
    "all": "with all that was open",
    "policy": "by the policy",
    "absorb": "from a reworked file",
    "carried": "kept from an earlier text",
}
"""How a verdict came about, where it was not given at its own place."""


def page(reports: Sequence[Report]) -> str:
    """One HTML page with the counts, and each document with its changes in place.

    Removed words are struck, added ones underlined; every text from outside is escaped, and
    a content security policy forbids all but the page's own style, known by its digest.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template("report.html.j2")
    several = len(reports) > 1
    items = [_item(r, f"d{at}-" if several else "") for at, r in enumerate(reports, 1)]
    return template.render(
        reports=reports, items=items, style=Markup(style), style_digest=digest, settled=SETTLED
    )


def _item(report: Report, prefix: str) -> dict[str, object]:
    """What the template needs for one document; `prefix` keeps the anchors of several apart."""
    return {
        "report": report,
        "prefix": prefix,
        "groups": {group.number: group for group in report.groups},
        "states": {note.number: note.state.replace(" ", "-") for note in report.notes},
    }


@lru_cache(maxsize=1)
def _style() -> str:
    folder = resources.files("cleanup.report").joinpath("templates")
    return folder.joinpath("report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cleanup.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["kind"] = in_words
    environment.filters["scope"] = lambda scope: _SCOPES[scope]
    environment.filters["trimmed"] = _trimmed
    environment.filters["plain"] = characters.flowing
    environment.filters["words"] = lambda text: _tongues(characters.standing(text))
    environment.filters["changed"] = lambda text: _tongues(_changed(text))
    environment.filters["line"] = lambda text: _tongues(characters.flowing(text))
    return environment


def _changed(text: str) -> str:
    """Removed or added words; the sign of a line break inside them is followed by a break."""
    return _BREAKS.sub(lambda match: f"{match.group()}\n", characters.changed(text))


def _trimmed(marks: Sequence[Mark]) -> list[Mark]:
    """The runs of a block without the empty lines before and the space behind its words."""
    told = list(marks)
    if told and told[-1].note is None:
        told[-1] = replace(told[-1], text=told[-1].text.rstrip())
    if told and told[0].note is None:
        told[0] = replace(told[0], text=_EMPTY_LINES.sub("", told[0].text))
    return told


def _tongues(text: str) -> Markup:
    """The text escaped, with its Chinese marked as such."""
    if text.isascii():
        return escape(text)
    parts: list[str] = []
    here = 0
    for match in _CHINESE.finditer(text):
        parts.append(escape(text[here : match.start()]))
        parts.append(Markup('<span lang="zh">{}</span>').format(match.group()))
        here = match.end()
    parts.append(escape(text[here:]))
    return Markup("").join(parts)
