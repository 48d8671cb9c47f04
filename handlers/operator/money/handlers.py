"""/credit and /debit: an operator changes somebody's wallet."""

import json
from dataclasses import dataclass

from telegram import Update

from handlers.context import Context
from handlers.operator.money.people import about_their_wallet, get_people, get_person
from handlers.operator.money.views import sure_to_change, wallet_changed
from handlers.show import show
from handlers.view import View
from shop import notice
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, granting, withdrawing
from shop.money import micro_up, two_readings, typed_amount
from shop.person import Person
from shop.sentences import Amount


async def credited(update: Update, context: Context) -> None:
    """/credit <person> <amount> <reason>: shows a card before money moves."""
    await _offer(update, context, adds=True)


async def debited(update: Update, context: Context) -> None:
    """/debit <person> <amount> <reason>: the same; takes never more than there is."""
    await _offer(update, context, adds=False)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A change of somebody's wallet, as an operator typed it."""

    person: Person
    micro: int
    reason: str
    typed_twice: bool


async def _offer(update: Update, context: Context, *, adds: bool) -> None:
    """Show the card: person, amount, balance before and after, and what the person will read."""
    services, currency = context.services, context.services.board.currency
    wish = await _read(context, context.args or [])
    if wish.micro > services.rules.credit_ask_micro and not wish.typed_twice:
        limit = Amount(services.rules.credit_ask_micro, currency)
        raise ShopError("credit_twice", limit=limit, person=str(wish.person.id))
    before = await services.stores.ledger.balance(Account(AccountKind.WALLET, wish.person.id, currency))
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
    """Confirm on the card. The command is read again, for a button carries no amount."""
    services, turn, number = context.services, context.turn, context.button.number
    raw = await services.stores.inbox.find_raw(turn.person.id, number) if number is not None else None
    if raw is None:
        raise ShopError("button_old")
    command, *words = json.loads(raw)["message"]["text"].split()
    await _change(context, f"{turn.person.id}:{number}", words, adds=command.lower().startswith("/credit"))


async def dropped_change(_update: Update, context: Context) -> None:
    """Cancel on the card."""
    await show(context, View(context.turn.t("Nothing was changed.")))


async def _change(context: Context, form: str, words: list[str], *, adds: bool) -> None:
    """Book one journal; its key is the operator's message, so confirming twice counts once."""
    services, turn = context.services, context.turn
    wish = await _read(context, words)
    person, currency = wish.person, services.board.currency
    wallet = Account(AccountKind.WALLET, person.id, currency)
    make = granting if adds else withdrawing
    entry = make(form, wallet, wish.micro, actor_id=turn.person.id, reason=wish.reason)
    news = [notice.wallet_changed(person.id, entry.key)]
    try:
        await services.stores.ledger.book(entry, services.clock.now(), news=news)
    except ShopError as refused:
        raise await about_their_wallet(refused, context, person) from None
    services.wakeups.outbox()
    balance = await services.stores.ledger.balance(wallet)
    await show(
        context, wallet_changed(person, wish.micro if adds else -wish.micro, balance, currency, turn.t)
    )


async def _read(context: Context, words: list[str]) -> _Wish:
    """Read person, amount and reason. Raises ShopError that explains the command's form."""
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
    people = await get_people(context, who) if who.startswith("@") else [await get_person(context, who)]
    return _Wish(people[0], micro, " ".join(reason)[:200], typed_twice)
