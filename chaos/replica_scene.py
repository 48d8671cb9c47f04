"""People who order again and again from several kiosks on one database, and what must come of it."""

import asyncio
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp.test_utils import unused_port

from chaos.balancer import Balancer
from chaos.replica_oracles import came_once, in_order, most_in_a_second, nothing_lost
from playground.server import serve
from playground.telegram import FakePerson
from playground.telegram.assertions import NotSeen
from playground.telegram.button_lookup import NoSuchButton
from tests.faults.child import Child, NeverCame
from tests.faults.process import KioskProcess, links

KIOSKS, PEOPLE = 3, 12
QUIET_SECONDS = 300.0
"""How long what has gathered may take: orders of one cost wait a minute beside one whose answer was lost."""

ANSWERED_SECONDS = 90.0
"""How long somebody waits at most: for a lease to end, and for those before them."""

LEFT = (
    "SELECT seq, person_id, failures, error FROM inbox WHERE state = 'waiting'",
    "SELECT id, state, reason, not_before FROM orders WHERE state IN ('reserved', 'submitting')",
    "SELECT id, kind, attempts, not_before, error FROM outbox WHERE state = 'pending'",
    "SELECT * FROM turn_claim",
    "SELECT id, seen_at, share, wanted FROM replica",
)


class Scene:
    """One play on one database; half of them, by the seed, behind a webhook and half polling.

    `places` is how many kiosks may listen for the webhook. Subclasses say what befalls the kiosks.
    """

    def __init__(self, process: KioskProcess, seed: int, places: int) -> None:
        self.process = process
        self.chance = random.Random(seed)
        self.by_webhook = seed % 2 == 0
        self.children: list[Child] = []
        self.wrong: list[str] = []
        self.updates = self.orders = self.most_sends = 0
        self._places = [f"127.0.0.1:{unused_port()}" for _ in range(places)]
        self._balancer_url = ""

    async def play(self, seconds: float) -> None:
        """Play for so long, let everything end, and look at what came of it; an error went wrong, too."""
        try:
            await self._play(seconds)
        except Exception:  # noqa: BLE001 - whatever it is, it went wrong
            self.wrong.append(traceback.format_exc(limit=-3))

    async def _play(self, seconds: float) -> None:
        people = [self.process.telegram.add_person(5_000 + n, f"Person {n}") for n in range(PEOPLE)]
        first = self.process.telegram.updates.next_id
        asked: dict[str, FakePerson] = {}
        async with self._balanced():
            for place in range(KIOSKS):
                self.children.append(await self._start(place))
            until = time.monotonic() + seconds
            supervising = asyncio.create_task(self._supervise())
            ordering = (self._order_until(until, person, asked) for person in people)
            await asyncio.gather(*ordering, self._happens(until))
            await self._falls_quiet()
            await asyncio.sleep(1.5)  # whatever would still come twice
            supervising.cancel()
            self.updates = self.process.telegram.updates.next_id - first
            self.orders = len(self.process.rows("SELECT id FROM orders"))
            self.most_sends = most_in_a_second(self.process)
            lost = nothing_lost(self.process, range(first, first + self.updates))
            self.wrong += [*lost, *came_once(self.process, asked), *in_order(self.process)]
            await self.process.audited()

    async def _start(self, place: int) -> Child:
        return await self._opens(await self.process.launches(**self._webhook(place)))

    async def _happens(self, until: float) -> None:
        """Do to the kiosks what is to be done to them until then (monotonic seconds)."""
        raise NotImplementedError

    async def _supervise(self) -> None:
        """Start again what has ended, until cancelled. Here nobody does."""

    async def _falls_quiet(self) -> None:
        """Wait until all work is done; say what is left if it is not in time."""
        try:
            await self.process.until(
                lambda: self.process.asks_the_operator() and self.process.is_quiet(), "quiet", QUIET_SECONDS
            )
        except NeverCame:
            self.wrong += [f"left: {row}" for query in LEFT for row in self.process.rows(query)]
            self.wrong += [f"at Telegram: {len(self.process.telegram.updates)} updates"]

    @asynccontextmanager
    async def _balanced(self) -> Any:
        if not self.by_webhook:
            yield
            return
        balancer = Balancer(self._places)
        async with await serve(balancer.routes()) as running:
            self._balancer_url = f"{running.url}/telegram"
            try:
                yield
            finally:
                await balancer.close()

    def _webhook(self, place: int) -> dict[str, str]:
        """Return the settings by which a kiosk listens at this place; none if it polls."""
        settings = {"WEBHOOK_URL": self._balancer_url, "WEBHOOK_LISTEN": self._places[place]}
        return settings if self.by_webhook else {}

    async def _opens(self, child: Child) -> Child:
        """Return it when it is open, or has ended by itself, as where the server went while it opened."""
        await self.process.until(lambda: "is open" in child.output or not child.runs, "an open kiosk")
        return child

    async def _order_until(self, until: float, person: FakePerson, asked: dict[str, FakePerson]) -> None:
        """Have this person order, tap Confirm twice, and look around, again and again."""
        for link in self._links(until):
            await asyncio.sleep(self.chance.uniform(1, 8))
            person.says(f"/order 1 {link} {self.chance.randrange(100, 1_000)}")
            if not await self._confirm(person, link):
                self.wrong.append(f"{person.name} got no card for {link}:\n{person.screen()}")
                return
            asked[link] = person
            person.says("/help")

    async def _confirm(self, person: FakePerson, link: str) -> bool:
        """Tap Confirm twice on the card for this link until the order is received; False if not in time.

        A turn that is repeated after a kill shows its card once more, and the other one counts no more.
        """
        until = time.monotonic() + ANSWERED_SECONDS
        while (left := until - time.monotonic()) > 0:
            with suppress(NotSeen, NoSuchButton):
                card = (await person.sees(f"Link: {link}", timeout=left)).id
                person.taps("Confirm", card)
                tap = person.taps("Confirm", card)
                with suppress(NeverCame):
                    await self.process.until(lambda: tap.answered, "an answer", left)  # noqa: B023 - at once
                if "received" in tap.text:
                    return True
            await asyncio.sleep(0.1)
        return False

    @staticmethod
    def _links(until: float) -> Iterator[str]:
        while time.monotonic() < until:
            yield next(links)
