"""Ask at once about what somebody refreshed: the accounts, or an order's card."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from panel.client import PanelClient
from shop import notice
from shop.clock import Clock
from shop.ordering import sweeping
from shop.wakeups import Wakeups
from storage.messages.outbox import Outbox
from storage.orders.store import Orders
from storage.orders.sweeping import SweptOrders


@dataclass(frozen=True)
class Asked:
    """Where one panel account is asked: `refresh` reads its balance and catalogue."""

    panel: PanelClient
    swept: SweptOrders
    refresh: Callable[[], Awaitable[None]]


@dataclass
class Checking:
    """Answers the wishes in `wakeups`; `accounts` are the suppliers', by panel account."""

    accounts: Mapping[str, Asked]
    orders: Orders
    outbox: Outbox
    clock: Clock
    wakeups: Wakeups

    async def check(self) -> bool:
        """Ask about one thing that somebody refreshed; return False if there is none."""
        if self.wakeups.account_wanted:
            self.wakeups.account_wanted = False
            await asyncio.gather(*(one.refresh() for one in self.accounts.values()))
            return True
        if not self.wakeups.to_check:
            return False
        order = await self.orders.find(self.wakeups.to_check.pop(), owner=None)
        at = None if order is None else self.accounts.get(order.panel)
        if order is None or order.panel_order_id is None or at is None:
            return True
        await sweeping.sweep([order], panel=at.panel, follower=at.swept, clock=self.clock)
        await self.outbox.enqueue([notice.card(order.id, order.person_id)], self.clock.now())
        self.wakeups.outbox()
        return True
