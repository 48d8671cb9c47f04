"""Whom an operator means, and what is said of their wallet."""

from handlers.buttons import row_number
from handlers.context import Context
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.person import Person


async def about_their_wallet(refused: ShopError, context: Context, person: Person) -> ShopError:
    """The operator is told about the wallet it is about, which is not their own."""
    if refused.key != "funds_short":
        return refused
    currency = context.services.board.currency
    balance = await context.services.stores.ledger.balance(Account(AccountKind.WALLET, person.id, currency))
    return ShopError("has_only", name=person.name, amount=context.turn.t.money(balance, currency))


async def get_people(context: Context, words: str) -> list[Person]:
    """Those an operator may mean, one by number. Raises ShopError where there is nobody."""
    number = row_number(words)
    one = await context.services.stores.people.find(number) if number is not None else None
    people = [one] if one is not None else await context.services.stores.people.list_named(words)
    if not people:
        raise ShopError("person_unknown", person=words[:40])
    return people


async def get_person(context: Context, text: str) -> Person:
    """The person with this number. Raises ShopError where there is none."""
    number = row_number(text)
    person = await context.services.stores.people.find(number) if number is not None else None
    if person is None:
        raise ShopError("person_unknown", person=text[:20] or "?")
    return person
