"""The surroundings of a case in our own rows: known panel ids, later orders, refunds.

Also whether the balance read last can be the one before the next order; see shop/reconciliation/reuse.py.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, and_, exists, func, or_, select

from shop.ledger.journals import JournalKind
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import RequestKind
from shop.reconciliation.attempts import given_back
from shop.reconciliation.case import Case, Resolution, Surroundings
from shop.reconciliation.decide import SUMS_OF, Other
from shop.reconciliation.readings import Reading
from shop.reconciliation.reuse import ATTEMPTS_READ, Known, charged_since, is_fresh, is_reusable
from storage.catalogue.tables import panel_account
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import reads
from storage.ledger.tables import journal
from storage.orders.rows import fetch_orders
from storage.orders.tables import attempt, order_taken_back, orders, request, request_under_way
from storage.reconciliation.readings import (
    at_panel,
    habits_of,
    is_used_by_others,
    last_reading,
    newest_attempts,
)
from storage.reconciliation.rows import is_open
from storage.reconciliation.tables import inquiry

LATELY = timedelta(hours=24)
"""Panels refund finished orders too, and may book a refund long after they report it."""

MOST_ASKED = 300
"""How many of our orders a check asks the panel about at most."""

BEFORE = timedelta(minutes=1)
"""A refund that our sweep saw this shortly before the order may have come after the balance was read."""

MONEY_BACK = (OrderState.CANCELED, OrderState.PARTIAL)
_MAY_BE_THERE = (AttemptOutcome.ACCEPTED, AttemptOutcome.OPEN, AttemptOutcome.UNKNOWN)
LAST_ORDERS, LAST_KNOWN = 100, 10
LAST_ATTEMPTS = 400
"""How many attempts are searched for the newest orders; the rest were refused or not sent."""

_MINE = orders.c.panel == given("panel")
_MONEY_MAY_COME = Prepared(
    select(
        or_(
            exists(select(orders.c.id).where(_MINE, orders.c.refund_held_at.is_not(None))),
            exists(
                select(orders.c.id).where(
                    _MINE,
                    orders.c.finished_at >= given("since"),
                    orders.c.state.in_([fixed(OrderState(state)) for state in MONEY_BACK]),
                )
            ),
            exists(
                select(journal.c.id).where(
                    journal.c.kind == fixed(JournalKind.REFUND), journal.c.created_at >= given("since")
                )
            ),
            exists(
                select(request.c.id).where(request_under_way, request.c.kind == fixed(RequestKind.CANCEL))
            ),
        )
    )
)


class SurroundingsStore:
    """Reads what a case needs to know of our other orders at the panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def surroundings(self, connection: Connection, case: Case) -> Surroundings:
        """Return what our own rows say around the case."""
        known = panel_account.c
        account = select(known.shared_at).where(known.panel == self._panel)
        shared_at = connection.execute(account).scalar()
        numbered = self._numbered(connection, case.attempted_at)
        last_known, since = max(numbered) if numbered else (None, None)
        others = exists().where(
            inquiry.c.panel == self._panel,
            inquiry.c.order_id != case.order.id,
            inquiry.c.why != "",
            or_(inquiry.c.verdict.is_(None), inquiry.c.verdict != Resolution.ADOPTED),
            inquiry.c.opened_at >= since if since else inquiry.c.opened_at.is_not(None),
        )
        strangers = bool(connection.execute(select(others)).scalar())
        moved = shared_at is not None and (since is None or shared_at >= since)
        return Surroundings(
            last_known=None if last_known is None else str(last_known),
            known=tuple(numbered[:LAST_KNOWN]),
            strangers=strangers or moved,
            shared_at=shared_at,
            habits=habits_of(connection, self._panel),
            others=self._others(connection, case),
            may_come_back=self._may_come_back(connection, case.read_at - BEFORE),
        )

    @reads
    def list_followed(
        self, connection: Connection, now: datetime, *, minimum_micro: int
    ) -> list[Order] | None:
        """Return our orders whose refund could matter; None if they are more than a check may ask about.

        They are at work or lately finished, and cost `minimum_micro` or more.
        """
        placed = and_(orders.c.panel == self._panel, orders.c.panel_order_id.is_not(None))
        dear = or_(orders.c.cost_micro.is_(None), orders.c.cost_micro >= minimum_micro)
        # Whatever is at work has its number at the panel. Asked for it, SQLite may sort all orders there are.
        at_work = and_(orders.c.panel == self._panel, dear, orders.c.state.in_(AT_WORK))
        finished = and_(placed, dear, orders.c.finished_at > now - LATELY)
        found = [
            *fetch_orders(connection, at_work, limit=MOST_ASKED + 1, newest_first=True),
            *fetch_orders(connection, finished, limit=MOST_ASKED + 1, newest_first=True),
        ]
        return found if len(found) <= MOST_ASKED else None

    @reads
    def refunds_since(self, connection: Connection, read_at: datetime) -> int | None:
        """Return what the panel refunded for our orders since this balance; None if that is unknown."""
        since = read_at - BEFORE
        back = self._given_back(connection, since, until=None, limit=MOST_ASKED)
        return None if back is None else sum(back)

    def _may_come_back(self, connection: Connection, until: datetime) -> tuple[int, ...] | None:
        """Return refunds of the day before, which may still arrive: a status may come hours before its money.

        The cost of an order that an operator has ended may arrive too: nobody asks about it any more.
        None while refunds are held: nobody can tell what the panel has given back already.
        """
        mine = orders.c.panel == self._panel
        held = select(orders.c.id).where(mine, orders.c.refund_held_at.is_not(None)).limit(1)
        if connection.execute(held).first() is not None:
            return None
        back = self._given_back(connection, until - LATELY, until=until, limit=SUMS_OF)
        lately = and_(mine, orders.c.finished_at >= until - LATELY, orders.c.ended_by.is_not(None))
        by_hand = connection.execute(select(orders.c.cost_micro).where(lately)).scalars().all()
        if back is None or not all(by_hand):
            return None
        return (*back, *(cost for cost in by_hand if cost))

    def _given_back(
        self, connection: Connection, since: datetime, *, until: datetime | None, limit: int
    ) -> tuple[int, ...] | None:
        """Return each sum that the panel refunded in this time; None if more than `limit`, or unknown."""
        noted = and_(journal.c.kind == JournalKind.REFUND, journal.c.created_at >= since)
        ended = orders.c.finished_at >= since
        if until is not None:
            noted, ended = (
                and_(noted, journal.c.created_at < until),
                and_(ended, orders.c.finished_at < until),
            )
        again = select(journal.c.order_id).where(noted)
        by_the_panel = and_(orders.c.ended_by.is_(None), ~order_taken_back)
        mine = and_(orders.c.panel == self._panel, orders.c.state.in_(MONEY_BACK), by_the_panel)
        found = fetch_orders(connection, mine & or_(ended, orders.c.id.in_(again)), limit=limit + 1)
        back = [given_back(order, since, until) for order in found]
        if len(found) > limit or None in back:
            return None
        return tuple(refund for refund in back if refund)

    def _others(self, connection: Connection, case: Case) -> tuple[Other, ...]:
        """Return our orders after the case's balance that the panel has, or may have."""
        # Later attempts have higher ids, so that the query need not read all of them.
        tried = select(func.min(attempt.c.id)).where(attempt.c.order_id == case.order.id)
        first = connection.execute(tried).scalar() or 0
        since = (
            select(attempt)
            .where(attempt.c.id > first, attempt.c.started_at >= case.attempted_at)
            .where(attempt.c.outcome.in_(_MAY_BE_THERE))
            .order_by(attempt.c.id)
            .limit(MOST_ASKED)
        )
        rows = list(connection.execute(since).all())
        if case.before_at is not None:  # the balance is that before an earlier order; few are between them
            between = select(attempt).where(attempt.c.id < first).order_by(attempt.c.id.desc())
            earlier = connection.execute(between.limit(ATTEMPTS_READ)).all()
            rows += [
                row for row in earlier if row.started_at >= case.before_at and row.outcome in _MAY_BE_THERE
            ]
        return tuple(
            Other(row.cost_micro or 0, row.started_at, row.outcome == AttemptOutcome.ACCEPTED)
            for row in at_panel(connection, self._panel, rows)
            if row.order_id != case.order.id
            and (row.outcome != AttemptOutcome.UNKNOWN or row.state == OrderState.UNKNOWN)
        )

    def _numbered(self, connection: Connection, before: datetime) -> list[tuple[int, datetime]]:
        """Return panel ids of our latest orders before then and when they were submitted, newest first."""
        newest = newest_attempts(connection, self._panel, LAST_ATTEMPTS)
        accepted = (
            row for row in newest if row.outcome == AttemptOutcome.ACCEPTED and row.started_at < before
        )
        numbered = ((row.panel_order_id or "", row.started_at) for row in accepted)
        latest = islice(((number, at) for number, at in numbered if number), LAST_ORDERS)
        return [(int(number), at) for number, at in latest if number.isascii() and number.isdigit()]


def reusable_reading(
    connection: Connection, panel: str, cost_micro: int | None, now: datetime
) -> Reading | None:
    """Return the balance that can count as the one before an order of this cost; None if it must be read."""
    reading, habits, as_reckoned = last_reading(connection, panel)
    if reading is None or not is_fresh(reading, now):
        return None
    others = is_used_by_others(connection, panel, now)
    known = Known(reading, as_reckoned, habits, (), money_may_come=False, case_open=False, is_shared=others)
    if not is_reusable(known, cost_micro, now):  # whatever else there is
        return None
    newest = newest_attempts(connection, panel, ATTEMPTS_READ)
    since = charged_since(newest, reading, has_more=len(newest) == ATTEMPTS_READ)
    if not is_reusable(replace(known, since=since), cost_micro, now):
        return None
    # A case counts these refunds as come since its balance; see surroundings.py.
    refunds = _MONEY_MAY_COME.scalar(connection, panel=panel, since=reading.asked_at - BEFORE)
    known = replace(known, since=since, money_may_come=bool(refunds), case_open=is_open(connection, panel))
    return reading if is_reusable(known, cost_micro, now) else None
