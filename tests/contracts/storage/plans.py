"""What the stores ask of a database, by which of their methods, and how the database goes about it."""

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
from storage.core.prepared import LISTENED
from storage.stores import Stores

GROWING = frozenset(
    {
        *("orders", "attempt", "inquiry", "request", "confirm", "journal", "posting", "account"),
        *("outbox", "inbox", "person", "draft", "served", "invoice", "checkout", "payment", "topup"),
    }
)
"""Tables that have more rows every year, or with every person."""

MANY = 5_000
"""Rows; nobody's business of today concerns so many."""

MOST_WORK = 50
"""Thousands of steps that SQLite may take for one statement: to look at MANY rows takes about as many."""

PARTIAL = frozenset(
    {
        *("ix_orders_undecided", "ix_orders_line", "ix_orders_held", "uq_orders_one_add_in_flight"),
        *("uq_request_under_way", "ix_request_asking", "ix_checkout_untold"),
        *(
            "ix_outbox_pending",
            "ix_outbox_chat",
            "ix_outbox_undelivered",
            "ix_inbox_waiting",
            "ix_inbox_person",
        ),
        *("ix_inquiry_unsettled", "ix_inquiry_charged"),
        *("uq_confirm_unused", "ix_draft_list_due", "ix_topup_waiting", "uq_topup_asked"),
    }
)
"""Indexes of what is under way only: to go through one of these is to go through that."""

Stated = tuple[str, str]
"""The method that asked, and the statement."""


def methods() -> Iterator[tuple[type, str]]:
    """The public methods of every store of a kiosk that ask the database, each where it can be called."""
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
    """What was asked of the database, with its first values; and which methods were called.

    The methods are called one after the other, so whatever is asked is asked by the one under way.
    """

    statements: dict[Stated, tuple[Any, bool]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    _doing: list[str] = field(default_factory=list)

    def note_calls(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on every public method of every store notes that it was called."""
        for store, name in methods():
            method = getattr(store, name)
            monkeypatch.setattr(store, name, self._noting(method.__qualname__, method))

    def listen(self, database: Database) -> None:
        """Hear what is read and written; the audit, whose work it is to go over everything, is not heard."""
        for engine, writes in zip(database.engines, (True, False), strict=True):
            engine.update_execution_options(**{LISTENED: True})
            event.listen(engine, "before_cursor_execute", self._hearing(writes=writes))

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
    """A statement that does too much. `where` is what an allowance names: method, verb and table."""

    where: str
    told: str


def faults_on_sqlite(database: Database, heard: Heard) -> Iterator[Fault]:
    """By the plan; and by the work that it really is, which is undone again."""
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
    """The growing table that this step reads whole; also a SEARCH by nothing but the panel: there is one."""
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
    with suppress(sqlite3.Error):  # ended by us; or it has been done before, and cannot be again
        connection.execute(statement, parameters).fetchall()
    connection.set_progress_handler(None, 1000)
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    return thousands > MOST_WORK


async def faults_on_postgresql(database: Database, heard: Heard) -> list[Fault]:
    """By the plan, with what the server takes for the numbers of rows."""
    return await database.write(lambda connection: _faults(connection, heard))


def _faults(connection: Connection, heard: Heard) -> list[Fault]:
    found = []
    for (method, statement), (parameters, _) in heard.statements.items():
        told = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
        [plan] = json.loads(told) if isinstance(told, str) else told
        for step, maximum in _steps(plan["Plan"]):
            if _is_large(step, maximum):
                where = f"{method} {statement.split()[0]} {step['Relation Name']}"
                line = f"{step['Node Type']} {step.get('Index Name', '')}, {step['Plan Rows']} rows"
                found.append(Fault(where, f"{line}\n{statement}\n{parameters!r:.300}"))
    return found


def _steps(plan: dict[str, Any], maximum: float = inf) -> Iterator[tuple[dict[str, Any], float]]:
    """Each step, and how many of its rows are wanted before it is ended."""
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
