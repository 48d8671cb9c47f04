"""Backups on both databases: one moment of the book, nothing half made, nothing repeated after a restore."""

import asyncio
import itertools
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import func, make_url, select, text

from shop.ledger.topup import STARS, Paid
from shop.ordering.order import OrderState
from shop.standstill import CHECKED
from storage.backup import archive, of_file
from storage.backup.after import mark_restored
from storage.backup.folder import backups_in
from storage.backup.making import STEPS, Made, make
from storage.backup.manifest import NotWhole
from storage.backup.putting_back import InTheWay, _room_beside, put_back
from storage.backup.sealing import CannotOpen
from storage.core import async_engines
from storage.core.database import Database, DatabaseTrouble
from storage.desk.maintenance import MaintenanceStore
from storage.desk.standstill import Standstills
from storage.ledger.payments import Payments
from storage.ledger.tables import journal
from storage.messages.tables import inbox
from storage.orders.tables import confirm
from storage.reconciliation.tables import inquiry
from tests.contracts.storage.conftest import _strip
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest
from tests.contracts.storage.test_inbox import arrivals

PASSPHRASE = "a passphrase of the tests"
LATER = NOON + timedelta(hours=1)


class Died(BaseException):
    """The process ends here: nothing of its own is tidied up."""


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """An empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    asyncio.run(_strip(server.url("bare")))
    return server.url("bare")


async def backed_up(url: str, folder: Path, **options: object) -> Made:
    return await make(url, folder, NOON, keep=0, **options)  # type: ignore[arg-type]  # the passphrase, or a step


async def restored(url: str, made: Made, **options: object) -> StoresUnderTest:
    await put_back(url, made.file, LATER, operators={OLGA}, keep=True, **({"passphrase": ""} | options))  # type: ignore[arg-type]  # as above
    database = Database(url)
    await database.open()
    return StoresUnderTest(database, _numbers=itertools.count(1000))


async def test_nothing_that_was_not_placed_is_sent_after_a_restore(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    placed, lost = await stores.placed("7001"), await stores.undecided(BOB, cost_micro=5)
    waiting = await stores.reserved(BOB)
    later = await stores.reserved(BOB, starts=int((LATER + MINUTE).timestamp()))
    flying = await stores.queue.claim(NOON)
    assert flying is not None
    waiting_too = await stores.reserved(ANN)
    await stores.offered(ANN)
    await stores.inbox.take_in(arrivals(5), NOON)

    back = await restored(empty_url, await backed_up(database_url, tmp_path / "kept"))
    try:
        assert (await back.order(placed.id)).state is OrderState.PENDING
        for order in (waiting, waiting_too, lost):
            assert (await back.order(order.id)).state is OrderState.UNKNOWN
        assert (await back.order(later.id)).is_scheduled
        assert await back.queue.claim(LATER) is None
        assert await back.all(select(inquiry.c.order_id).where(inquiry.c.why == CHECKED))
        assert await back.resolutions.give_up(LATER + timedelta(days=30)) == 0
        assert not await back.all(select(inbox.c.seq).where(inbox.c.state == "waiting"))
        assert not await back.all(select(confirm.c.token).where(confirm.c.used_at.is_(None)))
        assert await back.broken(LATER) == set()
        assert (await MaintenanceStore(back.database).state()).is_closed
    finally:
        await back.database.close()


async def test_going_on_opens_the_shop_and_gives_operators_their_time(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    order = await stores.reserved(BOB)
    back = await restored(empty_url, await backed_up(database_url, tmp_path / "kept"))
    try:
        standstills = Standstills(back.database)
        state = await standstills.state()
        assert state is not None
        assert (state.is_on, state.backup_at, state.restored_at) == (True, NOON, LATER)
        await standstills.compared({"stars": "2 payments"}, {}, LATER)
        assert await standstills.go_on(LATER, timedelta(hours=24))
        assert not await standstills.go_on(LATER, timedelta(hours=24))
        assert not (await MaintenanceStore(back.database).state()).is_closed
        assert await back.resolutions.give_up(LATER + timedelta(hours=23)) == 0
        assert await back.resolutions.give_up(LATER + timedelta(hours=25)) == 1
        assert (await back.reserved(ANN, now=LATER)).id > order.id
        assert await back.broken(LATER) == set()
    finally:
        await back.database.close()


@pytest.mark.parametrize("is_closed", [False, True])
async def test_a_backup_of_a_standstill_knows_how_the_shop_stood_before_it(
    stores: StoresUnderTest, is_closed: bool
) -> None:
    shop, standstills = MaintenanceStore(stores.database), Standstills(stores.database)
    if is_closed:
        await shop.close(OLGA, NOON)
    for _ in range(2):  # the second time, it stands still already
        await stores.database.write(lambda connection: mark_restored(connection, NOON, LATER, {OLGA}))
        assert (await shop.state()).is_closed
    await standstills.compared({}, {}, LATER)
    assert await standstills.go_on(LATER, timedelta(hours=24))
    assert (await shop.state()).is_closed is is_closed

    await shop.close(OLGA, LATER)
    await stores.database.write(lambda connection: mark_restored(connection, NOON, LATER, {OLGA}))
    await standstills.compared({}, {}, LATER)
    assert await standstills.go_on(LATER, timedelta(hours=24))
    assert (await shop.state()).is_closed


async def test_a_backup_of_a_standstill_knows_since_when_nothing_was_asked(stores: StoresUnderTest) -> None:
    """Bills of before the first backup may have been paid since: nobody asked while the kiosk stood still."""
    standstills, days = Standstills(stores.database), timedelta(days=5)

    async def restored_at(moment: datetime, backup_at: datetime) -> datetime:
        await stores.database.write(lambda one: mark_restored(one, backup_at, moment, {OLGA}))
        state = await standstills.state()
        assert state is not None
        return state.backup_at

    assert await restored_at(NOON + days, NOON) == NOON
    assert await restored_at(NOON + 2 * days, NOON + days) == NOON
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    assert await payments.followed_from(NOON + 2 * days) == NOON - timedelta(days=3)

    await standstills.compared({}, {}, NOON + 2 * days)
    assert await standstills.go_on(NOON + 2 * days, timedelta(hours=24))
    assert await restored_at(NOON + 4 * days, NOON + 3 * days) == NOON + 3 * days


async def test_ids_of_the_lost_time_are_not_given_again(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    made = await backed_up(database_url, tmp_path / "kept")
    lost = await topped_up(stores, BOB)
    back = await restored(empty_url, made)
    try:
        await MaintenanceStore(back.database).open(OLGA, LATER)
        an_hour = 3600
        assert await topped_up(back, ANN) == [one + 1_000_000 + an_hour for one in lost]
        near = "SELECT name FROM sqlite_sequence WHERE seq < 1000"
        if not back.database.is_sqlite:
            near = (
                "SELECT sequencename FROM pg_sequences WHERE coalesce(last_value, 0) < 1000"
                " AND schemaname = current_schema() AND sequencename <> 'kiosk_order_numbers'"
            )
        assert await back.all(text(near)) == []
        assert await back.broken(LATER) == set()
    finally:
        await back.database.close()


async def topped_up(stores: StoresUnderTest, person_id: int) -> list[int]:
    """Have somebody hand a receipt in and pay with Stars; return the ids of both, which buttons name."""
    receipt = await stores.receipted(person_id, 5_000_000, {"text": "paid"}, 1)
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    await payments.paid(Paid("stars", f"charge of {person_id}", person_id, "nobody knows", STARS, 5), NOON)
    [payment] = await payments.list_latest(person_id, limit=5)
    return [receipt.id, payment.id]


async def test_a_backup_is_one_moment_of_a_book_that_is_written(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    stop = asyncio.Event()

    async def trade() -> None:
        while not stop.is_set():
            await stores.reserved(ANN)
            await asyncio.sleep(0)

    trading = asyncio.create_task(trade())
    made = await backed_up(database_url, tmp_path / "kept")
    stop.set()
    await trading
    back = await restored(empty_url, made)
    try:
        count = select(func.count()).select_from(journal)
        assert (await back.all(count))[0][0] == made.manifest.rows["journal"]
        assert await back.broken(LATER) == set()
    finally:
        await back.database.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_large_book_has_time_to_come_back_and_its_checks_are_planned(
    stores: StoresUnderTest,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path / "kept")
    monkeypatch.setattr(async_engines, "MIGRATION_SECONDS", 0.001)  # ends what would have only that long
    back = await restored(empty_url, made)
    try:
        looked_at = text("SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = current_schema()")
        known = {name for (name,) in await back.all(looked_at)}
        assert known >= {name for name, rows in made.manifest.rows.items() if rows}
    finally:
        await back.database.close()


@pytest.mark.parametrize("was_copied", [False, True], ids=["left out", "copied by an earlier release"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_tables_of_other_programs_are_in_nobodys_way(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path, *, was_copied: bool
) -> None:
    """Several programs may read a server's books; one of them may keep something there."""
    await stores.placed("7001")
    async with _table_of_another_program(stores):
        made = await backed_up(database_url, tmp_path / "kept")
    assert "notes_of_another" not in made.manifest.columns
    assert set(made.manifest.columns) == set(made.manifest.rows)
    if was_copied:
        made = _with_another_table(made, tmp_path)
    back = await restored(empty_url, made)
    try:
        assert await back.broken(LATER) == set()
    finally:
        await back.database.close()


@asynccontextmanager
async def _table_of_another_program(stores: StoresUnderTest) -> AsyncIterator[None]:
    await stores.break_by_hand("CREATE TABLE notes_of_another (id bigserial PRIMARY KEY, words text)")
    await stores.break_by_hand("INSERT INTO notes_of_another (words) VALUES ('hello')")
    try:
        yield
    finally:
        await stores.break_by_hand("DROP TABLE notes_of_another")


def _with_another_table(made: Made, folder: Path) -> Made:
    """Return the same backup with a further table and its counter, as earlier releases made them."""
    parts = folder / "parts"
    parts.mkdir()
    manifest = archive.unpack(made.file, "", parts)
    (parts / "table-notes_of_another").write_text("1\thello\n")
    manifest = replace(
        manifest,
        columns={**manifest.columns, "notes_of_another": ["id", "words"]},
        counters={**manifest.counters, "notes_of_another_id_seq": 1},
    )
    file = folder / "earlier.backup"
    with file.open("xb") as out:
        manifest = archive.write(out, manifest, sorted(parts.iterdir()), "")
    return Made(file, manifest, ())


async def test_a_dry_run_changes_nothing_and_data_is_never_overwritten(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path / "kept")
    for _ in range(2):
        told = await put_back(empty_url, made.file, LATER, passphrase="", operators={OLGA}, keep=False)
        assert told.last == made.manifest.last
    assert not (tmp_path / "back.db").exists()
    with pytest.raises(InTheWay, match=r"Move it away|Rename it"):
        await put_back(database_url, made.file, LATER, passphrase="", operators={OLGA}, keep=True)


async def test_a_sealed_backup_opens_with_its_key_alone(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    await stores.placed("7001", link="https://example.com/a-secret-link")
    made = await backed_up(database_url, tmp_path / "kept", passphrase=PASSPHRASE)
    assert b"manifest" not in made.file.read_bytes()
    for wrong, says in (("", "set BACKUP_KEY"), ("another passphrase", "is not the key")):
        with pytest.raises(CannotOpen, match=says):
            await put_back(empty_url, made.file, LATER, passphrase=wrong, operators={OLGA}, keep=True)
    back = await restored(empty_url, made, passphrase=PASSPHRASE)
    await back.database.close()


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize("step", STEPS)
async def test_a_death_at_any_step_leaves_no_half_file_and_loses_none(
    database_url: str, tmp_path: Path, step: str
) -> None:
    first = await backed_up(database_url, tmp_path)

    def dies(done: str) -> None:
        if done == step:
            raise Died

    with pytest.raises(Died):
        await make(database_url, tmp_path, LATER, keep=1, done=dies)
    found = backups_in(tmp_path)
    assert (first.file in found) is (step != "rotated")
    for file in found:
        archive.check(file, "")
    await make(database_url, tmp_path, LATER + MINUTE, keep=1)
    assert len(backups_in(tmp_path)) == 1
    assert not [name for name in os.listdir(tmp_path) if "half" in name]


def refusing(error: asyncpg.PostgresError) -> Callable[..., Awaitable[str]]:
    async def refused(*_arguments: object, **_named: object) -> str:
        raise error

    return refused


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_server_refuses_while_it_copies_is_told(
    stores: StoresUnderTest,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """COPY is the driver's own, and so are its errors."""
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path / "kept")
    for error, told in (
        (asyncpg.DiskFullError("could not extend file: No space left on device"), "disk is full"),
        (asyncpg.QueryCanceledError("canceling statement due to statement timeout"), "took too long"),
        (
            asyncpg.ReadOnlySQLTransactionError("cannot execute COPY FROM in a read-only transaction"),
            "only reads",
        ),
    ):
        for name in ("copy_from_table", "copy_to_table"):
            monkeypatch.setattr(asyncpg.Connection, name, refusing(error))
        with pytest.raises(DatabaseTrouble, match=told):
            await backed_up(database_url, tmp_path / "kept")
        with pytest.raises(DatabaseTrouble, match=told):
            await put_back(empty_url, made.file, LATER, passphrase="", operators={OLGA}, keep=True)
    monkeypatch.undo()
    assert backups_in(tmp_path / "kept") == [made.file]
    await (await restored(empty_url, made)).database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_disk_that_is_full_at_the_last_step_is_told(
    stores: StoresUnderTest,
    database_url: str,
    empty_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The log of writes is folded into the file at the end, which needs room once more."""
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path / "kept")

    def full(_connection: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(of_file, "closing", full)
    with pytest.raises(DatabaseTrouble, match="disk is full"):
        await put_back(empty_url, made.file, LATER, passphrase="", operators={OLGA}, keep=True)
    assert not (tmp_path / "back.db").exists()


async def test_the_next_restore_clears_up_after_one_that_died(
    stores: StoresUnderTest, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path / "kept")
    died = _room_beside(make_url(empty_url))
    left = died.__enter__()  # nothing after it is run, as after `kill -9`
    archive.unpack(made.file, "", left)
    back = await restored(empty_url, made)
    await back.database.close()
    assert not left.exists()
    assert not [name for name in os.listdir(left.parent) if name.startswith(left.name[:29])]


async def test_a_broken_book_is_not_backed_up_over_a_good_one(
    stores: StoresUnderTest, database_url: str, tmp_path: Path
) -> None:
    await stores.placed("7001")
    made = await backed_up(database_url, tmp_path)
    await stores.break_by_hand("UPDATE orders SET panel_order_id = NULL")
    with pytest.raises(NotWhole, match="placed-has-id"):
        await make(database_url, tmp_path, LATER, keep=1)
    assert backups_in(tmp_path) == [made.file]
