"""Strict YAML for files that editors keep: every scalar is a string, every value has a line.

`read` gives frozen nodes; the `as_...` functions take a node as what it should be. What YAML
would do in silence is refused aloud: doubled keys, tags, anchors and aliases, a second
document. Every refusal is one line: file, line, what is wrong, what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex
import yaml

from cleanup.errors import ConfigError

MAX_BYTES = 20_000_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class YamlText:
    """A scalar as it was written: `no`, `on` and `2018-03-01` mean themselves.

    `quoted` tells `''` (an empty text that was meant) from nothing at all.
    """

    text: str
    line: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class YamlList:
    """A list; `flow` says that it stood in brackets, `written` is then its text."""

    items: tuple[YamlNode, ...]
    line: int
    flow: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class YamlMap:
    """Keys and values in the order of the file, no key twice."""

    items: tuple[tuple[YamlText, YamlNode], ...]
    line: int
    flow: bool = False
    written: str = ""

    def get(self, key: str) -> YamlNode | None:
        """The value of a key, or None where the key is not there."""
        for name, value in self.items:
            if name.text == key:
                return value
        return None


YamlNode = YamlText | YamlList | YamlMap


def fault(file: str, line: int, what: str) -> ConfigError:
    """The error for a line of a file; `what` says what is wrong and what to do."""
    return ConfigError(f"{file} line {line}: {what}")


def unknown_key(file: str, key: YamlText, known: Iterable[str], where: str = "") -> ConfigError:
    """The error for a key that nobody knows, with the nearest known one."""
    names = sorted(known)
    near = difflib.get_close_matches(key.text, names, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(names)}"
    place = f" in {where}" if where else ""
    return fault(file, key.line, f"unknown key {key.text!r}{place}; {advice}")


def decode(data: bytes, file: str) -> str:
    """The text of a file's bytes, which must be UTF-8 (a BOM is dropped)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise fault(file, line, "this is not UTF-8; save the file as UTF-8") from None


def read(text: str, file: str) -> YamlMap:
    """The top-level map of a YAML text; `file` is the name that errors give.

    An empty text, or one of comments only, is an empty map. Raises `ConfigError`.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ConfigError(f"{file}: larger than 20 MB; split it into several files")
    _check_characters(text, file)
    try:
        top = _Builder(text, file).build()
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(text, file, error) from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{file}: not YAML ({error}); look at it in a text editor") from None
    if top is None:
        return YamlMap((), 1)
    if not isinstance(top, YamlMap):
        raise fault(file, top.line, "the file must begin with a key, such as 'terms:' or 'rules:'")
    return top


# --- taking a node as what it should be ---------------------------------------------------


def check_keys(node: YamlMap, file: str, known: Iterable[str], where: str = "") -> None:
    """Nothing where the map has only known keys; raises `unknown_key` for the first other."""
    names = frozenset(known)
    for key, _ in node.items:
        if key.text not in names:
            raise unknown_key(file, key, names, where)


def as_text(node: YamlNode, file: str, what: str, *, empty: bool = False) -> str:
    """The text of a scalar; `what` names it in errors. Nothing at all is refused unless
    `empty` allows it; a quoted `''` is then what was meant."""
    if isinstance(node, YamlText):
        if node.text == "" and not (empty and node.quoted):
            advice = "write '' for an empty text" if empty else "write it or take the line out"
            raise fault(file, node.line, f"{what} is empty; {advice}")
        return node.text
    written = _meant(node)
    if written is not None:
        raise fault(
            file, node.line, f"{what} needs quotes, or YAML reads more into it; write {written}"
        )
    raise fault(file, node.line, f"{what} must be one text, not {_kind(node)}; write one text")


def as_texts(node: YamlNode, file: str, what: str, *, empty: bool = False) -> list[YamlText]:
    """The texts of a block list, one a line; a list in brackets is refused, since it would
    split at every comma."""
    if isinstance(node, YamlList) and node.flow:
        raise fault(
            file,
            node.line,
            f"{what} stands in brackets, and brackets split at commas;"
            " write one a line, each behind a dash",
        )
    if not isinstance(node, YamlList):
        raise fault(file, node.line, f"{what} must be a list; write one a line, each behind a dash")
    return [
        YamlText(item.text, item.line, True)
        if isinstance(item, YamlText) and item.text
        else YamlText(as_text(item, file, f"an item of {what}", empty=empty), item.line, True)
        for item in node.items
    ]


def as_map(node: YamlNode, file: str, what: str) -> YamlMap:
    """The map that a node is."""
    if not isinstance(node, YamlMap):
        raise fault(
            file, node.line, f"{what} must be keys with values, not {_kind(node)}; indent the keys"
        )
    return node


def as_maps(node: YamlNode, file: str, what: str) -> list[YamlMap]:
    """The maps of a list of entries."""
    if isinstance(node, YamlText) and node.text == "" and not node.quoted:
        return []
    if not isinstance(node, YamlList):
        raise fault(file, node.line, f"{what} must be a list of entries; begin each with a dash")
    return [as_map(item, file, f"an entry of {what}") for item in node.items]


def as_words(node: YamlNode, file: str, what: str) -> list[str]:
    """The items of a comma list written as one text (`gas, plasma, neon`); a list of one a
    line serves as well."""
    if isinstance(node, YamlText):
        words = [word.strip() for word in as_text(node, file, what).split(",")]
    elif isinstance(node, YamlList):
        words = [as_text(item, file, f"an item of {what}") for item in node.items]
    else:
        raise fault(file, node.line, f"{what} must be words with commas between; write one text")
    if "" in words:
        raise fault(file, node.line, f"{what} has an empty item; take the extra comma out")
    return words


def quoted(text: str) -> str:
    """The text as a YAML scalar in quotes."""
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _kind(node: YamlNode) -> str:
    return {YamlText: "one text", YamlList: "a list", YamlMap: "keys with values"}[type(node)]


def _meant(node: YamlList | YamlMap) -> str | None:
    """The text in quotes that was probably meant where YAML saw a list or a map."""
    if node.written and "\n" not in node.written:
        return quoted(node.written)
    if isinstance(node, YamlMap) and len(node.items) == 1:
        key, value = node.items[0]
        if isinstance(value, YamlText) and value.line == key.line:
            return quoted(f"{key.text}: {value.text}".rstrip())
    return None


# --- building the nodes -------------------------------------------------------------------

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class _Open:
    """A list or map that is still being read."""

    event: yaml.Event
    line: int
    keyed: bool
    items: list[YamlNode]
    keys: set[str]


class _Builder:
    """Turns the parser's events into nodes; refuses what `read` refuses."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._stack: list[_Open] = []
        self._top: YamlNode | None = None
        self._documents = 0

    def build(self) -> YamlNode | None:
        loader = _LOADER(self._text)
        try:
            for event in iter(loader.get_event, None):
                plain = isinstance(event, yaml.ScalarEvent)
                if plain and event.anchor is None and event.tag is None:
                    self._add(YamlText(event.value, event.start_mark.line + 1, bool(event.style)))
                else:
                    self._take(event)
        finally:
            loader.dispose()
        if isinstance(self._top, YamlText) and self._top.text == "" and not self._top.quoted:
            return None
        return self._top

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self._refuse_extras(event)
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            self._refuse_extras(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._fault(
                    event, "a second document begins here; put it into a file of its own"
                )

    def _refuse_extras(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise self._fault(
                event,
                f"'{sign}{event.anchor}' is a reference of YAML, which is not allowed here;"
                " write the text out, in quotes if it is meant as it stands",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._fault(
                event,
                f"the tag {tag!r} is not allowed here;"
                " take it out, or put quotes around the text if it begins with '!'",
            )

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._fault(event, f"nested more than {MAX_DEPTH} deep; make it flatter")
        keyed = isinstance(event, yaml.MappingStartEvent)
        self._stack.append(_Open(event, _line(event), keyed, [], set()))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        opened = self._stack.pop()
        start = opened.event
        assert isinstance(start, yaml.CollectionStartEvent)
        written = ""
        if start.flow_style:
            assert start.start_mark is not None
            assert event.end_mark is not None
            written = self._text[start.start_mark.index : event.end_mark.index]
        line, flow = opened.line, bool(start.flow_style)
        if isinstance(event, yaml.SequenceEndEvent):
            self._add(YamlList(tuple(opened.items), line, flow, written))
            return
        keys = [key for key in opened.items[::2] if isinstance(key, YamlText)]
        self._add(YamlMap(tuple(zip(keys, opened.items[1::2], strict=True)), line, flow, written))

    def _add(self, node: YamlNode) -> None:
        if not self._stack:
            self._top = node
            return
        opened = self._stack[-1]
        if opened.keyed and len(opened.items) % 2 == 0:
            self._check_key(node, opened)
        opened.items.append(node)

    def _check_key(self, node: YamlNode, opened: _Open) -> None:
        if not isinstance(node, YamlText):
            raise fault(
                self._file, node.line, "a key must be one text; put quotes around the whole text"
            )
        if node.text in opened.keys:
            raise fault(
                self._file,
                node.line,
                f"the key {node.text!r} stands here a second time;"
                " keep one of the two, or begin a new entry with a dash",
            )
        opened.keys.add(node.text)

    def _fault(self, event: yaml.Event, what: str) -> ConfigError:
        return fault(self._file, _line(event), what)


def _line(event: yaml.Event) -> int:
    """The line on which an event begins, 1-based."""
    assert event.start_mark is not None
    return event.start_mark.line + 1


# --- errors in plain words ----------------------------------------------------------------

_BAD = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINE = regex.compile(r"\r\n|\r|\n")
_LEAD = regex.compile(
    r"(?P<lead>\s*(?:-\s+)*(?:[\w-]+:\s+)?)(?P<value>\S.*?)(?P<comment>\s+#.*)?\s*"
)
_NEEDS_QUOTES = regex.compile(r"""[{}\[\],"'@`%&*!|>#?:-]""")


def _check_characters(text: str, file: str) -> None:
    if text.replace("\n", "").isprintable():
        return  # none of them is; this is known five times as soon
    bad = _BAD.search(text)
    if bad is None:
        return
    line = len(_LINE.findall(text, 0, bad.start())) + 1
    raise fault(
        file,
        line,
        f"there is a character that cannot be shown (U+{ord(bad.group()):04X});"
        " delete it and type the words around it anew",
    )


def _syntax_fault(text: str, file: str, error: yaml.MarkedYAMLError) -> ConfigError:
    lines = _LINE.split(text)
    at = error.problem_mark or error.context_mark
    where = min(at.line if at is not None else 0, len(lines) - 1)
    context = error.context_mark.line if error.context_mark is not None else where
    if "end of stream" in (error.problem or ""):
        where = context
    for candidate in dict.fromkeys((where, context, where - 1)):
        if not 0 <= candidate < len(lines):
            continue
        if regex.match(r" *\t", lines[candidate]):
            return fault(file, candidate + 1, "the line is indented with a tab; indent with spaces")
        better = _with_quotes(lines, candidate, where)
        if better is not None:
            return fault(
                file, candidate + 1, f"this text needs quotes around it; write {better.strip()}"
            )
    return fault(file, where + 1, f"{_plainly(error)}; compare it with the lines above it")


def _with_quotes(lines: Sequence[str], index: int, where: int) -> str | None:
    """The line with its value in quotes, if the file then reads further than `where`."""
    parts = _LEAD.fullmatch(lines[index])
    if parts is None:
        return None
    value = parts["value"]
    if not _NEEDS_QUOTES.match(value) and ": " not in value and not value.endswith(":"):
        return None
    closing = {"[": "]", "{": "}", '"': '"', "'": "'"}.get(value[0])
    if closing is not None and closing not in value[1:]:
        return None
    if value[0] == value[-1] == '"' and value.count('"') == 2:
        value = value[1:-1]
    better = parts["lead"] + quoted(value) + (parts["comment"] or "")
    tried = "\n".join([*lines[:index], better, *lines[index + 1 :]])
    try:
        for _ in yaml.parse(tried, Loader=_LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return better if mark is not None and mark.line > where else None
    except yaml.YAMLError:
        return None
    return better


_PLAIN = (
    ("did not find expected key", "the indentation does not fit, or a key lacks its ': '"),
    ("did not find expected '-' indicator", "the indentation does not fit the list above"),
    ("mapping values are not allowed", "there is a ':' too many, or the indentation is wrong"),
    ("could not find expected ':'", "a key without its ': '"),
    ("found unexpected end of stream", "a quote or bracket is opened and never closed"),
    ("block sequence entries are not allowed", "a dash stands where no list can begin"),
    (
        "found character that cannot start any token",
        "the text begins with a sign that means something else in YAML and needs quotes around it",
    ),
    ("did not find expected ',' or", "a bracket is opened and never closed"),
    ("found undefined tag handle", "a text that begins with '!' needs quotes around it"),
    (
        "did not find expected alphabetic or numeric character",
        "a text that begins with '*' or '&' needs quotes around it",
    ),
    ("found unknown escape character", "a backslash in double quotes; use single quotes"),
)


def _plainly(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or str(error)
    return next((plain for part, plain in _PLAIN if part in problem), f"not YAML ({problem})")
