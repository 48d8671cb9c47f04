"""The kiosk's life: opened, run until it is to stop, closed."""

import asyncio
import logging
from contextlib import suppress

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from app.messaging import Mailroom
from app.transports import Transports, application_over
from app.wiring import (
    costing_with,
    inquirer_with,
    operators_told,
    payments_with,
    rounds_with,
    services_of,
    stores_of,
)
from jobs.panel_queue import PanelQueue
from jobs.schedule import LATE, SOON, PeriodicTask, Scheduler, table
from jobs.timekeeper import Timekeeper
from jobs.worker import Worker
from messaging.stars import StarsAtTelegram
from messaging.wire import NoBotApi
from panel.client import PanelClient
from settings import Settings
from shop import crash, notice
from shop.clock import Clock, SteadyClock
from shop.identity import OtherIdentity
from shop.wakeups import Wakeups, Work
from storage.upgrade import upgrade

log = logging.getLogger("kiosk")

NEW_PANEL_SECONDS = 5.0
"""How long a start waits for the catalogue of a panel that it does not know."""


class Kiosk:
    """One bot, one panel account, one database."""

    def __init__(self, settings: Settings, *, clock: Clock, transports: Transports) -> None:
        self.settings = settings
        self.clock = clock = SteadyClock(clock)
        self.stores = stores_of(settings)
        self.panel = PanelClient(
            settings.panel_url,
            settings.key,
            settings.panel_profile,
            clock,
            transport=transports.panel,
            crash=crash.reach,
            limits=transports.panel_limits,
            proxy=settings.way_to_panel,
        )
        self.wakeups = wakeups = Wakeups()
        self.application = application_over(transports, settings, clock)
        tell = operators_told(self.stores, clock, settings.admin_ids, wakeups=wakeups)
        stars = StarsAtTelegram(self.application.bot, clock=clock, tell=tell)
        self.payments = payments_with(settings.ways(), self.stores, stars, clock, wakeups=wakeups)
        self.rounds = rounds_with(settings, self.stores, self.panel, clock, wakeups=wakeups)
        self.lane = PanelQueue(
            panel=self.panel,
            orders=self.stores.orders,
            queue=self.stores.queue,
            requests=self.stores.requests,
            outbox=self.stores.outbox,
            clock=clock,
            wakeups=wakeups,
            refresh_account=self.rounds.refresh,
            costs=costing_with(self.rounds, self.panel),
            cannot_price=lambda: self.rounds.board.closed is not None,
        )
        inquirer = inquirer_with(settings, self.stores, self.panel, clock, wakeups=wakeups)
        self.timekeeper = Timekeeper(
            clock, self.stores.waits, self.stores.outbox, settings.admin_ids, wake=wakeups.case_settled
        )
        steps = (
            inquirer.inquire, self.lane.hand_over, self.lane.ask, self.lane.check, self.timekeeper.keep_time,
        )  # fmt: skip
        self.workers = {
            step.__name__: Worker(step.__name__, step, clock=clock, idle=5, tell=self._tell_failing)
            for step in steps
        }
        self.workers["lists"] = Worker("lists", self._end_lists, clock=clock, idle=1, tell=self._tell_failing)
        self.services = services_of(
            settings,
            self.stores,
            self.panel,
            self.rounds,
            payments=self.payments,
            wakeups=wakeups,
        )
        self.mailroom = Mailroom(
            self.application, self.services, self.stores, settings, transports, tell=tell
        )
        for worker in self.workers.values():
            wakeups.on(Work.PANEL, worker.wake)
        wakeups.on(Work.CHECKS, self.workers["check"].wake)
        wakeups.on(Work.NOTICES, self.mailroom.outbox_worker.wake)
        wakeups.on(Work.TURNS, self.mailroom.turns.wake)
        self._transports = transports
        self.is_open = False

    async def open(self) -> None:
        """Bring the database up to date and go on where the last process ended.

        Raises OtherIdentity before anything else is touched.
        """
        await upgrade(self.settings.database_url)
        await self.stores.database.open()
        is_new_panel = await self._is_the_same_shop()
        await self.timekeeper.begin()
        now = self.clock.now()
        lost = await self.stores.queue.recover(now)
        if lost:
            log.warning(
                "%s orders were in flight when the kiosk last stopped; they are unconfirmed now.", lost
            )
        await self.stores.requests.recover(now)
        self.panel.lexicon.learn(await self.stores.heard.taught())
        await self.stores.open_cases.tell_newcomers(now)
        await self.rounds.unpack()
        if is_new_panel:  # before anybody is answered; a panel that is silent now is asked by the rounds
            with suppress(TimeoutError):
                await asyncio.wait_for(self.rounds.refresh(), NEW_PANEL_SECONDS)
        await self._transports.checkout.initialize()
        await self.mailroom.receiving.open()
        await self._meet_telegram()
        self.is_open = True

    async def _is_the_same_shop(self) -> bool:
        """Whether the panel is a new one. Raises OtherIdentity where money or orders would be left behind."""
        refused = await self.stores.identities.refusals()
        if refused:
            raise OtherIdentity(refused)
        return await self.stores.identities.settle(self.clock.now())

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises what ended one of the loops (AnotherPoller, InvalidToken)."""
        await self.application.start()
        ticking = self._ticking()
        loops = [self.mailroom.receiving.run(), self.mailroom.turns.run(), self.mailroom.outbox_worker.run()]
        loops += [worker.run() for worker in self.workers.values()]
        loops.append(Worker("keep up", ticking.keep_up, clock=self.clock, idle=LATE).run())
        tasks = [asyncio.create_task(loop) for loop in loops]
        log.info(
            "@%s is open: %s services on show.", self.application.bot.username, self.services.storefront.size
        )
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()
        finally:
            ticking.stop()
            await self._wind_down(stopping, tasks)

    async def close(self) -> None:
        """Let go of the database and the network."""
        await self.mailroom.receiving.close()
        await self.application.shutdown()
        await self._transports.shutdown()
        await self.panel.aclose()
        await self.stores.database.close()

    async def settle(self) -> None:
        """Do everything there is to do right now: what the loops do, once, until nothing is left."""
        mailroom, busy = self.mailroom, True
        while busy:
            busy = await mailroom.polling.poll_once(0) > 0
            await self.workers["lists"].drain()
            await mailroom.checkout.drain()
            await mailroom.turns.drain()
            for worker in self.workers.values():
                await worker.drain()
            await mailroom.outbox_worker.drain()

    def _ticking(self) -> Scheduler:
        queue = self.application.job_queue
        assert queue is not None  # noqa: S101 - the job-queue extra is in the lock; tells mypy
        rounds = table(
            self.rounds,
            sweep_seconds=self.settings.sweep_seconds,
            look_at_telegram=self.mailroom.receiving.look,
            payments=self.payments,
            tell_unended=self._tell_unended,
        )
        menus = PeriodicTask("menus", 60, self.mailroom.menus.update, first=SOON)
        return Scheduler(queue, (*rounds, menus), self.clock, tell=self._tell_failing)

    async def _meet_telegram(self) -> None:
        """Telegram may be away for a while. Raises InvalidToken and NoBotApi for what was said twice."""
        pause, refusals = 1.0, 0
        while True:
            try:
                await self.mailroom.wire.meet()
                await self.application.initialize()
                return await self.mailroom.receiving.announce()
            except RetryAfter as error:
                await self.mailroom.patience.sit_out(error)
                continue
            except (InvalidToken, NoBotApi) as error:
                refusals += 1
                if refusals > 1:
                    raise
                log.warning("Telegram does not know this bot (%s); asking once more.", error)
            except TelegramError as error:  # a network's trouble, or an answer that is not Telegram's
                words = "refuses" if isinstance(error, BadRequest) else "does not answer"
                log.warning("Telegram %s (%s); asking again in %.0f s.", words, error, pause)
            await self.clock.sleep(pause)
            pause = min(pause * 2, 30)

    async def _wind_down(self, stopping: asyncio.Task[bool], tasks: list[asyncio.Task[None]]) -> None:
        """Begin nothing new, give what is under way a moment. What is cut off goes on at the next start."""
        receiving = tasks[0]
        receiving.cancel()
        await self.mailroom.checkout.stop(within=2)
        await self.mailroom.turns.stop(within=6)
        # An `add` in flight is worth waiting for: cut off, its order would be unconfirmed.
        await asyncio.gather(*(worker.stop(within=6) for worker in self.workers.values()))
        await self.mailroom.outbox_worker.stop(within=3)
        for task in (stopping, *tasks):
            task.cancel()
        await asyncio.gather(stopping, *tasks, return_exceptions=True)
        await self.application.stop()

    # What one part asks of another; they are made one after the other, and ask only when all are there.

    async def _tell_unended(self) -> None:
        """Payments that were agreed to and never came are told."""
        if await self.stores.checkouts.tell_unended(self.clock.now()):
            self.wakeups.outbox()

    async def _tell_failing(self, name: str) -> None:
        """The operators hear once a day of what fails by a mistake of ours."""
        now = self.clock.now()
        alerts = [
            notice.alert(operator, "failing", f"{name}:{now.date()}", alert="work_failing", word=name)
            for operator in sorted(self.settings.admin_ids)
        ]
        await self.stores.outbox.enqueue(alerts, now)
        self.wakeups.outbox()

    async def _end_lists(self) -> bool:
        """A list of which no more has come is whole: its last part has one turn more."""
        rung = await self.stores.lists.ring(self.clock.now())
        if rung:
            self.wakeups.turns()
        return rung
