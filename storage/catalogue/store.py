"""The catalogue and the panel account as last read, so that a restart does not need the panel."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from shop.alerts import AlertKind
from shop.catalogue.services import Catalogue, Service
from shop.reconciliation.readings import reading_of
from shop.replies import Balance
from storage.alerts.rows import end
from storage.catalogue.rate_moves import note_moves
from storage.catalogue.tables import panel_account, service
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.reconciliation.readings import note_reading

_COLUMNS = tuple(one.name for one in fields(Service))
_SHARED = {at for at, name in enumerate(_COLUMNS) if name in {"category", "type", "description"}}


@dataclass(frozen=True, slots=True)
class Account:
    """The panel account as last read. None: never read."""

    profile: str | None = None
    balance_micro: int | None = None
    currency: str | None = None
    balance_at: datetime | None = None
    catalogue_at: datetime | None = None
    trouble: str | None = None
    trouble_at: datetime | None = None
    balance_asked_at: datetime | None = None
    shared_at: datetime | None = None
    shared_micro: int | None = None


class CatalogueStore:
    """Reads and writes `service` and `panel_account`."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def get(self, connection: Connection) -> Catalogue:
        """Return the services on sale, in the panel's order."""
        columns = [service.c[name] for name in _COLUMNS]
        found = select(*columns).where(service.c.gone_at.is_(None)).order_by(service.c.position)
        same: dict[Any, Any] = {}  # thousands of services share a few categories, types and descriptions
        return Catalogue.of(
            Service(
                *[same.setdefault(value, value) if at in _SHARED else value for at, value in enumerate(row)]
            )
            for row in connection.execute(found)
        )

    @reads
    def get_rates(self, connection: Connection) -> dict[str, int]:
        """Return every service's last rate in micro-units by id, gone services included."""
        rows = connection.execute(select(service.c.id, service.c.rate_micro)).all()
        return {row.id: row.rate_micro for row in rows}

    @reads
    def list_names(self, connection: Connection, ids: Collection[str]) -> dict[str, str]:
        """Return these services' last names by id, gone services included."""
        found = select(service.c.id, service.c.name).where(service.c.id.in_(sorted(ids)))
        return {row.id: row.name for row in connection.execute(found)}

    @writes
    def replace_all(
        self, connection: Connection, services: list[Service], profile: str, now: datetime
    ) -> None:
        """Put these services on sale; mark missing ones as gone, never delete them. Note moved prices."""
        note_moves(connection, self._panel, services, now)
        connection.execute(update(service).where(service.c.gone_at.is_(None)).values(gone_at=now))
        rows = [
            {name: getattr(one, name) for name in _COLUMNS} | {"position": position, "gone_at": None}
            for position, one in enumerate(services)
        ]
        adding = insert_into(connection, service)
        columns = {name: adding.excluded[name] for name in (*_COLUMNS, "position", "gone_at") if name != "id"}
        connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=columns), rows)
        _note(connection, self._panel, catalogue_at=now, profile=profile)

    @reads
    def get_account(self, connection: Connection) -> Account:
        """Return what is known of the panel account."""
        found = select(panel_account).where(panel_account.c.panel == self._panel)
        row = connection.execute(found).mappings().first()
        return Account(**{one.name: row[one.name] for one in fields(Account)}) if row else Account()

    @writes
    def heard_balance(
        self,
        connection: Connection,
        balance: Balance,
        profile: str,
        now: datetime,
        *,
        asked_at: datetime | None = None,
    ) -> None:
        """Store the balance. The panel answers, so earlier trouble is over.

        Keep the earlier currency if the panel names none now.
        """
        reading = reading_of(balance, asked_at or now, now)
        named = {"currency": balance.currency} if balance.currency else {}
        note_reading(connection, self._panel, reading)
        _note(connection, self._panel, profile=profile, **named)

    @writes
    def explained(self, connection: Connection, now: datetime) -> None:
        """Clear the money that no order of ours explains: an operator knows where it went."""
        end(connection, AlertKind.MONEY_UNEXPLAINED, "", now)
        _note(connection, self._panel, shared_at=None, shared_micro=None, strange_micro=0)

    @writes
    def heard_trouble(self, connection: Connection, trouble: str, now: datetime) -> None:
        """Store that the panel gave no usable answer."""
        _note(connection, self._panel, trouble=trouble[:300], trouble_at=now)


def _note(connection: Connection, panel: str, **values: object) -> None:
    adding = insert_into(connection, panel_account).values(panel=panel, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["panel"], set_=values))
