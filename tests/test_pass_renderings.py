"""One term in several renderings within a document: found, grouped, decided, and not asked
again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanup import glossary, rulebook
from cleanup.config import Config, Silence
from cleanup.glossary import Glossary
from cleanup.passes import Knowledge
from cleanup.pipeline import look, propose
from cleanup.proof import prove
from cleanup.proposal import Group, Proposal
from cleanup.review import show
from cleanup.round import Round
from making import Workshop, document, workshop

TERMS = """
terms:
  - source: 乡村振兴
    preferred: rural revitalization
    pos: noun
    admitted:
      - rural vitalization
      - revitalization of rural areas
    artifacts:
      - country revitalization
    note: The strategy of 2017.
  - source: 新旧动能转换
    preferred: replacing old growth drivers with new ones
    pos: ing
    forms:
      noun: shift from old to new growth drivers
    admitted:
      - replacement of old growth drivers with new ones
      - transition from old to new growth drivers
    artifacts:
      - (conversion|transformation) of (the|) new and old kinetic energy
    frames:
      - the <artifact> -> the <noun>
      - for (the|) <artifact> -> for <ing>
  - source: 一带一路
    preferred: Belt and Road Initiative
    pos: name
    short: BRI
    admitted:
      - Belt and Road
      - Belt and Road Programme
    artifacts:
      - one belt and one road
  - source: 项目库
    preferred: project pipeline
    pos: noun
    admitted:
      - project database
    artifacts:
      - project warehouse
  - source: 卫生健康
    preferred: health
    pos: noun
    artifacts:
      - health and health
"""
TEXT = """\
Young people join in country revitalization. The plan for rural vitalization was read out.

Without rural revitalization no village lives. Rural vitalization is for all.
"""
CONFIG = Config(passes=("terms",))


@pytest.fixture(scope="module")
def terms() -> Glossary:
    return glossary.load(TERMS, "glossary.yaml")


def proposed(terms: Glossary, text: str, config: Config = CONFIG) -> Round:
    return propose(document(text), Knowledge(terms, rulebook.EMPTY), config)


def asked(made: Round) -> list[tuple[str, tuple[str, ...]]]:
    """What an editor is asked: what stands there, and what is proposed."""
    return [(p.before, p.replacements) for p in made.proposals if p.trust != "hint"]


def outcomes(made: Round, group: Group) -> dict[str, list[tuple[str, str | None]]]:
    """For each option, what each place reads now and what it comes to read."""
    before = {p.place: p.before for p in made.proposals}
    ordered = sorted((p for p in made.proposals if p.group == group.id), key=lambda p: p.sort_key)
    return {
        option.name: [(before[p.place], option.text_at(p.place)) for p in ordered]
        for option in group.options
    }


def the_group(made: Round) -> Group:
    (group,) = made.groups
    return group


# --- one group for all places -----------------------------------------------------------------


def test_preferred_admitted_and_artifact_are_one_group_that_the_preferred_leads(
    terms: Glossary,
) -> None:
    made = proposed(terms, TEXT)
    group = the_group(made)
    assert group.kind == "same"
    assert outcomes(made, group) == {
        "rural revitalization": [
            ("country revitalization", "rural revitalization"),
            ("rural vitalization", "rural revitalization"),
            ("rural revitalization", None),
            ("Rural vitalization", "Rural revitalization"),
        ],
        "rural vitalization": [
            ("country revitalization", "rural vitalization"),
            ("rural vitalization", None),
            ("rural revitalization", "rural vitalization"),
            ("Rural vitalization", None),
        ],
    }


def test_an_editor_is_told_the_ways_and_asked_only_where_the_leading_option_changes(
    terms: Glossary,
) -> None:
    made = proposed(terms, TEXT)
    assert the_group(made).message == (
        '乡村振兴 is rendered in three ways here: "rural vitalization" (2),'
        ' "rural revitalization" (1), "country revitalization" (1)'
    )
    assert asked(made) == [
        ("country revitalization", ("rural revitalization",)),
        ("rural vitalization", ("rural revitalization",)),
        ("Rural vitalization", ("Rural revitalization",)),
    ]
    (vitalization, _) = (p for p in made.proposals if p.before.lower() == "rural vitalization")
    assert (vitalization.trust, vitalization.leading.rule) == ("ask", "terms/several-renderings")
    assert vitalization.term == "own/乡村振兴"
    assert vitalization.leading.reasons == (("why", "The strategy of 2017"),)


def test_two_sound_renderings_are_enough_where_they_are_much_alike(terms: Glossary) -> None:
    made = proposed(terms, "We push rural revitalization. We plan for rural vitalization.")
    assert asked(made) == [("rural vitalization", ("rural revitalization",))]
    assert len(the_group(made).places) == 2


def test_two_sound_renderings_that_may_be_two_things_want_an_artifact_beside_them(
    terms: Glossary,
) -> None:
    sound = "The project pipeline is full. The project database was lost."
    assert proposed(terms, sound).proposals == ()
    made = proposed(terms, f"{sound} The project warehouse holds 30 projects.")
    assert asked(made) == [
        ("project database", ("project pipeline",)),
        ("project warehouse", ("project pipeline",)),
    ]


def test_artifacts_of_two_kinds_are_decided_together(terms: Glossary) -> None:
    text = (
        "We go on with the transformation of new and old kinetic energy."
        " The fund is for the conversion of new and old kinetic energy."
    )
    made = proposed(terms, text)
    assert outcomes(made, the_group(made)) == {
        "replacing old growth drivers with new ones": [
            (
                "the transformation of new and old kinetic energy",
                "the shift from old to new growth drivers",
            ),
            (
                "for the conversion of new and old kinetic energy",
                "for replacing old growth drivers with new ones",
            ),
        ]
    }


def test_a_variant_changes_only_what_is_its_part_of_speech(terms: Glossary) -> None:
    text = (
        "The fund is for the conversion of new and old kinetic energy."
        " The transition from old to new growth drivers takes time."
        " An orderly shift from old to new growth drivers is planned."
    )
    made = proposed(terms, text)
    assert outcomes(made, the_group(made))["transition from old to new growth drivers"] == [
        (
            "for the conversion of new and old kinetic energy",
            "for replacing old growth drivers with new ones",
        ),
        ("transition from old to new growth drivers", None),
        ("shift from old to new growth drivers", "transition from old to new growth drivers"),
    ]


def test_a_and_an_follow_the_rendering(terms: Glossary) -> None:
    told = """
terms:
  - source: 生态补偿
    preferred: ecological compensation scheme
    admitted:
      - nature compensation scheme
    artifacts:
      - ecology making-up system
"""
    text = "It is a nature compensation scheme, not an ecology making-up system."
    made = proposed(glossary.load(told, "g.yaml"), text)
    assert ("a nature compensation scheme", ("an ecological compensation scheme",)) in asked(made)


def test_the_short_form_stands_after_the_first_mention(terms: Glossary) -> None:
    text = (
        "The port joined the Belt and Road Programme. Trade along one belt and one road grows."
        " The Belt and Road Programme helps."
    )
    made = proposed(terms, text)
    assert asked(made) == [
        ("Belt and Road Programme", ("Belt and Road Initiative",)),
        ("one belt and one road", ("BRI",)),
        ("Belt and Road Programme", ("BRI",)),
    ]


# --- what is left -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "We push rural revitalization. Rural revitalization is for all.",
        "We push rural vitalization. Rural vitalization is for all.",
        "Replacing old growth drivers with new ones is hard. The shift from old to new growth"
        " drivers goes on.",
        "We speak of replacing old growth drivers with new ones, and of the replacement of old"
        " growth drivers with new ones.",
        "Replacing old growth drivers with new ones is hard. The transition from old to new"
        " growth drivers goes on.",
        "Rural revitalization and the revitalization of rural areas are one thing.",
        "The Belt and Road Initiative (BRI) grows. Belt and Road cities trade along the BRI.",
        "Their health is good. Health and health care cost money.",
    ],
    ids=[
        "only the preferred one",
        "only an admitted one",
        "preferred and its form",
        "the same words as a noun",
        "another part of speech",
        "the same words turned",
        "in short, in full, abbreviated",
        "one common word",
    ],
)
def test_a_document_without_variation_is_left(terms: Glossary, text: str) -> None:
    made = proposed(terms, text)
    assert made.groups == ()
    assert not [p for p in made.proposals if p.leading.rule == "terms/several-renderings"]


@pytest.mark.parametrize(
    "left",
    [
        'The mayor said: "We love rural vitalization."',
        "He wrote “Ten Years of rural vitalization” last year.",
        "She works at the Rural Vitalization Bureau.",
        "He spoke of post-rural vitalization.",
    ],
    ids=["a quoted sentence", "a quoted title", "a name", "part of a word"],
)
def test_a_quotation_or_name_is_left(terms: Glossary, left: str) -> None:
    made = proposed(terms, f"We push rural revitalization. {left}")
    assert made.proposals == ()


def test_a_term_in_quotes_of_its_own_is_no_quotation(terms: Glossary) -> None:
    made = proposed(terms, 'We push rural revitalization. This is "rural vitalization" too.')
    assert asked(made) == [("rural vitalization", ("rural revitalization",))]


def test_a_rendering_inside_a_longer_term_is_left() -> None:
    told = (
        TERMS
        + """
  - source: 乡村振兴局
    preferred: bureau for rural vitalization
    artifacts:
      - country revitalization office
"""
    )
    text = "We push rural revitalization. The bureau for rural vitalization works."
    assert proposed(glossary.load(told, "g.yaml"), text).proposals == ()


def test_a_complement_comes_only_where_it_and_its_article_fit() -> None:
    told = """
terms:
  - source: 跨越发展
    preferred: leap forward in development
    admitted:
      - leapfrog development
    artifacts:
      - crossing development
"""
    text = (
        "It is the crossing development of old. The leapfrog development strategy is new."
        " Leapfrog development is quick. The leapfrog development of the town is slow."
    )
    made = proposed(glossary.load(told, "g.yaml"), text)
    changed = [p.span.start for p in made.proposals if p.before.lower() == "leapfrog development"]
    assert changed == [text.rindex("leapfrog")]


def test_the_guards_of_the_entry_hold_for_renderings_too() -> None:
    told = TERMS.replace("    note: The strategy of 2017.", "    unless: Ireland")
    text = "We push rural revitalization. In Ireland rural vitalization has another meaning."
    assert proposed(glossary.load(told, "g.yaml"), text).proposals == ()


def test_a_pack_speaks_only_of_terms_with_an_artifact_in_the_document(terms: Glossary) -> None:
    pack = glossary.load(TERMS, "zh-en/terms/x.yaml", "zh-en")
    sound = "We push rural revitalization. We plan for rural vitalization."
    assert proposed(pack, sound).proposals == ()
    made = proposed(pack, f"{sound} Country revitalization works.")
    assert ("rural vitalization", ("rural revitalization",)) in asked(made)


def test_an_exception_for_the_words_leaves_the_artifacts_and_no_lone_hint(
    terms: Glossary,
) -> None:
    silence = Silence("terms/several-renderings", words="rural vitalization")
    made = proposed(
        terms, TEXT.replace("Rural v", "Much v"), Config(passes=("terms",), exceptions=(silence,))
    )
    assert asked(made) == [("country revitalization", ("rural revitalization",))]
    assert (len(made.proposals), made.groups) == (1, ())


# --- the whole road ------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path, terms: Glossary) -> Workshop:
    made = workshop(tmp_path, TEXT)
    round_ = propose(made.document, Knowledge(terms, rulebook.EMPTY), CONFIG)
    made.propose(*round_.proposals, groups=round_.groups, versions=dict(round_.versions))
    return made


def found_again(shop: Workshop, terms: Glossary) -> tuple[Proposal, ...]:
    desk, knowledge = shop.desk(), Knowledge(terms, rulebook.EMPTY)
    assert prove(desk.edition, desk.round, knowledge, CONFIG).findings == ()
    return look(desk.edition, knowledge, CONFIG, desk.round)


@pytest.mark.parametrize("option", [0, 1])
def test_one_key_words_the_term_alike_everywhere(
    shop: Workshop, terms: Glossary, option: int
) -> None:
    desk = shop.desk()
    group = the_group(desk.round)
    desk.choose(group, group.options[option])
    wanted = ("rural revitalization", "rural vitalization")[option]
    other = ("rural vitalization", "rural revitalization")[option]
    assert desk.edition.text.lower().count(wanted) == 4
    assert other not in desk.edition.text.lower()
    assert desk.open_proposals() == ()
    assert found_again(shop, terms) == ()


def test_a_place_that_reads_so_already_gets_no_verdict(shop: Workshop) -> None:
    desk = shop.desk()
    group = the_group(desk.round)
    made = desk.choose(group, group.options[0])
    assert [(d.verdict, d.before) for d in made] == [
        ("accept", "country revitalization"),
        ("accept", "rural vitalization"),
        ("accept", "Rural vitalization"),
    ]


def test_the_other_option_rejects_where_its_own_words_stand(shop: Workshop) -> None:
    desk = shop.desk()
    group = the_group(desk.round)
    made = desk.choose(group, group.options[1])
    assert sorted((d.verdict, d.before) for d in made) == [
        ("accept", "country revitalization"),
        ("accept", "rural revitalization"),
        ("reject", "Rural vitalization"),
        ("reject", "rural vitalization"),
    ]


def test_who_changes_from_one_option_to_another_has_the_last_one(shop: Workshop) -> None:
    desk = shop.desk()
    group = the_group(desk.round)
    desk.choose(group, group.options[1])
    desk.choose(group, group.options[0])
    assert desk.edition.text.lower().count("rural revitalization") == 4


def test_accepting_place_by_place_leaves_nothing_open(shop: Workshop, terms: Glossary) -> None:
    desk = shop.desk()
    for proposal in desk.open_proposals():
        desk.accept(proposal)
    assert desk.edition.text.lower().count("rural revitalization") == 4
    assert desk.open_proposals() == ()
    assert found_again(shop, terms) == ()


def test_accepting_in_bulk_takes_members_of_the_group(shop: Workshop) -> None:
    desk = shop.desk()
    done = desk.accept_all(desk.open_proposals(), "all")
    assert (len(done.decided), done.left) == (3, ())


def test_who_wants_both_renderings_is_not_asked_again(shop: Workshop, terms: Glossary) -> None:
    desk = shop.desk()
    first, *others = desk.open_proposals()
    desk.accept(first)
    for proposal in others:
        desk.reject(proposal)
    assert desk.open_proposals() == ()
    assert found_again(shop, terms) == ()


def test_the_review_shows_what_changes_and_counts_what_stays(shop: Workshop) -> None:
    desk = shop.desk()
    lines = [text.plain for text, *_ in show.option_lines(desk, the_group(desk.round))]
    assert lines == [
        "[1] rural revitalization",
        "line 1: “country revitalization” → “rural revitalization”",
        "line 1: “rural vitalization” → “rural revitalization”",
        "line 3: “Rural vitalization” → “Rural revitalization”",
        "1 place stays",
        "[2] rural vitalization",
        "line 1: “country revitalization” → “rural vitalization”",
        "line 3: “rural revitalization” → “rural vitalization”",
        "2 places stay",
    ]
