"""A topping up in chat: what is asked of its person, and the receipt they send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.ledger.topup import TopupState, Way


@dataclass(frozen=True, slots=True)
class Topup:
    """One topping up in chat. `receipt` is what the person sent: a text, or a file of Telegram's.

    Of an album it is the first picture, with `album`, the id they have in common, and `more` of them.
    """

    id: int
    person_id: int
    way: Way
    state: TopupState
    amount_micro: int
    currency: str
    receipt: dict[str, Any]
    created_at: datetime
    answered_by: int | None = None

    def question(self, update_id: int) -> TopupState:
        """What this update answers, `amount` or `receipt`; the same when it is handled again."""
        if self.answered_by == update_id:
            return TopupState.RECEIPT if self.state == TopupState.WAITING else TopupState.AMOUNT
        return self.state
