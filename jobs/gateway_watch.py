"""Hold what each gateway says against the book once a day, and keep a card for each that differs.

Reads both sides and changes neither, so it can be cut off anywhere and run again.
"""

import logging
from collections.abc import Collection, Iterable
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

KEPT = 200
"""Invoices that an alert keeps in mind, to be compared until both sides say the same."""

_INVOICES = "invoices"


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
        known = await differing(self.stores)
        for way in ways:
            verdict = await self._compared(way, known.get(way.name, ()))
            await self._tell(way, verdict, is_known=way.name in known)
        for name in known.keys() - {way.name for way in ways}:  # nobody can ask it any more
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, name)

    async def _compared(self, way: Way, named: Collection[int]) -> Verdict:
        verdict = await reconcile(way, self.book, self.clock.now(), named)
        if verdict.differences:
            await self.clock.sleep(AGAIN_AFTER)
            verdict = await reconcile(way, self.book, self.clock.now(), named)
        return verdict

    async def _tell(self, way: Way, verdict: Verdict, *, is_known: bool) -> None:
        if verdict.trouble:
            log.warning("Not all payments of %s could be compared: %s", way.called, verdict.trouble)
        conclusion = concluded(verdict, is_known=is_known)
        if conclusion is Conclusion.DIFFERS:
            await self.alerts.send([_condition(way, verdict)])
        elif conclusion is Conclusion.AGREES and is_known:
            await self.alerts.over(AlertKind.GATEWAY_MISMATCH, way.name)


async def differing(alerts: Alerts) -> dict[str, tuple[int, ...]]:
    """Return the invoices that differ by the open alerts, by the name of their way."""
    found = await alerts.list_of({AlertKind.GATEWAY_MISMATCH})
    return {one.subject: tuple(map(int, str(one.facts.get(_INVOICES, "")).split())) for one in found}


def _condition(way: Way, verdict: Verdict) -> Condition:
    count = len(verdict.differences) + len(verdict.waiting)
    named = [f"{one.number} (/find {one.person_id})" for one in verdict.differences[:NAMED]]
    more = count - len(named)
    word = ", ".join(named) + (f" … +{more}" if more else "")
    # The oldest are those that nothing but this brings back to the next comparison.
    kept = sorted({*verdict.waiting, *(one.invoice for one in verdict.differences)})[:KEPT]
    invoices = " ".join(map(str, kept))
    facts: Facts = {"gateway": way.called, "count": count, "word": word, _INVOICES: invoices}
    return Condition(AlertKind.GATEWAY_MISMATCH, way.name, facts)
