"""How the desk names people, never without the number, which nobody can take over, and services."""

from handlers.context import Context
from handlers.view import LABEL, shortened
from locales import Translator
from locales.widths import width_of
from shop.errors import ShopError
from shop.person import IDS_BELOW


def named(name: str, username: str | None, person_id: int, t: Translator) -> str:
    """A person as plain text, to stand in a sentence: name, @name and number, as far as they are known."""
    number, shown = str(person_id), shortened(name, 64)
    if not shown:
        return number
    if username:
        return t.label("{name} (@{username}, {number})", name=shown, username=username, number=number)
    return t.label("{name} ({number})", name=shown, number=number)


def label_of(sign: str, name: str, person_id: int) -> str:
    """A person on a button: no two are alike, for the number ends it, and all of it is read."""
    number = str(person_id)
    if not name.strip():
        return f"{sign} {number}"
    room = LABEL - width_of(f"{sign}  · {number}")
    short = shortened(name, max(room, 1))
    while short and width_of(short) > room:
        short = short[:-1]
    return f"{sign} {short} · {number}"


async def service_name(context: Context, number: str) -> str:
    """Return what the shop calls the service with this number; empty if it never had it."""
    names = await context.services.stores.catalogue.list_names([number])
    return names.get(number, "")


def tapped_person(context: Context) -> int:
    """Return the number of the person that the tapped button is about. Raises ShopError if it is none."""
    number = context.tapped_number
    if not 0 < number < IDS_BELOW:
        raise ShopError("button_old")
    return number
