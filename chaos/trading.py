"""People who order and pay at a real kiosk until they are told to stop, and what must be true in the end."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from playground.panel import Pace
from playground.telegram import FakePerson
from storage.audit import audit
from storage.core.database import Database
from tests.faults.process import KioskProcess, links

STARS = 100_000
MORE, MORE_FROM = 4, 3_000
SENT = {"rejected", "reserved", "submitting", "unknown", "voided"}
"""States of orders that may have no number at the panel."""


class Trade:
    """Some people order, look and pay in Stars, one thing after the other, and wait for each answer.

    Make it before the kiosk starts: it lets more people in. `kept` are the updates that must become rows.
    """

    def __init__(self, process: KioskProcess, dice: random.Random) -> None:
        self._process = process
        self._dice = dice
        self._is_over = asyncio.Event()
        self._people = [process.telegram.add_person(MORE_FROM + n, f"Guest {n}") for n in range(MORE)]
        self._people += [process.ann, process.bob]
        self.links: list[str] = []
        self.kept: set[int] = set()
        self._note_updates()

    def _note_updates(self) -> None:
        """Note each update but questions before a payment, which are answered at once and never kept."""
        queue = self._process.telegram.updates
        before = queue.on_queued

        def note(update: dict[str, Any]) -> None:
            before(update)
            if "pre_checkout_query" not in update:
                self.kept.add(update["update_id"])

        queue.on_queued = note

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Trade until the block ends; whatever has begun then is finished."""
        self._process.panel.pace = Pace(pending=0.5, processing=0.5, delivering=2.0)
        acting = [asyncio.create_task(self._acts(person)) for person in self._people]
        try:
            yield
        except BaseException:
            for one in acting:
                one.cancel()
            await asyncio.gather(*acting, return_exceptions=True)
            raise
        self._is_over.set()
        await asyncio.gather(*acting)

    async def has_ordered(self, times: int) -> None:
        """Wait until so many orders have been confirmed."""
        await self._process.until(lambda: len(self.links) >= times, f"{times} orders")

    async def _acts(self, person: FakePerson) -> None:
        person.tops_up(STARS)
        while not self._is_over.is_set():
            act = self._dice.choice((self._orders, self._orders, self._looks, self._pays))
            await act(person)

    async def _orders(self, person: FakePerson) -> None:
        link = next(links)
        await self._process.orders(person, link)
        self.links.append(link)
        await self._process.sees(person, "Order ")

    async def _looks(self, person: FakePerson) -> None:
        command, answer = self._dice.choice((("/wallet", "Balance"), ("/orders", "Your orders")))
        person.says(command)
        await self._process.sees(person, answer)

    async def _pays(self, person: FakePerson) -> None:
        known = set(person.home.messages)
        person.says("/topup")
        await self._process.sees(person, "How much?")
        person.says("5")
        await self._process.sees(person, "Your wallet gets")
        bills = [one for number, one in person.home.messages.items() if number not in known]
        paid = person.pays([one for one in bills if one.content.invoice is not None][-1], stale=True)
        await self._process.until(lambda: paid.state != "waiting", "the end of a payment")


def doubled_or_lost(process: KioskProcess, trade: Trade, *, not_ours: Sequence[str] = ()) -> list[str]:
    """Return what the panel and the kiosk do not agree in; orders there for links `not_ours` are known."""
    there = {order.id: order.link for order in process.panel.orders.values()}
    rows = process.rows("SELECT id, state, panel_order_id FROM orders")
    ours = {row["panel_order_id"] for row in rows if row["panel_order_id"]}
    unsure = sum(row["state"] == "unknown" for row in rows)
    found = [
        f"{link} is there {len(process.panel.orders_for(link))} times"
        for link in trade.links
        if len(process.panel.orders_for(link)) > 1
    ]
    found += [
        f"order {row['id']} is {row['state']}, and has no number"
        for row in rows
        if not row["panel_order_id"] and row["state"] not in SENT
    ]
    found += [f"the panel does not have {number}" for number in ours - set(there)]
    only_there = [number for number, link in there.items() if number not in ours and link not in not_ours]
    found += [f"the panel has {only_there}, and {unsure} orders are unsure"] * (len(only_there) > unsure)
    return found


def uncredited(process: KioskProcess) -> list[str]:
    """Return that what was paid is not what was credited, if it is not."""
    charged = sum(one.state == "paid" for one in process.telegram.world.checkouts.values())
    [row] = process.rows("SELECT count(*) AS n FROM payment WHERE state = 'credited'")
    return [f"{charged} payments were made, {row['n']} credited"] * (row["n"] != charged)


def forgotten(process: KioskProcess, trade: Trade) -> list[str]:
    """Return that updates were taken from Telegram and are in no row as handled, if some are."""
    kept = {row["update_id"] for row in process.rows("SELECT update_id FROM inbox WHERE state = 'done'")}
    missing = sorted(trade.kept - kept)
    return [f"updates that Telegram got rid of are not handled: {missing[:5]}"] * bool(missing)


async def broken(url: str) -> list[str]:
    """Return each promise of the audit that this database does not keep."""
    database = Database(url)
    try:
        return [str(one) for one in await audit(database, datetime.now(UTC)) if not one.ok]
    finally:
        await database.close()
