"""An inquiry: the record of what was found out about one order whose answer was lost."""

from dataclasses import dataclass, field
from datetime import datetime

from shop.inquire import Orphan
from shop.order import Order
from shop.readings import Reading


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One unknown order's inquiry.

    `state` is `open` while the evidence is gathered, `human` while the operators
    are asked (`why` names the reason, and at `due_at` it is given up), `settled`
    with its `verdict` when it is over. `told` is the message in each operator's chat.
    """

    order: Order
    state: str
    opened_at: datetime
    due_at: datetime
    attempted_at: datetime
    before_micro: int | None = None
    excerpt: str = ""
    in_vain: int = 0
    resent: int = 0
    soon: Reading | None = None
    first: Reading | None = None
    second: Reading | None = None
    refunds_micro: int | None = None
    orphans: tuple[Orphan, ...] | None = None
    why: str = ""
    verdict: str | None = None
    decided_by: int | None = None
    settled_at: datetime | None = None
    told: dict[str, int] = field(default_factory=dict)

    @property
    def before(self) -> Reading | None:
        """The balance right before the order."""
        if self.before_micro is None:
            return None
        return Reading(self.before_micro, self.attempted_at, self.attempted_at)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The balances after the panel had settled, oldest first."""
        return tuple(one for one in (self.first, self.second) if one is not None)

    @property
    def gone_micro(self) -> int | None:
        """How much less the account has than before, by the latest reading; None where that is not known."""
        latest = self.second or self.first or self.soon
        if self.before_micro is None or latest is None:
            return None
        return self.before_micro - latest.micro


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What our own rows say beside the inquiry: the last id we know, and who else may be at work.

    `strangers`: since that last order others' orders may have come, or one of ours
    whose fate nobody knows. `balances` are the latest that were read before orders.
    """

    last_known: str | None
    strangers: bool
    shared_at: datetime | None
    balances: tuple[int, ...]
