"""An order in words: its status, its requests, and why it ended."""

from handlers.buttons import row_number
from handlers.orders.refill_words import REFUSED_BECAUSE
from handlers.view import shortened
from locales import Translator, marked
from shop.ordering.order import FINISHED, RESERVED_FOR, Order, OrderState
from shop.ordering.reason import ReasonKind
from shop.ordering.refills_and_cancels import LEFT_UNASKED, LEFT_UNHEARD, UNANSWERED_BY
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.terms import Terms
from shop.reconciliation.answer import AnswerDue
from shop.typed import as_number, seen

STATUS: dict[OrderState, str] = {
    OrderState.RESERVED: marked("Waiting"),
    OrderState.SUBMITTING: marked("Sending"),
    OrderState.UNKNOWN: marked("Being checked"),
    OrderState.REJECTED: marked("Rejected"),
    OrderState.VOIDED: marked("Canceled"),
    OrderState.PENDING: marked("Pending"),
    OrderState.PROCESSING: marked("Processing"),
    OrderState.IN_PROGRESS: marked("In progress"),
    OrderState.COMPLETED: marked("Completed"),
    OrderState.PARTIAL: marked("Partly delivered"),
    OrderState.CANCELED: marked("Canceled"),
}
"""The status words, for everybody; the operator's views show the panel's own word beside them."""

SIGNS: dict[OrderState, str] = {
    OrderState.RESERVED: "🕓",
    OrderState.SUBMITTING: "📤",
    OrderState.UNKNOWN: "❔",
    OrderState.REJECTED: "⛔",
    OrderState.VOIDED: "❌",
    OrderState.PENDING: "🕓",
    OrderState.PROCESSING: "⚙️",
    OrderState.IN_PROGRESS: "🚚",
    OrderState.COMPLETED: "✅",
    OrderState.PARTIAL: "◑",
    OrderState.CANCELED: "❌",
}

SCHEDULED = "🕒"
"""The sign of an order that waits for its own start."""

STOPS = frozenset({RequestState.DONE, RequestState.REQUESTED, RequestState.UNCLEAR})
"""States of a cancel that may be why an order ended."""

REQUESTS: dict[tuple[RequestKind, RequestState], str] = {
    (RequestKind.REFILL, RequestState.ASKING): marked("Refill: being requested"),
    (RequestKind.REFILL, RequestState.SENDING): marked("Refill: being requested"),
    (RequestKind.REFILL, RequestState.REQUESTED): marked("Refill: requested {moment}, being done"),
    (RequestKind.REFILL, RequestState.UNCLEAR): marked(
        "Refill: requested, not yet confirmed. Asked {moment}."
    ),
    (RequestKind.REFILL, RequestState.DONE): marked("Refill: done {moment}"),
    (RequestKind.REFILL, RequestState.REJECTED): marked("Refill: not granted"),
    (RequestKind.CANCEL, RequestState.ASKING): marked("Stopping: being requested"),
    (RequestKind.CANCEL, RequestState.SENDING): marked("Stopping: being requested"),
    (RequestKind.CANCEL, RequestState.REQUESTED): marked(
        "Stopping: requested. The card changes when it stops."
    ),
    (RequestKind.CANCEL, RequestState.UNCLEAR): marked("Stopping: requested, not yet confirmed"),
    (RequestKind.CANCEL, RequestState.REFUSED): marked("Stopping: not possible, so the order goes on"),
    (RequestKind.CANCEL, RequestState.DONE): marked("Stopping: done"),
    (RequestKind.CANCEL, RequestState.REJECTED): marked("Stopping: too late, the order was finished first"),
}

NOT_STOPPED = marked("Stopping: was not possible")
"""A stop that came to nothing, of an order that is over: it neither goes on nor can be stopped any more."""

UNANSWERED: dict[RequestKind, str] = {
    RequestKind.REFILL: marked("Refill: no answer yet. Please tap Refill again."),
    RequestKind.CANCEL: marked("Stopping: no answer yet. Please tap Cancel order again."),
}
"""What is said of a request that nobody refused, and nobody answered."""

LEFT: dict[tuple[RequestKind, str], str] = {
    (RequestKind.REFILL, LEFT_UNASKED): marked("Refill: could not be requested. Please write to the shop."),
    (RequestKind.REFILL, LEFT_UNHEARD): marked(
        "Refill: was requested. What came of it cannot be found out; please write to the shop."
    ),
    (RequestKind.CANCEL, LEFT_UNASKED): marked("Stopping: could not be requested. Please write to the shop."),
    (RequestKind.CANCEL, LEFT_UNHEARD): marked(
        "Stopping: was requested. What came of it cannot be found out; please write to the shop."
    ),
}
"""What is said of a request about which nobody can be asked any more, however its order ended since."""

_NOT_NOW = marked("It could not be placed right now, and the shop knows about it. Try again in a while.")
_NO_REASON = marked("It was not accepted. Try another service, or ask the shop.")
_TRY_ANOTHER = marked("Try another service, or ask the shop.")
"""What follows a sentence that says already that it was not accepted."""

REFUSALS: dict[ReasonKind, str] = {
    ReasonKind.AUTH: _NOT_NOW,
    ReasonKind.FUNDS: _NOT_NOW,
    ReasonKind.BLOCKED: _NOT_NOW,
    ReasonKind.ACCOUNT: _NOT_NOW,
    ReasonKind.DUPLICATE_LINK: marked(
        "Another order for this link is still running. Order again when it is done."
    ),
    ReasonKind.SERVICE: marked("This service is not available right now. Tap /order to choose another."),
    ReasonKind.UNSUPPORTED: marked("This service is not available right now. Tap /order to choose another."),
    ReasonKind.QUANTITY: marked("This quantity was not accepted. Order again with another one."),
    ReasonKind.LINK: marked(
        "The link was not accepted. Is it public, and does it lead to the right thing? Order again with "
        "another link."
    ),
    ReasonKind.PARAMS: marked("One of the answers was not accepted. Order again, and check each of them."),
}
"""Why an order was refused, for the person who ordered. The panel's own words are for operators."""


def sign_of(order: Order) -> str:
    """The sign of the order's state."""
    return SCHEDULED if order.is_scheduled else SIGNS[order.state]


def status_of(order: Order, t: Translator) -> str:
    """The status word, plain."""
    return t.label(STATUS[order.state])


def refusal(order: Order, t: Translator, *, is_said: bool = False) -> str:
    """Say why the order was refused and what to do, for the person who ordered.

    `is_said`: the sentence before says that it was not accepted.
    """
    unknown = _TRY_ANOTHER if is_said else _NO_REASON
    return t.label(REFUSALS.get(order.reason_kind or ReasonKind.OTHER, unknown))


def explanation(order: Order, t: Translator, answer: AnswerDue | None) -> str:
    """Say why the order stands as it does; `answer` is until when it is looked into."""
    match order.state:
        case OrderState.RESERVED if order.is_scheduled:
            return t(
                "It goes out by itself then, at the price that you confirmed. Until it does you can cancel "
                "it and get all of the money back."
            )
        case OrderState.RESERVED if order.reason:
            return _why_waiting(order, t)
        case OrderState.UNKNOWN if answer is not None:
            return _looked_into(answer, t)
        case OrderState.REJECTED:
            return t("{reason}", reason=refusal(order, t))
        case OrderState.VOIDED:
            return _why_void(order, t)
        case _:
            return ""


def _looked_into(answer: AnswerDue, t: Translator) -> str:
    if answer.is_asked:
        return t(
            "We are making sure that your order went through, and have the answer by {moment}. "
            "You pay nothing unless it did, and it will not be sent a second time.",
            moment=answer.by,
        )
    return t(
        "We are making sure that your order went through. This usually takes five minutes; you have the "
        "answer by {moment} at the latest. You pay nothing unless it did, and it will not be sent a second "
        "time.",
        moment=answer.by,
    )


def _why_waiting(order: Order, t: Translator) -> str:
    """Say what an unsent order waits for, and until when."""
    by = order.give_up_at or order.created_at + RESERVED_FOR
    if order.reason_kind is ReasonKind.CASE_OPEN:
        return t(
            "Another order is being checked first. Yours goes out by {moment}, or the money is back in "
            "your wallet then; nothing has been sent yet.",
            moment=by,
        )
    if order.reason_kind is ReasonKind.THROTTLED:
        return t(
            "Many orders are on their way right now, so yours waits its turn. It goes out by {moment}, or "
            "the money is back in your wallet then; nothing has been sent yet.",
            moment=by,
        )
    return t(
        "Orders cannot be sent right now. Yours goes out by {moment}, or the money is back in your wallet "
        "then; nothing has been sent yet.",
        moment=by,
    )


def _why_void(order: Order, t: Translator) -> str:
    match order.reason_kind:
        case ReasonKind.NOT_PLACED:
            return t("It was not placed. Order again if you like.")
        case ReasonKind.UNCLEAR:
            return t("Nobody could find out whether it was placed, so you do not pay for it.")
        case ReasonKind.DEARER:
            return t("Its price has changed since, so nothing was sent. Tap Reorder for the current price.")
        case ReasonKind.GONE:
            return t("It is no longer on sale, so nothing was sent. Tap /order to choose another.")
        case ReasonKind.WAITED_TOO_LONG:
            return t("It could not be sent in time, so nothing was ordered. Order again if you like.")
        case _:
            return t("Nothing was ordered.")


def request_lines(order: Order, t: Translator) -> str:
    """Say how the newest request of each kind stands."""
    newest = {request.kind: request for request in order.requests}
    return "\n".join(_line_of(request, order, t) for request in newest.values())


def _line_of(request: Request, order: Order, t: Translator) -> str:
    """Say how a request stands, with when it was asked for, or when it ended."""
    moment = request.asked_at if request.under_way else request.changed_at
    return t(_words_for(request, order), moment=moment)


def _words_for(request: Request, order: Order) -> str:
    came_to_nothing = request.state is RequestState.REFUSED
    if came_to_nothing and (request.kind, request.text) in LEFT:
        return LEFT[request.kind, request.text]
    if came_to_nothing and request.kind is RequestKind.CANCEL and order.state in FINISHED:
        return NOT_STOPPED
    if came_to_nothing and request.text in UNANSWERED_BY:
        return UNANSWERED[request.kind]
    if came_to_nothing and request.kind is RequestKind.REFILL:
        return REFUSED_BECAUSE[request.why]
    return REQUESTS[request.kind, request.state]


def link_end(terms: Terms, limit: int = 24) -> str:
    """The end of the order's link, which tells it from another order's; "" without a link."""
    link = terms.link.split("://", 1)[-1].rstrip("/")
    host, _, path = link.partition("/")
    if not path:
        return shortened(host, limit)
    return "…/" + path if len(path) <= limit - 2 else "…" + path[1 - limit :]


def without_heading(text: str, t: Translator) -> str:
    """Return the number alone of an order that is named as its card is: `Order 12 · Pending`, `Заказ №12`.

    In the reader's language and in English. Any other text stays as it is.
    """
    named = as_number(text).partition("·")[0].casefold()
    for heading in (t.label("Order {order}", order=""), marked("Order")):
        word = seen(heading).rstrip("№ ").casefold()
        rest = named.removeprefix(word)
        if rest != named and (number := row_number(rest)) is not None:
            return str(number)
    return text
