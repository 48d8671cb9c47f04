"""Whether file and server have the same: rows of each table, and the book to the last micro-unit."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shop.money import amount_text
from storage.moving.from_file import FileRows
from storage.moving.to_server import Server
from storage.tables import LASTING

ACCOUNTS = 5_000
"""Accounts that are compared at once."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was compared: what file and server have of it."""

    what: str
    file: str
    server: str

    @property
    def is_same(self) -> bool:
        """True if both have the same."""
        return self.file == self.server


@dataclass(slots=True)
class Total:
    """What accounts of one kind and currency come to, in micro-units."""

    accounts: int = 0
    balance_micro: int = 0
    posted_micro: int = 0
    postings: int = 0

    def add(self, row: Sequence[Any]) -> None:
        """Add an account's row."""
        self.accounts += 1
        self.balance_micro += int(row[3])
        self.postings += int(row[4])
        self.posted_micro += int(row[5])

    def __str__(self) -> str:
        return (
            f"{self.accounts} accounts with {amount_text(self.balance_micro)}, "
            f"{self.postings} entries of {amount_text(self.posted_micro)}"
        )


async def rows_of_each_table(file: FileRows, server: Server) -> list[Compared]:
    """Compare how many rows each table has."""
    compared = []
    for table in LASTING:
        here = await asyncio.to_thread(file.count, table)
        [[there]] = await server.ask(f"SELECT count(*) FROM {table.name}")  # noqa: S608 - a name of ours
        compared.append(Compared(table.name, f"{here} rows", f"{there} rows"))
    return compared


async def the_book(file: FileRows, server: Server) -> list[Compared]:
    """Compare each account with its entries; return a line for each kind and currency, and what differs."""
    totals: tuple[dict[tuple[str, str], Total], ...] = (defaultdict(Total), defaultdict(Total))
    different: list[Compared] = []
    after = 0
    while True:
        question = _accounts(after)
        here = await asyncio.to_thread(file.ask, question)
        there = await server.ask(question)
        for rows, sums in zip((here, there), totals, strict=True):
            for row in rows:
                sums[row[1], row[2]].add(row)
        different += _different(here, there)
        if not here and not there:
            break
        after = max(rows[-1][0] for rows in (here, there) if rows)
    lines = [
        Compared(f"{kind} {currency}", str(totals[0][kind, currency]), str(totals[1][kind, currency]))
        for kind, currency in sorted({*totals[0], *totals[1]})
    ]
    return lines + different


def _accounts(after: int) -> str:
    """Return the question for a page of accounts: id, kind, currency, balance, entries and their sum."""
    return (
        "SELECT one.id, one.kind, one.currency, one.balance_micro, count(posting.seq), "  # noqa: S608 - numbers of ours
        f"coalesce(sum(posting.amount_micro), 0) FROM (SELECT * FROM account WHERE id > {after} ORDER BY id "
        f"LIMIT {ACCOUNTS}) AS one LEFT JOIN posting ON posting.account_id = one.id "
        "GROUP BY one.id, one.kind, one.currency, one.balance_micro ORDER BY one.id"
    )


def _different(here: Sequence[Any], there: Sequence[Any]) -> list[Compared]:
    """Return the accounts of a page that are not the same on both sides."""
    ours, theirs = ({row[0]: (*row[1:3], *map(int, row[3:])) for row in rows} for rows in (here, there))
    return [
        Compared(f"account {number}", str(ours.get(number)), str(theirs.get(number)))
        for number in sorted({*ours, *theirs})
        if ours.get(number) != theirs.get(number)
    ]
