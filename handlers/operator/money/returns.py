"""Somebody's wallet and payments, and giving a payment back."""

from telegram import Update

from handlers.context import Context
from handlers.operator.finding import about_their_wallet, get_person
from handlers.operator.money.views import found, sure_to_return
from handlers.show import show
from payments.desk import Refund
from shop.errors import ShopError
from shop.ledger.payment import Payment
from shop.person import Person

PAYMENTS = 5
"""The number of a person's newest movements, and of their newest payments."""


async def opened_wallet(_update: Update, context: Context) -> None:
    """Wallet, on somebody's card."""
    await _show_found(context, await get_person(context, context.button.of))


async def wished_return(_update: Update, context: Context) -> None:
    """Give back: asks once more before money moves."""
    payment = await _payment(context)
    await show(context, sure_to_return(payment, context.turn.t))


async def returned(_update: Update, context: Context) -> None:
    """Give back, confirmed: takes it out of the wallet, then asks whoever received the payment."""
    services, payment = context.services, await _payment(context)
    try:
        begun = await services.stores.payments.begin_return(payment.id, services.clock.now())
    except ShopError as refused:
        raise await about_their_wallet(
            refused, context, await get_person(context, str(payment.person_id))
        ) from None
    refund = await services.payments.give_back(begun)
    if refund is not Refund.UNDER_WAY:  # otherwise the card says so
        settled = refund is Refund.DONE
        words = context.turn.t.label("Given back.") if settled else context.turn.t.label("Telegram refused.")
        await context.turn.answer(words, alert=not settled)
    await _show_found(context, await get_person(context, str(payment.person_id)))


async def kept(_update: Update, context: Context) -> None:
    """Cancel: nothing is given back."""
    await _show_found(context, await get_person(context, context.button.value))


async def _show_found(context: Context, person: Person) -> None:
    services, turn = context.services, context.turn
    wallet_view = await services.stores.statements.get_wallet(
        person.id, services.board.currency, limit=PAYMENTS
    )
    payments = await services.stores.payments.list_latest(person.id, limit=PAYMENTS)
    refunds = services.payments.ways.refunds if turn.operates else _by_nobody
    view = found(person, wallet_view, payments, turn.t, refunds=refunds)
    await show(context, view)


async def _payment(context: Context) -> Payment:
    number = context.button.number
    payment = await context.services.stores.payments.find(number) if number is not None else None
    if payment is None:
        raise ShopError("button_old")
    if not context.services.payments.ways.refunds(payment.way):
        raise ShopError("nothing_to_return")
    return payment


def _by_nobody(_way: str) -> bool:
    """Who only answers people gives nothing back."""
    return False
