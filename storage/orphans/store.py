"""Orphans: kept once each, judged until somebody decides, and what was decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from shop.acts import Act, Did
from shop.alerts import AlertKind
from shop.money import micro_up
from shop.ordering.order import GIVEN_BACK
from shop.reconciliation.found_orphan import FoundOrphan
from shop.reconciliation.orphans import SHOWN_AFTER, Decided, FoundBy, Judgement, Looks, loss_micro
from shop.replies import ListedOrder
from storage.alerts.rows import end
from storage.core.database import Database
from storage.core.prepared import one_of, padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.orders.tables import orders
from storage.orphans.rows import ORPHANS, claim, is_an_order, orphan_of, tell_of
from storage.orphans.tables import orphan, orphan_undecided, orphan_waits

JUDGED_AT_ONCE = 500
"""Orphans without a decision that are judged anew, the newest first; others keep their judgement."""

REST_AT_ONCE = 500
"""Orphans that one tap marks as the operator's own."""

LONGEST_LINK = 500

DECIDED_BY_LOOKS = {Looks.BEFORE: Decided.OWN, Looks.OTHERS: Decided.OWN}
"""What needs no decision by a person."""

Between = tuple[datetime | None, datetime | None]
"""When our orders with the next lower and the next higher number were sent."""


class Orphans:
    """Reads and writes `orphan`, of every panel account; each row knows its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def keep(
        self,
        connection: Connection,
        panel: str,
        found: Sequence[ListedOrder],
        found_by: FoundBy,
        now: datetime,
        *,
        between: Mapping[str, Between] | None = None,
    ) -> int:
        """Keep those of these orders of the panel that are none of ours; return how many are new.

        One that is known already only gets its present state.
        """
        taken = select(orders.c.panel_order_id).where(
            orders.c.panel == panel, orders.c.panel_order_id.in_(padded(order.number for order in found))
        )
        ours = frozenset(connection.execute(taken).scalars())
        count = 0
        for order in found:
            if order.number in ours:
                continue
            values = _values(order, (between or {}).get(order.number, (None, None)))
            adding = insert_into(connection, orphan).values(
                panel=panel, number=order.number, found_by=found_by, found_at=now, **values
            )
            adding = adding.on_conflict_do_nothing(index_elements=["panel", "number"])
            if connection.execute(adding).rowcount == 1:
                count += 1
            else:
                _bring_up_to_date(connection, panel, order)
        _settle(connection, panel, now)
        return count

    @reads
    def list_undecided(self, connection: Connection, panel: str) -> list[FoundOrphan]:
        """Return this account's orphans without a decision, the newest first."""
        mine = and_(orphan.c.panel == panel, orphan_undecided)
        rows = connection.execute(ORPHANS.where(mine).order_by(orphan.c.id.desc()).limit(JUDGED_AT_ONCE))
        return [orphan_of(row) for row in rows]

    @writes
    def judged(
        self, connection: Connection, panel: str, judgements: Mapping[int, Judgement], now: datetime
    ) -> int:
        """Store what these look like; return how many are shown to the staff only from now on.

        One that an order of ours has the number of by now is decided. The staff sees an orphan when it was
        found a while ago, and hears of one that looks like an order of ours.
        """
        _settle(connection, panel, now)
        shown = 0
        for number, judgement in judgements.items():
            this = and_(orphan.c.id == number, orphan_undecided)
            row = connection.execute(select(orphan.c.found_at, orphan.c.shown_at).where(this)).first()
            if row is None:
                continue
            values = _judgement(judgement, now)
            is_ripe = row.shown_at is None and row.found_at <= now - SHOWN_AFTER
            if is_ripe:
                values["shown_at"] = now
            connection.execute(update(orphan).where(this).values(values))
            if is_ripe and "decided" not in values:
                shown += 1
            if is_ripe or row.shown_at is not None:
                _tell(connection, number, judgement, now)
        return shown

    @reads
    def find(self, connection: Connection, number: int) -> FoundOrphan | None:
        """Return the orphan of this row."""
        return _find(connection, number)

    @reads
    def list_waiting(
        self, connection: Connection, *, limit: int, after: int | None = None
    ) -> list[FoundOrphan]:
        """Return the orphans that wait for a decision, the oldest first, or those after this one."""
        which = and_(orphan_waits, ~is_an_order)
        if after is not None:
            shown = select(orphan.c.shown_at).where(orphan.c.id == after).scalar_subquery()
            behind = or_(orphan.c.shown_at > shown, and_(orphan.c.shown_at == shown, orphan.c.id > after))
            which = and_(which, behind)
        rows = connection.execute(ORPHANS.where(which).order_by(orphan.c.shown_at, orphan.c.id).limit(limit))
        return [orphan_of(row) for row in rows]

    @reads
    def list_decided(
        self, connection: Connection, *, limit: int, after: int | None = None
    ) -> list[FoundOrphan]:
        """Return the orphans that were decided about, the latest first, or those after this one."""
        which: ColumnElement[bool] = orphan.c.decided_at.is_not(None)
        if after is not None:
            at = select(orphan.c.decided_at).where(orphan.c.id == after).scalar_subquery()
            behind = or_(orphan.c.decided_at < at, and_(orphan.c.decided_at == at, orphan.c.id < after))
            which = and_(which, behind)
        latest = ORPHANS.where(which).order_by(orphan.c.decided_at.desc(), orphan.c.id.desc())
        return [orphan_of(row) for row in connection.execute(latest.limit(limit))]

    @writes
    def decide(self, connection: Connection, number: int, decided: Decided, by: int, now: datetime) -> bool:
        """Note that it is the operator's own, or nobody's; return False if somebody has decided before."""
        before = _find(connection, number)
        if before is None or not _decide(connection, number, decided, by, now):
            return False
        did = Did.ORPHAN_OWN if decided is Decided.OWN else Did.ORPHAN_NOBODYS
        note_act(connection, Act(by, did, subject=before.log_subject, details={"number": before.number}), now)
        return True

    @writes
    def lose(
        self, connection: Connection, number: int, order_id: int, now: datetime, *, by: int, currency: str
    ) -> bool:
        """Note that it is this order, whose customer has the money back; return False if decided before.

        Nothing is booked and nobody is charged: the panel has charged the shop already.
        """
        before, order = _find(connection, number), _given_back(connection, order_id)
        if before is None or order is None or before.panel != order.panel:
            return False
        if not _decide(connection, number, Decided.ORDER, by, now, order_id=order_id):
            return False
        done = Act(
            by,
            Did.ORPHAN_LOSS,
            person_id=order.person_id,
            order_id=order_id,
            subject=before.log_subject,
            amount_micro=loss_micro(before.charge_micro, before.state),
            currency=currency,
            details={"number": before.number},
        )
        note_act(connection, done, now)
        return True

    @writes
    def undo(self, connection: Connection, number: int, by: int, now: datetime) -> bool:
        """Have it wait for a decision again; return False if nobody of the staff has decided.

        One whose number an order of ours has is undone on that order's own card.
        """
        which = and_(orphan.c.id == number, orphan.c.decided_by.is_not(None), ~is_an_order)
        again = {"decided": None, "decided_by": None, "decided_at": None, "shown_at": now}
        if connection.execute(update(orphan).where(which).values(again)).rowcount != 1:
            return False
        undone = _find(connection, number)
        assert undone is not None  # noqa: S101 - it was changed just now; tells mypy
        details = {"number": undone.number}
        note_act(connection, Act(by, Did.ORPHAN_UNDONE, subject=undone.log_subject, details=details), now)
        if undone.looks is Looks.OURS:
            tell_of(connection, undone, now)
        return True

    @writes
    def decide_rest(self, connection: Connection, by: int, now: datetime) -> int:
        """Note that all those that look like no order of ours are the operator's own; return how many."""
        which = and_(orphan_waits, orphan.c.looks == Looks.NOTHING, ~is_an_order)
        some = select(orphan.c.id).where(which).order_by(orphan.c.shown_at, orphan.c.id).limit(REST_AT_ONCE)
        numbers = list(connection.execute(some).scalars())
        if not numbers:
            return 0
        values = {"decided": Decided.OWN, "decided_by": by, "decided_at": now}
        mine = and_(one_of(orphan.c.id, numbers), orphan_undecided)
        count = int(connection.execute(update(orphan).where(mine).values(values)).rowcount)
        note_act(connection, Act(by, Did.ORPHANS_REST, details={"count": count}), now)
        return count


def _values(order: ListedOrder, between: Between) -> dict[str, Any]:
    return {
        "service_id": order.service_id,
        "link": None if order.link is None else order.link[:LONGEST_LINK],
        "quantity": order.quantity,
        "charge_micro": None if order.charge is None else micro_up(order.charge),
        "panel_state": order.state,
        "panel_word": order.word[:200],
        "remains": order.remains,
        "created_at": order.created_at,
        "has_zone": order.has_zone,
        "after_at": between[0],
        "before_at": between[1],
    }


def _bring_up_to_date(connection: Connection, panel: str, order: ListedOrder) -> None:
    """Store the state it has now. Its link stays as it is: that may have been taken away since."""
    now_so: dict[str, Any] = {}
    if order.word:
        now_so |= {"panel_word": order.word[:200], "panel_state": order.state}
    if order.remains is not None:
        now_so["remains"] = order.remains
    if order.charge is not None:
        now_so["charge_micro"] = micro_up(order.charge)
    if now_so:
        this = and_(orphan.c.panel == panel, orphan.c.number == order.number)
        connection.execute(update(orphan).where(this).values(now_so))


def _judgement(judgement: Judgement, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "looks": judgement.looks,
        "sure": judgement.sure,
        "fits": list(judgement.fits),
        "order_id": judgement.order_id,
    }
    if judgement.looks in DECIDED_BY_LOOKS:
        values |= {"decided": DECIDED_BY_LOOKS[judgement.looks], "decided_at": now}
    return values


def _tell(connection: Connection, number: int, judgement: Judgement, now: datetime) -> None:
    """Have the alert be open while the orphan looks like an order of ours."""
    shown = _find(connection, number)
    if shown is not None and judgement.looks is Looks.OURS:
        tell_of(connection, shown, now)
    elif shown is not None:
        end(connection, AlertKind.ORPHAN_FOUND, shown.log_subject, now)


def _settle(connection: Connection, panel: str, now: datetime) -> None:
    """Decide about those whose number an order of ours has by now."""
    mine = and_(orphan.c.panel == panel, orphan_undecided)
    numbered = and_(orders.c.panel == orphan.c.panel, orders.c.panel_order_id == orphan.c.number)
    found = select(orphan.c.number, orders.c.id).join(orders, numbered).where(mine)
    for row in connection.execute(found).all():
        claim(connection, panel, row.number, row.id, now, by=None)


def _decide(
    connection: Connection, number: int, decided: Decided, by: int, now: datetime, **values: Any
) -> bool:
    which = and_(orphan.c.id == number, orphan_undecided, ~is_an_order)
    values |= {"decided": decided, "decided_by": by, "decided_at": now}
    if connection.execute(update(orphan).where(which).values(values)).rowcount != 1:
        return False
    end(connection, AlertKind.ORPHAN_FOUND, f"orphan:{number}", now)
    return True


def _find(connection: Connection, number: int) -> FoundOrphan | None:
    row = connection.execute(ORPHANS.where(orphan.c.id == number)).first()
    return None if row is None else orphan_of(row)


def _given_back(connection: Connection, order_id: int) -> Any:
    columns = (orders.c.id, orders.c.panel, orders.c.person_id, orders.c.state)
    which = and_(orders.c.id == order_id, orders.c.state.in_(sorted(GIVEN_BACK)))
    return connection.execute(select(*columns).where(which)).first()
