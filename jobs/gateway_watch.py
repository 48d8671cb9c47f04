"""Hold what each gateway says against the book once a day, and keep a card for each that differs.

Reads both sides and changes neither, so it can be cut off anywhere and run again.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from messaging.alerts import OperatorAlerts
from payments.base import Way
from payments.reconciling import Book, Conclusion, Verdict, concluded, reconcile
from shop.alerts import AlertKind, Condition, Facts
from shop.clock import Clock
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
            await self._tell(way, await self._compared(way), is_known=way.name in known)
        for name in known - {way.name for way in ways}:  # nobody can ask it any more
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, name)

    async def _compared(self, way: Way) -> Verdict:
        verdict = await reconcile(way, self.book, self.clock.now())
        if verdict.differences:
            await self.clock.sleep(AGAIN_AFTER)
            verdict = await reconcile(way, self.book, self.clock.now())
        return verdict

    async def _tell(self, way: Way, verdict: Verdict, *, is_known: bool) -> None:
        if verdict.trouble:
            log.warning("Not all payments of %s could be compared: %s", way.called, verdict.trouble)
        conclusion = concluded(verdict, is_known=is_known)
        if conclusion is Conclusion.DIFFERS:
            await self.alerts.send([_condition(way, verdict)])
        elif conclusion is Conclusion.AGREES and is_known:
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, way.name)


def _condition(way: Way, verdict: Verdict) -> Condition:
    named = [f"{one.number} (/find {one.person_id})" for one in verdict.differences[:NAMED]]
    more = len(verdict.differences) - len(named)
    word = ", ".join(named) + (f" … +{more}" if more else "")
    facts: Facts = {"gateway": way.called, "count": len(verdict.differences), "word": word}
    return Condition(AlertKind.GATEWAY_MISMATCH, way.name, facts)
