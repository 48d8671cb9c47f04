"""A service as a result of an inline query: what a person recommends to others."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from handlers.ordering.list_views import service_key
from handlers.price_lines import Prices
from handlers.view import PARSE_MODE, shortened
from locales import Translator
from shop.catalogue.deep_links import link_to
from shop.catalogue.services import Service


def service_result(
    service: Service, own: Prices, usual: Prices, username: str, t: Translator, *, is_refilled: bool
) -> InlineQueryResultArticle:
    """A service in the list, at the asker's own price, and the message that it becomes, at the usual price.

    The message is read by others, who must not learn the asker's price level.
    """
    name = t("<b>{name}</b>", name=shortened(service.name, 300))
    refill = "♻️ " + t("refilled if they drop")
    lines = [name, usual.line(service), *([refill] if is_refilled else [])]
    opening = InlineKeyboardButton(t.label("🛒 Look at it"), url=link_to(service, username))
    return InlineQueryResultArticle(
        id=f"s-{service_key(service)}",
        title=shortened(service.name, 250),
        description=" · ".join(
            part for part in (own.plain_line(service), "♻️" if is_refilled else "") if part
        ),
        input_message_content=InputTextMessageContent(message_text="\n".join(lines), parse_mode=PARSE_MODE),
        reply_markup=InlineKeyboardMarkup([[opening]]),
    )
