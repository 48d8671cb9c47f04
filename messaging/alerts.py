"""Alerts to the operators about trouble in the shop itself."""

from collections.abc import Callable, Collection

from shop import notice
from shop.clock import Clock
from shop.notice import Notice
from storage.messages.outbox import Outbox

LONGEST_WORD = 300
"""Characters of an alert's subject; the log has the rest."""


class OperatorAlerts:
    """Enqueues alerts to every operator (`operators` are their ids) and calls `wake` if there are any."""

    def __init__(
        self, outbox: Outbox, operators: Collection[int], clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._outbox = outbox
        self.operators = operators
        self._clock = clock
        self._wake = wake

    async def tell(self, alert: str, key: str, word: str, *, about: str = "") -> None:
        """Alert once for each `key`, within `about` (the alert itself if that is empty)."""
        await self.send(
            notice.alerts(self.operators, about or alert, key, alert=alert, word=word[:LONGEST_WORD])
        )

    async def failing(self, name: str) -> None:
        """Alert once a day that the part of this name fails because of a bug."""
        await self.tell("work_failing", f"{name}:{self._clock.now().date()}", name, about="failing")

    async def send(self, alerts: list[Notice]) -> None:
        """Enqueue these, if there are any."""
        if alerts:
            await self._outbox.enqueue(alerts, self._clock.now())
            self._wake()
