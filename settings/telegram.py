"""The bot at Telegram: its token, the server, the way there, and the webhook."""

import re

from pydantic import SecretStr, field_validator

from messaging.ways_out import api_urls, check_api_root
from messaging.webhook_address import (
    as_telegram_has_it,
    check_secret,
    check_webhook_url,
    listening_place,
    secret_from,
)
from settings.environment import FromEnvironment
from settings.forms import Place, Proxy

LONGEST_ID = 16
_SECOND_HALF = re.compile(r"[A-Za-z0-9_-]+(?:/test)?")
"""Of a token; it stands in the path of every call, where ? and # would mean something else. With /test the
calls go to Telegram's test environment."""


class TelegramSettings(FromEnvironment):
    """How the kiosk and Telegram reach each other."""

    bot_token: SecretStr
    telegram_api_root: str = "https://api.telegram.org"
    telegram_proxy: Proxy = SecretStr("")
    webhook_url: str = ""
    webhook_listen: Place = "127.0.0.1:8080"
    webhook_secret: SecretStr = SecretStr("")

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, token: SecretStr) -> SecretStr:
        number, colon, rest = token.get_secret_value().partition(":")
        is_id = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
        if not (is_id and colon and _SECOND_HALF.fullmatch(rest)):
            message = "does not look like a token; BotFather's are like 123456789:AAE…"
            raise ValueError(message)
        return token

    @field_validator("telegram_api_root")
    @classmethod
    def _root_is_a_url(cls, url: str) -> str:
        problem = check_api_root(url)
        if problem:
            raise ValueError(problem)
        return url.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _telegram_may_call(cls, url: str) -> str:
        problem = check_webhook_url(url) if url else None
        if problem:
            raise ValueError(problem)
        return as_telegram_has_it(url)

    @field_validator("webhook_secret")
    @classmethod
    def _secret_telegram_takes(cls, secret: SecretStr) -> SecretStr:
        problem = check_secret(secret.get_secret_value()) if secret else None
        if problem:
            raise ValueError(problem)
        return secret

    @property
    def token(self) -> str:
        """The bot's token, for the wire only."""
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        """The bot's id at Telegram, which stays when BotFather makes a new token for it."""
        return int(self.token.partition(":")[0])

    @property
    def way_to_telegram(self) -> str:
        """The proxy for Telegram, for the wire only; empty for none."""
        return self.telegram_proxy.get_secret_value()

    @property
    def telegram_urls(self) -> tuple[str, str]:
        """The base URLs of calls and files, as python-telegram-bot expects them."""
        return api_urls(self.telegram_api_root)

    @property
    def listening_place(self) -> tuple[str, int]:
        """The host and port that serve the webhook."""
        return listening_place(self.webhook_listen)

    @property
    def secret_of_webhook(self) -> str:
        """The secret in Telegram's webhook calls, for the wire only: the setting, or made of the token."""
        return self.webhook_secret.get_secret_value() or secret_from(self.token)
