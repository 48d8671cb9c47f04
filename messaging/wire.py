"""The Bot API calls made outside handlers: receiving updates and delivering messages."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from messaging.calls import Letters, call, message_id_of
from messaging.connections import Limits
from messaging.delivery import OutcomeUnknown, TokenRefused
from messaging.envelope import result_of
from messaging.fast_json import dumps
from messaging.inbox import BATCH, WANTED
from messaging.outbox import Message
from messaging.rate_limit import PacedLimiter
from messaging.transport import PostsJson
from messaging.webhook_address import host_of
from shop.notice import Priority
from storage.messages.outbox import Ids

log = logging.getLogger("kiosk.wire")

CONNECTIONS = 40
"""How many updates Telegram may bring at once; they are committed together."""

CHECKOUT_SECONDS = 2.5
"""The limit of one try; the answer is due within ten."""

ANSWER_SECONDS = 10
"""How long beyond its own timeout a poll may still be answered."""


class NoBotApi(Exception):
    """The server at TELEGRAM_API_ROOT answers in envelopes but is no Bot API."""


class Telegram:
    """The bot's calls. `polling` and `checkout` have transports of their own, so that they never queue."""

    def __init__(self, bot: ExtBot[Any], polling: BaseRequest, checkout: BaseRequest | None = None) -> None:
        self._bot = bot
        self._polling = polling
        self._checkout = checkout or polling
        self._letters = Letters(bot)

    @property
    def letters_in_flight(self) -> int:
        """How many letters of a crowd under way at once use up the pace at which they go."""
        limiter = cast("PacedLimiter", self._bot.rate_limiter)
        return limiter.in_flight(paid=self._letters.is_paid)

    async def meet(self) -> None:
        """Check that the server knows a bot of this token. Raises TelegramError, and NoBotApi.

        We call getMe ourselves, because python-telegram-bot takes any answer to it for a bot.
        """
        me: object = await self._checkout.post(url=f"{self._bot.base_url}/getMe")
        wanted = {"id": int, "is_bot": bool, "first_name": str, "username": str}
        fields = me if isinstance(me, dict) else {}
        if any(type(fields.get(name)) is not kind for name, kind in wanted.items()):
            message = (
                "This server is no Bot API: its answer to getMe describes no bot. Check TELEGRAM_API_ROOT."
            )
            raise NoBotApi(message)

    async def is_refused(self) -> bool:
        """Ask Telegram again; return True if it says outright that it refuses the token."""
        try:
            await self._checkout.post(url=f"{self._bot.base_url}/getMe")
        except TokenRefused:
            return True
        except TelegramError as error:
            log.info("Telegram could not be asked if it refuses the token (%s).", error)
        return False

    async def fetch(self, *, offset: int | None, timeout: int) -> Sequence[object]:
        """See messaging.inbox.Fetch. Raw JSON: an update that cannot be parsed must not stop the others."""
        values = {"offset": offset, "timeout": timeout, "limit": BATCH, "allowed_updates": list(WANTED)}
        if offset is None:
            del values["offset"]
        limits = Limits(read=timeout + ANSWER_SECONDS)
        updates = await self._past_the_limits("getUpdates", values, self._polling, limits)
        if not isinstance(updates, list):
            raise OutcomeUnknown("The answer to getUpdates is no list.")
        return updates

    async def answer_checkout(self, query_id: str, refusal: str | None) -> None:
        """See messaging.checkout.Answer. Skips the rate limits. Raises TelegramError."""
        values: dict[str, Any] = {"pre_checkout_query_id": query_id, "ok": refusal is None}
        if refusal is not None:
            values["error_message"] = refusal
        limits = Limits(read=CHECKOUT_SECONDS, connect=CHECKOUT_SECONDS)
        await self._past_the_limits("answerPreCheckoutQuery", values, self._checkout, limits)

    async def _past_the_limits(
        self, method: str, values: dict[str, Any], carrier: BaseRequest, limits: Limits
    ) -> object:
        """Make a call that no rate limit holds; return Telegram's raw answer. Raises TelegramError."""
        posts = cast("PostsJson", carrier)
        return result_of(*await posts.post_json(f"{self._bot.base_url}/{method}", dumps(values), limits))

    async def end_webhook(self) -> None:
        """Remove the webhook, keeping the updates that wait. Raises TelegramError."""
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except InvalidToken:  # the token is good, as getMe has shown: this server has no such method
            log.info("This Bot API server has no webhooks.")

    async def set_webhook(self, *, url: str, secret: str) -> None:
        """Tell Telegram to call this address. Raises TelegramError."""
        await self._bot.set_webhook(
            url=url,
            secret_token=secret,
            allowed_updates=list(WANTED),
            drop_pending_updates=False,
            max_connections=CONNECTIONS,
        )

    async def webhook(self) -> WebhookInfo:
        """Return the webhook's address and its recent errors. Raises TelegramError."""
        try:
            return await self._bot.get_webhook_info()
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            unreadable = f"The answer to getWebhookInfo cannot be read ({type(error).__name__})."
        raise OutcomeUnknown(unreadable)

    async def webhook_host(self) -> str:
        """Return the host Telegram calls, for an operator to read; the path may be a secret."""
        try:
            return host_of((await self.webhook()).url)
        except TelegramError:
            return "an unknown address"

    async def send(self, message: Message, priority: Priority, chat_id: int) -> Ids:
        """See messaging.outbox.Send."""
        if priority is Priority.BROADCAST:
            answer = await self._letters.send(message, chat_id)
            if isinstance(answer, list):
                return tuple(message_id_of(one) for one in answer)
            return answer.get("message_id") if isinstance(answer, dict) else None
        to_chat = replace(message, params={**message.params, "chat_id": chat_id})
        answer = await call(self._bot, to_chat, priority)
        if not isinstance(answer, dict):
            return None
        return answer.get("message_id", answer.get("message_thread_id"))  # a new topic has only the latter
