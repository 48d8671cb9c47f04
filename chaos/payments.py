"""Payments through gateways under faults: nothing is credited unpaid, lost, or credited twice.

    python -m chaos.payments [how many payments] [seed]

Invoices are made at two strict fake gateways: one takes all or nothing and tells its list, one takes parts
and gives money back. People pay all, less, more, in two parts, late, or never; some get their money back.
Answers are lost, gateways go away, calls come twice, forged, out of order or not at all, the clock stands an
hour ahead for a while, and the kiosk dies at any moment and starts again. Then all falls quiet, and what each
invoice brought is held against what the gateway says came. Both databases take the same number of payments.
"""

import asyncio
import random
import sys
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from chaos.payment_worlds import Seen, desk_of, on_both
from chaos.result import Result, numbers_given, print_results
from payments.base import NoAnswer, PayLink, Refused
from payments.callbacks import Call, CallBacks
from payments.described.calls import Gateway
from payments.described.files import load_gateway
from payments.described.way import DescribedWay
from playground.clock import HandClock
from playground.gateways import Bill, FakeCryptoPay, FakeGateway, FakeHeleket
from playground.gateways.in_process import FakeGatewaysTransport
from shop.ledger.payment import PaymentState
from storage.ledger.payments import Payments
from storage.ledger.tables import payment
from tests.contracts.storage.stores import ANN, BOB, OLGA, StoresUnderTest

AT_ONCE = 100
"""Invoices of one round: they are open at the same time."""

FAULTS = ("down", "lost", "hang", "late", "busy", "garbage", "nonsense", "throttled")
LOOKS = 15
QUIET_SECONDS = (300, 120, 600, 3_600, 3_600, 7_200, 7_200, 14_400)
"""What passes at the end, between looks: long enough for the oldest invoice to be due again."""


def run(n: int = 10_000, seed: int | None = None) -> Result:
    """Make `n` payments on each database; without a `seed` it takes a new one."""
    return on_both("payments", n, seed, at_once=AT_ONCE, make=_World)


class _World:
    """One shop, two gateways, and a kiosk that dies."""

    def __init__(self, stores: StoresUnderTest, dice: random.Random, seen: Seen) -> None:
        self.stores, self.dice, self.seen = stores, dice, seen
        self.clock, self.ours = HandClock(), HandClock()
        self.gateways: dict[str, FakeGateway] = {
            "crypto_pay": FakeCryptoPay(self.clock, "https://pay.crypt.bot"),
            "heleket": FakeHeleket(self.clock, "https://api.heleket.com"),
        }
        self.rows = Payments(stores.database, operators=frozenset({OLGA}))
        self.starts()

    def starts(self) -> None:
        """Begin as a new process does: with nothing in memory."""
        wire = FakeGatewaysTransport(*self.gateways.values())
        ways = (
            DescribedWay(Gateway(load_gateway(name), self._keys(name), transport=wire), self.ours)
            for name in self.gateways
        )
        self.desk = desk_of(self.stores, self.rows, ways, self.ours, "USD")
        self.calls = CallBacks(self.desk.ways, self.rows, self.desk.look, self.ours)

    def _keys(self, name: str) -> dict[str, str]:
        gateway = self.gateways[name]
        if isinstance(gateway, FakeHeleket):
            return {"merchant": gateway.merchant, "api_key": gateway.key}
        return {"token": FakeCryptoPay.token}

    async def lives(self, count: int) -> None:
        """Make and pay `count` invoices under faults, let all fall quiet, and judge."""
        for _ in range(count):
            await self._one_step()
        for gateway in self.gateways.values():
            gateway.disarm()
        self._set_clock(timedelta(0))
        for seconds in QUIET_SECONDS:
            self.starts()
            for _ in range(LOOKS):
                self._passes(seconds / LOOKS)
                await self.desk.close_gaps()
        await self._judge()

    async def _one_step(self) -> None:
        name = self.dice.choice(tuple(self.gateways))
        gateway = self.gateways[name]
        if self.dice.random() < 0.4:
            fault = self.dice.choice(FAULTS)
            gateway.arm(fault, self.dice.choice((1, 1, 3)))
            self.seen.met["faults"] += 1
        await self._may_die(self._makes(name))
        for bill in self.dice.sample(list(gateway.bills.values()), k=min(2, len(gateway.bills))):
            self._pays(gateway, bill)
        self._passes(self.dice.choice((1, 5, 25, 60, 400)))
        if self.dice.random() < 0.02:
            self._set_clock(self.dice.choice((timedelta(0), timedelta(hours=1))))
        await self._may_die(self._is_called(name))
        await self._may_die(self.desk.close_gaps())

    def _passes(self, seconds: float) -> None:
        for clock in (self.clock, self.ours):
            clock.advance(seconds)

    def _set_clock(self, ahead: timedelta) -> None:
        """Set the kiosk's clock so far ahead of the world's."""
        self.ours.set_ahead(self.clock.now() + ahead - self.ours.now())

    async def _makes(self, name: str) -> None:
        """Make an invoice, as the handler of an amount's button does."""
        way = next(one for one in self.desk.ways if one.name == name)
        tariff, now = self.desk.ways.tariff("USD"), self.ours.now()
        amount = self.dice.choice((1_000_000, 5_000_000, 12_340_000))
        made = tariff.invoice(way, amount, person_id=self.dice.choice((ANN, BOB)), now=now)
        await self.rows.offer(made, now)
        try:
            shown = await self.desk.show(way, made)
        except Refused:
            await self.rows.drop(made, now)
        except NoAnswer:
            self.seen.met["create answers lost"] += 1
        else:
            if isinstance(shown, PayLink):
                await self.rows.shown(replace(made, url=shown.url, gateway_id=shown.gateway_id))

    def _pays(self, gateway: FakeGateway, bill: Bill) -> None:
        """Have something happen to a bill that people can see."""
        takes_parts = isinstance(gateway, FakeHeleket)
        acts = ("all", "all", "silent", "less", "more", "part", "back") if takes_parts else ("all", "silent")
        act, tells = self.dice.choice(acts), self.dice.random() < 0.7
        if act == "back":
            if bill.came and not bill.went_back:
                gateway.gives_back(bill, calls=tells)
                self.seen.met["went back"] += 1
            return
        if gateway.is_over(bill) or bill.went_back or bill.came >= bill.asked:
            return
        rest = bill.asked - bill.came
        amount = {"less": rest / 2, "part": rest / 2, "more": rest * 2}.get(act, rest)
        gateway.pays(bill, amount.quantize(Decimal("0.01")), calls=tells and act != "silent")
        self.seen.met[f"paid: {act}"] += 1

    async def _is_called(self, name: str) -> None:
        """Deliver the gateway's calls: in any order, some twice, some forged, some never."""
        hints = self.gateways[name].hints
        self.dice.shuffle(hints)
        for hint in hints[:]:
            hints.remove(hint)
            fate = self.dice.choice(("once", "once", "twice", "lost", "forged"))
            self.seen.met[f"calls {fate}"] += 1
            headers = {one.lower(): value for one, value in hint.headers.items()}
            body = hint.body.replace(b'"status":"', b'"status":"x') if fate == "forged" else hint.body
            for _ in range({"twice": 2, "lost": 0}.get(fate, 1)):
                self.calls.take(name, Call(headers, body))
        while await self.calls.ask_next():
            continue

    async def _may_die(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this work, or die at any moment of it and start again."""
        task = asyncio.ensure_future(work)
        if self.dice.random() < 0.3:
            for _ in range(self.dice.randint(0, 60)):
                await asyncio.sleep(0)
            if not task.done():
                self.seen.met["deaths"] += 1
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self.starts()
        else:
            await task

    async def _judge(self) -> None:
        """Hold what each invoice brought against what the gateway says came and stayed."""
        came = await self.stores.database.read(_brought)
        for gateway in self.gateways.values():
            for bill in gateway.bills.values():
                brought = came.pop(bill.reference, Decimal(0))
                stayed = bill.came - bill.went_back
                if brought > stayed:
                    self.seen.wrong.append(f"{bill.id}: {brought} credited, {stayed} came ({bill})")
                elif brought < stayed:
                    self.seen.wrong.append(f"{bill.id}: {stayed} came, {brought} credited ({bill})")
                self.seen.met["payments"] += bool(bill.came)
        self.seen.wrong += [
            f"{amount} credited for an invoice that no gateway has" for amount in came.values()
        ]


def _brought(connection: Connection) -> dict[str, Decimal]:
    """Return what each invoice's payments brought and did not go back, in units, by our reference."""
    stays = payment.c.state.in_((PaymentState.CREDITED, PaymentState.SUSPENSE))
    found = (
        select(payment.c.payload, func.sum(payment.c.credited_micro)).where(stays).group_by(payment.c.payload)
    )
    return {row[0]: Decimal(int(row[1])) / 1_000_000 for row in connection.execute(found)}


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
