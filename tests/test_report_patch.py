"""Patches: git and patch must be able to apply them, to the byte."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanup.edit import splice
from cleanup.proposal import Proposal
from cleanup.report import Report, render
from cleanup.text import Span
from report_samples import decided, document, origin, own, proposal, report

PROGRAMS = {
    "git": ["git", "apply", "--whitespace=nowarn", "change.patch"],
    "patch": ["patch", "--binary", "-s", "-p1", "-i", "change.patch"],
}
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]


def applied(made: Report, folder: Path, program: str, bom: bytes = b"") -> bytes:
    """The document's file after a patch program has applied the patch."""
    file = folder / made.name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bom + made.document.text.encode())
    (folder / "change.patch").write_bytes(render("patch", made).encode())
    subprocess.run(PROGRAMS[program], cwd=folder, check=True, capture_output=True)
    return file.read_bytes()


def wanted(made: Report) -> bytes:
    return splice(made.document.text, made.edits).encode()


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    if name in MISSING:
        pytest.skip(f"{name} is not installed here")
    return name


LONG = "".join(f"In year {i} tea rose.\n" for i in range(40))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Tea sold.\nRice fell.\n", {"Rice": "Wheat"}),
        ("Tea sold.\r\nRice fell.\r\n", {"Tea": "Salt", "fell": "rose"}),
        ("Tea sold.\rRice fell.\r", {"Rice": "Wheat"}),
        ("Tea sold.\nRice fell.", {"fell": "rose"}),
        ("Tea sold.\nRice fell.", {"fell.": "fell.\n"}),
        ("Tea sold.\nRice fell.\n", {"fell.\n": "fell."}),
        ("Tea sold.\n\nRice fell.\n", {"Tea sold.\n\n": ""}),
        ("Tea sold.", {"Tea sold.": ""}),
        ("Tea sold.\nRice fell.\n", {"sold.\nRice": "sold; rice"}),
        ("Tea\x0csold\u2028well.\x85Rice fell.\n", {"fell": "rose"}),
        (LONG, {"year 3 ": "year three ", "year 5 ": "", "year 38 tea": "year 38\ntea"}),
    ],
)
def test_a_patch_applies_to_the_byte(
    text: str, changes: dict[str, str], program: str, tmp_path: Path
) -> None:
    doc = document(text)
    made = report(doc, *(proposal(doc, before, after) for before, after in changes.items()))
    assert applied(made, tmp_path, program) == wanted(made) != text.encode()


def test_a_file_with_a_byte_order_mark_is_patched_too(program: str, tmp_path: Path) -> None:
    bom = b"\xef\xbb\xbf"
    doc = document("Tea sold.\n", bom=bom)
    made = report(doc, proposal(doc, "Tea", "Rice"))
    assert applied(made, tmp_path, program, bom) == bom + b"Rice sold.\n"


@pytest.mark.parametrize("name", ["two words.txt", "新闻.txt", 'a"b.txt'])
def test_any_file_name_can_be_patched(name: str, program: str, tmp_path: Path) -> None:
    doc = document("Tea sold.\n", name=name)
    made = report(doc, proposal(doc, "Tea", "Rice"))
    assert applied(made, tmp_path, program) == b"Rice sold.\n"


@pytest.mark.skipif("git" in MISSING, reason="git is not installed here")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tokens=st.lists(
        st.sampled_from(["a", "b", "\n", "\r\n", "\r", "c\n"]), min_size=1, max_size=30
    ),
    changes=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 4), st.sampled_from(["", "x", "y\nz", "\n"])),
        min_size=1,
        max_size=6,
    ),
)
def test_a_patch_of_any_edits_applies_to_the_byte(
    tokens: list[str], changes: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    doc = document("".join(tokens))
    proposals = []
    for start, length, words in changes:
        span = Span(min(start, len(doc.text)), min(start + length, len(doc.text)))
        if span.of(doc.text) != words:
            proposals.append(Proposal(doc.digest, span, span.of(doc.text), (words,), (origin(),)))
    made = report(doc, *proposals)
    if wanted(made) != doc.text.encode():
        assert applied(made, tmp_path, "git") == wanted(made)
    else:
        assert render("patch", made) == ""


def test_only_proposals_with_one_outcome_are_in_the_patch() -> None:
    doc = document()
    made = report(doc, proposal(doc, "pipe", "tube", "hose"), proposal(doc, "12 million"))
    assert render("patch", made) == ""


def test_a_reviewed_document_gives_its_standing_edits() -> None:
    doc = document()
    pipe, town = proposal(doc, "pipe", "tube"), proposal(doc, "town", "city")
    decisions = (decided(pipe, "amend", "hose"), own(doc, "great success", "a success"))
    told = render("patch", report(doc, pipe, town, decisions=decisions))
    assert "+The discharge hose reform went on in the town.\n" in told
    assert "+Rice harvest a success\n" in told
    assert "city" not in told


def test_the_patch_of_several_documents_names_each() -> None:
    doc, other = document(), document(name="/tmp/other.txt")
    both = [report(d, proposal(d, "pipe", "tube")) for d in (doc, other)]
    heads = [line for line in render("patch", both).splitlines() if line.startswith("--- ")]
    assert heads == ["--- a/seeds/harvest.txt", "--- a/tmp/other.txt"]


def test_an_incomplete_run_is_said_at_the_top(program: str, tmp_path: Path) -> None:
    doc = document()
    made = report(doc, proposal(doc, "pipe", "tube"), incomplete=("harper: no answer",))
    first = render("patch", made).splitlines()[0]
    assert first == "# INCOMPLETE seeds/harvest.txt: harper: no answer"
    assert applied(made, tmp_path, program) == wanted(made)
