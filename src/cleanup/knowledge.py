"""What the passes may look things up in, read from disk: packs, glossary, rules, settings."""

from __future__ import annotations

import difflib
import hashlib
from pathlib import Path

import regex

from cleanup import cache, glossary, packs, rulebook, yamlfile
from cleanup import config as settings
from cleanup.cache import NO_PROOFS, Proofs
from cleanup.config import Config
from cleanup.errors import ConfigError
from cleanup.glossary import Glossary
from cleanup.glossary.layer import Layer
from cleanup.passes import Knowledge
from cleanup.storage import read_bytes

SETTINGS = "cleanup.yaml"
_LEANS = regex.compile(r"^extend:|^\s+add:", regex.MULTILINE)
"""A glossary with such a line leans on packs, so it is not complete by itself."""


def check_rules_named(config: Config, knowledge: Knowledge) -> None:
    """Nothing where policy and exceptions name only rules that there are.

    Raises `ConfigError` for an unknown rule of the own files or a pack, with the nearest
    known one. What passes and engines say is not known beforehand and is taken as it is.
    """
    named = (*config.policy.accept, *(silence.rule for silence in config.exceptions))
    if not named:
        return
    known = {*knowledge.glossary.ids, *(rule.id for rule in knowledge.rulebook.rules)}
    for what, rules in (
        ("policy", config.policy.accept),
        ("exceptions", tuple(silence.rule for silence in config.exceptions)),
    ):
        for rule in rules:
            pack = rule.partition("/")[0]
            if pack not in ("own", *config.packs) or rule in known:
                continue
            near = difflib.get_close_matches(rule, sorted(known), n=1)
            advice = f"did you mean {near[0]!r}?" if near else "'cleanup report' shows the ids"
            raise ConfigError(
                f"{SETTINGS}: {what} names the rule {rule!r}, which is not there; {advice}"
            )


def find_root(start: Path) -> Path | None:
    """The nearest folder, from `start` upward, that holds a `cleanup.yaml`; else None."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    return None


def read_config(root: Path | None) -> Config:
    """The project's configuration, or the defaults where there is no project."""
    if root is None:
        return Config()
    path = root / SETTINGS
    return settings.load(_text(path), _told(path))


def gather(root: Path | None, config: Config, proofs: Proofs = NO_PROOFS) -> Knowledge:
    """The packs that the configuration names, with the project's own glossary and rules.

    A pack under `extend` in the glossary lends its terms also where the configuration does
    not name it. Raises `ConfigError` in one line for everything that is wrong in a file.
    What `proofs` knows to be proved is not proved again; what is proved now is kept there.
    """
    known, proved = frozenset(proofs.known()), []
    own_terms, own_rules = glossary.EMPTY, rulebook.EMPTY
    if root is not None:
        path = glossary_file(root, config)
        if path is not None:
            text = _text(path)
            proved.append(cache.digest("glossary", text))
            own_terms = _terms(path, text, proved=proved[-1] in known)
            _check_extends(own_terms, _told(path))
        path = _own(root, config.rules, settings.RULES)
        if path is not None:
            text = _text(path)
            proved.append(cache.digest("rules", text))
            own_rules = rulebook.load(text, _told(path), "own", prove=proved[-1] not in known)
    proofs.keep(digest for digest in proved if digest not in known)
    lending = dict.fromkeys((*config.packs, *own_terms.extends))
    knowledge = Knowledge(
        glossary=glossary.combine(own_terms, [packs.terms(name) for name in lending]),
        rulebook=rulebook.combine([own_rules, *(packs.rules(name) for name in config.packs)]),
        evidence=packs.measured(),
    )
    check_rules_named(config, knowledge)
    return knowledge


def glossary_file(root: Path, config: Config) -> Path | None:
    """The project's own glossary; None where it has none. Raises `ConfigError` where the
    settings name one that is not there."""
    return _own(root, config.glossary, settings.GLOSSARY)


def own_glossary(root: Path, config: Config) -> Glossary:
    """The project's own glossary as its file writes it, with examples, which are not tried;
    empty where it has none. Raises `ConfigError`."""
    path = glossary_file(root, config)
    return glossary.EMPTY if path is None else glossary.load(_text(path), _told(path), prove=False)


def _check_extends(own: Glossary, file: str) -> None:
    for name in own.extends:
        if name not in settings.PACKS:
            raise ConfigError(
                f"{file}: extend names {name!r}, and there is no such pack; shipped are"
                f" {', '.join(settings.PACKS)}: correct the name or take it out"
            )


def _terms(path: Path, text: str, *, proved: bool) -> Glossary:
    """The own glossary; one that was proved before, and stands for itself, is kept compiled."""
    if not proved or _LEANS.search(text):
        return glossary.load(text, _told(path), prove=not proved)

    def make() -> Layer:
        return Layer(glossary.load(text, _told(path), prove=False).entries)

    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    made_from = hashlib.sha256(f"{cache.program()}\n{_told(path)}\n{text}".encode()).hexdigest()
    return glossary.of_layer(packs.kept_layer(f"own-{name[:16]}", made_from, make))


def _own(root: Path, told: str, usual: str) -> Path | None:
    """The project's own file; only one with the usual name may be missing."""
    path = root / told
    if path.exists():
        return path
    if told != usual:
        raise ConfigError(
            f"{SETTINGS}: there is no file {told!r} beside it; make it or change the setting"
        )
    return None


def _text(path: Path) -> str:
    return yamlfile.decode(read_bytes(path), _told(path))


def _told(path: Path) -> str:
    """How a file is named to people: as seen from where they are, if that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
