"""Somebody else's words are no commands: what is forwarded, or written by way of another bot."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/others/"
PASSED_ON: dict[str, dict[str, Any]] = {
    "forwarded": {"written_by": "Mallory"},
    "by way of a bot": {"via": "some_bot"},
}


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop whose operator and one customer have said hello."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


@pytest.fixture(params=PASSED_ON)
def passed_on(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How words of somebody else come."""
    return PASSED_ON[request.param]


async def test_an_operator_who_passes_a_price_on_changes_none(
    shop: Harness, passed_on: dict[str, Any]
) -> None:
    olga = shop.olga
    await olga.says("/prices default 25")
    before = olga.screen
    olga.person.says("/prices default 0", **passed_on)
    await shop.settles()
    assert olga.screen != before, "it is answered"
    await olga.sees("I did not get that")
    await olga.says("/prices")
    await olga.sees("25")


async def test_cancel_of_somebody_else_ends_no_order(shop: Harness, passed_on: dict[str, Any]) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    ann.person.says("/cancel", **passed_on)
    await shop.settles()
    await ann.sees("That is not a web link")
    await ann.says(LINK)
    await ann.sees("How many?")


async def test_what_begins_with_a_slash_reaches_the_shop(shop: Harness, passed_on: dict[str, Any]) -> None:
    ann = shop.ann
    await ann.says("/support")
    await ann.taps("Write to the shop")
    ann.person.says("/refund your money, they said", **passed_on)
    await shop.settles()
    await shop.olga.sees("/refund your money, they said")


async def test_it_is_a_note_where_the_desk_asks_for_one(shop: Harness, passed_on: dict[str, Any]) -> None:
    olga = shop.olga
    await olga.says("/find ann")
    await olga.taps("Notes")
    await olga.taps("Add a note")
    olga.person.says("/prices default 0 is what she wrote", **passed_on)
    await shop.settles()
    await olga.sees("/prices default 0 is what she wrote")


async def test_in_a_group_it_has_no_answer(shop: Harness, passed_on: dict[str, Any]) -> None:
    group = shop.telegram.add_group(-500, "Friends", [shop.ann.person])
    shop.ann.person.says("/start", group=group, **passed_on)
    await shop.settles()
    assert not [one for one in group.live() if one.from_bot]


async def test_ones_own_words_of_another_day_are_a_command(shop: Harness) -> None:
    shop.ann.person.says(f"/order 1 {LINK} 100", written_by="Ann")
    await shop.settles()
    await shop.ann.sees("Check your order", "Quantity: 100")
