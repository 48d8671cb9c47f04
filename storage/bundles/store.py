"""Bundles at the desk and on sale."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update

from shop.acts import Act, Did, subject_of
from shop.bundles.bundle import BUNDLE, MOST_BUNDLES, Bundle, Composed, OnSale, Part
from shop.errors import ShopError
from storage.bundles.tables import bundle, bundle_version
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act


class Bundles:
    """Reads and writes `bundle` and `bundle_version`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_of_shop(self, connection: Connection) -> list[Composed]:
        """Return all bundles as the desk sees them, the oldest first."""
        return [_composed(row) for row in connection.execute(_composing().order_by(bundle.c.id))]

    @reads
    def find(self, connection: Connection, number: int) -> Composed | None:
        """Return this bundle as the desk sees it."""
        return _find(connection, number) if number <= LARGEST_ID else None

    @reads
    def list_on_sale(self, connection: Connection) -> list[OnSale]:
        """Return the bundles that customers can order, the oldest first."""
        return on_sale(connection)

    @reads
    def find_on_sale(self, connection: Connection, number: int) -> OnSale | None:
        """Return this bundle as customers can order it now; None if they cannot."""
        row = _ONE_ON_SALE.first(connection, id=number) if number <= LARGEST_ID else None
        return None if row is None else _on_sale(row)

    @writes
    def add(self, connection: Connection, name: str, *, update_id: int, now: datetime) -> Composed:
        """Begin a bundle and return it; the same message once more is the same bundle.

        Raises ShopError if the shop has as many as there may be.
        """
        same = connection.execute(select(bundle.c.id).where(bundle.c.made_by_update == update_id)).scalar()
        if same is None:
            if (connection.execute(select(func.count()).select_from(bundle)).scalar() or 0) >= MOST_BUNDLES:
                raise ShopError("bundle_too_many", most=MOST_BUNDLES)
            adding = bundle.insert().values(
                content=_written(Bundle(name)),
                revision=1,
                made_by_update=update_id,
                version=0,
                is_on_sale=False,
                created_at=now,
                changed_at=now,
            )
            same = number_from(connection, adding.returning(bundle.c.id))
        return _get(connection, same)

    @writes
    def change(
        self, connection: Connection, number: int, changed: Callable[[Bundle], Bundle], now: datetime
    ) -> Composed:
        """Work on the copy; what is on sale stays as it is. Raises ShopError from `changed`.

        A change that changes nothing is none, so a message that is handled again is one change.
        """
        found = _get(connection, number, lock=True)
        fresh = changed(found.bundle)
        if fresh != found.bundle:
            values = {"content": _written(fresh), "revision": found.revision + 1, "changed_at": now}
            connection.execute(update(bundle).where(bundle.c.id == number).values(values))
        return _get(connection, number)

    @writes
    def put_on_sale(
        self, connection: Connection, number: int, revision: int, *, by: int, now: datetime
    ) -> Composed:
        """Sell the copy that was looked at, as a new version if it is not the last one.

        Raises ShopError: "bundle_changed" if the copy has changed since, "bundle_is_on_sale" if exactly this
        is on sale already.
        """
        found = _get(connection, number, lock=True)
        if found.revision != revision:
            raise ShopError("bundle_changed")
        if found.is_on_sale and not found.is_changed:
            raise ShopError("bundle_is_on_sale")
        version = found.version
        if found.published != found.bundle:
            version += 1
            connection.execute(
                bundle_version.insert().values(
                    bundle_id=number,
                    version=version,
                    content=_written(found.bundle),
                    name=found.bundle.name,
                    revision=revision,
                    created_at=now,
                )
            )
        values = {"version": version, "is_on_sale": True, "changed_at": now}
        connection.execute(update(bundle).where(bundle.c.id == number).values(values))
        note_act(connection, _act(Did.BUNDLE_ON_SALE, number, by, found.bundle.name, version), now)
        return _get(connection, number)

    @writes
    def take_off_sale(self, connection: Connection, number: int, *, by: int, now: datetime) -> Composed:
        """Sell it no more, cards on screens included. Raises ShopError("bundle_is_off_sale") if it is not."""
        found = _get(connection, number, lock=True)
        if not found.is_on_sale:
            raise ShopError("bundle_is_off_sale")
        values = {"is_on_sale": False, "changed_at": now}
        connection.execute(update(bundle).where(bundle.c.id == number).values(values))
        sold = found.published or found.bundle
        note_act(connection, _act(Did.BUNDLE_OFF_SALE, number, by, sold.name, found.version), now)
        return _get(connection, number)


def is_sold(connection: Connection, number: int) -> bool:
    """Return True if customers may order this bundle; held until the caller's transaction ends."""
    return bool(_IS_SOLD.scalar(connection, id=number))


def _act(did: Did, number: int, by: int, name: str, version: int) -> Act:
    return Act(by, did, subject=subject_of(BUNDLE, number), details={"name": name, "version": version})


def _composing() -> Select[Any]:
    published = bundle_version.c.content.label("published")
    is_current = and_(bundle_version.c.bundle_id == bundle.c.id, bundle_version.c.version == bundle.c.version)
    return select(bundle, published).select_from(bundle.outerjoin(bundle_version, is_current))


def _find(connection: Connection, number: int, *, lock: bool = False) -> Composed | None:
    found = _composing().where(bundle.c.id == number)
    row = connection.execute(found.with_for_update(of=bundle) if lock else found).first()
    return None if row is None else _composed(row)


def _get(connection: Connection, number: int, *, lock: bool = False) -> Composed:
    found = _find(connection, number, lock=lock)
    if found is None:
        raise ShopError("button_old")
    return found


def _composed(row: Any) -> Composed:
    published = None if row.published is None else _read(row.published)
    return Composed(row.id, _read(row.content), row.revision, row.version, published, bool(row.is_on_sale))


def _on_sale(row: Any) -> OnSale:
    return OnSale(row.bundle_id, row.version, _read(row.content))


def _written(composed: Bundle) -> dict[str, Any]:
    return asdict(composed)


def _read(stored: Mapping[str, Any]) -> Bundle:
    return Bundle(**{**stored, "parts": tuple(Part(**part) for part in stored["parts"])})


_SOLD = select(bundle_version).join(
    bundle, and_(bundle.c.id == bundle_version.c.bundle_id, bundle.c.version == bundle_version.c.version)
)
_ON_SALE = Prepared(_SOLD.where(bundle.c.is_on_sale).order_by(bundle.c.id))
_ONE_ON_SALE = Prepared(_SOLD.where(bundle.c.is_on_sale, bundle.c.id == given("id")))
_IS_SOLD = Prepared(select(bundle.c.is_on_sale).where(bundle.c.id == given("id")).with_for_update(read=True))


def on_sale(connection: Connection) -> list[OnSale]:
    """Return the bundles that customers can order, the oldest first."""
    return [_on_sale(row) for row in _ON_SALE.all(connection)]
