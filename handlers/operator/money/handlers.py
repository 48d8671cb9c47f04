"""/credit and /debit: an operator changes somebody's wallet, by one line."""

import json

from telegram import Update

from handlers.context import Context
from handlers.operator.finding import get_meant
from handlers.operator.money.changes import decide, offer, store_change
from handlers.operator.money.typed import TypedChange, read_change
from handlers.show import show
from handlers.view import View
from shop.errors import ShopError
from shop.person import Person
from shop.sentences import Amount


async def credited(_update: Update, context: Context) -> None:
    """/credit <person> <amount> <reason>: shows a card before money moves."""
    person, typed = await _read(context, context.args or [], "/credit")
    await offer(context, person, typed, adds=True)


async def debited(_update: Update, context: Context) -> None:
    """/debit <person> <amount> <reason>: the same; takes never more than there is."""
    person, typed = await _read(context, context.args or [], "/debit")
    await offer(context, person, typed, adds=False)


async def sure_of_change(_update: Update, context: Context) -> None:
    """Confirm on a card of a former release, whose button names the message that asked."""
    services, turn, number = context.services, context.turn, context.tapped_number
    raw = await services.stores.inbox.find_raw(turn.person.id, number)
    if raw is None:
        raise ShopError("button_old")
    command, *words = json.loads(raw)["message"]["text"].split()
    person, typed = await _read(context, words, command)
    if await services.stores.statements.find_line(person.id, f"admin:{turn.person.id}:{number}") is not None:
        raise ShopError("decided_before")  # that release booked it, under this key
    adds = command.lower().startswith("/credit")
    await decide(context, await store_change(context, person, typed, adds=adds, number=number), None)


async def dropped_change(_update: Update, context: Context) -> None:
    """Cancel on such a card."""
    await show(context, View(context.turn.t("Nothing was changed.")))


async def _read(context: Context, words: list[str], command: str) -> tuple[Person, TypedChange]:
    """Read person, amount and reason. Raises ShopError that explains the command's form."""
    services, currency = context.services, context.services.board.currency
    typed = read_change(words[1:], currency)
    if typed is None:
        raise ShopError("credit_usage", command=command)
    person = await get_meant(context, words[0])
    if typed.micro > services.rules.changes.ask_micro and not typed.is_typed_twice:
        limit = Amount(services.rules.changes.ask_micro, currency)
        raise ShopError("credit_twice", limit=limit, command=command, person=str(person.id))
    return person, typed
