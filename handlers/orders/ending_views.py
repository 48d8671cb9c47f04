"""The short messages at the end of an order."""

from handlers.buttons import ORDER, Button
from handlers.orders.words import STOPS, refusal
from handlers.view import View, shortened
from locales import Translator
from shop.ordering.due import MONEY_BACK
from shop.ordering.order import Order, OrderState, RequestKind
from shop.ordering.reason import ReasonKind


def ending(order: Order, state: OrderState, t: Translator) -> str:
    """The short message when an order has ended."""
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if order.ended_by is not None:
        return _ended_by_hand(order, state, t)
    asked = order.request(RequestKind.CANCEL)
    if asked is not None and asked.state in STOPS and state in MONEY_BACK:
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
                amount=t.balance(order.refunded_micro, order.terms.currency),
            )
        case OrderState.CANCELED:
            return t(
                "✖️ Order {order} was canceled and not finished: {service}.", order=number, service=service
            )
        case OrderState.REJECTED:
            return t("⛔ Order {order} was not accepted: {reason}", order=number, reason=refusal(order, t))
        case _:
            return _void_ending(order, t)


def _stopped(order: Order, t: Translator) -> str:
    """The message for an end that the customer asked for."""
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    amount = t.balance(order.refunded_micro, order.terms.currency)
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
            amount=t.balance(order.refunded_micro, order.terms.currency),
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
    """The short message when money comes back after the message of the end."""
    return t(
        "↩️ {amount} of order {order} has been returned in total.",
        order=str(order.id),
        amount=t.balance(order.refunded_micro, order.terms.currency),
    )


def refill_ending(order: Order, state: str, t: Translator) -> str:
    """The short message when a refill has ended."""
    if state == "done":
        return t("♻️ The refill of order {order} is done.", order=str(order.id))
    return t("♻️ The refill of order {order} was not granted.", order=str(order.id))


def ending_view(order: Order, state: OrderState, t: Translator) -> View:
    """The same as a view; if the price has changed, the current price is one tap away."""
    text = ending(order, state, t)
    if state is not OrderState.VOIDED or order.reason_kind is not ReasonKind.DEARER:
        return View(text)
    again = ("🔁 " + t.label("Reorder"), Button(ORDER, str(order.id), "reorder"))
    return View(text, ((again,),))
