from __future__ import annotations

import pytest

from cleanup.glossary.inflection import (
    article_for,
    capitalized,
    head_span,
    ing_form,
    is_plural,
    is_plural_phrase,
    noun_forms,
    opens_with_gerund,
    past_form,
    plural_phrase,
    pluralized,
    spellings,
    third_person,
    title_case,
    verb_forms,
)


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("zone", "zones"),
        ("city", "cities"),
        ("highway", "highways"),
        ("bus", "buses"),
        ("branch", "branches"),
        ("tax", "taxes"),
        ("woman", "women"),
        ("Woman", "Women"),
        ("criterion", "criteria"),
        ("nucleus", "nuclei"),
        ("SME", "SMEs"),
        ("analysis", "analyses"),
    ],
)
def test_nouns_have_their_plural(singular: str, plural: str) -> None:
    assert pluralized(singular) == plural
    assert is_plural(plural.lower()) or plural == "SMEs"
    assert not is_plural(singular.lower())


@pytest.mark.parametrize("word", ["gas", "glass", "status", "basis", "economics", "atlas", "news"])
def test_a_word_that_only_ends_in_s_is_no_plural(word: str) -> None:
    assert not is_plural(word)


@pytest.mark.parametrize(
    ("base", "s", "ing", "past"),
    [
        ("build", "builds", "building", "built"),
        ("plan", "plans", "planning", "planned"),
        ("carry", "carries", "carrying", "carried"),
        ("improve", "improves", "improving", "improved"),
        ("do", "does", "doing", None),
        ("cut", "cuts", "cutting", "cut"),
        ("reach", "reaches", "reaching", "reached"),
        ("tie", "ties", "tying", "tied"),
        ("agree", "agrees", "agreeing", "agreed"),
        ("write", "writes", "writing", None),
        ("go", "goes", "going", None),
    ],
)
def test_verbs_have_their_forms(base: str, s: str, ing: str, past: str | None) -> None:
    assert (third_person(base), ing_form(base), past_form(base)) == (s, ing, past)
    assert {base, s, ing} <= set(verb_forms(base))


def test_a_noun_in_the_plural_has_no_further_form() -> None:
    assert noun_forms("zones") == ("zones",)
    assert noun_forms("zone") == ("zone", "zones")
    assert noun_forms("of") == ("of",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("center", "centre"),
        ("organisation", "organization"),
        ("kilometers", "kilometres"),
        ("programme", "program"),
        ("colourful", "colorful"),
        ("urbanizing", "urbanising"),
    ],
)
def test_a_word_is_known_in_both_spellings(one: str, other: str) -> None:
    assert set(spellings(one)) == set(spellings(other)) == {one, other}


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("an", "hour honest-man heir NPC MPA SME FTA 8 11 80-day umbrella unimportant island"),
        ("a", "university unit uniform European one US UN user utility union unanimous 10 NATO"),
        ("an", "all-for-one industrial unintended unidentified undertaking"),
        ("a", "reform pilot well-off ewe unique useful once-weekly"),
    ],
)
def test_the_article_goes_by_sound(article: str, words: str) -> None:
    assert {word: article_for(word) for word in words.split()} == dict.fromkeys(
        words.split(), article
    )


def test_the_article_looks_past_a_quote() -> None:
    assert article_for("“open” city") == "an"


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("comprehensive pilot zone for trade", "zone"),
        ("deputy to the congress", "deputy"),
        ("growth drivers", "drivers"),
        ("systems that work", "systems"),
    ],
)
def test_the_head_stands_before_the_preposition(words: str, head: str) -> None:
    at = head_span(words)
    assert at is not None
    assert words[slice(*at)] == head


def test_a_list_has_no_single_head() -> None:
    assert head_span("streamline administration, delegate power") is None


@pytest.mark.parametrize(
    ("words", "plural"),
    [
        ("pilot zone", "pilot zones"),
        ("deputy to the congress", "deputies to the congress"),
        ("growth", None),
        ("growth drivers", None),
        ("Belt and Road Initiative", None),
        ("systems and mechanisms", None),
        ("NPC", "NPCs"),
        ("research and development center", "research and development centers"),
        ("start-up", None),
    ],
)
def test_a_phrase_takes_the_plural_at_its_head(words: str, plural: str | None) -> None:
    assert plural_phrase(words) == plural


def test_a_phrase_of_two_things_is_plural() -> None:
    assert is_plural_phrase("systems and mechanisms")
    assert is_plural_phrase("trade and industry")
    assert not is_plural_phrase("research and development center")
    assert not is_plural_phrase("Belt and Road Initiative")
    assert not is_plural_phrase("zone for growth drivers")


def test_title_case_leaves_small_words() -> None:
    assert (
        title_case("replacing old drivers with new ones") == "Replacing Old Drivers with New Ones"
    )
    assert title_case("the well-off society") == "The Well-off Society"


def test_the_first_letter_is_raised_behind_a_quote() -> None:
    assert capitalized('"the road') == '"The road'
    assert capitalized("10 roads") == "10 roads"


def test_an_ing_word_that_describes_a_noun_is_no_gerund() -> None:
    assert opens_with_gerund("replacing old drivers")
    assert opens_with_gerund("receiving petitioners")
    assert not opens_with_gerund("attending physician")
    assert not opens_with_gerund("drug-sniffing dog")
    assert not opens_with_gerund("accommodating and prudent regulation")
