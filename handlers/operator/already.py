"""Two operators on one card are one act: the second is told who did it."""

from handlers.context import Context
from shop.errors import ShopError


async def already(context: Context, subject: str) -> ShopError:
    """Return the refusal for whoever comes second, with the name of who was first, by the log."""
    noted = await context.services.stores.acts.last(subject)
    if noted is None:
        return ShopError("decided_before")
    return ShopError("done_already", actor=noted.actor or str(noted.act.actor_id))
