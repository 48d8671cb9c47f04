"""Resolve unknown orders: each resolution is one transaction with its money and its notices.

Every update checks the state it leaves, so a resolution that comes twice, or after
another, changes nothing.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from shop import notice
from shop.acts import CASE, Act, Did, subject_of
from shop.alerts import AlertKind, order_subject
from shop.errors import ShopError
from shop.ledger import journals
from shop.ordering import news
from shop.ordering.order import Order, OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.reason import Reason, ReasonKind
from shop.reconciliation.case import CaseState, Resolution
from storage.alerts.rows import touch
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import refreshed_cards
from storage.growth.coupons import give_discount_back
from storage.ledger.losses import give_back
from storage.ledger.store import BookBroken, book_all, is_halted, refuse_if_halted
from storage.messages.outbox import enqueue
from storage.orders.following import drop_requests
from storage.orders.former_numbers import hand_back, let_go
from storage.orders.requests import ask_anew
from storage.orders.rows import fetch_orders, order_of
from storage.orders.tables import attempt, orders
from storage.orders.voiding import void_orders
from storage.orphans.rows import claim, release
from storage.reconciliation.rows import settle_case
from storage.reconciliation.tables import case_unsettled, inquiry

log = logging.getLogger("kiosk.storage")

TAPPED_TWICE = timedelta(minutes=1)
"""More time than so little is an act of its own."""

NOT_PLACED = Reason(ReasonKind.NOT_PLACED)


class Resolutions:
    """Ends cases. `by` is the operator who decided, None for a decision by the evidence."""

    def __init__(
        self, database: Database, *, panel: str, operators: Collection[int], credit_micro: int | None = None
    ) -> None:
        self._database = database
        self._panel = panel
        self._operators = operators
        self._credit_micro = credit_micro

    async def adopt(
        self,
        order_id: int,
        panel_order_id: str,
        now: datetime,
        *,
        by: int | None = None,
        resent: bool = False,
    ) -> bool:
        """Place and capture the order under this panel id; return False if it was decided before.

        An ended order lets go of the id. Raises ShopError("id_taken") if one under way has it, and
        "money_stopped".
        """
        try:
            return await self._adopt(order_id, panel_order_id, now, by, resent=resent)
        except IntegrityError:
            raise ShopError("id_taken", id=panel_order_id) from None

    @writes
    def void(
        self,
        connection: Connection,
        order_id: int,
        now: datetime,
        *,
        by: int | None = None,
        reason: Reason = NOT_PLACED,
    ) -> bool:
        """Refund an order that the panel does not have; return False if it was decided before."""
        refuse_if_halted(connection)
        unknown = _unknown(order_id)
        if not _locks(connection, unknown):
            return False
        hand_back(connection, order_id, now)
        settle_case(connection, order_id, Resolution.VOIDED, now, by=by)  # before the money, as in `adopt`
        void_orders(connection, unknown, reason, now, self._credit_micro)
        if by is not None:
            note_act(
                connection, _act(_order(connection, order_id), by, Did.ORDER_VOIDED, gives_back=True), now
            )
        self._tell(connection, order_id, now)
        return True

    @writes
    def ask(
        self, connection: Connection, order_id: int, why: str, decide_by: datetime, now: datetime
    ) -> bool:
        """Let the operators decide by `decide_by`; meanwhile the account takes orders again."""
        owner = _hold(connection, order_id)
        mine = update(inquiry).where(inquiry.c.order_id == order_id, inquiry.c.state == CaseState.OPEN)
        moved = connection.execute(mine.values(state=CaseState.HUMAN, why=why, due_at=decide_by))
        if moved.rowcount != 1 or owner is None:
            return False
        self._ask(connection, order_id, owner, now)
        return True

    @writes
    def wait(
        self, connection: Connection, order_id: int, until: datetime, now: datetime, *, by: int | None = None
    ) -> bool:
        """Give the operator more time; return False if the case was decided before."""
        owner = _hold(connection, order_id)
        waiting = (inquiry.c.order_id == order_id, inquiry.c.state == CaseState.HUMAN)
        before = connection.execute(select(inquiry.c.due_at).where(*waiting).with_for_update()).scalar()
        if before is None or owner is None:
            return False
        connection.execute(update(inquiry).where(*waiting).values(due_at=until))
        if by is not None and until - before > TAPPED_TWICE:
            note_act(connection, _act(_order(connection, order_id), by, Did.ORDER_WAITS), now)
        self._ask(connection, order_id, owner, now)
        return True

    async def renumber(
        self, order_id: int, panel_order_id: str, now: datetime, *, by: int, wrong: str | None
    ) -> bool:
        """Correct the panel id `wrong` that an operator gave by mistake; the order stays paid.

        A stop, or a refill, that was asked for is asked about the new number.
        Return False if the order has another id by now, or the panel has reported on it since.
        An ended order lets go of the id. Raises ShopError("id_taken") if one under way has it.
        """
        try:
            return await self._renumber(order_id, panel_order_id, now, by=by, wrong=wrong)
        except IntegrityError:
            raise ShopError("id_taken", id=panel_order_id) from None

    @writes
    def _renumber(
        self,
        connection: Connection,
        order_id: int,
        panel_order_id: str,
        now: datetime,
        *,
        by: int,
        wrong: str | None,
    ) -> bool:
        placed: dict[str, object] = {"panel_order_id": panel_order_id, "panel_word": None, "changed_at": now}
        if wrong == panel_order_id or not _locks(connection, _silent(order_id, wrong)):
            return False
        let_go(connection, panel_order_id, order_id, now)
        connection.execute(update(orders).where(_silent(order_id, wrong)).values(placed))
        decided = update(inquiry).where(inquiry.c.order_id == order_id)
        connection.execute(decided.values(decided_by=by, settled_at=now))
        order = _order(connection, order_id)
        release(connection, order.panel, wrong)
        claim(connection, order.panel, panel_order_id, order_id, now, by=by)
        ask_anew(connection, order, now)
        note_act(connection, _act(order, by, Did.ORDER_RENUMBERED, number=panel_order_id), now)
        self._tell(connection, order_id, now)
        return True

    @writes
    def take_back(
        self, connection: Connection, order_id: int, now: datetime, *, by: int, wrong: str | None
    ) -> bool:
        """Refund in full an order that an operator adopted by mistake as `wrong`; the number is free then.

        Nobody asks the panel about it any more, nor for its stop or a refill: the number is somebody else's
        order. Return False if the order has another number by now, or the panel has reported on it since.
        Raises ShopError("money_stopped").
        """
        refuse_if_halted(connection)
        ended: dict[str, object] = {
            "state": OrderState.CANCELED,
            "refunded_micro": orders.c.price_micro,
            "reason": ReasonKind.TAKEN_BACK,
            "panel_order_id": None,
            "panel_word": None,
            "ended_by": by,
            "ask_at": None,
            "changed_at": now,
            "finished_at": now,
        }
        if connection.execute(update(orders).where(_silent(order_id, wrong)).values(ended)).rowcount != 1:
            return False
        order = _order(connection, order_id)
        release(connection, order.panel, wrong)
        drop_requests(connection, order_id, now)
        note_act(connection, _act(order, by, Did.ORDER_TAKEN_BACK, gives_back=True), now)
        whole = journals.refunding(order.sale, refunded_micro=0, level_micro=order.terms.price_micro)
        give_back(connection, order, whole, now, self._credit_micro)
        give_discount_back(connection, order, now)
        enqueue(connection, news.of_ending(order, OrderState.CANCELED, ReasonKind.TAKEN_BACK), now)
        self._tell(connection, order_id, now)
        return True

    async def ask_left_behind(
        self, here: Collection[str], opened_before: datetime, decide_by: datetime, now: datetime
    ) -> int:
        """Ask the operators about open cases at panel accounts other than those `here`; return how many.

        Nobody can look for these orders any more.
        """
        numbers = await self._open_elsewhere(here, opened_before)
        return sum([await self.ask(one, "no_answer", decide_by, now) for one in numbers])

    @reads
    def _open_elsewhere(
        self, connection: Connection, here: Collection[str], opened_before: datetime
    ) -> list[int]:
        left = and_(inquiry.c.panel.not_in(sorted(here)), inquiry.c.state == CaseState.OPEN, case_unsettled)
        found = select(inquiry.c.order_id).where(left, inquiry.c.opened_at <= opened_before)
        # Sorted here: SQLite would go through all cases there ever were, by their numbers.
        return sorted(connection.execute(found).scalars())

    async def give_up(self, now: datetime, *, here: Collection[str] = ()) -> int:
        """Refund orders that nobody has decided in time: the loss is the shop's, never the customer's.

        With `here`, the shop's panel accounts, those that were sent to any other instead of ours.
        """
        given_up = 0
        while (number := await self._overdue(now, here)) is not None:
            try:
                if not await self.void(number, now, reason=Reason(ReasonKind.UNCLEAR)):
                    break
            except BookBroken as broken:  # one order's missing money must not hold up the others
                log.error("Order %s cannot be refunded: %s", number, broken)
                await self.wait(number, now + timedelta(hours=24), now)
                continue
            given_up += 1
        return given_up

    @reads
    def _overdue(self, connection: Connection, now: datetime, here: Collection[str]) -> int | None:
        if is_halted(connection):
            return None
        there = inquiry.c.panel.not_in(sorted(here)) if here else inquiry.c.panel == self._panel
        late = and_(there, inquiry.c.state == CaseState.HUMAN, case_unsettled)
        oldest = select(inquiry.c.order_id).where(late, inquiry.c.due_at <= now)
        return connection.execute(oldest.order_by(inquiry.c.due_at).limit(1)).scalar()

    @writes
    def _adopt(
        self,
        connection: Connection,
        order_id: int,
        panel_order_id: str,
        now: datetime,
        by: int | None,
        *,
        resent: bool,
    ) -> bool:
        refuse_if_halted(connection)
        if not _locks(connection, _unknown(order_id)):
            return False
        hand_back(connection, order_id, now, but=panel_order_id)
        let_go(connection, panel_order_id, order_id, now)
        order = _placed(connection, order_id, panel_order_id, now)
        _note_accepted(connection, order_id, now, resent=resent)
        settle_case(connection, order_id, Resolution.ADOPTED, now, by=by)
        claim(connection, order.panel, panel_order_id, order_id, now, by=by)
        if by is not None:
            note_act(connection, _act(order, by, Did.ORDER_ADOPTED, number=panel_order_id), now)
        book_all(connection, journals.capturing(order.sale), now, self._credit_micro)
        enqueue(connection, [notice.card(order.id, order.person_id)], now)
        self._tell(connection, order_id, now)
        return True

    def _ask(self, connection: Connection, order_id: int, owner: int, now: datetime) -> None:
        """Ask the operators, and have the order's card say until when it is decided."""
        card = notice.card(order_id, owner)
        touch(connection, AlertKind.ORDER_UNKNOWN, order_subject(order_id), now)
        enqueue(connection, [*notice.reviews(self._operators, order_id), card], now)

    def _tell(self, connection: Connection, order_id: int, now: datetime) -> None:
        """Have the decision stand where the operators were asked, and on what they opened."""
        enqueue(connection, refreshed_cards(connection, subject_of(CASE, order_id)), now)


def _unknown(order_id: int) -> ColumnElement[bool]:
    return and_(orders.c.id == order_id, orders.c.state == OrderState.UNKNOWN)


def _silent(order_id: int, wrong: str | None) -> ColumnElement[bool]:
    """Match the order if an operator adopted it as `wrong`, and the panel never reported on it."""
    by_hand = exists().where(
        inquiry.c.order_id == order_id,
        inquiry.c.verdict == Resolution.ADOPTED,
        inquiry.c.decided_by.is_not(None),
    )
    return and_(
        orders.c.id == order_id,
        by_hand,
        orders.c.panel_order_id == wrong,
        orders.c.state == OrderState.PENDING,
        orders.c.refunded_micro == 0,
        or_(orders.c.panel_word.is_(None), orders.c.panel_word.startswith("error:")),
    )


def _locks(connection: Connection, which: ColumnElement[bool]) -> bool:
    """Lock the order; return False if it is not so any more. An old order's number is moved after it."""
    return (
        connection.execute(select(orders.c.id).where(which).with_for_update(key_share=True)).first()
        is not None
    )


def _placed(connection: Connection, order_id: int, panel_order_id: str, now: datetime) -> Order:
    """Have an unknown order, which is locked, be at the panel under this id; return it."""
    placed = {
        "state": OrderState.PENDING,
        "panel_order_id": panel_order_id,
        "placed_at": now,
        "ask_at": now,
        "changed_at": now,
        "reason": None,
    }
    placing = update(orders).where(_unknown(order_id)).values(placed)
    return order_of(connection.execute(placing.returning(orders)).one())


def _note_accepted(connection: Connection, order_id: int, now: datetime, *, resent: bool) -> None:
    """Have the attempt whose answer was lost be one that the panel accepted."""
    lost = update(attempt).where(attempt.c.order_id == order_id, attempt.c.outcome == AttemptOutcome.UNKNOWN)
    answered: dict[str, object] = {"outcome": AttemptOutcome.ACCEPTED}
    if resent:  # only now may it have been charged
        answered["finished_at"] = now
    connection.execute(lost.values(answered))


def _hold(connection: Connection, order_id: int) -> int | None:
    """Lock the order before its case and its card, as whoever decides about it does; return whose it is."""
    found = select(orders.c.person_id).where(orders.c.id == order_id)
    return connection.execute(found.with_for_update(key_share=True)).scalar()


def _order(connection: Connection, order_id: int) -> Order:
    return fetch_orders(connection, orders.c.id == order_id, limit=1)[0]


def _act(order: Order, by: int, did: Did, *, gives_back: bool = False, number: str = "") -> Act:
    """Return a decision for the log; `number` is the panel's, and all decisions have one subject."""
    terms = order.terms
    return Act(
        by,
        did,
        person_id=order.person_id,
        order_id=order.id,
        subject=subject_of(CASE, order.id),
        amount_micro=terms.price_micro if gives_back else None,
        currency=terms.currency if gives_back else None,
        details={"number": number} if number else {},
    )
