"""The staff's list of everybody's orders: what it may show, and how a button says that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from shop.ordering.order import Order


class DeskGroup(StrEnum):
    """Which orders by how they stand; the value is what buttons carry.

    `WAITING`: not sent yet; `UNCONFIRMED`: the panel's answer was lost; `HELD`: a refund of it is on hold.
    """

    ALL = "a"
    RUNNING = "r"
    DONE = "d"
    MONEY_BACK = "b"
    WAITING = "w"
    UNCONFIRMED = "u"
    LATE = "l"
    HELD = "h"


FEW = (DeskGroup.WAITING, DeskGroup.UNCONFIRMED, DeskGroup.LATE, DeskGroup.HELD)
"""Groups with work for the staff, which are small in a healthy shop."""


class Narrowed(StrEnum):
    """What all orders of a list have in common, beside how they stand; the value is what buttons carry."""

    PERSON = "p"
    SERVICE = "s"
    LINK = "k"
    DAY = "y"


CENTURIES = range(2000, 3000)
"""Years of which a day can be asked for."""

_WRITTEN = re.compile(r"(?P<group>[ardbwulh])(?:(?P<by>[psky])(?P<of>[0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class DeskList:
    """Orders of one group, all or `by` what they have in common.

    `of` is a person's number, or a day as 20261128. For a service or a link it is the number of an order
    that has it: a button has no room for either, and what it is about is looked up again.
    """

    group: DeskGroup = DeskGroup.ALL
    by: Narrowed | None = None
    of: int = 0

    def write(self) -> str:
        """Return the list as a button carries it."""
        return self.group.value if self.by is None else f"{self.group.value}{self.by.value}{self.of}"

    @classmethod
    def read(cls, text: str) -> "DeskList | None":
        """Return the list that a button carries; None for anything not written by `write`."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            return None
        by = found["by"]
        return cls(DeskGroup(found["group"]), None if by is None else Narrowed(by), int(found["of"] or 0))

    def in_group(self, group: DeskGroup) -> "DeskList":
        """Return the same list with orders that stand otherwise."""
        return replace(self, group=group)

    @property
    def day(self) -> date | None:
        """The day that it is about; None if it is about none."""
        return day_of(self.of) if self.by is Narrowed.DAY else None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of the list. The pages beside it go on from `older_than` and `newer_than`, numbers of orders.

    None: there is no such page. `is_cut`: so many orders were looked at that the page ended before it was
    full, and older ones may follow.
    """

    showing: DeskList
    orders: Sequence[Order]
    newer_than: int | None = None
    older_than: int | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A service or a link that words fit, and the newest order that has it."""

    order_id: int
    text: str


@dataclass(frozen=True, slots=True)
class DeskFound:
    """What words may mean among all orders: orders by their numbers, services, links.

    `looked_through`: how many of the newest orders were looked at, None if these were all.
    """

    orders: Sequence[Order] = ()
    services: Sequence[NamedBy] = ()
    links: Sequence[NamedBy] = ()
    looked_through: int | None = None


def number_of_day(day: date) -> int:
    """Return a day as a button carries it."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> date | None:
    """Return the day of such a number; None if there is none, or no shop had one then."""
    year = number // 10_000
    try:
        return date(year, number // 100 % 100, number % 100) if year in CENTURIES else None
    except ValueError:
        return None


def bounds_of(day: date, clock: tzinfo) -> tuple[datetime, datetime]:
    """Return the first moment of this day by that clock, and of the next; a day may have 23 or 25 hours."""
    begin = datetime.combine(day, time(), clock)
    end = datetime.combine(day + timedelta(days=1), time(), clock)
    return begin, end
