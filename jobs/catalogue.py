"""Sync a panel's catalogue: read it, doubt what is unlikely, price it and put it on show."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.assortment import Assortment
from messaging.alerts import LONGEST_WORD, OperatorAlerts
from panel.client import PanelClient
from shop.alerts import AlertKind, Condition, Facts
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.sync_report import report_of
from shop.clock import Clock
from shop.errors import PanelError, PanelGarbled, PanelRefused
from shop.pricing.board import CLOSING, Closed, PanelPrices, Pricing
from shop.pricing.doubts import APART, Believed, PriceDoubts
from shop.suppliers import settings_named
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.catalogue.sync_reports import SyncReports

log = logging.getLogger("kiosk.jobs")

CATALOGUE_EVERY = timedelta(minutes=30)
"""Panels allow `services` as rarely as ten times an hour."""

NAMED = 5
"""How many services an alert about prices names."""

OF_THE_CATALOGUE = frozenset({AlertKind.PRICE_FALLEN, AlertKind.PRICE_OF_NOTHING, AlertKind.CATALOGUE_SHRUNK})
"""Kinds of alerts that a believed catalogue decides about."""

SHRUNK_TIMES = 3
SHRUNK_APART = timedelta(minutes=10)
"""A catalogue less than half as long is believed after this many answers in a row, this far apart."""


@dataclass
class CatalogueSync:
    """Keeps prices, and what is on show, in step with one panel; tells the operators what it doubts."""

    panel: PanelClient
    clock: Clock
    assortment: Assortment
    board: Pricing
    prices: PanelPrices
    price_rules: PriceRules
    store: CatalogueStore
    overcharges: Overcharges
    reports: SyncReports
    alerts: OperatorAlerts
    name: str = ""
    """What the panel is called in the settings; that of PANEL_URL has no name."""

    def __post_init__(self) -> None:
        self.supplier = self.store.panel
        self._services: tuple[Service, ...] = ()
        self._read_at: datetime | None = None
        self._rates: dict[str, dict[str, int]] = {}
        self._rates_above_zero: dict[str, dict[str, int]] = {}
        self._stopped: frozenset[str] = frozenset()
        self._doubts = PriceDoubts()
        self._shrunk = 0
        self._shrunk_at: datetime | None = None
        self._offered: tuple[Service, ...] | None = None
        self.trouble: PanelError | None = None
        """What the panel answered instead of the last balance, since the last one it gave."""

    @property
    def is_empty(self) -> bool:
        """Return True if no service of the panel is known."""
        return not self._services

    async def load(self) -> None:
        """Show, at a start, what was on sale when the kiosk last ran, at the prices set then."""
        catalogue = await self.store.get()
        account = await self.store.get_account()
        self.panel.take_currency(account.currency)
        self._read_at = account.catalogue_at
        self._stopped = await self.overcharges.list_off_sale()
        self.prices.set_priced_at(account.catalogue_at)
        expected = account.currency is not None and not self.board.from_wallets
        if account.balance_at is not None or expected:
            self.prices.set_currency(account.currency)
        rates = await self.store.get_rates()
        self._known.update(rates)
        self._above_zero.update(await self.store.get_rates_before_zero())
        self._above_zero.update(_above_zero(rates))
        self.board.update(await self.price_rules.load())
        await self.assortment.read()
        await self._show(catalogue)

    async def follow(self) -> None:
        """Show what another kiosk has read from the panel since this one last looked."""
        account = await self.store.get_account()
        if account.catalogue_at != self._read_at or self.is_empty:
            await self.load()
        elif account.balance_at is not None:
            self.panel.take_currency(account.currency)
            self.prices.set_currency(account.currency)

    async def sync(self) -> None:
        """Read the catalogue if it is missing or old."""
        fresh = self._is_younger(self._read_at, APART if self._doubts.any else CATALOGUE_EVERY)
        doubted = self._is_younger(self._shrunk_at, SHRUNK_APART)
        if (fresh or doubted) and self._services:
            await self.assortment.renew_search()
            return
        if self.prices.needs_balance:  # rates are taken to be in the currency last named
            await self.ask_panel(self._read_balance())
        await self.ask_panel(self._read_services())
        await self.alerts.settle(CLOSING, self.prices.conditions())

    async def read_balance(self) -> None:
        """Read the account's balance, which also shows whether the panel answers."""
        await self.ask_panel(self._read_balance())

    async def refresh(self) -> None:
        """Read balance and catalogue now, for the operator."""
        await self.ask_panel(self._read_balance())
        await self.ask_panel(self._read_services())

    async def follow_stops(self) -> None:
        """Take services off sale that are overcharged or fail; put back those an operator allows."""
        stopped = await self.overcharges.list_off_sale()
        if stopped != self._stopped:
            self._stopped, self._offered = stopped, None
            await self._put_on_show()

    async def ask_panel(self, question: Awaitable[object]) -> None:
        """Await a call to the panel; record a PanelError instead of raising it."""
        try:
            await question
        except PanelError as error:
            now = self.clock.now()
            log.warning("%s: %s%s", self._named, error, self._look_at(error))
            self.trouble = error
            await self.store.heard_trouble(str(error), now)
            if isinstance(error, PanelRefused) and error.why == "auth":
                facts: Facts = {"word": error.text[:LONGEST_WORD], "of_reading": 1}
                await self.alerts.send([Condition(AlertKind.PANEL_AUTH, facts=facts)])
            if isinstance(error, PanelGarbled) and self.prices.closed is Closed.BALANCE_UNREAD:
                # The shop cannot open, and only the operator can do something about that.
                await self.alerts.tell("balance_unread", "", str(error))

    @property
    def _named(self) -> str:
        """The panel, as log lines begin with it: with its name, if it is a further one."""
        return f"The panel {self.name}" if self.name else "The panel"

    def _look_at(self, error: PanelError) -> str:
        """Say which settings a refused key stands in, behind the words of the panel."""
        if not isinstance(error, PanelRefused) or error.why != "auth":
            return ""
        named = settings_named(self.name)
        return f". Check {named['setting']} and {'url in ' if self.name else ''}{named['place']}."

    async def _read_balance(self) -> None:
        asked_at = self.clock.now()
        balance = await self.panel.balance()
        now, before = self.clock.now(), self.prices.currency
        self.prices.set_currency(balance.currency)
        await self.store.heard_balance(balance, self.panel.profile_name, now, asked_at=asked_at)
        if self.prices.currency != before:
            self._read_at = None  # the rates are in another currency now
            self.prices.outdate()
        self.trouble = None
        await self.alerts.settle(CLOSING | {AlertKind.BALANCE_UNREAD}, self.prices.conditions())

    async def _read_services(self) -> None:
        listed = await self.panel.services()
        read = list({one.id: one for one in listed}.values())  # a list that comes doubled is one
        now = self.clock.now()
        services = tuple(await self.store.number(read, now))
        if len(services) * 2 < len(self._services) and not await self._is_confirmed(len(services), now):
            return
        self._shrunk, self._shrunk_at = 0, None
        self._read_at = now
        for why, named in self.panel.left_out.items():
            listed_so = ", ".join(named)
            log.warning("%s lists services that are left out: %s (%s, …)", self._named, why, listed_so)
        believed = await asyncio.to_thread(self._believe, services, now)
        await self.alerts.settle(
            OF_THE_CATALOGUE,
            [
                *_of_services(AlertKind.PRICE_FALLEN, believed.doubted),
                *_of_services(AlertKind.PRICE_OF_NOTHING, believed.free),
            ],
        )
        await self.store.replace_all(believed.services, self.panel.profile_name, now, known=self._services)
        self.prices.set_priced_at(now)
        await self._report(believed.services, now)
        await self._show(Catalogue.of(believed.services))

    def _believe(self, services: Sequence[Service], now: datetime) -> Believed:
        """Weigh the prices, and remember those that are believed. It takes a moment: use a thread."""
        known, above_zero = self._known, self._above_zero
        believed = self._doubts.weigh(services, known, now, above_zero=above_zero)
        rates = {one.id: one.rate_micro for one in believed.services}
        known.update(rates)
        above_zero.update(_above_zero(rates))
        return believed

    @property
    def _known(self) -> dict[str, int]:
        """The last believed rates by service id, kept per currency: the panel may return to one."""
        return self._rates.setdefault(self.prices.currency, {})

    @property
    def _above_zero(self) -> dict[str, int]:
        """The last believed rates that were not 0, likewise."""
        return self._rates_above_zero.setdefault(self.prices.currency, {})

    async def _is_confirmed(self, count: int, now: datetime) -> bool:
        """Return True if a much shorter catalogue is believed by now; tell the operators at once."""
        if not self._is_younger(self._shrunk_at, SHRUNK_APART):
            self._shrunk, self._shrunk_at = self._shrunk + 1, now
        if self._shrunk >= SHRUNK_TIMES:
            return True
        before = len(self._services)
        log.warning("%s lists %s services instead of %s; not believed yet.", self._named, count, before)
        shrunk = f"{count} / {before}"
        await self.alerts.tell("catalogue_shrunk", "", shrunk)
        return False

    def _is_younger(self, moment: datetime | None, age: timedelta) -> bool:
        """Return True if `moment` is less than `age` ago. A moment ahead of now came from a wrong clock."""
        return moment is not None and timedelta(0) <= self.clock.now() - moment < age

    async def _report(self, services: tuple[Service, ...], now: datetime) -> None:
        """Keep what this sync changed, and tell the operators."""
        prices, currency = self.board.prices, self.prices.currency
        levels = ("", *prices.levels)

        def least(service: Service) -> int:
            return min(prices.markup_ppm(service, level) for level in levels)

        report = await asyncio.to_thread(report_of, self._services, services, least, currency)
        if report is not None:
            await self.reports.add(report, now)
            self.alerts.wake()

    async def _show(self, catalogue: Catalogue) -> None:
        same = await asyncio.to_thread(self._services.__eq__, catalogue.services)
        if same is True and self.assortment.has_shown:
            return
        self._services = catalogue.services
        self._offered = None
        await self._put_on_show()

    async def _put_on_show(self) -> None:
        await self.assortment.offer(self.supplier, self._on_offer())

    def _on_offer(self) -> tuple[Service, ...]:
        """Return the panel's services without those that were stopped; the same ones are the same object."""
        if not self._stopped:
            return self._services
        if self._offered is None:
            self._offered = tuple(one for one in self._services if one.id not in self._stopped)
        return self._offered


def _above_zero(rates: Mapping[str, int]) -> dict[str, int]:
    return {number: rate for number, rate in rates.items() if rate}


def _of_services(kind: AlertKind, services: Sequence[Service]) -> list[Condition]:
    """Return the condition of these services, some of them named; none for no services."""
    if not services:
        return []
    named = ", ".join(f"{one.id} {one.name}"[:60] for one in services[:NAMED])
    more = f" … +{len(services) - NAMED}" if len(services) > NAMED else ""
    return [Condition(kind, facts={"word": named + more})]
