"""Lists that an app cut into several messages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.errors import ShopError
from shop.ordering import pasting
from shop.ordering.pasting import LONGEST, MOST, WITHIN, Pasted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = Pasted("one", 3_000, NOON, 1)


@pytest.mark.parametrize(("length", "may"), [(LONGEST // 2, False), (LONGEST // 2 + 1, True)])
def test_only_a_message_of_more_than_half_the_most_may_go_on(length: int, may: bool) -> None:
    assert pasting.may_go_on("x" * length) is may
    assert pasting.may_go_on("😀" * (length // 2) + "x" * (length % 2)) is may


@pytest.mark.parametrize(
    ("length", "after", "goes_on"),
    [
        (1_094, timedelta(0), False),
        (1_095, timedelta(0), True),
        (1_095, WITHIN, True),
        (1_095, -WITHIN, True),
        (1_095, WITHIN + timedelta(seconds=1), False),
    ],
)
def test_a_message_goes_on_if_both_are_too_long_for_one_and_came_at_once(
    length: int, after: timedelta, goes_on: bool
) -> None:
    assert pasting.goes_on(FIRST, "x" * length, NOON + after) is goes_on


@pytest.mark.parametrize(
    ("units", "text"), [(LONGEST - 1, "one\ntwo"), (LONGEST, "onetwo"), (LONGEST + 1, "onetwo")]
)
def test_parts_are_joined_by_a_line_unless_the_app_cut_a_word(units: int, text: str) -> None:
    before = replace(FIRST, last_units=units)
    joined = pasting.with_part(before, "two", message="😀 two", sent_at=NOON, update_id=2)
    assert joined == Pasted(text, 6, NOON, 2)
    assert pasting.with_part(None, "two", message="two", sent_at=NOON, update_id=2) == Pasted(
        "two", 3, NOON, 2
    )


def test_a_list_that_is_too_long_is_kept_as_far_as_that_shows() -> None:
    kept = pasting.with_part(None, "x" * (MOST + 9), message="x", sent_at=NOON, update_id=2)
    assert len(kept.text) == MOST + 1
    assert pasting.complete_list(replace(kept, text="x" * MOST)) == "x" * MOST
    with pytest.raises(ShopError, match="lines_too_many"):
        pasting.complete_list(kept)
