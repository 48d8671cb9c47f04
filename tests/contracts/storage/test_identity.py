"""For whom the books are kept, on both databases: rows carried on, wallets converted, what stands behind."""

import pytest
from sqlalchemy import select, text

from shop.identity import FIRST_PANEL, Identity
from shop.ordering.order import RequestKind
from storage.ledger.conversions import Conversions
from storage.ledger.tables import account
from storage.orders.requests import Requests
from storage.orders.tables import orders
from storage.people.identity import Identities
from tests.contracts.storage.books import ANN, BOB, BOT, NOON, TERMS, Books

HERE = Identity("panel.example~0011223344", BOT, "shop", "USD")


async def panels(books: Books) -> set[str]:
    """Every panel that any row of orders names."""
    return {row.panel for row in await books.all(select(orders.c.panel))}


async def test_rows_of_an_earlier_release_are_carried_on_at_the_first_start(books: Books) -> None:
    order = await books.placed("4711")
    await books.catalogue.heard_trouble("slow", NOON)
    identities = Identities(books.database, HERE)
    assert await identities.refusals() == []
    await identities.settle(NOON)
    assert await panels(books) == {HERE.panel}
    [row] = await books.all(text("SELECT panel FROM panel_account"))
    assert row.panel == HERE.panel
    assert await identities.known() == HERE
    assert (await books.order(order.id)).panel_order_id == "4711"
    assert await books.broken() == set()


async def test_a_refused_start_changes_nothing_and_one_without_orders_is_taken(books: Books) -> None:
    await books.placed("4711")
    await Identities(books.database, HERE).settle(NOON)
    elsewhere = Identities(books.database, Identity("other.example~1", BOT, "shop", "USD"))
    [line] = await elsewhere.refusals()
    assert "1 person, 1 order under way" in line
    assert await panels(books) == {HERE.panel}
    assert await elsewhere.move_panel(NOON) == 1
    assert await elsewhere.refusals() == []
    assert await panels(books) == {"other.example~1"}


async def test_every_wallet_and_debt_is_converted_or_none(books: Books) -> None:
    await books.given(ANN, 1_000_001)
    await books.break_by_hand("UPDATE account SET credit_micro = NULL")
    await Identities(books.database, HERE).settle(NOON)
    euros = Identities(books.database, Identity(HERE.panel, BOT, "shop", "EUR"))
    [line] = await euros.refusals()
    assert "USD in wallets" in line
    done = await Conversions(books.database).convert("USD", "EUR", 333_333_333, NOON)
    assert (done.wallets, done.before_micro, done.after_micro) == (1, 1_000_001, 333_334)
    await euros.write_down(NOON, currency="EUR")
    assert await euros.refusals() == []
    found = select(account.c.currency, account.c.balance_micro).where(account.c.owner_id == ANN)
    assert {(row.currency, row.balance_micro) for row in await books.all(found)} == {
        ("USD", 0),
        ("EUR", 333_334),
    }
    await books.letter("wallet_changed")
    assert await books.broken() == set()


async def test_a_rate_said_long_ago_is_not_used_for_another_change(books: Books) -> None:
    await Identities(books.database, HERE).settle(NOON)
    await Conversions(books.database).convert("USD", "EUR", 500_000_000, NOON)
    await books.given(ANN, 2_000_000)
    euros = Identities(books.database, Identity(HERE.panel, BOT, "shop", "EUR"))
    [line] = await euros.refusals()
    assert line.startswith("CURRENCY: ")
    await euros.write_down(NOON, currency="EUR")
    assert await euros.refusals() == []  # what comes back later is converted at that rate
    await euros.settle(NOON)
    assert await books.ledger.balance(books.wallet(ANN)) == 0
    assert await books.broken() == set()


@pytest.mark.parametrize("written", ["usd", "$", "Usd"])
async def test_another_spelling_is_the_same_money(books: Books, written: str) -> None:
    await books.given(BOB, 3_000_000)
    await books.break_by_hand(f"UPDATE account SET currency = '{written}'")  # noqa: S608 - of this test
    identities = Identities(books.database, HERE)
    assert await identities.refusals() == []
    await identities.settle(NOON)
    assert await books.ledger.balance(books.wallet(BOB)) == 3_000_000
    assert await books.broken() == set()


async def test_another_panels_requests_are_not_put_to_this_one(books: Books) -> None:
    order = await books.placed("4711", refill=True)
    await books.requests.ask(order, RequestKind.REFILL, NOON)
    assert order.panel == FIRST_PANEL
    elsewhere = Requests(books.database, panel="other.example~1")
    assert await elsewhere.claim(NOON) is None
    assert await books.requests.claim(NOON) is not None
    assert TERMS.currency == "USD"
