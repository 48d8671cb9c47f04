"""The stores' statements, the methods they come from, and the database's plans for them."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import wraps
from inspect import iscoroutinefunction
from math import inf
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Connection, event

from storage.core.database import Database
from storage.core.forms import LISTENED
from storage.stores import Stores

GROWING = frozenset(
    {
        *("orders", "attempt", "inquiry", "request", "confirm", "journal", "posting", "account"),
        *(
            "outbox",
            "inbox",
            "person",
            "draft",
            "served",
            "invoice",
            "checkout",
            "payment",
            "topup",
            "receipt_mark",
            "merchant_transaction",
            "bank_transfer",
            "favourite",
        ),
    }
)
"""Tables that have more rows every year, or with every person."""

MANY = 5_000
"""Rows; no current work concerns so many."""

MOST_SORTED = 500
"""Rows that a server may expect to sort: a few pages, or one sweep's call for each of some panels."""

MOST_WORK = 50
"""Thousands of steps that SQLite may take for one statement: to look at MANY rows takes about as many."""

PARTIAL = frozenset(
    {
        *(
            "ix_orders_undecided",
            "ix_orders_line",
            "ix_orders_held",
            "ix_orders_late_told",
            "uq_orders_one_add_in_flight",
        ),
        *("uq_request_under_way", "ix_request_asking", "ix_request_open", "ix_checkout_untold"),
        *(
            "ix_outbox_pending",
            "ix_outbox_chat",
            "ix_outbox_undelivered",
            "ix_inbox_waiting",
            "ix_inbox_person",
        ),
        *("ix_inquiry_unsettled", "ix_inquiry_charged"),
        *(
            "uq_confirm_unused",
            "ix_draft_list_due",
            "ix_topup_waiting",
            "ix_topup_waiting_of",
            "uq_topup_asked",
            "ix_bank_transfer_read",
            "ix_bank_transfer_undecided",
            "ix_bank_transfer_doubtful",
        ),
    }
)
"""Partial indexes of work under way: a scan of one reads only that."""

Stated = tuple[str, str]
"""The method and its statement."""


def methods() -> Iterator[tuple[type, str]]:
    """Return the public methods of a kiosk's stores that query the database, bound to their stores."""
    for store in get_type_hints(Stores).values():
        for name in dir(store):
            if (
                store is not Database
                and not name.startswith("_")
                and iscoroutinefunction(getattr(store, name))
            ):
                yield store, name


@dataclass
class Heard:
    """The statements, with their first values, and the methods that were called.

    The methods are called one after the other, so each statement belongs to the running one.
    """

    statements: dict[Stated, tuple[Any, bool]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    _doing: list[str] = field(default_factory=list)

    def note_calls(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make every public method of every store note its calls."""
        for store, name in methods():
            method = getattr(store, name)
            monkeypatch.setattr(store, name, self._noting(method.__qualname__, method))

    def listen(self, database: Database) -> None:
        """Record all statements but the audit's, which has to read everything."""
        for number, engine in enumerate(database.engines):
            engine.update_execution_options(**{LISTENED: True})
            event.listen(engine, "before_cursor_execute", self._hearing(writes=number == 0))

    def _noting(self, name: str, method: Any) -> Any:
        @wraps(method)
        async def noted(*arguments: Any, **named: Any) -> Any:
            self.called.add(name)
            self._doing.append(name)
            try:
                return await method(*arguments, **named)
            finally:
                self._doing.pop()

        return noted

    def _hearing(self, *, writes: bool) -> Callable[..., None]:
        def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            rows = parameters if isinstance(parameters, list) else [parameters]
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")) and self._doing:
                self.statements.setdefault((self._doing[-1], statement), (rows[0], writes))

        return hear


@dataclass(frozen=True)
class Fault:
    """A statement that does too much. `where` is the name in an allowance: method, verb and table."""

    where: str
    told: str


def faults_on_sqlite(database: Database, heard: Heard) -> Iterator[Fault]:
    """Find faults by the plan, and by the real work, which is rolled back."""
    with closing(sqlite3.connect(database.url.database or "", isolation_level=None)) as connection:
        for (method, statement), (parameters, writes) in heard.statements.items():
            verb, told = f"{method} {statement.split()[0]}", f"\n{statement}\n{parameters!r:.300}"
            plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            for step in plan:
                if table := _read_whole(step, statement):
                    yield Fault(f"{verb} {table}", f"{step}{told}")
                if writes and "TEMP B-TREE" in step:
                    yield Fault(f"{verb} sorts", f"{plan}{told}")
            if _is_much_work(connection, statement, parameters):
                yield Fault(f"{verb} works", f"{plan}{told}")


def _read_whole(step: str, statement: str) -> str:
    """Return the growing table that this step reads whole, or by SEARCH on the one panel."""
    found = re.match(r"(SCAN|SEARCH) (\w+)(?:.* INDEX (\w+))?", step)
    if not found:
        return ""
    how, name, index = found.groups()
    aliased = re.search(rf"(\w+) AS {name}\b", statement)
    table = aliased[1] if aliased else name
    is_whole = how == "SCAN" or step.endswith("(panel=?)")
    return table if is_whole and table in GROWING and index not in PARTIAL else ""


def _is_much_work(connection: sqlite3.Connection, statement: str, parameters: Any) -> bool:
    thousands = 0

    def go_on() -> bool:
        nonlocal thousands
        thousands += 1
        return thousands > MOST_WORK

    connection.execute("BEGIN IMMEDIATE")
    connection.set_progress_handler(go_on, 1000)
    with suppress(sqlite3.Error):  # ended by us, or it cannot be done twice
        connection.execute(statement, parameters).fetchall()
    connection.set_progress_handler(None, 1000)
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    return thousands > MOST_WORK


async def faults_on_postgresql(database: Database, heard: Heard) -> list[Fault]:
    """Find faults by the plan, with the server's estimates of rows."""
    return await database.write(lambda connection: _faults(connection, heard))


def _faults(connection: Connection, heard: Heard) -> list[Fault]:
    found = []
    for (method, statement), (parameters, _) in heard.statements.items():
        told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
        [plan] = json.loads(told) if isinstance(told, str) else told
        for step, maximum in _steps(plan["Plan"]):
            if step["Node Type"] == "Sort" and step["Plan Rows"] > MOST_SORTED:
                where = f"{method} {statement.split()[0]} sorts"
                told_more = f"{step['Sort Key']}, {step['Plan Rows']} rows\n{statement}\n{parameters!r:.300}"
                found.append(Fault(where, told_more))
            if _is_large(step, maximum):
                where = f"{method} {statement.split()[0]} {step['Relation Name']}"
                line = f"{step['Node Type']} {step.get('Index Name', '')}, {step['Plan Rows']} rows"
                found.append(Fault(where, f"{line}\n{statement}\n{parameters!r:.300}"))
    return found


def _steps(plan: dict[str, Any], maximum: float = inf) -> Iterator[tuple[dict[str, Any], float]]:
    """Return each step, and how many of its rows are read before it ends."""
    yield plan, maximum
    if plan["Node Type"] == "Limit":
        maximum = plan["Plan Rows"]
    elif plan["Node Type"] not in {"LockRows", "Subquery Scan", "Result"}:
        maximum = inf
    for part in plan.get("Plans", ()):
        yield from _steps(part, maximum)


def _is_large(step: dict[str, Any], maximum: float) -> bool:
    name, rows = step.get("Relation Name"), step["Plan Rows"]
    if name not in GROWING or step["Node Type"] == "ModifyTable":
        return False
    return bool((step["Node Type"] == "Seq Scan" and rows < maximum) or min(rows, maximum) > MANY)
