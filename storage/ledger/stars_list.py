"""How far Telegram's list of a bot's Stars was compared with ours. The cursor counts compared lines."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from shop.ledger.payment import BookedStars, PaymentState
from storage.core.database import Database
from storage.core.prepared import padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.ledger.tables import invoice, payment, stars_list

STARS_WAY = "stars"
"""The name of this way in rows."""


class StarsList:
    """Reads and writes `stars_list` for one bot."""

    def __init__(self, database: Database, *, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id

    @reads
    def begins(self, connection: Connection) -> datetime | None:
        """Return when this bot's first invoice in Stars was made; if there is none, no line is ours."""
        first = (
            select(invoice.c.created_at)
            .where(invoice.c.way == STARS_WAY, invoice.c.bot_id.in_((0, self._bot_id)))
            .order_by(invoice.c.id)
            .limit(1)
        )
        return connection.execute(first).scalar()

    @reads
    def compared(self, connection: Connection) -> int:
        """Return how many lines were compared, from the list's beginning."""
        found = select(stars_list.c.compared).where(stars_list.c.bot_id == self._bot_id)
        return connection.execute(found).scalar() or 0

    @writes
    def compared_to(self, connection: Connection, lines: int, now: datetime) -> None:
        """Note that this many lines were compared, each with its money in the ledger."""
        values = {"compared": lines, "changed_at": now}
        adding = insert_into(connection, stars_list).values(bot_id=self._bot_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["bot_id"], set_=values))

    @reads
    def states(self, connection: Connection, charge_ids: Iterable[str]) -> dict[str, PaymentState]:
        """Return the states of the payments we have, by charge id."""
        which = payment.c.charge_id.in_(padded(charge_ids))
        found = select(payment.c.charge_id, payment.c.state).where(payment.c.way == STARS_WAY, which)
        return {row.charge_id: PaymentState(row.state) for row in connection.execute(found).all()}

    @reads
    def booked(self, connection: Connection, charge_ids: Iterable[str]) -> dict[str, BookedStars]:
        """Return the payments we have, by charge id."""
        names = ("charge_id", "amount_minor", "state", "bot_id", "created_at", "changed_at")
        found = select(*(payment.c[name] for name in names)).where(
            payment.c.way == STARS_WAY, payment.c.charge_id.in_(padded(charge_ids))
        )
        return {
            row.charge_id: BookedStars(
                stars=row.amount_minor,
                state=PaymentState(row.state),
                is_mine=row.bot_id == self._bot_id,
                created_at=row.created_at,
                changed_at=row.changed_at,
            )
            for row in connection.execute(found).all()
        }
