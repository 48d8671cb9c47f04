"""What each of several kiosks keeps in memory, read anew when another one has changed it.

A server counts the changes of each topic (revision 0074). They are looked at every second; what changes by
time alone is read anew now and then. Through the channel the leader learns at once what was asked for in
another kiosk.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from storage.core.database import DatabaseTrouble
from storage.desk.staff import reread_roster
from storage.replicas.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from app.place import SharedPlace
    from app.wiring import Parts

log = logging.getLogger("kiosk")

LOOK_SECONDS = 1.0
BY_TIME_SECONDS = 60.0
"""How often memberships that have ended, and the machine's clock, are looked at where nobody leads."""

MEASURED_SECONDS = 600.0


class Rereading:
    """Keeps one of several kiosks in step with the others, and hands them wake-ups that are theirs."""

    def __init__(self, parts: Parts, place: SharedPlace) -> None:
        self._parts = parts
        self._place = place
        self._known: dict[str, int] = {}
        self._by_time_at = self._measured_at = parts.clock.monotonic()
        self._channel = Channel(parts.stores.database.url, place.id, self._received)
        parts.wakeups.forward = self._forward
        self._readers: dict[str, Callable[[], Awaitable[object]]] = {
            "account": self._catalogues,
            "decisions": parts.assortment.follow_decisions,
            "gate": self._gate,
            "members": parts.memberships.desk.follow,
            "prices": self._prices,
            "roster": lambda: reread_roster(parts.access, parts.stores.staff),
            "routes": parts.fallbacks.load,
            "settings": self._settings,
            "stops": self._stops,
            "words": self._words,
        }

    async def run(self) -> None:
        """Read anew what has changed, for ever."""
        while True:
            try:
                await self._read_changed()
                await self._read_by_time()
            except DatabaseTrouble as trouble:
                log.warning("%s What is kept in memory may be old.", trouble)
            await self._parts.clock.sleep(LOOK_SECONDS)

    async def listen(self) -> None:
        """Send and receive wake-ups through the channel, for ever."""
        await self._channel.run()

    async def _read_changed(self) -> None:
        for topic, version in sorted((await self._place.replicas.versions()).items()):
            if self._known.get(topic) != version:  # also at the start: it may have changed while this opened
                if reader := self._readers.get(topic):  # else a newer version keeps it, and this one does not
                    await reader()
                self._known[topic] = version

    async def _read_by_time(self) -> None:
        parts, now = self._parts, self._parts.clock.monotonic()
        if self._place.leads:
            return  # whose periodic work does it
        await parts.standstill_watch.is_over_now()
        if now - self._by_time_at >= BY_TIME_SECONDS:
            self._by_time_at = now
            parts.clock.adopt()  # the leader moves the waits, and each kiosk takes its machine's time
            await parts.memberships.desk.follow()
        if now - self._measured_at >= MEASURED_SECONDS:
            self._measured_at = now
            await parts.measuring.measure()
            await parts.assortment.renew_search()

    async def _catalogues(self) -> None:
        if not self._place.leads:  # which is who reads it from the panels
            for one in self._parts.suppliers:
                await one.catalogue.follow()

    async def _gate(self) -> None:
        self._parts.gate.state = await self._parts.stores.maintenance.state()

    async def _prices(self) -> None:
        async with self._parts.pricing.changing:  # else a list that was read earlier could be taken later
            self._parts.pricing.update(await self._parts.stores.price_rules.load())

    async def _settings(self) -> None:
        await self._parts.live.refresh()
        desk = self._parts.desk
        if desk.chat is not None:
            desk.chat = await self._parts.stores.desk.current(desk.chat)

    async def _stops(self) -> None:
        for one in self._parts.suppliers:
            await one.catalogue.follow_stops()

    async def _words(self) -> None:
        for one in self._parts.suppliers:
            one.panel.lexicon.learn(await one.stores.heard.list_taught())

    def _forward(self, word: str) -> bool:
        """Tell the leader of its work; return False if this kiosk is the leader."""
        if self._place.leads:
            return False
        self._channel.send(word)
        return True

    def _received(self, words: Collection[str]) -> None:
        if self._place.leads:
            self._parts.wakeups.told(words)
