"""Somebody's wallet and payments, and giving a payment back."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, typed_text
from handlers.operator.finding import about_their_wallet, get_person
from handlers.operator.money.typed import read_micro
from handlers.operator.money.views import (
    PAYMENTS,
    another_amount,
    did_it_go_back,
    how_much_to_return,
    persons_wallet,
    sure_to_return,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import say, show
from locales import marked
from payments.base import Way
from payments.desk import Refund
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ledger.payment import RETURNABLE, Payment, Return
from shop.ledger.topup import coin_micro
from shop.person import Person


async def opened_wallet(_update: Update, context: Context) -> None:
    """Wallet, on somebody's card, or earlier payments: the button names the last one of the page before."""
    before = row_number(context.button.value)
    await _show_found(context, await get_person(context, context.button.of), before=before)


async def wished_return(_update: Update, context: Context) -> None:
    """Give back: asks once more before money moves."""
    payment, way = await _returnable(context, context.button.of)
    t, n = context.turn.t, await _next_number(context, payment)
    less = (another_amount(payment, t),) if way.refunds_parts else ()
    await show(context, sure_to_return(payment, payment.left, n, t, *less))


async def wished_part(_update: Update, context: Context) -> None:
    """Another amount: asks how much shall go back."""
    payment, way = await _returnable(context, context.button.of)
    if not way.refunds_parts:
        raise ShopError("nothing_to_return")
    await ask_at_desk(context, DeskAsks.RETURN_PART, str(payment.id))
    await show(context, how_much_to_return(payment, context.turn.t))


async def typed_part(update: Update, context: Context) -> None:
    """How much shall go back. What cannot be read, or is too much, is said, and the question goes on."""
    turn = context.turn
    payment, _ = await _returnable(context, turn.desk_about)
    text = typed_text(update)
    micro, coin = read_micro(text.strip(), payment.currency), coin_micro(payment.currency)
    most = payment.left.amount_minor
    if micro is None or micro % coin or micro // coin > most:
        raise ShopError("part_unreadable", amount=turn.t.paid(payment.currency, most))
    n = await _next_number(context, payment)
    await say(context, sure_to_return(payment, payment.share(micro // coin), n, turn.t))
    await note_answered(context)


async def returned(_update: Update, context: Context) -> None:
    """Give back, confirmed: takes it out of the wallet, then asks whoever received the payment."""
    services, turn = context.services, context.turn
    payment, way = await _returnable(context, context.button.of)
    n, amount_minor = (row_number(part) for part in context.button.value.partition(".")[::2])
    if amount_minor is None and not payment.back.amount_minor:
        n, amount_minor = 1, payment.amount_minor  # of an earlier version, which gave back the whole alone
    if n is None or amount_minor is None:
        raise ShopError("button_old")
    if amount_minor != payment.left.amount_minor and not way.refunds_parts:
        raise ShopError("nothing_to_return")
    try:
        begun = await services.stores.payment_returns.begin_return(
            payment.id, services.clock.now(), amount_minor=amount_minor, n=n, by=turn.person.id
        )
    except ShopError as refused:
        raise await about_their_wallet(
            refused, context, await get_person(context, str(payment.person_id))
        ) from None
    refund = await services.payments.give_back(begun)
    await _follow_membership(context, begun)
    if refund is not Refund.UNDER_WAY:  # otherwise the card says so
        settled = refund is Refund.DONE
        by_telegram = way.telegram_reports(payment.currency)
        no = marked("Telegram refused.") if by_telegram else marked("It was refused.")
        words = turn.t.label("Given back.") if settled else turn.t.label(no)
        await turn.answer(words, alert=not settled)
    await _show_found(context, await get_person(context, str(payment.person_id)))


async def opened_doubt(_update: Update, context: Context) -> None:
    """Did it go back?, on an alert or in a wallet: what is known, and the two answers."""
    doubted = await _doubtful(context)
    called = context.services.payments.called(doubted.payment)
    await show(context, did_it_go_back(doubted, called, context.turn.t))


async def saw_it_went_back(_update: Update, context: Context) -> None:
    """It went back: the payer has the money."""
    await _settle(context, went_back=True)


async def saw_nothing_went_back(_update: Update, context: Context) -> None:
    """Nothing went back: the wallet gets its money again."""
    await _settle(context, went_back=False)


async def _settle(context: Context, *, went_back: bool) -> None:
    services, turn = context.services, context.turn
    doubted = await _doubtful(context)
    if str(doubted.n) != context.button.value:
        raise ShopError("button_old")
    number, person_id = doubted.payment.invoice_id, doubted.payment.person_id
    own = None if number is None else await services.stores.payments.find_invoice(number, person_id)
    invoice = None if own is None else own.invoice
    await services.payments.settle_doubt(doubted, invoice, went_back=went_back, by=turn.person.id)
    services.wakeups.alerts()
    await _follow_membership(context, doubted)
    stayed = marked("Nothing went back")
    if doubted.payment.is_in_wallet:
        stayed = marked("It is in the wallet again.")
    await turn.answer(turn.t.label(marked("Given back.") if went_back else stayed))
    await _show_found(context, await get_person(context, str(doubted.payment.person_id)))


async def _doubtful(context: Context) -> Return:
    """Return the return of which somebody is to say whether it was made."""
    services, number = context.services, row_number(context.button.of)
    payment = await services.stores.payments.find(number) if number is not None else None
    if payment is None:
        raise ShopError("button_old")
    for doubted in await services.stores.payment_returns.list_doubtful(payment.person_id):
        if doubted.payment.id == payment.id:
            return doubted
    raise ShopError("decided_before")


async def kept(_update: Update, context: Context) -> None:
    """Cancel: nothing is given back."""
    await _show_found(context, await get_person(context, context.button.value))


async def _follow_membership(context: Context, back: Return) -> None:
    if back.payment.is_membership:
        await context.services.payments.memberships.tell_telegram()
        await context.services.payments.memberships.follow()


async def _show_found(context: Context, person: Person, *, before: int | None = None) -> None:
    services, turn = context.services, context.turn
    wallet_view = await services.stores.statements.get_wallet(
        person.id, services.board.currency, limit=PAYMENTS
    )
    payments = await services.stores.payments.list_latest(person.id, limit=PAYMENTS + 1, before=before)
    refunds = services.payments.ways.refunds if turn.operates else _by_nobody
    doubtful = await services.stores.payment_returns.list_doubtful(person.id) if turn.operates else ()
    view = persons_wallet(
        person, wallet_view, payments, turn.t, refunds=refunds, doubtful=doubtful, is_first=before is None
    )
    await show(context, view)


async def _returnable(context: Context, text: str) -> tuple[Payment, Way]:
    """Return the payment of this number, of which something can be given back now, with its way."""
    services, number = context.services, row_number(text)
    payment = await services.stores.payments.find(number) if number is not None else None
    if payment is None:
        raise ShopError("button_old")
    way = services.payments.ways.find(payment.way)
    if way is None or not way.refunds or payment.state not in RETURNABLE:
        raise ShopError("nothing_to_return")
    return payment, way


async def _next_number(context: Context, payment: Payment) -> int:
    return await context.services.stores.payment_returns.tries(payment.id) + 1


def _by_nobody(_way: str) -> bool:
    """Return False: staff who only answer people give nothing back."""
    return False
