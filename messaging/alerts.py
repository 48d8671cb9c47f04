"""Alerts to the operators: what is wrong now, and what has happened in the shop itself."""

from collections.abc import Collection, Sequence

from shop import notice
from shop.alerts import AlertKind, Condition, News, at_supplier, kind_of, news_at
from shop.clock import Clock
from shop.wakeups import Wakeups
from storage.alerts.store import Alerts
from storage.messages.outbox import Outbox

LONGEST_WORD = 300
"""Characters of an alert's subject; the log has the rest."""


class OperatorAlerts:
    """Opens and closes alerts, and tells every operator (`operators` are their ids) of events.

    `wakeups` are rung if there is anything to send.
    """

    def __init__(
        self,
        outbox: Outbox,
        alerts: Alerts,
        operators: Collection[int],
        clock: Clock,
        wakeups: Wakeups,
        *,
        supplier: str = "",
    ) -> None:
        self._outbox = outbox
        self._alerts = alerts
        self.operators = operators
        self._clock = clock
        self._wakeups = wakeups
        self._supplier = supplier

    def at(self, supplier: str) -> "OperatorAlerts":
        """Return what opens and closes the alerts of this supplier; empty is the one of PANEL_URL."""
        return OperatorAlerts(
            self._outbox, self._alerts, self.operators, self._clock, self._wakeups, supplier=supplier
        )

    async def tell(self, alert: str, key: str, word: str, *, about: str = "") -> None:
        """Tell of this: an alert that stays open while it lasts, or an event.

        Of an event once for each `key`, within `about` (the event itself if that is empty).
        """
        kind, word = kind_of(alert), word[:LONGEST_WORD]
        if kind is not None:
            await self.send([Condition(kind, facts={"word": word})])
            return
        await self.send(notice.alerts(self.operators, about or alert, key, alert=alert, word=word))

    async def failing(self, name: str) -> None:
        """Keep an alert open while the part of this name fails because of a bug."""
        await self.send([Condition(AlertKind.WORK_FAILING, name, {"word": name})])

    async def over(self, kind: AlertKind, subject: str = "") -> None:
        """Close this alert, if it is open."""
        if await self._alerts.end(kind, subject, self._clock.now()):
            self._wakeups.alerts()

    def wake(self) -> None:
        """Have alerts shown that a transaction of somebody else has begun."""
        self._wakeups.alerts()

    async def settle(self, kinds: Collection[AlertKind], so_now: Sequence[Condition]) -> None:
        """Have the open alerts of these kinds be those of the conditions that hold now."""
        ours = [at_supplier(one, self._supplier) for one in so_now]
        if await self._alerts.settle(kinds, ours, self._clock.now(), supplier=self._supplier):
            self._wakeups.alerts()

    async def send(self, news: Sequence[News]) -> None:
        """Enqueue these notices and begin these alerts, if there are any."""
        if news:
            await self._outbox.enqueue(news_at(news, self._supplier), self._clock.now())
            self._wakeups.outbox()
            self._wakeups.alerts()
