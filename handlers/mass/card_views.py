"""The card of a confirmed mass order: one message that lists all its orders."""

from collections import Counter

from handlers.bundles.card_views import ordered_card
from handlers.buttons import MASS, Button
from handlers.orders.words import SIGNS, status_of
from handlers.view import View, shortened
from locales import Translator
from shop.ordering.mass_quote import MassOrder

NAMED = 30
"""Orders that the card names; My orders has all of them."""


def mass_card(mass: MassOrder, t: Translator) -> View:
    """How the orders stand, with the ways to each of them."""
    if mass.bundle:
        return ordered_card(mass, t)
    total = t.money(mass.total_micro, mass.currency)
    head = t.plural(
        "📋 <b>{n} order</b> · {total}", "📋 <b>{n} orders</b> · {total}", len(mass.orders), total=total
    )
    counted = Counter((SIGNS[order.state], status_of(order, t)) for order in mass.orders)
    states = "\n".join(
        t("{sign} {status}: {count}", sign=sign, status=status, count=count)
        for (sign, status), count in counted.most_common()
    )
    lines = [
        t(
            "{sign} {order} · {quantity} × {service}",
            sign=SIGNS[order.state],
            order=str(order.id),
            quantity=1 if order.terms.quantity is None else order.terms.quantity,
            service=shortened(order.terms.service_name, 40),
        )
        for order in mass.orders[:NAMED]
    ]
    if (rest := len(mass.orders) - NAMED) > 0:
        lines.append(t.plural("… and {n} more under My orders", "… and {n} more under My orders", rest))

    def button(action: str) -> Button:
        return Button(MASS, mass.id, action)

    rows = (
        (("🔄 " + t.label("Refresh"), button("refresh")), ("📦 " + t.label("My orders"), button("orders"))),
        (("⭐ " + t.label("Save as preset"), button("keep")), ("🏠 " + t.label("Menu"), button("home"))),
    )
    return View("\n\n".join((head, states, "\n".join(lines))), rows)
