"""The sweep: ask the panel about all orders whose time it is, and store what has become of them."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from shop.clock import Clock
from shop.errors import PanelError, PanelUnreachable, asks_to_wait
from shop.ordering.change import Change
from shop.ordering.due import Due, Quiet, Unchanged, says_the_same
from shop.ordering.order import Order
from shop.ordering.restraint import LATELY as GIVEN_LATELY
from shop.ordering.restraint import Brake, Refunds
from shop.ordering.status_tracking import follow
from shop.replies import ItemError, StatusReport

IDS_A_CALL = 100
"""How many ids panels take in one status call; some refuse 101, others cut silently."""

PAGE = 1000
"""Orders that are read together; what is heard of them is judged and stored together, too."""

NEWS_SECONDS = 1.0
"""News of an order waits no longer for others where a panel answers slowly: its customer watches the card."""

NO_MORE: Mapping[Unchanged, Sequence[int]] = MappingProxyType({})


class StatusSource(Protocol):
    """The part of the panel that a sweep needs."""

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """See shop.ports.Panel."""
        ...


class Follower(Protocol):
    """The storage that following needs."""

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        """Store the changes with their notices, and the ids of the orders of which there is no news.

        One transaction for all, and one of its own for each that moves money.
        """
        ...

    async def refunds(self, since: datetime) -> Refunds:
        """Count orders with a refund on hold, refunded since then, and at work."""
        ...


class Following(Follower, Protocol):
    """The storage that a sweep over all orders needs."""

    async def to_ask(self, until: datetime, *, after: Due | None, limit: int) -> Sequence[Due]:
        """Return up to `limit` orders due by `until`, in that order, following `after`."""
        ...

    async def find_due(self, due: Sequence[Due]) -> list[Order]:
        """These orders as far as following needs them, without those that have moved since."""
        ...


async def sweep(orders: Sequence[Order], *, panel: StatusSource, follower: Follower, clock: Clock) -> int:
    """Ask the panel about all of `orders` and store the changes; return how many changed.

    An answer about some that cannot be used keeps nobody from the others; the
    last such PanelError is raised in the end. A panel that cannot be reached, or
    asks to wait, ends the sweep at once. What was stored stays, the rest is asked next time.
    """
    return await _swept(_Named(orders, follower), panel, clock, calls=1)


async def sweep_all(book: Following, *, panel: StatusSource, clock: Clock, calls: int = 1) -> int:
    """Sweep all orders whose time it is, the longest unheard of first; return how many changed.

    Up to `calls` questions are in flight at once, as soon as the first was answered: a panel that is gone,
    or is only just tried again, gets no more than one.
    """
    return await _swept(book, panel, clock, calls)


async def _swept(book: Following, panel: StatusSource, clock: Clock, calls: int) -> int:
    going = _Sweep(book, panel, clock, Brake(await book.refunds(clock.now() - GIVEN_LATELY)))
    try:
        async with aclosing(_hundreds(book, clock)) as hundreds:
            async for some in hundreds:
                await going.make_room(calls)
                if going.away:
                    break
                if going.is_to_store:
                    await going.store_meanwhile()
                going.begin_to_ask(some)
        await going.hear_the_rest()
    finally:  # what was heard before the panel went away counts
        await going.stop()
    return going.ended()


async def _to_its_end(storing: asyncio.Task[None]) -> None:
    """Wait for it, also where the sweep is cut off meanwhile: what was heard shall not be lost."""
    try:
        await asyncio.shield(storing)
    except asyncio.CancelledError:
        await asyncio.gather(storing, return_exceptions=True)
        raise


async def _landed(flying: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
    """Return those still in flight after at least one has ended. Raises the error of one that failed."""
    landed, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
    for one in landed:
        one.result()
    return flying


async def _hundreds(book: Following, clock: Clock) -> AsyncGenerator[Sequence[Due], None]:
    """All orders whose time it is, as many at a time as one call may name; one page is read ahead."""
    until = clock.now()
    seen: set[int] = set()
    reading = asyncio.ensure_future(book.to_ask(until, after=None, limit=PAGE))
    try:
        while page := await reading:
            is_last = len(page) < PAGE
            if not is_last:
                reading = asyncio.ensure_future(book.to_ask(until, after=page[-1], limit=PAGE))
            some = [due for due in page if due.id not in seen] if seen else page
            for start in range(0, len(some), IDS_A_CALL):
                yield some[start : start + IDS_A_CALL]
            if clock.now() <= until:  # the same moment still: they are due once more, behind the others
                seen.update(due.id for due in page)
            if is_last:
                break
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


@dataclass
class _Sweep:
    """One sweep under way, with what was heard and is not stored yet."""

    book: Following
    panel: StatusSource
    clock: Clock
    brake: Brake
    changed: int = 0
    has_heard: bool = False
    away: PanelError | None = None
    trouble: PanelError | None = None

    def __post_init__(self) -> None:
        self.unstored = 0
        self._flying: set[asyncio.Task[None]] = set()
        self._storing: asyncio.Task[None] | None = None
        self._news_since: float | None = None
        self._news: list[tuple[Due, StatusReport | ItemError, datetime]] = []
        self._unchanged: dict[Unchanged, list[int]] = {}

    @property
    def is_to_store(self) -> bool:
        """True if enough has been heard, or if news has waited long enough for more."""
        since = self._news_since
        return self.unstored >= PAGE or (since is not None and self.clock.monotonic() - since >= NEWS_SECONDS)

    async def make_room(self, calls: int) -> None:
        """Wait until one more question may be in flight: a second one only after the first was answered."""
        while self._flying and len(self._flying) >= (calls if self.has_heard else 1):
            self._flying = await _landed(self._flying)

    def begin_to_ask(self, some: Sequence[Due]) -> None:
        """Put the question about these in flight."""
        self._flying.add(asyncio.create_task(self._ask(some)))

    async def store_meanwhile(self) -> None:
        """Store what was heard; nobody waits for that, unless the last storing is not done yet."""
        if self._storing is not None:
            await _to_its_end(self._storing)
        self._storing = asyncio.create_task(self._store())

    async def hear_the_rest(self) -> None:
        """Wait for what is in flight, and for what is being stored."""
        while self._flying:
            self._flying = await _landed(self._flying)
        if self._storing is not None:
            await _to_its_end(self._storing)

    async def stop(self) -> None:
        """Give up what is in flight, and store what was heard."""
        for one in self._flying:
            one.cancel()
        storing = [self._storing] if self._storing else []
        await asyncio.gather(*self._flying, *storing, return_exceptions=True)
        await _to_its_end(asyncio.create_task(self._store()))

    async def _ask(self, some: Sequence[Due]) -> None:
        """Ask about these, and keep what was heard until it is stored."""
        by_number = {due.panel_order_id: due for due in some if due.panel_order_id}
        try:
            reports = await self.panel.status(list(by_number))
        except PanelError as error:
            if isinstance(error, PanelUnreachable) or asks_to_wait(error):
                self.away = self.away or error
            self.trouble = error
            return
        self._hear(by_number, reports)
        self.has_heard = True

    def _hear(self, by_number: dict[str, Due], reports: Mapping[str, StatusReport | ItemError]) -> None:
        now = self.clock.now()
        quiet = Quiet(now)
        for number, due in by_number.items():
            report = reports.get(number)
            if report is None:
                if due.finished_at is not None:  # else it would be asked about at every sweep
                    quiet.add(due, heard=False)
            elif says_the_same(due, report):
                quiet.add(due, heard=True)
            else:
                self._news.append((due, report, now))
        if self._news and self._news_since is None:
            self._news_since = self.clock.monotonic()
        for same, ids in quiet.by_time():
            self._unchanged.setdefault(same, []).extend(ids)
        self.unstored += len(by_number)

    async def _store(self) -> None:
        """Store together what all of those have become that were heard of since the last time."""
        news, unchanged = self._news, self._unchanged
        self._news, self._unchanged, self.unstored, self._news_since = [], {}, 0, None
        if not news and not unchanged:
            return
        orders = {order.id: order for order in await self.book.find_due([due for due, _, _ in news])}
        changes = [follow(orders[due.id], said, now) for due, said, now in news if due.id in orders]
        self.brake.asked += sum(map(len, unchanged.values()))
        changes = self.brake.restrain(changes, self.clock.now())
        await self.book.apply(changes, unchanged)
        self.changed += sum(change.shows for change in changes)

    def ended(self) -> int:
        """Return how many orders look different now.

        Raises the PanelError with which the panel went away, or that of its last unusable answer.
        """
        if error := self.away or self.trouble:
            raise error
        return self.changed


@dataclass(frozen=True)
class _Named:
    """Orders that somebody names, as a book of all that are due."""

    orders: Sequence[Order]
    follower: Follower

    async def refunds(self, since: datetime) -> Refunds:
        return await self.follower.refunds(since)

    async def to_ask(self, until: datetime, *, after: Due | None, limit: int) -> Sequence[Due]:  # noqa: ARG002 - whoever names them wants them asked about now
        ids = [order.id for order in self.orders]
        start = 0 if after is None else ids.index(after.id) + 1
        return self.orders[start : start + limit]

    async def find_due(self, due: Sequence[Due]) -> list[Order]:
        wanted = {one.id for one in due}
        return [order for order in self.orders if order.id in wanted]

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        await self.follower.apply(changes, unchanged)
