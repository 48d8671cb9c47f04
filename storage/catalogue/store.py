"""The catalogue and the panel account as last read, so that a restart does not need the panel."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from shop.acts import Act, Did
from shop.alerts import AlertKind, subject_at
from shop.catalogue.services import Catalogue, Service
from shop.identity import panel_host
from shop.reconciliation.readings import reading_of
from shop.replies import Balance
from shop.suppliers import Supplier, numbered
from storage.alerts.rows import end
from storage.catalogue.rate_moves import note_moves, rates_before_zero
from storage.catalogue.tables import panel_account, service
from storage.core.database import Database
from storage.core.prepared import Prepared, padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.reconciliation.readings import note_reading

AT_ONCE = 500

_COLUMNS = tuple(one.name for one in fields(Service) if one.name not in {"panel", "panel_number"})
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
    """Reads and writes the rows of one supplier in `service` and `panel_account`."""

    def __init__(self, database: Database, *, supplier: Supplier, others: Collection[str] = ()) -> None:
        self._database = database
        self._supplier = supplier
        self.panel = self._panel = supplier.panel
        self._suppliers = {supplier.panel, *others}

    @reads
    def get(self, connection: Connection) -> Catalogue:
        """Return the supplier's services on sale, in the panel's order."""
        columns = [*(service.c[name] for name in _COLUMNS), service.c.panel_number]
        mine = (service.c.panel == self._panel, service.c.gone_at.is_(None))
        found = select(*columns).where(*mine).order_by(service.c.position)
        same: dict[Any, Any] = {}  # thousands of services share a few categories, types and descriptions
        services = []
        for row in connection.execute(found):
            shown: list[Any] = [
                same.setdefault(value, value) if at in _SHARED else value for at, value in enumerate(row[:-1])
            ]
            number = "" if row.panel_number == row.id else row.panel_number
            services.append(Service(*[*shown, self._panel, number]))
        return Catalogue.of(services)

    @writes
    def number(self, connection: Connection, services: Sequence[Service], now: datetime) -> list[Service]:
        """Return these services, as read from the panel, under the shop's own numbers; see shop/suppliers.

        A number is kept from now on, before its service is on sale.
        """
        mine = select(service.c.panel_number, service.c.id).where(service.c.panel == self._panel)
        known: dict[str, str] = {row.panel_number: row.id for row in connection.execute(mine)}
        before = frozenset(known.values())
        owners = {} if all(one.id in known for one in services) else self._owners(connection, services)
        found = numbered(services, self._supplier, known, owners.get)
        new = [one for one in found if one.id not in before]
        _PUT.many(connection, [self._row(one, 0) | {"gone_at": now} for one in new])
        return found

    def _owners(self, connection: Connection, services: Sequence[Service]) -> dict[str, str]:
        """Return whose each number of the shop's is, but those that may be given anew.

        Free is what an account had that is none any more: for PANEL_URL, which keeps its panel's numbers, and
        for the same panel under a new key, or at a new address if the service is still called the same.
        Anything else would give rules, names and favourites of one service to another.
        """
        names = {one.id: one.name for one in services}
        columns = (service.c.id, service.c.panel, service.c.panel_number, service.c.name)
        others = connection.execute(select(*columns).where(service.c.panel != self._panel))
        return {
            row.id: row.panel
            for row in others
            if row.panel in self._suppliers or not self._is_ours(row, names)
        }

    def _is_ours(self, row: Any, names: Mapping[str, str]) -> bool:
        """Return True if a service of an account that is none any more goes on as one of this supplier's."""
        is_same_panel = panel_host(row.panel) == panel_host(self._panel)
        return not self._supplier.place or is_same_panel or names.get(row.panel_number) == row.name

    def _row(self, offered: Service, position: int) -> dict[str, Any]:
        named = {"panel": self._panel, "panel_number": offered.number, "position": position}
        return {name: getattr(offered, name) for name in _COLUMNS} | named

    @reads
    def get_rates(self, connection: Connection) -> dict[str, int]:
        """Return every service's last rate in micro-units by id, gone services included."""
        mine = select(service.c.id, service.c.rate_micro).where(service.c.panel == self._panel)
        rows = connection.execute(mine).all()
        return {row.id: row.rate_micro for row in rows}

    @reads
    def get_rates_before_zero(self, connection: Connection) -> dict[str, int]:
        """Return what services whose last rate is 0 cost before, in micro-units of the account's currency."""
        return rates_before_zero(connection, self._panel)

    @reads
    def list_names(self, connection: Connection, ids: Collection[str]) -> dict[str, str]:
        """Return these services' last names by id, gone services included."""
        found = select(service.c.id, service.c.name).where(service.c.id.in_(padded(sorted(ids))))
        return {row.id: row.name for row in connection.execute(found)}

    @writes
    def replace_all(
        self,
        connection: Connection,
        services: Sequence[Service],
        profile: str,
        now: datetime,
        *,
        known: Sequence[Service] = (),
    ) -> None:
        """Put these services on sale; mark missing ones as gone, never delete them. Note moved prices.

        `known` are those that stand here now, in their order: what has not changed is not written again.
        """
        note_moves(connection, self._panel, services, now)
        mine = (service.c.panel == self._panel, service.c.gone_at.is_(None))
        missing = {one.id for one in known} - {one.id for one in services}
        if not known:
            connection.execute(update(service).where(*mine).values(gone_at=now))
        for part in _in_parts(sorted(missing)):
            connection.execute(update(service).where(service.c.id.in_(padded(part))).values(gone_at=now))
        rows = [
            self._row(one, position) | {"gone_at": None}
            for position, one in enumerate(services)
            if position >= len(known) or known[position] != one
        ]
        _PUT.many(connection, rows)
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
    def explained(self, connection: Connection, now: datetime, *, by: int) -> None:
        """Clear the money that no order of ours explains: the operator `by` knows where it went."""
        found = select(panel_account.c.shared_at, panel_account.c.strange_micro)
        row = connection.execute(found.where(panel_account.c.panel == self._panel)).first()
        was_told = end(connection, AlertKind.MONEY_UNEXPLAINED, subject_at(self._supplier.name), now)
        if was_told or (row is not None and (row.shared_at is not None or row.strange_micro)):
            note_act(connection, Act(by, Did.MONEY_EXPLAINED), now)
        _note(connection, self._panel, shared_at=None, shared_micro=None, strange_micro=0)

    @writes
    def heard_trouble(self, connection: Connection, trouble: str, now: datetime) -> None:
        """Store that the panel gave no usable answer."""
        _note(connection, self._panel, trouble=trouble[:300], trouble_at=now)


def _putting(insert: Any) -> Any:
    adding = insert(service)
    changed = {name: adding.excluded[name] for name in _WRITTEN if name != "id"}
    return adding.on_conflict_do_update(index_elements=["id"], set_=changed)


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield as many ids at a time as one statement may name."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _note(connection: Connection, panel: str, **values: object) -> None:
    adding = insert_into(connection, panel_account).values(panel=panel, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["panel"], set_=values))


_WRITTEN = (*_COLUMNS, "panel", "panel_number", "position", "gone_at")
_PUT = Prepared(_putting, columns=_WRITTEN)
"""Adds services, or changes those that are there."""
