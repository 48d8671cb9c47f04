"""An order as a result of an inline query: what its owner shows to others."""

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from handlers.orders.views import brief
from handlers.orders.words import status_of
from handlers.view import PARSE_MODE, shortened
from locales import Translator
from shop.ordering.order import Order
from shop.reconciliation.answer import AnswerDue


def result(order: Order, t: Translator, answer: AnswerDue | None) -> InlineQueryResultArticle:
    """An order in the list, and the message that it becomes. `answer`: until when it is looked into."""
    status = status_of(order, t)
    return InlineQueryResultArticle(
        id=f"{order.id}-{int(order.changed_at.timestamp())}",
        title=t.label("Order {order} · {status}", order=str(order.id), status=status),
        description=shortened(order.terms.service_name, 120),
        input_message_content=InputTextMessageContent(
            message_text=brief(order, t, answer), parse_mode=PARSE_MODE
        ),
    )


def hint(t: Translator) -> InlineQueryResultsButton:
    """The way to the shop, above an empty list."""
    return InlineQueryResultsButton(text=t.label("Nothing to show. Open the shop"), start_parameter="inline")
