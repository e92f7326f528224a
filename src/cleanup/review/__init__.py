"""The terminal review: an editor decides sentence by sentence, mostly with one key."""

from __future__ import annotations

from cleanup.review.screen import InputEnded, Screen, TerminalScreen
from cleanup.review.terminal import Outcome, review

__all__ = ["InputEnded", "Outcome", "Screen", "TerminalScreen", "review"]
