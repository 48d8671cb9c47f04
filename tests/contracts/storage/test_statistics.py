"""The statistics' facts: they add up to the desk's figures and to the ledger, on both databases."""

import random
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection, func, select, update

from shop.desk_figures import Sold
from shop.ledger.journals import AccountKind
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, Refusal, Rejected, StatusReport
from shop.statistics.facts import Facts, buckets_of, totals, weeks_of
from storage.desk.figures import DeskFigures
from storage.desk.statistics import Statistics
from storage.ledger.tables import account
from storage.orders.endings import Endings
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, TERMS, StoresUnderTest
from tests.contracts.storage.test_desk_figures import COST, sold_for

LATER = NOON + timedelta(hours=3)


async def read(stores: StoresUnderTest, days: int = 90) -> Facts:
    """Return the facts of a period that ends today."""
    return await Statistics(stores.database).read(buckets_of(LATER, None, days), weeks_of(LATER, None))


async def busy(stores: StoresUnderTest) -> None:
    """Fill the shop: charged, partial, canceled, unknown in cost, refused and given back, over 80 days."""
    chance = random.Random(16)
    for n in range(24):
        person = (ANN, BOB)[n % 2]
        order = await sold_for(stores, str(n), person, COST if n % 5 else 0)
        if n % 3 == 0:
            done = StatusReport(PanelState.COMPLETED, "Completed", charge=Decimal(90_000 + n))
            await stores.swept.apply([follow(order, done, NOON + MINUTE)])
        elif n % 3 == 1:
            partly = StatusReport(PanelState.PARTIAL, "Partial", charge=Decimal(50_000), remains=300)
            await stores.swept.apply([follow(order, partly, NOON + MINUTE)])
        elif n % 4 == 2:
            endings = Endings(stores.database, panel=PANEL, operators=())
            assert await endings.end(order.id, NOON + MINUTE, refund=True, by=OLGA)
    await stores.settled(Rejected(Refusal.SERVICE, "not sold"), link="https://x.y/refused")

    def spread(connection: Connection) -> None:
        for number in connection.scalars(select(orders.c.id)).all():
            made = NOON - timedelta(days=chance.randint(0, 80), minutes=chance.randint(0, 600))
            connection.execute(update(orders).where(orders.c.id == number).values(created_at=made))

    await stores.database.write(spread)


async def test_the_buckets_add_up_to_the_desks_figures_and_the_ledger(stores: StoresUnderTest) -> None:
    await busy(stores)
    figures = DeskFigures(stores.database, panel=PANEL)
    for days in (1, 7, 30, 90):
        facts = await read(stores, days)
        start = facts.buckets.starts[0]
        told = (await figures.list_all({days: start}))[days]
        assert totals(facts.sold) == told.sold
        assert sum(facts.first) == told.first_orders
        assert sum(facts.new) == told.new_people
    [sold] = totals(facts.sold)
    by_service = [one.sold for one in facts.services]
    assert sum(one.taken_micro for one in by_service) == sold.taken_micro
    assert sum(one.margin_micro for one in by_service) == sold.margin_micro

    def ledger(connection: Connection) -> dict[str, int]:
        sums = select(account.c.kind, func.sum(account.c.balance_micro)).group_by(account.c.kind)
        return {kind: int(micro) for kind, micro in connection.execute(sums)}

    booked = await stores.database.read(ledger)
    held = {one.kind: one.micro for one in facts.held}
    assert held.get(AccountKind.WALLET, 0) == booked.get(AccountKind.WALLET, 0)
    assert held.get(AccountKind.HELD, 0) == booked.get(AccountKind.HELD, 0)
    # What was taken is what the shop earned, and what is still held for orders under way.
    assert booked[AccountKind.SALES] + booked.get(AccountKind.HELD, 0) == sold.taken_micro


async def test_failed_orders_are_made_and_not_sold(stores: StoresUnderTest) -> None:
    await sold_for(stores, "1")
    await stores.settled(Rejected(Refusal.SERVICE, "not sold"), link="https://x.y/2")
    facts = await read(stores, 7)
    assert (sum(facts.made), sum(facts.failed), sum(facts.lost)) == (2, 1, 0)
    assert totals(facts.sold)[0].orders == 1
    assert facts.active_in_all == sum(facts.active) == 1


async def test_a_shop_without_orders_has_a_zero_for_each_day(stores: StoresUnderTest) -> None:
    facts = await read(stores, 90)
    assert facts.sold == ((),) * 90
    assert facts.made == facts.first == facts.active == (0,) * 90
    assert (facts.services, facts.cohorts) == ((), {})


async def test_people_come_back_weeks_later(stores: StoresUnderTest) -> None:
    await sold_for(stores, "1")
    await sold_for(stores, "2")
    await sold_for(stores, "3", BOB)
    before = NOON - timedelta(days=21)

    def earlier(connection: Connection) -> None:
        first = connection.scalars(select(orders.c.id).order_by(orders.c.id)).first()
        connection.execute(update(orders).where(orders.c.id == first).values(created_at=before))

    await stores.database.write(earlier)
    facts = await read(stores, 7)
    assert facts.cohorts == {(8, 8): 1, (8, 11): 1, (11, 11): 1}
    assert sum(facts.first) == 1
    assert Sold("USD", 2, 2 * TERMS.price_micro, 2 * (TERMS.price_micro - COST)) in totals(facts.sold)
