"""How people top up their wallets: by Stars, a card or by hand, with which amounts and fees."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator

from payments.base import Way
from payments.by_hand import ByHand
from payments.card import Card
from payments.registry import Ways
from payments.stars import Stars
from settings.environment import FromEnvironment
from settings.forms import Amount, micro
from settings.words import MUST_BE, amount
from shop.ledger.surcharge import read_surcharges
from shop.money import amounts_in, parse_amount

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


def _fees(value: str) -> str:
    try:
        read_surcharges(value)
    except ValueError:
        raise ValueError(MUST_BE["PAYMENT_FEES"]) from None
    return value


class TopupSettings(FromEnvironment):
    """The ways to pay that need no gateway, and what holds for all ways."""

    star_value: Amount = "0"
    payment_provider_token: SecretStr = SecretStr("")
    manual_topup: Annotated[str, Field(max_length=1500)] = ""
    topup_amounts: Annotated[str, AfterValidator(_amounts)] = "5, 10, 25, 50"
    topup_least: Amount = "1"
    topup_most: Amount = "1000"
    payment_fees: Annotated[str, Field(max_length=500), AfterValidator(_fees)] = ""

    @field_validator("topup_most")
    @classmethod
    def _limits_are_in_order(cls, maximum: str, info: ValidationInfo) -> str:
        minimum = info.data.get("topup_least")  # missing if it has a problem of its own
        if minimum is not None and micro(minimum) > micro(maximum):
            message = "is less than TOPUP_LEAST; nobody could top up"
            raise ValueError(message)
        return maximum

    def ways(self, gateways: Iterable[Way] = ()) -> Ways:
        """Return the ways to pay, in the order they are offered, with those through `gateways`."""
        return Ways(
            (
                Stars(micro(self.star_value)),
                Card(self.payment_provider_token.get_secret_value()),
                *gateways,
                ByHand(self.manual_topup),
            ),
            amounts_micro=tuple(micro(part) for part in self.topup_amounts.split(",")),
            minimum_micro=micro(self.topup_least),
            maximum_micro=micro(self.topup_most),
            surcharges=read_surcharges(self.payment_fees),
        )
