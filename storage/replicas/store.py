"""The kiosks on one database: who is there, who leads, and how many sends each may have under way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    delete,
    extract,
    func,
    literal,
    literal_column,
    select,
    text,
    update,
)

from shop.replicas import (
    LEASE,
    SENDS,
    SIDE_BY_SIDE,
    STOOD_STILL_SECONDS,
    UP_AGAIN,
    Kind,
    Member,
    fair_shares,
    next_share,
    refusal,
)
from storage.core.database import Database, DatabaseTrouble
from storage.core.engines import session_of
from storage.core.fence import Fence, Fenced
from storage.core.lock import AlreadyRunning
from storage.core.prepared import Prepared, given, padded
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.replicas.tables import lease, replica, reread
from storage.upgrade import HEAD, found_revision, only_adds_since

WORK = "work"
"""The lease of all that works by itself: the queues, the sweep, reconciliation, the outbox, polling."""

_ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(hashtext('kiosk replicas'))")
_END_WHO_STOOD_STILL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks AS held JOIN pg_stat_activity AS session USING (pid) "
    "WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1 "
    "AND held.classid::bigint << 32 | held.objid::bigint = hashtext('kiosk replicas') "
    "AND session.datname = current_database() AND session.usename = current_user "
    "AND session.xact_start < clock_timestamp() - make_interval(secs => :seconds)"
)
_A_MOMENT, _MOMENTS = text("SELECT pg_sleep(0.05)"), 100
_NOW = func.clock_timestamp()

_IS_THERE = Prepared(
    select(literal_column("1"))
    .select_from(replica)
    .where(replica.c.id == given("me"))
    .with_for_update(read=True, key_share=True)
)
_LEADS = Prepared(
    select(literal_column("1"))
    .select_from(lease)
    .where(lease.c.name == given("name"), lease.c.holder == given("me"), lease.c.epoch == given("epoch"))
    .with_for_update(read=True, key_share=True)
)
"""Both lock what they find against whoever wants to take it over, not against one another."""


def _seconds_since(moment: Any) -> Any:
    return extract("epoch", _NOW - moment)


_LOOK = Prepared(
    select(
        *(replica.c.id, replica.c.version, replica.c.bot_id, replica.c.panels, replica.c.share),
        replica.c.wanted,
        _seconds_since(replica.c.seen_at).label("silent"),
        _seconds_since(replica.c.joined_at).label("here"),
        lease.c.holder,
        lease.c.epoch,
    )
    .select_from(replica.outerjoin(lease, lease.c.name == given("name")))
    .order_by(replica.c.joined_at, replica.c.id)
)
_SEEING = update(replica).where(replica.c.id == given("me")).values(seen_at=_NOW, wanted=given("wanted"))
_SEEN, _SEEN_OPENING = Prepared(_SEEING), Prepared(_SEEING.values(joined_at=_NOW))
"""A kiosk has joined for good when it is open: until then it does no work."""

_SHARE = Prepared(update(replica).where(replica.c.id == given("me")).values(share=given("share")))
_VERSIONS = Prepared(select(reread.c.topic, reread.c.version))
"""What each kiosk asks every second."""

_END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND application_name = ANY(:names)"
)
_NUMBERS = text(
    "SELECT setval('kiosk_order_numbers', "
    "GREATEST(last_value, (SELECT coalesce(max(id), 0) FROM orders))) FROM kiosk_order_numbers"
)


@dataclass(frozen=True, slots=True)
class ReplicaStanding:
    """How a kiosk stands after it was heard of.

    `share` is what it may have under way, `target` what it is to come to; it leads in `epoch`, None if it
    does not. `is_alone` if no other is here. `is_outdated`: a newer version has been open for long enough.
    """

    share: int
    target: int
    epoch: int | None
    is_alone: bool
    is_outdated: bool


class Replicas:
    """Reads and writes `replica` and `lease`. Only on a server, whose clock counts."""

    def __init__(
        self,
        database: Database,
        me: Member,
        *,
        lasts: timedelta = LEASE,
        follows: Callable[[str], bool] = only_adds_since,
        side_by_side: timedelta = SIDE_BY_SIDE,
    ) -> None:
        """`lasts` is how long a kiosk counts as here after it was heard of.

        `follows` says which older versions it may run beside, for so long `side_by_side`.
        """
        self._follows = follows
        self._side_by_side = side_by_side
        self._database = database
        self._lasts = lasts
        self.me = me.id
        self._kind = me.kind

    @writes
    def fits(self, connection: Connection) -> None:
        """Raise AlreadyRunning with a sentence if this kiosk may not join those that are here."""
        self._fits(connection)

    def _fits(self, connection: Connection) -> None:
        _one_at_a_time(connection)
        self._drop_gone(connection)
        why = refusal(self._kind, [one.kind for one in _members(connection)], self._follows)
        if why:
            raise AlreadyRunning(why)

    @writes
    def join(self, connection: Connection) -> None:
        """Be one of the kiosks here. Raises AlreadyRunning with a sentence if this one does not fit."""
        self._fits(connection)
        connection.execute(
            replica.insert().values(
                id=self.me,
                version=self._kind.version,
                bot_id=self._kind.bot_id,
                panels=self._kind.panels,
                joined_at=_NOW,
                seen_at=_NOW,
            )
        )
        adding = insert_into(connection, lease).values(name=WORK)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["name"]))
        connection.execute(_NUMBERS)

    @writes
    def beat(
        self, connection: Connection, *, held: int, wanted: int, is_open: bool = True
    ) -> ReplicaStanding:
        """Be heard of, let go of who is gone, and take the lead if nobody has it.

        `held` are the sends that may be under way here now, `wanted` how many there is work for. One that
        is not open takes the lead only where nobody else is. Raises Fenced if this kiosk counts as gone.
        """
        _one_at_a_time(connection)
        seen = _SEEN if is_open else _SEEN_OPENING
        if seen.run(connection, me=self.me, wanted=wanted) != 1:
            raise Fenced(_GONE_FOR_OTHERS)
        rows = _LOOK.all(connection, name=WORK)
        if any(map(self._is_gone, rows)):
            self._drop_gone(connection)
            rows = _LOOK.all(connection, name=WORK)
        [mine] = [place for place, row in enumerate(rows) if row.id == self.me]
        target = fair_shares([row.wanted for row in rows])[mine]
        others = sum(row.share for row in rows if row.id != self.me)
        share = next_share(target, held, others, SENDS)
        if share != rows[mine].share:
            _SHARE.run(connection, me=self.me, share=share)
        epoch = int(rows[mine].epoch) if rows[mine].holder == self.me else None
        is_alone = len(rows) == 1
        if rows[mine].holder is None and (is_open or is_alone):
            epoch = self._take_lead(connection)
        return ReplicaStanding(share, target, epoch, is_alone, is_outdated=any(map(self._outdates, rows)))

    def _is_gone(self, row: Any) -> bool:
        """Return True if this may be one that is gone; `_drop_gone` decides."""
        return bool(row.id != self.me and row.silent > self._lasts.total_seconds())

    def _outdates(self, row: Any) -> bool:
        """Return True for a newer version that has been open long enough to do all the work."""
        return bool(row.version > self._kind.version and row.here > self._side_by_side.total_seconds())

    @writes
    def leave(self, connection: Connection) -> None:
        """Be gone, so that others take over at once."""
        connection.execute(delete(replica).where(replica.c.id == self.me))

    @reads
    def versions(self, connection: Connection) -> dict[str, int]:
        """Return how often each topic that kiosks keep in memory has changed."""
        return {row.topic: row.version for row in _VERSIONS.all(connection)}

    def presence(self) -> Fence:
        """Return the fence of turns: this kiosk is one of those here."""
        return _fence(_IS_THERE, me=self.me)

    def lead(self, epoch: int) -> Fence:
        """Return the fence of what works by itself: this kiosk leads, in this epoch."""
        return _fence(_LEADS, name=WORK, me=self.me, epoch=epoch)

    def _drop_gone(self, connection: Connection) -> None:
        _drop_gone(connection, self._lasts, but=self.me)

    def _take_lead(self, connection: Connection) -> int | None:
        """Lead from now on, and return the epoch; None if nobody can yet.

        The last leader may still be writing. Its fence locks the lease until it has ended.
        """
        named = select(lease.c.epoch).where(lease.c.name == WORK, lease.c.holder.is_(None))
        free = named.with_for_update(skip_locked=True)
        if connection.execute(free).first() is None:
            return None
        taking = update(lease).where(lease.c.name == WORK)
        taken = taking.values(holder=self.me, epoch=lease.c.epoch + 1, taken_at=_NOW)
        return number_from(connection, taken.returning(lease.c.epoch))


async def refuse_beside_others(database: Database) -> None:
    """For a kiosk that is to be alone. Raises AlreadyRunning if others share the database."""

    def look(connection: Connection) -> bool:
        _one_at_a_time(connection)
        _drop_gone(connection, LEASE, but="")
        return bool(_members(connection))

    if await database.write(look):
        raise AlreadyRunning(
            "Kiosks with REPLICAS=yes run on this database. Set it here, too, or stop them and start this "
            f"one {int(LEASE.total_seconds())} seconds later."
        )


async def refuse_if_others_are_older(url: str, mine: Replicas) -> None:
    """Before the tables change. Raises AlreadyRunning if kiosks run here that would not know the new ones."""
    found = await found_revision(url)
    if found is not None and found >= _SINCE and found != HEAD:
        await mine.fits()


_SINCE = "0074"
"""The revision that made these tables."""

_GONE_FOR_OTHERS = "This kiosk was silent for so long that others have taken over its work."


def _one_at_a_time(connection: Connection) -> None:
    """Wait until no other kiosk is between its first look at the rows and its commit.

    Whoever stands still there is ended, as no time limit of the server does that between two parts of one
    statement, and nobody could be heard of meanwhile. Raises DatabaseTrouble.
    """
    for _ in range(_MOMENTS):
        if connection.execute(_ONE_AT_A_TIME).scalar_one():
            return
        connection.execute(_END_WHO_STOOD_STILL, {"seconds": STOOD_STILL_SECONDS})
        connection.execute(_A_MOMENT)
    raise DatabaseTrouble("Another program holds the kiosks' own lock in the database; end its session.")


def _fence(statement: Prepared, **values: object) -> Fence:
    def fence(connection: Connection) -> None:
        if statement.first(connection, **values) is None:
            raise Fenced(_GONE_FOR_OTHERS)

    return fence


def _drop_gone(connection: Connection, lasts: timedelta, *, but: str) -> None:
    """Delete who is gone, and with them their claims and leases; later, if they still hold a lock.

    Their sessions are ended, and their transactions with them: no time limit of the server does that for a
    process that was stopped between two parts of one statement. When the server itself was away, everybody
    has time to be heard of again.
    """
    since, up = _NOW - literal(lasts), _NOW - literal(min(lasts, UP_AGAIN))
    is_gone = and_(replica.c.seen_at < since, func.pg_postmaster_start_time() < up, replica.c.id != but)
    ids = connection.scalars(select(replica.c.id).where(is_gone)).all()
    if ids:
        connection.execute(_END_SESSIONS, {"names": [session_of(one) for one in ids]})
        gone = select(replica.c.id).where(replica.c.id.in_(padded(ids))).with_for_update(skip_locked=True)
        connection.execute(delete(replica).where(replica.c.id.in_(gone)))


def _members(connection: Connection) -> Sequence[Member]:
    """Return who is here, in an order that is the same for all."""
    rows = connection.execute(select(replica).order_by(replica.c.joined_at, replica.c.id)).all()
    return [_member(row) for row in rows]


def _member(row: Row[tuple[object, ...]]) -> Member:
    return Member(row.id, Kind(row.version, row.bot_id, row.panels), row.share, row.wanted)
