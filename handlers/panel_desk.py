"""The operator's /panel."""

from telegram import Update

from handlers.counter import Context
from handlers.show import show
from handlers.views.desk import PanelReport, explained, panel_report
from shop.errors import ShopError


async def opened_panel(_update: Update, context: Context) -> None:
    """/panel: what is known, at once."""
    if not context.turn.operates:
        raise ShopError("only_operators")
    counter = context.counter
    report = PanelReport(
        account=await counter.shelf.account(),
        breaker=counter.breaker,
        board=counter.board,
        services=counter.showcase.size,
        orders=await counter.orders.count(),
        aside=(await counter.inbox.count()).get("aside", 0),
        to_decide=len(await counter.inquiries.waiting(limit=1000)),
        is_shared=counter.account_is_shared,
        now=counter.clock.now(),
    )
    await show(context, panel_report(report, context.turn.t))


async def refreshed_panel(update: Update, context: Context) -> None:
    """Refresh: the panel is asked behind the screen; tapped again, it shows the answer."""
    if not context.turn.operates:
        raise ShopError("only_operators")
    context.counter.refresh_panel()
    await context.turn.answer(context.turn.t.label("Asking the panel. Tap again in a moment."))
    await opened_panel(update, context)


async def explained_money(_update: Update, context: Context) -> None:
    """That was me: the money that went was no stranger's."""
    if not context.turn.operates:
        raise ShopError("only_operators")
    await context.counter.shelf.explained()
    await show(context, explained(context.turn.t))
