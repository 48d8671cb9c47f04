"""The rounds: what is done every so often, each as one function. The rows remember, not the clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from panel.client import PanelClient
from shop import notice
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.clock import Clock
from shop.errors import PanelError, PanelGarbled
from shop.ordering import refills_and_cancels, status_tracking
from shop.pricing.board import Closed, Pricing
from shop.pricing.doubts import APART, PriceDoubts
from storage.audit import Audit
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.messages.broadcasts import Broadcasts
from storage.messages.inbox import Inbox
from storage.messages.open_cases import OpenCases
from storage.messages.outbox import Outbox
from storage.orders.requests import Requests
from storage.orders.store import Orders
from storage.tidying import Tidying

log = logging.getLogger("kiosk.jobs")

CATALOGUE_EVERY = timedelta(minutes=30)
"""Panels allow `services` as rarely as ten times an hour."""

NAMED = 5
"""So many services are named in an alert about prices."""

SILENT_FOR, AT_WORK_FOR = timedelta(hours=24), timedelta(days=30)
"""An order without news for so long, or at work for so long, is the operator's matter."""

ORDERS_NAMED = 20

INBOX_KEPT = timedelta(days=3)

SHRUNK_TIMES = 3
SHRUNK_APART = timedelta(minutes=10)
"""A catalogue of less than half is believed when it was answered so often in a row, so far apart."""


@dataclass
class Rounds:
    """What the rounds work with."""

    panel: PanelClient
    clock: Clock
    storefront: Storefront
    board: Pricing
    price_rules: PriceRules
    shelf: CatalogueStore
    overcharges: Overcharges
    orders: Orders
    requests: Requests
    broadcasts: Broadcasts
    inbox: Inbox
    outbox: Outbox
    open_cases: OpenCases
    tidying: Tidying
    auditing: Audit
    operators: frozenset[int]
    wake_outbox: Callable[[], None]

    def __post_init__(self) -> None:
        self._services: tuple[Service, ...] = ()
        self._read_at: datetime | None = None
        self._rates: dict[str, dict[str, int]] = {}
        self._stopped: frozenset[str] = frozenset()
        self._doubts = PriceDoubts()
        self._shrunk = 0
        self._shrunk_at: datetime | None = None

    async def unpack(self) -> None:
        """At start: show what was on sale when the kiosk last ran, at the prices that were set."""
        catalogue = await self.shelf.get()
        account = await self.shelf.get_account()
        self._read_at = account.catalogue_at
        self._stopped = await self.overcharges.list_stopped()
        self.board.priced(account.catalogue_at)
        expected = account.currency is not None and not self.board.from_wallets
        if account.balance_at is not None or expected:
            self.board.heard(account.currency)
        self._known.update(await self.shelf.get_rates())
        self.board.update(await self.price_rules.load())
        await self._show(catalogue)

    async def sync_catalogue(self) -> None:
        """Read the catalogue where it is missing or old."""
        fresh = self._is_younger(self._read_at, APART if self._doubts.any else CATALOGUE_EVERY)
        doubted = self._is_younger(self._shrunk_at, SHRUNK_APART)
        if (fresh or doubted) and not self.storefront.empty:
            return
        if self.board.from_wallets:  # rates are believed to be in the currency that was told last
            await self._asking(self._read_balance())
        await self._asking(self._read_services())
        await self._tell(self.board.alerts(self.operators, self.clock.now()))

    async def read_balance(self) -> None:
        """Read the account's balance; it also tells whether the panel answers."""
        await self._asking(self._read_balance())

    async def refresh(self) -> None:
        """The operator wants to know: balance and catalogue, now."""
        await self._asking(self._read_balance())
        await self._asking(self._read_services())

    async def sweep(self) -> None:
        """Ask the panel about every order whose time it is."""
        await self._asking(status_tracking.sweep_all(self.orders, panel=self.panel, clock=self.clock))
        await self.follow_stops()
        self.wake_outbox()

    async def watch(self) -> None:
        """Name the orders of which nothing is heard, or that never end: they are for the operator to end."""
        now = self.clock.now()
        silent = await self.orders.list_unheard(now - SILENT_FOR)
        endless = await self.orders.list_lingering(now - AT_WORK_FOR)
        day, week = str(now.date()), f"{now:%G-%V}"
        await self._tell(
            [
                *self._order_alerts("orders_silent", silent, day),
                *self._order_alerts("orders_endless", endless, week),
            ]
        )

    def _order_alerts(self, alert: str, numbers: Sequence[int], when: str) -> list[notice.Notice]:
        named = ", ".join(map(str, numbers[:ORDERS_NAMED]))
        more = f" … +{len(numbers) - ORDERS_NAMED}" if len(numbers) > ORDERS_NAMED else ""
        return [
            notice.alert(
                operator, "orders", f"{alert}:{when}", alert=alert, word=named + more, order_id=numbers[0]
            )
            for operator in sorted(self.operators)
            if numbers
        ]

    async def follow_refills(self) -> None:
        """Ask what became of refills."""
        await self._asking(
            refills_and_cancels.follow_refills(self.requests, panel=self.panel, clock=self.clock)
        )
        self.wake_outbox()

    async def give_up_waiting(self) -> None:
        """Give back orders that could not be handed over in time."""
        now = self.clock.now()
        if await self.orders.give_up_waiting(now):
            self.wake_outbox()

    async def end_silent_requests(self) -> None:
        """Let go of refills and cancels that the panel says nothing about."""
        now = self.clock.now()
        if await self.requests.end_silent(now - refills_and_cancels.NEWS_WITHIN, now):
            self.wake_outbox()

    async def show_progress(self) -> None:
        """Bring the progress lines of broadcasts up to date."""
        if await self.broadcasts.show_progress(self.clock.now()):
            self.wake_outbox()

    async def audit(self) -> None:
        """Go over the books. Money stands still as long as they are not in order, and the operators know."""
        now = self.clock.now()
        for news in await self.auditing.look(now):
            log.error("The books: %s", news.words or "in order again")
            # What cannot be checked is said once a day; it may well stay so for a while.
            when = f"{now.date()}" if news.key == "books_unchecked" else now.isoformat()
            alerts = [
                notice.alert(operator, "books", f"{news.key}:{when}", alert=news.key, word=news.words[:300])
                for operator in sorted(self.operators)
            ]
            await self.outbox.enqueue(alerts, now)
            self.wake_outbox()

    async def remind(self) -> None:
        """Once a day the operators hear what has waited for them since yesterday."""
        if await self.open_cases.remind(self.clock.now()):
            self.wake_outbox()

    async def tend(self) -> None:
        """Have the database count anew what it plans by."""
        await self.auditing.tend()

    async def tidy(self) -> None:
        """Forget updates handled long ago, and whatever else nobody will ask about any more."""
        now = self.clock.now()
        await self.inbox.forget_before(now - INBOX_KEPT)
        await self.tidying.tidy(now)

    async def _asking(self, question: Awaitable[object]) -> None:
        """Await a question to the panel; an answer that does not come is noted, not raised."""
        try:
            await question
        except PanelError as error:
            now = self.clock.now()
            log.warning("The panel: %s", error)
            await self.shelf.heard_trouble(str(error), now)
            if isinstance(error, PanelGarbled) and self.board.closed is Closed.BALANCE_UNREAD:
                await self._tell_unread(str(error), now)

    async def _tell_unread(self, trouble: str, now: datetime) -> None:
        """The shop cannot open, for the panel's answer cannot be read: only the operator can do something."""
        alerts = [
            notice.alert(
                operator, "balance", f"unread:{now.date()}", alert="balance_unread", word=trouble[:200]
            )
            for operator in sorted(self.operators)
        ]
        await self.outbox.enqueue(alerts, now)
        self.wake_outbox()

    async def _read_balance(self) -> None:
        asked_at = self.clock.now()
        balance = await self.panel.balance()
        now, before = self.clock.now(), self.board.panel_currency
        self.board.heard(balance.currency)
        await self.shelf.heard_balance(balance, self.panel.profile_name, now, asked_at=asked_at)
        if self.board.panel_currency != before:
            self._read_at = None  # its prices are other numbers now
            self.board.outdate()
        await self._tell(self.board.alerts(self.operators, now))

    async def _read_services(self) -> None:
        services = tuple(await self.panel.services())
        now = self.clock.now()
        if len(services) * 2 < len(self._services) and not await self._is_confirmed(len(services), now):
            return
        self._shrunk, self._shrunk_at = 0, None
        self._read_at = now
        for why, named in self.panel.left_out.items():
            log.warning("The panel lists services that are left out: %s (%s, …)", why, ", ".join(named))
        believed = self._doubts.weigh(services, self._known, now)
        self._known.update({one.id: one.rate_micro for one in believed.services})
        await self._tell(
            [
                *self._price_alerts("price_fallen", believed.doubted, now),
                *self._price_alerts("price_of_nothing", believed.free, now),
            ]
        )
        await self.shelf.replace_all(list(believed.services), self.panel.profile_name, now)
        self.board.priced(now)
        await self._show(Catalogue.of(believed.services))

    @property
    def _known(self) -> dict[str, int]:
        """The prices sold at before, by id: each currency has its own, and the panel may come back to one."""
        return self._rates.setdefault(self.board.panel_currency, {})

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
        await self._tell(alerts)
        return False

    def _price_alerts(self, alert: str, services: Sequence[Service], now: datetime) -> list[notice.Notice]:
        """One alert a day that names some of these services; none for no services."""
        named = ", ".join(f"{one.id} {one.name}"[:60] for one in services[:NAMED])
        more = f" … +{len(services) - NAMED}" if len(services) > NAMED else ""
        return [
            notice.alert(operator, "prices", f"{alert}:{now.date()}", alert=alert, word=named + more)
            for operator in sorted(self.operators)
            if services
        ]

    async def _tell(self, alerts: list[notice.Notice]) -> None:
        if alerts:
            await self.outbox.enqueue(alerts, self.clock.now())
            self.wake_outbox()

    def _is_younger(self, moment: datetime | None, age: timedelta) -> bool:
        """A moment ahead of now was written by a clock that was wrong since: it makes nothing young."""
        return moment is not None and timedelta(0) <= self.clock.now() - moment < age

    async def _show(self, catalogue: Catalogue) -> None:
        if catalogue.services == self._services and not self.storefront.empty:
            return
        self._services = catalogue.services
        await self._put_on_show()

    async def follow_stops(self) -> None:
        """Take off the shelves what the panel charges too much for, and put back what an operator allows."""
        stopped = await self.overcharges.list_stopped()
        if stopped != self._stopped:
            self._stopped = stopped
            await self._put_on_show()

    async def _put_on_show(self) -> None:
        catalogue = Catalogue.of(one for one in self._services if one.id not in self._stopped)
        # Sorting thousands of services takes a moment; nobody's tap shall wait for it.
        stock = await asyncio.to_thread(CatalogueIndex.of, catalogue, from_wallets=self.board.from_wallets)
        self.storefront.show(stock)
