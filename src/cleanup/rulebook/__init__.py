"""The rulebook: one YAML entry a rule, with examples that must change and text that must stay.

`load` reads a file, `combine` joins books, `Rulebook.find` is the check itself. Inside:
`book` (the loader and the book), `rule` (a rule, its guards, how it is matched), `bounds`
(patterns that could run on without end are refused).
"""

from cleanup.rulebook.book import EMPTY, Rulebook, combine, load
from cleanup.rulebook.rule import Rule

__all__ = ["EMPTY", "Rule", "Rulebook", "combine", "load"]
