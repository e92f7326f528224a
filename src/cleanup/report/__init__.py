"""Reports: one model of what is to be said, and a table of the formats that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cleanup.errors import ConfigError
from cleanup.report.compose import build
from cleanup.report.model import Report

__all__ = ["FORMATS", "Report", "build", "render"]

Render = Callable[[Sequence[Report]], str]


# Each format is loaded when it is wanted: a page needs jinja2, a terminal needs rich.


def _text(reports: Sequence[Report]) -> str:
    from cleanup.report.text import text

    return text(reports)


def _jsonl(reports: Sequence[Report]) -> str:
    from cleanup.report.jsonl import jsonl

    return jsonl(reports)


def _patch(reports: Sequence[Report]) -> str:
    from cleanup.report.patch import patch

    return patch(reports)


def _html(reports: Sequence[Report]) -> str:
    from cleanup.report.html import page

    return page(reports)


def _markdown(reports: Sequence[Report]) -> str:
    from cleanup.report.markdown import markdown

    return markdown(reports)


FORMATS: Mapping[str, Render] = {
    "text": _text,
    "jsonl": _jsonl,
    "patch": _patch,
    "html": _html,
    "md": _markdown,
}
"""The formats by the name that users give them; a new one is one module and one line here."""


def render(format_: str, reports: Report | Sequence[Report]) -> str:
    """The report, or several one after the other, in a format of the table.

    Raises `ConfigError` for a format that is not there.
    """
    if format_ not in FORMATS:
        raise ConfigError(
            f"there is no report format {format_!r}; choose one of {', '.join(FORMATS)}"
        )
    return FORMATS[format_]([reports] if isinstance(reports, Report) else reports)
