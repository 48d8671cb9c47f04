"""A loop that ends also ends the kiosk, with its reason in the log: half a shop would look open."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from app import Kiosk, LoopEnded
from tests.in_process import Harness

LOOPS = (
    *("receiving", "turns", "outbox", "lists", "starts", "database", "keep up"),
    *("reconcile", "hand_over", "alerts", "ask", "check", "keep_time", "exports", "imports", "profile"),
    *("transfers", "standstill", "memory"),
)


class Broken(Exception):
    """A programming error that no loop expects."""


async def breaks() -> None:
    raise Broken("the reason")


async def comes_to_an_end() -> None:
    """Return, as if there were nothing left to do."""


async def runs_with(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, name: str, ends: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    """Run the kiosk with this loop in place of its own."""
    loops = kiosk.loops
    monkeypatch.setattr(kiosk, "loops", lambda scheduler: loops(scheduler) | {name: ends})
    async with asyncio.timeout(20):
        await kiosk.run(asyncio.Event())


async def test_these_are_all_loops(harness: Harness) -> None:
    scheduler = harness.kiosk.scheduler()
    scheduler.stop()
    assert set(harness.kiosk.loops(scheduler)) == set(LOOPS)


@pytest.mark.parametrize("name", LOOPS)
async def test_a_loop_that_breaks_ends_the_kiosk_with_its_error(
    name: str, database_file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    harness = Harness(database_file)
    await harness.opens()
    with pytest.raises(Broken):
        await runs_with(harness.kiosk, monkeypatch, name, breaks)
    await harness.closes()
    assert f"The loop '{name}' has ended (the reason)" in caplog.text


@pytest.mark.parametrize("name", LOOPS)
async def test_a_loop_that_ends_without_an_error_ends_the_kiosk_too(
    name: str, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = Harness(database_file)
    await harness.opens()
    with pytest.raises(LoopEnded, match=f"'{name}'"):
        await runs_with(harness.kiosk, monkeypatch, name, comes_to_an_end)
    await harness.closes()


async def test_a_poisonous_step_ends_no_loop(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """A programming error in a step is reported to the operators, and the loop goes on."""

    async def fails(*_: Any) -> bool:
        stop.set()
        raise Broken("a poisonous row")

    stop = asyncio.Event()
    await harness.olga.says("/start")
    with monkeypatch.context() as poisoned:
        poisoned.setattr(harness.kiosk.workers["ask"], "_step", fails)
        async with asyncio.timeout(20):
            await harness.kiosk.run(stop)
    await harness.restarts()
    await harness.settles()
    await harness.olga.sees("keeps failing")


async def test_who_lost_the_lock_sends_no_order_and_stops_in_good_order(database_file: Path) -> None:
    """An order that waits for the panel stays where it is: another kiosk may be sending it."""
    harness = Harness(database_file)
    await harness.opens()
    kiosk, ann, stop = harness.kiosk, harness.ann, asyncio.Event()
    await ann.says("/order 1 https://instagram.com/p/abc 100")
    ann.person.taps("Confirm")
    await kiosk.messaging.polling.fetch_all()
    await kiosk.messaging.turns.drain()
    kiosk.begin_no_more()
    stop.set()
    async with asyncio.timeout(20):
        await kiosk.run(stop)
    assert harness.panel.orders == {}
    await harness.restarts()
    await harness.settles()
    assert len(harness.panel.orders) == 1
    await harness.closes()
