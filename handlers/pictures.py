"""Sending a screen below a picture of the operator's, in one message where it fits."""

import asyncio
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest

from handlers.context import Context
from handlers.messages import with_file
from handlers.show import say
from handlers.view import PARSE_MODE, View
from messaging.calls import call, message_id_of
from messaging.outbox import Message
from messaging.telegram_html import shown_length
from shop.notice import Priority
from shop.own_words import Banner

CAPTION = 1024
"""Characters of a caption: core.telegram.org/bots/api#sendphoto."""


async def say_below_picture(context: Context, banner: Banner, view: View) -> int:
    """Send the view below this picture; return the view's message. Raises BadRequest if it is not taken."""
    fits = shown_length(view.text) <= CAPTION
    sent = await _picture(context, banner, view if fits else View(""))
    return sent if fits else await say(context, view)


async def _picture(context: Context, banner: Banner, below: View) -> int:
    """Send the picture; remember by which id Telegram has it. Raises BadRequest where it is not taken."""
    chat_id = context.turn.person.id
    reference = banner.file_id or banner.source
    if banner.is_file and not banner.file_id:
        return await _upload(context, banner, below)
    instead = Message("sendMessage", {})
    told = with_file(chat_id, below, "sendPhoto", {"photo": reference}, instead=instead)
    answer = await call(context.bot, Message("sendPhoto", told.params), Priority.PERSON)
    sizes: Any = answer.get("photo") if isinstance(answer, dict) else None
    if isinstance(sizes, list) and sizes and isinstance(sizes[-1], dict):
        banner.file_id = str(sizes[-1].get("file_id") or "")
    return message_id_of(answer)


async def _upload(context: Context, banner: Banner, below: View) -> int:
    try:
        picture = await asyncio.to_thread(Path(banner.source).read_bytes)
    except OSError as error:  # it was there when the kiosk started
        raise BadRequest(f"the file cannot be read ({error.strerror})") from None
    keyboard = below.keyboard
    sent = await context.bot.send_photo(
        context.turn.person.id,
        picture,
        caption=below.text,
        parse_mode=PARSE_MODE,
        reply_markup=InlineKeyboardMarkup.de_json(keyboard, context.bot) if keyboard else None,
    )
    banner.file_id = sent.photo[-1].file_id if sent.photo else ""
    return sent.message_id
