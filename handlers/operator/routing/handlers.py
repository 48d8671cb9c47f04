"""/services route … and /services fallback …: another service delivers, always or when its own cannot."""

from telegram import Update

from handlers.buttons import ROUTE, Button
from handlers.context import Context
from handlers.operator.already import already, is_mine
from handlers.operator.routing.views import routes_page, sure_at_loss, sure_to_name
from handlers.operator.suppliers import name_at
from handlers.sentences import toast_for
from handlers.show import say, show
from handlers.view import View
from shop.catalogue.routes import Target, Way, check_route
from shop.catalogue.storefront import Offer
from shop.errors import ShopError
from shop.ordering.order import Order
from shop.typed import as_id


async def wrote_route(_update: Update, context: Context) -> None:
    """/services fallback 21 2000021: asks first. With off it ends at once: nothing is lost by that."""
    match [as_id(word.lower()) for word in context.args or []]:
        case ["routes"]:
            await say(context, await _page(context))
        case [("route" | "fallback") as way, service, "off"]:
            await _drop(context, service, Way(way))
            await say(context, await _page(context))
        case [("route" | "fallback") as way, service, to]:
            await say(context, _sure(context, service, Way(way), to))
        case _:
            raise ShopError("route_how")


async def opened_routes(_update: Update, context: Context) -> None:
    """Routes, or a page of them: each has a button that ends it."""
    await show(context, await _page(context, context.button.value))


async def wished_route(_update: Update, context: Context) -> None:
    """Have another deliver, where two services are compared: asks first."""
    button = context.button
    way = Way(button.action.removeprefix("sure"))
    await show(context, _sure(context, button.of, way, button.value))


async def named_route(_update: Update, context: Context) -> None:
    """Yes, have it deliver."""
    services, button, now = context.services, context.button, context.services.clock.now()
    _both(context, button.of, button.value)
    by = context.turn.person.id
    way, subject = Way(button.action), f"route:{button.of}"
    done = await services.stores.service_routes.name(button.of, way, button.value, now, by=by)
    await _reload(context)
    if not done and not await is_mine(context, subject):
        await context.turn.answer(toast_for(await already(context, subject), context.turn.t))
    await show(context, await _page(context))


async def dropped_route(_update: Update, context: Context) -> None:
    """End it: the service's own supplier gets its next orders again."""
    await _drop(context, context.button.of, Way(context.button.action.removeprefix("no")))
    await show(context, await _page(context))


async def wished_to_send_at_loss(_update: Update, context: Context) -> None:
    """Send it at a loss: are you sure?"""
    order, target = await _waiting(context)
    cost_micro = context.services.suppliers.cost_at(order, target)
    if cost_micro is None:
        raise ShopError("service_gone")
    await show(context, sure_at_loss(order, target.service_id, cost_micro, context.turn.t))


async def sent_at_loss(_update: Update, context: Context) -> None:
    """Yes, send it: it costs what was shown, or less."""
    services, turn = context.services, context.turn
    order, target = await _waiting(context)
    most = context.button.value
    if not most.isdecimal():
        raise ShopError("button_old")
    now, by = services.clock.now(), turn.person.id
    if not await services.stores.service_routes.hand_over(order, target, int(most), now, by=by):
        raise await already(context, f"atloss:{order.id}")
    services.wakeups.panel()
    services.wakeups.alerts()
    services.wakeups.outbox()
    await turn.answer(turn.t.label("Sent by service {service}.", service=target.service_id))
    await show(context, await _page(context))


async def _waiting(context: Context) -> tuple[Order, Target]:
    """Return the order on the button and its fallback. Raises ShopError if it waits for none any more."""
    services, number = context.services, context.tapped_number
    order = await services.stores.orders.find(number, owner=None)
    if order is not None and order.sent_service is not None:
        raise await already(context, f"atloss:{number}")
    target = None if order is None else services.stores.routes.fallbacks.get(order.terms.service_id)
    if order is None or target is None:
        raise ShopError("button_old")
    return order, target


async def _drop(context: Context, service: str, way: Way) -> None:
    services, by = context.services, context.turn.person.id
    await services.stores.service_routes.drop(service, way, services.clock.now(), by=by)
    await _reload(context)


async def _reload(context: Context) -> None:
    stores = context.services.stores
    stores.routes.replace_all(await stores.service_routes.list_all())


async def _page(context: Context, wanted: str = "") -> View:
    services = context.services
    found = await services.stores.service_routes.list_all()
    named = [(number, way, target, name_at(services, target.panel)) for number, way, target in found]
    return routes_page(named, wanted, context.turn.t)


def _sure(context: Context, service: str, way: Way, to: str) -> View:
    ordered, instead = _both(context, service, to)
    services = context.services
    names = tuple(name_at(services, one.service.panel) for one in (ordered, instead))
    yes = Button(ROUTE, ordered.service.id, way.value, instead.service.id)
    return sure_to_name(
        (ordered.service, instead.service), names, way, services.board, context.turn.t, yes=yes
    )


def _both(context: Context, *numbers: str) -> tuple[Offer, Offer]:
    """Return both services. Raises ShopError if there is no such service, or they do not fit."""
    found = []
    for number in numbers:
        offer = context.services.suppliers.find(number)
        if offer is None:
            raise ShopError("service_unknown", service=number[:40])
        found.append(offer)
    ordered, instead = found
    check_route(ordered, instead)
    return ordered, instead
