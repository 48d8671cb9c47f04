"""How the panels' prices of services have moved: a row for each change, the last few of each service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select

from shop.catalogue.services import Service
from storage.catalogue.tables import panel_account, rate_move, service
from storage.core.database import Database
from storage.core.prepared import padded
from storage.core.units import reads

KEPT = 30
"""Moves of one service; older ones are deleted when a new one is written."""

_PRUNED = 500
"""Services whose old moves are looked for in one statement."""

_move = rate_move.c


@dataclass(frozen=True, slots=True)
class RateMove:
    """The panel's price before and after, in micro-units of its `currency`, empty if it named none."""

    at: datetime
    before_micro: int
    after_micro: int
    currency: str


class RateMoves:
    """Reads `rate_move`; the panel `""` is PANEL_URL's."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def list_latest(
        self, connection: Connection, service_id: str, *, panel: str = "", limit: int
    ) -> list[RateMove]:
        """Return the latest moves of one service, newest first."""
        mine = (_move.panel == (panel or self._panel), _move.service_id == service_id)
        found = select(rate_move).where(*mine).order_by(_move.id.desc()).limit(limit)
        return [
            RateMove(row.at, row.before_micro, row.after_micro, row.currency)
            for row in connection.execute(found).all()
        ]


def note_moves(connection: Connection, panel: str, services: Iterable[Service], now: datetime) -> None:
    """Note which rates differ from those that are stored, before these replace them, in one transaction."""
    mine = select(service.c.id, service.c.rate_micro).where(service.c.panel == panel)
    before = {row.id: row.rate_micro for row in connection.execute(mine)}
    moved = [one for one in services if before.get(one.id, one.rate_micro) != one.rate_micro]
    if not moved:
        return
    account = select(panel_account.c.currency).where(panel_account.c.panel == panel)
    named = {"panel": panel, "at": now, "currency": connection.execute(account).scalar() or ""}
    rows = [
        {**named, "service_id": one.id, "before_micro": before[one.id], "after_micro": one.rate_micro}
        for one in moved
    ]
    connection.execute(insert(rate_move), rows)
    for start in range(0, len(moved), _PRUNED):
        _prune(connection, panel, [one.id for one in moved[start : start + _PRUNED]])


def rates_before_zero(connection: Connection, panel: str) -> dict[str, int]:
    """Return the last rate above 0, in the account's currency of now, of each service whose rate is 0."""
    account = select(func.coalesce(panel_account.c.currency, "")).where(panel_account.c.panel == panel)
    found = (
        select(_move.service_id, _move.before_micro)
        .join(service, and_(service.c.id == _move.service_id, service.c.panel == _move.panel))
        .where(_move.panel == panel, service.c.rate_micro == 0, _move.before_micro > 0)
        .where(_move.currency == account.scalar_subquery())
        .order_by(_move.id)
    )
    return {row.service_id: row.before_micro for row in connection.execute(found)}


def _prune(connection: Connection, panel: str, ids: Sequence[str]) -> None:
    place = func.row_number().over(partition_by=_move.service_id, order_by=_move.id.desc()).label("place")
    mine = (_move.panel == panel, _move.service_id.in_(padded(ids)))
    placed = select(_move.id, place).where(*mine).subquery()
    old = select(placed.c.id).where(placed.c.place > KEPT)
    connection.execute(delete(rate_move).where(_move.id.in_(old)))
