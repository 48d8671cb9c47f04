"""Subscriptions in Stars: who has which, until when, and the charges that come by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.telegram.invoices import Invoice
from playground.telegram.ledger import Charge

PERIOD = 2_592_000
"""The only period there is: core.telegram.org/bots/api#createinvoicelink."""

MOST_STARS = 10_000
"""The highest price of one period, by the same page."""


@dataclass
class Subscription:
    """What somebody pays for each period, until it is canceled.

    `first` is the charge that began it: its id is the subscription's. `until` is a moment in seconds.
    `canceled`: its person does not want to be charged again; `stopped`: the bot does not want it, and until
    the bot allows it again, its person cannot switch it on. `failed`: the Stars were short at its end.
    """

    first: Charge
    until: int
    canceled: bool = False
    stopped: bool = False
    failed: bool = False

    @property
    def person_id(self) -> int:
        return int(self.first.user["id"])

    @property
    def renews(self) -> bool:
        """True if a charge comes at its end."""
        return not (self.canceled or self.stopped or self.failed)

    def json_of(self, charge: Charge) -> dict[str, int | bool]:
        """What a successful payment says of a subscription."""
        first = {"is_first_recurring": True} if charge is self.first else {}
        return {"subscription_expiration_date": self.until, "is_recurring": True, **first}

    def update_json(self, state: str) -> dict[str, object]:
        """Return what the bot is told when its person has changed it, or was short of Stars."""
        return {"user": self.first.user, "invoice_payload": self.first.invoice.payload, "state": state}


@dataclass
class Subscriptions:
    """Every subscription there is. Somebody can have several, also by one link."""

    all: list[Subscription] = field(default_factory=list)

    def begin(self, charge: Charge, now: int) -> Subscription | None:
        """Return the new subscription of this charge; None if its invoice is for none."""
        if not charge.invoice.subscription_period:
            return None
        begun = Subscription(charge, now + charge.invoice.subscription_period)
        self.all.append(begun)
        return begun

    def find(self, person_id: int, charge_id: str | None) -> Subscription | None:
        """Return this person's subscription that began with this charge."""
        mine = (one for one in self.all if one.person_id == person_id)
        return next((one for one in mine if one.first.id == charge_id), None)

    def of(self, person_id: int) -> list[Subscription]:
        """Return this person's subscriptions, the oldest first."""
        return [one for one in self.all if one.person_id == person_id]

    def due(self, now: int) -> Iterator[Subscription]:
        """Yield those to charge now, as often as they have ended."""
        for one in self.all:
            while one.renews and one.until <= now:
                yield one


def is_allowed(invoice: Invoice) -> bool:
    """Return True if Telegram makes a link for this: in Stars, for one price, for the one period."""
    return invoice.in_stars and invoice.total <= MOST_STARS and invoice.subscription_period == PERIOD
