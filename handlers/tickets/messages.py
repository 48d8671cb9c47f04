"""Notices about tickets to customers: what an operator answers, and that a ticket is closed."""

import html
from typing import Any

from handlers.context import Services
from handlers.messages import send
from handlers.sentences import sentence_for
from handlers.tickets.views import answer_row, edit_goes_nowhere, from_the_shop, has_ended, is_closed
from handlers.view import PARSE_MODE, View, beginning
from locales import Translator
from messaging.outbox import COPY, IN_PLACE, SENDS, Message
from messaging.telegram_html import shown_length, shown_words
from shop.errors import ShopError
from shop.person import MAY_ORDER
from shop.plain import units
from shop.sentences import Html
from shop.tickets.pace import too_much
from shop.tickets.ticket import LONGEST_CAPTION, Said, Side, Voice
from storage.messages.outbox import OutboxMessage

LONGEST_TEXT = 4096
"""Characters of a message that Telegram takes, as it counts them."""

BESIDE_A_NAME = 900
"""Characters of a long caption that stay with its media: what says whose they are has the rest."""

WITHOUT_CAPTION = frozenset({"video_note", "sticker"})


def copy_of(said: Said, chat_id: int, anchor: dict[str, Any], *, caption: str | None = None) -> Message:
    """Return a copy of the message; if it is gone, the same made of what we keep.

    `caption`, HTML, takes the place of its own. `anchor` is where the copy stands in the chat.
    """
    where = {"chat_id": chat_id, **anchor}
    if caption is None and said.has_long_caption:
        caption = in_caption(said)
    words = {} if caption is None or said.kind in WITHOUT_CAPTION else _words("caption", caption)
    source = {"from_chat_id": said.chat_id, "message_id": said.message_id}
    return Message(COPY, {**where, **source, **words}, instead=_kept(said, where, words))


def in_caption(said: Said) -> Html:
    """Return its words, or the beginning of a long caption, which goes by itself as well."""
    return _as_html(beginning(said.text, BESIDE_A_NAME) + "…") if said.has_long_caption else html_of(said)


def html_of(said: Said) -> Html:
    """Return its words with their marks. Marks of other words are older than an edit, and gone."""
    if said.html is not None and shown_words(said.html) == said.text:
        return Html(said.html)
    return _as_html(said.text)


def _as_html(words: str) -> Html:
    return Html(html.escape(words, quote=False))


def _kept(said: Said, where: dict[str, Any], words: dict[str, str]) -> Message | None:
    if said.kind == "text":
        return Message("sendMessage", {**where, **_words("text", html_of(said))})
    if said.file_id is None:
        return None
    own = {} if said.kind in WITHOUT_CAPTION or not said.text else _words("caption", html_of(said))
    return Message(SENDS[said.kind], {**where, said.kind: said.file_id, **(words or own)})


def words_of(said: Said, chat_id: int, anchor: dict[str, Any]) -> Message:
    """Return its words alone, as they are."""
    fits = units(said.text) <= LONGEST_TEXT
    words = html_of(said) if fits else _as_html(beginning(said.text, LONGEST_TEXT))
    return Message("sendMessage", {"chat_id": chat_id, **anchor, **_words("text", words)})


def as_edit(anew: Message, said: Said, chat_id: int, message_id: int) -> Message:
    """Return the edit that has a copy of the message say what `anew` would; that, if the copy is gone."""
    card: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
    keys = {name: value for name, value in anew.params.items() if name == "reply_markup"}
    if anew.method == "sendMessage":
        words = {name: value for name, value in anew.params.items() if name != "reply_parameters"}
        return Message("editMessageText", {**words, **card}, instead=anew)
    if said.kind == "text":
        return Message("editMessageText", {**card, **keys, **_words("text", html_of(said))}, instead=anew)
    caption = _words("caption", anew.params.get("caption", html_of(said)))
    if said.kind not in IN_PLACE:
        return Message("editMessageCaption", {**card, **keys, **caption}, instead=anew)
    media = {"type": said.kind, "media": said.file_id, **caption}
    return Message("editMessageMedia", {**card, **keys, "media": media}, instead=anew)


def _words(name: str, text: str) -> dict[str, str]:
    return {name: text, "parse_mode": PARSE_MODE}


async def answer(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return an operator's answer for the customer."""
    tickets = services.stores.tickets
    kept = await tickets.find_message(message.payload["message_id"])
    ticket = await tickets.find(message.payload["ticket_id"])
    if kept is None or ticket is None:
        return None
    said, is_words = kept.said, bool(message.payload.get("words"))
    text = html_of(said) if is_words else in_caption(said)
    view = View(from_the_shop(ticket, text, t), (answer_row(ticket.id, t),))
    keys = {"reply_markup": view.keyboard}
    if said.kind == "text" or is_words:
        if shown_length(view.text) <= LONGEST_TEXT:
            return send(message.chat_id, view)
        return words_of(said, message.chat_id, keys) if is_words else copy_of(said, message.chat_id, keys)
    fits = shown_length(view.text) <= LONGEST_CAPTION
    return copy_of(said, message.chat_id, keys, caption=view.text if fits else None)


async def edited(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return an operator's answer as it was edited, in the place of what the customer has; else anew."""
    anew, tickets = await answer(services, message, t), services.stores.tickets
    number, chat_id = message.payload["message_id"], message.chat_id
    kept = await tickets.find_message(number)
    stands = await tickets.find_copy(number, chat_id, Side.CUSTOMER)
    if anew is None or kept is None or stands is None:
        return anew
    return as_edit(anew, kept.said, chat_id, stands)


async def not_changed(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the word that an edit goes nowhere, below what was edited."""
    tickets = services.stores.tickets
    kept = await tickets.find_message(message.payload["message_id"])
    ticket = await tickets.find(message.payload["ticket_id"])
    if kept is None or ticket is None:
        return None
    is_closed_now, is_customers = message.payload["closed"], kept.voice is Voice.CUSTOMER
    if is_customers:
        view = is_closed(ticket, t) if is_closed_now else View(sentence_for(too_much(), t))
    elif is_closed_now:
        view = View(sentence_for(ShopError("ticket_over"), t))
    else:
        view = edit_goes_nowhere(t, is_note=kept.voice is Voice.NOTE)
    return send(message.chat_id, view, reply_to=kept.said.message_id)


async def ended(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the word that a ticket is closed; nothing if it is open again."""
    ticket = await services.stores.tickets.find(message.payload["ticket_id"])
    if ticket is None or ticket.is_open:
        return None
    may_reopen = services.access.role_of(message.chat_id) in MAY_ORDER
    return send(message.chat_id, has_ended(ticket, t, may_reopen=may_reopen))
