"""Ticks come in real time, even if the wall clock is set."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Self

import apscheduler.schedulers.base
import pytest
from apscheduler.events import EVENT_JOB_SUBMITTED
from telegram.ext import Application, JobQueue

import jobs.schedule
from jobs.schedule import LATE, PeriodicTask, Scheduler
from playground.clock import HandClock

SOON = 0.01


class SetBack(datetime):
    """A wall clock that was set back by a day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) - timedelta(days=1)


@pytest.fixture
async def queue() -> AsyncIterator[JobQueue[Any]]:
    """PTB's own JobQueue, running."""
    application = Application.builder().token("1:a").build()
    queue = application.job_queue
    assert queue is not None
    await queue.start()
    yield queue
    await queue.stop(wait=False)


class Counting:
    """A periodic task that counts its runs."""

    def __init__(self) -> None:
        self.count = 0
        self.news = asyncio.Event()

    async def run(self) -> None:
        self.count += 1
        self.news.set()

    async def ran(self, times: int) -> None:
        """Wait until the task ran so often. Raises TimeoutError."""
        async with asyncio.timeout(10):
            while self.count < times:
                self.news.clear()
                await self.news.wait()


async def kept_up(ticking: Scheduler, counting: Counting, times: int) -> None:
    """Keep up until the task ran so often: APScheduler frees a job only a moment after its end."""
    async with asyncio.timeout(10):
        while counting.count < times:
            await ticking.keep_up()
            await asyncio.sleep(0)


async def test_a_clock_set_back_by_a_day_stops_no_round(
    queue: JobQueue[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, sweep = HandClock(), Counting()
    ticking = Scheduler(queue, (PeriodicTask("sweep", 60, sweep.run, first=SOON),), clock)
    await sweep.ran(1)
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", SetBack)
    monkeypatch.setattr(jobs.schedule, "datetime", SetBack)
    for times in (2, 3, 4):
        clock.advance(60 + LATE - 1)
        await ticking.keep_up()
        await asyncio.sleep(0)
        assert sweep.count == times - 1  # not late yet
        clock.advance(2)
        await kept_up(ticking, sweep, times)
    assert [planned.name for planned in queue.jobs()] == ["sweep"]


async def test_a_round_under_way_is_not_begun_twice(queue: JobQueue[Any]) -> None:
    clock, goes_on, begun = HandClock(), asyncio.Event(), Counting()

    async def slow() -> None:
        await begun.run()
        await goes_on.wait()

    ticking = Scheduler(queue, (PeriodicTask("sweep", 60, slow, first=SOON),), clock)
    await begun.ran(1)
    clock.advance(1000)
    await ticking.keep_up()
    for _ in range(10):
        await asyncio.sleep(0)
    assert begun.count == 1
    goes_on.set()
    await kept_up(ticking, begun, 2)
    ticking.stop()


async def test_no_tick_begins_while_the_kiosk_ends(queue: JobQueue[Any]) -> None:
    """One that does is cut off with the queue, which APScheduler reports as an error."""
    begun: list[object] = []
    sweep = Counting()
    ticking = Scheduler(queue, (PeriodicTask("sweep", 60, sweep.run, first=SOON),), HandClock())
    await sweep.ran(1)
    ticking.stop()
    queue.scheduler.add_listener(begun.append, EVENT_JOB_SUBMITTED)
    for planned in queue.jobs():
        planned.job.modify(next_run_time=datetime.now(UTC))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not begun
    await queue.stop()


async def test_a_first_moment_that_has_passed_on_a_busy_machine_is_made_up_for(queue: JobQueue[Any]) -> None:
    sweep = Counting()
    Scheduler(queue, (PeriodicTask("sweep", 3_600, sweep.run, first=-1.0),), HandClock())
    await sweep.ran(1)
