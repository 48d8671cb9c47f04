"""Updates that could not be handled: listed without people's words, and put back into the queue."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection, Row, func, or_, select, update

from shop.updates import UpdateState
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.messages.tables import inbox
from storage.people.tables import identity

MONEY = ("successful_payment", "refunded_payment", "pre_checkout_query")
"""The parts of an update that are about money."""

tells_of_money = or_(*(inbox.c.raw.contains(f'"{name}":', autoescape=True) for name in MONEY))
"""Nobody's words can imitate this inside JSON: a backslash precedes their quotes."""

_is_aside = inbox.c.state == fixed(UpdateState.ASIDE)

_NAME = re.compile(r"[a-z_]{1,40}")
_ABOUT = frozenset({"message_id", "from", "sender_chat", "chat", "date", "edit_date", "id", "chat_instance"})
"""The fields of every message or tap, which say nothing about its kind."""

NAMED = 5


@dataclass(frozen=True, slots=True)
class Aside:
    """An update set aside: its kind and reason, without a word of what somebody wrote.

    `kind` has Telegram's names of its parts, `why` the class of the last error; `tried`
    counts the tries that raised, 0 if it could not even be stored as it came.
    """

    seq: int
    person_id: int | None
    kind: str
    why: str
    tried: int
    is_money: bool
    received_at: datetime


class PutBack(Enum):
    """The result of putting an update back."""

    DONE = "done"
    NOT_ASIDE = "not aside"
    OF_ANOTHER_BOT = "of another bot"


class Asides:
    """Reads the rows of `inbox` that are set aside, whichever bot they came to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, limit: int) -> list[Aside]:
        """Return the latest, oldest first. Raises DatabaseTrouble if there is no database yet."""
        self._database.refuse_if_missing()
        return list(await self._latest(limit))

    @reads
    def _latest(self, connection: Connection, limit: int) -> Sequence[Aside]:
        latest = (
            select(inbox, tells_of_money.label("is_money"))
            .where(_is_aside)
            .order_by(inbox.c.seq.desc())
            .limit(limit)
        )
        return [_aside(row) for row in reversed(connection.execute(latest).all())]

    @reads
    def count(self, connection: Connection) -> int:
        """Return how many updates are set aside."""
        counted = select(func.count()).select_from(inbox).where(_is_aside)
        return number_from(connection, counted)

    @reads
    def find_raw(self, connection: Connection, seq: int) -> str | None:
        """Return one update as it came, with all its words; None if none of this number is set aside."""
        found = select(inbox.c.raw).where(_is_aside, inbox.c.seq == seq)
        raw: str | None = connection.execute(found).scalar()
        return raw

    @writes
    def put_back(self, connection: Connection, seq: int) -> PutBack:
        """Queue an update again, in its person's order. One more failure sets it aside again.

        Its effects are bound to its update id or charge id, as after a crash, and so happen once.
        """
        known = select(identity.c.bot_id).scalar_subquery()
        mine = or_(known.is_(None), inbox.c.bot_id == known)
        found = select(mine).where(_is_aside, inbox.c.seq == seq)
        # The row keeps when it was set aside, which shows that it has not waited unnoticed since it came.
        back = update(inbox).where(_is_aside, inbox.c.seq == seq).values(state=UpdateState.WAITING)
        is_mine = connection.execute(found).scalar()
        if is_mine is None:
            return PutBack.NOT_ASIDE
        if not is_mine:
            return PutBack.OF_ANOTHER_BOT
        connection.execute(back)
        return PutBack.DONE


def _aside(row: Row[tuple[object, ...]]) -> Aside:
    return Aside(
        seq=row.seq,
        person_id=row.person_id,
        kind=_kind(row.raw),
        # After the colon an error may quote what somebody wrote.
        why=(row.error or "?").partition(":")[0],
        tried=row.failures,
        is_money=bool(row.is_money),
        received_at=row.received_at,
    )


def _kind(raw: str) -> str:
    """Return the names of the update's parts, such as `message (text, entities)`."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return "?"
    parts = body if isinstance(body, dict) else {}
    for name in _names(parts, frozenset({"update_id"})):
        within = parts[name] if isinstance(parts[name], dict) else {}
        inner = ", ".join(_names(within, _ABOUT)[:NAMED])
        return f"{name} ({inner})" if inner else name
    return "?"


def _names(parts: dict[str, object], without: frozenset[str]) -> list[str]:
    return [name for name in parts if name not in without and _NAME.fullmatch(name)]
