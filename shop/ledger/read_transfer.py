"""A bank transfer that the kiosk has read, and what became of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.ledger.matching import BY_AMOUNT
from shop.ledger.matching_facts import Candidate, Doubt
from shop.ledger.payment import MUCH_MORE
from shop.ledger.references import read_references
from shop.ledger.topup import Invoice
from shop.ledger.transfers import Transfer

TRANSFER = "transfer"
"""The kind of its subject, in the log and on the cards of staff."""

LONGEST_TEXT = 1_000
"""Characters of a transfer's text that are kept."""


class TransferState(StrEnum):
    """What became of a transfer. `READ`: nothing yet; `DOUBTFUL`: a person of the shop is to say."""

    READ = "read"
    DOUBTFUL = "doubtful"
    CREDITED = "credited"
    TOLD_BEFORE = "told_before"
    NOBODYS = "nobodys"
    TOOK_BACK = "took_back"
    TAKEN_BACK = "taken_back"
    DISMISSED = "dismissed"


MOST_OPEN, MOST_ASKED = 3, 20
"""Payments that one person may have open at once, and ask for within some days: unique amounts are few."""

OF_A_DAY = timedelta(hours=14)
"""How far a day elsewhere may be from the same day here."""

UNDECIDED = (TransferState.READ, TransferState.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class ReadTransfer:
    """A transfer with its row's number. `invoice_id` is what it was credited to; `same_as` was told before.

    `doubt` and `candidates`, the likeliest first, are there while it is doubtful and after. `decided_by` is
    who decided, None for the kiosk itself.
    """

    id: int
    way: str
    transfer: Transfer
    state: TransferState
    invoice_id: int | None
    same_as: int | None
    doubt: Doubt | None
    candidates: tuple[Candidate, ...]
    decided_by: int | None
    changed_at: datetime

    @property
    def is_decided(self) -> bool:
        """True once nothing is to be decided about it."""
        return self.state not in UNDECIDED

    @property
    def subject(self) -> str:
        """Its name in the log and on the cards of staff."""
        return f"{TRANSFER}:{self.id}"

    @property
    def charge_id(self) -> str:
        """The number under which it is paid in: a transfer is credited once, whoever decides."""
        return f"t{self.id}"


def told_before(transfer: Transfer, others: Iterable[ReadTransfer]) -> ReadTransfer | None:
    """Return the credited transfer that another source told of, if this is that money once more.

    A statement repeats what notifications told: each of its lines stands for one of them. Money that is
    left out here is never lost: what a source tells twice itself is not the same, and waits for a person.
    """
    among = list(others)
    taken = {one.same_as for one in among if one.transfer.sender == transfer.sender}
    fits = (
        one
        for one in among
        if one.state is TransferState.CREDITED
        and one.id not in taken
        and one.transfer.sender != transfer.sender
        and _is_same_money(one.transfer, transfer)
    )
    return min(fits, key=lambda one: abs(one.transfer.at - transfer.at), default=None)


def is_left_alone(transfer: Transfer, others: Iterable[ReadTransfer]) -> bool:
    """Return True if a person has said of this money, told by another source, that it is nobody's."""
    return any(
        one.state is TransferState.DISMISSED
        and one.transfer.sender != transfer.sender
        and _is_same_money(one.transfer, transfer)
        for one in others
    )


def doubt_of_rate(transfer: Transfer, asked: Invoice, came_minor: int) -> Doubt | None:
    """Return why the rate of an invoice does not hold for a transfer; None if it does, or if there is none.

    It is that of the moment when it was asked: nobody is to wait for a better one, or send a fortune at it,
    at once or in parts. A bonus is a rate as well, but no reason to wait: banks take days at weekends.
    `came_minor` is what of the invoice came before, in its smallest coins.
    """
    is_exchanged = asked.currency != asked.credit_currency
    if not is_exchanged and asked.surcharge_micro >= 0:
        return None
    if is_exchanged and transfer.at > asked.expires_at:
        return Doubt.LATE
    in_all = came_minor + transfer.amount_minor
    return Doubt.MUCH_MORE if in_all > MUCH_MORE * asked.amount_minor else None


def are_too_many(ends: Collection[datetime], now: datetime) -> bool:
    """Return True if somebody with unpaid invoices that end then asks for more than anybody pays."""
    return len(ends) >= MOST_ASKED or sum(end > now for end in ends) >= MOST_OPEN


def _is_day(transfer: Transfer) -> bool:
    """Return True if its source seems to name only a day: it is read as the last second of one, somewhere."""
    return transfer.at.second == 59 and (transfer.at.minute + 1) % 15 == 0


def _is_same_money(before: Transfer, now: Transfer) -> bool:
    if (before.amount_minor, before.currency) != (now.amount_minor, now.currency) or now.is_reversal:
        return False
    if abs(before.at - now.at) > BY_AMOUNT + (OF_A_DAY if _is_day(before) or _is_day(now) else timedelta(0)):
        return False
    named, before_named = read_references(now.text).right, read_references(before.text).right
    return not named or not before_named or bool(set(named) & set(before_named))
