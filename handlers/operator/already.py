"""Two of the staff on one card are one act: the second is told who was first."""

from handlers.context import Context
from shop.errors import ShopError


async def already(context: Context, subject: str) -> ShopError:
    """Return the error that says who did it last with this subject; an old button if nobody did."""
    noted = await context.services.stores.acts.last(subject)
    if noted is None:
        return ShopError("button_old")
    return ShopError("done_already", actor=noted.actor or str(noted.act.actor_id))
