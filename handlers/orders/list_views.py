"""The list of a person's orders."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from handlers.buttons import LIST, ORDER, Button
from handlers.navigation import back_and_home, home, new_order
from handlers.orders.words import sign_of, status_of
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

WHOLE_LIST = Button(LIST, "", "show", OrderFilter.ALL.value)
"""Leads to all orders, from the first page on."""

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
    lines = [_line(order, t, answers.get(order.id)) for order in page.orders]
    if page.showing is OrderFilter.FOUND:
        return _found(page, lines, t)
    title = _title(page, t)
    ways: Row = (new_order(t), home(t))
    if not page.orders:
        text = f"{title}\n{t(NONE_HERE[page.showing])}"
        is_first_visit = page.showing is OrderFilter.ALL
        return View(text, (ways,) if is_first_visit else (*_filters(page.showing, t), ways))
    newer, older = _steps(page, t)
    search = _search(marked("Search"), t)
    turning: Row = (*newer, search, *older)
    if newer and older:  # three beside each other would be cut; a new order begins at home, too
        turning, ways = (*newer, *older), (search, home(t))
    return View(
        "\n".join([title, "", *lines]),
        (*_tiles(page, t), turning, *_filters(page.showing, t), ways),
    )


def search_question(t: Translator, note: str = "") -> View:
    """The question for words to find an order by, below `note`."""
    text = t("🔎 <b>Find an order</b>\nSend its number, words of the service's name, or a part of the link.")
    return View("\n\n".join(part for part in (note, text) if part), (back_and_home(t, WHOLE_LIST),))


def filter_of(button: Button) -> OrderFilter:
    """Return what this chip shows. Raises ShopError if it is none of ours."""
    try:
        return OrderFilter(button.value)
    except ValueError:
        raise ShopError("button_old") from None


def place_of(button: Button) -> tuple[OrderFilter, ListPlace | None]:
    """Return the list that Previous or Next belongs to, and the place it leads on from.

    Behind the two letters stands the page's number; an earlier button has none. A button of the former list,
    which had no groups, has no place in this one: it leads to the first page.
    """
    try:
        showing, group = OrderFilter(button.value[:1]), OrderGroup(button.value[1:2])
    except ValueError:
        return OrderFilter.ALL, None
    if button.number is None or group not in GROUPS[showing]:
        return showing, None
    return showing, ListPlace(group, button.number, _page_number(button.value[2:]))


def came_from(value: str) -> tuple[OrderFilter, ListPlace | None]:
    """Return the list, and the place behind which the page begins, that an order was opened from.

    What is none of ours, like an old button's, stands for the first page of all.
    """
    written = _OPENED.fullmatch(value)
    if written is None:
        return OrderFilter.ALL, None
    showing = OrderFilter(written["showing"])
    if written["group"] is None or (group := OrderGroup(written["group"])) not in GROUPS[showing]:
        return showing, None
    return showing, ListPlace(group, int(written["first"]) + 1, max(0, int(written["page"]) - 1))


def _found(page: OrderPage, orders: list[str], t: Translator) -> View:
    """A page of the orders that were found by words; the way back leads to the whole list."""
    title = _title(page, t)
    bound = page.looked_through
    limit = t("I looked through your newest {count} orders.", count=bound) if bound is not None else ""
    ways = ((_search(marked("Other words"), t),), back_and_home(t, WHOLE_LIST))
    if not page.orders:
        nothing = t(
            "I found none for “{words}”. Try the order's number, a word of the service's name, or a part of "
            "the link.",
            words=page.words,
        )
        return View("\n".join(part for part in (title, nothing, limit) if part), ways)
    found = t("🔎 Found for “{words}”:", words=page.words)
    lines = [title, found, "", *orders]
    newer, older = _steps(page, t)
    steps = (*newer, *older)
    text = "\n".join([*lines, *(("", limit) if limit else ())])
    return View(text, (*_tiles(page, t), *((steps,) if steps else ()), *ways))


def _title(page: OrderPage, t: Translator) -> str:
    """The title, with the page's number if there is more than one."""
    if page.number is None or not (page.newer or page.older):
        return t("<b>Your orders</b>")
    if page.pages is None:
        return t("<b>Your orders</b> · page {number}", number=page.number)
    return t("<b>Your orders</b> · page {number} of {count}", number=page.number, count=page.pages)


def _tiles(page: OrderPage, t: Translator) -> list[Row]:
    place = _opened_from(page)
    return [((tile_label(order, t), Button(ORDER, str(order.id), "open", place)),) for order in page.orders]


def _opened_from(page: OrderPage) -> str:
    """Return what an order's button carries, so that its Back leads to this page; see `came_from`."""
    if not page.newer:
        return "" if page.showing is OrderFilter.ALL else page.showing.value
    first = page.orders[0]
    return f"{page.showing.value}{group_of(first, page.showing).value}{first.id}.{page.number or 0}"


_OPENED = re.compile(
    r"(?P<showing>[ardbf])(?:(?P<group>[redb])(?P<first>[0-9]{1,18})\.(?P<page>[0-9]{1,6}))?"
)


def _page_number(text: str) -> int:
    """Return a page's number as a button carries it, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _search(label: str, t: Translator) -> tuple[str, Button]:
    return "🔎 " + t.label(label), Button(LIST, "", "search")


def _line(order: Order, t: Translator, answer: AnswerDue | None) -> str:
    said = {"sign": sign_of(order), "order": str(order.id), "status": status_of(order, t)}
    service = shortened(order.terms.service_name, 60)
    if order.is_scheduled and order.starts_at is not None:
        return t(
            "{sign} <b>{order}</b> · {status}, starts {moment} · {service}",
            **said,
            moment=order.starts_at,
            service=service,
        )
    if answer is None:
        return t("{sign} <b>{order}</b> · {status} · {service}", **said, service=service)
    return t(
        "{sign} <b>{order}</b> · {status}, until {moment} at the latest · {service}",
        **said,
        moment=answer.by,
        service=service,
    )


def tile_label(order: Order, t: Translator) -> str:
    """Return the sign, number and quantity, and as much of the link's end as a phone shows.

    The number makes it different from all others; the end of a link tells more than its beginning.
    """
    terms = order.terms
    head = f"{sign_of(order)} {order.id}"
    if terms.quantity is not None and not terms.per_post_micro:  # a number of posts says nothing alone
        head += f"{t.separator}{t.number(terms.quantity)}"
    room = LIMIT - len(head) - len(" · ")
    link = " ".join((terms.link or str(terms.fields.get("username", ""))).split()).rstrip("/")
    if not link or room < 4:
        return head[:LIMIT]
    return f"{head}{t.separator}{link if len(link) <= room else '…' + link[1 - room :]}"


def _filters(showing: OrderFilter, t: Translator) -> tuple[Row, Row]:
    """The filters, two in a row: four would be cut on a phone."""
    chips = [
        (("✔️ " if one is showing else "") + t.label(name), Button(LIST, "", "show", one.value))
        for one, name in FILTERS.items()
    ]
    return tuple(chips[:2]), tuple(chips[2:])


def _steps(page: OrderPage, t: Translator) -> tuple[Row, Row]:
    """The buttons to the page before, and to the one behind; each may be missing."""

    def at(order: Order, action: str) -> Button:
        value = f"{page.showing.value}{group_of(order, page.showing).value}{page.number or ''}"
        return Button(LIST, str(order.id), action, value)

    newer = ("◀️ " + t.label("Previous"), at(page.orders[0], "newer"))
    older = ("▶️ " + t.label("Next"), at(page.orders[-1], "older"))
    return (newer,) if page.newer else (), (older,) if page.older else ()
