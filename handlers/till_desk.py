"""The operator's money: /credit, /debit, /find, receipts, and giving payments back."""

import json
from dataclasses import dataclass

from telegram import Update
from telegram.error import BadRequest

from handlers.buttons import row_number
from handlers.context import Context
from handlers.letters import further_pictures, receipt_message
from handlers.show import say, show, strip_tapped
from handlers.view import View
from handlers.views.ledger import found, several_found, sure_to_change, sure_to_return, wallet_changed
from handlers.views.topup import more_receipts, receipt_card
from messaging.outbox import Message
from messaging.wire import call
from payments.desk import Refund
from shop import notice
from shop.errors import ShopError
from shop.ledger.journals import WALLET, Account, granting, withdrawing
from shop.ledger.topup import Payment
from shop.money import amount_text, micro_up, two_readings, typed_amount
from shop.notice import Priority
from shop.person import Person

RECEIPTS = 5
"""So many are shown by one /review; each is a message of its own."""

PAYMENTS = 5
"""A person's newest, shown by /find."""


async def credited(update: Update, context: Context) -> None:
    """/credit <person> <amount> <reason>: a card first, before money moves."""
    await _offer(update, context, adds=True)


async def debited(update: Update, context: Context) -> None:
    """/debit <person> <amount> <reason>: the same. Never more than there is."""
    await _offer(update, context, adds=False)


async def looked_for(_update: Update, context: Context) -> None:
    """/find <person>, by number, @name or name."""
    words = " ".join(context.args or [])
    if not words:
        raise ShopError("find_usage")
    people = await _people(context, words)
    if len(people) > 1:
        await show(context, several_found(people, context.turn.t))
    else:
        await _show_found(context, people[0])


async def wished_return(_update: Update, context: Context) -> None:
    """Give back: once more, before money moves."""
    payment = await _payment(context)
    await show(context, sure_to_return(payment, context.turn.t))


async def returned(_update: Update, context: Context) -> None:
    """Give back, for sure: out of the wallet first, then whoever took it is asked."""
    services, payment = context.services, await _payment(context)
    try:
        begun = await services.stores.payments.begin_return(payment.id, services.clock.now())
    except ShopError as refused:
        raise await _whose_wallet(refused, context, await _person(context, str(payment.person_id))) from None
    refund = await services.payments.give_back(begun)
    if refund is not Refund.UNDER_WAY:  # else the card says so
        settled = refund is Refund.DONE
        words = context.turn.t.label("Given back.") if settled else context.turn.t.label("Telegram refused.")
        await context.turn.answer(words, alert=not settled)
    await _show_found(context, await _person(context, str(payment.person_id)))


async def kept(_update: Update, context: Context) -> None:
    """Not after all."""
    await _show_found(context, await _person(context, context.button.value))


async def showed_receipts(context: Context) -> int:
    """Each receipt that waits, oldest first, with its buttons, whatever became of its letter; how many."""
    services, turn = context.services, context.turn
    waiting = await services.stores.topups.waiting(limit=1000)
    for top_up in waiting[:RECEIPTS]:
        await _bring(context, await receipt_message(services, top_up, turn.person.id, turn.t))
        more = await further_pictures(services, top_up, turn.person.id, turn.t)
        if more is not None:
            await _bring(context, more)
    if len(waiting) > RECEIPTS:
        await say(context, more_receipts(len(waiting) - RECEIPTS, turn.t))
    return len(waiting)


async def _bring(context: Context, message: Message) -> None:
    """A receipt; in words where Telegram does not bring its picture."""
    try:
        await call(context.bot, message, Priority.PERSON)
    except BadRequest:
        if message.instead is None:
            raise
        await call(context.bot, message.instead, Priority.PERSON)


async def approved_receipt(_update: Update, context: Context) -> None:
    """The receipt is right."""
    await _decide(context, approve=True)


async def declined_receipt(_update: Update, context: Context) -> None:
    """The receipt is not."""
    await _decide(context, approve=False)


async def _decide(context: Context, *, approve: bool) -> None:
    services, turn, number = context.services, context.turn, context.button.number
    if number is None:
        raise ShopError("button_old")
    topups, now = services.stores.topups, services.clock.now()
    topup = await topups.decide(number, turn.person.id, approve=approve, now=now)
    services.wakeups.outbox()
    person = await services.stores.people.find(topup.person_id)
    await strip_tapped(context)  # below a picture there is no text that could be changed
    await show(context, receipt_card(topup, person.name if person else "?", turn.t))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A change of somebody's wallet, as an operator typed it."""

    person: Person
    micro: int
    reason: str
    typed_twice: bool


async def _offer(update: Update, context: Context, *, adds: bool) -> None:
    """The card: whom, how much, what they have before and after, and what they will read."""
    services, currency = context.services, context.services.board.currency
    wish = await _read(context, context.args or [])
    if wish.micro > services.rules.credit_ask_micro and not wish.typed_twice:
        limit = amount_text(services.rules.credit_ask_micro)
        raise ShopError("credit_twice", limit=limit, currency=currency, person=str(wish.person.id))
    before = await services.stores.ledger.balance(Account(WALLET, wish.person.id, currency))
    micro = wish.micro if adds else -wish.micro
    card = sure_to_change(
        wish.person,
        context.turn.t,
        number=update.update_id,
        micro=micro,
        before_micro=before,
        reason=wish.reason,
        currency=currency,
    )
    await show(context, card)


async def sure_of_change(_update: Update, context: Context) -> None:
    """Confirm below the card. The message is read again: a button carries no amount."""
    services, turn, number = context.services, context.turn, context.button.number
    raw = await services.stores.inbox.raw_of(turn.person.id, number) if number is not None else None
    if raw is None:
        raise ShopError("button_old")
    command, *words = json.loads(raw)["message"]["text"].split()
    await _change(context, f"{turn.person.id}:{number}", words, adds=command.lower().startswith("/credit"))


async def dropped_change(_update: Update, context: Context) -> None:
    """Cancel below the card."""
    await show(context, View(context.turn.t("Nothing was changed.")))


async def _change(context: Context, form: str, words: list[str], *, adds: bool) -> None:
    """One journal, whose key is the operator's message: confirmed twice, it counts once."""
    services, turn = context.services, context.turn
    wish = await _read(context, words)
    person, currency = wish.person, services.board.currency
    wallet = Account(WALLET, person.id, currency)
    make = granting if adds else withdrawing
    entry = make(form, wallet, wish.micro, actor_id=turn.person.id, reason=wish.reason)
    news = [notice.wallet_changed(person.id, entry.key)]
    try:
        await services.stores.ledger.book(entry, services.clock.now(), news=news)
    except ShopError as refused:
        raise await _whose_wallet(refused, context, person) from None
    services.wakeups.outbox()
    balance = await services.stores.ledger.balance(wallet)
    await show(
        context, wallet_changed(person, wish.micro if adds else -wish.micro, balance, currency, turn.t)
    )


async def _whose_wallet(refused: ShopError, context: Context, person: Person) -> ShopError:
    """The operator is told about the wallet it is about, which is not their own."""
    if refused.key != "funds_short":
        return refused
    currency = context.services.board.currency
    balance = await context.services.stores.ledger.balance(Account(WALLET, person.id, currency))
    return ShopError("has_only", name=person.name, amount=context.turn.t.money(balance, currency))


async def _read(context: Context, words: list[str]) -> _Wish:
    """Whom, how much, and why. Raises ShopError with how to say it."""
    currency = context.services.board.currency
    if len(words) < 3:
        raise ShopError("credit_usage")
    who, amount_words, *reason = words
    if reason[0].upper() == currency:
        reason = reason[1:]
    if readings := two_readings(amount_words, currency):
        raise ShopError("amount_unclear", typed=amount_words[:20], many=readings[0], few=readings[1])
    amount = typed_amount(amount_words, currency)
    typed_twice = len(reason) > 1 and amount is not None and typed_amount(reason[0], currency) == amount
    reason = reason[1:] if typed_twice else reason
    micro = micro_up(amount) if amount is not None else 0
    if not reason or not 0 < micro <= 10**15:
        raise ShopError("credit_usage")
    people = await _people(context, who) if who.startswith("@") else [await _person(context, who)]
    return _Wish(people[0], micro, " ".join(reason)[:200], typed_twice)


async def _people(context: Context, words: str) -> list[Person]:
    """Those an operator may mean, one by number. Raises ShopError where there is nobody."""
    number = row_number(words)
    one = await context.services.stores.people.find(number) if number is not None else None
    people = [one] if one is not None else await context.services.stores.people.named(words)
    if not people:
        raise ShopError("person_unknown", person=words[:40])
    return people


async def _person(context: Context, text: str) -> Person:
    number = row_number(text)
    person = await context.services.stores.people.find(number) if number is not None else None
    if person is None:
        raise ShopError("person_unknown", person=text[:20] or "?")
    return person


async def _show_found(context: Context, person: Person) -> None:
    services, turn = context.services, context.turn
    purse = await services.stores.statements.purse(person.id, services.board.currency, limit=PAYMENTS)
    payments = await services.stores.payments.latest(person.id, limit=PAYMENTS)
    view = found(person, purse, payments, turn.t, refunds=services.payments.ways.refunds)
    await show(context, view)


async def _payment(context: Context) -> Payment:
    number = context.button.number
    payment = await context.services.stores.payments.by_id(number) if number is not None else None
    if payment is None:
        raise ShopError("button_old")
    if not context.services.payments.ways.refunds(payment.way):
        raise ShopError("nothing_to_return")
    return payment
