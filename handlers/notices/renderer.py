"""The words of each notice, found when it is sent: the facts and the language of that moment."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from handlers.bundles.card_views import ended as bundle_ended
from handlers.context import Services
from handlers.deadline import answer_of
from handlers.growth.gift_views import gift_elsewhere, gift_ended
from handlers.inline.views import shared_card
from handlers.mass.card_views import mass_card
from handlers.membership import views as membership
from handlers.messages import edit_as_it_stands, edit_or_send, send, silenced
from handlers.notices.views import came_back, sorry, unsure
from handlers.operator.alerts.cards import alert_card, goes_on_below
from handlers.operator.alerts.handlers import shown_of
from handlers.operator.alerts.views import event_view
from handlers.operator.broadcast.content import message_of
from handlers.operator.broadcast.letters import Letters
from handlers.operator.broadcast.progress_views import goes_on_elsewhere
from handlers.operator.broadcast.showing import page_of, preview_of
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
from handlers.orders.digest_views import digest_view
from handlers.orders.ending_views import ending_view, money_back, news_view, refill_ending
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.service_news.views import news as services_news
from handlers.tickets import messages as ticket_words
from handlers.topup import views as topup
from handlers.topup.by_hand_views import turned_down
from handlers.topup.waiting_views import paid
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
from shop.digest import DIGEST, Entry, entries_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, key_of_topup
from shop.ledger.surcharge import key_of_surcharge
from shop.ledger.topup import TopupState
from shop.notice import FOR_OPERATORS, FOR_STAFF
from shop.ordering import news
from shop.ordering.draft import CONFIRM, MASS, Draft
from shop.ordering.order import Order, OrderState
from shop.ordering.paid import OF_THE_PRICE
from shop.person import MAY_ORDER, STAFF, GivenRole, Role, Standing
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
        self._letters = Letters(self.services)
        self._kinds: dict[str, Words] = {
            "card": self._card,
            "mass_card": self._mass_card,
            "bundle_ended": self._bundle_ended,
            "shared": self._shared,
            "finished": self._finished,
            "money_back": self._money_back,
            "refill": self._refill,
            DIGEST: self._digest,
            service_news.KIND: self._service_news,
            "credited": self._credited,
            "returned": self._returned,
            "membership_paid": self._membership_paid,
            "membership_ended": self._membership_ended,
            "invoice_card": self._invoice_card,
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
        if self.services.rules.gate.is_closed:  # it closed again before this went out
            await self.services.stores.maintenance.wish(message.chat_id, self.services.clock.now())
            return None
        draft = await self.services.stores.drafts.find(message.chat_id)
        return send(message.chat_id, open_again(t, has_draft=draft is not None))

    async def _card(self, message: OutboxMessage, t: Translator) -> Message | None:
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

    async def _mass_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        mass_orders, number = self.services.stores.mass_orders, message.payload["mass_id"]
        try:
            mass = await mass_orders.find_ordered(number, message.chat_id)
        except ShopError:
            return None  # tidied away
        if mass.bundle and await mass_orders.end_bundle(mass.id, self.services.clock.now()) is not None:
            self.services.wakeups.outbox()
        return edit_or_send(message.chat_id, mass.card_message_id, mass_card(mass, t))

    async def _bundle_ended(self, message: OutboxMessage, t: Translator) -> Message | None:
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

    async def _shared(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None:
            return None
        view = shared_card(order, t, await answer_of(self.services, order), self.username())
        there = {"inline_message_id": message.payload["inline_message_id"]}
        return Message("editMessageText", {**there, **params(view)})

    async def _finished(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None or await self._is_told_with_bundle(order):
            return None
        state = OrderState(message.payload["state"])
        celebrates = news.is_celebrated(order, state, self.services.clock.now())
        view = ending_view(order, state, t)
        return send(message.chat_id, view, reply_to=order.card_message_id, celebrates=celebrates)

    async def _money_back(self, message: OutboxMessage, t: Translator) -> Message | None:
        order = await self._order(message)
        if order is None or (order.terms.bundle and await self._is_before_the_end(order)):
            return None
        return self._news(message, order, money_back(order, t), t)

    async def _refill(self, message: OutboxMessage, t: Translator) -> Message | None:
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

    async def _digest(self, message: OutboxMessage, t: Translator) -> Message | None:
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
        bonus = await self._bonus(message)
        order_id, why = message.payload.get("order_id"), message.payload.get("why")
        if order_id is not None and why is None:
            order = await services.stores.orders.find(int(order_id), owner=message.chat_id)
            view = topup.paid_and_ordered(
                line.amount_micro,
                currency,
                int(order_id),
                t,
                starts_at=order.starts_at if order is not None and order.is_scheduled else None,
            )
            return send(message.chat_id, view)
        balance = await services.stores.ledger.balance(Account(AccountKind.WALLET, message.chat_id, currency))
        draft = await services.stores.drafts.find(message.chat_id)
        has_draft = draft is not None and draft.question in {CONFIRM, MASS}
        view = topup.credited(line.amount_micro, currency, balance, t, has_draft=has_draft, bonus_micro=bonus)
        if why is None:
            return send(message.chat_id, view)
        price = None if draft is None else self._price_now(draft, str(why), t)
        return send(
            message.chat_id, topup.paid_not_ordered(view, str(why), t, order_id=order_id, price=price)
        )

    async def _bonus(self, message: OutboxMessage) -> int:
        """Return what the shop gave on top of this payment, in micro-units; 0 without a bonus."""
        key = key_of_surcharge(message.payload["way"], message.payload["charge_id"])
        found = await self.services.stores.statements.find_line(message.chat_id, key)
        return 0 if found is None else found[0].amount_micro

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
        if payment is None:
            return None
        if payment.is_membership:
            return send(message.chat_id, membership.given_back(payment, t))
        taken = message.payload.get("taken_micro", payment.credited_micro)
        amount_minor = message.payload.get("amount_minor")
        return send(message.chat_id, topup.returned(payment, int(taken), t, amount_minor=amount_minor))

    async def _membership_paid(self, message: OutboxMessage, t: Translator) -> Message | None:
        memberships, payload = self.services.stores.memberships, message.payload
        found = await memberships.find_paid(payload["way"], payload["charge_id"])
        return send(message.chat_id, membership.period_paid(*found, t)) if found else None

    async def _membership_ended(self, message: OutboxMessage, t: Translator) -> Message | None:
        services, now = self.services, self.services.clock.now()
        if await services.stores.memberships.find_running(message.chat_id, now) is not None:
            return None  # joined again, or paid late
        can_join = services.rules.membership.is_on(services.board.prices.levels)
        return send(message.chat_id, membership.membership_over(t, can_join=can_join))

    async def _invoice_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        number, chat = message.payload["invoice_id"], message.chat_id
        payments, shown_in = self.services.stores.payments, message.payload["message_id"]
        own = await payments.find_invoice(number, chat)
        if own is None or own.came_minor < own.invoice.amount_minor:
            return None  # the rest may still be paid there
        if not await payments.is_shown_in(number, chat, shown_in):
            return None  # the message may have become another screen since
        card = {"chat_id": chat, "message_id": shown_in}
        shown = params(paid(own, t, has_draft=False))
        return Message("editMessageText", {**card, **shown}, may_be_gone=True)

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
        one = await self.services.stores.transfers.find(message.payload["number"])
        if one is None or one.is_decided:
            return None  # decided before the question was sent
        return send(message.chat_id, await transfer_view(self.services, one, t))

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
        has_draft = await self.services.stores.drafts.find(message.chat_id) is not None
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

    async def _order(self, message: OutboxMessage) -> Order | None:
        return await self.services.stores.orders.find_shown(message.payload["order_id"])
