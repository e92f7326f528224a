"""Who waits at a terminal is told why, once; scripts and pipes are told nothing."""

from __future__ import annotations

import sys
import time

import pytest

from cleanup.cli.common import told_when_slow


def waited(seconds: float) -> None:
    with told_when_slow("preparing the term packs, once ...", 0.05):
        time.sleep(seconds)


def test_who_waits_at_a_terminal_is_told_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    waited(0.5)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "preparing the term packs, once ...\n")


def test_what_is_quick_is_not_spoken_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    waited(0)
    time.sleep(0.2)
    assert capsys.readouterr().err == ""


def test_nobody_is_told_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    waited(0.2)
    assert capsys.readouterr().err == ""
