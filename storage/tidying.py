"""Delete old rows, table by table. Rows about money stay; see docs/decisions/0020."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Delete, Text, and_, cast, delete, exists, select, update
from sqlalchemy.sql import ColumnElement

from shop.broadcast import OVER
from shop.ledger.topup import TopupState
from shop.notice import HELD_LANE, NoticeState, Priority
from shop.updates import UpdateState
from storage.alerts.rows import is_over
from storage.alerts.tables import alert, alert_card
from storage.core.database import Database
from storage.core.prepared import one_of, padded
from storage.core.units import reads, writes
from storage.desk.tables import staff_card
from storage.growth.tables import gift, gift_offered
from storage.ledger.bank_tables import bank_transfer
from storage.ledger.followed import followed_from
from storage.ledger.merchant_tables import merchant_transaction
from storage.ledger.tables import checkout, invoice, payment, topup
from storage.membership.tables import membership, membership_begun
from storage.messages.asides import tells_of_money
from storage.messages.tables import broadcast, inbox, outbox
from storage.orders.mass_tables import mass_line, mass_order, mass_unused
from storage.orders.tables import confirm, orders
from storage.tickets.old import delete_tickets, list_old

ASIDE_KEPT = timedelta(days=30)
"""Updates that could not be handled, with people's own words. Those about money stay."""

BROADCAST_KEPT = timedelta(days=7)
MESSAGES_KEPT = timedelta(days=120)
"""Longer than anything is followed at the panel, so that no notice is sent twice for want of its row."""

QUESTIONS_KEPT = timedelta(days=30)

CARDS_KEPT = timedelta(days=90)
"""Used confirm cards, after the end of their orders."""

STAFF_CARDS_KEPT = timedelta(days=120)
"""Where cards stand with staff, since they were shown."""

LISTS_KEPT = timedelta(days=7)
"""Lists of mass orders that nobody confirmed."""

INVOICES_KEPT = timedelta(days=90)
"""Invoices that nobody paid, after they have lapsed."""

AT_ONCE = 2_000
"""Rows of one table in one write, so that nobody waits for it; the next run takes more."""

MASS_AT_ONCE = 50
"""Mass orders in one write: each may have a hundred lines."""


class Tidying:
    """Deletes rows that are no longer needed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tidy(self, now: datetime) -> int:
        """Delete a bounded number of old rows; return how many."""
        lapsed = min(now - INVOICES_KEPT, await self._followed_from(now))
        over = broadcast.c.state.in_(OVER)
        old = outbox.c.finished_at < now - MESSAGES_KEPT
        sent_to_all = and_(
            outbox.c.lane.in_((int(Priority.BROADCAST), HELD_LANE)),  # some end while they are held
            outbox.c.finished_at < now - BROADCAST_KEPT,
            outbox.c.broadcast_id.in_(select(broadcast.c.id).where(over)),
        )
        aside = and_(
            inbox.c.state == UpdateState.ASIDE, inbox.c.handled_at < now - ASIDE_KEPT, ~tells_of_money
        )
        told = and_(outbox.c.state.in_((NoticeState.SENT, NoticeState.STOPPED)), old)
        dropped = and_(topup.c.state == TopupState.DROPPED, topup.c.changed_at < now - QUESTIONS_KEPT)
        return (
            await self._some(delete(inbox), inbox.c.seq, aside)
            + await self._some(
                delete(outbox), outbox.c.id, and_(outbox.c.state != NoticeState.PENDING, sent_to_all)
            )
            + await self._some(delete(outbox), outbox.c.id, told)
            + await self._some(delete(topup), topup.c.id, dropped)
            + await self._some(delete(membership), membership.c.id, _was_never_joined(lapsed))
            + await self._some(delete(invoice), invoice.c.id, _is_of_no_use(lapsed))
            + await self._some(delete(gift), gift.c.id, _is_unconfirmed(now))
            + await self._staff_cards(now)
            + await self._cards(now)
            + await self._alerts(now)
            + await self._mass_orders(now)
            + await self._tickets(now)
        )

    @reads
    def _followed_from(self, connection: Connection, now: datetime) -> datetime:
        """Return since when a bill must have lapsed to be asked about: long ago after an old backup."""
        return followed_from(connection, now)

    async def _cards(self, now: datetime) -> int:
        """Delete used cards of orders long over; the order has a copy of what was confirmed.

        The order keeps the token and a mark, so that an audit can tell a tidied card from a lost one.
        """
        before = now - CARDS_KEPT
        made = and_(
            orders.c.confirm_token == confirm.c.token,
            orders.c.person_id == confirm.c.person_id,
            cast(orders.c.terms, Text) == cast(confirm.c.terms, Text),
            orders.c.finished_at < before,
        )
        tokens = await self._used_cards(made, before)
        return await self._delete_cards(tokens, now) if tokens else 0

    @reads
    def _used_cards(self, connection: Connection, made: ColumnElement[bool], before: datetime) -> list[str]:
        old = select(confirm.c.token).join(orders, made).where(confirm.c.used_at < before).limit(AT_ONCE)
        return list(connection.execute(old).scalars())

    @writes
    def _delete_cards(self, connection: Connection, tokens: list[str], now: datetime) -> int:
        marking = update(orders).where(orders.c.confirm_token.in_(padded(tokens)))
        connection.execute(marking.values(confirm_gone_at=now))
        return connection.execute(delete(confirm).where(confirm.c.token.in_(padded(tokens)))).rowcount

    @writes
    def _staff_cards(self, connection: Connection, now: datetime) -> int:
        """Forget where cards stood that nobody decides on any more."""
        old = select(staff_card.c.chat_id, staff_card.c.message_id).where(
            staff_card.c.shown_at < now - STAFF_CARDS_KEPT
        )
        rows = connection.execute(old.order_by(staff_card.c.shown_at).limit(AT_ONCE)).all()
        for row in rows:
            here = (staff_card.c.chat_id == row.chat_id, staff_card.c.message_id == row.message_id)
            connection.execute(delete(staff_card).where(*here))
        return len(rows)

    async def _mass_orders(self, now: datetime) -> int:
        """Delete lists that nobody confirmed, and after as long as cards are kept those that were."""
        waited = and_(mass_unused, mass_order.c.changed_at < now - LISTS_KEPT)
        return await self._delete_mass(waited) + await self._delete_mass(
            mass_order.c.used_at < now - CARDS_KEPT
        )

    @writes
    def _delete_mass(self, connection: Connection, which: ColumnElement[bool]) -> int:
        old = list(connection.execute(select(mass_order.c.id).where(which).limit(MASS_AT_ONCE)).scalars())
        if not old:
            return 0
        connection.execute(delete(mass_line).where(mass_line.c.mass_id.in_(padded(old))))
        return connection.execute(delete(mass_order).where(mass_order.c.id.in_(padded(old)))).rowcount

    async def _alerts(self, now: datetime) -> int:
        numbers = await self._old(alert.c.id, is_over(now - MESSAGES_KEPT))
        return await self._delete_alerts(numbers) if numbers else 0

    @writes
    def _delete_alerts(self, connection: Connection, numbers: list[int]) -> int:
        """Delete these alerts with their cards; one that stands for others stays until those are gone."""
        kept = select(alert.c.heap_id).where(one_of(alert.c.heap_id, numbers), ~one_of(alert.c.id, numbers))
        leaving = sorted(set(numbers) - set(connection.execute(kept).scalars()))
        connection.execute(update(alert).where(one_of(alert.c.id, leaving)).values(heap_id=None))
        connection.execute(delete(alert_card).where(one_of(alert_card.c.alert_id, leaving)))
        return connection.execute(delete(alert).where(one_of(alert.c.id, leaving))).rowcount

    async def _tickets(self, now: datetime) -> int:
        numbers = await self._old_tickets(now)
        return await self._delete_tickets(numbers) if numbers else 0

    @reads
    def _old_tickets(self, connection: Connection, now: datetime) -> list[int]:
        return list_old(connection, now)

    @writes
    def _delete_tickets(self, connection: Connection, numbers: list[int]) -> int:
        return delete_tickets(connection, numbers)

    async def _some(self, deleting: Delete, key: ColumnElement[int], which: ColumnElement[bool]) -> int:
        """Find old rows in a read, which may scan a table while others write; then delete just those."""
        numbers = await self._old(key, which)
        if not numbers:
            return 0
        # `which` again: a row may be in use again, such as a message that was enqueued anew.
        return await self._delete(deleting.where(one_of(key, numbers), which))

    @reads
    def _old(self, connection: Connection, key: ColumnElement[int], which: ColumnElement[bool]) -> list[int]:
        return list(connection.execute(select(key).where(which).limit(AT_ONCE)).scalars())

    @writes
    def _delete(self, connection: Connection, deleting: Delete) -> int:
        return connection.execute(deleting).rowcount


def _is_unconfirmed(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a gift was offered and never confirmed: no money was held for it."""
    return and_(gift_offered, gift.c.made_at < now - QUESTIONS_KEPT)


def _was_never_joined(lapsed: datetime) -> ColumnElement[bool]:
    """Return the condition that a membership was offered by a link that nobody has begun to pay by then."""
    bills = select(invoice.c.id).where(invoice.c.expires_at < lapsed)
    asked = exists().where(checkout.c.invoice_id == membership.c.invoice_id)
    return and_(~membership_begun, membership.c.invoice_id.in_(bills), ~asked)


def _is_of_no_use(lapsed: datetime) -> ColumnElement[bool]:
    """Return the condition that an invoice is unpaid for good: our yes to a payment is a row before it.

    Each bot's first invoice of a way stays: it says from when that way's list of payments is ours.
    """
    earlier = invoice.alias("earlier")
    return and_(
        invoice.c.expires_at < lapsed,
        ~exists().where(payment.c.invoice_id == invoice.c.id),
        ~exists().where(checkout.c.invoice_id == invoice.c.id),
        ~exists().where(merchant_transaction.c.invoice_id == invoice.c.id),
        ~exists().where(bank_transfer.c.invoice_id == invoice.c.id),
        ~exists().where(membership.c.invoice_id == invoice.c.id),
        exists().where(
            earlier.c.id < invoice.c.id,
            earlier.c.way == invoice.c.way,
            earlier.c.bot_id == invoice.c.bot_id,
        ),
    )
