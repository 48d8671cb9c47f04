"""What receipts are known by: noted when one is handed in, and asked which others have the same."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, select

from shop.acts import RECEIPT, subject_of
from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import marks_of
from shop.ledger.topup import TopupState
from shop.notice import Notice
from storage.core.prepared import one_of, padded
from storage.core.rows import insert_into
from storage.desk.cards import refreshed_cards
from storage.ledger.tables import receipt_mark, topup, topup_waiting
from storage.people.tables import person


def note_marks(connection: Connection, given: Topup, instructions: str) -> list[Notice]:
    """Note what this receipt is known by; return what the cards are owed of others that have the same."""
    marks = sorted(marks_of(given, instructions))
    if not marks:
        return []
    rows = [{"mark": mark, "topup_id": given.id} for mark in marks]
    noting = insert_into(connection, receipt_mark).values(rows)
    connection.execute(noting.on_conflict_do_nothing(index_elements=["mark", "topup_id"]))
    of_same = select(receipt_mark.c.topup_id).where(receipt_mark.c.mark.in_(padded(marks)))
    waiting = (topup_waiting, topup.c.id.in_(of_same), topup.c.id != given.id)
    same = connection.execute(select(topup.c.id).where(*waiting).order_by(topup.c.id).with_for_update())
    return [
        one for number in same.scalars() for one in refreshed_cards(connection, subject_of(RECEIPT, number))
    ]


def list_with_marks(
    connection: Connection, marks: Mapping[str, str], whose: ColumnElement[bool], limit: int
) -> list[tuple[Row[Any], list[str]]]:
    """Return top-ups whose receipts have some of these marks, with what these stand for; see `marks_of`."""
    is_credited = case((topup.c.state == TopupState.APPROVED, 0), else_=1)
    has_one = receipt_mark.c.mark.in_(padded(sorted(marks)))
    found = (
        select(topup, person.c.name.label("person_name"))
        .join(person, person.c.id == topup.c.person_id)
        .where(topup.c.id.in_(select(receipt_mark.c.topup_id).where(has_one)), whose)
        .order_by(is_credited, topup.c.id.desc())
        .limit(limit)
    )
    rows = connection.execute(found).all()
    of_them = select(receipt_mark).where(one_of(receipt_mark.c.topup_id, [row.id for row in rows]), has_one)
    shared: dict[int, list[str]] = {}
    for row in connection.execute(of_them).all():
        shared.setdefault(row.topup_id, []).append(marks[row.mark])
    return [(row, shared[row.id]) for row in rows]
