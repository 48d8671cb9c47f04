"""A payment that its gateway makes by calling us: it makes a transaction, then performs or cancels it.

The gateway's module judges a call by what is known (`MerchantFacts`) and says what is to be done (`Verdict`);
the storage does it in the same transaction in which the facts were read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto


class MerchantState(StrEnum):
    """A transaction's state. `RETURNED`: it was performed, and canceled afterwards."""

    CREATED = "created"
    PERFORMED = "performed"
    CANCELED = "canceled"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class MerchantCall:
    """What a call is about: the gateway's own id of a transaction, and our number of an invoice.

    Either may be empty. `asked_at` is when the transaction was made, by the gateway's clock.
    """

    way: str
    their_id: str
    number: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class MerchantTransaction:
    """A transaction as it is stored. `number` is what the gateway calls its invoice."""

    id: int
    way: str
    their_id: str
    number: str
    amount_minor: int
    state: MerchantState
    asked_at: datetime
    created_at: datetime
    performed_at: datetime | None = None
    canceled_at: datetime | None = None
    reason: int | None = None


@dataclass(frozen=True, slots=True)
class MerchantFacts:
    """What is known of a call's transaction and invoice; nobody changes it while the call is judged.

    `amount_minor` is the invoice's, None if there is no such invoice. `refusal` is the key of the sentence
    that says why it cannot be paid now. `is_busy`: another transaction for it is open.
    """

    transaction: MerchantTransaction | None
    amount_minor: int | None = None
    refusal: str | None = None
    is_busy: bool = False


class Step(Enum):
    """What a call does to its transaction."""

    NOTHING = auto()
    CREATE = auto()
    PERFORM = auto()
    CANCEL = auto()
    GIVE_BACK = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done, and the error that is answered, in the gateway's own numbers; 0 if there is none.

    `why` chooses the error's words. `reason` is stored with a transaction that is canceled.
    """

    step: Step = Step.NOTHING
    error: int = 0
    why: str = ""
    reason: int | None = None


Judge = Callable[[MerchantFacts], Verdict]


@dataclass(frozen=True, slots=True)
class Settled:
    """A call that was judged, and its transaction after that."""

    verdict: Verdict
    transaction: MerchantTransaction | None
