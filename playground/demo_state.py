"""The state of one visitor's demo: one Telegram, one panel, one bot process."""

import asyncio
import itertools
from dataclasses import dataclass, field

from playground.bank import FakeBank
from playground.bot_supervisor import BotState, BotSupervisor
from playground.clock import Clock
from playground.gateways import FakeCryptoPay, FakeGateway, FakeHeleket
from playground.panel import FakePanel, Order
from playground.panel_switch import PanelSwitch
from playground.people import CHATS, CROWD
from playground.scenarios.session import Performing, ScenarioSession
from playground.shop_settings import PRIVATE, ShopSettings
from playground.telegram import FakePerson, FakeTelegram, InlineAnswer

TICK_SECONDS = 1.0
SPEEDS = (1, 5, 30)
STARS = 1_000
"""Everybody's Stars."""


@dataclass
class DemoState:
    """Everything the page shows. `speed` is how many seconds pass for the panel's orders per second.

    `oracle` is the page's name for the spec oracle, `shelf` counts the edits of the panel's catalogue,
    `payments_port` is where gateways call the bot (0: nowhere), `shop` is how the kiosk is set up, `resets`
    counts how often all began anew, `session` is the scenario that runs or ran last, `crowd` is how many
    people a big broadcast reaches, `answers` the last inline query of each person with its answer.
    """

    telegram: FakeTelegram
    panel: FakePanel
    clock: Clock
    speed: int = 1
    bot: BotState = field(default_factory=BotState)
    supervisor: BotSupervisor | None = None
    roles: dict[int, str] = field(default_factory=dict)
    oracle: str = ""
    shelf: int = 0
    shop: ShopSettings = PRIVATE
    resets: int = 0
    payments_port: int = 0
    registry: Performing | None = None
    session: ScenarioSession | None = None
    crowd: int = CROWD
    answers: dict[int, tuple[str, InlineAnswer]] = field(default_factory=dict)
    _seen: object = None
    crypto_pay: FakeCryptoPay = field(init=False)
    heleket: FakeHeleket = field(init=False)
    bank: FakeBank = field(default_factory=FakeBank)

    def __post_init__(self) -> None:
        self.panel_switch = PanelSwitch(self.panel)
        self.crypto_pay = FakeCryptoPay(self.clock)
        self.heleket = FakeHeleket(self.clock)

    @property
    def gateways(self) -> dict[str, FakeGateway]:
        """The payment gateways, by the names that the bot has for them."""
        return {"crypto_pay": self.crypto_pay, "heleket": self.heleket}

    def person(self, number: int) -> FakePerson:
        """Return the person with this id. Raises KeyError."""
        return self.telegram.people[number]

    def add_person(self, number: int, name: str, language: str = "en", role: str = "guest") -> FakePerson:
        """Add a person, or return the one who has this number already."""
        if number not in self.telegram.people:
            added = self.telegram.add_person(number, name, language)
            added.tops_up(STARS)
            added.own_chats.extend(CHATS)
            self.roles[number] = role
        return self.telegram.people[number]

    def begin_anew(self) -> None:
        """Forget all that was said, paid and ordered; people, their names and the catalogue stay."""
        self.resets += 1
        self.telegram.begin_anew()
        for person in self.telegram.people.values():
            person.tops_up(STARS)
        self.panel.begin_anew()
        self.bank.sent.clear()
        self.session, self.answers, self.speed = None, {}, 1
        self.telegram.world.bump()

    def say_of_bot(self, state: BotState) -> None:
        """Tell the page the state of the bot process."""
        self.bot = state
        self.telegram.world.bump()

    async def tick_for_ever(self) -> None:
        """Let the panel's orders progress, second by second, and tell the page what changed."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.tick()

    def tick(self) -> None:
        """Let one second pass, and `speed` seconds for the panel's orders."""
        if self.speed > 1:
            self.panel.advance((self.speed - 1) * TICK_SECONDS)
        self.look()

    def look(self) -> None:
        """Wake the page if something changed without an event."""
        state = self._silent_state()
        if state != self._seen:
            self._seen = state
            self.telegram.world.bump()

    def _silent_state(self) -> object:
        balance = self.panel.balance
        moving = [(order.id, order.word, order.remains) for order in newest_orders(self.panel)]
        # A payment that nobody answered fails by time alone, without an event.
        paying = [one.state for one in list(self.telegram.world.checkouts.values())[-20:]]
        return (
            balance,
            moving,
            paying,
            dict(self.panel.armed),
            self.speed,
            self.panel_switch.is_open,
            self.shelf,
        )


def newest_orders(panel: FakePanel, count: int = 40) -> list[Order]:
    """Return the panel's latest orders, newest first."""
    return list(itertools.islice(reversed(panel.orders.values()), count))
