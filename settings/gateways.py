"""Payment gateways: which there are, and where those that call us find the kiosk."""

from functools import cached_property
from typing import Self

from pydantic import SecretStr, field_validator, model_validator

from messaging.webhook_address import listening_place
from settings.environment import FromEnvironment
from settings.forms import Place, SentKey
from settings.gateway_accounts import (
    CRYPTO_PAY_ROOT,
    GatewayAccount,
    MerchantAccount,
    check_gateway_root,
    read_gateways,
    read_merchants,
)


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


class CallSettings(GatewaySettings):
    """Where gateways call the kiosk."""

    payments_url: str = ""
    payments_listen: Place = "127.0.0.1:8081"

    @field_validator("payments_url")
    @classmethod
    def _gateways_can_call(cls, url: str) -> str:
        problem = check_gateway_root(url) if url else None
        if problem:
            raise ValueError(problem.replace("https://pay.crypt.bot", "https://shop.example/payments"))
        return url.rstrip("/")

    @model_validator(mode="after")
    def _merchants_can_call(self) -> Self:
        if self.merchant_accounts and not self.payments_url:
            names = " and ".join(one.name for one in self.merchant_accounts)
            message = f"PAYMENTS_URL must be set: {names} in GATEWAYS can only be paid where they can call us"
            raise ValueError(message)
        return self

    @property
    def payments_place(self) -> tuple[str, int]:
        """The host and port that serve gateways' calls."""
        return listening_place(self.payments_listen)
