"""open_invoices: 10,000 open invoices at a gateway that cannot call us, and how soon a payment is found.

In process, on a clock set by hand. Invoices were made evenly over the last hour; while the kiosk asks every
ten seconds, each minute some are paid, mostly young ones. A payment is found when the way has read it.
Requests are counted over each minute and held against the rate that the gateway's file allows.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

from pydantic import SecretStr

from bench import table
from bench.figures import Figure, Row, at_most
from payments.base import Ports, Proof
from payments.described.files import load_gateway
from payments.described.way import LOOK_SECONDS, DescribedWay
from playground.clock import HandClock
from playground.gateways import FakeCryptoPay, FakeGateway, FakeHeleket
from playground.gateways.in_process import FakeGatewaysTransport
from settings.gateway_accounts import GatewayAccount
from shop.ledger.topup import INVOICE_HOLDS, Invoice
from shop.money import MICRO

OPEN, QUICK_OPEN = 10_000, 500
MINUTES = 10
PAID_A_MINUTE = 12
YOUNG = 300
"""Seconds: two of three who pay do so within this time."""

SOON = 60
"""Seconds within which a payment should be found (docs/gateways.md)."""


async def measure(*, quick: bool) -> Row:
    """Let people pay at a gateway that lists payments, and at one that is asked about each."""
    many = QUICK_OPEN if quick else OPEN
    figures: list[Figure] = []
    for name, soon in (("crypto_pay", at_most(SOON)), ("heleket", None)):
        shop = await _Shop.opened(name, many)
        await shop.runs()
        figures += list(shop.figures(soon))
    return Row("open_invoices", f"{many:,} open invoices, {MINUTES * PAID_A_MINUTE} payments", tuple(figures))


class _Shop:
    """A way at a fake gateway, with its open invoices."""

    def __init__(self, name: str, clock: HandClock) -> None:
        self.name, self.clock, self.dice = name, clock, random.Random(1)
        profile = load_gateway(name)
        self.gateway: FakeGateway = (
            FakeCryptoPay(clock, profile.root) if name == "crypto_pay" else FakeHeleket(clock, profile.root)
        )
        keys = {"token": FakeCryptoPay.token, "merchant": FakeHeleket.merchant, "api_key": FakeHeleket.key}
        account = GatewayAccount(profile, {key: SecretStr(keys[key]) for key in profile.keys})
        self.way: DescribedWay = account.way(clock, transport=FakeGatewaysTransport(self.gateway))
        self.rate = profile.per_minute
        self.invoices: list[Invoice] = []
        self.paid_at: dict[str, float] = {}
        self.delays: list[float] = []
        self.busiest = 0
        self.numbers = count(1)

    @classmethod
    async def opened(cls, name: str, many: int) -> "_Shop":
        """Have so many invoices made over an hour."""
        shop = cls(name, HandClock())
        for _ in range(many):
            shop.clock.advance(3600 / many)
            await shop.makes(next(shop.numbers))
        return shop

    async def makes(self, number: int) -> None:
        """Somebody asks for ten dollars; their invoice can be paid for an hour."""
        ends = self.clock.now() + INVOICE_HOLDS
        invoice = Invoice(f"bill-{number}", number, self.name, "USD", 1000, 10 * MICRO, "USD", ends)
        shown = await self.way.show(invoice)
        self.invoices.append(replace(invoice, gateway_id=getattr(shown, "gateway_id", "")))

    async def runs(self) -> None:
        """Let the kiosk ask every ten seconds while people pay."""
        ticks = int(60 / LOOK_SECONDS)
        for _ in range(MINUTES + 2):
            before = len(self.gateway.calls)
            for _ in range(ticks):
                if len(self.paid_at) < MINUTES * PAID_A_MINUTE:
                    self.pays(PAID_A_MINUTE // ticks)
                for _ in range(PAID_A_MINUTE // ticks):  # others come, so that as many stay open
                    await self.makes(next(self.numbers))
                self.clock.advance(LOOK_SECONDS)
                await self.asks()
            made = ticks * (PAID_A_MINUTE // ticks)
            self.busiest = max(self.busiest, len(self.gateway.calls) - before - made)

    def pays(self, times: int) -> None:
        """Some people pay, two of three of them soon after they asked."""
        for _ in range(times):
            young = self.invoices[-max(1, len(self.invoices) * YOUNG // 3600) :]
            among = young if self.dice.random() < 2 / 3 else self.invoices
            invoice = self.dice.choice([one for one in among if one.payload not in self.paid_at])
            bill = next(one for one in self.gateway.bills.values() if one.id == invoice.gateway_id)
            self.gateway.pays(bill, calls=False)
            self.paid_at[invoice.payload] = self.clock.monotonic()

    async def asks(self) -> None:
        """One round of the way's looks; what it proves is in the ledger."""

        async def followed(_way: str, _now: object) -> Sequence[Invoice]:
            return self.invoices

        ports = cast("Ports", SimpleNamespace(clock=self.clock, followed=followed))
        async with aclosing(self.way.reread(ports)) as parts:
            async for findings in parts:
                for finding in findings:
                    if isinstance(finding, Proof):
                        self.finds(finding.paid.payload)

    def finds(self, payload: str) -> None:
        """Note how long a payment has waited."""
        self.delays.append(self.clock.monotonic() - self.paid_at[payload])
        self.invoices = [one for one in self.invoices if one.payload != payload]

    def figures(self, soon: Any) -> Iterator[Figure]:
        """Yield what was measured here; `soon` is the target of a gateway with a list."""
        paid, delays = len(self.paid_at), sorted(self.delays)
        found = sum(delay <= SOON for delay in delays)
        yield Figure(f"{self.name}: found within {SOON} s", 100 * found / paid, "%")
        yield Figure(f"{self.name}: slowest found", delays[-1] if delays else 0, "s", soon)
        yield Figure(f"{self.name}: not found at the end", paid - len(delays), "")
        yield Figure(f"{self.name}: questions a minute", self.busiest, "", at_most(self.rate))


if __name__ == "__main__":
    print(table.plain([asyncio.run(measure(quick=False))]))
