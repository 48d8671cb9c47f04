"""The list of people at the desk: its filters, and the places between its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shop.person import Person

LOOKED_THROUGH = 10_000
"""People that one page looks through at most, so that no filter makes it slow."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class PeopleFilter(StrEnum):
    """Whom the list shows: buttons carry these letters. `NEW` begins with who came last."""

    ALL = "a"
    NEW = "n"
    ORDERED = "o"
    MONEY = "m"
    BLOCKED = "b"
    BANNED = "x"
    STAFF = "s"


@dataclass(frozen=True, slots=True)
class PeoplePlace:
    """The place in the list behind somebody: when they were seen (or came), and their number."""

    at: datetime
    person_id: int

    def pack(self) -> str:
        """Return it as a button carries it."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.person_id}"

    @classmethod
    def read(cls, text: str) -> "PeoplePlace | None":
        """Return the place in a button, None for anything that `pack` did not write."""
        moment, dot, number = text.partition(".")
        digits = moment.isascii() and moment.isdecimal() and number.isascii() and number.isdecimal()
        if not (dot and digits and len(moment) <= 17 and len(number) <= 18):
            return None
        return cls(_EPOCH + int(moment) * _MICROSECOND, int(number))


@dataclass(frozen=True, slots=True)
class Glance:
    """A person in the list, and when they were seen last. `order_id`: they were found by this order."""

    person: Person
    seen_at: datetime
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list. `after` leads on, None at the end.

    `is_cut`: LOOKED_THROUGH people were looked at and the page is not full, though there may be more.
    """

    showing: PeopleFilter
    people: Sequence[Glance]
    after: PeoplePlace | None = None
    is_cut: bool = False
