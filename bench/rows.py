"""Rows that a measurement starts from, written with the kiosk's own stores."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from decimal import Decimal

from bench.far_side import FarSide
from playground.panel.catalogue import Catalogue
from shop.catalogue.services import Service
from shop.identity import FIRST_PANEL as PANEL
from shop.money import micro_up
from shop.person import Person
from shop.suppliers import Supplier
from storage.catalogue.store import CatalogueStore
from storage.core.database import Database
from storage.people.store import People
from storage.upgrade import upgrade


@contextlib.asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database at today's revision for reading and writing."""
    await upgrade(url)
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def stock(side: FarSide) -> None:
    """Fill a database with the far side's people and the panel's catalogue."""
    everybody = [Person(one.id, one.name, "en") for one in side.telegram.people.values()]
    async with open_database(side.database_url) as database:
        await know(database, everybody)
    await put_on_sale(side, on_sale(side.panel.catalogue))


async def put_on_sale(side: FarSide, services: list[Service]) -> None:
    """Store these services as just read from the panel."""
    async with open_database(side.database_url) as database:
        await CatalogueStore(database, supplier=Supplier(PANEL)).replace_all(
            services, "seed", datetime.now(UTC)
        )


async def know(database: Database, everybody: Iterable[Person]) -> None:
    """Store these people as known to the bot."""
    people = People(database)
    await asyncio.gather(*(people.seen(person, datetime.now(UTC)) for person in everybody))


def on_sale(catalogue: Catalogue) -> list[Service]:
    """Return the fake panel's services as the kiosk keeps them."""
    return [
        Service(
            id=str(one.id),
            name=one.name,
            category=one.category,
            type=one.type,
            rate_micro=micro_up(Decimal(one.rate)),
            min=one.min,
            max=one.max,
        )
        for one in catalogue
    ]
