"""The loops that work by themselves, and what wakes each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.wiring import Parts
from handlers.operator.exports.work import ExportWork
from handlers.operator.imports.work import ImportWork
from jobs.worker import Worker
from shop.wakeups import Work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PANEL_SECONDS, FILE_SECONDS, CARD_SECONDS = 5, 60, 1
"""How long a worker sleeps at most, if nothing wakes it."""

WORKS_WHILE_STILL = frozenset({"keep_time", "alerts", "standstill"})
"""What works during the standstill after a restore: nothing that orders anything, or moves money."""


def workers_of(parts: Parts) -> dict[str, Worker]:
    """Return each worker by its name, joined to what wakes it."""
    wakeups, messaging = parts.wakeups, parts.messaging
    at_suppliers = _at_suppliers(parts)
    for worker in at_suppliers.values():
        wakeups.on(Work.PANEL, worker.wake)
    wakeups.on(Work.CHECKS, at_suppliers["check"].wake)
    wakeups.on(Work.NOTICES, messaging.outbox_worker.wake)
    wakeups.on(Work.TURNS, messaging.turns.wake)
    others = {
        **_starting(parts),
        "standstill": _worker(parts, "standstill", parts.standstill_watch.follow, PANEL_SECONDS),
        "profile": _worker(parts, "profile", messaging.profile.follow, FILE_SECONDS),
        "lists": _worker(parts, "lists", parts.held_lists.end, CARD_SECONDS),
    }
    alerts = _worker(parts, "alerts", parts.alert_watch.show, CARD_SECONDS)
    wakeups.on(Work.ALERTS, alerts.wake)
    files = _with_files(parts)
    for worker in files.values():
        wakeups.on(Work.FILES, worker.wake)
    return {**at_suppliers, **others, "alerts": alerts, **files, **_with_gateways(parts)}


def _at_suppliers(parts: Parts) -> dict[str, Worker]:
    steps = {"check": parts.checking.check, "keep_time": parts.timekeeper.keep_time}
    for one in parts.suppliers:
        at = f" at {one.supplier.name}" if one.supplier.name else ""
        steps |= {f"reconcile{at}": one.reconciler.reconcile_next}
        steps |= {f"hand_over{at}": one.queue.hand_over, f"ask{at}": one.queue.ask}
        steps |= {f"hand_over {n}{at}": one.queue.hand_over for n in range(2, one.queue.at_once + 1)}
    return {name: _worker(parts, name, step, PANEL_SECONDS) for name, step in steps.items()}


def _starting(parts: Parts) -> dict[str, Worker]:
    """Return what begins orders that were confirmed for a later time."""
    steps = {f"starts {one.supplier.name}".strip(): one.start_times.begin_due for one in parts.suppliers}
    return {name: _worker(parts, name, step, PANEL_SECONDS) for name, step in steps.items()}


def _with_files(parts: Parts) -> dict[str, Worker]:
    bot = parts.application.bot
    steps = {
        "exports": ExportWork(parts.services, bot).make_next,
        "imports": ImportWork(parts.services, bot).go_on,
    }
    return {name: _worker(parts, name, step, FILE_SECONDS) for name, step in steps.items()}


def _with_gateways(parts: Parts) -> dict[str, Worker]:
    """Return what decides about bank transfers and, where there are gateways, what asks about their calls."""
    calls, matching = parts.gateways.calls, parts.gateways.matching
    deciding = _worker(parts, "transfers", matching.decide_next, FILE_SECONDS)
    matching.came = parts.wakeups.transfers  # another kiosk may be who decides
    parts.wakeups.on(Work.TRANSFERS, deciding.wake)
    if not parts.gateways.has_any:
        return {deciding.name: deciding}
    asking = _worker(parts, "call-backs", calls.ask_next, FILE_SECONDS)
    calls.came = asking.wake
    return {worker.name: worker for worker in (asking, deciding)}


def _worker(parts: Parts, name: str, step: Callable[[], Awaitable[bool]], idle: int) -> Worker:
    async def unless_still() -> bool:
        return False if parts.stillness.is_on else await step()

    working = step if name in WORKS_WHILE_STILL else unless_still
    return Worker(name, working, clock=parts.clock, idle=idle, tell=parts.alerts.failing)
