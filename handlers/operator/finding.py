"""Finding the person an operator means, and answering about that person's wallet."""

from handlers.buttons import row_number
from handlers.context import Context
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.people.listing import Glance
from shop.person import Person

FOUND = 8
"""The most people that a search shows: more words find the one who is meant."""


async def about_their_wallet(refused: ShopError, context: Context, person: Person) -> ShopError:
    """Return the refusal in words for the operator: the wallet is somebody else's."""
    if refused.key != "funds_short":
        return refused
    currency = context.services.board.currency
    balance = await context.services.stores.ledger.balance(Account(AccountKind.WALLET, person.id, currency))
    return ShopError("has_only", name=person.name, amount=context.turn.t.money(balance, currency))


async def find_people(context: Context, words: str) -> list[Glance]:
    """Return whom an operator may mean, one more than is shown. Raises ShopError if there is nobody."""
    directory = context.services.stores.directory
    people = await directory.search(words, number=row_number(words), limit=FOUND + 1)
    if not people:
        raise ShopError("person_unknown", person=words[:40])
    return people


async def get_person(context: Context, text: str) -> Person:
    """Return the person with this number. Raises ShopError if there is none."""
    number = row_number(text)
    person = await context.services.stores.people.find(number) if number is not None else None
    if person is None:
        raise ShopError("person_unknown", person=text[:20] or "?")
    return person


async def get_meant(context: Context, word: str) -> Person:
    """Return the person with this number or @name. Raises ShopError if there is none."""
    if not word.startswith("@"):
        return await get_person(context, word)
    return (await find_people(context, word))[0].person
