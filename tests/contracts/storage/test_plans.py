"""No statement of the stores reads or sorts a whole growing table: on both databases, with 100,000 orders.

Everything that can happen happens, every public method of every store is
called, and each statement that was heard is explained by the database; SQLite
also does it once more, and its work is counted. KIOSK_PLANS_ORDERS is another
number of orders; among a few, a database rightly reads all. Not heard are the
audit's own questions, and the lock of a kiosk.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.crowd import crowd
from storage.core.database import Database
from storage.upgrade import upgrade
from tests.contracts.storage.everything import Everything, begins
from tests.contracts.storage.plans import Heard, faults_on_postgresql, faults_on_sqlite, methods
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import StoresUnderTest
from tests.contracts.storage.test_audit import fill

pytestmark = pytest.mark.slow

ORDERS = int(os.environ.get("KIOSK_PLANS_ORDERS", "100000"))

_ONCE = "once, when books of an earlier release get their names or the operator moves them to another panel"
_AT_A_START = "a read at a start, before anybody is served, of what people have in their wallets"
_SAID_NEWEST = "the newest few, by their number: the limit ends it"
_NAMED = "an operator looks for somebody by name; a read"
_EXPORT = "a page of an export, along its key, as far as its limit"
_ERASED = "a read, a few times for somebody who has their data deleted; what it finds is emptied by number"
_CLOCK = "once, when the computer's clock was set"
_TEN_MINUTES = "a read, every ten minutes"
_IN_LINE = "the orders that wait, by an index of these alone"
_FIRST_LOOK = "a read, once a panel account: when our first order there was made"
_RESTORED = "after a restore, while the shop stands still and nobody waits for it"

_OWN_LETTERS = "the letters that wait for one person: a few, locked in order"
_OPEN_ALERTS = "the open alerts, locked by number: each is something that is wrong now"

ALLOWED: dict[str, str] = {
    "Identities.begin SELECT inbox": _SAID_NEWEST,
    "Identities.begin SELECT served": _ONCE,
    "Identities.begin UPDATE orders": _ONCE,
    "Identities.begin UPDATE served": _ONCE,
    "Identities.begin UPDATE inquiry": _ONCE,
    "Identities.begin UPDATE invoice": _ONCE,
    "Identities.begin UPDATE payment": _ONCE,
    "Identities.begin UPDATE works": _ONCE,
    "Identities.move_panel SELECT served": _ONCE,
    "Identities.move_panel UPDATE orders": _ONCE,
    "Identities.move_panel UPDATE served": _ONCE,
    "Identities.move_panel UPDATE inquiry": _ONCE,
    "Identities.move_panel UPDATE works": _ONCE,
    "Identities.refusals SELECT account": _AT_A_START,
    "Identities.refusals SELECT payment": "a read at a start, where the bot is another one than before",
    "Identities.refusals SELECT works": "a read at a start, where the bot is another one than before",
    "Identities.settle SELECT account": "at a start, before anybody is served: is there money of elsewhere?",
    "Identities.settle SELECT sorts": "the currencies that the wallets are in: a few",
    "Standstills.count_orders SELECT orders": _RESTORED,
    "Standstills.count_orders SELECT works": _RESTORED,
    "Standstills.go_on UPDATE inquiry": _RESTORED,
    "Orders.reserve SELECT served": "the highest rank, which is the last of its index",
    "ServiceRoutes.hand_over SELECT served": "the highest rank, which is the last of its index",
    "ServiceRoutes.list_held SELECT orders": _IN_LINE,
    "ServiceRoutes.list_held SELECT sorts": _IN_LINE,
    "Orders.give_up_left_behind SELECT orders": _IN_LINE,
    "Orders.give_up_left_behind SELECT sorts": _IN_LINE,
    "MassOrders.reserve SELECT served": "the highest rank, which is the last of its index",
    "OrderQueue.recover SELECT sorts": "at a start: the few in flight, locked by number",
    "OrderQueue.recover_left_behind SELECT sorts": "at a start: the few in flight, locked by number",
    "People.choose_shop_news SELECT sorts": _OWN_LETTERS,
    "People.unreachable SELECT sorts": _OWN_LETTERS,
    "Erasures.begin SELECT sorts": _OWN_LETTERS,
    "StaffStore.put_out SELECT sorts": _OWN_LETTERS,
    "StaffStore.stand SELECT sorts": _OWN_LETTERS,
    "Alerts.begin SELECT sorts": _OPEN_ALERTS,
    "Alerts.settle SELECT sorts": _OPEN_ALERTS,
    "Alerts.end_of_others SELECT sorts": _OPEN_ALERTS,
    "Alerts.place_due SELECT sorts": _OPEN_ALERTS,
    "Alerts.spread SELECT sorts": _OPEN_ALERTS,
    "Alerts.ring_again SELECT sorts": _OPEN_ALERTS,
    "Alerts.leave SELECT sorts": _OPEN_ALERTS,
    "CaseStore.note_check SELECT attempt": _SAID_NEWEST,
    "CaseStore.note_balance SELECT attempt": _SAID_NEWEST,
    "CaseStore.note_balance SELECT sorts": "those given up in the last day, and only if money left",
    "CaseStore.would_teach SELECT attempt": _SAID_NEWEST,
    "CatalogueStore.heard_balance SELECT attempt": _SAID_NEWEST,
    "SurroundingsStore.surroundings SELECT attempt": _SAID_NEWEST,
    "OrphanLooks.list_numbered SELECT attempt": _SAID_NEWEST,
    "OrphanLooks.begin SELECT orders": _FIRST_LOOK,
    "OrphanLooks.begin SELECT sorts": _FIRST_LOOK,
    "OrphanLooks.begin SELECT works": _FIRST_LOOK,
    "Orders.count_by_state SELECT orders": "an operator asks for all orders by state; a read, by an index",
    "Orders.count_by_state SELECT works": "an operator asks for all orders by state; a read, by an index",
    "Inbox.count_by_state SELECT inbox": "an operator asks for the updates of three days by state; a read",
    "Inbox.count_by_state SELECT works": "an operator asks for the updates of three days by state; a read",
    "Requests.refills_to_follow SELECT sorts": "those under way, by an index of these alone",
    "Directory.search SELECT person": _NAMED,
    "Directory.search SELECT sorts": "the few whose names fit; a read, an operator looks for somebody",
    "Directory.list_page SELECT person": "an index in the list's order, to the page's end: 10,000 at most",
    "Directory.list_page SELECT sorts": "the staff, or who is banned: named one by one, a thousand at most",
    "People.count_reachable SELECT person": "how many a broadcast would reach; a read, an operator asks",
    "People.find_listed SELECT person": _NAMED,
    "Broadcasts.start INSERT person": "a message for everybody",
    "Broadcasts.start SELECT person": "the clocks of everybody, for a message in their daytime",
    "Broadcasts.start SELECT sorts": "the clocks of everybody, a few, for a message in their daytime",
    "Erasures.wipe_traces SELECT inbox": _ERASED,
    "Erasures.wipe_traces SELECT outbox": _ERASED,
    "Erasures.wipe_traces SELECT works": _ERASED,
    "PaymentReturns.list_returning SELECT payment": _TEN_MINUTES,
    "StarsList.begins SELECT invoice": _TEN_MINUTES,
    "Tidying.tidy SELECT invoice": "a read, once a round of tidying; what it finds is deleted by number",
    "Tidying.tidy SELECT topup": "a read, once a round of tidying; what it finds is deleted by number",
    "Identities.settle UPDATE invoice": "once, when the operator has changed the currency",
    "Exports.page SELECT account": _EXPORT,
    "Exports.page SELECT journal": _EXPORT,
    "Exports.page SELECT posting": _EXPORT,
    "Watching.week_micro SELECT orders": _SAID_NEWEST,
    "DeskFigures.spent SELECT orders": _SAID_NEWEST,
    "Watching.week_micro SELECT works": _SAID_NEWEST,
    "Watching.is_accepted_since SELECT attempt": _SAID_NEWEST,
    "Watching.count_star_payments SELECT payment": "a read, once a day",
    "Waits.move UPDATE invoice": _CLOCK,
    "Waits.move UPDATE orders": _CLOCK,
    "Waits.move UPDATE person": _CLOCK,
    "Waits.move UPDATE told_service": _CLOCK,
    "Waits.move UPDATE wallet_change": _CLOCK,
    "Waits.move UPDATE works": _CLOCK,
}
"""What may go through a table or sort, by method, verb and table, and why."""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """The statements from the first call on."""
    heard = Heard()
    heard.note_calls(monkeypatch)
    return heard


@pytest.fixture(params=["sqlite", "postgresql"])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StoresUnderTest]:
    """This test's own empty database."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'crowd.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.create("crowd")
        url = server.url("crowd")
    await upgrade(url)
    stores = StoresUnderTest(Database(url))
    await stores.database.open()
    yield stores
    await stores.database.close()


async def test_no_statement_reads_all_there_ever_was(stores: StoresUnderTest, heard: Heard) -> None:
    heard.listen(stores.database)
    await begins(stores)
    await crowd(stores.database, ORDERS)
    await stores.open()
    await fill(stores)
    await Everything(stores, at_work=ORDERS).happens()
    missing = {getattr(store, name).__qualname__ for store, name in methods()} - heard.called
    assert not missing, "these were never asked anything: " + ", ".join(sorted(missing))
    is_sqlite = stores.database.is_sqlite
    faults = (
        list(faults_on_sqlite(stores.database, heard))
        if is_sqlite
        else await faults_on_postgresql(stores.database, heard)
    )
    wrong = [f"{fault.where}: {fault.told}" for fault in faults if fault.where not in ALLOWED]
    assert not wrong, f"{len(wrong)} of {len(heard.statements)}:\n\n" + "\n\n".join(wrong)
    # The database's statistics choose between two plans, so not every allowance is needed each time.
    stale = {where for where in ALLOWED if where.rsplit(" ", 2)[0] not in heard.called}
    assert not stale, f"nobody calls what this allows: {sorted(stale)}"
