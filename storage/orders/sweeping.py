"""Orders that the panel is asked about: which are due, and what its reports change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, func, select, tuple_, type_coerce

from shop.ledger.journals import JournalKind
from shop.ordering.change import Change
from shop.ordering.due import Due, Unchanged
from shop.ordering.order import AT_WORK, Order
from shop.ordering.restraint import Refunds
from shop.ordering.sweeping import NO_MORE
from storage.core.columns import Moment, fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.ledger.tables import journal
from storage.orders import following
from storage.orders.rows import FOLLOWED, followed
from storage.orders.spread import SPREADING
from storage.orders.tables import orders

LISTED = 500
"""Orders that an alert's list names, at most; more need another remedy than a list."""


class SweptOrders:
    """Reads and writes `orders` at work at one panel account; `operators` get the alerts.

    `credit_micro` is how far below zero a wallet may go, None without a limit. `supplier` is the account's
    name in alerts.
    """

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        operators: Collection[int],
        credit_micro: int | None,
        supplier: str = "",
    ) -> None:
        self._database = database
        self._panel = panel
        self._operators = operators
        self._credit_micro = credit_micro
        self._supplier = supplier

    @reads
    def to_ask(
        self, connection: Connection, until: datetime, *, after: Due | None = None, limit: int = 1000
    ) -> Sequence[Due]:
        """See shop.ordering.sweeping.Following. Only what a report may change is read."""
        if after is None:
            return _DUE.all(connection, panel=self._panel, until=until, limit=limit)
        behind = {"after": after.ask_at, "after_id": after.id}
        return _DUE_AFTER.all(connection, panel=self._panel, until=until, limit=limit, **behind)

    @reads
    def find_due(self, connection: Connection, due: Sequence[Due]) -> list[Order]:
        """See shop.ordering.sweeping.Following. Reads no link, comments or requests."""
        known = {one.id: _asked_as(one) for one in due}
        found = [followed(row) for row in _FOLLOWED.all(connection, ids=numbers(known))] if known else []
        return [one for one in found if known[one.id] == _asked_as(one)]

    async def list_unheard(self, since: datetime) -> list[int]:
        """Return the orders at work without an understood report since then."""
        heard = func.coalesce(orders.c.heard_at, orders.c.placed_at, orders.c.created_at)
        return await self._at_work(heard < since)

    async def list_lingering(self, since: datetime) -> list[int]:
        """Return the orders at work that were placed before then; no subscriptions, which may take years."""
        _, per_post = SPREADING
        return await self._at_work(and_(orders.c.placed_at < since, func.coalesce(per_post, "0") == "0"))

    @reads
    def _at_work(self, connection: Connection, which: ColumnElement[bool]) -> list[int]:
        mine = and_(orders.c.panel == self._panel, orders.c.state.in_(AT_WORK), which)
        found = select(orders.c.id).where(mine).order_by(orders.c.id).limit(LISTED)
        return list(connection.execute(found).scalars())

    @reads
    def refunds(self, connection: Connection, since: datetime) -> Refunds:
        """See shop.ordering.sweeping.Follower. Operators' refunds by hand do not count."""
        mine = orders.c.panel == self._panel
        held = select(func.count()).where(mine, orders.c.refund_held_at.is_not(None))
        at_work = select(func.count()).where(mine, orders.c.state.in_(AT_WORK))
        back = select(journal.c.order_id).where(
            journal.c.kind == fixed(JournalKind.REFUND),
            journal.c.created_at >= since,
            journal.c.actor_id.is_(None),
        )
        given = select(func.count()).where(mine, orders.c.id.in_(back))
        counted = [connection.scalar(one) for one in (held, given, at_work)]
        return Refunds(*(number or 0 for number in counted))

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        """See shop.ordering.sweeping.Follower. Each change that moves money is its own transaction.

        Together they would lock accounts in an order that deadlocks with other transactions.
        """
        quiet = [change for change in changes if not change.moves_money]
        if quiet or unchanged:
            await self._apply_together(quiet, unchanged)
        for change in changes:
            if change.moves_money:
                await self._refund(change)

    @writes
    def _apply_together(
        self, connection: Connection, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]]
    ) -> None:
        following.store_changes(
            connection, self._panel, changes, unchanged, self._operators, supplier=self._supplier
        )

    @writes
    def _refund(self, connection: Connection, change: Change) -> None:
        following.refund(connection, self._panel, change, self._operators, self._credit_micro)


def _asked_as(due: Due) -> tuple[str, str | None, int, str | None]:
    """What must still be so when the answer is there: an operator may have corrected the number since."""
    return due.state, due.panel_order_id, due.refunded_micro, due.charge


_TO_ASK = (
    select(
        *(orders.c[name] for name in ("id", "panel_order_id", "state", "panel_word", "start_count")),
        *(orders.c[name] for name in ("remains", "charge", "refunded_micro", "changed_at", "checked_at")),
        *(orders.c[name] for name in ("finished_at", "ask_at", "cost_currency")),
        type_coerce(and_(orders.c.refund_held_at.is_(None), orders.c.ended_by.is_(None)), BigInteger).label(
            "is_plain"
        ),
    )
    .where(orders.c.panel == given("panel"), orders.c.ask_at <= given("until"))
    .order_by(orders.c.ask_at, orders.c.id)
    .limit(given("limit"))
)
_DUE = Prepared(_TO_ASK)
_BEHIND = tuple_(type_coerce(given("after"), Moment), type_coerce(given("after_id"), BigInteger))
_DUE_AFTER = Prepared(_TO_ASK.where(tuple_(orders.c.ask_at, orders.c.id) > _BEHIND))
_FOLLOWED = Prepared(select(*FOLLOWED).where(among(orders.c.id, "ids")).order_by(orders.c.id))
