"""Paid broadcasts: 1,000 sends a second, for a tenth of a Star each beyond 30 a second.

core.telegram.org/bots/features#paid-broadcasts and the Bot API's `allow_paid_broadcast`. What Telegram
answers a bot that may not is written nowhere: the words of both refusals are assumed.
"""

from collections import deque
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.telegram.ledger import Ledger
from playground.telegram.refusals import bad_request, too_many_requests

FREE, MOST = 30, 1_000
"""Sends in any second that cost nothing, and those that are taken at all."""

STARS_NEEDED = 100_000
"""Stars that a bot must have; it needs 100,000 users a month, too, which `is_enabled` stands for."""


@dataclass
class PaidPace:
    """Counts and bills the sends that a bot pays for. `is_enabled`: its owner may, and did, switch it on."""

    clock: Clock
    ledger: Ledger
    is_enabled: bool = False
    taken: int = 0
    billed: int = 0
    _recent: deque[float] = field(default_factory=deque)

    def take(self, date: int) -> None:
        """Count one send. Raises Refusal if the bot may not pay, or sends more than a paid broadcast may."""
        if not self.is_enabled:
            raise bad_request("PAID_BROADCAST_NOT_ALLOWED")
        if self.ledger.balance < (0 if self.billed else STARS_NEEDED) or self.ledger.balance < 1:
            raise bad_request("BALANCE_TOO_LOW")
        now = self.clock.monotonic()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= MOST:
            raise too_many_requests(1)
        if len(self._recent) >= FREE:
            self.billed += 1
            if self.billed % 10 == 0:
                self.ledger.bill(10, date)
        self.taken += 1
        self._recent.append(now)
