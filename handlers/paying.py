"""Money that has come or gone at Telegram. It has happened, so nothing here can refuse it."""

from telegram import Message, SuccessfulPayment, Update

from handlers.asking import ask_again
from handlers.counter import Context
from shop.draft import CONFIRM
from shop.topup import Paid, way_of
from storage.payments import Credited


async def paid(update: Update, context: Context) -> None:
    """A payment went through: it is credited, and the order that waited for it is shown again."""
    counter, turn = context.counter, context.turn
    payment = update.message.successful_payment if update.message else None
    if payment is None:
        return
    credited = await counter.payments.paid(_paid(payment, turn.person.id), counter.clock.now())
    waits = turn.draft is not None and turn.draft.question == CONFIRM
    if credited is not Credited.IN_SUSPENSE and waits and turn.may_order:
        await ask_again(context)
    counter.wake_outbox()


async def was_given_back(update: Update, context: Context) -> None:
    """Telegram has given a payment back."""
    counter = context.counter
    refunded = update.message.refunded_payment if update.message else None
    if refunded is None:
        return
    way = way_of(refunded.currency)
    await counter.payments.was_returned(way, refunded.telegram_payment_charge_id, counter.clock.now())
    counter.wake_outbox()


def is_about_money(update: Update) -> bool:
    """Whether this tells of money that has moved; that counts whoever it is from."""
    message = update.message
    return isinstance(message, Message) and bool(message.successful_payment or message.refunded_payment)


def _paid(payment: SuccessfulPayment, person_id: int) -> Paid:
    return Paid(
        way=way_of(payment.currency),
        charge_id=payment.telegram_payment_charge_id,
        person_id=person_id,
        payload=payment.invoice_payload,
        currency=payment.currency,
        amount_minor=payment.total_amount,
    )
