"""Finding the person an operator means, and answering about that person's wallet."""

from handlers.buttons import row_number
from handlers.context import Context
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.person import Person


async def about_their_wallet(refused: ShopError, context: Context, person: Person) -> ShopError:
    """Return the refusal in words for the operator: the wallet is somebody else's."""
    if refused.key != "funds_short":
        return refused
    currency = context.services.board.currency
    balance = await context.services.stores.ledger.balance(Account(AccountKind.WALLET, person.id, currency))
    return ShopError("has_only", name=person.name, amount=context.turn.t.balance(balance, currency))


async def get_people(context: Context, words: str) -> list[Person]:
    """Return the people an operator may mean; a number means one. Raises ShopError if there is nobody."""
    number = row_number(words)
    one = await context.services.stores.people.find(number) if number is not None else None
    people = [one] if one is not None else await context.services.stores.people.list_named(words)
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
