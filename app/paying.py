"""Payment gateways put together: the ways through them, and where they call us."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

import httpx

from gateway_accounts import GatewayAccount
from messaging.receiving import CannotBeCalled
from messaging.webhook_door import Door
from payments.callbacks import CallBacks, path_of
from payments.desk import PaymentDesk
from payments.reconciling import Verdict, reconcile
from settings import GatewaySettings, Settings
from shop.clock import Clock
from storage.core.database import Database
from storage.ledger.payments import Payments

log = logging.getLogger("kiosk.payments")


class Gateways:
    """The ways through gateways, and their call-backs if PAYMENTS_URL says where we can be called."""

    def __init__(self, settings: Settings, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> None:
        self._settings = settings
        self._clock = clock
        accounts = settings.gateway_accounts
        self._paths = {path_of(one.profile.name, settings.token): one.profile.name for one in accounts}
        self.ways = [one.way(clock, transport=transport, callback=self._address_of(one)) for one in accounts]

    def connect(self, payments: PaymentDesk, rows: Payments) -> None:
        """Take the desk that asks, and the rows that say what is asked about."""
        self.calls = CallBacks(payments.ways, rows, payments.look, self._clock)
        self._server = self._server_of(self.calls)

    @property
    def loops(self) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
        """The loops that run until the kiosk stops."""
        return {"call-backs": self.calls.run} if self._server is not None else {}

    async def open(self) -> None:
        """Listen for call-backs. Raises CannotBeCalled."""
        if self._server is not None:
            await self._server.open()
            for account in self._settings.gateway_accounts:
                log.info("%s calls %s", account.profile.called, self._address_of(account))

    async def close(self) -> None:
        """Stop listening, and close the connections to gateways."""
        if self._server is not None:
            await self._server.close()
        for way in self.ways:
            await way.aclose()

    def _address_of(self, account: GatewayAccount) -> str:
        url = self._settings.payments_url
        return f"{url}{path_of(account.profile.name, self._settings.token)}" if url else ""

    def _server_of(self, calls: CallBacks) -> Any:
        if not (self._settings.payments_url and self.ways):
            return None
        from payments.callback_server import CallBackServer  # noqa: PLC0415 - most kiosks need none of aiohttp's server

        return CallBackServer(
            calls, self._paths, self._settings.payments_place, door=Door(), cannot=CannotBeCalled
        )


async def compare_gateways(settings: GatewaySettings, database: Database, clock: Clock) -> list[Verdict]:
    """Return how each gateway's newest payments stand in the book."""
    book = Payments(database, operators=())
    verdicts = []
    for account in settings.gateway_accounts:
        way = account.way(clock)
        try:
            verdicts.append(await reconcile(way, book, clock.now()))
        finally:
            await way.aclose()
    return verdicts
