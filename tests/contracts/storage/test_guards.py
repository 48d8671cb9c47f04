"""The audit as a guard: it reports what it cannot check, sees new rows at once, and always ends."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from shop.alerts import AlertKind
from storage import audit as auditing
from storage.alerts.store import Alerts
from storage.audit import Audited, audit
from storage.core.async_engines import for_migrating
from storage.core.database import Database, DatabaseTrouble
from storage.upgrade import upgrade
from tests.contracts.storage.stores import ANN, BOB, NOON, StoresUnderTest

HOUR = timedelta(hours=1)
BREAK = "UPDATE account SET balance_micro = balance_micro + 1 WHERE kind = 'revenue:sales'"
MEND = "UPDATE account SET balance_micro = balance_micro - 1 WHERE kind = 'revenue:sales'"
NO_TOPUPS, TOPUPS_AGAIN = "ALTER TABLE topup RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO topup"
OF_TOPUPS = {"income-is-paid", "receipt-is-booked", "surcharge-is-booked"}
"""The promises that cannot be checked without the table of top-ups."""


@pytest.fixture
async def own(bare_url: str) -> AsyncIterator[StoresUnderTest]:
    """Stores with one sale, whose schema may be changed."""
    await upgrade(bare_url)
    stores = StoresUnderTest(Database(bare_url))
    await stores.open()
    await stores.placed("1")
    yield stores
    await stores.database.close()


async def alter(stores: StoresUnderTest, *statements: str) -> None:
    engine = for_migrating(stores.database.url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def guard(stores: StoresUnderTest) -> auditing.Audit:
    return auditing.Audit(stores.database, stores.ledger)


async def keys(stores: StoresUnderTest, now: datetime = NOON) -> list[str]:
    """Return what the audit came to, and which alerts of the books are open since."""
    audited = await guard(stores).run(now)
    said = ("unchecked" * bool(audited.unchecked), "broken" * bool(audited.broken), "fine" * audited.is_fine)
    open_now = await Alerts(stores.database).list_of({AlertKind.BOOKS_BROKEN})
    assert bool(open_now) is (await stores.ledger.halted() is not None)
    return [one for one in said if one]


async def test_what_cannot_be_checked_is_a_finding_and_keeps_no_other_from_being_checked(
    own: StoresUnderTest,
) -> None:
    await alter(own, NO_TOPUPS, BREAK)
    findings = {one.id: one for one in await audit(own.database, NOON)}
    unchecked = {name for name, one in findings.items() if one.breaches is None}
    assert unchecked == OF_TOPUPS
    assert all(not findings[name].ok and "topup" in findings[name].trouble for name in OF_TOPUPS)
    assert {name for name, one in findings.items() if one.breaches} == {"book-adds-up", "balance-is-booked"}


async def test_what_cannot_be_checked_is_told_and_neither_stops_money_nor_lets_it_go_on(
    own: StoresUnderTest,
) -> None:
    await alter(own, NO_TOPUPS)
    audited = await guard(own).run(NOON)
    assert not audited.broken
    assert all(name in audited.unchecked for name in OF_TOPUPS)
    assert await own.ledger.halted() is None
    await alter(own, BREAK)
    assert await keys(own) == ["unchecked", "broken"]
    await alter(own, MEND)
    assert await keys(own) == ["unchecked"]
    assert await own.ledger.halted() is not None
    await alter(own, TOPUPS_AGAIN)
    assert await keys(own) == ["fine"]
    assert await own.ledger.halted() is None


async def test_books_that_cannot_be_read_at_all_are_told_as_that(own: StoresUnderTest) -> None:
    closed = StoresUnderTest(Database(str(own.database.url.set(database="/nowhere/at/all"))))
    try:
        with pytest.raises(DatabaseTrouble):
            await audit(closed.database, NOON)
    finally:
        await closed.database.close()


async def test_terms_that_the_database_cannot_read_back_blind_nobody(stores: StoresUnderTest) -> None:
    """As before JSON had its own type: PostgreSQL stores a NUL, and can never read it."""
    await stores.placed("1")
    spoil = "UPDATE {} SET terms = replace(CAST(terms AS TEXT), 'Followers', 'F{}')"
    spoil += "" if stores.database.is_sqlite else "::json"
    spoilt = [spoil.format(one, sign) for sign in (r"\u0000", r"\ud83d") for one in ("orders", "confirm")]
    await stores.break_by_hand(*spoilt[:2])
    await stores.reserved(BOB)
    await stores.break_by_hand(*spoilt[2:])
    assert await stores.broken() == set()
    await stores.break_by_hand("UPDATE orders SET price_micro = price_micro + 1 WHERE id = 1")
    assert "order-as-confirmed" in await stores.broken()


async def test_an_hour_later_only_what_is_new_is_looked_at_and_all_of_it_once_a_day(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "OVERLAP", 0)
    await stores.placed("1")
    assert await keys(stores) == []
    await stores.placed("2", BOB)
    await stores.break_by_hand("UPDATE orders SET placed_at = NULL WHERE panel_order_id = '1'")
    assert await keys(stores, NOON + HOUR) == []
    await stores.placed("3")
    await stores.break_by_hand("UPDATE orders SET placed_at = NULL WHERE panel_order_id = '3'")
    assert await guard(stores).run(NOON + HOUR) == Audited(broken="placed-has-id: 1")


@pytest.mark.parametrize("later", [timedelta(days=1), -HOUR], ids=["a day", "the clock was set back"])
async def test_everything_is_looked_at_once_a_day(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    monkeypatch.setattr(auditing, "OVERLAP", 0)
    await stores.placed("1")
    assert await keys(stores) == []
    await stores.break_by_hand("UPDATE orders SET placed_at = NULL WHERE panel_order_id = '1'")
    assert await keys(stores, NOON + later) == ["broken"]


async def test_a_halt_is_lifted_only_when_everything_was_looked_at(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "OVERLAP", 0)
    await stores.placed("1")
    assert await keys(stores) == []
    await stores.break_by_hand("UPDATE orders SET placed_at = NULL WHERE panel_order_id = '1'")
    await stores.ledger.stop("a finding", NOON)
    assert await keys(stores, NOON + HOUR) == []
    assert await stores.ledger.halted() == "a finding"


async def test_what_was_not_found_in_order_is_looked_at_again(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a promise could not be checked, the next audit begins where this one began."""
    monkeypatch.setattr(auditing, "OVERLAP", 0)
    assert await keys(stores) == []
    await stores.placed("1")
    await stores.break_by_hand("UPDATE orders SET placed_at = NULL WHERE panel_order_id = '1'")
    monkeypatch.setattr(auditing, "ALL_SECONDS", 0.0)
    assert await keys(stores, NOON + HOUR) == ["unchecked"]
    monkeypatch.undo()
    assert await keys(stores, NOON + 2 * HOUR) == ["broken"]


ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT count(*) FROM pg_sleep(3600)",
}


async def test_a_question_without_an_end_is_ended_and_nobody_waits_for_it(stores: StoresUnderTest) -> None:
    question = text(ENDLESS["sqlite" if stores.database.is_sqlite else "postgresql"])
    began = time.monotonic()
    asking = asyncio.create_task(stores.database.go_over(lambda one: one.execute(question), 3))
    await asyncio.sleep(0)
    await stores.given(ANN, 5)
    assert await stores.ledger.balance(stores.wallet(ANN)) == 5
    assert not asking.done()
    with pytest.raises(DatabaseTrouble):
        await asking
    assert time.monotonic() - began < 10
    assert await stores.database.go_over(lambda one: one.scalar(text("SELECT 1")), 5) == 1
