"""The operator's money: /credit, /debit, /find, receipts, and giving Stars back."""

from telegram import Update
from telegram.error import BadRequest

from handlers.buttons import row_number
from handlers.counter import Context
from handlers.letters import receipt_message
from handlers.show import say, show, strip_tapped
from handlers.views.till import found, sure_to_return, wallet_changed
from handlers.views.topup import more_receipts, receipt_card
from mail.outbox import Message
from mail.wire import call
from shop import notice
from shop.book import WALLET, Account, granting, withdrawing
from shop.errors import ShopError
from shop.money import micro_up, typed_amount
from shop.notice import Lane
from shop.person import Person
from storage.payments import Payment

RECEIPTS = 5
"""So many are shown by one /review; each is a message of its own."""

PAYMENTS = 5
"""A person's newest, shown by /find."""


async def credited(update: Update, context: Context) -> None:
    """/credit <person> <amount> <reason>."""
    await _change(update, context, adds=True)


async def debited(update: Update, context: Context) -> None:
    """/debit <person> <amount> <reason>. Never more than there is."""
    await _change(update, context, adds=False)


async def looked_for(_update: Update, context: Context) -> None:
    """/find <person>."""
    _only_operators(context)
    words = context.args or []
    await _show_found(context, await _person(context, words[0] if words else ""))


async def wished_return(_update: Update, context: Context) -> None:
    """Give back: once more, before money moves."""
    _only_operators(context)
    it = await _payment(context)
    await show(context, sure_to_return(it, context.turn.t))


async def returned(_update: Update, context: Context) -> None:
    """Give back, for sure: out of the wallet first, then Telegram is asked."""
    _only_operators(context)
    counter, it = context.counter, await _payment(context)
    begun = await counter.payments.begin_return(it.id, counter.clock.now())
    settled = await counter.give_back(begun)
    words = context.turn.t.label("Given back.") if settled else context.turn.t.label("Telegram refused.")
    await context.turn.answer(words, alert=not settled)
    await _show_found(context, await _person(context, str(it.person_id)))


async def kept(_update: Update, context: Context) -> None:
    """Not after all."""
    _only_operators(context)
    await _show_found(context, await _person(context, context.button.value))


async def showed_receipts(context: Context) -> int:
    """Each receipt that waits, oldest first, with its buttons, whatever became of its letter; how many."""
    _only_operators(context)
    counter, turn = context.counter, context.turn
    waiting = await counter.topups.waiting(limit=1000)
    for it in waiting[:RECEIPTS]:
        await _bring(context, await receipt_message(counter, it, turn.person.id, turn.t))
    if len(waiting) > RECEIPTS:
        await say(context, more_receipts(len(waiting) - RECEIPTS, turn.t))
    return len(waiting)


async def _bring(context: Context, message: Message) -> None:
    """A receipt; in words where Telegram does not bring its picture."""
    try:
        await call(context.bot, message, Lane.PERSON)
    except BadRequest:
        if message.instead is None:
            raise
        await call(context.bot, message.instead, Lane.PERSON)


async def approved_receipt(_update: Update, context: Context) -> None:
    """The receipt is right."""
    await _decide(context, approve=True)


async def declined_receipt(_update: Update, context: Context) -> None:
    """The receipt is not."""
    await _decide(context, approve=False)


async def _decide(context: Context, *, approve: bool) -> None:
    _only_operators(context)
    counter, turn, number = context.counter, context.turn, context.button.number
    if number is None:
        raise ShopError("button_old")
    it = await counter.topups.decide(number, turn.person.id, approve=approve, now=counter.clock.now())
    counter.wake_outbox()
    person = await counter.people.find(it.person_id)
    await strip_tapped(context)  # below a picture there is no text that could be changed
    await show(context, receipt_card(it, person.name if person else "?", turn.t))


async def _change(update: Update, context: Context, *, adds: bool) -> None:
    """One journal, whose key is this very message: handled twice, it counts once."""
    _only_operators(context)
    counter, turn = context.counter, context.turn
    person, micro, reason = await _order_of(context)
    currency = counter.currency()
    wallet, form = Account(WALLET, person.id, currency), f"{turn.person.id}:{update.update_id}"
    make = granting if adds else withdrawing
    entry = make(form, wallet, micro, actor_id=turn.person.id, reason=reason)
    news = [notice.wallet_changed(person.id, entry.key)]
    await counter.till.book(entry, counter.clock.now(), news=news)
    counter.wake_outbox()
    balance = await counter.till.balance(wallet)
    await show(context, wallet_changed(person, micro if adds else -micro, balance, currency, turn.t))


async def _order_of(context: Context) -> tuple[Person, int, str]:
    """Whom, how much, and why. Raises ShopError with how to say it."""
    words = context.args or []
    if len(words) < 3:
        raise ShopError("credit_usage")
    amount = typed_amount(words[1])
    micro = micro_up(amount) if amount is not None else 0
    if not 0 < micro <= 10**15:
        raise ShopError("credit_usage")
    return await _person(context, words[0]), micro, " ".join(words[2:])[:200]


async def _person(context: Context, text: str) -> Person:
    number = row_number(text)
    person = await context.counter.people.find(number) if number is not None else None
    if person is None:
        raise ShopError("person_unknown", person=text[:20] or "?")
    return person


async def _show_found(context: Context, person: Person) -> None:
    counter, turn = context.counter, context.turn
    purse = await counter.statements.purse(person.id, counter.currency(), limit=PAYMENTS)
    payments = await counter.payments.latest(person.id, limit=PAYMENTS)
    await show(context, found(person, purse, payments, turn.t))


async def _payment(context: Context) -> Payment:
    number = context.button.number
    it = await context.counter.payments.by_id(number) if number is not None else None
    if it is None:
        raise ShopError("button_old")
    return it


def _only_operators(context: Context) -> None:
    if not context.turn.operates:
        raise ShopError("only_operators")
