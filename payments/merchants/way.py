"""A way to pay through a gateway that calls us. Its authenticated call is the proof, and nothing is asked."""

import logging
from collections.abc import Callable, Mapping
from functools import partial

from payments.base import Answer, Bounds, NoAnswer, PayLink, Shown, Way
from payments.described.way import TELEGRAM, named_as
from payments.merchants.asking import Act, Ask, Merchant, MerchantRows
from shop.clock import Clock
from shop.errors import ShopError
from shop.ledger.merchant import MerchantCall, Step
from shop.ledger.topup import Invoice
from shop.money import MICRO

log = logging.getLogger("kiosk.payments")

CURRENCY = "UZS"
LARGEST_MICRO = 1_000_000_000 * MICRO


class MerchantWay(Way):
    """The way through this gateway. Not `is_on`: no new invoices, but calls about old ones are answered."""

    languages = ("uz",)

    def __init__(self, merchant: Merchant, clock: Clock, *, is_on: bool = True, back: str = TELEGRAM) -> None:
        self._merchant = merchant
        self._clock = clock
        self._is_on = is_on
        self.back = back
        self._rows: MerchantRows | None = None
        self._arrived: Callable[[], None] = lambda: None
        self.name = merchant.name
        self.label = merchant.label
        self.called = merchant.called

    def connect(self, rows: MerchantRows, arrived: Callable[[], None]) -> None:
        """Take the rows; `arrived` is called when a notice is due."""
        self._rows, self._arrived = rows, arrived

    @property
    def is_set_up(self) -> bool:
        return self._is_on

    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:  # noqa: ARG002 - no rates in it
        return Bounds(MICRO, LARGEST_MICRO) if currency == CURRENCY else None

    def reason_unpayable(self, currency: str) -> str | None:
        return None if currency == CURRENCY else f"{self.called} takes no {currency}"

    async def show(self, invoice: Invoice) -> Shown:
        number = self.reference_of(invoice)
        return PayLink(self._merchant.link(number, invoice.amount_minor, self.back), number)

    def reference_of(self, invoice: Invoice) -> str:
        return named_as("number", invoice)

    async def answer(self, headers: Mapping[str, str], body: bytes) -> Answer | None:
        read = self._merchant.read(headers, body, self._clock.now())
        if isinstance(read, Answer):
            log.info("%s was called, but not as it calls: %s", self.called, read.text[:100])
            return read
        try:
            return await self._answered(read)
        except ShopError as refused:
            log.warning("%s asked for what cannot be done (%s).", self.called, refused.key)
            return self._merchant.answer_refused(read)
        except NoAnswer as trouble:
            log.error("%s got no answer: %s", self.called, trouble)
            return self._merchant.answer_unknown(read)

    async def _answered(self, ask: Ask) -> Answer:
        if self._rows is None:
            raise NoAnswer("the kiosk is not open yet")
        if ask.act is Act.LIST:
            return self._merchant.answer_list(ask, await self._rows.list_asked(self.name, ask.at, ask.until))
        now = self._clock.now()
        call = MerchantCall(self.name, ask.their_id, ask.number, ask.at)
        judge = partial(self._merchant.judge, ask, now=now)
        settled = await self._rows.settle(call, judge, now)
        if settled.verdict.step in {Step.PERFORM, Step.GIVE_BACK}:
            log.info("%s: transaction %s, %s.", self.called, ask.their_id, settled.verdict.step.name.lower())
            self._arrived()
        return self._merchant.answer_to(ask, settled)
