"""/stats, or Statistics."""

from telegram import Update

from handlers.context import Context
from handlers.operator.stats.views import figures_page
from handlers.show import show
from shop.desk_figures import starts_of


async def opened_figures(_update: Update, context: Context) -> None:
    """Today, 7 days and 30 days, by this operator's clock."""
    services, turn = context.services, context.turn
    starts = starts_of(services.clock.now(), turn.person.preferences.zone)
    found = await services.stores.figures.list_all(starts)
    await show(context, figures_page([found[days] for days in starts], turn.t))
