"""The list of everybody's orders, and the screens that choose what it shows."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.buttons import DESK_ORDER, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.orders.doors import WHOLE_LIST, CameFrom, card_of, list_of, the_person
from handlers.orders.list_views import tile_label
from handlers.orders.words import sign_of, status_of
from handlers.view import Row, Target, View, in_pairs, in_rows, shortened
from locales import Translator, marked
from shop.ordering.desk_list import DeskFound, DeskGroup, DeskList, DeskPage, Narrowed, number_of_day
from shop.ordering.order import Order
from shop.person import Person

ON_A_PAGE = 6
"""With the steps and the ways back these are eight rows."""

DAYS_OFFERED = 8
MOST_COUNTED = 99

GROUPS: dict[DeskGroup, str] = {
    DeskGroup.ALL: marked("All"),
    DeskGroup.RUNNING: marked("Running"),
    DeskGroup.DONE: marked("Done"),
    DeskGroup.MONEY_BACK: marked("Money back"),
    DeskGroup.WAITING: marked("Not sent yet"),
    DeskGroup.UNCONFIRMED: marked("Unconfirmed"),
    DeskGroup.LATE: marked("Late"),
    DeskGroup.HELD: marked("Refund held"),
}
"""The groups, in the order of their buttons."""

People = Mapping[int, Person]


def order_list(page: DeskPage, about: str, people: People, t: Translator) -> View:
    """A page of everybody's orders. `about` names what they have in common, `people` whose they are."""
    showing = page.showing
    title = t("📦 <b>Orders</b> · {group}", group=t.label(GROUPS[showing.group]))
    lines = [title, *([about] if about else []), ""]
    lines += [_line(order, people.get(order.person_id), t) for order in page.orders]
    if not page.orders and page.older_than is not None:
        lines.append(t("None among those I looked at. Tap Next to look further back."))
    elif not page.orders:
        lines.append(t("There is none."))
    elif page.is_cut:
        lines += ["", t("There may be more: tap Next to look further back.")]
    return View("\n".join(lines), (*_tiles(page, t), _steps(page, t), back_to_desk(t)))


def filters(showing: DeskList, about: str, counts: Mapping[DeskGroup, int], t: Translator) -> View:
    """The choice of what the list shows. `counts` are those of the small groups, of all orders."""
    chips = [(_chip(group, showing, counts, t), list_of(showing.in_group(group))) for group in GROUPS]
    rows = in_pairs(chips)
    find: list[tuple[str, Target]] = [
        ("🔎 " + t.label("Search"), Button(DESK_ORDER, "", "search", showing.write())),
        ("📅 " + t.label("A day"), Button(DESK_ORDER, "", "day", showing.write())),
    ]
    if showing.by is not None:
        everybody = DeskList(showing.group)
        rows.append((("✖️ " + t.label("Without this filter"), list_of(everybody)),))
    text = t("📦 <b>Which orders?</b>\nSearch finds by number, the panel's number, @name, service or link.")
    parts = [text, about] if about else [text]
    return View("\n".join(parts), (*rows, tuple(find), back_and_desk(t, list_of(showing))))


def days(showing: DeskList, today: date, t: Translator) -> View:
    """The question for a day, with the last ones to tap."""
    offered = [today - timedelta(days=ago) for ago in range(DAYS_OFFERED)]
    names = [t.label("Today"), t.label("Yesterday"), *(day.isoformat() for day in offered[2:])]
    keys: list[tuple[str, Target]] = [
        (name, list_of(DeskList(showing.group, Narrowed.DAY, number_of_day(day))))
        for name, day in zip(names, offered, strict=True)
    ]
    rows = in_rows(keys)
    text = t("📅 <b>Orders of one day</b>\nTap one, or send another day, like 2026-11-28.")
    return View(text, (*rows, back_and_desk(t, list_of(showing))))


def search_question(showing: DeskList, t: Translator, note: str = "") -> View:
    """The question for words, below `note`."""
    text = t(
        "🔎 <b>Find orders</b>\nSend an order's number, its number at the panel, a customer's @name, name or "
        "number, a service, or a link or a part of one."
    )
    rows = (back_and_desk(t, list_of(showing)),)
    return View("\n\n".join(part for part in (note, text) if part), rows)


def found_several(
    words: str, found: DeskFound, customers: Sequence[Person], people: People, t: Translator
) -> View:
    """What the words may mean, each with a button; the customers come first."""
    lines = [t("🔎 Found for “{words}”:", words=words)]
    rows: list[Row] = []
    for order in found.orders:
        lines.append(_line(order, people.get(order.person_id), t))
        rows.append(((tile_label(order, t), card_of(order.id)),))
    rows += [((_named("👤", one.name), _orders_of(one.id)),) for one in customers]
    for by, sign, named in ((Narrowed.SERVICE, "🏷", found.services), (Narrowed.LINK, "🔗", found.links)):
        rows += [
            ((_named(sign, one.text), list_of(DeskList(DeskGroup.ALL, by, one.order_id))),) for one in named
        ]
    if not rows:
        lines = [t("I found nothing for “{words}”.", words=words)]
    if found.looked_through is not None:
        lines.append(t("Words were looked for in the newest {count} orders.", count=found.looked_through))
    again = ("🔎 " + t.label("Other words"), Button(DESK_ORDER, "", "search", DeskList().write()))
    return View("\n".join(lines), (*_distinct(rows), (again,), back_and_desk(t, WHOLE_LIST)))


def similar(order: Order, person: Person | None, day: date, t: Translator, came: CameFrom) -> View:
    """The lists that this order is in."""
    number, name = order.id, person.name if person is not None else str(order.person_id)

    def with_same(by: Narrowed, of: int) -> Button:
        return list_of(DeskList(DeskGroup.ALL, by, of))

    rows: list[Row] = [
        ((_named("📦", name), with_same(Narrowed.PERSON, order.person_id)),),
        (("🏷 " + t.label("The same service"), with_same(Narrowed.SERVICE, number)),),
        (("🔗 " + t.label("The same link"), with_same(Narrowed.LINK, number)),),
        (("📅 " + t.label("The same day"), with_same(Narrowed.DAY, number_of_day(day))),),
        (the_person(order.person_id, name),),
    ]
    text = t("📦 <b>Order {order}</b>\nWhich other orders?", order=str(number))
    return View(text, (*rows, back_and_desk(t, card_of(number, came.write()))))


def _orders_of(person_id: int) -> Button:
    return Button(DESK_ORDER, str(person_id), "person")


def _named(sign: str, text: str) -> str:
    return f"{sign} {shortened(text, 26)}"


def _distinct(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with a number behind each label that stood before: two people may have one name."""
    seen: dict[str, int] = {}
    apart: list[Row] = []
    for [(label, target)] in rows:
        seen[label] = seen.get(label, 0) + 1
        more = f" ({seen[label]})" if seen[label] > 1 else ""
        apart.append(((label[: 30 - len(more)] + more, target),))
    return apart


def _chip(group: DeskGroup, showing: DeskList, counts: Mapping[DeskGroup, int], t: Translator) -> str:
    name, count = t.label(GROUPS[group]), counts.get(group, 0)
    shown = f"{MOST_COUNTED}+" if count > MOST_COUNTED else t.number(count)
    label = f"{name}{t.separator}{shown}" if count else name
    return f"✔️ {label}" if group is showing.group else label


def _line(order: Order, person: Person | None, t: Translator) -> str:
    return t(
        "{sign} <b>{order}</b> · {status} · {name} · {service}",
        sign=sign_of(order),
        order=str(order.id),
        status=status_of(order, t),
        name=shortened(person.name if person is not None else str(order.person_id), 30),
        service=shortened(order.terms.service_name, 50),
    )


def _tiles(page: DeskPage, t: Translator) -> list[Row]:
    first = page.orders[0].id if page.orders and page.newer_than is not None else None
    came = CameFrom(page.showing, first).write()
    return [((tile_label(order, t), card_of(order.id, came)),) for order in page.orders]


def _steps(page: DeskPage, t: Translator) -> Row:
    shown = page.showing.write()
    row: list[tuple[str, Target]] = []
    if page.newer_than is not None:
        row.append(("◀️ " + t.label("Previous"), Button(DESK_ORDER, str(page.newer_than), "newer", shown)))
    row.append(("🔎 " + t.label("Filter"), Button(DESK_ORDER, "", "filter", shown)))
    if page.older_than is not None:
        row.append(("▶️ " + t.label("Next"), Button(DESK_ORDER, str(page.older_than), "older", shown)))
    return tuple(row)
