"""A payment that somebody has begun, and parts of it."""

import asyncio
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from shop.ledger.topup import Invoice
from tests.in_process import Player

ALL, LESS, REST, MORE, MUCH = Fraction(1), Fraction(2, 5), Fraction(3, 5), Fraction(29, 20), Fraction(10)
"""Parts of what was asked."""


@dataclass
class Bill:
    """A payment that somebody has begun. `credit` is what all of it brings, in micro-units.

    `theirs` is the provider's own of it, `news` what the provider has not told yet, `told` what it has.
    """

    player: Player
    credit: int
    invoice: Invoice | None = None
    theirs: Any = None
    news: list[Any] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    def due(self, minor: int) -> int:
        """Return what so many of the invoice's smallest coins bring."""
        assert self.invoice is not None
        return self.invoice.credit_micro * minor // self.invoice.amount_minor

    def minor(self, share: Fraction) -> int:
        """Return a part of what was asked in its smallest coins."""
        assert self.invoice is not None
        return int(self.invoice.amount_minor * share)


async def at_once(*calls: Any) -> None:
    """Run these in one moment."""
    await asyncio.gather(*calls)
