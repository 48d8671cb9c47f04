"""A person's own orders that fit typed words: among their newest, so that a search has an end."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from shop.ordering.order import RUNNING
from shop.ordering.order_list import ListPlace, OrderFilter, OrderGroup, OrderPage
from shop.ordering.order_search import Wanted
from storage.core.columns import LARGEST_ID
from storage.core.prepared import Prepared, among, given, numbers
from storage.orders.own import own
from storage.orders.rows import with_requests
from storage.orders.tables import orders

LOOKED_THROUGH = 1000
"""A person's newest orders, among which words are looked for; a number is found wherever it is."""

_Rank = tuple[bool, int]
"""Whether an order has ended, and its number, falling: what the list is ordered by."""


def page_of_found(
    connection: Connection,
    person_id: int,
    wanted: Wanted,
    *,
    size: int,
    after: ListPlace | None = None,
    before: ListPlace | None = None,
) -> OrderPage:
    """Return the page of found orders behind `after` or ahead of `before`; without them the first.

    Running orders come first, as in the whole list. Where nothing is left behind
    that place, the first page comes.
    """
    ranks, is_cut = _ranks(connection, person_id, wanted)
    first = _first(ranks, size, after, before)
    shown = [-number for _, number in ranks[first : first + size]]
    rows = {row.id: row for row in _THESE.all(connection, person=person_id, ids=numbers(shown))}
    return OrderPage(
        OrderFilter.FOUND,
        with_requests(connection, [rows[number] for number in shown]),
        newer=first > 0,
        older=first + size < len(ranks),
        number=-(-first // size) + 1,
        pages=max(1, -(-first // size) + -(-(len(ranks) - first) // size)) if len(ranks) > size else None,
        words=wanted.words,
        looked_through=LOOKED_THROUGH if is_cut else None,
    )


def _ranks(connection: Connection, person_id: int, wanted: Wanted) -> tuple[list[_Rank], bool]:
    """Return the found orders' ranks in order, and whether older orders were left out."""
    rows = _NEWEST.all(connection, person=person_id, count=LOOKED_THROUGH + 1)
    is_cut = len(rows) > LOOKED_THROUGH
    fitting = [
        row for row in rows[:LOOKED_THROUGH] if wanted.fits(row.id, row.service_name or "", row.link or "")
    ]
    if is_cut and wanted.number is not None and wanted.number <= LARGEST_ID:
        numbered = _OLDER.first(connection, person=person_id, order=wanted.number, below=rows[-2].id)
        fitting += [] if numbered is None else [numbered]
    return sorted((row.state not in RUNNING, -row.id) for row in fitting), is_cut


def _first(ranks: Sequence[_Rank], size: int, after: ListPlace | None, before: ListPlace | None) -> int:
    """Return the index of the page's first order."""
    if after is not None:
        behind = sum(rank <= _rank(after) for rank in ranks)
        return behind if behind < len(ranks) else 0
    if before is not None:
        return max(0, sum(rank < _rank(before) for rank in ranks) - size)
    return 0


def _rank(place: ListPlace) -> _Rank:
    return place.group is not OrderGroup.RUNNING, -place.order_id


_NEWEST = Prepared(
    select(
        orders.c.id,
        orders.c.state,
        orders.c.terms["service_name"].as_string().label("service_name"),
        orders.c.terms["link"].as_string().label("link"),
    )
    .where(own())
    .order_by(orders.c.id.desc())
    .limit(given("count"))
)
_OLDER = Prepared(
    select(orders.c.id, orders.c.state).where(
        orders.c.id == given("order"), own(), orders.c.id < given("below")
    )
)
_THESE = Prepared(select(orders).where(among(orders.c.id, "ids"), own()))
