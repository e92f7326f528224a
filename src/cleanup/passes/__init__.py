"""All passes, one module each, in one table: a new pass is one module and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from cleanup.passes.base import Finding, Knowledge, Member, Pass
from cleanup.passes.numbers import Numbers
from cleanup.passes.rules import Rules
from cleanup.passes.structure import Structure
from cleanup.passes.terms import Terms

TABLE: Mapping[str, Pass] = {each.name: each for each in (Structure(), Terms(), Rules(), Numbers())}

__all__ = ["TABLE", "Finding", "Knowledge", "Member", "Pass"]
