"""The rounds: what is done every so often, each as one function. The rows remember, not the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from panel.client import PanelClient
from shop import aftercare, notice, track
from shop.catalogue import Catalogue, Service
from shop.clock import Clock
from shop.errors import PanelError
from shop.order import RESERVED_FOR
from shop.price_board import PriceBoard
from shop.showcase import Showcase, Stock
from storage.attempts import HandingBook
from storage.audit import Books
from storage.broadcasts import Broadcasts
from storage.catalogue import Shelf
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.price_rules import PriceRules
from storage.requests import Requests

log = logging.getLogger("kiosk.jobs")

CATALOGUE_EVERY = timedelta(minutes=30)
"""Panels allow `services` as rarely as ten times an hour."""

INBOX_KEPT = timedelta(days=3)

SHRUNK_TIMES = 3
SHRUNK_APART = timedelta(minutes=10)
"""A catalogue of less than half is believed when it was answered so often in a row, so far apart."""


@dataclass
class Rounds:
    """What the rounds work with."""

    panel: PanelClient
    clock: Clock
    showcase: Showcase
    board: PriceBoard
    price_rules: PriceRules
    shelf: Shelf
    orders: HandingBook
    requests: Requests
    broadcasts: Broadcasts
    inbox: Inbox
    outbox: Outbox
    books: Books
    operators: frozenset[int]
    wake_outbox: Callable[[], None]

    def __post_init__(self) -> None:
        self._services: tuple[Service, ...] = ()
        self._read_at: datetime | None = None
        self._shrunk = 0
        self._shrunk_at: datetime | None = None

    async def unpack(self) -> None:
        """At start: show what was on sale when the kiosk last ran, at the prices that were set."""
        catalogue = await self.shelf.catalogue()
        account = await self.shelf.account()
        self._read_at = account.catalogue_at
        if account.balance_at is not None:
            self.board.heard(account.currency)
        self.board.put_up(await self.price_rules.load())
        await self._show(catalogue)

    async def sync_catalogue(self) -> None:
        """Read the catalogue where it is missing or old."""
        fresh = self._is_younger(self._read_at, CATALOGUE_EVERY)
        doubted = self._is_younger(self._shrunk_at, SHRUNK_APART)
        if (fresh or doubted) and not self.showcase.empty:
            return
        if self.board.from_wallets:  # rates are believed to be in the currency that was told last
            await self._asking(self._read_balance())
        await self._asking(self._read_services())

    async def read_balance(self) -> None:
        """Read the account's balance; it also tells whether the panel answers."""
        await self._asking(self._read_balance())

    async def refresh(self) -> None:
        """The operator wants to know: balance and catalogue, now."""
        await self._asking(self._read_balance())
        await self._asking(self._read_services())

    async def sweep(self) -> None:
        """Ask the panel about every open order."""
        followed = await self.orders.open(self.clock.now())
        if not followed:
            return
        await self._asking(track.sweep(followed, panel=self.panel, follower=self.orders, clock=self.clock))
        self.wake_outbox()

    async def follow_refills(self) -> None:
        """Ask what became of refills."""
        await self._asking(aftercare.follow_refills(self.requests, panel=self.panel, clock=self.clock))
        self.wake_outbox()

    async def give_up_waiting(self) -> None:
        """Give back orders that could not be handed over in time."""
        now = self.clock.now()
        if await self.orders.give_up_waiting(now - RESERVED_FOR, now):
            self.wake_outbox()

    async def end_silent_requests(self) -> None:
        """Let go of refills and cancels that the panel says nothing about."""
        now = self.clock.now()
        if await self.requests.end_silent(now - aftercare.NEWS_WITHIN, now):
            self.wake_outbox()

    async def show_progress(self) -> None:
        """Bring the progress lines of broadcasts up to date."""
        if await self.broadcasts.show_progress(self.clock.now()):
            self.wake_outbox()

    async def audit(self) -> None:
        """Go over the books. Money stands still as long as they are not in order, and the operators know."""
        now = self.clock.now()
        for news in await self.books.look(now):
            log.error("The books: %s", news.words or "in order again")
            # What cannot be checked is said once a day; it may well stay so for a while.
            when = f"{now.date()}" if news.key == "books_unchecked" else now.isoformat()
            alerts = [
                notice.alert(operator, "books", f"{news.key}:{when}", alert=news.key, word=news.words[:300])
                for operator in sorted(self.operators)
            ]
            await self.outbox.owe(alerts, now)
            self.wake_outbox()

    async def tend(self) -> None:
        """Have the database count anew what it plans by."""
        await self.books.tend()

    async def tidy(self) -> None:
        """Forget updates handled long ago."""
        await self.inbox.forget_before(self.clock.now() - INBOX_KEPT)

    async def _asking(self, question: Awaitable[object]) -> None:
        """Await a question to the panel; an answer that does not come is noted, not raised."""
        try:
            await question
        except PanelError as error:
            log.warning("The panel: %s", error)
            await self.shelf.heard_trouble(str(error), self.clock.now())

    async def _read_balance(self) -> None:
        asked_at = self.clock.now()
        balance = await self.panel.balance()
        now, before = self.clock.now(), self.board.panel_currency
        self.board.heard(balance.currency)
        await self.shelf.heard_balance(balance, self.panel.profile_name, now, asked_at=asked_at)
        if self.board.panel_currency != before:
            self._read_at = None  # its prices are other numbers now
        if alerts := self.board.alerts(self.operators, now):
            await self.outbox.owe(alerts, now)
            self.wake_outbox()

    async def _read_services(self) -> None:
        services = tuple(await self.panel.services())
        now = self.clock.now()
        if len(services) * 2 < len(self._services) and not await self._is_confirmed(len(services), now):
            return
        self._shrunk, self._shrunk_at = 0, None
        self._read_at = now
        await self.shelf.restock(list(services), self.panel.profile_name, now)
        await self._show(Catalogue.of(services))

    async def _is_confirmed(self, count: int, now: datetime) -> bool:
        """Whether a much shorter catalogue is to be believed by now. The operators hear of it at once."""
        if not self._is_younger(self._shrunk_at, SHRUNK_APART):
            self._shrunk, self._shrunk_at = self._shrunk + 1, now
        if self._shrunk >= SHRUNK_TIMES:
            return True
        before = len(self._services)
        log.warning("The panel lists %s services instead of %s; not believed yet.", count, before)
        alerts = [
            notice.alert(
                operator,
                "catalogue",
                f"shrunk:{now.date()}",
                alert="catalogue_shrunk",
                word=f"{count} / {before}",
            )
            for operator in sorted(self.operators)
        ]
        await self.outbox.owe(alerts, now)
        self.wake_outbox()
        return False

    def _is_younger(self, moment: datetime | None, age: timedelta) -> bool:
        return moment is not None and self.clock.now() - moment < age

    async def _show(self, catalogue: Catalogue) -> None:
        if catalogue.services == self._services and not self.showcase.empty:
            return
        self._services = catalogue.services
        # Sorting thousands of services takes a moment; nobody's tap shall wait for it.
        stock = await asyncio.to_thread(Stock.of, catalogue, from_wallets=self.board.from_wallets)
        self.showcase.show(stock)
