"""A card that a worker keeps up to date in somebody's private chat, outside their turns."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from telegram.error import BadRequest, TelegramError

from handlers.context import Bot, Services
from handlers.messages import edit_or_send, send
from handlers.view import View
from locales import Translator
from messaging.calls import call, message_id_of
from messaging.delivery import LetGo
from messaging.edits import is_as_it_was
from messaging.outbox import Message
from shop.notice import Priority

log = logging.getLogger("kiosk.handlers")

EVERY = 3.0
"""Seconds between two edits of a card that only counts."""


async def translator_of(services: Services, person_id: int) -> Translator:
    """Return how this person reads, also where nothing of theirs is being handled."""
    person = await services.stores.people.find(person_id)
    if person is None:
        return services.catalogues.of(None)
    return services.catalogues.of(person.language).at(person.preferences.zone)


@dataclass
class Progress:
    """The card of what is at work. An edit that fails is no reason to stop the work: the next one says more.

    Its message may become another screen meanwhile. Then nothing is counted any more, and the end comes as a
    message of its own.
    """

    services: Services
    bot: Bot
    chat_id: int
    subject: str
    shown_at: float = field(default=0.0)

    async def counts(self, view: Callable[[], View]) -> None:
        """Show this if the card has not changed for a while."""
        now = self.services.clock.monotonic()
        if now - self.shown_at < EVERY:
            return
        self.shown_at = now
        stands_in = await self._place()
        if stands_in is not None:
            await self._put(self._edit(stands_in, view()))

    async def ends(self, view: View) -> None:
        """Show this, which somebody waits for, where the card stands, or in a message of its own."""
        stands_in = await self._place()
        if stands_in is not None and await self._ends_in(stands_in, view):
            return
        sent = await self._put(send(self.chat_id, view))
        if sent is not None:
            cards, now = self.services.stores.staff_cards, self.services.clock.now()
            await cards.stands(self.subject, self.chat_id, sent, now)

    async def _ends_in(self, message_id: int, view: View) -> bool:
        """Show the end in this message; return False if it cannot be there: left meanwhile, or deleted."""
        try:
            await call(self.bot, self._edit(message_id, view), Priority.NOTICE)
        except (LetGo, BadRequest) as error:
            return isinstance(error, BadRequest) and is_as_it_was(error)
        except TelegramError as error:
            log.info("A card was not updated: %s", error)
        return True

    def _edit(self, message_id: int, view: View) -> Message:
        edit = edit_or_send(self.chat_id, message_id, view)
        return replace(edit, still=partial(self._stands_in, message_id))

    async def _stands_in(self, message_id: int) -> bool:
        return await self._place() == message_id

    async def _place(self) -> int | None:
        return await self.services.stores.staff_cards.find_place(self.subject, self.chat_id)

    async def _put(self, message: Message) -> int | None:
        """Make the call; return in which message it stands, None if that is not known."""
        try:
            answer = await call(self.bot, message, Priority.NOTICE)
            return None if answer is None else message_id_of(answer)
        except TelegramError as error:
            log.info("A card was not updated: %s", error)
            return None
