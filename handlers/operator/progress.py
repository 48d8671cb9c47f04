"""A card that a worker keeps up to date in somebody's private chat, outside their turns."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram.error import TelegramError

from handlers.context import Bot, Services
from handlers.view import View, params
from locales import Translator
from messaging.calls import call
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
    """The card. An edit that fails is no reason to stop the work: the next one says more."""

    services: Services
    bot: Bot
    chat_id: int
    message_id: int
    shown_at: float = field(default=0.0)

    async def counts(self, view: Callable[[], View]) -> None:
        """Show this if the card has not changed for a while."""
        if self.services.clock.monotonic() - self.shown_at >= EVERY:
            await self.shows(view())

    async def shows(self, view: View) -> None:
        """Show this now."""
        self.shown_at = self.services.clock.monotonic()
        card = {"chat_id": self.chat_id, "message_id": self.message_id, **params(view)}
        try:
            await call(self.bot, Message("editMessageText", card), Priority.NOTICE)
        except TelegramError as error:
            log.info("A card was not updated: %s", error)
