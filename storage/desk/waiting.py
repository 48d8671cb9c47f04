"""What waits for the staff: read out of the rows that wait, so that it is never behind them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, literal, select, union_all

from shop.acts import Act, Did, subject_of
from shop.ordering.reason import Reason, ReasonKind
from shop.waiting import (
    ALL_REFUSED,
    COUNTED_TO,
    REFUSED_LATELY,
    TO_MEND,
    Place,
    Waiting,
    Waits,
    place_in_order,
)
from storage.core.columns import Words
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.sources import SOURCES, Source
from storage.desk.tables import seen_to
from storage.orders.tables import order_given_back, orders, request


class WaitingForStaff:
    """Reads what waits at these panel accounts, and notes what was seen to."""

    def __init__(self, database: Database, *, panels: Sequence[str]) -> None:
        self._database = database
        self._panels = tuple(panels)

    @reads
    def list_page(
        self,
        connection: Connection,
        kinds: Collection[Waits],
        now: datetime,
        *,
        limit: int,
        after: Place | None = None,
    ) -> list[Waiting]:
        """Return the oldest of these kinds, or those behind this place of the queue."""
        found = self._refused(connection, now) if Waits.REFUSED in kinds else []
        if after is not None:
            found = [one for one in found if place_in_order(one.place) > place_in_order(after)]
        for source, panel in self._sources(kinds):
            rows = connection.execute(source.page(panel, now, after, limit))
            found += [
                Waiting(
                    source.kind,
                    row.number,
                    row.since,
                    row.name or "",
                    row.order_id,
                    row.amount_micro,
                    row.currency,
                )
                for row in rows
            ]
        return sorted(found, key=lambda one: place_in_order(one.place))[:limit]

    @reads
    def count(self, connection: Connection, kinds: Collection[Waits], now: datetime) -> int:
        """Return how much of these kinds waits; of each kind COUNTED_TO at most are counted."""
        refused = len(self._refused(connection, now)) if Waits.REFUSED in kinds else 0
        each = [
            select(literal(source.kind, Words()).label("kind"), func.count().label("number")).select_from(
                source.found(panel, now).order_by(None).limit(COUNTED_TO).subquery(source.kind)
            )
            for source, panel in self._sources(kinds)
        ]
        if not each:
            return refused
        return refused + sum(int(row.number) for row in connection.execute(union_all(*each)))

    @reads
    def list_refused(self, connection: Connection, now: datetime) -> list[tuple[int, ReasonKind]]:
        """Return the orders that came to nothing lately for a reason to mend, the newest first."""
        return [(number, kind) for number, kind, _ in self._to_mend(connection, now)]

    @writes
    def see_to(self, connection: Connection, kind: Waits, number: int, by: int, now: datetime) -> bool:
        """Take it out of the queue; return False if somebody has done so before."""
        values = {"seen_by": by, "seen_at": now}
        if kind is Waits.REFUSED:
            waiting = self._to_mend(connection, now)
            if not waiting:
                return False
            values["seen_at"] = max(finished for _, _, finished in waiting)
        adding = insert_into(connection, seen_to).values(kind=kind, number=number, **values)
        keys = ["kind", "number"]
        adding = (
            adding.on_conflict_do_update(index_elements=keys, set_=values)
            if kind is Waits.REFUSED
            else adding.on_conflict_do_nothing(index_elements=keys)
        )
        if connection.execute(adding).rowcount != 1:
            return False
        order_id = _order_of(connection, kind, number)
        done = Act(by, Did.SEEN_TO, order_id=order_id, subject=subject_of(kind, number))
        note_act(connection, done, now)
        return True

    def _sources(self, kinds: Collection[Waits]) -> Iterator[tuple[Source, str]]:
        """Yield each source of these kinds with the panel account whose rows it is to find."""
        for source in SOURCES:
            if source.kind in kinds:
                for panel in self._panels if source.is_by_panel else self._panels[:1]:
                    yield source, panel

    def _refused(self, connection: Connection, now: datetime) -> list[Waiting]:
        found = self._to_mend(connection, now)
        if not found:
            return []
        oldest = min(finished for _, _, finished in found)
        newest = max(number for number, _, _ in found)
        return [Waiting(Waits.REFUSED, ALL_REFUSED, oldest, order_id=newest, count=len(found))]

    def _to_mend(self, connection: Connection, now: datetime) -> list[tuple[int, ReasonKind, datetime]]:
        seen = select(seen_to.c.seen_at).where(
            seen_to.c.kind == Waits.REFUSED, seen_to.c.number == ALL_REFUSED
        )
        seen_at = connection.execute(seen).scalar()
        since = now - REFUSED_LATELY if seen_at is None else max(seen_at, now - REFUSED_LATELY)
        found = []
        for panel in self._panels:
            lately = (
                select(orders.c.id, orders.c.reason, orders.c.finished_at)
                .where(orders.c.panel == panel, order_given_back, orders.c.finished_at > since)
                .order_by(orders.c.finished_at.desc(), orders.c.id.desc())
                .limit(LOOKED_AT)
            )
            for row in connection.execute(lately):
                reason = Reason.read(row.reason)
                if reason is not None and reason.kind in TO_MEND:
                    found.append((row.id, reason.kind, row.finished_at))
        found.sort(key=lambda one: (one[2], one[0]), reverse=True)
        return found[:COUNTED_TO]


def _order_of(connection: Connection, kind: Waits, number: int) -> int | None:
    """Return the order that this is about, if it is about one."""
    if kind is Waits.REFILL:
        return connection.execute(select(request.c.order_id).where(request.c.id == number)).scalar()
    return number if kind is Waits.LATE else None


LOOKED_AT = 500
"""Orders given back lately among which those to mend are looked for: most are the customers' own doing."""
