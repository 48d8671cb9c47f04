"""Telling the second of two operators that the first has decided."""

from handlers.context import Context
from shop.errors import ShopError


async def already(context: Context, subject: str) -> ShopError:
    """Return the refusal that names who did this before, by the log of acts about `subject`."""
    noted = await context.services.stores.acts.last(subject)
    if noted is None:
        return ShopError("button_old")
    return ShopError("done_already", actor=noted.actor or str(noted.act.actor_id))


async def is_mine(context: Context, subject: str) -> bool:
    """Return True if whoever taps did it last: a turn that is repeated, or a second tap, sees the result."""
    noted = await context.services.stores.acts.last(subject)
    return noted is not None and noted.act.actor_id == context.turn.person.id
