"""Wake the kiosk's parts when there is work for them.

Each part registers here how it is woken, and wakes others by naming what happened,
without knowing them.
"""

from collections.abc import Callable
from enum import Enum, auto


class Work(Enum):
    """The kinds of work a part may wait for."""

    NOTICES = auto()
    TURNS = auto()
    PANEL = auto()
    CHECKS = auto()
    FILES = auto()
    ALERTS = auto()
    TRANSFERS = auto()


class Wakeups:
    """Calls the registered wake functions; having none for some work is no error.

    `to_check` are orders whose card somebody wants refreshed; `account_wanted` asks for a fresh balance and
    catalogue. The part that does the work takes the request from here.
    """

    def __init__(self) -> None:
        self._wake: dict[Work, list[Callable[[], None]]] = {work: [] for work in Work}
        self.to_check: set[int] = set()
        self.account_wanted = False

    def on(self, work: Work, wake: Callable[[], None]) -> None:
        """Call `wake` whenever there is such work."""
        self._wake[work].append(wake)

    def outbox(self) -> None:
        """A notice waits to be sent."""
        self._ring(Work.NOTICES)

    def alerts(self) -> None:
        """Something is wrong, or over, or an operator has tapped an alert: its cards are due."""
        self._ring(Work.ALERTS)

    def turns(self) -> None:
        """An update waits for its turn."""
        self._ring(Work.TURNS)

    def panel(self) -> None:
        """A request waits for the panel."""
        self._ring(Work.PANEL)

    def transfers(self) -> None:
        """A bank transfer waits to be decided about."""
        self._ring(Work.TRANSFERS)

    def files(self) -> None:
        """A file waits to be made, or to be read."""
        self._ring(Work.FILES)

    def case_settled(self) -> None:
        """An unknown order was settled: notices are due, and orders go through again."""
        self.outbox()
        self.panel()

    def paid(self) -> None:
        """Money has come in: a notice is due, and maybe the order it was for."""
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
