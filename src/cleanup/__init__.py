"""Cleanup turns raw machine translation into an edition fit to publish.

The library in a few typed calls: `read`, `check`, `decide`, `make_edition`, `write`. They
are loaded when they are first asked for, so that `import cleanup` itself costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleanup.version import VERSION

if TYPE_CHECKING:
    from cleanup.api import CleanupError as CleanupError
    from cleanup.api import Config as Config
    from cleanup.api import Decision as Decision
    from cleanup.api import Document as Document
    from cleanup.api import Edition as Edition
    from cleanup.api import Knowledge as Knowledge
    from cleanup.api import Proposal as Proposal
    from cleanup.api import Round as Round
    from cleanup.api import check as check
    from cleanup.api import decide as decide
    from cleanup.api import knowledge_of as knowledge_of
    from cleanup.api import make_edition as make_edition
    from cleanup.api import read as read
    from cleanup.api import write as write

__version__ = VERSION

__all__ = [
    "CleanupError",
    "Config",
    "Decision",
    "Document",
    "Edition",
    "Knowledge",
    "Proposal",
    "Round",
    "check",
    "decide",
    "knowledge_of",
    "make_edition",
    "read",
    "write",
]


def __getattr__(name: str) -> Any:
    """What `cleanup.api` offers under this name (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleanup import api

    value = getattr(api, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
