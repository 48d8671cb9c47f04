"""Everybody's orders by words of the staff: by a number, a service, or a link."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from shop.ordering.desk_list import DeskFound, NamedBy
from shop.ordering.order import Order
from shop.ordering.order_search import Wanted
from shop.ordering.same_link import same_link_key
from shop.typed import without_sign
from storage.core.columns import LARGEST_ID
from storage.orders.desk_pages import panels_of
from storage.orders.own import GONE
from storage.orders.rows import with_requests
from storage.orders.tables import orders

LOOKED_THROUGH = 1000
"""The newest orders, in whose links and services' names words are looked for."""

MOST = 4
"""Services and links that are shown of each kind: more words make them fewer."""


def find_at_desk(connection: Connection, wanted: Wanted) -> DeskFound:
    """Return what the words may mean; numbers and whole links are found however old their orders are."""
    rows = connection.execute(_NEWEST).all()
    services, links = _exact(connection, wanted)
    fits_name = cache(wanted.fits_name)  # a thousand orders are of some dozens of services
    for row in rows[:LOOKED_THROUGH]:
        name, link = row.service_name or "", row.link or ""
        if wanted.number is None and row.service_id not in services and fits_name(name):
            services[row.service_id] = NamedBy(row.id, name)
        if row.link_key != GONE and row.link_key not in links and wanted.fits_link(link):
            links[row.link_key] = NamedBy(row.id, link)
    return DeskFound(
        _numbered(connection, wanted),
        list(services.values())[:MOST],
        list(links.values())[:MOST],
        LOOKED_THROUGH if len(rows) > LOOKED_THROUGH else None,
    )


def _exact(connection: Connection, wanted: Wanted) -> tuple[dict[str, NamedBy], dict[str, NamedBy]]:
    """Return the service of this number, and the link that is written out, each with its newest order."""
    services, links = {}, {}
    if (service := _newest(connection, orders.c.service_id == wanted.words)) is not None:
        services[service.service_id] = NamedBy(service.id, service.service_name or "")
    key = wanted.target or (same_link_key(wanted.words) if wanted.link else GONE)
    if key != GONE and (link := _newest(connection, orders.c.link_key == key)) is not None:
        links[link.link_key] = NamedBy(link.id, link.link or "")
    return services, links


def _newest(connection: Connection, which: ColumnElement[bool]) -> Any:
    return connection.execute(_NAMED.where(which).order_by(orders.c.id.desc()).limit(1)).first()


def _numbered(connection: Connection, wanted: Wanted) -> list[Order]:
    """Return the order of this number, and those that have it at a panel."""
    rows: list[Any] = []
    if wanted.number is not None and wanted.number <= LARGEST_ID:
        rows += connection.execute(select(orders).where(orders.c.id == wanted.number)).all()
    for panel in panels_of(connection) if wanted.words and " " not in wanted.words else ():
        there = (orders.c.panel == panel, orders.c.panel_order_id == without_sign(wanted.words))
        rows += connection.execute(select(orders).where(*there)).all()
    return with_requests(connection, list({row.id: row for row in rows}.values()))


_NAMED = select(
    orders.c.id,
    orders.c.service_id,
    orders.c.link_key,
    orders.c.terms["service_name"].as_string().label("service_name"),
    orders.c.terms["link"].as_string().label("link"),
)
_NEWEST = _NAMED.where(orders.c.id < LARGEST_ID).order_by(orders.c.id.desc()).limit(LOOKED_THROUGH + 1)
