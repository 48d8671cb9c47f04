"""The words of each notice, found when it is sent: the facts and the language of that moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from handlers.context import Services
from handlers.growth.gift_views import gift_elsewhere, gift_ended
from handlers.messages import edit_as_it_stands, edit_or_send, send, silenced
from handlers.notices.orders import OrderNotices
from handlers.notices.payments import PaymentNotices
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.alerts.cards import alert_card, goes_on_below
from handlers.operator.alerts.handlers import shown_of
from handlers.operator.alerts.views import event_view
from handlers.operator.broadcast.content import message_of
from handlers.operator.broadcast.letters import Letters
from handlers.operator.broadcast.progress_views import goes_on_elsewhere
from handlers.operator.broadcast.showing import page_of, preview_of
from handlers.operator.broadcast.views import edit_is_ignored
from handlers.operator.cards import led_back
from handlers.operator.desk.views import orders_came
from handlers.operator.door.views import door_card
from handlers.operator.money import change_messages as changes
from handlers.operator.receipts.messages import further_picture, further_words, receipt_message
from handlers.operator.review.handlers import review_view
from handlers.operator.review.views import waits_for_you
from handlers.operator.staff.views import role_news
from handlers.operator.tickets import messages as ticket_desk
from handlers.operator.transfers.messages import transfer_view
from handlers.operator.waiting.opening import card_of
from handlers.service_news.views import news as services_news
from handlers.tickets import messages as ticket_words
from handlers.topup.by_hand_views import turned_down
from handlers.view import params
from handlers.wallet.views import wallet_moved
from handlers.welcome.closed_views import open_again
from handlers.welcome.outside_views import is_in, is_refused
from locales import Translator
from messaging.outbox import Message
from shop import alerts, notice
from shop.acts import ALERT, CASE, subject_of
from shop.broadcast import LETTER, UNSENT, Broadcast, BroadcastState
from shop.catalogue import service_news
from shop.digest import DIGEST
from shop.ledger.topup import TopupState
from shop.notice import FOR_OPERATORS, FOR_STAFF
from shop.ordering.draft import Draft, still_there
from shop.person import MAY_ORDER, STAFF, GivenRole, Role, Standing
from shop.preferences import NOTHING_SET
from shop.reconciliation.case import CaseState
from shop.sound import Sound, sound_of
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
        self._letters = Letters(self.services)
        self._orders = OrderNotices(self.services, self.username)
        self._payments = PaymentNotices(self.services)
        self._kinds: dict[str, Words] = {
            "card": self._orders.card,
            "mass_card": self._orders.mass_card,
            "bundle_ended": self._orders.bundle_ended,
            "shared": self._orders.shared,
            "finished": self._orders.finished,
            "money_back": self._orders.money_back,
            "refill": self._orders.refill,
            DIGEST: self._orders.digest,
            service_news.KIND: self._service_news,
            "credited": self._payments.credited,
            "returned": self._payments.returned,
            "membership_paid": self._payments.membership_paid,
            "membership_ended": self._payments.membership_ended,
            "invoice_card": self._payments.invoice_card,
            "receipt": self._receipt,
            "receipt_more": self._receipt_more,
            "transfer": self._transfer,
            "turned_down": self._turned_down,
            "wallet_changed": self._wallet_changed,
            "change_second": partial(changes.second_operators_card, self.services),
            "change_decided": partial(changes.decided, self.services),
            "alert": self._alert,
            "alert_copy": self._alert_copy,
            alerts.CARD: self._alert_card,
            alerts.PAST: self._alert_past,
            "review": self._review,
            "staff_card": self._staff_card,
            "new_orders": self._new_orders,
            "progress": self._progress,
            notice.LOOK: self._broadcast_look,
            notice.LOOK_CARD: self._broadcast_card,
            notice.EDIT_IGNORED: self._edit_ignored,
            "door": self._door,
            "door_news": self._door_news,
            "role": self._role,
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
            tickets.EDITED_AT_DESK: partial(ticket_desk.edited, self.services),
            tickets.HAS_CHANGED: partial(ticket_desk.has_changed, self.services),
            tickets.EDITED_AT_CUSTOMER: partial(ticket_words.edited, self.services),
            tickets.NOT_CHANGED: partial(ticket_words.not_changed, self.services),
        }

    async def render(self, message: OutboxMessage) -> Message | None:
        """Return what to send for this message; None if there is nothing left to say."""
        if message.kind in {LETTER, UNSENT}:
            return await self._letters.render(message)
        reader, group = message.chat_id, self.services.rules.desk.chat
        if message.kind in FOR_OPERATORS and reader not in {*self.services.access.operators, group}:
            return None  # no longer an operator
        if (
            message.kind in FOR_STAFF
            and reader != group
            and self.services.access.role_of(reader) not in STAFF
        ):
            return None
        if reader == group:  # a group reads what its first operator reads
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
        if self.services.access.role_of(message.chat_id) not in MAY_ORDER:
            return None  # banned or put out since they asked
        if self.services.rules.gate.is_closed:  # it closed again before this went out
            await self.services.stores.maintenance.wish(message.chat_id, self.services.clock.now())
            return None
        draft = await self._waiting_draft(message)
        return send(message.chat_id, open_again(t, has_draft=draft is not None))

    async def _waiting_draft(self, message: OutboxMessage) -> Draft | None:
        """Return what its person can go on with."""
        draft = await self.services.stores.drafts.find(message.chat_id)
        return still_there(draft, self.services.storefront)

    async def _service_news(self, message: OutboxMessage, t: Translator) -> Message | None:
        person = await self.services.stores.people.find(message.chat_id)
        if person is None or not person.preferences.news:
            return None  # stopped meanwhile
        return send(message.chat_id, services_news(message.payload, t))

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
        number, part = message.payload["number"], message.payload.get("part")
        if part is not None:
            return await further_words(self.services, topup, (number, part), message.chat_id, t)
        return await further_picture(self.services, topup, number, message.chat_id, t)

    async def _transfer(self, message: OutboxMessage, t: Translator) -> Message | None:
        transfer = await self.services.stores.transfers.find(message.payload["number"])
        if transfer is None or transfer.is_decided:
            return None  # decided before the question was sent
        return send(message.chat_id, await transfer_view(self.services, transfer, t))

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
        line = await self.services.stores.statements.find_line(message.chat_id, message.payload["key"])
        return send(message.chat_id, wallet_moved(line, t)) if line else None

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
        return send(message.chat_id, event_view(values["alert"], words, t))

    async def _alert_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        stores, number = self.services.stores.alerts, int(message.payload["alert_id"])
        alert = await stores.find(number)
        place = await stores.find_place(number, message.chat_id)
        if alert is None or (place is None and not alert.is_open):
            return None  # it was over before anybody was told
        now = self.services.clock.now()
        made = edit_or_send(message.chat_id, place, alert_card(await shown_of(self.services, alert), t, now))
        if (
            alert.muted_until is not None and alert.muted_until > now
        ):  # its card may have been left or deleted
            made = silenced(made)
        return self._while_it_shows(alert.log_subject, made)

    async def _alert_past(self, message: OutboxMessage, t: Translator) -> Message | None:
        place = {"chat_id": message.chat_id, "message_id": message.payload["message_id"]}
        subject = subject_of(ALERT, message.payload["alert_id"])
        if not await self._shows(subject, **place):
            return None
        return self._while_it_shows(
            subject, Message("editMessageText", {**place, **params(goes_on_below(t))})
        )

    def _while_it_shows(self, subject: str, message: Message) -> Message:
        """Return an edit of this subject's card that is made only if, at its turn, the card stands there."""
        if not message.method.startswith("edit"):
            return message
        other = message.instead
        place = message.params["chat_id"], message.params["message_id"]
        return replace(
            message,
            still=partial(self._shows, subject, *place),
            instead=None if other is None else self._while_it_shows(subject, other),
        )

    async def _shows(self, subject: str, chat_id: int, message_id: int) -> bool:
        """Return True while this message shows this subject, and not another screen."""
        return await self.services.stores.staff_cards.find_subject(chat_id, message_id) == subject

    async def _review(self, message: OutboxMessage, t: Translator) -> Message | None:
        case = await self.services.stores.cases.find(message.payload["order_id"])
        if case is None or case.state is CaseState.SETTLED:
            return None  # decided before the question was sent
        asked_in = case.told.get(str(message.chat_id))
        subject = subject_of(CASE, case.order.id)
        if asked_in is not None and not await self._shows(subject, message.chat_id, asked_in):
            asked_in = None
        view = await review_view(self.services, case, t)
        return self._while_it_shows(subject, edit_or_send(message.chat_id, asked_in, view))

    async def _staff_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """Return the edit of a card that stands with staff; it may be below a picture, or deleted."""
        subject, message_id = message.payload["subject"], message.payload["message_id"]
        if not await self._shows(subject, message.chat_id, message_id):
            return None  # it has become another screen
        found = await card_of(self.services, subject, t, self.username())
        if found is None:
            return None
        view, has_file = found
        if await self.services.stores.staff_cards.is_of_queue(subject, message.chat_id, message_id):
            view = led_back(view, t)
        edit = edit_as_it_stands(message.chat_id, message_id, view, has_file=has_file)
        return self._while_it_shows(subject, edit)

    async def _new_orders(self, message: OutboxMessage, t: Translator) -> Message | None:
        numbers = [int(number) for [number] in message.payload["numbers"]]
        found = await self.services.stores.orders.list_numbered(numbers)
        return send(message.chat_id, orders_came(found, message.payload["count"], t)) if found else None

    async def _progress(self, message: OutboxMessage, t: Translator) -> Message | None:
        number = message.payload["broadcast_id"]
        broadcast = await self.services.stores.broadcasts.find(number)
        if broadcast is None:
            return None
        card = broadcast.progress_message_id
        past = message.payload.get("past")
        if past is not None:
            return await self._progress_past(broadcast, message.chat_id, past, t)
        if card is not None and not await self._shows(broadcast.subject, message.chat_id, card):
            if not broadcast.is_news:
                return None  # whoever wants to see how far it is opens it again
            card = None
        view = await page_of(self.services, broadcast, t)
        return self._while_it_shows(broadcast.subject, edit_or_send(message.chat_id, card, view))

    async def _progress_past(
        self, broadcast: Broadcast, chat_id: int, past: int, t: Translator
    ) -> Message | None:
        """Return the edit of a card of this broadcast that another message has taken the place of."""
        card, place = broadcast.progress_message_id, {"chat_id": chat_id, "message_id": past}
        if card is None or card == past or not await self._shows(broadcast.subject, **place):
            return None
        view = goes_on_elsewhere(broadcast, t, is_above=card < past)
        edit = Message("editMessageText", {**place, **params(view)}, may_be_gone=True)
        return self._while_it_shows(broadcast.subject, edit)

    async def _broadcast_look(self, message: OutboxMessage, _t: Translator) -> Message | None:
        draft = await self._draft(message)
        return message_of(draft.method, draft.content) if draft is not None else None

    async def _broadcast_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        draft = await self._draft(message)
        return send(message.chat_id, await preview_of(self.services, draft, t)) if draft is not None else None

    async def _edit_ignored(self, message: OutboxMessage, t: Translator) -> Message | None:
        draft = await self._draft(message)
        if draft is None:
            return None
        view = edit_is_ignored(t, draft.id)
        return send(message.chat_id, view, reply_to=message.payload["message_id"])

    async def _draft(self, message: OutboxMessage) -> Broadcast | None:
        found = await self.services.stores.broadcasts.find(message.payload["broadcast_id"])
        return found if found is not None and found.state is BroadcastState.SHOWN else None

    async def _door(self, message: OutboxMessage, t: Translator) -> Message | None:
        door, number = self.services.stores.door, message.payload["person_id"]
        stands = await door.find(number)
        asked_in = await door.find_card(number, message.chat_id)
        if stands.state is not Standing.ASKING and asked_in is None:
            return None  # decided before the question was sent
        view = door_card(stands, t)
        return self._while_it_shows(view.about, edit_or_send(message.chat_id, asked_in, view))

    async def _door_news(self, message: OutboxMessage, t: Translator) -> Message | None:
        role, state = self.services.access.role_of(message.chat_id), message.payload["state"]
        if state == Standing.LET_IN:
            return send(message.chat_id, is_in(t)) if role in MAY_ORDER else None
        contact = self.services.rules.words.strangers_contact
        return send(message.chat_id, is_refused(contact, t)) if role is Role.STRANGER else None

    async def _role(self, message: OutboxMessage, t: Translator) -> Message | None:
        role, told = self.services.access.role_of(message.chat_id), message.payload["role"]
        given = {Role.OPERATOR: GivenRole.OPERATOR, Role.SUPPORT: GivenRole.SUPPORT}.get(role)
        if told != (given or "") or role in {Role.OWNER, Role.BANNED}:
            return None  # changed again meanwhile
        return send(message.chat_id, role_news(given, t, may_order=role in MAY_ORDER))

    async def _ticket_head(self, message: OutboxMessage, t: Translator) -> Message | None:
        return await ticket_desk.first(self.services, message, t, self.username())

    async def _sorry(self, message: OutboxMessage, t: Translator) -> Message | None:
        return send(message.chat_id, sorry(t))

    async def _came_back(self, message: OutboxMessage, t: Translator) -> Message | None:
        return send(message.chat_id, came_back(int(message.payload["orders"] or 0), t))

    async def _unsure(self, message: OutboxMessage, t: Translator) -> Message | None:
        has_draft = await self._waiting_draft(message) is not None
        return send(message.chat_id, unsure(t, has_draft=has_draft))

    async def _gift(self, message: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.gifts.find(message.payload["gift_id"])
        return send(message.chat_id, gift_ended(found, t)) if found else None

    async def _gift_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        found = await self.services.stores.gifts.find(message.payload["gift_id"])
        if found is None:
            return None
        there = {"inline_message_id": message.payload["inline_message_id"]}
        return Message("editMessageText", {**there, **params(gift_elsewhere(found, self.username(), t))})
