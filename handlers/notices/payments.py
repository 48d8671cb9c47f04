"""What a customer is told of payments: credits, returns, memberships, and invoices that were paid."""

from dataclasses import dataclass

from handlers.context import Services
from handlers.membership import views as membership
from handlers.messages import send
from handlers.topup import views as topup
from handlers.topup.waiting_views import paid
from handlers.view import params
from locales import Translator
from messaging.outbox import Message
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, key_of_topup
from shop.ledger.surcharge import key_of_surcharge
from shop.ordering.draft import CONFIRM, MASS, Draft
from shop.ordering.paid import OF_THE_PRICE
from storage.messages.outbox import OutboxMessage


@dataclass
class PaymentNotices:
    """Finds the words of notices about payments."""

    services: Services

    async def credited(self, message: OutboxMessage, t: Translator) -> Message | None:
        """What a payment brought, and what became of the order that it was for."""
        services = self.services
        key = key_of_topup(message.payload["way"], message.payload["charge_id"])
        line = await services.stores.statements.find_line(message.chat_id, key)
        if line is None:
            return None
        currency = line.currency
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
        line = await self.services.stores.statements.find_line(message.chat_id, key)
        return 0 if line is None else line.amount_micro

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

    async def returned(self, message: OutboxMessage, t: Translator) -> Message | None:
        """What went back to the payer."""
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

    async def membership_paid(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The period that a charge paid for."""
        memberships, payload = self.services.stores.memberships, message.payload
        found = await memberships.find_paid(payload["way"], payload["charge_id"])
        return send(message.chat_id, membership.period_paid(*found, t)) if found else None

    async def membership_ended(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The end of a membership."""
        services, now = self.services, self.services.clock.now()
        if await services.stores.memberships.find_running(message.chat_id, now) is not None:
            return None  # joined again, or paid late
        can_join = services.rules.membership.is_on(services.board.prices.levels)
        return send(message.chat_id, membership.membership_over(t, can_join=can_join))

    async def invoice_card(self, message: OutboxMessage, t: Translator) -> Message | None:
        """The message of an invoice, once it is paid, or its time is over and only a part came."""
        number, chat = message.payload["invoice_id"], message.chat_id
        payments, shown_in = self.services.stores.payments, message.payload["message_id"]
        own = await payments.find_invoice(number, chat)
        if own is None:
            return None
        if own.came_minor < own.invoice.amount_minor and own.invoice.expires_at > self.services.clock.now():
            return None  # the rest may still be paid there
        if not await payments.is_shown_in(number, chat, shown_in):
            return None  # the message may have become another screen since
        card = {"chat_id": chat, "message_id": shown_in}
        shown = params(paid(own, t, has_draft=False))
        return Message("editMessageText", {**card, **shown}, may_be_gone=True)
