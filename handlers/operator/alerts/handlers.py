"""Alerts at the desk: the open ones, and what an operator does with one."""

from telegram import Update

from handlers.context import Context, Services
from handlers.operator.alerts.cards import LISTED, Heap, Shown, alert_list, alert_screen
from handlers.operator.already import already
from handlers.show import show
from shop.acts import Did
from shop.alert_cases import HEAP, Alert
from shop.errors import ShopError
from shop.reconciliation.case import CaseState


async def opened_alerts(_update: Update, context: Context) -> None:
    """Alerts: what is wrong now."""
    alerts = await context.services.stores.alerts.list_open(LISTED + 1)
    await show(context, alert_list(alerts, context.turn.t))


async def opened_alert(_update: Update, context: Context) -> None:
    """One of the list."""
    services = context.services
    alert = await _tapped(context)
    await show(context, alert_screen(await shown_of(services, alert), context.turn.t, services.clock.now()))


async def looks_after(_update: Update, context: Context) -> None:
    """I look after it: the cards say who does, and nobody is reminded of it any more."""
    services, t, alert = context.services, context.turn.t, await _tapped(context)
    if not await services.stores.alerts.look_after(alert.id, context.turn.person.id, services.clock.now()):
        raise await _too_late(context, alert, Did.ALERT_SEEN)
    services.wakeups.alerts()
    await context.turn.answer(t.label("Thank you. The card says so to everybody."))


async def muted(_update: Update, context: Context) -> None:
    """Silent for a day: nobody's phone rings for it, though its card goes on changing."""
    services, t, alert = context.services, context.turn.t, await _tapped(context)
    if not await services.stores.alerts.mute(alert.id, context.turn.person.id, services.clock.now()):
        raise await _too_late(context, alert, Did.ALERT_MUTED)
    services.wakeups.alerts()
    await context.turn.answer(t.label("Silent for a day. The card goes on changing."))


async def let_ring(_update: Update, context: Context) -> None:
    """Let it ring: the alert is muted no more."""
    services, t, alert = context.services, context.turn.t, await _tapped(context)
    if not await services.stores.alerts.unmute(alert.id, context.turn.person.id, services.clock.now()):
        raise await _too_late(context, alert, Did.ALERT_UNMUTED)
    services.wakeups.alerts()
    await context.turn.answer(t.label("It rings again."))


async def settled(_update: Update, context: Context) -> None:
    """It is settled: an operator has booked by hand what a gateway and the ledger say differently."""
    services, t, alert = context.services, context.turn.t, await _tapped(context)
    by, now = context.turn.person.id, services.clock.now()
    if not await services.stores.alerts.settle_by_hand(alert.id, by, now):
        raise await _too_late(context, alert, Did.ALERT_SETTLED)
    services.wakeups.alerts()
    await context.turn.answer(t.label("Thank you. The card says so to everybody."))


async def shown_of(services: Services, alert: Alert) -> Shown:
    """Return the alert with what its words need."""
    stores = services.stores
    if alert.subject == HEAP:
        first, still, over = await stores.alerts.list_heap(alert.id)
        return Shown(alert, heap=Heap(first, still, over))
    if alert.order_id is None:
        return Shown(alert)
    order = await stores.orders.find_shown(alert.order_id)
    case = await stores.cases.find(alert.order_id)
    return Shown(alert, order, is_asked=case is not None and case.state is CaseState.HUMAN)


async def _tapped(context: Context) -> Alert:
    alert = await context.services.stores.alerts.find(context.tapped_number)
    if alert is None:
        raise ShopError("alert_gone")
    return alert


async def _too_late(context: Context, alert: Alert, did: Did) -> ShopError:
    """Return what somebody is told who taps what is over, or done: the alert as it is now decides."""
    now_so = await context.services.stores.alerts.find(alert.id)
    if now_so is None or not now_so.is_open:
        return ShopError("alert_over")
    return await already(context, alert.log_subject, did)
