"""The forms of English words: plural, verb forms, spellings, a or an, capitals.

Rules for what is regular, tables for what is not. A form that does not exist does no harm
where one looks for words; what is written comes only from forms that are sure.
"""

from __future__ import annotations

from functools import lru_cache

import regex

VOWELS = "aeiou"

PLURALS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "half": "halves",
    "leaf": "leaves",
    "life": "lives",
    "shelf": "shelves",
    "thief": "thieves",
    "wolf": "wolves",
    "knife": "knives",
    "loaf": "loaves",
    "calf": "calves",
    "criterion": "criteria",
    "phenomenon": "phenomena",
    "medium": "media",
    "datum": "data",
    "analysis": "analyses",
    "basis": "bases",
    "crisis": "crises",
    "thesis": "theses",
    "hypothesis": "hypotheses",
    "axis": "axes",
    "nucleus": "nuclei",
    "stimulus": "stimuli",
    "bacterium": "bacteria",
    "hero": "heroes",
    "echo": "echoes",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "embargo": "embargoes",
    "veto": "vetoes",
    "cargo": "cargoes",
    "bus": "buses",
    "gas": "gases",
    "campus": "campuses",
    "bonus": "bonuses",
    "census": "censuses",
    "surplus": "surpluses",
    "status": "statuses",
    "virus": "viruses",
    "corpus": "corpora",
    "lens": "lenses",
    "atlas": "atlases",
    "bias": "biases",
    "canvas": "canvases",
    "passer-by": "passers-by",
}
_SINGULARS = {plural: singular for singular, plural in PLURALS.items()}

UNCOUNTABLE = frozenset(
    "advice aircraft agriculture aquaculture clothing commerce commercialization compaction"
    " cooperation"
    " construction development education employment energy equipment evidence expertise"
    " fisheries forestry governance growth health homework housing implementation information"
    " infrastructure integration knowledge labor labour land livestock logistics luck machinery"
    " management manufacturing merchandise money music news opening-up personnel police"
    " poverty progress prosperity protection research revitalization safety scenery security"
    " series sheep software species staff steel supervision talent tourism traffic transport"
    " transportation urbanization water wealth weather welfare well-being wellbeing work"
    " economics mathematics physics politics statistics"
    " afforestation alleviation assistance awareness bullying care childcare connectivity"
    " conservation consumption corn corruption curtailment disinfection enforcement financing"
    " guidance industrialization irrigation leasing lending literacy modernization neutrality"
    " pollution pork prevention pricing productivity publicity recycling rehabilitation"
    " rejuvenation relief rice stability transparency waterlogging".split()
)
"""Nouns without a plural of their own; some can be counted in other senses, but not in those
that glossaries of news and government want."""

_NOT_PLURAL = ("ss", "us", "is", "ics")
_FIXED_WORDS = frozenset(
    "a an the of to in on for and or with by at from as into over under up down out off it its"
    " this that these those we our you your they their he his she her not no new old all more"
    " most own per via".split()
)
"""Words that take no ending."""

PREPOSITIONS = frozenset(
    "of to in on for with by at from into over under between among through within toward"
    " towards against about across along without during after before upon around".split()
)
ENDS_HEAD = PREPOSITIONS | {"that", "which", "who"}
"""Words before which the head of a noun phrase has stood."""
ARTICLES = frozenset(("a", "an", "the"))

IRREGULAR_VERBS = {
    base: tuple(forms.split())
    for base, forms in {
        "be": "is are being was were been",
        "become": "becomes becoming became",
        "begin": "begins beginning began begun",
        "break": "breaks breaking broke broken",
        "bring": "brings bringing brought",
        "build": "builds building built",
        "buy": "buys buying bought",
        "catch": "catches catching caught",
        "come": "comes coming came",
        "cut": "cuts cutting",
        "deal": "deals dealing dealt",
        "do": "does doing did done",
        "draw": "draws drawing drew drawn",
        "drive": "drives driving drove driven",
        "fall": "falls falling fell fallen",
        "feed": "feeds feeding fed",
        "fight": "fights fighting fought",
        "find": "finds finding found",
        "get": "gets getting got gotten",
        "give": "gives giving gave given",
        "go": "goes going went gone",
        "grow": "grows growing grew grown",
        "have": "has having had",
        "hold": "holds holding held",
        "keep": "keeps keeping kept",
        "know": "knows knowing knew known",
        "lay": "lays laying laid",
        "lead": "leads leading led",
        "leave": "leaves leaving left",
        "let": "lets letting",
        "lose": "loses losing lost",
        "make": "makes making made",
        "meet": "meets meeting met",
        "overcome": "overcomes overcoming overcame",
        "pay": "pays paying paid",
        "put": "puts putting",
        "run": "runs running ran",
        "say": "says saying said",
        "see": "sees seeing saw seen",
        "seek": "seeks seeking sought",
        "sell": "sells selling sold",
        "send": "sends sending sent",
        "set": "sets setting",
        "shake": "shakes shaking shook shaken",
        "show": "shows showing showed shown",
        "shut": "shuts shutting",
        "speak": "speaks speaking spoke spoken",
        "spend": "spends spending spent",
        "spread": "spreads spreading",
        "stand": "stands standing stood",
        "strike": "strikes striking struck",
        "take": "takes taking took taken",
        "teach": "teaches teaching taught",
        "tell": "tells telling told",
        "think": "thinks thinking thought",
        "undertake": "undertakes undertaking undertook undertaken",
        "uphold": "upholds upholding upheld",
        "win": "wins winning won",
        "write": "writes writing wrote written",
    }.items()
}
"""Base form: third person, -ing, past, past participle where it differs."""

_DOUBLING = frozenset(
    "plan stop drop ship trim cap map tap step shop fit submit commit admit permit refer occur"
    " control prefer transfer equip program ban wrap rid grab hit tag".split()
)
"""Verbs that double the last letter before -ing and -ed."""

SPELLINGS = (
    ("color", "colour"),
    ("labor", "labour"),
    ("harbor", "harbour"),
    ("favor", "favour"),
    ("honor", "honour"),
    ("neighbor", "neighbour"),
    ("behavior", "behaviour"),
    ("vapor", "vapour"),
    ("flavor", "flavour"),
    ("humor", "humour"),
    ("endeavor", "endeavour"),
    ("center", "centre"),
    ("meter", "metre"),
    ("theater", "theatre"),
    ("fiber", "fibre"),
    ("liter", "litre"),
    ("caliber", "calibre"),
    ("program", "programme"),
    ("catalog", "catalogue"),
    ("dialog", "dialogue"),
    ("defense", "defence"),
    ("offense", "offence"),
    ("license", "licence"),
    ("practice", "practise"),
    ("aluminum", "aluminium"),
    ("gray", "grey"),
    ("plow", "plough"),
    ("fulfill", "fulfil"),
    ("enroll", "enrol"),
    ("skillful", "skilful"),
    ("traveling", "travelling"),
    ("traveler", "traveller"),
    ("modeling", "modelling"),
    ("labeling", "labelling"),
    ("judgment", "judgement"),
    ("aging", "ageing"),
    ("maneuver", "manoeuvre"),
    ("analyz", "analys"),
    ("catalyz", "catalys"),
)
"""American and British spelling of the common stems; a stem inside a longer word counts."""

_IZE = regex.compile(r"(?<=\p{L}{2})i([sz])(?=(?:e|es|ed|ing|er|ers|ation|ations|ational)$)")


_NOT_GERUNDS = frozenset(
    "caring missing thriving"
    " accounting aging banking bidding binding boxing breeding briefing broadcasting building"
    " casting catering cleaning closing clothing coating cooling cutting-edge dining developing"
    " driving during dwelling dying emerging engineering evening existing farming filing financing"
    " finishing fishing floating following forging founding funding gaming gathering governing"
    " growing guiding hearing heating holding housing landing launching leading learning leasing"
    " lending lighting listing living logging longstanding manufacturing marketing meeting mining"
    " morning neighboring nothing nursing offering opening operating outstanding packaging painting"
    " parking pending planning planting pricing printing processing publishing pumping purchasing"
    " reading recycling refining remaining reporting rising rolling ruling sailing saving seeing"
    " selling serving setting sewing shipping shopping singing smelting something spending"
    " spring staffing standing starting steering string supporting surrounding swimming teaching"
    " testing thing trading training turning underlying upcoming voting walking warning watering"
    " wedding welding well-being working writing".split()
)
"""Words in -ing that stand before a noun like an adjective, or are nouns themselves."""


def opens_with_gerund(words: str) -> bool:
    """True for a phrase such as `replacing old drivers`: an -ing form with its object, and
    not for one such as `attending physician` or `drug-sniffing dog`, which describes a noun."""
    first, _, rest = words.partition(" ")
    if not first.islower() or not first.endswith("ing") or "-" in first or len(first) <= 5:
        return False
    if first in _NOT_GERUNDS or not rest[:1].isalpha() or rest.startswith("of "):
        return False
    others = rest.split()
    if len(others) == 1:
        return is_plural(rest) or rest in UNCOUNTABLE
    return others[0] not in ("and", "or") or others[1].endswith("ing")


# --- looking for words --------------------------------------------------------------------


@lru_cache(maxsize=16384)
def spellings(word: str) -> tuple[str, ...]:
    """The word (in lower case) and its other spelling, American or British."""
    for american, british in SPELLINGS:
        if british in word:
            return word, word.replace(british, american)
        if american in word:
            return word, word.replace(american, british)
    if "is" not in word and "iz" not in word:
        return (word,)
    other = _IZE.sub(lambda m: "iz" if m.group(1) == "s" else "is", word)
    return (word,) if other == word else (word, other)


def is_plural(word: str) -> bool:
    """True when a noun (in lower case) looks like a plural."""
    if word in _SINGULARS:
        return True
    if word in PLURALS or word in UNCOUNTABLE:
        return False
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL)


def can_be_counted(word: str) -> bool:
    """True when a plural of the noun (in lower case) may be written."""
    return word.isalpha() and word not in UNCOUNTABLE and word not in _FIXED_WORDS


def pluralized(word: str) -> str:
    """The plural of a noun in the singular; its capitals stay."""
    low = word.lower()
    if low in PLURALS:
        plural = PLURALS[low]
        return plural.upper() if word.isupper() else word[0] + plural[1:]
    if word.isupper() and len(word) > 1:
        return word + "s"
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if low.endswith("y") and len(word) > 1 and low[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def noun_forms(word: str) -> tuple[str, ...]:
    """The word (in lower case) and, where it is a noun in the singular, its plural."""
    if not word.isalpha() or word in _FIXED_WORDS or is_plural(word):
        return (word,)
    return word, pluralized(word)


def verb_forms(base: str) -> tuple[str, ...]:
    """Base form, third person, -ing, past and participle of a verb (in lower case)."""
    if base in IRREGULAR_VERBS:
        return base, *IRREGULAR_VERBS[base]
    return base, third_person(base), ing_form(base), _past(base)


def third_person(base: str) -> str:
    """The form that goes with he, she, it."""
    if base in IRREGULAR_VERBS:
        return IRREGULAR_VERBS[base][0]
    return base + "es" if base.endswith("o") else pluralized(base)


def ing_form(base: str) -> str:
    """The -ing form of a verb."""
    if base in IRREGULAR_VERBS:
        return next(f for f in IRREGULAR_VERBS[base] if f.endswith("ing"))
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def past_form(base: str) -> str | None:
    """The past tense where it is the same as the participle, or else None."""
    if base not in IRREGULAR_VERBS:
        return _past(base)
    after = [f for f in IRREGULAR_VERBS[base][1:] if not f.endswith("ing")]
    return base if not after else after[0] if len(after) == 1 else None


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and len(base) > 1 and base[-2] not in VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _doubled(base: str) -> str:
    return base + base[-1] if base in _DOUBLING else base


# --- a or an ------------------------------------------------------------------------------

_AN = regex.compile(r"(?:honest|honou?r|hour|heir)", regex.I)
_A = regex.compile(
    r"(?:uni(?:[^nm]|$)|unan|unif|unil|us[aeiu]|u[bt][ei]|eu|ew|one\b|once\b|ufo|usu|utili|ubiq)",
    regex.I,
)
_LETTER_AN = frozenset("AEFHILMNORSX")


def article_for(words: str) -> str:
    """`a` or `an`, whichever goes before the words; by sound, as far as spelling tells."""
    first = regex.match(r"[\p{L}\p{N}]+", words.lstrip("\"'“‘("))
    if first is None:
        return "a"
    word = first.group()
    if word[0].isdigit():
        return "an" if word.startswith("8") or word in ("11", "18") else "a"
    if word.isupper() and (len(word) <= 3 or not regex.search("[AEIOU]", word)):
        return "an" if word[0] in _LETTER_AN else "a"
    if _AN.match(word):
        return "an"
    if _A.match(word) and not regex.match("un(?:in|im|id[ei])", word, regex.I):
        return "a"
    return "an" if word[0].lower() in VOWELS else "a"


# --- phrases ------------------------------------------------------------------------------

_TOKEN = regex.compile(r"[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*")
_PAIR = regex.compile(r"(?:the )?[\p{Ll}-]+ (?:and|or) [\p{Ll}-]+(?= (?:of|for|in|to)\b|$)")
"""Two things of one word each (`systems and mechanisms`), which together are plural."""
_SMALL = ARTICLES | PREPOSITIONS | {"and", "or", "nor", "but", "as"}


def head_span(words: str) -> tuple[int, int] | None:
    """Where the head of a noun phrase stands: its last word before the first preposition
    or relative; None for a phrase with a comma, which has several."""
    heads: tuple[int, int] | None = None
    for token in _TOKEN.finditer(words):
        if heads is not None:
            if token.group().lower() in ENDS_HEAD:
                break
            if "," in words[heads[1] : token.start()]:
                return None
        heads = token.span()
    return heads


def plural_phrase(words: str) -> str | None:
    """The noun phrase in the plural, or None where its head cannot take one for sure."""
    at = head_span(words)
    if at is None or _PAIR.match(words):
        return None
    head = words[at[0] : at[1]]
    last = head.rpartition("-")[2]
    if is_plural(last.lower()) or not can_be_counted(last.lower()):
        return None
    if head[0].isupper() and not head.isupper():
        return None
    return words[: at[1] - len(last)] + pluralized(last) + words[at[1] :]


def is_plural_phrase(words: str) -> bool:
    """True when the noun phrase wants a verb in the plural."""
    at = head_span(words)
    if at is None:
        return False
    head = words[at[0] : at[1]].lower().rpartition("-")[2]
    return is_plural(head) or _PAIR.match(words) is not None


def title_case(words: str) -> str:
    """The words with capitals as in a headline: all but articles, prepositions, and, or."""

    def raised(token: regex.Match[str]) -> str:
        word = token.group()
        if token.start() > 0 and word in _SMALL:
            return word
        return word[0].upper() + word[1:]

    return _TOKEN.sub(raised, words)


def capitalized(words: str) -> str:
    """The words with their first letter as a capital; quotes before it stay."""
    at = next((i for i, sign in enumerate(words) if sign.isalnum()), None)
    return words if at is None else words[:at] + words[at].upper() + words[at + 1 :]
