"""A top-up in chat: its questions, and the receipt the person sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.ledger.topup import DeclinedFor, TopupState


@dataclass(frozen=True, slots=True)
class Topup:
    """One top-up in chat. `receipt` is what the person sent: a text, or a Telegram file.

    For an album it is the first picture, with `album`, the common id, and `more` pictures.
    `decided_by` is the operator who credited or declined it, `changed_at` when that was.
    `amount_micro` is the credit, `surcharge_micro` the fee that is paid besides, or what of it is a bonus, if
    negative.
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
    decided_by: int | None = None
    changed_at: datetime | None = None
    declined_for: DeclinedFor | None = None
    surcharge_micro: int = 0

    @property
    def paid_micro(self) -> int:
        """What the person pays, in micro-units."""
        return self.amount_micro + self.surcharge_micro

    def question(self, update_id: int) -> TopupState | None:
        """Return the question this update answers, `amount` or `receipt`; the same if handled again.

        None for somebody who was told how to pay: what they write is about something else.
        """
        if self.answered_by == update_id:
            return TopupState.RECEIPT if self.receipt else TopupState.AMOUNT
        if self.state == TopupState.AMOUNT and self.amount_micro:
            return None
        return self.state
