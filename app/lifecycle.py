"""The kiosk's lifecycle: open, run until told to stop, close."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from app.following import follow
from app.leading import Leading
from app.loops import Loop, WorkingParts
from app.memory import spare_the_collector
from app.place import SharedPlace
from app.rereading import Rereading
from messaging.wire import NoBotApi
from shop.identity import OtherIdentity
from storage.core.fence import FENCE
from storage.core.trouble import DatabaseTrouble
from storage.desk.staff import reread_roster
from storage.replicas.store import refuse_beside_others, refuse_if_others_are_older
from storage.upgrade import upgrade

log = logging.getLogger("kiosk")

NEW_PANEL_SECONDS = 5.0
"""How long a start waits for the catalogue of a new panel."""


class LoopEnded(Exception):
    """A loop that must never end has ended; the kiosk stops so that its supervisor restarts it."""


class Kiosk(WorkingParts):
    """One bot, its panel accounts, one database."""

    is_open = False
    _led_from_the_start = True
    _leading: Leading | None = None

    tasks: Sequence[asyncio.Task[None]] = ()
    """Its loops, while it runs."""

    async def open(self) -> None:
        """Upgrade the database and resume where the last process ended.

        Raises OtherIdentity before anything else is touched.
        """
        leads = self._led_from_the_start = await self._take_place()
        is_new_panel = await self._is_new_panel(leads=leads)
        await self.standstill_watch.begin()
        if leads:
            await self._take_over()
        await reread_roster(self.access, self.stores.staff)
        self.gate.state = await self.stores.maintenance.state()
        self.live.on_change(partial(follow, self))
        await self.live.refresh()
        for one in self.suppliers:
            one.panel.lexicon.learn(await one.stores.heard.list_taught())
        if self.desk.chat is not None:
            self.desk.chat = await self.stores.desk.current(self.desk.chat)
        if leads:
            await self._take_up()
        await self.fallbacks.load()
        for one in self.suppliers:
            await one.catalogue.load()
        await self.memberships.desk.follow()
        if leads:
            await self._read_unread_catalogues(is_new_panel=is_new_panel)
        await self.transports.checkout.initialize()
        await self.messaging.receiving.open()
        await self.gateways.open()
        await self._meet_telegram(announces=leads)
        self.gateways.send_back_to(self.application.bot.username)
        self.is_open = True
        if isinstance(self.place, SharedPlace):
            self.place.is_open = True

    async def _read_unread_catalogues(self, *, is_new_panel: bool) -> None:
        """Read the catalogues of new panels before anybody is answered.

        A start waits NEW_PANEL_SECONDS at most: the schedule asks a silent panel again.
        """
        unread = [
            supplier.catalogue
            for supplier in self.suppliers
            if supplier.catalogue.is_empty or (is_new_panel and supplier is self.main)
        ]
        with suppress(TimeoutError):
            # Awaited directly: a gathering that `wait_for` cancels is logged as a forgotten error.
            async with asyncio.timeout(NEW_PANEL_SECONDS):
                await asyncio.gather(*(catalogue.refresh() for catalogue in unread))

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises the error that ended a loop, or LoopEnded."""
        spare_the_collector()
        await self.application.start()
        tasks = [asyncio.create_task(loop(), name=name) for name, loop in self._all_loops().items()]
        self.tasks = tasks
        log.info("@%s is open: %s services on show.", self.application.bot.username, self.storefront.size)
        if buttons := self.live.now.topup_buttons:
            log.info("The buttons of a top-up say %s.", buttons)
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():  # a loop may end then, as those do that `begin_no_more` has told
                for task in (one for one in tasks if one in done):
                    _raise_end_of(task)
        finally:
            if self.schedule is not None:
                self.schedule.stop()
            self.schedule = None
            await self._shut_down(stopping, tasks)

    def begin_no_more(self) -> None:
        """Send no further order or request to a panel: another kiosk may do it now."""
        for worker in self.workers.values():
            worker.begin_no_more()

    async def close(self) -> None:
        """Close the network connections and the database."""
        await self.messaging.receiving.close()
        await self.application.shutdown()
        await self.transports.shutdown()
        for one in self.suppliers:
            await one.panel.aclose()
        await self.gateways.close()
        if isinstance(self.place, SharedPlace):
            await self.place.leave()
        await self.stores.database.close()

    async def _take_place(self) -> bool:
        """Bring the database up to date, and be the only kiosk on it, or one of several; True if it leads.

        Raises AlreadyRunning if others are there who may not be, before anything else is touched.
        """
        database, url = self.stores.database, self.settings.database_url
        if isinstance(self.place, SharedPlace):
            await refuse_if_others_are_older(url, self.place.replicas)
        await upgrade(url)
        await database.open()
        if not isinstance(self.place, SharedPlace):
            if not database.is_sqlite:
                await refuse_beside_others(database)
            return True
        await self.place.join()
        if leads := self.place.leads:
            FENCE.set(self.place.lead)
        return leads

    async def _is_new_panel(self, *, leads: bool) -> bool:
        """Return True if the panel is new. Raises OtherIdentity if money or orders would be left behind."""
        refused = await self.stores.identities.refusals()
        if refused:
            raise OtherIdentity(refused)
        if not leads:  # whoever leads has settled it: kiosks join only with the same
            return False
        return await self.stores.identities.settle(self.clock.now())

    async def _take_over(self) -> None:
        """Resume where the last kiosk ended that did the work: nothing it left is begun before."""
        await self.timekeeper.begin()
        await self._recover()

    async def _take_up(self) -> None:
        """Go on with broadcasts, and have tickets, cases and alerts come to whoever is to see them now."""
        now = self.clock.now()
        await self.stores.broadcasts.take_up(now)
        await self.stores.open_cases.tell_newcomers(now)
        await self.stores.alerts.end_of_others({one.supplier.name for one in self.suppliers}, now)
        places = self.desk.places
        await self.stores.desk.bring_home({*places, *self.desk.staff}, places, now)

    async def _lead(self) -> None:
        """Take over from a kiosk that is gone; what has led from its start has done it while it opened."""
        if self._led_from_the_start:
            return
        log.warning("This kiosk leads now.")
        for step in (self._take_over, self._take_up):
            await self._until_done(step)
        if self.settings.webhook_url:
            await self.messaging.receiving.check()
        else:
            await self._meet_telegram(announces=True)

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        """Do this, again while the database is away: no other kiosk takes over from one that lives."""
        while True:
            try:
                return await step()
            except DatabaseTrouble as trouble:
                if not trouble.passes:
                    raise
                log.error("%s Trying again.", trouble)
            await self.clock.sleep(1)

    def _all_loops(self) -> dict[str, Loop]:
        """Return every loop that runs from now on, receiving first."""
        if not isinstance(self.place, SharedPlace):
            self.schedule = self.scheduler()
            return self.loops(self.schedule)
        self._leading = Leading(self.place, self._lead, self._leaders_loops)
        rereading = Rereading(self, self.place)
        return self.shared_loops(self.place, rereading) | {"leading": self._leading.run}

    def _leaders_loops(self) -> dict[str, Loop]:
        self.schedule = self.scheduler()
        return self.leaders_loops(self.schedule)

    async def _recover(self) -> None:
        """Mark what was in flight to the panel when the last process ended as unanswered."""
        now = self.clock.now()
        lost = sum([await one.stores.queue.recover(now) for one in self.suppliers])
        lost += await self.stores.queue.recover_left_behind(self.stores.panels.keys(), now)
        if lost:
            log.warning(
                "%s orders were in flight when the kiosk last stopped; they are unconfirmed now.", lost
            )
        await self.stores.requests.recover(now)
        if left := await self.stores.orders.find_left_behind():
            log.warning(
                "%s orders run at panels that are no suppliers any more; put their files back into "
                "PANELS, or end these orders at the desk.",
                left.count,
            )

    async def _meet_telegram(self, *, announces: bool) -> None:
        """Greet Telegram, retrying while it is away. Raises InvalidToken or NoBotApi if refused twice.

        `announces` if this kiosk is to say how Telegram delivers: one of several does.
        """
        pause, refusals = 1.0, 0
        while True:
            try:
                await self.messaging.wire.meet()
                await self.application.initialize()
                if announces:
                    await self.messaging.receiving.announce()
                return
            except RetryAfter as error:
                await self.messaging.patience.sit_out(error)
                continue
            except (InvalidToken, NoBotApi) as error:
                refusals += 1
                if refusals > 1:
                    raise
                log.warning("Telegram does not know this bot (%s); asking once more.", error)
            except TelegramError as error:  # a network error, or an answer that is not Telegram's
                words = "refuses" if isinstance(error, BadRequest) else "does not answer"
                log.warning("Telegram %s (%s); asking again in %.0f s.", words, error, pause)
            await self.clock.sleep(pause)
            pause = min(pause * 2, 30)

    async def _shut_down(self, stopping: asyncio.Task[bool], tasks: list[asyncio.Task[None]]) -> None:
        """Begin nothing new and give running work a moment. Work cut off here resumes at the next start."""
        for receiving in (task for task in tasks if task.get_name() == "receiving"):
            receiving.cancel()
        if self._leading is not None:
            self._leading.receive_no_more()
        await self.messaging.checkout.stop(within=2)
        await self.messaging.turns.stop(within=6)
        # An `add` in flight is worth waiting for: cut off, its order would be unconfirmed.
        await asyncio.gather(*(worker.stop(within=6) for worker in self.workers.values()))
        await self.messaging.outbox_worker.stop(within=3)
        for task in (stopping, *tasks):
            task.cancel()
        await asyncio.gather(stopping, *tasks, return_exceptions=True)
        await self.application.stop()


def _raise_end_of(loop: asyncio.Task[None]) -> None:
    """Raise the error that ended this loop, or LoopEnded if it returned without one."""
    error = None if loop.cancelled() else loop.exception()
    log.error("The loop '%s' has ended (%s); the kiosk stops.", loop.get_name(), error or "without an error")
    if error is not None:
        raise error
    raise LoopEnded(f"The loop '{loop.get_name()}' has ended, which it never should. Start the kiosk again.")
