"""People as the staff finds them: a list by who was seen last, a search, and what is known of one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    case,
    cast,
    func,
    select,
    tuple_,
)

from shop.ledger.journals import PERSONAL
from shop.ordering.order import GIVEN_BACK, WAITING
from shop.people.facts import COUNTED, Facts
from shop.people.listing import LOOKED_THROUGH, Glance, PeopleFilter, PeoplePage, PeoplePlace
from shop.people.searching import words_of
from shop.tickets.ticket import TicketState
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import number_from
from storage.core.units import reads
from storage.ledger.tables import account
from storage.orders.own import own
from storage.orders.tables import orders
from storage.people.store import PEOPLE, person_of
from storage.people.tables import person, person_blocked, person_note
from storage.tickets.tables import ticket

NAMED_AT_MOST = 1_000
"""Of more staff, or more banned people, the list has these: their ids stand in the statement."""

_ORDERED = select(orders.c.id).where(orders.c.person_id == person.c.id).limit(1).scalar_subquery()
_RICH = (
    select(account.c.id)
    .where(account.c.owner_id == person.c.id, account.c.kind.in_(PERSONAL), account.c.balance_micro > 0)
    .limit(1)
    .scalar_subquery()
)
# Not EXISTS: a server may make a join of all rows of that, and these look up one person at a time.
_FITS: dict[PeopleFilter, ColumnElement[bool]] = {
    PeopleFilter.ORDERED: _ORDERED.is_not(None),
    PeopleFilter.MONEY: _RICH.is_not(None),
}


class Directory:
    """Reads `person` for the staff, with what belongs to each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_page(
        self,
        connection: Connection,
        showing: PeopleFilter,
        *,
        size: int,
        after: PeoplePlace | None = None,
        among: Collection[int] = (),
    ) -> PeoplePage:
        """Return a page of the list behind this place; `among` are the staff, or who is banned.

        At most LOOKED_THROUGH people are looked at for one page.
        """
        by = person.c.created_at if showing is PeopleFilter.NEW else person.c.seen_at
        behind = [] if after is None else [tuple_(by, person.c.id) < (after.at, after.person_id)]
        which, until = list(behind), None
        if showing in _FITS:
            until = _place_behind(connection, by, behind)
            which += [] if until is None else [tuple_(by, person.c.id) >= (until.at, until.person_id)]
            which.append(_FITS[showing])
        elif showing is PeopleFilter.BLOCKED:
            which.append(person_blocked)
        elif showing in {PeopleFilter.STAFF, PeopleFilter.BANNED}:
            which.append(one_of(person.c.id, sorted(among)[:NAMED_AT_MOST]))
        found = PEOPLE.where(*which).order_by(by.desc(), person.c.id.desc()).limit(size + 1)
        rows = connection.execute(found).all()
        people = [Glance(person_of(row), row.seen_at) for row in rows[:size]]
        if len(rows) > size:
            last = rows[size - 1]
            at = last.created_at if showing is PeopleFilter.NEW else last.seen_at
            return PeoplePage(showing, people, PeoplePlace(at, last.id))
        return PeoplePage(showing, people, until, is_cut=until is not None)

    @reads
    def search(self, connection: Connection, words: str, *, number: int | None, limit: int) -> list[Glance]:
        """Return whom these words may mean; `number` is what they are as a number.

        A number is a person's, or the number of an order of theirs, and nothing else. An @name is one
        person's. Other words are each a part of the name; last seen first.
        """
        if number is not None and (found := _numbered(connection, number)):
            return found
        wanted = words_of(words)
        if not wanted:
            return []
        if len(wanted) == 1 and wanted[0].startswith("@"):
            whole = person.c.search_key.endswith(f"\n{wanted[0]}", autoescape=True)
            return _glances(connection, PEOPLE.where(whole), limit)
        parts = [person.c.search_key.contains(word, autoescape=True) for word in wanted]
        return _glances(connection, PEOPLE.where(*parts), limit)

    @reads
    def facts(self, connection: Connection, person_id: int, currency: str) -> Facts | None:
        """Return what is known of this person, None if they never wrote."""
        row = connection.execute(PEOPLE.where(person.c.id == person_id)).first()
        if row is None:
            return None
        newest = _newest_orders(person_id)
        counted = connection.execute(
            select(func.count(), func.sum(case((newest.c.currency == currency, newest.c.spent), else_=0)))
        ).one()
        more = connection.execute(_order_behind(person_id)).scalar()
        return Facts(
            person=person_of(row),
            since=row.created_at,
            seen_at=row.seen_at,
            orders=int(counted[0]),
            has_more_orders=more is not None,
            spent_micro=int(counted[1] or 0),
            open_tickets=_count(
                connection,
                select(ticket.c.id).where(
                    ticket.c.person_id == person_id, ticket.c.state == TicketState.OPEN
                ),
            ),
            notes=_count(connection, select(person_note.c.id).where(person_note.c.person_id == person_id)),
        )


def _place_behind(
    connection: Connection, by: ColumnElement[datetime], behind: Sequence[ColumnElement[bool]]
) -> PeoplePlace | None:
    """Return the last of the people that a page looks at; None if fewer are left."""
    last = select(by.label("at"), person.c.id).where(*behind).order_by(by.desc(), person.c.id.desc())
    row = connection.execute(last.offset(LOOKED_THROUGH - 1).limit(1)).first()
    return None if row is None else PeoplePlace(row.at, row.id)


def _numbered(connection: Connection, number: int) -> list[Glance]:
    """Return the person of this number, and whoever made the order of this number."""
    if not 0 < number <= LARGEST_ID:
        return []
    people = _glances(connection, PEOPLE.where(person.c.id == number), 1)
    whose = connection.execute(select(orders.c.person_id).where(orders.c.id == number)).scalar()
    if whose is None:
        return people
    makers = _glances(connection, PEOPLE.where(person.c.id == whose), 1)
    return people + [Glance(one.person, one.seen_at, number) for one in makers]


def _glances(connection: Connection, found: Select[Any], limit: int) -> list[Glance]:
    rows = connection.execute(found.order_by(person.c.seen_at.desc()).limit(limit)).all()
    return [Glance(person_of(row), row.seen_at) for row in rows]


def _newest_orders(person_id: int) -> Any:
    """Return their newest orders with what each cost: nothing while nobody knows whether it goes through."""
    costs_nothing = orders.c.state.in_(sorted(WAITING | GIVEN_BACK))
    spent = case((costs_nothing, 0), else_=orders.c.price_micro - orders.c.refunded_micro)
    newest = select(orders.c.currency, cast(spent, BigInteger).label("spent")).where(own(person_id))
    return newest.order_by(orders.c.id.desc()).limit(COUNTED).subquery()


def _order_behind(person_id: int) -> Select[Any]:
    older = select(orders.c.id).where(own(person_id)).order_by(orders.c.id.desc())
    return older.offset(COUNTED).limit(1)


def _count(connection: Connection, rows: Select[Any]) -> int:
    return number_from(connection, select(func.count()).select_from(rows.limit(COUNTED).subquery()))
