"""/services, or Catalogue; and services that are sold again."""

from telegram import Update

from handlers.context import Context
from handlers.operator.already import already
from handlers.operator.catalogue.views import STOPPED_SHOWN, catalogue_page, sure_to_resume
from handlers.operator.naming import service_name
from handlers.operator.stopped import all_stopped, left_out, resume_sale
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did


async def opened_catalogue(_update: Update, context: Context) -> None:
    """What is on show, and what is not."""
    services, turn = context.services, context.turn
    stopped = sorted(await all_stopped(services))
    page = catalogue_page(
        services.storefront.size,
        await services.stores.catalogue.get_account(),
        left_out(services),
        turn.t,
        stopped=[(one, await service_name(context, one)) for one in stopped[:STOPPED_SHOWN]],
        stopped_in_all=len(stopped),
        hidden=len(services.storefront.curated.hidden),
    )
    await show(context, page)


async def wished_to_resume(_update: Update, context: Context) -> None:
    """Resume: are you sure?"""
    number = context.button.of
    await show(context, sure_to_resume(number, await service_name(context, number), context.turn.t))


async def resumed(update: Update, context: Context) -> None:
    """Yes, sell it again."""
    services, turn, number = context.services, context.turn, context.button.of
    if await resume_sale(services, number, by=turn.person.id):
        await turn.answer(turn.t.label("Service {service} is sold again.", service=number[:20]))
    else:
        first = await already(context, f"service:{number}", Did.SERVICE_RESUMED)
        await turn.answer(toast_for(first, turn.t), alert=True)
    await opened_catalogue(update, context)
