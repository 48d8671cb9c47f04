"""The calls that do not go through a handler: how updates come, and delivering letters."""

import logging
from collections.abc import Sequence
from typing import Any

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import (
    RequestParameter,
)  # what RequestData is made of; pinned by the lock

from messaging.delivery import OutcomeUnknown, TokenRefused
from messaging.inbox import BATCH, WANTED
from messaging.outbox import Message
from messaging.webhook_address import host_of
from shop.notice import Priority

log = logging.getLogger("kiosk.wire")

CONNECTIONS = 40
"""Updates that Telegram may bring at once; they are committed together."""

CHECKOUT_SECONDS = 2.5
"""For one try of an answer that is due within ten."""

ANSWER_SECONDS = 10
"""How long after its own time limit a poll may still be answered."""


class NoBotApi(Exception):
    """Whoever answers at TELEGRAM_API_ROOT speaks in envelopes and is no Bot API."""


class Telegram:
    """The bot's wire. `polling` and `checkout` are transports of their own, so that nobody waits there."""

    def __init__(self, bot: ExtBot[Any], polling: BaseRequest, checkout: BaseRequest | None = None) -> None:
        self._bot = bot
        self._polling = polling
        self._checkout = checkout or polling

    async def meet(self) -> None:
        """See that a bot of this token lives here. Raises TelegramError, and NoBotApi.

        Asked by itself, because python-telegram-bot takes an answer to getMe for a bot unseen.
        """
        me: object = await self._checkout.post(url=f"{self._bot.base_url}/getMe")
        wanted = {"id": int, "is_bot": bool, "first_name": str, "username": str}
        told = me if isinstance(me, dict) else {}
        if any(type(told.get(name)) is not kind for name, kind in wanted.items()):
            message = (
                "This server is no Bot API: its answer to getMe describes no bot. Check TELEGRAM_API_ROOT."
            )
            raise NoBotApi(message)

    async def is_refused(self) -> bool:
        """Whether Telegram, asked anew and in so many words, refuses the token."""
        try:
            await self._checkout.post(url=f"{self._bot.base_url}/getMe")
        except TokenRefused:
            return True
        except TelegramError as error:
            log.info("Whether the token is refused could not be asked (%s).", error)
        return False

    async def fetch(self, *, offset: int | None, timeout: int) -> Sequence[object]:
        """See messaging.inbox.Fetch. Raw JSON: an update that cannot be parsed must not stop the others."""
        asked = {"offset": offset, "timeout": timeout, "limit": BATCH, "allowed_updates": list(WANTED)}
        parameters = [
            RequestParameter.from_input(name, value) for name, value in asked.items() if value is not None
        ]
        updates: object = await self._polling.post(
            url=f"{self._bot.base_url}/getUpdates",
            request_data=RequestData(parameters),
            read_timeout=timeout + ANSWER_SECONDS,
        )
        if not isinstance(updates, list):
            raise OutcomeUnknown("The answer to getUpdates is no list.")
        return updates

    async def answer_checkout(self, query_id: str, refusal: str | None) -> None:
        """See messaging.checkout.Answer: past the pace, never behind another call. Raises TelegramError."""
        said: dict[str, Any] = {"pre_checkout_query_id": query_id, "ok": refusal is None}
        if refusal is not None:
            said["error_message"] = refusal
        await self._checkout.post(
            url=f"{self._bot.base_url}/answerPreCheckoutQuery",
            request_data=RequestData(
                [RequestParameter.from_input(name, value) for name, value in said.items()]
            ),
            read_timeout=CHECKOUT_SECONDS,
            connect_timeout=CHECKOUT_SECONDS,
        )

    async def end_webhook(self) -> None:
        """Have Telegram call nobody. What waits there is kept. Raises TelegramError."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except InvalidToken:  # the token is good, as getMe has shown: this server has no such method
            log.info("This Bot API server knows no webhooks.")

    async def set_webhook(self, *, url: str, secret: str) -> None:
        """Have Telegram call this address. Raises TelegramError."""
        await self._bot.set_webhook(
            url=url,
            secret_token=secret,
            allowed_updates=list(WANTED),
            drop_pending_updates=False,
            max_connections=CONNECTIONS,
        )

    async def webhook(self) -> WebhookInfo:
        """Whom Telegram calls, and how that goes. Raises TelegramError."""
        try:
            return await self._bot.get_webhook_info()
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            unlike = f"The answer to getWebhookInfo is not like one ({type(error).__name__})."
        raise OutcomeUnknown(unlike)

    async def webhook_host(self) -> str:
        """Whom Telegram calls, for an operator to read: the host alone, as the path may be a secret."""
        try:
            return host_of((await self.webhook()).url)
        except TelegramError:
            return "an address I was not told"

    async def send(self, message: Message, priority: Priority, chat_id: int) -> int | None:
        """See messaging.outbox.Send."""
        to_chat = Message(message.method, {**message.params, "chat_id": chat_id})
        answer = await call(self._bot, to_chat, priority)
        return answer.get("message_id") if isinstance(answer, dict) else None


async def call(bot: ExtBot[Any], message: Message, priority: Priority) -> Any:
    """Make this call of the Bot API at this priority; Telegram's raw answer."""
    # PTB warns about a raw call of a method it has. It looks for the name as it is given, and takes the
    # underscore off on the way, so that Telegram's spelling goes out. Other servers know no other.
    endpoint = f"{message.method}_"
    # A copy, because PTB writes the priority into the parameters it is given.
    return await bot.do_api_request(
        endpoint=endpoint, api_kwargs={**message.params}, rate_limit_args=priority
    )


def message_id_of(answer: Any) -> int:
    """The id of the message that Telegram says it has sent. Raises OutcomeUnknown where it does not say."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if not isinstance(number, int):
        raise OutcomeUnknown("The answer to sendMessage is no message.")
    return number
