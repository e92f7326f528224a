"""The glossary: terms that are found in a text, and what is to stand there.

One room with a way in: `load` reads a file, `combine` puts the own glossary over the packs,
`Glossary.find` is the check itself. Inside: `entry` (what an entry is), `file` (YAML into
entries), `artifact`, `inflection`, `guards` (finding), `replacement`, `wording` (what comes to
stand there), `layer` and `packed` (thousands of entries in one automaton, kept compiled),
`variants` and `variation` (one term in several renderings within a document).
"""

from cleanup.glossary.entry import Entry
from cleanup.glossary.lookup import EMPTY, Glossary, TermHit, combine, load, of_layer
from cleanup.glossary.variation import Place, Variation, variations

__all__ = [
    "EMPTY",
    "Entry",
    "Glossary",
    "Place",
    "TermHit",
    "Variation",
    "combine",
    "load",
    "of_layer",
    "variations",
]
