"""Refunds that operators ask for, under faults: nobody is paid twice, or has neither money nor credit.

    python -m chaos.returns [how many payments] [seed]

People pay at a strict fake gateway, and operators give all or parts of it back, from two kiosks on one
database. Answers are lost, the gateway goes away, refuses the key for a while, forgets the refunds' own keys,
refuses for good, and shows late what went back; somebody gives parts back in its cabinet. Kiosks die at any
moment, or stand still between their request and its answer while the other one goes on; hours pass. Where
nobody knows if a refund was made, an operator says what the gateway's page shows. Then all falls quiet, and
what the book says went back is held against what the gateway gave. Both databases take the same number of
payments.
"""

import asyncio
import random
import sys
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from sqlalchemy import Connection, select

from chaos.payment_worlds import Seen, desk_of, on_both
from chaos.result import Result, numbers_given, print_results
from payments.base import PayLink, RefundWish
from payments.described.calls import Gateway
from payments.described.files import load_gateway
from payments.described.way import DescribedWay
from payments.desk import PaymentDesk
from playground.clock import HandClock
from playground.gateways import Bill, FakeYooKassa
from playground.gateways.in_process import FakeGatewaysTransport
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.payment import PaymentState, Return, ReturnState
from storage.ledger.payments import Payments
from storage.ledger.store import Ledger
from storage.ledger.tables import payment, payment_return
from tests.contracts.storage.stores import ANN, OLGA, StoresUnderTest

AT_ONCE = 5
"""Payments of one round, each with some refunds that are asked for."""

STEPS = 40
FAULTS = ("down", "lost", "lost", "hang", "late", "busy", "garbage", "nonsense", "throttled")
OBEYED = ("lost", "late", "garbage")
"""Those in which the gateway has made the refund."""

PASSES = (1, 5, 25, 70, 70, 600, 13 * 3_600)
PARTS = 0.6
"""The share of worlds with refunds of parts. In the others the gateway forgets a key whenever it likes, tells
of no refund before the end, and refuses what it has made already.
"""

CABINET_FOR = timedelta(days=2)
"""So long after a payment parts of it are given back by hand."""

QUIET_LOOKS = 30


class _Stalling(httpx.AsyncBaseTransport):
    """Carries requests, and holds one of them back, before or after it is obeyed, until it is let go."""

    def __init__(self, wire: FakeGatewaysTransport) -> None:
        self._wire = wire
        self._held: asyncio.Event | None = None
        self._is_obeyed_first = False

    def holds_next(self, *, obeyed_first: bool) -> asyncio.Event:
        """Hold the next refund until the event that is returned is set."""
        self._held, self._is_obeyed_first = asyncio.Event(), obeyed_first
        return self._held

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or raise what httpx would raise."""
        held = self._held if request.url.path.endswith("refunds") else None
        if held is None:
            return await self._wire.handle_async_request(request)
        self._held = None
        if not self._is_obeyed_first:
            await held.wait()
            return await self._wire.handle_async_request(request)
        try:
            return await self._wire.handle_async_request(request)
        finally:
            await held.wait()


def run(n: int = 1_000, seed: int | None = None) -> Result:
    """Refund `n` payments on each database; without a `seed` it takes a new one."""
    return on_both("returns", n, seed, at_once=AT_ONCE, make=_World)


class _World:
    """One shop, one gateway, and two kiosks."""

    def __init__(self, stores: StoresUnderTest, dice: random.Random, seen: Seen) -> None:
        self.stores, self.dice, self.seen, self.clock = stores, dice, seen, HandClock()
        self.in_parts = dice.random() < PARTS
        self.gateway = FakeYooKassa(self.clock, "https://api.yookassa.ru")
        self.rows = Payments(stores.database, operators=frozenset({OLGA}))
        self.wires = [_Stalling(FakeGatewaysTransport(self.gateway)) for _ in range(2)]
        self.desks = [self._desk(wire) for wire in self.wires]

    def _desk(self, wire: _Stalling) -> PaymentDesk:
        """A kiosk's desk as a new process has it: with nothing in memory."""
        keys = {"shop_id": FakeYooKassa.shop_id, "secret_key": FakeYooKassa.secret_key}
        way = DescribedWay(Gateway(load_gateway("yookassa"), keys, transport=wire), self.clock)
        return desk_of(self.stores, self.rows, (way,), self.clock, "RUB")

    async def lives(self, count: int) -> None:
        """Have `count` payments made, refund them under faults, let all fall quiet, and judge."""
        for _ in range(count):
            await self._is_paid()
        self._is_fair()
        for _ in range(STEPS):
            await self._one_step()
        await self._falls_quiet()
        await self._judge()

    async def _is_paid(self) -> None:
        desk = self.desks[0]
        [way] = desk.ways
        made = desk.ways.tariff("RUB").invoice(way, 500_000_000, person_id=ANN, now=self.clock.now())
        await self.rows.offer(made, self.clock.now())
        shown = await desk.show(way, made)
        assert isinstance(shown, PayLink)  # noqa: S101 - no fault is armed yet
        await self.rows.shown(replace(made, url=shown.url, gateway_id=shown.gateway_id))
        self.gateway.pays(self.gateway.newest, calls=False)
        self.clock.advance(20)
        await desk.close_gaps()

    async def _one_step(self) -> None:
        dice, gateway = self.dice, self.gateway
        gateway.disarm()
        if dice.random() < 0.5:
            fault = dice.choice(FAULTS if self.in_parts else OBEYED)
            gateway.arm(fault, dice.choice((1, 1, 3)) if self.in_parts else 1, on="refunds")
            self.seen.met["faults"] += 1
        if dice.random() < 0.5:
            self._is_fair()
        if dice.random() < 0.3:
            self._changes_its_mind()
        act = dice.choice(("asks", "asks", "stalls", "look", "look", "look", "cabinet", "settles"))
        if act in {"asks", "stalls"}:
            await self._asks(stalls=act == "stalls")
        elif act == "look":
            await asyncio.gather(*(self._may_die(n, desk.close_gaps()) for n, desk in enumerate(self.desks)))
        elif act == "cabinet":
            if not self.in_parts:
                return
            self._gives_back_by_hand()
            self._is_fair()
            # What goes back unasked is read for three days after a payment's end, if only every few hours,
            # and the clock may leap over that. A new process asks at once.
            self.desks = [self._desk(wire) for wire in self.wires]
            for desk in self.desks:
                await desk.close_gaps()
        else:
            await self._settles_doubts()
        await self._nobody_has_both()
        self.clock.advance(dice.choice(PASSES))

    async def _nobody_has_both(self) -> None:
        """A refund that was made must never count as refused: its customer could spend the money again."""
        for charge_id, n in await self.stores.database.read(_refused):
            key = RefundWish(charge_id, ANN, "RUB", 0, n).key
            if self.gateway.refunded_by[key]:
                self.seen.wrong.append(f"{key} was made, and its money is in the wallet, too")

    def _changes_its_mind(self) -> None:
        """The gateway refuses the key, or all refunds, or forgets keys, or shows late what went back."""
        gateway, dice = self.gateway, self.dice
        kinds: tuple[str, ...] = (
            ("key", "refuses", "forgets", "late") if self.in_parts else ("key", "forgets")
        )
        match dice.choice(kinds):
            case "key":
                gateway.secret_key = "another"  # noqa: S105 - not a secret
            case "refuses":
                gateway.refuses_refunds = "canceled"
            case "forgets":
                if self.in_parts:
                    self.clock.advance(25 * 3_600)
                gateway.answers.clear()
                self.seen.met["keys forgotten"] += 1
            case _:
                gateway.tells_refunds_late = True

    def _is_fair(self) -> None:
        gateway = self.gateway
        gateway.secret_key, gateway.refuses_refunds = FakeYooKassa.secret_key, ""
        gateway.tells_refunds_late = not self.in_parts

    async def _asks(self, *, stalls: bool) -> None:
        """An operator gives a payment back, or a part; `stalls`: their kiosk stands still for two minutes."""
        mine = self.dice.randrange(2)
        for paid in self.dice.sample(await self.rows.list_latest(ANN, limit=50), k=1):
            parts = (None, None, 100, 5_000, paid.left.amount_minor or None)
            amount = self.dice.choice(parts) if self.in_parts else None
            try:
                begun = await self.rows.returns.begin_return(paid.id, self.clock.now(), amount_minor=amount)
            except ShopError:  # there is not as much, or a refund is under way
                return None
            self.seen.met["asked for"] += 1
            if not stalls:
                return await self._may_die(mine, self.desks[mine].give_back(begun))
            held = self.wires[mine].holds_next(obeyed_first=self.dice.random() < 0.5)
            asking = asyncio.ensure_future(self.desks[mine].give_back(begun))
            await asyncio.sleep(0.01)
            self.clock.advance(120)
            for _ in range(self.dice.randint(0, 3)):
                await self.desks[1 - mine].close_gaps()
                self.clock.advance(70)
            held.set()
            await asyncio.gather(asking, return_exceptions=True)
            self.seen.met["stood still"] += 1
        return None

    def _gives_back_by_hand(self) -> None:
        young = [
            bill
            for bill in self.gateway.bills.values()
            if bill.came > bill.went_back and self.clock.now() - bill.made_at < CABINET_FOR
        ]
        if young:
            bill = self.dice.choice(young)
            rest = bill.came - bill.went_back
            part = self.dice.choice((Decimal(1), Decimal(50), rest))
            self.gateway.gives_part_back(bill, min(part, rest), calls=False)
            self.seen.met["by hand"] += 1

    async def _may_die(self, which: int, work: Coroutine[Any, Any, object]) -> None:
        """Do this work, or die at any moment of it; a new process comes then."""
        task = asyncio.ensure_future(work)
        if self.dice.random() < 0.3:
            for _ in range(self.dice.randint(0, 60)):
                await asyncio.sleep(0)
            self.seen.met["deaths"] += not task.done()
            task.cancel()
            self.desks[which] = self._desk(self.wires[which])
        await asyncio.gather(task, return_exceptions=True)

    async def _settles_doubts(self) -> None:
        """An operator says what the gateway's own page shows of each refund that nobody knows of."""
        for doubted in await self.rows.returns.list_doubtful(ANN):
            number = doubted.payment.invoice_id
            assert number is not None  # noqa: S101 - every payment here has its invoice
            own = await self.rows.find_invoice(number, ANN)
            assert own is not None  # noqa: S101 - the same
            went_back = self.gateway.refunded_by[_key(doubted)] > 0
            desk = self.dice.choice(self.desks)
            try:
                await desk.settle_doubt(doubted, own.invoice, went_back=went_back, by=OLGA)
            except ShopError:
                continue  # the gateway has told by now
            self.seen.met["settled by an operator"] += 1

    async def _falls_quiet(self) -> None:
        self.gateway.disarm()
        self._is_fair()
        self.gateway.tells_refunds_late = False
        for wire in self.wires:
            wire.holds_next(obeyed_first=False).set()
        for _ in range(QUIET_LOOKS):
            for desk in self.desks:
                await desk.close_gaps()
                await desk.give_up_left()
            await self._settles_doubts()
            self.clock.advance(3_600)

    async def _judge(self) -> None:
        """Hold what the book says went back against what the gateway gave."""
        stays = 0
        for paid in await self.rows.list_latest(ANN, limit=50):
            bill, gone = self._bill(paid.charge_id), Decimal(paid.back.amount_minor) / 100
            if paid.state is PaymentState.RETURNING:
                self.seen.wrong.append(f"{bill.id}: still under way ({paid})")
            if gone != bill.went_back:
                self.seen.wrong.append(f"{bill.id}: {gone} are booked as gone, {bill.went_back} went back")
            stays += paid.left.credited_micro
            self.seen.met["payments"] += 1
        has = await Ledger(self.stores.database).balance(Account(AccountKind.WALLET, ANN, "RUB"))
        if has != stays:
            self.seen.wrong.append(f"the wallet has {has}, and {stays} of what came has stayed")
        twice = [key for key, times in self.gateway.refunded_by.items() if times > 1]
        self.seen.wrong += [f"{key} was paid twice" for key in twice]

    def _bill(self, charge_id: str) -> Bill:
        return self.gateway.bills[charge_id.partition("+")[0]]


def _refused(connection: Connection) -> list[tuple[str, int]]:
    """Return the charge and number of each try that counts as refused."""
    found = select(payment.c.charge_id, payment_return.c.n).join(
        payment, payment.c.id == payment_return.c.payment_id
    )
    refused = found.where(payment_return.c.state == ReturnState.REFUSED)
    return [(row.charge_id, row.n) for row in connection.execute(refused)]


def _key(doubted: Return) -> str:
    paid = doubted.payment
    amount = doubted.share.amount_minor
    return RefundWish(paid.charge_id, paid.person_id, paid.currency, amount, doubted.n).key


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
