from __future__ import annotations

from cleanup import glossary, rulebook
from cleanup.evidence import parse
from cleanup.glossary import Glossary, combine, load
from cleanup.passes.base import Finding, Knowledge
from cleanup.passes.terms import Terms
from cleanup.reading import ReadingBuilder, plain_reading, to_base
from cleanup.text import Document, Segment, Span

TERMS = """
terms:
  - source: 放管服
    preferred: streamline administration, delegate power, improve services
    pos: verb
    forms:
      noun: reform to streamline administration, delegate power and improve services
    artifacts:
      - release and control clothing
      - discharge tube
    frames:
      - reform of (the|) <artifact> -> reform to <preferred>
    unless: neon
    quotes: drop
    note: The reform of 2015.
    reference: State Council
"""


def document(*paragraphs: str) -> Document:
    text = "\n".join(paragraphs)
    segments = []
    start = 0
    for paragraph in paragraphs:
        span = Span(start, start + len(paragraph))
        segments.append(Segment(span, "paragraph", plain_reading(paragraph, start)))
        start = span.end + 1
    joinable = (True,) * (len(segments) + 1)
    return Document("d", "text", "utf-8", text, tuple(segments), joinable, (), "0" * 64)


def found(doc: Document, terms: Glossary) -> list[Finding]:
    return list(Terms().find(doc, Knowledge(terms, rulebook.EMPTY)))


def test_a_term_is_found_in_each_segment_with_its_frame() -> None:
    doc = document(
        'We push the reform of "release and control clothing" here.',
        "We deepen the reform of the discharge tube.",
        "The discharge tube was filled with neon.",
    )
    hits = found(doc, load(TERMS, "g.yaml"))
    rendering = "reform to streamline administration, delegate power, improve services"
    assert [(hit.segment, hit.replacements) for hit in hits] == [
        (0, (rendering,)),
        (1, (rendering,)),
    ]
    assert (
        hits[0].span.of(doc.segments[0].reading.text) == 'reform of "release and control clothing"'
    )


def test_the_message_is_that_of_an_editor() -> None:
    (hit,) = found(document("the reform of discharge tube"), load(TERMS, "g.yaml"))
    origin = hit.origin
    assert origin.message == (
        '"discharge tube" is 放管服: streamline administration, delegate power, improve services'
    )
    assert (origin.rule, hit.term) == ("own/放管服", "own/放管服")
    assert (origin.category, origin.severity, origin.kind) == ("terminology", "major", "own")
    assert origin.reasons == (("why", "The reform of 2015"), ("rendering from", "State Council"))
    assert origin.trust == "ask"


def test_a_term_that_does_not_fit_is_a_question_with_the_rendering() -> None:
    (hit,) = found(document("growth and discharge tube"), load(TERMS, "g.yaml"))
    assert hit.replacements == ()
    assert hit.origin.message == (
        '"discharge tube" is 放管服: streamline administration, delegate power, improve services;'
        " it does not fit here as it stands, so word the sentence yourself"
    )


def test_an_entry_without_source_names_the_rendering() -> None:
    terms = load(
        "terms:\n  - id: v\n    preferred: valley\n    artifacts:\n      - vale\n", "g.yaml"
    )
    (hit,) = found(document("a vale"), terms)
    assert hit.origin.message == '"vale" should be valley'


def test_a_ceiling_and_the_class_of_a_pack_set_the_trust() -> None:
    told = (
        "terms:\n  - source: 区\n    preferred: zone\n    trust: hint\n"
        "    artifacts:\n      - area\n"
        "  - source: 市\n    preferred: city\n    artifacts:\n      - town\n"
        "    likely:\n      - burg\n"
    )
    pack = combine(glossary.EMPTY, [load(told, "terms.yaml", "zh-en")])
    hits = found(document("area, town, burg"), pack)
    assert [(hit.origin.rule, hit.origin.kind) for hit in hits] == [
        ("zh-en/区", "pack"),
        ("zh-en/市", "pack"),
        ("zh-en/市", "pack"),
    ]
    assert [hit.origin.trust for hit in hits] == ["hint", "ask", "hint"]


def test_what_a_pack_file_was_measured_to_be_worth_sets_the_trust_of_its_artifacts() -> None:
    told = (
        "terms:\n  - source: 市\n    preferred: city\n    artifacts:\n      - town\n"
        "    likely:\n      - burg\n"
    )
    pack = combine(glossary.EMPTY, [load(told, "zh-en/terms/a.yaml", "zh-en")])

    def trusts(table: str) -> list[str]:
        knowledge = Knowledge(pack, rulebook.EMPTY, parse(table))
        hits = Terms().find(document("town, burg"), knowledge)
        return [hit.origin.trust for hit in hits]

    assert trusts("") == ["ask", "hint"]
    assert trusts("zh-en/terms/a.yaml\tlikely\t23\t2\ts") == ["ask", "ask"]
    assert trusts("zh-en/terms/a.yaml\tseen\t16\t4\ts") == ["hint", "hint"]
    assert trusts("zh-en/terms/b.yaml\tseen\t16\t4\ts") == ["ask", "hint"]


def test_a_term_of_the_own_glossary_is_trusted_whatever_packs_are_worth() -> None:
    terms = load("terms:\n  - source: 市\n    preferred: city\n    artifacts:\n      - town\n", "g")
    table = parse("g\tseen\t0\t50\ts\ng\tlikely\t0\t50\ts")
    (hit,) = Terms().find(document("a town"), Knowledge(terms, rulebook.EMPTY, table))
    assert hit.origin.trust == "ask"


def test_a_term_with_emphasis_inside_is_found_and_keeps_it() -> None:
    base = "the reform of *discharge* tube."
    builder = ReadingBuilder()
    builder.text("the reform of ", 0)
    builder.atom(Span(14, 15), "", "open")
    builder.text("discharge", 15)
    builder.atom(Span(24, 25), "", "close")
    builder.text(" tube.", 25)
    segment = Segment(Span(0, len(base)), "paragraph", builder.build())
    doc = Document("d", "markdown", "utf-8", base, (segment,), (True, True), (), "0" * 64)
    (hit,) = found(doc, load(TERMS, "g.yaml"))
    span, words = to_base(doc, 0, hit.span, hit.replacements[0])
    assert span.of(base) == "reform of *discharge* tube"
    assert words == "*reform to streamline administration, delegate power, improve services*"
