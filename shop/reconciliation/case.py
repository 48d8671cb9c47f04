"""A case: the findings about one order whose answer was lost."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shop.ordering.order import Order, OrderState
from shop.ordering.reason import ReasonKind
from shop.reconciliation.decide import Orphan, Other
from shop.reconciliation.readings import DECIMALS, Habits, Reading


class CaseState(StrEnum):
    """A case's state. `HUMAN`: the operators are asked."""

    OPEN = "open"
    HUMAN = "human"
    SETTLED = "settled"


class Resolution(StrEnum):
    """How a case ended: the panel has the order, or it was given up."""

    ADOPTED = "adopted"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Case:
    """The case of one order whose answer was lost.

    `state` is `open` while evidence is gathered, `human` while the operators are asked
    (`why` names the reason, and the order is given up at `due_at`), `settled` with its
    `verdict` when it is over. `told` holds the message id in each operator's
    chat. `named_by` is the parameter that named the order to the panel, if any; `number` is the panel's
    number for it when it was resent, and `other_number` another one, given for the same reference. Of an
    order that was never resent, `number` is the one the panel gave it although another order of ours has or
    had it.
    `before_at` is when the balance before it was asked for, if that was not for this order.
    """

    order: Order
    state: CaseState
    opened_at: datetime
    due_at: datetime
    attempted_at: datetime
    before_micro: int | None = None
    before_decimals: int | None = None
    before_at: datetime | None = None
    named_by: str = ""
    excerpt: str = ""
    in_vain: int = 0
    resent: int = 0
    number: str = ""
    other_number: str = ""
    soon: Reading | None = None
    first: Reading | None = None
    second: Reading | None = None
    third: Reading | None = None
    decimals: int = 0
    refunds_micro: int | None = None
    orphans: tuple[Orphan, ...] | None = None
    why: str = ""
    verdict: Resolution | None = None
    decided_by: int | None = None
    settled_at: datetime | None = None
    told: dict[str, int] = field(default_factory=dict)

    @property
    def by_reference(self) -> bool:
        """True if the panel knows the order by its reference, and no balance was read for it."""
        return bool(self.named_by) and self.before_micro is None

    @property
    def read_at(self) -> datetime:
        """When the balance before the order was asked for."""
        return self.before_at or self.attempted_at

    @property
    def before(self) -> Reading | None:
        """The balance right before the order."""
        if self.before_micro is None:
            return None
        decimals = DECIMALS if self.before_decimals is None else self.before_decimals
        return Reading(self.before_micro, self.read_at, self.read_at, decimals=decimals)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The balance readings after the order, oldest first."""
        readings = (self.soon, self.first, self.second, self.third)
        return tuple(reading for reading in readings if reading is not None)

    @property
    def gone_micro(self) -> int | None:
        """How far the balance has fallen by the latest reading; None if that is unknown."""
        if self.before_micro is None or not self.readings:
            return None
        return self.before_micro - self.readings[-1].micro

    @property
    def can_be_undone(self) -> bool:
        """True if an operator's number can be undone: the panel has not reported on the order yet."""
        adopted = self.verdict is Resolution.ADOPTED and self.decided_by is not None
        return adopted and self.order.state is OrderState.PENDING and not self.order.has_reported

    @property
    def is_taken_back(self) -> bool:
        """True if an operator's number was undone, and the customer has the money back."""
        return self.order.reason_kind is ReasonKind.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts from our own rows around the case.

    `known` are the panel's numbers of our earlier orders with the time of submission, and
    `last_known` is the highest. `strangers`: other people's orders, or our own unresolved ones,
    may have come since. `others` are our orders sent after it. `may_come_back` are earlier refunds
    that may reach the balance only now; None if they cannot be known.
    """

    last_known: str | None
    known: tuple[tuple[int, datetime], ...]
    strangers: bool
    shared_at: datetime | None
    habits: Habits
    others: tuple[Other, ...]
    may_come_back: tuple[int, ...] | None
