"""What the second of two operators is told who tap the same."""

from handlers.context import Context
from shop.errors import ShopError


async def already(context: Context, subject: str) -> ShopError:
    """Return the refusal of an act that is done: it names who did it, by the log of this subject."""
    noted = await context.services.stores.acts.last(subject)
    actor = "?" if noted is None else noted.actor or str(noted.act.actor_id)
    return ShopError("done_already", actor=actor)
