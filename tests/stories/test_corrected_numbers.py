"""An operator gave a lost order somebody else's number; its customer had it stopped; then it is corrected."""

from tests.in_process import Harness
from tests.stories.test_taken_back import adopts_a_strangers
from tests.stories.test_unknown_orders import LINK, Opening, minutes, opening, rows

__all__ = ["opening"]


async def stops(harness: Harness) -> None:
    await harness.ann.says("/status 2")
    await harness.ann.taps("Cancel order")
    await harness.ann.taps("Stop it")


async def corrects(harness: Harness) -> str:
    """Give order 2 the number that is its own; return that."""
    [own] = harness.panel.orders_for(LINK)
    await harness.olga.says(f"/review 2 adopt {own.id}")
    await harness.olga.taps(f"Yes, adopt {own.id}")
    await harness.olga.sees(f"Order 2 is number {own.id}")
    return str(own.id)


def stopped(harness: Harness) -> list[str]:
    """Return the numbers whose stop the panel was asked for."""
    sent = [call.form for call in harness.panel.calls if call.action == "cancel"]
    return ["".join(form.get(name, "") for name in ("order", "orders")) for form in sent]


async def test_a_stop_that_went_to_a_strangers_order_is_asked_for_again(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        harness.panel.pace.pending = 10_000
        wrong = await adopts_a_strangers(harness)
        await stops(harness)
        await harness.ann.sees("Stopping: requested.")
        right = await corrects(harness)
        await harness.settles()
        assert stopped(harness) == [wrong, right]
        await minutes(harness, 2)
        assert await harness.state_of(2) == "canceled"
        await harness.ann.sees("Order 2 · Canceled", "Stopping: done")
        assert stopped(harness) == [wrong, right], "once"
        assert rows(harness, "SELECT state FROM request") == [("done",)]


async def test_a_stop_that_waits_goes_to_the_right_order_alone(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        await adopts_a_strangers(harness)
        harness.panel_wire.refusing = True
        await stops(harness)
        harness.panel_wire.refusing = False
        right = await corrects(harness)
        await harness.settles()
        assert stopped(harness) == [right]


async def test_a_stop_that_was_refused_for_a_strangers_order_can_be_asked_for_again(opening: Opening) -> None:
    async with opening(panel_probe="no") as harness:
        wrong = await adopts_a_strangers(harness)
        harness.panel.set_state(wrong, "Completed")
        await stops(harness)
        await harness.ann.sees("Stopping: not possible")
        right = await corrects(harness)
        await harness.settles()
        await harness.ann.sees("Please tap Cancel order again")
        await stops(harness)
        assert stopped(harness) == [wrong, right]
