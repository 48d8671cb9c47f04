"""A crowd's letters: their parameters are made once, and only the chat is added for each."""

from collections.abc import Mapping
from typing import Any

from telegram.error import EndPointNotFound, InvalidToken
from telegram.ext import ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import (
    RequestParameter,
)  # what RequestData is made of; pinned by the lock

from messaging.outbox import Message
from shop.notice import Priority


class Letters:
    """Sends letters by raw calls through the bot's rate limiter, and keeps the last letter's parameters."""

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot
        self._params: Mapping[str, Any] | None = None
        self._shared: list[RequestParameter] = []

    async def send(self, message: Message, chat_id: int) -> Any:
        """Make the call to this chat; return Telegram's raw answer. Raises as the bot's own raw call."""
        limiter = self._bot.rate_limiter
        if limiter is None:
            raise RuntimeError("A bot without a rate limiter must not send to a crowd.")
        if message.params is not self._params:
            self._encode(message.params)
        call = {
            "url": f"{self._bot.base_url}/{message.method}",
            "request_data": RequestData([*self._shared, RequestParameter("chat_id", chat_id, None)]),
        }
        try:
            return await limiter.process_request(
                self._bot.request.post, (), call, message.method, {"chat_id": chat_id}, Priority.BROADCAST
            )
        except InvalidToken as error:  # as the bot's own raw calls: 404 also stands for an unknown method
            raise EndPointNotFound(f"Endpoint '{message.method}' not found in Bot API") from error

    def _encode(self, params: Mapping[str, Any]) -> None:
        """Make what all letters share. The parameters are kept, so that no others take their identity."""
        shared = [(name, value) for name, value in params.items() if name != "chat_id" and value is not None]
        self._params = params
        self._shared = [RequestParameter.from_input(name, value) for name, value in shared]
