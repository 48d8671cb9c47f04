"""What a scenario can do: act for people, wait for the bot, and check the facts at the panel."""

import asyncio
import itertools
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from playground.demo_state import DemoState
from playground.panel import Order
from playground.people import OLGA
from playground.scenarios.session import ScenarioSession, Unexpected
from playground.telegram import FakeMessage, FakePerson, NotSeen, Tap

T = TypeVar("T")

PATIENCE = 90.0
"""Seconds to wait for anything the bot or the panel does."""

_QUANTITY = 500
_GIFT = 5
"""In the shop's currency; more than the orders of one scenario cost."""

_ASKED_AGAIN = 10
_numbers = itertools.count(1)


class ScenarioRunner:
    """A demo with a scenario session under way."""

    def __init__(self, demo: DemoState, session: ScenarioSession) -> None:
        self.demo = demo
        self.session = session
        self._paid: set[int] = set()
        self._paying = asyncio.Lock()

    def new_link(self) -> str:
        """Return a link that no other order has, so that the panel's orders for it can be counted."""
        return f"https://www.instagram.com/p/play{self.session.name[:5]}{next(_numbers)}/"

    async def reader(self, number: int) -> FakePerson:
        """Return a person whose screen the scenario reads: their app is in English, and the bot may write."""
        person = self.demo.person(number)
        person.language = "en"
        if not person.home.started:
            await self.asks(person, "/start")
        return person

    async def asks(self, person: FakePerson, words: str, about: str = "") -> FakeMessage:
        """Return the bot's newest message with buttons in answer to these words, and `about` in its text."""
        said = person.says(words)
        return await self.until(partial(_asked_back, person, said, about), f"an answer to “{words[:20]}”")

    async def until(self, condition: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """Return the first true value of `condition`, checked at each event. Raises Unexpected."""
        telegram = self.demo.telegram
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            version = telegram.version
            found = condition()
            if found:
                return found
            left = end - loop.time()
            if left <= 0:
                raise Unexpected(f"{what} did not come within {seconds:.0f} seconds")
            await telegram.changed(version, min(left, 1.0))

    async def sees(self, person: FakePerson, words: str, seconds: float = PATIENCE) -> FakeMessage:
        """Return the bot's message with these words, after the person's last act. Raises Unexpected."""
        try:
            return await person.sees(words, timeout=seconds)
        except NotSeen:
            raise Unexpected(f"{person.name} does not see “{words}”") from None

    async def card_for(self, person: FakePerson, link: str) -> FakeMessage:
        """Order in one line; return the confirm card with the link on it.

        A bot that has just started may have no catalogue yet: then the person asks again, as people do.
        """
        service = self.demo.panel.catalogue.of_type("Default")
        if self.demo.shop.access == "shop":
            await self._has_money(person)
        for _ in range(_ASKED_AGAIN):
            said = person.says(f"/order {service.id} {link} {_QUANTITY}")
            answer = await self.until(partial(_answer, person, said), "an answer")
            if link in answer.text:
                return answer
            await self.demo.clock.sleep(1)
        raise Unexpected(f"{person.name} gets no price: “{person.last.text[:80]}”")

    async def _has_money(self, person: FakePerson) -> None:
        """Have Olga put a little into this person's wallet, once for each scenario."""
        if person.id in self._paid:
            return
        self._paid.add(person.id)
        if not person.home.started:
            await self.asks(person, "/start")
        async with self._paying:  # Olga does one thing at a time
            olga = await self.reader(OLGA.id)
            words = f"/credit {person.id} {_GIFT} for this scenario"
            card = await self.asks(olga, words, about=f"({person.id})")
            await self.confirms(olga, card)

    async def confirms(self, person: FakePerson, card: FakeMessage, times: int = 1) -> list[Tap]:
        """Tap the card's first button, Confirm in every language; wait until each tap is answered."""
        confirm = card.buttons[0].data or ""
        taps = [person.taps(confirm, card.id) for _ in range(times)]
        await self.until(lambda: all(tap.answered for tap in taps), f"an answer to {person.name}'s tap")
        return taps

    async def placed(self, link: str) -> Order:
        """Return the panel's one order for this link. Raises Unexpected if there are two."""
        orders = await self.until(lambda: self.demo.panel.orders_for(link), "the order at the panel")
        if len(orders) != 1:
            raise Unexpected(f"the panel has {len(orders)} orders for one link")
        return orders[0]


def _answer(person: FakePerson, said: FakeMessage, about: str = "") -> FakeMessage | None:
    """Return the bot's newest message below what the person said, with `about` in its text.

    An older one that is edited meanwhile tells of what was done before.
    """
    for message in person.home.newest_first():
        if message.id <= said.id:
            return None
        if message.from_bot and about in message.text:
            return message
    return None


def _asked_back(person: FakePerson, said: FakeMessage, about: str) -> FakeMessage | None:
    answer = _answer(person, said, about)
    return answer if answer is not None and answer.buttons else None
