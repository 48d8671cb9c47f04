"""The kiosk put together: every room's part made once, started in order, stopped in order."""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import httpx
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

from handlers.conversation import order_conversation
from handlers.counter import App, Context, Counter
from handlers.menu import Menus
from handlers.notices import Notices
from handlers.routes import install
from handlers.sentences import checkout_words
from handlers.turns import Turntable
from jobs.inquirer import Inquirer
from jobs.panel_lane import PanelLane
from jobs.rounds import Rounds
from jobs.table import SOON, Round, Ticking, table
from jobs.worker import Worker
from locales import Catalogues
from mail.checkout import Checkout
from mail.inbox import Polling
from mail.intake import Intake
from mail.outbox import Deliveries
from mail.pace import CreditWindow, PacedLimiter
from mail.receiving import Receiving
from mail.stars import Stars
from mail.transport import AiohttpRequest
from mail.turns import Turns
from mail.webhook import Place, Webhook
from mail.webhook_watch import Watch
from mail.wire import Telegram
from panel.client import PanelClient, TimeLimits
from settings import Settings
from shop import crash
from shop.clock import Clock
from shop.person import Access
from shop.price_board import PriceBoard
from shop.pricing import parts_per_million
from shop.showcase import Showcase
from storage.attempts import HandingBook
from storage.audit import Books
from storage.broadcasts import Broadcasts
from storage.catalogue import Shelf
from storage.database import Database
from storage.drafts import Drafts
from storage.inbox import Inbox
from storage.inquiries import Inquiries
from storage.ledger import Till
from storage.outbox import Outbox
from storage.payments import Payment, Payments
from storage.people import People
from storage.price_rules import PriceRules
from storage.requests import Requests
from storage.statements import Statements
from storage.topups import Topups
from storage.upgrade import upgrade

log = logging.getLogger("kiosk")

PANEL = "main"
"""The one panel account of today; the rows name it, so that a second one can come."""


@dataclass
class Wires:
    """What leads out of the process; tests put the playground's in place of the network's."""

    telegram: BaseRequest
    polling: BaseRequest
    checkout: BaseRequest
    panel: httpx.AsyncBaseTransport | None = None
    panel_limits: TimeLimits | None = None

    @classmethod
    def real(cls, panel_limits: TimeLimits | None = None) -> "Wires":
        """Telegram and the panel over sockets."""
        return cls(
            telegram=AiohttpRequest(),
            polling=AiohttpRequest(connections=2),
            checkout=AiohttpRequest(connections=64),
            panel_limits=panel_limits,
        )


class Kiosk:
    """One bot, one panel account, one database."""

    def __init__(self, settings: Settings, *, clock: Clock, wires: Wires) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database(settings.database_url)
        self.panel = PanelClient(
            settings.panel_url,
            settings.key,
            settings.panel_profile,
            clock,
            transport=wires.panel,
            crash=crash.reach,
            limits=wires.panel_limits,
        )
        self.inbox = Inbox(self.database, bot_id=int(settings.token.partition(":")[0]))
        self.outbox = Outbox(self.database)
        self.orders = HandingBook(
            self.database, panel=PANEL, operators=settings.admin_ids, credit_micro=settings.credit_micro
        )
        self.inquiries = Inquiries(self.database, panel=PANEL, operators=settings.admin_ids)
        self.payments = Payments(
            self.database, operators=settings.admin_ids, credit_micro=settings.credit_micro
        )
        self.requests = Requests(self.database)
        self.application = _application(settings, clock, wires)
        self.rounds = self._rounds()
        self.lane = PanelLane(
            panel=self.panel,
            orders=self.orders,
            requests=self.requests,
            outbox=self.outbox,
            clock=clock,
            wake_outbox=self._wake_outbox,
            refresh_account=self.rounds.refresh,
        )
        self.workers = {
            step.__name__: Worker(step.__name__, step, clock=clock, idle=5)
            for step in (self._inquirer().inquire, self.lane.hand_over, self.lane.ask, self.lane.check)
        }
        self.counter = self._counter()
        self._assemble_mail(wires)
        self._wires = wires
        self.is_open = False

    async def open(self) -> None:
        """Bring the database up to date and go on where the last process ended."""
        await upgrade(self.settings.database_url)
        await self.database.open()
        now = self.clock.now()
        lost = await self.orders.recover(now)
        if lost:
            log.warning(
                "%s orders were in flight when the kiosk last stopped; they are unconfirmed now.", lost
            )
        await self.requests.recover(now)
        await self.rounds.unpack()
        await self._wires.checkout.initialize()
        await self.receiving.open()
        await self._meet_telegram()
        self.is_open = True

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. Raises what ended one of the loops (AnotherPoller, InvalidToken)."""
        await self.application.start()
        queue = self.application.job_queue
        assert queue is not None  # noqa: S101 - the job-queue extra is in the lock; tells mypy
        menus = Round("menus", 60, self.menus.put_up, first=SOON)
        look = self.receiving.look
        rounds = table(
            self.rounds,
            sweep_seconds=self.settings.sweep_seconds,
            look_at_telegram=look,
            close_gaps=self.stars.close_gaps,
        )
        ticking = Ticking(queue, (*rounds, menus))
        loops = [self.receiving.run(), self.turns.run(), self.deliveries.run()]
        loops += [worker.run() for worker in self.workers.values()]
        tasks = [asyncio.create_task(loop) for loop in loops]
        log.info(
            "@%s is open: %s services on show.", self.application.bot.username, self.counter.showcase.size
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
        await self.receiving.close()
        await self.application.shutdown()
        for request in (self._wires.telegram, self._wires.polling, self._wires.checkout):
            await request.shutdown()  # PTB leaves them open where it could not greet Telegram
        await self.panel.aclose()
        await self.database.close()

    async def settle(self) -> None:
        """Do everything there is to do right now: what the loops do, once, until nothing is left."""
        busy = True
        while busy:
            busy = await self.polling.poll_once(0) > 0
            await self.checkout.drain()
            await self.turns.drain()
            for worker in self.workers.values():
                await worker.drain()
            await self.deliveries.drain()

    async def _meet_telegram(self) -> None:
        """Telegram may be away for a while; a token it refuses is final."""
        pause = 1.0
        while True:
            try:
                await self.application.initialize()
                return await self.receiving.announce()
            except InvalidToken:
                raise
            except TelegramError as error:  # a network's trouble, a 429, or an answer that is not Telegram's
                words = "refuses" if isinstance(error, BadRequest) else "does not answer"
                log.warning("Telegram %s (%s); asking again in %.0f s.", words, error, pause)
                await self.clock.sleep(pause)
                pause = min(pause * 2, 30)

    async def _wind_down(self, stopping: asyncio.Task[bool], tasks: list[asyncio.Task[None]]) -> None:
        """Begin nothing new, give what is under way a moment. What is cut off goes on at the next start."""
        receiving = tasks[0]
        receiving.cancel()
        await self.checkout.stop(within=2)
        await self.turns.stop(within=6)
        # An `add` in flight is worth waiting for: cut off, its order would be unconfirmed.
        await asyncio.gather(*(worker.stop(within=6) for worker in self.workers.values()))
        await self.deliveries.stop(within=3)
        for task in (stopping, *tasks):
            task.cancel()
        await asyncio.gather(stopping, *tasks, return_exceptions=True)
        await self.application.stop()

    def _wake_outbox(self) -> None:
        self.deliveries.wake()

    def _rounds(self) -> Rounds:
        settings = self.settings
        usual_ppm = parts_per_million(settings.markup_percent)
        return Rounds(
            panel=self.panel,
            clock=self.clock,
            showcase=Showcase(),
            board=PriceBoard(currency=settings.currency, from_wallets=settings.access == "shop"),
            price_rules=PriceRules(self.database, usual_ppm=usual_ppm),
            shelf=Shelf(self.database, panel=PANEL),
            orders=self.orders,
            requests=self.requests,
            broadcasts=Broadcasts(self.database),
            inbox=self.inbox,
            outbox=self.outbox,
            books=Books(self.database, Till(self.database)),
            operators=settings.admin_ids,
            wake_outbox=self._wake_outbox,
        )

    def _inquirer(self) -> Inquirer:
        return Inquirer(
            panel=self.panel,
            inquiries=self.inquiries,
            follower=self.orders,
            clock=self.clock,
            probes=self.settings.panel_probe == "yes",
            shared=self.settings.panel_account == "shared",
            unknown_hours=self.settings.unknown_hours,
            settled=self._settled,
        )

    def _counter(self) -> Counter:
        settings, rounds = self.settings, self.rounds
        return Counter(
            clock=self.clock,
            access=Access(
                operators=settings.admin_ids, allowed=settings.allowed_ids, open=settings.access == "shop"
            ),
            catalogues=Catalogues.load(),
            showcase=rounds.showcase,
            board=rounds.board,
            price_rules=rounds.price_rules,
            people=People(self.database),
            drafts=Drafts(self.database),
            orders=self.orders,
            inquiries=self.inquiries,
            unknown_hours=settings.unknown_hours,
            account_is_shared=settings.panel_account == "shared",
            requests=self.requests,
            broadcasts=rounds.broadcasts,
            payments=self.payments,
            topups=Topups(self.database, operators=settings.admin_ids),
            statements=Statements(self.database),
            till=Till(self.database),
            tariff=settings.tariff,
            credit_micro=settings.credit_micro,
            give_back=self._give_back,
            shelf=rounds.shelf,
            inbox=self.inbox,
            outbox=self.outbox,
            breaker=self.panel.breaker,
            currency=lambda: rounds.board.currency,
            comment_separators=lambda: self.panel.profile.comment_separators,
            wake_lane=self._wake_lane,
            wake_outbox=self._wake_outbox,
            check_order=self._check_order,
            refresh_panel=self._refresh_panel,
        )

    def _assemble_mail(self, wires: Wires) -> None:
        counter = self.counter
        self.application.bot_data["counter"] = counter
        conversation = order_conversation()
        install(self.application, conversation)
        self.menus = Menus(self.application.bot, counter)
        turntable = Turntable(self.application, counter, conversation)
        wire = Telegram(self.application.bot, wires.polling, wires.checkout)
        self.checkout = Checkout(
            check=partial(_checked, self.payments, self.clock),
            answer=wire.answer_checkout,
            words=partial(checkout_words, counter.catalogues),
            clock=self.clock,
        )
        self.stars = Stars(self.application.bot, self.payments, clock=self.clock, arrived=self._wake_outbox)
        self.turns = Turns(
            inbox=self.inbox, handle=turntable.handle, apologise=turntable.apologise, clock=self.clock
        )
        self.polling = Polling(
            fetch=wire.fetch,
            end_webhook=wire.end_webhook,
            inbox=self.inbox,
            clock=self.clock,
            arrived=self.turns.wake,
            checkout=self.checkout.take,
        )
        self.receiving: Receiving = self._webhook(wire) if self.settings.webhook_url else self.polling
        self.deliveries = Deliveries(
            outbox=self.outbox,
            render=Notices(counter).render,
            send=wire.send,
            unreachable=lambda person_id: counter.people.unreachable(person_id, self.clock.now()),
            clock=self.clock,
        )

    def _webhook(self, wire: Telegram) -> Webhook:
        settings = self.settings
        host, port = settings.listening_place
        place = Place(settings.webhook_url, host, port, settings.secret_of_webhook)
        intake = Intake(inbox=self.inbox, clock=self.clock, arrived=self.turns.wake)
        fetch = self.polling.fetch_all
        watch = Watch(wire, url=place.url, secret=place.secret, clock=self.clock, fetch=fetch)
        return Webhook(place, intake=intake, watch=watch, checkout=self.checkout.take)

    async def _give_back(self, it: Payment) -> bool:
        return await self.stars.give_back(it)

    def _wake_lane(self) -> None:
        for worker in self.workers.values():
            worker.wake()

    def _settled(self) -> None:
        """An inquiry is over: somebody is told, and orders go through again."""
        self._wake_outbox()
        self._wake_lane()

    def _check_order(self, order_id: int) -> None:
        self.lane.wanted.add(order_id)
        self.workers["check"].wake()

    def _refresh_panel(self) -> None:
        self.lane.refresh_wanted = True
        self.workers["check"].wake()


async def _checked(payments: Payments, clock: Clock, **asked: Any) -> str | None:
    """See mail.checkout.Check."""
    return await payments.check(now=clock.now(), **asked)


def _application(settings: Settings, clock: Clock, wires: Wires) -> App:
    """PTB's application, without its own polling and without anything that is kept in memory only."""
    application = (
        Application.builder()
        .token(settings.token)
        .base_url(f"{settings.telegram_api_root}/bot")
        .base_file_url(f"{settings.telegram_api_root}/file/bot")
        .request(wires.telegram)
        .get_updates_request(wires.polling)
        .rate_limiter(PacedLimiter(CreditWindow(clock), clock))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .build()
    )
    return cast("App", application)  # PTB's builder cannot tell the JobQueue's context type
