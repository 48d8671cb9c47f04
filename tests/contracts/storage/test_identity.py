"""Whose ledger it is, on both databases: rows carried on, wallets converted, what is left behind."""

import pytest
from sqlalchemy import select, text

from shop.identity import FIRST_PANEL, Identity
from shop.ledger.journals import Account, AccountKind, withdrawing
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.request import RequestKind
from storage.ledger.conversions import Conversions
from storage.ledger.payments import Payments
from storage.ledger.tables import account
from storage.orders.requests import Requests
from storage.orders.tables import orders
from storage.people.identity import Identities
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, TERMS, StoresUnderTest

HERE = Identity("panel.example~0011223344", BOT, "shop", "USD")


async def panels(stores: StoresUnderTest) -> set[str]:
    """Return every panel that the orders' rows name."""
    return {row.panel for row in await stores.all(select(orders.c.panel))}


async def test_rows_of_an_earlier_release_are_carried_on_at_the_first_start(stores: StoresUnderTest) -> None:
    order = await stores.placed("4711")
    await stores.catalogue.heard_trouble("slow", NOON)
    identities = Identities(stores.database, HERE)
    assert await identities.refusals() == []
    await identities.settle(NOON)
    assert await panels(stores) == {HERE.panel}
    [row] = await stores.all(text("SELECT panel FROM panel_account"))
    assert row.panel == HERE.panel
    assert await identities.known() == HERE
    assert (await stores.order(order.id)).panel_order_id == "4711"
    assert await stores.broken() == set()


async def test_a_refused_start_changes_nothing_and_one_without_orders_is_taken(
    stores: StoresUnderTest,
) -> None:
    await stores.placed("4711")
    await Identities(stores.database, HERE).settle(NOON)
    elsewhere = Identities(stores.database, Identity("other.example~1", BOT, "shop", "USD"))
    [line] = await elsewhere.refusals()
    assert "1 person, 1 order under way" in line
    assert await panels(stores) == {HERE.panel}
    assert await elsewhere.move_panel(NOON) == 1
    assert await elsewhere.refusals() == []
    assert await panels(stores) == {"other.example~1"}


async def test_every_wallet_and_debt_is_converted_or_none(stores: StoresUnderTest) -> None:
    await stores.given(ANN, 1_000_001)
    await stores.break_by_hand("UPDATE account SET credit_micro = NULL")
    await Identities(stores.database, HERE).settle(NOON)
    euros = Identities(stores.database, Identity(HERE.panel, BOT, "shop", "EUR"))
    [line] = await euros.refusals()
    assert "USD in wallets" in line
    done = await Conversions(stores.database).convert("USD", "EUR", 333_333_333, NOON)
    assert (done.wallets, done.before_micro, done.after_micro) == (1, 1_000_001, 333_334)
    await euros.write_down(NOON, currency="EUR")
    assert await euros.refusals() == []
    found = select(account.c.currency, account.c.balance_micro).where(account.c.owner_id == ANN)
    assert {(row.currency, row.balance_micro) for row in await stores.all(found)} == {
        ("USD", 0),
        ("EUR", 333_334),
    }
    await stores.message("wallet_changed")
    assert await stores.broken() == set()


async def test_a_rate_said_long_ago_is_not_used_for_another_change(stores: StoresUnderTest) -> None:
    await Identities(stores.database, HERE).settle(NOON)
    await Conversions(stores.database).convert("USD", "EUR", 500_000_000, NOON)
    await stores.given(ANN, 2_000_000)
    euros = Identities(stores.database, Identity(HERE.panel, BOT, "shop", "EUR"))
    [line] = await euros.refusals()
    assert line.startswith("CURRENCY: ")
    await euros.write_down(NOON, currency="EUR")
    assert await euros.refusals() == []  # later refunds are converted at that rate
    await euros.settle(NOON)
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    assert await stores.broken() == set()


async def test_what_comes_back_in_a_currency_of_long_ago_goes_the_way_of_the_money(
    stores: StoresUnderTest,
) -> None:
    await Identities(stores.database, HERE).settle(NOON)
    for giver, taker, rate in (("USD", "EUR", 500_000_000), ("EUR", "GBP", 800_000_000)):
        await Conversions(stores.database).convert(giver, taker, rate, NOON)
    pounds = Identities(stores.database, Identity(HERE.panel, BOT, "shop", "GBP"))
    await pounds.write_down(NOON, currency="GBP")
    await stores.given(ANN, 2_000_000)
    assert await pounds.refusals() == []
    await pounds.settle(NOON)
    found = select(account.c.currency, account.c.balance_micro).where(account.c.owner_id == ANN)
    balances = {row.currency: row.balance_micro for row in await stores.all(found)}
    assert balances == {"USD": 0, "EUR": 0, "GBP": 800_000}
    francs = Identities(stores.database, Identity(HERE.panel, BOT, "shop", "CHF"))
    await francs.write_down(NOON, currency="CHF")
    assert "GBP in wallets" in str(await francs.refusals())
    assert await stores.broken() == set()


@pytest.mark.parametrize(
    ("changes", "spent", "lost"),
    [
        ((("USD", "EUR", 333), ("EUR", "GBP", 1_700)), None, 0),
        ((("USD", "EUR", 150_000), ("EUR", "GBP", 800), ("GBP", "CHF", 1_100)), None, 0),
        ((("USD", "EUR", 150_000), ("EUR", "GBP", 800)), ("GBP", 60_000_000), 500_000),
        ((("USD", "EUR", 500), ("EUR", "GBP", 800)), ("EUR", 100_000), 200_000),  # a debt between them
        ((("USD", "EUR", 500), ("EUR", "USD", 2_000)), ("USD", 400_000), 400_000),
        ((("USD", "EUR", 500), ("EUR", "GBP", 800), ("GBP", "EUR", 1_250)), ("EUR", 250_000), 500_000),
    ],
)
async def test_a_returned_payment_finds_its_money_after_many_changes(
    stores: StoresUnderTest,
    changes: tuple[tuple[str, str, int], ...],
    spent: tuple[str, int] | None,
    lost: int,
) -> None:
    """Rates are in thousandths; `lost` is what is written off in USD."""
    payments = Payments(stores.database, operators=frozenset())
    await payments.offer(Invoice("bill", ANN, "stars", STARS, 77, 1_000_000, "USD", NOON + MINUTE), NOON)
    await payments.paid(Paid("stars", "stx", ANN, "bill", STARS, 77), NOON)
    for giver, taker, rate in changes:
        await Conversions(stores.database).convert(giver, taker, rate * 1_000_000, NOON)
    if spent:
        currency, micro = spent
        wallet = Account(AccountKind.WALLET, ANN, currency)
        await stores.booked(withdrawing("spent", wallet, micro, actor_id=ANN, reason="spent"))
    await payments.was_returned("stars", "stx", NOON)
    written_off = select(account.c.balance_micro).where(account.c.kind == AccountKind.WRITE_OFF)
    assert sum(row.balance_micro for row in await stores.all(written_off)) == -lost
    wallets = select(account.c.balance_micro).where(account.c.owner_id == ANN)
    assert {row.balance_micro for row in await stores.all(wallets)} == {0}
    assert await stores.broken() == set()


@pytest.mark.parametrize("written", ["usd", "$", "Usd"])
async def test_another_spelling_is_the_same_money(stores: StoresUnderTest, written: str) -> None:
    await stores.given(BOB, 3_000_000)
    await stores.break_by_hand(f"UPDATE account SET currency = '{written}'")  # noqa: S608 - of this test
    identities = Identities(stores.database, HERE)
    assert await identities.refusals() == []
    await identities.settle(NOON)
    assert await stores.ledger.balance(stores.wallet(BOB)) == 3_000_000
    assert await stores.broken() == set()


async def test_another_panels_requests_are_not_put_to_this_one(stores: StoresUnderTest) -> None:
    order = await stores.placed("4711", refill=True)
    await stores.requests.ask(order, RequestKind.REFILL, NOON)
    assert order.panel == FIRST_PANEL
    elsewhere = Requests(stores.database, panel="other.example~1")
    assert await elsewhere.claim(NOON) is None
    assert await stores.requests.claim(NOON) is not None
    assert TERMS.currency == "USD"
