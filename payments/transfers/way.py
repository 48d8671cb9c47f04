"""Paying by a transfer to the operator's own account. What a bank's messages say is matched, and credited."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from payments.base import Answer, Bounds, NoAnswer, Price, Way
from payments.transfers.telling import Told, read_post
from shop.clock import Clock
from shop.currency import OF_A_THOUSAND
from shop.ledger.matching import is_sender_allowed
from shop.ledger.notifications import read_notification
from shop.ledger.topup import TRANSFER_HOLDS, coin_micro, step_paid
from shop.ledger.transfers import Transfer
from shop.money import ceil_div
from shop.pricing.price_list import NANO
from shop.sentences import marked

log = logging.getLogger("kiosk.payments")

WITHOUT_LIMIT = Bounds(0, 2**52)
BUSY = Answer("Not now. Please try again.", status=503)
UNREAD = Answer("This has no message with a sender.", status=400)
TAKEN = Answer("OK")


class TransferRows(Protocol):
    """The rows of transfers. The calls raise NoAnswer."""

    def take_in(self, way: str, found: Sequence[Transfer], now: datetime) -> Awaitable[Sequence[int]]:
        """Store the transfers that are new, to be matched; return their numbers."""
        ...

    def report_unknown_sender(self, way: str, sender: str, now: datetime) -> Awaitable[None]:
        """Tell the operators of a sender whose word is not taken, once a day each."""
        ...


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The operator's account: `words` tell people how to pay into it.

    `currency` is the account's, empty for the shop's own; `value_nano` is then what one unit of it is worth
    in `shop_currency`, in billionths, as the setting `valued_by` says. `senders` are those whose messages
    count.
    """

    words: str
    shop_currency: str
    currency: str = ""
    value_nano: int = 0
    senders: Collection[str] = field(default=frozenset())
    valued_by: str = "BANK_VALUE"

    @property
    def own_currency(self) -> str:
        """The currency in which people pay."""
        return self.currency or self.shop_currency


class TransferWay(Way):
    """The way to pay into this account.

    `address` is where a bank's messages are posted, empty if nobody can call us. Whoever knows it can say
    that money came, so it is shown to owners alone.
    """

    name = "bank"
    label = marked("🏦 Bank transfer")
    called = "bank transfer"
    by_transfer = True
    holds = TRANSFER_HOLDS

    def __init__(self, account: OwnAccount, clock: Clock) -> None:
        self.account = account
        self.address = ""
        self._clock = clock
        self._rows: TransferRows | None = None
        self._arrived: Callable[[], None] = lambda: None

    def connect(self, rows: TransferRows, arrived: Callable[[], None]) -> None:
        """Take the rows; `arrived` is called when transfers are to be decided about."""
        self._rows, self._arrived = rows, arrived

    @property
    def is_set_up(self) -> bool:
        return bool(self.account.words)

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - the operator's alone
        if self.account.own_currency in OF_A_THOUSAND:
            return None
        if currency == self.account.own_currency:
            return WITHOUT_LIMIT
        return WITHOUT_LIMIT if currency == self.account.shop_currency and self.account.value_nano else None

    def reason_unpayable(self, currency: str) -> str | None:
        account = self.account
        if account.own_currency in OF_A_THOUSAND:
            return f"amounts in {account.own_currency}, of a thousand coins, are not read in banks' messages"
        unsaid = f"{account.valued_by} does not say what one {account.own_currency} is worth"
        return None if self.bounds(currency) else unsaid

    def price(self, amount_micro: int, currency: str) -> Price:
        own = self.account.own_currency
        if own == currency:
            return super().price(amount_micro, currency)
        step = step_paid(own)
        paid_micro = ceil_div(amount_micro * NANO, self.account.value_nano * step) * step
        return Price(own, paid_micro // coin_micro(own), amount_micro)

    async def answer(self, headers: Mapping[str, str], body: bytes) -> Answer | None:
        told = read_post(headers, body, self._clock.now())
        if told is None:
            return UNREAD
        try:
            return await self._take(told)
        except NoAnswer as trouble:
            log.error("A message of %s could not be kept: %s", told.sender or "nobody", trouble)
            return BUSY

    async def _take(self, told: Told) -> Answer:
        """Keep the transfer of a message whose sender counts. What is posted twice is kept once."""
        if self._rows is None:
            raise NoAnswer("the kiosk is not open yet")
        now = self._clock.now()
        if not is_sender_allowed(told.sender, self.account.senders):
            log.warning("A message of %r is not read: BANK_SENDERS does not name it.", told.sender)
            await self._rows.report_unknown_sender(self.name, told.sender, now)
            return TAKEN
        read = read_notification(told.text, self.account.own_currency, told.at, told.sender)
        if read is None:
            log.info("A message of %s tells of no money that came in, or not clearly.", told.sender)
            return TAKEN
        await self._rows.take_in(self.name, [read], now)
        self._arrived()
        return TAKEN
