"""Cases: the evidence collected about an unknown order."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select, update

from shop import notice
from shop.alerts import AlertKind, at_supplier, subject_at
from shop.ledger.news import of_unexplained
from shop.ordering.order import Order
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.case import Case, CaseState, Resolution
from shop.reconciliation.decide import Orphan
from shop.reconciliation.readings import PROMPT_RUN, PROMPT_WITHIN, Reading
from storage.alerts.rows import open_facts
from storage.catalogue.tables import panel_account
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import one_of, padded
from storage.core.units import reads, writes
from storage.desk.cards import remember_case
from storage.ledger.store import refuse_if_halted
from storage.messages.outbox import enqueue
from storage.orders.rows import order_of
from storage.orders.tables import attempt, orders
from storage.reconciliation.readings import LAST_ATTEMPTS, habits_of, newest_attempts, note_reading
from storage.reconciliation.rows import ignores, is_sending, remember_told
from storage.reconciliation.tables import case_to_decide, case_unsettled, inquiry

TOLD_EVERY = timedelta(hours=24)
"""Unexplained money is reported once a day, as a sum."""

OPEN_AT_MOST = 100
"""How many are read to find the latest; the breaker stops orders long before there are more."""

TEACHES_AFTER = timedelta(seconds=90)
"""A balance read this long after an order shows if the panel charges promptly."""


class CaseStore:
    """Reads and writes `inquiry`; `operators` are told of unexplained money, under the name `supplier`."""

    def __init__(
        self, database: Database, *, panel: str, operators: Collection[int], supplier: str = ""
    ) -> None:
        self._supplier = supplier
        self._database = database
        self._panel = panel
        self._operators = operators

    async def find_due(self, now: datetime) -> Case | None:
        """Return the open case that is due for a check; None if there is none."""
        found = await self._cases(
            and_(inquiry.c.state == fixed(CaseState.OPEN), inquiry.c.due_at <= now), limit=1
        )
        return found[0] if found else None

    async def list_waiting(self, *, limit: int) -> list[Case]:
        """Return the cases that wait for an operator's decision, most urgent first."""
        return await self._cases(inquiry.c.state == fixed(CaseState.HUMAN), limit=limit)

    async def list_left_behind(self, here: Collection[str], *, limit: int) -> list[Case]:
        """Return the same of cases at panel accounts other than those `here`."""
        left = inquiry.c.panel.not_in(sorted(here))
        return await self._select_cases(and_(left, case_to_decide), limit=limit)

    async def find_latest_open(self) -> Case | None:
        """Return the open case that began last; None if there is none."""
        open_cases = await self._cases(inquiry.c.state == fixed(CaseState.OPEN), limit=OPEN_AT_MOST)
        return max(open_cases, key=lambda one: one.opened_at, default=None)

    @writes
    def asked_in(
        self, connection: Connection, order_id: int, operator_id: int, message_id: int, now: datetime
    ) -> None:
        """Store that this message asks this operator; the decision is shown in it while it stands there."""
        remember_told(connection, order_id, operator_id, message_id)
        enqueue(connection, remember_case(connection, order_id, operator_id, message_id, now), now)

    async def find(self, order_id: int) -> Case | None:
        """Return the case of this order, whatever its state; None if it has none."""
        own = await self._select_cases(inquiry.c.order_id == order_id, limit=1)
        return own[0] if own else None

    @writes
    def note_check(
        self,
        connection: Connection,
        /,
        case: Case,
        slot: str,
        reading: Reading,
        due_at: datetime,
        **found: Any,
    ) -> None:
        """Store what this check has read; the next is at `due_at`.

        `slot` is `soon`, `first`, or `second` and `third` after five minutes.
        """
        orphans: tuple[Orphan, ...] | None = found.pop("orphans", None)
        rows = None if orphans is None else [asdict(one) for one in orphans]
        values = {f"{slot}_micro": reading.micro, f"{slot}_at": reading.at, "due_at": due_at, **found}
        values["decimals"] = max(case.decimals, reading.decimals)
        note_reading(connection, self._panel, reading)
        connection.execute(self._open(case).values(orphans=rows, **values))

    @reads
    def in_flight(self, connection: Connection) -> bool:
        """Return True if an order is being submitted, so that a balance would include that one too."""
        return is_sending(connection, self._panel)

    @reads
    def would_teach(self, connection: Connection, now: datetime) -> bool:
        """Return True if a balance read now would show how promptly the panel charges, still unknown."""
        if habits_of(connection, self._panel).prompt_run >= PROMPT_RUN:
            return False
        newest = newest_attempts(connection, self._panel, LAST_ATTEMPTS)
        accepted = next((one.finished_at for one in newest if one.outcome == AttemptOutcome.ACCEPTED), None)
        known = select(panel_account.c.balance_asked_at).where(panel_account.c.panel == self._panel)
        asked_at = connection.execute(known).scalar()
        if accepted is None or asked_at is None or asked_at >= accepted:
            return False
        return bool(TEACHES_AFTER <= now - accepted <= PROMPT_WITHIN)

    @writes
    def note_balance(self, connection: Connection, reading: Reading) -> None:
        """Store a balance that was read to learn the panel's habits."""
        note_reading(connection, self._panel, reading)

    async def tell_unexplained(self, now: datetime) -> bool:
        """Tell the operators of money that left without an order of ours; return True if there was any.

        They get the sum once a day, and each voided order that seems to have been charged after all.
        """
        return await self._tell_unexplained(now) if await self._has_unexplained(now) else False

    @writes
    def _tell_unexplained(self, connection: Connection, now: datetime) -> bool:
        charged = self._charged_after_all(connection)
        for order_id, numbers in charged:
            marked = update(inquiry).where(inquiry.c.order_id == order_id)
            connection.execute(marked.values(charge_told_at=now))
            told = notice.order_alerts(self._operators, order_id, "voided_charged", number=", ".join(numbers))
            enqueue(connection, told, now)
        return self._tell_sum(connection, now) or bool(charged)

    @writes
    def later(self, connection: Connection, case: Case, due_at: datetime, *, in_vain: int = 0) -> None:
        """Put the next check off to `due_at`; add `in_vain` to the case's count."""
        waiting = self._open(case).values(due_at=due_at, in_vain=inquiry.c.in_vain + in_vain)
        connection.execute(waiting)

    @writes
    def resending(self, connection: Connection, case: Case, due_at: datetime) -> bool:
        """Note that the order is about to be resent under its reference; the next check is at `due_at`.

        Return False if the case was settled meanwhile: then nothing must be sent.
        Raises ShopError("money_stopped"): nothing is sent to the panel while payments are paused.
        """
        refuse_if_halted(connection)
        resent = inquiry.c.resent + 1
        noted = connection.execute(self._open(case).values(due_at=due_at, resent=resent))
        return bool(noted.rowcount == 1)

    @writes
    def note_number(self, connection: Connection, case: Case, number: str, due_at: datetime) -> bool:
        """Store the panel's first number for the resent order; it is resent once more at `due_at`.

        Return False if the case was settled meanwhile.
        """
        noted = connection.execute(self._open(case).values(number=number, due_at=due_at))
        return bool(noted.rowcount == 1)

    @writes
    def note_placed(self, connection: Connection, case: Case, number: str, now: datetime) -> bool:
        """Note that the panel has the order under this number, although it was voided while we asked.

        `tell_unexplained` then tells the operators. Return False if the order was not voided.
        """
        which = "other_number" if case.number and case.number != number else "number"
        voided = and_(inquiry.c.order_id == case.order.id, inquiry.c.verdict == Resolution.VOIDED)
        placed = {which: number, "charged_at": now, "charge_told_at": None}
        return bool(connection.execute(update(inquiry).where(voided).values(placed)).rowcount == 1)

    @writes
    def note_other_number(self, connection: Connection, case: Case, number: str, *, is_ignored: bool) -> bool:
        """Store that the panel may have the resent order under another number, too.

        Return False if the case was settled meanwhile. `is_ignored`: it gave that number to the same
        reference. From now on the account's orders go by the balance, and none is resent.
        """
        noted = connection.execute(self._open(case).values(other_number=number))
        if is_ignored:
            mine = update(panel_account).where(panel_account.c.panel == self._panel)
            connection.execute(mine.values(ignores=case.named_by))
        return bool(noted.rowcount == 1)

    @reads
    def ignores(self, connection: Connection, parameter: str) -> bool:
        """Return True if the panel was seen to ignore the references in this parameter."""
        return ignores(connection, self._panel, parameter)

    @reads
    def list_taken(self, connection: Connection, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these ids that are already orders of ours."""
        mine = select(orders.c.panel_order_id).where(
            orders.c.panel == self._panel, orders.c.panel_order_id.in_(padded(ids))
        )
        return frozenset(str(one) for one in connection.execute(mine).scalars())

    @reads
    def find_holder(self, connection: Connection, number: str) -> Order | None:
        """Return our order that has this number at the panel; None if there is none."""
        row = connection.execute(
            select(orders).where(orders.c.panel == self._panel, orders.c.panel_order_id == number)
        ).first()
        return None if row is None else order_of(row)

    @reads
    def _has_unexplained(self, connection: Connection, now: datetime) -> bool:
        untold = exists().where(self._untold_sum(now))
        charged = exists().where(self._untold_charge())
        return bool(_scalar(connection, select(untold | charged)))

    def _charged_after_all(self, connection: Connection) -> list[tuple[int, list[str]]]:
        """Return voided orders that seem to have been charged, each with the numbers the panel gave it."""
        asked = inquiry.c
        found = select(asked.order_id, asked.number, asked.other_number).where(self._untold_charge())
        rows = connection.execute(found.limit(10)).all()
        return [(row.order_id, [one for one in (row.number, row.other_number) if one]) for row in rows]

    def _tell_sum(self, connection: Connection, now: datetime) -> bool:
        known = panel_account.c
        found = select(known.strange_micro, known.currency).where(self._untold_sum(now))
        row = connection.execute(found).first()
        if row is None:
            return False
        told = update(panel_account).where(known.panel == self._panel)
        connection.execute(told.values(strange_micro=0, strange_told_at=now))
        subject = subject_at(self._supplier)
        before = open_facts(connection, AlertKind.MONEY_UNEXPLAINED, subject).get("amount_micro", 0)
        unexplained = of_unexplained(int(before) + row.strange_micro, row.currency)
        enqueue(connection, [at_supplier(unexplained, self._supplier)], now)
        return True

    def _untold_sum(self, now: datetime) -> ColumnElement[bool]:
        known = panel_account.c
        a_day_ago = or_(known.strange_told_at.is_(None), known.strange_told_at <= now - TOLD_EVERY)
        return and_(known.panel == self._panel, known.strange_micro > 0, a_day_ago)

    def _untold_charge(self) -> ColumnElement[bool]:
        mine = inquiry.c.panel == self._panel
        return and_(mine, inquiry.c.charged_at.is_not(None), inquiry.c.charge_told_at.is_(None))

    def _open(self, case: Case) -> Any:
        return update(inquiry).where(inquiry.c.order_id == case.order.id, inquiry.c.state == CaseState.OPEN)

    async def _cases(self, which: ColumnElement[bool], *, limit: int) -> list[Case]:
        mine = and_(inquiry.c.panel == self._panel, case_unsettled, which)
        return await self._select_cases(mine, limit=limit)

    @reads
    def _select_cases(self, connection: Connection, which: ColumnElement[bool], *, limit: int) -> list[Case]:
        lost = and_(
            attempt.c.order_id == inquiry.c.order_id, attempt.c.outcome != fixed(AttemptOutcome.NOT_SENT)
        )
        found = (
            select(
                inquiry,
                attempt.c.started_at,
                attempt.c.balance_before_micro,
                attempt.c.balance_before_decimals,
                attempt.c.balance_before_at,
                attempt.c.named_by,
                attempt.c.excerpt,
            )
            .join(attempt, lost)
            .where(which)
            .order_by(inquiry.c.due_at, inquiry.c.order_id)
            .limit(limit)
        )
        rows = connection.execute(found).all()
        wanted = select(orders).where(one_of(orders.c.id, [row.order_id for row in rows]))
        of = {row.id: order_of(row) for row in connection.execute(wanted).all()}
        return [_case_of(row, of[row.order_id]) for row in rows]


def _case_of(row: Row[Any], order: Order) -> Case:
    def reading(slot: str) -> Reading | None:
        micro, at = getattr(row, f"{slot}_micro"), getattr(row, f"{slot}_at")
        return None if micro is None else Reading(micro, at, at, decimals=row.decimals)

    return Case(
        order=order,
        state=CaseState(row.state),
        opened_at=row.opened_at,
        due_at=row.due_at,
        attempted_at=row.started_at,
        before_micro=row.balance_before_micro,
        before_decimals=row.balance_before_decimals,
        before_at=row.balance_before_at,
        named_by=row.named_by or "",
        excerpt=row.excerpt or "",
        in_vain=row.in_vain,
        resent=row.resent,
        number=row.number or "",
        other_number=row.other_number or "",
        soon=reading("soon"),
        first=reading("first"),
        second=reading("second"),
        third=reading("third"),
        decimals=row.decimals,
        refunds_micro=row.refunds_micro,
        orphans=None if row.orphans is None else tuple(Orphan(**one) for one in row.orphans),
        why=row.why,
        verdict=None if row.verdict is None else Resolution(row.verdict),
        decided_by=row.decided_by,
        settled_at=row.settled_at,
        told=row.told,
    )


def _scalar(connection: Connection, query: Select[Any]) -> bool:
    return bool(connection.execute(query).scalar())
