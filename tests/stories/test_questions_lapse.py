"""Questions lapse: the newest question takes the next message, and an old one takes none."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/lapse/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with payment by hand."""
    harness = Harness(database_file, access="shop", manual_topup="Send the money.", topup_amounts="1, 5, 20")
    await harness.opens()
    await harness.olga.says("/help")
    yield harness
    await harness.audited()
    await harness.closes()


async def test_a_new_order_takes_the_next_message_from_an_abandoned_topup(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.says("/order 1")
    await ann.says(LINK)
    await ann.sees("How many")
    shop.olga.finds_no("paid by hand")


async def test_what_was_asked_an_hour_ago_takes_no_message_any_more(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/topup")
    await ann.taps("$5")
    await shop.passes(3_700)
    await ann.says(LINK)
    await ann.sees("How many")
    shop.olga.finds_no("paid by hand")


async def test_what_was_asked_during_the_order_takes_the_next_message(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("receipt 4711")
    await ann.taps("Send to the shop")
    await shop.olga.sees("paid by hand", "receipt 4711")


async def test_an_operators_old_broadcast_question_takes_no_message(shop: Harness) -> None:
    olga = shop.olga
    for pause, command in ((0, "/order 1"), (3_700, "")):
        await olga.says("/broadcast")
        await shop.passes(pause)
        if command:
            await olga.says(command)
        await olga.says(LINK)
        olga.finds_no("This is how it will look")


async def test_an_order_that_is_not_settled_offers_no_second_one(harness: Harness) -> None:
    harness.panel.arm("hang_after", action="add")
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    await harness.ann.sees("Order 1 · Being checked")
    harness.ann.finds_no("Reorder")
