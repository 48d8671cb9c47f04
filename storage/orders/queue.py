"""The queue to the panel: the attempt row exists before the call, and is never deleted."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from shop import notice
from shop.alerts import AlertKind, news_at, of_text
from shop.catalogue.routes import FALLBACK_AFTER, Routes
from shop.heard import Heard
from shop.ledger import journals
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
    of_broken_book,
    of_taken_id,
    settlement_of,
)
from shop.ordering.reason import Reason, ReasonKind
from shop.pricing.costing import Cost, Unsent
from shop.reconciliation.case import CaseState, Resolution
from shop.reconciliation.readings import Reading
from shop.replies import NotSent
from storage.catalogue.heard import note_text
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.fence import beside_the_fence
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes, writes_until_done
from storage.ledger.losses import give_back
from storage.ledger.store import BookBroken, book_all
from storage.messages.outbox import enqueue
from storage.orders.former_numbers import let_go
from storage.orders.rank import note_served
from storage.orders.rows import order_of
from storage.orders.store import void_orders
from storage.orders.tables import attempt, order_in_line, order_undecided, orders
from storage.orders.unpaid import withdraw_if_unpaid
from storage.reconciliation.readings import note_reading
from storage.reconciliation.rows import gate_of, ignores, is_open, is_sending, open_case, settle_case
from storage.reconciliation.surroundings import reusable_reading
from storage.reconciliation.tables import case_unsettled, inquiry

log = logging.getLogger("kiosk.storage")

BOOK_BROKEN_FOR = timedelta(days=30)
"""How long the operators have for an order that the ledger cannot book."""

STOPPED = "the kiosk stopped before the answer was stored"


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
        self._operators = operators
        self._credit_micro = credit_micro

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
        n = _tried(connection, row.id) + 1
        settlement = settlement_of(NotSent(reason), attempt=n, now=now)
        waiting = update(orders).where(orders.c.id == row.id, orders.c.state == OrderState.RESERVED)
        if connection.execute(waiting.values(_columns(settlement, now))).rowcount != 1:
            return
        evidence = {"order_id": row.id, "n": n, "started_at": now} | _evidence(settlement, now)
        connection.execute(attempt.insert().values(evidence))
        told = news_at(news.of_putting_off(order_of(row), reason, alert), self._supplier)
        enqueue(connection, told, now)

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """See shop.ordering.place.Handing. An attempt keeps its first outcome; a late answer is logged.

        Only an attempt given up by `recover` still takes the panel's id, which is proof. It is written beside
        the fence: whoever leads now, this is what came of the call.
        """
        with beside_the_fence():
            await self._settle(claimed, settlement, now)

    async def _settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        try:
            stored = await self._store(claimed, settlement, now)
            if not stored and settlement.outcome is AttemptOutcome.ACCEPTED:
                stored = await self._adopt(claimed, settlement, now)
        except IntegrityError:
            taken = of_taken_id(settlement)
            stored = await self._store(claimed, taken, now)
            if not stored:  # logged, too: another order is this number's, perhaps under way
                await self._note_taken(claimed, taken, now)
        except BookBroken as broken:
            stored = await self._park(claimed, settlement, str(broken), now)
        if not stored:
            log.error(
                "Order %s: attempt %s had been given up when its answer came (%s, the panel's id is %s).",
                claimed.order.id,
                claimed.n,
                settlement.outcome,
                settlement.panel_order_id,
            )

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
        return _begun(connection, order, before, now, read_at=read_at, named_by=named_by)

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

    @writes_until_done
    def _store(self, connection: Connection, claimed: Claimed, settlement: Settlement, now: datetime) -> bool:
        """Close the attempt and move its order, both or neither; False if it was closed before.

        If this failed, the panel's answer would be lost and the open attempt would block the queue.
        """
        if _CLOSE.run(connection, attempt=claimed.attempt_id, **_evidence(settlement, now)) != 1:
            return False
        settled = _columns(settlement, now)
        _settling(tuple(settled)).run(connection, order=claimed.order.id, **settled)
        if settlement.state is OrderState.PENDING:
            book_all(connection, journals.capturing(claimed.order.sale), now, self._credit_micro)
        if settlement.state is OrderState.REJECTED:
            back = journals.voiding(claimed.order.sale)
            give_back(connection, claimed.order, back, now, self._credit_micro)
        if settlement.state is OrderState.UNKNOWN:
            open_case(connection, claimed.order, now, number=settlement.taken_number)
        if settlement.taken_number is not None:
            let_go(connection, settlement.taken_number, claimed.order.id, now)
        if settlement.state is OrderState.RESERVED:
            withdraw_if_unpaid(connection, claimed.order, now, self._credit_micro, self._operators)
        enqueue(connection, news_at(news.of_settling(claimed.order, settlement), self._supplier), now)
        if settlement.strange:
            number = note_text(connection, self._panel, Heard.REFUSAL, settlement.strange, now)
            enqueue(connection, of_text(AlertKind.TEXT_STRANGE, number, settlement.strange), now)
        return True

    @writes_until_done
    def _note_taken(
        self, connection: Connection, claimed: Claimed, settlement: Settlement, now: datetime
    ) -> None:
        """Note for the case of an order that `recover` made unknown which number the panel gave it."""
        number, order_id = settlement.taken_number or "", claimed.order.id
        undecided = and_(inquiry.c.order_id == order_id, case_unsettled, inquiry.c.resent == 0)
        if connection.execute(update(inquiry).where(undecided).values(number=number)).rowcount == 1:
            let_go(connection, number, order_id, now)

    async def _park(self, claimed: Claimed, settlement: Settlement, trouble: str, now: datetime) -> bool:
        """Leave to the operators an order whose outcome the ledger cannot book; other orders go on.

        The answer is kept with the attempt and shown in the review; the money stays as it is.
        """
        order = claimed.order
        log.error("Order %s waits for an operator: %s", order.id, trouble)
        if not await self._store(claimed, of_broken_book(settlement), now):
            return False
        await self._ask_operators(order.id, now)
        return True

    @writes_until_done
    def _ask_operators(self, connection: Connection, order_id: int, now: datetime) -> None:
        asking = update(inquiry).where(inquiry.c.order_id == order_id, inquiry.c.state == CaseState.OPEN)
        connection.execute(
            asking.values(state=CaseState.HUMAN, why="book_broken", due_at=now + BOOK_BROKEN_FOR)
        )
        enqueue(connection, notice.reviews(self._operators, order_id), now)

    @writes_until_done
    def _adopt(self, connection: Connection, claimed: Claimed, settlement: Settlement, now: datetime) -> bool:
        """Take the panel's id for an order that `recover` made unknown; False if it is not such an order."""
        order = claimed.order
        given_up = and_(
            orders.c.id == order.id, orders.c.state == OrderState.UNKNOWN, orders.c.reason == STOPPED
        )
        moved = connection.execute(update(orders).where(given_up).values(_columns(settlement, now)))
        if moved.rowcount != 1:
            return False
        lost = update(attempt).where(
            attempt.c.id == claimed.attempt_id, attempt.c.outcome == AttemptOutcome.UNKNOWN
        )
        connection.execute(lost.values(_evidence(settlement, now)))
        settle_case(connection, order.id, Resolution.ADOPTED, now, by=None)
        book_all(connection, journals.capturing(order.sale), now, self._credit_micro)
        enqueue(connection, [notice.card(order.id, order.person_id)], now)
        return True


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
_TRIED = Prepared(select(func.count()).where(attempt.c.order_id == given("order")))
_ADD_ATTEMPT = Prepared(
    attempt.insert().returning(attempt.c.id),
    columns=(
        *("order_id", "n", "outcome", "started_at", "balance_before_micro", "balance_before_decimals"),
        *("balance_before_at", "named_by"),
    ),
)


@cache
def _settling(columns: tuple[str, ...]) -> Prepared:
    """Return what writes these columns of the order that was handed over."""
    handed_over = update(orders).where(orders.c.id == given("order"), orders.c.state == OrderState.SUBMITTING)
    return Prepared(handed_over.values({name: given(name) for name in columns}))


_CLOSE = Prepared(
    update(attempt)
    .where(attempt.c.id == given("attempt"), attempt.c.outcome == AttemptOutcome.OPEN)
    .values({name: given(name) for name in ("outcome", "finished_at", "http_status", "excerpt")})
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


def _begun(
    connection: Connection,
    order: Order,
    before: Reading | None,
    now: datetime,
    *,
    read_at: datetime | None,
    named_by: str,
) -> Claimed:
    """Store the open attempt of a taken order, and return it.

    `before` is the balance before it, None if it was not read; `read_at` is when, if that was for an earlier
    order.
    """
    n = _tried(connection, order.id) + 1
    attempt_id = _ADD_ATTEMPT.scalar(
        connection,
        order_id=order.id,
        n=n,
        outcome=AttemptOutcome.OPEN,
        started_at=now,
        balance_before_micro=before.micro if before else None,
        balance_before_decimals=before.decimals if before else None,
        balance_before_at=read_at,
        named_by=named_by or None,
    )
    return Claimed(order, attempt_id, n)


def _tried(connection: Connection, order_id: int) -> int:
    """Return how many attempts the order has had."""
    return int(_TRIED.scalar(connection, order=order_id))


def _evidence(settlement: Settlement, now: datetime) -> dict[str, object]:
    """Return the columns that the attempt keeps for ever."""
    return {
        "outcome": settlement.outcome,
        "finished_at": now,
        "http_status": settlement.http_status,
        "excerpt": settlement.excerpt,
    }


def _columns(settlement: Settlement, now: datetime) -> dict[str, object]:
    """Return the settlement's values for the order's row."""
    values: dict[str, object] = {
        "state": settlement.state,
        "reason": settlement.reason.write() if settlement.reason else None,
        "changed_at": now,
    }
    if settlement.state is OrderState.PENDING:
        values |= {"panel_order_id": settlement.panel_order_id, "placed_at": now, "ask_at": now}
    if settlement.state is OrderState.REJECTED:
        values |= {"finished_at": now}
    if settlement.not_before is not None:
        values |= {"not_before": settlement.not_before}
    return values
