"""A request for an order at the panel, to refill or to cancel it, and the states it can be in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shop.replies import RefillRefusal


class RequestKind(StrEnum):
    """The requests a person may make for an order at the panel."""

    REFILL = "refill"
    CANCEL = "cancel"


class RequestState(StrEnum):
    """A request's state. `UNCLEAR`: the panel may have taken it or not."""

    ASKING = "asking"
    SENDING = "sending"
    REQUESTED = "requested"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    DONE = "done"
    REJECTED = "rejected"


UNDER_WAY = (
    RequestState.ASKING,
    RequestState.SENDING,
    RequestState.REQUESTED,
    RequestState.UNCLEAR,
)
"""Requests whose outcome is still open."""


@dataclass(frozen=True, slots=True)
class Request:
    """A refill or cancel request, asked for at `asked_at` and in its state since `changed_at` (aware, UTC).

    `why` is the reason of a refill's refusal, if its words told one.
    """

    id: int
    order_id: int
    kind: RequestKind
    state: RequestState
    asked_at: datetime
    changed_at: datetime
    text: str = ""
    why: RefillRefusal | None = None
    panel_refill_id: str | None = None

    @property
    def under_way(self) -> bool:
        """True if its outcome is still open."""
        return self.state in UNDER_WAY
