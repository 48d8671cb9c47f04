"""What people see of their own on the home and above the catalogue, each screen's read in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from shop.bundles.bundle import OnSale
from shop.catalogue.shelf import Shelf
from shop.ledger.journals import Account
from shop.ordering.order import Order
from storage.bundles.store import on_sale
from storage.core.database import Database
from storage.core.units import reads
from storage.ledger.store import balance_of
from storage.orders.presets import has_presets
from storage.orders.store import latest_of, services_of
from storage.people.favourites import favourites_of


@dataclass(frozen=True, slots=True)
class ToChooseFrom:
    """A person's own services, and the bundles on sale."""

    shelf: Shelf
    bundles: tuple[OnSale, ...]


@dataclass(frozen=True, slots=True)
class AtHome:
    """What stands on a person's home.

    `orders` are the latest, newest first; `balance_micro` is what their wallet has, in micro-units, None if
    nobody asked.
    """

    orders: Sequence[Order]
    goods: ToChooseFrom
    has_presets: bool
    balance_micro: int | None


class OwnThings:
    """Reads what screens show a person of their own; `here` are the panel accounts of this shop."""

    def __init__(self, database: Database, *, here: Collection[str]) -> None:
        self._database = database
        self._here = frozenset(here)

    @reads
    def to_choose_from(self, connection: Connection, person_id: int) -> ToChooseFrom:
        """Return what stands above the catalogue for this person."""
        return self._goods(connection, person_id)

    @reads
    def at_home(
        self, connection: Connection, person_id: int, *, orders: int, wallet: Account | None
    ) -> AtHome:
        """Return what stands on a person's home, with at most so many orders; see AtHome."""
        return AtHome(
            orders=latest_of(connection, person_id, limit=orders),
            goods=self._goods(connection, person_id),
            has_presets=has_presets(connection, person_id),
            balance_micro=None if wallet is None else balance_of(connection, wallet),
        )

    def _goods(self, connection: Connection, person_id: int) -> ToChooseFrom:
        shelf = Shelf(
            favourites=tuple(favourites_of(connection, person_id)),
            ordered=tuple(services_of(connection, person_id, self._here)),
        )
        return ToChooseFrom(shelf, tuple(on_sale(connection)))
