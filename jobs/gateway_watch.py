"""Hold what each gateway says against the book once a day, and keep a card for each that differs.

Reads both sides and changes neither, so it can be cut off anywhere and run again.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from messaging.alerts import OperatorAlerts
from payments.base import Way
from payments.reconciling import LOOK_BACK, Book, Comparison, Conclusion, follow_up, reconcile
from shop.alerts import AlertKind, Condition, Facts
from shop.clock import Clock
from shop.ledger.mismatch import differing, facts_of, settled
from storage.alerts.store import Alerts

log = logging.getLogger("kiosk.jobs")

AGAIN_AFTER = 120.0
"""Seconds after which a gateway that differs is asked again: something may have been on its way."""

NAMED = 5
"""Payments whose numbers a card names."""


@dataclass
class GatewayWatch:
    """Compares each way whose payments can be asked about."""

    ways: Iterable[Way]
    book: Book
    stores: Alerts
    alerts: OperatorAlerts
    clock: Clock

    async def compare(self) -> None:
        """Compare all ways, one after the other; a gateway that gives no answer changes no card."""
        ways = tuple(self.ways)
        known = {one.subject for one in await self.stores.list_of({AlertKind.GATEWAY_MISMATCH})}
        for way in ways:
            facts = await self.stores.last_facts(AlertKind.GATEWAY_MISMATCH, way.name)
            named = differing(facts) if way.name in known else ()
            by_hand = {number: at for number, at in settled(facts).items() if self._is_lately(at)}
            comparison = await self._compared(way, named, by_hand)
            await self._tell(way, comparison, by_hand, is_known=way.name in known)
        for name in known - {way.name for way in ways}:  # nobody can ask it any more
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, name)

    def _is_lately(self, at: datetime) -> bool:
        """Return True if a payment that was settled then may still be among those compared."""
        return at > self.clock.now() - LOOK_BACK

    async def _compared(
        self, way: Way, named: Collection[int], by_hand: Mapping[int, datetime]
    ) -> Comparison:
        comparison = await reconcile(way, self.book, self.clock.now(), named, by_hand)
        if comparison.differences:
            await self.clock.sleep(AGAIN_AFTER)
            comparison = await reconcile(way, self.book, self.clock.now(), named, by_hand)
        return comparison

    async def _tell(
        self, way: Way, comparison: Comparison, by_hand: Mapping[int, datetime], *, is_known: bool
    ) -> None:
        if comparison.trouble:
            log.warning("Not all payments of %s could be compared: %s", way.called, comparison.trouble)
        conclusion = follow_up(comparison, is_known=is_known)
        if conclusion is Conclusion.DIFFERS:
            await self.alerts.send([_condition(way, comparison, by_hand)])
        elif conclusion is Conclusion.AGREES and is_known:
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, way.name)


def _condition(way: Way, comparison: Comparison, by_hand: Mapping[int, datetime]) -> Condition:
    count = len(comparison.differences) + len(comparison.waiting)
    named = [f"{one.number} (/find {one.person_id})" for one in comparison.differences[:NAMED]]
    more = count - len(named)
    word = ", ".join(named) + (f" … +{more}" if more else "")
    numbers = {*comparison.waiting, *(one.invoice for one in comparison.differences)}
    facts: Facts = {"gateway": way.called, "count": count, "word": word, **facts_of(numbers, by_hand)}
    return Condition(AlertKind.GATEWAY_MISMATCH, way.name, facts)
