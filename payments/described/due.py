"""When each invoice is asked about: young ones often, old ones seldom, never more than is allowed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shop.ledger.topup import FOLLOWED, INVOICE_HOLDS, Invoice

SOON = timedelta(seconds=8)
PER_AGE = 20
"""An invoice of an hour is asked about every three minutes."""

SELDOM = FOLLOWED / PER_AGE
"""Not even one that is followed for longer, as something goes back of it, is asked about more seldom."""

YOUNG = timedelta(minutes=10)
"""Most who pay at all have paid by then."""


class DueTimes:
    """When each open invoice was asked about last. Forgotten at a restart: then all are asked about once."""

    def __init__(self) -> None:
        self._asked: dict[str, datetime] = {}

    def asked(self, invoice: Invoice, now: datetime) -> None:
        """Note that this invoice was asked about."""
        self._asked[invoice.payload] = now

    def choose(self, followed: Sequence[Invoice], now: datetime, most: int) -> list[Invoice]:
        """Return at most so many that are due, those that have waited longest for their share first.

        Where not all can be asked, three of four are young: whoever pays does so soon, and then waits.
        """
        names = {one.payload for one in followed}
        self._asked = {name: at for name, at in self._asked.items() if name in names}
        waited = sorted(((self._overdue(one, now), one) for one in followed), key=lambda pair: -pair[0])
        due = [one for overdue, one in waited if overdue >= 1]
        young = [one for one in due if now - _made_at(one) <= YOUNG]
        old = [one for one in due if now - _made_at(one) > YOUNG]
        of_old = max(most // 4, most - len(young))
        return (young[: most - min(of_old, len(old))] + old[:of_old])[:most]

    def _overdue(self, invoice: Invoice, now: datetime) -> float:
        """Return how much of its time between two questions has passed; 1 or more is due."""
        made_at = _made_at(invoice)
        asked = self._asked.get(invoice.payload, made_at)
        return abs(now - asked) / min(SELDOM, max(SOON, (now - made_at) / PER_AGE))


def _made_at(invoice: Invoice) -> datetime:
    return invoice.expires_at - INVOICE_HOLDS
