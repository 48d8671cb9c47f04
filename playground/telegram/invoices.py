"""An invoice: what is sold, for how much, and its price in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

STARS = "XTR"

# Minimum and maximum of a total, in the smallest unit. For Stars people have measured that 100 000 is
# accepted and 150 000 refused; the others are a sample of core.telegram.org/bots/payments/currencies.json,
# whose bounds follow the exchange rates.
BOUNDS = {STARS: (1, 100_000), "USD": (100, 1_000_000), "EUR": (88, 887_000), "RUB": (8_400, 84_000_000)}

_DIGITS = {STARS: 0, "JPY": 0, "KRW": 0, "VND": 0}  # decimals; two elsewhere


@dataclass(frozen=True)
class Invoice:
    """What core.telegram.org/bots/api#sendinvoice describes. `total` is in the smallest unit.

    `needs_email`: the app asks the payer for an address, and the bot learns it.
    `subscription_period` is in seconds, 0 for what is paid once.
    """

    title: str
    description: str
    payload: str
    currency: str
    total: int
    start_parameter: str = ""
    needs_email: bool = False
    subscription_period: int = 0

    @property
    def in_stars(self) -> bool:
        return self.currency == STARS

    @property
    def price(self) -> str:
        """The total in words for people."""
        return price_of(self.currency, self.total)

    def json(self) -> dict[str, Any]:
        """The invoice as it appears in a message: without its payload, which only payments carry."""
        return {
            "title": self.title,
            "description": self.description,
            "start_parameter": self.start_parameter,
            "currency": self.currency,
            "total_amount": self.total,
        }

    def terms(self) -> dict[str, Any]:
        """The fields that a pre-checkout query, a payment and a refund have in common."""
        return {
            "currency": self.currency,
            "total_amount": self.total,
            "invoice_payload": self.payload,
        }


def price_of(currency: str, total: int) -> str:
    """Return an amount in the smallest unit in words for people."""
    digits = _DIGITS.get(currency, 2)
    amount = f"{Decimal(total).scaleb(-digits):,.{digits}f}"
    return f"⭐️ {amount}" if currency == STARS else f"{amount} {currency}"
