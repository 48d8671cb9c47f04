"""Memberships: offered by a link, paid for by charges, and stopped."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, exists, or_, select, update

from shop import notice
from shop.errors import ShopError
from shop.ledger.topup import Invoice
from shop.membership.membership import (
    BECOMES,
    LAST_DAY,
    LATE,
    DueRenewal,
    InApp,
    Members,
    Membership,
    Period,
    Renewal,
    WantedRenewal,
)
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.ledger.payments import Payments
from storage.ledger.tables import invoice, payment
from storage.membership.charging import GONE, member_until
from storage.membership.tables import (
    membership,
    membership_begun,
    membership_charge,
    membership_may_renew,
    membership_to_tell,
    membership_untold,
)
from storage.messages.outbox import enqueue

AT_ONCE = 100


class Memberships:
    """Reads and writes `membership`, and reads `membership_charge`. `payments` stores their invoices."""

    def __init__(self, database: Database, payments: Payments) -> None:
        self._database = database
        self._payments = payments

    @writes
    def offer(self, connection: Connection, offered: Invoice, level: str, now: datetime) -> None:
        """Store what a link asks for; this person's links that nobody has paid are over.

        Raises ShopError if they are a member already, and while nothing may be paid.
        """
        if _is_member(connection, offered.person_id, now):
            raise ShopError("member_already")
        mine = and_(membership.c.person_id == offered.person_id, ~membership_begun)
        unpaid = invoice.c.id.in_(select(membership.c.invoice_id).where(mine))
        over = update(invoice).where(unpaid, invoice.c.expires_at > now)
        connection.execute(over.values(expires_at=now))
        number = self._payments.store(connection, offered, now)
        stored = {"person_id": offered.person_id, "invoice_id": number, "level": level}
        connection.execute(membership.insert().values(**stored, created_at=now, changed_at=now))

    @reads
    def is_offer(self, connection: Connection, payload: str) -> bool:
        """Return True if this is the payload of a membership's link."""
        which = invoice.c.payload == payload
        found = select(membership.c.id).join(invoice, invoice.c.id == membership.c.invoice_id).where(which)
        return connection.execute(found.limit(1)).first() is not None

    @reads
    def load_members(self, connection: Connection, now: datetime) -> Members:
        """Return who has paid for periods that are not over."""
        paid = payment.c.id == membership_charge.c.payment_id
        found = (
            select(membership.c.person_id, membership.c.level, membership_charge)
            .select_from(membership_charge)
            .join(membership, membership.c.id == membership_charge.c.membership_id)
            .where(membership_charge.c.ends_at > now, ~exists().where(paid, payment.c.state.in_(GONE)))
        )
        # Sorted here: a database that sorts may go through all payments in their order.
        rows = sorted(connection.execute(found).all(), key=lambda row: row.payment_id)
        return Members.of((row.person_id, Period(row.level, row.starts_at, row.ends_at)) for row in rows)

    @reads
    def find_running(self, connection: Connection, person_id: int, now: datetime) -> Membership | None:
        """Return what somebody is a member by, the one that renews before others; None if they are none."""
        until = member_until(connection, person_id)
        if until is None or until <= now:
            return None
        mine = and_(membership.c.person_id == person_id, membership_begun)
        found = select(membership, invoice.c.amount_minor)
        found = found.select_from(membership).join(invoice, invoice.c.id == membership.c.invoice_id)
        found = found.where(mine)
        rows = connection.execute(found.order_by(membership.c.id.desc())).all()
        running = [row for row in rows if row.ends_at > now] or rows[:1]
        row = next((row for row in running if row.renewal == Renewal.ON), running[0])
        return Membership(
            row.id, person_id, row.charge_id, Renewal(row.renewal), until, int(row.amount_minor)
        )

    @reads
    def find_paid(self, connection: Connection, way: str, charge_id: str) -> tuple[int, datetime] | None:
        """Return what a charge was, in whole Stars, and until when its payer is a member with it."""
        which = and_(payment.c.way == way, payment.c.charge_id == charge_id, payment.c.state.not_in(GONE))
        row = connection.execute(select(payment.c.person_id, payment.c.amount_minor).where(which)).first()
        until = None if row is None else member_until(connection, row.person_id)
        return None if row is None or until is None else (int(row.amount_minor), until)

    @writes
    def want(
        self,
        connection: Connection,
        number: int,
        person_id: int,
        wanted: Renewal,
        *,
        instead_of: Collection[Renewal],
        now: datetime,
    ) -> bool:
        """Note what is to be told to Telegram; return False if this membership is in none of these states."""
        mine = and_(membership.c.id == number, membership.c.person_id == person_id, membership_begun)
        noting = update(membership).where(mine, membership.c.renewal.in_(instead_of))
        return connection.execute(noting.values(renewal=wanted, changed_at=now)).rowcount == 1

    @writes
    def changed_in_app(
        self, connection: Connection, person_id: int, payload: str, change: InApp, now: datetime
    ) -> bool:
        """Note what somebody did to a subscription in their app; return False if it means none of theirs.

        Who has two by one link has them under one payload. Then only the one in a fitting state can be meant;
        if both are, nothing is noted, and the next charge shows which one.
        """
        before, after = BECOMES[change]
        of_link = select(invoice.c.id).where(invoice.c.payload == payload).scalar_subquery()
        mine = and_(membership.c.person_id == person_id, membership.c.invoice_id == of_link, membership_begun)
        found = select(membership.c.id).where(mine, membership.c.renewal.in_(before)).with_for_update()
        rows = connection.execute(found.limit(2)).all()
        if len(rows) == 1:
            noting = update(membership).where(membership.c.id == rows[0].id)
            connection.execute(noting.values(renewal=after, changed_at=now))
        return len(rows) == 1

    @reads
    def list_to_tell(self, connection: Connection) -> list[WantedRenewal]:
        """Return what Telegram is to be told."""
        columns = (membership.c.id, membership.c.person_id, membership.c.charge_id, membership.c.renewal)
        found = select(*columns).where(membership_to_tell, membership_begun).order_by(membership.c.id)
        rows = connection.execute(found.limit(AT_ONCE)).all()
        return [WantedRenewal(row.id, row.person_id, row.charge_id, Renewal(row.renewal)) for row in rows]

    @writes
    def told(
        self, connection: Connection, number: int, before: Renewal, after: Renewal, now: datetime
    ) -> None:
        """Note what Telegram has taken, unless something else is wanted since."""
        same = and_(membership.c.id == number, membership.c.renewal == before)
        connection.execute(update(membership).where(same).values(renewal=after, changed_at=now))

    @reads
    def list_due(self, connection: Connection, now: datetime) -> list[DueRenewal]:
        """Return the memberships that may be charged within a day."""
        soon = and_(membership_untold, membership.c.ends_at <= now + LAST_DAY, membership.c.ends_at > now)
        columns = (membership.c.id, membership.c.person_id, membership.c.level)
        found = select(*columns).where(soon, membership_may_renew)
        rows = connection.execute(found.order_by(membership.c.ends_at).limit(AT_ONCE)).all()
        return [DueRenewal(row.id, row.person_id, row.level) for row in rows]

    @writes
    def tell_ended(self, connection: Connection, now: datetime) -> int:
        """Owe a message to members whose time is over; return how many are told.

        A renewal may be on its way for a while. Who is a member by another membership is told at its end.
        """
        late = or_(membership.c.ends_at <= now - LATE, ~membership_may_renew)
        over = and_(membership_untold, membership.c.ends_at <= now, late)
        found = select(membership.c.id, membership.c.person_id, membership.c.ends_at).where(over)
        rows = connection.execute(found.order_by(membership.c.ends_at).limit(AT_ONCE)).all()
        over_for_all = [row for row in rows if not _is_member(connection, row.person_id, now)]
        for row in over_for_all:
            connection.execute(update(membership).where(membership.c.id == row.id).values(told_at=now))
            enqueue(connection, [notice.membership_ended(row.person_id, row.ends_at)], now)
        return len(over_for_all)


def _is_member(connection: Connection, person_id: int, now: datetime) -> bool:
    until = member_until(connection, person_id)
    return until is not None and until > now
