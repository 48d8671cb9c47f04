"""What the shop knows of one person: the card at the desk, and the notes about them."""

from dataclasses import dataclass
from datetime import datetime

from shop.person import Person

COUNTED = 1_000
"""Of more orders only these are counted, and of their prices these are added up: the newest."""

LONGEST_NOTE = 1_000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A person with figures. `orders` are COUNTED at most; `spent_micro` is what those cost, less refunds.

    Amounts are in the shop's currency; what was ordered in another one is not in `spent_micro`.
    """

    person: Person
    since: datetime
    seen_at: datetime
    orders: int
    has_more_orders: bool
    spent_micro: int
    open_tickets: int
    notes: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a member of staff noted about a person, for the staff alone. `author` is empty if unknown."""

    id: int
    person_id: int
    author_id: int
    author: str
    text: str
    at: datetime
