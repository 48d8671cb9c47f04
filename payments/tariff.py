"""The present offer in one currency: the ways, their bounds and buttons, and an amount's invoice.

A person names an amount in the shop's currency, and the wallet gets exactly that. What is paid is
rounded up to whole Stars; a card's amount, and so its credit, to the currency's smallest coin. Both
stand in the invoice, so a later change of the Star's value affects no open invoice.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from payments.base import Bounds, Way
from shop.errors import ShopError
from shop.ledger.topup import Invoice
from shop.money import micro_up, two_readings, typed_amount
from shop.sentences import Amount


@dataclass(frozen=True, slots=True)
class Tariff:
    """The operator's offer. Amounts are micro-units of `currency`; `set_up` are the ways set up."""

    currency: str
    set_up: tuple[Way, ...]
    amounts_micro: tuple[int, ...]
    minimum_micro: int
    maximum_micro: int

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways a person may choose from; a way that accepts no amount is left out."""
        return tuple(way for way in self.set_up if self.bounds(way) is not None)

    def way(self, name: str) -> Way:
        """Return the way with this name. Raises ShopError if it is not offered (any more)."""
        found = next((way for way in self.ways if way.name == name), None)
        if found is None:
            raise ShopError("way_not_offered")
        return found

    def bounds(self, way: Way, *, exact: bool = False) -> Bounds | None:
        """Return a way's bounds: the settings' bounds within the way's own; None if nothing can be paid."""
        own = way.bounds(self.currency, exact=exact)
        if own is None:
            return None
        minimum = max(self.minimum_micro, own.minimum_micro)
        maximum = min(self.maximum_micro, own.maximum_micro)
        return Bounds(minimum, maximum) if minimum <= maximum else None

    def due(self, way: Way, missing_micro: int) -> int | None:
        """Return what to pay where this much is missing: that, or the least that this way takes at all.

        The operator's least amount is for topping up. None if it is more than one payment can be.
        """
        own = way.bounds(self.currency)
        if own is None:
            return None
        due = max(missing_micro, own.minimum_micro)
        return due if due <= min(self.maximum_micro, own.maximum_micro) else None

    def buttons(self, way: Way) -> tuple[int, ...]:
        """Return the buttons' amounts that can be paid this way, in micro-units."""
        bounds = self.bounds(way)
        return tuple(micro for micro in self.amounts_micro if bounds and bounds[0] <= micro <= bounds[1])

    def read_amount(self, text: str, way: Way) -> int:
        """Read a typed amount, in micro-units. Raises ShopError naming what is allowed."""
        if readings := two_readings(text, self.currency):
            raise ShopError("amount_unclear", typed=text.strip()[:20], many=readings[0], few=readings[1])
        amount = typed_amount(text, self.currency)
        micro = micro_up(amount) if amount is not None else 0
        self.check(way, micro)
        return micro

    def check(self, way: Way, micro: int) -> None:
        """Raise ShopError naming what is allowed if this amount is not."""
        bounds = self.bounds(way)
        if bounds is None:
            raise ShopError("way_not_offered")
        if not bounds.minimum_micro <= micro <= bounds.maximum_micro:
            minimum, maximum = (Amount(micro, self.currency) for micro in bounds)
            raise ShopError("amount_not_allowed", minimum=minimum, maximum=maximum)

    def invoice(self, way: Way, amount_micro: int, *, person_id: int, now: datetime) -> Invoice:
        """Return the invoice for at least this amount. Raises ShopError if this way has none."""
        if way not in self.ways or way.instructions is not None:
            raise ShopError("way_not_offered")
        price = way.price(amount_micro, self.currency)
        return Invoice(
            payload=secrets.token_urlsafe(24),
            person_id=person_id,
            way=way.name,
            currency=price.currency,
            amount_minor=price.amount_minor,
            credit_micro=price.credit_micro,
            credit_currency=self.currency,
            expires_at=now + way.holds,
        )
