"""`bot.py import`: people and balances from files that are wrong in many ways, and from other bots' files."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.importing import CannotImport, Wanted, bring
from playground.clock import HandClock
from settings import Settings
from shop.transfer import people_file
from storage.audit import audit
from storage.core.database import Database
from storage.core.lock import AlreadyRunning, one_kiosk
from storage.ledger.tables import account, journal
from storage.people.tables import person
from storage.transfer.other_bots import OURS, NoSuchBot, described, people_in
from tests.contracts.storage.stores import StoresUnderTest
from tests.in_process import KEY, TOKEN

GREED = (
    "CREATE TABLE users (user_id BIGINT PRIMARY KEY, first_name VARCHAR NOT NULL, last_name VARCHAR, "
    "username VARCHAR, language VARCHAR NOT NULL, credit INTEGER NOT NULL)"
)
TELEGRAM_SHOP = (
    "CREATE TABLE users (telegram_id BIGINT PRIMARY KEY, role_id INTEGER, balance NUMERIC(12, 2) NOT NULL, "
    "referral_id BIGINT, registration_date DATETIME, is_blocked BOOLEAN)"
)
SMOSERVICE = (
    "CREATE TABLE UserBalance (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, user_id INTEGER NOT NULL, "
    "balance FLOAT NOT NULL, check_activate INTEGER)"
)


def made(path: Path, table: str, rows: Sequence[tuple[object, ...]]) -> Path:
    """Make a bot's file: the table as it is described, with these rows."""
    name = table.split()[2]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(table)
        for row in rows:
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)  # noqa: S608 - of this test
    return path


class Shop:
    """A shop with a database, and what the command says to it."""

    def __init__(self, url: str, tmp_path: Path) -> None:
        self.settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # read from text
            bot_token=TOKEN,  # type: ignore[arg-type]  # read from text
            panel_url="http://127.0.0.1:1/panel/api/v2",
            panel_key=KEY,  # type: ignore[arg-type]  # read from text
            admin_ids="900",  # type: ignore[arg-type]  # read from text
            access="shop",
            database_url=url,
        )
        self.folder = tmp_path
        self.clock = HandClock()

    async def brings(self, file: Path, **named: object) -> list[str]:
        """Run the command; return its lines."""
        said: list[str] = []
        wanted = Wanted(file, **({"source": "oldbot"} | named))  # type: ignore[arg-type]  # of several kinds
        self.clock.advance(60)
        await bring(self.settings, wanted, self.clock, said.append)
        return said

    def csv(self, text: str) -> Path:
        """Make a CSV file."""
        file = self.folder / "people.csv"
        file.write_text(text, encoding="utf-8")
        return file

    async def wallets(self) -> dict[int, int]:
        """Return what people have."""
        database = Database(self.settings.database_url)
        stores = StoresUnderTest(database)
        rows = await stores.all(
            select(account.c.owner_id, account.c.balance_micro).where(account.c.kind == "wallet")
        )
        await database.close()
        return {row.owner_id: row.balance_micro for row in rows}


@pytest.fixture
async def shop(database: Database, database_url: str, tmp_path: Path) -> Shop:
    """A shop without people."""
    await database.close()
    return Shop(database_url, tmp_path)


HOSTILE = """id,name,balance,currency
5001,Cem,12.50,USD
5002,Dora,lots,USD
5003,Emre,-5,USD
5004,Fay,1e5,USD
5005,Gus,7,EUR
5001,Cem again,12.50,USD
-100123,A group,5,USD
5006,Hal,"1,000",USD
5007,\x1b[2J\u202e,nan,USD
5008,=1+1,0,
"""


async def test_a_dry_run_says_all_and_books_nothing(shop: Shop) -> None:
    said = await shop.brings(shop.csv(HOSTILE))
    assert [line.removeprefix("left out: ") for line in said[:-3]] == [
        "line 3: the balance is no amount: 'lots'",
        "line 4: the balance is negative; debts are not brought over: '-5'",
        "line 5: the balance is no amount: '1e5'",
        "line 6: the currency is not the shop's: 'EUR'",
        "line 7: the same person stands in an earlier line: '5001'",
        "line 8: the id is a group's or a channel's: '-100123'",
        "line 9: the balance can be two amounts; write it with two decimals: '1,000'",
        "line 10: the balance is no amount: 'nan'",
    ]
    assert said[-3:-1] == [
        "people.csv: people read: 2 (2 new, 0 known, 0 banned); lines left out: 8.",
        "Booked from oldbot before: 0. The others bring 12.50 USD.",
    ]
    assert "--book" in said[-1]
    assert await shop.wallets() == {}


async def test_a_column_that_is_not_read_is_named_before_anything_is_booked(shop: Shop) -> None:
    """A balance under a name that nobody knows here would be left behind."""
    said = await shop.brings(shop.csv("user_id,Saldo,\x1b[2J\n5001,12.50,x\n"))
    assert said[0] == r"Not read are the columns 'Saldo', '\x1b[2J'."
    assert said[2].endswith("bring 0.00 USD.")


async def test_columns_without_names_bring_nobody(shop: Shop) -> None:
    with pytest.raises(CannotImport, match="names them: id, name, username, language, balance"):
        await shop.brings(shop.csv("Kunde,Saldo\n5001,12.50\n"), books=True)
    assert await shop.wallets() == {}


async def test_what_is_booked_is_booked_once_for_its_source_and_person(shop: Shop) -> None:
    file = shop.csv(HOSTILE)
    said = await shop.brings(file, books=True)
    assert said[-1] == "Booked now: 12.50 USD. Balances: 1."
    again = await shop.brings(file, books=True)
    assert again[-2] == "Booked from oldbot before: 1. The others bring 0.00 USD."
    assert again[-1] == "Booked now: 0.00 USD. Balances: 0."
    assert await shop.wallets() == {5001: 12_500_000}
    database = Database(shop.settings.database_url)
    stores = StoresUnderTest(database)
    assert [row.key for row in await stores.all(select(journal.c.key))] == ["import:oldbot:5001"]
    findings = await audit(database, shop.clock.now())
    await database.close()
    assert [one for one in findings if not one.ok] == []


async def test_nothing_is_booked_while_a_kiosk_runs(shop: Shop) -> None:
    file = shop.csv(HOSTILE)
    async with one_kiosk(Database(shop.settings.database_url).url):
        assert await shop.brings(file)
        with pytest.raises(AlreadyRunning):
            await shop.brings(file, books=True)


async def test_greeds_people_come_with_their_cents_and_names(shop: Shop) -> None:
    rows = [
        (5001, "Cem", "Öz", "cemoz", "tr", 1250),
        (5002, "Dora", None, None, "en-US", -5),
        (5003, "Emre", None, None, "en", "lots"),
        (5004, "Fay", None, None, "en", 12.5),
        (5005, "Gus\nLee", None, None, "en", "700"),
        (5006, "x" * 300, None, None, "en", 0),
        (5007, "F" * 64, "L" * 64, None, "en", 100),
    ]
    file = made(shop.folder / "greed.db", GREED, rows)
    said = await shop.brings(file, bot="greed", books=True)
    assert [line.partition("left out: ")[2] for line in said if line.startswith("left out")] == [
        "line 3: the balance is negative; debts are not brought over: '-0.050000'",
        "line 4: the balance is no amount: 'lots units'",
        "line 5: the balance is no amount: '12.5 units'",
    ]
    assert await shop.wallets() == {5001: 12_500_000, 5005: 7_000_000, 5007: 1_000_000}
    stores = StoresUnderTest(Database(shop.settings.database_url))
    cem = await stores.people.find(5001)
    [row] = await stores.all(select(person.c.name).where(person.c.id == 5005))
    await stores.database.close()
    assert cem is not None
    assert (cem.name, cem.username, cem.language, row.name) == ("Cem Öz", "cemoz", "tr", "Gus Lee")


async def test_telegram_shops_people_come_with_their_bans(shop: Shop) -> None:
    rows = [
        (5001, 1, 12.5, None, None, 0),
        (5002, 1, 3, 5001, None, 1),
        (5003, 1, 1.005, None, None, None),
        (5004, 1, 1e300, None, None, 0),
        (5005, 1, "1,000", None, None, 0),
    ]
    file = made(shop.folder / "shop.db", TELEGRAM_SHOP, rows)
    said = await shop.brings(file, bot="telegram-shop", books=True)
    assert sum(line.startswith("left out") for line in said) == 2
    assert "people read: 3 (3 new, 0 known, 1 banned)" in said[2]
    assert await shop.wallets() == {5001: 12_500_000, 5002: 3_000_000, 5003: 1_005_000}


async def test_smoservices_people_are_not_its_row_numbers_and_stand_there_twice(shop: Shop) -> None:
    rows = [
        (1, 5001, 0.1 + 0.2, 0),
        (2, 5001, 99.0, 0),
        (3, 5002, float("inf"), 0),
        (4, 5003, -0.0000000001, 0),
    ]
    file = made(shop.folder / "database.db", SMOSERVICE, rows)
    said = await shop.brings(file, bot="smoservice", books=True)
    assert said[0] == "left out: line 3: the same person stands in an earlier line: '5001'"
    assert said[1] == "left out: line 4: the balance is no amount: 'Infinity'"
    assert await shop.wallets() == {5001: 300_000}


async def test_files_that_are_something_else_are_refused_with_what_to_do(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_file, "MOST_LINES", 2)
    greed = made(shop.folder / "greed.db", GREED, [])
    broken = shop.folder / "broken.db"
    broken.write_bytes(greed.read_bytes()[:5000])
    for file, bot, why in (
        (greed, "", "--from"),
        (greed, "telegram-shop", "no users.telegram_id"),
        (greed, "greed", "no lines of people"),
        (broken, "greed", "whole copy"),
        (greed, "nobot", "one of greed, smoservice, telegram-shop"),
        (shop.csv(HOSTILE), "greed", "that is none"),
        (shop.folder / "nowhere.csv", "", "There is no file"),
    ):
        with pytest.raises((CannotImport, NoSuchBot), match=why):
            await shop.brings(file, bot=bot)
    for content, why in (
        (b"\x89PNG\r\n", "neither text nor a SQLite file"),
        (b"id,balance\n", "no lines of people"),
        (b'id,name\n1,"Cem\n2,Dora\n', "no table from line 2 on"),
        (b"id,user_id,balance\n1,2,3\n", "columns id and user_id mean the same"),
        (b"x" * 20_000_001, "at most 20 MB"),
        (b"1\n2\n3\n", "more than 2 lines"),
    ):
        file = shop.folder / "odd.csv"
        file.write_bytes(content)
        with pytest.raises(CannotImport, match=why) as told:
            await shop.brings(file)
        assert "send" not in str(told.value).lower(), "nobody sends a file at a terminal"
    with pytest.raises(CannotImport, match="small"):
        await shop.brings(shop.csv(HOSTILE), source="Old Bot!")


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ('table = "x; DROP TABLE y"\ncolumns = {id = ["a"]}', "name of a table"),
        ('table = "x"\ncolumns = {id = ["a\\" FROM y --"]}', "names of columns"),
        ('table = "x"\ncolumns = {id = "a"}', "names of columns"),
        ('table = "x"\ncolumns = {name = ["a"]}', "at least the id"),
        ('table = "x"\ncolumns = {id = ["a"], age = ["b"]}', "'age' is none of"),
        ('table = "x"\ndecimals = 9\ncolumns = {id = ["a"]}', "decimals"),
        ('table = "x"\nextra = 1\ncolumns = {id = ["a"]}', "'extra' is none of"),
        ("table = ", "not valid TOML"),
        (f"decimals = {'9' * 5000}", "not valid TOML"),
    ],
)
def test_a_wrong_description_is_refused(toml: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(NoSuchBot, match=why):
        described(str(file))


def test_an_operators_own_description_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'table = "UserBalance"\n[columns]\nid = ["user_id"]\nbalance = ["balance"]\n', encoding="utf-8"
    )
    mine = made(tmp_path / "mine.db", SMOSERVICE, [(1, 5001, 2.5, 0)])
    assert people_in(mine, described(str(file))).splitlines() == ["id,balance", "5001,2.500000"]
    assert [described(name).table for name in OURS] == ["users", "UserBalance", "users"]


def test_a_copy_is_read_where_nothing_can_be_written_beside_it(tmp_path: Path) -> None:
    """As a read-only folder of a container: the copy of a bot that keeps a log of its writes was refused."""
    shop = made(tmp_path / "database.db", TELEGRAM_SHOP, [(5001, 1, 2.5, None, None, 0)])
    with closing(sqlite3.connect(shop)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    (tmp_path / "database.db-wal").mkdir()  # so the log cannot be made
    assert people_in(shop, described("telegram-shop")).splitlines()[1:] == ["5001,2.500000,0"]


def test_a_copy_with_its_log_is_read_with_what_is_in_it(tmp_path: Path) -> None:
    shop = made(tmp_path / "database.db", TELEGRAM_SHOP, [])
    with closing(sqlite3.connect(shop)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO users VALUES (5001, 1, 2.5, NULL, NULL, 0)")
        connection.commit()
        for tail in ("", "-wal"):
            copy = tmp_path / f"copy.db{tail}"
            copy.write_bytes(Path(f"{shop}{tail}").read_bytes())
    assert people_in(tmp_path / "copy.db", described("telegram-shop")).splitlines()[1:] == ["5001,2.500000,0"]
