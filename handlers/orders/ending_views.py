"""The short messages at the end of an order."""

from handlers import navigation
from handlers.buttons import ORDER, Button
from handlers.orders.rating_views import question, stars_row
from handlers.orders.words import STOPS, link_end, refusal
from handlers.view import Row, View, copied, shortened
from locales import Translator
from shop.ordering.due import MONEY_BACK
from shop.ordering.order import GIVEN_BACK, Order, OrderState
from shop.ordering.rating import is_ratable
from shop.ordering.reason import ReasonKind
from shop.ordering.request import RequestKind


def ending(order: Order, state: OrderState, t: Translator) -> str:
    """The short message when an order has ended: how, and what is back in the wallet."""
    return "\n".join(part for part in (_how(order, state, t), _back(order, state, t)) if part)


def _how(order: Order, state: OrderState, t: Translator) -> str:
    if order.ended_by is not None:
        return _ended_by_hand(order, state, t)
    asked = order.request(RequestKind.CANCEL)
    if asked is not None and asked.state in STOPS and state in MONEY_BACK:
        return _stopped(order, t)
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    match state:
        case OrderState.COMPLETED:
            return _done(order, t)
        case OrderState.PARTIAL:
            return _partial(order, t)
        case OrderState.CANCELED:
            return t(
                "❌ Order {order} was canceled and not finished: {service}.", order=number, service=service
            )
        case OrderState.REJECTED:
            reason = refusal(order, t, is_said=True)
            return t("⛔ Order {order} was not accepted. {reason}", order=number, reason=reason)
        case _:
            return _void_ending(order, t)


def back_micro(order: Order, state: OrderState) -> int:
    """Return what has come back at this end, in micro-units: all of it for an order that was never placed."""
    return order.terms.price_micro if state in GIVEN_BACK else order.refunded_micro


def _back(order: Order, state: OrderState, t: Translator) -> str:
    """Say what has come back."""
    back = back_micro(order, state)
    if not back:
        return ""
    amount = t.balance(back, order.terms.currency)
    if order.terms.is_by_post and order.delivered is not None and state not in GIVEN_BACK:
        return t(
            "Posts served: {done} of {quantity}. <b>{amount}</b> for the others is back in your wallet.",
            done=order.delivered,
            quantity=order.terms.quantity or 0,
            amount=amount,
        )
    if state is OrderState.PARTIAL:
        return t("<b>{amount}</b> for the rest is back in your wallet.", amount=amount)
    return t("<b>{amount}</b> is back in your wallet.", amount=amount)


def _done(order: Order, t: Translator) -> str:
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    link = link_end(order.terms)
    if not link:
        return t("✅ Order {order} is done: {service}. Thank you!", order=number, service=service)
    return t(
        "✅ Order {order} is done: {service} for {link}. Thank you!", order=number, service=service, link=link
    )


def _partial(order: Order, t: Translator) -> str:
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if order.delivered is None or order.terms.quantity is None:
        return t("◑ Order {order} is over, and partly delivered: {service}.", order=number, service=service)
    return t(
        "◑ Order {order} is over: {done} of {quantity} delivered. {service}",
        order=number,
        done=order.delivered,
        quantity=order.terms.quantity,
        service=service,
    )


def _stopped(order: Order, t: Translator) -> str:
    """The message for an end that the customer asked for."""
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if not order.delivered or order.terms.quantity is None:
        return t("🛑 Order {order} is stopped, as you asked: {service}.", order=number, service=service)
    return t(
        "🛑 Order {order} is stopped, as you asked: {done} of {quantity} delivered.",
        order=number,
        done=order.delivered,
        quantity=order.terms.quantity,
    )


def _ended_by_hand(order: Order, state: OrderState, t: Translator) -> str:
    number, service = str(order.id), shortened(order.terms.service_name, 80)
    if state is OrderState.CANCELED:
        return t("❌ The shop has ended order {order}: {service}.", order=number, service=service)
    return t(
        "✅ The shop has closed order {order}: {service}. Ask the shop if something is missing.",
        order=number,
        service=service,
    )


def _void_ending(order: Order, t: Translator) -> str:
    number = str(order.id)
    match order.reason_kind:
        case ReasonKind.NOT_PLACED:
            return t("❌ Order {order} was not placed. Order again if you like.", order=number)
        case ReasonKind.UNCLEAR:
            return t(
                "❌ Nobody could find out whether order {order} was placed, so you do not pay for it.",
                order=number,
            )
        case ReasonKind.DEARER:
            return t(
                "❌ Order {order} was not sent: its price has changed since. "
                "Tap Reorder for the current price.",
                order=number,
            )
        case ReasonKind.GONE:
            return t(
                "❌ Order {order} was not sent: this service is no longer on sale. "
                "Tap /order to choose another.",
                order=number,
            )
        case _:
            return t(
                "❌ Order {order} could not be placed; nothing was sent. Order again if you like.",
                order=number,
            )


def money_back(order: Order, t: Translator) -> str:
    """The short message when money comes back after the message of the end."""
    return t(
        "↩️ {amount} for order {order} is back in your wallet, all in all.",
        order=str(order.id),
        amount=t.balance(order.refunded_micro, order.terms.currency),
    )


def refill_ending(order: Order, state: str, t: Translator) -> str:
    """The short message when a refill has ended."""
    if state == "done":
        return t("♻️ The refill of order {order} is done.", order=str(order.id))
    return t("♻️ The refill of order {order} was not granted.", order=str(order.id))


def ending_view(order: Order, state: OrderState, t: Translator, *, may_rate: bool = True) -> View:
    """The message of an order's end, with the ways that lead on; who `may_rate` rates what was delivered."""
    on = navigation.new_order(t)
    if order.reason_kind is not ReasonKind.GONE:
        on = ("🔁 " + t.label("Reorder"), Button(ORDER, str(order.id), "reorder"))
    ways: tuple[Row, ...] = ((on, navigation.home(t)), (copied(str(order.id)),))
    if not (may_rate and is_ratable(order)):
        return View(ending(order, state, t), ways)
    return View(f"{ending(order, state, t)}\n\n{question(order, t)}", (stars_row(order), *ways))


def news_view(order: Order, text: str, t: Translator) -> View:
    """News after the end, with the way to the order and home."""
    opens = ("📦 " + t.label("Order {order}", order=str(order.id)), Button(ORDER, str(order.id), "open"))
    return View(text, ((opens, navigation.home(t)),))
