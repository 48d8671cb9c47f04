"""Compare the panel's charge for an order with the cost we expected at the sale."""

from decimal import Decimal, InvalidOperation

from shop.money import MICRO, micro_up

STOP_AFTER = 3
"""Overcharged orders before their service is no longer sold."""

COARSEST = MICRO // 100
"""Micro-units: a charge with fewer than two decimals still counts as exact to a hundredth."""

TOLERATED = 100
"""A charge may exceed the expected cost by a hundredth: panels round and convert currencies anew."""


def charge_micro(charge: str | None) -> int | None:
    """Return a reported charge in micro-units, rounded up; None if there is none."""
    if charge is None:
        return None
    try:
        amount = Decimal(charge)
    except InvalidOperation:
        return None
    return micro_up(amount) if amount.is_finite() else None


def is_comparable(charge: Decimal, charged_in: str | None, cost_in: str | None) -> bool:
    """Return False of a charge in another currency than the cost: the account's may have changed since.

    Nothing is nothing in all of them. None is a currency that nobody has named.
    """
    return not charge or charged_in is None or cost_in is None or charged_in == cost_in


def is_too_much(charge: str | None, cost_micro: int) -> bool:
    """Return True if the panel charged more than the expected cost, beyond what rounding explains.

    A cost of 0 was unknown beforehand, so no charge is too much.
    """
    charged = charge_micro(charge)
    if charged is None or not cost_micro:
        return False
    exponent = Decimal(charge or 0).as_tuple().exponent
    grain = 10 ** max(0, 6 + exponent) if isinstance(exponent, int) else 0
    return charged - cost_micro > max(min(grain, COARSEST), cost_micro // TOLERATED)
