"""What a restore changes in the rows, so that nothing is done twice that was done after the backup.

Whoever confirmed an order before the backup may have had it placed after: the panel may have it. The same
holds for requests, for taps that waited to be handled, for bills that pay for an order, and for broadcasts.
Ids that were given after the backup are in chats and at gateways, and are given to nothing else.
See docs/decisions/0091.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from shop import notice
from shop.broadcast import BroadcastState
from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import RequestState
from shop.reconciliation.case import CaseState
from shop.standstill import CHECKED
from shop.updates import UpdateState
from storage.backup.counters import move_on
from storage.core.rows import insert_into
from storage.desk.maintenance import is_closed
from storage.desk.upkeep_tables import maintenance, standstill
from storage.ledger.tables import invoice, payment_return, return_open
from storage.messages.asides import tells_of_money
from storage.messages.letters import hold
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast, inbox, inbox_waiting
from storage.orders.mass_tables import mass_order, mass_unused
from storage.orders.rows import order_of
from storage.orders.tables import attempt, confirm, orders, request
from storage.orphans.tables import orphan_look
from storage.reconciliation.rows import open_case
from storage.reconciliation.tables import case_unsettled, inquiry

RESTORED = "the kiosk was restored from a backup of before it was sent"

UNTIL_SOMEBODY_GOES_ON = timedelta(days=365)
"""Nobody is to decide by a date while the kiosk stands still; going on sets that."""


def mark_restored(
    connection: Connection, backup_at: datetime, now: datetime, operators: Collection[int]
) -> None:
    """Have the kiosk stand still from its next start on, and nothing be repeated."""
    move_on(connection, now - backup_at)
    _stand_still(connection, backup_at, now)
    _check_orders(connection, backup_at, now, operators)
    _repeat_nothing(connection, now)
    # It may have been asked for after the backup, and made; how long it is known there counts from then.
    first_at = func.coalesce(payment_return.c.unanswered_at, backup_at)
    asked = update(payment_return).where(return_open)
    connection.execute(asked.values(asked_at=None, unanswered_at=first_at))
    connection.execute(update(orphan_look).values(due_at=now, wants_list=True))


def _stand_still(connection: Connection, backup_at: datetime, now: datetime) -> None:
    """Close the shop, and have the row say since when and why."""
    fresh: dict[str, object] = {"findings": {}, "troubles": {}, "compared_at": None, "lifted_at": None}
    was_closed, since = _was_closed_before(connection), _unknown_since(connection, backup_at)
    values = {"backup_at": since, "restored_at": now, "was_closed": was_closed} | fresh
    adding = insert_into(connection, standstill).values(id=1, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))
    closing = {"closed_at": now, "until": None}
    adding = insert_into(connection, maintenance).values(id=1, **closing)
    only_open = maintenance.c.closed_at.is_(None)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=closing, where=only_open))


def _unknown_since(connection: Connection, backup_at: datetime) -> datetime:
    """Return since when nobody knows what came: earlier, where the backup itself was of a standstill."""
    standing = select(standstill.c.backup_at).where(standstill.c.lifted_at.is_(None))
    return min(backup_at, connection.scalar(standing) or backup_at)


def _was_closed_before(connection: Connection) -> bool:
    """Return True if the shop is closed, and not by an earlier restore after which nobody has gone on."""
    standing = select(standstill.c.was_closed).where(standstill.c.lifted_at.is_(None))
    return is_closed(connection) and connection.scalar(standing) is not False


def _check_orders(
    connection: Connection, backup_at: datetime, now: datetime, operators: Collection[int]
) -> None:
    """Make every order that may have been sent since *Being checked*, and have the operators asked.

    One whose own start is still to come cannot have been sent. Balances prove nothing about the others:
    orders that nobody knows any more have been paid from the same account.
    """
    ripe = orders.c.starts_at.is_(None) | (orders.c.starts_at <= now)
    waiting = and_(orders.c.state == OrderState.RESERVED, ripe)
    under_way = waiting | (orders.c.state == OrderState.SUBMITTING)
    lost = {"state": OrderState.UNKNOWN, "reason": RESTORED, "changed_at": now, "starts_at": None}
    rows = connection.execute(select(orders).where(under_way).order_by(orders.c.id)).all()
    for row in rows:
        connection.execute(update(orders).where(orders.c.id == row.id).values(lost))
        unanswered = update(attempt).where(
            attempt.c.order_id == row.id, attempt.c.outcome == AttemptOutcome.OPEN
        )
        ended = {"outcome": AttemptOutcome.UNKNOWN, "finished_at": now}
        if not connection.execute(unanswered.values(ended)).rowcount:
            tried = connection.scalar(select(func.count()).where(attempt.c.order_id == row.id)) or 0
            trying = {"order_id": row.id, "n": tried + 1, "started_at": backup_at, "excerpt": RESTORED}
            connection.execute(insert(attempt).values(trying | ended))
        open_case(connection, order_of(row), now)
    asked = update(inquiry).where(case_unsettled).values(due_at=now + UNTIL_SOMEBODY_GOES_ON)
    connection.execute(asked)
    opened = update(inquiry).where(inquiry.c.state == CaseState.OPEN)
    asking = opened.values(state=CaseState.HUMAN, why=CHECKED).returning(inquiry.c.order_id)
    for number in connection.execute(asking).scalars().all():
        enqueue(connection, notice.reviews(operators, number), now)


def _repeat_nothing(connection: Connection, now: datetime) -> None:
    asked = request.c.state.in_((RequestState.ASKING, RequestState.SENDING))
    connection.execute(update(request).where(asked).values(state=RequestState.UNCLEAR, changed_at=now))
    # What waited was handled after the backup, by the kiosk whose rows are lost. Money is booked once anyway.
    handled = update(inbox).where(inbox_waiting, ~tells_of_money)
    connection.execute(handled.values(state=UpdateState.DONE, handled_at=now))
    connection.execute(delete(confirm).where(confirm.c.used_at.is_(None)))
    connection.execute(update(mass_order).where(mass_unused).values(token=None, quoted=None, expires_at=None))
    # A payment that is found is credited; its order may have been placed.
    connection.execute(update(invoice).where(invoice.c.pays_for.is_not(None)).values(pays_for=None))
    sending = update(broadcast).where(broadcast.c.state == BroadcastState.SENDING)
    paused = sending.values(state=BroadcastState.PAUSED, pace_since=None).returning(broadcast.c.id)
    for number in connection.execute(paused).scalars().all():
        hold(connection, number)
    begun = and_(broadcast.c.state == BroadcastState.WAITING, broadcast.c.starts_at <= now)
    stopped = {"state": BroadcastState.STOPPED, "finished_at": now}
    connection.execute(update(broadcast).where(begun).values(stopped))
