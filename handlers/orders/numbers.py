"""An order's number as people copy it from where the shop shows it."""

from handlers.buttons import row_number
from locales import Translator
from shop.typed import as_number, seen


def without_heading(text: str, t: Translator) -> str:
    """Return the number alone of an order that is named as its card is: `Order 12 · Pending`, `Заказ №12`.

    In the reader's language and in English. Any other text stays as it is.
    """
    named = as_number(text).partition("·")[0].casefold()
    for heading in (t.label("Order {order}", order=""), "Order"):
        word = seen(heading).rstrip("№ ").casefold()
        rest = named.removeprefix(word)
        if rest != named and (number := row_number(rest)) is not None:
            return str(number)
    return text
