"""An order's card."""

from datetime import datetime

from handlers import navigation
from handlers.buttons import DESK_ORDER, MAX_BYTES, ORDER, PERSON, Button, row_number
from handlers.ordering.form_views import price_of, terms_lines
from handlers.ordering.list_views import lasting
from handlers.orders.rating_views import rating_line
from handlers.orders.refill_words import refill_line
from handlers.orders.supplier import supplier_lines
from handlers.orders.words import explanation, request_lines, sign_of, status_of
from handlers.view import Row, Target, View, copied, shortened
from locales import Translator
from shop.catalogue.measured import Measure
from shop.ordering.order import AT_WORK, FINISHED, GIVEN_BACK, WAITING, Order, OrderState
from shop.ordering.presets import can_be_preset
from shop.ordering.refilling import RefillStanding
from shop.person import Person
from shop.reconciliation.answer import AnswerDue

NOT_AGAIN_YET = WAITING
"""States of an uncertain order: people must not order it again."""

BAR = 10
"""Blocks in a full progress bar."""

COPY = "copy"
"""Prefix of an opened card's button values: the card may turn into the list again."""


def opened_over(order: Order, message_id: int | None, opened_from: str = "") -> str:
    """Return the value of an opened card's buttons: the message that was the live card before.

    `opened_from` is the page of the list, as its buttons write it; it is left out where it does not fit.
    """
    value = COPY if message_id is None else f"{COPY}{message_id}"
    with_page = f"{value},{opened_from}"
    longest = ":".join((ORDER, str(order.id), "refresh", with_page))
    return with_page if opened_from and len(longest.encode()) <= MAX_BYTES else value


def list_under(value: str) -> tuple[int | None, str]:
    """Return the message that was the live card before, if that is known, and the page of the list."""
    message, _, opened_from = value.removeprefix(COPY).partition(",")
    return row_number(message), opened_from


def card(
    order: Order,
    t: Translator,
    *,
    value: str = "",
    owner: Person | None = None,
    answer: AnswerDue | None = None,
    operates: bool = False,
    measure: Measure | None = None,
    refill: RefillStanding | None = None,
) -> View:
    """Everything about one order, with what can be done about it.

    `value` is what its buttons carry: see `opened_over`; "" has no way back to the list.
    `owner` is named if the reader is somebody else, the operator. `answer`: until when an order is
    looked into of which nobody knows yet whether it was placed. `operates`: the reader also sees the
    panel's own words. `measure`: how long its service takes, if enough orders told. `refill`: how a
    refill of it stands.
    """
    parts = [
        order_head(order, t, order.starts_at),
        t("Ordered by {name}, {number}", name=owner.name, number=str(owner.id)) if owner else "",
        explanation(order, t, answer),
        "\n".join(part for part in (progress(order, t), _estimate(order, measure, t)) if part),
        "\n".join([*terms_lines(order.terms, t, is_over=order.state in FINISHED), *_money(order, t)]),
        "\n".join(part for part in (request_lines(order, t), refill_line(refill, t)) if part),
        rating_line(order, t),
        supplier_lines(order, t) if operates else "",
        _times(order, t),
    ]
    text = "\n\n".join(part for part in parts if part)
    rows = _actions(order, refill, t, value) if owner is None else _of_somebody_else(order, owner, t, value)
    return View(text, rows)


def sure_to_stop(order: Order, t: Translator, *, value: str) -> View:
    """The question before an order is stopped: what is paid for, what comes back. `value` is the card's."""
    number, done = str(order.id), order.delivered
    if order.terms.is_by_post:
        text = t(
            "<b>Stop order {order}?</b>\nYou pay for the posts that came until it stops; the money for the "
            "others comes back to your wallet.",
            order=number,
        )
    elif done is None or order.terms.quantity is None:
        text = t(
            "<b>Stop order {order}?</b>\nYou pay for what is delivered until it stops; "
            "the rest comes back to your wallet.",
            order=number,
        )
    else:
        text = t(
            "<b>Stop order {order}?</b>\n{done} of {quantity} are delivered. "
            "You pay for what is delivered until it stops; the rest comes back to your wallet.",
            order=number,
            done=done,
            quantity=order.terms.quantity,
        )
    stop = ("🛑 " + t.label("Stop it"), Button(ORDER, number, "stop", value))
    return View(text, ((stop,), (("⬅️ " + t.label("Keep it"), Button(ORDER, number, "keep", value)),)))


def sure_to_drop(order: Order, t: Translator, *, value: str) -> View:
    """The question before an order is dropped that waits for its start. `value` is the card's."""
    number = str(order.id)
    text = t(
        "<b>Cancel order {order}?</b>\nNothing has been sent yet: all of the money, {price}, comes back to "
        "your wallet.",
        order=number,
        price=t.money(order.terms.price_micro, order.terms.currency),
    )
    drop = ("🛑 " + t.label("Yes, cancel it"), Button(ORDER, number, "drop", value))
    return View(text, ((drop,), (("⬅️ " + t.label("Keep it"), Button(ORDER, number, "keep", value)),)))


def words_for_others(order: Order, t: Translator, answer: AnswerDue | None = None) -> str:
    """What a person shows others about an order: no link and no price.

    `answer`: until when it is looked into. Moments are in words, because no inline answer is sent again
    without a tag that its server refuses, and in UTC: where the person lives is nobody else's business.
    """
    service = t("{service}", service=shortened(order.terms.service_name, 120))
    in_utc = t.at(None)
    by = in_utc.moment(answer.by) if answer else ""
    until = t("The answer comes by {moment} at the latest.", moment=by) if answer else ""
    starts = None if order.starts_at is None else in_utc.moment(order.starts_at)
    return "\n".join(
        part for part in (order_head(order, t, starts), service, progress(order, t), until) if part
    )


def order_head(order: Order, t: Translator, starts: datetime | str | None = None) -> str:
    """The first line of everything about an order: its number, how it stands, and when it `starts`."""
    said = {"sign": sign_of(order), "order": str(order.id), "status": status_of(order, t)}
    if starts is None or not order.is_scheduled:
        return t("{sign} <b>Order {order}</b> · {status}", **said)
    return t("{sign} <b>Order {order}</b> · {status} · starts {moment}", **said, moment=starts)


def progress(order: Order, t: Translator) -> str:
    """Say how much of it is delivered; "" if nothing is known of that."""
    lines = []
    whole, done = order.terms.quantity, order.delivered
    begun = order.state in AT_WORK - {OrderState.PENDING}
    if whole and done is not None and (begun or order.state in {OrderState.PARTIAL, OrderState.COMPLETED}):
        share = max(0, min(whole, done)) * 100 // whole
        full = share * BAR // 100
        lines.append(t.line(f"{'▰' * full}{'▱' * (BAR - full)} {t.percentage(share * 10_000)}"))
    counts = []
    if whole and done is not None and order.terms.is_by_post:
        counts.append(t("posts served: {done} of {quantity}", done=max(0, min(whole, done)), quantity=whole))
    elif whole and done is not None:
        counts.append(t("{done} of {quantity} delivered", done=max(0, min(whole, done)), quantity=whole))
    if order.start_count is not None:
        counts.append(t("started at {count}", count=order.start_count))
    if counts:
        text = " · ".join(counts)
        lines.append(text[:1].upper() + text[1:])
    return "\n".join(lines)


def _estimate(order: Order, measure: Measure | None, t: Translator) -> str:
    """Say when such orders are done, or that this one is late; nothing of one that is spread over time."""
    if order.is_late:
        return t("This takes longer than usual. The shop has been told and looks into it.")
    if measure is None or order.state not in AT_WORK or "runs" in order.terms.fields:
        return ""
    done, late = lasting(measure.finish, t), lasting(measure.nearly_all, t)
    return t("🏁 Usually done within {time}, nearly always within {late}", time=done, late=late)


def _money(order: Order, t: Translator) -> list[str]:
    """Return the price and the amount that came back, which is all of it if nothing was sold."""
    lines = [price_of(order.terms, t)]
    nothing_sold = order.state in GIVEN_BACK
    back = order.terms.price_micro if nothing_sold else order.refunded_micro
    if back:
        lines.append(t("Back in your wallet: <b>{amount}</b>", amount=t.balance(back, order.terms.currency)))
    return lines


def _times(order: Order, t: Translator) -> str:
    parts = [t("Ordered {moment}", moment=order.created_at)]
    if order.finished_at is not None:
        parts.append(t("ended {moment}", moment=order.finished_at))
    elif order.checked_at is not None:
        parts.append(t("checked {moment}", moment=order.checked_at))
    return f"<i>{t.separator.join(parts)}</i>"


def _of_somebody_else(order: Order, owner: Person, t: Translator, value: str) -> tuple[Row, ...]:
    """What the staff can do on a customer's card: nothing in the customer's place; that is at the desk."""
    number = str(order.id)
    refresh = ("🔄 " + t.label("Refresh"), Button(ORDER, number, "refresh", value))
    whose = ("👤 " + shortened(owner.name or str(owner.id), 26), Button(PERSON, str(owner.id), "open"))
    return (
        (*((refresh,) if order.panel_order_id is not None else ()), whose),
        (("🗝 " + t.label("The order at the desk"), Button(DESK_ORDER, number, "open")),),
        (navigation.home(t), copied(number)),
    )


def _actions(order: Order, refill: RefillStanding | None, t: Translator, value: str) -> tuple[Row, ...]:
    def button(action: str) -> Button:
        return Button(ORDER, str(order.id), action, value)

    first: list[tuple[str, Target]] = []
    if order.panel_order_id is not None:
        first.append(("🔄 " + t.label("Refresh"), button("refresh")))
    if refill is not None and refill.can_ask:
        first.append(("♻️ " + t.label("Refill"), button("refill")))
    if order.offers_cancel:
        first.append(("🛑 " + t.label("Cancel order"), button("cancel")))
    last: list[tuple[str, Target]] = []
    if order.state not in NOT_AGAIN_YET:
        last.append(("🔁 " + t.label("Reorder"), button("reorder")))
    if value.startswith(COPY):
        last.insert(0, ("⬅️ " + t.label("Back"), button("back")))
    last.append(navigation.home(t))
    keep: list[tuple[str, Target]] = []
    if can_be_preset(order):
        keep.append(("⭐ " + t.label("Save as preset"), button("preset")))
    keep.append(navigation.ask_about(order.id, t))
    rows = [row for row in (first, keep, last) if row]
    # Three in a row would cut the number on a phone.
    room = next((row for row in (first, last) if len(row) == 1), None)
    if room is None:
        rows.append(room := [])
    room.append(copied(str(order.id)))
    return tuple(tuple(row) for row in rows)
