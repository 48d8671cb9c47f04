"""What staff are asked and shown: receipts, transfers, lost answers, who asks to come in, new orders."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.context import Services
from handlers.messages import edit_as_it_stands, edit_or_send, send
from handlers.notices.card_places import CardPlaces
from handlers.operator.cards import led_back
from handlers.operator.desk.views import orders_came
from handlers.operator.door.views import door_card
from handlers.operator.receipts.messages import further_picture, further_words, receipt_message
from handlers.operator.review.handlers import review_view
from handlers.operator.review.views import waits_for_you
from handlers.operator.transfers.messages import transfer_view
from handlers.operator.waiting.opening import card_of
from locales import Translator
from messaging.outbox import Message
from shop.acts import CASE, subject_of
from shop.ledger.topup import TopupState
from shop.person import Standing
from shop.reconciliation.case import CaseState
from storage.messages.outbox import OutboxMessage


@dataclass
class StaffNotices:
    """Finds the words of what waits for the staff. `places` says where their cards stand.

    `username` is the bot's own, once Telegram has told it.
    """

    services: Services
    username: Callable[[], str]
    places: CardPlaces

    async def receipt(self, message: OutboxMessage, t: Translator) -> Message | None:
        """A receipt that waits for a decision."""
        topup = await self.services.stores.topups.find(message.payload["topup_id"])
        if topup is None:
            return None
        if topup.state != TopupState.WAITING:
            return None  # decided before the question was sent
        return await receipt_message(self.services, topup, message.chat_id, t)

    async def receipt_more(self, message: OutboxMessage, t: Translator) -> Message | None:
        """A further part of a receipt: words, or a picture."""
        topup = await self.services.stores.topups.find(message.payload["topup_id"])
        if topup is None:
            return None
        number, part = message.payload["number"], message.payload.get("part")
        if part is not None:
            return await further_words(self.services, topup, (number, part), message.chat_id, t)
        return await further_picture(self.services, topup, number, message.chat_id, t)

    async def transfer(self, message: OutboxMessage, t: Translator) -> Message | None:
        """A bank transfer that waits for a decision."""
        transfer = await self.services.stores.transfers.find(message.payload["number"])
        if transfer is None or transfer.is_decided:
            return None  # decided before the question was sent
        return send(message.chat_id, await transfer_view(self.services, transfer, t))

    async def reminder(self, message: OutboxMessage, t: Translator) -> Message | None:
        """What still waits for a decision."""
        waiting = await self.services.stores.open_cases.count()
        if not (waiting.receipts or waiting.orders):
            return None
        return send(message.chat_id, waits_for_you(waiting, t))

    async def review(self, message: OutboxMessage, t: Translator) -> Message | None:
        """An order whose answer was lost, as its card stands now."""
        case = await self.services.stores.cases.find(message.payload["order_id"])
        if case is None or case.state is CaseState.SETTLED:
            return None  # decided before the question was sent
        asked_in = case.told.get(str(message.chat_id))
        subject = subject_of(CASE, case.order.id)
        if asked_in is not None and not await self.places.shows(subject, message.chat_id, asked_in):
            asked_in = None
        view = await review_view(self.services, case, t)
        return self.places.while_it_shows(subject, edit_or_send(message.chat_id, asked_in, view))

    async def card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """Return the edit of a card that stands with staff; it may be below a picture, or deleted."""
        subject, message_id = message.payload["subject"], message.payload["message_id"]
        if not await self.places.shows(subject, message.chat_id, message_id):
            return None  # it has become another screen
        found = await card_of(self.services, subject, t, self.username())
        if found is None:
            return None
        view, has_file = found
        if await self.services.stores.staff_cards.is_of_queue(subject, message.chat_id, message_id):
            view = led_back(view, t)
        edit = edit_as_it_stands(message.chat_id, message_id, view, has_file=has_file)
        return self.places.while_it_shows(subject, edit)

    async def new_orders(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The orders that came."""
        numbers = [int(number) for [number] in message.payload["numbers"]]
        found = await self.services.stores.orders.list_numbered(numbers)
        return send(message.chat_id, orders_came(found, message.payload["count"], t)) if found else None

    async def door(self, message: OutboxMessage, t: Translator) -> Message | None:
        """Somebody who asks to come in, as they stand now."""
        door, number = self.services.stores.door, message.payload["person_id"]
        stands = await door.find(number)
        asked_in = await door.find_card(number, message.chat_id)
        if stands.state is not Standing.ASKING and asked_in is None:
            return None  # decided before the question was sent
        view = door_card(stands, t)
        return self.places.while_it_shows(view.about, edit_or_send(message.chat_id, asked_in, view))
