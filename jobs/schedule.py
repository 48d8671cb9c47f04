"""One table of what runs how often. PTB's JobQueue only ticks; rows say what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from telegram.ext import Job, JobQueue

from jobs.catalogue import CatalogueSync
from jobs.erasing import ErasingWork
from jobs.late_orders import LateWatch
from jobs.measuring import Measuring
from jobs.periodic import PeriodicWork
from jobs.shared_cards import SharedCardsWork
from jobs.supplier_work import SupplierWork
from jobs.worker import Tell
from payments.desk import PaymentDesk
from shop.clock import Clock
from storage.core.database import DatabaseTrouble

log = logging.getLogger("kiosk.jobs")

# APScheduler's defaults drop a tick that comes a second late.
EVERY_TICK = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


SWEEP = "sweep"
"""The name of the line whose pace is a setting, see `Scheduler.retime`."""

SOON = 0.5
"""Seconds: first of all, but behind the turns of those who wrote while the kiosk was off."""


LATE = 5.0
"""Seconds after which an overdue tick counts as lost."""


@dataclass(frozen=True, slots=True)
class PeriodicTask:
    """One line of the table; times are in seconds."""

    name: str
    every: float
    run: Callable[[], Awaitable[None]]
    first: float = 1


def supplier_table(
    name: str,
    catalogue: CatalogueSync,
    work: SupplierWork,
    late: LateWatch,
    *,
    sweep_seconds: int,
    balance_seconds: int,
) -> tuple[PeriodicTask, ...]:
    """Return what runs periodically at one supplier, so that a panel that hangs delays no other.

    `name` is empty for the supplier of PANEL_URL.
    """
    lines = (
        PeriodicTask(SWEEP, sweep_seconds, work.sweep),
        PeriodicTask("catalogue", 15, catalogue.sync, first=SOON),
        # By then the services are measured, and there is news of orders that ended while the kiosk was off.
        PeriodicTask("late orders", 600, late.look, first=900),
        PeriodicTask("balance", balance_seconds, catalogue.read_balance, first=SOON),
        # By then a kiosk that was off has news of every order again.
        PeriodicTask("watch", 3600, work.watch, first=3600),
        PeriodicTask("refills", 60, work.follow_refills),
        PeriodicTask("give up waiting", 30, work.give_up_waiting),
    )
    return tuple(replace(line, name=f"{line.name} at {name}") for line in lines) if name else lines


def table(
    work: PeriodicWork,
    measuring: Measuring,
    shared_cards: SharedCardsWork,
    *,
    erasing: ErasingWork,
    check_updates: Callable[[], Awaitable[None]],
    payments: PaymentDesk,
) -> tuple[PeriodicTask, ...]:
    """Return everything that runs periodically for the whole shop."""
    return (
        PeriodicTask("measuring", 600, measuring.measure),
        PeriodicTask("shared cards", 5, shared_cards.follow),
        PeriodicTask("erasing", 5, erasing.go_on),
        PeriodicTask("silent requests", 600, work.end_silent_requests),
        PeriodicTask("left behind", 60, work.give_up_left_behind),
        PeriodicTask("broadcast progress", 2, work.show_progress),
        PeriodicTask("way of updates", 60, check_updates, first=60),
        *_payment_tasks(payments),
        PeriodicTask("checkouts", 300, work.tell_unended_checkouts),
        PeriodicTask("refunds left", 3600, payments.give_up_left, first=300),
        PeriodicTask("audit", 3600, work.audit, first=30),
        PeriodicTask("reminder", 3600, work.remind, first=120),
        PeriodicTask("tidy", 3600, work.tidy, first=60),
        PeriodicTask("tend", 86_400, work.tend, first=600),
    )


def _payment_tasks(payments: PaymentDesk) -> Iterator[PeriodicTask]:
    """Yield one task per way to pay, as often as it asks, so that one that hangs delays no other."""
    for way in payments.ways:
        if way.reread_seconds is not None:
            close_gaps = partial(payments.close_gaps_by, way.name)
            yield PeriodicTask(f"payments by {way.name}", way.reread_seconds, close_gaps)


STILL = frozenset({"way of updates", "menus", "alerts", "standstill", "tend", "audit", "backups"})
"""The lines that run during the standstill after a restore; all others wait for its end."""


class Scheduler:
    """Runs each line by PTB's JobQueue, until `stop`."""

    def __init__(
        self,
        queue: JobQueue[Any],
        lines: tuple[PeriodicTask, ...],
        clock: Clock,
        tell: Tell | None = None,
        *,
        is_still: Callable[[], bool] = lambda: False,
    ) -> None:
        self._queue = queue
        self._clock = clock
        self._tell = tell
        self._is_still = is_still
        self._under_way: dict[str, asyncio.Future[None]] = {}
        self._stopped = False
        self._due: dict[str, float] = {}
        self._every: dict[str, float] = {}
        self._planned: list[tuple[PeriodicTask, Job[Any]]] = []
        for line in lines:
            self._due[line.name] = clock.monotonic() + line.first
            self._every[line.name] = line.every
            job = queue.run_repeating(
                callback=self._calling(line),
                interval=line.every,
                first=line.first,
                name=line.name,
                job_kwargs=EVERY_TICK,
            )
            # On a busy machine a first moment that is near has passed by now, and would be left out.
            job.job.modify(next_run_time=datetime.now(UTC) + timedelta(seconds=line.first))
            self._planned.append((line, job))

    def retime(self, name: str, every: float) -> None:
        """Run the lines of this name, at every supplier, every so many seconds from now on."""
        for place, (line, job) in enumerate(self._planned):
            if line.name.partition(" at ")[0] == name and line.every != every:
                changed = replace(line, every=every)
                self._planned[place] = (changed, job)
                self._every[line.name] = every
                self._due[line.name] = self._clock.monotonic() + every
                job.job.reschedule("interval", seconds=every)

    def lags(self, name: str) -> dict[str, float]:
        """Return by supplier how many seconds late the lines of this name are; 0 in time."""
        now = self._clock.monotonic()
        mine = (line.name.partition(" at ") for line, _ in self._planned)
        return {
            supplier: max(0.0, now - self._due[f"{own}{at}{supplier}"])
            for own, at, supplier in mine
            if own == name
        }

    async def keep_up(self) -> bool:
        """Run overdue lines now. Return False: there is never more to do.

        APScheduler plans by the wall clock: if it is set back by a day, nothing would run for a day.
        """
        for line, job in self._planned:
            late = self._clock.monotonic() - self._due[line.name]
            if late > LATE and line.name not in self._under_way and not self._stopped:
                log.warning("%s is %.0f s late, as after a clock was set back; it runs now.", line.name, late)
                job.job.modify(next_run_time=datetime.now(UTC))
        return False

    def stop(self) -> None:
        """Cancel running tasks: PTB would wait for them, and they may be waiting for a silent panel.

        No tick begins any more: one that began while the queue ends would be cut off as an error.
        """
        self._stopped = True
        if self._queue.scheduler.running:
            self._queue.scheduler.pause()
        for running in self._under_way.values():
            running.cancel()

    def _calling(self, line: PeriodicTask) -> Callable[[Any], Any]:
        async def tick(_context: Any) -> None:
            if self._stopped:
                return
            self._due[line.name] = self._clock.monotonic() + self._every[line.name]
            if self._is_still() and line.name not in STILL:
                return
            running = self._under_way[line.name] = asyncio.ensure_future(line.run())
            await asyncio.wait([running])
            del self._under_way[line.name]
            try:
                running.result()
            except asyncio.CancelledError:
                log.info("%s: cut off; it is done after the next start.", line.name)
            except DatabaseTrouble as error:
                log.error("%s: %s Trying again.", line.name, error)
            except Exception:  # the next tick comes anyway, but the operators must know
                log.exception("%s failed; it is tried again.", line.name)
                if self._tell is not None:
                    await self._tell(line.name)

        return tick
