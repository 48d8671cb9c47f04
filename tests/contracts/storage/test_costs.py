"""Costs of orders, on both databases: overcharges, ends by hand, held refunds, the margin."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pytest
from sqlalchemy import update

from shop.clock import Clock
from shop.money import MICRO
from shop.ordering.due import says_the_same
from shop.ordering.order import OrderState
from shop.ordering.place import GivenBack, settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.restraint import Brake, Refunds
from shop.ordering.status_tracking import follow
from shop.ordering.sweeping import sweep_all
from shop.pricing.costing import Cost, Unsent
from shop.replies import Accepted, ItemError, PanelState, StatusReport
from storage.catalogue.overcharges import Overcharges
from storage.ledger.margin import Margin, Margins
from storage.orders.endings import Endings
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

COST = 100_000_000_000


async def charged(stores: StoresUnderTest, number: str, charge: str) -> None:
    """Make an order of service 77 with this charge of the panel's."""
    order = await stores.placed(number, cost_micro=COST, link=f"https://x.y/{number}")
    report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(charge))
    await stores.swept.apply([follow(order, report, NOON + MINUTE)])


async def test_three_orders_charged_too_much_stop_their_service_until_it_is_resumed(
    stores: StoresUnderTest,
) -> None:
    overcharges = Overcharges(stores.database, panel=PANEL)
    for number in "123":
        assert await overcharges.list_stopped() == frozenset()
        await charged(stores, number, "200000")
    assert await overcharges.list_stopped() == {"77"}
    assert [one.kind for one in await stores.wrong()] == ["order_overcharged", "service_stopped"]
    assert await overcharges.resume("77", NOON, by=OLGA)
    assert await stores.wrong() == []
    assert not await overcharges.resume("77", NOON, by=OLGA)
    assert await overcharges.list_stopped() == frozenset()
    await charged(stores, "4", "200000")
    assert await overcharges.list_stopped() == frozenset()


async def test_the_service_that_delivered_is_stopped_and_not_the_one_that_was_ordered(
    stores: StoresUnderTest,
) -> None:
    overcharges = Overcharges(stores.database, panel=PANEL)
    for number in "123":
        order = await stores.placed(number, cost_micro=COST, link=f"https://x.y/{number}")
        await delivered_by(stores, order.id, "2000003")
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(200_000))
        routed = await stores.order(order.id)
        await stores.swept.apply([follow(routed, report, NOON + MINUTE)])
    assert await overcharges.list_stopped() == {"2000003"}
    assert {one.subject for one in await stores.wrong()} == {"service:2000003"}
    assert not await overcharges.resume("77", NOON, by=OLGA)
    assert await overcharges.resume("2000003", NOON, by=OLGA)
    assert await stores.wrong() == []


async def delivered_by(stores: StoresUnderTest, order_id: int, service: str) -> None:
    """Have this service deliver the order, as a route does."""
    sent = {"sent_service": service, "sent_number": "3", "sent_most_micro": COST}
    routing = update(orders).where(orders.c.id == order_id).values(sent)
    await stores.database.write(lambda connection: connection.execute(routing))


async def test_one_order_counts_once_however_often_it_is_told(stores: StoresUnderTest) -> None:
    order = await stores.placed("1", cost_micro=COST)
    for later in range(1, 6):
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(200_000 + later))
        stale = follow(order, report, NOON + later * MINUTE)
        await asyncio.gather(stores.swept.apply([stale]), stores.swept.apply([stale]))
        order = await stores.order(order.id)
    assert await Overcharges(stores.database, panel=PANEL).list_stopped() == frozenset()


async def tells_by_turns(stores: StoresUnderTest, number: str, *, times: int, since: int = 1) -> None:
    """Have the panel report, by turns, a charge that is too high for this order and its usual one."""
    [order] = [one for one in await stores.orders.list_running() if one.panel_order_id == number]
    for at in range(since, since + 2 * times):
        charge = Decimal(200_000 if (at - since) % 2 == 0 else 100_000)
        report = StatusReport(PanelState.PENDING, "Pending", charge=charge)
        await stores.swept.apply([follow(order, report, NOON + at * MINUTE)])
        order = await stores.order(order.id)


async def test_one_order_counts_once_however_often_its_charge_turns(stores: StoresUnderTest) -> None:
    overcharges = Overcharges(stores.database, panel=PANEL)
    await stores.placed("1", cost_micro=COST)
    await tells_by_turns(stores, "1", times=4)
    assert await overcharges.list_stopped() == frozenset()
    await charged(stores, "2", "200000")
    assert await overcharges.list_stopped() == frozenset()
    await charged(stores, "3", "200000")
    assert await overcharges.list_stopped() == {"77"}


async def test_a_charge_in_another_currency_than_the_cost_is_none(stores: StoresUnderTest) -> None:
    """The account's currency changed while the order was under way."""
    await stores.reserved(cost_micro=COST)
    claimed = await stores.queue.claim(NOON, costs=lambda _: Cost(COST, 2 * COST, "USD"))
    assert claimed is not None
    assert claimed.order.cost_currency == "USD"
    await stores.queue.settle(claimed, settlement_of(Accepted("1"), attempt=1, now=NOON), NOON)
    for charge, currency, known in (
        ("90000", "USD", "90000"),
        ("200000", "EUR", "90000"),
        ("100000", None, "100000"),
        ("0", "EUR", "0"),
        ("200000", "USD", "200000"),
    ):
        [due] = await stores.swept.to_ask(NOON + MINUTE)
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(charge), charged_in=currency)
        assert says_the_same(due, report) is (currency == "EUR" and charge != "0")
        [order] = await stores.swept.find_due([due])
        change = follow(order, report, NOON + MINUTE)
        assert change.overcharges is (charge == "200000" and currency == "USD")
        await stores.swept.apply([change])
        after = await stores.order(order.id)
        assert (after.charge, after.charge_here_micro) == (known, 2 * int(known) * MICRO)


async def test_an_order_counts_once_more_when_its_service_was_resumed(stores: StoresUnderTest) -> None:
    overcharges = Overcharges(stores.database, panel=PANEL)
    for number in "123":
        await stores.placed(number, cost_micro=COST, link=f"https://x.y/{number}")
        await tells_by_turns(stores, number, times=1)
    assert await overcharges.resume("77", NOON, by=OLGA)
    for number in "12":
        await tells_by_turns(stores, number, times=3, since=10)
    assert await overcharges.list_stopped() == frozenset()
    await tells_by_turns(stores, "3", times=1, since=10)
    assert await overcharges.list_stopped() == {"77"}


async def test_the_cost_of_now_is_kept_beside_the_terms_that_were_confirmed(stores: StoresUnderTest) -> None:
    await stores.reserved(cost_micro=COST)
    claimed = await stores.queue.claim(NOON, costs=lambda _: Cost(COST + 7, 5))
    assert claimed is not None
    kept = await stores.order(claimed.order.id)
    assert (claimed.order.terms.cost_micro, kept.terms.cost_micro, kept.cost_here_micro) == (
        COST + 7,
        COST + 7,
        5,
    )
    assert await stores.broken() == set()


@pytest.mark.parametrize("why", list(Unsent))
async def test_what_is_not_to_be_sent_is_given_back_without_an_attempt(
    stores: StoresUnderTest, why: Unsent
) -> None:
    order = await stores.reserved()
    with pytest.raises(GivenBack):
        await stores.queue.claim(NOON, costs=lambda _: why)
    after = await stores.order(order.id)
    assert (after.state, after.reason) == (OrderState.VOIDED, Reason(ReasonKind(why)))
    assert [one.kind for one in await stores.wrong()] == [f"order_{why}"]
    assert await stores.queue.claim(NOON) is None
    assert await stores.broken() == set()


@pytest.mark.parametrize("refund", [True, False])
async def test_ended_by_hand_it_is_over_for_good(stores: StoresUnderTest, refund: bool) -> None:
    endings = Endings(stores.database, panel=PANEL, operators=frozenset({OLGA}))
    stale = await stores.placed("1")
    ended = await asyncio.gather(*(endings.end(stale.id, NOON, refund=refund, by=OLGA) for _ in range(5)))
    assert sorted(ended) == [False] * 4 + [True]
    after = await stores.order(stale.id)
    level = stale.terms.price_micro if refund else 0
    state = OrderState.CANCELED if refund else OrderState.COMPLETED
    assert (after.state, after.refunded_micro, after.ended_by, after.ask_at) == (state, level, OLGA, None)
    for order in (stale, after):  # read before and after the end
        report = StatusReport(PanelState.CANCELED, "Canceled", remains=0)
        await stores.swept.apply([follow(order, report, NOON + MINUTE)])
    assert replace(await stores.order(stale.id), checked_at=None) == after
    assert await stores.broken(NOON + MINUTE) == set()


async def test_refunds_that_wait_are_rows(stores: StoresUnderTest) -> None:
    orders = [await stores.placed(str(number), link=f"https://x.y/{number}") for number in range(5)]
    report = StatusReport(PanelState.CANCELED, "Canceled")
    changes = Brake().restrain([follow(order, report, NOON) for order in orders], NOON)
    await stores.swept.apply(changes)
    assert await stores.swept.refunds(NOON) == Refunds(held=5, at_work=5)
    [alert] = await stores.wrong()
    assert (alert.kind, alert.facts["word"]) == ("refunds_held", 5)
    [order, *_] = await stores.swept.find_due(await stores.swept.to_ask(NOON))
    assert order.refund_held_at == NOON
    assert await stores.broken() == set()


async def test_refunds_of_late_are_the_panels_word_alone(stores: StoresUnderTest) -> None:
    early, late, by_hand, still = [await stores.placed(n, link=f"https://x.y/{n}") for n in "1234"]
    report = StatusReport(PanelState.CANCELED, "Canceled")
    await stores.swept.apply([follow(early, report, NOON)])
    await stores.swept.apply([follow(late, report, NOON + MINUTE)])
    ending = Endings(stores.database, panel=PANEL, operators=frozenset({OLGA}))
    assert await ending.end(by_hand.id, NOON + MINUTE, refund=True, by=OLGA)
    assert await stores.swept.refunds(NOON + MINUTE) == Refunds(given=1, at_work=1)
    assert await stores.swept.refunds(NOON) == Refunds(given=2, at_work=1)
    assert still.id


async def test_the_margin_is_what_was_sold_less_what_was_charged(stores: StoresUnderTest) -> None:
    assert await Margins(stores.database).list_by_currency() == []
    price = 123_456_789_012
    for number, charge in (("1", "100000"), ("2", "150000")):
        await stores.reserved(ANN, cost_micro=COST, link=f"https://x.y/{number}")
        claimed = await stores.queue.claim(NOON, costs=lambda _: Cost(COST, 2 * COST))
        assert claimed is not None
        await stores.queue.settle(claimed, settlement_of(Accepted(number), attempt=1, now=NOON), NOON)
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(charge))
        order = await stores.order(claimed.order.id)
        await stores.swept.apply([follow(order, report, NOON + MINUTE)])
    [found] = await Margins(stores.database).list_by_currency()
    assert found == Margin("USD", 2, 2 * price, 500_000_000_000, 2)
    assert found.micro == 2 * price - 500_000_000_000


class Panel:
    """A panel that reports every order as in progress."""

    asked = 0

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        self.asked += len(order_ids)
        return dict.fromkeys(order_ids, StatusReport(PanelState.IN_PROGRESS, "In progress"))


async def test_a_sweep_asks_about_every_order_once(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.ordering.sweeping.PAGE", 3)
    for number in range(8):
        await stores.placed(str(number), link=f"https://x.y/{number}")

    class Later:
        def now(self) -> object:
            return NOON + MINUTE

        def monotonic(self) -> float:
            return 0.0

    panel = Panel()
    stands_still = cast("Clock", Later())
    assert await sweep_all(stores.swept, panel=panel, clock=stands_still) == 8
    assert panel.asked == 8
    assert await stores.states() == {OrderState.IN_PROGRESS: 8}
