"""What a person who tops up is asked now, and what ends the question; a row as the top-up it is."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, literal, or_, select, update

from shop.ledger.receipt import Topup
from shop.ledger.topup import ASKING, DeclinedFor, TopupState
from storage.core.columns import Words
from storage.core.prepared import Prepared, given
from storage.ledger.tables import topup, topup_asking

ASKED_FOR = timedelta(hours=1)
"""How long a question waits for its answer."""

NEWEST = 5
"""How many of a person's newest top-ups are searched for the question, or for the one an album belongs to."""


def own_topup(number: int, person_id: int) -> Select[Any]:
    """Select the top-up of this number, if it is this person's."""
    return select(topup).where(topup.c.id == number, topup.c.person_id == person_id)


def find_of_album(connection: Connection, person_id: int, album: str) -> Topup | None:
    """Return the receipt that began with this album; an album comes at once, so it is among the newest."""
    latest = select(topup).where(topup.c.person_id == person_id).order_by(topup.c.id.desc()).limit(NEWEST)
    rows = connection.execute(latest).all()
    return next((topup_of(row) for row in rows if (row.receipt or {}).get("album") == album), None)


def drop_of_others(connection: Connection, currency: str, now: datetime) -> None:
    """End the open questions about amounts in other currencies."""
    asked = and_(topup_asking, topup.c.currency != currency)
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


def drop_asked(connection: Connection, person_id: int, now: datetime) -> None:
    """End what this person is asked."""
    asked = and_(topup.c.person_id == person_id, topup_asking)
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


_OWN = (  # asked at every turn: what has been paid over the years must not be gone through
    select(topup)
    .where(topup.c.person_id == given("person"))
    .order_by(topup.c.id.desc())
    .limit(NEWEST)
    .subquery("own")
)
_IS_ASKED = or_(
    and_(_OWN.c.state.in_(sorted(ASKING)), _OWN.c.changed_at > given("topup_since")),
    _OWN.c.answered_by == given("update"),
)
_ASKED = Prepared(select(_OWN).where(_IS_ASKED).order_by(_OWN.c.id.desc()).limit(1))
TOPUP = "topup"
ASKED = select(literal(TOPUP, Words()).label("asks")).select_from(_OWN).where(_IS_ASKED)
"""Rows if this person is asked, or this update has answered: part of what a turn begins with."""
_IS_ASKING = Prepared(select(topup.c.id).where(topup.c.person_id == given("person"), topup_asking))


def find_asked(connection: Connection, person_id: int, update_id: int, now: datetime) -> Topup | None:
    """Return what this person is asked, or what this update has answered. See Topups.find_asked."""
    row = _ASKED.first(connection, person=person_id, topup_since=now - ASKED_FOR, update=update_id)
    return topup_of(row) if row else None


def is_asking(connection: Connection, person_id: int) -> bool:
    """Return True if this person was asked something and has not answered. See Topups.is_asking."""
    return _IS_ASKING.first(connection, person=person_id) is not None


def topup_of(row: Row[tuple[object, ...]]) -> Topup:
    """Return the top-up of this row."""
    return Topup(
        id=row.id,
        person_id=row.person_id,
        way=row.way,
        state=TopupState(row.state),
        amount_micro=row.amount_micro or 0,
        currency=row.currency,
        receipt=row.receipt or {},
        created_at=row.created_at,
        answered_by=row.answered_by,
        pays_for=row.pays_for,
        acknowledged=row.acknowledged,
        decided_by=row.decided_by,
        changed_at=row.changed_at,
        declined_for=DeclinedFor(row.declined_for) if row.declined_for else None,
        surcharge_micro=row.surcharge_micro,
    )
