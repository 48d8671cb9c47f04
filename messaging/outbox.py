"""Deliver outbox messages: at Telegram's rate, each error handled by its kind, nothing lost.

A message is a row until Telegram has taken it; `render` writes its text at
sending time. Edits are idempotent; a send whose answer was lost may arrive twice
after a crash, which is the price of never losing one.
"""

import asyncio
import html
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
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

from messaging.delivered import Delivered
from messaging.delivery import LetGo, NotOurs, OutcomeUnknown, TokenRefused, certainly_not_sent
from messaging.edits import is_as_it_was, is_gone
from messaging.rate_limit import retry_seconds
from messaging.shutdown import finish
from shop.about import about
from shop.broadcast import UNSENT
from shop.clock import Clock
from shop.notice import Priority, is_of_money
from storage.core.database import DatabaseTrouble
from storage.messages.outbox import Ids, Outbox, OutboxMessage

log = logging.getLogger("kiosk.outbox")

IN_FLIGHT = 8
"""Messages of one priority under way at once; the credit window sets the rate, and more where it lets more
out in a second."""

ROOM_SHARE = 4
"""The next messages are read when this part of the places is free: a crowd's letters are not asked for
one by one, and what is stopped meanwhile has hardly been read ahead."""

TRIES_TO_MAKE = 5
TRIES_TO_SEND = 2
RETRY_SECONDS = (10, 10, 30, 120, 300)

MONEY_RETRY_SECONDS = (10, 60, 600, 3_600, 6 * 3_600, 24 * 3_600)
"""A message about money is never given up because of silence: its last pause repeats."""

WITHOUT_FILE_AFTER = 2
"""After this many failures a message goes without its file."""

AWAY_SECONDS = 10.0
"""Between two tries while no connection can be made."""

UNKNOWN_SECONDS = (10, 60, 600, 3600, 21_600, 86_400)
"""Between tries after something else answered in Telegram's place: each try may have been forwarded
and be one more copy, and a mirror may stay broken for a day."""

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
"""The method that sends each kind of media; the kind is also the name of its parameter.

Document comes last, because Telegram calls an animation a document, too.
"""

_NOBODY = ("chat not found", "peer_id_invalid", "input_user_deactivated", "user_is_blocked")
"""What Telegram says, besides Forbidden, of a chat in which nobody can be reached."""

ALBUM, COPY = "sendMediaGroup", "copyMessage"

IN_PLACE = frozenset({"photo", "video", "animation", "audio", "document"})
"""Kinds of media that can take another's place in a message; of other kinds only the caption changes."""


@dataclass(frozen=True, slots=True)
class Message:
    """One call of the Bot API. `instead` is sent if the message to edit, or the file to send, is gone.

    `may_be_gone`: if the message to edit is gone, nothing is left to say. `still` is asked when the call's
    turn has come, which may be seconds later: if not, it is not made (LetGo), and rendered anew.
    """

    method: str
    params: dict[str, Any]
    instead: "Message | None" = None
    may_be_gone: bool = False
    still: Callable[[], Awaitable[bool]] | None = field(default=None, compare=False)

    @property
    def has_file(self) -> bool:
        """Return True if the message has media, or a message to copy, which Telegram may have deleted."""
        return self.method in {ALBUM, COPY} or self.method in SENDS.values()


class Render(Protocol):
    """Return a message as it reads now; None if there is nothing left to say."""

    async def __call__(self, outgoing: OutboxMessage, /) -> Message | None: ...


class Send(Protocol):
    """Make the call at this priority; return the ids of the messages in the answer, if there are any."""

    async def __call__(self, message: Message, priority: Priority, chat_id: int, /) -> Ids: ...


Unreachable = Callable[[int], Awaitable[None]]


class Settles(Protocol):
    """Do what a refused message's own subject needs; return True if nothing else is to be done about it."""

    async def __call__(self, outgoing: OutboxMessage, error: TelegramError, /) -> bool: ...


async def nothing_special(_outgoing: OutboxMessage, _error: TelegramError) -> bool:
    """Return False: every error is left to its kind."""
    return False


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
        settles: Settles = nothing_special,
        letters_in_flight: Callable[[], int] = lambda: IN_FLIGHT,
        sends_letters: Callable[[], bool] = lambda: True,
    ) -> None:
        """`letters_in_flight` is how many messages of broadcasts may be under way at once now;
        without `sends_letters` none begins.
        """
        self._letters_in_flight = letters_in_flight
        self._sends_letters = sends_letters
        self._taken = dict.fromkeys((Priority.NOTICE, Priority.BROADCAST), 0)
        self._delivered = Delivered(outbox, clock)
        self._held = held
        self._settles = settles
        self._outbox = outbox
        self._render = render
        self._send = send
        self._unreachable = unreachable
        self._clock = clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._busy_chats: set[int] = set()
        self._more = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Read the outbox soon: there are new messages."""
        self._more.set()

    async def run(self) -> None:
        """Deliver until `stop`, beginning with the messages an earlier process left."""
        while not self._stopping.is_set():
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
        """Begin no more deliveries; give running ones `within` seconds."""
        self._stopping.set()
        self._more.set()
        await finish(list(self._under_way.values()), within)

    async def _begin_due(self) -> int:
        begun = 0
        for priority in self._taken:
            room = self._room(priority)
            if not room or self._stopping.is_set():
                continue
            # A message to a chat that Telegram holds would only take others' place.
            busy = self._busy_chats | {chat for chat in self._held() if isinstance(chat, int)}
            due = await self._outbox.list_due(priority, self._clock.now(), limit=room, busy=busy)
            if self._stopping.is_set():  # meanwhile
                break
            for outgoing in due:
                if outgoing.id not in self._under_way and outgoing.chat_id not in self._busy_chats:
                    self._begin(outgoing)
                    begun += 1
        return begun

    def _room(self, priority: Priority) -> int:
        """Return how many more may begin; 0 until it is worth asking for them."""
        places = IN_FLIGHT
        if priority is Priority.BROADCAST:
            if not self._sends_letters():
                return 0
            places = max(IN_FLIGHT, self._letters_in_flight())
        room = places - self._taken[priority]
        return room if room >= places // ROOM_SHARE else 0

    def _begin(self, outgoing: OutboxMessage) -> None:
        self._busy_chats.add(outgoing.chat_id)
        self._taken[outgoing.priority] += 1
        order_id = outgoing.payload.get("order_id")
        with about(
            person_id=outgoing.chat_id if outgoing.chat_id > 0 else None,
            order_id=order_id if isinstance(order_id, int) else None,
        ):
            task = asyncio.create_task(self._deliver(outgoing), name=f"message {outgoing.id}")
        self._under_way[outgoing.id] = task

    async def _deliver(self, outgoing: OutboxMessage) -> None:
        try:
            await self._try(outgoing)
        except DatabaseTrouble as error:
            log.error("%s Trying again.", error)
            await self._clock.sleep(DATABASE_PAUSE)  # due at once, it would be tried a hundred times a second
        except Exception:  # one bad message must not stop the others
            log.exception("Message %s (%s) could not be made; trying again.", outgoing.id, outgoing.kind)
            await self._again(outgoing, "could not be made", tries=TRIES_TO_MAKE)
        finally:
            del self._under_way[outgoing.id]
            self._taken[outgoing.priority] -= 1
            self._busy_chats.discard(outgoing.chat_id)
            if self._room(outgoing.priority):
                self._more.set()

    async def _try(self, outgoing: OutboxMessage) -> None:
        outgoing = await self._outbox.gather(outgoing, self._clock.now())
        message = await self._render(outgoing)
        if message is None:
            await self._delivered.note(outgoing, None)
            return
        if message.has_file and message.instead is not None and outgoing.attempts >= WITHOUT_FILE_AFTER:
            message = message.instead
        try:
            message_id = await self._send_or_replace(message, outgoing)
        except TelegramError as error:
            await self._settle_error(outgoing, message, error)
            return
        await self._delivered.note(outgoing, message_id)

    async def _send_or_replace(self, message: Message, outgoing: OutboxMessage) -> Ids:
        """Return the ids of a new message; None after an edit: the card may be in another message by now."""
        try:
            message_id = await self._send(message, outgoing.priority, outgoing.chat_id)
            return None if message.method.startswith("editMessage") else message_id
        except BadRequest as error:
            words = str(error).lower()
            if is_as_it_was(error) or "to delete not found" in words:  # all is as it should be
                return None
            gone = is_gone(error)
            if gone and message.may_be_gone:
                return None
            if message.instead is not None and (gone or (message.has_file and "chat not" not in words)):
                return await self._send_or_replace(message.instead, outgoing)
            if "can't parse entities" in words:
                log.error("The words of a %s are not Telegram's HTML; sent as plain text.", outgoing.kind)
                sent = await self._send(without_markup(message), outgoing.priority, outgoing.chat_id)
                return None if message.method.startswith("editMessage") else sent
            raise

    async def _settle_error(self, outgoing: OutboxMessage, message: Message, error: TelegramError) -> None:
        if isinstance(error, Forbidden | BadRequest | ChatMigrated) and await self._settles(outgoing, error):
            return
        match error:
            case NotOurs():  # whoever leads sends it: this one writes nothing
                await self._clock.sleep(IDLE_SECONDS)
            case LetGo():  # made anew, as what it says may be worth a message of its own now
                not_before = self._clock.now() + timedelta(seconds=IDLE_SECONDS)
                await self._outbox.later(outgoing, not_before, str(error), counts=False)
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
                # The call may have arrived. Edits are idempotent, so they are retried, and messages about
                # money must arrive; any other send gets one more try.
                tries = None if message.method.startswith("edit") else TRIES_TO_SEND
                await self._again(outgoing, str(error), tries=tries)

    async def _refused(self, outgoing: OutboxMessage, message: Message, error: BadRequest) -> None:
        words = str(error).lower()
        if any(said in words for said in _NOBODY):
            await self._unreachable(outgoing.chat_id)
            return
        if not _is_of_a_topic(message) and outgoing.kind != UNSENT:
            log.error("Telegram refuses a %s by %s: %s", outgoing.kind, message.method, error)
        await self._outbox.failed(outgoing, str(error), self._clock.now())

    async def _when_telegram_is_back(self, outgoing: OutboxMessage, error: TelegramError) -> None:
        """Retry without limit: nothing has reached Telegram, so nothing can arrive twice."""
        not_before = self._clock.now() + timedelta(seconds=AWAY_SECONDS)
        await self._outbox.later(outgoing, not_before, str(error), counts=False)

    async def _again(
        self, outgoing: OutboxMessage, error: str, *, tries: int | None, pauses: Sequence[int] = RETRY_SECONDS
    ) -> None:
        is_money = is_of_money(outgoing.kind, outgoing.payload)
        if tries is not None and not is_money and outgoing.attempts + 1 >= tries:
            log.error("Message %s (%s) is given up after %s tries.", outgoing.id, outgoing.kind, tries)
            await self._outbox.failed(outgoing, error, self._clock.now())
            return
        pauses = MONEY_RETRY_SECONDS if is_money else pauses
        pause = pauses[min(outgoing.attempts, len(pauses) - 1)]
        not_before = self._clock.now() + timedelta(seconds=pause)
        await self._outbox.later(outgoing, not_before, error, counts=True)


def _is_of_a_topic(message: Message) -> bool:
    """Return True for what a group without topics, or one whose topic is as it should be, refuses."""
    return message.method.endswith("ForumTopic")


def without_markup(message: Message) -> Message:
    """Return the message without mark-up, for when Telegram cannot parse it."""
    params = {name: value for name, value in message.params.items() if name != "parse_mode"}
    for words in params.keys() & {"text", "caption"}:
        params[words] = html.unescape(_TAG.sub("", params[words]))
    return Message(message.method, params, still=message.still)
