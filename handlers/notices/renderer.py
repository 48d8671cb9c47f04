"""The words of each notice, found when it is sent: the facts and the language of that moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from handlers.context import Services
from handlers.growth.gift_views import gift_elsewhere, gift_ended
from handlers.messages import send, silenced
from handlers.notices.alerts import AlertNotices
from handlers.notices.broadcasts import BroadcastNotices
from handlers.notices.card_places import CardPlaces
from handlers.notices.orders import OrderNotices
from handlers.notices.payments import PaymentNotices
from handlers.notices.staff import StaffNotices
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.broadcast.letters import Letters
from handlers.operator.money import change_messages as changes
from handlers.operator.staff.views import role_news
from handlers.operator.tickets import messages as ticket_desk
from handlers.service_news.views import news as services_news
from handlers.tickets import messages as ticket_words
from handlers.topup.by_hand_views import turned_down
from handlers.view import params
from handlers.wallet.views import wallet_moved
from handlers.welcome.closed_views import open_again
from handlers.welcome.outside_views import is_in, is_refused, notice_outside
from locales import Translator
from messaging.outbox import Message
from shop import alert_cases, notice
from shop.broadcast import LETTER, UNSENT
from shop.catalogue import service_news
from shop.digest import DIGEST
from shop.notice import FOR_OPERATORS, FOR_STAFF
from shop.ordering.draft import Draft
from shop.ordering.half_filled import still_there
from shop.person import MAY_ORDER, STAFF, GivenRole, Role, Standing
from shop.preferences import NOTHING_SET
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
        places = CardPlaces(self.services)
        self._alerts = AlertNotices(self.services, places)
        self._broadcasts = BroadcastNotices(self.services, places)
        self._staff = StaffNotices(self.services, self.username, places)
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
            "receipt": self._staff.receipt,
            "receipt_more": self._staff.receipt_more,
            "transfer": self._staff.transfer,
            "turned_down": self._turned_down,
            "wallet_changed": self._wallet_changed,
            "change_second": partial(changes.second_operators_card, self.services),
            "change_decided": partial(changes.decided, self.services),
            "alert": self._alerts.event,
            "alert_copy": self._alerts.event_copy,
            alert_cases.CARD: self._alerts.card,
            alert_cases.PAST: self._alerts.past_card,
            "review": self._staff.review,
            "staff_card": self._staff.card,
            "new_orders": self._staff.new_orders,
            "progress": self._broadcasts.progress,
            notice.LOOK: self._broadcasts.look,
            notice.LOOK_CARD: self._broadcasts.look_card,
            notice.EDIT_IGNORED: self._broadcasts.edit_ignored,
            "door": self._staff.door,
            "door_news": self._door_news,
            "role": self._role,
            "sorry": self._sorry,
            "unsure": self._unsure,
            "gift": self._gift,
            "gift_card": self._gift_card,
            "came_back": self._came_back,
            "opened": self._opened,
            "reminder": self._staff.reminder,
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
        if made is not None and self.services.access.role_of(reader) not in MAY_ORDER:
            made = notice_outside(made)
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

    async def _turned_down(self, message: OutboxMessage, t: Translator) -> Message | None:
        top_up = await self.services.stores.topups.find(message.payload["topup_id"])
        contact = self.services.rules.words.contact
        return send(message.chat_id, turned_down(top_up, contact, t)) if top_up else None

    async def _wallet_changed(self, message: OutboxMessage, t: Translator) -> Message | None:
        line = await self.services.stores.statements.find_line(message.chat_id, message.payload["key"])
        return send(message.chat_id, wallet_moved(line, t)) if line else None

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
