"""Where cards of staff stand, which may have become other screens since."""

from dataclasses import dataclass, replace
from functools import partial

from handlers.context import Services
from messaging.outbox import Message


@dataclass(frozen=True)
class CardPlaces:
    """Says whether a message still shows a card, and edits it only while it does."""

    services: Services

    def while_it_shows(self, subject: str, message: Message) -> Message:
        """Return an edit of this subject's card that is made only if, at its turn, the card stands there."""
        if not message.method.startswith("edit"):
            return message
        other = message.instead
        place = message.params["chat_id"], message.params["message_id"]
        return replace(
            message,
            still=partial(self.shows, subject, *place),
            instead=None if other is None else self.while_it_shows(subject, other),
        )

    async def shows(self, subject: str, chat_id: int, message_id: int) -> bool:
        """Return True while this message shows this subject, and not another screen."""
        return await self.services.stores.staff_cards.find_subject(chat_id, message_id) == subject
