"""Settings from the environment and .env, all problems reported at once.

The names are a contract: the README, .env.example and the container rely on
them. Secrets never show in a repr, a log line or an error.
"""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mail.webhook_address import (
    as_telegram_has_it,
    check_secret,
    check_webhook_url,
    listening_place,
    secret_from,
)
from panel.client import check_panel_url
from panel.profile import load_profile
from shop.money import micro_up, parse_amount
from shop.topup import Tariff

EXIT_BAD_SETTINGS = 2
T = TypeVar("T", bound=BaseSettings)
MOST_AMOUNTS = 8
_LATER = "this release does not have it yet; leave it empty"


def _numbers(value: object) -> object:
    """`"1, 2"` as a set of numbers; Telegram's ids are numeric, names can be taken over."""
    if not isinstance(value, str):
        return value
    return frozenset(part.strip() for part in value.split(",") if part.strip())


def _sqlalchemy_url(value: str) -> str:
    try:
        url = make_url(value)
        named = bool(url.database) and url.database != ":memory:"
    except (ArgumentError, ValueError):
        named, url = False, None
    if url is not None and named and url.drivername in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        return value
    message = "must be like sqlite+aiosqlite:///kiosk.db or postgresql+asyncpg://user:password@host/database"
    raise ValueError(message)


def _not_yet(value: str) -> str:
    if value:
        raise ValueError(_LATER)
    return value


def _amounts(value: str) -> str:
    parts = [part.strip() for part in value.split(",")]
    if not 1 <= len(parts) <= MOST_AMOUNTS or any(not parse_amount(part) for part in parts):
        message = f"must be 1 to {MOST_AMOUNTS} amounts like 5, 10, 25"
        raise ValueError(message)
    return value


Amount = Annotated[str, Field(pattern=r"^\d{1,9}(\.\d{1,6})?$")]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_numbers)]
NotYet = Annotated[str, AfterValidator(_not_yet)]


class Settings(BaseSettings):
    """What the operator decides. See README.md for a sentence on each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: SecretStr
    panel_url: str
    panel_key: SecretStr
    admin_ids: Ids
    telegram_api_root: str = "https://api.telegram.org"
    panel_profile: str = "auto"
    database_url: Annotated[str, AfterValidator(_sqlalchemy_url)] = "sqlite+aiosqlite:///kiosk.db"
    access: Literal["private", "shop"] = "private"
    allowed_ids: Ids = frozenset()
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3,5}$")] = "USD"
    markup_percent: Annotated[str, Field(pattern=r"^([0-9]{1,4}(\.[0-9]{1,4})?|10000)$")] = "0"
    star_value: Amount = "0"
    payment_provider_token: SecretStr = SecretStr("")
    manual_topup: Annotated[str, Field(max_length=1500)] = ""
    topup_amounts: Annotated[str, AfterValidator(_amounts)] = "5, 10, 25, 50"
    topup_least: Amount = "1"
    topup_most: Amount = "1000"
    credit_limit: Annotated[str, Field(pattern=r"^(\d{1,12}(\.\d{1,6})?)?$")] = ""
    credit_ask: Amount = "50"
    panel_probe: Literal["no", "yes"] = "no"
    panel_account: Literal["own", "shared"] = "own"
    unknown_hours: Annotated[int, Field(ge=1, le=720)] = 24
    sweep_seconds: Annotated[int, Field(ge=1)] = 60
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8080"
    webhook_secret: SecretStr = SecretStr("")
    health_listen: NotYet = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, token: SecretStr) -> SecretStr:
        number, colon, rest = token.get_secret_value().partition(":")
        if not (number.isascii() and number.isdecimal() and colon and rest):
            message = "does not look like a token; BotFather's are like 123456789:AAE…"
            raise ValueError(message)
        return token

    @field_validator("panel_url")
    @classmethod
    def _panel_url_allowed(cls, url: str) -> str:
        problem = check_panel_url(url)
        if problem:
            raise ValueError(problem)
        return url

    @field_validator("panel_profile")
    @classmethod
    def _profile_exists(cls, name: str) -> str:
        load_profile(name)  # a ProfileProblem is a ValueError in the operator's words
        return name

    @field_validator("admin_ids")
    @classmethod
    def _somebody_runs_it(cls, ids: frozenset[int]) -> frozenset[int]:
        if not ids:
            message = "must name at least one person by numeric id"
            raise ValueError(message)
        return ids

    @field_validator("telegram_api_root")
    @classmethod
    def _root_is_a_url(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            message = "must begin with https:// (or http:// for a server of your own)"
            raise ValueError(message)
        return url.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _telegram_may_call(cls, url: str) -> str:
        problem = check_webhook_url(url) if url else None
        if problem:
            raise ValueError(problem)
        return as_telegram_has_it(url)

    @field_validator("webhook_listen")
    @classmethod
    def _place_to_listen(cls, place: str) -> str:
        listening_place(place)
        return place

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
    def key(self) -> str:
        """The panel's key, for the wire only."""
        return self.panel_key.get_secret_value()

    @property
    def listening_place(self) -> tuple[str, int]:
        """Host and port on which the webhook is served."""
        return listening_place(self.webhook_listen)

    @property
    def secret_of_webhook(self) -> str:
        """What Telegram shows when it calls, for the wire only: the one given, or one made of the token."""
        return self.webhook_secret.get_secret_value() or secret_from(self.token)

    @property
    def credit_micro(self) -> int | None:
        """How far below zero a wallet may go, in micro-units; None without a limit. A shop gives none."""
        if self.access == "shop":
            return 0
        return _micro(self.credit_limit) if self.credit_limit else None

    @property
    def credit_ask_micro(self) -> int:
        """Above this an operator types the amount of /credit and /debit twice, in micro-units."""
        return _micro(self.credit_ask)

    def tariff(self, currency: str) -> Tariff:
        """What is accepted for topping up wallets in this currency."""
        return Tariff(
            currency=currency,
            star_micro=_micro(self.star_value),
            provider_token=self.payment_provider_token.get_secret_value(),
            manual=self.manual_topup,
            amounts_micro=tuple(_micro(part) for part in self.topup_amounts.split(",")),
            least_micro=_micro(self.topup_least),
            most_micro=_micro(self.topup_most),
        )

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be written anywhere."""
        provider = self.payment_provider_token.get_secret_value()
        return tuple(secret for secret in (self.token, self.key, self.secret_of_webhook, provider) if secret)


def _micro(text: str) -> int:
    """An amount that was checked before, in micro-units."""
    return micro_up(Decimal(text.strip()))


class DatabaseSettings(BaseSettings):
    """The part that `audit` needs: it reads the books and nothing else."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(_sqlalchemy_url)] = "sqlite+aiosqlite:///kiosk.db"


def problems_of(error: ValidationError) -> list[str]:
    """Each problem as one line that names the setting and never its value."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = "_".join(str(part) for part in problem["loc"][:1]).upper()
        text = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "missing":
            text = "is missing; put it into .env or the environment"
        lines.append(f"{name}: {text}" if name else text)
    return lines


def load(kind: type[T]) -> T:
    """These settings, or exit with code 2 after one line for each problem."""
    try:
        return kind()
    except ValidationError as error:
        for line in problems_of(error):
            sys.stderr.write(line + "\n")
        hint = "" if Path(".env").exists() else " There is no .env here yet: cp .env.example .env"
        sys.stderr.write(f"The settings need a change before the kiosk can start.{hint}\n")
        raise SystemExit(EXIT_BAD_SETTINGS) from None
