"""Invitations: who counts as invited, and when both sides are credited. Facts in, decision out."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between

A_DAY = timedelta(days=1)
MOST_A_DAY = 10
"""Rewards that one inviter gets within a day; whoever brings more is looked at by an operator."""

INVITE_LINK = "i_"
"""How `?start=` names an invitation: i_ and its code, which nobody can guess."""


class InvitationState(StrEnum):
    """An invitation's state. `WAITING`: for the first finished order; `REFUSED`: see `Refused`."""

    WAITING = "waiting"
    REWARDED = "rewarded"
    REFUSED = "refused"


class Refused(StrEnum):
    """Why an invitation brings nothing.

    The inviter pays for the invited one, nobody can tell any more, or the inviter brought too many.
    """

    SAME_PAYER = "same_payer"
    ERASED = "erased"
    TOO_MANY = "too_many"


class Came(Enum):
    """How somebody came by the link of an invitation."""

    INVITED = auto()
    BY_OWN_LINK = auto()
    KNOWN_BEFORE = auto()
    BY_NO_LINK = auto()


@dataclass(frozen=True, slots=True)
class InviteRules:
    """What an invitation brings to each side, in micro-units of `currency`; 0: there are none."""

    reward_micro: int = 0
    currency: str = ""

    @property
    def least_micro(self) -> int:
        """What the invited one's order must come to, and what they must have paid in: all that is given."""
        return 2 * self.reward_micro


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when an invited person has finished an order.

    `paid_in_micro` came from outside and was not returned; `lately` are the inviter's rewards of a day.
    `erased_payer`: what would tell their payers apart was deleted with the data of one of them.
    """

    paid_in_micro: int
    same_payer: bool
    erased_payer: bool
    lately: int


def refusal_of(facts: Facts) -> Refused | None:
    """Return why nobody is credited; None if both are."""
    if facts.same_payer:
        return Refused.SAME_PAYER
    if facts.erased_payer:
        return Refused.ERASED
    return Refused.TOO_MANY if facts.lately >= MOST_A_DAY else None


def rewarding(rules: InviteRules, invited_id: int, person_id: int) -> JournalEntry:
    """Return the entry that credits one side for the invitation of `invited_id`, once for ever."""
    shop = Account(AccountKind.INVITE, None, rules.currency)
    wallet = Account(AccountKind.WALLET, person_id, rules.currency)
    side = "invited" if person_id == invited_id else "inviter"
    postings = between(shop, wallet, rules.reward_micro)
    return JournalEntry(f"invite:{invited_id}:{side}", JournalKind.INVITE, postings, reason="🤝")
