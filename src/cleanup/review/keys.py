"""The keys of the terminal review: what each is called, and the one screen of help."""

from __future__ import annotations

from rich.text import Text

from cleanup.proposal import CATEGORIES, Category

SENTENCE_KEYS = (
    ("y", "take the sentence as it would read"),
    ("n", "leave the sentence as it is (reject all)"),
    ("p", "go through its proposals one by one"),
    ("t", "type the sentence anew"),
    ("o", "change some words yourself"),
)
PROPOSAL_KEYS = (
    ("y", "accept"),
    ("1-9", "pick an alternative by its number"),
    ("n", "reject: the words stay"),
    ("e", "put in your own words instead"),
    ("g", "decide the whole group at once"),
    ("w", "the same everywhere"),
    ("x", "never here again (an exception)"),
    ("a d", "accept, reject all the rest of this rule"),
    ("A D", "the same for the whole class"),
)
EVERYWHERE_KEYS = (
    ("s", "skip for now"),
    ("j k", "next, previous open sentence (or arrows)"),
    ("> <", "next, previous sentence, open or not"),
    ("J", "go to a line or to some words"),
    ("/", "show only a rule, a class or some words"),
    ("r", "give a reason with the next verdict"),
    ("b", "take back a verdict in this sentence"),
    ("u", "undo what you did last"),
    ("q", "quit; all verdicts are saved already"),
)

_CLASS_EXAMPLES: dict[Category, str] = {
    "terminology": "the wrong term",
    "accuracy": "the sense is wrong",
    "linguistic conventions": "grammar, spelling, punctuation",
    "style": "clumsy or long-winded",
    "locale conventions": "dates, units, currency",
    "audience appropriateness": "unclear to readers",
    "design and markup": "headings, layout",
}


def help_text() -> tuple[tuple[Text, int, int], ...]:
    """The screen of help, line by line, each with its indent and the width of its key."""
    lines: list[tuple[Text, int, int]] = []
    for title, keys in (
        ("At a sentence", SENTENCE_KEYS),
        ("At one proposal (at a sentence it asks which)", PROPOSAL_KEYS),
        ("Always", EVERYWHERE_KEYS),
    ):
        lines.append((Text(title, "title"), 0, 0))
        lines += [(Text.assemble((f"{key:<4}", "key"), told), 2, 4) for key, told in keys]
    return tuple(lines)


def prompt(question: str, *keys: tuple[str, str]) -> Text:
    """A question with its keys: `Take it?  [y] yes  [n] no`."""
    text = Text(question)
    for key, told in keys:
        text.append("  " if text else "")
        text.append(f"[{key}]", "key")
        text.append(f" {told}")
    text.append(" >", "key")
    return text


def class_lines() -> tuple[Text, ...]:
    """The classes of edits with the key of each."""
    return tuple(
        Text.assemble((f"[{n}]", "key"), f" {name}: {_CLASS_EXAMPLES[name]}")
        for n, name in enumerate(CATEGORIES, 1)
    )


def class_of(key: str) -> Category | None:
    """The class that a key stands for; Enter stands for linguistic conventions."""
    if key == "":
        return "linguistic conventions"
    if key.isdecimal() and 1 <= int(key) <= len(CATEGORIES):
        return CATEGORIES[int(key) - 1]
    return None
