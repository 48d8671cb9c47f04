"""Several kiosks on one server: one leads, a fence keeps out who has counted as gone, sends are shared."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from app.place import SharedPlace
from playground.clock import HandClock
from shop.ordering.order_numbers import NumbersOfMany, second_of
from shop.replicas import LEASE, OPENING_SECONDS, SENDS, SURE_SECONDS, Kind, Member
from storage.catalogue.curating_tables import hiding_set
from storage.core import lock
from storage.core.async_engines import server_for_writing
from storage.core.database import Database
from storage.core.fence import FENCE, Fence, Fenced, beside_the_fence, working_behind
from storage.core.lock import AlreadyRunning, LockLost, beside_others, one_kiosk
from storage.orders.reserving import number_of_next
from storage.replicas.store import Replicas, refuse_beside_others
from storage.replicas.tables import replica, reread
from storage.upgrade import HEAD, only_adds_since
from tests.contracts.storage.conftest import EMPTYING
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import MINUTE, NOON
from tests.contracts.storage.test_one_kiosk import lose

KIND = Kind("0074", 7_000_000_001, "main")
AT_ONCE = timedelta(0)
"""How long a kiosk counts as here for one that is to see it gone."""


@pytest.fixture
async def shared(postgres: PostgresServer) -> AsyncIterator[Database]:
    """A server's database that several kiosks share, without rows."""
    database = Database(postgres.url("books"), shared_as="all of them")
    await database.write(lambda connection: connection.execute(text(EMPTYING)))
    yield database
    await database.close()


@pytest.fixture
def kiosk(shared: Database) -> Callable[..., Replicas]:
    def make(name: str, kind: Kind = KIND, *, lasts: timedelta = LEASE) -> Replicas:
        return Replicas(shared, Member(name, kind, 0, 0), lasts=lasts)

    return make


async def joined(one: Replicas) -> Replicas:
    await one.join()
    return one


async def test_the_first_leads_and_the_next_ones_do_not(kiosk: Callable[..., Replicas]) -> None:
    one, two = await joined(kiosk("one")), await joined(kiosk("two"))
    assert (await one.beat(held=0, wanted=0)).epoch == 1
    assert (await two.beat(held=0, wanted=0)).epoch is None
    assert (await one.beat(held=0, wanted=0)).epoch == 1
    await one.leave()
    assert (await two.beat(held=0, wanted=0)).epoch == 2


async def test_only_one_of_many_that_try_at_once_leads(kiosk: Callable[..., Replicas]) -> None:
    several = [await joined(kiosk(f"{number}")) for number in range(5)]
    stood = await asyncio.gather(*(one.beat(held=0, wanted=0) for one in several))
    assert sorted(one.epoch or 0 for one in stood) == [0, 0, 0, 0, 1]


async def test_who_was_silent_too_long_is_gone_and_writes_nothing_more(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    one = await joined(kiosk("one"))
    epoch = (await one.beat(held=0, wanted=0)).epoch
    assert epoch is not None
    two = await joined(kiosk("two"))
    assert (await two.beat(held=0, wanted=0)).epoch is None  # it was heard of a moment ago
    late = kiosk("two", lasts=AT_ONCE)
    assert (await late.beat(held=0, wanted=0)).epoch == epoch + 1
    for fence in (one.lead(epoch), one.presence()):
        with pytest.raises(Fenced, match="others have taken over"):
            await writes_behind(fence, shared)
    with pytest.raises(Fenced):
        await one.beat(held=0, wanted=0)
    await writes_behind(two.lead(epoch + 1), shared)


async def writes_behind(fence: Fence, database: Database) -> None:
    """Write something behind this fence."""

    async def work() -> None:
        await database.write(lambda connection: connection.execute(reread.insert().values(topic="written")))

    try:
        await asyncio.create_task(working_behind(fence, work)())
    finally:
        assert FENCE.get() is None  # a task has its own


def nothing(_connection: Connection) -> None:
    """Write nothing: only the fence is asked."""


async def test_what_happened_outside_is_written_beside_the_fence(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    one = kiosk("one")  # which never joined
    token = FENCE.set(one.presence())
    try:
        with pytest.raises(Fenced):
            await shared.write(nothing)
        with beside_the_fence():
            await shared.write(nothing)
        with pytest.raises(Fenced):
            await shared.write_until_done(nothing)
    finally:
        FENCE.reset(token)


async def test_nobody_leads_while_the_last_leader_is_still_writing(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    """The race that a fence is for: it was looked at, the lead is lost, and only then comes the commit."""
    one = await joined(kiosk("one"))
    epoch = (await one.beat(held=0, wanted=0)).epoch
    assert epoch is not None
    await joined(kiosk("late"))
    late = kiosk("late", lasts=AT_ONCE)
    engine = create_async_engine(shared.url)
    async with engine.connect() as connection:
        async with connection.begin():
            await connection.run_sync(one.lead(epoch))
            assert (await late.beat(held=0, wanted=0)).epoch is None
        assert (await late.beat(held=0, wanted=0)).epoch == epoch + 1
    await engine.dispose()


async def test_the_server_ends_a_transaction_whose_kiosk_stands_still(shared: Database) -> None:
    said = await shared.write(
        lambda connection: connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
    )
    assert said == "3s"


async def test_who_takes_over_ends_what_one_left_between_two_parts_of_a_statement(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    """A process that is stopped (SIGSTOP) there is no idle one for the server, whatever time goes by."""
    engine = server_for_writing(shared.url, 30, shared_as="stopped")
    one = await joined(kiosk("stopped"))
    epoch = (await one.beat(held=0, wanted=0)).epoch
    assert epoch is not None
    await joined(kiosk("late"))
    late = kiosk("late", lasts=AT_ONCE)
    async with engine.connect() as connection:
        await connection.begin()
        await connection.run_sync(one.lead(epoch))
        await connection.run_sync(one.presence())
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.prepare("SELECT count(*) FROM lease WHERE name = $1")
        async with asyncio.timeout(20):
            while (await late.beat(held=0, wanted=0)).epoch is None:
                pass
        with pytest.raises(DBAPIError):
            await connection.run_sync(one.lead(epoch))
        await connection.invalidate()
    await engine.dispose()
    await writes_behind(late.lead(epoch + 1), shared)


async def test_who_stands_still_in_its_sign_of_life_keeps_nobody_from_theirs(
    kiosk: Callable[..., Replicas], shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.replicas.store.STOOD_STILL_SECONDS", 0.1)
    engine = server_for_writing(shared.url, 30, shared_as="stopped")
    one = await joined(kiosk("one"))
    async with engine.connect() as connection:
        await connection.begin()
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('kiosk replicas'))"))
        assert (await one.beat(held=0, wanted=0)).epoch == 1
        with pytest.raises(DBAPIError):
            await connection.execute(text("SELECT 1"))
        await connection.invalidate()
    await engine.dispose()


async def test_who_is_not_open_leads_only_where_nobody_else_is(kiosk: Callable[..., Replicas]) -> None:
    one = await joined(kiosk("one"))
    assert (await one.beat(held=0, wanted=0, is_open=False)).epoch == 1
    two, three = await joined(kiosk("two")), await joined(kiosk("three"))
    await one.leave()
    assert (await two.beat(held=0, wanted=0, is_open=False)).epoch is None
    assert (await three.beat(held=0, wanted=0)).epoch == 2


async def test_a_leader_that_cannot_open_lets_another_lead(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    clock = HandClock()
    place = SharedPlace(shared.url.render_as_string(hide_password=False), "first", KIND, clock)
    await place.join()
    assert place.leads
    two = await joined(kiosk("two"))
    with pytest.raises(LockLost, match="Another kiosk does the work"):
        await place.run()
    assert clock.monotonic() > OPENING_SECONDS
    assert (await two.beat(held=0, wanted=0)).epoch == 2
    await place.leave()


@pytest.mark.parametrize("passes", [HandClock.advance, HandClock.suspend])
async def test_a_kiosk_is_sure_for_a_while_even_if_its_machine_is_suspended_meanwhile(
    shared: Database, passes: Callable[[HandClock, float], None]
) -> None:
    clock = HandClock()
    place = SharedPlace(shared.url.render_as_string(hide_password=False), "first", KIND, clock)
    assert not place.is_sure()
    await place.join()
    passes(clock, SURE_SECONDS - 1)
    assert place.is_sure()
    passes(clock, 1)
    assert not place.is_sure(), "others may have taken over"
    await place.leave()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind("0074", 8, "main"), "another BOT_TOKEN"),
        (Kind("0074", KIND.bot_id, "main other"), "another PANEL_URL, PANEL_KEY, PANELS, ACCESS or CURRENCY"),
        (Kind("0073", KIND.bot_id, "main"), "in another version"),
    ],
)
async def test_only_the_same_bot_panels_and_version_join(
    kiosk: Callable[..., Replicas], kind: Kind, words: str
) -> None:
    await joined(kiosk("one"))
    with pytest.raises(AlreadyRunning, match=words):
        await kiosk("two", kind).join()
    await joined(kiosk("three"))


def newer(shared: Database) -> Replicas:
    """A kiosk of a later version, whose tables only have more."""
    kind = Kind("0099", KIND.bot_id, KIND.panels)
    return Replicas(shared, Member("new", kind, 0, 0), follows=lambda version: version == KIND.version)


async def test_a_newer_version_runs_beside_the_older_for_a_while(
    shared: Database, kiosk: Callable[..., Replicas]
) -> None:
    old, new = await joined(kiosk("old")), await joined(newer(shared))
    assert not (await new.beat(held=0, wanted=0)).is_outdated
    assert not (await old.beat(held=0, wanted=0)).is_outdated
    with pytest.raises(AlreadyRunning, match="in another version"):  # who comes now is to be new
        await kiosk("late").join()
    later = Replicas(shared, Member("old", KIND, 0, 0), side_by_side=AT_ONCE)
    assert (await later.beat(held=0, wanted=0)).is_outdated


async def test_a_newer_version_that_does_not_open_ends_nobody(
    shared: Database, kiosk: Callable[..., Replicas]
) -> None:
    old, new = await joined(kiosk("old")), await joined(newer(shared))
    long_ago = text("UPDATE replica SET joined_at = joined_at - interval '1 hour'")
    for is_open in (False, True):
        await shared.write(lambda connection: connection.execute(long_ago))
        await new.beat(held=0, wanted=0, is_open=is_open)
        assert (await old.beat(held=0, wanted=0)).is_outdated is is_open


def test_a_revision_says_whether_older_kiosks_can_run_on() -> None:
    assert only_adds_since(HEAD)
    assert only_adds_since("0076")
    assert not only_adds_since("0075"), "older kiosks would ask for refunds without a mark"
    assert not only_adds_since("0070")  # before any said so


async def test_a_kiosk_that_is_to_be_alone_is_refused_beside_others(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    await refuse_beside_others(shared)
    one = await joined(kiosk("one"))
    with pytest.raises(AlreadyRunning, match="REPLICAS=yes"):
        await refuse_beside_others(shared)
    await one.leave()
    await refuse_beside_others(shared)


async def test_the_lock_is_held_together_or_alone(postgres: PostgresServer) -> None:
    url = make_url(postgres.url("books"))
    async with beside_others(url) as held, beside_others(url):
        with pytest.raises(AlreadyRunning):
            await one_kiosk(url).__aenter__()
        await lose(url)
        assert await held.is_held()  # taken again
        with pytest.raises(AlreadyRunning):
            await one_kiosk(url).__aenter__()
        await lose(url)
        async with one_kiosk(url):
            assert not await held.is_held()
            with pytest.raises(AlreadyRunning):
                await beside_others(url).__aenter__()


async def test_a_silent_server_takes_the_lock_from_nobody_who_shares_it(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "LOOK_SECONDS", 0.2)
    url = make_url(postgres.url("books"))
    engine = create_async_engine(url)
    holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock'"
    async with beside_others(url) as held, engine.connect() as connection:
        session = (await connection.execute(text(holders))).scalar_one()
        os.kill(session, signal.SIGSTOP)
        try:
            assert await held.is_held()
        finally:
            os.kill(session, signal.SIGCONT)
        assert await held.is_held()
    await engine.dispose()


async def test_all_together_never_have_more_sends_than_telegram_takes(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    kiosks = [await joined(kiosk("0"))]
    held = {"0": 0}
    for wanted in ([30], [30, 30], [30, 30, 30], [0, 30, 30], [0, 0, 30], [30, 0, 0]):
        while len(kiosks) < len(wanted):
            held[str(len(kiosks))] = 0
            kiosks.append(await joined(kiosk(str(len(kiosks)))))
        for _ in range(3):
            for one, want in zip(kiosks, wanted, strict=True):
                stood = await one.beat(held=held[one.me], wanted=want)
                held[one.me] = min(stood.share, stood.target)
                assert await promised(shared) <= SENDS
        assert sum(held.values()) == SENDS
        assert min(held.values()) >= 4
    assert held == {"0": 22, "1": 4, "2": 4}


async def promised(database: Database) -> int:
    return await database.read(
        lambda connection: int(connection.execute(select(func.sum(replica.c.share))).scalar_one())
    )


async def test_a_change_of_what_is_kept_in_memory_is_counted(
    kiosk: Callable[..., Replicas], shared: Database
) -> None:
    one = kiosk("one")
    await shared.write(lambda connection: _decide(connection, "spam"))
    assert await one.versions() == {}, "nobody counts for a kiosk that is alone"
    await one.join()
    before = await one.versions()
    await shared.write(_decide_twice)
    after = await one.versions()
    assert {topic: after[topic] - before.get(topic, 0) for topic in after} == {"decisions": 1}


def _decide_twice(connection: Connection) -> None:
    for key in ("gambling", "weapons"):
        _decide(connection, key)


def _decide(connection: Connection, key: str) -> None:
    connection.execute(hiding_set.insert().values(key=key, state="on", changed_at=NOON))


async def test_order_numbers_of_many_kiosks_differ_and_grow(shared: Database) -> None:
    async def give(moment: datetime) -> int:
        return await shared.write(lambda connection: number_of_next(connection, NumbersOfMany(), moment))

    given = await asyncio.gather(*(give(NOON) for _ in range(20)))
    assert len(set(given)) == 20
    assert await give(NOON - MINUTE) == max(given) + 1
    later = NOON + timedelta(days=1)
    assert await give(later) == second_of(later)
