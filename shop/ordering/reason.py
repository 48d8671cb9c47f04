"""Why an order stands as it does: the kind of reason, and its words. One column of text keeps both."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonKind(StrEnum):
    """What an order's reason is about. `WORDS`: nothing but its words says that."""

    WORDS = ""
    # The order waits, and nothing was sent.
    NOT_SENT = "not_sent"
    THROTTLED = "throttled"  # the panel asked for fewer orders
    PANEL_DOWN = "panel_down"
    CASE_OPEN = "inquiry"  # another order is being looked into
    PRICES_OLD = "prices"
    ACCOUNT = "account"  # another order was refused for something that is no matter of the order's
    # The panel refused it: each of shop.replies.Refusal.
    AUTH = "auth"
    FUNDS = "funds"
    DUPLICATE_LINK = "duplicate_link"
    SERVICE = "service"
    QUANTITY = "quantity"
    LINK = "link"
    PARAMS = "params"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"
    OTHER = "other"
    # Its price went back.
    WITHDRAWN = "withdrawn"
    WAITED_TOO_LONG = "waited_too_long"
    DEARER = "dearer"  # as shop.pricing.costing.Unsent
    GONE = "gone"
    PAYMENT_BACK = "payment_back"  # what had paid for it went back to its payer
    NOT_PLACED = "not_placed"
    UNCLEAR = "unclear"
    TAKEN_BACK = "taken_back"  # it was no operator's to adopt


PANEL_REFUSES_US = frozenset({ReasonKind.AUTH, ReasonKind.FUNDS, ReasonKind.BLOCKED, ReasonKind.ACCOUNT})
"""What is no matter of the order's: every other one would be refused as well."""

NEVER_SENT = frozenset(
    {
        ReasonKind.WITHDRAWN,
        ReasonKind.WAITED_TOO_LONG,
        ReasonKind.DEARER,
        ReasonKind.GONE,
        ReasonKind.PAYMENT_BACK,
    }
)
"""Why an order was voided before anything went to the panel."""

_NAMED = frozenset(ReasonKind) - {ReasonKind.WORDS}


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind, and words: the panel's own, or ours for the log and the operator."""

    kind: ReasonKind
    text: str = ""

    @classmethod
    def read(cls, column: str | None) -> "Reason | None":
        """Return the reason that stands in the column; text that begins with no known kind is words alone."""
        if column is None:
            return None
        kind, _, text = column.partition(": ")
        if kind in _NAMED:
            return cls(ReasonKind(kind), text)
        return cls(ReasonKind.WORDS, column)

    def write(self) -> str:
        """Return what stands in the column, like `funds: Not enough funds` or `withdrawn`."""
        return ": ".join(part for part in (self.kind, self.text) if part)
