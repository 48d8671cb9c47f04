"""/admin: the desk, and the log of what staff did."""

from telegram import Update

from handlers.context import Context, PanelDesk, Services
from handlers.operator.desk.stops import AtSupplier, StopFacts, stops
from handlers.operator.desk.views import LOGGED, DeskSummary, Lasting, desk_card, log_page, more_card
from handlers.operator.navigation import back_to_desk
from handlers.operator.suppliers import name_at
from handlers.show import show
from handlers.view import View
from shop.desk_figures import days_left, starts_of
from shop.person import Role
from shop.waiting import kinds_for

TODAY = 1


async def opened_desk(_update: Update, context: Context) -> None:
    """/admin, or The desk."""
    services, turn = context.services, context.turn
    waiting = await services.stores.waiting.count(kinds_for(turn.role), services.clock.now())
    summary = await _summary(context) if turn.operates else None
    await show(context, desk_card(turn.t, turn.role, waiting, summary))


async def opened_more(_update: Update, context: Context) -> None:
    """More: the doors that are opened less often."""
    services, turn = context.services, context.turn
    hears = turn.operates and await services.stores.order_watch.is_on(turn.person.id)
    await show(context, more_card(turn.t, turn.role, hears_orders=hears))


async def _summary(context: Context) -> DeskSummary:
    """Read how the shop stands today, by this operator's clock."""
    services, turn = context.services, context.turn
    stores, now = services.stores, services.clock.now()
    starts = starts_of(now, turn.person.preferences.zone, (TODAY,))
    facts = StopFacts(
        halted=await stores.ledger.halted(),
        restored=await stores.standstills.state(),
        maintenance=services.rules.gate.state,
        board=services.board,
        suppliers=tuple([await _at_supplier(services, desk) for desk in services.panels.values()]),
        refunds_left=tuple(await stores.orders.list_refunds_left()),
        left_behind=await stores.orders.find_left_behind(),
        is_owner=turn.role is Role.OWNER,
        now=now,
    )
    return DeskSummary(
        today=(await stores.figures.list_sold(starts))[TODAY],
        balances=[await _lasting(services, desk) for desk in services.panels.values()],
        stops=tuple(stops(facts, turn.t)),
    )


async def _at_supplier(services: Services, desk: PanelDesk) -> AtSupplier:
    """Read what may stop orders at this supplier."""
    stores = desk.stores
    return AtSupplier(
        name=name_at(services, desk.supplier.panel),
        prices=desk.prices,
        breaker=desk.breaker,
        account=await stores.catalogue.get_account(),
        waiting=await stores.orders.find_longest_held(),
        looked_into=await stores.cases.find_latest_open(),
        refunds_held=tuple(await stores.orders.list_refunds_held()),
    )


async def _lasting(services: Services, desk: PanelDesk) -> Lasting:
    now, account = services.clock.now(), await desk.stores.catalogue.get_account()
    spent, begun = await desk.stores.figures.spent(now)
    days = days_left(account.balance_micro, spent, begun, now)
    return Lasting(name_at(services, desk.supplier.panel), account, days)


async def hears_of_orders(update: Update, context: Context) -> None:
    """New orders: told from now on."""
    await _switch(update, context, on=True)


async def hears_no_more(update: Update, context: Context) -> None:
    """New orders: not told any more."""
    await _switch(update, context, on=False)


async def _switch(update: Update, context: Context, *, on: bool) -> None:
    services, turn = context.services, context.turn
    await services.stores.order_watch.switch(turn.person.id, services.clock.now(), on=on)
    said = (
        turn.t.label("You are told of each new order from now on.")
        if on
        else turn.t.label("You are not told of new orders any more.")
    )
    await turn.answer(said)
    await opened_more(update, context)


async def opened_log(_update: Update, context: Context) -> None:
    """Log, or a page of it: the button names the last act of the page before."""
    before = context.button.number
    acts = await context.services.stores.acts.list_latest(before=before, limit=LOGGED + 1)
    await show(context, log_page(acts, context.turn.t, is_first=before is None))


async def gave_up_question(_update: Update, context: Context) -> None:
    """/cancel, while the desk waits for words."""
    await context.services.stores.desk_questions.drop(context.turn.person.id)
    await show(context, View(context.turn.t("Nothing was changed."), (back_to_desk(context.turn.t),)))
