"""The queue as a numbered list, and what is shown of things that have no card of their own."""

from collections.abc import Mapping, Sequence

from handlers.buttons import RECEIPT, WAITING, Button
from handlers.operator.alerts.endings import NAMES
from handlers.operator.navigation import QUEUE, back_to_desk
from handlers.view import PAGE, Row, Target, View, as_many_as_fit, in_rows, shortened
from locales import Translator, marked
from shop.alerts import AlertKind
from shop.money import MICRO
from shop.ordering.order import Order
from shop.ordering.reason import ReasonKind
from shop.tickets.ticket import TicketMessage
from shop.waiting import Place, Waiting, Waits
from storage.orders.endings import can_end

IN_A_ROW = 4
"""Numbers of the list beside one another."""

REFUSED_NAMED = 20
"""Refused orders that the card names."""

MOST_WORDS = 1_000
"""Characters of what was written that a card in the queue shows."""

_LINES: dict[Waits, str] = {
    Waits.RECEIPT: marked("🧾 Receipt for {amount} from {name} · since {moment}"),
    Waits.CASE: marked("❔ Order {order}: was it placed? · since {moment}"),
    Waits.LATE: marked("🐌 Order {order} takes much longer than usual · since {moment}"),
    Waits.REFILL: marked("♻️ Order {order}: no answer about its refill · since {moment}"),
    Waits.TICKET: marked("🎫 Ticket {number} from {name} · since {moment}"),
    Waits.DOOR: marked("🚪 {name} asks to come in · since {moment}"),
    Waits.ALERT: marked("🚨 {name} · since {moment}"),
    Waits.ORPHAN: marked("🧭 Number {name} at the panel is none of our orders · since {moment}"),
    Waits.TRANSFER: marked("🏦 {amount} came in: whose is it? · since {moment}"),
}

_SIGNS: dict[Waits, str] = {
    Waits.RECEIPT: "🧾",
    Waits.CASE: "❔",
    Waits.LATE: "🐌",
    Waits.REFUSED: "⛔",
    Waits.REFILL: "♻️",
    Waits.TICKET: "🎫",
    Waits.DOOR: "🚪",
    Waits.ALERT: "🚨",
    Waits.ORPHAN: "🧭",
    Waits.TRANSFER: "🏦",
}


def queue_page(found: Sequence[Waiting], first: int, t: Translator) -> View:
    """A page of the queue, the oldest first; one more than a page says that there are others behind it.

    `first` is the number of its first line.
    """
    title = t("🔔 <b>Waiting for you</b>, the oldest first")
    shown = found[:PAGE]
    if not shown:
        nothing = t("Nothing waits here.") if first > 1 else t("✅ Nothing waits for you.")
        return View(f"{title}\n{nothing}", (*_turning(found, first, t), back_to_desk(t)))
    lines = [f"{t.number(number)}. {_line(one, t)}" for number, one in enumerate(shown, start=first)]
    keys: list[tuple[str, Target]] = [
        (f"{t.number(number)} {_SIGNS[one.kind]}", opening_button(one))
        for number, one in enumerate(shown, start=first)
    ]
    rows = in_rows(keys, IN_A_ROW)
    text = "\n".join([title, *as_many_as_fit(lines)])
    return View(text, (*rows, *_turning(found, first, t), back_to_desk(t)))


def opening_button(waiting: Waiting) -> Button:
    """The button that opens what waits."""
    return Button(WAITING, str(waiting.number), "open", waiting.kind)


def older_than(place: Place, first: int) -> Button:
    """The button of the page behind this place, whose first line has this number."""
    micros = int(place.since.timestamp()) * MICRO + place.since.microsecond
    return Button(WAITING, str(place.number), "older", f"{place.kind},{micros},{first}")


def _turning(found: Sequence[Waiting], first: int, t: Translator) -> tuple[Row, ...]:
    row: list[tuple[str, Target]] = []
    if first > 1:
        row.append(("⏮ " + t.label("Oldest"), QUEUE))
    if len(found) > PAGE:
        row.append(("➡️ " + t.label("Next"), older_than(found[PAGE - 1].place, first + PAGE)))
    return (tuple(row),) if row else ()


def _line(waiting: Waiting, t: Translator) -> str:
    if waiting.kind is Waits.REFUSED:
        return t.plural(
            "⛔ {n} order came to nothing: {order} · since {moment}",
            "⛔ {n} orders came to nothing, the latest {order} · since {moment}",
            waiting.count,
            order=str(waiting.order_id),
            moment=waiting.since,
        )
    amount = "" if waiting.amount_micro is None else t.money(waiting.amount_micro, waiting.currency or "")
    return t(
        _LINES[waiting.kind],
        name=_name(waiting, t),
        number=str(waiting.number),
        order=str(waiting.order_id or ""),
        amount=amount,
        moment=waiting.since,
    )


def _name(waiting: Waiting, t: Translator) -> str:
    if waiting.kind is Waits.ALERT:
        return t.label(NAMES[AlertKind(waiting.name)])
    return shortened(waiting.name, 40) or str(waiting.number)


def with_its_picture(view: View, number: int, t: Translator) -> View:
    """A receipt's card in the queue, with the button that brings its picture or file."""
    bring = ("📎 " + t.label("Show the picture"), Button(RECEIPT, str(number), "picture"))
    return View(view.text, (*view.rows, (bring,)))


def with_what_was_written(view: View, latest: TicketMessage | None, t: Translator) -> View:
    """A ticket's card in the queue, with the last words in it."""
    words = latest.said.text if latest is not None else ""
    if not words:
        return view
    return View(f"{view.text}\n\n{t('💬 {text}', text=shortened(words, MOST_WORDS))}", view.rows)


def order_to_see_to(view: View, order: Order, t: Translator) -> View:
    """An order's card in the queue: it can be ended by hand."""
    ending: list[tuple[str, Target]] = []
    if order.ended_by is None and can_end(order.state, refund=True):
        ending.append(("↩️ " + t.label("End, money back"), Button(WAITING, str(order.id), "end", "refund")))
    if order.ended_by is None and can_end(order.state, refund=False):
        ending.append(("🏁 " + t.label("End as done"), Button(WAITING, str(order.id), "end", "keep")))
    return View(view.text, (tuple(ending),) if ending else ())


def seen_to(kind: Waits, number: int, t: Translator) -> tuple[str, Target]:
    """The button that takes something out of the queue which nothing else ends."""
    return "✅ " + t.label("Seen to"), Button(WAITING, str(number), "done", kind)


WHY: dict[ReasonKind, str] = {
    ReasonKind.AUTH: marked("the panel refuses our key"),
    ReasonKind.FUNDS: marked("the balance at the panel is too low"),
    ReasonKind.BLOCKED: marked("something in front of the panel blocks us"),
    ReasonKind.ACCOUNT: marked("the panel takes no orders from this account"),
    ReasonKind.SERVICE: marked("the panel does not sell the service"),
    ReasonKind.PARAMS: marked("the panel wants other details"),
    ReasonKind.UNSUPPORTED: marked("the panel does not offer this"),
    ReasonKind.OTHER: marked("the panel gave a reason of its own; the order has it"),
    ReasonKind.WAITED_TOO_LONG: marked("the panel did not take it for half an hour"),
}
"""Why an order came to nothing that the shop can mend, by the kind of its reason."""


def refused_orders(found: Sequence[tuple[int, ReasonKind]], t: Translator) -> View:
    """The orders that came to nothing lately, by reason. Their money went back."""
    by_reason: Mapping[ReasonKind, list[int]] = {
        kind: [number for number, why in found if why is kind] for kind in dict.fromkeys(k for _, k in found)
    }
    lines = [
        t(
            "{count} × {why}: {orders}",
            count=len(numbers),
            why=t.label(WHY[kind]),
            orders=", ".join(str(one) for one in numbers[:REFUSED_NAMED])
            + (" …" if len(numbers) > REFUSED_NAMED else ""),
        )
        for kind, numbers in by_reason.items()
    ]
    if not lines:
        return View(t("⛔ No order came to nothing lately for a reason that you can mend."))
    head = t("⛔ <b>Orders that came to nothing</b>")
    after = t(
        "None of them was placed, and their money went back. Fix what keeps the panel from taking "
        "orders; <code>/status</code> with a number shows one."
    )
    return View("\n".join([head, *lines, "", after]), ((seen_to(Waits.REFUSED, 0, t),),))


def is_over(t: Translator) -> View:
    """What waited is settled meanwhile."""
    return View(t("✅ This is settled: it no longer waits for anybody."))
