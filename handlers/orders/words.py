"""An order in words: its status, its requests, and why it ended."""

from collections.abc import Sequence

from handlers.view import shortened
from locales import Translator, marked
from panel.refusals import NO_REASON
from shop.ordering.order import Order, OrderState, Request, RequestKind, RequestState
from shop.ordering.reason import PANEL_REFUSES_US, ReasonKind

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

STOPS = frozenset({RequestState.DONE, RequestState.REQUESTED, RequestState.UNCLEAR})
"""States of a cancel that may be why an order ended."""

REQUESTS: dict[tuple[RequestKind, RequestState], str] = {
    (RequestKind.REFILL, RequestState.ASKING): marked("Refill: asking the panel"),
    (RequestKind.REFILL, RequestState.SENDING): marked("Refill: asking the panel"),
    (RequestKind.REFILL, RequestState.REQUESTED): marked("Refill: requested"),
    (RequestKind.REFILL, RequestState.UNCLEAR): marked(
        "Refill: requested, but the panel did not say clearly whether it accepted"
    ),
    (RequestKind.REFILL, RequestState.REFUSED): marked("Refill: refused ({text})"),
    (RequestKind.REFILL, RequestState.DONE): marked("Refill: done"),
    (RequestKind.REFILL, RequestState.REJECTED): marked("Refill: rejected by the panel"),
    (RequestKind.CANCEL, RequestState.ASKING): marked("Cancellation: asking the panel"),
    (RequestKind.CANCEL, RequestState.SENDING): marked("Cancellation: asking the panel"),
    (RequestKind.CANCEL, RequestState.REQUESTED): marked("Cancellation: requested, the panel decides"),
    (RequestKind.CANCEL, RequestState.UNCLEAR): marked(
        "Cancellation: requested, but the panel did not say clearly whether it accepted"
    ),
    (RequestKind.CANCEL, RequestState.REFUSED): marked("Cancellation: refused ({text})"),
    (RequestKind.CANCEL, RequestState.DONE): marked("Cancellation: done"),
    (RequestKind.CANCEL, RequestState.REJECTED): marked("Cancellation: the order was finished first"),
}

OUR_WORDS = (
    marked("the panel did not answer; ask again"),
    marked("no news from the panel; ask again"),
)
"""Words for texts of shop/ordering/refills_and_cancels.py; the panel's own words stay as they are."""


def status_of(order: Order, t: Translator) -> str:
    """The status word, plain."""
    return t.label(STATUS[order.state])


def refusal(order: Order, t: Translator) -> str:
    """Say why the panel refused, for the person who ordered."""
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


def explanation(order: Order, t: Translator) -> str:
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
                "Orders cannot be sent right now, and the operator knows. Yours waits here; nothing has "
                "been sent yet. If it takes longer than half an hour, the money comes back."
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
    return t("Nothing was ordered.")


def request_lines(requests: Sequence[Request], t: Translator) -> str:
    newest = {request.kind: request for request in requests}
    return "\n".join(
        t(
            REQUESTS[request.kind, request.state],
            text=t.label(shortened(request.text, 120)) if request.text else "",
        )
        for request in newest.values()
    )
