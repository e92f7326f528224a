"""Whether a regular expression can run over a sentence: a rule's own must not.

Allowed without a limit is what stays inside one word, one figure or one run of spaces: `\\w+`,
`\\d*`, `[a-z]+`, `\\s+`. Everything that can take words and the spaces between them needs a
limit: `.`, `[^,]`, `[\\w ]`, `\\S`, a bracket in round brackets. So no match is longer than a
few lines, and none can hang for long.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

MOST_REPEATS = 200
"""The largest limit for a single sign."""
MOST_GROUPS = 20
"""The largest limit for a bracket, which may hold a word and more."""

_TOKEN = regex.compile(
    r"""
    (?P<comment>\(\?\#[^)]*\))
  | (?P<recursion>\(\?(?:R|&|P>|[+-]?\d))
  | (?P<back>\(\?P=\w+\)|\\g<\w+>|\\[1-9]\d*)
  | (?P<open>\((?:\?(?:P?<\w+>|<?[=!]|[>|]|[\w-]*:))?)
  | (?P<flags>\(\?[\w-]+\))
  | (?P<close>\))
  | (?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
  | (?P<escape>\\[pPN]\{[^}]*\}|\\.)
  | (?P<many>[*+]|\{\d+,\}|\{,\})[?+]?
  | (?P<few>\?|\{(?P<low>\d*)(?:,(?P<high>\d*))?\})[?+]?
  | (?P<fuzzy>\{[^}]*\})
  | (?P<any>\.)
  | (?P<edge>[|^$])
  | (?P<sign>.)
    """,
    regex.VERBOSE | regex.DOTALL,
)
_SPACE = regex.compile(r"[ \t]|\\[shvRWSDXP]")
_WORD = regex.compile(r"\\[wdpWSDXP]|[\w]-[\w]|\[:|\w{4}")
_WIDE_ESCAPES = ("\\W", "\\S", "\\D", "\\X", "\\P")


def unbounded(expression: str) -> str | None:
    """What makes the expression unbounded and what to write instead; None where nothing does."""
    before = ""
    kind = ""
    for token in _tokens(expression):
        name, written = token.lastgroup or "", token.group()
        match name:
            case "recursion":
                return f"{written!r} calls the pattern again without a limit; write it out"
            case "fuzzy":
                return f"{written!r} is no repetition that is known here; write a limit as {{0,8}}"
            case "many" if kind in ("wide", "close"):
                what = "the bracket before" if kind == "close" else before
                return (
                    f"{written!r} after {what} has no limit, so it could run over whole"
                    f" sentences; write a limit, such as {{0,{8 if kind == 'close' else 60}}}"
                )
            case "few" | "low" | "high" if kind and _too_many(token, kind):
                most = MOST_GROUPS if kind == "close" else MOST_REPEATS
                return f"{written!r} is too many; at most {most}"
        kind = _kind(name, written)
        before = written
    return None


def _tokens(expression: str) -> Iterator[regex.Match[str]]:
    return _TOKEN.finditer(expression)


def _kind(name: str, written: str) -> str:
    """What a repetition that follows this token repeats."""
    if name == "close":
        return "close"
    if name in ("any", "back"):
        return "wide"
    if name == "escape":
        return "wide" if written.startswith(_WIDE_ESCAPES) else "narrow"
    if name == "set":
        both = _SPACE.search(written) is not None and _WORD.search(written) is not None
        return "wide" if both or written.startswith("[^") else "narrow"
    return "narrow" if name == "sign" else ""


def _too_many(token: regex.Match[str], kind: str) -> bool:
    limits = [int(token[part]) for part in ("low", "high") if token[part]]
    return max(limits, default=1) > (MOST_GROUPS if kind == "close" else MOST_REPEATS)
