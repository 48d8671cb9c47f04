"""What people see of their own on the home and above the catalogue, each screen's read in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from shop.bundles.bundle import OnSale
from shop.catalogue.shelf import Shelf
from shop.ledger.journals import AccountKind
from shop.ordering.order import Order
from storage.bundles.store import on_sale
from storage.bundles.tables import bundle
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import reads
from storage.ledger.tables import account
from storage.orders.latest import latest_of, services_of
from storage.orders.mass_tables import preset
from storage.people.favourites import favourites_of
from storage.people.tables import favourite

_AT_HOME = Prepared(
    select(
        exists(select(favourite.c.service_id).where(favourite.c.person_id == given("person"))).label(
            "has_favourites"
        ),
        exists(select(bundle.c.id).where(bundle.c.is_on_sale)).label("has_bundles"),
        exists(select(preset.c.id).where(preset.c.person_id == given("person"))).label("has_presets"),
        select(account.c.balance_micro)
        .where(
            account.c.owner_id == given("person"),
            account.c.kind == fixed(AccountKind.WALLET),
            account.c.currency == given("currency"),
        )
        .scalar_subquery()
        .label("balance_micro"),
    )
)
"""What the home's doors depend on, in one statement: it is the screen that people see most."""


@dataclass(frozen=True, slots=True)
class ToChooseFrom:
    """A person's own services, and the bundles on sale."""

    shelf: Shelf
    bundles: tuple[OnSale, ...]


@dataclass(frozen=True, slots=True)
class AtHome:
    """What stands on a person's home.

    `orders` are the latest, newest first; `balance_micro` is what their wallet of the asked currency has.
    """

    orders: Sequence[Order]
    has_favourites: bool
    has_bundles: bool
    has_presets: bool
    balance_micro: int


class OwnThings:
    """Reads what screens show a person of their own; `here` are the panel accounts of this shop."""

    def __init__(self, database: Database, *, here: Collection[str]) -> None:
        self._database = database
        self._here = frozenset(here)

    @reads
    def to_choose_from(self, connection: Connection, person_id: int) -> ToChooseFrom:
        """Return what stands above the catalogue for this person."""
        shelf = Shelf(
            favourites=tuple(favourites_of(connection, person_id)),
            ordered=tuple(services_of(connection, person_id, self._here)),
        )
        return ToChooseFrom(shelf, tuple(on_sale(connection)))

    @reads
    def at_home(self, connection: Connection, person_id: int, *, orders: int, currency: str) -> AtHome:
        """Return what stands on a person's home, with at most this many `orders`; see AtHome."""
        found = _AT_HOME.first(connection, person=person_id, currency=currency)
        return AtHome(
            orders=latest_of(connection, person_id, limit=orders),
            has_favourites=bool(found.has_favourites),
            has_bundles=bool(found.has_bundles),
            has_presets=bool(found.has_presets),
            balance_micro=found.balance_micro or 0,
        )
