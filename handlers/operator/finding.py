"""Finding the person an operator means, and answering about that person's wallet."""

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser

from handlers.buttons import row_number
from handlers.context import Context
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.people.listing import Glance
from shop.people.searching import words_of
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


def named_in(message: Message | None) -> str:
    """Return by what a message names somebody, as find_people takes it; "" if by nothing.

    A message of theirs that is forwarded, or their contact, names them better than its words. What they call
    themselves is a name only: whoever goes by "123" or "@olga" is not the person of that number or @name.
    """
    if message is None:
        return ""
    origin, contact = message.forward_origin, message.contact
    if isinstance(origin, MessageOriginHiddenUser):
        return _as_name(origin.sender_user_name)
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        is_own = message.from_user is not None and origin.sender_user.id == message.from_user.id
        return (message.text or "") if is_own else str(origin.sender_user.id)
    if contact is not None:
        return str(contact.user_id) if contact.user_id is not None else _as_name(contact.first_name)
    return message.text or ""


def _as_name(called: str) -> str:
    """Return what somebody calls themselves; "" if it would be taken for a number or an @name."""
    is_username = any(word.startswith("@") for word in words_of(called))
    return "" if is_username or row_number(called) is not None else called


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
    """Return the person with this number or @name. Raises ShopError if there is none.

    A mere name is refused, too: several may have it, and money is about to move.
    """
    if not word.startswith("@"):
        if row_number(word) is None:
            raise ShopError("person_by_name", person=word[:40])
        return await get_person(context, word)
    return (await find_people(context, word))[0].person
