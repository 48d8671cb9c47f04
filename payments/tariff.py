"""The present offer in one currency: the ways, their bounds and buttons, and an amount's invoice.

A person names an amount in the shop's currency, and the wallet gets exactly that, or more with a bonus. What
is paid is rounded up to whole Stars; a card's amount, and so its credit, to the least that people pay in the
currency: a cent, a rupiah. All of it stands in the invoice, so a later change of the Star's value or of a fee
affects no open invoice.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from payments.base import Bounds, Price, Way
from shop.errors import ShopError
from shop.ledger.surcharge import NO_SURCHARGES, NONE, Surcharge
from shop.ledger.topup import Invoice, step_paid
from shop.ledger.typed_amounts import read_amount
from shop.money import micro_up, rounded_down, rounded_up
from shop.sentences import Amount


@dataclass(frozen=True, slots=True)
class Tariff:
    """The operator's offer. Amounts are micro-units of `currency`; `set_up` are the ways set up.

    `surcharges` are the fees and bonuses of the ways that have one, by name.
    """

    currency: str
    set_up: tuple[Way, ...]
    amounts_micro: tuple[int, ...]
    minimum_micro: int
    maximum_micro: int
    surcharges: Mapping[str, Surcharge] = field(default_factory=lambda: NO_SURCHARGES)

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
        own = self._own_bounds(way, exact=exact)
        if own is None:
            return None
        minimum = max(self.minimum_micro, own.minimum_micro)
        maximum = min(self.maximum_micro, own.maximum_micro)
        return Bounds(minimum, maximum) if minimum <= maximum else None

    def _own_bounds(self, way: Way, *, exact: bool = False) -> Bounds | None:
        """Return the bounds of what is named, before a fee: the way's own are of what is paid."""
        own, surcharge = way.bounds(self.currency, exact=exact), self.surcharge(way)
        if own is None or not surcharge.is_fee:
            return own
        step = step_paid(self.currency)  # what is named is rounded up to it, before the fee
        return Bounds(own.minimum_micro, rounded_down(surcharge.credit_for(own.maximum_micro), step))

    def surcharge(self, way: Way) -> Surcharge:
        """Return this way's fee or bonus."""
        return self.surcharges.get(way.name, NONE)

    def price(self, way: Way, amount_micro: int) -> Price:
        """Return what is paid for at least this amount, with its fee, and what it credits, with its bonus."""
        price = way.price(amount_micro, self.currency)
        more = self.surcharge(way).of(price.credit_micro)
        if more <= 0:
            return replace(price, credit_micro=price.credit_micro - more, surcharge_micro=more)
        whole = way.price(price.credit_micro + more, self.currency)
        surcharge_micro = whole.credit_micro - price.credit_micro
        return replace(whole, credit_micro=price.credit_micro, surcharge_micro=surcharge_micro)

    def by_hand(self, way: Way, amount_micro: int) -> tuple[int, int]:
        """Return what an amount paid by hand credits, and the fee besides it, or the bonus in it.

        It is rounded up to what can be paid, and credited so.
        """
        surcharge, step = self.surcharge(way), step_paid(self.currency)
        named_micro = rounded_up(amount_micro, step)
        more = surcharge.of(named_micro)
        if surcharge.is_bonus:
            return named_micro - more, more
        return named_micro, rounded_up(more, step)

    def paid_micro(self, way: Way, amount_micro: int) -> int:
        """Return what is paid for at least this amount, with its fee, in micro-units of `currency`."""
        if way.instructions is not None:
            return sum(self.by_hand(way, amount_micro))
        price = self.price(way, amount_micro)
        return price.credit_micro + price.surcharge_micro if price.surcharge_micro else amount_micro

    def due(self, way: Way, missing_micro: int) -> int | None:
        """Return the amount to ask for where this much is missing: that, or the least that this way takes.

        A bonus makes it less, a fee comes on top. The operator's least amount is for topping up. None if it
        is more than one payment can be.
        """
        own = self._own_bounds(way)
        if own is None:
            return None
        due = max(self.surcharge(way).least_paid(missing_micro), own.minimum_micro)
        return due if due <= min(self.maximum_micro, own.maximum_micro) else None

    def buttons(self, way: Way) -> tuple[int, ...]:
        """Return the buttons' amounts that can be paid this way, in micro-units."""
        bounds = self.bounds(way)
        return tuple(micro for micro in self.amounts_micro if bounds and bounds[0] <= micro <= bounds[1])

    def read_amount(self, text: str, way: Way) -> int:
        """Read a typed amount, in micro-units. Raises ShopError naming what is allowed."""
        amount = read_amount(text, self.currency)
        micro = micro_up(amount) if amount is not None else 0
        self.check(way, micro)
        return micro

    def read_for_any(self, text: str) -> int | None:
        """Read an amount that is typed before a way is chosen, in micro-units; None if there is none.

        Raises ShopError naming what is allowed unless a way takes it.
        """
        amount = read_amount(text, self.currency)
        if amount is None or not self.ways:
            return None
        micro = micro_up(amount)
        if not self.ways_for(micro):
            all_bounds = [bounds for way in self.ways if (bounds := self.bounds(way))]
            raise self._not_allowed(
                min(bounds.minimum_micro for bounds in all_bounds),
                max(bounds.maximum_micro for bounds in all_bounds),
            )
        return micro

    def ways_for(self, micro: int) -> tuple[Way, ...]:
        """Return the ways that take this amount."""
        found = ((way, self.bounds(way)) for way in self.ways)
        return tuple(way for way, bounds in found if bounds and bounds[0] <= micro <= bounds[1])

    def check(self, way: Way, micro: int) -> None:
        """Raise ShopError naming what is allowed if this amount is not."""
        bounds = self.bounds(way)
        if bounds is None:
            raise ShopError("way_not_offered")
        if not bounds.minimum_micro <= micro <= bounds.maximum_micro:
            raise self._not_allowed(*bounds)

    def _not_allowed(self, minimum_micro: int, maximum_micro: int) -> ShopError:
        minimum, maximum = Amount(minimum_micro, self.currency), Amount(maximum_micro, self.currency)
        return ShopError("amount_not_allowed", minimum=minimum, maximum=maximum)

    def invoice(self, way: Way, amount_micro: int, *, person_id: int, now: datetime) -> Invoice:
        """Return the invoice for at least this amount. Raises ShopError if this way has none."""
        if way not in self.ways or way.instructions is not None:
            raise ShopError("way_not_offered")
        price = self.price(way, amount_micro)
        return Invoice(
            payload=secrets.token_urlsafe(24),
            person_id=person_id,
            way=way.name,
            currency=price.currency,
            amount_minor=price.amount_minor,
            credit_micro=price.credit_micro,
            credit_currency=self.currency,
            expires_at=now + way.holds,
            surcharge_micro=price.surcharge_micro,
        )
