"""Readings of the panel account's balance, and the comparison of two in a row.

Panels differ in how a balance follows orders: most take the cost at once, some
minutes later, some show a balance that is minutes old, some show two decimals. We
learn this panel's behaviour from our own orders (`Habits`), and conclude nothing from
a balance that is finer, or sooner, than its habits allow.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.money import micro_up
from shop.replies import Balance

GRAIN = 10
"""Micro-units: panels settle with five decimals, so a figure may be off by one in the last."""

DECIMALS = 6
"""A micro-unit is the sixth decimal; finer ones are rounded away."""

SHARED_FOR = timedelta(days=30)
"""How long after an unexplained loss the account counts as shared with others: who came once comes again."""

PROMPT_WITHIN = timedelta(seconds=120)
"""A panel that charges promptly shows an order's cost gone within this time."""

PROMPT_RUN = 8
"""Prompt charges in a row before a panel counts as prompt."""

LATE_FOR = timedelta(hours=24)
"""How long after a late charge a panel counts as late."""

UNSEEN_FOR = timedelta(hours=1)
"""How long a cost not charged yet may still be charged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A balance from the panel, in micro-units, valid at some moment between `asked_at` and `at`.

    `decimals` is how many the panel wrote: finer differences cannot be seen.
    """

    micro: int
    asked_at: datetime
    at: datetime
    currency: str | None = None
    decimals: int = DECIMALS


@dataclass(frozen=True, slots=True)
class Spent:
    """The possible cost of our orders between two readings: from `minimum` to `maximum`.

    `maximum` is None if there is no bound; `orders` is how many figures may be off by
    a grain; `until` is when the last of them was answered.
    """

    minimum: int
    maximum: int | None
    orders: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How this panel's balance has followed our orders.

    `prompt_run`: how many orders in a row were charged within PROMPT_WITHIN.
    `unseen_micro`: costs not charged yet at the last reading, at `unseen_at`.
    `late_at`: when a charge was last late.
    """

    prompt_run: int = 0
    unseen_micro: int = 0
    unseen_at: datetime | None = None
    late_at: datetime | None = None

    def unseen(self, now: datetime) -> int:
        """Return our costs that may still be charged, in micro-units."""
        waiting = self.unseen_at is not None and now - self.unseen_at < UNSEEN_FOR
        return self.unseen_micro if waiting else 0

    def is_late(self, now: datetime) -> bool:
        """Return True if an unchanged balance may just be late."""
        went_late = self.late_at is not None and now - self.late_at < LATE_FOR
        return went_late or self.unseen(now) > 0

    def is_prompt(self, now: datetime, run: int = PROMPT_RUN) -> bool:
        """Return True if the last `run` orders were charged promptly and nothing since contradicts it."""
        return self.prompt_run >= run and not self.is_late(now)


def reading_of(balance: Balance, asked_at: datetime, at: datetime) -> Reading:
    """Return the panel's balance as a reading, rounded away from zero."""
    amount = balance.amount
    micro = micro_up(amount) if amount >= 0 else -micro_up(-amount)
    exponent = amount.as_tuple().exponent
    decimals = min(DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
    return Reading(micro, asked_at, at, balance.currency, decimals)


def grain_of(*decimals: int) -> int:
    """Return the finest step, in micro-units, that balances with these decimals can show.

    Some panels drop trailing zeros, so the balance with the most decimals decides.
    """
    return int(10 ** (DECIMALS - min(DECIMALS, max(decimals, default=0))))


def slack_of(grain_micro: int, orders: int) -> int:
    """Return the possible error of a difference of two balances with `orders` between them."""
    return max(GRAIN, grain_micro) * (orders + 1)


def compared(earlier: Reading, later: Reading, spent: Spent, habits: Habits) -> tuple[int, Habits]:
    """Return the unexplained loss in micro-units, 0 for none, and the updated habits.

    Incoming money is no sign of anybody else: it was refunded, or paid in.
    """
    gone = earlier.micro - later.micro
    slack = slack_of(grain_of(earlier.decimals, later.decimals), spent.orders)
    unseen = habits.unseen(later.at)
    if spent.maximum is not None and gone > spent.maximum + slack:
        excess = gone - spent.maximum
        if excess > unseen + slack:
            return excess - unseen, replace(habits, unseen_micro=0)
        return 0, replace(habits, unseen_micro=max(0, unseen - excess), late_at=later.at, prompt_run=0)
    if spent.minimum and -slack <= gone < spent.minimum - slack:  # or another refund hides the cost
        unseen += min(spent.minimum, spent.minimum - gone)
        return 0, replace(habits, unseen_micro=unseen, unseen_at=later.at, prompt_run=0)
    return 0, _learned(habits, spent, gone, later, slack)


def is_as_reckoned(earlier: Reading, later: Reading, spent: Spent, habits: Habits) -> bool:
    """Return True if exactly what our orders between two readings cost is gone, and no more is to go."""
    slack = slack_of(grain_of(earlier.decimals, later.decimals), spent.orders)
    is_exact = spent.minimum == spent.maximum and abs(earlier.micro - later.micro - spent.minimum) <= slack
    return is_exact and not habits.unseen(later.at)


def is_shared(shared_at: datetime | None, now: datetime) -> bool:
    """Return True if the loss at `shared_at` still means that others use the account."""
    return shared_at is not None and now - shared_at < SHARED_FOR


def _learned(habits: Habits, spent: Spent, gone: int, later: Reading, slack: int) -> Habits:
    """Return the habits after an explained reading; it counts as prompt if exactly the cost is gone."""
    exact = spent.minimum == spent.maximum and abs(gone - spent.minimum) <= slack
    if not exact or spent.until is None or spent.minimum <= 2 * slack:
        return habits
    if later.asked_at - spent.until > PROMPT_WITHIN or habits.unseen(later.at):
        return habits
    return replace(habits, prompt_run=min(habits.prompt_run + spent.orders, 1_000))
