"""An orphan as it was found and decided about, and how a panel account is looked through for them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop.ordering.order import GIVEN_BACK, OrderState
from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import Decided, Fits, FoundBy, Looks, Sure
from shop.replies import PanelState

ORPHAN = "orphan"
"""How the log and alerts name one: `orphan:12`."""

EVERY = timedelta(days=1)
"""How often a panel account is looked through by itself."""

GOES_ON_AFTER = timedelta(minutes=1)
"""The wait between two questions about numbers."""

TRIED_AGAIN_AFTER = timedelta(hours=1)
"""The wait after a question that the panel did not answer."""

LISTS_ASKED_AGAIN = timedelta(days=30)
"""How long after a panel had no list it is asked for one again."""


@dataclass(frozen=True, slots=True)
class FoundOrphan:
    """An order that a panel has and no row of ours has.

    `number` and `service_id` are the panel's own. `order_id` is the order of ours that it resembles, or is;
    `order_state` is that order's. Without `decided_by` the kiosk decided.
    """

    id: int
    panel: str
    number: str
    found_by: FoundBy
    found_at: datetime
    service_id: str | None = None
    link: str | None = None
    quantity: int | None = None
    charge_micro: int | None = None
    state: PanelState | None = None
    word: str = ""
    remains: int | None = None
    created_at: datetime | None = None
    has_zone: bool = False
    after: datetime | None = None
    before: datetime | None = None
    shown_at: datetime | None = None
    looks: Looks | None = None
    sure: Sure | None = None
    fits: tuple[Fits, ...] = field(default=())
    order_id: int | None = None
    order_state: OrderState | None = None
    decided: Decided | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None

    @property
    def log_subject(self) -> str:
        """How acts and alerts about it name it."""
        return f"{ORPHAN}:{self.id}"

    @property
    def is_given_back(self) -> bool:
        """True if the customer of the order that it resembles has the money back: the cost is the shop's."""
        return self.order_state in GIVEN_BACK


@dataclass(frozen=True, slots=True)
class Look:
    """How one panel account is looked through.

    `begun_at` and `first_number` are of our first order there. `lists`: whether the panel has a list of
    orders, None if that is not known; known since `lists_since`. All numbers up to `asked_to` were asked
    about. A look that `wants_list` begins with the list. `trouble` is why the last one found out nothing.
    """

    panel: str
    begun_at: datetime
    due_at: datetime
    first_number: int | None = None
    lists: bool | None = None
    lists_since: datetime | None = None
    by_key: ByKey = ByKey.UNKNOWN
    asked_to: int | None = None
    wants_list: bool = True
    looked_at: datetime | None = None
    trouble: str = ""

    def asks_for_list(self, now: datetime) -> bool:
        """Return True unless the panel is known to have none, or this look only goes on with numbers."""
        is_old = self.lists_since is None or now - self.lists_since >= LISTS_ASKED_AGAIN
        return self.wants_list and (self.lists is not False or is_old)
