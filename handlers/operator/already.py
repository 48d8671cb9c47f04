"""What the second operator to tap a card is told: who did it."""

from handlers.context import Context
from shop.acts import Did
from shop.errors import ShopError


async def already(context: Context, subject: str, *did: Did) -> ShopError:
    """Return the error that says who has done this with the subject already."""
    noted = await context.services.stores.acts.last(subject, did)
    if noted is None:
        return ShopError("button_old")
    return ShopError("done_already", actor=noted.actor or str(noted.act.actor_id))
