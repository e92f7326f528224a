"""An entry on its way from the table to the pack."""

from __future__ import annotations

from dataclasses import dataclass, field

from .rows import Row


@dataclass(slots=True)
class Draft:
    """What is known of an entry so far. `left_out` says why it does not come into the pack;
    `dropped` lists artifacts that do not, each with the
    reason. `added` are artifacts that people added, `keep` those that no rule may take out."""

    row: Row
    pos: str
    preferred: str
    admitted: list[str]
    artifacts: list[str]
    short: str = ""
    forms: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)
    guards: dict[str, str] = field(default_factory=dict)
    quotes: str = ""
    trust: str = ""
    note: str = ""
    examples: list[dict[str, str]] = field(default_factory=list)
    keep: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    left_out: str = ""

    @property
    def source(self) -> str:
        return self.row.source

    @property
    def renderings(self) -> list[str]:
        """All that may stand."""
        told = (self.preferred, self.short, *self.forms.values(), *self.admitted)
        return [words for words in dict.fromkeys(told) if words]

    @property
    def is_name(self) -> bool:
        return self.pos == "name"

    def drop(self, artifact: str, why: str) -> None:
        """Takes an artifact out, unless somebody said to keep it."""
        if artifact in self.artifacts and artifact not in self.keep:
            self.artifacts.remove(artifact)
            self.dropped.append((artifact, why))

    def replace(self, artifact: str, other: str, why: str) -> None:
        """Puts another wording where an artifact stood."""
        if artifact in self.keep:
            return
        at = self.artifacts.index(artifact)
        self.dropped.append((artifact, why))
        if other in self.artifacts:
            del self.artifacts[at]
        else:
            self.artifacts[at] = other
            if artifact in self.seen:
                self.seen[other] = self.seen.pop(artifact)
