"""One charge of a subscription: which period it pays for, and its entry in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between, clearing
from shop.membership.membership import ANOTHER_BEFORE, APART, PERIOD, Period


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What a source says of a payment that may be a subscription's; Telegram's list says less than an update.

    `at` is when it was paid, `until` when Telegram charges next, `is_first` whether it began a subscription.
    """

    at: datetime | None = None
    until: datetime | None = None
    is_first: bool | None = None


def begins_another(told: Subscribed, at: datetime, ends_at: datetime) -> bool:
    """Return True if a charge began one more subscription by the link of one that ends at `ends_at`."""
    return told.is_first if told.is_first is not None else at < ends_at - ANOTHER_BEFORE


def period_of(level: str, at: datetime, ends_at: datetime, *, member_until: datetime | None) -> Period:
    """Return what a charge pays for. Nothing is paid twice: what is left of before comes first.

    `ends_at` is its subscription's, `member_until` the end of all that was paid for before.
    """
    if member_until is not None and member_until - at > APART:
        return Period(level, member_until, member_until + PERIOD)
    return Period(level, at, ends_at)


def key_of_charge(way: str, charge_id: str) -> str:
    """Return the key of the entry that books a charge for a membership."""
    return f"membership:{way}:{charge_id}"


def revenue(currency: str) -> Account:
    """Return the account of what memberships brought in."""
    return Account(AccountKind.MEMBERSHIP, None, currency)


def charging(way: str, charge_id: str, currency: str, amount_micro: int) -> JournalEntry:
    """Return the entry of a charge: it is the shop's at once, and in nobody's wallet."""
    outside = Account(clearing(way), None, currency)
    postings = between(outside, revenue(currency), amount_micro)
    return JournalEntry(key_of_charge(way, charge_id), JournalKind.MEMBERSHIP, postings)
