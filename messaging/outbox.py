"""Delivering notices: at Telegram's pace, each error as its kind demands, nothing forgotten.

A notice is a row until Telegram has taken it. Its words are found at sending
time by `render`. Edits can be repeated at will; a send whose answer was lost
may arrive twice after a crash, which is the price of never losing one.
"""

import asyncio
import html
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    RetryAfter,
    TelegramError,
)

from messaging.delivery import OutcomeUnknown, TokenRefused, certainly_not_sent
from messaging.rate_limit import retry_seconds
from messaging.shutdown import finish
from shop.clock import Clock
from shop.notice import Priority, is_of_money
from storage.core.database import DatabaseTrouble
from storage.messages.outbox import Outbox, OutboxMessage

log = logging.getLogger("kiosk.outbox")

IN_FLIGHT = 8
"""Messages of one priority under way at once; the pace itself is the window's matter."""

TRIES_TO_MAKE = 5
TRIES_TO_SEND = 2
RETRY_SECONDS = (10, 10, 30, 120, 300)

MONEY_RETRY_SECONDS = (10, 60, 600, 3_600, 6 * 3_600, 24 * 3_600)
"""Messages about money are never given up because of silence: the last pause comes again and again."""

WITHOUT_FILE_AFTER = 2
"""After so many failures a message with a file goes without it."""

AWAY_SECONDS = 10.0
"""Between two tries while no connection comes about."""

UNKNOWN_SECONDS = (10, 60, 600, 3600, 21_600, 86_400)
"""Between the tries of what something else answered for: each may have handed it on, so each may be
one more copy, and a mirror may be broken for a day."""

IDLE_SECONDS = 1.0
DATABASE_PAUSE = 1.0
_TAG = re.compile(r"</?[a-z][^>]*>")

SENDS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "animation": "sendAnimation",
    "audio": "sendAudio",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
    "sticker": "sendSticker",
    "document": "sendDocument",
}
"""By which method a kind of media is sent; the kind is the name of its parameter as well.

A document comes last: Telegram calls an animation one, too.
"""

ALBUM = "sendMediaGroup"


@dataclass(frozen=True, slots=True)
class Message:
    """One call of the Bot API. `instead` is sent where the message to edit, or the file to send, is gone."""

    method: str
    params: dict[str, Any]
    instead: "Message | None" = None

    @property
    def has_file(self) -> bool:
        """Whether it brings media, which Telegram may not have any more."""
        return self.method == ALBUM or self.method in SENDS.values()


class Render(Protocol):
    """The words of a message, now; None where there is nothing left to say."""

    async def __call__(self, outgoing: OutboxMessage, /) -> Message | None: ...


class Send(Protocol):
    """Makes the call with this priority; returns the answer's message id where there is one."""

    async def __call__(self, message: Message, priority: Priority, chat_id: int, /) -> int | None: ...


Unreachable = Callable[[int], Awaitable[None]]


class OutboxWorker:
    """Takes due messages out of the outbox and delivers them."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        render: Render,
        send: Send,
        unreachable: Unreachable,
        clock: Clock,
        held: Callable[[], Collection[int | str]] = frozenset,
    ) -> None:
        self._held = held
        self._outbox = outbox
        self._render = render
        self._send = send
        self._unreachable = unreachable
        self._clock = clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._priorities: dict[int, Priority] = {}
        self._busy_chats: set[int] = set()
        self._more = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """There are new messages."""
        self._more.set()

    async def run(self) -> None:
        """Deliver until `stop`; begins with what an earlier process left."""
        while not self._stopping:
            self._more.clear()
            try:
                await self._begin_due()
            except DatabaseTrouble as error:
                log.error("%s Trying again.", error)
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._more.wait()
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Return when nothing is due any more."""
        while await self._begin_due() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, within: float) -> None:
        """Begin no more; give those under way `within` seconds."""
        self._stopping = True
        self._more.set()
        await finish(list(self._under_way.values()), within)

    async def _begin_due(self) -> int:
        begun = 0
        for priority in (Priority.NOTICE, Priority.BROADCAST):
            of_this = sum(1 for taken in self._priorities.values() if taken is priority)
            room = IN_FLIGHT - of_this
            if room <= 0 or self._stopping:
                continue
            # Where Telegram wants to be left alone a message would only take others' place.
            busy = self._busy_chats | {chat for chat in self._held() if isinstance(chat, int)}
            for outgoing in await self._outbox.list_due(priority, self._clock.now(), limit=room, busy=busy):
                if outgoing.id not in self._under_way and outgoing.chat_id not in self._busy_chats:
                    self._begin(outgoing)
                    begun += 1
        return begun

    def _begin(self, outgoing: OutboxMessage) -> None:
        self._busy_chats.add(outgoing.chat_id)
        self._priorities[outgoing.id] = outgoing.priority
        self._under_way[outgoing.id] = asyncio.create_task(
            self._deliver(outgoing), name=f"message {outgoing.id}"
        )

    async def _deliver(self, outgoing: OutboxMessage) -> None:
        try:
            await self._try(outgoing)
        except DatabaseTrouble as error:
            log.error("%s Trying again.", error)
            await self._clock.sleep(DATABASE_PAUSE)  # due at once, it would be tried a hundred times a second
        except Exception:  # whatever is wrong with one message, the others go on
            log.exception("Message %s (%s) could not be made; it is tried again.", outgoing.id, outgoing.kind)
            await self._again(outgoing, "could not be made", tries=TRIES_TO_MAKE)
        finally:
            del self._under_way[outgoing.id]
            del self._priorities[outgoing.id]
            self._busy_chats.discard(outgoing.chat_id)
            self._more.set()

    async def _try(self, outgoing: OutboxMessage) -> None:
        message = await self._render(outgoing)
        if message is None:
            await self._outbox.sent(outgoing, None, self._clock.now())
            return
        if message.has_file and message.instead is not None and outgoing.attempts >= WITHOUT_FILE_AFTER:
            message = message.instead
        try:
            message_id = await self._send_or_replace(message, outgoing)
        except TelegramError as error:
            await self._settle_error(outgoing, message, error)
            return
        await self._outbox.sent(outgoing, message_id, self._clock.now())

    async def _send_or_replace(self, message: Message, outgoing: OutboxMessage) -> int | None:
        """The id of a new message; None after an edit: what it belongs to may stand elsewhere by now."""
        try:
            message_id = await self._send(message, outgoing.priority, outgoing.chat_id)
            return None if message.method == "editMessageText" else message_id
        except BadRequest as error:
            words = str(error).lower()
            if "not modified" in words:  # it shows what it should
                return None
            is_gone = "to edit not found" in words or "can't be edited" in words
            if message.instead is not None and (is_gone or (message.has_file and "chat not" not in words)):
                return await self._send_or_replace(message.instead, outgoing)
            if "can't parse entities" in words:
                log.error("The words of a %s are not Telegram's HTML; sent as plain text.", outgoing.kind)
                return await self._send(plain(message), outgoing.priority, outgoing.chat_id)
            raise

    async def _settle_error(self, outgoing: OutboxMessage, message: Message, error: TelegramError) -> None:
        match error:
            case RetryAfter():
                not_before = self._clock.now() + timedelta(seconds=retry_seconds(error))
                await self._outbox.later(outgoing, not_before, str(error), counts=False)
            case Forbidden():
                await self._unreachable(outgoing.chat_id)
            case ChatMigrated():
                await self._outbox.moved(outgoing.chat_id, error.new_chat_id)
            case BadRequest():
                await self._refused(outgoing, message, error)
            case _ if certainly_not_sent(error) or isinstance(error.__cause__, TokenRefused):
                await self._when_telegram_is_back(outgoing, error)
            case EndPointNotFound():  # this server does not know the method: it has done nothing
                await self._again(outgoing, str(error), tries=None, pauses=UNKNOWN_SECONDS)
            case OutcomeUnknown():
                tries = None if message.method.startswith("edit") else len(UNKNOWN_SECONDS) + 1
                await self._again(outgoing, str(error), tries=tries, pauses=UNKNOWN_SECONDS)
            case _:
                # It may have arrived. An edit is harmless as often as it takes, and so is what tells of
                # money; another send is worth one more try.
                tries = None if message.method.startswith("edit") else TRIES_TO_SEND
                await self._again(outgoing, str(error), tries=tries)

    async def _refused(self, outgoing: OutboxMessage, message: Message, error: BadRequest) -> None:
        if "chat not found" in str(error).lower():
            await self._unreachable(outgoing.chat_id)
            return
        log.error("Telegram refuses a %s by %s: %s", outgoing.kind, message.method, error)
        await self._outbox.failed(outgoing, str(error), self._clock.now())

    async def _when_telegram_is_back(self, outgoing: OutboxMessage, error: TelegramError) -> None:
        """Nothing has reached Telegram, so nothing speaks against trying for as long as it takes."""
        not_before = self._clock.now() + timedelta(seconds=AWAY_SECONDS)
        await self._outbox.later(outgoing, not_before, str(error), counts=False)

    async def _again(
        self, outgoing: OutboxMessage, error: str, *, tries: int | None, pauses: Sequence[int] = RETRY_SECONDS
    ) -> None:
        matters = is_of_money(outgoing.kind, outgoing.payload)
        if tries is not None and not matters and outgoing.attempts + 1 >= tries:
            log.error("Message %s (%s) is given up after %s tries.", outgoing.id, outgoing.kind, tries)
            await self._outbox.failed(outgoing, error, self._clock.now())
            return
        pauses = MONEY_RETRY_SECONDS if matters else pauses
        pause = pauses[min(outgoing.attempts, len(pauses) - 1)]
        not_before = self._clock.now() + timedelta(seconds=pause)
        await self._outbox.later(outgoing, not_before, error, counts=True)


def plain(message: Message) -> Message:
    """The same words without any mark-up, for when Telegram cannot read it."""
    params = {name: value for name, value in message.params.items() if name != "parse_mode"}
    for words in params.keys() & {"text", "caption"}:
        params[words] = html.unescape(_TAG.sub("", params[words]))
    return Message(message.method, params)
