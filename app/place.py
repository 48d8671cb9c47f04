"""This kiosk's place among those on its database: whether it leads, and how long it is sure of that.

A kiosk that is alone leads from its start, and asks nobody.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from shop.replicas import BEAT_SECONDS, LEASE, OPENING_SECONDS, SURE_SECONDS, Kind, Member
from storage.core.database import Database, DatabaseTrouble
from storage.core.fence import Fence, Fenced
from storage.core.lock import LockLost
from storage.replicas.store import Replicas, ReplicaStanding

if TYPE_CHECKING:
    from messaging.credit_window import CreditWindow
    from shop.clock import LeaseClock

log = logging.getLogger("kiosk")

NEVER = float("-inf")


class Place:
    """The place of a kiosk that is alone."""

    is_shared = False
    leads = True

    def is_sure(self) -> bool:
        """Return True if nobody else does what this kiosk does: it may act where nothing is taken back."""
        return True


class SharedPlace(Place):
    """The place of one of several kiosks. It is lost only with the process.

    Its signs of life have connections of their own: they wait for no other work.
    """

    is_shared = True

    def __init__(self, url: str, name: str, kind: Kind, clock: LeaseClock) -> None:
        self.id = name
        self._database = Database(url, shared_as=name)
        self.replicas = Replicas(self._database, Member(name, kind, 0, 0))
        self.lead_begins = asyncio.Event()
        self.window: CreditWindow | None = None
        self.is_open = False
        """Set when this kiosk works: until then it leads only where nobody else is."""
        self._clock = clock
        self._joined_at = clock.monotonic()
        self._epoch: int | None = None
        self._heard_at = NEVER
        self._standing: asyncio.Task[None] | None = None

    @property
    def leads(self) -> bool:  # type: ignore[override]  # it changes here, and is read-only there, too
        """True once this kiosk leads, as long as it lives."""
        return self._epoch is not None

    def is_sure(self) -> bool:
        """Return True if by now nobody else can count this kiosk as gone.

        They count by the server's clock, which goes on while this machine is suspended.
        """
        return self._clock.boottime() - self._heard_at < SURE_SECONDS

    @property
    def presence(self) -> Fence:
        """The fence of turns."""
        return self.replicas.presence()

    @property
    def lead(self) -> Fence:
        """The fence of what works by itself. Only where this kiosk leads."""
        assert self._epoch is not None  # noqa: S101 - asked by whoever waited for it
        return self.replicas.lead(self._epoch)

    async def join(self) -> None:
        """Be one of the kiosks here, and the leader if nobody is. Raises AlreadyRunning."""
        await self.replicas.join()
        self._joined_at = self._clock.monotonic()
        await self._beat()
        self._standing = asyncio.create_task(self._stay(), name="place")
        log.info("Kiosk %s joins the others%s.", self.id, " and leads" if self.leads else "")

    async def run(self) -> None:
        """Be heard of every second; after `join`. Raises LockLost when others count this kiosk as gone."""
        assert self._standing is not None  # noqa: S101 - made by `join`
        await self._standing

    async def _stay(self) -> None:
        while True:
            await self._clock.sleep(BEAT_SECONDS)
            try:
                await self._beat()
            except Fenced as gone:
                message = f"{gone} This one stops; whoever supervises it may start it again."
                raise LockLost(message) from None
            except DatabaseTrouble as trouble:
                log.error("%s The other kiosks hear nothing of this one.", trouble)

    async def leave(self) -> None:
        """Be gone at the end, so that the others go on at once; if they cannot be told, they see it later."""
        if self._standing is not None:
            self._standing.cancel()
        try:
            async with asyncio.timeout(BEAT_SECONDS):
                await self.replicas.leave()
        except (DatabaseTrouble, TimeoutError):
            log.warning("The other kiosks take over in %s seconds.", int(LEASE.total_seconds()))
        await self._database.close()

    async def _beat(self) -> None:
        asked_at = self._clock.boottime()
        window = self.window
        held, wanted = (0, 0) if window is None else (window.held, window.wanted)
        stood = await self.replicas.beat(held=held, wanted=wanted, is_open=self.is_open)
        self._heard_at = asked_at
        if self._keeps_others_waiting(stood):
            await self.replicas.leave()
            log.error("This kiosk leads and cannot open, so another one leads now.")
            raise LockLost("Another kiosk does the work. This one stops; start it again.")
        if stood.is_outdated:
            raise LockLost("Kiosks of a newer version have joined and do the work now. This one stops.")
        if window is not None:
            window.resize(min(stood.share, stood.target))
        if stood.epoch is not None and not self.leads:
            self._epoch = stood.epoch
            self.lead_begins.set()

    def _keeps_others_waiting(self, stood: ReplicaStanding) -> bool:
        """Return True if this kiosk has the lead, and neither works nor is about to."""
        too_long = self._clock.monotonic() - self._joined_at > OPENING_SECONDS
        return stood.epoch is not None and not self.is_open and not stood.is_alone and too_long
