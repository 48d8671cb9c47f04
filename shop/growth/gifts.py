"""Gifts of balance to a friend: held when they are made, and taken once by whoever has the link.

Only money that came from outside can be given: what the shop or a friend gave stays with its person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.sentences import Amount

GIFT_HOLDS = timedelta(days=30)
"""How long a gift can be taken; then its money goes back."""

MOST_OPEN = 10
"""Gifts of one person that may wait at once."""

GIFT_LINK = "g_"
"""How `?start=` names a gift: g_ and its token, which is as good as the money."""

ASKED_INLINE = "gift"
"""What `@bot gift` lists in any chat: one's own open gifts; `@bot gift 12` one of them."""


class GiftState(StrEnum):
    """A gift's state. `OFFERED`: nothing is held yet. `RECALLED`: its giver's payment went back."""

    OFFERED = "offered"
    OPEN = "open"
    TAKEN = "taken"
    CANCELED = "canceled"
    EXPIRED = "expired"
    RECALLED = "recalled"


GONE_BACK = (GiftState.CANCELED, GiftState.EXPIRED, GiftState.RECALLED)
"""The states in which its giver has the money again."""


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift of `amount_micro` in `currency`; it can be taken until `expires_at` (UTC)."""

    id: int
    token: str
    giver_id: int
    amount_micro: int
    currency: str
    state: GiftState
    expires_at: datetime
    taker_id: int | None = None

    def is_over_for(self, person_id: int) -> bool:
        """Return True if this person has given it, and it can no longer be taken."""
        return self.giver_id == person_id and (self.state is GiftState.TAKEN or self.state in GONE_BACK)

    @property
    def wallet(self) -> Account:
        """The giver's wallet."""
        return Account(AccountKind.WALLET, self.giver_id, self.currency)

    @property
    def held(self) -> Account:
        """What the giver's open gifts hold."""
        return Account(AccountKind.GIFT, self.giver_id, self.currency)


def giveable_micro(balance_micro: int, given_micro: int) -> int:
    """Return how much of a balance can be given on; `given_micro` was given into it by the shop or friends.

    Money from outside counts as spent first, so that no reward leaves as a gift.

    >>> giveable_micro(10, 3), giveable_micro(2, 3)
    (7, 0)
    """
    return max(0, balance_micro - given_micro)


def check_gift(gift: Gift, *, giveable_micro: int, waiting: int) -> None:
    """Raise ShopError if the gift cannot be made: too much, or too many wait. Both are as of now."""
    if gift.amount_micro > giveable_micro:
        raise ShopError("gift_too_much", most=Amount(giveable_micro, gift.currency))
    if waiting >= MOST_OPEN:
        raise ShopError("gift_too_many", count=MOST_OPEN)


def check_taking(gift: Gift | None, taker_id: int, now: datetime) -> None:
    """Raise ShopError if this person cannot take the gift now."""
    if gift is None or gift.state is GiftState.OFFERED:
        raise ShopError("gift_unknown")
    if gift.giver_id == taker_id:
        raise ShopError("gift_own")
    if gift.state is GiftState.TAKEN:
        raise ShopError("gift_taken")
    if gift.state is not GiftState.OPEN or gift.expires_at <= now:
        raise ShopError("gift_over")


def holding(gift: Gift) -> JournalEntry:
    """Return the entry that holds a gift's money."""
    postings = between(gift.wallet, gift.held, gift.amount_micro)
    return JournalEntry(f"gift:{gift.id}", JournalKind.GIFT, postings, reason=f"🎁 {gift.id}")


def handing_over(gift: Gift, taker_id: int) -> JournalEntry:
    """Return the entry that gives the held money to whoever took the gift."""
    taker = Account(AccountKind.WALLET, taker_id, gift.currency)
    postings = between(gift.held, taker, gift.amount_micro)
    return JournalEntry(f"gift_taken:{gift.id}", JournalKind.GIFT_TAKEN, postings, reason=f"🎁 {gift.id}")


def going_back(gift: Gift) -> JournalEntry:
    """Return the entry that gives the held money back to the giver."""
    postings = between(gift.held, gift.wallet, gift.amount_micro)
    return JournalEntry(f"gift_back:{gift.id}", JournalKind.GIFT_BACK, postings, reason=f"🎁 {gift.id}")
