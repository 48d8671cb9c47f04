"""Orders as the panel sees them, and how they progress over time."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from playground.panel.catalogue import Service

MONEY_BACK = frozenset({"Partial", "Canceled", "Cancelled", "Refunded"})
"""The words after which the panel returns what was not delivered."""

_FIVE_DECIMALS = Decimal("0.00001")  # the precision panels settle with


@dataclass(slots=True)
class Pace:
    """How long each step of an order's life takes, in seconds. May be changed while the panel runs."""

    pending: float = 4.0
    processing: float = 4.0
    delivering: float = 40.0
    stopping: float = 5.0
    refilling: float = 10.0
    post_every: float = 15.0


@dataclass(slots=True)
class Order:
    """One accepted order: the ground truth."""

    id: str
    service: Service
    link: str
    quantity: int
    charge: Decimal
    fields: dict[str, str]
    placed_at: datetime
    born: float
    start_count: int
    remains: int
    word: str = "Pending"
    refunded: Decimal = Decimal(0)
    by_hand: bool = False
    stop_asked: float | None = None
    refills: list[str] = field(default_factory=list)
    per_post: Decimal = Decimal(0)
    posts: int = 0
    lasts: float = math.inf
    per_run: Decimal = Decimal(0)
    runs: int = 1
    runs_charged: int = 1
    run_every: float = 0.0

    def runs_begun(self, now: float) -> int:
        """Return how many runs of a drip-feed have begun by `now`; an order without runs has one."""
        if not self.run_every or self.word in MONEY_BACK:
            return self.runs_charged
        return min(self.runs, 1 + int((now - self.born) / self.run_every))

    @property
    def delivered(self) -> int:
        """How much of the quantity has been delivered."""
        return max(0, self.quantity - self.remains)

    @property
    def running(self) -> bool:
        """True while the order can still progress by itself."""
        return self.word in {"Pending", "Processing", "In progress", "Active"}

    @property
    def moves(self) -> bool:
        """True while the order or its money may move: a drip-feed's runs go on being charged."""
        return self.running or (self.runs_charged < self.runs and self.word not in MONEY_BACK)

    def live(self, now: float, pace: Pace) -> None:
        """Progress to `now`, in the panel's own seconds."""
        if self.by_hand or not self.running:
            return
        end = None if self.stop_asked is None else self.stop_asked + pace.stopping
        stopped = end is not None and now >= end
        age = (end if end is not None and stopped else now) - self.born
        if self.service.type == "Subscriptions":
            self._subscribe(age, pace)
        else:
            self._deliver(age, pace)
        if stopped and self.running:
            self._stop()

    def owed_back(self) -> Decimal:
        """Return how much is still to be paid back for the order's state."""
        if self.word not in MONEY_BACK or not self.quantity:
            return Decimal(0)
        kept = self.delivered if self.word == "Partial" else 0
        due = self.charge * (self.quantity - kept) / self.quantity
        due = min(self.charge, due.quantize(_FIVE_DECIMALS, ROUND_HALF_UP))
        return max(Decimal(0), due - self.refunded)

    def _deliver(self, age: float, pace: Pace) -> None:
        delivering = age - pace.pending - pace.processing
        if age < pace.pending:
            self.word = "Pending"
        elif delivering < 0:
            self.word = "Processing"
        elif delivering < pace.delivering:
            self.word = "In progress"
            self.remains = self.quantity - int(self.quantity * delivering / pace.delivering)
        else:
            self.word, self.remains = "Completed", 0

    def _subscribe(self, age: float, pace: Pace) -> None:
        self.word = "Active"
        wanted = int(self.fields.get("posts") or 0)
        seen = int(max(0.0, min(age, self.lasts) - pace.pending) / pace.post_every)
        self.posts = min(seen, wanted) if wanted else seen
        if wanted and self.posts == wanted:
            self.word = "Completed"
        elif age >= self.lasts:
            self.word = "Expired"

    def _stop(self) -> None:
        self.word = "Partial" if self.delivered else "Canceled"


@dataclass(slots=True)
class Refill:
    """One refill that was asked for."""

    id: str
    order_id: str
    asked: float
    rejected: bool = False

    def word(self, now: float, pace: Pace) -> str:
        """Return the refill's state at `now`."""
        if self.rejected:
            return "Rejected"
        age = now - self.asked
        if age < pace.refilling / 2:
            return "Pending"
        return "In progress" if age < pace.refilling else "Completed"
