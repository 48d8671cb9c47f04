"""What has been delivered is written: a crowd's letters together, as many as ended during the last write."""

from shop.clock import Clock
from shop.notice import Priority
from storage.core.fence import beside_the_fence
from storage.core.gathered import Gathered
from storage.messages.outbox import Ids, Outbox, OutboxMessage

TOGETHER = 100
"""At most this many share a write."""


class Delivered:
    """Writes the ends of deliveries."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._letters = Gathered(self._write, TOGETHER)

    async def note(self, message: OutboxMessage, message_id: Ids) -> None:
        """Return when it is committed that the message was delivered, under these ids if there are any.

        Raises as `Outbox.sent`.
        """
        if message.priority is Priority.BROADCAST:
            await self._letters.add((message, message_id))
        else:  # its subject is written too, each in its own order
            await self._write([(message, message_id)])

    async def _write(self, delivered: list[tuple[OutboxMessage, Ids]]) -> None:
        with beside_the_fence():  # they have arrived, whoever delivers from now on
            await self._outbox.sent(delivered, self._clock.now())
