"""Two members of staff on one card: the second is told who was first."""

from handlers.context import Context
from shop.errors import ShopError


async def already(context: Context, subject: str) -> ShopError:
    """Return the error that names who did this first, by the log of acts."""
    last = await context.services.stores.acts.last(subject)
    actor = "" if last is None else last.actor or str(last.act.actor_id)
    return ShopError("done_already", actor=actor or "?")
