"""A panel restored from a backup counts on from an older number: a new order gets an old order's."""

import pytest

from playground.panel import Pace
from shop.acts import Did
from tests.in_process import Harness
from tests.stories.test_unknown_orders import LINK, Opening, minutes, opening, orders, rows

__all__ = ["opening"]

NUMBER = "23501"
"""What the panel called the first order, Bob's, which it has delivered."""

SLOW = Pace(pending=3600, processing=3600, delivering=3600)


async def restored(harness: Harness) -> None:
    """The first order is delivered, long enough ago to be asked about seldom; then the panel forgets it."""
    await harness.passes(3600)
    assert state(harness, 1) == (NUMBER, "completed", 0)
    harness.panel.pace = SLOW
    harness.panel.begin_anew()
    harness.panel.number_from(int(NUMBER))


def state(harness: Harness, number: int) -> tuple[str | None, str, int]:
    found = rows(harness, "SELECT id, panel_order_id, state, refunded_micro FROM orders")
    return {row[0]: row[1:] for row in found}[number]


async def test_an_order_with_an_old_number_is_the_new_one_and_the_old_keeps_its_end(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await restored(harness)
        await orders(harness.ann)
        await harness.ann.sees("Order 2 · Being checked")
        assert state(harness, 1) == (None, "completed", 0)
        await minutes(harness, 2)
        assert state(harness, 2) == (NUMBER, "pending", 0)  # its cost has left, and the number fits
        harness.panel.set_state(NUMBER, "Canceled")
        await harness.passes(60)
        await harness.kiosk.main.work.sweep()
        assert state(harness, 2)[1] == "canceled"
        assert state(harness, 1) == (None, "completed", 0)
        await harness.olga.says("/find 1")
        await harness.olga.sees(f"Its number {NUMBER} at the panel is another order's now")


async def test_the_operator_adopts_an_old_number_and_reads_whose_it_was(opening: Opening) -> None:
    async with opening(panel_probe="no", panel_account="shared") as harness:
        olga = harness.olga
        await restored(harness)
        await orders(harness.ann)
        await minutes(harness, 2)
        await olga.says("/review 2")
        await olga.sees(f"The panel gave it number {NUMBER}, which was an earlier order's")
        await olga.taps(f"Adopt {NUMBER}")
        await olga.taps(f"Yes, adopt {NUMBER}")
        await olga.taps(f"Yes, adopt {NUMBER}", stale=True)
        assert state(harness, 2) == (NUMBER, "pending", 0)
        harness.panel.set_state(NUMBER, "Canceled")
        await harness.passes(60)
        assert [state(harness, 1)[1], state(harness, 2)[1]] == ["completed", "canceled"]


async def test_a_number_found_by_hand_leaves_the_ended_order_that_had_it(opening: Opening) -> None:
    """The answer to the new order was lost, so nobody knew that its number was an old one."""
    async with opening(panel_probe="no") as harness:
        olga = harness.olga
        await restored(harness)
        harness.panel.arm("reset_after")
        await orders(harness.ann)
        await minutes(harness, 2)
        assert state(harness, 1) == (NUMBER, "completed", 0)
        await olga.says(f"/review 2 adopt {NUMBER}")
        await olga.sees("Until now it was the number of order 1, which has ended")
        assert state(harness, 1) == (NUMBER, "completed", 0)  # nothing has been decided
        await olga.taps(f"Yes, adopt {NUMBER}")
        assert state(harness, 2) == (NUMBER, "pending", 0)
        assert state(harness, 1) == (None, "completed", 0)


async def test_an_order_under_way_keeps_its_number_until_it_is_ended_by_hand(opening: Opening) -> None:
    async with opening(panel_probe="no", panel_account="shared") as harness:
        olga = harness.olga
        harness.panel.pace = SLOW
        harness.panel.begin_anew()
        harness.panel.number_from(int(NUMBER))
        await orders(harness.ann)
        await minutes(harness, 2)
        assert state(harness, 1) == (NUMBER, "pending", 0)
        await olga.says("/review 2")
        await olga.taps(f"Adopt {NUMBER}")
        assert f"Order 1, which is under way, has number {NUMBER} at the panel." in olga.screen
        await olga.says("/review 1 end refund")
        await olga.taps("Yes, end it")
        await olga.says(f"/review 2 adopt {NUMBER}")
        await olga.taps(f"Yes, adopt {NUMBER}")
        assert state(harness, 2) == (NUMBER, "pending", 0)
        assert state(harness, 1)[:2] == (None, "canceled")


@pytest.mark.parametrize("how", ["void", "other"])
async def test_what_the_new_order_is_not_goes_back_to_the_old_one(how: str, opening: Opening) -> None:
    """A panel that answers with the number of an order it has delivered, and makes none."""
    async with opening(panel_probe="no", panel_account="shared") as harness:
        olga = harness.olga
        await harness.passes(3600)
        delivered = harness.panel.orders[NUMBER]
        harness.panel.number_from(int(NUMBER))
        await orders(harness.ann)
        harness.panel.orders[NUMBER] = delivered
        await minutes(harness, 2)
        assert state(harness, 1) == (None, "completed", 0)
        if how == "void":
            await olga.says("/review 2")
            await olga.taps("Void")
            await olga.taps("Yes, void")
            assert state(harness, 2)[1] == "voided"
        else:
            harness.panel.number_from(30_000)
            real = harness.panel.place({"service": "1", "url": LINK, "quantity": "100"}, "url")
            await olga.says(f"/review 2 adopt {real.id}")
            await olga.taps(f"Yes, adopt {real.id}")
            assert state(harness, 2) == (real.id, "pending", 0)
        assert state(harness, 1) == (NUMBER, "completed", 0)
        harness.panel.set_state(NUMBER, "Canceled")
        await harness.passes(3600)
        assert state(harness, 1)[1] == "canceled"  # it is followed again


async def test_of_a_number_given_back_nothing_changes_when_a_colleague_was_first(opening: Opening) -> None:
    async with opening(panel_probe="no", panel_account="shared") as harness:
        olga = harness.olga
        await restored(harness)
        await orders(harness.ann)
        await minutes(harness, 2)
        await olga.says("/review 2")
        await olga.taps(f"Adopt {NUMBER}")
        harness.panel.number_from(40_000)
        other = harness.panel.place({"service": "1", "url": LINK, "quantity": "100"}, "url")
        await harness.kiosk.stores.resolutions.void(2, harness.clock.now(), by=None)
        assert state(harness, 1) == (NUMBER, "completed", 0)
        await olga.taps(f"Yes, adopt {NUMBER}")
        assert state(harness, 1) == (NUMBER, "completed", 0)
        assert state(harness, 2)[1] == "voided"
        assert other.id not in {row[0] for row in rows(harness, "SELECT panel_order_id FROM orders")}
        acts = await harness.kiosk.stores.acts.list_of_order(2, 9)
        assert Did.ORDER_ADOPTED not in {one.act.did for one in acts}


async def test_no_refill_of_the_old_order_is_asked_under_the_new_ones_number(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await restored(harness)
        await orders(harness.ann)
        await minutes(harness, 2)
        harness.bob.finds_no("Refresh")
        await harness.bob.taps("Refill", stale=True)
        await harness.passes(600)
        asked = [call for call in harness.panel.calls if call.action == "refill"]
        assert asked == []
