"""`cleanup glossary`: show, search, check and try terms, and add one to glossary.yaml."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from cleanup import formats, glossary, packs, report, rulebook
from cleanup.cli.common import (
    NAMED,
    colour,
    documents_in,
    encoding_option,
    knowledge_of,
    name_in,
    open_project,
    project_option,
    root_near,
    texts_in,
    told,
    yes,
)
from cleanup.config import Config
from cleanup.errors import EXIT_DONE, EXIT_OPEN, ConfigError, InputError
from cleanup.glossary import Entry, Glossary
from cleanup.glossary.entry import FORMS, PARTS_OF_SPEECH
from cleanup.glossary.lint import Flaw, lint, unused
from cleanup.glossary.tell import entries_for, fields_of, nearest, place, relations, silences
from cleanup.glossary.writing import add_entry, draft
from cleanup.knowledge import find_root, glossary_file, own_glossary, read_config
from cleanup.passes import Knowledge
from cleanup.pipeline import propose
from cleanup.report import Report
from cleanup.report.characters import flowing
from cleanup.report.text import text as shown
from cleanup.storage import read_bytes, write_atomically
from cleanup.text import Document
from cleanup.yamlfile import decode

_F = TypeVar("_F", bound=Callable[..., Any])
_BOM = "\ufeff".encode()


@click.group(epilog="Example: cleanup glossary show 放管服")
def command() -> None:
    """The terms that Cleanup knows: those of your glossary.yaml and of the packs in use."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms at hand: all that count, and the own ones as their file writes them."""

    config: Config
    knowledge: Knowledge
    own: Glossary

    @property
    def all(self) -> Glossary:
        return self.knowledge.glossary

    @property
    def adding(self) -> frozenset[str]:
        """The own entries that add to one of a pack."""
        return frozenset(entry.id for entry in self.own.entries if entry.add)


def _terms(root: Path | None) -> _Terms:
    config, knowledge = knowledge_of(root)
    own = glossary.EMPTY if root is None else own_glossary(root, config)
    return _Terms(config, replace(knowledge, rulebook=rulebook.EMPTY), own)


def _root(folder: Path | None, files: Sequence[Path] = ()) -> Path | None:
    """The project folder named, else that of the files or the one that we are in, if any."""
    if folder is not None:
        return open_project(folder).root
    return root_near(files[0]) if files else find_root(Path.cwd())


def _written(terms: _Terms, only: frozenset[str] | None = None) -> Iterator[Entry]:
    """The entries with their examples, which compiled packs do not keep: the own ones and
    those of the packs, or only of the files of packs that are named as entries name them."""
    yield from terms.own.entries
    for name in dict.fromkeys((*terms.config.packs, *terms.own.extends)):
        files = packs.term_files(name)
        if only is not None:
            files = {file: data for file, data in files.items() if f"{name}/terms/{file}" in only}
        yield from packs.compiled(name, files).entries


# --- show -----------------------------------------------------------------------------------------


@command.command(
    epilog="Example: cleanup glossary show 放管服, or: ... show 'discharge tube' seeds"
)
@click.argument("term")
@click.argument("paths", nargs=-1, type=NAMED, metavar="[FILE...]")
@encoding_option
@project_option
def show(term: str, paths: Sequence[Path], encoding: str | None, folder: Path | None) -> int:
    """The entry of a TERM: its source, its name, a rendering, or what machines write for it.
    With FILE, a text or a folder of texts, also where the entry speaks there."""
    files = texts_in(list(paths))
    root = _root(folder, files)
    terms = _terms(root)
    entries = entries_for(terms.all, term)
    if not entries:
        near = nearest(terms.all, term)
        advice = f"; nearest are: {', '.join(near)}" if near else ""
        raise InputError(f"no entry is about {term!r}{advice}")
    written = {entry.id: entry for entry in _written(terms, frozenset(e.file for e in entries))}
    for number, entry in enumerate(entries):
        whole = replace(entry, examples=written.get(entry.id, entry).examples)
        _put_lines([*([""] if number else []), *_entry_lines(terms, whole)])
    if files:
        rules = frozenset(entry.id for entry in entries if entry.id not in terms.all.replaced)
        _put_lines([""])
        _show_places(terms, root, rules, files, encoding)
    return EXIT_DONE


def _entry_lines(terms: _Terms, entry: Entry) -> Iterator[str]:
    yield f"{entry.id}  ({place(entry)})"
    yield from (f"  {line}" for line in relations(terms.all, entry, terms.adding))
    last = ""
    for key, value in fields_of(entry, terms.knowledge.evidence):
        if value:
            yield f"  {'' if key == last and key not in _PAIRS else key:<16}{value}"
            last = key


_PAIRS = ("before", "after", "leave")


def _show_places(
    terms: _Terms, root: Path | None, rules: frozenset[str], files: Sequence[Path], code: str | None
) -> None:
    """Where these entries speak in the files, as `check` shows it."""
    count = 0
    for path in files:
        for document in documents_in(path, code):
            called = name_in(root, path) if document.name == str(path) else document.name
            made = _reported(terms, replace(document, name=called))
            notes = tuple(n for n in made.notes if rules & {o.rule for o in n.origins})
            count += len(notes)
            _put_report(replace(made, notes=notes))
    texts = "1 text" if len(files) == 1 else f"{len(files)} texts"
    told(f"{count or 'no'} {'place' if count == 1 else 'places'} in {texts}")


def _reported(terms: _Terms, document: Document) -> Report:
    """What the terms alone, hints too, make of a text."""
    config = replace(terms.config, passes=("terms",))
    return report.build(document, propose(document, terms.knowledge, config), hints=True)


def _put_report(made: Report) -> None:
    bright = colour()
    click.echo(shown([made], colour=bright), nl=False, color=bright)


def _put_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(flowing(line))


# --- list -----------------------------------------------------------------------------------------


@command.command("list", epilog="Example: cleanup glossary list --domain agriculture road")
@click.argument("words", nargs=-1, metavar="[WORD...]")
@click.option("--domain", metavar="NAME", help="Only terms of this field.")
@click.option("--pack", metavar="NAME", help="Only this pack; own for your own glossary.")
@project_option
def list_(words: Sequence[str], domain: str | None, pack: str | None, folder: Path | None) -> int:
    """All terms, one a line: name, preferred rendering, number of artifacts. With WORDs only
    those that hold each of them in source, renderings or artifacts."""
    entries = _terms(_root(folder)).all.entries
    known = dict.fromkeys(entry.pack for entry in entries)
    if pack is not None and pack not in known:
        raise InputError(f"no terms of a pack {pack!r} are in use; there are: {', '.join(known)}")
    fields = sorted({entry.domain for entry in entries if entry.domain})
    if domain is not None and domain not in fields:
        near = difflib.get_close_matches(domain, fields, n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(fields)}"
        raise InputError(f"no term is of the field {domain!r}; {advice}")
    found = [
        entry
        for entry in entries
        if pack in (None, entry.pack) and domain in (None, entry.domain) and _holds(entry, words)
    ]
    for entry in found:
        count = len(entry.artifacts)
        artifacts = "1 artifact" if count == 1 else f"{count} artifacts"
        _put_lines([f"{entry.id}  {entry.preferred}  {artifacts}"])
    told("1 term" if len(found) == 1 else f"{len(found) or 'no'} terms")
    return EXIT_DONE


def _holds(entry: Entry, words: Sequence[str]) -> bool:
    if not words:
        return True
    parts = (entry.id, entry.source, *entry.renderings, *(a.text for a in entry.artifacts))
    text = "\n".join(parts).casefold()
    return all(word.casefold() in text for word in words)


# --- lint -----------------------------------------------------------------------------------------


@command.command("lint", epilog="Example: cleanup glossary lint, or: cleanup glossary lint seeds")
@click.argument("paths", nargs=-1, type=NAMED, metavar="[FILE...]")
@click.option("--packs", "with_packs", is_flag=True, help="Look at the packs in use as well.")
@encoding_option
@project_option
def lint_(
    paths: Sequence[Path], with_packs: bool, encoding: str | None, folder: Path | None
) -> int:
    """What is wrong in your glossary: entries that contradict or repeat each other, go round
    in a circle, change what they or others write, stand inside of others, or look for one
    word without an example. With FILE, a text or a folder of texts, also entries of your own
    that find nothing there. Exit code 1 when something was found."""
    files = texts_in(list(paths))
    root = _root(folder, files)
    if root is None and not with_packs:
        root = open_project(None).root  # says that there is none, and what to do
    terms = _terms(root)
    looked_at = terms.all if with_packs else terms.own
    flaws = lint(looked_at, _written(terms) if with_packs else None)
    if files:
        flaws = (*flaws, *_dead(terms.own, files, encoding))
    _put_lines(map(str, flaws))
    told(_count(flaws, len(looked_at.entries)))
    return EXIT_OPEN if flaws else EXIT_DONE


def _dead(own: Glossary, files: Sequence[Path], encoding: str | None) -> tuple[Flaw, ...]:
    documents = (document for path in files for document in documents_in(path, encoding))
    return unused(own, [s.reading.text for document in documents for s in document.segments])


def _count(flaws: Sequence[Flaw], entries: int) -> str:
    terms = "1 term" if entries == 1 else f"{entries} terms"
    if not flaws:
        return f"{terms}: nothing is wrong"
    kinds = sorted({flaw.kind for flaw in flaws})
    counts = (f"{kind} {sum(flaw.kind == kind for flaw in flaws)}" for kind in kinds)
    return f"{terms}, {len(flaws)} to look at: {', '.join(counts)}"


# --- try ------------------------------------------------------------------------------------------


@command.command("try", epilog='Example: cleanup glossary try "We deepen the reform."')
@click.argument("sentence")
@project_option
def try_(sentence: str, folder: Path | None) -> int:
    """What the glossary makes of a SENTENCE: each change with its entry and the reason, and
    what stands there but was left, with what kept the entry silent."""
    if not sentence.strip():
        raise InputError("the sentence is empty; write it in quotation marks behind 'try'")
    terms = _terms(_root(folder))
    data = sentence.encode("utf-8", "backslashreplace")
    document = formats.read_document("sentence", data, extension=".txt", encoding="utf-8")
    made = _reported(terms, document)
    _put_report(made)
    lines = [
        f'silent: {silence.entry.id} at "{silence.span.of(segment.reading.text)}": {silence.why}'
        for segment in document.segments
        for silence in silences(terms.all, segment.reading.text)
    ]
    _put_lines(lines)
    if made.notes:
        _put_lines([f"reads: {_reading(document.text, made)}"])
    elif not lines:
        told("no term stands there")
    return EXIT_DONE


def _reading(text: str, made: Report) -> str:
    """The text with every change that has words put in."""
    end = len(text)
    for note in sorted(made.notes, key=lambda n: n.span, reverse=True):
        of_group = note.state == "hint" and note.group is not None  # stays, but for its group
        if note.after is not None and note.span.end <= end and not of_group:
            text = text[: note.span.start] + note.after + text[note.span.end :]
            end = note.span.start
    return text


# --- add ------------------------------------------------------------------------------------------


_LISTS = {
    "artifact": "What machine translation writes.",
    "likely": "The same, not yet seen.",
    "admitted": "Another rendering to leave alone.",
    "form": "The rendering as another part of speech: noun=paved road.",
    "before": "An example: the sentence as it comes.",
    "after": "The same sentence as it must become.",
    "leave": "An example: a sentence that must stay.",
    "unless": "A word near by that makes the match wrong.",
    "only-with": "A word near by that must be there.",
    "not-after": "A word that may not stand before it.",
    "not-before": "A word that may not stand behind it.",
}
"""Options of `add` that may be given again, each time a line or word more."""


def _lists(function: _F) -> _F:
    for name, help_ in reversed(_LISTS.items()):
        option = click.option(f"--{name}", multiple=True, metavar="WORDS", help=help_)
        function = option(function)
    return function


@command.command(
    epilog="Example: cleanup glossary add 硬化路 'paved road' --artifact 'hardened road'"
    " --before 'A hardened road was built.' --after 'A paved road was built.'"
)
@click.argument("source")
@click.argument("preferred")
@_lists
@click.option(
    "--pos",
    type=click.Choice(list(PARTS_OF_SPEECH)),
    metavar="KIND",
    help="What PREFERRED is, such as noun or verb.",
)
@click.option("--domain", metavar="NAME", default="", help="The field, for people.")
@click.option("--reference", metavar="TEXT", default="", help="Where the rendering comes from.")
@click.option("--note", metavar="TEXT", default="", help="Why; editors see it in the review.")
@click.option("--id", "name", metavar="NAME", default="", help="A name, for a second entry.")
@click.option("--extend", is_flag=True, help="Add to the pack's entry instead of replacing it.")
@click.option("--yes", "sure", is_flag=True, help="Write without asking.")
@project_option
def add(
    source: str,
    preferred: str,
    extend: bool,
    sure: bool,
    folder: Path | None,
    name: str,
    **said: Any,
) -> int:
    """Put an entry for SOURCE with the rendering PREFERRED into glossary.yaml. The difference
    is shown first; nothing is written that would be refused when the file is read. Everything
    else in the file stays as it is."""
    root = open_project(folder).root
    config = read_config(root)
    path = glossary_file(root, config) or root / config.glossary
    there = path.exists()
    data = read_bytes(path) if there else b""
    called = _called(path)
    old = decode(data, called)
    entry = replace(_drafted(source, preferred, name, said), add=extend)
    try:
        new = add_entry(old, entry, called)
        lending = [packs.terms(p) for p in config.packs]
        loaded = glossary.load(new, called)
        lending += [packs.terms(p) for p in loaded.extends if p not in config.packs]
        combined = glossary.combine(loaded, lending)
    except ConfigError as error:
        raise ConfigError(f"nothing is written, for it would be refused: {error}") from None
    _put_lines(_differences(old, new, called))
    for line in relations(combined, entry, [entry.id] if extend else ()):
        told(f"{entry.id}: {line}{'' if extend else '; with --extend it would add to it'}")
    if not sure and not yes("write this?"):
        told("nothing is written")
        return EXIT_OPEN
    if (read_bytes(path) if path.exists() else b"") != data:
        raise InputError(f"{called} was changed by somebody else meanwhile; run the command again")
    write_atomically(path, (_BOM if data.startswith(_BOM) else b"") + new.encode("utf-8"))
    told(f"{entry.id} stands in {called}. Next: cleanup glossary lint")
    return EXIT_DONE


def _called(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _drafted(source: str, preferred: str, name: str, said: dict[str, Any]) -> Entry:
    befores, afters = said.pop("before"), said.pop("after")
    if len(befores) != len(afters):
        raise click.UsageError("each --before needs its --after, and the other way round")
    if not source.strip() or not preferred.strip():
        raise click.UsageError("SOURCE and PREFERRED may not be empty")
    examples = [*zip(befores, afters, strict=True), *((text, None) for text in said.pop("leave"))]
    return draft(
        source.strip(),
        preferred.strip(),
        said.pop("artifact"),
        id=name.strip(),
        forms=tuple(map(_form, said.pop("form"))),
        pos=said.pop("pos") or "",
        examples=examples,
        **said,
    )


def _form(text: str) -> tuple[str, str]:
    kind, sign, words = text.partition("=")
    if not sign or kind not in FORMS or not words.strip():
        raise click.UsageError(
            f"--form {text!r} is not like noun=paved road; the kinds are {', '.join(FORMS)}"
        )
    return kind, words.strip()


def _differences(old: str, new: str, called: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), called, called, lineterm="", n=2
    )
    yield from lines
