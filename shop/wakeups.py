"""What the kiosk's parts tell one another: that there is something to do.

Parts are made one after the other; each says here how it is woken, and wakes others by what has happened,
without knowing them.
"""

from collections.abc import Callable
from enum import Enum, auto


class Work(Enum):
    """What somebody may be asleep over."""

    NOTICES = auto()
    TURNS = auto()
    PANEL = auto()
    CHECKS = auto()


class Wakeups:
    """Wakes who has said so before; a waking that nobody waits for is no mistake.

    `to_check` are orders whose card somebody wants refreshed, `account_wanted` that somebody wants to know
    the account anew. Whoever does it takes them from here.
    """

    def __init__(self) -> None:
        self._wake: dict[Work, list[Callable[[], None]]] = {work: [] for work in Work}
        self.to_check: set[int] = set()
        self.account_wanted = False

    def on(self, work: Work, wake: Callable[[], None]) -> None:
        """Have `wake` called whenever there is such work."""
        self._wake[work].append(wake)

    def outbox(self) -> None:
        """Somebody is owed a notice."""
        self._ring(Work.NOTICES)

    def turns(self) -> None:
        """An update waits for its turn."""
        self._ring(Work.TURNS)

    def panel(self) -> None:
        """There is something to put to the panel."""
        self._ring(Work.PANEL)

    def case_settled(self) -> None:
        """An unknown order has its end: somebody is told, and orders go through again."""
        self.outbox()
        self.panel()

    def check_order(self, order_id: int) -> None:
        """Ask about this order now."""
        self.to_check.add(order_id)
        self._ring(Work.CHECKS)

    def refresh_account(self) -> None:
        """Ask for the balance and the catalogue now."""
        self.account_wanted = True
        self._ring(Work.CHECKS)

    def _ring(self, work: Work) -> None:
        for wake in self._wake[work]:
            wake()
