"""The list of a person's orders."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.buttons import LIST, ORDER, Button
from handlers.navigation import home, new_order
from handlers.orders.words import SIGNS, status_of
from handlers.view import Row, View, shortened
from locales import Translator, marked
from shop.catalogue.labels import LIMIT
from shop.errors import ShopError
from shop.ordering.order import Order
from shop.ordering.order_list import GROUPS, ListPlace, OrderFilter, OrderGroup, OrderPage, group_of
from shop.reconciliation.answer import AnswerDue

NONE_DUE: Mapping[int, AnswerDue] = MappingProxyType({})

ORDERS_ON_A_PAGE = 6
"""With the pages, the filters and the way home these are ten rows."""

FILTERS: dict[OrderFilter, str] = {
    OrderFilter.ALL: marked("All"),
    OrderFilter.RUNNING: marked("Running"),
    OrderFilter.DONE: marked("Done"),
    OrderFilter.MONEY_BACK: marked("Money back"),
}

NONE_HERE: dict[OrderFilter, str] = {
    OrderFilter.ALL: marked("You have none yet. Tap New order to begin."),
    OrderFilter.RUNNING: marked("None is running. Tap All to see those that have ended."),
    OrderFilter.DONE: marked("None is completed yet. Tap All to see the others."),
    OrderFilter.MONEY_BACK: marked("No money of an order came back. Tap All to see every order."),
}
"""What an empty list says."""


def listing(page: OrderPage, t: Translator, *, answers: Mapping[int, AnswerDue] = NONE_DUE) -> View:
    """A page of a person's orders: a line that names the service, and a button, for each.

    `answers`: until when orders are looked into, by their numbers.
    """
    title = t("<b>Your orders</b>")
    ways: Row = (new_order(t), home(t))
    if not page.orders:
        text = f"{title}\n{t(NONE_HERE[page.showing])}"
        is_first_visit = page.showing is OrderFilter.ALL
        return View(text, (ways,) if is_first_visit else (*_filters(page.showing, t), ways))
    lines = [_line(order, t, answers.get(order.id)) for order in page.orders]
    tiles: list[Row] = [((_label(order, t), Button(ORDER, str(order.id), "open")),) for order in page.orders]
    steps = _steps(page, t)
    return View(
        "\n".join([title, "", *lines]),
        (*tiles, *((steps,) if steps else ()), *_filters(page.showing, t), ways),
    )


def filter_of(button: Button) -> OrderFilter:
    """Return what this chip shows. Raises ShopError if it is none of ours."""
    try:
        return OrderFilter(button.value)
    except ValueError:
        raise ShopError("button_old") from None


def place_of(button: Button) -> tuple[OrderFilter, ListPlace | None]:
    """Return the list that Previous or Next belongs to, and the place it leads on from.

    A button of the former list, which had no groups, has no place in this one: it leads to the first page.
    """
    try:
        showing, group = OrderFilter(button.value[:1]), OrderGroup(button.value[1:])
    except ValueError:
        return OrderFilter.ALL, None
    if button.number is None or group not in GROUPS[showing]:
        return showing, None
    return showing, ListPlace(group, button.number)


def _line(order: Order, t: Translator, answer: AnswerDue | None) -> str:
    said = {"sign": SIGNS[order.state], "order": str(order.id), "status": status_of(order, t)}
    service = shortened(order.terms.service_name, 60)
    if answer is None:
        return t("{sign} <b>{order}</b> · {status} · {service}", **said, service=service)
    return t(
        "{sign} <b>{order}</b> · {status}, until {moment} at the latest · {service}",
        **said,
        moment=answer.by,
        service=service,
    )


def _label(order: Order, t: Translator) -> str:
    """Return the sign, number and quantity, and as much of the link's end as a phone shows.

    The number makes it different from all others; the end of a link tells more than its beginning.
    """
    terms = order.terms
    head = f"{SIGNS[order.state]} {order.id}"
    if terms.quantity is not None:
        head += f" · {t.number(terms.quantity)}"
    room = LIMIT - len(head) - len(" · ")
    link = " ".join(terms.link.split()).rstrip("/")
    if not link or room < 4:
        return head[:LIMIT]
    return f"{head} · {link if len(link) <= room else '…' + link[1 - room :]}"


def _filters(showing: OrderFilter, t: Translator) -> tuple[Row, Row]:
    """The filters, two in a row: four would be cut on a phone."""
    chips = [
        (("✔️ " if one is showing else "") + t.label(name), Button(LIST, "", "show", one.value))
        for one, name in FILTERS.items()
    ]
    return tuple(chips[:2]), tuple(chips[2:])


def _steps(page: OrderPage, t: Translator) -> Row:
    def at(order: Order, action: str) -> Button:
        value = page.showing.value + group_of(order, page.showing).value
        return Button(LIST, str(order.id), action, value)

    steps = []
    if page.newer:
        steps.append(("◀️ " + t.label("Previous"), at(page.orders[0], "newer")))
    if page.older:
        steps.append(("▶️ " + t.label("Next"), at(page.orders[-1], "older")))
    return tuple(steps)
