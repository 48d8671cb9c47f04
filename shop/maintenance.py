"""Maintenance: while the shop is closed nobody begins anything new with money, and what was begun goes on.

Refused are orders of every kind, top-ups, gifts and coupons. Orders that were confirmed are sent, followed
and refunded, payments that arrive are credited, gifts that were made can be taken. Nobody is excepted: what
is closed for customers is closed for the staff.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop.errors import ShopError
from shop.notice import Notice

LONGEST_WORDS = 300
"""Characters of what customers read while the shop is closed."""

SUBJECT = "maintenance"
"""What acts of closing and opening are about, in the audit log."""

ENDS_IN = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 120, 240, 720, 1440))
"""The expected ends that are offered, from the moment they are chosen."""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """How the shop stands. `words` and `until` are what customers read; both can be set before it closes.

    `until` is the expected end, a promise to nobody: the shop opens when somebody opens it.
    """

    closed_at: datetime | None = None
    words: str = ""
    until: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """True if nothing new may be begun."""
        return self.closed_at is not None


OPEN = Maintenance()


@dataclass(slots=True)
class Gate:
    """The shop's door as every purchase asks it, before the transaction that asks the row once more."""

    state: Maintenance = field(default=OPEN)

    @property
    def is_closed(self) -> bool:
        """True if nothing new may be begun."""
        return self.state.is_closed

    def refuse(self) -> None:
        """Raise ShopError("shop_closed") while the shop is closed."""
        refuse_if(self.is_closed)


def refuse_if(is_closed: bool) -> None:
    """Raise ShopError("shop_closed") if the shop is closed: the one place that says so."""
    if is_closed:
        raise ShopError("shop_closed")


def opened(person_id: int, asked_at: datetime) -> Notice:
    """A notice that the shop is open again, for somebody who asked for it at that moment."""
    return Notice("opened", person_id, f"opened:{person_id}:{asked_at.isoformat()}")
