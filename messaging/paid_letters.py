"""Broadcasts that Telegram refuses to be paid for: they are paused, and nobody misses them."""

from collections.abc import Callable

from telegram.error import BadRequest, TelegramError

from shop.broadcast import LETTER
from shop.clock import Clock
from storage.messages.broadcasts import Broadcasts
from storage.messages.outbox import OutboxMessage

_ABOUT_MONEY = ("balance_too_low", "floodskip", "paid", "stars", "payment")
"""Words of refusals that are about the Stars, and about no single person. Telegram documents none of them."""


class PaidLetters:
    """Settles what Telegram refuses of a paid broadcast."""

    def __init__(self, broadcasts: Broadcasts, clock: Clock, wake_outbox: Callable[[], None]) -> None:
        self._broadcasts = broadcasts
        self._clock = clock
        self._wake_outbox = wake_outbox

    async def settles(self, outgoing: OutboxMessage, error: TelegramError) -> bool:
        """Pause the broadcast if the refusal is about being paid; its messages wait. See outbox.Settles."""
        if outgoing.kind != LETTER or outgoing.broadcast_id is None or not isinstance(error, BadRequest):
            return False
        words = str(error).lower()
        if not any(word in words for word in _ABOUT_MONEY):
            return False
        found = await self._broadcasts.find(outgoing.broadcast_id)
        if found is None or not found.paid:
            return False
        if await self._broadcasts.pause(found.id, None, self._clock.now(), trouble="paid"):
            self._wake_outbox()
        return True
