"""What the watch over alerts looks at: facts of orders, cases and the panel account, each read bounded."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, select

from shop.alert_cases import OrderStanding
from shop.desk_figures import SPENT_IN
from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import number_from
from storage.core.units import reads
from storage.desk.figures import is_in_another
from storage.ledger.stars_list import STARS_WAY
from storage.ledger.tables import payment
from storage.orders.held import RefundsHeld, refunds_held
from storage.orders.tables import attempt, order_in_line, orders
from storage.reconciliation.tables import case_to_decide, inquiry

NEWEST = 5_000
"""Orders of all suppliers from which a week's cost is reckoned; where a week has more, by their pace."""

_SECOND = timedelta(seconds=1)
NAMED = 20
ATTEMPTS = 200
"""The newest attempts, among which an accepted one shows that the panel takes our orders."""


class Watching:
    """Reads of one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def week_micro(self, connection: Connection, now: datetime) -> int:
        """Return what orders cost in a week, at the pace of the last one, in the panel's micro-units.

        Costs from before a change of the account's currency say nothing of it.
        """
        newest = (
            select(
                *(orders.c[name] for name in ("panel", "cost_micro", "cost_currency")),
                *(orders.c[name] for name in ("created_at", "placed_at")),
            )
            .order_by(orders.c.id.desc())
            .limit(NEWEST)
            .subquery()
        )
        here, is_other = newest.c.panel == self._panel, is_in_another(newest.c.cost_currency, self._panel)
        lately = and_(here, newest.c.placed_at >= now - SPENT_IN, ~is_other)
        found = select(func.sum(newest.c.cost_micro).filter(lately), func.count())
        found = found.add_columns(func.min(newest.c.created_at))
        found = found.add_columns(func.max(newest.c.created_at).filter(here, is_other))
        total, count, oldest, changed_at = connection.execute(found).one()
        if count < NEWEST or oldest <= now - SPENT_IN:
            return int(total or 0)
        covered = max(now - max(oldest, changed_at or oldest), timedelta(hours=1))  # a week has more orders
        seconds = covered // _SECOND
        return int(total or 0) * (SPENT_IN // _SECOND) // int(seconds)

    @reads
    def largest_waiting(self, connection: Connection) -> int:
        """Return what the dearest order that waits for the panel costs, in the panel's micro-units."""
        waiting = select(func.max(orders.c.cost_micro)).where(orders.c.panel == self._panel, order_in_line)
        return int(connection.execute(waiting).scalar() or 0)

    @reads
    def is_accepted_since(self, connection: Connection, since: datetime) -> bool:
        """Return True if the panel has accepted an order of ours since then."""
        newest = (
            select(attempt.c.order_id, attempt.c.outcome, attempt.c.finished_at)
            .order_by(attempt.c.id.desc())
            .limit(ATTEMPTS)
            .subquery()
        )
        accepted = and_(newest.c.outcome == fixed(AttemptOutcome.ACCEPTED), newest.c.finished_at > since)
        found = select(newest.c.order_id).where(accepted)
        return connection.execute(found.limit(1)).first() is not None

    @reads
    def undecided(self, connection: Connection, before: datetime) -> tuple[list[int], int]:
        """Return the first orders that have waited for a decision since before then, and how many do."""
        waits = and_(
            inquiry.c.panel == self._panel,
            case_to_decide,
            inquiry.c.opened_at < before,
        )
        count = number_from(connection, select(func.count()).where(waits))
        first = select(inquiry.c.order_id).where(waits).order_by(inquiry.c.order_id).limit(NAMED)
        return list(connection.execute(first).scalars()), count

    @reads
    def refunds_held(self, connection: Connection) -> list[RefundsHeld]:
        """Return the refunds on hold, by currency."""
        return refunds_held(connection, self._panel)

    @reads
    def standings(self, connection: Connection, numbers: Collection[int]) -> dict[int, OrderStanding]:
        """Return how these orders stand, by number."""
        columns = ("id", "state", "ended_by", "heard_at", "refunded_micro")
        found = select(*(orders.c[name] for name in columns)).where(one_of(orders.c.id, numbers))
        return {
            row.id: OrderStanding(
                OrderState(row.state), row.heard_at, row.ended_by is not None, row.refunded_micro
            )
            for row in connection.execute(found).all()
        }

    @reads
    def count_star_payments(self, connection: Connection, bot_id: int, before: datetime) -> int:
        """Return how many payments in Stars to this bot we have from before then."""
        ours = and_(payment.c.way == STARS_WAY, payment.c.bot_id == bot_id, payment.c.created_at < before)
        return number_from(connection, select(func.count()).where(ours))
