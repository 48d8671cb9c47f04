"""What runs again and again: the periodic work, and the loops of one kiosk or of several."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

from app.memory import EVERY_SECONDS, give_back
from app.place import SharedPlace
from app.rereading import Rereading
from app.transports import Transports
from app.wiring import Parts
from app.workers import workers_of
from jobs.schedule import LATE, SOON, PeriodicTask, Scheduler, supplier_table, table
from jobs.worker import Worker
from settings import Settings
from shop.clock import LeaseClock
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from storage.core.fence import working_behind

Loop = Callable[[], Coroutine[Any, Any, None]]

EVERYWHERE = ("check", "call-backs")
"""The workers whose work is in this process's memory: what somebody has tapped here, who called here."""


class WorkingParts(Parts):
    """The parts, with what has each of them do its work, woken through `wakeups`."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: LeaseClock,
        transports: Transports,
        numbers: OrderNumbers | NumbersOfMany | None = None,
    ) -> None:
        super().__init__(settings, clock=clock, transports=transports, numbers=numbers)
        self.workers = workers_of(self)
        self._memory = Worker("memory", give_back, clock=self.clock, idle=EVERY_SECONDS)
        self.schedule: Scheduler | None = None

    def scheduler(self) -> Scheduler:
        """Return the scheduler of the periodic work; it starts ticking at once."""
        queue = self.application.job_queue
        assert queue is not None  # noqa: S101 - the job-queue extra is in the lock; tells mypy
        all_lines = (*self._tasks_at_suppliers(), *self._tasks())
        if isinstance(self.place, SharedPlace):
            lead = self.place.lead
            all_lines = tuple(replace(one, run=working_behind(lead, one.run)) for one in all_lines)
        return Scheduler(
            queue,
            all_lines,
            self.clock,
            tell=self.alerts.failing,
            is_still=lambda: self.stillness.is_on,
        )

    def _tasks_at_suppliers(self) -> Iterator[PeriodicTask]:
        for one in self.suppliers:
            yield from supplier_table(
                one.supplier.name,
                one.catalogue,
                one.work,
                one.late_watch,
                sweep_seconds=self.live.now.sweep_seconds,
                balance_seconds=one.balance_seconds,
            )

    def _tasks(self) -> tuple[PeriodicTask, ...]:
        return (
            *table(
                self.periodic,
                self.measuring,
                self.shared_cards,
                erasing=self.erasing,
                check_updates=self.messaging.receiving.check,
                payments=self.payments,
            ),
            PeriodicTask("menus", 60, self.messaging.menus.update, first=SOON),
            PeriodicTask("profile", 60, self.messaging.profile.update, first=SOON),
            PeriodicTask("service news", 60, self.news_watch.look, first=120),
            PeriodicTask("invitations", 60, self.invitations.reward),
            PeriodicTask("new orders", 10, self.new_orders.tell),
            PeriodicTask("fallbacks", 15, self.fallbacks.look),
            PeriodicTask("gifts", 60, self.gifts.expire),
            PeriodicTask("memberships", 60, self.memberships.look, first=SOON),
            PeriodicTask("opening", 60, self.opening.tell),
            PeriodicTask("quality", 60, self.quality_watch.look, first=90),
            # By then orders that were on their way at the end have their numbers, or are looked for.
            PeriodicTask("orphans", 20, self.orphan_watch.look, first=300),
            PeriodicTask("alerts", 60, self.alert_watch.look, first=30),
            PeriodicTask("standstill", 600, self.standstill_watch.compare, first=2),
            PeriodicTask("backups", 300, self.backups.look, first=240),
            PeriodicTask("backup chat", 60, self.backup_chat.look, first=270),
            PeriodicTask("stars list", 86_400, self.alert_watch.compare_stars, first=900),
            PeriodicTask("gateways compared", 86_400, self.gateway_watch.compare, first=1200),
        )

    def loops(self, scheduler: Scheduler) -> dict[str, Loop]:
        """Return every loop that runs until the kiosk stops, by name. None of them ends by itself."""
        return {
            "receiving": self.messaging.receiving.run,
            "turns": self.messaging.turns.run,
            "outbox": self.messaging.outbox_worker.run,
            **{name: worker.run for name, worker in self.workers.items()},
            "database": self.stores.database.watch,
            "memory": self._memory.run,
            "keep up": Worker("keep up", scheduler.keep_up, clock=self.clock, idle=LATE).run,
        }

    def shared_loops(self, place: SharedPlace, rereading: Rereading) -> dict[str, Loop]:
        """Return the loops that run in each of several kiosks."""
        receives = {"receiving": self.messaging.receiving.run} if self.settings.webhook_url else {}
        everywhere = {name: self.workers[name].run for name in EVERYWHERE if name in self.workers}
        return {
            **receives,
            "turns": working_behind(place.presence, self.messaging.turns.run),
            **{name: working_behind(place.presence, run) for name, run in everywhere.items()},
            "database": self.stores.database.watch,
            "memory": self._memory.run,
            "place": place.run,
            "rereading": rereading.run,
            "channel": rereading.listen,
        }

    def leaders_loops(self, scheduler: Scheduler) -> dict[str, Loop]:
        """Return the loops that run only in the one that leads."""
        everywhere = {"turns", "database", "memory", *EVERYWHERE}
        if self.settings.webhook_url:
            everywhere.add("receiving")
        return {name: run for name, run in self.loops(scheduler).items() if name not in everywhere}
