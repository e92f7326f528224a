"""A round as a file: a first line about it, groups and proposals, a last line.

Each line is a JSON object with one key: `round` (format version, document digest, versions,
counts), `group`, `proposal`, and at the end `end` with the durations and the digest of all
lines before, by which a file that was cut or changed is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from cleanup.round import Round
from cleanup.wire import dumps, group_in, group_out, proposal_in, proposal_out

ROUND_FORMAT = 1
"""Goes up when an older program could no longer read the file."""


def _round_lines(made: Round) -> list[str]:
    """The lines of a round that its digest is made of: all but the last."""
    head = {
        "format": ROUND_FORMAT,
        "document": made.document,
        "name": made.name,
        "versions": dict(sorted(made.versions.items())),
        "incomplete": list(made.incomplete),
        "groups": len(made.groups),
        "proposals": len(made.proposals),
    }
    return [
        dumps({"round": head}),
        *(dumps({"group": group_out(group)}) for group in made.groups),
        *(dumps({"proposal": proposal_out(proposal)}) for proposal in made.proposals),
    ]


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def round_digest(made: Round) -> str:
    """The SHA-256, in hex, of a round as it is stored, durations left out."""
    return hashlib.sha256(_encoded(_round_lines(made))).hexdigest()


def round_out(made: Round) -> bytes:
    """The bytes of the file of a round."""
    lines = _encoded(_round_lines(made))
    seconds = dict(sorted(made.seconds.items()))
    end = {"digest": hashlib.sha256(lines).hexdigest(), "seconds": seconds}
    return lines + _encoded([dumps({"end": end})])


class RoundFileError(ValueError):
    """What is wrong with a round file, for the middle of a sentence."""


def round_in(data: bytes) -> Round:
    """The round in the bytes of its file; `RoundFileError` where it is not a whole one."""
    values: list[dict[str, Any]] = []
    lines = data.split(b"\n")
    for number, line in enumerate(lines[:-1], start=1):
        try:
            values.append(json.loads(line.decode("utf-8", "surrogatepass")))
        except (ValueError, RecursionError):
            raise RoundFileError(f"line {number} is not JSON") from None
    if not values or not all(isinstance(value, dict) and len(value) == 1 for value in values):
        raise RoundFileError("it is not a round")
    head = values[0].get("round")
    if not isinstance(head, dict) or not isinstance(head.get("format"), int):
        raise RoundFileError("it is not a round")
    if head["format"] > ROUND_FORMAT:
        raise RoundFileError("a newer version of cleanup wrote it; install that version")
    end = values[-1].get("end")
    if lines[-1] != b"" or not isinstance(end, dict):
        raise RoundFileError("its end is missing")
    kept = data[: -len(lines[-2]) - 1]
    if hashlib.sha256(kept).hexdigest() != end.get("digest"):
        raise RoundFileError("it was changed after it was written")
    try:
        return Round(
            document=head["document"],
            name=head["name"],
            proposals=tuple(
                proposal_in(v["proposal"], head["document"]) for v in values if "proposal" in v
            ),
            groups=tuple(group_in(v["group"]) for v in values if "group" in v),
            versions=head["versions"],
            incomplete=tuple(head["incomplete"]),
            seconds=end["seconds"],
        )
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise RoundFileError(f"another version of cleanup wrote it ({error})") from None
