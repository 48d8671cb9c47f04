"""handing: our own time for handing an order over to a panel that answers at once.

In process, SQLite with synchronous=FULL, the kiosk's own queue and panel client over a transport that has the
answer ready. `attempt to answer` is the processor time (of all threads) from the committed attempt to the
committed answer, `whole` that of the whole hand-over, with the balance call where there is one. Three ways:
orders that cost the same go by a balance each, orders of different costs share one, and none is read where
the panel knows references.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx

from bench.figures import NONE, Figure, Row, at_most
from bench.placing import terms_for
from bench.rows import know, open_database
from panel.client import PanelClient
from shop.clock import SystemClock
from shop.identity import FIRST_PANEL as PANEL
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.order import OrderState
from shop.ordering.place import Claimed, Due, Settlement, submit_next
from shop.ordering.terms import Terms
from shop.person import Person
from shop.pricing.costing import Cost
from storage.core.database import Database
from storage.orders.drafts import ConfirmCard, Drafts
from storage.orders.queue import OrderQueue
from storage.orders.store import Orders

ORDERS, QUICK_ORDERS = 400, 48
LEARNING = 12
"""Orders that come first: by then the panel is known to charge promptly, and everything is warm."""

SAME = (90_000,)
DIFFERENT = tuple(90_000 * 2**n for n in range(6))
"""Costs in micro-units of which none is a sum of others."""

OWN_PROFILE = 'target = "url"\nidempotency_field = "request_id"\nevidence = "reference"\npace = 0\n'
BALANCE_PROFILE = 'target = "url"\npace = 0\n'


async def measure(*, quick: bool) -> Row:
    """Hand over orders in each of the three ways."""
    count = QUICK_ORDERS if quick else ORDERS
    ways = (
        ("a balance each", SAME, BALANCE_PROFILE),
        ("balances shared", DIFFERENT, BALANCE_PROFILE),
        ("by reference", SAME, OWN_PROFILE),
    )
    figures: list[Figure] = []
    for name, costs, profile in ways:
        figures += await _of_one_way(name, count, costs, profile)
    return Row("handing", f"{count} orders, three ways", tuple(figures))


async def _of_one_way(name: str, count: int, costs: tuple[int, ...], profile: str) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        own = Path(folder) / "own.toml"
        own.write_text(profile, encoding="utf-8")
        async with (
            open_database(f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}") as database,
            _panel(own, costs) as (panel, wire),
        ):
            await _confirm(database, LEARNING + count, costs)
            queue = _Timed(OrderQueue(database, panel=PANEL, operators=frozenset()))
            for _ in range(LEARNING):
                await _hand_over(queue, panel)
            wire.balances = 0
            queue.between = 0.0
            begin = time.process_time()
            for _ in range(count):
                await _hand_over(queue, panel)
            whole = time.process_time() - begin
            states = await Orders(database, panel=PANEL).count_by_state()
    return [
        Figure(f"{name}: attempt to answer", queue.between / count * 1000, "ms", at_most(2)),
        Figure("whole", whole / count * 1000, "ms"),
        Figure("balance calls an order", wire.balances / count),
        Figure("orders missing", LEARNING + count - states.get(OrderState.PENDING, 0), "", NONE),
    ]


async def _hand_over(queue: "_Timed", panel: PanelClient) -> None:
    await submit_next(queue, panel=panel, clock=SystemClock(), costs=_cost_of)


def _cost_of(terms: Terms) -> Cost:
    return Cost(terms.cost_micro or 0, terms.cost_micro or 0)


@dataclass
class _Timed:
    """The queue, with the processor time between claiming and settling added up."""

    queue: OrderQueue
    between: float = 0.0
    claimed_at: float = 0.0

    async def is_due(self, now: datetime, *, reference: str = "") -> Due | None:
        return await self.queue.is_due(now, reference=reference)

    async def put_off(self, reason: str, now: datetime, *, alert: str | None = None) -> None:
        await self.queue.put_off(reason, now, alert=alert)

    async def claim(self, now: datetime, *arguments: Any, **named: Any) -> Claimed | None:
        claimed = await self.queue.claim(now, *arguments, **named)
        self.claimed_at = time.process_time()
        return claimed

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        await self.queue.settle(claimed, settlement, now)
        self.between += time.process_time() - self.claimed_at


class _AtOnce(httpx.AsyncBaseTransport):
    """A panel whose answers are ready; it charges by the link. `balances` counts the calls for one."""

    def __init__(self, costs: tuple[int, ...]) -> None:
        self.balances = 0
        self._costs = costs
        self._number = 0
        self._micro = 10**12

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer `add` and `balance`."""
        form = parse_qs((await request.aread()).decode())
        if form["action"] == ["add"]:
            self._number += 1
            self._micro -= self._costs[int("".join(filter(str.isdigit, form["url"][0]))) % len(self._costs)]
            return _said({"order": self._number})
        self.balances += 1
        return _said({"balance": f"{self._micro // 10**6}.{self._micro % 10**6:06}", "currency": "USD"})


def _said(answer: dict[str, object]) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(answer).encode())


@asynccontextmanager
async def _panel(profile: Path, costs: tuple[int, ...]) -> AsyncIterator[tuple[PanelClient, _AtOnce]]:
    wire = _AtOnce(costs)
    panel = PanelClient("http://127.0.0.1:1/api/v2", "key", str(profile), SystemClock(), wire)
    try:
        yield panel, wire
    finally:
        await panel.aclose()


async def _confirm(database: Database, count: int, costs: tuple[int, ...]) -> None:
    """Let so many people confirm an order each; these are its costs, in turn."""
    people = range(1, count + 1)
    await know(database, [Person(number, f"Ann {number}", "en") for number in people])
    drafts, orders = Drafts(database), Orders(database, panel=PANEL)

    async def confirm(number: int) -> None:
        now, token, cost = datetime.now(UTC), f"token-{number}", costs[number % len(costs)]
        terms = replace(terms_for(number), cost_micro=cost, price_micro=2 * cost)
        card = ConfirmCard(token, terms, now + timedelta(hours=1))
        await drafts.save(Draft(id=token, person_id=number, question=CONFIRM, service_id="1"), now, card)
        await orders.reserve(token=token, person_id=number, acknowledged=False, now=now)

    await asyncio.gather(*map(confirm, people))
