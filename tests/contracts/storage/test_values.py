"""Values at their limits: moments, ids and amounts beyond 32 bits, and awkward text."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, StatementError

from shop.errors import ShopError
from shop.ordering.draft import Draft
from shop.ordering.reason import Reason, ReasonKind
from shop.person import Person
from shop.replies import Accepted, Refusal, Rejected
from storage.core.database import DatabaseTrouble
from storage.ledger.tables import MAXIMUM_MICRO, account
from storage.messages.inbox import Arrival
from storage.messages.tables import inbox
from storage.orders.tables import orders
from storage.people.tables import person
from storage.tables import metadata
from tests.contracts.storage.stores import ANN, BOB, NOON, StoresUnderTest

HOSTILE = "nul \0, half a pair \ud83d, the other half \udd8a, 🦊, \u202e, \x1b[31m, %s ? :x ' \" \\ ;--"
HELD = HOSTILE.replace("\0", "\ufffd").replace("\ud83d", "\ufffd").replace("\udd8a", "\ufffd")

MOMENTS = [
    NOON,
    NOON.replace(microsecond=0),
    NOON.replace(microsecond=1),
    datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2199, 2, 28, tzinfo=UTC),
    NOON.astimezone(timezone(timedelta(hours=5, minutes=45))),
    NOON.astimezone(timezone(-timedelta(hours=11))),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
async def test_moments_come_back_aware_and_in_utc(stores: StoresUnderTest, moment: datetime) -> None:
    order = await stores.reserved(now=moment)
    assert order.created_at == moment
    assert order.created_at.tzinfo is UTC
    [row] = await stores.all(select(orders.c.not_before))
    assert (row.not_before, row.not_before.tzinfo) == (moment, UTC)


async def test_moments_of_different_zones_are_compared_as_moments(stores: StoresUnderTest) -> None:
    east, west = (NOON.astimezone(timezone(timedelta(hours=hours))) for hours in (9, -9))
    await stores.reserved(now=east)
    assert await stores.queue.claim(west - timedelta(microseconds=1)) is None
    assert await stores.queue.claim(west) is not None


async def test_a_naive_moment_never_reaches_the_database(stores: StoresUnderTest) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await stores.people.seen(Person(1, "x", "en"), NOON.replace(tzinfo=None))
    assert await stores.people.find(1) is None


@pytest.mark.parametrize("number", [2**31, 2**52, MAXIMUM_MICRO])
async def test_ids_and_amounts_are_held_whole(stores: StoresUnderTest, number: int) -> None:
    await stores.people.seen(Person(number, "x", "en"), NOON)
    await stores.drafts.save(replace(Draft.new(number), card_message_id=number, answered_by=number), NOON)
    draft = await stores.drafts.find(number)
    assert draft is not None
    assert (draft.card_message_id, draft.answered_by) == (number, number)
    order = await stores.reserved(number, price_micro=number, quantity=number)
    assert (order.person_id, order.terms.price_micro, order.terms.quantity) == (number, number, number)
    [row] = await stores.all(select(orders.c.price_micro, orders.c.quantity))
    assert tuple(row) == (number, number)
    await stores.inbox.take_in([Arrival(number, number, "{}")], NOON)
    [waiting] = await stores.inbox.list_waiting(after=0, limit=1)
    assert (waiting.update_id, waiting.person_id) == (number, number)


async def test_an_id_no_column_holds_is_the_turns_own_error(stores: StoresUnderTest) -> None:
    """It is not DatabaseTrouble, which would be retried for ever."""
    with pytest.raises(Exception) as raised:  # noqa: PT011 - each driver has its own
        await stores.people.seen(Person(2**63, "x", "en"), NOON)
    assert not isinstance(raised.value, DatabaseTrouble)
    assert await stores.people.find(ANN) is not None


async def test_a_value_of_no_type_that_a_column_has_is_the_turns_own_error(stores: StoresUnderTest) -> None:
    """A payment whose number is a list was tried again for ever, and its person never served again."""
    nonsense: Any = ["c1", {"value": 1}]
    with pytest.raises(Exception) as raised:  # noqa: PT011 - each driver has its own
        await stores.payments.was_returned("stars", nonsense, NOON)
    assert not isinstance(raised.value, DatabaseTrouble)


async def test_text_that_no_database_holds_is_held_with_a_mark(stores: StoresUnderTest) -> None:
    await stores.people.seen(Person(ANN, HOSTILE, "en", username=HOSTILE), NOON)
    ann = await stores.people.find(ANN)
    assert ann is not None
    assert (ann.name, ann.username) == (HELD, HELD)
    await stores.inbox.take_in([Arrival(1, ANN, HOSTILE)], NOON)
    [row] = await stores.inbox.list_waiting(after=0, limit=1)
    assert row.raw == HELD
    await stores.inbox.set_aside(row.seq, HOSTILE, NOON)
    [aside] = await stores.all(select(inbox.c.error))
    assert aside.error == HELD


async def test_what_a_panel_says_can_always_be_stored(stores: StoresUnderTest) -> None:
    refused = await stores.settled(Rejected(Refusal.OTHER, HOSTILE, 200, HOSTILE))
    assert refused.reason == Reason(ReasonKind.OTHER, HELD)
    placed = await stores.settled(Accepted("1", 200, HOSTILE))
    assert placed.panel_order_id == "1"


async def test_what_a_person_typed_is_kept_in_the_terms(stores: StoresUnderTest) -> None:
    fields = {"comments": ["one ' \"", "two\n🦊"], "username": "a\\b", "posts": 2**40}
    order = await stores.reserved(fields=fields, service_name=HELD, link="https://x.y/?q=%00&p='")
    assert order.terms.fields == fields
    assert order.terms.service_name == HELD
    assert await stores.broken() == set()


async def test_json_that_no_database_reads_back_is_held_with_a_mark(stores: StoresUnderTest) -> None:
    """PostgreSQL would store it, and fail every later query about that row."""
    order = await stores.reserved(fields={"comments": [HOSTILE]}, service_name=HOSTILE)
    assert (order.terms.fields, order.terms.service_name) == ({"comments": [HELD]}, HELD)
    [row] = await stores.all(select(orders.c.terms["service_name"].as_string()))
    assert row[0] == HELD
    assert await stores.broken() == set()


async def test_an_account_holds_as_much_as_can_be_reckoned_with_and_no_more(stores: StoresUnderTest) -> None:
    """SQLite would continue in floating point, and no audit would run any more."""
    await stores.given(ANN, MAXIMUM_MICRO)
    with pytest.raises(ShopError, match="account_full"):
        await stores.given(ANN, 1)
    for price in (MAXIMUM_MICRO, MAXIMUM_MICRO // 2):
        with contextlib.suppress(ShopError):
            await stores.reserved(BOB, price_micro=price)
    assert len(await stores.all(select(orders))) == 1
    assert await stores.broken() == set()
    [row] = await stores.all(select(func.max(account.c.balance_micro)))
    assert row[0] == MAXIMUM_MICRO
    with pytest.raises(DBAPIError):
        await stores.break_by_hand(f"UPDATE account SET balance_micro = {MAXIMUM_MICRO} + 1")  # noqa: S608 - a number


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=some.text(some.characters(), max_size=40))
async def test_any_name_can_be_stored(stores: StoresUnderTest, name: str) -> None:
    await stores.people.seen(Person(ANN, name, "en"), NOON)
    ann = await stores.people.find(ANN)
    assert ann is not None
    assert len(ann.name) == len(name)


async def test_a_state_the_code_does_not_know_is_refused(stores: StoresUnderTest) -> None:
    await stores.reserved()
    for table in ("orders", "outbox"):
        with pytest.raises(Exception, match="state_known"):
            await stores.break_by_hand(f"UPDATE {table} SET state = 'lost'")  # noqa: S608 - our own words


async def test_a_price_below_nothing_is_refused(stores: StoresUnderTest) -> None:
    await stores.reserved()
    with pytest.raises(Exception, match="price_not_negative"):
        await stores.break_by_hand("UPDATE orders SET price_micro = -1")


async def test_an_order_of_nobody_is_refused(stores: StoresUnderTest) -> None:
    await stores.reserved()
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await stores.break_by_hand("DELETE FROM person")
    assert len(await stores.all(select(person))) == 3


def test_no_column_holds_money_as_anything_but_whole_numbers() -> None:
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    assert {str(column.type) for column in columns if column.name.endswith("_micro")} == {"BIGINT"}
    assert not {"FLOAT", "REAL", "NUMERIC"} & {str(column.type) for column in columns}
