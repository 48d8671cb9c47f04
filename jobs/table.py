"""What runs how often: one table. PTB's JobQueue ticks; what is to do stands in rows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram.ext import JobQueue

from jobs.rounds import Rounds
from storage.database import DatabaseTrouble

log = logging.getLogger("kiosk.jobs")

# APScheduler's defaults drop a tick that comes a second late.
EVERY_TICK = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


SOON = 0.1
"""Seconds; a first tick at 0 is over when APScheduler looks, and would come one interval late."""


@dataclass(frozen=True, slots=True)
class Round:
    """One line of the table; times are in seconds."""

    name: str
    every: float
    run: Callable[[], Awaitable[None]]
    first: float = 1


def table(
    rounds: Rounds,
    *,
    sweep_seconds: int,
    look_at_telegram: Callable[[], Awaitable[None]],
    close_gaps: Callable[[], Awaitable[None]],
) -> tuple[Round, ...]:
    """Everything that runs by itself."""
    return (
        Round("sweep", sweep_seconds, rounds.sweep),
        Round("catalogue", 15, rounds.sync_catalogue, first=SOON),
        Round("balance", 300, rounds.read_balance, first=SOON),
        Round("refills", 60, rounds.follow_refills),
        Round("give up waiting", 30, rounds.give_up_waiting),
        Round("silent requests", 600, rounds.end_silent_requests),
        Round("broadcast progress", 2, rounds.show_progress),
        Round("way of updates", 60, look_at_telegram, first=60),
        Round("stars", 600, close_gaps),
        Round("audit", 3600, rounds.audit, first=30),
        Round("tidy", 3600, rounds.tidy, first=60),
        Round("tend", 86_400, rounds.tend, first=600),
    )


class Ticking:
    """Has PTB's JobQueue tick each line, until `stop`."""

    def __init__(self, queue: JobQueue[Any], lines: tuple[Round, ...]) -> None:
        self._under_way: set[asyncio.Future[None]] = set()
        self._stopped = False
        for line in lines:
            queue.run_repeating(
                callback=self._calling(line),
                interval=line.every,
                first=line.first,
                name=line.name,
                job_kwargs=EVERY_TICK,
            )

    def stop(self) -> None:
        """Cut off what is under way: PTB would wait for it, and it may be waiting for a silent panel."""
        self._stopped = True
        for running in self._under_way:
            running.cancel()

    def _calling(self, line: Round) -> Callable[[Any], Any]:
        async def tick(_context: Any) -> None:
            if self._stopped:
                return
            running = asyncio.ensure_future(line.run())
            self._under_way.add(running)
            await asyncio.wait([running])
            self._under_way.discard(running)
            try:
                running.result()
            except asyncio.CancelledError:
                log.info("%s: cut off; it is done after the next start.", line.name)
            except DatabaseTrouble as error:
                log.error("%s: %s", line.name, error)

        return tick
