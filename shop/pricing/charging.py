"""What the panel says it charged for an order, held against what was reckoned when it was sold."""

from decimal import Decimal, InvalidOperation

from shop.money import MICRO, micro_up

STOP_AFTER = 3
"""Orders that were charged too much before their service is not sold any more."""

COARSEST = MICRO // 100
"""Micro-units: a charge told with fewer than two decimals is still taken to be exact to a hundredth."""

TOLERATED = 100
"""A charge may be a hundredth part above what was reckoned: panels round, and reckon exchange anew."""


def charge_micro(charge: str | None) -> int | None:
    """A charge as it was told, in micro-units, rounded up; None where none was told."""
    if charge is None:
        return None
    try:
        amount = Decimal(charge)
    except InvalidOperation:
        return None
    return micro_up(amount) if amount.is_finite() else None


def is_too_much(charge: str | None, cost_micro: int) -> bool:
    """Whether the panel charged more than the reckoned cost, beyond what rounding explains.

    A cost of 0 is one that was not known beforehand, so nothing is too much.
    """
    charged = charge_micro(charge)
    if charged is None or not cost_micro:
        return False
    exponent = Decimal(charge or 0).as_tuple().exponent
    grain = 10 ** max(0, 6 + exponent) if isinstance(exponent, int) else 0
    return charged - cost_micro > max(min(grain, COARSEST), cost_micro // TOLERATED)
