"""Payments and refunds at Telegram. They have happened, so nothing here can refuse them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from telegram import Message, SuccessfulPayment, Update

from handlers.context import Context
from payments.registry import Ways
from shop.ledger.topup import Paid
from shop.membership.charges import Subscribed


async def paid(update: Update, context: Context) -> None:
    """A payment went through: credits it, with the order it was for; its notice says what became of both."""
    services, turn = context.services, context.turn
    message = update.message
    payment = message.successful_payment if message else None
    if message is None or payment is None:
        return
    came = _paid(payment, message.date, turn.person.id, services.payments.ways)
    await services.stores.payments.paid(came, services.clock.now())
    await services.payments.memberships.follow()
    services.wakeups.paid()  # an order that was made of it is shown where its confirm card is


async def was_given_back(update: Update, context: Context) -> None:
    """Telegram has given a payment back."""
    services = context.services
    refunded = update.message.refunded_payment if update.message else None
    if refunded is None:
        return
    way = services.payments.ways.reported_by_telegram(refunded.currency).name
    await services.stores.payments.was_returned(
        way, refunded.telegram_payment_charge_id, services.clock.now()
    )
    await services.payments.memberships.follow()
    services.wakeups.outbox()


def is_about_money(update: Update) -> bool:
    """Return True for news of money that has moved, which counts whoever it is from."""
    message = update.message
    return isinstance(message, Message) and bool(message.successful_payment or message.refunded_payment)


def _paid(payment: SuccessfulPayment, at: datetime, person_id: int, ways: Ways) -> Paid:
    return Paid(
        way=ways.reported_by_telegram(payment.currency).name,
        charge_id=payment.telegram_payment_charge_id,
        person_id=person_id,
        payload=payment.invoice_payload,
        currency=payment.currency,
        amount_minor=payment.total_amount,
        payer=_payer_of(payment),
        subscribed=_subscribed(at, payment),
    )


def _subscribed(at: datetime, payment: SuccessfulPayment) -> Subscribed:
    """Return what a payment says of a subscription: Telegram leaves out what is false."""
    until = payment.subscription_expiration_date
    return Subscribed(at, until, None if until is None else payment.is_first_recurring is True)


def _payer_of(payment: SuccessfulPayment) -> str:
    """Return what tells one payer of cards from another, unreadable: their e-mail address, if known."""
    email = payment.order_info.email if payment.order_info is not None else None
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest() if email else ""


def paid_in(body: object, ways: Ways) -> Paid | None:
    """Return the payment in a raw update, read without the library; None if it has none.

    The library reads all of an update or nothing, and the money has come in whatever else it holds.
    """
    message = body.get("message") if isinstance(body, dict) else None
    sender = message.get("from") if isinstance(message, dict) else None
    payment = message.get("successful_payment") if isinstance(message, dict) else None
    if not isinstance(sender, dict) or not isinstance(payment, dict):
        return None
    number, amount = sender.get("id"), payment.get("total_amount")
    names = ("telegram_payment_charge_id", "invoice_payload", "currency")
    charge_id, payload, currency = (payment.get(name) for name in names)
    words_are_words = all(isinstance(one, str) and one for one in (charge_id, payload, currency))
    if not words_are_words or type(number) is not int or type(amount) is not int or amount <= 0:
        return None
    return Paid(
        way=ways.reported_by_telegram(str(currency)).name,
        charge_id=str(charge_id),
        person_id=number,
        payload=str(payload),
        currency=str(currency),
        amount_minor=amount,
        subscribed=_subscribed_in(message.get("date"), payment) if isinstance(message, dict) else None,
    )


def _subscribed_in(date: object, payment: Mapping[str, Any]) -> Subscribed:
    """Return what a raw payment says of a subscription; what cannot be read is not said."""
    at, until = _moment(date), _moment(payment.get("subscription_expiration_date"))
    # Telegram leaves out what is false, so without an end nothing is said of being the first either.
    return Subscribed(at, until, None if until is None else payment.get("is_first_recurring") is True)


def _moment(told: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(told, UTC) if type(told) is int else None
    except (OverflowError, ValueError, OSError):
        return None
