"""Orphans inside the transaction that decides what they are."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, select, update

from shop.alerts import AlertKind, Condition
from shop.ordering.order import OrderState
from shop.reconciliation.found_orphan import ORPHAN, FoundOrphan
from shop.reconciliation.orphans import Decided, Fits, FoundBy, Looks, Sure
from shop.replies import PanelState
from storage.alerts.rows import begin, end
from storage.core.prepared import one_of
from storage.orders.tables import orders
from storage.orphans.tables import orphan

WITH_ORDER = orphan.outerjoin(orders, orders.c.id == orphan.c.order_id)
ORPHANS = select(orphan, orders.c.state.label("order_state")).select_from(WITH_ORDER)

_taken = orders.alias("taken")
is_an_order = exists().where(_taken.c.panel == orphan.c.panel, _taken.c.panel_order_id == orphan.c.number)
"""True if an order of ours has the number by now, so that it is no orphan."""


def claim(
    connection: Connection, panel: str, number: str, order_id: int, now: datetime, *, by: int | None
) -> None:
    """Note that the panel's order of this number is ours, if it was found as an orphan."""
    this = and_(orphan.c.panel == panel, orphan.c.number == number)
    decided = {"decided": Decided.ORDER, "order_id": order_id, "decided_by": by, "decided_at": now}
    for row in connection.execute(update(orphan).where(this).values(decided).returning(orphan.c.id)).all():
        end(connection, AlertKind.ORPHAN_FOUND, f"{ORPHAN}:{row.id}", now)


def release(connection: Connection, panel: str, number: str | None) -> None:
    """Note that the panel's order of this number is not ours after all: it waits for a decision again."""
    this = and_(orphan.c.panel == panel, orphan.c.number == number, orphan.c.decided == Decided.ORDER)
    connection.execute(update(orphan).where(this).values(decided=None, decided_by=None, decided_at=None))


def forget_links(connection: Connection, order_ids: list[int]) -> None:
    """Take the links out of the orphans that are, or resemble, these orders."""
    connection.execute(update(orphan).where(one_of(orphan.c.order_id, order_ids)).values(link=None))


def tell_of(connection: Connection, found: FoundOrphan, now: datetime) -> None:
    """Open the alert that this orphan looks like an order of ours."""
    facts: dict[str, str | int] = {"order_id": found.order_id or 0, "number": found.number}
    begin(connection, Condition(AlertKind.ORPHAN_FOUND, found.log_subject, facts), now)


def orphan_of(row: Any) -> FoundOrphan:
    """Return the orphan in this row of ORPHANS."""
    return FoundOrphan(
        id=row.id,
        panel=row.panel,
        number=row.number,
        found_by=FoundBy(row.found_by),
        found_at=row.found_at,
        service_id=row.service_id,
        link=row.link,
        quantity=row.quantity,
        charge_micro=row.charge_micro,
        state=_known_state(row.panel_state),
        word=row.panel_word,
        remains=row.remains,
        created_at=row.created_at,
        has_zone=row.has_zone,
        after=row.after_at,
        before=row.before_at,
        shown_at=row.shown_at,
        looks=None if row.looks is None else Looks(row.looks),
        sure=None if row.sure is None else Sure(row.sure),
        fits=tuple(Fits(word) for word in row.fits),
        order_id=row.order_id,
        order_state=None if row.order_state is None else OrderState(row.order_state),
        decided=None if row.decided is None else Decided(row.decided),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _known_state(word: str | None) -> PanelState | None:
    return PanelState(word) if word in set(PanelState) else None
