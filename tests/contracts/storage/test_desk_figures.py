"""The desk's figures: what counts as sold, what is left of it, who came; on both databases."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, insert, update

from shop.desk_figures import PERIODS, Sold
from shop.ordering.order import Order
from shop.ordering.status_tracking import follow
from shop.person import Person
from shop.replies import PanelState, Refusal, Rejected, StatusReport
from storage.alerts.watching import Watching
from storage.catalogue.tables import panel_account
from storage.desk.figures import DeskFigures
from storage.orders.endings import Endings
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, TERMS, StoresUnderTest

PRICE = TERMS.price_micro
COST = 100_000_000_000
STARTS = {days: NOON - timedelta(days=days - 1) for days in PERIODS}


async def sold_for(
    stores: StoresUnderTest, panel_id: str, person_id: int = ANN, cost_micro: int = COST
) -> Order:
    """Return an order at the panel whose cost was reckoned when it was handed over; 0 is not known."""
    order = await stores.placed(panel_id, person_id, cost_micro=cost_micro, link=f"https://x.y/{panel_id}")

    def reckon(connection: Connection) -> None:
        mine = update(orders).where(orders.c.id == order.id)
        connection.execute(mine.values(cost_here_micro=cost_micro or None))

    await stores.database.write(reckon)
    return await stores.order(order.id)


async def test_what_was_refused_is_not_sold_and_what_went_back_is_not_taken(stores: StoresUnderTest) -> None:
    figures = DeskFigures(stores.database, panel=PANEL)
    assert (await figures.list_sold(STARTS))[1].sold == ()
    charged = await sold_for(stores, "1")
    report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(90_000))
    await stores.swept.apply([follow(charged, report, NOON + MINUTE)])
    await sold_for(stores, "2")
    await sold_for(stores, "3", cost_micro=0)
    await stores.settled(Rejected(Refusal.SERVICE, "not sold"), link="https://x.y/4")
    given_back = await sold_for(stores, "5", BOB)
    endings = Endings(stores.database, panel=PANEL, operators=())
    assert await endings.end(given_back.id, NOON + MINUTE, refund=True, by=OLGA)
    [sold] = (await figures.list_sold(STARTS))[1].sold
    margins = (PRICE - 90_000_000_000, PRICE - COST)
    assert sold == Sold("USD", 4, 3 * PRICE, sum(margins), unknown=1)


async def test_people_are_new_once_and_order_first_once(stores: StoresUnderTest) -> None:
    figures = DeskFigures(stores.database, panel=PANEL)
    await stores.people.seen(Person(77, "Carol", "en"), NOON - timedelta(days=40))
    await stores.placed("1", link="https://x.y/1")
    await stores.placed("2", link="https://x.y/2")
    await stores.placed("3", BOB, link="https://x.y/3")
    old = NOON - timedelta(days=3)

    def earlier(connection: Connection) -> None:
        connection.execute(update(orders).where(orders.c.id == 3).values(created_at=old))

    await stores.database.write(earlier)
    found = await figures.list_all(STARTS)
    assert {days: one.new_people for days, one in found.items()} == {1: 3, 7: 3, 30: 3}
    assert {days: one.first_orders for days, one in found.items()} == {1: 1, 7: 2, 30: 2}


async def test_what_was_spent_begins_with_the_first_order_of_the_week(stores: StoresUnderTest) -> None:
    figures = DeskFigures(stores.database, panel=PANEL)
    assert await figures.spent(NOON) == (0, None)
    await stores.placed("1", cost_micro=COST)
    assert await figures.spent(NOON + MINUTE) == (COST, NOON)
    assert await figures.spent(NOON + timedelta(days=8)) == (0, None)
    assert await DeskFigures(stores.database, panel="other").spent(NOON) == (0, None)


async def test_costs_in_the_accounts_former_currency_are_not_spent_in_the_new_one(
    stores: StoresUnderTest,
) -> None:
    """Added up they said that the balance is low, or lasts for months."""
    figures, watching = DeskFigures(stores.database, panel=PANEL), Watching(stores.database, panel=PANEL)
    earlier = NOON - 10 * MINUTE
    currencies = {}
    for number, (currency, now) in enumerate(((None, earlier), ("UZS", earlier), ("USD", NOON)), start=1):
        order = await stores.placed(str(number), now=now, cost_micro=COST, link=f"https://x.y/{number}")
        currencies[order.id] = currency

    def goes_over(connection: Connection, account: str) -> None:
        for number, currency in currencies.items():
            mine = update(orders).where(orders.c.id == number)
            connection.execute(mine.values(cost_currency=currency))
        connection.execute(update(panel_account).values(currency=account))

    await stores.database.write(lambda connection: connection.execute(delete(panel_account)))
    assert await figures.spent(NOON + MINUTE) == (3 * COST, earlier)
    await stores.database.write(
        lambda connection: connection.execute(insert(panel_account).values(panel=PANEL))
    )
    await stores.database.write(lambda connection: goes_over(connection, "USD"))
    assert await figures.spent(NOON + MINUTE) == (COST, NOON)
    assert await watching.week_micro(NOON + MINUTE) == 2 * COST  # of one nobody knows the currency
    assert await DeskFigures(stores.database, panel="other").spent(NOON + MINUTE) == (0, None)


async def test_a_change_of_the_currency_is_found_behind_many_orders(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a thousand of them costs in both currencies were added up for the rest of the week."""
    monkeypatch.setattr("storage.desk.figures.NEWEST", 2)
    figures, begun = DeskFigures(stores.database, panel=PANEL), NOON - timedelta(days=6)
    numbers = []
    for number in range(5):
        order = await stores.placed(
            str(number), now=begun + number * MINUTE, cost_micro=COST, link=f"https://x.y/{number}"
        )
        numbers.append(order.id)

    def goes_over(connection: Connection, *former: int) -> None:
        for at, number in enumerate(numbers):
            mine = update(orders).where(orders.c.id == number)
            connection.execute(mine.values(cost_currency="UZS" if at in former else "USD"))

    await stores.database.write(
        lambda connection: connection.execute(insert(panel_account).values(panel=PANEL, currency="USD"))
    )
    await stores.database.write(lambda connection: goes_over(connection, 0))
    assert await figures.spent(NOON) == (4 * COST, begun + MINUTE)
    await stores.database.write(lambda connection: goes_over(connection, 0, 1, 2, 3, 4))
    assert await figures.spent(NOON) == (0, None)
    await stores.database.write(lambda connection: goes_over(connection, 3))
    assert await figures.spent(NOON) == (COST, begun + 4 * MINUTE), "it went over, and back again"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # among few a server rightly reads all
async def test_of_the_whole_week_only_the_index_of_figures_is_read(stores: StoresUnderTest) -> None:
    """For a supplier with few orders, those of all others were read one by one, whenever the desk opened."""
    await stores.placed("1", cost_micro=COST)
    heard: list[tuple[str, Any]] = []
    for engine in stores.database.engines:
        event.listen(engine, "before_cursor_execute", lambda *of: heard.append((of[2], of[3])))
    await DeskFigures(stores.database, panel=PANEL).spent(NOON + MINUTE)
    asked = [(text, values) for text, values in heard if text.startswith("SELECT")]

    def plans(connection: Connection) -> list[str]:
        explained = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in asked
        ]
        return [row.detail for rows in explained for row in rows]

    read = [detail for detail in await stores.database.read(plans) if "created_at>" in detail]
    assert read == ["SEARCH orders USING COVERING INDEX ix_orders_sold (created_at>?)"]


async def test_a_weeks_cost_is_a_pace_where_other_suppliers_have_orders_too(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of what was looked at was another's, and the sum of a part of the week was taken for all of it."""
    monkeypatch.setattr("storage.alerts.watching.NEWEST", 4)
    watching, begun = Watching(stores.database, panel=PANEL), NOON - timedelta(days=2)
    placed = [
        await stores.placed(
            str(number), now=begun + number * MINUTE, cost_micro=COST, link=f"https://x.y/{number}"
        )
        for number in range(4)
    ]

    def is_of_another(connection: Connection, *numbers: int) -> None:
        mine = update(orders).where(orders.c.id.in_([placed[number].id for number in numbers]))
        connection.execute(mine.values(panel="another"))

    await stores.database.write(lambda connection: is_of_another(connection, 1, 2))
    assert await watching.week_micro(NOON) == 2 * COST * 7 // 2
    assert await Watching(stores.database, panel="another").week_micro(NOON) == 2 * COST * 7 // 2
    assert await watching.week_micro(NOON + timedelta(days=6)) == 0
    monkeypatch.setattr("storage.alerts.watching.NEWEST", 5)
    assert await watching.week_micro(NOON) == 2 * COST, "the week has no more of them"
