"""Payments: invoices, and what came for them. A charge id is credited once, ever."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true, update

from shop import notice
from shop.ledger.payment import (
    Booked,
    Credited,
    OwnInvoice,
    Payment,
    refusal_of,
)
from shop.ledger.topup import BY_TRANSFER, Hint, Invoice, Paid
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes, writes_until_done
from storage.desk.maintenance import is_closed, refuse_while_closed
from storage.ledger.booked import booked_since
from storage.ledger.checkouts import note_agreed
from storage.ledger.crediting import Crediting, invoice_of, payment_of, payments_that
from storage.ledger.followed import followed_from, followed_since
from storage.ledger.payment_returns import PaymentReturns
from storage.ledger.store import is_halted, refuse_if_halted
from storage.ledger.tables import invoice, payment
from storage.membership.charging import refuses_joining
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders
from storage.orders.tables import draft, orders

NEWEST_ORDERS = 20
"""Orders of a person whose cards a payment's message may have become."""

came_of_invoice = (
    select(func.sum(payment.c.amount_minor)).where(payment.c.invoice_id == invoice.c.id).scalar_subquery()
)
"""Said of a row of `invoice`: what of it came so far, in its smallest coins; null if nothing did."""


class Payments:
    """Reads and writes `invoice` and `payment`; `operators` get the alerts.

    `credit_micro` is how far below zero a returned payment may take a wallet.
    `bot_id` is the bot that is paid here; only the bot that was paid can return a payment.
    `paid_orders` makes the orders that are paid for; without it a payment only credits.
    """

    def __init__(
        self,
        database: Database,
        *,
        operators: Collection[int],
        credit_micro: int | None = 0,
        bot_id: int = 0,
        paid_orders: PaidOrders | None = None,
    ) -> None:
        self._database = database
        self._bot_id = bot_id
        self.crediting = Crediting(
            operators, credit_micro=credit_micro, bot_id=bot_id, paid_orders=paid_orders
        )
        self.returns = PaymentReturns(database, self.crediting, credit_micro=credit_micro, bot_id=bot_id)

    @writes
    def offer(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """Store an invoice before it is shown. Raises ShopError while nothing may be paid."""
        self.store(connection, offered, now)

    def store(self, connection: Connection, offered: Invoice, now: datetime) -> int:
        """Store an invoice in the caller's transaction; return its number. See `offer`."""
        refuse_if_halted(connection)
        refuse_while_closed(connection)
        adding = invoice.insert().values(created_at=now, bot_id=self._bot_id, **asdict(offered))
        return number_from(connection, adding.returning(invoice.c.id))

    @writes
    def drop(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """End an invoice that could not be shown, so that nobody can pay it. One that has ended stays so."""
        lapsing = update(invoice).where(invoice.c.payload == offered.payload, invoice.c.expires_at > now)
        connection.execute(lapsing.values(expires_at=now))

    @reads
    def list_unpaid(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return the invoices of this way that may have been paid since, first to lapse first."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        which = and_(invoice.c.way == way, invoice.c.expires_at > followed_from(connection, now), ~paid)
        found = connection.execute(select(invoice).where(which).order_by(invoice.c.expires_at)).all()
        return [invoice_of(row) for row in found]

    @reads
    def list_followed(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return this way's invoices that money may come for or go back from, the first to lapse first.

        They are followed until three days after their end, paid or not; later while something of them is on
        its way back, and for three days after somebody last wanted it back. Not what is refunded as a whole.
        """
        return followed_since(connection, way, followed_from(connection, now))

    @reads
    def followed_from(self, connection: Connection, now: datetime) -> datetime:
        """Return since when an invoice must have ended so that it is not followed any more."""
        return followed_from(connection, now)

    @writes
    def shown(self, connection: Connection, offered: Invoice) -> int:
        """Store an invoice's number and page at its gateway, once it has told them; return our own number."""
        naming = update(invoice).where(invoice.c.payload == offered.payload)
        naming = naming.values(gateway_id=offered.gateway_id, url=offered.url)
        return number_from(connection, naming.returning(invoice.c.id))

    @writes
    def card_at(self, connection: Connection, number: int, message_id: int, now: datetime) -> None:
        """Note which message shows an invoice, so that it is edited once money has come."""
        mine = select(invoice.c.person_id).where(invoice.c.id == number).scalar_subquery()
        shown = and_(invoice.c.person_id == mine, invoice.c.card_message_id == message_id)
        connection.execute(update(invoice).where(shown).values(card_message_id=None))
        noting = update(invoice).where(invoice.c.id == number).values(card_message_id=message_id)
        person_id = number_from(connection, noting.returning(invoice.c.person_id))
        came = select(payment.c.id).where(payment.c.invoice_id == number).limit(1)
        if connection.execute(came).first() is not None:
            enqueue(connection, [notice.invoice_card(person_id, number, message_id)], now)

    @reads
    def is_shown_in(self, connection: Connection, number: int, person_id: int, message_id: int) -> bool:
        """Return True if this message still shows this invoice, and no draft or new order since."""
        its_own = and_(invoice.c.id == number, invoice.c.card_message_id == message_id)
        if connection.execute(select(invoice.c.id).where(its_own)).first() is None:
            return False
        cards = [
            select(draft.c.card_message_id).where(draft.c.person_id == person_id),
            select(orders.c.card_message_id)
            .where(orders.c.person_id == person_id)
            .order_by(orders.c.id.desc())
            .limit(NEWEST_ORDERS),
        ]
        return not any(message_id in connection.scalars(each).all() for each in cards)

    @reads
    def last_way(self, connection: Connection, person_id: int) -> str | None:
        """Return the way of this person's newest payment; None if they never paid."""
        newest = select(payment.c.way).where(payment.c.person_id == person_id)
        return connection.execute(newest.order_by(payment.c.id.desc()).limit(1)).scalar()

    @reads
    def list_booked(
        self, connection: Connection, way: str, since: datetime, limit: int, named: Collection[int] = ()
    ) -> list[Booked]:
        """Return what is booked of this way's newest invoices, and of those `named`. See `booked_since`."""
        return booked_since(connection, way, since, limit, named)

    @reads
    def find_invoice(self, connection: Connection, number: int, person_id: int) -> OwnInvoice | None:
        """Return this person's invoice of this number; None if there is none."""
        return _own(connection, and_(invoice.c.id == number, invoice.c.person_id == person_id))

    @reads
    def list_payable(
        self, connection: Connection, person_id: int, now: datetime, limit: int
    ) -> list[OwnInvoice]:
        """Return the newest invoices outside Telegram that this person can still pay, the newest first."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        told = or_(invoice.c.url != "", invoice.c.way.in_(BY_TRANSFER))
        mine = and_(invoice.c.person_id == person_id, told, invoice.c.expires_at > now, ~paid)
        return _owned(connection, mine, limit)

    @reads
    def find_hinted(self, connection: Connection, way: str, hint: Hint) -> Invoice | None:
        """Return the invoice that a gateway's call is about; None if it names none of ours."""
        if hint.payload:
            which = and_(invoice.c.way == way, invoice.c.payload == hint.payload)
        else:
            number = invoice.c.gateway_id
            which = and_(invoice.c.way == way, number == hint.gateway_id, number != fixed(""))
        row = connection.execute(select(invoice).where(which)).first()
        return None if row is None else invoice_of(row)

    @writes
    def numbered(self, connection: Connection, offered: Invoice) -> None:
        """Store the number that an invoice turned out to have at its gateway, if it has none yet."""
        naming = update(invoice).where(invoice.c.payload == offered.payload, invoice.c.gateway_id == "")
        connection.execute(naming.values(gateway_id=offered.gateway_id))

    @writes
    def check(
        self,
        connection: Connection,
        *,
        payload: str,
        person_id: int,
        currency: str,
        amount_minor: int,
        now: datetime,
    ) -> str | None:
        """Return None if this may be paid now, else the key of the sentence that says why not.

        A yes is a row before we answer Telegram, so that a payment lost after it is noticed.
        """
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        ordered = exists().where(orders.c.confirm_token == invoice.c.pays_for)
        found = select(invoice, paid.label("paid"), ordered.label("ordered"))
        found = found.where(invoice.c.payload == payload)
        row = connection.execute(found).first()
        refusal = refusal_of(
            None if row is None else invoice_of(row),
            person_id=person_id,
            currency=currency,
            amount_minor=amount_minor,
            is_paid=row is not None and row.paid,
            is_ordered=row is not None and row.ordered,
            is_halted=is_halted(connection),
            now=now,
        )
        if refusal is None and is_closed(connection):
            return "shop_closed"
        if row is not None and (joined := refuses_joining(connection, row.id, person_id, now)):
            return joined
        if row is not None and refusal is None:
            note_agreed(connection, row.id, now)
        return refusal

    @writes_until_done
    def paid(self, connection: Connection, paid: Paid, now: datetime) -> Credited:
        """Credit this payment in a transaction of its own. See `Crediting`."""
        return self.crediting.credit(connection, paid, now)

    async def with_commission(self, paid: Paid, commission: int) -> Paid:
        """Return the payment with the amount the person paid, which an affiliate's commission may reduce.

        Telegram's documents do not say if its line is before or after the commission. We take the invoice's
        amount if the line and the commission (rounded down) add up to it.
        """
        asked = await self._asked(paid, commission)
        return paid if asked is None else replace(paid, amount_minor=asked)

    @reads
    def _asked(self, connection: Connection, paid: Paid, commission: int) -> int | None:
        found = select(invoice.c.amount_minor).where(
            invoice.c.payload == paid.payload,
            invoice.c.person_id == paid.person_id,
            invoice.c.currency == paid.currency,
            invoice.c.amount_minor.between(paid.amount_minor, paid.amount_minor + commission + 1),
        )
        return connection.execute(found).scalar()

    @writes_until_done
    def was_returned(self, connection: Connection, way: str, charge_id: str, now: datetime) -> None:
        """Book all parts of a charge that went back to the payer; write off what the wallet lacks."""
        self.crediting.was_returned(connection, way, charge_id, now)

    async def list_latest(self, person_id: int, *, limit: int, before: int | None = None) -> list[Payment]:
        """Return a person's payments, newest first; `before` is the last one of the page before."""
        earlier = payment.c.id < before if before is not None else true()
        return await self._select(and_(payment.c.person_id == person_id, earlier), limit=limit)

    async def find(self, number: int) -> Payment | None:
        """Return one payment; None if there is none of this number."""
        found = await self._select(payment.c.id == number, limit=1)
        return found[0] if found else None

    async def find_charge(self, way: str, charge_id: str) -> Payment | None:
        """Return the payment with this charge id; None if there is none."""
        found = await self._select(and_(payment.c.way == way, payment.c.charge_id == charge_id), limit=1)
        return found[0] if found else None

    @reads
    def _select(self, connection: Connection, which: ColumnElement[bool], *, limit: int) -> list[Payment]:
        found = payments_that(which).order_by(payment.c.id.desc()).limit(limit)
        return [payment_of(row) for row in connection.execute(found).all()]


def _own(connection: Connection, which: ColumnElement[bool]) -> OwnInvoice | None:
    return next(iter(_owned(connection, which, limit=1)), None)


def _owned(connection: Connection, which: ColumnElement[bool], limit: int) -> list[OwnInvoice]:
    found = select(invoice, came_of_invoice.label("came")).where(which)
    rows = connection.execute(found.order_by(invoice.c.id.desc()).limit(limit))
    return [OwnInvoice(row.id, invoice_of(row), int(row.came or 0)) for row in rows]
