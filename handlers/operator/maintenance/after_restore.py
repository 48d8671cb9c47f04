"""The standstill after a restore, for owners: look at what came since the backup, and go on."""

from contextlib import suppress
from datetime import timedelta

from telegram import Update

from handlers.context import Context
from handlers.operator.maintenance.restored_views import goes_on, seen_of, standstill_card
from handlers.show import show
from shop.standstill import NotCompared


async def opened_standstill(_update: Update, context: Context) -> None:
    """Go on …: what was compared so far."""
    standstills = context.services.stores.standstills
    state = await standstills.state()
    if state is None or not state.is_on:
        await show(context, goes_on(context.turn.t))
        return
    checked, _ = await standstills.count_orders()
    await show(context, standstill_card(state, checked, context.turn.t))


async def went_on(update: Update, context: Context) -> None:
    """Go on: all works again within seconds. The button of an earlier comparison only shows the new one."""
    services, turn = context.services, context.turn
    state = await services.stores.standstills.state()
    if state is not None and context.button.value == seen_of(state):
        within = timedelta(hours=services.rules.unknown_hours)
        with suppress(NotCompared):  # it was compared anew this moment: the new figures are shown
            await services.stores.standstills.go_on(
                services.clock.now(), within, anyway=bool(state.troubles), by=turn.person.id
            )
    await opened_standstill(update, context)
