"""The words of each notice, found when it is sent: the facts and the language of that moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.context import Services
from handlers.deadline import answer_of
from handlers.growth.gift_views import gift_elsewhere, gift_ended
from handlers.inline.views import shared_card
from handlers.messages import edit_or_send, send
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.alerts.views import alert_view
from handlers.operator.broadcast.views import broadcast_progress
from handlers.operator.receipts.messages import further_picture, receipt_message
from handlers.operator.review.handlers import review_view
from handlers.operator.review.views import waits_for_you
from handlers.orders.ending_views import ending_view, money_back, news_view, refill_ending
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.topup import views as topup
from handlers.topup.by_hand_views import turned_down
from handlers.view import params
from handlers.wallet.views import wallet_moved
from locales import Translator
from messaging.outbox import Message
from shop.broadcast import Broadcast
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, key_of_topup
from shop.ledger.topup import TopupState
from shop.notice import FOR_OPERATORS
from shop.ordering import news
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.order import Order, OrderState
from shop.ordering.paid import OF_THE_PRICE
from shop.reconciliation.case import CaseState
from storage.messages.outbox import OutboxMessage

Words = Callable[[OutboxMessage, Translator], Awaitable[Message | None]]


@dataclass
class Notices:
    """Renders outbox messages. A broadcast's content is read once and kept while it goes out.

    `username` is the bot's own, once Telegram has told it.
    """

    services: Services
    username: Callable[[], str]

    def __post_init__(self) -> None:
        self._broadcasts: dict[int, Broadcast] = {}
        self._kinds: dict[str, Words] = {
            "card": self._card,
            "shared": self._shared,
            "finished": self._finished,
            "money_back": self._money_back,
            "refill": self._refill,
            "credited": self._credited,
            "returned": self._returned,
            "receipt": self._receipt,
            "receipt_more": self._receipt_more,
            "turned_down": self._turned_down,
            "wallet_changed": self._wallet_changed,
            "alert": self._alert,
            "review": self._review,
            "progress": self._progress,
            "sorry": self._sorry,
            "unsure": self._unsure,
            "gift": self._gift,
            "gift_card": self._gift_card,
            "came_back": self._came_back,
            "reminder": self._reminder,
        }

    async def render(self, message: OutboxMessage) -> Message | None:
        """Return what to send for this message; None if there is nothing left to say."""
        if message.kind == "broadcast":
            return await self._broadcast(message)
        if message.kind in FOR_OPERATORS and message.chat_id not in self.services.access.operators:
            return None  # no longer an operator
        person = await self.services.stores.people.find(message.chat_id)
        t = self.services.catalogues.of(person.language if person else None)
        return await self._kinds[message.kind](message, t)

    async def _card(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None:
            return None
        operates = order.person_id in self.services.access.operators
        view = card(
            order,
            t,
            answer=await answer_of(self.services, order),
            operates=operates,
            measure=self.services.storefront.measured.of(order.terms.service_id),
            refill=refill_of(self.services, order),
        )
        return edit_or_send(message.chat_id, order.card_message_id, view)

    async def _shared(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None:
            return None
        view = shared_card(order, t, await answer_of(self.services, order), self.username())
        there = {"inline_message_id": message.payload["inline_message_id"]}
        return Message("editMessageText", {**there, **params(view)})

    async def _finished(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None:
            return None
        state = OrderState(message.payload["state"])
        celebrates = news.is_celebrated(order, state, self.services.clock.now())
        view = ending_view(order, state, t)
        return send(message.chat_id, view, reply_to=order.card_message_id, celebrates=celebrates)

    async def _money_back(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        return self._news(message, order, money_back(order, t), t) if order else None

    async def _refill(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None:
            return None
        return self._news(message, order, refill_ending(order, message.payload["state"], t), t)

    def _news(self, message: OutboxMessage, order: Order, text: str, t: Translator) -> Message:
        return send(message.chat_id, news_view(order, text, t), reply_to=order.card_message_id)

    async def _credited(self, message: OutboxMessage, t: Translator) -> Message | None:
        services = self.services
        key = key_of_topup(message.payload["way"], message.payload["charge_id"])
        found = await services.stores.statements.find_line(message.chat_id, key)
        if found is None:
            return None
        line, currency = found
        order_id, why = message.payload.get("order_id"), message.payload.get("why")
        if order_id is not None and why is None:
            return send(
                message.chat_id, topup.paid_and_ordered(line.amount_micro, currency, int(order_id), t)
            )
        balance = await services.stores.ledger.balance(Account(AccountKind.WALLET, message.chat_id, currency))
        draft = await services.stores.drafts.find(message.chat_id)
        has_draft = draft is not None and draft.question == CONFIRM
        view = topup.credited(line.amount_micro, currency, balance, t, has_draft=has_draft)
        if why is None:
            return send(message.chat_id, view)
        price = None if draft is None else self._price_now(draft, str(why), t)
        return send(
            message.chat_id, topup.paid_not_ordered(view, str(why), t, order_id=order_id, price=price)
        )

    def _price_now(self, draft: Draft, why: str, t: Translator) -> str | None:
        """Return the draft's price now, if it is no longer the one that was shown; None if it has none."""
        if draft.question != CONFIRM or why not in {"quote_expired", *OF_THE_PRICE}:
            return None
        try:
            sold = self.services.storefront.sold(draft.service_id)
            own = self.services.board.for_person(draft.person_id)
            price = own.quote(sold.service, sold.form, draft.answers)
        except ShopError:
            return None
        return t.money(price.price_micro, price.currency)

    async def _returned(self, message: OutboxMessage, t: Translator) -> Message | None:
        payment = await self.services.stores.payments.find_charge(
            message.payload["way"], message.payload["charge_id"]
        )
        return send(message.chat_id, topup.returned(payment, t)) if payment else None

    async def _receipt(self, message: OutboxMessage, t: Translator) -> Message | None:
        topup = await self.services.stores.topups.find(message.payload["topup_id"])
        if topup is None:
            return None
        if topup.state != TopupState.WAITING:
            return None  # decided before the question was sent
        return await receipt_message(self.services, topup, message.chat_id, t)

    async def _receipt_more(self, message: OutboxMessage, t: Translator) -> Message | None:
        topup = await self.services.stores.topups.find(message.payload["topup_id"])
        if topup is None:
            return None
        return await further_picture(self.services, topup, message.payload["number"], message.chat_id, t)

    async def _reminder(self, message: OutboxMessage, t: Translator) -> Message | None:
        waiting = await self.services.stores.open_cases.count()
        if not (waiting.receipts or waiting.orders):
            return None
        return send(message.chat_id, waits_for_you(waiting, t))

    async def _turned_down(self, message: OutboxMessage, t: Translator) -> Message | None:
        top_up = await self.services.stores.topups.find(message.payload["topup_id"])
        contact = self.services.rules.words.contact
        return send(message.chat_id, turned_down(top_up, contact, t)) if top_up else None

    async def _wallet_changed(self, message: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.statements.find_line(message.chat_id, message.payload["key"])
        return send(message.chat_id, wallet_moved(*found, t)) if found else None

    async def _alert(self, message: OutboxMessage, t: Translator) -> Message | None:
        values = message.payload
        words = {
            "order": str(values.get("order_id", "")),
            "word": str(values.get("word", "")),
            "number": str(values.get("number", "")),
            "person": str(values.get("person", "")),
            "amount": t.money(values.get("amount_micro", 0), str(values.get("currency", ""))),
        }
        return send(message.chat_id, alert_view(values["alert"], words, t))

    async def _review(self, message: OutboxMessage, t: Translator) -> Message | None:
        case = await self.services.stores.cases.find(message.payload["order_id"])
        if case is None:
            return None
        asked_in = case.told.get(str(message.chat_id))
        if case.state is CaseState.SETTLED and asked_in is None:
            return None  # decided before the question was sent
        return edit_or_send(message.chat_id, asked_in, await review_view(self.services, case, t))

    async def _progress(self, message: OutboxMessage, t: Translator) -> Message | None:
        number = message.payload["broadcast_id"]
        broadcast = await self.services.stores.broadcasts.find(number)
        if broadcast is None:
            return None
        tally = await self.services.stores.broadcasts.tally(number)
        view = broadcast_progress(broadcast, tally, t, self.services.clock.now())
        return edit_or_send(message.chat_id, broadcast.progress_message_id, view)

    async def _sorry(self, message: OutboxMessage, t: Translator) -> Message | None:
        return send(message.chat_id, sorry(t))

    async def _came_back(self, message: OutboxMessage, t: Translator) -> Message | None:
        return send(message.chat_id, came_back(int(message.payload["orders"] or 0), t))

    async def _unsure(self, message: OutboxMessage, t: Translator) -> Message | None:
        has_draft = await self.services.stores.drafts.find(message.chat_id) is not None
        return send(message.chat_id, unsure(t, has_draft=has_draft))

    async def _broadcast(self, message: OutboxMessage) -> Message | None:
        number = message.payload["broadcast_id"]
        if number not in self._broadcasts:
            found = await self.services.stores.broadcasts.find(number)
            if found is None:
                return None
            self._broadcasts = {number: found}
        broadcast = self._broadcasts[number]
        return Message(broadcast.method, broadcast.content)  # the same for all: it is encoded once

    async def _gift(self, message: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.gifts.find(message.payload["gift_id"])
        return send(message.chat_id, gift_ended(found, t)) if found else None

    async def _gift_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.gifts.find(message.payload["gift_id"])
        if found is None:
            return None
        there = {"inline_message_id": message.payload["inline_message_id"]}
        return Message("editMessageText", {**there, **params(gift_elsewhere(found, self.username(), t))})

    async def _order(self, message: OutboxMessage) -> Order | None:
        return await self.services.stores.orders.find(message.payload["order_id"], owner=None)
