"""What a person may see of the book: their wallet's lines, with the balance each has left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.book import HELD, WALLET, Account
from storage.database import Database
from storage.ledger import balance_of, is_account
from storage.money_tables import account, journal, posting


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of a wallet. Amounts are micro-units of its currency."""

    at: datetime
    kind: str
    order_id: int | None
    reason: str
    amount_micro: int
    balance_micro: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What a person has: to spend, and held for orders under way."""

    balance_micro: int
    held_micro: int
    currency: str
    lines: tuple[Line, ...]


def file_name(day: datetime) -> str:
    """What a statement of this day is called on a disk."""
    return f"statement-{day:%Y-%m-%d}.csv"


_LINES = (
    select(
        posting,
        account.c.currency,
        journal.c.kind,
        journal.c.order_id,
        journal.c.reason,
        journal.c.created_at,
    )
    .join(account, account.c.id == posting.c.account_id)
    .join(journal, journal.c.id == posting.c.journal_id)
)


class Statements:
    """Reads `account`, `journal` and `posting` for one person at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def purse(self, person_id: int, currency: str, *, limit: int | None) -> Purse:
        """The wallet with its newest lines, newest first; all of them without a limit."""
        wallet, held = Account(WALLET, person_id, currency), Account(HELD, person_id, currency)

        async def unit(connection: AsyncConnection) -> Purse:
            found = _LINES.where(is_account(wallet)).order_by(posting.c.version.desc()).limit(limit)
            lines = tuple(_line(row) for row in (await connection.execute(found)).all())
            return Purse(
                balance_micro=await balance_of(connection, wallet),
                held_micro=await balance_of(connection, held),
                currency=currency,
                lines=lines,
            )

        return await self._database.read(unit)

    async def line(self, person_id: int, key: str) -> tuple[Line, str] | None:
        """What the journal with this key did to a person's wallet, and in which currency."""
        wallet = and_(account.c.kind == WALLET, account.c.owner_id == person_id)

        async def unit(connection: AsyncConnection) -> tuple[Line, str] | None:
            row = (await connection.execute(_LINES.where(wallet, journal.c.key == key))).first()
            return (_line(row), row.currency) if row else None

        return await self._database.read(unit)


def _line(row: Row[tuple[object, ...]]) -> Line:
    return Line(row.created_at, row.kind, row.order_id, row.reason, row.amount_micro, row.balance_micro)
