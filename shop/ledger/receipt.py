"""A top-up in chat: its questions, and the receipt the person sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.ledger.topup import TopupState


@dataclass(frozen=True, slots=True)
class Topup:
    """One top-up in chat. `receipt` is what the person sent: a text, or a Telegram file.

    For an album it is the first picture, with `album`, the common id, and `more` pictures.
    `pays_for` is the token of the confirm card it is for, `acknowledged` as in shop.ordering.paid.Wish.
    """

    id: int
    person_id: int
    way: str
    state: TopupState
    amount_micro: int
    currency: str
    receipt: dict[str, Any]
    created_at: datetime
    answered_by: int | None = None
    pays_for: str | None = None
    acknowledged: bool = False

    def question(self, update_id: int) -> TopupState:
        """Return the question this update answers, `amount` or `receipt`; the same if handled again."""
        if self.answered_by == update_id:
            return TopupState.RECEIPT if self.state == TopupState.WAITING else TopupState.AMOUNT
        return self.state
