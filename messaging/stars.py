"""Telegram Stars over the Bot API: implements `payments.base.TelegramStars`."""

from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from telegram import (
    AffiliateInfo,
    RevenueWithdrawalStatePending,
    StarAmount,
    StarTransaction,
    TransactionPartner,
    TransactionPartnerFragment,
    TransactionPartnerUser,
)
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from messaging.delivery import certainly_not_sent
from messaging.patience import Patience, Tell, tell_nobody
from payments.base import MustWait, NoAnswer, NotAsked, Refused, StarLine
from shop.clock import Clock
from shop.ledger.star_balance import NANO

Answer = TypeVar("Answer")


class StarsAtTelegram:
    """One bot's Stars. While Telegram asks to wait with one kind of call, no call of that kind is made."""

    def __init__(self, bot: ExtBot[Any], *, clock: Clock, tell: Tell = tell_nobody) -> None:
        self._bot = bot
        self._list = Patience("Stars", clock=clock, tell=tell)
        self._balance = Patience("the balance of Stars", clock=clock, tell=tell)
        self._refunds = Patience("refunds of Stars", clock=clock, tell=tell)
        self._renewals = Patience("subscriptions in Stars", clock=clock, tell=tell)

    async def lines(self, offset: int, limit: int) -> Sequence[StarLine]:
        """Read the list from `offset` on, oldest first. Raises NoAnswer."""
        asked = self._bot.get_star_transactions(offset=offset, limit=limit)
        page = await _read("getStarTransactions", self._list, asked)
        return [_line(one) for one in page.transactions]

    async def balance(self) -> int:
        """Return how many Stars the bot has, in billionths of a Star. Raises NoAnswer."""
        return _nano(await _read("getMyStarBalance", self._balance, self._bot.get_my_star_balance()))

    async def give_back(self, person_id: int, charge_id: str) -> None:
        """Refund a charge. Raises Refused with Telegram's reason, and NoAnswer."""
        call = self._bot.refund_star_payment(user_id=person_id, telegram_payment_charge_id=charge_id)
        await _do(self._refunds, call)

    async def set_renewal(self, person_id: int, charge_id: str, *, is_canceled: bool) -> None:
        """Stop a subscription's charges, or let its person have them again. Raises Refused and NoAnswer."""
        call = self._bot.edit_user_star_subscription(person_id, charge_id, is_canceled)
        await _do(self._renewals, call)


async def _do(patience: Patience, call: Coroutine[Any, Any, Any]) -> None:
    """Make a call that changes something. Raises Refused with Telegram's reason, and NoAnswer."""
    try:
        await _ask(patience, call)
    except NoAnswer as error:
        if isinstance(error.__cause__, BadRequest):
            raise Refused(str(error)) from error
        raise


async def _read(method: str, patience: Patience, call: Coroutine[Any, Any, Answer]) -> Answer:
    """Return what a question is answered. Raises NoAnswer, also for what cannot be read."""
    try:
        return await _ask(patience, call)
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        unreadable = f"The answer to {method} cannot be read ({type(error).__name__})."
        raise NoAnswer(unreadable) from None


async def _ask(patience: Patience, call: Coroutine[Any, Any, Answer]) -> Answer:
    if await patience.must_wait():
        call.close()
        raise MustWait("Telegram has asked to wait")
    try:
        return await call
    except RetryAfter as error:
        patience.asked_to_wait(error)
        raise MustWait(str(error)) from error
    except TelegramError as error:
        raise (NotAsked if certainly_not_sent(error) else NoAnswer)(str(error)) from error


def _line(transaction: StarTransaction) -> StarLine:
    source, receiver = transaction.source, transaction.receiver
    payer = source if isinstance(source, TransactionPartnerUser) else None
    partner = payer or (receiver if isinstance(receiver, TransactionPartnerUser) else None)
    affiliate = payer.affiliate if payer is not None else None
    return StarLine(
        charge_id=transaction.id,
        at=transaction.date,
        amount=transaction.amount,
        went_back=isinstance(receiver, TransactionPartnerUser),
        person_id=payer.user.id if payer is not None else None,
        payload=payer.invoice_payload if payer is not None else None,
        commission=abs(affiliate.amount) if affiliate is not None else None,
        moved_nano=_nano(transaction) if source is not None else -_nano(transaction),
        commission_nano=abs(_nano(partner.affiliate)) if partner and partner.affiliate else 0,
        is_pending=_is_pending(receiver),
    )


def _is_pending(receiver: TransactionPartner | None) -> bool:
    state = receiver.withdrawal_state if isinstance(receiver, TransactionPartnerFragment) else None
    return isinstance(state, RevenueWithdrawalStatePending)


def _nano(amount: StarTransaction | StarAmount | AffiliateInfo) -> int:
    """Return an amount in billionths of a Star."""
    return amount.amount * NANO + (amount.nanostar_amount or 0)
