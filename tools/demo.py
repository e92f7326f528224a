"""`make demo`: the whole road on the reference article, from its recorded round and ledger.

Everything happens in a fresh copy of the project under `demo/`, so that nothing recorded is
touched. `check` only prints; all after it reads the recorded round, and so holds whatever
later packs propose.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cleanup import report
from cleanup.cli import main as cleanup
from cleanup.decision import Decision
from cleanup.desk import Desk
from cleanup.emission import counts
from cleanup.knowledge import gather, read_config
from cleanup.pipeline import propose
from cleanup.project import Project
from cleanup.report.text import summary
from cleanup.sentences import sentence_around
from cleanup.text import Span

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "demo"
NAME = "shandong-mayors"


def say(text: str = "") -> None:
    """One line of the demo."""
    print(text)


def command(*arguments: str) -> None:
    """Runs a command as an editor would, and stops the demo where it fails."""
    say(f"$ cleanup {' '.join(arguments)}")
    try:
        cleanup(list(arguments))
    except SystemExit as done:
        if done.code:
            raise


def copy_project() -> Project:
    """The recorded project, copied afresh."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir()
    for file in ("cleanup.yaml", "glossary.yaml"):
        shutil.copy(ROOT / file, SCRATCH / file)
    shutil.copytree(ROOT / "corrections", SCRATCH / "corrections")
    shutil.copytree(ROOT / "seeds", SCRATCH / "seeds")
    return Project(SCRATCH)


def show_check(desk: Desk) -> None:
    """What the passes would propose today; nothing is written."""
    config = read_config(ROOT)
    made = propose(desk.document, gather(ROOT, config), config)
    say("$ cleanup check seeds/shandong-mayors.txt   (the counts only)")
    say(summary([report.build(desk.document, made)]).rstrip())


def show_decisions(desk: Desk) -> None:
    """What was decided in the recorded review."""
    count = counts(desk.edition)
    told = report.build(desk.document, desk.round, desk.standing)
    say("The recorded round and review:")
    say(summary([told]).rstrip())
    say(
        f"  {count['accepted']} accepted, {count['amended']} amended, {count['own']} own edits,"
        f" {count['rejected']} rejected; {len(desk.open_proposals())} open"
    )


def show_sentences(desk: Desk) -> None:
    """A few sentences before and after."""
    say("A few sentences, as they came (-) and as they read now (+):")
    shown: list[Span] = []
    for decision in desk.standing.verdicts.values():
        span = sentence_around(desk.document, decision.span)
        if len(shown) == 4 or span in shown or not _is_telling(decision) or len(span) > 260:
            continue
        shown.append(span)
        say(f"  - {' '.join(span.of(desk.document.text).split())}")
        say(f"  + {' '.join(desk.preview(span).split())}")


def _is_telling(decision: Decision) -> bool:
    return decision.edits and decision.severity != "minor" and decision.span.end > 700


def main() -> None:
    """The road, step by step."""
    project = copy_project()
    os.chdir(SCRATCH)
    desk = Desk(project, NAME, reviewer="demo", door="demo")
    show_check(desk)
    say()
    show_decisions(desk)
    say()
    show_sentences(desk)
    say()
    command("emit", NAME)
    command("verify", f"editions/{NAME}.txt")
    command("report", NAME)
    say()
    say(f"The edition:  {SCRATCH / 'editions' / NAME}.txt, with its changelog beside it")
    say(f"The report:   {SCRATCH / 'reports' / NAME}.html")
    say("What an editor does next: 'cleanup init FOLDER', 'cleanup run' on a text of your own,")
    say("'cleanup review', 'cleanup emit'; docs/editors.md walks through a day.")


if __name__ == "__main__":
    main()
