"""The inbox where several kiosks give turns: a person is claimed before any of their updates is handled.

A claim is a row that goes with its kiosk, so that another one goes on where a person was. People are claimed,
not updates: whoever has a claim handles that person's oldest row, and nobody else handles any of theirs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, delete, exists, func, not_, select, type_coerce

from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.messages.inbox import (
    HIGHEST,
    LOWEST,
    OF_NOBODY,
    Inbox,
    Waiting,
    first_of,
    line_of_persons,
    waiting_of,
)
from storage.messages.tables import inbox, inbox_waiting
from storage.replicas.tables import turn_claim

AT_ONCE = 16
"""People claimed at once, at most: more would wait here while another kiosk is free."""

_in_line = line_of_persons()
_of_others = exists().where(
    turn_claim.c.person_id == _in_line.c.person_id, turn_claim.c.replica_id != given("me")
)
# Whose row another kiosk is just claiming is passed over. A row that was handled since this statement began
# is looked at again by its state, which has to be said of the row itself.
_FREE = Prepared(
    select(inbox)
    .select_from(_in_line.join(inbox, inbox.c.seq == first_of(_in_line.c.person_id)))
    .where(not_(among(_in_line.c.person_id, "busy")), not_(_of_others), inbox_waiting)
    .order_by(_in_line.c.place)
    .limit(given("room"))
    .with_for_update(of=inbox, skip_locked=True)
)
_ANY = Prepared(select(inbox.c.seq).where(inbox_waiting, inbox.c.bot_id == given("bot")).limit(1))
_CLAIMS = Prepared(select(func.count()).select_from(turn_claim))


def _claiming(insert: Any) -> Any:
    wanted = select(inbox.c.person_id, type_coerce(given("me"), String)).where(among(inbox.c.seq, "rows"))
    adding = insert(turn_claim).from_select(["person_id", "replica_id"], wanted)
    mine = adding.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"replica_id": adding.excluded.replica_id},
        where=turn_claim.c.replica_id == adding.excluded.replica_id,
    )
    return mine.returning(turn_claim.c.person_id)


_CLAIM = Prepared(_claiming)
_person_of_row = select(inbox.c.person_id).where(inbox.c.seq == given("number")).scalar_subquery()
_RELEASE = Prepared(
    delete(turn_claim).where(turn_claim.c.replica_id == given("me"), turn_claim.c.person_id == _person_of_row)
)


class SharedInbox(Inbox):
    """As Inbox; `list_next` claims whom it returns for the kiosk `me`, and the end of a row releases them.

    Rows without a sender are one line, which only the kiosk has that `leads`.
    """

    def __init__(self, database: Database, *, bot_id: int, me: str, leads: Callable[[], bool]) -> None:
        super().__init__(database, bot_id=bot_id)
        self._me = me
        self._leads = leads

    async def list_next(
        self, *, limit: int, busy: Collection[int | None] = (), after: int = LOWEST
    ) -> list[Waiting]:
        """Claim people whom nobody has, and return the oldest row of each. See Inbox.list_next."""
        return await self._claim(limit, busy, after) if await self._any_waits() else []

    @reads
    def _any_waits(self, connection: Connection) -> bool:
        """Return True if any row waits: it is asked every second, and mostly none does."""
        return _ANY.first(connection, bot=self._bot_id) is not None

    @writes
    def _claim(
        self, connection: Connection, limit: int, busy: Collection[int | None], after: int
    ) -> list[Waiting]:
        room = min(limit, AT_ONCE)
        persons = numbers(person for person in busy if person is not None)
        reach = room + int(_CLAIMS.scalar(connection))
        asked = {"bot": self._bot_id, "busy": persons, "reach": reach, "me": self._me}
        rows = list(_FREE.all(connection, **asked, after=after, upto=HIGHEST, room=room))
        if len(rows) < room and after > LOWEST:
            rows += _FREE.all(connection, **asked, after=LOWEST, upto=after, room=room - len(rows))
        claimed = set()
        if rows:
            seqs = numbers(row.seq for row in rows)
            claimed = {row.person_id for row in _CLAIM.all(connection, me=self._me, rows=seqs)}
        mine = [waiting_of(row) for row in rows if row.person_id in claimed]
        if None not in busy and self._leads():
            mine += [waiting_of(row) for row in OF_NOBODY.all(connection, bot=self._bot_id)]
        return sorted(mine, key=lambda row: row.seq)

    def _mark_done(self, connection: Connection, ended: Sequence[Mapping[str, Any]]) -> None:
        super()._mark_done(connection, ended)
        self._release(connection, [row["number"] for row in ended])

    def _set_end(self, connection: Connection, seq: int, **values: Any) -> None:
        super()._set_end(connection, seq, **values)
        self._release(connection, [seq])

    def _release(self, connection: Connection, seqs: Sequence[int]) -> None:
        _RELEASE.many(connection, [{"me": self._me, "number": seq} for seq in seqs])
