"""How each panel account is looked through for orphans, and what of ours they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.case import Resolution
from shop.reconciliation.found_orphan import Look
from shop.reconciliation.orphan_numbers import ByKey
from shop.reconciliation.orphans import SHOWN_AFTER, OurOrder
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.orders.own import GONE
from storage.orders.rows import order_of
from storage.orders.tables import attempt, order_given_back, orders
from storage.orphans.tables import orphan_look
from storage.reconciliation.readings import newest_attempts
from storage.reconciliation.tables import inquiry

LOST_AT_MOST = 500
"""Orders of each kind that an orphan is compared with: whose answer was lost, and the newest given up."""

GIVEN_UP_SINCE = timedelta(days=30)
"""How long ago an order may have been given up that an orphan is compared with."""

LAST_ATTEMPTS = 400
"""How many attempts are searched for our newest numbers."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of our orders with a number of the panel, and when it was sent."""

    number: int
    sent_at: datetime


class OrphanLooks:
    """Reads and writes `orphan_look`, each row of one panel account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def find(self, connection: Connection, panel: str) -> Look | None:
        """Return how this account is looked through; None if it never was."""
        row = connection.execute(select(orphan_look).where(orphan_look.c.panel == panel)).first()
        return None if row is None else _look(row)

    @reads
    def list_all(self, connection: Connection) -> list[Look]:
        """Return how each account is looked through: there are a few."""
        rows = connection.execute(select(orphan_look).order_by(orphan_look.c.panel)).all()
        return [_look(row) for row in rows]

    async def begin(self, panel: str, now: datetime) -> None:
        """Have this account looked through from now on. What is older than our first order is not ours."""
        await self._begin(panel, await self._first(panel), now)

    @reads
    def _first(self, connection: Connection, panel: str) -> tuple[datetime, str | None] | None:
        """Return when our first order there was made, and its number there: a read, once an account."""
        first = (
            select(orders.c.created_at, orders.c.panel_order_id)
            .where(orders.c.panel == panel)
            .order_by(orders.c.created_at, orders.c.id)
            .limit(1)
        )
        row = connection.execute(first).first()
        return None if row is None else (row.created_at, row.panel_order_id)

    @writes
    def _begin(
        self, connection: Connection, panel: str, first: tuple[datetime, str | None] | None, now: datetime
    ) -> None:
        begun_at, number = first or (now, None)
        values = {
            "begun_at": begun_at,
            "first_number": int(number) if number is not None and _is_number(number) else None,
            "due_at": now,
        }
        adding = insert_into(connection, orphan_look).values(panel=panel, **values)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["panel"]))

    @writes
    def wish(self, connection: Connection, now: datetime) -> None:
        """Have all accounts looked through now."""
        wished = update(orphan_look).values(due_at=now, wants_list=True)
        connection.execute(wished.where(or_(orphan_look.c.due_at > now, ~orphan_look.c.wants_list)))

    @writes
    def looked(self, connection: Connection, /, panel: str, due_at: datetime, **learned: Any) -> None:
        """Note what a look has taught, and when the next one is due."""
        mine = orphan_look.c.panel == panel
        connection.execute(update(orphan_look).where(mine).values(due_at=due_at, **learned))

    @reads
    def list_numbered(self, connection: Connection, panel: str, now: datetime) -> list[Numbered]:
        """Return our newest orders at this account whose numbers count; those just sent are left out.

        An order of ours with a lower number than these may be on its way, but none that was sent before them.
        """
        return [
            Numbered(int(tried.panel_order_id), tried.started_at)
            for tried in newest_attempts(connection, panel, LAST_ATTEMPTS)
            if tried.outcome is AttemptOutcome.ACCEPTED
            and tried.panel_order_id is not None
            and _is_number(tried.panel_order_id)
            and tried.started_at <= now - SHOWN_AFTER
        ]

    @reads
    def list_lost(self, connection: Connection, panel: str, now: datetime) -> list[OurOrder]:
        """Return the orders of ours that this account may have without our knowing their numbers.

        Their answers were lost, or they were given up after they had been sent, or an operator has given
        them a number on which the panel has not reported.
        """
        lost = and_(orders.c.panel == panel, orders.c.state == OrderState.UNKNOWN)
        given_up = and_(
            orders.c.panel == panel, order_given_back, orders.c.finished_at > now - GIVEN_UP_SINCE
        )
        found = [
            *connection.execute(select(orders).where(lost).order_by(orders.c.id).limit(LOST_AT_MOST)),
            *connection.execute(
                select(orders)
                .where(given_up)
                .order_by(orders.c.finished_at.desc(), orders.c.id.desc())
                .limit(LOST_AT_MOST)
            ),
            *_numbered_by_hand(connection, panel, now),
        ]
        sent = _sent(connection, [row.id for row in found])
        return [_ours(row, sent[row.id]) for row in found if row.id in sent]


def _numbered_by_hand(connection: Connection, panel: str, now: datetime) -> Sequence[Any]:
    adopted = and_(
        inquiry.c.panel == panel,
        inquiry.c.settled_at > now - GIVEN_UP_SINCE,
        inquiry.c.verdict == Resolution.ADOPTED,
        inquiry.c.decided_by.is_not(None),
        orders.c.state == OrderState.PENDING,
        orders.c.panel_word.is_(None),
    )
    found = select(orders).join(inquiry, inquiry.c.order_id == orders.c.id).where(adopted)
    return connection.execute(found.limit(LOST_AT_MOST)).all()


def _sent(connection: Connection, order_ids: list[int]) -> dict[int, datetime]:
    """Return when each of these orders was possibly sent; one that never was is left out."""
    tried = select(attempt.c.order_id, attempt.c.started_at).where(
        one_of(attempt.c.order_id, order_ids), attempt.c.outcome != fixed(AttemptOutcome.NOT_SENT)
    )
    return {row.order_id: row.started_at for row in connection.execute(tried)}


def _ours(row: Any, sent_at: datetime) -> OurOrder:
    order = order_of(row)
    terms = order.terms
    return OurOrder(
        id=order.id,
        state=order.state,
        service_id=row.sent_number or terms.panel_number or row.service_id,
        link_key=None if row.link_key == GONE else row.link_key,
        quantity=terms.quantity,
        each=terms.each,
        cost_micro=row.cost_micro or terms.cost_micro,
        sent_at=sent_at,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _look(row: Any) -> Look:
    return Look(
        panel=row.panel,
        begun_at=row.begun_at,
        due_at=row.due_at,
        first_number=row.first_number,
        lists=row.lists,
        lists_since=row.lists_since,
        by_key=ByKey(row.by_key),
        asked_to=row.asked_to,
        wants_list=row.wants_list,
        looked_at=row.looked_at,
        trouble=row.trouble or "",
    )
