"""The cards of orders that people put into other chats, while their orders run."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from shop import notice
from shop.ordering.order import OrderState
from shop.ordering.shared_cards import MOST_OF_AN_ORDER, SharedCard
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.own import own
from storage.orders.tables import orders, shared_card

_PAGE = Prepared(
    select(
        *(shared_card.c.id, shared_card.c.inline_message_id, shared_card.c.order_id),
        *(shared_card.c.person_id, shared_card.c.shown_at, orders.c.changed_at, orders.c.state),
    )
    .join(orders, orders.c.id == shared_card.c.order_id)
    .where(shared_card.c.id > given("after"))
    .order_by(shared_card.c.id)
    .limit(given("limit"))
)


class SharedCards:
    """Reads and writes `shared_card`. A card that has told its order's end is forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def share(
        self, connection: Connection, inline_message_id: str, *, order_id: int, owner: int, now: datetime
    ) -> bool:
        """Keep this card of an order of the owner's up to date; return False if the order is not theirs.

        The same card once more changes nothing. Of one order only the latest cards are kept.
        """
        mine = select(orders.c.id).where(orders.c.id == order_id, own(owner))
        if connection.execute(mine).first() is None:
            return False
        adding = insert_into(connection, shared_card).values(
            inline_message_id=inline_message_id, order_id=order_id, person_id=owner, shared_at=now
        )
        connection.execute(adding.on_conflict_do_nothing(index_elements=["inline_message_id"]))
        of_order = select(shared_card.c.id).where(shared_card.c.order_id == order_id)
        latest = of_order.order_by(shared_card.c.id.desc()).limit(MOST_OF_AN_ORDER + 1)
        kept = connection.execute(latest).scalars().all()
        if len(kept) > MOST_OF_AN_ORDER:
            older = shared_card.c.order_id == order_id, shared_card.c.id <= kept[-1]
            connection.execute(delete(shared_card).where(*older))
        return True

    @reads
    def list_shared(self, connection: Connection, *, after: int, limit: int) -> list[SharedCard]:
        """Return the cards behind the one with the id `after`, by id, each with its order as it is now."""
        return [
            SharedCard(
                id=row.id,
                inline_message_id=row.inline_message_id,
                order_id=row.order_id,
                person_id=row.person_id,
                shown_at=row.shown_at,
                changed_at=row.changed_at,
                state=OrderState(row.state),
            )
            for row in _PAGE.all(connection, after=after, limit=limit)
        ]

    @writes
    def tell(self, connection: Connection, cards: Sequence[SharedCard], now: datetime) -> None:
        """Owe each of these cards its order's present state, and forget those that then tell the end."""
        for card in cards:
            this = shared_card.c.id == card.id
            if card.is_over:
                connection.execute(delete(shared_card).where(this))
            else:
                connection.execute(update(shared_card).where(this).values(shown_at=card.changed_at))
        told = [notice.shared(one.inline_message_id, one.order_id, one.person_id) for one in cards]
        enqueue(connection, told, now)
