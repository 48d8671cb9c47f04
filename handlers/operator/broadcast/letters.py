"""The messages of broadcasts as they go out: one content for all, and the deletion of what arrived."""

from dataclasses import dataclass
from typing import Any

from handlers.context import Services
from handlers.operator.broadcast.content import message_of
from messaging.calls import PAID
from messaging.outbox import Message
from messaging.paid_letters import KEPT_SECONDS
from shop.broadcast import UNSENT
from shop.notice import HUSHED
from shop.preferences import NOTHING_SET
from shop.sound import Sound, sound_of
from storage.messages.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class _Content:
    """The two forms of one message, with a sound and without; the same objects for all, encoded once."""

    loud: Message
    silent: Message
    until: float


class Letters:
    """Renders the messages of broadcasts."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._contents: dict[int, _Content] = {}

    async def render(self, message: OutboxMessage) -> Message | None:
        """Return what to send; None if there is nothing left to say."""
        if message.kind == UNSENT:
            return _deletion(message)
        content = await self._content(message.payload["broadcast_id"])
        if content is None:
            return None
        is_silent = bool(message.payload.get(HUSHED)) and await self._is_silent(message)
        return content.silent if is_silent else content.loud

    async def _content(self, number: int) -> _Content | None:
        now, kept = self._services.clock.monotonic(), self._contents.get(number)
        if kept is not None and kept.until > now:
            return kept
        found = await self._services.stores.broadcasts.find(number)
        if found is None:
            return None
        message = message_of(found.method, found.content)
        loud: dict[str, Any] = {**message.params, PAID: True} if found.paid else message.params
        if kept is None or kept.loud != Message(message.method, loud):
            silent = Message(message.method, {**loud, "disable_notification": True})
            kept = _Content(Message(message.method, loud), silent, now + KEPT_SECONDS)
        others = {other: one for other, one in self._contents.items() if one.until > now}
        self._contents = {**others, number: _Content(kept.loud, kept.silent, now + KEPT_SECONDS)}
        return self._contents[number]

    async def _is_silent(self, message: OutboxMessage) -> bool:
        services = self._services
        person = await services.stores.people.find(message.chat_id)
        own = person.preferences if person else NOTHING_SET
        return sound_of(message.kind, message.payload, own, services.clock.now()) is Sound.SILENT


def _deletion(message: OutboxMessage) -> Message | None:
    """Return the call that deletes what arrived under these ids."""
    ids = [int(one) for one in message.sent_as.split(",") if one]
    match ids:
        case []:
            return None
        case [alone]:
            return Message("deleteMessage", {"message_id": alone})
        case _:
            return Message("deleteMessages", {"message_ids": ids})
