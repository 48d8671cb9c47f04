"""What every way to pay says of itself, and the ports through which it reaches its neighbours.

A way returns values: an invoice to show, a payment that is proved. It imports neither
Telegram's library nor the database; messaging and storage fill the ports.

Whatever a call-back, a message or a person says, money is credited for a `Proof` alone: what the
way itself has read, or what Telegram told (`is_told_of`), or a receipt that an operator accepted.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from shop.clock import Clock
from shop.errors import ShopError
from shop.ledger.payment import PaymentState
from shop.ledger.topup import Invoice, Paid, coin_micro
from shop.money import ceil_div


class NoAnswer(Exception):
    """What was asked for may have happened or not; it is asked for again."""


class MustWait(NoAnswer):
    """Nothing was asked: the other side wants to be left alone for a while, and that is in the log."""


class Refused(Exception):
    """The other side said no, for good; the text is its reason."""


class Bounds(NamedTuple):
    """The smallest and the largest amount that can be paid at once, in micro-units."""

    minimum_micro: int
    maximum_micro: int


@dataclass(frozen=True, slots=True)
class Price:
    """What is asked for, in whole Stars or the smallest coins of `currency`, and what the wallet gets."""

    currency: str
    amount_minor: int
    credit_micro: int


@dataclass(frozen=True, slots=True)
class TelegramInvoice:
    """Telegram shows the invoice, takes the money and tells of the payment."""

    provider_token: str


@dataclass(frozen=True, slots=True)
class PayLink:
    """The invoice is a page at this address."""

    url: str


Shown = TelegramInvoice | PayLink
"""How an invoice is put before who pays it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A payment that was read at its source.

    `commission_minor` is what a third party got of it, where the amount may leave that out.
    """

    paid: Paid
    commission_minor: int | None = None


@dataclass(frozen=True, slots=True)
class WentBack:
    """The payment with this charge's id went back to who paid it."""

    charge_id: str


Finding = Proof | WentBack


@dataclass(frozen=True, slots=True)
class RefundWish:
    """A payment to give back. The wallet has paid already."""

    charge_id: str
    person_id: int
    currency: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StarLine:
    """One line of Telegram's list of Stars. `person_id` is None where no person paid or was paid."""

    charge_id: str
    at: datetime
    amount: int
    went_back: bool = False
    person_id: int | None = None
    payload: str | None = None
    commission: int | None = None


class TelegramStars(Protocol):
    """Telegram's Stars. Its methods raise NoAnswer."""

    async def lines(self, offset: int, limit: int) -> Sequence[StarLine]:
        """Read the list from `offset` on, oldest first."""
        ...

    async def give_back(self, person_id: int, charge_id: str) -> None:
        """Refund a charge. Raises Refused."""
        ...


class StarsRecords(Protocol):
    """How far Telegram's list of Stars was compared with our rows."""

    def begins(self) -> Awaitable[datetime | None]:
        """When this bot's first invoice in Stars was made; without one nothing in the list is ours."""
        ...

    def compared(self) -> Awaitable[int]:
        """How many lines, from the list's beginning on, were compared."""
        ...

    def compared_to(self, lines: int, now: datetime) -> Awaitable[None]:
        """So many lines were compared, each with its money in the ledger."""
        ...

    def states(self, charge_ids: Iterable[str]) -> Awaitable[dict[str, PaymentState]]:
        """The states of those payments that we have, by the charge's id."""
        ...


class Unpaid(Protocol):
    """Reads the invoices of a way that nobody paid as far as we know, until three days after their end."""

    def __call__(self, way: str, now: datetime) -> Awaitable[Sequence[Invoice]]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What a way may ask of its neighbours."""

    clock: Clock
    stars: TelegramStars
    stars_records: StarsRecords
    unpaid: Unpaid


class Way(ABC):
    """A way to pay. What stands here is what most say; a way overrides what it does otherwise."""

    name: str
    """The word in rows, buttons and the name of its clearing account; it never changes."""

    label: str
    """Its button, in English and `marked`; translated where it is shown."""

    called: str
    """Its name inside a sentence for the operator: "cannot be paid by card"."""

    instructions: str | None = None
    """How to pay where no invoice is made: people pay outside, and an operator accepts their receipt."""

    refunds: bool = False
    """True if a payment can be given back through `refund`."""

    reread_seconds: float | None = None
    """How often `reread` is asked; None where nothing can be read."""

    @property
    @abstractmethod
    def is_set_up(self) -> bool:
        """True if the operator has set it up. One that is not keeps its old payments."""

    @abstractmethod
    def bounds(self, currency: str, *, exact: bool = False) -> Bounds | None:
        """Return what can be paid at once for a wallet in this currency; None where nothing can.

        Bounds that follow exchange rates have some leeway, unless `exact`.
        """

    def why_nothing(self, currency: str) -> str | None:  # noqa: ARG002 - for those that have a reason
        """Say to the operator why nothing can be paid in this currency; None where it is the bounds."""
        return None

    def price(self, amount_micro: int, currency: str) -> Price:
        """Return what is asked for at least this amount, rounded up to what can be paid."""
        coin = coin_micro(currency)
        amount_minor = ceil_div(amount_micro, coin)
        return Price(currency, amount_minor, amount_minor * coin)

    async def show(self, invoice: Invoice) -> Shown:  # noqa: ARG002 - for those that have invoices
        """Return how to show an invoice, which is stored already.

        Raises Refused where it cannot be paid, NoAnswer where the other side may have made one or not.
        """
        raise ShopError("way_not_offered")

    def is_told_of(self, currency: str) -> bool:  # noqa: ARG002 - for those that Telegram tells of
        """Return True if a payment in this currency that Telegram tells of was made this way."""
        return False

    async def reread(self, ports: Ports) -> AsyncGenerator[Sequence[Finding], None]:  # noqa: ARG002 - see above
        """Yield what was paid or went back, read at its source, in parts.

        When the next part is asked for, the one before is in the ledger. Raises NoAnswer.
        """
        nothing: tuple[Sequence[Finding], ...] = ()
        for part in nothing:
            yield part

    async def refund(self, wish: RefundWish, ports: Ports) -> None:  # noqa: ARG002 - see above
        """Give a payment back; done once however often it is asked for. Raises Refused and NoAnswer."""
        raise Refused(f"{self.name} gives nothing back")
