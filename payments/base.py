"""The interface of a way to pay, and the ports to its neighbours.

A way returns values: an invoice to show, a proven payment. It imports neither
Telegram's library nor the database; messaging and storage implement the ports.

Whatever a call-back, a message or a person says, money is credited only for a `Proof`: read by the
way itself, reported by Telegram (`telegram_reports`), or a receipt that an operator accepted.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from shop.clock import Clock
from shop.errors import ShopError
from shop.ledger.payment import BookedStars, PaymentState
from shop.ledger.topup import INVOICE_HOLDS, Hint, Invoice, Paid, coin_micro, step_paid
from shop.money import rounded_up


class NoAnswer(Exception):
    """The request may have been carried out or not; retry it."""


class NotAsked(NoAnswer):
    """The request was surely not carried out: it did not arrive, or was turned away at the door. Retry it."""


class MustWait(NotAsked):
    """Nothing was asked: the other side demands a pause, which is in the log."""


class Refused(Exception):
    """The other side refused for good; the text is its reason."""


class Declined(Refused):
    """It says of this very request, whichever time it hears it, that it was not and will not be obeyed."""


class Bounds(NamedTuple):
    """The smallest and largest amount of one payment, in micro-units."""

    minimum_micro: int
    maximum_micro: int


@dataclass(frozen=True, slots=True)
class Price:
    """An amount to pay, in whole Stars or the smallest coins of `currency`, and the credit it brings.

    `surcharge_micro` as in `Invoice`.
    """

    currency: str
    amount_minor: int
    credit_micro: int
    surcharge_micro: int = 0


@dataclass(frozen=True, slots=True)
class TelegramInvoice:
    """An invoice that Telegram shows, charges and reports."""

    provider_token: str


@dataclass(frozen=True, slots=True)
class PayLink:
    """An invoice on a page at this address. `gateway_id` is the gateway's own number of it, if it has one."""

    url: str
    gateway_id: str = ""


Shown = TelegramInvoice | PayLink
"""The forms of showing an invoice to its payer."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A payment read at its source.

    `commission_minor` is a third party's share, if the amount may be without it.
    """

    paid: Paid
    commission_minor: int | None = None


@dataclass(frozen=True, slots=True)
class WentBack:
    """The payment with this charge id was refunded to its payer."""

    charge_id: str


Finding = Proof | WentBack


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway's call is answered."""

    text: str
    content_type: str = "text/plain"
    status: int = 200


@dataclass(frozen=True, slots=True)
class RefundWish:
    """A payment, or a part of it, to refund. The wallet was debited already.

    `n` counts the refunds of this payment that were asked for, also those that were refused.
    """

    charge_id: str
    person_id: int
    currency: str
    amount_minor: int
    n: int = 1

    @property
    def key(self) -> str:
        """A name of this refund: whoever hears it twice is to refund once."""
        return f"kiosk-refund-{self.charge_id}" + (f"-{self.n}" if self.n > 1 else "")


@dataclass(frozen=True, slots=True)
class StarLine:
    """One of Telegram's Star transactions. `person_id` is None if no person paid.

    `moved_nano` is what came to the bot, or left it if negative, and `commission_nano` an affiliate's share,
    both in billionths of a Star. `is_pending`: a withdrawal that may have left the balance or not.
    """

    charge_id: str
    at: datetime
    amount: int
    went_back: bool = False
    person_id: int | None = None
    payload: str | None = None
    commission: int | None = None
    moved_nano: int = 0
    commission_nano: int = 0
    is_pending: bool = False


class TelegramStars(Protocol):
    """Telegram's API for Stars. Its methods raise NoAnswer."""

    async def lines(self, offset: int, limit: int) -> Sequence[StarLine]:
        """Read the list from `offset` on, oldest first."""
        ...

    async def balance(self) -> int:
        """Return how many Stars the bot has, in billionths of a Star."""
        ...

    async def give_back(self, person_id: int, charge_id: str) -> None:
        """Refund a charge. Raises Refused."""
        ...

    async def set_renewal(self, person_id: int, charge_id: str, *, is_canceled: bool) -> None:
        """Stop a subscription's charges, or let its person have them again. Raises Refused."""
        ...


class StarsRecords(Protocol):
    """The progress of comparing Telegram's Star transactions with our rows."""

    def begins(self) -> Awaitable[datetime | None]:
        """Return when this bot made its first Star invoice; before it nothing in the list is ours."""
        ...

    def compared(self) -> Awaitable[int]:
        """Return how many lines from the list's beginning were compared."""
        ...

    def compared_to(self, lines: int, now: datetime) -> Awaitable[None]:
        """Store that this many lines were compared, each with its money in the ledger."""
        ...

    def states(self, charge_ids: Iterable[str]) -> Awaitable[dict[str, PaymentState]]:
        """Return the states of the payments we know, by charge id."""
        ...

    def booked(self, charge_ids: Iterable[str]) -> Awaitable[dict[str, BookedStars]]:
        """Return the payments we know, by charge id."""
        ...


class Unpaid(Protocol):
    """Reads a way's invoices not known to be paid, until three days after their end; see `FollowedFrom`."""

    def __call__(self, way: str, now: datetime) -> Awaitable[Sequence[Invoice]]: ...


class Followed(Protocol):
    """Reads a way's invoices, paid or not, until three days after their end: money may come or go late.

    One of which something is going back, or was wanted back lately, is among them however old it is.
    """

    def __call__(self, way: str, now: datetime) -> Awaitable[Sequence[Invoice]]: ...


class FollowedFrom(Protocol):
    """Returns since when an invoice must have ended so that it is not followed any more."""

    def __call__(self, now: datetime) -> Awaitable[datetime]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The neighbours a way may use."""

    clock: Clock
    stars: TelegramStars
    stars_records: StarsRecords
    unpaid: Unpaid
    followed: Followed
    followed_from: FollowedFrom


class Way(ABC):
    """A way to pay. The defaults here suit most ways; a way overrides the rest."""

    name: str
    """Its word in rows, buttons and the clearing account's name; it never changes."""

    label: str
    """Its button, in English and `marked`; translated where it is shown."""

    called: str
    """Its name inside a sentence for the operator: "cannot be paid by card"."""

    languages: tuple[str, ...] = ()
    """Whose readers are offered it before the others."""

    instructions: str | None = None
    """How to pay without an invoice: people pay outside, and an operator accepts their receipt."""

    by_transfer: bool = False
    """True if people pay into an account of the operator's, under a reference, and a bank tells of it."""

    holds: timedelta = INVOICE_HOLDS
    """How long an invoice can be paid."""

    refunds: bool = False
    """True if a payment can be given back through `refund`."""

    refunds_parts: bool = False
    """True if a part of it can."""

    tells_refunds: bool = False
    """True if what it says of a payment shows how much of that went back."""

    refunds_again_for: timedelta | None = None
    """How long it knows a refund by its key, and makes it once however often it hears of it; None: always."""

    reread_seconds: float | None = None
    """Seconds between calls of `reread`; None if nothing can be read."""

    @property
    @abstractmethod
    def is_set_up(self) -> bool:
        """True if the operator has set it up. A way not set up keeps its old payments."""

    @abstractmethod
    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:
        """Return the bounds of one payment for a wallet in this currency; None if nothing can be paid.

        Bounds that follow exchange rates have some tolerance, unless `exact`.
        """

    def reason_unpayable(self, currency: str) -> str | None:  # noqa: ARG002 - for ways that have a reason
        """Return the operator's reason why nothing can be paid in this currency; None if it is the bounds."""
        return None

    def price(self, amount_micro: int, currency: str) -> Price:
        """Return the price for at least this amount, rounded up to a payable one."""
        credit_micro = rounded_up(amount_micro, step_paid(currency))
        return Price(currency, credit_micro // coin_micro(currency), credit_micro)

    async def show(self, invoice: Invoice) -> Shown:  # noqa: ARG002 - for ways that have invoices
        """Return how to show an invoice that is already stored.

        Raises Refused if it cannot be paid, NoAnswer if the other side may have made it or not.
        """
        raise ShopError("way_not_offered")

    def telegram_reports(self, currency: str) -> bool:  # noqa: ARG002 - for ways that Telegram reports
        """Return True if a payment in this currency that Telegram reports was made this way."""
        return False

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:  # noqa: ARG002 - see above
        """Yield payments and refunds, read at their source, in parts.

        When the next part is requested, the previous one is in the ledger. Raises NoAnswer.
        """
        nothing: tuple[Sequence[Finding], ...] = ()
        for part in nothing:
            yield part

    def read_hint(self, headers: Mapping[str, str], body: bytes) -> Hint | None:  # noqa: ARG002 - see above
        """Return what a gateway's call hints at; None if it names no payment. Headers have small letters."""
        return None

    async def answer(self, headers: Mapping[str, str], body: bytes) -> Answer | None:  # noqa: ARG002 - see above
        """Do what an authenticated call asks for, and return the answer; None if a call is only a hint."""
        return None

    def reference_of(self, invoice: Invoice) -> str:
        """Return what a gateway calls this invoice in our name."""
        return invoice.payload

    async def look(self, invoice: Invoice) -> Sequence[Finding]:  # noqa: ARG002 - see above
        """Return what came of one invoice, asked for now. Raises NoAnswer and Refused."""
        return ()

    def can_look(self, invoice: Invoice) -> bool:  # noqa: ARG002 - see above
        """Return True if `look` has something to ask about this invoice."""
        return False

    async def drop(self, invoice: Invoice) -> None:  # noqa: B027 - most ways cannot, and need not
        """End an invoice at its source, where that is possible. Raises NoAnswer and Refused."""

    async def refund(self, wish: RefundWish, ports: Ports) -> None:  # noqa: ARG002 - see above
        """Refund a payment, once however often it is requested. Raises Refused and NoAnswer."""
        raise Refused(f"{self.name} gives nothing back")
