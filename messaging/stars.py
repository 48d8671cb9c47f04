"""Stars: Telegram's own list of what was paid and given back, held against ours.

A payment is an update like any other, and could be lost while the kiosk is away
for more than a day. Telegram keeps the list for ever, so every few minutes what
is new there is credited if we do not have it. How far the list was compared
stands in a row of this bot's own. Giving back is asked for again until Telegram
has said yes or no; it gives a charge back once, and after a no it can be tried again.
"""

import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import StarTransaction, StarTransactions, TransactionPartnerUser
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from messaging.delivery import OutcomeUnknown
from messaging.patience import Patience, Tell, tell_nobody
from shop.clock import Clock
from shop.ledger.payment import Payment, PaymentState
from shop.ledger.topup import STARS, Paid, Way
from storage.ledger.payments import Credited, Payments
from storage.ledger.stars_list import StarsList

log = logging.getLogger("kiosk.stars")

PAGE = 100
"""core.telegram.org/bots/api#getstartransactions"""

LOOK_BACK = 100
"""So many compared lines are looked at again: nothing promises that no line comes in between."""

IS_BACK = "CHARGE_ALREADY_REFUNDED"
"""Telegram's answer also where the first try went through and only its answer was lost."""


class Stars:
    """One bot's Stars. `arrived` is called when something was credited."""

    def __init__(
        self,
        bot: ExtBot[Any],
        payments: Payments,
        lines: StarsList,
        *,
        clock: Clock,
        arrived: Callable[[], None],
        tell: Tell = tell_nobody,
    ) -> None:
        self._bot = bot
        self._payments = payments
        self._lines = lines
        self._clock = clock
        self._arrived = arrived
        self._patience = Patience("Stars", clock=clock, tell=tell)

    async def close_gaps(self) -> None:
        """Credit what Telegram has been paid and we have not, and go on with what is being given back.

        The list comes first: somebody waits for that money. Each refund is tried by itself,
        so that one which Telegram does not settle holds no other up.
        """
        if await self._patience.must_wait():
            return
        await self._tried(self._read_list(), "list of Stars could not be read")
        for payment in await self._payments.list_returning():
            await self._tried(
                self.give_back(payment), f"word on the refund of {payment.charge_id} did not come"
            )

    async def _tried(self, call: Coroutine[Any, Any, object], failed: str) -> None:
        """Make the call unless Telegram has asked to wait; what fails is tried again next time."""
        if await self._patience.must_wait():
            call.close()
            return
        try:
            await call
        except RetryAfter as error:
            self._patience.asked_to_wait(error)
        except TelegramError as error:
            log.warning("Telegram's %s (%s); it is tried again.", failed, error)

    async def give_back(self, payment: Payment) -> bool:
        """Ask Telegram to give this payment back; whether it is settled. The wallet has paid already."""
        try:
            await self._bot.refund_star_payment(
                user_id=payment.person_id, telegram_payment_charge_id=payment.charge_id
            )
        except BadRequest as error:
            if IS_BACK not in str(error).upper():
                log.error("Telegram does not give the Stars of charge %s back: %s", payment.charge_id, error)
                await self._payments.not_returned(payment, self._clock.now())
                self._arrived()
                return False
        await self._payments.returned(payment, self._clock.now())
        self._arrived()
        return True

    async def _read_list(self) -> None:
        """Whatever is older than this bot's first bill was paid to another program with its token."""
        since = await self._lines.begins()
        if since is None:
            return
        compared = await self._lines.compared()
        offset = max(0, compared - LOOK_BACK)
        while True:
            page = (await self._page(offset)).transactions
            await self._compare_all([one for one in page if one.date >= since.replace(microsecond=0)])
            offset += len(page)
            if offset > compared:  # only now: what is not compared yet is read again after a crash
                await self._lines.compared_to(offset, self._clock.now())
            if len(page) < PAGE:
                return

    async def _page(self, offset: int) -> StarTransactions:
        try:
            return await self._bot.get_star_transactions(offset=offset, limit=PAGE)
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            unlike = f"The answer to getStarTransactions is not like one ({type(error).__name__})."
        raise OutcomeUnknown(unlike)

    async def _compare_all(self, page: Sequence[StarTransaction]) -> None:
        states = await self._lines.states(one.id for one in page)
        for line in page:
            if (
                isinstance(line.receiver, TransactionPartnerUser)
                and states.get(line.id) != PaymentState.RETURNED
            ):
                await self._payments.was_returned(Way.STARS, line.id, self._clock.now())
            elif isinstance(line.source, TransactionPartnerUser) and line.id not in states:
                await self._credit(line, line.source)

    async def _credit(self, transaction: StarTransaction, payer: TransactionPartnerUser) -> None:
        if payer.invoice_payload is None:
            return
        paid = Paid(
            way=Way.STARS,
            charge_id=transaction.id,
            person_id=payer.user.id,
            payload=payer.invoice_payload,
            currency=STARS,
            amount_minor=transaction.amount,
        )
        if payer.affiliate is not None:
            paid = await self._payments.with_commission(paid, abs(payer.affiliate.amount))
        if await self._payments.paid(paid, self._clock.now()) is not Credited.BEFORE:
            log.warning(
                "A payment of %s Stars (%s) had been missed; it is credited now.",
                transaction.amount,
                transaction.id,
            )
            self._arrived()
