"""How fast a supplier was in a period, by its completed orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.catalogue.measured import Ended, nearest_rank

LOOKED_AT = 2_000
"""The latest ended orders of a supplier that are looked at."""


@dataclass(frozen=True, slots=True)
class SupplierTimes:
    """The medians of `orders` completed orders, from their submission; nine of ten ended by `nearly_all`.

    `start` is None where no order tells when its delivery began.
    """

    name: str
    orders: int
    start: timedelta | None
    finish: timedelta
    nearly_all: timedelta


def times_of(name: str, ended: Iterable[Ended], since: datetime) -> SupplierTimes | None:
    """Return the times of the orders that ended since then; None if none of them tells any."""
    lately = [one for one in ended if one.finished_at >= since]
    took = sorted(one.took for one in lately if one.took is not None)
    began = sorted(one.began_after for one in lately if one.began_after is not None)
    if not took:
        return None
    return SupplierTimes(
        name,
        len(took),
        nearest_rank(began, 50) if began else None,
        nearest_rank(took, 50),
        nearest_rank(took, 90),
    )
