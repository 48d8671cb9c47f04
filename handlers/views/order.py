"""An order's card, the list of orders, and the short messages at its end."""

from collections.abc import Sequence

from handlers.buttons import LIST, ORDER, START, Button
from handlers.view import Row, View, shortened
from handlers.views.form import price_of, terms_lines
from locales import Translator, marked
from panel.refusals import NO_REASON
from shop.ordering.order import AT_WORK, Order, OrderState, Request
from shop.ordering.reason import PANEL_REFUSES_US, ReasonKind
from shop.ordering.status_tracking import MONEY_BACK
from shop.person import Person

STATUS: dict[OrderState, str] = {
    OrderState.RESERVED: marked("Reserved"),
    OrderState.SUBMITTING: marked("Submitting"),
    OrderState.UNKNOWN: marked("Unconfirmed"),
    OrderState.REJECTED: marked("Rejected"),
    OrderState.VOIDED: marked("Canceled"),
    OrderState.PENDING: marked("Pending"),
    OrderState.PROCESSING: marked("Processing"),
    OrderState.IN_PROGRESS: marked("In progress"),
    OrderState.COMPLETED: marked("Completed"),
    OrderState.PARTIAL: marked("Partial"),
    OrderState.CANCELED: marked("Canceled"),
}

SIGNS: dict[OrderState, str] = {
    OrderState.RESERVED: "🕓",
    OrderState.SUBMITTING: "📤",
    OrderState.UNKNOWN: "❔",
    OrderState.REJECTED: "⛔",
    OrderState.VOIDED: "✖️",
    OrderState.PENDING: "🕓",
    OrderState.PROCESSING: "⚙️",
    OrderState.IN_PROGRESS: "🚚",
    OrderState.COMPLETED: "✅",
    OrderState.PARTIAL: "◑",
    OrderState.CANCELED: "✖️",
}

REQUESTS: dict[tuple[str, str], str] = {
    ("refill", "asking"): marked("Refill: asking the panel"),
    ("refill", "sending"): marked("Refill: asking the panel"),
    ("refill", "requested"): marked("Refill: requested"),
    ("refill", "unclear"): marked("Refill: asked for, but the panel did not say clearly whether it took it"),
    ("refill", "refused"): marked("Refill: refused ({text})"),
    ("refill", "done"): marked("Refill: done"),
    ("refill", "rejected"): marked("Refill: rejected by the panel"),
    ("cancel", "asking"): marked("Cancellation: asking the panel"),
    ("cancel", "sending"): marked("Cancellation: asking the panel"),
    ("cancel", "requested"): marked("Cancellation: requested, the panel decides"),
    ("cancel", "unclear"): marked(
        "Cancellation: asked for, but the panel did not say clearly whether it took it"
    ),
    ("cancel", "refused"): marked("Cancellation: refused ({text})"),
    ("cancel", "done"): marked("Cancellation: done"),
    ("cancel", "rejected"): marked("Cancellation: the order was finished first"),
}

OUR_WORDS = (
    marked("the panel did not answer; ask again"),
    marked("no news from the panel; ask again"),
)
"""What shop/ordering/refills_and_cancels.py writes in the panel's place; its own words stay as they are."""

NOT_AGAIN_YET = frozenset({OrderState.RESERVED, OrderState.SUBMITTING, OrderState.UNKNOWN})
"""Nobody knows yet whether this one goes through: to order it again is the one thing not to do."""

BAR = 10
"""Blocks in a full progress bar."""


def status_of(order: Order, t: Translator) -> str:
    """The status word, plain."""
    return t.label(STATUS[order.state])


COPY = "copy"
"""Begins what the buttons of an opened card carry: it may turn into the list again."""


def opened_over(message_id: int | None) -> str:
    """What the buttons of an opened card carry: which message was the order's live card before."""
    return COPY if message_id is None else f"{COPY}{message_id}"


def card(order: Order, t: Translator, *, value: str = "", owner: Person | None = None) -> View:
    """Everything about one order, as it stands, with what can be done about it.

    `value` is what its buttons carry: see `opened_over`; "" has no way back to the list.
    `owner` is named where the reader is somebody else, the operator.
    """
    parts = [
        _head(order, t),
        t("Ordered by {name}, {number}", name=owner.name, number=str(owner.id)) if owner else "",
        _explanation(order, t),
        _progress(order, t),
        "\n".join([*terms_lines(order.terms, t), *_money(order, t)]),
        _requests(order.requests, t),
        _times(order, t),
    ]
    return View("\n\n".join(part for part in parts if part), _actions(order, t, value))


def sure_to_stop(order: Order, t: Translator, *, value: str) -> View:
    """Before an order is asked to stop: what is paid for, and what comes back. `value` is the card's own."""
    number, done = str(order.id), order.delivered
    if done is None or order.terms.quantity is None:
        text = t(
            "<b>Stop order {order}?</b>\nYou pay for what is delivered until it stops; the rest comes back.",
            order=number,
        )
    else:
        text = t(
            "<b>Stop order {order}?</b>\nDelivered so far: {done} of {quantity}. "
            "You pay for what is delivered until it stops; the rest comes back.",
            order=number,
            done=done,
            quantity=order.terms.quantity,
        )
    stop = ("🛑 " + t.label("Stop it"), Button(ORDER, number, "stop", value))
    return View(text, ((stop,), (("⬅️ " + t.label("Keep it"), Button(ORDER, number, "keep", value)),)))


def brief(order: Order, t: Translator) -> str:
    """What a person shows to others of an order: no link and no price."""
    service = t("{service}", service=shortened(order.terms.service_name, 120))
    return "\n".join(part for part in (_head(order, t), service, _progress(order, t)) if part)


def listing(orders: Sequence[Order], t: Translator, *, newer: bool, older: bool) -> View:
    """A page of a person's orders, newest first."""
    if not orders:
        text = t("<b>Your orders</b>\nThere are none yet. Tap Order to begin.")
        return View(text, ((("🛒 " + t.label("Order"), Button(START, "", "order")),),))
    lines = [
        t(
            "{sign} <b>{order}</b> · {status} · {service}",
            sign=SIGNS[order.state],
            order=str(order.id),
            status=status_of(order, t),
            service=shortened(order.terms.service_name, 60),
        )
        for order in orders
    ]
    tiles = [(f"{SIGNS[order.state]} {order.id}", Button(ORDER, str(order.id), "open")) for order in orders]
    rows: list[Row] = [tuple(tiles[start : start + 4]) for start in range(0, len(tiles), 4)]
    steps = []
    if newer:
        steps.append(("◀️ " + t.label("Previous"), Button(LIST, str(orders[0].id), "newer")))
    if older:
        steps.append(("▶️ " + t.label("Next"), Button(LIST, str(orders[-1].id), "older")))
    return View(
        "\n".join([t("<b>Your orders</b>"), "", *lines]), (*rows, *((tuple(steps),) if steps else ()))
    )


def ending(order: Order, state: OrderState, t: Translator) -> str:
    """The short message when an order has come to an end."""
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if order.ended_by is not None:
        return _ended_by_hand(order, state, t)
    asked = order.request("cancel")
    if asked is not None and asked.state in {"done", "requested", "unclear"} and state in MONEY_BACK:
        return _stopped(order, t)
    match state:
        case OrderState.COMPLETED:
            return t("✅ Order {order} is done: {service}.", order=number, service=service)
        case OrderState.PARTIAL:
            return t(
                "◑ Order {order} ended early, missing: {remains}. {service}\nGiven back: {amount}",
                order=number,
                remains=order.remains if order.remains is not None else "?",
                service=service,
                amount=t.money(order.refunded_micro, order.terms.currency),
            )
        case OrderState.CANCELED:
            return t("✖️ Order {order} was canceled by the panel: {service}.", order=number, service=service)
        case OrderState.REJECTED:
            return t("⛔ The panel refused order {order}: {reason}", order=number, reason=refusal(order, t))
        case _:
            return _void_ending(order, t)


def _stopped(order: Order, t: Translator) -> str:
    """An end that the customer had asked for."""
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    amount = t.money(order.refunded_micro, order.terms.currency)
    if not order.delivered or order.terms.quantity is None:
        return t(
            "🛑 Order {order} is stopped, as you asked: {service}.\nGiven back: {amount}",
            order=number,
            service=service,
            amount=amount,
        )
    return t(
        "🛑 Order {order} is stopped, as you asked: {service}.\n"
        "Delivered: {done} of {quantity}. Given back: {amount}",
        order=number,
        service=service,
        done=order.delivered,
        quantity=order.terms.quantity,
        amount=amount,
    )


def _ended_by_hand(order: Order, state: OrderState, t: Translator) -> str:
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if state is OrderState.CANCELED:
        return t(
            "✖️ The shop has ended order {order}: {service}.\nGiven back: {amount}",
            order=number,
            service=service,
            amount=t.money(order.refunded_micro, order.terms.currency),
        )
    return t(
        "✅ The shop has closed order {order}: {service}. Ask the operator if something is missing.",
        order=number,
        service=service,
    )


def _void_ending(order: Order, t: Translator) -> str:
    number, why = str(order.id), order.reason_kind
    if why is ReasonKind.NOT_PLACED:
        return t("✖️ Order {order} was not placed. The money is back; order again if you like.", order=number)
    if why is ReasonKind.UNCLEAR:
        return t(
            "✖️ Nobody could find out whether order {order} was placed. "
            "You do not pay for it: the money is back.",
            order=number,
        )
    if why is ReasonKind.DEARER:
        return t(
            "✖️ Order {order} was not sent: its price has changed since. The money is back. "
            "Tap Reorder for the current price.",
            order=number,
        )
    if why is ReasonKind.GONE:
        return t(
            "✖️ Order {order} was not sent: this service is no longer on sale. The money is back. "
            "Tap /order to choose another.",
            order=number,
        )
    return t("✖️ Order {order} could not be placed; nothing was sent. Order again if you like.", order=number)


def money_back(order: Order, t: Translator) -> str:
    """The short message when money comes back after the end was told."""
    return t(
        "↩️ {amount} of order {order} has been returned in total.",
        order=str(order.id),
        amount=t.money(order.refunded_micro, order.terms.currency),
    )


def refill_ending(order: Order, state: str, t: Translator) -> str:
    """The short message when a refill has come to an end."""
    if state == "done":
        return t("♻️ The refill of order {order} is done.", order=str(order.id))
    return t("♻️ The panel rejected the refill of order {order}.", order=str(order.id))


def refusal(order: Order, t: Translator) -> str:
    """Why the panel refused, in words for the person who ordered."""
    why, text = order.reason_kind, order.reason.text if order.reason else ""
    known = {
        ReasonKind.AUTH: marked("The shop's access to the panel does not work. The operator has been told."),
        ReasonKind.FUNDS: marked("The shop's balance at the panel is too low. The operator has been told."),
        ReasonKind.BLOCKED: marked("The panel could not be reached. The operator has been told."),
        ReasonKind.DUPLICATE_LINK: marked(
            "Another order for this link is still running. Try again when it is done."
        ),
    }
    if why in known:
        return t.label(known[why])
    return shortened(text, 200) if text != NO_REASON else t.label("it gave no reason")


def ending_view(order: Order, state: OrderState, t: Translator) -> View:
    """The same as a message; where the price has changed, the price of now is one tap away."""
    text = ending(order, state, t)
    if state is not OrderState.VOIDED or order.reason_kind is not ReasonKind.DEARER:
        return View(text)
    again = ("🔁 " + t.label("Reorder"), Button(ORDER, str(order.id), "reorder"))
    return View(text, ((again,),))


def _head(order: Order, t: Translator) -> str:
    return t(
        "{sign} <b>Order {order}</b> · {status}",
        sign=SIGNS[order.state],
        order=str(order.id),
        status=status_of(order, t),
    )


def _explanation(order: Order, t: Translator) -> str:
    match order.state:
        case OrderState.RESERVED if order.reason_kind is ReasonKind.CASE_OPEN:
            return t(
                "Another order is being looked into at the panel first. "
                "Yours waits here a few minutes; nothing has been sent yet."
            )
        case OrderState.RESERVED if order.reason_kind is ReasonKind.THROTTLED:
            return t(
                "Many orders are on their way right now, so yours waits its turn here; "
                "nothing has been sent yet."
            )
        case OrderState.RESERVED if order.reason_kind in PANEL_REFUSES_US:
            return t(
                "Orders cannot be sent on just now, and the operator knows. Yours waits here; "
                "nothing has been sent yet. If it takes longer than half an hour, the money comes back."
            )
        case OrderState.RESERVED if order.reason:
            return t(
                "The panel is not answering right now. Your order waits here; nothing has been sent yet."
            )
        case OrderState.UNKNOWN:
            return t(
                "It is not clear yet whether your order went through. "
                "It is being looked into, and it will not be sent a second time."
            )
        case OrderState.REJECTED:
            return t("{reason}", reason=refusal(order, t))
        case OrderState.VOIDED:
            return _why_void(order, t)
        case _:
            return ""


def _why_void(order: Order, t: Translator) -> str:
    why, text = order.reason_kind, order.reason.text if order.reason else ""
    if why is ReasonKind.NOT_PLACED and text:
        return t(
            "The panel did not take it: {reason}. The money is back; order again if you like.",
            reason=shortened(text, 200).rstrip("."),
        )
    if why is ReasonKind.NOT_PLACED:
        return t("It was not placed: the panel does not have it. The money is back; order again if you like.")
    if why is ReasonKind.UNCLEAR:
        return t("Nobody could find out whether the panel has it. You do not pay for it: the money is back.")
    if why is ReasonKind.DEARER:
        return t("Its price has changed since, so nothing was sent. Tap Reorder for the current price.")
    if why is ReasonKind.GONE:
        return t("It is no longer on sale, so nothing was sent. Tap /order to choose another.")
    return t("Nothing was sent to the panel.")


def _progress(order: Order, t: Translator) -> str:
    lines = []
    whole, done = order.terms.quantity, order.delivered
    begun = order.state in AT_WORK - {OrderState.PENDING}
    if whole and done is not None and (begun or order.state in {OrderState.PARTIAL, OrderState.COMPLETED}):
        share = max(0, min(whole, done)) * 100 // whole
        full = share * BAR // 100
        lines.append(f"{'▰' * full}{'▱' * (BAR - full)} {share} %")
    counts = []
    if order.start_count is not None:
        counts.append(t("Start count: {count}", count=order.start_count))
    if order.remains is not None and done is not None:
        counts.append(t("Remains: {count}", count=order.remains))
    if counts:
        lines.append(" · ".join(counts))
    return "\n".join(lines)


def _money(order: Order, t: Translator) -> list[str]:
    """The price, and what of it came back: all of it where nothing was sold."""
    lines = [price_of(order.terms, t)]
    nothing_sold = order.state in {OrderState.REJECTED, OrderState.VOIDED}
    back = order.terms.price_micro if nothing_sold else order.refunded_micro
    if back:
        lines.append(t("Given back: <b>{amount}</b>", amount=t.money(back, order.terms.currency)))
    return lines


def _requests(requests: Sequence[Request], t: Translator) -> str:
    newest = {request.kind: request for request in requests}
    return "\n".join(
        t(
            REQUESTS[request.kind, request.state],
            text=t.label(shortened(request.text, 120)) if request.text else "",
        )
        for request in newest.values()
    )


def _times(order: Order, t: Translator) -> str:
    parts = [t("Ordered {moment}", moment=t.moment(order.created_at))]
    if order.finished_at is not None:
        parts.append(t("ended {moment}", moment=t.moment(order.finished_at)))
    elif order.checked_at is not None:
        parts.append(t("checked {moment}", moment=t.moment(order.checked_at)))
    return f"<i>{' · '.join(parts)}</i>"


def _actions(order: Order, t: Translator, value: str) -> tuple[Row, ...]:
    def button(action: str) -> Button:
        return Button(ORDER, str(order.id), action, value)

    first: list[tuple[str, Button]] = []
    if order.panel_order_id is not None:
        first.append(("🔄 " + t.label("Refresh"), button("refresh")))
    if order.offers_refill:
        first.append(("♻️ " + t.label("Refill"), button("refill")))
    if order.offers_cancel:
        first.append(("✖️ " + t.label("Cancel order"), button("cancel")))
    last = []
    if order.state not in NOT_AGAIN_YET:
        last.append(("🔁 " + t.label("Reorder"), button("reorder")))
    if value.startswith(COPY):
        last.insert(0, ("⬅️ " + t.label("Back"), button("back")))
    return tuple(tuple(row) for row in (first, last) if row)
