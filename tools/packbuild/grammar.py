"""Parts of speech: how a rendering and an artifact stand in a sentence, told by their words.

The column of the table says how the preferred rendering stands, but not always rightly, and
says nothing of artifacts. What is written is derived only where rules are sure; otherwise a
form is left out, and the engine asks the editor.
"""

from __future__ import annotations

from typing import Literal

import regex

from cleanup.glossary.inflection import ing_form, opens_with_gerund, verb_forms

Shape = Literal["noun", "verb", "ing", "clause", "other"]

VERBS = frozenset(
    "abandon abolish absorb accelerate accept accumulate achieve act activate adapt add adhere"
    " adjust admit adopt advance advise air align alleviate allow apply approve arrange arrest"
    " ask assist attach attend attract avoid band be bear beat become begin benefit bid bite"
    " block boost borrow brave break bridge brighten bring brush build bump burn bury buy bypass"
    " call calm care carpool carry cast catch celebrate change chase cheat check cherish choose"
    " clean clear click climb clock close collect combat combine come communicate compete"
    " complain complement complete concentrate conclude conduct confine connect consolidate"
    " continue control convert cook coordinate correct cover crack create criticize cross"
    " cultivate cut deal debut decline deepen default defend defuse delegate deleverage deliver"
    " demand demolish depend destroy develop diagnose die dig dip discharge dispel distribute"
    " disturb divert do double drain draw dream drink drive drop eat educate eliminate embrace"
    " emerge emphasize empower empty encourage end engage enhance enjoy enlighten enlist enrich"
    " ensure enter eradicate escape establish examine exchange execute expand expel experience"
    " explain explore export extend extort face fail fall fatten feed feel fight fill find"
    " finish fire fix flatten flatter fleece flourish flow focus follow forge form foster"
    " freeload fry gain gather generate get give go grab grasp grind grow guarantee guard guess"
    " guide hand handle hang harm harvest hatch have heal help hide hire hit hold honor hook hug"
    " hunt idolize implement import improve include increase inherit innovate insist inspire"
    " install integrate intensify introduce invest invigorate invite issue join jump keep kick"
    " kill kiss know land lay lead learn leave lend let level lie lift light link listen live"
    " load lock lodge look lose love lower make manage match meet melt merge mobilize monetize"
    " move neglect nurture observe obstruct offer open operate organize overcome overtake pass"
    " pave pay perform persevere persist petition pick pilot place plan plant play plead please"
    " pocket polish pool post pour practice predict prepare present preserve press prevent"
    " produce promote prosper protect provide publish pull punch punish purify pursue push put"
    " quadruple qualify quarantine race raise rank rate reach read realize receive reclaim"
    " recognize recommend recover recruit rectify reduce reform refresh refund refuse refute"
    " register rehash reinforce relax relay release relieve relocate rely remain remember remove"
    " renew rent repair replace report rescue resort respect respond rest restore restrict"
    " resume retain retool return reveal reward ride ring rise rob roll root rotate round rub"
    " run rush sacrifice safeguard save say scan scatter schedule scramble search see seek seize"
    " sell send separate serve set settle shake shape share sharpen shift shine ship shoot shop"
    " shore shorten show simplify sing sink sit slap sleep slip smash snatch solicit solve speak"
    " specialize speculate speed spend split sponge spread sprinkle squeeze stabilize stand"
    " start starve stay steal stick stimulate stir stop streamline strengthen strike strive"
    " study submit subscribe suffer supervise supplement support suppress surpass survive"
    " suspend sustain sweep swipe tackle take talk tap target teach team tear tell test think"
    " thrive throw tidy tie tighten toil tonify touch trace track trade train transform travel"
    " treat try turn uncover understand unify unite unveil upgrade uphold urge use utilize"
    " vacate vaccinate visit wait walk wash watch water wear welcome win withdraw work wrap"
    " write".split()
)
NOUNS_TOO = frozenset(
    "abandon act advance air approach bear beat benefit bid bite block boost break bridge brush"
    " bump burn call calm care cast catch change charge check clean clear click climb clock"
    " close combat conduct control cook correct cover crack cross cut deal debut decline default"
    " demand dip discharge double drain draw dream drink drive drop dry empty end exchange"
    " experience export face fall fatten feed feel fight fire fix flow focus form fry gain grab"
    " guarantee guard guess guide hand harm harvest help hit hold hook hug hunt import increase"
    " issue jump kick kiss land last lead level lie lift light link live load lock look love"
    " lower match meet move offer open pass pay petition pick pilot place plan plant play pocket"
    " polish pool post pour practice present press produce program pull punch purchase push race"
    " rank rate reach read reform refund refuse register relay release rent repair report rescue"
    " resort respect rest return reward ride ring rise roll root round rub run rush sacrifice"
    " save say scan schedule scramble search separate set shake shape share shift shine ship"
    " shoot shop show sink slap sleep slip snatch speed split sponge spread squeeze stand start"
    " stay steal stick stir stop strike study supplement support sweep swipe tackle talk tap"
    " target team tear test tidy tie touch trace track trade train transform travel treat try"
    " turn upgrade urge use visit wait walk wash watch water wear welcome win work wrap".split()
)
"""Verbs that are nouns or adjectives as well: at the head of a phrase they are taken for a
verb only where an article or the like follows."""

_DETERMINERS = frozenset(
    "the a an its their our your his her my this these those all each every both one's".split()
)
_FINITE = frozenset(
    "is are was were has have had must should can cannot will would may might does did isn't"
    " aren't wasn't don't doesn't didn't can't won't".split()
)
_OPENERS = frozenset(
    "whoever who what where when if as like such without with in on at by from under for beyond"
    " not never no don't do always".split()
)

_GERUNDS = {ing_form(verb): verb for verb in sorted(VERBS)}
_OTHERS = {
    form: verb
    for verb in sorted(VERBS)
    for form in verb_forms(verb)
    if form != verb and not form.endswith("ing")
}
PARTICIPLES = frozenset(_OTHERS) - NOUNS_TOO - frozenset(verb + "s" for verb in VERBS)
"""Past tenses and participles of the verbs known here."""
_WORDS = regex.compile(r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*")


def words_of(text: str) -> list[str]:
    """The words of a phrase in lower case."""
    return [match.group().lower().replace("’", "'") for match in _WORDS.finditer(text)]


def shape_of(phrase: str) -> Shape:
    """How a phrase stands in a sentence, as far as its words tell."""
    words = words_of(phrase)
    if not words:
        return "other"
    first, second = words[0], words[1] if len(words) > 1 else ""
    if any(word in _FINITE for word in words[1:]) or first in _FINITE - {"have"}:
        return "clause"
    if first == "to" and second in VERBS:
        return "other"
    if first.endswith("ly") and len(words) > 1:
        inner = shape_of(phrase.partition(" ")[2])
        return inner if inner != "noun" or second in VERBS else "noun"
    if first in VERBS and (first not in NOUNS_TOO or second in _DETERMINERS):
        return "verb" if len(words) > 1 or first not in NOUNS_TOO else "noun"
    if first in _GERUNDS and (opens_with_gerund(phrase) or second in _DETERMINERS):
        return "ing"
    if first in _OTHERS and (second in _DETERMINERS or second in ("up", "out", "down", "into")):
        return "clause"
    if first in _OPENERS:
        return "other"
    return "noun"


def base_form(phrase: str) -> str:
    """A phrase that opens with an inflected verb (`keeping the line`), with its base form."""
    first, space, rest = phrase.partition(" ")
    low = first.lower()
    base = _GERUNDS.get(low) or (_OTHERS.get(low) if low not in VERBS else None)
    return phrase if base is None else base + space + rest


def ing_of(phrase: str, admitted: tuple[str, ...] = ()) -> str | None:
    """The -ing form of a verb phrase in its base form, or None where it is not sure.

    Verbs joined by `and`, `or` or commas all take it; where one of the words after these may
    be a noun as well, it is not sure, unless an admitted rendering shows it.
    """
    first = phrase.partition(" ")[0]
    if first not in VERBS or not first.isalpha():
        return None
    for words in admitted:
        if words.startswith(ing_form(first) + " ") and len(words.split()) == len(phrase.split()):
            return words
    if first in ("be", "dip") or " then " in phrase or "panic-sell" in phrase:
        return None  # forms that no rule here gives
    written: list[str] = []
    for at, part in enumerate(regex.split(r"(,? and |,? or |, )", phrase)):
        if at % 2:
            written.append(part)
            continue
        verb, space, rest = part.partition(" ")
        if at and verb in NOUNS_TOO:
            return None
        if at and verb in VERBS and not space and verb not in ("prosper", "innovate"):
            return None
        written.append((ing_form(verb) if at == 0 or verb in VERBS else verb) + space + rest)
    return "".join(written)


_NOMINAL = {
    "abolish": "abolition",
    "adjust": "adjustment",
    "attract": "attraction",
    "build": "building",
    "consolidate": "consolidation",
    "create": "creation",
    "cultivate": "cultivation",
    "deepen": "deepening",
    "demolish": "demolition",
    "deploy": "deployment",
    "develop": "development",
    "eliminate": "elimination",
    "eradicate": "eradication",
    "establish": "establishment",
    "expand": "expansion",
    "expel": "expulsion",
    "extend": "extension",
    "implement": "implementation",
    "improve": "improvement",
    "integrate": "integration",
    "modernize": "modernization",
    "optimize": "optimization",
    "preserve": "preservation",
    "prevent": "prevention",
    "promote": "promotion",
    "protect": "protection",
    "recruit": "recruitment",
    "reduce": "reduction",
    "replace": "replacement",
    "restore": "restoration",
    "safeguard": "safeguarding",
    "solicit": "solicitation",
    "stabilize": "stabilization",
    "strengthen": "strengthening",
    "suspend": "suspension",
    "transform": "transformation",
    "upgrade": "upgrading",
    "utilize": "utilization",
}


def noun_of(phrase: str) -> str | None:
    """A noun for a verb phrase of one verb and its object (`improve services`: `improvement
    of services`), or None where it is not sure."""
    first, _, rest = phrase.partition(" ")
    if first not in _NOMINAL or not rest or "," in rest:
        return None
    words = words_of(rest)
    if words[0] in ("in", "to", "from", "out", "up", "on", "with", "for", "so", "into"):
        return None
    if any(word in VERBS - NOUNS_TOO for word in words):
        return None
    return f"{_NOMINAL[first]} of {rest}"
