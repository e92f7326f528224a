"""Groups: what belongs together in several places is joined once, here."""

from __future__ import annotations

from cleanup.grouping import Placed, join
from making import document, proposal

DOCUMENT = document("Two is to grow. Three is to share. Four is to stay.")
FIRST = proposal(DOCUMENT, "Two is to", "Second,")
SECOND = proposal(DOCUMENT, "Three is to", "Third,")
THIRD = proposal(DOCUMENT, "Four is to", "Fourth,")


def member(of: object, words: str | None, key: str = "list") -> Placed:
    assert hasattr(of, "place")
    return Placed(of, key, "all-or-none", (("count", words), ("leave", None)), "A list.")  # type: ignore[arg-type]


def test_members_with_one_key_are_one_group() -> None:
    proposals, groups = join([member(SECOND, "Third,"), member(FIRST, "Second,"), Placed(THIRD)])
    (group,) = groups
    assert group.kind == "all-or-none"
    assert group.places == (FIRST.place, SECOND.place)
    assert group.message == "A list."
    assert [p.group for p in proposals] == [group.id, group.id, None]
    count, leave = group.options
    assert [count.text_at(p) for p in group.places] == ["Second,", "Third,"]
    assert [leave.text_at(p) for p in group.places] == [None, None]


def test_the_order_of_findings_does_not_matter() -> None:
    told = [member(FIRST, "Second,"), member(SECOND, "Third,"), member(THIRD, "Fourth,")]
    assert join(told) == join(reversed(told))


def test_a_key_with_a_single_place_makes_no_group() -> None:
    proposals, groups = join([member(FIRST, "Second,"), member(FIRST, "Second,")])
    assert groups == ()
    assert [p.group for p in proposals] == [None]


def test_other_keys_are_other_groups() -> None:
    told = [member(FIRST, "a", "x"), member(SECOND, "b", "x"), member(THIRD, "c", "y")]
    proposals, groups = join(told)
    assert len(groups) == 1
    assert [p.group is None for p in proposals] == [False, False, True]


def test_an_option_that_a_member_does_not_name_leaves_that_place() -> None:
    one = Placed(FIRST, "k", "same", (("A", "a"), ("B", "b")))
    other = Placed(SECOND, "k", "same", (("B", "b"),))
    _, (group,) = join([one, other])
    assert [o.name for o in group.options] == ["A", "B"]
    assert group.options[0].text_at(SECOND.place) is None
    assert group.options[1].text_at(SECOND.place) == "b"
