"""What an editor does wrong, or the machine refuses: one clear line, the exit code of the
design, nothing half-written."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from cleanup import cli
from conftest import Shell

TEXT = "We will deepen the reform of the release and control clothing.\n"


def refused(shell: Shell, *arguments: str | Path, code: int = 2) -> str:
    """The one line of a command that is refused and writes nothing."""
    before = shell.files()
    said = shell(*arguments)
    assert said.code == code, said
    assert said.out == ""
    assert shell.files() == before
    return said.line


# --- files that editors keep -------------------------------------------------------------

_ENTRY = "terms:\n  - source: 放管服\n    preferred: reform\n"
_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

GLOSSARY_FAULTS = {
    "unknown key": (
        _ENTRY + "    artefacts:\n      - discharge tube\n",
        "line 4: unknown key 'artefacts' in entry 放管服; did you mean 'artifacts'?",
    ),
    "unknown key on top": ("term:\n  - source: x\n", "line 1: unknown key 'term'; did you mean"),
    "key twice": (
        _ENTRY + "    preferred: again\n",
        "line 4: the key 'preferred' stands here a second time; keep one of the two",
    ),
    "list in brackets": (
        _ENTRY + "    artifacts: [discharge tube, clothing]\n",
        "line 4: entry 放管服: the list of artifacts stands in brackets, and brackets split at"
        ' commas; write one a line: "- discharge tube", "- clothing"',
    ),
    "failing example": (
        _ENTRY + "    examples:\n      - before: A discharge tube.\n        after: A reform.\n",
        "line 5: entry 放管服: ",
    ),
    "empty artifact": (
        _ENTRY + "    artifacts:\n      -\n",
        "is empty; write it or take the line out",
    ),
    "artifact of nothing": (
        _ENTRY + "    artifacts:\n      - (a|)\n",
        "line 5: entry 放管服: artifact",
    ),
    "unclosed bracket": (
        _ENTRY + "    artifacts:\n      - release (and control clothing\n",
        "line 5: entry 放管服: artifact 'release (and control clothing': ",
    ),
    "unknown slot": (
        _ENTRY + "    artifacts:\n      - clothing of {name}\n",
        "line 5: entry 放管服: artifact 'clothing of {name}': ",
    ),
    "unknown part": (
        _ENTRY + "    artifacts:\n      - clothing\n    frames:\n      - a <artefact> -> b\n",
        "line 7: entry 放管服: frame ",
    ),
    "tag": (
        "terms: !!python/object/apply:os.system [ls]\n",
        "line 1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed here",
    ),
    "alias bomb": (_BOMB, "line 1: '&a' is a reference of YAML, which is not allowed here"),
    "no preferred rendering": (
        "terms:\n  - source: 放管服\n",
        'line 2: entry 放管服: it has no preferred rendering; write it as "preferred: ..."',
    ),
    "nothing to call it by": (
        "terms:\n  - preferred: reform\n",
        "line 2: entry without a name: it has neither source nor id",
    ),
    "twice the same": (
        _ENTRY + _ENTRY.removeprefix("terms:\n"),
        "line 4: entry 放管服: line 2 has an entry of the same name",
    ),
    "tab": ("terms:\n\t- source: x\n", "line 2: the line is indented with a tab"),
    "no YAML": ("terms:\n  - source: a: b\n    preferred: c\n", "line 2: this text needs quotes"),
    "two documents": (_ENTRY + "---\n" + _ENTRY, "line 4: a second document begins here"),
    "no UTF-8": (b"terms:\n  - source: \xb7\xc5\n", "line 2: this is not UTF-8"),
    "no key on top": ("- source: x\n", "line 1: the file must begin with a key"),
    "unknown pack": (
        "extend: zh-fr\n" + _ENTRY,
        "extend names 'zh-fr', and there is no such pack; shipped are zh-en",
    ),
    "bracket at the beginning": (
        "terms:\n  - source: 放管服\n    preferred: [a, b]\n",
        "line 3: entry 放管服: preferred begins with a bracket and needs quotes",
    ),
}


@pytest.mark.parametrize(("text", "told"), GLOSSARY_FAULTS.values(), ids=GLOSSARY_FAULTS)
def test_a_wrong_glossary_is_refused_as_a_whole(
    project: Shell, text: str | bytes, told: str
) -> None:
    project.write("page.txt", TEXT)
    project.write("glossary.yaml", text)
    line = refused(project, "check", "page.txt")
    assert line.startswith("glossary.yaml"), line
    assert told in line
    assert refused(project, "run", "page.txt") == line


_RULE = """rules:
  - id: teh
    message: A slip.
    category: style
    severity: minor
    why: Haste.
"""
_GOOD = _RULE + "    phrases:\n      - teh\n    replacements:\n      - the\n"
_EXAMPLES = """    examples:
      - before: In teh house.
        after: In the house.
      - leave: In the house.
"""

RULE_FAULTS = {
    "unknown key": (_GOOD + "    phrase: x\n" + _EXAMPLES, "unknown key 'phrase'"),
    "key twice": (_GOOD + "    why: x\n" + _EXAMPLES, "the key 'why' stands here a second time"),
    "list in brackets": (
        _RULE + "    phrases: [teh, hte]\n" + _EXAMPLES,
        "stands in brackets, and brackets split at commas",
    ),
    "failing example": (
        _GOOD + _EXAMPLES.replace("teh house", "that house"),
        "does not find its example “In that house.”; mend one of the two",
    ),
    "example that comes out otherwise": (
        _GOOD + _EXAMPLES.replace("after: In the", "after: In a"),
        "the example came out as “In the house.”, not as “In a house.”",
    ),
    "text that must stay": (
        _GOOD + _EXAMPLES.replace("leave: In the", "leave: In teh"),
        "the text that must stay became “In the house.”",
    ),
    "no examples": (_GOOD, "there is no 'examples'; every rule needs one"),
    "empty phrase": (_RULE + "    phrases:\n      - ''\n" + _EXAMPLES, "phrase “”: "),
    "unbounded pattern": (
        _RULE + "    regex: teh .*\n    replacements:\n      - the\n" + _EXAMPLES,
        "unbounded pattern: '*' after . has no limit",
    ),
    "empty pattern": (
        _RULE + "    regex: (?:teh)?\n    replacements:\n      - the\n" + _EXAMPLES,
        "empty pattern: it matches nothing at all",
    ),
    "wrong pattern": (
        _RULE + "    regex: (teh\n    replacements:\n      - the\n" + _EXAMPLES,
        "the regular expression is wrong",
    ),
    "unclosed bracket": (
        _RULE + "    phrases:\n      - (teh|hte\n    replacements:\n      - the\n" + _EXAMPLES,
        "phrase “(teh|hte”: ",
    ),
    "unknown slot": (
        _RULE + "    phrases:\n      - teh\n    replacements:\n      - the {n}\n" + _EXAMPLES,
        "replacement (for the phrase “teh”) “the {n}”: ",
    ),
    "unknown group": (
        _RULE + "    regex: teh\n    replacements:\n      - the {end}\n" + _EXAMPLES,
        "the pattern has no group {end}",
    ),
    "unknown category": (
        _GOOD.replace("style", "stile") + _EXAMPLES,
        "category 'stile' is not one of",
    ),
    "tag": ("rules: !x\n", "the tag '!x' is not allowed here"),
    "alias bomb": (_BOMB, "'&a' is a reference of YAML, which is not allowed here"),
}


@pytest.mark.parametrize(("text", "told"), RULE_FAULTS.values(), ids=RULE_FAULTS)
def test_a_wrong_rulebook_is_refused_as_a_whole(project: Shell, text: str, told: str) -> None:
    project.write("page.txt", TEXT)
    project.write("rules.yaml", text)
    line = refused(project, "check", "page.txt")
    assert line.startswith("rules.yaml line "), line
    assert told in line
    assert refused(project, "run", "page.txt") == line


SETTINGS_FAULTS = {
    "unknown key": (
        "pases:\n  - terms\n",
        "cleanup.yaml line 1: unknown key 'pases'; did you mean 'passes'?",
    ),
    "unknown pass": (
        "passes:\n  - termz\n",
        "cleanup.yaml line 1: there is no pass 'termz'; known are structure, terms,"
        " rules, numbers, or all",
    ),
    "unknown pack": (
        "packs:\n  - zh-fr\n",
        "cleanup.yaml line 2: there is no pack 'zh-fr'; shipped are zh-en; write"
        " 'packs: []' for none",
    ),
    "policy of an unknown kind": (
        "policy:\n  accepts:\n    - x\n",
        "cleanup.yaml line 2: unknown key 'accepts' in policy; did you mean 'accept'?",
    ),
    "exception of nothing": (
        "exceptions:\n  - words: x\n",
        "cleanup.yaml line 2: an exception names no rule; add a line 'rule:' with the rule's id",
    ),
    "absent glossary": (
        "glossary: terms.yaml\n",
        "cleanup.yaml: there is no file 'terms.yaml' beside it; make it or change the setting",
    ),
    "absent rules": (
        "rules: mine.yaml\n",
        "cleanup.yaml: there is no file 'mine.yaml' beside it; make it or change the setting",
    ),
    "key twice": (
        "rules: a.yaml\nrules: b.yaml\n",
        "cleanup.yaml line 2: the key 'rules' stands here a second time; keep one of the two, or"
        " begin a new entry with a dash",
    ),
    "list in brackets": (
        "passes: [terms, rules]\n",
        "cleanup.yaml line 1: passes stands in brackets, and brackets split at commas; write one"
        " a line, each behind a dash",
    ),
}


@pytest.mark.parametrize(("text", "told"), SETTINGS_FAULTS.values(), ids=SETTINGS_FAULTS)
def test_wrong_settings_are_refused_as_a_whole(project: Shell, text: str, told: str) -> None:
    project.write("page.txt", TEXT)
    project.write("cleanup.yaml", text)
    assert refused(project, "check", "page.txt") == told
    assert refused(project, "run", "page.txt") == told


# --- texts -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["check", "run"])
def test_an_absent_file_is_named(project: Shell, command: str) -> None:
    assert refused(project, command, "absent.txt") == (
        "absent.txt cannot be read: there is no such file or folder; check the name"
    )


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_folder_without_texts_is_refused(project: Shell, command: str) -> None:
    project.write("other/picture.png", b"\x89PNG")
    project.write("other/.hidden.txt", TEXT)
    assert refused(project, command, "other") == (
        "the folder other holds no text that can be read (.markdown, .md, .text, .txt); name a"
        " file or another folder"
    )


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"PK\x03\x04\x00\x00", "a.txt: this is a binary file, not text (it holds zero"),
        ("a.md", bytes(range(1, 32)) * 9 + b"\xff", "a.md: this is a binary file, not text"),
        ("a.docx", b"PK\x03\x04", "a.docx: files ending in '.docx' cannot be read; the known"),
        ("a.txt", b"Gr\xf6\xdfe", "a.txt: it is not UTF-8 and its encoding is in doubt; say which"),
        ("a.txt", b"\xef\xbb\xbf\xff", "a.txt: the text is damaged: it cannot be read as utf-8"),
    ],
)
@pytest.mark.parametrize("command", ["check", "run"])
def test_what_is_no_text_is_refused(
    project: Shell, command: str, name: str, data: bytes, told: str
) -> None:
    project.write(f"in/{name}", data)
    line = refused_after_copy(project, command, f"in/{name}")
    assert told in line


def refused_after_copy(shell: Shell, command: str, path: str) -> str:
    """The one line of a refusal; no round, ledger or edition is left behind."""
    said = shell(command, path)
    assert (said.code, said.out) == (2, "")
    kept = [n for n in shell.files() if n.startswith(("corrections/", "editions/", "reports/"))]
    assert kept == []
    return said.line


@pytest.mark.parametrize("command", ["check", "run"])
def test_an_unknown_encoding_is_refused(project: Shell, command: str) -> None:
    project.write("page.txt", TEXT)
    said = project(command, "page.txt", "--encoding", "utf-9")
    assert said.code == 2
    assert "there is no text encoding called 'utf-9'; well-known ones are utf-8" in said.line


def test_a_text_that_is_not_in_the_encoding_named_is_refused(project: Shell) -> None:
    project.write("page.txt", "Größe\n")
    line = refused(project, "check", "page.txt", "--encoding", "ascii")
    assert line.startswith("page.txt: the text is not what --encoding says: it cannot be read as")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_file_over_the_limit_is_refused_before_it_is_read_whole(
    project: Shell, command: str
) -> None:
    path = project.folder / "large.txt"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # a hole: takes no room on disk
    said = project(command, "large.txt")
    assert said.code == 2
    assert said.line == (
        "large.txt cannot be read: it has 5,000 MB, and the limit is 100 MB; split it into"
        " smaller files"
    )
    assert list((project.folder / "seeds").iterdir()) == []
    path.unlink()


def test_a_second_text_of_the_same_name_is_refused(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project.write("page.md", TEXT)
    assert refused(project, "run", "page.md") == (
        "seeds/page.md and seeds/page.txt would both be the document 'page'; rename one of them"
    )
    project.write("page.txt", TEXT + "More.\n")
    assert "another text stands at seeds/page.txt" in refused(project, "run", "page.txt")


# --- JSON lines --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            '{"id":"a","mt":"x"}\n{"id":"a","mt":"y"}',
            "line 2: the id 'a' stands in line 1 already;",
        ),
        ('{"mt":"x"}', 'line 1: "id" is missing, empty or no string; give each line an id of its'),
        ('{"id":"","mt":"x"}', 'line 1: "id" is missing, empty or no string'),
        ('{"id":1,"mt":"x"}', 'line 1: "id" is missing, empty or no string'),
        ('\n{"id":"a"}', 'line 2: wants an object with "id" and "mt", both strings'),
        ('{"id":"a","mt":null}', 'line 1: wants an object with "id" and "mt", both strings'),
        ('["a","x"]', 'line 1: wants an object with "id" and "mt", both strings'),
        ('{"id":"a","mt":"x"', "line 1: not a JSON object; write one object a line"),
        ("[" * 100_000, "line 1: not a JSON object; write one object a line"),
        ('{"id":"a","mt":"\\ud800"}', 'line 1: "mt": half a character (a lone surrogate, U+D800)'),
        ('{"id":"a","mt":"a\\u0000"}', "line 1: this is a binary file, not text"),
        (b'{"id":"a","mt":"\xff"}', "line 1: this is not UTF-8; save the file as UTF-8"),
    ],
)
def test_wrong_json_lines_are_refused_as_a_whole(
    shell: Shell, lines: str | bytes, told: str
) -> None:
    shell.write("in.jsonl", lines)
    line = refused(shell, "check", "--format", "jsonl", "in.jsonl")
    assert line.startswith("in.jsonl line "), line
    assert told in line


# --- names, words and options ------------------------------------------------------------


@pytest.mark.parametrize("command", ["review", "emit", "report", "verify"])
def test_an_unknown_document_is_refused_with_the_nearest_name(project: Shell, command: str) -> None:
    seeds = project.folder / "seeds"
    assert refused(project, command, "pagge") == (
        f"there is no document 'pagge': {seeds} holds none yet; take one in with 'cleanup run FILE'"
    )
    project.write("seeds/page.txt", TEXT)
    assert refused(project, command, "pagge") == (
        f"there is no document 'pagge' in {seeds}; did you mean 'page'?"
    )
    assert refused(project, command, "weather") == (
        f"there is no document 'weather' in {seeds}; 'cleanup status' lists them all"
    )


@pytest.mark.parametrize("command", ["review", "emit", "report", "verify"])
def test_an_ambiguous_name_is_refused(project: Shell, command: str) -> None:
    project.write("seeds/2025/page.txt", TEXT)
    project.write("seeds/2026/page.txt", TEXT)
    assert refused(project, command, "page") == (
        "'page' can mean '2025/page' or '2026/page'; give more of the name, from the left"
    )


@pytest.mark.parametrize("command", ["review", "emit", "report"])
def test_a_document_without_a_round_is_refused(project: Shell, command: str) -> None:
    project.write("seeds/page.txt", TEXT)
    assert refused(project, command, "page") == (
        "'page' has no round yet; make one with 'cleanup run page'"
    )


def test_an_edition_that_was_never_emitted_cannot_be_verified(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    assert refused(project, "verify", "page") == (
        "'page' has no edition with a manifest at editions/page.manifest.json; write one with"
        " 'cleanup emit page'"
    )


@pytest.mark.parametrize("command", [("run", "a.txt"), ("status",), ("review", "a"), ("emit", "a")])
def test_outside_of_a_project_a_command_says_how_to_make_one(
    shell: Shell, command: tuple[str, ...]
) -> None:
    assert refused(shell, *command) == (
        f"{shell.folder} is not in a project: no folder from there upward has a cleanup.yaml;"
        " make one with 'cleanup init FOLDER', or change to your project's folder"
    )


def test_init_never_overwrites(project: Shell) -> None:
    assert refused(project, "init") == (
        "cleanup.yaml is there already and is not overwritten; move it away, or choose another"
        " folder"
    )
    (project.folder / "cleanup.yaml").unlink()
    assert "glossary.yaml is there already" in refused(project, "init", ".")
    project.write("file", "x")
    assert refused(project, "init", "file/below").endswith("move that file away")


def test_an_unknown_rule_in_bulk_is_refused(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    for option in ("--accept", "--reject"):
        assert refused(project, "review", "page", "--as", "Ana", option, "no/such-rule") == (
            "'no/such-rule' is no rule that speaks in page and no category; say all, one of"
            " terminology, accuracy, linguistic conventions, style, locale conventions, audience"
            " appropriateness, design and markup, or a rule that 'cleanup report page' shows"
        )


def test_what_does_not_go_together_is_refused(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    both = refused(project, "review", "page", "--accept", "all", "--reject", "all")
    assert both == "--accept and --reject at once; give one after the other"
    narrowed = refused(project, "review", "page", "--accept", "all", "--category", "style")
    assert narrowed == (
        "--rule and --category narrow what the terminal shows; in bulk say which one is meant"
        " behind --accept or --reject itself"
    )


def test_nobody_cannot_review(project: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    told = "nobody is named as reviewer; add --as NAME"
    assert refused(project, "review", "page", "--accept", "all", "--as", " ") == told

    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert refused(project, "review", "page", "--accept", "all") == told
    monkeypatch.setenv("CLEANUP_REVIEWER", "Ana")
    assert project("review", "page", "--accept", "all").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("chek",), "No such command 'chek' ('cleanup --help' shows how)"),
        (("check",), "Missing argument 'FILE...' ('cleanup check --help' shows how)"),
        (
            ("check", "a.txt", "--fast"),
            "No such option '--fast'. Did you mean '--format'? ('cleanup check --help' shows how)",
        ),
        (("check", "a.txt", "--format", "pdf"), "'pdf' is not one of 'text', 'jsonl', 'patch',"),
        (("check", "a.txt", "--passes", "terms,x"), "--passes: there is no pass 'x'; known are"),
        (("check", "a.txt", "--passes", ""), "--passes: there is no pass ''; known are"),
        (("review", "a", "--category", "fun"), "'fun' is not one of 'terminology',"),
        (("report", "a", "--format"), "Option '--format' requires an argument ('cleanup --help"),
        (("check", ""), "'FILE...': the name is empty; name a file or folder"),
        (("run", ""), "'FILE...': the name is empty; name a file or folder"),
        (("report", "a", "--output", ""), "'--output': the name is empty; name a file or"),
        (("emit",), "Missing argument 'DOCUMENT' ('cleanup emit --help' shows how)"),
        (("emit", "a", "b"), "Got unexpected extra argument (b) ('cleanup emit --help' shows how)"),
    ],
)
def test_wrong_usage_is_one_line(project: Shell, arguments: tuple[str, ...], told: str) -> None:
    project.write("a.txt", TEXT)
    assert told in refused(project, *arguments)


def test_no_command_at_all_shows_the_commands(shell: Shell) -> None:
    said = shell()
    assert said.code == 2
    assert "Commands:" in said.err + said.out


# --- the machine -------------------------------------------------------------------------


def fails_with(code: int) -> Any:
    def call(*_arguments: object, **_options: object) -> None:
        raise OSError(code, os.strerror(code))

    return call


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENOSPC, "the disk is full; free some space and try again"),
        (errno.EROFS, "the disk is read-only; copy the folder to a place where you may write"),
        (errno.EACCES, "permission was denied; ask for the right to it, or close the program"),
    ],
)
@pytest.mark.parametrize("command", ["init", "run", "review", "absorb", "emit", "report", "check"])
def test_a_full_or_read_only_disk_is_one_line_and_leaves_all_as_it_was(
    project: Shell, monkeypatch: pytest.MonkeyPatch, command: str, code: int, told: str
) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project.write("other.txt", TEXT)
    if command == "emit":
        project("review", "page", "--reject", "all", "--as", "Ana")
    arguments = {
        "init": ("init", "house"),
        "run": ("run", "other.txt"),
        "review": ("review", "page", "--reject", "all", "--as", "Ana"),
        "absorb": ("absorb", "page", "other.txt", "--as", "Ana"),
        "emit": ("emit", "page"),
        "report": ("report", "page"),
        "check": ("check", "page.txt", "--output", "out.txt"),
    }[command]
    before = project.files()
    with monkeypatch.context() as disk:
        disk.setattr(os, "write", fails_with(code))
        said = project(*arguments)
    assert said.code == 2, said
    assert told in said.err.splitlines()[-1]
    assert said.err.splitlines()[-1].startswith("cleanup: ")
    # a ledger that was to be begun may be there, empty, which is the same as none
    assert {name: data for name, data in project.files().items() if data} == before
    assert project(*arguments).code in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_an_output_that_is_full_is_one_line(project: Shell) -> None:
    project.write("page.txt", TEXT)
    said = project("check", "page.txt", "--output", "/dev/full")
    assert said.code == 2
    assert said.line == (
        "/dev/full cannot be written: the disk is full; free some space and try again"
    )


def test_a_folder_that_cannot_be_looked_into_is_one_line(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("in/page.txt", TEXT)

    def denied(path: str) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    monkeypatch.setattr(os, "scandir", denied)
    for command in ("check", "run"):
        said = project(command, "in")
        assert said.code == 2
        assert "cannot be read: permission was denied; " in said.line


def test_another_fault_of_the_system_is_one_line(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "seeds")

    monkeypatch.setattr("cleanup.project.Project.names", broken)
    assert refused(project, "status").startswith("seeds cannot be used: Input/output error; ")


def test_a_fault_of_ours_names_a_report_and_exits_70(
    project: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("no one foresaw this")

    monkeypatch.setattr("cleanup.project.Project.names", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    line = refused(project, "status", code=70)
    [report] = tmp_path.glob("cleanup-fault-*.txt")
    assert line == (
        "this is a fault of the program, not yours; nothing that was decided is lost. What"
        f" happened stands in {report}: please send it to the maintainers"
    )
    told = report.read_text("utf-8")
    assert "RuntimeError: no one foresaw this" in told
    assert "Traceback" in told


def test_a_fault_of_ours_is_told_also_where_no_report_can_be_written(
    project: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("no one foresaw this")

    monkeypatch.setattr("cleanup.project.Project.names", broken)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", fails_with(errno.ENOSPC))
    line = refused(project, "status", code=70)
    assert "could not be written to a file, but ended with RuntimeError: no one foresaw" in line


def test_an_interrupted_command_exits_130(project: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleanup.project.Project.names", stopped)
    before = project.files()
    said = project("status")
    assert said.code == 130
    assert said.err.strip() == "cleanup: interrupted; what was confirmed is saved"
    assert project.files() == before


def test_a_round_that_was_cut_is_refused_and_can_be_made_again(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    path = project.folder / "corrections" / "page" / "round.jsonl"
    path.write_bytes(path.read_bytes()[:-10])
    line = refused(project, "review", "page", "--as", "Ana", "--reject", "all")
    assert line == (
        "corrections/page/round.jsonl cannot be used: its end is missing; 'cleanup run page'"
        " makes a new one, and all decisions are kept"
    )
    assert project("run", "page").code == 1


def test_an_unfinished_end_of_the_ledger_is_told_and_nothing_else_is_lost(project: Shell) -> None:
    project.write("page.txt", TEXT)
    project("run", "page.txt")
    project("review", "page", "--as", "Ana", "--reject", "all")
    ledger = project.folder / "corrections" / "page" / "decisions.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole + whole[:100])
    said = project("report", "page")
    assert said.code == 0
    assert "the end (1 line) was not finished when the program was stopped" in said.err
    project("review", "page", "--as", "Ben", answers=">\nb\n1\nq\n")
    assert ledger.read_bytes().startswith(whole)
    assert ledger.with_name("decisions.torn-1.jsonl").read_bytes() == whole[:100]


def test_a_command_is_one_module_and_one_line_in_the_table() -> None:
    folder = Path(cli.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "common"}
    assert modules == set(cli.COMMANDS)
