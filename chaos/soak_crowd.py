"""The people of a soak, who look, order and pay at a steady rate, and what goes wrong meanwhile."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, cycle
from typing import Any

from bench.throughput import Visitor
from playground.demo_state import DemoState
from playground.panel import Pace
from playground.people import CROWD_FROM
from playground.telegram import FakePerson, NotSeen
from playground.telegram import faults as telegram_faults

VISITORS, BUYERS, PAYERS = 40, 20, 4
VISITS, ORDERS, PAYMENTS = 17.0, 1.0, 0.2
"""So many a second. An order is two updates, a payment three or four."""

FAULT_SECONDS, LOST_SECONDS = 5.0, 120.0
"""Between two faults, on average, and between two answers to orders that are lost: such an order keeps others
waiting for up to two minutes, so that more of them than that would only make a queue."""

SEEN_SECONDS = 60.0
STARS = 3_000
WALLET = "50"

LOST = (
    "reset_before",
    "reset_after",
    "half_body",
    "html_502_after",
    "error_vague_after",
    "garbage",
    "empty_after",
)
PANEL = ("throttle_429", "status_missing", "status_swapped_order", "catalogue_html", "bad_link", "slow")
GATEWAY = ("lost", "down", "busy", "garbage", "nonsense")
TELEGRAM: tuple[Callable[[], telegram_faults.Fault], ...] = (
    lambda: telegram_faults.too_many(1),
    telegram_faults.server_error,
    telegram_faults.disconnect_after,
    telegram_faults.garbage,
)


@dataclass
class Crowd:
    """Lets people come and act; `disturbed_at` is when Telegram did something wrong (seconds since 1970)."""

    demo: DemoState
    seed: int
    wrong: list[str] = field(default_factory=list)
    disturbed_at: list[float] = field(default_factory=list)
    faults: int = 0

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        people = [
            self.demo.add_person(CROWD_FROM + n, f"Guest {n}") for n in range(VISITORS + BUYERS + PAYERS)
        ]
        self._visitors, rest = people[:VISITORS], people[VISITORS:]
        self._idle, self._payers = rest[:BUYERS], rest[BUYERS:]
        self._links = (f"https://www.instagram.com/p/soak{number}/" for number in count(1))

    async def comes(self) -> None:
        """Have everybody say hello, and buyers fill their wallets."""
        self.demo.telegram.oracle = None
        self.demo.panel.pace = Pace(pending=2.0, processing=2.0, delivering=10.0)
        self.demo.panel.deposit(Decimal(1_000_000))
        for person in (*self._visitors, *self._idle, *self._payers):
            person.says("/start")
            await person.sees("what shall it be", timeout=SEEN_SECONDS)
        for buyer in self._idle:
            await self._pays_stars(buyer, WALLET)
            await buyer.sees("came into your wallet", timeout=SEEN_SECONDS)

    async def works(self, seconds: float) -> None:
        """Let everybody act for so long, faults beside; return when what was begun is done."""
        for visitor in self._visitors:
            visitor.says("/order")
            await visitor.sees("Instagram", timeout=SEEN_SECONDS)
        going: set[asyncio.Task[None]] = set()
        visitors = cycle([Visitor.of(person) for person in self._visitors])
        end = time.monotonic() + seconds
        acts = (
            (VISITS, lambda: next(visitors).goes_on(0.0)),
            (ORDERS, lambda: self._begin(going, self._orders())),
            (PAYMENTS, lambda: self._begin(going, self._pays())),
            (1 / FAULT_SECONDS, self._goes_wrong),
            (1 / LOST_SECONDS, self._loses_an_answer),
        )
        await asyncio.gather(*(self._at_random(rate, act, end) for rate, act in acts))
        self.demo.panel.disarm()
        self.demo.crypto_pay.disarm()
        await asyncio.gather(*going)

    async def _at_random(self, rate: float, act: Callable[[], object], end: float) -> None:
        due = time.monotonic()
        while (due := due + self._dice.expovariate(rate)) < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            act()

    def _begin(self, going: set[asyncio.Task[None]], doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        going.add(task)
        task.add_done_callback(going.discard)

    async def _orders(self) -> None:
        """Have somebody who does nothing now order something; nobody may wait for an answer in vain."""
        if not self._idle:
            self.wrong.append(f"{BUYERS} people wait for answers about orders")
            return
        buyer, service = self._idle.pop(0), self.demo.panel.catalogue.of_type("Default")
        try:
            buyer.says(f"/order {service.id} {next(self._links)} {service.min}")
            await buyer.sees("Check your order", timeout=SEEN_SECONDS)
            buyer.taps("Confirm")
            await buyer.sees("Order", timeout=SEEN_SECONDS)
        except NotSeen as error:
            self.wrong.append(f"an order was not answered: {error}")
        self._idle.append(buyer)

    async def _pays(self) -> None:
        """Have somebody pay a dollar by Stars, or five through the gateway, which may say that it cannot."""
        if not self._payers:
            return
        payer = self._payers.pop(0)
        try:
            if self._dice.random() < 0.5:
                await self._pays_stars(payer, "1")
                await payer.sees("came into your wallet", timeout=SEEN_SECONDS)
            else:
                await self._pays_at_gateway(payer)
        except NotSeen as error:
            self.wrong.append(f"a payment was not answered: {error}")
        self._payers.append(payer)

    async def _pays_stars(self, person: FakePerson, amount: str) -> None:
        person.tops_up(STARS)
        bills = _bills(person)
        await self._asks(person, "Telegram Stars", amount)
        await person.sees("Your wallet gets", timeout=SEEN_SECONDS)
        person.pays(next(one for number, one in _bills(person).items() if number not in bills))

    async def _pays_at_gateway(self, person: FakePerson) -> None:
        gateway = self.demo.crypto_pay
        await self._asks(person, "Crypto Pay", "5")
        answer = await person.sees("$5.00", timeout=SEEN_SECONDS)
        if "Pay on the page below" not in answer.shown:
            return  # it gave no invoice, and they were told so
        pages = {button.url for button in answer.buttons}
        # An answer that was lost has left another bill behind, of which nobody was told the page.
        gateway.pays(next(bill for bill in gateway.bills.values() if gateway.page_of(bill) in pages))
        await person.sees("came into your wallet", timeout=SEEN_SECONDS)

    async def _asks(self, person: FakePerson, way: str, amount: str) -> None:
        person.says("/topup")
        await person.sees("How would you like to pay?", timeout=SEEN_SECONDS)
        person.taps(way)
        await person.sees("How much?", timeout=SEEN_SECONDS)
        person.says(amount)

    def _loses_an_answer(self) -> None:
        self.faults += 1
        self.demo.panel.arm(self._dice.choice(LOST))

    def _goes_wrong(self) -> None:
        """Arm one fault of the panel, of the gateway, or of Telegram."""
        self.faults += 1
        where = self._dice.random()
        if where < 0.6:
            self.demo.panel.arm(self._dice.choice(PANEL), seconds=1)
        elif where < 0.8:
            self.demo.crypto_pay.arm(self._dice.choice(GATEWAY))
        else:
            self.disturbed_at.append(time.time())
            self.demo.telegram.plan("sendMessage", self._dice.choice(TELEGRAM)())


def _bills(person: FakePerson) -> dict[int, Any]:
    return {number: one for number, one in person.home.messages.items() if one.content.invoice is not None}
