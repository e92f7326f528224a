"""What passes may look things up in: packs, glossary, rules and settings from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanup.cache import Proofs
from cleanup.config import Config
from cleanup.errors import CleanupError, ConfigError
from cleanup.knowledge import find_root, gather, read_config
from test_cli_road import TEH

GLOSSARY = """terms:
  - source: 放管服
    preferred: reform
    artifacts:
      - discharge tube
    examples:
      - before: The discharge tube went on.
        after: The reform went on.
"""


def test_without_a_project_there_are_the_packs_and_the_defaults() -> None:
    assert read_config(None) == Config()
    told = gather(None, Config())
    assert told.rulebook.rules
    bare = gather(None, Config(packs=()))
    assert bare.rulebook.rules == ()
    assert bare.rulebook.digest != told.rulebook.digest


def test_the_nearest_folder_upward_with_settings_is_the_project(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_root(below) is None or find_root(below) not in (tmp_path, tmp_path / "a", below)
    (tmp_path / "cleanup.yaml").write_text("", "utf-8")
    assert find_root(below) == tmp_path.resolve()
    (tmp_path / "a" / "cleanup.yaml").write_text("", "utf-8")
    assert find_root(below) == (tmp_path / "a").resolve()


def test_the_project_s_own_files_count_and_may_be_missing(tmp_path: Path) -> None:
    assert gather(tmp_path, Config(packs=())).rulebook.rules == ()
    (tmp_path / "rules.yaml").write_text(TEH, "utf-8")
    (tmp_path / "terms.yaml").write_text(GLOSSARY, "utf-8")
    told = gather(tmp_path, Config(packs=(), glossary="terms.yaml"))
    assert [rule.id for rule in told.rulebook.rules] == ["own/teh"]
    assert told.glossary.digest != gather(tmp_path, Config(packs=())).glossary.digest
    assert len(gather(tmp_path, Config()).rulebook.rules) > 1


@pytest.mark.parametrize("setting", ["glossary", "rules"])
def test_a_file_that_the_settings_name_must_be_there(tmp_path: Path, setting: str) -> None:
    config = Config(**{setting: "mine.yaml"})  # type: ignore[arg-type]
    with pytest.raises(ConfigError) as fault:
        gather(tmp_path, config)
    assert str(fault.value) == (
        "cleanup.yaml: there is no file 'mine.yaml' beside it; make it or change the setting"
    )


def test_a_glossary_may_extend_shipped_packs_only(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text("extend: zh-en\n" + GLOSSARY, "utf-8")
    assert gather(tmp_path, Config(packs=())).rulebook.rules == ()
    (tmp_path / "glossary.yaml").write_text("extend: zh-en, zh-fr\n" + GLOSSARY, "utf-8")
    with pytest.raises(ConfigError) as fault:
        gather(tmp_path, Config())
    assert str(fault.value).endswith(
        "glossary.yaml: extend names 'zh-fr', and there is no such pack; shipped are zh-en:"
        " correct the name or take it out"
    )


def test_a_file_is_named_as_seen_from_where_people_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cleanup.yaml"
    path.write_text("pases: x\n", "utf-8")
    with pytest.raises(ConfigError) as fault:
        read_config(tmp_path)
    assert str(fault.value).startswith(f"{path} line 1: ")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as fault:
        read_config(tmp_path)
    assert str(fault.value).startswith("cleanup.yaml line 1: ")


def test_a_settings_file_that_is_a_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").mkdir()
    with pytest.raises(CleanupError, match=r"glossary.yaml cannot be read: it is a folder"):
        gather(tmp_path, Config())


def test_examples_that_hold_are_tried_once_and_others_every_time(tmp_path: Path) -> None:
    proofs = Proofs(tmp_path / "cache" / "examples.json")
    (tmp_path / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    (tmp_path / "rules.yaml").write_text(TEH, "utf-8")
    first = gather(tmp_path, Config(packs=()), proofs)
    assert len(proofs.known()) == 2
    again = gather(tmp_path, Config(packs=()), proofs)
    assert (again.glossary.digest, again.rulebook.digest) == (
        first.glossary.digest,
        first.rulebook.digest,
    )
    wrong = GLOSSARY.replace("The reform", "A reform")
    (tmp_path / "glossary.yaml").write_text(wrong, "utf-8")
    for _ in range(2):
        with pytest.raises(ConfigError, match=r"line 7: entry 放管服: "):
            gather(tmp_path, Config(packs=()), proofs)
    assert len(proofs.known()) == 2


@pytest.mark.parametrize(
    "settings",
    [
        "policy:\n  accept:\n    - zh-en/stray-full-stopp\n",
        "exceptions:\n  - rule: zh-en/stray-full-stopp\n    who: Ana\n    why: test\n",
    ],
)
def test_a_rule_named_in_the_settings_that_is_not_there_is_refused(
    tmp_path: Path, settings: str
) -> None:
    (tmp_path / "cleanup.yaml").write_text(settings)
    with pytest.raises(ConfigError) as told:
        gather(tmp_path, read_config(tmp_path))
    assert "names the rule 'zh-en/stray-full-stopp', which is not there; did you mean" in str(
        told.value
    )
    assert "'zh-en/stray-full-stop'" in str(told.value)


def test_rules_of_passes_and_engines_may_be_named_though_they_are_not_listed(
    tmp_path: Path,
) -> None:
    (tmp_path / "cleanup.yaml").write_text(
        "exceptions:\n  - rule: numbers/split-scale\n  - rule: own/unknown-here\n"
    )
    with pytest.raises(ConfigError, match="own/unknown-here"):
        gather(tmp_path, read_config(tmp_path))
