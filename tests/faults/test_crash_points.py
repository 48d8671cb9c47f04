"""`kill -9` between every two steps of an order's way: never twice, never lost.

At each point the process truly dies, a new one starts, and then the panel's own
books are compared with what the kiosk believes.
"""

import signal
from dataclasses import dataclass

import pytest

from playground.telegram.taps import Tap
from shop.crash import POINTS
from tests.faults.square import Square, links

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class After:
    """What may be true after a death at a point, and nothing else.

    `nth`: how often the point is passed before the order is at it. `placed` and
    `unknown` are how the order may end; `at_panel` is how often the panel may have it.
    """

    nth: int = 1
    placed: bool = False
    unknown: bool = False
    at_panel: tuple[int, ...] = (1,)


PLACED = After(placed=True)
EITHER = After(placed=True, unknown=True, at_panel=(0, 1))

AFTERWARDS = {
    # The command was the first batch and the first turn, the tap on Confirm is the second.
    "after_inbox_commit": After(nth=2, placed=True),
    "before_reserve": PLACED,
    "after_reserve": PLACED,
    "before_attempt": PLACED,
    # From here on the panel may have it, so it is never sent again, not even where it was not sent.
    "after_attempt_commit": After(unknown=True, at_panel=(0,)),
    "after_send": After(unknown=True, at_panel=(0, 1)),
    "after_response": After(unknown=True),
    "before_outcome_commit": After(unknown=True),
    "after_outcome_commit": PLACED,
    # The turn and the first notice go on beside the panel's lane.
    "before_notice": EITHER,
    "after_notice": EITHER,
    "before_turn_done": After(nth=2, placed=True, unknown=True, at_panel=(0, 1)),
    "after_turn_done": After(nth=2, placed=True, unknown=True, at_panel=(0, 1)),
}


def test_every_point_is_tried() -> None:
    assert set(AFTERWARDS) == set(POINTS)


@pytest.mark.parametrize("point", POINTS)
async def test_an_order_survives_a_death_at(point: str, square: Square) -> None:
    ann, link, after = square.ann, next(links), AFTERWARDS[point]
    if point == "before_attempt":  # the lane passes here before there is an order, so one is made first
        tap = await dies(square, "after_reserve", 1, link)
        ending = await square.launches(KIOSK_CRASH_AT=point)
        assert await ending.ended() == -signal.SIGKILL
    else:
        tap = await dies(square, point, after.nth, link)

    await square.starts()
    await square.falls_quiet()

    found = square.rows("SELECT * FROM orders")
    assert [order["person_id"] for order in found] == [ann.id]
    assert len(square.panel.orders_for(link)) in after.at_panel
    assert square.panel.adds_received == len(square.panel.orders)
    unknown = found[0]["state"] == "unknown"
    assert after.unknown if unknown else after.placed, found
    await square.sees(ann, "Order 1")
    if unknown:
        await square.until(
            lambda: "answer to order 1 was lost" in square.olga.screen(), "the operator's alert"
        )

    again = ann.forges(tap.data, tap.message_id)
    await square.until(lambda: again.answered, "an answer to the second tap")
    assert "Order 1" in again.text
    await square.falls_quiet()
    assert len(square.rows("SELECT id FROM orders")) == 1
    assert len(square.panel.orders) == square.panel.adds_received in after.at_panel
    await square.audited()


async def dies(square: Square, point: str, nth: int, link: str) -> Tap:
    """Ann orders from a kiosk that ends at this point; her tap on Confirm."""
    child = await square.starts(KIOSK_CRASH_AT=f"{point}:{nth}")
    tap = await square.orders(square.ann, link)
    assert await child.ended() == -signal.SIGKILL
    return tap
