"""Broadcasts that Telegram refuses: an album that is shown, or to be paid, and then nobody misses any."""

from collections.abc import Callable
from datetime import timedelta

from telegram.error import BadRequest, TelegramError

from shop.broadcast import LETTER
from shop.clock import Clock
from shop.notice import LOOK
from storage.messages.broadcasts import Broadcasts
from storage.messages.outbox import Outbox, OutboxMessage

KEPT_SECONDS = 5.0
"""How long a broadcast's row is not read again; it may be sent on without being paid for."""

TRIES = 5
"""How often a message is tried after its broadcast went on unpaid; then it is refused for another reason."""

_ABOUT_MONEY = ("balance_too_low", "floodskip", "paid", "stars", "payment")
"""Words of refusals that are about the Stars, and about no single person. Telegram documents none of them."""


class PaidLetters:
    """Settles what Telegram refuses of a broadcast."""

    def __init__(
        self, broadcasts: Broadcasts, outbox: Outbox, clock: Clock, wake_outbox: Callable[[], None]
    ) -> None:
        self._broadcasts = broadcasts
        self._outbox = outbox
        self._clock = clock
        self._wake_outbox = wake_outbox

    async def settles(self, outgoing: OutboxMessage, error: TelegramError) -> bool:
        """Pause the broadcast if the refusal is about being paid; its messages wait. See outbox.Settles.

        A refused album is noted, so that its card, which comes next, lets nobody confirm it.
        """
        if outgoing.kind == LOOK and isinstance(error, BadRequest):
            await self._broadcasts.album_refused(outgoing.payload["broadcast_id"], str(error))
            return False
        if outgoing.kind != LETTER or outgoing.broadcast_id is None or not isinstance(error, BadRequest):
            return False
        words = str(error).lower()
        if not any(word in words for word in _ABOUT_MONEY):
            return False
        found = await self._broadcasts.find(outgoing.broadcast_id)
        if found is None or (not found.paid and outgoing.attempts >= TRIES):
            return False
        if not found.paid:  # it was sent as it read before somebody had the rest sent unpaid
            not_before = self._clock.now() + timedelta(seconds=KEPT_SECONDS)
            await self._outbox.later(outgoing, not_before, str(error), counts=True)
            return True
        if await self._broadcasts.pause(found.id, None, self._clock.now(), trouble="paid"):
            self._wake_outbox()
        return True
