"""Book charges for memberships, in the transaction of whoever says that they happened."""

from datetime import datetime

from sqlalchemy import Connection, Row, and_, func, select, update

from shop import notice
from shop.ledger.payment import Payment, PaymentState
from shop.ledger.topup import Paid
from shop.membership.charges import Subscribed, begins_another, charging, period_of
from shop.membership.membership import LATE, MAY_RENEW, PERIOD, Period, Renewal
from storage.core.rows import number_from
from storage.ledger.store import book
from storage.ledger.tables import payment
from storage.membership.tables import membership, membership_charge
from storage.messages.outbox import enqueue

GONE = (PaymentState.RETURNING, PaymentState.RETURNED)
"""Of a payment: it pays for nothing any more."""

_Found = Row[tuple[object, ...]]


def is_for_membership(connection: Connection, invoice_id: int) -> bool:
    """Return True if this invoice asks for a membership, not for a top-up."""
    found = select(membership.c.id).where(membership.c.invoice_id == invoice_id).limit(1)
    return connection.execute(found).first() is not None


def refuses_joining(connection: Connection, invoice_id: int, person_id: int, now: datetime) -> str | None:
    """Return the reason why a membership cannot be joined now, as the key of its sentence."""
    if not is_for_membership(connection, invoice_id):
        return None
    until = member_until(connection, person_id)
    return "member_already" if until is not None and until > now else None


def member_until(connection: Connection, person_id: int) -> datetime | None:
    """Return the end of all that somebody has paid for, past or not; None if they never were a member."""
    counts = (
        select(func.max(membership_charge.c.ends_at))
        .join(membership, membership.c.id == membership_charge.c.membership_id)
        .join(payment, payment.c.id == membership_charge.c.payment_id)
        .where(membership.c.person_id == person_id, payment.c.state.not_in(GONE))
    )
    found: datetime | None = connection.execute(counts).scalar()
    return found


def take_charge(connection: Connection, paid: Paid, bill: _Found, now: datetime) -> None:
    """Book a stored payment of a membership's invoice, and note which period it pays for."""
    told = paid.subscribed or Subscribed()
    at = told.at or now
    ends_at = told.until or at + PERIOD
    # Every row of the payer, so that two charges at one moment see each other's period.
    mine = select(membership).where(membership.c.person_id == paid.person_id)
    rows = connection.execute(mine.order_by(membership.c.id).with_for_update()).all()
    of_link = next(row for row in rows if row.invoice_id == bill.id)
    # After these rows are locked, as a return does it.
    book(connection, charging(paid.way, paid.charge_id, bill.credit_currency, bill.credit_micro), now)
    until = member_until(connection, paid.person_id)
    period = period_of(of_link.level, at, ends_at, member_until=until)
    if of_link.charge_id is None:
        is_member = until is not None and until > at
        charged = _begin(connection, of_link.id, paid.charge_id, ends_at, now, renews=not is_member)
    elif begins_another(told, at, of_link.ends_at):
        again = {"person_id": of_link.person_id, "invoice_id": bill.id, "level": of_link.level}
        adding = membership.insert().values(**again, created_at=now, changed_at=now)
        added = number_from(connection, adding.returning(membership.c.id))
        charged = _begin(connection, added, paid.charge_id, ends_at, now, renews=False)
    else:
        charged = _renew(connection, of_link, ends_at, now)
    _note_period(connection, paid, charged, period)
    enqueue(connection, [notice.membership_paid(paid.person_id, paid.way, paid.charge_id)], now)


def end_membership(connection: Connection, returned: Payment, now: datetime) -> None:
    """Stop the renewals of the membership whose newest period this payment was for: it went back."""
    if not returned.is_membership or not _is_newest(connection, returned):
        return
    which = select(membership_charge.c.membership_id).where(membership_charge.c.payment_id == returned.id)
    mine = update(membership).where(membership.c.id == which.scalar_subquery())
    connection.execute(mine.values(told_at=now))
    renewing = mine.where(membership.c.renewal.in_(MAY_RENEW))
    connection.execute(renewing.values(renewal=Renewal.STOPPING, changed_at=now))


def _is_newest(connection: Connection, returned: Payment) -> bool:
    """Return True if no later charge has renewed the membership that this payment was for."""
    this, later = membership_charge.alias("this"), membership_charge.alias("later")
    same = and_(later.c.membership_id == this.c.membership_id, later.c.payment_id > this.c.payment_id)
    found = select(later.c.payment_id).join(this, same).where(this.c.payment_id == returned.id)
    return connection.execute(found.limit(1)).first() is None


def stop_renewals_of(connection: Connection, person_id: int, now: datetime) -> None:
    """Have Telegram charge this person no more for any membership; what is paid for lasts."""
    mine = update(membership).where(membership.c.person_id == person_id, membership.c.ends_at > now - LATE)
    renewing = mine.where(membership.c.renewal.in_(MAY_RENEW))
    connection.execute(renewing.values(renewal=Renewal.STOPPING, changed_at=now))


def _begin(
    connection: Connection, number: int, charge_id: str, ends_at: datetime, now: datetime, *, renews: bool
) -> int:
    """Begin a membership. One beside another is not to renew: nobody wants to pay two of them."""
    renewal = Renewal.ON if renews else Renewal.STOPPING
    begun = {"charge_id": charge_id, "ends_at": ends_at, "renewal": renewal, "changed_at": now}
    connection.execute(update(membership).where(membership.c.id == number).values(begun))
    return number


def _renew(connection: Connection, row: _Found, ends_at: datetime, now: datetime) -> int:
    """Note that Telegram has charged again: whoever was allowed to switch that on has done so."""
    values: dict[str, object] = {"ends_at": ends_at, "told_at": None, "changed_at": now}
    if row.renewal in {Renewal.ALLOWED, Renewal.ALLOWING}:
        values["renewal"] = Renewal.ON
    number: int = row.id
    connection.execute(update(membership).where(membership.c.id == number).values(values))
    return number


def _note_period(connection: Connection, paid: Paid, number: int, period: Period) -> None:
    same = select(payment.c.id).where(payment.c.way == paid.way, payment.c.charge_id == paid.charge_id)
    connection.execute(
        membership_charge.insert().values(
            payment_id=same.scalar_subquery(),
            membership_id=number,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
        )
    )
