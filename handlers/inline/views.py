"""An order as a result of an inline query: what its owner shows to others."""

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from handlers.buttons import row_number
from handlers.orders.views import words_for_others
from handlers.orders.words import status_of
from handlers.view import PARSE_MODE, Link, View, markup, shortened
from locales import Translator
from shop.catalogue.deep_links import link_to_shop
from shop.ordering.order import Order
from shop.reconciliation.answer import AnswerDue


def result(order: Order, t: Translator, answer: AnswerDue | None, username: str) -> InlineQueryResultArticle:
    """An order in the list, and the message that it becomes. `answer`: until when it is looked into."""
    status = status_of(order, t)
    view = shared_card(order, t, answer, username)
    return InlineQueryResultArticle(
        id=f"{order.id}-{int(order.changed_at.timestamp())}",
        title=_title(order, status, t),
        description=shortened(order.terms.service_name, 120),
        input_message_content=InputTextMessageContent(message_text=view.text, parse_mode=PARSE_MODE),
        reply_markup=markup(*view.rows),
    )


def _title(order: Order, status: str, t: Translator) -> str:
    number = str(order.id)
    if order.is_scheduled and order.starts_at is not None:
        return t.label(
            "Order {order} · {status}, starts {moment}", order=number, status=status, moment=order.starts_at
        )
    return t.label("Order {order} · {status}", order=number, status=status)


def shared_card(order: Order, t: Translator, answer: AnswerDue | None, username: str) -> View:
    """The message about an order in another chat. Telegram lets us edit it because it has a button."""
    opens = ("🛍 " + t.label("Open the shop"), Link(link_to_shop(username)))
    return View(words_for_others(order, t, answer), ((opens,),))


def order_of(result_id: str) -> int | None:
    """Return the number of the order whose result this was; None if it was not an order's."""
    number, _, moment = result_id.partition("-")
    return row_number(number) if moment.isdecimal() else None


def closed_hint(t: Translator) -> InlineQueryResultsButton:
    """The way to the shop, which says that it is closed."""
    return InlineQueryResultsButton(text=t.label("The shop is closed for a while"), start_parameter="inline")


def hint(t: Translator) -> InlineQueryResultsButton:
    """The way to the shop, above an empty list."""
    return InlineQueryResultsButton(text=t.label("Nothing to show. Open the shop"), start_parameter="inline")
