"""What a backup says of itself, so that whoever puts it back can tell what is in it and that it is whole."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from shop.version import VERSION
from storage.core.rows import number_from
from storage.invariants import invariants
from storage.ledger.tables import account, journal
from storage.messages.tables import inbox
from storage.orders.tables import orders
from storage.tables import LASTING
from storage.upgrade import HEAD, revision_of

FORMAT = 1


class NotWhole(Exception):
    """A backup, or what it would be made of, is not in order; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup in figures. `made_at` is when its rows were read (aware, UTC), `kind` of which database.

    `rows` are the rows of each table; `sums`, by currency and kind of account, add up the balances, in
    micro-units; `last` are the highest numbers of what was kept; `files` has the SHA-256 of each file. Of a
    server, `columns` says how each table's file is to be read, and `counters` what its counters had given.
    """

    kind: str
    revision: str
    made_at: datetime
    rows: Mapping[str, int]
    sums: Mapping[str, Mapping[str, int]]
    last: Mapping[str, int]
    version: str = VERSION
    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, list[str]] = field(default_factory=dict)
    counters: Mapping[str, int] = field(default_factory=dict)

    def write(self) -> bytes:
        """Return it as JSON."""
        values = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, written: bytes) -> "Manifest":
        """Return what `write` wrote. Raises NotWhole."""
        try:
            values = json.loads(written)
            if values.pop("format") != FORMAT:
                raise NotWhole("A newer Kiosk made this backup; put it back with that one.")
            if any(Path(name).name != name or name in {"", ".."} for name in values["files"]):
                raise NotWhole("The backup names parts that would lie outside its folder; no Kiosk made it.")
            return cls(**values | {"made_at": datetime.fromisoformat(values["made_at"]).astimezone(UTC)})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotWhole("The backup does not say what is in it: its beginning is damaged.") from error


def manifest_of(connection: Connection, now: datetime) -> Manifest:
    """Return what there is in this database, all read in the caller's transaction."""
    revision = revision_of(connection)
    if revision is None:
        raise NotWhole("There is nothing to back up yet: the database has no tables of a kiosk.")
    return Manifest(
        kind=connection.dialect.name,
        revision=revision,
        made_at=now,
        rows={table.name: _rows(connection, table) for table in LASTING},
        sums=_sums(connection),
        last={
            "journal": connection.scalar(select(func.max(journal.c.id))) or 0,
            "order": connection.scalar(select(func.max(orders.c.id))) or 0,
            "update": connection.scalar(select(func.max(inbox.c.update_id))) or 0,
        },
    )


def check_whole(connection: Connection, now: datetime) -> None:
    """Check the database's own integrity and every invariant that stops payments. Raises NotWhole."""
    found = revision_of(connection)
    if found is not None and found < HEAD:
        raise NotWhole(
            f"The database is of an earlier release (revision {found}; this one has {HEAD}). Back it up with "
            "that release, or start this one on it, which upgrades it."
        )
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if said != ["ok"] or connection.execute(text("PRAGMA foreign_key_check")).first():
            raise NotWhole("The database file is damaged; see `bot.py audit`.")
    if broken := breaches_in(connection, now):
        raise NotWhole("Invariants are broken; see `bot.py audit`: " + "; ".join(broken))


def breaches_in(connection: Connection, now: datetime) -> list[str]:
    """Return each invariant that stops payments and is broken, with its number of breaches."""
    counted = {one.id: number_from(connection, one.breaches) for one in invariants(now) if one.stops}
    return [f"{name}: {breaches}" for name, breaches in counted.items() if breaches]


def differences(said: Manifest, found: Manifest) -> list[str]:
    """Return what is not as the backup says; empty if everything is."""
    lines = [
        f"{name} has {found.rows.get(name)} rows, not {count}"
        for name, count in said.rows.items()
        if found.rows.get(name) != count
    ]
    if said.sums != found.sums:
        lines.append("the sums of the book differ")
    if said.last != found.last:
        lines.append("the last numbers differ")
    return lines


def _rows(connection: Connection, table: Table) -> int:
    return number_from(connection, select(func.count()).select_from(table))


def _sums(connection: Connection) -> dict[str, dict[str, int]]:
    added = select(account.c.currency, account.c.kind, func.sum(account.c.balance_micro))
    sums: dict[str, dict[str, int]] = {}
    for currency, kind, micro in connection.execute(added.group_by(account.c.currency, account.c.kind)):
        sums.setdefault(currency, {})[kind] = int(micro)
    return sums
