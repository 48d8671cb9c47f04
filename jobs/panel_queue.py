"""The queue to one panel: orders, refill and cancel requests."""

from collections.abc import Callable
from dataclasses import dataclass

from panel.client import PanelClient
from shop.catalogue.unrefilled import Unrefilled
from shop.clock import Clock
from shop.errors import PanelUnreachable
from shop.ordering import place, refills_and_cancels
from shop.ordering.reason import ReasonKind
from shop.replies import Accepted, Rejected
from shop.wakeups import Wakeups
from storage.orders.queue import OrderQueue
from storage.orders.requests import Requests


@dataclass
class PanelQueue:
    """The steps that talk to the panel because somebody has tapped something.

    `placed` is called for each order that the panel has taken.
    """

    panel: PanelClient
    queue: OrderQueue
    requests: Requests
    clock: Clock
    wakeups: Wakeups
    costs: place.Costs
    cannot_price: Callable[[], bool]
    unrefilled: Unrefilled
    placed: Callable[[], None]

    def __post_init__(self) -> None:
        self._rests_until = self.clock.monotonic()
        self._under_way = 0

    @property
    def at_once(self) -> int:
        """How many orders may be in flight: one, where the balance tells what became of it."""
        return self.panel.calls if self.panel.by_reference else 1

    async def hand_over(self) -> bool:
        """Submit the next order to the panel, unless the breaker, an open case or old prices say to wait.

        During a case, orders go out if their cost cannot be mistaken for the unconfirmed order's. Where the
        panel goes `by_reference`, several calls run side by side; see `at_once`. Return False if no order was
        submitted.
        """
        breaker = self.panel.breaker
        if not breaker.allows_add() or (breaker.state != "closed" and self._under_way):
            return await self._hold(ReasonKind.PANEL_DOWN)
        if self.panel.seconds_to_next_add:
            return await self._hold(ReasonKind.THROTTLED)
        if self.cannot_price():
            return await self._hold(ReasonKind.PRICES_OLD)
        if self.clock.monotonic() < self._rests_until:
            return await self._hold(ReasonKind.ACCOUNT)
        self._under_way += 1
        try:
            outcome = await place.submit_next(
                self.queue, panel=self.panel, clock=self.clock, costs=self.costs
            )
        finally:
            self._under_way -= 1
        if outcome is None:
            reference = self.panel.named_by if self.panel.by_reference else ""
            waits = await self.queue.is_holding(reference=reference)
            return await self._hold(ReasonKind.CASE_OPEN) if waits else False
        # The breaker already knows of an unreachable panel; an order not sent tells it nothing.
        if not isinstance(outcome, PanelUnreachable | place.GivenBack):
            breaker.saw(outcome)
        if isinstance(outcome, Accepted):
            self.placed()
        if isinstance(outcome, Rejected) and outcome.why in place.OF_THE_ACCOUNT:
            self._rests_until = self.clock.monotonic() + place.ACCOUNT_PAUSE
        self.wakeups.outbox()
        return True

    async def _hold(self, kind: ReasonKind) -> bool:
        await self.queue.hold(self.clock.now(), kind)
        self.wakeups.outbox()
        return False

    async def ask(self) -> bool:
        """Send the next refill or cancel request to the panel; return False if there is none."""
        asked = await refills_and_cancels.put_next(
            self.requests, panel=self.panel, clock=self.clock, unrefilled=self.unrefilled
        )
        self.wakeups.outbox()
        return asked
