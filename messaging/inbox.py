"""Polling: commit every update to the inbox before confirming it to Telegram.

PTB's own Updater confirms updates once they are queued in memory, so a crash
loses them; and one update it cannot parse stops it for good. Here the raw JSON
becomes a row, and the turn parses it.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeGuard

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from messaging.fast_json import dumps
from messaging.patience import Patience, Tell, tell_nobody
from shop.clock import Clock
from storage.core.database import DatabaseTrouble
from storage.messages.inbox import Arrival, Inbox

log = logging.getLogger("kiosk.inbox")

POLL_SECONDS = 25
"""How long Telegram holds a poll open when there is nothing new."""

EMPTY_SECONDS = 0.2
"""The shortest time an empty poll takes."""

BATCH = 100
WANTED = (
    *("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result"),
    *("my_chat_member", "pre_checkout_query", "subscription"),
)
"""A server ignores kinds that it does not know: `subscription` came with the Bot API 10.2."""

PAUSES = (1, 2, 5, 10, 30)
"""Seconds between tries while Telegram or the database does not answer."""

CONFLICTS_ALLOWED = 3
CONFLICT_WINDOW = 30.0
CONFLICT_PAUSE = 2.0
SILENT_SECONDS = 45.0
"""Longer than any poll may take: after that, updates do not come."""

LAST_WORDS_SECONDS = 2.0
"""The time the outbox has to tell the operators before the process ends."""

HIGHEST_ID = 2**63 - 1
NO_NUMBER = "It has no update_id that a row can hold."


class AnotherPoller(Exception):
    """Somebody else polls with this token; going on would split the updates between two kiosks."""


TakeOut = Callable[[Mapping[str, Any]], bool]
"""Answer an update on the spot if it cannot wait for a turn; return True if so."""


def takes_its_turn(_update: Mapping[str, Any]) -> bool:
    """Return False: no update is answered on the spot."""
    return False


class Fetch(Protocol):
    """Make one getUpdates call; return the raw updates from `offset` on, whatever they look like."""

    async def __call__(self, *, offset: int | None, timeout: int) -> Sequence[object]: ...


async def no_more_is_known() -> bool:
    """Return True: a token that was refused once counts as refused, without asking again."""
    return True


async def somebody() -> str:
    """Say that the webhook's owner is unknown."""
    return "somebody"


class Polling:
    """Brings updates from Telegram to the inbox, for ever; `end_webhook` removes a webhook in the way.

    `checkout` sees each update first and takes those that cannot wait. `is_refused` asks
    Telegram again if it refuses the token, `webhook_host` which host it calls.
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
        is_refused: Callable[[], Awaitable[bool]] = no_more_is_known,
        webhook_host: Callable[[], Awaitable[str]] = somebody,
        tell: Tell = tell_nobody,
    ) -> None:
        self._fetch = fetch
        self._end_webhook = end_webhook
        self._inbox = inbox
        self._clock = clock
        self._arrived = arrived
        self._checkout = checkout
        self._is_refused = is_refused
        self._webhook_host = webhook_host
        self._tell = tell
        self._patience = Patience("getUpdates", clock=clock, tell=tell)
        self._offset: int | None = None
        self._conflicts: list[float] = []
        self._parked: set[str] = set()
        self._heard_at: float | None = None
        self._trouble = "Telegram has answered no poll yet."

    async def open(self) -> None:
        """Do nothing: polling needs no preparation."""

    async def announce(self) -> None:
        """Remove an earlier webhook: Telegram answers no poll while one is set. Raises TelegramError."""
        await self._end_webhook()

    async def check(self) -> None:
        """Do nothing: every poll shows how Telegram delivers."""

    async def close(self) -> None:
        """Do nothing: polling holds nothing open."""

    def trouble(self) -> str:
        """See messaging.receiving.Receiving."""
        now = self._clock.monotonic()
        if self._conflicts and now - self._conflicts[-1] < CONFLICT_WINDOW:
            return _CONFLICT
        if self._heard_at is None:
            return self._trouble
        return (
            "Telegram has not answered a poll for a while." if now - self._heard_at > SILENT_SECONDS else ""
        )

    async def run(self) -> None:
        """Poll until cancelled. Raises AnotherPoller, and InvalidToken for a token refused twice."""
        troubles = 0
        while True:
            try:
                await self._poll_politely()
                troubles = 0
                continue
            except (TelegramError, DatabaseTrouble) as error:
                trouble = error
            self._heard_at, self._trouble = None, _what_keeps_updates(trouble)
            try:
                if await self._is_out_of_the_way(trouble):
                    continue
            except (TelegramError, DatabaseTrouble) as another:
                if another is trouble:  # final
                    raise
                trouble = another
            pause = PAUSES[min(troubles, len(PAUSES) - 1)]
            troubles += 1
            log.warning("%s Polling again in %s s; nothing is lost.", _sentence(trouble), pause)
            await self._clock.sleep(pause)

    async def _poll_politely(self) -> None:
        """Poll once. Never ask in a hot loop a server that does not hold empty polls open.

        The first poll is not held open, nor the first after trouble: its answer shows that updates come.
        """
        began = self._clock.monotonic()
        seconds = 0 if self._heard_at is None else POLL_SECONDS
        arrived = await self.poll_once(seconds)
        self._heard_at = self._clock.monotonic()
        self._patience.is_heard()
        if seconds and not arrived and self._clock.monotonic() - began < EMPTY_SECONDS:
            await self._clock.sleep(EMPTY_SECONDS)

    async def _is_out_of_the_way(self, trouble: TelegramError | DatabaseTrouble) -> bool:
        """Do what can be done about `trouble`; return True if polling may go on at once.

        Raises `trouble` itself if it is final, AnotherPoller, and TelegramError if Telegram
        does not answer.
        """
        match trouble:
            case RetryAfter():
                await self._patience.sit_out(trouble)
                return True
            case Conflict() if "webhook" in str(trouble).lower():
                await self._take_webhook_off()
                return True
            case Conflict() if "other getupdates" in str(trouble).lower():
                await self._note_conflict()
                return True
            case InvalidToken() if await self._is_refused():
                raise trouble
            case _:
                return False

    async def fetch_all(self) -> None:
        """Fetch, commit and confirm all waiting updates. Raises as `poll_once`."""
        while await self.poll_once(0):
            continue  # the last, empty poll confirms the updates of the one before

    async def poll_once(self, timeout: int) -> int:
        """Fetch updates, waiting up to `timeout` seconds, and commit them.

        Return how many with an id came. Others are set aside: Telegram sends none, and
        no offset could confirm them.
        """
        updates = await self._fetch(offset=self._offset, timeout=timeout)
        numbered = [one for one in updates if is_numbered(one)]
        for one in updates:
            if not is_numbered(one):
                await self._park(one, NO_NUMBER)
        if not numbered:
            return 0
        await self._commit([one for one in numbered if not self._checkout(one)])
        # Only the next poll's offset confirms these to Telegram.
        self._offset = max(one["update_id"] for one in numbered) + 1
        self._arrived()
        return len(numbered)

    async def _commit(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Commit all together, or one by one if one of them cannot be stored."""
        try:
            await self._inbox.take_in([arrival_of(update) for update in updates], self._clock.now())
        except DatabaseTrouble:
            raise
        except Exception as error:  # noqa: BLE001 - one update that no column holds must not stop the others
            if len(updates) == 1:
                await self._park(updates[0], f"{type(error).__name__} while it was written")
                return
            for update in updates:
                await self._commit([update])

    async def _park(self, update: object, why: str) -> None:
        """Set an update aside for an operator to see; log it once, however often it comes."""
        raw = json.dumps(update, separators=(",", ":"))
        if raw in self._parked:
            return
        await self._inbox.park(raw, why, self._clock.now())
        log.error("An update is set aside. %s", why)
        self._parked = {raw, *list(self._parked)[:BATCH]}

    async def _take_webhook_off(self) -> None:
        """Remove the webhook: Telegram answers no poll while one is set. Raises TelegramError."""
        host = await self._webhook_host()
        await self._end_webhook()
        log.warning("A webhook at %s was in the way of polling; it is removed.", host)
        await self._tell("webhook_removed", f"{host}:{self._clock.now():%Y-%m-%d %H}", host)

    async def _note_conflict(self) -> None:
        now = self._clock.monotonic()
        self._conflicts = [then for then in self._conflicts if now - then < CONFLICT_WINDOW] + [now]
        log.warning("Another program is polling with this bot's token.")
        if len(self._conflicts) >= CONFLICTS_ALLOWED:
            await self._tell("other_poller", f"{self._clock.now():%Y-%m-%d %H:%M}", "getUpdates")
            await self._clock.sleep(LAST_WORDS_SECONDS)
            message = "Another program keeps polling with this bot's token. Stop it, then start the kiosk."
            raise AnotherPoller(message)
        await self._clock.sleep(CONFLICT_PAUSE)


def is_numbered(update: object) -> TypeGuard[Mapping[str, Any]]:
    """Return True if this is an update with an id that a row can hold."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    # To Python, True is an int as well.
    return type(number) is int and 0 <= number <= HIGHEST_ID


def arrival_of(update: Mapping[str, Any]) -> Arrival:
    """Return the row for a raw update with an id; its sender has the turn."""
    return Arrival(update_id=update["update_id"], person_id=_sender(update), raw=dumps(update).decode())


def _sender(update: Mapping[str, Any]) -> int | None:
    for part in update.values():
        sender = (part.get("from") or part.get("user")) if isinstance(part, Mapping) else None
        if isinstance(sender, Mapping):
            number = sender.get("id")
            return number if type(number) is int and abs(number) <= HIGHEST_ID else None
    return None


_CONFLICT = "Another program polls with this bot's token."


def _what_keeps_updates(trouble: TelegramError | DatabaseTrouble) -> str:
    """Return a sentence of ours: what Telegram or the database say may hold anything."""
    match trouble:
        case DatabaseTrouble():
            return "Updates cannot be stored."
        case RetryAfter():
            return "Telegram asks to poll later."
        case Conflict() if "webhook" in str(trouble).lower():
            return "A webhook is in the way of polling."
        case Conflict():
            return _CONFLICT
        case NetworkError():
            return "Telegram does not answer."
        case _:
            return "Telegram refuses to be polled."


def _sentence(error: Exception) -> str:
    if isinstance(error, NetworkError):
        return f"Telegram does not answer ({type(error).__name__})."
    return f"{error}"
