"""What changed in the panel's catalogue, sync by sync."""

from telegram import Update

from handlers.context import Context
from handlers.operator.catalogue.change_views import SYNCS_ON_A_PAGE, changes_list, sync_page
from handlers.show import show
from shop.errors import ShopError


async def opened_changes(_update: Update, context: Context) -> None:
    """What changed, or older syncs: the button names the last one of the page before."""
    before = context.button.number
    reports = context.services.stores.sync_reports
    found = await reports.list_latest(before=before, limit=SYNCS_ON_A_PAGE + 1)
    await show(context, changes_list(found, context.turn.t, is_first=before is None))


async def opened_sync(_update: Update, context: Context) -> None:
    """One sync, or a page of its changes."""
    found = await context.services.stores.sync_reports.find(context.tapped_number)
    if found is None:
        raise ShopError("button_old")
    await show(context, sync_page(found, context.button.value, context.turn.t))
