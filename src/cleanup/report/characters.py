"""Characters that cannot be seen, made visible: for terminals, pages and tables.

A text may hold anything, also what would steer a terminal or turn a line of print around.
"""

from __future__ import annotations

import regex

_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_LONELY = regex.compile(r"[\ud800-\udfff]")
_HIDDEN = (*range(0x20), *range(0x7F, 0xA0), *_TURNING, 0x200B, 0x2028, 0x2029, 0xFEFF)
# only signs that every common font has
_SPACES = {0x20: "·", 0xA0: "‹NBSP›", 0x3000: "‹U+3000›", 0x09: "→"}
_CONTROLS = {
    **{code: f"‹U+{code:04X}›" for code in _HIDDEN},
    0x09: "→",
    0x0A: "↵",
    0x0D: "‹CR›",
}
_KEPT_BREAKS = {code: sign for code, sign in _CONTROLS.items() if code not in (0x09, 0x0A, 0x0D)}
_BREAK = regex.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")


def flowing(text: str) -> str:
    """Unchanged words for one line: line breaks are spaces, other controls have a sign."""
    return _seen(_BREAK.sub(" ", text).replace("\t", " "), _CONTROLS)


def standing(text: str) -> str:
    """Unchanged words with their line breaks and tabs, other controls with a sign."""
    return _seen(text, _KEPT_BREAKS)


def changed(text: str) -> str:
    """Removed or added words: line breaks have a sign, and so have spaces that stand alone."""
    if text.isspace():
        text = text.translate(_SPACES)
    return _seen(text, _CONTROLS)


def _seen(text: str, signs: dict[int, str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _LONELY.sub("\ufffd", text.translate(signs))
