"""Ids of deleted rows are never reused: somebody may remember them."""

import ast
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import BigInteger, Table

from storage import tables
from storage.messages.tables import inbox
from storage.people.tables import person
from storage.reconciliation.tables import inquiry
from storage.tables import metadata

STORAGE = Path(tables.__file__).parent
NAMED = {name: one for module in tables.TABLES for name, one in vars(module).items()}
NAMED_BY_LOOP = [table for table in metadata.sorted_tables if "panel" in table.primary_key.columns]
"""Tables that a loop deletes from: their rows are keyed by panel account alone; see people/identity.py."""


UNNAMED = {"account", "attempt", "conversion", "coupon", "coupon_use", "journal", "price_change", "request"}
"""Their ids stand in no button and on no card."""

BY_THE_CLOCK = {"orders"}
"""Their ids count on from the clock's; see shop/ordering/order_numbers."""


def deleted_from() -> set[Table]:
    """Return every table from which the storage deletes rows."""
    found: set[Table] = set()
    for file in STORAGE.rglob("*.py"):
        if {"migrations", "backup"} & set(file.parts):  # a restore empties tables nobody has used yet
            continue
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "delete":
                [name] = call.args
                assert isinstance(name, ast.Name), f"{file.name}: delete({ast.unparse(name)})"
                found.add(NAMED[name.id])
            if isinstance(call, ast.Attribute) and call.attr == "delete" and isinstance(call.value, ast.Name):
                found |= {NAMED[call.value.id]} if call.value.id in NAMED else set(NAMED_BY_LOOP)
            if isinstance(call, ast.Constant) and isinstance(call.value, str):
                assert "DELETE FROM" not in call.value, f"{file.name}: say it with delete(...)"
    return found


def counts_up(table: Table) -> bool:
    """Return True if the database itself assigns this table's ids."""
    keys = list(table.primary_key.columns)
    return (
        len(keys) == 1
        and isinstance(keys[0].type, BigInteger)
        and keys[0].autoincrement is not False
        and not keys[0].foreign_keys
    )


def test_the_ids_of_deleted_rows_never_come_again() -> None:
    counting = {table for table in deleted_from() if counts_up(table)}
    assert inbox in counting
    for table in counting:
        assert table.dialect_options["sqlite"]["autoincrement"], table.name


def test_ids_that_somebody_may_know_do_not_come_again_after_a_restore() -> None:
    """A restore moves counters on, but SQLite keeps none of a table that counts from its last row."""
    from_last_row = {
        table.name
        for table in metadata.sorted_tables
        if counts_up(table) and not table.dialect_options["sqlite"]["autoincrement"]
    }
    assert from_last_row == UNNAMED | BY_THE_CLOCK


def test_a_file_counts_where_its_tables_say_so(database_file: Path) -> None:
    """A revision that rebuilds a table must say it again."""
    with closing(sqlite3.connect(database_file)) as file:
        made = file.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()
    declared = {
        table.name for table in metadata.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]
    }
    assert {name for (name,) in made} == declared


def test_what_counts_up_is_told_from_what_does_not() -> None:
    assert {table.name for table in metadata.sorted_tables if counts_up(table)} >= {
        "inbox",
        "outbox",
        "orders",
        "topup",
    }
    assert not counts_up(person)
    assert not counts_up(inquiry)
