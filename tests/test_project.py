"""The project folder: names, seeds, bases, rounds, editions; faults in one clear line."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanup.errors import CleanupError, InputError, ProjectError
from cleanup.project import Project, round_digest
from cleanup.proposal import Group, Option, Origin, Proposal
from cleanup.round import Round
from cleanup.roundfile import round_out
from cleanup.text import Span

DIGEST = hashlib.sha256(b"text").hexdigest()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "news"
    Project.init(root, {"cleanup.yaml": b"", "glossary.yaml": b"terms:\n"})
    return Project(root)


def seed(project: Project, *names: str) -> None:
    for name in names:
        path = project.root / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def proposal(start: int = 0, group: str | None = None) -> Proposal:
    origin = Origin("own/a", "say b", "style", "minor", "ask", "own", "because \u2028")
    return Proposal(DIGEST, Span(start, start + 1), "a", ("b", "\ud800"), (origin,), group=group)


def a_round() -> Round:
    group = Group("same", (Option("b", ((proposal().place, "b"),)),), "all alike")
    return Round(
        document=DIGEST,
        name="a",
        proposals=(proposal(0, group.id), proposal(2), replace(proposal(4), replacements=())),
        groups=(group,),
        versions={"pack": "1", "glossary": "0f"},
        incomplete=("harper did not answer",),
        seconds={"terms": 0.25},
    )


def fault(error: type[CleanupError], act: object, *told: object, **named: object) -> str:
    assert callable(act)
    with pytest.raises(error) as caught:
        act(*told, **named)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- the folder --------------------------------------------------------------------------


def test_a_new_project_has_its_folders_and_files(tmp_path: Path) -> None:
    made = Project.init(tmp_path / "p", {"cleanup.yaml": b"1", "deep/x.yaml": b"2"})
    assert [path.relative_to(tmp_path / "p").as_posix() for path in made] == [
        "seeds",
        "corrections",
        "editions",
        "cleanup.yaml",
        "deep/x.yaml",
    ]
    assert (tmp_path / "p" / "deep" / "x.yaml").read_bytes() == b"2"


def test_a_new_project_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_bytes(b"mine")
    told = fault(
        ProjectError, Project.init, tmp_path, {"cleanup.yaml": b"", "glossary.yaml": b"new"}
    )
    assert told == (
        f"{tmp_path / 'glossary.yaml'} is there already and is not overwritten; move it away, or"
        " choose another folder"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["glossary.yaml"]


def test_a_new_project_keeps_the_seeds_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    made = Project.init(tmp_path, {"cleanup.yaml": b""})
    assert [path.name for path in made] == ["corrections", "editions", "cleanup.yaml"]


def test_a_project_cannot_be_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"")
    assert "a file stands where a folder should be" in fault(
        ProjectError, Project.init, tmp_path / "p", {"cleanup.yaml": b""}
    )


def test_a_project_is_found_from_any_folder_or_file_in_it(project: Project) -> None:
    seed(project, "2026/a.txt")
    for start in (".", "seeds", "seeds/2026/a.txt", "seeds/2026/..", "not/there"):
        assert Project.find(project.root / start).root == project.root


def test_outside_of_a_project_the_way_to_make_one_is_told(tmp_path: Path) -> None:
    assert fault(ProjectError, Project.find, tmp_path) == (
        f"{tmp_path} is not in a project: no folder from there upward has a cleanup.yaml; make one"
        " with 'cleanup init FOLDER', or change to your project's folder"
    )


# --- names -------------------------------------------------------------------------------


def test_a_name_is_the_path_under_seeds_without_the_extension(project: Project) -> None:
    seed(project, "b.txt", "2026-11-24/index.html", "2026-11-24/a.b.md", "no-extension")
    assert project.names() == ("2026-11-24/a.b", "2026-11-24/index", "b", "no-extension")
    assert project.seed_path("2026-11-24/a.b") == project.root / "seeds/2026-11-24/a.b.md"


def test_a_project_without_seeds_has_no_documents(project: Project) -> None:
    assert project.names() == ()
    (project.root / "seeds").rmdir()
    assert project.names() == ()


def test_hidden_files_and_junk_are_no_documents(project: Project) -> None:
    seed(project, ".a.txt", ".git/b.txt", "~$c.docx", "Thumbs.db", "d.txt")
    seed(project, ".cleanup-00-11.part")
    assert project.names() == ("d",)


def test_a_source_beside_its_page_is_no_document(project: Project) -> None:
    seed(project, "a.txt", "a.zh.txt", "b.html", "b.zh.md", "lone.zh.txt", "c.zh.html", "c.txt")
    assert project.names() == ("a", "b", "c", "c.zh", "lone.zh")
    assert project.source_path("a") == project.root / "seeds/a.zh.txt"
    assert project.source_path("b") == project.root / "seeds/b.zh.md"
    assert project.source_path("c") is None


def test_a_second_file_of_the_same_name_is_refused(project: Project) -> None:
    seed(project, "x/a.txt", "x/a.md")
    assert fault(ProjectError, project.names) == (
        "seeds/x/a.md and seeds/x/a.txt would both be the document 'x/a'; rename one of them"
    )


@pytest.mark.parametrize("name", ["base", "x/base", "base/x", "BASE/x", "decisions.jsonl/x"])
def test_a_name_with_a_part_that_cleanup_uses_is_refused(project: Project, name: str) -> None:
    seed(project, f"{name}.txt")
    part = next(p for p in name.split("/") if p != "x")
    assert fault(ProjectError, project.names) == (
        f"no document can be called {name!r}: {part!r} is a name that cleanup uses itself; rename"
        " the file or folder"
    )


@pytest.mark.parametrize("other", ["a.2", "a.10", "a.changelog", "a.manifest", "a.3.manifest"])
def test_documents_whose_editions_would_have_the_same_name_are_refused(
    project: Project, other: str
) -> None:
    seed(project, f"x/{other}.md")
    assert project.names() == (f"x/{other}",)
    seed(project, "x/a.md")
    assert fault(ProjectError, project.names) == (
        f"the documents 'x/a' and 'x/{other}' would write editions of the same name; rename"
        f" seeds/x/{other}.md"
    )


def test_numbers_that_no_edition_has_are_free(project: Project) -> None:
    seed(project, "a.md", "a.1.md", "a.02.md", "a.b.md", "c.2.md")
    assert project.names() == ("a", "a.02", "a.1", "a.b", "c.2")


TRICKS = [
    "..",
    "../a",
    "a/../../b",
    "/etc/passwd",
    "C:/a",
    "C:",
    "a\\b",
    "",
    "a//b",
    "a/",
    ".",
    "a/./b",
    ".hidden",
    "a.",
    "a ",
    "a/b. /c",
    "a\0b",
    "a\nb",
    "a\udcffb",
]


@pytest.mark.parametrize("name", TRICKS)
def test_no_name_leads_out_of_the_project(project: Project, name: str) -> None:
    for act in (
        lambda: project.round_path(name),
        lambda: project.ledger(name),
        lambda: project.base_path(name, DIGEST),
        lambda: project.edition_path(name, ".txt"),
        lambda: project.edition_numbers(name),
    ):
        assert fault(ProjectError, act).startswith("no document can be called ")


@given(st.text(max_size=12))
def test_every_name_that_is_taken_lies_in_the_project(name: str) -> None:
    root = Path("/project")
    project = Project(root)
    try:
        paths = [project.round_path(name), project.edition_path(name, ".txt", 2)]
    except ProjectError:
        return
    for path, folder in zip(paths, ("corrections", "editions"), strict=True):
        assert Path(os.path.normpath(path)) == path
        assert path.is_relative_to(root / folder)
        assert path.parent.relative_to(root / folder).parts[: name.count("/")] == tuple(
            name.split("/")[:-1]
        )


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such files")
def test_a_file_whose_name_works_on_one_system_only_is_refused(project: Project) -> None:
    seed(project, "10:30.txt")
    assert fault(ProjectError, project.names) == (
        "no document can be called '10:30': each part needs a name without a colon or backslash,"
        " no dot at its beginning, no dot or space at its end; rename the file or folder"
    )


def test_a_document_is_meant_by_name_by_its_last_part_or_by_a_path(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(project, "2026/11/index.html", "2026/12/index.html", "2026/12/mayors.txt", "a.txt")
    mayors = "2026/12/mayors"
    monkeypatch.chdir(project.root / "seeds" / "2026")
    for told in (
        mayors,
        "mayors",
        "12/mayors",
        "12/mayors.txt",
        "seeds/2026/12/mayors.txt",
        "2026/12/mayors.txt",
        str(project.root / "seeds/2026/12/mayors.txt"),
        "editions/2026/12/mayors.txt",
        "editions/2026/12/mayors.3.txt",
        "../../editions/2026/12/mayors.txt",
    ):
        assert project.resolve(told) == mayors, told
    assert project.resolve("11/index") == "2026/11/index"


def test_the_exact_name_goes_before_the_last_part(project: Project) -> None:
    seed(project, "a.txt", "x/a.txt")
    assert project.resolve("a") == "a"


def test_accents_may_be_written_in_either_form(project: Project) -> None:
    seed(project, "caf\u00e9.txt")
    assert project.resolve("cafe\u0301") == "caf\u00e9"


def test_a_last_part_that_several_have_is_refused_with_all_of_them(project: Project) -> None:
    seed(project, "x/index.html", "y/index.html")
    assert fault(ProjectError, project.resolve, "index") == (
        "'index' can mean 'x/index' or 'y/index'; give more of the name, from the left"
    )


def test_an_unknown_name_is_refused_with_the_nearest(project: Project) -> None:
    seeds = project.root / "seeds"
    assert fault(ProjectError, project.resolve, "mayor") == (
        f"there is no document 'mayor': {seeds} holds none yet; take one in with 'cleanup run FILE'"
    )
    seed(project, "2026/mayors.txt", "b.txt")
    assert fault(ProjectError, project.resolve, "mayor") == (
        f"there is no document 'mayor' in {seeds}; did you mean '2026/mayors'?"
    )
    assert fault(ProjectError, project.seed_path, "qqqqqq") == (
        f"there is no document 'qqqqqq' in {seeds}; 'cleanup status' lists them all"
    )


def test_a_file_in_place_of_the_seeds_is_said(project: Project) -> None:
    (project.root / "seeds").rmdir()
    (project.root / "seeds").write_bytes(b"")
    assert fault(ProjectError, project.names) == (
        f"{project.root / 'seeds'} cannot be read: a file stands where a folder should be;"
        " move that file away"
    )


# --- taking texts in ---------------------------------------------------------------------


def test_a_file_from_elsewhere_is_copied_in_with_its_source(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_bytes(b"text")
    (tmp_path / "page.zh.txt").write_bytes(b"source")
    assert project.take_in(tmp_path / "page.txt") == "page"
    assert project.seed_path("page").read_bytes() == b"text"
    assert project.source_path("page") == project.root / "seeds" / "page.zh.txt"
    assert project.take_in(tmp_path / "page.txt", "2026/11") == "2026/11/page"
    assert project.names() == ("2026/11/page", "page")


def test_the_same_file_may_be_taken_in_again(project: Project, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(b"text")
    assert project.take_in(tmp_path / "page.txt") == project.take_in(tmp_path / "page.txt")


def test_another_text_of_the_same_name_is_not_overwritten(project: Project, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(b"text")
    project.take_in(page)
    page.write_bytes(b"other")
    assert fault(InputError, project.take_in, page) == (
        f"{page} was not taken in: another text stands at seeds/page.txt; if this is a new version"
        " of it, copy it there and run 'cleanup run seeds/page.txt' (verdicts on unchanged places"
        " are kept), else rename it"
    )
    assert project.seed_path("page").read_bytes() == b"text"


def test_a_file_that_would_take_a_documents_name_is_not_copied(
    project: Project, tmp_path: Path
) -> None:
    seed(project, "page.md")
    (tmp_path / "page.txt").write_bytes(b"text")
    assert fault(ProjectError, project.take_in, tmp_path / "page.txt") == (
        "seeds/page.md and seeds/page.txt would both be the document 'page'; rename one of them"
    )
    assert project.names() == ("page",)


def test_a_file_under_seeds_keeps_its_name(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(project, "x/page.txt")
    monkeypatch.chdir(project.root / "seeds" / "x")
    assert project.take_in(Path("page.txt")) == "x/page"
    assert project.names() == ("x/page",)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_project_behind_a_link_knows_its_own_files(project: Project, tmp_path: Path) -> None:
    seed(project, "page.txt")
    (tmp_path / "link").symlink_to(project.root)
    assert project.take_in(tmp_path / "link" / "seeds" / "page.txt") == "page"
    assert Project(tmp_path / "link").resolve(str(project.root / "seeds/page.txt")) == "page"


def test_what_is_no_document_is_not_taken_in(project: Project, tmp_path: Path) -> None:
    seed(project, "page.txt", "page.zh.txt")
    source = project.root / "seeds" / "page.zh.txt"
    assert fault(InputError, project.take_in, source) == (
        f"{source} is not a document: it is hidden, a folder, or the source of one; name the"
        " translated text"
    )
    (tmp_path / "page.zh.txt").write_bytes(b"")
    assert fault(InputError, project.take_in, tmp_path / "page.zh.txt") == (
        f"{tmp_path / 'page.zh.txt'} is the source of a document that is here already; copy it"
        " beside that, to seeds/page.zh.txt"
    )
    (tmp_path / ".secret.txt").write_bytes(b"")
    assert fault(InputError, project.take_in, tmp_path / ".secret.txt") == (
        f"{tmp_path / '.secret.txt'} is a hidden file, and those are no documents; rename it"
    )
    assert fault(InputError, project.take_in, tmp_path / "absent.txt") == (
        f"{tmp_path / 'absent.txt'} cannot be read: there is no such file or folder; check the name"
    )
    assert fault(InputError, project.take_in, tmp_path) == (
        f"{tmp_path} cannot be read: it is a folder; name a file"
    )
    (tmp_path / "b.txt").write_bytes(b"")
    assert fault(ProjectError, project.take_in, tmp_path / "b.txt", "../..").startswith(
        "no document can be called '../../b'"
    )
    assert project.names() == ("page",)


# --- bases -------------------------------------------------------------------------------


def test_a_base_is_kept_once_and_given_back(project: Project) -> None:
    project.store_base("x/a", b"text", DIGEST)
    path = project.root / "corrections" / "x" / "a" / "base" / DIGEST
    assert path == project.base_path("x/a", DIGEST)
    before = path.stat().st_ino
    project.store_base("x/a", b"text", DIGEST)
    assert path.stat().st_ino == before
    assert project.read_base("x/a", DIGEST) == b"text"


def test_a_changed_or_missing_base_is_said(project: Project) -> None:
    assert fault(ProjectError, project.read_base, "a", DIGEST) == (
        f"corrections/a/base/{DIGEST} is missing: the exact text that the decisions on 'a' speak"
        " about; put it back from your backup or version control"
    )
    project.store_base("a", b"text", DIGEST)
    project.base_path("a", DIGEST).write_bytes(b"texT")
    told = (
        f"corrections/a/base/{DIGEST} was changed: it is the base of all edits of 'a' and must"
        " stay as it was; put it back from your backup or version control"
    )
    assert fault(ProjectError, project.read_base, "a", DIGEST) == told
    assert fault(ProjectError, project.store_base, "a", b"text", DIGEST) == told


def test_a_base_goes_by_the_digest_of_its_bytes(project: Project) -> None:
    with pytest.raises(ValueError, match="the digest is not that of the bytes"):
        project.store_base("a", b"other", DIGEST)
    assert fault(ProjectError, project.read_base, "a", "../../cleanup.yaml") == (
        "'../../cleanup.yaml' is not the digest of a text; the round or ledger of 'a' was changed"
        " by hand: put it back from your backup or version control"
    )


# --- rounds ------------------------------------------------------------------------------


def test_a_round_comes_back_as_it_was(project: Project) -> None:
    assert not project.has_round("a")
    for made in (a_round(), Round(DIGEST, "a", ())):
        project.write_round("a", made)
        assert project.has_round("a")
        assert project.read_round("a") == made


def test_the_digest_of_a_round_leaves_out_durations_and_the_order_of_versions() -> None:
    made = a_round()
    slower = replace(made, seconds={"terms": 9.0})
    turned = replace(made, versions=dict(reversed(list(made.versions.items()))))
    assert round_digest(made) == round_digest(slower) == round_digest(turned)
    others = [
        replace(made, document="e" * 64),
        replace(made, proposals=made.proposals[:2]),
        replace(made, groups=()),
        replace(made, incomplete=()),
        replace(made, versions={}),
    ]
    assert len({round_digest(r) for r in (made, *others)}) == 6


def test_the_digest_of_a_round_is_that_of_all_lines_but_the_last(project: Project) -> None:
    project.write_round("a", a_round())
    lines = project.round_path("a").read_bytes().splitlines(keepends=True)
    assert hashlib.sha256(b"".join(lines[:-1])).hexdigest() == round_digest(a_round())
    assert [next(iter(json.loads(line))) for line in lines] == [
        "round",
        "group",
        *["proposal"] * 3,
        "end",
    ]


def test_a_document_that_was_never_checked_has_no_round(project: Project) -> None:
    assert fault(ProjectError, project.read_round, "a") == (
        "'a' has no round yet; make one with 'cleanup run a'"
    )


def broken_rounds() -> dict[str, tuple[bytes, str]]:
    """Ways in which a round file can be wrong, with what is said of it."""
    whole = round_out(a_round())
    lines = whole.splitlines(keepends=True)
    newer = whole.replace(b'"format":1', b'"format":2')
    unknown = _signed([lines[0], b'{"proposal":{"start":1}}\n'])
    odd = _signed([lines[0], b'{"proposal":7}\n'])
    return {
        "empty": (b"", "it is not a round"),
        "foreign": (b"terms:\n", "line 1 is not JSON"),
        "other JSON": (b'{"a":1}\n', "it is not a round"),
        "a list": (b"[1]\n", "it is not a round"),
        "half a line": (whole[:-1], "its end is missing"),
        "half": (b"".join(lines[:3]), "its end is missing"),
        "half of it": (whole[: len(whole) // 2], "its end is missing"),
        "newer": (newer, "a newer version of cleanup wrote it; install that version"),
        "changed": (whole.replace(b"say b", b"say c"), "it was changed after it was written"),
        "line lost": (b"".join(lines[:2] + lines[3:]), "it was changed after it was written"),
        "keys missing": (unknown, "another version of cleanup wrote it (end is missing)"),
        "deep": (b"[" * 100_000 + b"\n", "line 1 is not JSON"),
        "wrong kinds": (odd, "another version of cleanup wrote it ("),
    }


def _signed(lines: list[bytes]) -> bytes:
    told = b"".join(lines)
    end = {"end": {"digest": hashlib.sha256(told).hexdigest(), "seconds": {}}}
    return told + json.dumps(end).encode() + b"\n"


@pytest.mark.parametrize("case", broken_rounds())
def test_a_round_that_cannot_be_used_is_said_in_one_line(project: Project, case: str) -> None:
    data, told = broken_rounds()[case]
    project.write_round("a", a_round())
    project.round_path("a").write_bytes(data)
    said = fault(ProjectError, project.read_round, "a")
    assert said.startswith(f"corrections/a/round.jsonl cannot be used: {told}")
    assert said.endswith("; 'cleanup run a' makes a new one, and all decisions are kept")


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from cleanup.project import Project
project = Project(Path(sys.argv[1]))
made = project.read_round("a")
print("ready", flush=True)
while True:
    for proposals in (made.proposals * 500, made.proposals):
        project.write_round("a", replace(made, proposals=proposals))
"""


def test_a_round_is_old_or_new_when_its_writer_is_killed(project: Project) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    chance = random.Random(seed)
    project.write_round("a", a_round())
    for _ in range(6):
        command = [sys.executable, "-c", WRITER, str(project.root)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline().strip() == b"ready"
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
        told = project.read_round("a")
        assert len(told.proposals) in (3, 1500), f"seed {seed}"
        project.write_round("a", a_round())
    left = {path.name for path in project.round_path("a").parent.iterdir()}
    assert left == {"round.jsonl"}


# --- ledgers -----------------------------------------------------------------------------


def test_a_document_has_one_ledger_object(project: Project) -> None:
    ledger = project.ledger("x/a")
    assert ledger is project.ledger("x/a")
    assert ledger is not project.ledger("a")
    assert ledger.path == project.root / "corrections" / "x" / "a" / "decisions.jsonl"


def test_a_locked_document_may_still_be_decided_by_who_holds_the_lock(project: Project) -> None:
    with project.lock("a"):
        assert project.ledger("a").append(lambda state: state.decisions).decisions == ()


# --- editions ----------------------------------------------------------------------------


def emit(project: Project, name: str, number: int = 1) -> Path:
    return project.write_edition(
        name,
        ".txt",
        edition=b"text\r\n",
        changelog=b"# what changed",
        manifest=b'{"number": %d}' % number,
        number=number,
    )


def test_an_edition_stands_with_its_changelog_and_manifest(project: Project) -> None:
    assert project.edition_numbers("x/a") == ()
    editions = project.root / "editions" / "x"
    assert emit(project, "x/a") == editions / "a.txt"
    assert emit(project, "x/a", 2) == editions / "a.2.txt"
    emit(project, "x/a", 10)
    emit(project, "x/ab")
    assert sorted(path.name for path in editions.iterdir() if path.name.startswith("a.")) == [
        "a.10.changelog.md",
        "a.10.manifest.json",
        "a.10.txt",
        "a.2.changelog.md",
        "a.2.manifest.json",
        "a.2.txt",
        "a.changelog.md",
        "a.manifest.json",
        "a.txt",
    ]
    assert (editions / "a.txt").read_bytes() == b"text\r\n"
    assert project.edition_numbers("x/a") == (1, 2, 10)
    assert project.read_manifest("x/a", 2) == {"number": 2}


def test_an_edition_without_its_manifest_does_not_count(project: Project) -> None:
    emit(project, "a")
    emit(project, "a", 2)
    project.manifest_path("a", 2).unlink()
    assert project.edition_numbers("a") == (1,)


def test_a_fault_in_the_manifest_leaves_no_edition(project: Project) -> None:
    project.manifest_path("a").mkdir(parents=True)
    assert "a.manifest.json cannot be written: it is a folder" in fault(
        ProjectError, emit, project, "a"
    )
    assert [path.name for path in (project.root / "editions").iterdir()] == ["a.manifest.json"]


def test_the_edition_of_a_file_without_extension_has_none(project: Project) -> None:
    assert project.edition_path("a", "") == project.root / "editions" / "a"
    assert project.edition_path("a", "", 2) == project.root / "editions" / "a.2"


@pytest.mark.parametrize("extension", ["txt", "./x", ".a/../..", ".a\\b", ".", ".x "])
def test_an_extension_leads_nowhere_else(project: Project, extension: str) -> None:
    with pytest.raises(ValueError, match="not a file's extension"):
        project.edition_path("a", extension)


def test_editions_are_numbered_from_one(project: Project) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        project.edition_path("a", ".txt", 0)


def test_a_missing_or_broken_manifest_is_said(project: Project) -> None:
    assert fault(ProjectError, project.read_manifest, "a") == (
        "'a' has no edition with a manifest at editions/a.manifest.json; write one with"
        " 'cleanup emit a'"
    )
    for broken in (b"{", b"[1]", b"\xff"):
        project.manifest_path("a").write_bytes(broken)
        assert fault(ProjectError, project.read_manifest, "a") == (
            "editions/a.manifest.json is not a manifest any more; put it back from your backup or"
            " version control, or write the edition again with 'cleanup emit a'"
        )


def test_the_path_of_an_edition_tells_document_and_number(project: Project) -> None:
    seed(project, "x/a.txt", "c.2.txt")
    editions = project.root / "editions"
    assert project.edition_of(editions / "x" / "a.txt") == ("x/a", 1)
    assert project.edition_of(editions / "x" / "a.12.txt") == ("x/a", 12)
    assert project.edition_of(editions / "c.2.txt") == ("c.2", 1)
    for path in (editions, editions / "x" / "a.1.txt", editions / "b.txt", project.root / "a"):
        assert fault(ProjectError, project.edition_of, path) == (
            f"{path} is not an edition of a document of this project; editions stand in {editions}"
        )


def test_a_project_folder_can_be_copied_and_moved(project: Project, tmp_path: Path) -> None:
    seed(project, "x/a.txt")
    project.store_base("x/a", b"text", DIGEST)
    project.write_round("x/a", a_round())
    emit(project, "x/a")
    shutil.copytree(project.root, tmp_path / "moved")
    moved = Project.find(tmp_path / "moved")
    assert moved.read_round("x/a") == a_round()
    assert moved.read_base(moved.resolve("a"), DIGEST) == b"text"
    assert moved.edition_numbers("x/a") == (1,)
