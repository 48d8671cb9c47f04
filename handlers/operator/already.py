"""The second to tap a card is told who was first."""

from handlers.context import Context
from shop.acts import Did
from shop.errors import ShopError


async def already(context: Context, subject: str, *did: Did) -> ShopError:
    """Return the error that says who has done this with this subject; somebody, if the log does not know."""
    noted = await context.services.stores.acts.last(subject, did)
    if noted is None:
        return ShopError("decided_before")
    return ShopError("done_already", actor=noted.actor or str(noted.act.actor_id))


async def is_mine(context: Context, subject: str) -> bool:
    """Return True if whoever taps did it last: a turn that is repeated, or a second tap, sees the result."""
    noted = await context.services.stores.acts.last(subject)
    return noted is not None and noted.act.actor_id == context.turn.person.id
