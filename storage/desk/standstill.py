"""The row of the standstill after a restore: what was compared, and that an owner has gone on."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from shop.acts import Act, Did
from shop.ordering.order import OrderState
from shop.reconciliation.case import CaseState
from shop.standstill import SUBJECT, Standstill, refuse_to_go_on
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.upkeep_tables import maintenance, standstill
from storage.orders.tables import order_scheduled, orders
from storage.reconciliation.tables import inquiry


class Standstills:
    """Reads and writes `standstill`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def state(self, connection: Connection) -> Standstill | None:
        """Return the last restore; None if there never was one."""
        return _state(connection)

    @reads
    def count_orders(self, connection: Connection) -> tuple[int, int]:
        """Return how many orders are being checked, and how many wait for a start of their own."""
        checked = connection.scalar(select(func.count()).where(orders.c.state == OrderState.UNKNOWN))
        scheduled = connection.scalar(select(func.count()).select_from(orders).where(order_scheduled))
        return checked or 0, scheduled or 0

    @writes
    def compared(
        self,
        connection: Connection,
        findings: Mapping[str, str],
        troubles: Mapping[str, str],
        now: datetime,
    ) -> None:
        """Note what the comparison found, and what could not be compared."""
        noting = update(standstill).where(standstill.c.lifted_at.is_(None))
        values = {"findings": dict(findings), "troubles": dict(troubles), "compared_at": now}
        connection.execute(noting.values(values))

    @writes
    def go_on(
        self,
        connection: Connection,
        now: datetime,
        decide_within: timedelta,
        *,
        anyway: bool = False,
        by: int | None = None,
    ) -> bool:
        """End the standstill and open the shop, unless it was closed before; False if it has ended already.

        Operators have `decide_within` from now to decide about orders being checked. `anyway` goes on
        without what could not be compared; `by` stands in the log of acts. Raises NotCompared.
        """
        state = _state(connection)
        if state is None or not state.is_on:
            return False
        refuse_to_go_on(state, anyway=anyway)
        lifting = update(standstill).where(standstill.c.lifted_at.is_(None)).values(lifted_at=now)
        row = connection.execute(lifting.returning(standstill.c.was_closed)).first()
        if row is None:
            return False
        waiting = update(inquiry).where(inquiry.c.state == CaseState.HUMAN)
        late = waiting.where(inquiry.c.due_at > now + decide_within)
        connection.execute(late.values(due_at=now + decide_within))
        if not row.was_closed:
            opening = {"closed_at": None, "closed_by": None, "words": "", "until": None}
            connection.execute(update(maintenance).values(opening))
        if by is not None:
            note_act(connection, Act(by, Did.WENT_ON, subject=SUBJECT), now)
        return True


def _state(connection: Connection) -> Standstill | None:
    row = connection.execute(select(standstill)).first()
    if row is None:
        return None
    return Standstill(
        row.backup_at, row.restored_at, row.compared_at, row.findings, row.troubles, row.lifted_at
    )
