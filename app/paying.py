"""Payment gateways put together: the ways through them, and where they call us."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import httpx

from messaging.receiving import cannot_listen
from payments.base import NoAnswer, Way
from payments.callbacks import CallBacks, path_of
from payments.desk import PaymentDesk
from payments.reconciling import Comparison, reconcile
from payments.transfers.way import TransferWay
from settings import GatewaySettings, Settings
from shop.alerts import AlertKind
from shop.clock import Clock
from shop.ledger.merchant import Judge, MerchantCall, MerchantTransaction, Settled
from shop.ledger.mismatch import differing, settled
from shop.ledger.transfers import Transfer
from storage.alerts.store import Alerts
from storage.core.database import Database, DatabaseTrouble
from storage.ledger.bank_transfers import Transfers
from storage.ledger.merchants import Merchants
from storage.ledger.payments import Payments

log = logging.getLogger("kiosk.payments")


class Gateways:
    """The ways through gateways, and their call-backs if PAYMENTS_URL says where we can be called."""

    def __init__(self, settings: Settings, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> None:
        self._settings = settings
        self._clock = clock
        self._described = [
            one.way(clock, transport=transport, callback=self._address_of(one.profile.name))
            for one in settings.gateway_accounts
        ]
        self._merchants = [one.way(clock) for one in settings.merchant_accounts]
        self._transfers = TransferWay(settings.bank_account, clock)
        self._chains = [one.way(clock, transport) for one in settings.chain_accounts]
        self.ways: list[Way] = [*self._described, *self._merchants, *self._chains, self._transfers]
        self._transfers.address = self._address_of(self._transfers.name)
        called: list[Way] = [*self._described, *self._merchants]
        if settings.bank_senders:
            called.append(self._transfers)
        self._paths = {path_of(way.name, settings.token): way.name for way in called}

    def connect(
        self,
        payments: PaymentDesk,
        rows: Payments,
        merchants: Merchants,
        transfers: Transfers,
        arrived: Callable[[], None],
    ) -> None:
        """Connect the ways to the shop, once its parts are made.

        `payments` asks gateways, about the invoices in `rows`. `merchants` keeps the transactions of gateways
        that call us, `transfers` what came to the operator's own accounts. `arrived` is called when money has
        come.
        """
        self.matching = Matching(transfers, self._clock, arrived)
        for account in (self._transfers, *self._chains):
            account.connect(TransferBook(transfers), self.matching.wake)
        self.calls = CallBacks(payments.ways, rows, payments.look, self._clock)
        self._server = self._server_of(self.calls)
        for way in self._merchants:
            way.connect(MerchantBook(merchants), arrived)

    @property
    def has_any(self) -> bool:
        """True if there are gateways beside the operator's own accounts."""
        return bool(self._described or self._merchants)

    async def open(self) -> None:
        """Listen for call-backs. Raises CannotBeCalled."""
        if self._server is not None:
            await self._server.open()
            for way in (*self._described, *self._merchants):
                log.info("%s calls %s", way.called, self._address_of(way.name))

    def send_back_to(self, username: str) -> None:
        """Have payers come back to the bot of this name."""
        for way in self._described:
            way.back = f"https://t.me/{username}"
        for merchant in self._merchants:
            merchant.back = f"https://t.me/{username}"

    async def close(self) -> None:
        """Stop listening, and close the connections to gateways."""
        if self._server is not None:
            await self._server.close()
        for way in self._described:
            await way.aclose()
        for chain in self._chains:
            await chain.aclose()

    def _address_of(self, name: str) -> str:
        url = self._settings.payments_url
        return f"{url}{path_of(name, self._settings.token)}" if url else ""

    def _server_of(self, calls: CallBacks) -> Any:
        if not (self._settings.payments_url and self._paths):
            return None
        from messaging.webhook_door import Door  # noqa: PLC0415 - most kiosks need none of aiohttp's server
        from payments.callback_server import CallBackServer  # noqa: PLC0415 - the same

        cannot = partial(cannot_listen, setting="PAYMENTS_LISTEN")
        return CallBackServer(calls, self._paths, self._settings.payments_place, door=Door(), cannot=cannot)


class MerchantBook:
    """The rows of transactions; trouble with the database is NoAnswer, as the ways know it."""

    def __init__(self, rows: Merchants) -> None:
        self._rows = rows

    async def settle(self, call: MerchantCall, judge: Judge, now: datetime) -> Settled:
        """Judge a call and do what the verdict says. Raises ShopError, and NoAnswer."""
        try:
            return await self._rows.settle(call, judge, now)
        except DatabaseTrouble as trouble:
            raise NoAnswer(str(trouble)) from trouble

    async def list_asked(self, way: str, since: datetime, until: datetime) -> Sequence[MerchantTransaction]:
        """Return the transactions that a gateway made in this time. Raises NoAnswer."""
        try:
            return await self._rows.list_asked(way, since, until)
        except DatabaseTrouble as trouble:
            raise NoAnswer(str(trouble)) from trouble


class TransferBook:
    """The rows of bank transfers; trouble with the database is NoAnswer, as the ways know it."""

    def __init__(self, rows: Transfers) -> None:
        self._rows = rows

    async def take_in(self, way: str, found: Sequence[Transfer], now: datetime) -> Sequence[int]:
        """Store what a source told, each transfer once. Raises NoAnswer."""
        try:
            return await self._rows.take_in(way, found, now)
        except DatabaseTrouble as trouble:
            raise NoAnswer(str(trouble)) from trouble

    async def report_unknown_sender(self, way: str, sender: str, now: datetime) -> None:
        """Tell the operators of a sender whose word is not taken. Raises NoAnswer."""
        try:
            await self._rows.report_unknown_sender(way, sender, now)
        except DatabaseTrouble as trouble:
            raise NoAnswer(str(trouble)) from trouble


class Matching:
    """Decides about the transfers that were read. `came` wakes the worker that calls `decide_next`."""

    def __init__(self, rows: Transfers, clock: Clock, arrived: Callable[[], None]) -> None:
        self._rows = rows
        self._clock = clock
        self._arrived = arrived
        self.came: Callable[[], None] = lambda: None

    def wake(self) -> None:
        """Have the worker decide soon: something was read."""
        self.came()

    async def decide_next(self) -> bool:
        """Decide about the next one; return False if none waits."""
        if not await self._rows.decide_next(self._clock.now()):
            return False
        self._arrived()
        return True


async def compare_gateways(settings: GatewaySettings, database: Database, clock: Clock) -> list[Comparison]:
    """Return how each gateway's newest payments stand in the book, and those that an open alert names."""
    book, alerts = Payments(database, operators=()), Alerts(database)
    known = {one.subject for one in await alerts.list_of({AlertKind.GATEWAY_MISMATCH})}
    comparisons = []
    for account in settings.gateway_accounts:
        way = account.way(clock)
        try:
            facts = await alerts.last_facts(AlertKind.GATEWAY_MISMATCH, way.name)
            named = differing(facts) if way.name in known else ()
            comparisons.append(await reconcile(way, book, clock.now(), named, settled(facts)))
        finally:
            await way.aclose()
    return comparisons
