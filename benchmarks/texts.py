"""Made-up texts, glossaries and decisions: the same for the same size, like real ones.

Words follow a steep law of frequency as in prose (Zipf), sentences and paragraphs have the
usual lengths. Terms are made of the same words in combinations that the texts hold only
where they are put on purpose, once in so many characters.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

_COMMON = """the of and to in a for is on that with as by are was at from this will it be has
an have more its new all their which we also our not been city work year they should under
people plan local first million other into great about up than most through national key one
after these high county during up high build level project support office both such last""".split()
_PLAIN = """area base bank bridge budget building campaign capital centre century chain chairman
change channel chapter child circle citizen classroom climate coast college committee community
company concert condition conference construction consumption contract cooperation corridor cost
council court craft credit culture custom data day debate decade degree delegation demand
department design development district doctor economy education effort energy engine enterprise
environment equipment event example exchange exhibition expert export factory family farm farmer
festival field figure film finance firm fishery floor forest foundation fund future garden
government growth guide harbour harvest health highway history home hospital hotel house household
idea income index industry information inspection institute investment island journey kitchen
laboratory lake land language law leader lecture letter library line logistics machine market mayor
meadow measure meeting member memory method mine ministry model month mountain museum music
neighbourhood network newspaper number officer opening orchard order output park partner party
path pension period platform policy pool port power practice price problem process product
programme promise property province quality quarter question railway rate reader reform region
report research reserve resident resource result review river road school science season secretary
sector service session share shop show skill society source speech sports stage standard station
statistics steel storage story street student study summer supply support survey system talent tax
teacher team technology term theatre thing ticket time tourism tower town trade tradition training
transport travel tree trust tunnel union university valley value vehicle village visitor voice
volume water week welfare winter witness worker workshop world yard zone""".split()
_DOING = """accelerate adopt advance announce arrange attract bring carry combine complete continue
create cut deepen deliver describe draw encourage ensure expand explain extend find finish follow
form gather give grow hold improve increase invite join keep lay lead learn link make manage move
offer open organise pay present promote protect provide publish raise reach receive reduce restore
send serve set start strengthen supply take tell train turn upgrade visit welcome write""".split()
WORDS = 4_000
"""So many different words a text has; as many more stand only in terms."""

RARE = 50_000
"""Characters from one planted phrase to the next: one in some 8,000 words. In prose that no
machine has translated nearly every hit is a false alarm, and more would not be borne."""

_ONSETS = "b c d f g h j k l m n p r s t v w z ch sh br cr dr fl gr pl st tr".split()
_VOWELS = "a e i o u ai ea ou".split()
_ENDS = "n r l s t m nd rt st ck ng x".split()


@cache
def _all_words() -> tuple[str, ...]:
    chance = random.Random(1)
    made = dict.fromkeys([*_COMMON, *_PLAIN, *_DOING])
    while len(made) < 2 * WORDS:
        syllables = chance.choice((1, 2, 2, 3))
        start = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
        made.setdefault(start + chance.choice(_ENDS))
    return tuple(made)


def words() -> tuple[str, ...]:
    """The words of which texts are made, the commonest first; most rare ones are made up."""
    return _all_words()[:WORDS]


@cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 3) for rank in range(len(words()))))


def terms(count: int) -> list[str]:
    """So many different artifacts of two to four words, such as no text holds by chance."""
    chance = random.Random(2)
    plain, unseen = [*_PLAIN, *_DOING], _all_words()[WORDS:]
    rare = words()[len(_COMMON) + len(plain) :]
    made: dict[str, None] = {}
    while len(made) < count:
        size = chance.choice((2, 3, 3, 4))
        chosen = [chance.choice(plain) for _ in range(size)]
        at = chance.randrange(size - 1)
        if size == 2:  # any two words of the text stand side by side somewhere in 10 MB
            chosen[at] = chance.choice(unseen)
        elif size == 3:
            chosen[at : at + 2] = chance.choice(rare), chance.choice(rare)
        made.setdefault(" ".join(chosen))
    return list(made)


def paragraphs(size: int, planted: list[str] | None = None, every: int = RARE) -> Iterator[str]:
    """Paragraphs of one to six sentences, `size` characters in all; a planted phrase stands
    once in about `every` characters."""
    chance = random.Random(3)
    written, due = 0, every
    while written < size:
        sentences = [_sentence(chance) for _ in range(chance.randint(1, 6))]
        if planted and written >= due:
            sentences.append(f"They spoke about the {chance.choice(planted)} once more.")
            due += every
        paragraph = " ".join(sentences)
        written += len(paragraph) + 2
        yield paragraph


def full_of(size: int, planted: list[str]) -> str:
    """A plain text of about `size` characters with one of the phrases in every sentence, as in
    machine translation at its worst."""
    chance = random.Random(7)
    told: list[str] = []
    written = 0
    while written < size:
        sentences = [_sentence(chance, planted) for _ in range(chance.randint(1, 6))]
        told.append(" ".join(sentences))
        written += len(told[-1]) + 2
    return "\n\n".join(told) + "\n"


def _sentence(chance: random.Random, planted: list[str] | None = None) -> str:
    drawn = chance.choices(words(), cum_weights=_weights(), k=chance.randint(6, 34))
    chosen = [word for at, word in enumerate(drawn) if at == 0 or word != drawn[at - 1]]
    if chance.random() < 0.3:
        chosen[chance.randrange(1, len(chosen))] = f"{chance.randint(2, 9999):,}"
    if len(chosen) > 14:
        chosen[len(chosen) // 2] += ","
    if planted:
        chosen.insert(chance.randrange(2, len(chosen)), f"the {chance.choice(planted)}")
    told = " ".join(chosen)
    return told[0].upper() + told[1:] + "."


def prose(size: int, planted: list[str] | None = None, every: int = RARE) -> str:
    """A plain text of about `size` characters."""
    return "\n\n".join(paragraphs(size, planted, every)) + "\n"


def markdown(size: int) -> str:
    """The same as Markdown: headings, emphasis, links, lists, quotes and code."""
    chance = random.Random(4)
    blocks: list[str] = []
    for number, paragraph in enumerate(paragraphs(size)):
        told = paragraph.split(" ")
        at = chance.randrange(len(told))
        told[at] = chance.choice(
            (f"**{told[at]}**", f"*{told[at]}*", f"[{told[at]}](page-{number}.html)", "`code`")
        )
        text = " ".join(told)
        match number % 8:
            case 0:
                blocks.append(f"## {' '.join(told[:6]).rstrip('.,')}")
            case 3:
                blocks.append("\n".join(f"- {part}" for part in text.split(". ")))
            case 5:
                blocks.append(f"> {text}")
            case _:
                blocks.append(text)
    return "\n\n".join(blocks) + "\n"


def glossary(count: int) -> str:
    """A glossary of so many entries, one artifact each, as YAML."""
    chance = random.Random(5)
    lines = ["terms:"]
    for number, artifact in enumerate(terms(count)):
        rendering = f"{artifact.split(' ')[0]} {chance.choice(words()[200:])}ing scheme"
        lines += [
            f"  - id: term-{number}",
            f"    preferred: {rendering}",
            "    artifacts:",
            f"      - {artifact}",
        ]
    return "\n".join(lines) + "\n"
