"""Polling: every update is committed to the inbox before Telegram is told it arrived.

PTB's own Updater confirms updates when they are queued in memory, so a crash
loses them; and one update it cannot parse stops it for good. Here the raw JSON
becomes a row, and parsing is the turn's matter.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from mail.pace import retry_seconds
from shop import crash
from shop.clock import Clock
from storage.database import DatabaseTrouble
from storage.inbox import Arrival, Inbox

log = logging.getLogger("kiosk.inbox")

POLL_SECONDS = 25
"""How long Telegram holds a poll open when there is nothing new."""

EMPTY_SECONDS = 0.2
"""An empty poll takes at least so long."""

BATCH = 100
WANTED = ("message", "callback_query", "inline_query", "my_chat_member", "pre_checkout_query")
PAUSES = (1, 2, 5, 10, 30)
"""Seconds between tries while Telegram or the database does not answer."""

CONFLICTS_ALLOWED = 3
CONFLICT_WINDOW = 30.0


class AnotherPoller(Exception):
    """Somebody else polls with this token; going on would split the updates between two kiosks."""


TakeOut = Callable[[Mapping[str, Any]], bool]
"""Whether an update is answered on the spot instead of waiting for a turn."""


def takes_its_turn(_update: Mapping[str, Any]) -> bool:
    """Nothing is answered on the spot."""
    return False


class Fetch(Protocol):
    """One getUpdates call: the raw updates from `offset` on."""

    async def __call__(self, *, offset: int | None, timeout: int) -> Sequence[Mapping[str, Any]]: ...


class Polling:
    """Brings updates from Telegram to the inbox, for ever; `end_webhook` removes what is in the way.

    `checkout` is shown each update first and takes the ones that cannot wait.
    """

    def __init__(
        self,
        *,
        fetch: Fetch,
        end_webhook: Callable[[], Awaitable[None]],
        inbox: Inbox,
        clock: Clock,
        arrived: Callable[[], None],
        checkout: TakeOut = takes_its_turn,
    ) -> None:
        self._fetch = fetch
        self._end_webhook = end_webhook
        self._inbox = inbox
        self._clock = clock
        self._arrived = arrived
        self._checkout = checkout
        self._offset: int | None = None
        self._conflicts: list[float] = []

    async def open(self) -> None:
        """Nothing has to be ready."""

    async def announce(self) -> None:
        """Telegram answers no poll while an earlier webhook is set. Raises TelegramError."""
        await self._end_webhook()

    async def look(self) -> None:
        """Whether Telegram still means the same is what every poll shows."""

    async def close(self) -> None:
        """Nothing is held."""

    async def run(self) -> None:
        """Poll until cancelled. Raises AnotherPoller, and InvalidToken for a token Telegram refuses."""
        troubles = 0
        while True:
            try:
                await self._poll_politely()
                troubles = 0
            except InvalidToken:
                raise
            except RetryAfter as error:
                await self._clock.sleep(retry_seconds(error))
            except Conflict:
                self._note_conflict()
                await self._clock.sleep(PAUSES[1])
            except (TelegramError, DatabaseTrouble) as error:
                pause = PAUSES[min(troubles, len(PAUSES) - 1)]
                troubles += 1
                log.warning("%s Polling again in %s s; nothing is lost.", _sentence(error), pause)
                await self._clock.sleep(pause)

    async def _poll_politely(self) -> None:
        """One poll. A server that does not hold an empty one open is not asked in a hot loop."""
        began = self._clock.monotonic()
        arrived = await self.poll_once(POLL_SECONDS)
        if not arrived and self._clock.monotonic() - began < EMPTY_SECONDS:
            await self._clock.sleep(EMPTY_SECONDS)

    async def fetch_all(self) -> None:
        """Fetch and commit all that waits, and tell Telegram that it arrived. Raises as `poll_once`."""
        while await self.poll_once(0):
            continue  # the poll that finds nothing has confirmed what the one before it brought

    async def poll_once(self, timeout: int) -> int:
        """Fetch what is there, waiting up to `timeout` seconds, and commit it; returns how many."""
        updates = await self._fetch(offset=self._offset, timeout=timeout)
        if not updates:
            return 0
        lasting = [update for update in updates if not self._checkout(update)]
        await self._inbox.take_in([arrival_of(update) for update in lasting], self._clock.now())
        crash.reach("after_inbox_commit")
        # Only the next poll's offset tells Telegram that these arrived.
        self._offset = max(int(update["update_id"]) for update in updates) + 1
        self._arrived()
        return len(updates)

    def _note_conflict(self) -> None:
        now = self._clock.monotonic()
        self._conflicts = [then for then in self._conflicts if now - then < CONFLICT_WINDOW] + [now]
        log.warning("Another program is polling with this bot's token.")
        if len(self._conflicts) >= CONFLICTS_ALLOWED:
            message = "Another program keeps polling with this bot's token. Stop it, then start the kiosk."
            raise AnotherPoller(message)


def arrival_of(update: Mapping[str, Any]) -> Arrival:
    """The row for a raw update. Whoever it is from has the turn."""
    return Arrival(
        update_id=int(update["update_id"]),
        person_id=_sender(update),
        raw=json.dumps(update, ensure_ascii=False, separators=(",", ":")),
    )


def _sender(update: Mapping[str, Any]) -> int | None:
    for part in update.values():
        if isinstance(part, Mapping) and isinstance(sender := part.get("from"), Mapping):
            number = sender.get("id")
            return number if isinstance(number, int) else None
    return None


def _sentence(error: Exception) -> str:
    if isinstance(error, NetworkError):
        return f"Telegram does not answer ({type(error).__name__})."
    return f"{error}"
