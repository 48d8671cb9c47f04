"""The queue to the panel: the attempt row exists before the call, and is never deleted."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select, update
from sqlalchemy.exc import IntegrityError

from shop import notice
from shop.alerts import news_at
from shop.catalogue.routes import FALLBACK_AFTER, Routes
from shop.ordering import news
from shop.ordering.order import Order, OrderState
from shop.ordering.place import (
    AttemptOutcome,
    BalanceNeeded,
    Claimed,
    Costs,
    Due,
    GivenBack,
    Settlement,
    settlement_of,
)
from shop.ordering.reason import Reason, ReasonKind
from shop.pricing.costing import Cost, Unsent
from shop.reconciliation.readings import Reading
from shop.replies import NotSent
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.fence import beside_the_fence
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.attempts import begin_attempt, count_attempts, evidence_of
from storage.orders.rank import note_served
from storage.orders.rows import order_of
from storage.orders.settling import STOPPED, Settling, columns_of
from storage.orders.tables import attempt, order_in_line, order_undecided, orders
from storage.orders.voiding import void_orders
from storage.reconciliation.readings import note_reading
from storage.reconciliation.rows import gate_of, ignores, is_open, is_sending, open_case
from storage.reconciliation.surroundings import reusable_reading


class OrderQueue:
    """Orders for the queue to one panel account: claim, settle, recover. `supplier` is its name in alerts.

    `routes` say which services have a fallback.
    """

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        operators: Collection[int],
        credit_micro: int | None = None,
        supplier: str = "",
        routes: Routes | None = None,
    ) -> None:
        self._database = database
        self._panel = panel
        self._routes = routes or Routes()
        self._supplier = supplier
        self._credit_micro = credit_micro
        self._settling = Settling(
            database, panel=panel, operators=operators, credit_micro=credit_micro, supplier=supplier
        )

    @reads
    def is_due(self, connection: Connection, now: datetime, *, reference: str = "") -> Due | None:
        """See shop.ordering.place.Handing."""
        by_reference = self._goes_by(connection, reference)
        if reference and not by_reference and is_sending(connection, self._panel):
            return None  # its balance would include the order in flight
        row = self._due(connection, now, by_reference=by_reference)
        if row is None:
            return None
        if by_reference:
            return Due(needs_balance=False)
        return Due(needs_balance=reusable_reading(connection, self._panel, row.cost_micro, now) is None)

    @reads
    def is_holding(self, connection: Connection, *, reference: str = "") -> bool:
        """Return True if a case is open for which orders wait; `reference` as in `is_due`."""
        return is_open(connection, self._panel, by_reference=self._goes_by(connection, reference))

    async def claim(
        self,
        now: datetime,
        before: Reading | None = None,
        costs: Costs | None = None,
        *,
        named_by: str = "",
        reference: str = "",
        unread: bool = False,
    ) -> Claimed | None:
        """See shop.ordering.place.Handing. None also if another process has an order in flight."""
        try:
            claimed = await self._claim(
                now, before, costs, named_by=named_by, reference=reference, unread=unread
            )
        except IntegrityError:
            return None
        if isinstance(claimed, GivenBack):
            raise claimed
        return claimed

    @writes
    def put_off(
        self, connection: Connection, reason: str, now: datetime, *, alert: str | None = None
    ) -> None:
        """See shop.ordering.place.Handing. This, too, stores an attempt, one that sent nothing."""
        row = self._due(connection, now, to_take=True)
        if row is None:
            return
        n = count_attempts(connection, row.id) + 1
        settlement = settlement_of(NotSent(reason), attempt=n, now=now)
        waiting = update(orders).where(orders.c.id == row.id, orders.c.state == OrderState.RESERVED)
        if connection.execute(waiting.values(columns_of(settlement, now))).rowcount != 1:
            return
        evidence = {"order_id": row.id, "n": n, "started_at": now} | evidence_of(settlement, now)
        connection.execute(attempt.insert().values(evidence))
        told = news_at(news.of_putting_off(order_of(row), reason, alert), self._supplier)
        enqueue(connection, told, now)

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """See shop.ordering.place.Handing. An attempt keeps its first outcome; a late answer is logged.

        Only an attempt given up by `recover` still takes the panel's id, which is proof. It is written beside
        the fence: whoever leads now, this is what came of the call.
        """
        with beside_the_fence():
            await self._settling.settle(claimed, settlement, now)

    @writes
    def recover(self, connection: Connection, now: datetime) -> int:
        """After a start, make orders that were in flight `unknown`; they are never sent again."""
        return self._lose(connection, orders.c.panel == self._panel, now)

    @writes
    def recover_left_behind(self, connection: Connection, here: Collection[str], now: datetime) -> int:
        """Do the same at panel accounts other than those `here`."""
        return self._lose(connection, orders.c.panel.not_in(sorted(here)), now)

    def _lose(self, connection: Connection, there: ColumnElement[bool], now: datetime) -> int:
        """Make them `unknown`; first lock their attempts: a late answer has its attempt before the order."""
        in_flight = and_(there, order_undecided, orders.c.state == OrderState.SUBMITTING)
        sent = select(attempt.c.id).where(
            attempt.c.outcome == fixed(AttemptOutcome.OPEN),
            attempt.c.order_id.in_(select(orders.c.id).where(in_flight)),
        )
        connection.execute(sent.order_by(attempt.c.id).with_for_update()).all()
        lost = {"state": OrderState.UNKNOWN, "reason": STOPPED, "changed_at": now}
        losing = update(orders).where(in_flight).values(lost).returning(orders)
        rows = connection.execute(losing).all()
        for order in map(order_of, rows):
            unanswered = update(attempt).where(
                attempt.c.order_id == order.id, attempt.c.outcome == AttemptOutcome.OPEN
            )
            connection.execute(unanswered.values(outcome=AttemptOutcome.UNKNOWN, finished_at=now))
            open_case(connection, order, now)
            enqueue(connection, news.of_losing(order, STOPPED), now)
        return len(rows)

    @writes
    def hold(self, connection: Connection, now: datetime, kind: ReasonKind = ReasonKind.PANEL_DOWN) -> None:
        """Say on the cards of all orders in line why none is submitted now."""
        found = [row.id for row in _SILENT.all(connection, panel=self._panel)]
        rows = (
            _HOLD.all(connection, silent=numbers(found), reason=Reason(kind).write(), now=now)
            if found
            else ()
        )
        enqueue(connection, [notice.card(row.id, row.person_id) for row in rows], now)

    def _goes_by(self, connection: Connection, reference: str) -> bool:
        """Return True if orders go by the references in this parameter; not at a panel that ignores them."""
        return bool(reference) and not ignores(connection, self._panel, reference)

    def _due(
        self, connection: Connection, now: datetime, *, to_take: bool = False, by_reference: bool = False
    ) -> Any:
        """Return the order to submit now, by rank (see storage/orders/rank.py); None if there is none."""
        gate = gate_of(connection, self._panel, now, by_reference=by_reference)
        if gate.is_shut:
            return None
        if gate.told_apart is None:  # nothing is looked into, as nearly always
            next_one = _DUE_TO_TAKE if to_take else _DUE
            return next_one.first(connection, panel=self._panel, now=now)
        due = _next_in_line(self._panel, now).where(gate.told_apart)
        if to_take:
            due = due.with_for_update(skip_locked=True)
        return connection.execute(due).first()

    @writes
    def _claim(
        self,
        connection: Connection,
        now: datetime,
        before: Reading | None,
        costs: Costs | None,
        *,
        named_by: str,
        reference: str,
        unread: bool,
    ) -> Claimed | GivenBack | None:
        """Take the order that is due, and begin its attempt; `GivenBack` if it is not to be sent at all.

        Raises BalanceNeeded if it was to be claimed `unread`, and the balance must be read first.
        """
        by_reference = before is None and self._goes_by(connection, reference)
        row = self._due(connection, now, to_take=True, by_reference=by_reference)
        if row is None:
            return None
        order = order_of(row)
        if costs is not None:
            cost = costs(order.priced_terms)
            if isinstance(cost, Unsent):
                self._withhold(connection, order, cost, now)
                return GivenBack(order, cost)
            order = _costed(connection, order, cost)
        read_at = None
        if unread and not by_reference:
            before = reusable_reading(connection, self._panel, order.terms.cost_micro, now)
            if before is None:
                raise BalanceNeeded
            read_at = before.asked_at
        if _TAKE.run(connection, order=row.id, now=now, by_reference=by_reference) != 1:
            return None
        note_served(connection, self._panel, row.person_id, row.rank)
        if before is not None and read_at is None:
            note_reading(connection, self._panel, before)
        return begin_attempt(connection, order, before, now, read_at=read_at, named_by=named_by)

    def _withhold(self, connection: Connection, order: Order, why: Unsent, now: datetime) -> None:
        """Refund an order that was not sent; the operators have one alert for each service.

        One that has a fallback waits for that, as long as it may wait for anything.
        """
        if order.sent_service is None and order.terms.service_id in self._routes.fallbacks:
            kept = update(orders).where(orders.c.id == order.id, orders.c.state == OrderState.RESERVED)
            reason = Reason(ReasonKind(why)).write()
            connection.execute(kept.values(reason=reason, not_before=now + FALLBACK_AFTER, changed_at=now))
            enqueue(connection, [notice.card(order.id, order.person_id)], now)
            return
        waiting = and_(orders.c.id == order.id, orders.c.state == OrderState.RESERVED)
        if not void_orders(connection, waiting, Reason(ReasonKind(why)), now, self._credit_micro):
            return
        enqueue(connection, [news.of_withholding(order, why)], now)


def _next_in_line(panel: Any, now: Any) -> Select[Any]:
    """Return the query of the order that goes next; see storage/orders/rank.py."""
    # Never true unless the ledger was changed by hand; such an order must not stop the others.
    possibly_sent = exists().where(
        attempt.c.order_id == orders.c.id, attempt.c.outcome != AttemptOutcome.NOT_SENT
    )
    return (
        select(orders)
        .where(orders.c.panel == panel, order_in_line)
        .where(orders.c.not_before <= now, ~possibly_sent)
        .order_by(orders.c.rank, orders.c.id)
        .limit(1)
    )


_DUE = Prepared(_next_in_line(given("panel"), given("now")))
_DUE_TO_TAKE = Prepared(_next_in_line(given("panel"), given("now")).with_for_update(skip_locked=True))
_TAKE = Prepared(
    update(orders)
    .where(orders.c.id == given("order"), orders.c.state == OrderState.RESERVED)
    .values(state=OrderState.SUBMITTING, changed_at=given("now"), by_reference=given("by_reference"))
)
_SILENT = Prepared(
    select(orders.c.id)
    .where(orders.c.panel == given("panel"), order_in_line, orders.c.reason.is_(None))
    .order_by(orders.c.id)
    .with_for_update(key_share=True)
)
"""The orders in line that do not say why they wait, locked by number, as a return locks its person's."""

_HOLD = Prepared(
    update(orders)
    .where(among(orders.c.id, "silent"))
    .values(reason=given("reason"), changed_at=given("now"))
    .returning(orders.c.id, orders.c.person_id)
)
_COST = Prepared(
    update(orders)
    .where(orders.c.id == given("order"))
    .values(cost_micro=given("cost"), cost_here_micro=given("here"), cost_currency=given("currency"))
)


def _costed(connection: Connection, order: Order, cost: Cost) -> Order:
    """Store and return the order with its current cost, which the balance will show."""
    known = (order.terms.cost_micro, order.cost_here_micro, order.cost_currency)
    if known == (cost.micro, cost.here_micro, cost.currency):
        return order
    _COST.run(connection, order=order.id, cost=cost.micro, here=cost.here_micro, currency=cost.currency)
    return replace(
        order,
        terms=replace(order.terms, cost_micro=cost.micro),
        cost_here_micro=cost.here_micro,
        cost_currency=cost.currency,
    )
