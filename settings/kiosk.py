"""All settings of a kiosk in one class, and what only all of them together say."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Self
from urllib.parse import urlsplit

from pydantic import model_validator

from messaging.ways_out import TOKEN
from messaging.webhook_address import are_one_place
from payments.base import Way
from payments.registry import Ways
from payments.transfers.way import TransferWay
from payments.unpayable import unpayable
from settings.gateways import CallSettings, GatewaySettings
from settings.growth import GrowthSettings
from settings.operation import DatabaseSettings, OperationSettings
from settings.panel import OrderSettings, PanelSettings
from settings.shop import PeopleSettings, ShopSettings
from settings.telegram import TelegramSettings
from settings.texts import TextSettings
from settings.topup import TopupSettings
from settings.transfers import TransferSettings
from settings.wallets import WalletSettings
from settings.words import LEAST_SECRET, passwords_in
from shop.clock import SystemClock
from shop.ledger.surcharge import read_surcharges
from shop.money import amount_text, amounts_in, two_readings
from shop.own_words import OwnWords


class Settings(
    OperationSettings,
    OrderSettings,
    WalletSettings,
    GrowthSettings,
    TopupSettings,
    TransferSettings,
    CallSettings,
    ShopSettings,
    DatabaseSettings,
    PeopleSettings,
    PanelSettings,
    TelegramSettings,
    TextSettings,
    GatewaySettings,
):
    """The operator's settings. docs/settings.md explains each in a sentence.

    Problems are told in the order of these classes, those of the last first.
    """

    @property
    def own_words(self) -> OwnWords:
        """The operator's words; with a group that answers customers, nobody is sent elsewhere."""
        words = super().own_words
        if self.operators_chat is None:
            return words
        return replace(words, contact="", strangers_contact=words.contact)

    @model_validator(mode="after")
    def _listens_apart(self) -> Self:
        for (one, place), (other, other_place) in combinations(self._places_in_use(), 2):
            if are_one_place(place, other_place):
                message = f"{one} and {other} name the same port, {place[1]}: give each a port of its own"
                raise ValueError(message)
        return self

    def _places_in_use(self) -> Iterator[tuple[str, tuple[str, int]]]:
        """Yield the settings that name where the kiosk listens, each with its place."""
        if self.webhook_url:
            yield "WEBHOOK_LISTEN", self.listening_place
        if self.payments_url:
            yield "PAYMENTS_LISTEN", self.payments_place
        if self.health_place is not None:
            yield "HEALTH_LISTEN", self.health_place

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
        hidden = (path,) if len(path) >= LEAST_SECRET and TOKEN not in path else ()
        return tuple(secret for secret in (*single, *inside, *hidden) if secret)
