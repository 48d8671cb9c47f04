"""Keep the figures of services in step with the orders; have the rule take off sale what fails.

Everything is done service by service and can be cut off anywhere: the next look takes it up.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from shop.alerts import AlertKind, Condition
from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.clock import Clock
from shop.pricing.board import Pricing
from shop.quality.compare import Gain, Proposal, proposals, side_by_side
from shop.quality.outcomes import Quality
from shop.quality.rule import FailRule
from shop.quality.supplier import costs_of
from storage.orders.quality import Kept, Qualities

ENDED_AT_ONCE = 1000
"""Ended orders that one look takes in."""

MEASURED_AT_ONCE = 10
"""Services that are measured in one unit, so that nobody waits long for the database."""

ROUND = 20
"""Services that each look measures once more: refills and corrections come after an order's end."""

COMPARED_EVERY = timedelta(days=1)

READ_AT_ONCE = 500
LOOKED_AT = 10_000
"""Services with orders that are compared."""

NAMED = 5
"""Offers that the alert names."""

REMEMBERED = 2000


@dataclass
class QualityWatch:
    """Measures services, applies the rule against failing ones, and looks for better offers once a day.

    `panels` are the panel accounts. `follow_stops` takes off sale what was stopped.
    """

    qualities: Qualities
    storefront: Storefront
    board: Pricing
    clock: Clock
    follow_stops: Callable[[], Awaitable[None]]
    wake_alerts: Callable[[], None]
    panels: Sequence[str]

    async def look(self) -> None:
        """Look at everything once."""
        for panel in self.panels:
            await self._measure_touched(panel)
            await self._measure_next(panel)
        if await self.qualities.stop_failing(self.clock.now()):
            self.wake_alerts()
        await self.follow_stops()
        await self.storefront.sort_kinds()
        await self._compare()

    async def _measure_touched(self, panel: str) -> None:
        """Measure the services of which orders have ended since the last look."""
        services, last = await self.qualities.list_touched(panel=panel, limit=ENDED_AT_ONCE)
        await self._measure(services, panel)
        if last is not None:
            await self.qualities.came_to(last, panel=panel)

    async def _measure_next(self, panel: str) -> None:
        """Measure some services once more, all of them in turn."""
        services = await self.qualities.list_next(panel=panel, limit=ROUND)
        await self._measure(services, panel)
        await self.qualities.came_round(services[-1] if len(services) == ROUND else "", panel=panel)

    async def _measure(self, services: Sequence[str], panel: str) -> None:
        for start in range(0, len(services), MEASURED_AT_ONCE):
            some = services[start : start + MEASURED_AT_ONCE]
            await self.qualities.measure(some, self.clock.now(), panel=panel)

    async def _compare(self) -> None:
        """Tell of services that cost or fail less than those in use, if new ones have appeared since."""
        now = self.clock.now()
        told, told_at = await self.qualities.told()
        if self.board.closed is not None or self.storefront.empty:
            return
        if told_at is not None and timedelta(0) <= now - told_at < COMPARED_EVERY:
            return
        kept, rule = await self._list_kept(), (await self.qualities.rule()).rule
        found = await asyncio.to_thread(self._proposals, kept, rule)
        words = [one.word for one in found][:REMEMBERED]
        new = [one for one in found if one.word not in told] if told_at is not None else []
        await self.qualities.tell(words, _news(new), now)
        if new:
            self.wake_alerts()

    async def _list_kept(self) -> dict[tuple[str, str], Kept]:
        found: dict[tuple[str, str], Kept] = {}
        page = await self.qualities.list_worst(limit=READ_AT_ONCE)
        while page and len(found) < LOOKED_AT:
            found |= {(one.panel, one.service_id): one for one in page}
            behind = (page[-1].worst, page[-1].service_id)
            page = await self.qualities.list_worst(behind=behind, limit=READ_AT_ONCE)
        return found

    def _proposals(self, kept: dict[tuple[str, str], Kept], rule: FailRule | None) -> list[Proposal]:
        """Return what is worth a word: untried services of the same panel would be too many."""
        found: list[Proposal] = []
        for _, services in self.storefront.kinds.comparable:
            figures = _figures(services, kept)
            if figures:
                rivals = side_by_side(services, costs_of(services, self.board), figures, ())
                found += [one for one in proposals(rivals, rule) if _is_news(one)]
        return found


def _figures(services: Sequence[Service], kept: dict[tuple[str, str], Kept]) -> dict[str, Quality]:
    known = ((one.id, kept.get((one.panel, one.id))) for one in services)
    return {number: row.quality for number, row in known if row is not None}


def _is_news(found: Proposal) -> bool:
    return found.gain is not Gain.UNTRIED or found.one.service.panel != found.other.service.panel


def _news(new: Sequence[Proposal]) -> Condition | None:
    if not new:
        return None
    named = [f"{one.one.service.id} → {one.other.service.id} (−{one.saved} %)" for one in new[:NAMED]]
    more = f" … +{len(new) - NAMED}" if len(new) > NAMED else ""
    return Condition(AlertKind.BETTER_OFFER, facts={"word": ", ".join(named) + more})
