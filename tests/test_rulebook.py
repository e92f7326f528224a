from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
import yaml

from cleanup import packs
from cleanup.errors import ConfigError
from cleanup.rulebook import EMPTY, Rulebook, combine, load
from cleanup.rulebook.book import EXAMPLE_KEYS, KEYS
from cleanup.rulebook.bounds import unbounded
from cleanup.text import SegmentKind

RULE = """\
rules:
  - id: despite-of
    message: It is “despite” or “in spite of”.
    category: linguistic conventions
    severity: minor
    phrases:
      - despite of
    replacements:
      - despite
    why: 尽管 was rendered by two phrases at once.
    examples:
      - before: The fair was held despite of the rain.
        after: The fair was held despite the rain.
      - leave: The fair was held in spite of the rain.
"""


def a_rule(*lines: str, example: str = "query: A lamp burns.", leave: str = "Nothing.") -> str:
    """A rulebook of one query rule with these lines in it."""
    body = "".join(f"    {line}\n" for line in lines)
    return (
        "rules:\n  - id: a-rule\n    message: M.\n    category: style\n    severity: minor\n"
        f"    why: W.\n{body}    examples:\n      - {example}\n      - leave: {leave}\n"
    )


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(text, "rules.yaml", "own")
    return str(caught.value)


def applied(book: Rulebook, text: str, kind: SegmentKind = "paragraph") -> str:
    found, late = book.find(text, kind)
    assert late == ()
    for one in reversed(found):
        text = text[: one.span.start] + one.replacements[0] + text[one.span.end :]
    return text


def changed(before: str, *lines: str) -> str:
    """What a rule with these lines makes of a text; its own examples are not run."""
    example = "before: Before.\n        after: After."
    return applied(load(a_rule(*lines, example=example), "r", "own", prove=False), before)


# --- a sound file -------------------------------------------------------------------------


def test_a_rule_becomes_what_its_file_says() -> None:
    (rule,) = load(RULE, "rules.yaml", "own").rules
    assert rule.id == "own/despite-of"
    assert rule.origin.kind == "rule"
    assert rule.origin.trust == "ask"
    assert rule.origin.why == "尽管 was rendered by two phrases at once."
    assert rule.line == 2


def test_an_empty_rulebook_finds_nothing() -> None:
    assert load("", "rules.yaml", "own").rules == ()
    assert load("rules:\n", "rules.yaml", "own") == EMPTY
    assert EMPTY.find("The fair was held despite of the rain.") == ([], ())


def test_a_ceiling_lowers_the_trust_of_a_rule() -> None:
    text = RULE.replace("    phrases:", "    trust: hint\n    phrases:")
    assert load(text, "rules.yaml", "own").rules[0].trust == "hint"


def test_the_digest_of_a_rule_hangs_on_match_and_words_alone() -> None:
    (rule,) = load(RULE, "rules.yaml", "own").rules
    other_words = RULE.replace("“in spite of”", "so").replace("despite-of", "despite")
    assert load(other_words, "rules.yaml", "own").rules[0].digest == rule.digest
    guarded = RULE.replace("    why:", "    unless: snow\n    why:")
    assert load(guarded, "rules.yaml", "own").rules[0].digest != rule.digest


def test_the_digest_of_a_rulebook_hangs_on_all_that_it_says() -> None:
    book = load(RULE, "rules.yaml", "own")
    assert load(RULE, "other.yaml", "own").digest == book.digest
    assert load(RULE.replace("“in spite of”", "so"), "rules.yaml", "own").digest != book.digest


def test_books_are_combined_and_keep_their_rules() -> None:
    own, pack = load(RULE, "rules.yaml", "own"), load(RULE, "rules.yaml", "zh-en")
    both = combine([own, EMPTY, pack])
    found, _ = both.find("They went despite of the rain.")
    assert [f.rule.id for f in found] == ["own/despite-of", "zh-en/despite-of"]
    with pytest.raises(ConfigError, match="two rulebooks hold the rule 'own/despite-of'"):
        combine([own, own])


# --- what a match comes to read -----------------------------------------------------------


def test_a_capital_follows_the_place() -> None:
    lines = ("phrases:", "  - next step,", "replacements:", "  - next,")
    assert changed("Next step, we plant.", *lines) == "Next, we plant."
    assert changed("We ask, next step, whom?", *lines) == "We ask, next, whom?"


def test_a_deletion_takes_one_space_and_gives_the_capital_on() -> None:
    lines = ("phrases:", "  - as understood,", "replacements:", "  - ''")
    assert changed("As understood, the ferry runs.", *lines) == "The ferry runs."
    assert changed("“As understood, the ferry runs.”", *lines) == "“The ferry runs.”"
    assert changed("But, as understood, it runs.", *lines) == "But, it runs."
    lines = ("phrases:", "  - so to speak", "replacements:", "  - ''")
    assert changed("It runs so to speak.", *lines) == "It runs."


def test_slots_and_groups_are_carried_over() -> None:
    lines = ("phrases:", "  - (about|nearly) about {n}", "replacements:", "  - (about|nearly) {n}")
    assert changed("It is nearly about 1,300 years old.", *lines) == "It is nearly 1,300 years old."


def test_named_groups_of_an_expression_are_carried_over() -> None:
    lines = (
        r"regex: (?P<word>\w+ing) and (?P=word)\b",
        "replacements:",
        "  - '{word} \\{twice\\}'",
    )
    assert changed("They kept singing and singing.", *lines) == "They kept singing {twice}."


def test_of_two_phrases_at_one_place_the_longer_counts() -> None:
    lines = ("phrases:", "  - in the next step", "  - next step", "replacements:", "  - next")
    assert changed("We go in the next step.", *lines) == "We go next."


def test_a_rule_without_replacements_asks() -> None:
    (found,) = load(a_rule("phrases:", "  - lamp"), "r", "own").find("A lamp burns.")[0]
    assert found.replacements == ()


@pytest.mark.parametrize(
    ("guard", "found", "silent"),
    [
        ("unless: neon, plasma", "A lamp burns. Neon is rare.", "A lamp burns with neon."),
        ("only_with: oil, gas", "A lamp burns oil.", "A lamp burns boil."),
        ("not_after: desk, “", "A desk? A lamp.", "A desk lamp."),
        ("not_after: “", "A lamp", "A “lamp” burns"),
        ("not_before: shade", "A lamp shades us.", "A lamp shade."),
        ("at: sentence-start", "It burns. “Lamp oil is dear.”", "A lamp burns."),
        ("at: segment-start", "(Lamp oil)", "It burns. Lamp oil is dear."),
    ],
)
def test_guards_hold_a_rule_back(guard: str, found: str, silent: str) -> None:
    book = load(a_rule("phrases:", "  - lamp", guard), "r", "own", prove=False)
    assert len(book.find(found)[0]) == 1
    assert book.find(silent)[0] == []


def test_a_rule_for_headings_is_silent_elsewhere() -> None:
    book = load(a_rule("phrases:", "  - lamp", "at: heading"), "r", "own")
    assert book.find("A lamp", "heading")[0]
    assert not book.find("A lamp", "paragraph")[0]


def test_an_expression_with_anchors_finds_what_one_without_finds() -> None:
    line = r"regex: (?<=\w) +(?P<mark>,)(?=\s)"
    text = "One , two , three, four ,"
    free = load(a_rule(line), "r", "own", prove=False)
    bound = load(a_rule(line, "anchors:", "  - ' ,'"), "r", "own", prove=False)
    assert [f.span for f in free.find(text)[0]] == [f.span for f in bound.find(text)[0]]
    assert free.alone == ("own/a-rule",)
    assert bound.alone == ()


def test_an_anchor_of_full_width_signs_is_told_from_plain_ones() -> None:
    book = load(a_rule("regex: '，'", "anchors: ，"), "r", "own", prove=False)
    assert len(book.find("One, two， three")[0]) == 1
    assert book.find("One, two, three")[0] == []


def test_a_rule_that_runs_out_of_time_is_named_and_the_others_find(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cleanup.rulebook.rule.TIME_LIMIT", 0.05)
    slow = a_rule(r"regex: (?:\w{1,9}\s?){1,20}(?:\w{1,9}\s?){1,20}\d")
    book = combine([load(slow, "r", "own", prove=False), load(RULE, "r", "zh-en")])
    text = "word " * 60 + "despite of rain, 1"
    found, late = book.find(text)
    assert late == ("own/a-rule",)
    assert [f.rule.id for f in found] == ["zh-en/despite-of"]
    assert book.without(late).find(text)[1] == ()


# --- a wrong file -------------------------------------------------------------------------

LAMP = ("phrases:", "  - lamp")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RULE.replace("    why:", "    wy:"), "unknown key 'wy' in rule despite-of; did you mean"),
        (RULE.replace("rules:", "rule:"), "line 1: unknown key 'rule'; did you mean 'rules'?"),
        (RULE + RULE.partition("\n")[2], "line 15: the rule 'own/despite-of' stands here a second"),
        (RULE.replace("    why:", "    message: B\n    why:"), "line 10: the key 'message' stands"),
        (RULE.replace("despite-of\n", "Despite of\n"), "the id 'Despite of' must be small letters"),
        (RULE.replace("id: despite-of", "trust: ask"), "line 2: a rule without 'id'"),
        (
            RULE.replace("    category: linguistic conventions\n", ""),
            "rule despite-of: there is no 'category'; every rule needs one",
        ),
        (
            RULE.replace("linguistic conventions", "grammar"),
            "line 4: rule despite-of: category 'grammar' is not one of: terminology, accuracy",
        ),
        (RULE.replace("minor", "small"), "severity 'small' is not one of: minor, major, critical"),
        (
            RULE.replace("    why:", "    trust: high\n    why:"),
            "trust 'high' is not one of: safe, ask, hint",
        ),
        (
            RULE.replace("    why:", "    at: start\n    why:"),
            "at 'start' is not one of: anywhere, sentence-start",
        ),
        (RULE.replace("    why:", "    group: all\n    why:"), "group 'all' is not one of: numb"),
        (
            RULE.replace("phrases:\n      - despite of", "phrases: [despite of, in despite]"),
            "line 6: phrases of rule despite-of stands in brackets, and brackets split at commas",
        ),
        (
            RULE.replace("replacements:\n      - despite", "replacements: [a, b]"),
            "replacements of rule despite-of stands in brackets",
        ),
        (RULE.replace("- despite of\n", "- ''\n"), "line 7: rule despite-of: phrase “”: it is emp"),
        (RULE.replace("- despite of\n", "- (of\n"), "phrase “(of”: the '(' is never closed"),
        (RULE.replace("- despite of\n", "- despite {y}\n"), "{y} is not a slot; there are {n}"),
        (
            RULE.replace("- despite\n", "- despite {x}\n"),
            "line 9: rule despite-of: replacement (for the phrase “despite of”) “despite {x}”:"
            " {x} stands on the right, but not on the left",
        ),
        (
            RULE.replace(
                "        after: The fair was held despite the", "        after: Held in the"
            ),
            "line 12: rule despite-of: the example came out as “The fair was held despite the"
            " rain.”, not as “Held in the rain.”",
        ),
        (
            RULE.replace("leave: The fair was held in spite of", "leave: Held despite of"),
            "line 14: rule despite-of: the text that must stay became “Held despite the rain.”",
        ),
        (
            RULE.replace("before: The fair was held despite of", "before: Held in spite of"),
            "does not find its example “Held in spite of the rain.”",
        ),
        (
            RULE.replace("      - despite\n", "      - despite of all\n").replace(
                "held despite the rain", "held despite of all the rain"
            ),
            "finds its own result “The fair was held despite of all the rain.” again",
        ),
        (RULE.replace("        after:", "        aftr:"), "unknown key 'aftr' in an example of"),
        (
            RULE.replace("leave: The", "query: The"),
            "line 12: rule despite-of: no example says 'leave'; add a text that must stay",
        ),
        (a_rule(*LAMP, example="leave: Something."), "no example has 'query'"),
        (
            RULE.replace("      - before: The fair was held despite of the rain.\n  ", "      - l"),
            "line 12: unknown key",
        ),
        (a_rule(*LAMP, leave="A lamp."), "the text that must stay is asked about"),
        (a_rule(*LAMP, "regex: lamp"), "a rule has either 'phrases' or 'regex'"),
        (a_rule("unless: lamp"), "a rule has either 'phrases' or 'regex'"),
        (a_rule(*LAMP, "anchors: lamp"), "'anchors' belongs to a 'regex'; take it out"),
        (
            a_rule("regex: a(lamp"),
            "the regular expression is wrong (missing ) at position 6); mend it",
        ),
        (a_rule("regex: (?:lamp)?"), "empty pattern: it matches nothing at all"),
        (a_rule("regex: lamp.*oil"), "unbounded pattern: '*' after . has no limit"),
        (a_rule("regex: lamp", "replacements:", "  - '{x}'"), "the pattern has no group {x}"),
        (a_rule("regex: lamp", "replacements:", "  - '{x'"), "a '{' stands alone; write \\{"),
        (a_rule(*LAMP, "unless: a,, b"), "unless of rule a-rule has an empty item"),
        ("rules:\n  - despite of\n", "line 2: an entry of rules must be keys with values"),
        ("rules:\n  - {x} is to\n", "line 2: this text needs quotes around it; write - '{x} is"),
    ],
)
def test_a_wrong_rulebook_is_refused_in_one_line(text: str, says: str) -> None:
    said = refusal(text)
    assert says in said
    assert said.startswith("rules.yaml line ")


def test_an_example_is_one_of_three_kinds() -> None:
    text = RULE.replace("leave: The fair", "leave: A\n        before: The fair")
    assert "an example has 'before' and 'after', or 'query', or 'leave' alone" in refusal(text)


@pytest.mark.parametrize(
    "expression",
    [
        r"a.*b",
        r"a.+?b",
        r"[^,]*",
        r"(a+)+",
        r"(?:\w+ )*",
        r"[\w ]+",
        r"\S+",
        r".{3,}",
        r"\P{L}+",
        r"(?:\w+ ){0,80}",
        r".{0,600}",
        r"(?R)",
        r"(\w)\1+",
        r"(?:lamp){e<=1}",
    ],
)
def test_an_expression_that_could_run_over_sentences_is_unbounded(expression: str) -> None:
    assert unbounded(expression) is not None


@pytest.mark.parametrize(
    "expression",
    [
        r"\w+ing and \w+",
        r"\s+,",
        r"[a-z]+\d*",
        r"(?:\w+ ){0,8}",
        r".{0,60}",
        r"(?<=such as [^.]{2,140}), (?P<last>\w+)",
        r"a\{2,}\*+",
        r"[]*+]",
        r"(?i)\p{L}+(?:ing|ed)?",
        r"(?#a comment *)lamp",
    ],
)
def test_an_expression_that_stays_within_words_is_bounded(expression: str) -> None:
    assert unbounded(expression) is None


# --- what ships ---------------------------------------------------------------------------


def shipped() -> str:
    return (files("cleanup.packs") / "zh_en" / "rules.yaml").read_text("utf-8")


def schema() -> dict[str, object]:
    text = (files("cleanup") / "schemas" / "rules.schema.json").read_text("utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


def test_every_shipped_rule_proves_its_examples() -> None:
    assert len(load(shipped(), "rules.yaml", "zh-en").rules) >= 40
    assert packs.rules("zh-en").digest == load(shipped(), "rules.yaml", "zh-en").digest


def test_every_shipped_rule_has_an_anchor() -> None:
    assert packs.rules("zh-en").alone == ()


def test_no_shipped_rule_speaks_up_in_another_rules_sound_text() -> None:
    book = packs.rules("zh-en")
    texts = [e.after for rule in book.rules for e in rule.examples if e.kind == "change"]
    for text in texts:
        assert [(f.rule.id, text) for f in book.find(text)[0] if not f.rule.joined] == []


def test_the_shipped_rules_fit_the_schema() -> None:
    jsonschema.validate(yaml.load(shipped(), Loader=yaml.CBaseLoader), schema())
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_knows_the_keys_that_the_loader_knows() -> None:
    rule = schema()["$defs"]["rule"]["properties"]  # type: ignore[index]
    assert sorted(rule) == sorted(KEYS)
    assert sorted(rule["examples"]["items"]["properties"]) == sorted(EXAMPLE_KEYS)


def test_the_schema_refuses_a_key_that_nobody_knows() -> None:
    wrong = yaml.load(RULE.replace("    why:", "    wy:"), Loader=yaml.CBaseLoader)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())
