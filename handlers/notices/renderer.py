"""The words of each notice, found when it is sent: as things stand then, in the language of then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.context import Services
from handlers.messages import edit_or_send, send
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.alerts.views import alert_view
from handlers.operator.broadcast.views import broadcast_progress
from handlers.operator.receipts.messages import further_picture, receipt_message
from handlers.operator.review.handlers import review_view
from handlers.operator.review.views import waits_for_you
from handlers.orders.ending_views import ending_view, money_back, refill_ending
from handlers.orders.views import card
from handlers.topup import views as topup
from handlers.view import View
from handlers.wallet.views import wallet_moved
from locales import Translator
from messaging.outbox import Message
from shop.broadcast import Broadcast
from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import TopupState, Way
from shop.notice import FOR_OPERATORS
from shop.ordering.draft import CONFIRM
from shop.ordering.order import Order, OrderState
from shop.reconciliation.case import CaseState
from storage.messages.outbox import OutboxMessage

Words = Callable[[OutboxMessage, Translator], Awaitable[Message | None]]


@dataclass
class Notices:
    """Renders letters. A broadcast's content is read once and kept while it goes out."""

    services: Services

    def __post_init__(self) -> None:
        self._broadcasts: dict[int, Broadcast] = {}
        self._kinds: dict[str, Words] = {
            "card": self._card,
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
            "came_back": self._came_back,
            "reminder": self._reminder,
        }

    async def render(self, letter: OutboxMessage) -> Message | None:
        """What to send for this letter; None where there is nothing left to say."""
        if letter.kind == "broadcast":
            return await self._broadcast(letter)
        if letter.kind in FOR_OPERATORS and letter.chat_id not in self.services.access.operators:
            return None  # they run the shop no longer
        person = await self.services.stores.people.find(letter.chat_id)
        t = self.services.catalogues.of(person.language if person else None)
        return await self._kinds[letter.kind](letter, t)

    async def _card(self, letter: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(letter)
        if order is None:
            return None
        view = card(order, t)
        return edit_or_send(letter.chat_id, order.card_message_id, view)

    async def _finished(self, letter: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(letter)
        if order is None:
            return None
        return send(letter.chat_id, ending_view(order, OrderState(letter.payload["state"]), t))

    async def _money_back(self, letter: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(letter)
        return send(letter.chat_id, View(money_back(order, t))) if order else None

    async def _refill(self, letter: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(letter)
        return send(letter.chat_id, View(refill_ending(order, letter.payload["state"], t))) if order else None

    async def _credited(self, letter: OutboxMessage, t: Translator) -> Message | None:
        services, way, charge_id = self.services, letter.payload["way"], letter.payload["charge_id"]
        if way == Way.MANUAL:
            top_up = await services.stores.topups.find(int(charge_id))
            amount = (top_up.amount_micro, top_up.currency) if top_up else None
        else:
            paid = await services.stores.payments.find_charge(way, charge_id)
            amount = (paid.credited_micro, paid.credited_currency) if paid else None
        if amount is None:
            return None
        balance = await services.stores.ledger.balance(Account(AccountKind.WALLET, letter.chat_id, amount[1]))
        draft = await services.stores.drafts.find(letter.chat_id)
        has_draft = draft is not None and draft.question == CONFIRM
        return send(letter.chat_id, topup.credited(*amount, balance, t, has_draft=has_draft))

    async def _returned(self, letter: OutboxMessage, t: Translator) -> Message | None:
        payment = await self.services.stores.payments.find_charge(
            letter.payload["way"], letter.payload["charge_id"]
        )
        return send(letter.chat_id, topup.returned(payment, t)) if payment else None

    async def _receipt(self, letter: OutboxMessage, t: Translator) -> Message | None:
        topup = await self.services.stores.topups.find(letter.payload["topup_id"])
        if topup is None:
            return None
        if topup.state != TopupState.WAITING:
            return None  # decided before the question could be put
        return await receipt_message(self.services, topup, letter.chat_id, t)

    async def _receipt_more(self, letter: OutboxMessage, t: Translator) -> Message | None:
        topup = await self.services.stores.topups.find(letter.payload["topup_id"])
        if topup is None:
            return None
        return await further_picture(self.services, topup, letter.payload["number"], letter.chat_id, t)

    async def _reminder(self, letter: OutboxMessage, t: Translator) -> Message | None:
        waiting = await self.services.stores.open_cases.count()
        return send(letter.chat_id, waits_for_you(waiting, t)) if waiting.receipts or waiting.orders else None

    async def _turned_down(self, letter: OutboxMessage, t: Translator) -> Message | None:
        top_up = await self.services.stores.topups.find(letter.payload["topup_id"])
        return send(letter.chat_id, topup.turned_down(top_up, t)) if top_up else None

    async def _wallet_changed(self, letter: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.statements.find_line(letter.chat_id, letter.payload["key"])
        return send(letter.chat_id, wallet_moved(*found, t)) if found else None

    async def _alert(self, letter: OutboxMessage, t: Translator) -> Message | None:
        values = letter.payload
        words = {
            "order": str(values.get("order_id", "")),
            "word": str(values.get("word", "")),
            "number": str(values.get("number", "")),
            "person": str(values.get("person", "")),
            "amount": t.money(values.get("amount_micro", 0), str(values.get("currency", ""))),
        }
        return send(letter.chat_id, alert_view(values["alert"], words, t))

    async def _review(self, letter: OutboxMessage, t: Translator) -> Message | None:
        case = await self.services.stores.cases.find(letter.payload["order_id"])
        if case is None:
            return None
        asked_in = case.told.get(str(letter.chat_id))
        if case.state is CaseState.SETTLED and asked_in is None:
            return None  # decided before the question could be put
        return edit_or_send(letter.chat_id, asked_in, await review_view(self.services, case, t))

    async def _progress(self, letter: OutboxMessage, t: Translator) -> Message | None:
        number = letter.payload["broadcast_id"]
        broadcast = await self.services.stores.broadcasts.find(number)
        if broadcast is None:
            return None
        tally = await self.services.stores.broadcasts.tally(number)
        view = broadcast_progress(broadcast, tally, t, self.services.clock.now())
        return edit_or_send(letter.chat_id, broadcast.progress_message_id, view)

    async def _sorry(self, letter: OutboxMessage, t: Translator) -> Message | None:
        return send(letter.chat_id, sorry(t))

    async def _came_back(self, letter: OutboxMessage, t: Translator) -> Message | None:
        return send(letter.chat_id, came_back(int(letter.payload["orders"] or 0), t))

    async def _unsure(self, letter: OutboxMessage, t: Translator) -> Message | None:
        has_draft = await self.services.stores.drafts.find(letter.chat_id) is not None
        return send(letter.chat_id, unsure(t, has_draft=has_draft))

    async def _broadcast(self, letter: OutboxMessage) -> Message | None:
        number = letter.payload["broadcast_id"]
        if number not in self._broadcasts:
            found = await self.services.stores.broadcasts.find(number)
            if found is None:
                return None
            self._broadcasts = {number: found}
        broadcast = self._broadcasts[number]
        return Message(broadcast.method, {"chat_id": letter.chat_id, **broadcast.content})

    async def _order(self, letter: OutboxMessage) -> Order | None:
        return await self.services.stores.orders.find(letter.payload["order_id"], owner=None)
