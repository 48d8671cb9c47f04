"""The possible meanings of a panel's reply: a few typed outcomes, and nothing else.

`panel/` turns every body, status code and broken connection into one of these.
Money is `Decimal` from text, ids are text, and a value the panel did not give is
None, never 0.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Refusal(StrEnum):
    """Why a panel refused, as far as its words show."""

    AUTH = "auth"
    FUNDS = "funds"
    DUPLICATE_LINK = "duplicate_link"
    SERVICE = "service"
    QUANTITY = "quantity"
    LINK = "link"
    PARAMS = "params"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"  # an edge server answered instead of the panel
    OTHER = "other"


class PanelState(StrEnum):
    """An order's state at the panel, whatever word the panel uses."""

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
    """The panel refused; nothing was created or charged."""

    why: Refusal
    text: str
    http_status: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Provably nothing was executed: retry, after `retry_after` seconds if given."""

    reason: str
    retry_after: float | None = None
    http_status: int | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The order may or may not exist. It is never sent again.

    `strange` is the panel's text if it is unknown and an operator could explain it.
    """

    reason: str
    http_status: int | None = None
    excerpt: str = ""
    strange: str = ""


AddOutcome = Accepted | Rejected | NotSent | Unknown


@dataclass(frozen=True, slots=True)
class AddRequest:
    """An order in the panel's terms.

    `fields` holds the type's answers except the link, under the panel's own parameter
    names (quantity, comments, username, runs, ...). A tuple is a list of lines.
    `reference` is the same for every attempt of one order and for no other order; a
    panel may refuse a reference it has seen.
    """

    service_id: str
    link: str | None
    fields: dict[str, str | int | tuple[str, ...]]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The panel's report on one order. `state` is None if its word is unknown.

    `posts` is its number of a subscription's posts, which most panels count as they come. `charged_in` is
    the currency that `currency` surely names, under our name for it, else the account's; None if unknown.
    """

    state: PanelState | None
    word: str
    charge: Decimal | None = None
    start_count: int | None = None
    remains: int | None = None
    currency: str | None = None
    posts: int | None = None
    charged_in: str | None = field(default=None, compare=False)  # what is known, not what was said


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order in the panel's own list of ours, as far as it tells. None: it does not.

    `service_id` is the panel's number of the service. `created_at` is exact if it `has_zone`; else it is the
    panel's wall clock, wherever that stands, read as UTC.
    """

    number: str
    service_id: str | None = None
    link: str | None = None
    quantity: int | None = None
    charge: Decimal | None = None
    currency: str | None = None
    created_at: datetime | None = None
    has_zone: bool = False
    state: PanelState | None = None
    word: str = ""
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class ItemError:
    """The panel's error for this id."""

    text: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The account's money at the panel."""

    amount: Decimal
    currency: str | None


@dataclass(frozen=True, slots=True)
class Requested:
    """The panel accepted a refill or cancel request; its outcome shows later."""

    refill_id: str | None
    text: str = ""


class RefillRefusal(StrEnum):
    """Why a refill was refused: its service has none, its time is over, or it is too early for one."""

    SERVICE = "service"
    OVER = "over"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refill or cancel was refused. `unsupported`: the panel has no such action.

    `why` is what the words say of a refill; None if they do not say.
    """

    text: str
    unsupported: bool = False
    why: RefillRefusal | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """The answer to a refill or cancel request was lost or unreadable."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Provably nothing was asked: retry, after `retry_after` seconds if given."""

    reason: str
    retry_after: float | None = None


RequestOutcome = Requested | Refused | Unclear | NotAsked


class RefillState(StrEnum):
    """A refill's state at the panel."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RefillReport:
    """The panel's report on one refill. `state` is None if its word is unknown."""

    state: RefillState | None
    word: str
