"""A payment: money from outside, and its return."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import Credit, Invoice, Paid, key_of_return


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


class Share(NamedTuple):
    """A part of a payment: in its smallest coins, and of its credit and surcharge in micro-units."""

    amount_minor: int = 0
    credited_micro: int = 0
    surcharge_micro: int = 0


NOTHING = Share()


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment received. `bot_id` is the bot that was paid, 0 if not recorded.

    `surcharge_micro` is the fee that was paid besides the credit; what of the credit is a bonus, if negative.
    `back` is what of it went back to the payer, or is on its way there, `kept_micro` what the provider keeps
    of it, if that is known. `is_membership`: it paid for a membership, and no wallet has it.
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
    back: Share = NOTHING
    kept_micro: int = 0
    is_membership: bool = False

    @property
    def account(self) -> Account:
        """The credited account: a wallet, suspense if its purpose is unknown, or memberships' revenue."""
        if self.is_membership:
            return Account(AccountKind.MEMBERSHIP, None, self.credited_currency)
        if self.invoice_id is None:
            return Account(AccountKind.SUSPENSE, None, self.credited_currency)
        return Account(AccountKind.WALLET, self.person_id, self.credited_currency)

    @property
    def is_in_wallet(self) -> bool:
        """True if a wallet got it, and gives it back."""
        return self.account.kind == AccountKind.WALLET

    @property
    def left(self) -> Share:
        """What of it has not gone back."""
        whole = (self.amount_minor, self.credited_micro, self.surcharge_micro)
        return Share(*(all_of_it - gone for all_of_it, gone in zip(whole, self.back, strict=True)))

    @property
    def state_before(self) -> PaymentState:
        """The state before a return began, and again if the return is refused."""
        return PaymentState.SUSPENSE if self.invoice_id is None else PaymentState.CREDITED

    @property
    def credit(self) -> Credit:
        """What it brought."""
        return Credit(self.way, self.account, self.credited_micro, self.surcharge_micro)

    def share(self, amount_minor: int) -> Share:
        """Return what goes back with `amount_minor` more of it; the last part has exactly what is left."""
        gone, left = self.back.amount_minor + amount_minor, self.left
        credited = self.credited_micro * gone // self.amount_minor - self.back.credited_micro
        surcharge = self.surcharge_micro * gone // self.amount_minor - self.back.surcharge_micro
        # After a refused try what is back may be a micro-unit more than its part: no share changes its sign.
        return Share(
            amount_minor,
            _between(0, credited, left.credited_micro),
            _between(0, surcharge, left.surcharge_micro),
        )

    def credit_of(self, share: Share) -> Credit:
        """Return what this part of it brought."""
        return Credit(self.way, self.account, share.credited_micro, share.surcharge_micro)

    def gone(self, share: Share) -> "Payment":
        """Return it with this part on its way back, too."""
        back = Share(*(before + more for before, more in zip(self.back, share, strict=True)))
        return replace(self, back=back)


class Asking(Enum):
    """May a refund be asked for now? `TOO_LATE`: the other side may know an earlier request no more."""

    YES = auto()
    TOO_LATE = auto()
    NOT_NOW = auto()


NO_WORDS = "-"


class Doubt(NamedTuple):
    """Why nobody knows if a refund was made: who was asked, as an operator calls them, and what they said."""

    called: str
    said: str = NO_WORDS


UNDER_WAY_FOR = timedelta(days=1)
"""How long after it was begun a refund that nobody took on is an operator's to look at."""


ASKING_LASTS = timedelta(minutes=1)
"""Whoever asks for a refund has an answer, or none, by then; until then nobody else asks."""


@dataclass(frozen=True, slots=True)
class Return:
    """The `n`-th try to return a payment, or a part of it. `payment` is what it was before this try.

    `doubt` is what was said last where nobody knows if it was made; it is then not asked for any more.
    """

    payment: Payment
    n: int
    share: Share
    doubt: str = ""

    @property
    def key(self) -> str:
        """Its journal's key, and its name at a gateway."""
        return key_of_return(self.payment.way, self.payment.charge_id, self.n)

    @property
    def log_subject(self) -> str:
        """What the log of acts calls it."""
        return f"return:{self.payment.id}.{self.n}"

    @property
    def is_whole(self) -> bool:
        """True if all of the payment goes back with this try alone."""
        return self.share.amount_minor == self.payment.amount_minor


@dataclass(frozen=True, slots=True)
class OwnInvoice:
    """A person's invoice with its number, and what of it came so far, in its smallest coins."""

    id: int
    invoice: Invoice
    came_minor: int


class Booked(NamedTuple):
    """An invoice, and what the book says came of it and went back in its smallest coins.

    `newest_at` is when the last of it was booked, `back_at` when the last of it went back, if something did.
    `number` is the invoice's own.
    """

    invoice: Invoice
    came_minor: int
    back_minor: int
    newest_at: datetime
    back_at: datetime | None = None
    number: int = 0

    @property
    def is_back(self) -> bool:
        """True if some of it went back, or is on its way."""
        return self.back_minor > 0

    @property
    def moved_at(self) -> datetime:
        """When the last of it was booked, to us or back."""
        return self.newest_at if self.back_at is None else max(self.newest_at, self.back_at)


class BookedStars(NamedTuple):
    """A payment as the book has it, in whole Stars. `is_mine`: it was paid to the bot that runs now."""

    stars: int
    state: PaymentState
    is_mine: bool
    created_at: datetime
    changed_at: datetime


def _between(one: int, wanted: int, other: int) -> int:
    """Return what is wanted, or the nearer of these two if it is not between them."""
    return max(min(one, other), min(wanted, max(one, other)))


def asking_of(
    asked_at: datetime | None,
    unanswered_at: datetime | None,
    now: datetime,
    *,
    again_for: timedelta | None,
) -> Asking:
    """Return if a refund under way may be asked for now.

    `asked_at` is since when somebody asks, `unanswered_at` when it was asked for first without an answer.
    `again_for` is how long the other side knows a refund that it hears twice; None if for ever.
    """
    if asked_at is not None and abs(now - asked_at) < ASKING_LASTS:
        return Asking.NOT_NOW
    if again_for is not None and unanswered_at is not None and abs(now - unanswered_at) >= again_for:
        return Asking.TOO_LATE
    return Asking.YES


def is_for(invoice: Invoice, paid: Paid) -> bool:
    """Return True if a payment counts for this invoice; any other waits in suspense.

    It must match exactly, but what comes in parts may be less or more than was asked.
    """
    if (invoice.person_id, invoice.currency) != (paid.person_id, paid.currency):
        return False
    return paid.in_parts or invoice.amount_minor == paid.amount_minor


MUCH_MORE = 2
"""Beyond this many times what was asked, in all parts together, no rate or bonus is credited by itself."""


def credit_of(invoice: Invoice, came_minor: int) -> int:
    """Return what `came_minor` of an invoice's amount brings, in micro-units, by the invoice's own rate.

    What was asked brings exactly the credit. A part of it never brings more than its share.
    """
    return invoice.credit_micro * came_minor // invoice.amount_minor


def surcharge_of(invoice: Invoice, came_minor: int) -> int:
    """Return the fee in `came_minor` of an invoice's amount, in micro-units; a bonus is negative."""
    whole = (invoice.credit_micro + invoice.surcharge_micro) * came_minor // invoice.amount_minor
    return whole - credit_of(invoice, came_minor)


def new_share(invoice: Invoice, came_minor: int, before: Sequence[Payment], booked: Share) -> Share:
    """Return what is new of a charge that comes in parts, of which `came_minor` came in all.

    `before` are its parts that are booked, `booked` is what all charges brought of the invoice, less what
    went back. A bonus holds for `MUCH_MORE` times what was asked: nobody sends a fortune at one that is over.
    What is new brings no more than its own bonus, though what came before it may have had less.
    """
    known_minor = sum(one.amount_minor for one in before)
    new_minor = came_minor - known_minor
    credit_micro = credit_of(invoice, came_minor) - sum(one.credited_micro for one in before)
    surcharge_micro = surcharge_of(invoice, came_minor) - sum(one.surcharge_micro for one in before)
    if invoice.surcharge_micro >= 0:
        return Share(new_minor, credit_micro, surcharge_micro)
    own = surcharge_of(invoice, came_minor) - surcharge_of(invoice, known_minor)
    most_minor = min(booked.amount_minor + new_minor, MUCH_MORE * invoice.amount_minor)
    is_left = surcharge_of(invoice, most_minor) - booked.surcharge_micro
    bonus = min(0, max(own, surcharge_micro, is_left))
    return Share(new_minor, credit_micro + surcharge_micro - bonus, bonus)


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
