"""The inbox: every update is a row before it is confirmed to Telegram."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Connection, Row, and_, delete, func, literal, not_, select, update

from shop.updates import UpdateState
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.gathered import Gathered
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.tables import inbox, inbox_done, inbox_waiting

NEAR = 2_000
"""The most rows between the first and the last message of an album, which one request sends."""


OTHER = inbox.alias("other")
_theirs = and_(OTHER.c.state == fixed(UpdateState.WAITING), OTHER.c.bot_id == given("bot"))


def _person_behind(number: Any) -> Any:
    """The next person with a waiting row, by number, beyond this one."""
    between = and_(OTHER.c.person_id > number, OTHER.c.person_id <= given("upto"))
    return (
        select(OTHER.c.person_id).where(_theirs, between).order_by(OTHER.c.person_id).limit(1)
    ).scalar_subquery()


def line_of_persons() -> CTE:
    """People with waiting rows, found one after the other, however many rows each has.

    `reach` is the most that are looked at.
    """
    begin = select(_person_behind(given("after")).label("person_id"), literal(1).label("place"))
    line = begin.cte("line", recursive=True)
    onwards = select(_person_behind(line.c.person_id), line.c.place + 1)
    return line.union_all(onwards.where(line.c.person_id.is_not(None), line.c.place < given("reach")))


_in_line = line_of_persons()


def first_of(person_id: Any) -> Any:
    """The oldest waiting row of this person."""
    theirs = select(OTHER.c.seq).where(_theirs, OTHER.c.person_id == person_id)
    return theirs.order_by(OTHER.c.seq).limit(1).scalar_subquery()


_OF_PERSONS = Prepared(
    select(inbox)
    .select_from(_in_line.join(inbox, inbox.c.seq == first_of(_in_line.c.person_id)))
    .where(not_(among(_in_line.c.person_id, "busy")))
    .order_by(_in_line.c.place)
    .limit(given("room"))
)
OF_NOBODY = Prepared(
    select(inbox)
    .where(inbox_waiting, inbox.c.bot_id == given("bot"), inbox.c.person_id.is_(None))
    .order_by(inbox.c.seq)
    .limit(1)
)
"""These queries run all the time, so they are built once."""

ENDED_TOGETHER = 200
"""At most this many rows are marked as done by one unit."""

LOWEST, HIGHEST = -(2**63), 2**63 - 1


_TAKE_IN = Prepared(
    lambda insert: insert(inbox).on_conflict_do_nothing(index_elements=["bot_id", "update_id"]),
    columns=("bot_id", "update_id", "person_id", "raw", "state", "received_at"),
)
_DONE = Prepared(
    update(inbox)
    .where(inbox.c.seq == given("number"))
    .values(state=UpdateState.DONE, handled_at=given("now"))
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as Telegram sent it. `person_id` is its sender, who has the turn; None for nobody."""

    update_id: int
    person_id: int | None
    raw: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits for its turn. `failures` counts the tries that raised.

    `is_put_back`: it was set aside, and an operator has put it back.
    """

    seq: int
    update_id: int
    person_id: int | None
    raw: str
    failures: int
    received_at: datetime
    is_put_back: bool = False


class Inbox:
    """Reads and writes `inbox` for one bot; another bot's update ids mean nothing here."""

    def __init__(self, database: Database, *, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._ended = Gathered(self._mark_done_together, ENDED_TOGETHER)

    async def take_in(self, arrivals: Sequence[Arrival], now: datetime) -> None:
        """Commit these updates. An update already stored (by its exact id) changes nothing."""
        if arrivals:
            await self._take_in(arrivals, now)

    @writes
    def _take_in(self, connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> None:
        rows = [
            {
                "bot_id": self._bot_id,
                "update_id": arrival.update_id,
                "person_id": arrival.person_id,
                "raw": arrival.raw,
                "state": UpdateState.WAITING,
                "received_at": now,
            }
            for arrival in arrivals
        ]
        _TAKE_IN.many(connection, rows)

    @writes
    def park(self, connection: Connection, raw: str, why: str, now: datetime) -> None:
        """Set aside an update without an id of its own. The same text is one row.

        Its id is a hash of its text, below zero, where Telegram uses none.
        """
        digest = hashlib.sha256(raw.encode()).digest()
        values = {
            "bot_id": self._bot_id,
            "update_id": -1 - (int.from_bytes(digest[:8]) >> 1),
            "person_id": None,
            "raw": raw,
            "state": UpdateState.ASIDE,
            "error": why[:500],
            "received_at": now,
            "handled_at": now,
        }
        adding = insert_into(connection, inbox).values(values)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]))

    @reads
    def list_waiting(self, connection: Connection, *, after: int, limit: int) -> list[Waiting]:
        """Return the waiting rows beyond the row `after`, oldest first."""
        found = (
            select(inbox)
            .where(inbox_waiting, inbox.c.bot_id == self._bot_id, inbox.c.seq > after)
            .order_by(inbox.c.seq)
            .limit(limit)
        )
        return [waiting_of(row) for row in connection.execute(found).all()]

    @reads
    def list_next(
        self,
        connection: Connection,
        *,
        limit: int,
        busy: Collection[int | None] = (),
        after: int = LOWEST,
    ) -> list[Waiting]:
        """Return the oldest row of everybody who is not `busy`, in order of arrival.

        Of more than `limit` people, those whose numbers follow `after` and, beyond the last, the
        first: who goes on from there next time serves each once before anybody twice. It is read anew each
        time, so no row can be forgotten. Rows without a sender are one line beside them.
        """
        persons = [person for person in busy if person is not None]
        asked = {"bot": self._bot_id, "busy": numbers(persons), "reach": limit + len(persons)}
        rows = list(_OF_PERSONS.all(connection, **asked, after=after, upto=HIGHEST, room=limit))
        if len(rows) < limit and after > LOWEST:
            rows += _OF_PERSONS.all(connection, **asked, after=LOWEST, upto=after, room=limit - len(rows))
        if None not in busy:
            rows += OF_NOBODY.all(connection, bot=self._bot_id)
        return sorted((waiting_of(row) for row in rows), key=lambda row: row.seq)

    @reads
    def find_raw(self, connection: Connection, person_id: int, update_id: int) -> str | None:
        """Return what this person sent in this update; None once it is deleted (after three days)."""
        found = select(inbox.c.raw).where(
            inbox.c.bot_id == self._bot_id, inbox.c.update_id == update_id, inbox.c.person_id == person_id
        )
        raw: str | None = connection.execute(found).scalar()
        return raw

    @reads
    def has_earlier_of(self, connection: Connection, row: Waiting, album: str) -> bool:
        """Return True if an earlier message of this person is in the same album, and not set aside."""
        near = and_(inbox.c.seq < row.seq, inbox.c.seq >= row.seq - NEAR)
        mine = and_(inbox.c.bot_id == self._bot_id, inbox.c.person_id == row.person_id)
        held = and_(inbox.c.state != UpdateState.ASIDE, inbox.c.raw.contains(album, autoescape=True))
        raws = connection.execute(select(inbox.c.raw).where(near, mine, held)).scalars()
        return any(_album_of(raw) == album for raw in raws)

    async def done(self, seq: int, now: datetime) -> None:
        """Mark the row as done. Rows that end while others are being marked share the next unit."""
        await self._ended.add({"number": seq, "now": now})

    @writes
    def _mark_done_together(self, connection: Connection, ended: Sequence[Mapping[str, Any]]) -> None:
        self._mark_done(connection, ended)

    def _mark_done(self, connection: Connection, ended: Sequence[Mapping[str, Any]]) -> None:
        _DONE.many(connection, ended)

    async def set_aside(self, seq: int, error: str, now: datetime) -> None:
        """Set aside an update after one more failed try; the row stays for the operator to see."""
        await self._end(seq, UpdateState.ASIDE, error, now, tries=1)

    @writes
    def failed_once(self, connection: Connection, seq: int, error: str) -> None:
        """Count one more failed try."""
        connection.execute(
            update(inbox).where(inbox.c.seq == seq).values(failures=inbox.c.failures + 1, error=error[:500])
        )

    @writes
    def forget_before(self, connection: Connection, moment: datetime) -> int:
        """Delete rows handled before then. Telegram itself repeats nothing older than a day."""
        old = and_(inbox_done, inbox.c.handled_at < moment)
        return connection.execute(delete(inbox).where(old)).rowcount

    @reads
    def count_by_state(self, connection: Connection) -> dict[str, int]:
        """Return how many rows are in each state."""
        counted = select(inbox.c.state, func.count()).group_by(inbox.c.state)
        return {state: int(number) for state, number in connection.execute(counted).all()}

    @writes
    def _end(
        self,
        connection: Connection,
        seq: int,
        state: UpdateState,
        error: str | None,
        now: datetime,
        *,
        tries: int = 0,
    ) -> None:
        self._set_end(connection, seq, state=state, error=error, now=now, tries=tries)

    def _set_end(
        self,
        connection: Connection,
        seq: int,
        *,
        state: UpdateState,
        error: str | None,
        now: datetime,
        tries: int,
    ) -> None:
        ending = update(inbox).where(inbox.c.seq == seq).values(state=state, handled_at=now)
        ending = ending.values(failures=inbox.c.failures + tries)
        if error:
            ending = ending.values(error=error[:500])
        connection.execute(ending)


def _album_of(raw: str) -> object:
    message = json.loads(raw).get("message")
    return message.get("media_group_id") if isinstance(message, dict) else None


def waiting_of(row: Row[tuple[object, ...]]) -> Waiting:
    return Waiting(
        seq=row.seq,
        update_id=row.update_id,
        person_id=row.person_id,
        raw=row.raw,
        failures=row.failures,
        received_at=row.received_at,
        is_put_back=row.handled_at is not None,
    )
