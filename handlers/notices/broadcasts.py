"""What operators are told of a broadcast: how it looks, and how far it is."""

from dataclasses import dataclass

from handlers.context import Services
from handlers.messages import edit_or_send, send
from handlers.notices.card_places import CardPlaces
from handlers.operator.broadcast.content import message_of
from handlers.operator.broadcast.progress_views import goes_on_elsewhere
from handlers.operator.broadcast.showing import page_of, preview_of
from handlers.operator.broadcast.views import edit_is_ignored
from handlers.view import params
from locales import Translator
from messaging.outbox import Message
from shop.broadcast import Broadcast, BroadcastState
from storage.messages.outbox import OutboxMessage


@dataclass
class BroadcastNotices:
    """Finds the words of notices about broadcasts. `places` says where their cards stand."""

    services: Services
    places: CardPlaces

    async def progress(self, message: OutboxMessage, t: Translator) -> Message | None:
        """How far a broadcast is, in its card."""
        number = message.payload["broadcast_id"]
        broadcast = await self.services.stores.broadcasts.find(number)
        if broadcast is None:
            return None
        card = broadcast.progress_message_id
        past = message.payload.get("past")
        if past is not None:
            return await self._progress_past(broadcast, message.chat_id, past, t)
        if card is not None and not await self.places.shows(broadcast.subject, message.chat_id, card):
            if not broadcast.is_news:
                return None  # whoever wants to see how far it is opens it again
            card = None
        view = await page_of(self.services, broadcast, t)
        return self.places.while_it_shows(broadcast.subject, edit_or_send(message.chat_id, card, view))

    async def _progress_past(
        self, broadcast: Broadcast, chat_id: int, past: int, t: Translator
    ) -> Message | None:
        """Return the edit of a card of this broadcast that another message has taken the place of."""
        card, place = broadcast.progress_message_id, {"chat_id": chat_id, "message_id": past}
        if card is None or card == past or not await self.places.shows(broadcast.subject, **place):
            return None
        view = goes_on_elsewhere(broadcast, t, is_above=card < past)
        edit = Message("editMessageText", {**place, **params(view)}, may_be_gone=True)
        return self.places.while_it_shows(broadcast.subject, edit)

    async def look(self, message: OutboxMessage, _t: Translator) -> Message | None:
        """An album as its readers will get it."""
        draft = await self._draft(message)
        return message_of(draft.method, draft.content) if draft is not None else None

    async def look_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The card below that album."""
        draft = await self._draft(message)
        return send(message.chat_id, await preview_of(self.services, draft, t)) if draft is not None else None

    async def edit_ignored(self, message: OutboxMessage, t: Translator) -> Message | None:
        """That the edit of a message which was taken over changes nothing."""
        draft = await self._draft(message)
        if draft is None:
            return None
        view = edit_is_ignored(t, draft.id)
        return send(message.chat_id, view, reply_to=message.payload["message_id"])

    async def _draft(self, message: OutboxMessage) -> Broadcast | None:
        found = await self.services.stores.broadcasts.find(message.payload["broadcast_id"])
        return found if found is not None and found.state is BroadcastState.SHOWN else None
