"""An entry put into the text of a glossary; every comment and every other line stays.

The lines of the new entry are written by ruamel.yaml and put at the end of `terms`. What
comes out is read again before anyone may write it to disk: the old entries must read as they
did, the new one as it was given, and the file must be one that the loader takes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import regex

from cleanup.errors import ConfigError
from cleanup.glossary.entry import Artifact, Entry, Example
from cleanup.glossary.file import read_glossary
from cleanup.glossary.lookup import load
from cleanup.phrases import Phrase
from cleanup.yamlfile import YamlList, YamlMap, YamlNode, YamlText, read

_LINE_END = regex.compile(r"\r\n|\r|\n")
_LINES = regex.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DASH = regex.compile(r"( *)-")
_GUARDS = ("unless", "only_with", "not_after", "not_before")


def draft(
    source: str,
    preferred: str,
    artifacts: Sequence[str] = (),
    *,
    likely: Sequence[str] = (),
    examples: Sequence[tuple[str, str | None]] = (),
    **told: Any,
) -> Entry:
    """An own entry that stands in no file yet; an example is (before, after), or (text, None)
    for one to leave. `told` are further fields of `Entry`, such as `admitted`.

    Nothing is checked here: `add_entry` does, and says what is wrong.
    """
    return Entry(
        id=f"own/{told.pop('id', '') or source}",
        pack="own",
        line=0,
        file="",
        source=source,
        preferred=preferred,
        artifacts=tuple(
            Artifact(words, Phrase(words, ()), likely=words_likely, line=0)
            for words_likely, lines in ((False, artifacts), (True, likely))
            for words in lines
        ),
        examples=tuple(Example(before, after, 0) for before, after in examples),
        **told,
    )


def add_entry(text: str, entry: Entry, file: str = "glossary.yaml") -> str:
    """The text of a glossary with one entry more, at the end of `terms`.

    Raises `ConfigError`, with the line in the new text, where the loader would refuse it: an
    entry of the same name, an example that does not come out, an artifact that cannot be read.
    """
    told = dict(_keys(entry))
    read_glossary(text, file, "own")  # what is wrong already is told before anything else
    before = read(text, file)
    made = _put_in(text, before, told)
    if made is None or not _reads_so(made, before, told, file):
        made = _rewritten(text, told)
    if made is None or not _reads_so(made, before, told, file):
        raise ConfigError(
            f"{file}: the entry {entry.name} cannot be put in without a change to others; write it"
            " into the file by hand"
        )
    load(made, file)
    return made


def _keys(entry: Entry) -> Iterator[tuple[str, Any]]:
    """What the file has of an entry: its keys in their usual order, each with its value."""
    if (name := entry.id.partition("/")[2]) != entry.source:
        yield "id", name
    for key in ("source", "preferred", "short"):
        yield key, getattr(entry, key)
    yield "forms", dict(entry.forms)
    yield "pos", entry.pos
    yield "admitted", list(entry.admitted)
    yield "artifacts", [a.text for a in entry.artifacts if not a.likely]
    yield "likely", [a.text for a in entry.artifacts if a.likely]
    yield "seen", dict(entry.seen)
    yield "frames", [frame.text for frame in entry.frames]
    for key in _GUARDS:
        yield key, ", ".join(getattr(entry, key))
    yield "quotes", "drop" if entry.quotes == "drop" else ""
    yield "trust", entry.trust or ""
    for key in ("domain", "reference", "note"):
        yield key, getattr(entry, key)
    yield "add", "yes" if entry.add else ""
    yield (
        "examples",
        [
            {"leave": e.before} if e.after is None else {"before": e.before, "after": e.after}
            for e in entry.examples
        ],
    )


# --- writing ------------------------------------------------------------------------------------


def _put_in(text: str, top: YamlMap, told: dict[str, Any]) -> str | None:
    """The text with the entry's lines at the end of `terms`; None where these, or the whole
    file, stand in brackets."""
    terms = top.get("terms")
    if top.flow or (isinstance(terms, YamlList | YamlMap) and terms.flow):
        return None
    lines: list[str] = _LINES.findall(text)
    end = found.group() if (found := _LINE_END.search(text)) else "\n"
    indent, at = 2, len(lines)
    if isinstance(terms, YamlList) and (dash := _DASH.match(lines[terms.line - 1])):
        indent = len(dash.group(1))
    if following := _following(top):
        at = following[0][0].line - 1
        while lines[at - 1].startswith("#"):  # what is said about the next key
            at -= 1
    while at > 0 and not lines[at - 1].strip():
        at -= 1
    head, tail = "".join(lines[:at]), "".join(lines[at:])
    if head and not head.endswith(("\n", "\r")):
        head += end
    gap = [""] if head and (terms is None or isinstance(terms, YamlList)) else []
    new = [*gap, *(["terms:"] if terms is None else []), *_dumped([told], indent)]
    return head + "".join(line + end for line in new) + tail


def _following(top: YamlMap) -> Sequence[tuple[YamlText, YamlNode]]:
    """The keys behind `terms`, with their values."""
    names = [key.text for key, _ in top.items]
    return top.items[names.index("terms") + 1 :] if "terms" in names else ()


def _editor() -> Any:
    # heavy, and wanted only where an entry is written
    from ruamel.yaml import YAML

    editor = YAML()
    editor.preserve_quotes = True
    editor.width = sys.maxsize
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor


def _dumped(value: Any, indent: int) -> list[str]:
    """The lines of a list, its dashes so far from the margin."""
    out = io.StringIO()
    _editor().dump(_filled(value), out)
    lines = out.getvalue().rstrip("\n").split("\n")
    own = len(lines[0]) - len(lines[0].lstrip(" "))
    return [" " * indent + line[own:] if line else line for line in lines]


def _filled(value: Any) -> Any:
    """A value without the keys that say nothing."""
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in ("", [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def _rewritten(text: str, told: dict[str, Any]) -> str | None:
    """The whole text as ruamel.yaml writes it, for files that are laid out otherwise; None
    for one that it reads in another way than we do."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.error import YAMLError

    editor = _editor()
    try:
        top = editor.load(text)
    except YAMLError:
        return None
    if not isinstance(top, CommentedMap) or not isinstance(top.get("terms"), CommentedSeq):
        return None
    top.fa.set_block_style()
    top["terms"].fa.set_block_style()
    top["terms"].append(_filled(told))
    out = io.StringIO()
    editor.dump(top, out)
    return out.getvalue().replace("\n", "\r\n" if "\r\n" in text else "\n")


# --- reading again --------------------------------------------------------------------------------


def _reads_so(text: str, before: YamlMap, told: dict[str, Any], file: str) -> bool:
    """True when the text reads as before, with just this entry behind the others."""
    try:
        now = _value(read(text, file))
    except ConfigError:
        return False
    wanted = _value(before)
    wanted["terms"] = [*(wanted.get("terms") or []), _filled(told)]
    return bool(now == wanted)


def _value(node: YamlNode) -> Any:
    """What a node says, without its lines."""
    if isinstance(node, YamlMap):
        return {key.text: _value(value) for key, value in node.items}
    return [_value(item) for item in node.items] if isinstance(node, YamlList) else node.text
