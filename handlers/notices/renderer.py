"""The words of each notice, found when it is sent: the facts and the language of that moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from handlers.context import Services
from handlers.deadline import answer_of
from handlers.growth.gift_views import gift_elsewhere, gift_ended
from handlers.inline.views import shared_card
from handlers.mass.card_views import mass_card
from handlers.messages import edit_or_send, send, silenced
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.alerts.views import alert_view
from handlers.operator.broadcast.views import broadcast_progress
from handlers.operator.receipts.messages import further_picture, receipt_message
from handlers.operator.review.handlers import review_view
from handlers.operator.review.views import waits_for_you
from handlers.operator.tickets import messages as ticket_desk
from handlers.orders.digest_views import digest_view
from handlers.orders.ending_views import ending_view, money_back, news_view, refill_ending
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.service_news.views import news as services_news
from handlers.tickets import messages as ticket_words
from handlers.topup import views as topup
from handlers.topup.by_hand_views import turned_down
from handlers.view import params
from handlers.wallet.views import wallet_moved
from handlers.welcome.closed_views import open_again
from locales import Translator
from messaging.outbox import Message
from shop import notice
from shop.broadcast import Broadcast
from shop.catalogue import service_news
from shop.digest import DIGEST, entries_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, key_of_topup
from shop.ledger.topup import TopupState
from shop.notice import FOR_OPERATORS, HUSHED
from shop.ordering import news
from shop.ordering.draft import CONFIRM, MASS, Draft
from shop.ordering.order import Order, OrderState
from shop.ordering.paid import OF_THE_PRICE
from shop.preferences import NOTHING_SET
from shop.reconciliation.case import CaseState
from shop.sound import Sound, is_left_out, sound_of
from shop.tickets import notices as tickets
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
        self._silent: dict[int, dict[str, Any]] = {}
        self._kinds: dict[str, Words] = {
            "card": self._card,
            "mass_card": self._mass_card,
            "shared": self._shared,
            "finished": self._finished,
            "money_back": self._money_back,
            "refill": self._refill,
            DIGEST: self._digest,
            service_news.KIND: self._service_news,
            "credited": self._credited,
            "returned": self._returned,
            "receipt": self._receipt,
            "receipt_more": self._receipt_more,
            "turned_down": self._turned_down,
            "wallet_changed": self._wallet_changed,
            "alert": self._alert,
            "alert_copy": self._alert_copy,
            "review": self._review,
            "progress": self._progress,
            "sorry": self._sorry,
            "unsure": self._unsure,
            "gift": self._gift,
            "gift_card": self._gift_card,
            "came_back": self._came_back,
            "opened": self._opened,
            "reminder": self._reminder,
            tickets.TOPIC: partial(ticket_desk.topic, self.services),
            tickets.HEAD: self._ticket_head,
            tickets.TO_DESK: partial(ticket_desk.written, self.services),
            tickets.STUCK: partial(ticket_desk.undelivered, self.services),
            tickets.NAMELESS: partial(ticket_desk.unsigned, self.services),
            tickets.TO_CUSTOMER: partial(ticket_words.answer, self.services),
            tickets.ENDED: partial(ticket_words.ended, self.services),
        }

    async def render(self, message: OutboxMessage) -> Message | None:
        """Return what to send for this message; None if there is nothing left to say."""
        if message.kind == "broadcast":
            return await self._broadcast(message)
        if message.kind in FOR_OPERATORS and message.chat_id not in self.services.access.operators:
            return None  # no longer an operator
        reader = message.chat_id
        if reader == self.services.rules.desk.chat:  # a group reads what its first operator reads
            reader = min(self.services.access.operators)
        person = await self.services.stores.people.find(reader)
        own = person.preferences if person and reader == message.chat_id else NOTHING_SET
        sound = sound_of(message.kind, message.payload, own, self.services.clock.now())
        if sound is Sound.UNSAID:
            return None
        t = self.services.catalogues.of(person.language if person else None).at(own.zone)
        made = await self._kinds[message.kind](message, t)
        return silenced(made) if made is not None and sound is Sound.SILENT else made

    async def _opened(self, message: OutboxMessage, t: Translator) -> Message | None:
        if self.services.rules.gate.is_closed:  # it closed again before this went out
            await self.services.stores.maintenance.wish(message.chat_id, self.services.clock.now())
            return None
        draft = await self.services.stores.drafts.find(message.chat_id)
        return send(message.chat_id, open_again(t, has_draft=draft is not None))

    async def _card(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None or await self._is_listed(order):
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

    async def _is_listed(self, order: Order) -> bool:
        """Return True if the order has no card of its own, but stands in a mass order's, now due as well."""
        stores = self.services.stores
        mass_id = await stores.mass_orders.find_of_order(order.id) if order.card_message_id is None else None
        if mass_id is None:
            return False
        listing = notice.mass_card(mass_id, order.person_id)
        await stores.outbox.enqueue([listing], self.services.clock.now())
        self.services.wakeups.outbox()
        return True

    async def _mass_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        mass_orders, number = self.services.stores.mass_orders, message.payload["mass_id"]
        try:
            mass = await mass_orders.find_ordered(number, message.chat_id)
        except ShopError:
            return None  # tidied away
        return edit_or_send(message.chat_id, mass.card_message_id, mass_card(mass, t))

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

    async def _digest(self, message: OutboxMessage, t: Translator) -> Message | None:
        entries = entries_of(message.payload)
        person = await self.services.stores.people.find(message.chat_id)
        own = person.preferences if person else NOTHING_SET
        wanted = [one for one in entries if not is_left_out(one.kind, own)]
        found = await self.services.stores.orders.list_numbered({one.order_id for one in wanted})
        by_number = {order.id: order for order in found}
        told = [(one, by_number[one.order_id]) for one in wanted if one.order_id in by_number]
        return send(message.chat_id, digest_view(told, t)) if told else None

    async def _service_news(self, message: OutboxMessage, t: Translator) -> Message | None:
        person = await self.services.stores.people.find(message.chat_id)
        if person is None or not person.preferences.news:
            return None  # stopped meanwhile
        return send(message.chat_id, services_news(message.payload, t))

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
        has_draft = draft is not None and draft.question in {CONFIRM, MASS}
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
        """Return an operator's alert; the operators' group is owed one copy, whoever is told first."""
        desk = self.services.rules.desk
        if desk.chat is not None and not desk.is_away:
            copy = notice.alert_copy(desk.chat, message.key, message.payload)
            await self.services.stores.outbox.enqueue([copy], self.services.clock.now())
            self.services.wakeups.outbox()
        return self._alert_words(message, t)

    async def _alert_copy(self, message: OutboxMessage, t: Translator) -> Message | None:
        is_there = message.chat_id == self.services.rules.desk.chat
        return self._alert_words(message, t) if is_there else None

    def _alert_words(self, message: OutboxMessage, t: Translator) -> Message:
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

    async def _ticket_head(self, message: OutboxMessage, t: Translator) -> Message | None:
        return await ticket_desk.first(self.services, message, t, self.username())

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
            self._silent = {number: {**found.content, "disable_notification": True}}
        broadcast = self._broadcasts[number]
        is_silent = bool(message.payload.get(HUSHED)) and await self._is_silent(message)
        # The same for all, with a sound or without: it is encoded once.
        return Message(broadcast.method, self._silent[number] if is_silent else broadcast.content)

    async def _is_silent(self, message: OutboxMessage) -> bool:
        person = await self.services.stores.people.find(message.chat_id)
        own = person.preferences if person else NOTHING_SET
        return sound_of(message.kind, message.payload, own, self.services.clock.now()) is Sound.SILENT

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
        return await self.services.stores.orders.find_shown(message.payload["order_id"])
