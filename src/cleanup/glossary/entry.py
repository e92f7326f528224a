"""One entry of a glossary: what is written wrong, what to write, when, and proof by example."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from cleanup.glossary.inflection import opens_with_gerund
from cleanup.phrases import Phrase, Template
from cleanup.proposal import Trust

Kind = Literal["noun", "verb", "ing", "modifier", "other"]
"""How a rendering stands in a sentence: as a noun phrase, a verb in its base form, an -ing
form, before a noun; `other` is put in as it is."""

PARTS_OF_SPEECH: dict[str, Kind] = {
    "noun": "noun",
    "noun phrase": "noun",
    "name": "noun",
    "proper name": "noun",
    "title": "noun",
    "verb": "verb",
    "verb phrase": "verb",
    "ing": "ing",
    "modifier": "modifier",
    "adjective": "modifier",
    "adverb": "other",
    "phrase": "other",
    "clause": "other",
}
"""What `pos` may say of the preferred rendering."""

FORMS: tuple[Kind, ...] = ("noun", "verb", "ing", "modifier")
NAMES = frozenset(("name", "proper name"))


@dataclass(frozen=True, slots=True)
class Artifact:
    """What machine translation writes; `likely` says that it was not yet seen."""

    text: str
    phrase: Phrase
    likely: bool
    line: int


@dataclass(frozen=True, slots=True)
class Frame:
    """How the artifact must sit in its sentence, and what the whole then reads.

    A frame without `<artifact>` on its left is a phrase of its own.
    """

    text: str
    left: Phrase
    right: Template
    line: int
    with_artifact: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A test: `before` becomes `after`, or stays as it is where `after` is None."""

    before: str
    after: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A term: source, renderings, artifacts and guards. `id` is `<pack>/<source>`."""

    id: str
    pack: str
    line: int
    file: str
    source: str = ""
    preferred: str = ""
    short: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    pos: str = ""
    admitted: tuple[str, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    frames: tuple[Frame, ...] = ()
    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    quotes: Literal["drop", "keep"] = "keep"
    trust: Trust | None = None
    domain: str = ""
    reference: str = ""
    note: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    examples: tuple[Example, ...] = ()
    add: bool = False

    @property
    def kind(self) -> Kind:
        """How the preferred rendering stands in a sentence: what `pos` says; without it a
        verb where a noun is given beside it, else a noun. A noun phrase that is an -ing form
        with its object (`replacing old drivers`) stands like any -ing form."""
        forms = dict(self.forms)
        told = PARTS_OF_SPEECH.get(self.pos)
        if told is None:
            told = "verb" if "noun" in forms and "verb" not in forms else "noun"
        return "ing" if told == "noun" and opens_with_gerund(self.preferred) else told

    @property
    def name(self) -> str:
        """What to call the entry in an error."""
        return self.source or self.id.partition("/")[2]

    @property
    def renderings(self) -> tuple[str, ...]:
        """All that may stand: preferred, short, forms, admitted."""
        told = (self.preferred, self.short, *(words for _, words in self.forms), *self.admitted)
        return tuple(dict.fromkeys(words for words in told if words))

    def rendering(self, kind: str, *, short: bool = False) -> str | None:
        """The rendering that can stand as `kind`, if there is one."""
        found = dict(self.forms).get(kind)
        if self.kind == kind and (found is None or found == self.preferred):
            found = self.short if short and self.short else self.preferred
        return found

    @property
    def digest(self) -> str:
        """The SHA-256, in hex, of what decides match and words: not id, note or examples."""
        decisive = (
            self.preferred,
            self.short,
            self.forms,
            self.pos,
            self.admitted,
            tuple((a.text, a.likely) for a in self.artifacts),
            tuple(f.text for f in self.frames),
            self.unless,
            self.only_with,
            self.not_after,
            self.not_before,
            self.quotes,
        )
        return hashlib.sha256(repr(decisive).encode("utf-8", "surrogatepass")).hexdigest()
