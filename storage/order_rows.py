"""Reading orders: one, a person's pages, all that are followed; each with what was asked of it since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, and_, cast, func, select, tuple_

from shop.order import AT_WORK, RUNNING, Order, OrderState, Request, Terms
from shop.restraint import Refunds
from storage.columns import LARGEST_ID, fixed
from storage.database import Database
from storage.money_tables import journal
from storage.tables import order_reserved, orders, request
from storage.units import reads

IDS_A_QUERY = 500
"""Both databases limit the parameters of one statement."""

_FOLLOWED = (
    *(column for column in orders.c if column.name not in {"terms", "link_key", "confirm_token"}),
    orders.c.terms[("fields", "runs")].as_string().label("runs"),
)
"""Links, comments and names are most of a row, and nobody needs them to follow an order. Of the terms
only this is needed: whether what remains may be that of one run; see shop.track.
"""


@dataclass(frozen=True, slots=True)
class RefundsHeld:
    """Refunds in one currency that the brake holds, the earliest `since` then; `order_id` is the first."""

    currency: str
    count: int
    amount_micro: int
    since: datetime
    order_id: int


class OrderRows:
    """Reads `orders` for one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    def is_here(self, order: Order) -> bool:
        """Whether the order is this panel account's; another one's number means something else here."""
        return order.panel == self._panel

    async def find(self, order_id: int, *, owner: int | None) -> Order | None:
        """The order, or None where it does not exist or is not the owner's. None as owner: anybody's."""
        if order_id > LARGEST_ID:
            return None
        wanted: ColumnElement[bool] = orders.c.id == order_id
        if owner is not None:
            wanted = and_(wanted, orders.c.person_id == owner)
        found = await self._select(wanted, limit=1)
        return found[0] if found else None

    async def latest(self, person_id: int, *, limit: int, before: int | None = None) -> list[Order]:
        """A person's orders, newest first, from below `before` on (a keyset, never an offset)."""
        wanted: ColumnElement[bool] = orders.c.person_id == person_id
        if before is not None:
            wanted = and_(wanted, orders.c.id < before)
        return await self._select(wanted, limit=limit, newest_first=True)

    async def after(self, person_id: int, *, limit: int, after: int) -> list[Order]:
        """The page of newer orders that ends just above `after`, newest first."""
        newer = await self._select(and_(orders.c.person_id == person_id, orders.c.id > after), limit=limit)
        return newer[::-1]

    @reads
    def to_ask(
        self, connection: Connection, until: datetime, *, after: Order | None = None, limit: int = 1000
    ) -> list[Order]:
        """See shop.track.Following. Only what following needs is read: no link, no comments, no requests."""
        due = select(*_FOLLOWED).where(orders.c.panel == self._panel, orders.c.ask_at <= until)
        if after is not None:
            due = due.where(tuple_(orders.c.ask_at, orders.c.id) > (after.ask_at, after.id))
        rows = connection.execute(due.order_by(orders.c.ask_at, orders.c.id).limit(limit))
        return [_followed(row) for row in rows.all()]

    async def unheard(self, since: datetime) -> list[int]:
        """Orders at work of which the panel has told nothing that is understood since then."""
        heard = func.coalesce(orders.c.heard_at, orders.c.placed_at, orders.c.created_at)
        return await self._at_work(heard < since)

    async def lingering(self, since: datetime) -> list[int]:
        """Orders at work that the panel has had since before then."""
        return await self._at_work(orders.c.placed_at < since)

    @reads
    def _at_work(self, connection: Connection, which: ColumnElement[bool]) -> list[int]:
        mine = and_(orders.c.panel == self._panel, orders.c.state.in_(AT_WORK), which)
        found = select(orders.c.id).where(mine).order_by(orders.c.id).limit(IDS_A_QUERY)
        return list(connection.execute(found).scalars())

    @reads
    def refunds(self, connection: Connection, since: datetime) -> Refunds:
        """See shop.track.Follower. What an operator gave back by hand is no word of the panel's."""
        mine = orders.c.panel == self._panel
        held = select(func.count()).where(mine, orders.c.refund_held_at.is_not(None))
        at_work = select(func.count()).where(mine, orders.c.state.in_(AT_WORK))
        back = select(journal.c.order_id).where(
            journal.c.kind == fixed("refund"), journal.c.created_at >= since, journal.c.actor_id.is_(None)
        )
        given = select(func.count()).where(mine, orders.c.id.in_(back))
        counted = [connection.scalar(one) for one in (held, given, at_work)]
        return Refunds(*(number or 0 for number in counted))

    @reads
    def sum_of_refunds_held(self, connection: Connection) -> list[RefundsHeld]:
        """What waits at the refund brake, by currency."""
        left = cast(func.sum(orders.c.price_micro - orders.c.refunded_micro), BigInteger)
        held = (
            select(orders.c.currency, func.count(), left, func.min(orders.c.refund_held_at))
            .add_columns(func.min(orders.c.id))
            .where(orders.c.panel == self._panel, orders.c.refund_held_at.is_not(None))
            .group_by(orders.c.currency)
            .order_by(orders.c.currency)
        )
        return [RefundsHeld(*row) for row in connection.execute(held).all()]

    async def running(self) -> list[Order]:
        """Every order that has no end yet, oldest first."""
        return await self._select(
            and_(orders.c.panel == self._panel, orders.c.state.in_(RUNNING)), limit=None
        )

    @reads
    def count(self, connection: Connection) -> dict[str, int]:
        """How many orders are in each state."""
        mine = orders.c.panel == self._panel
        counted = select(orders.c.state, func.count()).where(mine).group_by(orders.c.state)
        return {state: int(number) for state, number in connection.execute(counted).all()}

    async def longest_held(self) -> Order | None:
        """Of the orders that are kept from being handed over the one that has waited longest."""
        waiting = and_(orders.c.panel == self._panel, order_reserved, orders.c.reason.is_not(None))
        found = await self._select(waiting, limit=1)
        return found[0] if found else None

    @reads
    def _select(
        self,
        connection: Connection,
        which: ColumnElement[bool],
        *,
        limit: int | None,
        newest_first: bool = False,
    ) -> list[Order]:
        return self._fetch(connection, which, limit=limit, newest_first=newest_first)

    def _one(self, connection: Connection, which: ColumnElement[bool]) -> Order:
        return self._fetch(connection, which, limit=1)[0]

    def _fetch(
        self,
        connection: Connection,
        which: ColumnElement[bool],
        *,
        limit: int | None,
        newest_first: bool = False,
    ) -> list[Order]:
        by = orders.c.id.desc() if newest_first else orders.c.id
        rows = connection.execute(select(orders).where(which).order_by(by).limit(limit)).all()
        asked = _requests_of(connection, [row.id for row in rows])
        return [replace(order_of(row), requests=tuple(asked.get(row.id, ()))) for row in rows]


def _requests_of(connection: Connection, order_ids: Sequence[int]) -> dict[int, list[Request]]:
    asked: dict[int, list[Request]] = {}
    for start in range(0, len(order_ids), IDS_A_QUERY):
        some = request.c.order_id.in_(order_ids[start : start + IDS_A_QUERY])
        for row in connection.execute(select(request).where(some).order_by(request.c.id)).all():
            asked.setdefault(row.order_id, []).append(request_of(row))
    return asked


def request_of(row: Row[tuple[object, ...]]) -> Request:
    """The request in this row."""
    return Request(
        id=row.id,
        order_id=row.order_id,
        kind=row.kind,
        state=row.state,
        text=row.text,
        panel_refill_id=row.panel_refill_id,
    )


def order_of(row: Row[tuple[object, ...]]) -> Order:
    """The order in this row, without its requests. Its cost may have been reckoned anew since the card."""
    terms = Terms(**row.terms)
    return _order(row, terms if row.cost_micro is None else replace(terms, cost_micro=row.cost_micro))


def _followed(row: Row[Any]) -> Order:
    """The order as following knows it: its terms are the figures alone, and whether there are runs."""
    figures = Terms(
        service_id=row.service_id,
        service_name="",
        link="",
        quantity=row.quantity,
        fields={} if row.runs is None else {"runs": row.runs},
        price_micro=row.price_micro,
        currency=row.currency,
        cost_micro=row.cost_micro or 0,
    )
    return _order(row, figures)


def _order(row: Row[Any], terms: Terms) -> Order:
    return Order(
        id=row.id,
        person_id=row.person_id,
        panel=row.panel,
        terms=terms,
        state=OrderState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        panel_order_id=row.panel_order_id,
        panel_word=row.panel_word,
        start_count=row.start_count,
        remains=row.remains,
        charge=row.charge,
        reason=row.reason,
        refunded_micro=row.refunded_micro,
        card_message_id=row.card_message_id,
        placed_at=row.placed_at,
        checked_at=row.checked_at,
        finished_at=row.finished_at,
        cost_here_micro=row.cost_here_micro,
        heard_at=row.heard_at,
        ask_at=row.ask_at,
        refund_held_at=row.refund_held_at,
        ended_by=row.ended_by,
    )
