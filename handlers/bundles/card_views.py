"""The live card of an ordered bundle, and the message of its end."""

from handlers.buttons import BUNDLE_OFFER, MASS, Button
from handlers.navigation import home
from handlers.orders.ending_views import back_micro
from handlers.orders.views import progress
from handlers.orders.words import sign_of, status_of
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.ordering.mass_quote import MassOrder
from shop.ordering.order import FINISHED, OrderState


def ordered_card(made: MassOrder, t: Translator) -> View:
    """The one live card of an ordered bundle: each part in a line, the price, and what came back."""
    head = t(
        "🎁 <b>{bundle}</b> · {total}", bundle=made.bundle, total=t.money(made.total_micro, made.currency)
    )
    lines = [_part_line(made, at, t) for at in range(len(made.orders))]
    link = made.orders[0].terms.link
    parts = [head, t("Link: {link}", link=link) if link else "", "\n".join(lines), _back(made, t)]

    def button(action: str) -> Button:
        return Button(MASS, made.id, action)

    rows: list[Row] = [
        (("🔄 " + t.label("Refresh"), button("refresh")), ("📦 " + t.label("My orders"), button("orders"))),
        (_again(made, t), ("🏠 " + t.label("Menu"), button("home"))),
    ]
    return View("\n\n".join(part for part in parts if part), tuple(rows))


def _part_line(made: MassOrder, at: int, t: Translator) -> str:
    order = made.orders[at]
    line = t(
        "{sign} {order} · {quantity} × {service} · {status}",
        sign=sign_of(order),
        order=str(order.id),
        quantity=1 if order.terms.quantity is None else order.terms.quantity,
        service=shortened(order.terms.service_name, 60),
        status=status_of(order, t),
    )
    how_far = progress(order, t)
    return f"{line}\n{how_far}" if how_far and order.state not in FINISHED else line


def _again(made: MassOrder, t: Translator) -> tuple[str, Target]:
    return "🔁 " + t.label("Order again"), Button(BUNDLE_OFFER, str(made.bundle_id), "order")


def returned_micro(made: MassOrder) -> int:
    """What of the bundle's price is back in the wallet, in micro-units."""
    return sum(back_micro(order, order.state) for order in made.orders)


def _back(made: MassOrder, t: Translator) -> str:
    back = returned_micro(made)
    return t("Back in your wallet: <b>{amount}</b>", amount=t.balance(back, made.currency)) if back else ""


def ended(made: MassOrder, t: Translator) -> View:
    """The one message that all of a bundle has ended."""
    done = sum(order.state is OrderState.COMPLETED for order in made.orders)
    if done == len(made.orders):
        head = t("✅ Your bundle {bundle} is done. Thank you!", bundle=made.bundle)
    else:
        head = t("📦 Your bundle {bundle} is over.", bundle=made.bundle)
    lines = [_part_line(made, at, t) for at in range(len(made.orders))]
    text = "\n\n".join(part for part in (head, "\n".join(lines), _back(made, t)) if part)
    return View(text, ((_again(made, t), home(t)),))
