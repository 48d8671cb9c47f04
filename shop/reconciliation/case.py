"""A case: the record of what was found out about one order whose answer was lost."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shop.ordering.order import Order, OrderState
from shop.reconciliation.decide import Orphan, Other
from shop.reconciliation.readings import DECIMALS, Habits, Reading


class CaseState(StrEnum):
    """Where a case stands. `HUMAN`: the operators are asked."""

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

    `state` is `open` while the evidence is gathered, `human` while the operators
    are asked (`why` names the reason, and at `due_at` it is given up), `settled`
    with its `verdict` when it is over. `told` is the message in each operator's
    chat. `named_by` is the parameter that named the order to the panel, if any.
    """

    order: Order
    state: CaseState
    opened_at: datetime
    due_at: datetime
    attempted_at: datetime
    before_micro: int | None = None
    before_decimals: int | None = None
    named_by: str = ""
    excerpt: str = ""
    in_vain: int = 0
    resent: int = 0
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
    def before(self) -> Reading | None:
        """The balance right before the order."""
        if self.before_micro is None:
            return None
        decimals = DECIMALS if self.before_decimals is None else self.before_decimals
        return Reading(self.before_micro, self.attempted_at, self.attempted_at, decimals=decimals)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The balances after the order, oldest first."""
        looks = (self.soon, self.first, self.second, self.third)
        return tuple(one for one in looks if one is not None)

    @property
    def gone_micro(self) -> int | None:
        """How much less the account has than before, by the latest reading; None where that is not known."""
        if self.before_micro is None or not self.readings:
            return None
        return self.before_micro - self.readings[-1].micro

    @property
    def can_be_undone(self) -> bool:
        """Whether the number an operator gave may still be taken back: the panel never spoke of the order."""
        adopted = self.verdict is Resolution.ADOPTED and self.decided_by is not None
        return adopted and self.order.state is OrderState.PENDING and not self.order.has_reported


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What our own rows say beside the case.

    `known` are the numbers of our orders before it with when they were handed over, and
    `last_known` is the highest. `strangers`: since that one others' orders may have come, or one
    of ours whose fate nobody knows. `others` of ours went out after it. `may_come_back` was given
    back before it and may arrive in the balance only now; None where that cannot be told.
    """

    last_known: str | None
    known: tuple[tuple[int, datetime], ...]
    strangers: bool
    shared_at: datetime | None
    habits: Habits
    others: tuple[Other, ...]
    may_come_back: tuple[int, ...] | None
