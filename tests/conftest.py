"""Shared fixtures: the harness, with the kiosk between a fake Telegram and a fake panel."""

import os

os.environ["PTB_TIMEDELTA"] = "true"  # before PTB is imported; see bot.py

import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from playground.spec import load_oracle
from playground.telegram import FakeTelegram
from storage.upgrade import upgrade
from tests.compiled_once import share_compiled_statements
from tests.contracts.storage.postgres import PostgresServer, running_postgres
from tests.in_memory import in_memory
from tests.in_process import Harness
from tests.root_logger import root_logger_put_back

__all__ = ["Harness"]

pytest_plugins = ["tests.sampling", "tests.slowest"]

# How long one example takes says more of the machine than of us: a first one may read a language's data.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make pictures` has the browser tests make the README's pictures."""
    parser.addoption("--pictures", default="", help="the folder for the browser tests' screenshots")


def pytest_configure() -> None:
    """Keep databases and other files of tests in memory if there is room."""
    share_compiled_statements()
    if memory := in_memory():
        os.environ["TMPDIR"] = tempfile.tempdir = memory


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Exempt the imported modules from garbage collection: they stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_xdist_auto_num_workers() -> int:
    """Use two workers more than there are cores: many tests wait for processes, locks and sockets."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every worker begin with its share of the slow tests, so that none is left for the end.

    Each gets an even part of the list at first, and takes from the others' ends later. Among the
    slow ones, and among the rest, the order stays the random one it was.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.get_closest_marker("slow")]
    quick = [item for item in items if not item.get_closest_marker("slow")]
    items[:] = [item for n in range(workers) for part in (slow, quick) for item in part[n::workers]]


@pytest.fixture(autouse=True)
def nothing_found(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Give every fake Telegram the oracle; each finding fails the test.

    A finding is a request, an answer or an update that the Bot API's specification does
    not allow, a call of something the fake does not model, or an error inside a fake,
    which the kiosk's retry would hide.
    """
    born: list[FakeTelegram] = []

    def judged(telegram: FakeTelegram) -> None:
        telegram.oracle = load_oracle()
        born.append(telegram)

    monkeypatch.setattr(FakeTelegram, "on_birth", judged)
    yield
    found = [str(finding) for telegram in born for finding in telegram.findings]
    logged = [*caplog.get_records("setup"), *caplog.get_records("call")]
    found += [line.getMessage() for line in logged if line.name == "aiohttp.server"]
    if found:
        pytest.fail("The playground found:\n" + "\n".join(found), pytrace=False)


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command that a test calls sets the log up, without warnings, and later tests would miss theirs."""
    with root_logger_put_back():
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with empty tables, made once per worker and copied for each test."""
    import asyncio

    path = tmp_path_factory.mktemp("database") / "empty.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, one per worker, without databases of ours."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """This test's own new database."""
    return Path(shutil.copy(empty_database, tmp_path / "kiosk.db"))


@pytest.fixture
async def harness(database_file: Path) -> AsyncIterator[Harness]:
    """The kiosk in process, open, with empty chats."""
    harness = Harness(database_file)
    await harness.opens()
    yield harness
    await harness.closes()
