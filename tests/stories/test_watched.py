"""What a monitor reads of a kiosk: ready or not, with its reasons, and figures without secrets."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

import app.watched
from app.watched import UNWRITABLE, Watched, watched
from messaging.receiving import CannotBeCalled
from storage.core import engines
from tests.in_process import KEY, TOKEN, Harness
from tests.inline import write_in_a_thread


@dataclass
class Monitor:
    """Asks the kiosk of a story over a socket."""

    harness: Harness
    session: aiohttp.ClientSession
    url: str
    stop: asyncio.Event
    is_lost: bool = False

    async def asks(self, path: str) -> tuple[int, str]:
        """Return the status and the text of the answer, in which there is no secret."""
        async with self.session.get(self.url + path) as response:
            text = await response.text()
            assert TOKEN not in text
            assert KEY not in text
            return response.status, text

    async def is_ready(self) -> None:
        """Return as soon as the kiosk is ready; the test's time limit says how long that may take."""
        while (await self.asks("/readyz"))[0] != 200:  # noqa: ASYNC110 - an answer over the socket is no event
            await asyncio.sleep(0)

    async def figures(self) -> dict[str, float]:
        """Return the value of each sample of ours, by its name and the values of its labels."""
        status, text = await self.asks("/metrics")
        assert status == 200
        return {
            " ".join([one.name, *(one.labels[name] for name in sorted(one.labels))]): one.value
            for family in text_string_to_metric_families(text)
            for one in family.samples
            if one.name.startswith("kiosk_")
        }


def fails(*_: object) -> None:
    """Fail as the database's driver does when the disk is broken."""
    raise OperationalError("", {}, sqlite3.OperationalError("disk I/O error"))


@pytest.fixture
async def monitor(database_file: Path) -> AsyncIterator[Monitor]:
    place = f"127.0.0.1:{unused_port()}"
    harness, stop = Harness(database_file, health_listen=place), asyncio.Event()
    async with AsyncExitStack() as stack, aiohttp.ClientSession() as session:
        monitor = Monitor(harness, session, f"http://{place}", stop)
        await watched(stack, harness.kiosk, stop, lambda: monitor.is_lost)
        yield monitor
        await harness.closes()


async def test_ready_from_the_start_to_the_end(monitor: Monitor) -> None:
    assert await monitor.asks("/readyz") == (503, "The kiosk is starting.\n")
    assert await monitor.asks("/livez") == (200, "alive\n")
    await monitor.harness.opens()
    assert await monitor.asks("/readyz") == (503, "The kiosk is starting.\n")
    assert (await monitor.figures())["kiosk_counts_read"] == 0
    running = asyncio.create_task(monitor.harness.kiosk.run(monitor.stop))
    async with asyncio.timeout(30):
        await monitor.is_ready()
        assert await monitor.asks("/livez") == (200, "alive\n")
        monitor.is_lost = True
        assert await monitor.asks("/readyz") == (
            503,
            "The lock on the database is gone: another kiosk may use it.\n",
        )
        monitor.is_lost = False
        monitor.stop.set()
        assert await monitor.asks("/readyz") == (503, "The kiosk is ending.\n")
        await running
    assert await monitor.asks("/livez") == (200, "alive\n")


async def test_a_loop_that_has_ended_and_a_database_that_is_away(monitor: Monitor) -> None:
    harness = monitor.harness
    await harness.opens()
    ended = asyncio.create_task(asyncio.sleep(0), name="outbox")
    await ended
    harness.kiosk.tasks = [ended]
    assert await monitor.asks("/livez") == (503, "The loop 'outbox' has ended.\n")
    harness.kiosk.tasks = [asyncio.current_task()]  # type: ignore[list-item]  # any that has not ended
    event.listen(harness.kiosk.stores.database.engines[1], "before_cursor_execute", fails)
    status, text = await monitor.asks("/readyz")
    assert (status, text.splitlines()[0]) == (503, "The database does not answer in time.")
    assert (await monitor.figures())["kiosk_counts_read"] == 0


async def test_a_file_that_another_program_has_locked(
    monkeypatch: pytest.MonkeyPatch, database_file: Path
) -> None:
    """It can be read all the while, and no order, payment or message can be written."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    harness = Harness(database_file)
    told = Watched(harness.kiosk, asyncio.Event(), lambda: False, lambda _scene: (b"", ""))
    await harness.opens()
    harness.kiosk.tasks = [asyncio.current_task()]  # type: ignore[list-item]  # any that has not ended
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        assert UNWRITABLE not in await told.why_not_ready()
        before = other.execute("PRAGMA data_version").fetchone()
        harness.clock.advance(2)
        assert UNWRITABLE not in await told.why_not_ready()
        assert other.execute("PRAGMA data_version").fetchone() == before, "asking has written something"
        other.execute("BEGIN IMMEDIATE")
        harness.clock.advance(2)
        assert UNWRITABLE in await told.why_not_ready()
        assert await told.why_dead() == []
        other.execute("ROLLBACK")
        harness.clock.advance(2)
        assert UNWRITABLE not in await told.why_not_ready()
    told.close()
    await harness.closes()


async def test_a_long_write_of_its_own_keeps_no_kiosk_from_being_ready(
    monkeypatch: pytest.MonkeyPatch, database_file: Path
) -> None:
    """Others wait for their turn, and are served; a balancer that sent them away would gain nothing."""
    monkeypatch.setattr(app.watched, "ANSWER_SECONDS", 0.2)
    harness = Harness(database_file)
    told = Watched(harness.kiosk, asyncio.Event(), lambda: False, lambda _scene: (b"", ""))
    await harness.opens()
    harness.kiosk.tasks = [asyncio.current_task()]  # type: ignore[list-item]  # any that has not ended
    write_in_a_thread(harness.kiosk.stores.database)
    has_begun, may_end = threading.Event(), threading.Event()

    def takes_long(_connection: Connection) -> bool:
        has_begun.set()
        return may_end.wait(30)

    writing = asyncio.create_task(harness.kiosk.stores.database.write(takes_long))
    assert await asyncio.to_thread(has_begun.wait, 30)
    for _ in range(2):  # the same question goes on: nobody asks a second one behind it
        assert UNWRITABLE not in await told.why_not_ready()
    may_end.set()
    assert await writing
    harness.clock.advance(2)
    assert UNWRITABLE not in await told.why_not_ready()
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        harness.clock.advance(2)
        await told.why_not_ready()
        assert UNWRITABLE in await told.why_not_ready(), "behind another program's lock nobody is served"
        other.execute("ROLLBACK")
    told.close()
    await harness.closes()


async def test_the_figures_of_an_order_and_a_payment(monitor: Monitor) -> None:
    harness, ann = monitor.harness, monitor.harness.ann
    await harness.opens()
    harness.kiosk.tasks = [asyncio.current_task()]  # type: ignore[list-item]  # any that has not ended
    await ann.says("/order 1 https://instagram.com/p/abc 100")
    await ann.taps("Confirm")
    ann.person.says("/orders")
    await harness.kiosk.messaging.polling.fetch_all()
    told = await monitor.figures()
    assert told["kiosk_updates_waiting"] == 1
    assert sum(value for name, value in told.items() if name.startswith("kiosk_orders ")) == 1
    assert told["kiosk_orders_placed_total main"] == 1
    assert told["kiosk_panel_call_seconds_count add answered main"] == 1
    assert told["kiosk_panel_balance_micro USD main"] > 0
    assert told["kiosk_telegram_call_seconds_count sendMessage done"] >= 1
    assert told["kiosk_turn_seconds_count done"] == 2
    assert told["kiosk_database_unit_seconds_count write"] > 3
    assert told["kiosk_alerts_open panel_down"] == 0


async def test_scrapes_do_not_load_the_shop(monitor: Monitor) -> None:
    harness = monitor.harness
    await harness.opens()
    harness.kiosk.tasks = [asyncio.current_task()]  # type: ignore[list-item]  # any that has not ended
    units = harness.kiosk.observed.units.by_words
    before = sum(units[("read",)].counts)
    for _ in range(5):
        await asyncio.gather(*(monitor.asks(path) for path in ("/metrics", "/readyz")))
    assert sum(units[("read",)].counts) - before == 2


async def test_a_place_that_is_taken_is_told(monitor: Monitor) -> None:
    async with AsyncExitStack() as stack:
        with pytest.raises(CannotBeCalled, match=r"Stop the program that does, or change HEALTH_LISTEN\."):
            await watched(stack, monitor.harness.kiosk, asyncio.Event(), lambda: False)


async def test_nothing_else_is_served(monitor: Monitor) -> None:
    assert (await monitor.asks("/"))[0] == 404
    async with monitor.session.post(f"{monitor.url}/metrics") as response:
        assert response.status == 405
