"""What operators are told of what is wrong: alerts of a moment, and cards of those that stay open."""

from dataclasses import dataclass

from handlers.context import Services
from handlers.messages import edit_or_send, send, silenced
from handlers.notices.card_places import CardPlaces
from handlers.operator.alerts.cards import alert_card, goes_on_below
from handlers.operator.alerts.handlers import shown_of
from handlers.operator.alerts.views import event_view
from handlers.view import params
from locales import Translator
from messaging.outbox import Message
from shop import notice
from shop.acts import ALERT, subject_of
from storage.messages.outbox import OutboxMessage


@dataclass
class AlertNotices:
    """Finds the words of alerts. `places` says where their cards stand."""

    services: Services
    places: CardPlaces

    async def event(self, message: OutboxMessage, t: Translator) -> Message | None:
        """Return an operator's alert; the operators' group is owed one copy, whoever is told first."""
        desk = self.services.rules.desk
        if desk.chat is not None and not desk.is_away:
            copy = notice.alert_copy(desk.chat, message.key, message.payload)
            await self.services.stores.outbox.enqueue([copy], self.services.clock.now())
            self.services.wakeups.outbox()
        return self._event_words(message, t)

    async def event_copy(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The copy for the operators' group, while that is where the desk is."""
        is_there = message.chat_id == self.services.rules.desk.chat
        return self._event_words(message, t) if is_there else None

    def _event_words(self, message: OutboxMessage, t: Translator) -> Message:
        values = message.payload
        words = {
            "order": str(values.get("order_id", "")),
            "word": str(values.get("word", "")),
            "number": str(values.get("number", "")),
            "person": str(values.get("person", "")),
            "amount": t.money(values.get("amount_micro", 0), str(values.get("currency", ""))),
        }
        return send(message.chat_id, event_view(values["alert"], words, t))

    async def card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The card of an alert, as it stands now."""
        stores, number = self.services.stores.alerts, int(message.payload["alert_id"])
        alert = await stores.find(number)
        place = await stores.find_place(number, message.chat_id)
        if alert is None or (place is None and not alert.is_open):
            return None  # it was over before anybody was told
        now = self.services.clock.now()
        made = edit_or_send(message.chat_id, place, alert_card(await shown_of(self.services, alert), t, now))
        if alert.muted_until is not None and alert.muted_until > now:
            made = silenced(made)  # its card may have been left or deleted, and then it comes anew
        return self.places.while_it_shows(alert.log_subject, made)

    async def past_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The edit of a card that goes on in a newer message."""
        place = {"chat_id": message.chat_id, "message_id": message.payload["message_id"]}
        subject = subject_of(ALERT, message.payload["alert_id"])
        if not await self.places.shows(subject, **place):
            return None
        edit = Message("editMessageText", {**place, **params(goes_on_below(t))})
        return self.places.while_it_shows(subject, edit)
