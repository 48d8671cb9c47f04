"""Routes and fallbacks as operators see them."""

from collections.abc import Sequence

from handlers.buttons import DESK, ROUTE, Button
from handlers.operator.navigation import back_and_desk
from handlers.operator.prices.rule_words import cost_and_price
from handlers.paging import page_of
from handlers.view import MOST_ROWS, Row, View, shortened
from locales import Translator
from shop.catalogue.routes import Target, Way
from shop.catalogue.services import Service
from shop.ordering.order import Order
from shop.pricing.board import Pricing

CATALOGUE = Button(DESK, "", "services")
SHOWN = MOST_ROWS - 2


def routes_page(found: Sequence[tuple[str, Way, Target, str]], wanted: str, t: Translator) -> View:
    """A page of the routes: the service that is ordered, the one that delivers, and at which supplier.

    `wanted` is what a button says of the page.
    """
    shown, _, steps = page_of(found, wanted, SHOWN, lambda page: Button(ROUTE, "", "list", page), t)
    lines = [t("🔀 <b>Routes and fallbacks</b>")]
    if not found:
        lines.append(t("There are none: every service is delivered by its own supplier."))
    for number, way, target, name in shown:
        to = f"{target.service_id} ({name})" if name else target.service_id
        lines.append(
            t("{service} → {to}: always", service=number, to=to)
            if way is Way.ROUTE
            else t("{service} → {to}: if its own supplier cannot take an order", service=number, to=to)
        )
    lines.append(
        t(
            "A new one: <code>/services fallback 21 2000021</code>, or "
            "<code>/services route 21 2000021</code> for every order."
        )
    )
    rows: list[Row] = [
        ((t.label("End {service} → {to}", service=number, to=target.service_id), _end(number, way)),)
        for number, way, target, _ in shown
    ]
    return View("\n".join(lines), (*rows, *steps, back_and_desk(t, CATALOGUE)))


def _end(number: str, way: Way) -> Button:
    return Button(ROUTE, number, f"no{way.value}")


def sure_to_name(
    both: tuple[Service, Service],
    names: Sequence[str],
    way: Way,
    board: Pricing,
    t: Translator,
    *,
    yes: Button,
) -> View:
    """What would deliver, and at what cost, before it does."""
    ordered, instead = both
    asked = (
        t("<b>Have every order of {service} delivered by {to}?</b>", service=ordered.id, to=instead.id)
        if way is Way.ROUTE
        else t(
            "<b>Have {to} deliver orders of {service} that its own supplier cannot take?</b>",
            service=ordered.id,
            to=instead.id,
        )
    )
    lines = [asked]
    for service, name in zip(both, names, strict=True):
        line = f"{service.id} {shortened(service.name, 80)}"
        lines.append(f"{line} ({name})" if name else line)
        lines.append(cost_and_price(service, "", board, t))
    lines.append(
        t(
            "Customers pay the price of {service} in any case. Where the other one costs more than that, I "
            "ask you first, see Fallback loss in the settings.",
            service=ordered.id,
        )
    )
    return View(
        "\n".join(lines),
        ((("✅ " + t.label("Yes, have it deliver"), yes),), back_and_desk(t, Button(ROUTE, "", "list"))),
    )


def sure_at_loss(order: Order, target: str, cost_micro: int, t: Translator) -> View:
    """What an order would cost more than it brought, before it is sent."""
    currency, price = order.terms.currency, order.terms.price_micro
    text = t(
        "<b>Send order {order} by service {to}?</b>\nIts price is {price}; there it costs {cost}, so the "
        "shop loses {loss}.",
        order=str(order.id),
        to=target,
        price=t.money(price, currency),
        cost=t.money(cost_micro, currency),
        loss=t.money(max(0, cost_micro - price), currency),
    )
    yes = ("✅ " + t.label("Yes, send it"), Button(ROUTE, str(order.id), "atloss", str(cost_micro)))
    return View(text, ((yes,), back_and_desk(t, Button(ROUTE, "", "list"))))
