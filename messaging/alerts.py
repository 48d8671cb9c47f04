"""Alerts: what the operators are told because something of the shop's own needs them."""

from collections.abc import Callable

from shop import notice
from shop.clock import Clock
from shop.notice import Notice
from storage.messages.outbox import Outbox

LONGEST_WORD = 300
"""Characters of what an alert is about; the rest stands in the log."""


class OperatorAlerts:
    """Enqueues alerts to every operator (`operators` are their ids) and calls `wake` where there are any."""

    def __init__(
        self, outbox: Outbox, operators: frozenset[int], clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._outbox = outbox
        self.operators = operators
        self._clock = clock
        self._wake = wake

    async def tell(self, alert: str, key: str, word: str, *, about: str = "") -> None:
        """Alert once for each `key`, within `about` (the alert itself where it is empty)."""
        await self.send(
            notice.alerts(self.operators, about or alert, key, alert=alert, word=word[:LONGEST_WORD])
        )

    async def failing(self, name: str) -> None:
        """Alert once a day that work of this name fails by a mistake of ours."""
        await self.tell("work_failing", f"{name}:{self._clock.now().date()}", name, about="failing")

    async def send(self, alerts: list[Notice]) -> None:
        """Enqueue these, if there are any."""
        if alerts:
            await self._outbox.enqueue(alerts, self._clock.now())
            self._wake()
