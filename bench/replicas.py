"""replicas: the processor's time that several kiosks on one PostgreSQL take for an update and an order.

The same people order the same from one kiosk that is alone, from one with REPLICAS=yes and from three of
them, all behind a balancer. Time is that of the kiosks' processes: not of the server, nor that of waiting.
"""

import asyncio
import os
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from aiohttp.test_utils import unused_port

from bench.figures import Figure, Row, at_most
from chaos.balancer import Balancer
from playground.server import serve
from playground.telegram import FakePerson
from tests.contracts.storage.postgres import running_postgres
from tests.faults.child import Child
from tests.faults.database_templates import DatabaseTemplates, prepared
from tests.faults.fork_server import opened
from tests.faults.process import KioskProcess, links

PEOPLE = 12
ORDERS, QUICK_ORDERS = 10, 1
"""Of each person, one after the other."""

UPDATES_AN_ORDER = 3
MOST = 1.25
CONNECTIONS = 300
TICKS = os.sysconf("SC_CLK_TCK")


async def measure(*, quick: bool) -> Row:
    """Measure each on a database of its own."""
    orders = QUICK_ORDERS if quick else ORDERS
    with ExitStack() as stack:
        templates = await asyncio.to_thread(_templates, stack)  # which has loops of its own
        alone = await _of(templates, 1, orders, REPLICAS="")
        one = await _of(templates, 1, orders, REPLICAS="yes")
        three = await _of(templates, 3, orders, REPLICAS="yes")
    return Row(
        "replicas",
        f"{PEOPLE * orders} orders with {PEOPLE * orders * UPDATES_AN_ORDER} updates each",
        (
            Figure("alone", alone, "ms an order"),
            Figure("one with REPLICAS=yes", one / alone, "times that", at_most(MOST)),
            Figure("three", three / alone, "times that", at_most(MOST)),
        ),
    )


def _templates(stack: ExitStack) -> DatabaseTemplates:
    server = stack.enter_context(running_postgres(connections=CONNECTIONS))
    return stack.enter_context(prepared(server, stack.enter_context(opened())))


async def _of(templates: DatabaseTemplates, kiosks: int, orders: int, **settings: str) -> float:
    """Return the milliseconds of the processor for an order with its updates and notices."""
    places = [f"127.0.0.1:{unused_port()}" for _ in range(kiosks)]
    balancer = Balancer(places)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(await serve(balancer.routes()))
        stack.push_async_callback(balancer.close)
        process = await stack.enter_async_context(templates.process("postgresql", **settings))
        people = [process.telegram.add_person(5_000 + n, f"Person {n}") for n in range(PEOPLE)]
        children: list[Child] = []
        for place in places:
            webhook = {"WEBHOOK_URL": f"{running.url}/telegram", "WEBHOOK_LISTEN": place}
            children.append(await process.launches(**webhook))
            await process.until(lambda: "is open" in process.children[-1].output, "an open kiosk")
        await asyncio.gather(*(_order(process, person, 1) for person in people))  # all is warm by then
        await process.falls_quiet()
        begin = sum(map(spent, children))
        await asyncio.gather(*(_order(process, person, orders) for person in people))
        await process.falls_quiet()
        return (sum(map(spent, children)) - begin) * 1000 / (PEOPLE * orders)


async def _order(process: KioskProcess, person: FakePerson, times: int) -> None:
    for _ in range(times):
        link = next(links)
        person.says(f"/order 1 {link} 100")
        card = await person.sees(f"Link: {link}", timeout=60)
        tap = person.taps("Confirm", card.id)
        await process.until(lambda tap=tap: tap.answered, "an answer")  # type: ignore[misc]  # it is a tap
        person.says("/help")
        await person.sees("What I can do", timeout=60)


def spent(child: Child) -> float:
    """Return the seconds of the processor that this process has used."""
    fields = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
