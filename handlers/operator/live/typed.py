"""What an owner typed for a text or a setting, as it is kept."""

import html
import re
from collections.abc import Callable, Mapping, Sequence

from telegram import Message, MessageEntity

from handlers.context import Context
from handlers.reading import update_from
from messaging.fast_json import loads
from shop.errors import ShopError
from shop.ledger.surcharge import fixed_parts
from shop.ledger.typed_amounts import refuse_two_readings
from shop.live_values import HTML_TEXTS, NAMING_TEXTS, LiveKey
from shop.money import amounts_in, typed_amount
from shop.own_words import unknown_places
from shop.plain import cleaned_json

_FOUND_BY_TELEGRAM = frozenset(
    {
        MessageEntity.BOT_COMMAND,
        MessageEntity.CASHTAG,
        MessageEntity.EMAIL,
        MessageEntity.HASHTAG,
        MessageEntity.MENTION,
        MessageEntity.PHONE_NUMBER,
        MessageEntity.URL,
    }
)
"""Marked parts of a message that nobody formatted."""


def _whole_text(text: str) -> list[str]:
    return [text]


_AMOUNTS: Mapping[str, Callable[[str], Sequence[str]]] = {
    "star_value": _whole_text,
    "topup_amounts": amounts_in,
    "topup_least": _whole_text,
    "topup_most": _whole_text,
    "payment_fees": fixed_parts,
    "invite_reward": _whole_text,
    "credit_ask": _whole_text,
    "credit_second": _whole_text,
}
"""Where in a value amounts stand. A percentage is never in thousands."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


async def message_again(context: Context, update_id: int) -> Message:
    """Return what this owner typed in that update. Raises ShopError once it is deleted."""
    services, person = context.services, context.turn.person
    raw = await services.stores.inbox.find_raw(person.id, update_id)
    body = cleaned_json(raw, loads) if raw else None
    message = update_from(body, context.bot).message if body else None
    if message is None:
        raise ShopError("button_old")
    return message


def value_in(message: Message | None, key: LiveKey, currency: str) -> str:
    """Return the value in this message, not checked yet. Raises ShopError for another kind of message.

    Amounts may have the currency beside them; one that can be two is asked for again.
    """
    if message is None:
        raise ShopError("live_not_text")
    if key.name == "banner":
        if not message.photo:
            raise ShopError("live_not_photo")
        return message.photo[-1].file_id
    if not message.text:
        raise ShopError("live_not_text")
    text = _as_html(message) if key.name in HTML_TEXTS else _amount_in(message.text, key, currency)
    if key.name in NAMING_TEXTS and (unknown := unknown_places(html.unescape(text))):
        raise ShopError("live_unknown_place", typed=", ".join(unknown[:3]))
    return text


def _amount_in(text: str, key: LiveKey, currency: str) -> str:
    """Return an amount in plain digits, anything else as it is. Raises ShopError("amount_unclear")."""
    for part in _AMOUNTS[key.name](text) if key.name in _AMOUNTS else ():
        refuse_two_readings(part, currency)
    amount = typed_amount(text, currency) if _AMOUNTS.get(key.name) is _whole_text else None
    return text if amount is None else f"{amount:f}"


def _as_html(message: Message) -> str:
    """Return a message's text as HTML: by the formatting of the app, or by the tags that were typed."""
    is_formatted = any(entity.type not in _FOUND_BY_TELEGRAM for entity in message.entities)
    if not is_formatted and _TAG.search(message.text or ""):
        return message.text or ""
    return message.text_html
