"""Readings of the panel account's balance, and what two of them in a row tell.

Panels differ in how a balance follows what is ordered: most take the cost at
once, some minutes later, some show a balance that is minutes old, some show two
decimals. How this panel does it is learned from our own orders (`Habits`), and
nothing is read out of a balance that is finer, or sooner, than its habits allow.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.money import micro_up
from shop.replies import Balance

GRAIN = 10
"""Micro-units: panels settle with five decimals, so a figure may be off by one of the last."""

DECIMALS = 6
"""A micro-unit is the sixth; finer ones are rounded away."""

SHARED_FOR = timedelta(hours=24)
"""So long after money went that no order of ours explains, others are taken to use the account too."""

PROMPT_WITHIN = timedelta(seconds=120)
"""A reading so soon after an order shows its cost gone, at a panel that charges promptly."""

PROMPT_RUN = 8
"""Orders in a row whose cost was gone at the next reading, before a panel counts as prompt."""

LATE_FOR = timedelta(hours=24)
"""So long after a cost went late is the panel one that charges late."""

UNSEEN_FOR = timedelta(hours=1)
"""So long a cost that has not gone yet may still go."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the panel said the balance was, in micro-units, at some moment from `asked_at` to `at`.

    `decimals` is how many the panel wrote: what is finer cannot be seen in it.
    """

    micro: int
    asked_at: datetime
    at: datetime
    currency: str | None = None
    decimals: int = DECIMALS


@dataclass(frozen=True, slots=True)
class Spent:
    """What our own orders may have cost between two readings: from `minimum` to `maximum`.

    `maximum` is None where there is no telling; `orders` is how many figures may be
    off by a grain; `until` is when the last of them was answered.
    """

    minimum: int
    maximum: int | None
    orders: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """How this panel's balance has followed our orders.

    `prompt_run`: so many in a row were seen to be charged within PROMPT_WITHIN.
    `unseen_micro`: costs that had not gone when last looked at, at `unseen_at`.
    `late_at`: when money last went late.
    """

    prompt_run: int = 0
    unseen_micro: int = 0
    unseen_at: datetime | None = None
    late_at: datetime | None = None

    def unseen(self, now: datetime) -> int:
        """Costs of ours that may still go, in micro-units."""
        waiting = self.unseen_at is not None and now - self.unseen_at < UNSEEN_FOR
        return self.unseen_micro if waiting else 0

    def is_late(self, now: datetime) -> bool:
        """Whether a balance that has not moved may be one that has not moved yet."""
        went_late = self.late_at is not None and now - self.late_at < LATE_FOR
        return went_late or self.unseen(now) > 0

    def is_prompt(self, now: datetime, run: int = PROMPT_RUN) -> bool:
        """Whether its last `run` orders were charged promptly, and nothing since speaks against it."""
        return self.prompt_run >= run and not self.is_late(now)


def reading_of(balance: Balance, asked_at: datetime, at: datetime) -> Reading:
    """A balance as the panel told it; debts are rounded away from zero, as balances are up."""
    amount = balance.amount
    micro = micro_up(amount) if amount >= 0 else -micro_up(-amount)
    exponent = amount.as_tuple().exponent
    decimals = min(DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0
    return Reading(micro, asked_at, at, balance.currency, decimals)


def grain_of(*decimals: int) -> int:
    """The finest step, in micro-units, that balances written with so many decimals can show.

    Some panels leave out zeros at the end, so it is the one with the most decimals that tells.
    """
    return int(10 ** (DECIMALS - min(DECIMALS, max(decimals, default=0))))


def slack_of(grain_micro: int, orders: int) -> int:
    """By how much a difference of two balances may be off, with so many orders between them."""
    return max(GRAIN, grain_micro) * (orders + 1)


def compared(earlier: Reading, later: Reading, spent: Spent, habits: Habits) -> tuple[int, Habits]:
    """How much went that no order of ours explains, in micro-units, 0 for nothing; and the habits since.

    Money that came is no sign of anybody else: it was given back, or paid in.
    """
    gone = earlier.micro - later.micro
    slack = slack_of(grain_of(earlier.decimals, later.decimals), spent.orders)
    unseen = habits.unseen(later.at)
    if spent.maximum is not None and gone > spent.maximum + slack:
        excess = gone - spent.maximum
        if excess > unseen + slack:
            return excess - unseen, replace(habits, unseen_micro=0)
        return 0, replace(habits, unseen_micro=max(0, unseen - excess), late_at=later.at, prompt_run=0)
    if spent.minimum and -slack <= gone < spent.minimum - slack:  # or given back for another meanwhile
        unseen += min(spent.minimum, spent.minimum - gone)
        return 0, replace(habits, unseen_micro=unseen, unseen_at=later.at, prompt_run=0)
    return 0, _told(habits, spent, gone, later, slack)


def is_shared(shared_at: datetime | None, now: datetime) -> bool:
    """Whether money that moved at `shared_at` still speaks for others on the account."""
    return shared_at is not None and now - shared_at < SHARED_FOR


def _told(habits: Habits, spent: Spent, gone: int, later: Reading, slack: int) -> Habits:
    """The habits after a reading at which nothing is missing; it counts where just that is gone."""
    exact = spent.minimum == spent.maximum and abs(gone - spent.minimum) <= slack
    if not exact or spent.until is None or spent.minimum <= 2 * slack:
        return habits
    if later.asked_at - spent.until > PROMPT_WITHIN or habits.unseen(later.at):
        return habits
    return replace(habits, prompt_run=min(habits.prompt_run + spent.orders, 1_000))
