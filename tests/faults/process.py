"""The harness with the kiosk in its own process and every call over a socket.

The fake Telegram and the fake panel live in the test's event loop, so a test
reads their facts without another call. `python bot.py run` is a child
that can be killed at any moment; it always ends with the test.
"""

import asyncio
import itertools
import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.test_utils import unused_port

from playground.clock import SystemClock
from playground.panel import FakePanel, Pace, panel_routes
from playground.server import Latency, Running, application, bot_routes, serve
from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.taps import Tap
from playground.webhook_delivery import delivering
from shop.suppliers import APART
from storage.audit import audit
from storage.core.database import Database
from tests.faults.child import PATIENCE, Child, NeverCame, Said, command
from tests.faults.fork_server import ForkServer
from tests.faults.rows import FileRows, Rows
from tests.in_process import ANN, BOB, KEY, OLGA, SAM, TOKEN, key_of

T = TypeVar("T")

LOOK_EVERY = 0.25
"""Seconds between two reads of rows, whose changes send no event."""

BREATH = 0.02
"""Minimum seconds between two reads: while hundreds of events come in, one read serves many."""


links = (f"https://www.instagram.com/p/process{number}/" for number in itertools.count(1))
"""A link for each order, so that the panel can count how often it got it."""


class KioskProcess:
    """Ann and Bob may order, Olga runs the shop, Sam is a stranger; the limits of Telegram are off.

    The kiosk runs on `kiosk.db` in `folder`, unless the `rows` are those of another database. With
    `further`, a second panel of that name counts its services and orders as the first one does, and people
    order at the second.
    """

    def __init__(
        self,
        fork_server: ForkServer,
        folder: Path,
        *,
        rows: Rows | None = None,
        further: str = "",
        **settings: str,
    ) -> None:
        self.folder = folder
        self.database = folder / "kiosk.db"
        self._rows = rows or FileRows(self.database)
        clock = SystemClock()
        self.telegram = FakeTelegram(token=TOKEN, clock=clock)
        self.panel = FakePanel(key=KEY, dialect="seed", clock=clock)
        self.further = further
        self.other = FakePanel(key=key_of(further), dialect="mainstream", clock=clock) if further else None
        for panel in (self.panel, self.other):
            if panel is not None:
                panel.pace = Pace(pending=0.3, processing=0.3, delivering=1.0)
        self.ann = self.telegram.add_person(ANN, "Ann")
        self.bob = self.telegram.add_person(BOB, "Bob")
        self.olga = self.telegram.add_person(OLGA, "Olga", started=True)
        self.sam = self.telegram.add_person(SAM, "Sam")
        self.latency = Latency()
        self.children: list[Child] = []
        self.polls = 0
        self._nursery = fork_server
        self._settings = settings
        self._delivering = AsyncExitStack()
        self._port = 0
        self._telegram_server: Running | None = None
        self._panel_server: Running | None = None
        self._other_server: Running | None = None

    # Telegram and the panel.

    async def opens(self) -> None:
        """Serve Telegram and the panel, each at its own address."""
        self._panel_server = await serve(self._app(panel_routes(self.panel)))
        if self.other is not None:
            self._other_server = await serve(self._app(panel_routes(self.other)))
            folder = self.folder / "panels"
            folder.mkdir()
            address = f'url = "{self._other_server.url}/panel/api/v2"\n'
            (folder / f"{self.further}.toml").write_text(address, encoding="utf-8")
            self._settings |= {
                "PANELS": str(folder),
                f"PANEL_KEY_{self.further.upper()}": key_of(self.further),
            }
        await self.telegram_is_back()
        self.telegram.world.webhook_backoff = 0.05
        await self._delivering.enter_async_context(delivering(self.telegram))

    async def telegram_goes(self) -> None:
        """Refuse every connection to Telegram, and break the open ones."""
        if self._telegram_server is not None:
            await self._telegram_server.stop()
            self._telegram_server = None

    async def telegram_is_back(self) -> None:
        """Serve Telegram at its old address again."""
        self._telegram_server = await serve(
            self._app(bot_routes(self.telegram, self.latency)), port=self._port
        )
        self._port = self._telegram_server.port

    async def closes(self, *, tells: bool = True) -> None:
        """End everything; print the children's output, which pytest shows if the test has failed."""
        for child in self.children:
            await child.killed()
            if tells:
                sys.stdout.write(f"--- kiosk {child.pid}\n{child.output[-6000:]}\n")
        await self._delivering.aclose()
        await self.telegram_goes()
        for server in (self._panel_server, self._other_server):
            if server is not None:
                await server.stop()
        self._rows.close()

    async def also_serves(self, routes: list[web.RouteDef]) -> str:
        """Serve this too, until all is closed; return its address."""
        running = await self._delivering.enter_async_context(await serve(self._app(routes)))
        return running.url

    def _app(self, routes: list[web.RouteDef]) -> web.Application:
        app = application(routes)
        app.middlewares.append(self._noticing())
        return app

    def _noticing(self) -> Any:
        """Make every call an event, polls and the panel's included, so that waiters need not poll."""

        @web.middleware
        async def noticing(request: web.Request, handler: Any) -> web.StreamResponse:
            self.polls += request.path.endswith("/getUpdates")
            self.telegram.world.bump()
            try:
                response: web.StreamResponse = await handler(request)
                return response
            finally:
                self.telegram.world.bump()

        return noticing

    # The kiosk.

    @property
    def settings(self) -> dict[str, str]:
        """The kiosk's settings."""
        panel = self._panel_server.url if self._panel_server else ""
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_ROOT": f"http://127.0.0.1:{self._port}",
            "PANEL_URL": f"{panel}/panel/api/v2",
            "PANEL_KEY": KEY,
            "ADMIN_IDS": str(OLGA),
            "ALLOWED_IDS": ",".join(
                str(number) for number in self.telegram.people if number not in {OLGA, SAM}
            ),
            "DATABASE_URL": self._rows.url,
            "SWEEP_SECONDS": "1",
            "STAR_VALUE": "0.02",
        } | self._settings

    async def launches(self, *command: str, **settings: str) -> Child:
        """Start a kiosk, or this command of bot.py, and return at once."""
        return await self.launches_by(self._nursery, *command, **settings)

    async def launches_by(self, fork_server: ForkServer, *command: str, **settings: str) -> Child:
        """Do the same by another fork server, which may run other code."""
        child = await Child.start(
            fork_server, self.settings | settings, self.folder, self.telegram.world.bump, *command
        )
        self.children.append(child)
        return child

    async def starts(self, **settings: str) -> Child:
        """Start a kiosk and wait until it polls, or until its webhook is called if it has one."""
        polls, calls = self.polls, len(self.telegram.calls_of("setWebhook"))
        child = await self.launches(**settings)
        if settings.get("WEBHOOK_URL"):
            await self.until(lambda: len(self.telegram.calls_of("setWebhook")) > calls, "a webhook")
        else:
            await self.until(lambda: self.polls > polls, "a poll")
        return child

    def webhook(self) -> dict[str, str]:
        """Return settings for a webhook at a free port."""
        place = f"127.0.0.1:{unused_port()}"
        return {"WEBHOOK_URL": f"http://{place}/telegram", "WEBHOOK_LISTEN": place}

    async def runs(self, *arguments: str, **settings: str) -> Said:
        """Run another command of bot.py with the same settings."""
        return await command(self._nursery, *arguments, settings=self.settings | settings, folder=self.folder)

    async def runs_bare(self, name: str, settings: Mapping[str, str]) -> Said:
        """Run another command of bot.py with only these settings."""
        return await command(self._nursery, name, settings=settings, folder=self.folder)

    async def until(self, condition: Callable[[], T], what: str, within: float = PATIENCE) -> T:
        """Return the first true value of `condition`, checked at each event. Raises NeverCame."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while True:
            version = self.telegram.version
            found = condition()
            if found:
                return found
            if loop.time() >= end:
                written = self.children[-1].output[-4000:] if self.children else ""
                raise NeverCame(f"{what} did not come within {within} s\n{written}")
            await asyncio.sleep(BREATH)
            await self.telegram.changed(version, LOOK_EVERY)

    async def sees(self, person: FakePerson, *wanted: str) -> None:
        """Wait until the person sees all of this after their last act."""
        for words in wanted:
            await person.sees(words, timeout=PATIENCE)

    @property
    def ordered_at(self) -> FakePanel:
        """The panel at which `orders` orders."""
        return self.other or self.panel

    async def orders(self, person: FakePerson, link: str) -> Tap:
        """Send /order with arguments and tap Confirm on the card; return the tap."""
        service = self.ordered_at.catalogue.of_type("Default")
        number = int(service.id) + APART * 2 if self.other else service.id
        person.says(f"/order {number} {link} {service.min}")
        await self.sees(person, "Check your order")
        return person.taps("Confirm")

    # The kiosk's rows.

    def moves_to(self, rows: Rows) -> None:
        """Have the next kiosk, and what reads rows, use this database."""
        self._rows.close()
        self._rows = rows

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Read rows of the kiosk's database from outside; `?` stands for a value."""
        return self._rows.read(query, *values)

    def writes(self, statement: str) -> None:
        """Write into the kiosk's database behind its back."""
        self._rows.change(statement)

    async def number(self, nth: int = 1) -> int:
        """Return the number of the nth order ever made here, as soon as it is there."""
        found = "SELECT id FROM orders ORDER BY id"
        await self.until(lambda: len(self.rows(found)) >= nth, f"order {nth}")
        return int(self.rows(found)[nth - 1]["id"])

    def asks_the_operator(self) -> bool:
        """Let the operators decide at once about orders cut off by a kill, instead of waiting minutes.

        The operators have unlimited time, for undecided orders are given up when time is up.
        """
        self._rows.change(
            "UPDATE inquiry SET state = 'human', why = 'no_answer', due_at = '2999-01-01 00:00:00.000000'"
            " WHERE state = 'open'"
        )
        return True

    def is_quiet(self) -> bool:
        """Return True if no update waits, and nothing is under way to the panel or a person."""
        if len(self.telegram.updates):
            return False
        [counts] = self.rows(
            "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting') AS updates,"
            " (SELECT count(*) FROM orders WHERE state IN ('reserved', 'submitting')) AS unsent,"
            " (SELECT count(*) FROM outbox WHERE state = 'pending') AS letters"
        )
        return not any(counts.values())

    async def falls_quiet(self, within: float = PATIENCE) -> None:
        """Wait until all work is done. Raises NeverCame with what is left."""
        try:
            await self.until(self.is_quiet, "quiet", within)
        except NeverCame as error:
            left = [*self.rows("SELECT * FROM orders"), *self.rows("SELECT * FROM attempt")]
            left += [*self.rows("SELECT * FROM inbox"), *self.rows("SELECT * FROM outbox")]
            raise NeverCame(f"{error}\n{left}") from None

    async def audited(self) -> None:
        """Assert that every invariant holds, as `bot.py audit` does, without the second it takes to start."""
        database = Database(self._rows.url)
        try:
            findings = await audit(database, datetime.now(UTC))
        finally:
            await database.close()
        assert not [one for one in findings if not one.ok], findings
        assert len(findings) >= 10

    async def audited_by_command(self) -> None:
        """Assert that `bot.py audit --json` says the same and exits with 0."""
        said = await self.runs("audit", "--json")
        told = json.loads(said.out)
        assert (said.code, told["ok"]) == (0, True), said.out + said.err
        assert len(told["invariants"]) >= 10
