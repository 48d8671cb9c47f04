"""What the panel says of an order, in its own words: for operators beside a customer's view."""

from handlers.view import shortened
from locales import Translator
from shop.ordering.order import Order
from shop.ordering.refills_and_cancels import UNANSWERED_BY


def supplier_lines(order: Order, t: Translator) -> str:
    """The panel's own number and words, for the operator."""
    lines = []
    if order.panel_order_id is not None:
        word = order.panel_word or "-"
        lines.append(
            t("At the panel: {number} · {word}", number=order.panel_order_id, word=shortened(word, 120))
        )
    if order.former_number is not None:
        lines.append(
            t(
                "Its number {number} at the panel is another order's now; the panel is not asked about it.",
                number=order.former_number,
            )
        )
    if order.reason and order.reason.text:
        lines.append(t("The panel's words: {text}", text=shortened(order.reason.text, 200)))
    newest = {request.kind: request for request in order.requests if request.text}
    lines += [
        t("The panel's words: {text}", text=shortened(request.text, 200))
        for request in newest.values()
        if request.text not in UNANSWERED_BY
    ]
    return "\n".join(lines)
