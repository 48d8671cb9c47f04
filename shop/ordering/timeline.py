"""How one order went: what was sent to the panel, booked, and told to its customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.ledger.journals import JournalKind
from shop.ordering.place import AttemptOutcome


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send the order; `excerpt` is what arrived of the panel's answer, as it came."""

    number: int
    outcome: AttemptOutcome
    started_at: datetime
    finished_at: datetime | None
    http_status: int | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Booked:
    """One journal of the order. `amount_micro` is what it moved, in micro-units of `currency`."""

    at: datetime
    kind: JournalKind
    amount_micro: int
    currency: str


@dataclass(frozen=True, slots=True)
class Told:
    """A notice to the customer, by its kind; `at` is when it was delivered, None if it has not been."""

    kind: str
    owed_at: datetime
    at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the rows say of one order, each part in the order in which it happened."""

    attempts: Sequence[Attempt]
    booked: Sequence[Booked]
    told: Sequence[Told]
