"""`kill -9` between the ends of many orders and the message about them: it comes once, with all of them."""

import re
import signal

import pytest

from playground.panel import Pace
from tests.faults.process import KioskProcess

ORDERS = 7


@pytest.mark.slow
@pytest.mark.parametrize("nth", [1, ORDERS + 1])
async def test_seven_ends_are_told_once_whenever_the_process_dies(nth: int, process: KioskProcess) -> None:
    """The first call edits a card; the one behind all cards is the digest, which took the ends' place."""
    ann, process.panel.pace = process.ann, Pace(pending=3600)
    child = await process.starts()
    for n in range(ORDERS):
        await process.orders(ann, f"https://www.instagram.com/p/killed{n}/")
        await process.number(n + 1)
    await process.falls_quiet()
    assert await child.terminated() == 0
    for order in process.panel.orders.values():
        process.panel.set_state(order.id, "Completed", remains=0)

    child = await process.launches(KIOSK_CRASH_AT=f"before_notice:{nth}")
    assert await child.ended() == -signal.SIGKILL
    assert told(process) == []
    waiting = {row["kind"] for row in process.rows("SELECT kind FROM outbox WHERE state = 'pending'")}
    assert waiting == ({"digest"} if nth > ORDERS else {"card", "finished"})

    await process.starts()
    await process.sees(ann, f"{ORDERS} orders are done")
    await process.falls_quiet()
    [digest] = told(process)
    numbers = [row["id"] for row in process.rows("SELECT id FROM orders ORDER BY id")]
    assert [
        int(one) for one in re.findall(r"\d+", digest.partition("Done: ")[2].partition(" · ")[0])
    ] == numbers
    await process.audited()


def told(process: KioskProcess) -> list[str]:
    """Return the messages about ends, which are no cards."""
    said = (one.text for one in process.ann.chat if one.from_bot)
    return [text for text in said if "orders are done" in text or "is done:" in text]
