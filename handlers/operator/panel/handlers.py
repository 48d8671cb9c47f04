"""The operator's /panel."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, PanelDesk
from handlers.operator.alerts.views import explained
from handlers.operator.panel.teaching_views import taught, teaching
from handlers.operator.panel.views import PanelReport, panel_report
from handlers.operator.suppliers import chosen_supplier, name_at, other_suppliers
from handlers.show import say, show
from panel.profile import meanings_of
from shop.errors import ShopError
from shop.heard import Heard
from shop.updates import UpdateState

SHOWN = 8
"""The number of unknown words in /panel, latest first."""

OFF = "off"


async def opened_panel(_update: Update, context: Context) -> None:
    """/panel: shows stored facts at once."""
    await _show(context, context.services.panel)


async def chose_supplier(_update: Update, context: Context) -> None:
    """Another supplier."""
    await _show(context, chosen_supplier(context.services, context.button.of))


async def _show(context: Context, desk: PanelDesk) -> None:
    services, stores = context.services, desk.stores
    name = name_at(services, desk.supplier.panel)
    report = PanelReport(
        name=name,
        place=desk.supplier.place,
        others=[(place, one.supplier.shown) for place, one in other_suppliers(services, desk)],
        account=await stores.catalogue.get_account(),
        breaker=desk.breaker,
        board=services.board,
        prices=desk.prices,
        services=desk.services(),
        left_out=desk.left_out(),
        orders=await stores.orders.count_by_state(),
        scheduled=await stores.scheduled.count(),
        waiting=await stores.orders.find_longest_held(),
        looked_into=await stores.cases.find_latest_open(),
        refunds_held=await stores.orders.list_refunds_held(),
        open=await services.stores.open_cases.count(),
        aside=(await services.stores.inbox.count_by_state()).get(UpdateState.ASIDE, 0),
        strange=await stores.heard.list_untaught(limit=SHOWN),
        to_decide=len(await stores.cases.list_waiting(limit=1000)),
        is_shared=desk.is_shared,
        now=services.clock.now(),
    )
    await show(context, panel_report(report, context.turn.t))


async def taught_words(_update: Update, context: Context) -> None:
    """/panel teach, by itself or with a number and a meaning."""
    turn, services = context.turn, context.services
    words, desks = [word.lower() for word in context.args or []], tuple(services.panels.values())
    if words == ["teach"]:
        known = [text for desk in desks for text in await desk.stores.heard.list_taught()]
        view = teaching(known, meanings_of(Heard.REFUSAL), meanings_of(Heard.STATE), turn.t)
        await say(context, view)
        return
    number, meaning = _lesson(words)
    for desk in desks:
        text = await desk.stores.heard.find(number)
        if text is not None:
            if meaning is not None and meaning not in meanings_of(text.heard):
                raise ShopError("teach_how")
            await desk.stores.heard.teach(number, meaning, by=turn.person.id, now=services.clock.now())
            desk.lexicon.learn(await desk.stores.heard.list_taught())
            await say(context, taught(text, meaning, turn.t))
            return
    raise ShopError("teach_unknown", number=number)


def _lesson(words: list[str]) -> tuple[int, str | None]:
    """Return the number and the meaning in `teach 3 funds`; None for off. Raises ShopError."""
    number = row_number(words[1]) if len(words) == 3 and words[0] == "teach" else None
    if number is None:
        raise ShopError("teach_how")
    return number, None if words[2] == OFF else words[2]


async def refreshed_panel(update: Update, context: Context) -> None:
    """Refresh: asks the panel in the background; a second tap shows the answer."""
    context.services.wakeups.refresh_account()
    await context.turn.answer(context.turn.t.label("Asking the panel. Tap again in a moment."))
    await chose_supplier(update, context)


async def explained_money(_update: Update, context: Context) -> None:
    """That was me: the operator explains the money that left the account."""
    desk = chosen_supplier(context.services, context.button.of)
    await desk.stores.catalogue.explained(context.services.clock.now(), by=context.turn.person.id)
    await show(context, explained(context.turn.t))
