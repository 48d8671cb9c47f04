"""What is known when it is decided whose a bank transfer is, and what the decision may be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shop.ledger.transfers import Transfer


@dataclass(frozen=True, slots=True)
class Expected:
    """A waiting top-up. `is_unique`: `unique_amount` made its amount one that nobody else is asked for."""

    topup_id: int
    person_id: int
    amount_minor: int
    currency: str
    reference: str
    asked_at: datetime
    ends_at: datetime
    is_unique: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A transfer that was read before. `topup_id` is what it was credited to, if to any.

    `is_decided` is False while it waits: for its turn among those that were read together, or for a person.
    """

    transfer: Transfer
    topup_id: int | None = None
    is_decided: bool = True


class Why(StrEnum):
    """What tells whose a transfer is."""

    REFERENCE = "reference"
    LESS = "less"
    MORE = "more"
    AMOUNT = "amount"


class Doubt(StrEnum):
    """Why a person has to look."""

    NOBODYS_REFERENCE = "nobodys_reference"
    MISTYPED = "mistyped"
    SEVERAL_REFERENCES = "several_references"
    TWO_OWNERS = "two_owners"
    CURRENCY = "currency"
    EARLY = "early"
    LATE = "late"
    FUTURE = "future"
    TWIN = "twin"
    REVERSED = "reversed"
    SAME_ID = "same_id"
    SAME_AMOUNT = "same_amount"
    AMOUNT_ONLY = "amount_only"
    MUCH_MORE = "much_more"
    UNKNOWN_REVERSAL = "unknown_reversal"


class Sign(StrEnum):
    """What speaks for a candidate, or against it (`OTHER_CURRENCY`, `OUT_OF_TIME`)."""

    REFERENCE = "reference"
    LIKE_REFERENCE = "like_reference"
    AMOUNT = "amount"
    NEAR_AMOUNT = "near_amount"
    IN_TIME = "in_time"
    HAD_IT = "had_it"
    OTHER_CURRENCY = "other_currency"
    OUT_OF_TIME = "out_of_time"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A top-up that a doubtful transfer may be for, and what speaks for it."""

    topup_id: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """It is the first money for this top-up: credit what came, whether that is what was asked or not."""

    topup_id: int
    why: Why


@dataclass(frozen=True, slots=True)
class Part:
    """It is further money for a top-up that had some: credit what came."""

    topup_id: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A person has to say whose it is; the likeliest top-up is the first."""

    candidates: tuple[Candidate, ...]
    why: Doubt


@dataclass(frozen=True, slots=True)
class Nobodys:
    """Nothing in it points to a top-up."""


@dataclass(frozen=True, slots=True)
class Reverses:
    """The bank took back this transfer, whatever became of it here."""

    transfer_id: str


@dataclass(frozen=True, slots=True)
class Again:
    """It was decided before; nothing is to be done."""


Decision = Settled | Part | Doubtful | Nobodys | Reverses | Again
