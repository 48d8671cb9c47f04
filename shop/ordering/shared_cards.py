"""Cards of orders that people put into other chats: which of them no longer show how their order stands."""

from dataclasses import dataclass
from datetime import datetime

from shop.ordering.order import FINISHED, OrderState

MOST_OF_AN_ORDER = 20
"""Cards of one order that are kept up to date: the latest."""


@dataclass(frozen=True, slots=True)
class SharedCard:
    """A card in some chat, under Telegram's id for it, and its order as it is now.

    `shown_at` is the change of the order that it was last told of, None if it was told of none.
    """

    id: int
    inline_message_id: str
    order_id: int
    person_id: int
    shown_at: datetime | None
    changed_at: datetime
    state: OrderState

    @property
    def is_behind(self) -> bool:
        """Return True if the order has changed since, by any clock, or nothing was told yet."""
        return self.shown_at != self.changed_at

    @property
    def is_over(self) -> bool:
        """Return True if the order has ended: the next edit is the last."""
        return self.state in FINISHED
