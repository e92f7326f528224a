"""The terminal review, key by key, on small real projects with a scripted screen."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.text import Text

from cleanup import formats
from cleanup.config import Silence
from cleanup.decision import Decision
from cleanup.desk import Desk
from cleanup.errors import ProjectError
from cleanup.project import Project
from cleanup.proposal import Category, Group, GroupKind, Option, Origin, Proposal, Trust, place_id
from cleanup.review import InputEnded, Outcome, review
from cleanup.round import Round
from cleanup.text import Span

TEXT = """\
Mayors talk

The city will release control of its clothing. It grows 31 million tons of wheat.

Two is to build roads. Three is to plant trees. The the river is clean.

Big data is large data. Nothing is wrong in this sentence. The the lake is clean.
"""


@dataclass
class Script:
    """A screen that answers from a list: a key, or for a line `(typed,)`; keeps what it shows.

    A line may be a function of the default.
    """

    answers: Sequence[object]
    colour: bool = False
    width: int = 80
    shown: list[str] = field(default_factory=list)
    hangs: list[int] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)
    before_key: Callable[[int], None] = lambda number: None
    asked: int = 0

    def __post_init__(self) -> None:
        self._answers: Iterator[object] = iter(self.answers)

    def _next(self) -> object:
        self.before_key(self.asked)
        self.asked += 1
        try:
            return next(self._answers)
        except StopIteration:
            raise InputEnded from None

    def show(self, text: Text, indent: int = 0, hang: int = 0) -> None:
        self._say(" " * indent + text.plain, hang)

    def _say(self, line: str, hang: int = 0) -> None:
        self.shown.append(line)
        self.hangs.append(hang)

    def ask(self, prompt: Text) -> str:
        self._say(prompt.plain)
        answer = self._next()
        assert isinstance(answer, str), f"{prompt.plain!r} wants a key, the script has {answer!r}"
        return answer

    def edit(self, prompt: str, default: str = "") -> str | None:
        self._say(prompt)
        self.defaults.append(default)
        answer = self._next()
        assert isinstance(answer, tuple), f"{prompt!r} wants a line, the script has {answer!r}"
        (typed,) = answer
        if callable(typed):
            typed = typed(default)
        assert typed is None or isinstance(typed, str)
        return typed

    @property
    def told(self) -> str:
        return "\n".join(self.shown)


class Made:
    """A project with one document and a round made up by hand."""

    def __init__(self, root: Path, text: str = TEXT, extension: str = ".txt") -> None:
        Project.init(root, {"cleanup.yaml": b""})
        self.project = Project(root)
        data = text.encode()
        (root / "seeds" / f"page{extension}").write_bytes(data)
        self.document = formats.read_document("page", data, extension=extension)
        self.project.store_base("page", data, self.document.digest)
        self.proposals: list[Proposal] = []
        self.groups: list[Group] = []
        self._batches = itertools.count(1)

    def span(self, words: str, nth: int = 0) -> Span:
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(words, start + 1)
        return Span(start, start + len(words))

    def propose(
        self,
        words: str,
        *replacements: str,
        rule: str = "rules/clothing",
        nth: int = 0,
        category: Category = "accuracy",
        trust: Trust = "ask",
        rules: Sequence[str] = (),
        why: str = "",
        term: str | None = None,
    ) -> Proposal:
        span = self.span(words, nth)
        origins = tuple(
            Origin(r, f"message of {r}", category, "minor", trust, why=why) for r in (rule, *rules)
        )
        made = Proposal(self.document.digest, span, words, replacements, origins, term)
        self.proposals.append(made)
        return made

    def group(
        self, kind: GroupKind, members: Sequence[Proposal], options: dict[str, Sequence[str | None]]
    ) -> Group:
        made = Group(
            kind,
            tuple(
                Option(name, tuple((m.place, t) for m, t in zip(members, texts, strict=True)))
                for name, texts in options.items()
            ),
            "an enumeration",
        )
        self.groups.append(made)
        for member in members:
            at = self.proposals.index(member)
            self.proposals[at] = Proposal(
                member.document,
                member.span,
                member.before,
                member.replacements,
                member.origins,
                group=made.id,
            )
        return made

    def desk(self, reviewer: str = "Ana") -> Desk:
        if not self.project.has_round("page"):
            self.project.write_round(
                "page",
                Round(
                    self.document.digest,
                    "page",
                    tuple(sorted(self.proposals, key=lambda p: p.sort_key)),
                    tuple(self.groups),
                ),
            )
        return Desk(
            self.project,
            "page",
            reviewer=reviewer,
            door="terminal",
            now=lambda: "2026-03-01T10:00:00Z",
            batch=lambda: f"{reviewer}{next(self._batches)}",
        )

    def ledger(self) -> list[tuple[str, str, str | None, str]]:
        return [(d.verdict, d.before, d.after, d.scope) for d in self.decisions()]

    def decisions(self) -> tuple[Decision, ...]:
        return self.project.ledger("page").read().decisions

    def text(self) -> str:
        return self.desk("Reader").edition.text


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def run(made: Made, *answers: object, **options: object) -> tuple[Outcome, Script]:
    screen = Script(answers)
    return review(made.desk(), screen, **options), screen  # type: ignore[arg-type]


# --- what is shown ---------------------------------------------------------------------------


def test_the_sentence_shows_its_change_how_it_reads_and_where_it_is(made: Made) -> None:
    made.propose("release control of its clothing", "cut red tape", why="it means 放管服")
    made.propose("large data", "data in masses")
    _, screen = run(made, "q")
    assert "page · line 3 · 0 of 2 decided · 1 left in this paragraph" in screen.told
    assert "The city will [-release control of its clothing-]{+cut red tape+}." in screen.told
    assert "reads: The city will cut red tape." in screen.told
    assert "message of rules/clothing" in screen.told
    assert "rules/clothing · accuracy · ask" in screen.told
    assert "why: it means 放管服" in screen.told


def test_a_term_shows_its_chinese_unless_the_message_does(made: Made) -> None:
    made.propose("large data", "big data", term="zh-en/大数据")
    made.propose("its clothing", "its power", rule="rules/服装", term="zh-en/服装")
    _, screen = run(made, "s", "q")
    assert "Chinese: 大数据" in screen.told
    assert "message of rules/服装" in screen.told
    assert "Chinese: 服装" not in screen.told


def test_where_a_rendering_comes_from_has_a_label_of_its_own(made: Made) -> None:
    made.propose("large data", "big data", why="a vogue word\nrendering from: Xinhua")
    _, screen = run(made, "q")
    assert "  why: a vogue word\n  rendering from: Xinhua\n" in screen.told


def test_further_lines_of_a_note_begin_below_its_words(made: Made) -> None:
    made.propose("large data", "big data", "data", why="a vogue word")
    _, screen = run(made, "q")
    hangs = {text.strip()[:6]: hang for text, hang in zip(screen.shown, screen.hangs, strict=True)}
    assert [hangs[label] for label in ("1 “lar", "[1] “b", "why: a")] == [2, 4, 5]


def test_a_query_marks_its_words_and_asks_for_own_ones(made: Made) -> None:
    made.propose("its clothing")
    _, screen = run(made, "q")
    assert "control of [?its clothing?]." in screen.told
    assert "“its clothing”: a question to you; [e] puts in your own words" in screen.told


def test_two_proposals_in_a_sentence_are_numbered_at_their_places(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", "power", rule="rules/two")
    _, screen = run(made, "q")
    assert "[-The-]{+Our+} city¹ will release control of [?its clothing?]²." in screen.told
    assert "[2] “power”" in screen.told


def test_control_characters_of_the_text_do_not_reach_the_terminal(tmp_path: Path) -> None:
    made = Made(tmp_path, "A \x1b[31mred\x1b[0m word here.\n")
    made.propose("word", "wo\x1brd")
    _, screen = run(made, "q")
    assert "\x1b" not in screen.told


def test_help_fits_one_screen_and_enter_only_shows_it(made: Made) -> None:
    made.propose("large data", "big data")
    outcome, screen = run(made, "", "?")
    assert outcome == Outcome(left=1)
    start = screen.shown.index("At a sentence")
    assert screen.shown.count("At a sentence") == 2
    end = screen.shown.index("Enter and unknown keys change nothing.")
    assert end - start <= 27
    assert all(len(line) <= 60 for line in screen.shown[start:end])
    assert made.ledger() == []


def test_an_unknown_key_is_named(made: Made) -> None:
    made.propose("large data", "big data")
    _, screen = run(made, "z")
    assert "There is no key 'z' here; ? shows all keys." in screen.told


# --- the sentence ------------------------------------------------------------------------------


def test_y_takes_the_sentence_with_its_leading_proposals(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two", trust="safe")
    made.propose("clothing", "clothes", rule="rules/rival")
    outcome, screen = run(made, "y")
    assert outcome == Outcome(accepted=2, left=0)
    assert made.ledger() == [
        ("accept", "The city", "Our city", "sentence"),
        ("accept", "its clothing", "its power", "sentence"),
    ]
    assert "2 accepted, saved" in screen.told
    assert "Everything is decided (2 accepted)." in screen.told
    assert "Next:" not in screen.told  # the command says so, once


def test_the_ledger_says_when_the_sentence_was_shown_and_when_decided(made: Made) -> None:
    made.propose("its clothing", "its power")
    made.propose("large data", "big data")
    desk, seconds = made.desk(), itertools.count()
    desk.now = lambda: f"2026-03-01T10:00:0{next(seconds)}Z"
    review(desk, Script(["y", "p", "n"]))
    times = [(d.shown_at[-3:-1], d.decided_at[-3:-1]) for d in made.decisions()]
    assert times == [("00", "01"), ("03", "04")]  # p shows the second one anew


def test_n_rejects_all_in_the_sentence(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two")
    outcome, _screen = run(made, "n")
    assert outcome.rejected == 2
    assert {scope for *_, scope in made.ledger()} == {"sentence"}
    assert made.text() == TEXT


def test_a_sentence_with_only_questions_cannot_be_taken(made: Made) -> None:
    made.propose("The city")
    made.propose("its clothing", "its power", "power", rule="rules/two")
    outcome, screen = run(made, "y")
    assert outcome == Outcome(left=2)
    assert "Nothing here can simply be taken" in screen.told


def test_p_goes_proposal_by_proposal_and_s_skips_one(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("release", "give up", rule="rules/two")
    made.propose("its clothing", "its power", rule="rules/three")
    made.propose("large data", "big data", rule="rules/four")
    outcome, screen = run(made, "p", "y", "s", "n", "q")
    assert [entry[:2] for entry in made.ledger()] == [
        ("accept", "The city"),
        ("reject", "its clothing"),
    ]
    assert outcome == Outcome(accepted=1, rejected=1, left=2)
    assert screen.told.rstrip().splitlines()[-1].startswith("[y] accept")
    assert "Big data is [-large-]{+big+} data." in screen.told  # the next sentence came up


def test_p_again_shows_the_whole_sentence(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two")
    run(made, "p", "p", "y")
    assert len(made.ledger()) == 2


def test_a_number_shows_that_proposal_alone(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two")
    run(made, "2", "y", "q")
    assert made.ledger() == [("accept", "its clothing", "its power", "single")]


def test_a_number_that_is_not_there_is_said(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two")
    _, screen = run(made, "7")
    assert "There is no proposal 7 here." in screen.told


# --- one proposal ------------------------------------------------------------------------------


def test_a_digit_picks_an_alternative(made: Made) -> None:
    made.propose("its clothing", "its power", "power")
    outcome, screen = run(made, "y", "3", "2")
    assert "There are several alternatives: press the number of one." in screen.told
    assert "There is no alternative 3 here." in screen.told
    assert made.ledger() == [("accept", "its clothing", "power", "single")]
    assert outcome.accepted == 1


def test_e_puts_in_own_words_that_begin_as_proposed(made: Made) -> None:
    made.propose("its clothing", "its power")
    outcome, screen = run(made, "e", ("its powers",))
    assert screen.defaults == ["its power"]
    assert made.ledger() == [("amend", "its clothing", "its powers", "single")]
    assert outcome == Outcome(amended=1)


def test_e_at_a_sentence_with_several_asks_which(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", rule="rules/two")
    run(made, "e", "2", ("its power",), "q")
    assert made.ledger() == [("amend", "its clothing", "its power", "single")]


def test_a_key_that_is_no_answer_is_named_and_the_question_asked_again(made: Made) -> None:
    made.propose("The city", "Our city")
    made.propose("its clothing", rule="rules/two")
    _, screen = run(made, "e", "x", "3", "", "e", "2", ("its power",), "q")
    assert "x is no answer here: 1-2 or Enter." in screen.told
    assert screen.told.count("Which proposal?  [1-2] number  [Enter] leave it") == 4
    assert screen.told.count("left as it was") == 1
    assert made.ledger() == [("amend", "its clothing", "its power", "single")]


def test_a_long_list_is_answered_by_a_line_and_a_wrong_one_asked_again(made: Made) -> None:
    words = ("The", "city", "will", "release", "control", "of", "its", "clothing", "clo", "rel")
    for number, word in enumerate(words):
        made.propose(word, "x", rule=f"rules/{number}")
    _, screen = run(made, "e", ("11",), ("2",), ("town",), "q")
    assert "11 is no answer here: 1-10 or Enter." in screen.told
    assert len(made.ledger()) == 1


def test_leaving_the_line_leaves_all_as_it_was(made: Made) -> None:
    made.propose("its clothing", "its power")
    outcome, screen = run(made, "e", (None,))
    assert outcome == Outcome(left=1)
    assert "left as it was" in screen.told


def test_a_question_cannot_be_accepted(made: Made) -> None:
    made.propose("its clothing")
    outcome, screen = run(made, "y")
    assert "This is a question and offers no words: [e] puts in your own." in screen.told
    assert outcome.left == 1


def test_a_reason_goes_with_the_next_verdict_only(made: Made) -> None:
    made.propose("its clothing", "its power")
    made.propose("large data", "big data")
    run(made, "r", ("a house rule",), "n", "n")
    assert [d.note for d in made.decisions()] == ["a house rule", ""]


def test_an_earlier_verdict_is_shown_with_a_question_asked_anew(made: Made) -> None:
    first = made.propose("its clothing", "its power")
    made.propose("its clothing", "its duties", rule="rules/later")
    desk = made.desk()
    desk.reject(first, note="too strong")
    screen = Script(["q"])
    review(desk, screen)
    assert "asked anew: Ana rejected “its clothing” on 2026-03-01 (too strong)" in screen.told


# --- confirmations -----------------------------------------------------------------------------


def test_a_changed_figure_is_confirmed_singly(made: Made) -> None:
    made.propose("31 million", "32 million")
    outcome, screen = run(made, "y", "n", "y", "y")
    assert screen.told.count("This changes a figure: [-31-]{+32+} million") == 2
    (decision,) = made.decisions()
    assert decision.confirmed == ("figure",)
    assert outcome == Outcome(accepted=1)


def test_a_sentence_is_taken_without_the_edit_that_was_not_confirmed(made: Made) -> None:
    made.propose("It grows", "It harvests")
    made.propose("31 million", "32 million", rule="rules/figure")
    outcome, _ = run(made, "y", "n", "q")
    assert made.ledger() == [("accept", "It grows", "It harvests", "sentence")]
    assert outcome == Outcome(accepted=1, left=1)


def test_own_words_that_change_a_figure_are_confirmed(made: Made) -> None:
    made.propose("31 million")
    run(made, "e", ("32 million",), "y")
    (decision,) = made.decisions()
    assert (decision.verdict, decision.confirmed) == ("amend", ("figure",))


def test_taking_out_what_stands_is_asked_first(made: Made) -> None:
    narrow = made.propose("clothing", "clothes")
    made.propose("its clothing", "its power", rule="rules/wide")
    desk = made.desk()
    desk.accept(narrow)
    screen = Script(["y", "n", "y", "y"])
    review(desk, screen)
    assert screen.told.count("This takes out what was decided before:") == 2
    assert "release control of its power." in made.text()


# --- groups ------------------------------------------------------------------------------------


def ordinals(made: Made) -> None:
    two = made.propose("Two is to", "Second, we will", rule="rules/two")
    three = made.propose("Three is to", "Third, we will", rule="rules/three")
    made.group(
        "all-or-none",
        [two, three],
        {"change all": ["Second, we will", "Third, we will"], "keep all": [None, None]},
    )


def test_g_decides_the_group_by_an_option(made: Made) -> None:
    ordinals(made)
    outcome, screen = run(made, "g", "1")
    assert "an enumeration" in screen.told
    assert "line 5: “Two is to” → “Second, we will”" in screen.told
    assert "Second, we will build roads. Third, we will plant trees." in made.text()
    assert outcome == Outcome(accepted=2)
    assert {d.option for d in made.decisions()} == {"change all"}


def test_g_at_a_sentence_with_one_group_needs_no_number(made: Made) -> None:
    ordinals(made)
    made.propose("roads", "streets", rule="rules/roads")
    outcome, _ = run(made, "g", "1", "q")
    assert outcome == Outcome(accepted=2, left=1)


def test_an_option_may_keep_all(made: Made) -> None:
    ordinals(made)
    outcome, _ = run(made, "g", "2")
    assert outcome == Outcome(rejected=2)
    assert made.text() == TEXT


def test_of_copies_only_the_one_that_stays_is_listed(made: Made) -> None:
    members = [made.propose("The the", "", nth=n) for n in (0, 1)]
    made.group("one-of", members, {"keep the 1st": [None, ""], "keep the 2nd": ["", None]})
    _, screen = run(made, "g", "", "q")
    start = screen.shown.index("[1] keep the 1st")
    assert screen.shown[start : start + 6] == [
        "[1] keep the 1st",
        "    line 5: “The the” stays",
        "    the others go",
        "[2] keep the 2nd",
        "    line 7: “The the” stays",
        "    the others go",
    ]


def test_another_key_at_the_options_decides_nothing(made: Made) -> None:
    ordinals(made)
    outcome, screen = run(made, "g", "")
    assert outcome.left == 2
    assert "left as it was" in screen.told


def test_a_member_alone_is_asked_about_and_then_shown_as_broken(made: Made) -> None:
    ordinals(made)
    outcome, screen = run(made, "y", "n", "n", "y", "y", "y")
    assert "group of 2 places (all of them or none): [g] decides them together" in screen.told
    assert [entry[:2] for entry in made.ledger()] == [
        ("reject", "Two is to"),
        ("accept", "Three is to"),
    ]
    assert outcome.left == 0


def test_a_group_is_decided_together_or_not_only_by_a_key_that_says_so(made: Made) -> None:
    ordinals(made)
    outcome, screen = run(made, "y", "x", "", "n", "q")
    assert "x is no answer here: g, y or n." in screen.told
    assert "Enter is no answer here: g, y or n." in screen.told
    assert outcome == Outcome(left=2)


def test_members_of_a_group_are_not_decided_everywhere(made: Made) -> None:
    first, second, *_others = [made.propose(" is", " be", nth=n) for n in range(4)]
    made.group("one-of", [first, second], {"first": [None, " be"], "second": [" be", None]})
    _, screen = run(made, "w", "s", "s", "w", "y", "q")
    assert "This one belongs to a group: [g] decides it with the others." in screen.told
    offers = [line.count("[w] everywhere") for line in screen.shown if line.startswith("[y] acc")]
    assert offers == [0, 0, 0, 1, 0]
    assert "2 places say the same." in screen.told
    assert [entry[3] for entry in made.ledger()] == ["same", "same"]


def test_the_group_can_be_decided_from_the_question(made: Made) -> None:
    ordinals(made)
    run(made, "y", "g", "1")
    assert "Second, we will build roads. Third, we will plant trees." in made.text()


@pytest.mark.parametrize("key", ["y", "n"])
def test_a_group_decided_from_a_sentence_leaves_the_rest_of_it_to_the_key(
    made: Made, key: str
) -> None:
    two = made.propose("The city", "Our city")
    three = made.propose("its clothing", "its power", rule="rules/two")
    made.propose("release", "give up", rule="rules/three")
    made.group("all-or-none", [two, three], {"both": ["Our city", "its power"]})
    run(made, key, "g", "1")
    verdict = "accept" if key == "y" else "reject"
    assert [entry[:2] for entry in made.ledger()] == [
        ("accept", "The city"),
        ("accept", "its clothing"),
        (verdict, "release"),
    ]


def test_the_next_sentence_is_shown_before_it_is_asked_about(made: Made) -> None:
    ordinals(made)
    made.propose("large data", "big data")
    _, screen = run(made, "y", "g", "1", "q")
    assert lines_shown(screen) == ["line 5", "line 7"]


def test_a_place_without_a_group_says_so(made: Made) -> None:
    made.propose("its clothing", "its power")
    _, screen = run(made, "g")
    assert "This one belongs to no group." in screen.told


def test_an_unconfirmed_figure_leaves_the_whole_group_open(made: Made) -> None:
    first = made.propose("31 million", "32 million")
    second = made.propose("its clothing", "its power")
    made.group("same", [second, first], {"new": ["its power", "32 million"]})
    outcome, screen = run(made, "g", "1", "n")
    assert "Then the whole group stays open." in screen.told
    assert outcome.left == 2


# --- in bulk -----------------------------------------------------------------------------------


def test_w_decides_the_same_everywhere_after_the_count(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")
    made.propose("The the", "The", rule="rules/double", nth=1)
    outcome, screen = run(made, "w", "y")
    assert "2 places say the same." in screen.told
    assert [entry[3] for entry in made.ledger()] == ["same", "same"]
    assert outcome == Outcome(accepted=2)


def test_w_may_also_reject_or_leave(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")
    made.propose("The the", "The", rule="rules/double", nth=1)
    outcome, _ = run(made, "w", "", "w", "n")
    assert outcome == Outcome(rejected=2)


def test_a_accepts_the_rest_of_the_rule_and_names_what_stays_open(made: Made) -> None:
    made.propose("large data", "big data")
    made.propose("31 million", "32 million")
    made.propose("Mayors", "Governors", rule="rules/other")
    outcome, screen = run(made, "j", "a", "n", "a", "y")
    assert screen.told.count("Accept all that is open of the rule rules/clothing: 2 places?") == 2
    assert "1 place left open, to be decided singly:" in screen.told
    assert "line 3: “31 million” changes a figure" in screen.told
    assert made.ledger() == [("accept", "large data", "big data", "rule")]
    assert outcome.left == 2


def test_d_rejects_the_rest_of_the_rule(made: Made) -> None:
    made.propose("large data", "big data")
    made.propose("31 million", "32 million")
    outcome, _ = run(made, "d", "y")
    assert outcome == Outcome(rejected=2)
    assert {entry[3] for entry in made.ledger()} == {"rule"}


def test_capital_keys_decide_the_whole_class(made: Made) -> None:
    made.propose("its clothing", "its power", category="style", rule="rules/one")
    made.propose("large data", "big data", category="style", rule="rules/two")
    made.propose("Mayors", "Heads", category="accuracy", rule="rules/three")
    outcome, screen = run(made, "j", "A", "y", "q")
    assert "all that is open of the class style: 2 places?" in screen.told
    assert outcome == Outcome(accepted=2, left=1)
    assert {entry[3] for entry in made.ledger()} == {"category"}


# --- exceptions --------------------------------------------------------------------------------


def test_x_writes_an_exception_and_rejects_what_it_silences(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double", rules=["rules/also"])
    made.propose("The the", "The", rule="rules/double", nth=1)
    made.propose("large data", "big data", rule="rules/double")
    written: list[Silence] = []
    outcome, screen = run(made, "x", "w", ("a name",), "q", silence=written.append)
    assert written == [
        Silence("rules/double", words="The the", who="Ana", why="a name"),
        Silence("rules/also", words="The the", who="Ana", why="a name"),
    ]
    assert outcome == Outcome(rejected=2, left=1)
    assert "exception saved in cleanup.yaml" in screen.told
    assert {d.note for d in made.decisions()} == {"exception: a name"}


def test_x_may_silence_the_rule_in_the_whole_document(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")
    made.propose("large data", "big data", rule="rules/double")
    written: list[Silence] = []
    outcome, _ = run(made, "x", "", "x", "d", (None,), "x", "d", ("",), silence=written.append)
    assert written == [Silence("rules/double", document="page", who="Ana")]
    assert outcome == Outcome(rejected=2)


def test_an_exception_that_cannot_be_written_rejects_nothing(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")

    def refuse(silence: Silence) -> None:
        raise ProjectError("cleanup.yaml cannot be written: the disk is full")

    outcome, screen = run(made, "x", "w", ("",), silence=refuse)
    assert "cleanup.yaml cannot be written: the disk is full" in screen.told
    assert outcome == Outcome(left=1)


def test_without_a_place_for_exceptions_x_says_so(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")
    _, screen = run(made, "x")
    assert "Exceptions cannot be written here; reject with [n]." in screen.told


# --- own words ---------------------------------------------------------------------------------


def test_a_typed_sentence_splits_into_accept_amendment_and_own_edit(made: Made) -> None:
    made.propose("release control", "cut tape")
    made.propose("its clothing", "its power", rule="rules/two")
    outcome, screen = run(made, "t", ("The town will cut tape of its duties.",), "4", "y")
    assert screen.defaults == ["The city will cut tape of its power."]
    assert sorted((d.verdict, d.before, d.after) for d in made.decisions()) == [
        ("accept", "release control", "cut tape"),
        ("amend", "its clothing", "its duties"),
        ("own", "city", "town"),
    ]
    assert [d.category for d in made.decisions() if d.verdict == "own"] == ["style"]
    assert len({d.batch for d in made.decisions()}) == 1
    assert outcome == Outcome(accepted=1, amended=1, own=1)
    assert "The town will cut tape of its duties." in made.text()


def test_what_a_typed_sentence_leaves_is_offered_for_rejection(made: Made) -> None:
    made.propose("its clothing", "its power")
    outcome, screen = run(
        made, "t", ("Our city will release control of its clothing.",), "", "y", "y"
    )
    assert "1 proposal is still open here. Reject?" in screen.told
    assert outcome == Outcome(own=1, rejected=1)


def test_a_typed_figure_is_confirmed_singly_and_may_be_declined(made: Made) -> None:
    made.propose("It grows", "It harvests")
    run(made, "t", ("It harvests 32 million tons of grain.",), "", "n", "1", "y")
    assert "It harvests 31 million tons of grain." in made.text()


def test_a_typed_sentence_can_undo_what_stood(made: Made) -> None:
    city = made.propose("The city", "Our city")
    made.propose("its clothing", "its power", rule="rules/two")
    desk = made.desk()
    desk.accept(city)
    screen = Script(["t", ("The city will release control of its power.",), "y", "n", "q"])
    outcome = review(desk, screen)
    assert "taken back: Ana accepted “The city” → “Our city”" in screen.told
    assert made.text().startswith("Mayors talk\n\nThe city will release control of its power.")
    assert outcome == Outcome(accepted=1, reopened=1, left=1)


def test_a_sentence_typed_as_it_stands_is_offered_for_rejection(made: Made) -> None:
    made.propose("its clothing", "its power")
    same = "The city will release control of its clothing."
    outcome, screen = run(made, "t", (same,), "n", "t", (same,), "y")
    assert screen.told.count("1 proposal is still open here. Reject?") == 2
    assert outcome == Outcome(rejected=1)


def test_a_line_that_was_left_or_emptied_changes_nothing(made: Made) -> None:
    made.propose("its clothing")
    same = "The city will release control of its clothing."
    outcome, screen = run(made, "t", (same,), "t", (None,), "t", ("",), "o", ("",))
    assert screen.told.count("left as it was") == 4
    assert outcome == Outcome(left=1)


def test_a_typed_second_look_amends_what_stood(made: Made) -> None:
    made.propose("its clothing", "its power")
    desk = made.desk()
    (accepted,) = desk.accept(desk.open_proposals()[0])
    origin = Origin("rules/again", "plural", "accuracy", "minor", "ask")
    place = (desk.document.digest, accepted.span, accepted.before)
    desk.extend((Proposal(*place, ("its powers",), (origin,), amends=(accepted.id,)),))
    screen = Script(["t", (lambda default: default.replace("The", "Our"),), "", "y"])
    outcome = review(desk, screen)
    assert "Our city will release control of its powers." in made.text()
    assert outcome == Outcome(amended=1, own=1)


def test_o_changes_words_that_the_reviewer_names_with_class_and_note(made: Made) -> None:
    made.propose("its clothing", "its power")
    outcome, screen = run(
        made, "o", ("The city",), ("The capital city",), "2", ("it is the capital",), "y", "q"
    )
    assert screen.defaults[1] == "The city"
    (decision,) = made.decisions()
    assert (decision.verdict, decision.before, decision.after) == (
        "own", "The city", "The capital city",
    )  # fmt: skip
    assert (decision.category, decision.note) == ("accuracy", "it is the capital")
    assert outcome == Outcome(own=1, left=1)


def test_words_that_stand_there_twice_are_asked_about(made: Made) -> None:
    made.propose("Big data", "Mass data")
    run(made, "o", ("data",), "2", ("figures",), "", ("",), "y", "q")
    assert "Big data is large figures." in made.text()


def test_words_that_do_not_stand_there_are_said(made: Made) -> None:
    made.propose("Big data", "Mass data")
    _, screen = run(made, "o", ("a unicorn",))
    assert "“a unicorn” does not stand in this sentence." in screen.told


def test_a_typed_sentence_keeps_a_line_break_that_was_not_touched(tmp_path: Path) -> None:
    made = Made(tmp_path, "The old\nriver is  long\nand clean.\n", ".md")
    made.propose("clean", "clear")
    run(made, "t", (lambda default: default.replace("old", "wide"),), "", "y")
    assert made.text() == "The wide\nriver is  long\nand clear.\n"


def test_own_words_in_markdown_are_words_not_mark_up(tmp_path: Path) -> None:
    made = Made(tmp_path, "The **old** river is clean.\n", ".md")
    made.propose("clean", "clear")
    run(made, "e", ("clean*",))
    assert made.text() == "The **old** river is clean\\*.\n"


def test_typing_that_would_break_mark_up_is_refused_in_one_line(tmp_path: Path) -> None:
    made = Made(tmp_path, "The **old** river is clean.\n", ".md")
    made.propose("clean", "clear")
    outcome, screen = run(made, "t", (lambda default: default.replace("**", "", 1),))
    assert outcome.left == 1
    assert "mark-up" in screen.told


# --- moving ------------------------------------------------------------------------------------


def lines_shown(screen: Script) -> list[str]:
    return [line.split(" · ")[1] for line in screen.shown if line.startswith("page · line")]


def three(made: Made) -> None:
    made.propose("its clothing", "its power")
    made.propose("Two is to", "Second, to", rule="rules/ordinal")
    made.propose("large data", "big data", category="terminology", rule="own/data")


def test_j_k_and_s_move_between_open_sentences(made: Made) -> None:
    three(made)
    _, screen = run(made, "j", "s", "k", "k", "k")
    assert lines_shown(screen) == ["line 3", "line 5", "line 7", "line 5", "line 3", "line 3"]
    assert "This is the first open sentence." in screen.told


def test_after_the_last_one_the_skipped_ones_are_offered(made: Made) -> None:
    three(made)
    outcome, screen = run(made, "s", "s", "s", "y", "y", "q")
    assert "That was the last one. 3 skipped or still open in 3 sentences." in screen.told
    assert lines_shown(screen)[3:] == ["line 3", "line 5"]
    assert outcome == Outcome(accepted=1, left=2)


def test_capital_j_goes_to_a_line_or_to_words(made: Made) -> None:
    three(made)
    _, screen = run(made, "J", ("7",), "J", ("roads",), "J", ("99",), "J", ("",), "q")
    assert lines_shown(screen)[:3] == ["line 3", "line 7", "line 5"]
    assert "“99” is not in this text." in screen.told


def test_a_line_means_its_first_open_sentence(made: Made) -> None:
    made.propose("31 million", "31 m")
    made.propose("The the lake", "The lake")
    _, screen = run(made, "J", ("7",))
    assert "The[- the-] lake is clean." in screen.told


def test_a_sentence_with_nothing_open_can_be_reached_and_edited(made: Made) -> None:
    three(made)
    outcome, screen = run(
        made, "J", ("7",), ">", "y", "o", ("wrong",), ("missing",), "", ("",), "y", "j", "q"
    )
    assert "Nothing is open in this sentence." in screen.told
    assert "Nothing is open here: [o] own edit" in screen.told
    assert "Nothing is missing in this sentence." in made.text()
    assert outcome == Outcome(own=1, left=3)


def test_the_sentence_before_can_be_reached(made: Made) -> None:
    three(made)
    _, screen = run(made, "<", "<")
    assert lines_shown(screen)[:2] == ["line 3", "line 1"]
    assert "There is no further sentence that way." in screen.told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("term", "Only the class terminology: 1 open in 1 sentence."),
        ("own/data", "Only the rule own/data: 1 open in 1 sentence."),
        ("data", "Only the rule own/data: 1 open in 1 sentence."),
        ("LARGE", "Only sentences with “LARGE”: 1 open in 1 sentence."),
    ],
)
def test_the_slash_narrows_what_is_shown(made: Made, typed: str, told: str) -> None:
    three(made)
    _outcome, screen = run(made, "/", (typed,), "y", "q")
    assert told in screen.told
    assert made.ledger() == [("accept", "large data", "big data", "sentence")]


def test_after_the_narrowed_ones_the_others_are_offered(made: Made) -> None:
    three(made)
    outcome, screen = run(made, "y", "y", "y", "q", rule="own/data")
    assert "Nothing more is open for the rule own/data; 2 others are." in screen.told
    assert outcome == Outcome(accepted=2, left=1)


def test_a_filter_without_a_hit_changes_nothing(made: Made) -> None:
    three(made)
    _, screen = run(made, "/", ("unicorn",), "/", (None,), "/", ("",), "q")
    assert "Nothing is open for sentences with “unicorn”." in screen.told
    assert "Everything: 3 open in 3 sentences." in screen.told


# --- back and out ------------------------------------------------------------------------------


def test_u_takes_back_the_last_act_and_shows_the_sentence_again(made: Made) -> None:
    three(made)
    outcome, screen = run(made, "y", "u", "n", "u", "u", "q")
    assert lines_shown(screen)[:3] == ["line 3", "line 5", "line 3"]
    assert "There is nothing to undo in this sitting" in screen.told
    assert outcome == Outcome(left=3)
    assert [entry[0] for entry in made.ledger()] == ["accept", "reopen", "reject", "reopen"]


def test_undoing_an_exception_says_that_the_file_keeps_it(made: Made) -> None:
    made.propose("The the", "The", rule="rules/double")
    outcome, screen = run(made, "x", "w", ("",), "u", "q", silence=lambda silence: None)
    assert "The exception in cleanup.yaml stays; take it out there by hand." in screen.told
    assert outcome == Outcome(left=1)


def test_b_takes_back_an_earlier_verdict_and_undo_gives_it_again(made: Made) -> None:
    three(made)
    desk = made.desk("Bo")
    desk.accept(desk.open_proposals()[0])
    outcome, screen = run(made, "J", ("3",), "b", "1", "u", "q")
    assert "Bo accepted “its clothing” → “its power” on 2026-03-01" in screen.told
    assert [entry[0] for entry in made.ledger()] == ["accept", "reopen", "accept"]
    assert "its power" in made.text()
    assert outcome == Outcome(left=2)


def test_b_says_where_nothing_is_decided(made: Made) -> None:
    three(made)
    _, screen = run(made, "b")
    assert "Nothing is decided in this sentence." in screen.told


def test_q_keeps_what_was_decided(made: Made) -> None:
    three(made)
    outcome, _ = run(made, "y", "q")
    assert outcome == Outcome(accepted=1, left=2)
    assert len(made.ledger()) == 1
    assert outcome.told() == "1 accepted in this sitting"
    assert Outcome(own=1, rejected=2).told() == "2 rejected, 1 own edit in this sitting"
    assert Outcome(own=2).told() == "2 own edits in this sitting"
    assert Outcome().told() == "nothing was decided"


def test_the_end_of_input_keeps_what_was_decided(made: Made) -> None:
    three(made)
    outcome, screen = run(made, "y", "e")
    assert outcome == Outcome(accepted=1, left=2)
    assert screen.shown[-1] == "Stopped here. All that you decided is saved."


def test_control_c_keeps_what_was_decided(made: Made) -> None:
    three(made)

    def interrupt(number: int) -> None:
        if number == 1:
            raise KeyboardInterrupt

    screen = Script(["y"], before_key=interrupt)
    assert review(made.desk(), screen) == Outcome(accepted=1, left=2)


def test_every_verdict_is_on_disk_before_it_is_shown_as_done(made: Made) -> None:
    three(made)
    desk = made.desk()
    path = made.project.root / "corrections" / "page" / "decisions.jsonl"
    seen: list[int] = []

    class Watching(Script):
        def show(self, text: Text, indent: int = 0, hang: int = 0) -> None:
            if "saved" in text.plain and "accepted" in text.plain:
                seen.append(path.read_bytes().count(b"\n"))
            super().show(text, indent, hang)

    review(desk, Watching(["y", "y"]))
    assert seen == [1, 2]


def test_a_text_without_proposals_says_so(made: Made) -> None:
    outcome, screen = run(made, "q")
    assert "Everything is decided: nothing was proposed." in screen.told
    assert outcome == Outcome()


def test_when_all_is_decided_one_can_still_go_on(made: Made) -> None:
    made.propose("its clothing", "its power")
    outcome, screen = run(made, "y", ">", "j", "J", ("3",), "j", "u", "n", "", "q")
    assert lines_shown(screen) == ["line 3", "line 1", "line 3", "line 3"]
    assert outcome == Outcome(rejected=1)


# --- second look and others --------------------------------------------------------------------


def test_a_second_look_asks_what_it_finds_until_it_finds_nothing(made: Made) -> None:
    made.propose("its clothing", "its power")
    looks: list[int] = []

    def again(desk: Desk) -> tuple[Proposal, ...]:
        looks.append(len(desk.decisions))
        if len(looks) > 1:
            return ()
        (edit,) = desk.standing.edits
        found = Proposal(
            desk.document.digest,
            edit.span,
            edit.before,
            ("its powers",),
            (Origin("rules/again", "plural", "accuracy", "minor", "ask"),),
            amends=(edit.decision,),
        )
        desk.extend((found,))
        return (found,)

    outcome, screen = run(made, "y", "y", "q", again=again)
    assert "The second look found 1 thing to decide." in screen.told
    assert "control of its [-power-]{+powers+}." in screen.told
    assert looks == [1, 2]
    assert outcome == Outcome(accepted=1, amended=1)
    assert "its powers." in made.text()


def test_a_verdict_of_somebody_else_meanwhile_is_told_and_nothing_is_written_over(
    made: Made,
) -> None:
    three(made)
    mine, other = made.desk("Ana"), made.desk("Bo")

    def meanwhile(number: int) -> None:
        if number == 0:
            other.reject(other.open_proposals()[0])

    screen = Script(["y", "q"], before_key=meanwhile)
    outcome = review(mine, screen)
    assert "meanwhile Bo has decided to reject it" in screen.told
    assert "Bo has meanwhile decided 1 here." in screen.told
    assert [entry[0] for entry in made.ledger()] == ["reject"]
    assert lines_shown(screen) == ["line 3", "line 5"]
    assert outcome == Outcome(left=2)


def test_the_verdicts_of_two_at_different_places_both_stand(made: Made) -> None:
    three(made)
    mine, other = made.desk("Ana"), made.desk("Bo")

    def meanwhile(number: int) -> None:
        if number == 0:
            other.accept(other.open_proposals()[2])

    outcome = review(mine, Script(["y", "y"], before_key=meanwhile))
    assert [d.reviewer for d in made.decisions()] == ["Bo", "Ana", "Ana"]
    assert outcome == Outcome(accepted=2)


class Wild(Script):
    """Gives a drawn key, or a drawn change of the line, whatever is asked."""

    def ask(self, prompt: Text) -> str:
        return str(self._next())

    def edit(self, prompt: str, default: str = "") -> str | None:
        key = str(self._next())
        return {"q": None, "n": ""}.get(key, default.replace("the", "a") if key == "y" else key)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from("yyyyynptoegwxaADdsjk><J/rbu123?qz"), max_size=40))
def test_no_sequence_of_keys_fails_or_claims_what_is_not_on_disk(keys: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Made(Path(folder))
        three(made)
        ordinals_of = made.propose("Three is to", "Third, to", rule="rules/ordinal")
        made.group("all-or-none", [made.proposals[1], ordinals_of], {"both": ["Second, to", None]})
        made.propose("31 million", "32 million", "31.5 million", rule="rules/figure")
        desk = made.desk()
        outcome = review(desk, Wild(keys), silence=lambda silence: None)
        assert made.decisions() == desk.decisions
        assert outcome.left == len(made.desk("Bo").open_proposals())


def test_every_key_of_the_help_does_something(made: Made) -> None:
    from cleanup.review.keys import EVERYWHERE_KEYS, PROPOSAL_KEYS, SENTENCE_KEYS

    three(made)
    told = [key for table in (SENTENCE_KEYS, PROPOSAL_KEYS, EVERYWHERE_KEYS) for key, _ in table]
    for key in [k for t in told for k in ("1" if t == "1-9" else t).split()]:
        screen = Script([key])
        review(made.desk(), screen)
        assert "There is no key" not in screen.told, key


def test_a_place_is_named_as_decisions_name_it(made: Made) -> None:
    proposal = made.propose("its clothing", "its power")
    assert proposal.place == place_id(made.document.digest, proposal.span, "its clothing")
