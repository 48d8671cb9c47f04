"""sweep: asking about each of 10,000 open orders at a panel that is 50 ms away.

The real process over sockets. The panel looks on: a sweep lasts from its first
call's arrival to its last call's answer. In the first sweep the panel has
nothing new, in the second it reports progress on 2 % of the orders. The panel's
dialect is the seed's, whose profile sets a gap of 0.1 s between calls. Meanwhile
somebody taps twice a second; a tap's time is the one of `notices`, with
Telegram next door. What a sweep over many orders costs by itself is measured
beside it, see `following`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from typing import Any

from sqlalchemy import Connection, func, select

from bench import following
from bench.answers import Deed, waits
from bench.far_side import FarSide, all_see, far_side
from bench.figures import NONE, Figure, Row, percentile
from bench.placing import terms_for
from bench.rows import open_database, stock
from playground.panel import Order as PanelOrder
from playground.telegram import FakePerson
from shop.identity import FIRST_PANEL as PANEL
from shop.ordering.order import OrderState
from shop.ordering.sweeping import IDS_A_CALL
from storage.core.rows import number_from
from storage.messages.tables import outbox
from storage.orders.tables import orders

PANEL_SECONDS = 0.050
ORDERS, QUICK_ORDERS = 10_000, 300
CHANGED_SHARE = 50
"""One in this many orders has news in the second sweep."""

TAP_SECONDS = 0.5


async def measure(*, quick: bool) -> Row:
    """Watch two sweeps, and check the rows afterwards."""
    count = QUICK_ORDERS if quick else ORDERS
    calls = -(-count // IDS_A_CALL)
    async with far_side(1) as side:
        await stock(side)
        await _open_orders(side, count)
        side.panel_seconds = PANEL_SECONDS
        async with side.kiosk(SWEEP_SECONDS="1"), _somebody_taps(side) as deeds:
            await side.until(lambda: len(_asked(side)) >= calls, "a sweep", within=120)
            changed = _progress(side)
            # The first question of a third one: what the second has heard is stored before.
            await side.until(lambda: len(_asked(side)) > 2 * calls, "a second sweep", within=120)
        times = [one.whole for one in waits(deeds, side.telegram.calls) if one.whole is not None]
        missed, cards = await _looked_up(side, changed)
    many = following.QUICK_ORDERS if quick else following.ORDERS
    by_itself = await following.measured(many)
    quiet, busy = (_seconds(_asked(side)[at : at + calls]) for at in (0, calls))
    return Row(
        "sweep",
        f"{count} orders, {len(times)} taps; {many} in process",
        (
            Figure("nothing new", quiet, "s"),
            Figure("2 % new", busy, "s"),
            Figure("of the slower", count / max(quiet, busy), "orders/s"),
            Figure("news missed", missed, "", NONE),
            Figure("needless cards", cards - len(changed), "", NONE),
            Figure("tap meanwhile p50", percentile(times, 0.5), "s"),
            Figure("tap slowest", max(times), "s"),
            *by_itself,
        ),
    )


async def _open_orders(side: FarSide, count: int) -> None:
    """Make `count` orders that both the panel and the kiosk know as half done."""
    [owner] = side.customers
    async with open_database(side.database_url) as database:
        rows = [_row(_at_panel(side, number), owner) for number in range(1, count + 1)]
        await database.write(lambda connection: connection.execute(orders.insert(), rows))


def _at_panel(side: FarSide, number: int) -> PanelOrder:
    order = PanelOrder(
        id=str(number),
        service=side.panel.catalogue.of_type("Default"),
        link=terms_for(number).link,
        quantity=1000,
        charge=Decimal("0.9"),
        fields={},
        placed_at=datetime.now(UTC),
        born=side.now,
        start_count=500,
        remains=600,
        word="In progress",
    )
    # Not among the orders that time moves: ten thousand of those would measure the fake, not the kiosk.
    side.panel.orders[order.id] = order
    return order


def _row(order: PanelOrder, owner: FakePerson) -> dict[str, Any]:
    terms = terms_for(int(order.id))
    return {
        "person_id": owner.id,
        "panel": PANEL,
        "service_id": terms.service_id,
        "link_key": terms.link_key,
        "quantity": order.quantity,
        "terms": asdict(terms),
        "price_micro": terms.price_micro,
        "currency": terms.currency,
        "state": OrderState.IN_PROGRESS,
        "confirm_token": order.link,
        "panel_order_id": order.id,
        "panel_word": order.word,
        "start_count": order.start_count,
        "remains": order.remains,
        "charge": str(order.charge),
        **dict.fromkeys(("not_before", "created_at", "placed_at", "changed_at", "ask_at"), order.placed_at),
    }


def _progress(side: FarSide) -> dict[str, int]:
    """Deliver more of one order in fifty; return the remains by the panel's number."""
    some = list(side.panel.orders.values())[::CHANGED_SHARE]
    for order in some:
        order.remains -= 100
    return {order.id: order.remains for order in some}


async def _looked_up(side: FarSide, changed: dict[str, int]) -> tuple[int, int]:
    """Return how many changes are missing in the kiosk's rows, and how many cards it owed for them."""
    async with open_database(side.database_url) as database:
        known = await database.read(_remains_by_number)
        cards = await database.read(_count_cards)
    return sum(known[number] != remains for number, remains in changed.items()), cards


def _remains_by_number(connection: Connection) -> dict[str, int]:
    """The kiosk has given its orders the name of the account by now, so they are not looked up by it."""
    found = connection.execute(select(orders.c.panel_order_id, orders.c.remains)).all()
    return {row.panel_order_id: row.remains for row in found}


def _count_cards(connection: Connection) -> int:
    counted = select(func.count()).where(outbox.c.kind == "card")
    return number_from(connection, counted)


def _asked(side: FarSide) -> list[float]:
    """Return when the panel got each status call."""
    return [call.at.timestamp() for call in side.panel.calls if call.action == "status"]


def _seconds(calls: list[float]) -> float:
    return calls[-1] - calls[0] + PANEL_SECONDS


@contextlib.asynccontextmanager
async def _somebody_taps(side: FarSide) -> AsyncIterator[list[Deed]]:
    """Have a customer browse the catalogue until the block ends; yield their deeds."""
    [person] = side.customers
    person.says("/order")
    await all_see([person], "Instagram")
    side.telegram.calls.clear()
    deeds: list[Deed] = []

    async def tap() -> None:
        for label in cycle(("Instagram", "Back")):
            deeds.append(Deed.tapped(person.taps(label)))
            await person.sees("Back" if label == "Instagram" else "Instagram")
            await asyncio.sleep(TAP_SECONDS)

    tapping = asyncio.create_task(tap())
    try:
        yield deeds
        await side.until(lambda: not side.telegram.unanswered_taps, "the last tap's answer")
    finally:
        tapping.cancel()
        await asyncio.wait([tapping])
