"""Calls of the Bot API whose parameters are plain JSON: every message, edit and answer of ours.

They pass the rate limit and go to the transport as one JSON body. python-telegram-bot's own methods make
objects of the parameters and of the answer, which costs more than the call; they stay for all that is rare.
"""

from typing import Any, cast

from telegram import Bot
from telegram.ext import ExtBot

from messaging.delivery import OutcomeUnknown
from messaging.envelope import result_of
from messaging.fast_json import dumps
from messaging.outbox import Message
from messaging.rate_limit import PacedLimiter
from messaging.transport import PostsJson
from shop.notice import Priority


async def call(bot: Bot, message: Message, priority: Priority) -> Any:
    """Make this call at this priority; return Telegram's raw answer. Raises TelegramError."""
    limiter = cast("PacedLimiter", cast("ExtBot[Any]", bot).rate_limiter)
    carrier = cast("PostsJson", bot.request)
    url, body = f"{bot.base_url}/{message.method}", dumps(message.params)

    async def post() -> Any:
        return result_of(*await carrier.post_json(url, body))

    return await limiter.paced(post, message.method, message.params.get("chat_id"), priority)


def message_id_of(answer: Any) -> int:
    """Return the id of the message Telegram has sent. Raises OutcomeUnknown if the answer has none."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise OutcomeUnknown("The answer to sendMessage is no message.")
    return number
