"""The kiosk's lifecycle: open, run until told to stop, close."""

import asyncio
import gc
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from app.following import follow
from app.wiring import Parts
from messaging.wire import NoBotApi
from shop.identity import OtherIdentity
from storage.desk.staff import reread_roster
from storage.upgrade import upgrade

log = logging.getLogger("kiosk")

NEW_PANEL_SECONDS = 5.0
"""How long a start waits for the catalogue of a new panel."""


class LoopEnded(Exception):
    """A loop that must never end has ended; the kiosk stops so that its supervisor restarts it."""


class Kiosk(Parts):
    """One bot, its panel accounts, one database."""

    is_open = False

    tasks: Sequence[asyncio.Task[None]] = ()
    """Its loops, while it runs."""

    async def open(self) -> None:
        """Upgrade the database and resume where the last process ended.

        Raises OtherIdentity before anything else is touched.
        """
        await upgrade(self.settings.database_url)
        await self.stores.database.open()
        is_new_panel = await self._is_new_panel()
        await self.standstill_watch.begin()
        await self.timekeeper.begin()
        await self._recover()
        await reread_roster(self.access, self.stores.staff)
        self.gate.state = await self.stores.maintenance.state()
        self.live.on_change(partial(follow, self))
        await self.live.refresh()
        await self.stores.broadcasts.take_up(self.clock.now())
        for one in self.suppliers:
            one.panel.lexicon.learn(await one.stores.heard.list_taught())
        await self.stores.open_cases.tell_newcomers(self.clock.now())
        if self.desk.chat is not None:
            self.desk.chat = await self.stores.desk.current(self.desk.chat)
        places = self.desk.places
        await self.stores.desk.bring_home({*places, *self.desk.staff}, places, self.clock.now())
        await self.fallbacks.load()
        for one in self.suppliers:
            await one.catalogue.load()
        await self.memberships.desk.follow()
        unread = [
            one.catalogue
            for one in self.suppliers
            if one.catalogue.is_empty or (is_new_panel and one is self.main)
        ]
        if unread:
            # Before anybody is answered; the schedule asks a silent panel again.
            with suppress(TimeoutError):
                reading = asyncio.gather(*(one.refresh() for one in unread))
                await asyncio.wait_for(reading, NEW_PANEL_SECONDS)
        await self.transports.checkout.initialize()
        await self.messaging.receiving.open()
        await self.gateways.open()
        await self._meet_telegram()
        self.gateways.send_back_to(self.application.bot.username)
        self.is_open = True

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises the error that ended a loop, or LoopEnded."""
        spare_the_collector()
        await self.application.start()
        scheduler = self.schedule = self.scheduler()
        tasks = [asyncio.create_task(loop(), name=name) for name, loop in self.loops(scheduler).items()]
        self.tasks = tasks
        log.info("@%s is open: %s services on show.", self.application.bot.username, self.storefront.size)
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():  # a loop may end then, as those do that `begin_no_more` has told
                for task in (one for one in tasks if one in done):
                    _raise_end_of(task)
        finally:
            self.schedule = None
            scheduler.stop()
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
        await self.stores.database.close()

    async def _is_new_panel(self) -> bool:
        """Return True if the panel is new. Raises OtherIdentity if money or orders would be left behind."""
        refused = await self.stores.identities.refusals()
        if refused:
            raise OtherIdentity(refused)
        return await self.stores.identities.settle(self.clock.now())

    async def _recover(self) -> None:
        """Mark what was in flight to the panel when the last process ended as unanswered."""
        now = self.clock.now()
        lost = sum([await one.stores.queue.recover(now) for one in self.suppliers])
        if lost:
            log.warning(
                "%s orders were in flight when the kiosk last stopped; they are unconfirmed now.", lost
            )
        await self.stores.requests.recover(now)
        if left := await self.stores.orders.count_left_behind():
            log.warning(
                "%s orders run at panels that are no suppliers any more; put their files back into "
                "PANELS, or end these orders at the desk.",
                left,
            )

    async def _meet_telegram(self) -> None:
        """Greet Telegram, retrying while it is away. Raises InvalidToken or NoBotApi if refused twice."""
        pause, refusals = 1.0, 0
        while True:
            try:
                await self.messaging.wire.meet()
                await self.application.initialize()
                return await self.messaging.receiving.announce()
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
        receiving = tasks[0]
        receiving.cancel()
        await self.messaging.checkout.stop(within=2)
        await self.messaging.turns.stop(within=6)
        # An `add` in flight is worth waiting for: cut off, its order would be unconfirmed.
        await asyncio.gather(*(worker.stop(within=6) for worker in self.workers.values()))
        await self.messaging.outbox_worker.stop(within=3)
        for task in (stopping, *tasks):
            task.cancel()
        await asyncio.gather(stopping, *tasks, return_exceptions=True)
        await self.application.stop()


def spare_the_collector() -> None:
    """Have the garbage collector look no more at what the start has made: it stays. See lean.settled."""
    gc.collect()
    gc.freeze()


def _raise_end_of(loop: asyncio.Task[None]) -> None:
    """Raise the error that ended this loop, or LoopEnded if it returned without one."""
    error = None if loop.cancelled() else loop.exception()
    log.error("The loop '%s' has ended (%s); the kiosk stops.", loop.get_name(), error or "without an error")
    if error is not None:
        raise error
    raise LoopEnded(f"The loop '{loop.get_name()}' has ended, which it never should. Start the kiosk again.")
