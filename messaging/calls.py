"""Calls of the Bot API whose parameters are plain JSON: every message, edit and answer of ours.

They pass the rate limit and go to the transport as one JSON body. python-telegram-bot's own methods make
objects of the parameters and of the answer, which costs more than the call; they stay for all that is rare.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken
from telegram.ext import ExtBot

from messaging.delivery import LetGo, OutcomeUnknown
from messaging.envelope import result_of
from messaging.fast_json import dumps
from messaging.newer import refused_in
from messaging.outbox import Message
from messaging.rate_limit import PacedLimiter
from messaging.transport import PostsJson
from shop.notice import Priority

PAID = "allow_paid_broadcast"
"""The parameter by which Telegram is paid for a faster pace."""

log = logging.getLogger(__name__)


async def call(bot: Bot, message: Message, priority: Priority) -> Any:
    """Make this call at this priority; return Telegram's raw answer.

    A server that refuses something newer than itself gets the message without that, and so from then on.
    Raises TelegramError as the library's own raw calls do: EndPointNotFound for a method nobody knows. LetGo
    says that the call was not to be made any more when its turn came.
    """
    server = cast("PostsJson", bot.request)
    params: Mapping[str, Any] = message.params
    for refused in server.refused:
        params = refused.without(params)
    while True:
        try:
            body = dumps(params)
            chat_id = params.get("chat_id")
            return await _post(bot, message.method, body, chat_id, priority, still=message.still)
        except BadRequest as error:
            newer = refused_in(params, error)
            if newer is None:
                raise
        if newer not in server.refused:
            log.warning("This server of the Bot API refuses %s; messages go without it.", newer.name)
        server.refused.add(newer)
        params = newer.without(params)


class Letters:
    """A crowd's letters: what they share is encoded once, and only the chat is added for each."""

    is_paid = False
    """True if the last one goes at the pace that Telegram is paid for."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._params: Mapping[str, Any] | None = None
        self._shared = b""

    async def send(self, message: Message, chat_id: int) -> Any:
        """Make the call to this chat; return Telegram's raw answer. Raises as `call`."""
        if message.params is not self._params:
            # The parameters are kept, so that no others take their identity.
            self._params = message.params
            self.is_paid = bool(message.params.get(PAID))
            self._shared = dumps({name: value for name, value in message.params.items() if name != "chat_id"})
        body = b'{"chat_id":%d,%s' % (chat_id, self._shared[1:])
        return await _post(
            self._bot, message.method, body, chat_id, Priority.BROADCAST, paid=bool(message.params.get(PAID))
        )


def message_id_of(answer: Any) -> int:
    """Return the id of the message Telegram has sent. Raises OutcomeUnknown if the answer has none."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise OutcomeUnknown("The answer to sendMessage is no message.")
    return number


async def _post(
    bot: Bot,
    method: str,
    body: bytes,
    chat_id: Any,
    priority: Priority,
    *,
    paid: bool = False,
    still: Callable[[], Awaitable[bool]] | None = None,
) -> Any:
    limiter = cast("PacedLimiter", cast("ExtBot[Any]", bot).rate_limiter)
    carrier, url = cast("PostsJson", bot.request), f"{bot.base_url}/{method}"

    async def post() -> Any:
        if still is not None and not await still():
            raise LetGo("The card shows another screen by now.")
        return result_of(*await carrier.post_json(url, body))

    try:
        return await limiter.paced(post, method, chat_id, priority, paid=paid)
    except InvalidToken as error:  # a 404 also stands for an unknown method
        raise EndPointNotFound(f"Endpoint '{method}' not found in Bot API") from error
