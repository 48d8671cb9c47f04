"""SIGTERM in whatever state the kiosk is: exit 0 within 20 seconds, and nothing is lost."""

import pytest

from playground.panel import Pace
from tests.faults.square import Square, links

pytestmark = pytest.mark.slow


async def test_while_questions_to_the_panel_hang(square: Square) -> None:
    """Both the sweep and the operator's Refresh wait for an answer that takes half a minute."""
    square.panel.pace = Pace(pending=3600)  # so that there is something to sweep however slow all this is
    child = await square.starts()
    await square.orders(square.ann, next(links))
    await square.sees(square.ann, "Order 1", "Pending")
    square.olga.says("/panel")
    await square.sees(square.olga, "The panel")
    for action in ("status", "balance"):
        square.panel.arm("hang_before", times=99, action=action)
    sweeps, refreshes = times_asked(square, "status"), times_asked(square, "balance")
    square.olga.taps("Refresh")
    await square.until(lambda: times_asked(square, "status") > sweeps, "the sweep")
    await square.until(lambda: times_asked(square, "balance") > refreshes, "the refresh")
    assert await child.terminated() == 0
    assert "Stopped." in child.output
    assert "Traceback" not in child.output


async def test_while_an_order_is_on_its_way(square: Square) -> None:
    """The panel takes two seconds over an `add`; a polite end waits for it, so nothing is unconfirmed."""
    link = next(links)
    square.panel.arm("slow", action="add", seconds=2)
    child = await square.starts()
    await square.orders(square.ann, link)
    await square.until(lambda: square.panel.adds_received, "the add")
    assert await child.terminated() == 0
    assert [row["state"] for row in square.rows("SELECT state FROM orders")] == ["pending"]
    await square.starts()
    await square.sees(square.ann, "Order 1", "is done")
    assert len(square.panel.orders_for(link)) == 1


async def test_while_an_add_hangs(square: Square) -> None:
    """Longer than the end may take: the order is unconfirmed at the next start, and never sent again."""
    link = next(links)
    square.panel.arm("hang_after", action="add")
    child = await square.starts()
    await square.orders(square.ann, link)
    await square.until(lambda: square.panel.adds_received, "the add")
    assert await child.terminated() == 0
    await square.starts()
    await square.sees(square.ann, "Unconfirmed")
    await square.falls_quiet()
    assert square.panel.adds_received == 1
    await square.audited()


async def test_before_telegram_has_ever_answered(square: Square) -> None:
    await square.telegram_goes()
    child = await square.launches()
    await square.until(lambda: "Telegram does not answer" in child.output, "a line about Telegram")
    assert await child.terminated() == 0


def times_asked(square: Square, action: str) -> int:
    return sum(call.action == action for call in square.panel.calls)
