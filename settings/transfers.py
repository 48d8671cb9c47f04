"""The operator's own accounts, into which people pay: at a bank, and on chains."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from payments.chains.addresses import canonical_address
from payments.transfers.telling import LONGEST_SENDER
from payments.transfers.way import OwnAccount
from settings.forms import CurrencyName, SentKey, Worth, nano
from settings.gateway_accounts import ChainAccount, is_switched_off
from settings.gateways import GatewaySettings
from settings.shop import ShopSettings
from settings.words import MUST_BE, senders_in
from shop.pricing.price_list import NANO


def _senders(listed: str) -> str:
    senders = senders_in(listed)
    if any(len(one) > LONGEST_SENDER or not one.isprintable() for one in senders):
        raise ValueError(MUST_BE["BANK_SENDERS"])
    return ", ".join(sorted(senders))


def _on_ton(address: str) -> str:
    if address and canonical_address(address, "ton") is None:
        raise ValueError(MUST_BE["TON_ADDRESS"])
    return address


def _on_tron(address: str) -> str:
    if address and canonical_address(address, "tron") is None:
        raise ValueError(MUST_BE["TRON_ADDRESS"])
    return address


class TransferSettings(ShopSettings, GatewaySettings):
    """Where transfers go, and what they are worth in the shop's currency. GATEWAYS switches chains off."""

    bank_transfer: Annotated[str, Field(max_length=1500)] = ""
    bank_currency: Annotated[str, CurrencyName, Field(pattern=r"^([A-Z]{3,5})?$")] = ""
    bank_value: Worth = "0"
    bank_senders: Annotated[str, AfterValidator(_senders)] = ""
    ton_address: Annotated[str, AfterValidator(_on_ton)] = ""
    ton_value: Worth = "0"
    ton_key: SentKey = SecretStr("")
    tron_address: Annotated[str, AfterValidator(_on_tron)] = ""
    tron_value: Worth = "0"
    tron_key: SentKey = SecretStr("")

    @property
    def bank_account(self) -> OwnAccount:
        """The account into which people pay by transfer."""
        return OwnAccount(
            self.bank_transfer,
            self.currency,
            self.bank_currency,
            nano(self.bank_value),
            senders_in(self.bank_senders),
        )

    @property
    def chain_accounts(self) -> tuple[ChainAccount, ...]:
        """The operator's own addresses on chains."""
        tron_nano = nano(self.tron_value) or (NANO if self.currency == "USD" else 0)
        return tuple(
            one
            for one in (
                self._chain("ton", self.ton_address, nano(self.ton_value), self.ton_key),
                self._chain("tron", self.tron_address, tron_nano, self.tron_key),
            )
            if one.address
        )

    def _chain(self, name: str, address: str, value_nano: int, key: SecretStr) -> ChainAccount:
        is_on = not is_switched_off(name, self.gateways)
        return ChainAccount(name, address, self.currency, value_nano, key, is_on)
