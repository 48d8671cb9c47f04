"""A payment: money from outside, and its return."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import Credit, Invoice, Paid


class Credited(Enum):
    """The result of crediting a reported payment."""

    NOW = auto()
    BEFORE = auto()
    IN_SUSPENSE = auto()


class PaymentState(StrEnum):
    """A payment's state. `SUSPENSE`: its purpose is unknown."""

    CREDITED = "credited"
    SUSPENSE = "suspense"
    RETURNING = "returning"
    RETURNED = "returned"


RETURNABLE = (PaymentState.CREDITED, PaymentState.SUSPENSE)
"""The states in which a payment may be refunded to its payer."""


class ReturnState(StrEnum):
    """The result of an attempt to refund a payment. `OPEN`: it is under way."""

    OPEN = "open"
    RETURNED = "returned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment received. `bot_id` is the bot that was paid, 0 if not recorded.

    `surcharge_micro` is the fee that was paid besides the credit; what of the credit is a bonus, if negative.
    """

    id: int
    way: str
    charge_id: str
    person_id: int
    currency: str
    amount_minor: int
    credited_micro: int
    credited_currency: str
    state: PaymentState
    invoice_id: int | None
    created_at: datetime
    bot_id: int = 0
    surcharge_micro: int = 0

    @property
    def account(self) -> Account:
        """The credited account: a wallet, or suspense if its purpose is unknown."""
        if self.invoice_id is None:
            return Account(AccountKind.SUSPENSE, None, self.credited_currency)
        return Account(AccountKind.WALLET, self.person_id, self.credited_currency)

    @property
    def credit(self) -> Credit:
        """What it brought."""
        return Credit(self.way, self.account, self.credited_micro, self.surcharge_micro)

    @property
    def state_before(self) -> PaymentState:
        """The state before a return began, and again if the return is refused."""
        return PaymentState.SUSPENSE if self.invoice_id is None else PaymentState.CREDITED


@dataclass(frozen=True, slots=True)
class OwnInvoice:
    """A person's invoice with its number, and what of it came so far, in its smallest coins."""

    id: int
    invoice: Invoice
    came_minor: int


class Booked(NamedTuple):
    """An invoice, and what the book says came of it in its smallest coins. `is_back`: some went back.

    `newest_at` is when the last of it was booked.
    """

    invoice: Invoice
    came_minor: int
    is_back: bool
    newest_at: datetime


class BookedStars(NamedTuple):
    """A payment as the book has it, in whole Stars. `is_mine`: it was paid to the bot that runs now."""

    stars: int
    state: PaymentState
    is_mine: bool
    created_at: datetime
    changed_at: datetime


def is_for(invoice: Invoice, paid: Paid) -> bool:
    """Return True if a payment counts for this invoice; any other waits in suspense.

    It must match exactly, but what comes in parts may be less or more than was asked.
    """
    if (invoice.person_id, invoice.currency) != (paid.person_id, paid.currency):
        return False
    return paid.in_parts or invoice.amount_minor == paid.amount_minor


def credit_of(invoice: Invoice, came_minor: int) -> int:
    """Return what so much of an invoice's amount brings, in micro-units, by the invoice's own rate.

    What was asked brings exactly the credit. A part of it never brings more than its share.
    """
    return invoice.credit_micro * came_minor // invoice.amount_minor


def surcharge_of(invoice: Invoice, came_minor: int) -> int:
    """Return what of so much of an invoice's amount is a fee, or a bonus if negative, in micro-units."""
    whole = (invoice.credit_micro + invoice.surcharge_micro) * came_minor // invoice.amount_minor
    return whole - credit_of(invoice, came_minor)


def refusal_of(
    invoice: Invoice | None,
    *,
    person_id: int,
    currency: str,
    amount_minor: int,
    is_paid: bool,
    is_ordered: bool = False,
    is_halted: bool,
    now: datetime,
) -> str | None:
    """Return why a checkout is declined, as the key of its sentence; None to approve it.

    `is_ordered`: the order that it pays for is made already.
    """
    if invoice is None or invoice.person_id != person_id:
        return "invoice_unknown"
    if (invoice.currency, invoice.amount_minor) != (currency, amount_minor):
        return "invoice_unknown"
    if is_paid:
        return "invoice_paid"
    if is_ordered:
        return "invoice_ordered"
    if invoice.expires_at <= now:
        return "invoice_expired"
    return "money_stopped" if is_halted else None


def taken_of(balance_micro: int, credited_micro: int) -> int:
    """Return how much of a payment reversed from outside can be taken from the credited account."""
    return max(0, min(balance_micro, credited_micro))
