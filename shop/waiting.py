"""What waits for the staff: one queue over everything that a person of the shop is to see to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.alerts import AlertKind
from shop.ordering.reason import ReasonKind
from shop.person import OPERATING, Role


class Waits(StrEnum):
    """What waits. A new kind needs a source in storage/desk/sources, and in handlers/operator/waiting a line
    in `views` and a card in `opening`.
    """

    RECEIPT = "receipt"
    CASE = "review"
    LATE = "late"
    REFUSED = "refused"
    REFILL = "refill"
    TICKET = "ticket"
    DOOR = "door"
    ALERT = "alert"
    ORPHAN = "orphan"
    TRANSFER = "transfer"


ALERTED_ELSEWHERE = frozenset(
    {
        AlertKind.ORDER_UNKNOWN,
        AlertKind.UNKNOWN_WAITING,
        AlertKind.ORDERS_LATE,
        AlertKind.REFUNDS_HELD,
        AlertKind.ORPHAN_FOUND,
    }
)
"""Alerts about what stands in the queue itself, or ends without anybody: they are no lines of their own."""

CLOSED_BY_HAND = frozenset({Waits.LATE, Waits.REFUSED, Waits.REFILL})
"""Kinds that no decision ends: they leave the queue when somebody says that it is seen to."""

COUNTED_TO = 100
"""How many of each kind are counted at most: nobody sees to more in a day."""

REFUSED_LATELY = timedelta(days=1)
"""How long refused orders wait here; older ones are in the list of orders."""

REFILL_SILENT = timedelta(days=3)
"""How long after it was asked for a refill without an answer is to be looked for at the panel."""

ALL_REFUSED = 0
"""The number of the one entry in which all refused orders stand: they have one cause more often than many."""

TO_MEND = frozenset(
    {
        ReasonKind.AUTH,
        ReasonKind.FUNDS,
        ReasonKind.BLOCKED,
        ReasonKind.ACCOUNT,
        ReasonKind.SERVICE,
        ReasonKind.PARAMS,
        ReasonKind.UNSUPPORTED,
        ReasonKind.OTHER,
        ReasonKind.WAITED_TOO_LONG,
    }
)
"""Why orders came to nothing that the shop can mend: the account, the key, a service. A wrong link is the
customer's."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the queue: what stands there. The next page begins behind it."""

    since: datetime
    kind: Waits
    number: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `number` names it among its kind: a receipt, order, request, ticket or person.

    `name` is the person's, empty if it is not known; an alert's is its kind. `count` is how many orders the
    entry stands for.
    """

    kind: Waits
    number: int
    since: datetime
    name: str = ""
    order_id: int | None = None
    amount_micro: int | None = None
    currency: str | None = None
    count: int = 1

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return Place(self.since, self.kind, self.number)


def kinds_for(role: Role) -> tuple[Waits, ...]:
    """Return what this role sees to: support answers tickets, and nothing else."""
    if role in OPERATING:
        return tuple(Waits)
    return (Waits.TICKET,) if role is Role.SUPPORT else ()


def place_in_order(place: Place) -> tuple[datetime, int, int]:
    """Return what the queue is sorted by: the oldest first, then by kind and number."""
    return place.since, list(Waits).index(place.kind), place.number
