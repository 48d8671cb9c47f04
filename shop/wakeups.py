"""Wake the kiosk's parts when there is work for them.

Each part registers here how it is woken, and wakes others by naming what happened,
without knowing them.
"""

from collections.abc import Callable, Collection
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


HERE = frozenset({Work.TURNS, Work.CHECKS})
"""Work that each kiosk does for itself where several share a database."""

ACCOUNT = "ACCOUNT"
"""The word for the wish that balance and catalogue are asked for now."""


class Wakeups:
    """Calls the registered wake functions; having none for some work is no error.

    `forward` tells another kiosk of work by its word, and returns True if that one does it.
    `to_check` are orders whose card somebody wants refreshed; `account_wanted` asks for a fresh balance and
    catalogue. The part that does the work takes the request from here.
    """

    def __init__(self) -> None:
        self._wake: dict[Work, list[Callable[[], None]]] = {work: [] for work in Work}
        self.forward: Callable[[str], bool] = lambda _: False
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
        if self.forward(ACCOUNT):
            return
        self.account_wanted = True
        self._ring(Work.CHECKS)

    def told(self, words: Collection[str]) -> None:
        """Another kiosk has forwarded work to this one."""
        for work in Work:
            if work.name in words:
                self._ring(work)
        if ACCOUNT in words:
            self.refresh_account()

    def _ring(self, work: Work) -> None:
        if work not in HERE and self.forward(work.name):
            return
        for wake in self._wake[work]:
            wake()
