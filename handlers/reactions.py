"""A thumb on the message with a link, as a quick sign that it was understood."""

import asyncio
import logging

from telegram import Bot, Message
from telegram.error import TelegramError

from messaging.calls import call
from messaging.outbox import Message as Call
from shop.notice import Priority
from shop.ordering.draft import LINK, Draft

log = logging.getLogger("kiosk.handlers")

SECONDS = 2.0
"""How long the sign may take; the answer is out already, and nothing is lost without the sign."""


def link_of(draft: Draft | None) -> object:
    """Return the link this draft is for, or is being chosen for; None while there is none."""
    return None if draft is None else draft.answers.get(LINK) or draft.browse.link or None


async def react(bot: Bot, message: Message) -> None:
    """Put a thumb on this message. Where Telegram does not take it, only a line in the log tells."""
    sign = {
        "chat_id": message.chat_id,
        "message_id": message.message_id,
        "reaction": [{"type": "emoji", "emoji": "👍"}],
    }
    try:
        async with asyncio.timeout(SECONDS):
            await call(bot, Call("setMessageReaction", sign), Priority.PERSON)
    except (TelegramError, TimeoutError) as error:
        log.info("No sign on message %s: %s", message.message_id, error)
