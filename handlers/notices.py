"""The words of each notice, found when it is sent: as things stand then, in the language of then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram.constants import ParseMode

from handlers.counter import Counter
from handlers.review import review_view
from handlers.view import View
from handlers.views import topup
from handlers.views.desk import alert_view, broadcast_progress
from handlers.views.order import card, ending, money_back, refill_ending
from handlers.views.wallet import wallet_moved
from locales import Translator
from mail.outbox import Message
from shop.book import WALLET, Account
from shop.draft import CONFIRM
from shop.order import Order, OrderState
from shop.topup import Way
from storage.broadcasts import Broadcast
from storage.outbox import Letter

Words = Callable[[Letter, Translator], Awaitable[Message | None]]


@dataclass
class Notices:
    """Renders letters. A broadcast's content is read once and kept while it goes out."""

    counter: Counter

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
            "turned_down": self._turned_down,
            "wallet_changed": self._wallet_changed,
            "alert": self._alert,
            "review": self._review,
            "progress": self._progress,
            "sorry": self._sorry,
        }

    async def render(self, letter: Letter) -> Message | None:
        """What to send for this letter; None where there is nothing left to say."""
        if letter.kind == "broadcast":
            return await self._broadcast(letter)
        person = await self.counter.people.find(letter.chat_id)
        t = self.counter.catalogues.of(person.language if person else None)
        return await self._kinds[letter.kind](letter, t)

    async def _card(self, letter: Letter, t: Translator) -> Message | None:
        order = await self._order(letter)
        if order is None:
            return None
        view = card(order, t)
        return edit_or_send(letter.chat_id, order.card_message_id, view)

    async def _finished(self, letter: Letter, t: Translator) -> Message | None:
        order = await self._order(letter)
        if order is None:
            return None
        return send(letter.chat_id, View(ending(order, OrderState(letter.payload["state"]), t)))

    async def _money_back(self, letter: Letter, t: Translator) -> Message | None:
        order = await self._order(letter)
        return send(letter.chat_id, View(money_back(order, t))) if order else None

    async def _refill(self, letter: Letter, t: Translator) -> Message | None:
        order = await self._order(letter)
        return send(letter.chat_id, View(refill_ending(order, letter.payload["state"], t))) if order else None

    async def _credited(self, letter: Letter, t: Translator) -> Message | None:
        counter, way, charge_id = self.counter, letter.payload["way"], letter.payload["charge_id"]
        if way == Way.MANUAL:
            it = await counter.topups.find(int(charge_id))
            amount = (it.amount_micro, it.currency) if it else None
        else:
            paid = await counter.payments.find(way, charge_id)
            amount = (paid.credited_micro, paid.credited_currency) if paid else None
        if amount is None:
            return None
        balance = await counter.till.balance(Account(WALLET, letter.chat_id, amount[1]))
        draft = await counter.drafts.of(letter.chat_id)
        has_draft = draft is not None and draft.question == CONFIRM
        return send(letter.chat_id, topup.credited(*amount, balance, t, has_draft=has_draft))

    async def _returned(self, letter: Letter, t: Translator) -> Message | None:
        it = await self.counter.payments.find(letter.payload["way"], letter.payload["charge_id"])
        return send(letter.chat_id, topup.returned(it, t)) if it else None

    async def _receipt(self, letter: Letter, t: Translator) -> Message | None:
        it = await self.counter.topups.find(letter.payload["topup_id"])
        if it is None:
            return None
        person = await self.counter.people.find(it.person_id)
        view = topup.receipt_card(it, person.name if person else "?", t)
        for kind, method in (("photo", "sendPhoto"), ("document", "sendDocument")):
            if kind in it.receipt:
                return with_file(letter.chat_id, view, method, {kind: it.receipt[kind]})
        return send(letter.chat_id, view)

    async def _turned_down(self, letter: Letter, t: Translator) -> Message | None:
        it = await self.counter.topups.find(letter.payload["topup_id"])
        return send(letter.chat_id, topup.turned_down(it, t)) if it else None

    async def _wallet_changed(self, letter: Letter, t: Translator) -> Message | None:
        found = await self.counter.statements.line(letter.chat_id, letter.payload["key"])
        return send(letter.chat_id, wallet_moved(*found, t)) if found else None

    async def _alert(self, letter: Letter, t: Translator) -> Message | None:
        values = letter.payload
        words = {
            "order": str(values.get("order_id", "")),
            "word": str(values.get("word", "")),
            "person": str(values.get("person", "")),
        }
        return send(letter.chat_id, alert_view(values["alert"], words, t))

    async def _review(self, letter: Letter, t: Translator) -> Message | None:
        it = await self.counter.inquiries.of(letter.payload["order_id"])
        if it is None:
            return None
        asked_in = it.told.get(str(letter.chat_id))
        if it.state == "settled" and asked_in is None:
            return None  # decided before the question could be put
        return edit_or_send(letter.chat_id, asked_in, await review_view(self.counter, it, t))

    async def _progress(self, letter: Letter, t: Translator) -> Message | None:
        number = letter.payload["broadcast_id"]
        it = await self.counter.broadcasts.find(number)
        if it is None:
            return None
        tally = await self.counter.broadcasts.tally(number)
        view = broadcast_progress(it, tally, t, self.counter.clock.now())
        return edit_or_send(letter.chat_id, it.progress_message_id, view)

    async def _sorry(self, letter: Letter, t: Translator) -> Message | None:
        words = t(
            "Something went wrong on my side, sorry. See /orders for what was ordered, then try once more."
        )
        return send(letter.chat_id, View(words))

    async def _broadcast(self, letter: Letter) -> Message | None:
        number = letter.payload["broadcast_id"]
        if number not in self._broadcasts:
            found = await self.counter.broadcasts.find(number)
            if found is None:
                return None
            self._broadcasts = {number: found}
        it = self._broadcasts[number]
        return Message(it.method, {"chat_id": letter.chat_id, **it.content})

    async def _order(self, letter: Letter) -> Order | None:
        return await self.counter.orders.find(letter.payload["order_id"], owner=None)


def send(chat_id: int, view: View) -> Message:
    """The view as a new message."""
    return Message("sendMessage", {"chat_id": chat_id, **_said(view)})


def with_file(chat_id: int, view: View, method: str, file: dict[str, str]) -> Message:
    """The view below a photo or a document that Telegram has already."""
    said = _said(view)
    del said["link_preview_options"]
    return Message(method, {"chat_id": chat_id, "caption": said.pop("text"), **said, **file})


def edit_or_send(chat_id: int, message_id: int | None, view: View) -> Message:
    """The view in place of an earlier message, or as a new one where there is none any more."""
    anew = send(chat_id, view)
    if message_id is None:
        return anew
    edit = {"chat_id": chat_id, "message_id": message_id, **_said(view)}
    return Message("editMessageText", edit, instead=anew)


def _said(view: View) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": view.text,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": {"is_disabled": True},
    }
    if view.keyboard is not None:
        said["reply_markup"] = view.keyboard.to_dict()
    return said
