"""The room a visitor of the page stands in: one Telegram, one panel, one bot process."""

import asyncio
import itertools
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.panel import FakePanel, Order
from playground.telegram import FakePerson, FakeTelegram

TICK_SECONDS = 1.0
SPEEDS = (1, 5, 30)


@dataclass
class BotState:
    """What the page says of the bot process."""

    running: bool = False
    words: str = "not started"


@dataclass
class Room:
    """Everything the page shows. `speed` is how many seconds pass for the panel's orders in one."""

    telegram: FakeTelegram
    panel: FakePanel
    clock: Clock
    speed: int = 1
    bot: BotState = field(default_factory=BotState)
    roles: dict[int, str] = field(default_factory=dict)
    _seen: object = None

    def person(self, number: int) -> FakePerson:
        """Somebody by id. Raises KeyError."""
        return self.telegram.people[number]

    def say_of_bot(self, words: str, *, running: bool) -> None:
        """Let the page know how the bot process is."""
        self.bot = BotState(running, words)
        self.telegram.world.bump()

    async def tick_for_ever(self) -> None:
        """Let the panel's orders live on, second by second, and tell the page what changed."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.tick()

    def tick(self) -> None:
        """One second: at `speed` more than that for the orders."""
        if self.speed > 1:
            self.panel.advance((self.speed - 1) * TICK_SECONDS)
        self.look()

    def look(self) -> None:
        """Wake the page if the panel is not as it was."""
        state = self._panel_state()
        if state != self._seen:
            self._seen = state
            self.telegram.world.bump()

    def _panel_state(self) -> object:
        balance = self.panel.balance
        moving = [(order.id, order.word, order.remains) for order in newest_orders(self.panel)]
        return balance, moving, dict(self.panel.armed), self.speed


def newest_orders(panel: FakePanel, count: int = 40) -> list[Order]:
    """The panel's latest orders, newest first."""
    return list(itertools.islice(reversed(panel.orders.values()), count))
