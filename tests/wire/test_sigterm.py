"""SIGTERM in any state of the kiosk: exit 0 within 20 seconds, and nothing is lost."""

import pytest

from playground.panel import Pace
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow


async def test_while_questions_to_the_panel_hang(process: KioskProcess) -> None:
    """Both the sweep and the operator's Refresh wait for an answer that takes half a minute."""
    process.panel.pace = Pace(pending=3600)  # so that there is something to sweep, however slow the machine
    child = await process.starts()
    await process.orders(process.ann, next(links))
    await process.sees(process.ann, f"Order {await process.number()}", "Pending")
    process.olga.says("/panel")
    await process.sees(process.olga, "The panel")
    for action in ("status", "balance"):
        process.panel.arm("hang_before", times=99, action=action)
    sweeps, refreshes = times_asked(process, "status"), times_asked(process, "balance")
    process.olga.taps("Refresh")
    await process.until(lambda: times_asked(process, "status") > sweeps, "the sweep")
    await process.until(lambda: times_asked(process, "balance") > refreshes, "the refresh")
    assert await child.terminated() == 0
    assert "Stopped." in child.output
    assert "Traceback" not in child.output


async def test_while_an_order_is_on_its_way(process: KioskProcess) -> None:
    """The panel takes two seconds for an `add`; a graceful end waits for it, so nothing is unconfirmed."""
    link = next(links)
    process.panel.arm("slow", action="add", seconds=2)
    child = await process.starts()
    await process.orders(process.ann, link)
    await process.until(lambda: process.panel.adds_received, "the add")
    assert await child.terminated() == 0
    assert [row["state"] for row in process.rows("SELECT state FROM orders")] == ["pending"]
    await process.starts()
    await process.sees(process.ann, f"Order {await process.number()}", "is done")
    assert len(process.panel.orders_for(link)) == 1


async def test_an_order_whose_add_hangs_at_the_end_is_not_sent_again(process: KioskProcess) -> None:
    """Longer than the shutdown limit: the order is unconfirmed at the next start, and never sent again."""
    link = next(links)
    process.panel.arm("hang_after", action="add")
    child = await process.starts()
    await process.orders(process.ann, link)
    await process.until(lambda: process.panel.adds_received, "the add")
    assert await child.terminated() == 0
    await process.starts()
    await process.sees(process.ann, "Being checked")
    await process.falls_quiet()
    assert process.panel.adds_received == 1
    await process.audited()


async def test_before_telegram_has_ever_answered(process: KioskProcess) -> None:
    await process.telegram_goes()
    child = await process.launches()
    await process.until(lambda: "Telegram does not answer" in child.output, "a line about Telegram")
    assert await child.terminated() == 0


async def test_while_a_new_panels_catalogue_is_read(process: KioskProcess) -> None:
    """The first start at a panel waits for its catalogue a moment; being cut off there is no error."""
    process.panel.arm("slow", action="services", seconds=4)
    child = await process.launches()
    await process.until(lambda: times_asked(process, "services"), "the question")
    assert await child.terminated() == 0
    assert "Stopped while starting." in child.output
    assert "Traceback" not in child.output


def times_asked(process: KioskProcess, action: str) -> int:
    return sum(call.action == action for call in process.panel.calls)
