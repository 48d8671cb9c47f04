"""What a customer is told of orders: cards that are edited, ends, what came back, and digests."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.bundles.card_views import ended as bundle_ended
from handlers.context import Services
from handlers.deadline import answer_of
from handlers.inline.views import shared_card
from handlers.mass.card_views import mass_card
from handlers.messages import edit_or_send, send
from handlers.orders.digest_views import digest_view
from handlers.orders.ending_views import ending_view, money_back, news_view, refill_ending
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.view import params
from locales import Translator
from messaging.outbox import Message
from shop import notice
from shop.digest import Entry, entries_of
from shop.errors import ShopError
from shop.ordering import news
from shop.ordering.order import Order, OrderState
from shop.person import MAY_ORDER
from shop.preferences import NOTHING_SET
from shop.sound import is_left_out
from storage.messages.outbox import OutboxMessage


@dataclass
class OrderNotices:
    """Finds the words of notices about orders. `username` is the bot's own, once Telegram has told it."""

    services: Services
    username: Callable[[], str]

    async def card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """An order's own card, as it stands now."""
        order = await self._order(message)
        if order is None:
            return None
        if order.terms.bundle and order.card_message_id is not None:
            await self._list_anew(order)  # its line in the bundle's card, besides this card of its own
        elif await self._is_listed(order):
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
        return order.card_message_id is None and await self._list_anew(order)

    async def _list_anew(self, order: Order) -> bool:
        """Owe the card that lists the order among others; return False if there is none."""
        stores = self.services.stores
        mass_id = await stores.mass_orders.find_of_order(order.id)
        if mass_id is None:
            return False
        listing = notice.mass_card(mass_id, order.person_id)
        await stores.outbox.enqueue([listing], self.services.clock.now())
        self.services.wakeups.outbox()
        return True

    async def mass_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The card that lists a mass order's or a bundle's orders."""
        mass_orders, number = self.services.stores.mass_orders, message.payload["mass_id"]
        try:
            mass = await mass_orders.find_ordered(number, message.chat_id)
        except ShopError:
            return None  # tidied away
        if mass.bundle and await mass_orders.end_bundle(mass.id, self.services.clock.now()) is not None:
            self.services.wakeups.outbox()
        return edit_or_send(message.chat_id, mass.card_message_id, mass_card(mass, t))

    async def bundle_ended(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The one message that a bundle has ended."""
        try:
            made = await self.services.stores.mass_orders.find_ordered(
                message.payload["mass_id"], message.chat_id
            )
        except ShopError:
            return None  # tidied away, or their data was deleted
        return send(message.chat_id, bundle_ended(made, t), reply_to=made.card_message_id)

    async def _is_told_with_bundle(self, order: Order) -> bool:
        """Return True if the one message of its bundle's end tells of this order, now or later."""
        mass_orders = self.services.stores.mass_orders
        mass_id = await mass_orders.find_of_order(order.id) if order.terms.bundle else None
        if mass_id is None:
            return False
        ended_at = await mass_orders.end_bundle(mass_id, self.services.clock.now())
        self.services.wakeups.outbox()
        return ended_at is None or order.finished_at is None or order.finished_at <= ended_at

    async def shared(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The card that somebody shared in another chat."""
        order = await self._order(message)
        if order is None:
            return None
        view = shared_card(order, t, await answer_of(self.services, order), self.username())
        there = {"inline_message_id": message.payload["inline_message_id"]}
        return Message("editMessageText", {**there, **params(view)})

    async def finished(self, message: OutboxMessage, t: Translator) -> Message | None:
        """How an order ended."""
        order = await self._order(message)
        if order is None or await self._is_told_with_bundle(order):
            return None
        state = OrderState(message.payload["state"])
        celebrates = news.is_celebrated(order, state, self.services.clock.now())
        may_rate = self.services.access.role_of(order.person_id) in MAY_ORDER
        view = ending_view(order, state, t, may_rate=may_rate)
        return send(message.chat_id, view, reply_to=order.card_message_id, celebrates=celebrates)

    async def money_back(self, message: OutboxMessage, t: Translator) -> Message | None:
        """What came back of an order."""
        order = await self._order(message)
        if order is None or (order.terms.bundle and await self._is_before_the_end(order)):
            return None
        return self._news(message, order, money_back(order, t), t)

    async def refill(self, message: OutboxMessage, t: Translator) -> Message | None:
        """How a refill ended."""
        order = await self._order(message)
        if order is None:
            return None
        return self._news(message, order, refill_ending(order, message.payload["state"], t), t)

    async def _is_before_the_end(self, order: Order) -> bool:
        """Return True while parts of the order's bundle run: its card says what came back, then its end."""
        mass_orders = self.services.stores.mass_orders
        mass_id = await mass_orders.find_of_order(order.id)
        if mass_id is None:
            return False
        return await mass_orders.end_bundle(mass_id, self.services.clock.now()) is None

    async def _is_left_to_bundle(self, entry: Entry, order: Order) -> bool:
        """Return True if a digest leaves this out, because it is told with the whole of a bundle."""
        if not order.terms.bundle or entry.kind == "refill":
            return False
        told = self._is_before_the_end if entry.kind == "money_back" else self._is_told_with_bundle
        return await told(order)

    async def digest(self, message: OutboxMessage, t: Translator) -> Message | None:
        """One message in place of many."""
        entries = entries_of(message.payload)
        person = await self.services.stores.people.find(message.chat_id)
        own = person.preferences if person else NOTHING_SET
        wanted = [one for one in entries if not is_left_out(one.kind, own)]
        found = await self.services.stores.orders.list_numbered({one.order_id for one in wanted})
        by_number = {order.id: order for order in found}
        told = [
            (one, by_number[one.order_id])
            for one in wanted
            if one.order_id in by_number and not await self._is_left_to_bundle(one, by_number[one.order_id])
        ]
        return send(message.chat_id, digest_view(told, t)) if told else None

    def _news(self, message: OutboxMessage, order: Order, text: str, t: Translator) -> Message:
        return send(message.chat_id, news_view(order, text, t), reply_to=order.card_message_id)

    async def _order(self, message: OutboxMessage) -> Order | None:
        return await self.services.stores.orders.find_shown(message.payload["order_id"])
