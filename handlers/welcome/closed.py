"""While the shop is closed: somebody wants to be told when it opens."""

from telegram import Update

from handlers.context import Context
from handlers.show import show
from handlers.welcome.closed_views import open_again, will_be_told


async def wished_to_be_told(_update: Update, context: Context) -> None:
    """Tell me when it opens. If it has opened meanwhile, the card says so at once."""
    services, turn = context.services, context.turn
    waits = await services.stores.maintenance.wish(turn.person.id, services.clock.now())
    await show(context, will_be_told(turn.t) if waits else open_again(turn.t, has_draft=bool(turn.draft)))
