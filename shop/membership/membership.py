"""A membership: who has which price level for which time, and whether Telegram charges for it again.

Telegram charges a subscription in Stars every 30 days by itself. Each charge pays for one period; prices go
by these periods and the clock alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

PERIOD = timedelta(days=30)
"""Telegram has no other period: core.telegram.org/bots/api#createinvoicelink."""

MOST_STARS = 10_000
"""The most that Telegram takes for one period, by the same page."""

ANOTHER_BEFORE = timedelta(days=3)
"""A charge this long before its subscription's end is no renewal: somebody paid by the same link again."""

APART = timedelta(hours=6)
"""How much periods of one subscription may overlap; those that overlap more are of two subscriptions."""

LATE = timedelta(hours=2)
"""How long after its end a renewal may still be on its way to us."""

LAST_DAY = timedelta(days=1)
"""When the shop stops renewals of what it offers no more: as late as that, in case it is offered again."""


class Renewal(StrEnum):
    """Says if Telegram charges again.

    `STOPPING` and `ALLOWING` are to be told to Telegram. `ALLOWED`: it does not renew, and its person may
    switch it on in their app; we learn of that from Telegram, or from an older server by the next charge.
    """

    ON = "on"
    STOPPING = "stopping"
    STOPPED = "stopped"
    ALLOWING = "allowing"
    ALLOWED = "allowed"


TO_TELL: Mapping[Renewal, Renewal] = {
    Renewal.STOPPING: Renewal.STOPPED,
    Renewal.ALLOWING: Renewal.ALLOWED,
}
"""What Telegram has not been told yet, and what it becomes then."""

MAY_RENEW = (Renewal.ON, Renewal.ALLOWING, Renewal.ALLOWED)
"""After these a charge may come."""


class InApp(StrEnum):
    """What Telegram tells of a subscription that changed without us, in its own words.

    `FAILED`: the Stars were short for a renewal.
    """

    CANCELED = "canceled"
    ACTIVE = "active"
    FAILED = "failed"


BECOMES: Mapping[InApp, tuple[tuple[Renewal, ...], Renewal]] = {
    InApp.CANCELED: ((Renewal.ON,), Renewal.ALLOWED),
    InApp.FAILED: ((Renewal.ON,), Renewal.ALLOWED),
    InApp.ACTIVE: ((Renewal.ALLOWING, Renewal.ALLOWED), Renewal.ON),
}
"""Of which states a change in the app makes which; what the shop itself has stopped stays so."""


@dataclass(frozen=True, slots=True)
class MembershipOffer:
    """What the settings offer: a price in Stars and a level. `stars` is 0 if nothing is offered."""

    stars: int = 0
    level: str = ""
    star_micro: int = 0

    def is_on(self, levels: Mapping[str, int]) -> bool:
        """Return True if somebody can join now: only for a level that makes prices lower."""
        return bool(self.stars) and levels.get(self.level, 0) < 0


@dataclass(frozen=True, slots=True)
class Period:
    """The time that one charge paid for."""

    level: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DueRenewal:
    """A membership that Telegram may charge within a day."""

    id: int
    person_id: int
    level: str


@dataclass(frozen=True, slots=True)
class WantedRenewal:
    """What Telegram is to be told of a membership; `charge_id` is what it calls the subscription."""

    id: int
    person_id: int
    charge_id: str
    renewal: Renewal


@dataclass(frozen=True, slots=True)
class Membership:
    """A member's subscription. `until` is the end of all they have paid for, `stars` what a period costs."""

    id: int
    person_id: int
    charge_id: str
    renewal: Renewal
    until: datetime
    stars: int


@dataclass(frozen=True, slots=True)
class Members:
    """Who has paid for which periods; read at each start, and after each charge."""

    periods: Mapping[int, tuple[Period, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, paid: Iterable[tuple[int, Period]]) -> "Members":
        """Return the members with these periods."""
        periods: dict[int, tuple[Period, ...]] = {}
        for person_id, period in paid:
            periods[person_id] = (*periods.get(person_id, ()), period)
        return cls(periods)

    def levels_of(self, person_id: int, now: datetime) -> tuple[str, ...]:
        """Return the levels that somebody has paid for and has now."""
        mine = self.periods.get(person_id, ())
        return tuple(one.level for one in mine if one.starts_at <= now < one.ends_at)

    def until(self, person_id: int, now: datetime) -> datetime | None:
        """Return until when somebody is a member; None if they are none now."""
        ends = [one.ends_at for one in self.periods.get(person_id, ())]
        return max(ends) if ends and max(ends) > now else None
