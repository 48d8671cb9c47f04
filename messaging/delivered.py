"""What has been delivered is written: a crowd's letters together, as many as ended during the last write."""

import asyncio

from shop.clock import Clock
from shop.notice import Priority
from storage.messages.outbox import Outbox, OutboxMessage

TOGETHER = 100
"""At most this many share a write."""


class Delivered:
    """Writes the ends of deliveries. Nothing is held back: each write begins when the last is committed."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._waiting: list[tuple[OutboxMessage, int | None, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, message: OutboxMessage, message_id: int | None) -> None:
        """Return when it is committed that the message was delivered, under this id if there is one.

        Raises as `Outbox.sent`.
        """
        if message.priority is not Priority.BROADCAST:  # its subject is written too, each in its own order
            await self._outbox.sent([(message, message_id)], self._clock.now())
            return
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((message, message_id, committed))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="delivered messages")
        await committed

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _write_batch(self, batch: list[tuple[OutboxMessage, int | None, asyncio.Future[None]]]) -> None:
        try:
            await self._outbox.sent([(message, number) for message, number, _ in batch], self._clock.now())
        except Exception as error:  # noqa: BLE001 - each of its callers gets it
            for _, _, committed in batch:
                if not committed.done():
                    committed.set_exception(error)
        else:
            for _, _, committed in batch:
                if not committed.done():
                    committed.set_result(None)
