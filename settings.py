"""Settings from the environment and .env; all problems are reported at once.

The names are a contract: docs/settings.md, .env.example and the container rely on
them. Secrets never appear in a repr, a log line or an error.
"""

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from env_file import PATH, check_key, problems_of_file, values_in
from gateway_accounts import (
    CRYPTO_PAY_ROOT,
    ChainAccount,
    GatewayAccount,
    MerchantAccount,
    check_gateway_root,
    is_switched_off,
    read_gateways,
    read_merchants,
)
from messaging.ways_out import TOKEN, api_urls, as_libraries_read_it, check_api_root, check_proxy
from messaging.webhook_address import (
    as_telegram_has_it,
    check_secret,
    check_webhook_url,
    listening_place,
    secret_from,
)
from panel.client import check_panel_url
from panel.profile import load_profile
from panel_accounts import PanelAccount, read_accounts
from payments.base import Way
from payments.by_hand import ByHand
from payments.card import Card
from payments.chains.addresses import canonical_address
from payments.registry import Ways
from payments.stars import Stars
from payments.transfers.telling import LONGEST_SENDER
from payments.transfers.way import OwnAccount, TransferWay
from payments.unpayable import unpayable
from setting_texts import TextSettings
from setting_words import (
    MUST_BE,
    amount,
    casefolded,
    cleaned,
    database_url,
    group_id,
    ids,
    lower,
    must_be,
    passwords_in,
    percentage,
    senders_in,
    upper,
    whole,
    yes_or_no,
)
from shop.clock import SystemClock
from shop.currency import EXACT, Steps, currency_named, own_step
from shop.growth.invitations import InviteRules
from shop.identity import panel_name
from shop.ledger.surcharge import read_surcharges
from shop.membership.membership import MOST_STARS, MembershipOffer
from shop.money import MICRO, amount_text, amounts_in, micro_up, parse_amount, two_readings
from shop.own_words import OwnWords

EXIT_BAD_SETTINGS = 2
ENVIRONMENT = SettingsConfigDict(
    env_file=PATH,
    env_file_encoding="utf-8-sig",
    env_ignore_empty=True,
    extra="ignore",
    frozen=True,
    defer_build=True,  # half of these classes are only inherited from, or used by other commands
)
DatabaseAddress = Annotated[str, AfterValidator(database_url)]
LONGEST_ID = 16
LEAST_HIDDEN = 8
LEAST_BACKUP_KEY = 12
LEVEL_NAME = r"^([^\W_][\w-]{0,31})?$"
T = TypeVar("T", bound=BaseSettings)
MOST_AMOUNTS = 8


_ONE_OR_TWO = re.compile(r"(?<![\d,.])\d+,\d{1,3}(?![\d,.])")
"""A comma alone between digits: before decimals, in thousands, or between two amounts."""


def _amounts(value: str) -> str:
    if _ONE_OR_TWO.search(value):
        message = "can be one amount or two: write 2.50 for one, and 2, 50 for two"
        raise ValueError(message)
    parts = [str(amount(part)) for part in amounts_in(value)]
    if not 1 <= len(parts) <= MOST_AMOUNTS or any(not parse_amount(part) for part in parts):
        message = f"must be 1 to {MOST_AMOUNTS} amounts like 5, 10, 25"
        raise ValueError(message)
    return ", ".join(parts)


def _currency(value: object) -> object:
    return (currency_named(value) or value) if isinstance(value, str) else value


def _fees(value: str) -> str:
    try:
        read_surcharges(value)
    except ValueError:
        raise ValueError(MUST_BE["PAYMENT_FEES"]) from None
    return value


Amount = Annotated[str, BeforeValidator(amount), Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$")]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(ids)]
Whole = BeforeValidator(whole)
Lower = BeforeValidator(lower)


def _senders(listed: str) -> str:
    for one in senders_in(listed):
        if len(one) > LONGEST_SENDER or not one.isprintable():
            raise ValueError(MUST_BE["BANK_SENDERS"])
    return listed


def _on_ton(address: str) -> str:
    if address and canonical_address(address, "ton") is None:
        raise ValueError(MUST_BE["TON_ADDRESS"])
    return address


def _on_tron(address: str) -> str:
    if address and canonical_address(address, "tron") is None:
        raise ValueError(MUST_BE["TRON_ADDRESS"])
    return address


def _sendable(key: SecretStr) -> SecretStr:
    check_key(key.get_secret_value())
    return key


SentKey = Annotated[SecretStr, AfterValidator(_sendable)]
"""A key that goes into a header."""


class _FromFile(PydanticBaseSettingsSource):
    """Reads .env as `env_file` does; the library's own would replace ${…} in secrets too."""

    def __init__(self, kind: type[BaseSettings], file: object) -> None:
        super().__init__(kind)
        values = values_in(file) if isinstance(file, Path) else {}
        self._values = {name.lower(): text for name, text in values.items() if text}

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 - the library's signature
        field_name: str,
    ) -> tuple[str | None, str, bool]:
        """See PydanticBaseSettingsSource."""
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, str]:
        """Return the values that the file has for fields."""
        return {name: text for name, text in self._values.items() if name in self.settings_cls.model_fields}


class FromEnvironment(BaseSettings):
    """Settings from the environment, and below it from .env."""

    model_config = ENVIRONMENT

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from, the first outweighing the others."""
        file = dotenv_settings.env_file if isinstance(dotenv_settings, DotEnvSettingsSource) else None
        return init_settings, env_settings, _FromFile(settings_cls, file)


class GatewaySettings(FromEnvironment):
    """The payment gateways that can be asked."""

    crypto_pay_token: SentKey = SecretStr("")
    crypto_pay_root: str = CRYPTO_PAY_ROOT
    gateways: str = ""

    @field_validator("crypto_pay_root")
    @classmethod
    def _root_can_be_asked(cls, url: str) -> str:
        problem = check_gateway_root(url)
        if problem:
            raise ValueError(problem)
        return url.rstrip("/")

    @field_validator("gateways")
    @classmethod
    def _gateways_can_be_read(cls, listed: str) -> str:
        read_gateways(listed, SecretStr(""), CRYPTO_PAY_ROOT)
        read_merchants(listed)
        return listed

    @cached_property
    def gateway_accounts(self) -> tuple[GatewayAccount, ...]:
        """The accounts at payment gateways."""
        return read_gateways(self.gateways, self.crypto_pay_token, self.crypto_pay_root)

    @cached_property
    def merchant_accounts(self) -> tuple[MerchantAccount, ...]:
        """The accounts at gateways that call us."""
        return read_merchants(self.gateways)


class Settings(TextSettings, GatewaySettings):
    """The operator's settings. docs/settings.md explains each in a sentence."""

    model_config = ENVIRONMENT

    bot_token: SecretStr
    panel_url: str
    panel_key: SecretStr
    admin_ids: Ids
    telegram_api_root: str = "https://api.telegram.org"
    telegram_proxy: SecretStr = SecretStr("")
    panel_proxy: SecretStr = SecretStr("")
    panel_profile: str = "auto"
    panels: str = ""
    database_url: DatabaseAddress = "sqlite+aiosqlite:///kiosk.db"
    access: Annotated[Literal["private", "shop"], Lower] = "private"
    allowed_ids: Ids = frozenset()
    operators_chat: Annotated[int | None, BeforeValidator(group_id)] = None
    currency: Annotated[str, BeforeValidator(_currency), Field(pattern=r"^[A-Z]{3,5}$")] = "USD"
    markup_percent: Annotated[
        str, BeforeValidator(percentage), Field(pattern=r"^([0-9]{1,4}(\.[0-9]{1,4})?|10000)$")
    ] = "0"
    price_step: Annotated[str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,6}(\.[0-9]{1,4})?)?$")] = ""
    coupon_loss: Annotated[
        str, BeforeValidator(percentage), Field(pattern=r"^([0-9]{1,2}(\.[0-9]{1,4})?|100)$")
    ] = "0"
    fallback_loss: Annotated[
        str, BeforeValidator(percentage), Field(pattern=r"^([0-9]{1,2}(\.[0-9]{1,4})?|100)$")
    ] = "0"
    invite_reward: Annotated[
        str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,6}(\.[0-9]{1,6})?)?$")
    ] = ""
    star_value: Amount = "0"
    membership_stars: Annotated[int, Whole, Field(ge=0, le=MOST_STARS)] = 0
    membership_level: Annotated[str, BeforeValidator(casefolded), Field(pattern=LEVEL_NAME)] = ""
    payment_provider_token: SecretStr = SecretStr("")
    manual_topup: Annotated[str, Field(max_length=1500)] = ""
    bank_transfer: Annotated[str, Field(max_length=1500)] = ""
    bank_currency: Annotated[str, BeforeValidator(_currency), Field(pattern=r"^([A-Z]{3,5})?$")] = ""
    bank_value: Amount = "0"
    bank_senders: Annotated[str, AfterValidator(_senders)] = ""
    ton_address: Annotated[str, AfterValidator(_on_ton)] = ""
    ton_value: Amount = "0"
    ton_key: SentKey = SecretStr("")
    tron_address: Annotated[str, AfterValidator(_on_tron)] = ""
    tron_value: Amount = "0"
    tron_key: SentKey = SecretStr("")
    payments_url: str = ""
    payments_listen: str = "127.0.0.1:8081"
    topup_amounts: Annotated[str, AfterValidator(_amounts)] = "5, 10, 25, 50"
    topup_least: Amount = "1"
    topup_most: Amount = "1000"
    payment_fees: Annotated[str, Field(max_length=500), AfterValidator(_fees)] = ""
    credit_limit: Annotated[
        str, BeforeValidator(amount), Field(pattern=r"^([0-9]{1,12}(\.[0-9]{1,6})?)?$")
    ] = ""
    credit_ask: Amount = "50"
    credit_second: Annotated[
        str,
        BeforeValidator(amount),
        BeforeValidator(lower),
        Field(pattern=r"^(no|[0-9]{1,12}(\.[0-9]{1,6})?)?$"),
    ] = ""
    panel_probe: Annotated[Literal["auto", "no", "yes"], BeforeValidator(yes_or_no)] = "auto"
    panel_account: Annotated[Literal["own", "shared"], Lower] = "own"
    panel_calls: Annotated[Annotated[int, Field(ge=1, le=64)] | None, Whole] = None
    unknown_hours: Annotated[int, Whole, Field(ge=1, le=720)] = 24
    sweep_seconds: Annotated[int, Whole, Field(ge=1, le=86_400)] = 60
    replicas: Annotated[Literal["", "yes"], Lower] = ""
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8080"
    webhook_secret: SecretStr = SecretStr("")
    health_listen: str = ""
    backup_folder: Annotated[str, AfterValidator(os.path.expanduser)] = "backups"
    backup_keep: Annotated[int, Whole, Field(ge=0, le=10_000)] = 14
    backup_every_hours: Annotated[int, Whole, Field(ge=0, le=720)] = 0
    backup_key: SecretStr = SecretStr("")
    backup_chat: Annotated[Literal["", "yes"], Lower] = ""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = "INFO"
    log_format: Annotated[Literal["text", "json"], Lower] = "text"

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object, info: ValidationInfo) -> object:
        return _cleaned_or_default(cls, value, info)

    @field_validator("topup_most")
    @classmethod
    def _limits_are_in_order(cls, maximum: str, info: ValidationInfo) -> str:
        minimum = info.data.get("topup_least")  # missing if it has a problem of its own
        if minimum is not None and _micro(minimum) > _micro(maximum):
            message = "is less than TOPUP_LEAST; nobody could top up"
            raise ValueError(message)
        return maximum

    @field_validator("price_step")
    @classmethod
    def _step_is_above_zero(cls, step: str) -> str:
        if step and not _micro(step):
            raise ValueError(MUST_BE["PRICE_STEP"])
        return step

    @field_validator("bot_token")
    @classmethod
    def _token_shape(cls, token: SecretStr) -> SecretStr:
        number, colon, rest = token.get_secret_value().partition(":")
        is_id = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
        if not (is_id and colon and rest and rest.isascii() and rest.isprintable() and " " not in rest):
            message = "does not look like a token; BotFather's are like 123456789:AAE…"
            raise ValueError(message)
        return token

    @field_validator("panel_key")
    @classmethod
    def _key_can_be_sent(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value()
        if not text:
            message = "is missing; the panel shows it on its API page"
            raise ValueError(message)
        if not (text.isascii() and text.isprintable()) or " " in text:
            message = "holds blanks or characters that no key has; copy it again from the panel's API page"
            raise ValueError(message)
        return key

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
        load_profile(name)  # a ProfileProblem is a ValueError with a sentence for the operator
        return name

    @field_validator("panels")
    @classmethod
    def _panels_can_be_read(cls, folder: str) -> str:
        read_accounts(folder)
        return folder

    @field_validator("payments_url")
    @classmethod
    def _gateways_can_call(cls, url: str) -> str:
        problem = check_gateway_root(url) if url else None
        if problem:
            raise ValueError(problem.replace("https://pay.crypt.bot", "https://shop.example/payments"))
        return url.rstrip("/")

    @model_validator(mode="after")
    def _accounts_differ(self) -> Self:
        names: dict[str, str] = {}
        for one in self.accounts:
            panel = panel_name(one.url, one.key.get_secret_value())
            if panel in names:
                message = (
                    f"PANELS: {one.name}.toml names the account of {names[panel] or 'PANEL_URL'} once more"
                )
                raise ValueError(message)
            names[panel] = one.name and f"{one.name}.toml"
        return self

    @model_validator(mode="after")
    def _merchants_can_call(self) -> Self:
        if self.merchant_accounts and not self.payments_url:
            names = " and ".join(one.name for one in self.merchant_accounts)
            message = f"PAYMENTS_URL must be set: {names} in GATEWAYS can only be paid where they can call us"
            raise ValueError(message)
        return self

    @field_validator("admin_ids")
    @classmethod
    def _names_an_operator(cls, ids: frozenset[int]) -> frozenset[int]:
        if not ids:
            message = "must name at least one person by numeric id"
            raise ValueError(message)
        return ids

    @field_validator("telegram_api_root")
    @classmethod
    def _root_is_a_url(cls, url: str) -> str:
        problem = check_api_root(url)
        if problem:
            raise ValueError(problem)
        return url.rstrip("/")

    @field_validator("telegram_proxy", "panel_proxy")
    @classmethod
    def _proxy_is_one(cls, proxy: SecretStr) -> SecretStr:
        url = proxy.get_secret_value()
        problem = check_proxy(url) if url else None
        if problem:
            raise ValueError(problem)
        return SecretStr(as_libraries_read_it(url))

    @field_validator("webhook_url")
    @classmethod
    def _telegram_may_call(cls, url: str) -> str:
        problem = check_webhook_url(url) if url else None
        if problem:
            raise ValueError(problem)
        return as_telegram_has_it(url)

    @field_validator("webhook_listen", "payments_listen", "health_listen")
    @classmethod
    def _place_to_listen(cls, place: str) -> str:
        if place:
            listening_place(place)
        return place

    @field_validator("backup_key")
    @classmethod
    def _key_is_no_word(cls, key: SecretStr) -> SecretStr:
        if key and len(key.get_secret_value()) < LEAST_BACKUP_KEY:
            raise ValueError(MUST_BE["BACKUP_KEY"])
        return key

    @field_validator("webhook_secret")
    @classmethod
    def _secret_telegram_takes(cls, secret: SecretStr) -> SecretStr:
        problem = check_secret(secret.get_secret_value()) if secret else None
        if problem:
            raise ValueError(problem)
        return secret

    @property
    def steps(self) -> Steps:
        """To what prices are rounded up, and amounts are shown; in private the panel's digits stay."""
        if self.access == "private":
            return EXACT
        step = _micro(self.price_step) if self.price_step else own_step(self.currency)
        return Steps(self.currency, step)

    @property
    def token(self) -> str:
        """The bot's token, for the wire only."""
        return self.bot_token.get_secret_value()

    @property
    def bot_id(self) -> int:
        """The bot's id at Telegram, which stays when BotFather makes a new token for it."""
        return int(self.token.partition(":")[0])

    @property
    def key(self) -> str:
        """The panel's key, for the wire only."""
        return self.panel_key.get_secret_value()

    @property
    def accounts(self) -> tuple[PanelAccount, ...]:
        """The panel accounts at which the shop orders, PANEL_URL's first. Raises ValueError."""
        first = PanelAccount(
            "",
            self.panel_url,
            self.panel_key,
            self.panel_profile,
            self.panel_account,
            calls=self.panel_calls,
        )
        return (first, *read_accounts(self.panels))

    @property
    def way_to_telegram(self) -> str:
        """The proxy for Telegram, for the wire only; empty for none."""
        return self.telegram_proxy.get_secret_value()

    @property
    def way_to_panel(self) -> str:
        """The proxy for the panel, for the wire only; empty for none."""
        return self.panel_proxy.get_secret_value()

    @property
    def telegram_urls(self) -> tuple[str, str]:
        """The base URLs of calls and files, as python-telegram-bot expects them."""
        return api_urls(self.telegram_api_root)

    @property
    def listening_place(self) -> tuple[str, int]:
        """The host and port that serve the webhook."""
        return listening_place(self.webhook_listen)

    @property
    def payments_place(self) -> tuple[str, int]:
        """The host and port that serve gateways' calls."""
        return listening_place(self.payments_listen)

    @property
    def health_place(self) -> tuple[str, int] | None:
        """The host and port that serve what a monitor asks for; None for none."""
        return listening_place(self.health_listen) if self.health_listen else None

    @property
    def secret_of_webhook(self) -> str:
        """The secret in Telegram's webhook calls, for the wire only: the setting, or made of the token."""
        return self.webhook_secret.get_secret_value() or secret_from(self.token)

    @property
    def credit_micro(self) -> int | None:
        """How far below zero a wallet may go, in micro-units; None without a limit; 0 in a shop."""
        if self.access == "shop":
            return 0
        return _micro(self.credit_limit) if self.credit_limit else None

    @property
    def credit_ask_micro(self) -> int:
        """Above this amount, in micro-units, an operator types the amount of /credit and /debit twice."""
        return _micro(self.credit_ask)

    @property
    def credit_second_micro(self) -> int | None:
        """Above this amount, in micro-units, a second operator confirms the same; None: none ever does."""
        if self.credit_second == "no":
            return None
        return _micro(self.credit_second) if self.credit_second else 10 * self.credit_ask_micro

    @property
    def own_words(self) -> OwnWords:
        """The operator's words; with a group that answers customers, nobody is sent elsewhere."""
        words = super().own_words
        if self.operators_chat is None:
            return words
        return replace(words, contact="", strangers_contact=words.contact)

    @property
    def bank_account(self) -> OwnAccount:
        """The account into which people pay by transfer."""
        return OwnAccount(
            self.bank_transfer,
            self.currency,
            self.bank_currency,
            _micro(self.bank_value),
            senders_in(self.bank_senders),
        )

    @property
    def chain_accounts(self) -> tuple[ChainAccount, ...]:
        """The operator's own addresses on chains."""
        tron_micro = _micro(self.tron_value) or (MICRO if self.currency == "USD" else 0)
        return tuple(
            one
            for one in (
                self._chain("ton", self.ton_address, _micro(self.ton_value), self.ton_key),
                self._chain("tron", self.tron_address, tron_micro, self.tron_key),
            )
            if one.address
        )

    def _chain(self, name: str, address: str, value_micro: int, key: SecretStr) -> ChainAccount:
        is_on = not is_switched_off(name, self.gateways)
        return ChainAccount(name, address, self.currency, value_micro, key, is_on)

    @property
    def invites(self) -> InviteRules:
        """What an invitation brings to each side; nothing in private."""
        if self.access == "private" or not self.invite_reward:
            return InviteRules()
        return InviteRules(_micro(self.invite_reward), self.currency)

    @property
    def membership(self) -> MembershipOffer:
        """What a membership costs and gives; nothing in private, and without a Star's value."""
        star_micro = _micro(self.star_value)
        if self.access == "private" or not (star_micro and self.membership_level):
            return MembershipOffer()
        return MembershipOffer(self.membership_stars, self.membership_level, star_micro)

    def ways(self, gateways: Iterable[Way] = ()) -> Ways:
        """Return the ways to pay, in the order they are offered, with those through `gateways`."""
        return Ways(
            (
                Stars(_micro(self.star_value)),
                Card(self.payment_provider_token.get_secret_value()),
                *gateways,
                ByHand(self.manual_topup),
            ),
            amounts_micro=tuple(_micro(part) for part in self.topup_amounts.split(",")),
            minimum_micro=_micro(self.topup_least),
            maximum_micro=_micro(self.topup_most),
            surcharges=read_surcharges(self.payment_fees),
        )

    @property
    def is_shared(self) -> bool:
        """True if other kiosks may run on the same database: never on a file."""
        return self.replicas == "yes" and not self.database_url.startswith("sqlite")

    def _unconnected_ways(self) -> Ways:
        """Return all ways to pay, to look at what they offer: none of them is connected to anything."""
        unconnected: list[Way] = [one.way(SystemClock()) for one in self.gateway_accounts]
        unconnected += [one.way(SystemClock()) for one in self.merchant_accounts]
        unconnected.append(TransferWay(self.bank_account, SystemClock()))
        unconnected += [one.way(SystemClock()) for one in self.chain_accounts if one.is_on]
        return self.ways(unconnected)

    @property
    def topup_buttons(self) -> str:
        """The amounts on the buttons of a top-up, as people see them; empty where nobody can top up."""
        tariff = self._unconnected_ways().tariff(self.currency)
        amounts = sorted({micro for way in tariff.ways for micro in tariff.buttons(way)})
        return f"{', '.join(map(amount_text, amounts))} {self.currency}" if amounts else ""

    def remarks(self) -> list[str]:
        """Return warnings about settings that are allowed but may not do what one expects."""
        ways = self._unconnected_ways()
        tariff = ways.tariff(self.currency)
        remarks = unpayable(tariff) + self._unclear_amounts()
        known = {way.name for way in ways} | {one.name for one in self.chain_accounts}
        remarks += [
            f"PAYMENT_FEES says what {name} costs, but no way to pay has that name"
            for name in read_surcharges(self.payment_fees)
            if name not in known
        ]
        if self.invite_reward and not (self.access == "shop" and tariff.ways):
            remarks.append(
                "INVITE_REWARD rewards nobody: that takes ACCESS=shop, and a way by which people top up"
            )
        if self.replicas and not self.is_shared:
            remarks.append(
                "REPLICAS=yes changes nothing: several kiosks share a PostgreSQL server, never a file"
            )
        if self.membership_stars and not self.membership.stars:
            remarks.append(
                "MEMBERSHIP_STARS offers nothing: that takes ACCESS=shop, STAR_VALUE and MEMBERSHIP_LEVEL"
            )
        if self.access == "shop" and not self.support_contact and self.operators_chat is None:
            remarks.append(
                "OPERATORS_CHAT and SUPPORT_CONTACT are empty: what customers ask comes to the private chats "
                "of the staff"
            )
        return remarks

    def _unclear_amounts(self) -> list[str]:
        """Name each amount with a point before exactly three digits, which some write between thousands."""
        fields = ("price_step", "invite_reward", "topup_least", "topup_most", "credit_limit", "credit_ask")
        single = {field: [str(getattr(self, field))] for field in (*fields, "credit_second")}
        written = single | {"topup_amounts": amounts_in(self.topup_amounts)}
        return [
            f"{field.upper()}: {one} is read as {both[1]}; write it so, or {both[0]}"
            for field, amounts in written.items()
            for one in amounts
            if (both := two_readings(one))
        ]

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be written to a log or a message."""
        provider = self.payment_provider_token.get_secret_value()
        keys = [one.key.get_secret_value() for one in self.accounts]
        paying = [secret for one in self.gateway_accounts for secret in one.secrets]
        paying += [secret for one in self.merchant_accounts for secret in one.secrets]
        paying += [key for one in self.chain_accounts if (key := one.key.get_secret_value())]
        sealing = self.backup_key.get_secret_value()
        single = (self.token, *keys, *paying, self.secret_of_webhook, provider, sealing)
        addresses = (self.database_url, self.telegram_api_root, self.way_to_telegram, self.way_to_panel)
        inside = [secret for url in addresses for secret in passwords_in(url)]
        path = urlsplit(self.telegram_api_root).path  # may be the secret of an operator's own API server
        hidden = (path,) if len(path) >= LEAST_HIDDEN and TOKEN not in path else ()
        return tuple(secret for secret in (*single, *inside, *hidden) if secret)


def _cleaned_or_default(kind: type[BaseSettings], value: object, info: ValidationInfo) -> object:
    """Return a value cleaned; if nothing is left, as of `# a comment` alone, the default."""
    name = info.field_name or ""
    meant, field = cleaned(name, value), kind.model_fields[name]
    return field.default if meant == "" and not field.is_required() else meant


def _micro(text: str) -> int:
    """Return an already validated amount in micro-units."""
    return micro_up(Decimal(text.strip()))


class DatabaseSettings(FromEnvironment):
    """The settings for commands that only need the database, like `aside`."""

    database_url: DatabaseAddress = "sqlite+aiosqlite:///kiosk.db"

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object, info: ValidationInfo) -> object:
        return _cleaned_or_default(cls, value, info)


class AuditSettings(DatabaseSettings, GatewaySettings):
    """The settings of `audit`: the database, and the gateways that it holds against the book."""


def problems_of(error: ValidationError) -> list[str]:
    """Return each problem as one line that names the setting and never its value."""
    found = [(field.upper(), text) for field, text in _problems(error)]
    lines = [f"{name}: {text}" if name else text for name, text in found]
    return list(dict.fromkeys(lines))


def problems_by_field(error: ValidationError) -> dict[str, str]:
    """Return the first problem of each setting, by its name in small letters."""
    return dict(reversed(_problems(error)))


def _problems(error: ValidationError) -> list[tuple[str, str]]:
    found = []
    for problem in error.errors(include_input=False, include_url=False):
        field = "_".join(str(part) for part in problem["loc"][:1])
        text = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "missing":
            text = "is missing; put it into .env or the environment"
        elif problem["type"] != "value_error":  # in our words, not the library's
            text = must_be(field.upper()) or "cannot be understood; .env.example shows how it is written"
        found.append((field, text))
    return found


def load(kind: type[T]) -> T:
    """Load these settings, or exit with code 2 after one line for each problem."""
    lines = problems_of_file()
    try:
        if not lines:
            return kind()
    except ValidationError as error:
        lines = problems_of(error)
    raise refusing(lines)


def refusing(lines: Iterable[str]) -> SystemExit:
    """Write a line for each problem of the settings; return what ends the process with code 2."""
    for line in lines:
        sys.stderr.write(line + "\n")
    hint = "" if PATH.exists() else " There is no .env here yet: cp .env.example .env"
    sys.stderr.write(f"The settings need a change before the kiosk can start.{hint}\n")
    return SystemExit(EXIT_BAD_SETTINGS)
