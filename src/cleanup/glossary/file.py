"""Reading a glossary file: YAML into entries, with every fault said in one line.

A file is refused as a whole. Each refusal names file, line, entry, what is wrong and what to
do, and gives the corrected line where it can be told.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from cleanup.errors import ConfigError
from cleanup.glossary.entry import FORMS, PARTS_OF_SPEECH, Artifact, Entry, Example, Frame
from cleanup.matching import count_ways, ways
from cleanup.phrases import Literal as Plain
from cleanup.phrases import Mark, Phrase, PhraseError, parse_phrase, parse_template
from cleanup.proposal import TRUSTS, Trust
from cleanup.yamlfile import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    as_map,
    as_maps,
    as_text,
    as_texts,
    as_words,
    check_keys,
    fault,
    quoted,
    read,
)

TOP_KEYS = frozenset(("extend", "terms"))
TEXT_KEYS = ("id", "source", "preferred", "short", "pos", "domain", "reference", "note")
LIST_KEYS = ("admitted", "artifacts", "likely", "frames")
GUARD_KEYS = ("unless", "only_with", "not_after", "not_before")
ENTRY_KEYS = frozenset(
    (*TEXT_KEYS, *LIST_KEYS, *GUARD_KEYS, "forms", "seen", "quotes", "trust", "examples", "add")
)
EXAMPLE_KEYS = frozenset(("before", "after", "leave"))

MOST_WAYS = 512
"""So many wordings one artifact line may stand for."""


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """What a file says: the packs that it extends, and its entries."""

    extends: tuple[str, ...]
    entries: tuple[Entry, ...]


def read_glossary(text: str, file: str, pack: str) -> GlossaryFile:
    """The entries of a glossary, ids beginning with `pack`. Examples are not yet tried.

    Raises `ConfigError`.
    """
    top = read(text, file)
    check_keys(top, file, TOP_KEYS)
    extend, terms = top.get("extend"), top.get("terms")
    extends = tuple(as_words(extend, file, "extend")) if extend is not None else ()
    nodes = as_maps(terms, file, "terms") if terms is not None else []
    entries = tuple(_Reader(node, file, pack).entry() for node in nodes)
    _check_ids(entries, file)
    return GlossaryFile(extends, entries)


def entry_fault(entry: Entry, line: int, what: str) -> ConfigError:
    """The error for a line of an entry."""
    return fault(entry.file, line, f"entry {entry.name}: {what}")


def _check_ids(entries: Iterable[Entry], file: str) -> None:
    known: dict[str, Entry] = {}
    for entry in entries:
        first = known.setdefault(entry.id, entry)
        if first is not entry:
            raise fault(
                file,
                entry.line,
                f"entry {entry.name}: line {first.line} has an entry of the same name; join the"
                f" two, or give this one a name of its own: id: {entry.name}-2",
            )


def parse_frame(text: str, line: int) -> Frame:
    """The frame that a line with an arrow writes. Raises `PhraseError`."""
    before, _, after = text.partition("->")
    left = parse_phrase(before.strip(), ("artifact",))
    right = parse_template(after.strip(), left, ("preferred", "short", *FORMS))
    return Frame(text, left, right, line, Mark("artifact") in left.items)


class _Reader:
    """Reads one entry."""

    def __init__(self, node: YamlMap, file: str, pack: str) -> None:
        self._node = node
        self._values = {key.text: value for key, value in node.items}
        self._file = file
        self._pack = pack
        self._name = self._call()

    def entry(self) -> Entry:
        """The entry, checked by itself."""
        check_keys(self._node, self._file, ENTRY_KEYS, f"entry {self._name}")
        texts = {key: self._text(key) for key in TEXT_KEYS if key in self._values}
        own_id = texts.pop("id", "")
        if not own_id and not texts.get("source"):
            raise self._fault(
                self._node.line,
                "it has neither source nor id; write the Chinese as source: ..., or a name as"
                " id: ...",
            )
        told: dict[str, Any] = dict(texts)
        artifacts = (*self._artifacts("artifacts"), *self._artifacts("likely"))
        frames = tuple(self._frame(item) for item in self._list("frames"))
        told.update({key: self._guard(key) for key in GUARD_KEYS if key in self._values})
        entry = Entry(
            id=f"{self._pack}/{own_id or texts['source']}",
            pack=self._pack,
            line=self._node.line,
            file=self._file,
            forms=self._forms(),
            admitted=tuple(t.text for t in self._list("admitted")),
            artifacts=artifacts,
            frames=frames,
            quotes=cast(Literal["drop", "keep"], self._one_of("quotes", ("drop", "keep"))),
            trust=cast("Trust | None", self._one_of("trust", TRUSTS) or None),
            seen=self._seen(artifacts),
            examples=self._examples(),
            add=self._one_of("add", ("yes", "no")) == "yes",
            **told,
        )
        self._check(entry)
        return entry

    def _call(self) -> str:
        for key in ("source", "id"):
            node = self._values.get(key)
            if isinstance(node, YamlText) and node.text:
                return node.text
        return "without a name"

    def _fault(self, line: int, what: str) -> ConfigError:
        return fault(self._file, line, f"entry {self._name}: {what}")

    def _what(self, key: str) -> str:
        return f"entry {self._name}: {key}"

    # --- values ---------------------------------------------------------------------------

    def _text(self, key: str) -> str:
        node = self._values[key]
        if isinstance(node, YamlList | YamlMap) and node.flow and node.written:
            raise self._fault(
                node.line,
                f"{key} begins with a bracket and needs quotes; write"
                f" {key}: {quoted(node.written)}",
            )
        if isinstance(node, YamlText) and node.text:
            told = node.text.strip()
        else:
            told = as_text(node, self._file, self._what(key)).strip()
        if key == "pos" and told not in PARTS_OF_SPEECH:
            raise self._fault(node.line, _unknown("pos", told, PARTS_OF_SPEECH))
        return told

    def _one_of(self, key: str, allowed: Sequence[str]) -> str:
        node = self._values.get(key)
        if node is None:
            return "keep" if key == "quotes" else ""
        told = as_text(node, self._file, self._what(key))
        if told not in allowed:
            raise self._fault(node.line, _unknown(key, told, allowed))
        return told

    def _guard(self, key: str) -> tuple[str, ...]:
        node = self._values.get(key)
        return () if node is None else tuple(as_words(node, self._file, self._what(key)))

    def _list(self, key: str) -> list[YamlText]:
        node = self._values.get(key)
        if node is None:
            return []
        if isinstance(node, YamlList) and node.flow:
            lines = ", ".join(f'"- {written}"' for written in _written(node))
            raise self._fault(
                node.line,
                f"the list of {key} stands in brackets, and brackets split at commas; write one a"
                f" line:"
                f" {lines}",
            )
        if isinstance(node, YamlText) and node.text:
            raise self._fault(
                node.line, f'{key} is a list; write it on a line of its own: "- {node.text}"'
            )
        return as_texts(node, self._file, self._what(key))

    def _forms(self) -> tuple[tuple[str, str], ...]:
        node = self._values.get("forms")
        if node is None:
            return ()
        told = as_map(node, self._file, self._what("forms"))
        check_keys(told, self._file, FORMS, f"entry {self._name}, forms")
        return tuple(
            (key.text, as_text(value, self._file, self._what(f"forms, {key.text}")).strip())
            for key, value in told.items
        )

    def _artifacts(self, key: str) -> tuple[Artifact, ...]:
        return tuple(self._artifact(item, likely=key == "likely") for item in self._list(key))

    def _artifact(self, item: YamlText, *, likely: bool) -> Artifact:
        phrase = self._phrase(item.text, item.line, "artifact")
        if count_ways(phrase.items) > MOST_WAYS:
            raise self._fault(
                item.line,
                f"artifact {item.text!r} stands for {count_ways(phrase.items)} wordings, more than"
                f" {MOST_WAYS}; write it as two lines",
            )
        return Artifact(item.text, phrase, likely, item.line)

    def _phrase(self, text: str, line: int, what: str, marks: Iterable[str] = ()) -> Phrase:
        try:
            return parse_phrase(text, marks)
        except PhraseError as error:
            raise self._phrase_fault(text, line, what, error) from None

    def _phrase_fault(self, text: str, line: int, what: str, error: PhraseError) -> ConfigError:
        better = f'; perhaps "- {error.better}"' if error.better else ""
        return self._fault(line, f"{what} {text!r}: {error}{better}")

    def _frame(self, item: YamlText) -> Frame:
        before, arrow, _ = item.text.partition("->")
        if not arrow:
            raise self._fault(
                item.line,
                f"frame {item.text!r} has no arrow; write what is found, ->, and what to write,"
                ' such as "- reform of <artifact> -> reform to <preferred>"',
            )
        try:
            frame = parse_frame(item.text, item.line)
        except PhraseError as error:
            self._phrase(before.strip(), item.line, "frame", ("artifact",))  # its own fault first
            raise self._phrase_fault(item.text, item.line, "frame", error) from None
        if frame.left.items.count(Mark("artifact")) > 1:
            raise self._fault(item.line, f"frame {item.text!r} has <artifact> twice; keep one")
        return frame

    def _seen(self, artifacts: Sequence[Artifact]) -> tuple[tuple[str, str], ...]:
        node = self._values.get("seen")
        if node is None:
            return ()
        known = [artifact.text for artifact in artifacts]
        told: list[tuple[str, str]] = []
        for key, value in as_map(node, self._file, self._what("seen")).items:
            if key.text not in known:
                raise self._fault(key.line, _unknown("seen, artifact", key.text, known))
            told.append((key.text, as_text(value, self._file, self._what("seen"))))
        return tuple(told)

    def _examples(self) -> tuple[Example, ...]:
        node = self._values.get("examples")
        if node is None:
            return ()
        return tuple(self._example(m) for m in as_maps(node, self._file, self._what("examples")))

    def _example(self, node: YamlMap) -> Example:
        check_keys(node, self._file, EXAMPLE_KEYS, f"an example of entry {self._name}")
        told = {key.text: self._sentence(key.text, value) for key, value in node.items}
        if set(told) == {"leave"}:
            return Example(told["leave"], None, node.line)
        if set(told) != {"before", "after"}:
            raise self._fault(
                node.line,
                'an example is "- before: ..." with "after: ..." below it, or "- leave: ..." alone',
            )
        return Example(told["before"], told["after"], node.line)

    def _sentence(self, key: str, node: YamlNode) -> str:
        return as_text(node, self._file, self._what(f"example, {key}"))

    # --- what does not go together ----------------------------------------------------------

    def _check(self, entry: Entry) -> None:
        if not entry.preferred and not entry.add:
            raise self._fault(
                entry.line, 'it has no preferred rendering; write it as "preferred: ..."'
            )
        if entry.add and not entry.source:
            raise self._fault(
                entry.line, "add: yes adds to the entry of a pack with this source; write source"
            )
        for frame in entry.frames:
            self._check_frame(frame, entry)
        renderings = {words.lower(): words for words in entry.renderings}
        for artifact in entry.artifacts:
            same = _same_as_rendering(artifact, renderings)
            if same is not None:
                raise self._fault(
                    artifact.line,
                    f"artifact {artifact.text!r} can read {same!r}, which is a rendering of the"
                    " entry; take it out of one of the two",
                )

    def _check_frame(self, frame: Frame, entry: Entry) -> None:
        for name in frame.right.marks:
            there = entry.short if name == "short" else entry.rendering(name)
            if name != "preferred" and not there:
                where = "short" if name == "short" else f"forms, {name}"
                raise self._fault(
                    frame.line,
                    f"frame {frame.text!r} writes <{name}>, but the entry has no {where}; add it"
                    " or write <preferred>",
                )


def _unknown(key: str, told: str, allowed: Iterable[str]) -> str:
    names = list(allowed)
    near = difflib.get_close_matches(told, names, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    return f"{key} {told!r} is unknown; {advice}"


def _written(node: YamlList) -> list[str]:
    return [item.text if isinstance(item, YamlText) else "..." for item in node.items]


def _same_as_rendering(artifact: Artifact, renderings: Mapping[str, str]) -> str | None:
    """The rendering, of these by their words in lower case, that the artifact can read."""
    first, *others = artifact.phrase.items
    if isinstance(first, Plain) and not others:  # plain words, as most are
        return renderings.get(first.text.lower())
    if artifact.phrase.slots:
        return None
    for runs in ways(artifact.phrase.items):
        if runs[0].lower() in renderings:
            return renderings[runs[0].lower()]
    return None
