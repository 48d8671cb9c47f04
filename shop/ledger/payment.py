"""A payment: money that came in from outside, and whether it went back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import Invoice, Paid, Way


class PaymentState(StrEnum):
    """Where a payment stands. `SUSPENSE`: nobody knows what it is for."""

    CREDITED = "credited"
    SUSPENSE = "suspense"
    RETURNING = "returning"
    RETURNED = "returned"


RETURNABLE = (PaymentState.CREDITED, PaymentState.SUSPENSE)
"""What may be given back to who paid it."""


class ReturnState(StrEnum):
    """How a try to give a payment back ended. `OPEN`: it is under way."""

    OPEN = "open"
    RETURNED = "returned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in. `bot_id` is the bot that was paid, 0 where that was not written down."""

    id: int
    way: Way
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

    @property
    def account(self) -> Account:
        """Where it was credited: a wallet, or suspense where nobody knows what it is for."""
        if self.invoice_id is None:
            return Account(AccountKind.SUSPENSE, None, self.credited_currency)
        return Account(AccountKind.WALLET, self.person_id, self.credited_currency)

    @property
    def state_before(self) -> PaymentState:
        """How it stood before it was to go back, and stands again where Telegram refuses."""
        return PaymentState.SUSPENSE if self.invoice_id is None else PaymentState.CREDITED


def is_what_was_asked(invoice: Invoice, paid: Paid) -> bool:
    """Return True if a payment is for this invoice to the letter; any other waits in suspense."""
    return (invoice.person_id, invoice.currency, invoice.amount_minor) == (
        paid.person_id,
        paid.currency,
        paid.amount_minor,
    )


def refusal_of(
    invoice: Invoice | None,
    *,
    person_id: int,
    currency: str,
    amount_minor: int,
    is_paid: bool,
    is_halted: bool,
    now: datetime,
) -> str | None:
    """Why Telegram is told no before a payment: the key of its sentence, None for a yes."""
    if invoice is None or invoice.person_id != person_id:
        return "invoice_unknown"
    if (invoice.currency, invoice.amount_minor) != (currency, amount_minor):
        return "invoice_unknown"
    if is_paid:
        return "invoice_paid"
    if invoice.expires_at <= now:
        return "invoice_expired"
    return "money_stopped" if is_halted else None


def taken_of(balance_micro: int, credited_micro: int) -> int:
    """How much of a payment that went back by itself can be taken from where it was credited."""
    return max(0, min(balance_micro, credited_micro))
