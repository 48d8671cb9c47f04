"""What a monitor is told of this kiosk: its facts, judged by `health`, and its figures."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial

from app.lifecycle import Kiosk
from health.asking import Asking
from health.metrics import Snapshot
from health.readiness import Facts, Phase, why_dead, why_not_ready
from jobs.schedule import SWEEP
from messaging.receiving import cannot_listen
from shop.identity import FIRST_PANEL
from shop.observed import Counted
from shop.version import VERSION
from storage.core.database import DatabaseTrouble

ANSWER_SECONDS = 2.0
"""How long the database may take to answer before the kiosk is not ready."""

ANSWER_KEPT, COUNTS_KEPT = 1.0, 5.0
"""Seconds for which an answer counts, so that nobody can load the shop by asking."""

SETTLED = timedelta(minutes=1)
"""The age at which a payment is counted: by then no transaction that began earlier is still open."""

SILENT = "The database does not answer in time."
UNWRITABLE = "The database cannot be written in time: see whether another program has it locked."


class Watched:
    """Answers a monitor about one kiosk. `is_lost` says if its lock is gone, `stop` is set when it ends."""

    def __init__(
        self,
        kiosk: Kiosk,
        stop: asyncio.Event,
        is_lost: Callable[[], bool],
        write: Callable[[Snapshot], tuple[bytes, str]],
    ) -> None:
        self._write = write
        self._kiosk = kiosk
        self._stop = stop
        self._is_lost = is_lost
        self._counted_until = kiosk.clock.now() - SETTLED
        self._credited: dict[str, int] = {}
        monotonic = kiosk.clock.monotonic
        self._answering = Asking(
            self._database_answers, kept=ANSWER_KEPT, limit=ANSWER_SECONDS, monotonic=monotonic
        )
        self._writing = Asking(
            self._database_takes_writes, kept=ANSWER_KEPT, limit=ANSWER_SECONDS, monotonic=monotonic
        )
        self._counting = Asking(self._count, kept=COUNTS_KEPT, limit=ANSWER_SECONDS, monotonic=monotonic)

    async def why_dead(self) -> list[str]:
        """See health.server.Answers."""
        return why_dead(self._facts())

    async def why_not_ready(self) -> list[str]:
        """See health.server.Answers."""
        facts = self._facts()
        if facts.phase is Phase.RUNNING:
            facts = replace(facts, database=await self._trouble_of_database())
        return why_not_ready(facts)

    async def _trouble_of_database(self) -> str:
        if not await self._answering.get():
            return SILENT
        takes_writes = await self._writing.get()
        if takes_writes is None:  # perhaps behind a long write of our own, which has the lock and will end
            takes_writes = self._kiosk.stores.database.wrote_within(ANSWER_SECONDS)
        return "" if takes_writes else UNWRITABLE

    async def metrics(self) -> tuple[bytes, str]:
        """See health.server.Answers."""
        return self._write(await self._snapshot())

    async def _snapshot(self) -> Snapshot:
        kiosk, is_ready = self._kiosk, not await self.why_not_ready()
        counted = await self._counting.get() if self._phase is Phase.RUNNING else None
        lags = kiosk.schedule.lags(SWEEP) if kiosk.schedule is not None else {}
        return Snapshot(
            observed=kiosk.observed,
            counted=counted,
            version=VERSION,
            is_ready=is_ready,
            sweep_lag={name or FIRST_PANEL: late for name, late in lags.items()},
        )

    def close(self) -> None:
        """Ask the database nothing more."""
        self._answering.close()
        self._writing.close()
        self._counting.close()

    @property
    def _phase(self) -> Phase:
        if self._stop.is_set():
            return Phase.ENDING
        return Phase.RUNNING if self._kiosk.tasks else Phase.STARTING

    def _facts(self) -> Facts:
        kiosk = self._kiosk
        return Facts(
            phase=self._phase,
            ended_loops=[task.get_name() for task in kiosk.tasks if task.done()],
            has_lock=not self._is_lost(),
            updates=kiosk.messaging.receiving.trouble() if self._takes_updates else "",
        )

    @property
    def _takes_updates(self) -> bool:
        """True if updates come to this kiosk: of several that poll only the one that leads does."""
        return self._kiosk.place.leads or bool(self._kiosk.settings.webhook_url)

    async def _database_answers(self) -> bool:
        try:
            await self._kiosk.stores.monitored.answers()
        except DatabaseTrouble:
            return False
        return True

    async def _database_takes_writes(self) -> bool:
        try:
            await self._kiosk.stores.monitored.takes_writes()
        except DatabaseTrouble:
            return False
        return True

    async def _count(self) -> Counted | None:
        """Return what the rows say; payments are added to those counted before, each once."""
        kiosk, now = self._kiosk, self._kiosk.clock.now()
        since, until = self._counted_until, max(self._counted_until, now - SETTLED)
        ways = [way.name for way in kiosk.payments.ways]
        try:
            counted = await kiosk.stores.monitored.count(now, since, until, ways)
        except DatabaseTrouble:
            return None
        self._counted_until = until
        for way, more in counted.credited.items():
            self._credited[way] = self._credited.get(way, 0) + more
        return replace(counted, credited=dict(self._credited))


async def watched(
    stack: AsyncExitStack, kiosk: Kiosk, stop: asyncio.Event, is_lost: Callable[[], bool]
) -> None:
    """Serve a monitor until the stack closes, if HEALTH_LISTEN is set. Raises CannotBeCalled."""
    place = kiosk.settings.health_place
    if place is None:
        return
    from health.exposition import Exposition  # noqa: PLC0415 - without a monitor nobody needs the library
    from health.server import HealthServer  # noqa: PLC0415 - nor aiohttp's server
    from messaging.webhook_door import Door  # noqa: PLC0415 - the same

    told = Watched(kiosk, stop, is_lost, Exposition().write)
    stack.callback(told.close)
    cannot = partial(cannot_listen, setting="HEALTH_LISTEN")
    server = HealthServer(place, told, door=Door(), cannot=cannot)
    await server.open()
    stack.push_async_callback(server.close)
