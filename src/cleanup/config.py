"""`cleanup.yaml`: which passes and packs run, what a policy may accept, what is silenced."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cleanup import yamlfile
from cleanup.errors import ConfigError
from cleanup.passes import TABLE
from cleanup.proposal import Proposal
from cleanup.yamlfile import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    as_map,
    as_maps,
    as_text,
    as_texts,
    check_keys,
    fault,
)

PACKS = ("zh-en",)
"""The packs that ship with the package."""

GLOSSARY, RULES = "glossary.yaml", "rules.yaml"
"""The project's own files, where nothing else is said; they may be missing."""

_KEYS = ("passes", "packs", "glossary", "rules", "policy", "exceptions")
_POLICY_KEYS = ("name", "accept")
_EXCEPTION_KEYS = ("rule", "words", "document", "who", "why")


@dataclass(frozen=True, slots=True)
class Silence:
    """An exception: a rule is silent for given words, in a document, or everywhere.

    Empty `words` or `document` mean all of them. `who` and `why` are for people.
    """

    rule: str
    words: str = ""
    document: str = ""
    who: str = ""
    why: str = ""

    def covers(self, rule: str, before: str, document: str) -> bool:
        """True when this silences what `rule` says about the words `before`."""
        return (
            self.rule == rule
            and (self.document in ("", document))
            and (self.words == "" or _plain(self.words) == _plain(before))
        )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules of trust `safe` that a project accepts by itself, under the policy's name."""

    name: str = "policy"
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """What `cleanup.yaml` says, with defaults for what it does not say."""

    passes: tuple[str, ...] = tuple(TABLE)
    packs: tuple[str, ...] = PACKS
    glossary: str = GLOSSARY
    rules: str = RULES
    policy: Policy = Policy()
    exceptions: tuple[Silence, ...] = ()


def load(text: str, file: str) -> Config:
    """The configuration that a `cleanup.yaml` holds; raises `ConfigError` with file and line."""
    told = yamlfile.read(text, file)
    check_keys(told, file, _KEYS)
    config = Config()
    for key, value in told.items:
        match key.text:
            case "passes":
                names = [t.text for t in _listed(value, file, "passes")]
                config = replace(config, passes=known_passes(names, f"{file} line {key.line}"))
            case "packs":
                config = replace(config, packs=_packs(value, file))
            case "policy":
                config = replace(config, policy=_policy(value, file))
            case "exceptions":
                silences = tuple(_silence(m, file) for m in as_maps(value, file, "exceptions"))
                config = replace(config, exceptions=silences)
            case "glossary":
                config = replace(config, glossary=as_text(value, file, "glossary"))
            case _:
                config = replace(config, rules=as_text(value, file, "rules"))
    return config


def known_passes(names: Iterable[str], where: str) -> tuple[str, ...]:
    """The names of passes in the order of the table; `all` means every one.

    Raises `ConfigError` that begins with `where` for one that is not known.
    """
    asked = tuple(names)
    if "all" in asked:
        return tuple(TABLE)
    for name in asked:
        if name not in TABLE:
            raise ConfigError(
                f"{where}: there is no pass {name!r}; known are {', '.join(TABLE)}, or all"
            )
    return tuple(name for name in TABLE if name in asked)


def _listed(value: YamlNode, file: str, what: str) -> list[YamlText]:
    """A list that may be empty, also as `[]` or as nothing at all."""
    if isinstance(value, YamlText) and value.text == "":
        return []
    if isinstance(value, YamlList) and not value.items:
        return []
    return as_texts(value, file, what)


def _packs(value: YamlNode, file: str) -> tuple[str, ...]:
    packs = _listed(value, file, "packs")
    for pack in packs:
        if pack.text not in PACKS:
            raise fault(
                file,
                pack.line,
                f"there is no pack {pack.text!r}; shipped are {', '.join(PACKS)};"
                " write 'packs: []' for none",
            )
    return tuple(pack.text for pack in packs)


def _policy(value: YamlNode, file: str) -> Policy:
    entries = as_map(value, file, "policy")
    check_keys(entries, file, _POLICY_KEYS, "policy")
    name, accept = entries.get("name"), entries.get("accept")
    return Policy(
        name="policy" if name is None else as_text(name, file, "name"),
        accept=() if accept is None else tuple(t.text for t in _listed(accept, file, "accept")),
    )


def _silence(entries: YamlMap, file: str) -> Silence:
    check_keys(entries, file, _EXCEPTION_KEYS, "an exception")
    if entries.get("rule") is None:
        raise fault(
            file, entries.line, "an exception names no rule; add a line 'rule:' with the rule's id"
        )
    told = {key.text: as_text(value, file, key.text) for key, value in entries.items}
    return Silence(**told)


def silenced(
    proposals: Iterable[Proposal], exceptions: tuple[Silence, ...], document: str
) -> tuple[Proposal, ...]:
    """The proposals without the origins that an exception silences; one left without any
    origin is gone."""
    kept: list[Proposal] = []
    for proposal in proposals:
        origins = tuple(
            o
            for o in proposal.origins
            if not any(e.covers(o.rule, proposal.before, document) for e in exceptions)
        )
        if origins:
            kept.append(replace(proposal, origins=origins))
    return tuple(kept)


def with_exception(text: str, silence: Silence) -> str:
    """The text of `cleanup.yaml` with one exception more; its comments and order stay."""
    # heavy, and wanted only here
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    editor = YAML()
    editor.preserve_quotes = True
    editor.indent(mapping=2, sequence=4, offset=2)
    editor.width = 4096
    told = editor.load(text)
    comment_only = told is None
    if comment_only:
        told = CommentedMap()
    if not told.get("exceptions"):
        told["exceptions"] = CommentedSeq()
    entry = CommentedMap()
    for key in _EXCEPTION_KEYS:
        if value := getattr(silence, key):
            entry[key] = value
    told["exceptions"].append(entry)
    out = io.StringIO()
    editor.dump(told, out)
    if comment_only and text.strip():
        return text.rstrip("\n") + "\n" + out.getvalue()
    return out.getvalue()
