"""The ledger: entries stay, are booked once, and no wallet pays more than it has."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from shop.errors import ShopError
from shop.ledger.journals import (
    Account,
    AccountKind,
    FundsShort,
    JournalEntry,
    JournalKind,
    Posting,
    granting,
    withdrawing,
)
from shop.notice import wallet_changed
from shop.ordering.order import OrderState
from shop.ordering.place import settlement_of
from shop.ordering.status_tracking import follow
from shop.replies import Accepted, PanelState, Refusal, Rejected, StatusReport
from storage.core.database import Database, DatabaseTrouble
from storage.ledger.store import BookBroken, Ledger
from storage.ledger.tables import APPEND_ONLY, account, journal, posting
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, TERMS, StoresUnderTest

PRICE = TERMS.price_micro


@pytest.fixture
async def paying(database: Database) -> StoresUnderTest:
    """Stores in which nobody has credit, as in an open shop."""
    stores = StoresUnderTest(database, credit_micro=0)
    await stores.open()
    return stores


async def have(stores: StoresUnderTest, kind: str = "wallet", owner: int | None = ANN) -> int:
    return await stores.ledger.balance(Account(kind, owner, TERMS.currency))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {}"])
async def test_nothing_booked_can_be_changed_or_deleted(
    table: str, change: str, stores: StoresUnderTest
) -> None:
    await stores.given(ANN, 5)
    column = {"journal": "reason = 'x'", "posting": "amount_micro = 7"}[table]
    with pytest.raises(IntegrityError, match="append-only"):
        await stores.break_by_hand(change.format(table, column))
    assert await have(stores) == 5
    assert await stores.broken() == set()


async def test_a_journal_that_does_not_add_up_cannot_even_be_made() -> None:
    wallet, sales = Account("wallet", ANN, "USD"), Account(AccountKind.SALES, None, "USD")
    for postings in (
        (Posting(wallet, 5),),
        (Posting(wallet, 5), Posting(sales, -4)),
        (Posting(wallet, 5), Posting(Account(AccountKind.SALES, None, "EUR"), -5)),
        (Posting(wallet, 0), Posting(sales, 0)),
    ):
        with pytest.raises(ValueError, match="does not add up"):
            JournalEntry("key", JournalKind.TOPUP, postings)


async def test_a_key_is_booked_once_however_often_and_by_however_many(stores: StoresUnderTest) -> None:
    top_up = granting("form-1", stores.wallet(ANN), 700, actor_id=OLGA, reason="a gift")
    done = await asyncio.gather(*(stores.booked(top_up) for _ in range(20)))
    assert sorted(done) == [[False]] * 19 + [[True]]
    assert await have(stores) == 700
    assert await have(stores, AccountKind.PROMO, None) == -700
    assert await stores.broken() == set()


async def test_a_wallet_that_has_too_little_pays_nothing_and_leaves_no_trace(paying: StoresUnderTest) -> None:
    await paying.given(ANN, PRICE - 1)
    with pytest.raises(FundsShort) as short:
        await paying.reserved()
    assert (short.value.needed_micro, short.value.balance_micro, short.value.missing_micro) == (
        PRICE,
        PRICE - 1,
        1,
    )
    assert await have(paying) == PRICE - 1
    assert await paying.states() == {}
    assert len(await paying.all(select(journal))) == 1
    await paying.given(ANN, 1)
    assert (await paying.reserved()).state is OrderState.RESERVED
    assert (await have(paying), await have(paying, AccountKind.HELD)) == (0, PRICE)
    assert await paying.broken() == set()


async def test_two_hundred_spends_at_once_from_a_wallet_that_affords_fifty(paying: StoresUnderTest) -> None:
    price = 1_000_000
    await paying.given(ANN, 50 * price + 999_999)
    journals = [
        withdrawing(f"form-{n}", paying.wallet(ANN), price, actor_id=OLGA, reason="spent") for n in range(200)
    ]
    ended = await asyncio.gather(*(paying.booked(one) for one in journals), return_exceptions=True)
    assert sum(one == [True] for one in ended) == 50
    assert {type(one) for one in ended if one != [True]} == {FundsShort}
    assert await have(paying) == 999_999
    assert await paying.broken() == set()


async def test_credit_lets_a_wallet_go_below_zero_as_far_as_it_reaches(database: Database) -> None:
    stores = StoresUnderTest(database, credit_micro=PRICE + 5)
    await stores.open()
    await stores.reserved()
    with pytest.raises(FundsShort) as short:
        await stores.reserved()
    assert short.value.balance_micro == 5
    assert await have(stores) == -PRICE
    boundless = replace(stores, credit_micro=None)
    await boundless.reserved()
    assert await have(stores) == -2 * PRICE
    # The shop opens to everybody: a person in debt can be credited, and cannot spend until the debt is paid.
    strict = replace(stores, credit_micro=0)
    await strict.given(ANN, 7)
    with pytest.raises(FundsShort):
        await strict.reserved()
    assert await have(stores) == 7 - 2 * PRICE
    assert await stores.broken() == set()


async def test_the_database_itself_refuses_a_wallet_below_its_credit(paying: StoresUnderTest) -> None:
    await paying.given(ANN, 5)
    with pytest.raises(IntegrityError):
        await paying.break_by_hand("UPDATE account SET balance_micro = -1 WHERE kind = 'wallet'")
    assert await have(paying) == 5


async def test_an_order_at_the_panel_is_paid_and_a_refused_one_is_not(stores: StoresUnderTest) -> None:
    await stores.placed("1")
    assert (
        await have(stores),
        await have(stores, AccountKind.HELD),
        await have(stores, AccountKind.SALES, None),
    ) == (-PRICE, 0, PRICE)
    await stores.settled(Rejected(Refusal.LINK, "bad link"), BOB)
    assert (await have(stores, owner=BOB), await have(stores, AccountKind.HELD, BOB)) == (0, 0)
    assert await stores.broken() == set()


async def test_what_was_withdrawn_or_waited_too_long_comes_back(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    assert await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert not await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    for _ in range(3):
        await stores.reserved(BOB)
    assert await have(stores, AccountKind.HELD, BOB) == 3 * PRICE
    assert await stores.orders.give_up_waiting(NOON + 31 * MINUTE) == 3
    assert (await have(stores), await have(stores, owner=BOB), await have(stores, AccountKind.HELD, BOB)) == (
        0,
        0,
        0,
    )
    assert await stores.broken() == set()


async def test_ends_that_flip_repeat_or_come_late_never_give_back_more_than_was_due(
    stores: StoresUnderTest,
) -> None:
    order = await stores.placed("1", price_micro=1_000_001, quantity=1000)
    ends = (
        (PanelState.PARTIAL, 333, 333_000),
        (PanelState.PARTIAL, 333, 333_000),
        (PanelState.PARTIAL, 100, 333_000),
        (PanelState.IN_PROGRESS, 500, 333_000),
        (PanelState.PARTIAL, None, 333_000),
        (PanelState.PARTIAL, 5_000, 333_000),
        (PanelState.COMPLETED, 0, 333_000),
        (PanelState.PARTIAL, 500, 500_000),
        (PanelState.CANCELED, 500, 1_000_001),
        (PanelState.PARTIAL, 1000, 1_000_001),
    )
    for state, remains, given_back in ends:
        report = StatusReport(state, state.value, remains=remains)
        stale = order
        order = await stores.order(order.id)
        await stores.swept.apply([follow(order, report, NOON + MINUTE)] * 2)
        await stores.swept.apply([follow(stale, report, NOON + MINUTE)])
        order = await stores.order(order.id)
        assert order.refunded_micro == given_back, (state, remains)
        assert await have(stores) == given_back - 1_000_001
        assert await stores.broken() == set()


async def test_an_end_and_what_it_gives_back_are_stored_together_or_not_at_all(
    stores: StoresUnderTest,
) -> None:
    order = await stores.placed("1")
    canceled = follow(order, StatusReport(PanelState.CANCELED, "Canceled"), NOON)
    await stores.break_by_hand("ALTER TABLE posting RENAME TO away")
    try:
        with pytest.raises(DatabaseTrouble):
            await stores.swept.apply([canceled])
    finally:
        await stores.break_by_hand("ALTER TABLE away RENAME TO posting")
    assert (await stores.order(order.id)).state is OrderState.PENDING
    assert await stores.broken() == set()
    await stores.swept.apply([canceled])
    assert (await stores.order(order.id)).state is OrderState.CANCELED
    assert await have(stores) == 0
    assert await stores.broken() == set()


async def test_an_operators_command_handled_twice_counts_once(stores: StoresUnderTest) -> None:
    credit = granting("update-7", stores.wallet(ANN), 250, actor_id=OLGA, reason="for the wait")
    assert await stores.booked(credit) == [True]
    assert await stores.booked(credit) == [False]
    assert await have(stores) == 250
    [row] = await stores.all(select(journal).where(journal.c.kind == "credit"))
    assert (row.actor_id, row.reason) == (OLGA, "for the wait")


async def test_while_money_stands_still_nothing_new_is_sold_or_sent_and_what_happened_is_booked(
    stores: StoresUnderTest,
) -> None:
    claimed = await stores.in_flight()
    token = await stores.offered(BOB)
    waiting = await stores.reserved()
    placed_before = await stores.order(claimed.order.id)
    assert await stores.ledger.stop("a test", NOON)
    assert not await stores.ledger.stop("another", NOON)
    assert await stores.ledger.halted() == "a test"
    with pytest.raises(ShopError, match="money_stopped"):
        await stores.orders.reserve(token=token, person_id=BOB, acknowledged=True, now=NOON)
    with pytest.raises(ShopError, match="money_stopped"):
        await stores.orders.withdraw(waiting.id, owner=ANN, now=NOON)
    assert await stores.orders.give_up_waiting(NOON + 31 * MINUTE) == 0
    await stores.queue.settle(claimed, settlement_of(Accepted("1"), attempt=1, now=NOON), NOON)
    assert await stores.queue.claim(NOON) is None
    order = await stores.order(placed_before.id)
    canceled = follow(order, StatusReport(PanelState.CANCELED, "Canceled"), NOON)
    await stores.swept.apply([canceled])
    assert (await stores.order(order.id)).state is OrderState.PENDING
    assert await stores.ledger.go_on(NOON)
    assert not await stores.ledger.go_on(NOON)
    await stores.swept.apply([canceled])
    assert (await stores.order(order.id)).state is OrderState.CANCELED
    assert await stores.broken() == set()


async def test_held_money_that_is_not_there_stops_the_one_who_needs_it(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    await stores.break_by_hand("UPDATE account SET balance_micro = 0 WHERE kind = 'held'")
    with pytest.raises(BookBroken, match="The ledger does not add up"):
        await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert (await stores.order(order.id)).state is OrderState.RESERVED


async def test_many_people_order_and_end_at_once_and_nobody_waits_in_a_circle(
    stores: StoresUnderTest,
) -> None:
    """On PostgreSQL each takes locks of accounts that others need."""
    placed = [await stores.placed(str(n), ANN if n % 2 else BOB) for n in range(12)]
    reserved = [await stores.reserved(ANN if n % 2 else BOB) for n in range(12)]

    async def cancel(n: int) -> None:
        report = StatusReport(PanelState.CANCELED, "Canceled")
        await stores.swept.apply([follow(one, report, NOON) for one in placed[n::4]])

    async def withdraw(n: int) -> None:
        for one in reserved[n::4]:
            await stores.orders.withdraw(one.id, owner=one.person_id, now=NOON)

    async def top_up(n: int) -> None:
        for _ in range(3):
            await stores.given(ANN if n % 2 else BOB, 1)

    doing = [work(n) for n in range(4) for work in (cancel, withdraw, top_up)]
    await asyncio.gather(*doing)
    assert await stores.states() == {OrderState.CANCELED: 12, OrderState.VOIDED: 12}
    assert (await have(stores), await have(stores, owner=BOB)) == (6, 6)
    assert await stores.broken() == set()


async def test_each_posting_knows_the_balance_it_left(stores: StoresUnderTest) -> None:
    for amount in (5, 7, 11):
        await stores.given(ANN, amount)
    lines = select(posting.c.version, posting.c.balance_micro).join(account).where(account.c.kind == "wallet")
    assert [tuple(row) for row in await stores.all(lines.order_by(posting.c.version))] == [
        (1, 5),
        (2, 12),
        (3, 23),
    ]
    assert await stores.all(text("SELECT 1 FROM account WHERE kind = 'held'")) == []


async def test_news_of_a_journal_is_owed_with_it_and_once(stores: StoresUnderTest) -> None:
    entry = granting("form", stores.wallet(ANN), 5_000_000, actor_id=OLGA, reason="a gift")
    news = [wallet_changed(ANN, entry.key)]
    ledger = Ledger(stores.database)
    assert await ledger.book(entry, NOON, news=news)
    assert not await ledger.book(entry, NOON, news=news)
    assert [message.kind for message in await stores.messages()] == ["wallet_changed"]
    short = withdrawing("other form", stores.wallet(ANN), 6_000_000, actor_id=OLGA, reason="too much")
    with pytest.raises(FundsShort):
        await ledger.book(short, NOON, news=[wallet_changed(ANN, short.key)])
    assert len(await stores.messages()) == 1
