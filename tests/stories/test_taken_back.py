"""An operator gave a lost order the number of somebody else's order, and gives the money back."""

import pytest

from tests.in_process import Harness
from tests.stories.test_unknown_orders import (
    LINK,
    Opening,
    loses,
    minutes,
    opening,
    orders,
    rows,
)

__all__ = ["opening"]


async def adopts_a_strangers(harness: Harness) -> str:
    """Lose Ann's order 2 and have Olga adopt an order of somebody else for it; return that number."""
    await loses(harness, "reset_after")
    await minutes(harness, 2)
    wrong = harness.panel.place({"service": "1", "url": LINK + "strangers/", "quantity": "100"}, "url")
    await harness.olga.says(f"/review 2 adopt {in_persian(wrong.id)}")
    await harness.olga.taps(f"Yes, adopt {wrong.id}")
    return wrong.id


def in_persian(number: str) -> str:
    """Return the number as an operator's Persian keyboard writes it."""
    return number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


@pytest.mark.parametrize("word", ["In progress", "Canceled"])
async def test_whatever_becomes_of_the_strangers_order_the_card_stays(
    opening: Opening,
    word: str,
) -> None:
    async with opening(panel_probe="no") as harness:
        wrong = await adopts_a_strangers(harness)
        await harness.olga.taps("Give it back")
        await harness.olga.sees("Order 2 was voided; the money went back")
        harness.panel.set_state(wrong, word, remains=50)
        harness.panel.calls.clear()
        await harness.kiosk.main.work.sweep()
        await harness.settles()
        sent = [call.form for call in harness.panel.calls if call.action == "status"]
        assert not any(wrong in str(form) for form in sent), "nobody asks about somebody else's order"
        assert await harness.state_of(2) == "canceled"
        await harness.ann.says("/status 2")
        await harness.ann.sees("Order 2 · Canceled")
        assert rows(harness, "SELECT panel_order_id, ask_at FROM orders WHERE id = 2") == [(None, None)]
        assert rows(harness, "SELECT count(*) FROM journal WHERE kind = 'refund'") == [(1,)]


async def test_the_number_is_free_for_the_order_that_it_belongs_to(
    opening: Opening,
) -> None:
    async with opening(panel_probe="no") as harness:
        await loses(harness, "reset_after")
        await minutes(harness, 2)
        harness.panel.arm("reset_after")
        await orders(harness.bob, LINK + "bobs/")
        await minutes(harness, 3)
        [bobs] = harness.panel.orders_for(LINK + "bobs/")
        await harness.olga.says(f"/review 2 adopt {bobs.id}")
        await harness.olga.taps(f"Yes, adopt {bobs.id}")
        await harness.olga.taps("Give it back")
        await harness.olga.says(f"/review 3 adopt {bobs.id}")
        await harness.olga.taps(f"Yes, adopt {bobs.id}")
        await harness.olga.sees(f"Order 3 is number {bobs.id}")
        await minutes(harness, 2)
        assert (await harness.state_of(2), await harness.state_of(3)) == ("canceled", "completed")


async def test_a_stop_that_was_asked_for_does_not_reach_the_strangers_order(
    opening: Opening,
) -> None:
    async with opening(panel_probe="no") as harness:
        await adopts_a_strangers(harness)
        harness.panel_wire.refusing = True  # so that it waits
        await harness.ann.says("/status 2")
        await harness.ann.taps("Cancel order")
        await harness.ann.taps("Stop it")
        await harness.olga.taps("Give it back")
        harness.panel_wire.refusing = False
        await minutes(harness, 2)
        assert not [call for call in harness.panel.calls if call.action == "cancel"]
        assert rows(harness, "SELECT state FROM request") == [("done",)]
