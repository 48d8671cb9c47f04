"""What came of an attempt: stored with its order, its money, its case and its notices, and only once."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, and_, update
from sqlalchemy.exc import IntegrityError

from shop import notice
from shop.alerts import AlertKind, news_at, of_text
from shop.heard import Heard
from shop.ledger import journals
from shop.ordering import news
from shop.ordering.order import OrderState
from shop.ordering.place import AttemptOutcome, Claimed, Settlement, of_broken_book, of_taken_id
from shop.reconciliation.case import CaseState, Resolution
from storage.catalogue.heard import note_text
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import writes_until_done
from storage.ledger.losses import give_back
from storage.ledger.store import BookBroken, book_all
from storage.messages.outbox import enqueue
from storage.orders.attempts import close_attempt, evidence_of
from storage.orders.former_numbers import let_go
from storage.orders.tables import attempt, orders
from storage.orders.unpaid import withdraw_if_unpaid
from storage.reconciliation.rows import open_case, settle_case
from storage.reconciliation.tables import case_unsettled, inquiry

log = logging.getLogger("kiosk.storage")

BOOK_BROKEN_FOR = timedelta(days=30)
"""How long the operators have for an order that the ledger cannot book."""

STOPPED = "the kiosk stopped before the answer was stored"


class Settling:
    """Stores settlements at one panel account; a unit that fails is tried until the database takes it."""

    def __init__(
        self,
        database: Database,
        *,
        panel: str,
        operators: Collection[int],
        credit_micro: int | None,
        supplier: str,
    ) -> None:
        self._database = database
        self._panel = panel
        self._operators = operators
        self._credit_micro = credit_micro
        self._supplier = supplier

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """See OrderQueue.settle."""
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

    @writes_until_done
    def _store(self, connection: Connection, claimed: Claimed, settlement: Settlement, now: datetime) -> bool:
        """Close the attempt and move its order, both or neither; False if it was closed before.

        If this failed, the panel's answer would be lost and the open attempt would block the queue.
        """
        if not close_attempt(connection, claimed.attempt_id, settlement, now):
            return False
        settled = columns_of(settlement, now)
        _writing(tuple(settled)).run(connection, order=claimed.order.id, **settled)
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
        moved = connection.execute(update(orders).where(given_up).values(columns_of(settlement, now)))
        if moved.rowcount != 1:
            return False
        lost = update(attempt).where(
            attempt.c.id == claimed.attempt_id, attempt.c.outcome == AttemptOutcome.UNKNOWN
        )
        connection.execute(lost.values(evidence_of(settlement, now)))
        settle_case(connection, order.id, Resolution.ADOPTED, now, by=None)
        book_all(connection, journals.capturing(order.sale), now, self._credit_micro)
        enqueue(connection, [notice.card(order.id, order.person_id)], now)
        return True


@cache
def _writing(columns: tuple[str, ...]) -> Prepared:
    """Return what writes these columns of the order that was handed over."""
    handed_over = update(orders).where(orders.c.id == given("order"), orders.c.state == OrderState.SUBMITTING)
    return Prepared(handed_over.values({name: given(name) for name in columns}))


def columns_of(settlement: Settlement, now: datetime) -> dict[str, object]:
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
