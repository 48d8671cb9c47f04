"""Migrations: from nothing to today and back, all at once or not at all, on both databases."""

import asyncio
import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text

from cli.doctor import examine
from storage import upgrade as migrations
from storage.core.async_engines import for_migrating
from storage.migrations.losing import WouldLose
from storage.tables import metadata
from storage.upgrade import HEAD, NewerDatabase, NotKiosks, alembic_config, found_revision, upgrade
from tests.contracts.storage.postgres import PostgresServer
from tests.unit.top.test_settings import settings

ROOT = Path(migrations.__file__).parents[1]
TABLES = {table.name for table in metadata.sorted_tables}


def revisions() -> list[str]:
    """Every revision, oldest first."""
    scripts = ScriptDirectory(str(migrations.MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts][::-1]


async def on(url: str, action: Callable[[Connection], Any]) -> Any:
    """Run `action` in one transaction of the kind `upgrade` uses, and return its result."""
    engine = for_migrating(make_url(url))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(action)
    finally:
        await engine.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def up(revision: str) -> Callable[[Connection], None]:
    return lambda connection: command.upgrade(alembic_config(connection), revision)


def down(revision: str) -> Callable[[Connection], None]:
    return lambda connection: command.downgrade(alembic_config(connection), revision)


def differences(connection: Connection) -> list[Any]:
    """Return what Alembic would write into a next revision."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def shape(connection: Connection) -> dict[str, Any]:
    """Return the database's whole schema: tables, checks, defaults and partial indexes."""
    inspector = inspect(connection)
    kinds: dict[str, Any] = {
        "columns": inspector.get_multi_columns(),
        "indexes": inspector.get_multi_indexes(),
        "unique": inspector.get_multi_unique_constraints(),
        "checks": inspector.get_multi_check_constraints(),
        "foreign keys": inspector.get_multi_foreign_keys(),
        "primary keys": inspector.get_multi_pk_constraint(),
    }
    return {
        f"{kind} of {name}": plain(found[None, name]) for kind, found in kinds.items() for _, name in found
    }


def plain(found: Any) -> Any:
    """Return the same, sorted, without objects that are equal only to themselves."""
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, list):
        return sorted((plain(one) for one in found), key=str)
    return str(found)


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory(str(migrations.MIGRATIONS)).get_heads() == [HEAD]


def test_a_revision_is_written_from_what_the_tables_lack(tmp_path: Path) -> None:
    for room in ("storage", "shop"):
        shutil.copytree(ROOT / room, tmp_path / room)
    tables_file = tmp_path / "storage" / "catalogue" / "tables.py"
    declared = tables_file.read_text()
    more = declared.replace('Column("meaning", Words),', 'Column("meaning", Words), Column("mood", Words),')
    tables_file.write_text(more)
    writing = [sys.executable, "-m", "storage.migrations", "what people", "feel"]
    subprocess.run(writing, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    number = f"{int(HEAD) + 1:04}"
    [written] = tmp_path.glob(f"storage/migrations/versions/{number}_what_people_feel.py")
    text = written.read_text()
    assert f"down_revision = {HEAD!r}" in text
    assert "add_column(sa.Column('mood', sa.Text()" in text
    assert text.count("batch_op.") == 2  # down and up again: nothing else is missing


async def test_an_upgrade_waits_for_a_table_in_use_and_keeps_nobody_from_it(
    postgres: PostgresServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As beside kiosks at work whose leader makes a backup."""
    monkeypatch.setattr(migrations, "AGAIN_SECONDS", 0.0)
    url = postgres.url("books")
    await on(url, down("0072"))  # the next one, 0074, makes a trigger on what is in use
    engine = for_migrating(make_url(url))
    upgrading = None
    try:
        async with engine.connect() as connection, asyncio.timeout(60):
            await connection.execute(text("LOCK TABLE panel_account IN ROW EXCLUSIVE MODE"))
            upgrading = asyncio.create_task(upgrade(url))
            while "is in use" not in caplog.text:
                assert not upgrading.done()
                async with engine.connect() as other:
                    await other.execute(text("UPDATE panel_account SET panel = panel"))
                    await other.commit()
    finally:
        await (upgrading or upgrade(url))
        await engine.dispose()
    assert await found_revision(url) == HEAD


async def test_from_nothing_to_today_and_back_to_nothing(bare_url: str) -> None:
    assert await found_revision(bare_url) is None
    await upgrade(bare_url)
    assert await on(bare_url, tables) == TABLES
    assert await found_revision(bare_url) == HEAD
    await on(bare_url, down("base"))
    assert await on(bare_url, tables) == set()


async def test_every_step_of_the_stairway_can_be_taken_back(bare_url: str) -> None:
    below = "base"
    for revision in revisions():
        await on(bare_url, up(revision))
        first = await on(bare_url, shape)
        await on(bare_url, down(below))
        await on(bare_url, up(revision))
        assert await on(bare_url, shape) == first
        below = revision


async def test_the_migrations_make_the_tables_that_the_code_knows(bare_url: str) -> None:
    await upgrade(bare_url)
    assert await on(bare_url, differences) == []
    migrated = await on(bare_url, shape)
    await on(bare_url, down("base"))
    await on(bare_url, metadata.create_all)
    assert await on(bare_url, shape) == migrated


async def test_upgrading_twice_changes_nothing(bare_url: str) -> None:
    await upgrade(bare_url)
    before = await on(bare_url, shape)
    await upgrade(bare_url)
    assert await on(bare_url, shape) == before


async def test_two_kiosks_may_upgrade_at_once(bare_url: str) -> None:
    await asyncio.gather(*(upgrade(bare_url) for _ in range(4)))
    assert await on(bare_url, tables) == TABLES


async def test_a_newer_database_is_refused_and_left_alone(bare_url: str) -> None:
    await upgrade(bare_url)
    await on(
        bare_url,
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")),
    )
    before = _bytes_of(bare_url)
    with pytest.raises(NewerDatabase, match=rf"newer Kiosk \(revision 9999; this one knows up to {HEAD}\)"):
        await upgrade(bare_url)
    with pytest.raises(NewerDatabase):
        await found_revision(bare_url)
    assert _bytes_of(bare_url) == before
    assert await on(bare_url, tables) == TABLES


@pytest.mark.parametrize("has_alembic", [False, True])
async def test_a_file_of_another_program_is_refused(tmp_path: Path, has_alembic: bool) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
    with closing(sqlite3.connect(tmp_path / "shop.db")) as file:
        for name in ("users", "orders", "payments", "logs", "goods", "promo", "_litestream_seq"):
            file.execute(f"CREATE TABLE {name} (id INTEGER)")
        if has_alembic:
            file.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            file.execute("INSERT INTO alembic_version VALUES ('1975ea83b712')")
        file.commit()
    before = _bytes_of(url)
    with pytest.raises(NotKiosks):
        await found_revision(url)
    lines: list[str] = []
    await examine(settings(database_url=url), lines.append)
    (told,) = [line for line in lines if "database:" in line]
    assert told.startswith("FAIL  database: This database is not Kiosk's: it has tables of another program")
    assert "(goods, logs, orders, payments, promo, …) and none of Kiosk's." in told
    assert _bytes_of(url) == before
    had = await on(url, tables)
    with pytest.raises(NotKiosks):
        await upgrade(url)
    assert await on(url, tables) == had


async def test_a_first_start_tells_in_one_line_that_it_made_the_tables(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A first start began with eighty lines, one for each step that no shop has to take."""
    caplog.set_level(logging.INFO)
    new, older = (f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in ("new", "older"))
    await upgrade(new)
    assert [record.getMessage() for record in caplog.records if "evision" in record.getMessage()] == [
        f"The database is new: its tables are made, at revision {HEAD}."
    ]
    assert "Running upgrade" not in caplog.text
    await on(older, up("0083"))
    caplog.clear()
    await upgrade(older)
    assert "Running upgrade 0083 -> 0084" in caplog.text


async def test_an_empty_file_is_taken(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").touch()
    url = f"sqlite+aiosqlite:///{tmp_path}/kiosk.db"
    assert await found_revision(url) is None
    await upgrade(url)
    assert await found_revision(url) == HEAD


def _bytes_of(url: str) -> bytes | None:
    """Return the whole file, if there is one."""
    name = make_url(url).database or ""
    return Path(name).read_bytes() if url.startswith("sqlite") else None


KILLED = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.upgrade import upgrade

left = int(sys.argv[2])

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    left -= statement.lstrip().startswith("CREATE")
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(upgrade(sys.argv[1]))
"""


@pytest.mark.parametrize("statements", [2, 20])
async def test_a_kill_in_the_middle_of_it_leaves_a_database_that_starts(
    bare_url: str, statements: int
) -> None:
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, bare_url, str(statements), cwd=ROOT
    )
    assert await killed.wait() == -signal.SIGKILL
    assert await found_revision(bare_url) is None
    await upgrade(bare_url)
    assert await on(bare_url, tables) == TABLES


OF_MONEY = {
    "0072": (
        "INSERT INTO standstill (id, backup_at, restored_at, was_closed)"
        " VALUES (1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, false)"
    ),
    "0068": (
        "INSERT INTO invoice (payload, person_id, way, currency, amount_minor, credit_micro, credit_currency,"
        " created_at, expires_at, surcharge_micro)"
        " VALUES ('p', 1, 'stars', 'XTR', 1, 1, 'USD', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 5)"
    ),
}
"""By revision, a row that the tables before it cannot hold."""


@pytest.mark.parametrize("revision", OF_MONEY)
async def test_a_step_down_refuses_to_lose_what_money_needs(bare_url: str, revision: str) -> None:
    def rows_of_today(connection: Connection) -> None:
        ann = "INSERT INTO person (id, name, language, created_at, seen_at) VALUES (1, 'A', 'en', "
        connection.execute(text(ann + "CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"))
        connection.execute(text(OF_MONEY[revision]))

    below = f"{int(revision) - 1:04}"
    await on(bare_url, up(revision))
    await on(bare_url, down(below))
    await on(bare_url, up(revision))
    await on(bare_url, rows_of_today)
    before = await on(bare_url, shape)
    with pytest.raises(WouldLose, match="Put back a backup of before the upgrade"):
        await on(bare_url, down(below))
    assert await found_revision(bare_url) == revision
    assert await on(bare_url, shape) == before


TERMS_OF_BEFORE = {
    r'{"fields": {"comments": ["\"cost_micro\": 5}", "a\u0000b"]}, "cost_micro": 7000000000}': 7_000_000_000,
    '{"cost_micro": 12, "fields": {}}': 12,
    '{"fields": {"comments": ["cost_micro"]}}': None,
}
"""Terms as they stand in the rows, with what each order costs."""


async def test_what_orders_cost_is_read_out_of_terms_that_no_database_reads(bare_url: str) -> None:
    def orders_of_before(connection: Connection) -> None:
        ann = "INSERT INTO person (id, name, language, created_at, seen_at) VALUES (1, 'A', 'en', "
        connection.execute(text(ann + "CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"))
        order = text(
            "INSERT INTO orders (id, person_id, panel, service_id, link_key, terms, price_micro, currency, "
            "state, confirm_token, panel_order_id, not_before, created_at, placed_at, changed_at) "
            "VALUES (:id, 1, 'main', '1', 'k', :terms, 1, 'USD', 'pending', :token, :token, "
            "CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"
        )
        for number, terms in enumerate(TERMS_OF_BEFORE, 1):
            connection.execute(order, {"id": number, "terms": terms, "token": str(number)})

    await on(bare_url, up("0005"))
    await on(bare_url, orders_of_before)
    await upgrade(bare_url)
    costs = await on(
        bare_url,
        lambda connection: (
            connection.execute(text("SELECT cost_micro FROM orders ORDER BY id")).scalars().all()
        ),
    )
    assert costs == list(TERMS_OF_BEFORE.values())
    asked = text("SELECT count(*) FROM orders WHERE ask_at IS NULL")
    assert await on(bare_url, lambda connection: connection.execute(asked).scalar()) == 0


@pytest.mark.parametrize("sold_before", [True, False])
async def test_a_shop_that_was_at_work_is_asked_about_default_rules(bare_url: str, sold_before: bool) -> None:
    def service_of_before(connection: Connection) -> None:
        columns = "id, position, name, category, type, rate_micro"
        connection.execute(
            text(f"INSERT INTO service ({columns}) VALUES ('1', 0, 'Likes', 'Instagram', 'Default', 1)")  # noqa: S608 - ours
        )

    await on(bare_url, up("0055"))
    if sold_before:
        await on(bare_url, service_of_before)
    await upgrade(bare_url)
    states = text("SELECT key, state FROM hiding_set")
    found = await on(bare_url, lambda connection: [tuple(row) for row in connection.execute(states).all()])
    assert found == ([("", "asked")] if sold_before else [])


CARDS_OF_BEFORE = """
INSERT INTO person (id, name, language, created_at, seen_at) VALUES (1, 'A', 'en', NOW, NOW);
INSERT INTO broadcast (operator_id, content, state, created_at, progress_message_id)
    VALUES (1, '{}', 'sending', NOW, 11), (1, '{}', 'done', NOW, 12);
INSERT INTO standing (person_id, state, changed_at)
    VALUES (7, 'asking', LONG_AGO), (8, 'let_in', LONG_AGO), (9, 'refused', NOW);
INSERT INTO door_card (person_id, chat_id, message_id) VALUES (7, 1, 13), (8, 1, 14), (9, 1, 18);
INSERT INTO alert (kind, subject, state, facts, opened_at, changed_at, signaled_at, closed_at, due_at)
    VALUES ('panel_down', '', 'open', '{}', LONG_AGO, NOW, NOW, NULL, NULL),
        ('panel_down', '', 'closed', '{}', LONG_AGO, NOW, NOW, NOW, NULL),
        ('panel_down', '', 'closed', '{}', LONG_AGO, NOW, NOW, LONG_AGO, NOW),
        ('panel_down', '', 'closed', '{}', LONG_AGO, NOW, NOW, LONG_AGO, NULL);
INSERT INTO alert_card (alert_id, chat_id, message_id)
    VALUES (1, 1, 15), (1, 2, NULL), (2, 1, 19), (3, 1, 20), (4, 1, 21);
INSERT INTO orders (id, person_id, panel, service_id, link_key, terms, price_micro, currency, state,
    confirm_token, not_before, created_at, changed_at)
    VALUES (5, 1, 'main', '1', 'k', '{}', 1, 'USD', 'unknown', 't', NOW, NOW, NOW),
        (6, 1, 'main', '1', 'k', '{}', 1, 'USD', 'unknown', 'u', NOW, NOW, NOW),
        (7, 1, 'main', '1', 'k', '{}', 1, 'USD', 'unknown', 'v', NOW, NOW, NOW);
INSERT INTO inquiry (order_id, panel, state, opened_at, due_at, told, verdict, settled_at)
    VALUES (5, 'main', 'human', LONG_AGO, NOW, '{"1": 16, "5000000000": 17}', NULL, NULL),
        (6, 'main', 'settled', LONG_AGO, NOW, '{"1": 22}', 'voided', NOW),
        (7, 'main', 'settled', LONG_AGO, NOW, '{"1": 23}', 'voided', LONG_AGO);
INSERT INTO staff_card (chat_id, message_id, subject, of_queue, shown_at)
    VALUES (1, 16, 'review:5', true, NOW)
"""
"""Cards that were delivered before it was noted where they stand, and one opened out of the queue.

What was decided today may still be owed the edit that says so.
"""


async def test_cards_that_stand_at_an_upgrade_go_on_being_kept_up_to_date(bare_url: str) -> None:
    def rows_of_before(connection: Connection) -> None:
        rows = CARDS_OF_BEFORE.replace("NOW", "CURRENT_TIMESTAMP").replace(
            "LONG_AGO", "'2020-01-01 12:00:00'"
        )
        for statement in rows.split(";"):
            connection.exec_driver_sql(statement)

    await on(bare_url, up("0076"))
    await on(bare_url, rows_of_before)
    await upgrade(bare_url)
    standing = text("SELECT chat_id, message_id, subject FROM staff_card ORDER BY message_id")
    found = await on(bare_url, lambda connection: [tuple(row) for row in connection.execute(standing).all()])
    assert found == [
        (1, 11, "broadcast:1"),
        (1, 13, "door:7"),
        (1, 15, "alert:1"),
        (1, 16, "review:5"),
        (5_000_000_000, 17, "review:5"),
        (1, 18, "door:9"),
        (1, 19, "alert:2"),
        (1, 20, "alert:3"),
        (1, 22, "review:6"),
    ]
    old = text("SELECT count(*) FROM staff_card WHERE shown_at < '2020-01-02 00:00:00'")
    assert await on(bare_url, lambda connection: connection.execute(old).scalar()) == 0, "soon tidied away"
