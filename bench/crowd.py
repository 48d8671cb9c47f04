"""A database after years of use: many orders with everything that belongs to them, and a sound ledger.

The database itself writes it, set by set: a million orders in minutes. One in
ten was canceled and paid back, one in twenty refused; the newest are at work.
One in twenty had its answer lost for a while. Everybody pays from a wallet
without a limit, and topped up in Stars for each tenth order.
"""

import json
from dataclasses import asdict
from pathlib import Path

from bench.placing import terms_for
from shop.ordering.draft import Browse
from storage.core.async_engines import for_migrating
from storage.core.database import Database

STEPS = Path(__file__).with_suffix(".sql")
PANEL = "main"
PRICE = 900_000
NUMBERED = ("orders", "attempt", "journal", "account", "invoice", "payment", "topup", "request")
"""Tables whose rows got explicit ids; a server's own sequence goes on from there."""

JOURNALS = 4
"""The journals of order n and of those before it have numbers up to n times this."""

AT_WORK = 200
"""Orders that are not finished yet."""
BEGAN = "2026-01-01 00:00:00.000000"
TERMS = json.dumps(asdict(terms_for(1)))
DRAFT = json.dumps({"browse": asdict(Browse()), "service_id": "1", "answers": {}})

_KINDS = (
    "CASE WHEN i > {orders} - {at_work} THEN 'in_progress' WHEN i % 20 = 3 THEN 'rejected' "
    "WHEN i % 10 = 7 THEN 'canceled' ELSE 'completed' END"
)
REGULAR = 101
"""Somebody who makes one in 47 of all orders: the longest history there is."""
_PERSON = "CASE WHEN i % 47 = 0 THEN {regular} ELSE i % {people} * 7919 % {people} + 1 END"


async def crowd(database: Database, orders: int, *, panel: str = PANEL) -> None:
    """Fill a database with empty tables; the orders are at this panel account."""
    people = max(200, orders // 100)
    names = {"orders": orders, "people": people, "at_work": AT_WORK, "price": PRICE, "panel": panel}
    names |= {"regular": str(REGULAR), "draft": DRAFT}
    names |= {"moment": _moment(is_sqlite=database.is_sqlite), "json": "" if database.is_sqlite else "::json"}
    names |= {"began": BEGAN if database.is_sqlite else f"{BEGAN}+00", "now": _time(database, orders)}
    names |= {
        "true": "1" if database.is_sqlite else "true",
        "terms": TERMS.replace("'", "''"),
    }
    kinds = _KINDS.format(**names)
    names |= {"kind": kinds, "person": _PERSON.format(**names)}
    steps = STEPS.read_text(encoding="utf-8").format(**names).split(";\n")

    engine = for_migrating(database.url)  # it has the time
    async with engine.begin() as connection:
        for step in filter(str.strip, steps):
            await connection.exec_driver_sql(step)
        for name in () if database.is_sqlite else NUMBERED:
            last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608 - our own names
            await connection.exec_driver_sql(last)
        await connection.exec_driver_sql("ANALYZE")
    await engine.dispose()


def _moment(*, is_sqlite: bool) -> str:
    """Return SQL for second number `i` after the beginning, in this database's dialect."""
    if is_sqlite:
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{BEGAN}', '+' || i || ' seconds')"
    return f"timestamptz '{BEGAN}+00' + i * interval '1 second'"


def _time(database: Database, orders: int) -> str:
    return (
        _moment(is_sqlite=database.is_sqlite)
        .replace(" || i || ", f" || {orders} || ")
        .replace(" i * ", f" {orders} * ")
    )
