"""Everybody's orders, as the staff sees them."""

from sqlalchemy import Connection

from shop.ordering.desk_list import DeskFound, DeskGroup, DeskList, DeskPage
from shop.ordering.order import Order
from shop.ordering.order_search import Wanted
from shop.ordering.timeline import Timeline
from storage.core.database import Database
from storage.core.units import reads
from storage.orders.desk_found import find_at_desk
from storage.orders.desk_pages import Days, count_few, page_at_desk
from storage.orders.timeline import attempts_of, booked_for, told_of


class DeskOrders:
    """Reads `orders` of every person and of every panel account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_page(
        self,
        connection: Connection,
        showing: DeskList,
        *,
        size: int,
        day: Days | None = None,
        older_than: int | None = None,
        newer_than: int | None = None,
    ) -> DeskPage:
        """See storage.orders.desk_pages: newest first, by keyset."""
        return page_at_desk(
            connection, showing, size=size, day=day, older_than=older_than, newer_than=newer_than
        )

    @reads
    def count_few(self, connection: Connection, *, most: int) -> dict[DeskGroup, int]:
        """Return how many orders are in each group with work for the staff, counted up to `most`."""
        return count_few(connection, most)

    @reads
    def find_by_words(self, connection: Connection, wanted: Wanted) -> DeskFound:
        """See storage.orders.desk_found."""
        return find_at_desk(connection, wanted)

    @reads
    def get_timeline(self, connection: Connection, order: Order) -> Timeline:
        """Return what was sent, booked and told about this order."""
        return Timeline(
            attempts_of(connection, order.id), booked_for(connection, order.id), told_of(connection, order)
        )
