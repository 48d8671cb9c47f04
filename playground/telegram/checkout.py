"""One payment under way: from the tap on Pay to the money, or to the reason it failed."""

from dataclasses import dataclass
from typing import Literal

from playground.clock import Clock
from playground.telegram.invoices import Invoice
from playground.telegram.messages import FakeMessage

State = Literal["waiting", "failed", "paid"]

TOO_LATE = "The bot did not answer in time. Nothing was charged."
DECLINED = "The card was declined. Nothing was charged."
TOO_FEW_STARS = "There are not enough Stars left. Nothing was charged."


@dataclass
class Checkout:
    """The subject of a pre-checkout query. The bot has until `until`, in the clock's seconds.

    `message` is the invoice message it was paid from, None for a link. `charge_id` is
    the telegram_payment_charge_id once it is paid.
    """

    id: str
    person_id: int
    invoice: Invoice
    message: FakeMessage | None
    card_declined: bool
    until: float
    clock: Clock
    answered: bool = False
    refusal: str = ""
    charge_id: str = ""

    @property
    def state(self) -> State:
        """The payment's state now; it can fail by time alone."""
        if self.charge_id:
            return "paid"
        return "failed" if self.refusal or not self.open else "waiting"

    @property
    def open(self) -> bool:
        """True while the bot can still answer."""
        return not self.answered and self.clock.monotonic() <= self.until

    @property
    def words(self) -> str:
        """What the person reads about a failed payment."""
        if self.state != "failed":
            return ""
        return self.refusal or TOO_LATE

    def line(self) -> str:
        """The payment in one line."""
        told = f": {self.words}" if self.words else ""
        return f"payment of {self.invoice.price}, {self.state}{told}"
