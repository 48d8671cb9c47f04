"""Coupons: made and stopped by operators, used by customers. Every use locks its coupon first.

A use for an order that came to nothing (refused, given up before it was sent, or wholly given back) does not
count, so the coupon is free again by itself. Of an order that came in part, a part of the discount was spent.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    Select,
    and_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    update,
)

from shop.acts import Act, Did
from shop.errors import ShopError
from shop.growth.coupons import Coupon, Entered, NewCoupon, Tally, crediting, refusal_of
from shop.ledger.journals import AccountKind, JournalKind, undoing_discount
from shop.ordering.order import GIVEN_BACK, Order, OrderState
from shop.ordering.terms import Terms
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.maintenance import refuse_while_closed
from storage.growth.tables import coupon, coupon_live, coupon_ready, coupon_use
from storage.ledger.store import book, book_all, refuse_if_halted
from storage.ledger.tables import account, journal, posting
from storage.orders.tables import orders


class Coupons:
    """Reads and writes `coupon`, `coupon_use` and `coupon_ready`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def make(
        self, connection: Connection, new: NewCoupon, *, by: int, update_id: int, now: datetime
    ) -> Coupon:
        """Make this coupon; the same message of its operator again makes no second one.

        Raises ShopError("coupon_exists") while there is another with this name.
        """
        same = connection.execute(select(coupon).where(coupon.c.key == new.key, coupon_live)).first()
        if same is not None and (same.made_by, same.update_id) == (by, update_id):
            return _coupon(same)
        if same is not None:
            raise ShopError("coupon_exists", code=same.code)
        values = {name: getattr(new, name) for name in _MADE}
        adding = coupon.insert().values(made_by=by, update_id=update_id, made_at=now, **values)
        made = _coupon(connection.execute(adding.returning(coupon)).one())
        note_act(connection, _act(made, by, Did.COUPON_MADE), now)
        return made

    @writes
    def stop(self, connection: Connection, key: str, now: datetime, *, by: int) -> Tally | None:
        """Stop the live coupon of this key; return it as it was used, None if there is none."""
        stopping = update(coupon).where(coupon.c.key == key, coupon_live).values(stopped_at=now)
        row = connection.execute(stopping.returning(coupon)).first()
        if row is None:
            return None
        note_act(connection, _act(_coupon(row), by, Did.COUPON_STOPPED), now)
        return _tally(connection, row)

    @reads
    def list_live(self, connection: Connection, *, limit: int, before: int | None = None) -> list[Tally]:
        """Return the coupons that are not stopped, newest first, with how they were used.

        `before` is the number of the last one of the page before.
        """
        earlier = coupon.c.id < before if before is not None else true()
        newest = select(coupon).where(coupon_live, earlier).order_by(coupon.c.id.desc()).limit(limit)
        return [_tally(connection, row) for row in connection.execute(newest).all()]

    @writes
    def enter(
        self,
        connection: Connection,
        person_id: int,
        key: str,
        *,
        currency: str,
        update_id: int,
        now: datetime,
    ) -> tuple[Entered, Coupon]:
        """Credit the amount of the coupon with this key, or keep it ready for the person's next order.

        The same update again finds what it has done. Raises ShopError as `refusal_of` says.
        """
        refuse_if_halted(connection)
        row = connection.execute(select(coupon).where(coupon.c.key == key, coupon_live).with_for_update())
        found = row.first()
        wanted = None if found is None else _coupon(found)
        if wanted is not None and _was_used_by(connection, wanted, person_id, update_id):
            return Entered.CREDITED, wanted
        refuse_while_closed(connection)
        wanted = _usable(connection, wanted, person_id, currency, now)
        if not wanted.is_credit:
            _keep_ready(connection, wanted, person_id, now)
            return Entered.READY, wanted
        used = {"coupon_id": wanted.id, "person_id": person_id, "amount_micro": wanted.amount_micro}
        using = coupon_use.insert().values(update_id=update_id, used_at=now, **used)
        use_id = number_from(connection, using.returning(coupon_use.c.id))
        book(connection, crediting(wanted, use_id, person_id), now)
        return Entered.CREDITED, wanted

    @reads
    def ready_of(
        self, connection: Connection, person_id: int, currency: str, now: datetime
    ) -> tuple[Coupon, ShopError | None] | None:
        """Return the coupon a person has ready, and why it cannot be used now; None without one."""
        row = _READY.first(connection, person=person_id)
        if row is None:
            return None
        return _coupon(row), _refusal(connection, _coupon(row), person_id, currency, now)

    @writes
    def put_away(self, connection: Connection, person_id: int) -> None:
        """Forget the coupon that this person has ready."""
        connection.execute(delete(coupon_ready).where(coupon_ready.c.person_id == person_id))


def _act(made: Coupon, by: int, did: Did) -> Act:
    """Return what an operator did about this coupon, for the log."""
    amount, currency = (made.amount_micro, made.currency) if made.is_credit else (None, None)
    return Act(by, did, amount_micro=amount, currency=currency, details={"code": made.code})


def hold_ready(connection: Connection, person_id: int) -> None:
    """Lock the coupon that this person has ready, before any money moves for the order it is for."""
    _ready_locked(connection, person_id)


def redeem(connection: Connection, terms: Terms, person_id: int, order_id: int, now: datetime) -> None:
    """Use the coupon of these terms for the order, in the order's own transaction.

    Raises ShopError if it can no longer be used; all that was written must then be undone.
    """
    row = _ready_locked(connection, person_id)
    if row is None or row.code != terms.coupon:
        raise ShopError("coupon_unknown")
    wanted = _usable(connection, _coupon(row), person_id, terms.currency, now)
    used = {"coupon_id": wanted.id, "person_id": person_id, "amount_micro": terms.discount_micro}
    connection.execute(coupon_use.insert().values(order_id=order_id, used_at=now, **used))
    connection.execute(delete(coupon_ready).where(coupon_ready.c.person_id == person_id))


def give_discount_back(connection: Connection, ended: Order, now: datetime) -> None:
    """Take back what the shop bore for a free order, as far as it was given back; it stands as it is now."""
    if level_micro := ended.discount_back_micro:
        undone_micro = number_from(connection, select(_undone(literal(ended.id))))
        back = undoing_discount(ended.sale, undone_micro=undone_micro, level_micro=level_micro)
        book_all(connection, back, now, credit_micro=0)


def _undone(order_id: Any) -> Any:
    """Return what of this order's discount is taken back, in micro-units."""
    sums: Select[Any] = (
        select(cast(func.coalesce(func.sum(posting.c.amount_micro), 0), BigInteger))
        .select_from(journal)
        .join(posting, posting.c.journal_id == journal.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(
            journal.c.order_id == order_id,
            journal.c.kind == fixed(JournalKind.DISCOUNT),
            account.c.kind == fixed(AccountKind.COUPON),
            posting.c.amount_micro > 0,
        )
    )
    return sums.scalar_subquery()


def _ready_locked(connection: Connection, person_id: int) -> Any:
    ready = select(coupon).join(coupon_ready, coupon_ready.c.coupon_id == coupon.c.id)
    mine = ready.where(coupon_ready.c.person_id == person_id)
    return connection.execute(mine.with_for_update(of=coupon)).first()


def _usable(
    connection: Connection, wanted: Coupon | None, person_id: int, currency: str, now: datetime
) -> Coupon:
    """Return the coupon, whose row is locked. Raises ShopError if it cannot be used."""
    refusal = _refusal(connection, wanted, person_id, currency, now)
    if wanted is None or refusal is not None:
        raise refusal or ShopError("coupon_unknown")
    return wanted


def _refusal(
    connection: Connection, wanted: Coupon | None, person_id: int, currency: str, now: datetime
) -> ShopError | None:
    uses = own_uses = 0
    if wanted is not None:
        uses = 0 if wanted.uses is None else _USES.scalar(connection, coupon=wanted.id)
        own_uses = _OWN_USES.scalar(connection, coupon=wanted.id, person=person_id)
    return refusal_of(wanted, uses=uses, own_uses=own_uses, currency=currency, now=now)


def _was_used_by(connection: Connection, wanted: Coupon, person_id: int, update_id: int) -> bool:
    this = and_(
        coupon_use.c.coupon_id == wanted.id,
        coupon_use.c.person_id == person_id,
        coupon_use.c.update_id == update_id,
    )
    return connection.execute(select(coupon_use.c.id).where(this)).first() is not None


def _keep_ready(connection: Connection, wanted: Coupon, person_id: int, now: datetime) -> None:
    values = {"coupon_id": wanted.id, "entered_at": now}
    adding = insert_into(connection, coupon_ready).values(person_id=person_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))


_IS_ALL_BACK = or_(
    orders.c.state == fixed(OrderState.CANCELED),
    and_(  # some panels call it so of which nothing came; a free order's price does not tell
        orders.c.state == fixed(OrderState.PARTIAL),
        _undone(coupon_use.c.order_id) >= coupon_use.c.amount_micro,
    ),
)
_WHOLE = and_(_IS_ALL_BACK, orders.c.refunded_micro >= orders.c.price_micro)
_COUNTS = or_(
    coupon_use.c.order_id.is_(None),
    and_(orders.c.state.not_in([fixed(state) for state in sorted(GIVEN_BACK)]), ~_WHOLE),
)
_COUNTED = coupon_use.outerjoin(orders, orders.c.id == coupon_use.c.order_id)


def _counting(*columns: Any) -> Select[Any]:
    this = coupon_use.c.coupon_id == given("coupon")
    return select(*columns).select_from(_COUNTED).where(this, _COUNTS)


_USES = Prepared(_counting(func.count()))
_OWN_USES = Prepared(_counting(func.count()).where(coupon_use.c.person_id == given("person")))
_TALLY = Prepared(
    _counting(
        func.count().label("uses"),
        cast(
            func.coalesce(func.sum(coupon_use.c.amount_micro - _undone(coupon_use.c.order_id)), 0), BigInteger
        ).label("micro"),
    )
)
_READY = Prepared(
    select(coupon)
    .join(coupon_ready, coupon_ready.c.coupon_id == coupon.c.id)
    .where(coupon_ready.c.person_id == given("person"))
)
_MADE = ("code", "key", "currency", "percent_ppm", "amount_micro", "uses", "each", "least_micro", "ends_at")


def _tally(connection: Connection, row: Row[Any]) -> Tally:
    counted = _TALLY.first(connection, coupon=row.id)
    return Tally(_coupon(row), int(counted.uses), int(counted.micro))


def _coupon(row: Any) -> Coupon:
    return Coupon(id=row.id, stopped_at=row.stopped_at, **{name: getattr(row, name) for name in _MADE})
