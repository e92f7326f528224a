"""Rules and terms that ship with the package, one folder a language pair."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleanup import glossary, rulebook
from cleanup.glossary import Glossary
from cleanup.rulebook import Rulebook


@cache
def rules(name: str) -> Rulebook:
    """The rules of a shipped pack, such as `zh-en`; empty where it has none.

    Their examples are run by the tests, not each time.
    """
    file = _folder(name) / "rules.yaml"
    if not file.is_file():
        return rulebook.EMPTY
    return rulebook.load(file.read_text("utf-8"), f"{name}/rules.yaml", name, prove=False)


@cache
def terms(name: str) -> Glossary:
    """The terms of a shipped pack; empty where it has none.

    Their examples are run by the tests, not each time.
    """
    file = _folder(name) / "terms.yaml"
    if not file.is_file():
        return glossary.EMPTY
    return glossary.load(file.read_text("utf-8"), f"{name}/terms.yaml", name, prove=False)


def _folder(name: str) -> Path:
    # importlib.resources would cost more time than reading the pack does
    return Path(__file__).parent / name.replace("-", "_")
