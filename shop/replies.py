"""What a panel's reply may mean: a few typed outcomes, and nothing else.

The panel's room turns every body, status code and broken connection into one
of these. Money is `Decimal` from text, ids are text, and what the panel did
not say is None, never 0.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Refusal(StrEnum):
    """Why a panel refused, as far as its words tell."""

    AUTH = "auth"
    FUNDS = "funds"
    DUPLICATE_LINK = "duplicate_link"
    SERVICE = "service"
    QUANTITY = "quantity"
    LINK = "link"
    PARAMS = "params"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"  # an edge server answered in the panel's place
    OTHER = "other"


class PanelState(StrEnum):
    """An order's state in the panel's eyes, whatever words it uses for it."""

    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"
    REFUNDED = "refunded"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The order exists at the panel."""

    panel_order_id: str
    http_status: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The panel said no, and nothing was created or charged."""

    why: Refusal
    text: str
    http_status: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Provably nothing was executed: it may be tried again, after `retry_after` seconds if given."""

    reason: str
    retry_after: float | None = None
    http_status: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether the order exists. It is never sent again.

    `strange` is the panel's text, where it is one that nobody knows and an operator could explain.
    """

    reason: str
    http_status: int | None = None
    excerpt: str = ""
    strange: str = ""


AddOutcome = Accepted | Rejected | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class AddRequest:
    """An order in the panel's terms.

    `fields` holds what the service's type asks beside the link, under the
    panel's own parameter names (quantity, comments, username, runs, ...). A
    tuple is a list of lines. `reference` is the same for every attempt of one
    order and for no other; a panel may refuse to see it twice.
    """

    service_id: str
    link: str | None
    fields: dict[str, str | int | tuple[str, ...]]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What the panel says of one order. `state` is None where its word is not known."""

    state: PanelState | None
    word: str
    charge: Decimal | None = None
    start_count: int | None = None
    remains: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class ItemError:
    """The panel answered for this id, with an error."""

    text: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The account's money at the panel."""

    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class Requested:
    """A refill or cancel was taken note of; what becomes of it shows later."""

    refill_id: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A refill or cancel was refused. `unsupported`: the panel has no such action."""

    text: str
    unsupported: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """The answer to a refill or cancel request was lost or unreadable."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Provably nothing was asked: it may be tried again, after `retry_after` seconds if given."""

    reason: str
    retry_after: float | None = None


RequestOutcome = Requested | Refused | Unclear | NotAsked


class RefillState(StrEnum):
    """A refill's state in the panel's eyes."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RefillReport:
    """What the panel says of one refill. `state` is None where its word is not known."""

    state: RefillState | None
    word: str
