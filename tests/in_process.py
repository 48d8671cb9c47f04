"""The harness of stories: people, a fake Telegram, a fake panel and the kiosk, all in this process.

    ann, bob, olga, sam ──▶ fake Telegram ◀──▶ kiosk ◀──▶ fake panel
                                                 │
                                          a SQLite file of its own     one clock, moved by hand

Stories read as conversations: `await ann.says("/order")`, `await ann.taps("Instagram")`,
`await ann.sees("Confirm")`. Time moves only with `harness.passes(seconds)`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update

from app import Kiosk, Transports
from playground.chains import FakeChain, FakeToncenter, FakeTronGrid
from playground.clock import HandClock
from playground.gateways import FakeCryptoPay, FakeGateway, FakeHeleket, FakeRobokassa, FakeYooKassa
from playground.gateways.in_process import FakeGatewaysTransport
from playground.in_process import InProcessRequest
from playground.panel import FakePanel
from playground.panel.in_process import FakePanelTransport
from playground.panel.spoken import DialectName
from playground.telegram import FakePerson, FakeTelegram
from settings import Settings
from shop.ordering.order import OrderState
from shop.ordering.order_numbers import OrderNumbers
from storage.core.space import Space
from storage.messages.tables import inbox
from tests.audited import breaches
from tests.inline import work_inline
from tests.settling import Settling

TOKEN = "700000001:AAtesttokentesttokentesttokentest_1"
KEY = "panel-key-of-the-tests"
ANN, BOB, OLGA, SAM = 101, 102, 900, 666


def key_of(name: str) -> str:
    """Return the key of a further panel."""
    return f"panel-key-of-{name}"


@dataclass(frozen=True)
class Further:
    """One more panel beside that of PANEL_URL."""

    dialect: DialectName = "mainstream"
    currency: str = "USD"


@dataclass
class Player:
    """A person of the fake Telegram; after each thing they do, the kiosk does all it has to do."""

    person: FakePerson
    harness: "Harness"

    @property
    def id(self) -> int:
        """Their Telegram id."""
        return self.person.id

    @property
    def screen(self) -> str:
        """The text of their screen."""
        return self.person.screen()

    async def balance(self) -> Decimal:
        """Return what is in their wallet, in whole USD."""
        return Decimal(await self.balance_micro()) / 1_000_000

    async def balance_micro(self) -> int:
        """Return what is in their wallet, in micro-units of USD."""
        wallet = await self.harness.kiosk.stores.statements.get_wallet(self.id, "USD", limit=1)
        return wallet.balance_micro

    async def says(self, text: str) -> None:
        """Type a message."""
        self.person.says(text)
        await self.harness.settles()

    async def taps(self, label: str, **options: Any) -> None:
        """Tap a button. Raises NoSuchButton where there is none on the screen."""
        self.person.taps(label, **options)
        await self.harness.settles()

    async def sees(self, *wanted: str) -> None:
        """Assert that all of `wanted` appeared since their last act. Raises NotSeen."""
        for words in wanted:
            await self.person.sees(words, timeout=0)

    def finds_no(self, words: str) -> None:
        """Assert that nothing on the screen says this."""
        assert words not in self.screen, self.screen

    async def queries(self, text: str) -> Any:
        """Type `@kiosk_bot text` in some chat; return the results."""
        import asyncio

        asking = asyncio.create_task(self.person.queries(text))
        await asyncio.sleep(0)
        await self.harness.settles()
        return await asking


class Harness:
    """Everything a story needs. Ann and Bob may order, Olga runs the shop, Sam is a stranger.

    Orders are counted from 1, which reads well, unless a story sets `counted` to False.
    """

    def __init__(
        self,
        database: Path,
        *,
        dialect: DialectName = "seed",
        further: Mapping[str, Further] | None = None,
        **settings: str,
    ) -> None:
        """`further` are more panels, by name; their files stand beside the database."""
        self.clock = HandClock()
        self.telegram = FakeTelegram(token=TOKEN, clock=self.clock)
        self.panel = FakePanel(key=KEY, dialect=dialect, clock=self.clock)
        self.panel_wire = FakePanelTransport(self.panel)
        self.database = database
        self.settings = settings
        self.further = {
            name: FakePanel(key=key_of(name), dialect=one.dialect, clock=self.clock, currency=one.currency)
            for name, one in (further or {}).items()
        }
        for number, panel in enumerate(self.further.values(), start=2):
            panel.number_from(number * 1_000_000 + 1)  # so that a number tells whose it is
        self.further_wires = {name: FakePanelTransport(panel) for name, panel in self.further.items()}
        if self.further:
            self.settings = {**settings, "panels": str(self._write_panels())}
        self.gateways: dict[str, FakeGateway] = {
            "crypto_pay": FakeCryptoPay(self.clock, "https://pay.crypt.bot"),
            "heleket": FakeHeleket(self.clock, "https://api.heleket.com"),
            "yookassa": FakeYooKassa(self.clock, "https://api.yookassa.ru"),
            "robokassa": FakeRobokassa(self.clock, "https://auth.robokassa.ru"),
        }
        self.chains: dict[str, FakeChain] = {
            "ton": FakeToncenter(self.clock, "https://toncenter.com"),
            "tron": FakeTronGrid(self.clock, "https://api.trongrid.io"),
        }
        self.gateways_wire = FakeGatewaysTransport(*self.gateways.values(), *self.chains.values())
        self.counted = True
        self.space = Space(free=100 * 1024**3, total=200 * 1024**3)
        self.ann = self._somebody(ANN, "Ann")
        self.bob = self._somebody(BOB, "Bob")
        self.olga = self._somebody(OLGA, "Olga")
        self.sam = self._somebody(SAM, "Sam")
        self.kiosk = self._kiosk()

    def _write_panels(self) -> Path:
        folder = self.database.parent / "panels"
        folder.mkdir(exist_ok=True)
        for number, name in enumerate(self.further, start=2):
            url = f"http://127.0.0.{number}:1/panel/api/v2"
            (folder / f"{name}.toml").write_text(f'url = "{url}"\n', encoding="utf-8")
            os.environ[f"PANEL_KEY_{name.upper()}"] = key_of(name)
        return folder

    def _somebody(self, number: int, name: str, language: str = "en") -> Player:
        return Player(self.telegram.add_person(number, name, language), self)

    def _kiosk(self) -> Kiosk:
        values = {
            "bot_token": TOKEN,
            "panel_url": "http://127.0.0.1:1/panel/api/v2",
            "panel_key": KEY,
            "admin_ids": str(OLGA),
            "allowed_ids": f"{ANN},{BOB}",
            "database_url": f"sqlite+aiosqlite:///{self.database}",
        }
        settings = Settings(_env_file=None, **(values | self.settings))  # type: ignore[call-arg, arg-type]  # read from text
        transports = Transports(
            telegram=InProcessRequest(self.telegram),
            polling=InProcessRequest(self.telegram),
            checkout=InProcessRequest(self.telegram),
            panel=self.panel_wire,
            further_panels=self.further_wires,
            gateways=self.gateways_wire,
            space=lambda _url: self.space,
        )
        numbers = None if self.counted else OrderNumbers()
        kiosk = Kiosk(settings, clock=self.clock, transports=transports, numbers=numbers)
        work_inline(kiosk.stores.database)
        self._settling = Settling(kiosk, self.panel_wire, *self.further_wires.values())
        return kiosk

    @property
    def panels(self) -> tuple[FakePanel, ...]:
        """Every panel, that of PANEL_URL first."""
        return (self.panel, *self.further.values())

    async def opens(self) -> None:
        """Start the kiosk, which reads the panel for the first time."""
        await self.kiosk.open()
        for one in self.kiosk.suppliers:
            await one.catalogue.read_balance()
            await one.catalogue.sync()

    async def closes(self) -> None:
        """End the kiosk."""
        await self.kiosk.close()

    async def restarts(self) -> None:
        """End the kiosk and start a new one on the same database."""
        await self.closes()
        await self.comes_back()

    async def comes_back(self) -> None:
        """Start the kiosk again after it was off, and do all work that is due."""
        self.kiosk = self._kiosk()
        await self.kiosk.open()

    async def forgets_last_turn(self) -> None:
        """Undo the record of the newest turn, as after a crash before it was stored."""

        def unit(connection: Connection) -> None:
            newest = select(func.max(inbox.c.seq)).scalar_subquery()
            connection.execute(update(inbox).where(inbox.c.seq == newest).values(state="waiting"))

        await self.kiosk.stores.database.write(unit)

    async def settles(self) -> None:
        """Do all the kiosk's work that is due now."""
        await self._settling.settle()

    async def passes(self, seconds: float) -> None:
        """Let time pass, at the panel too; then run the periodic tasks once."""
        self.clock.advance(seconds)
        for panel in self.panels:
            panel.advance(seconds)
        await self.rounds()

    async def delivers(self) -> None:
        """Let time pass until nothing runs at the panel, and the periodic tasks have run since."""
        for _ in range(30):
            await self.passes(60)
            if not any(order.running for panel in self.panels for order in panel.orders.values()):
                return
        raise AssertionError("the panel is not done after half an hour")

    async def rounds(self) -> None:
        """Run every periodic task once."""
        work = self.kiosk.periodic
        for one in self.kiosk.suppliers:
            await one.catalogue.sync()
            await one.work.sweep()
        await self.kiosk.measuring.measure()
        for one in self.kiosk.suppliers:
            await one.late_watch.look()
            await one.work.follow_refills()
        await self.kiosk.fallbacks.look()
        await self.kiosk.quality_watch.look()
        await self.kiosk.news_watch.look()
        await self.kiosk.shared_cards.follow()
        await self.kiosk.erasing.go_on()
        await self.kiosk.invitations.reward()
        await self.kiosk.gifts.expire()
        await self.kiosk.memberships.look()
        await self.kiosk.opening.tell()
        await self.kiosk.new_orders.tell()
        await self.kiosk.alert_watch.look()
        for one in self.kiosk.suppliers:
            await one.work.give_up_waiting()
        await work.give_up_left_behind()
        await work.end_silent_requests()
        await self.settles()
        await work.show_progress()
        await self._settling.settle(afresh=False)

    async def state_of(self, number: int) -> OrderState:
        """Return the state of the order with this number."""
        order = await self.kiosk.stores.orders.find(number, owner=None)
        assert order is not None, f"there is no order {number}"
        return order.state

    async def audited(self) -> None:
        """Assert that every invariant holds."""
        broken = await breaches(self.kiosk.stores.database, self.clock.now())
        assert not broken, broken
