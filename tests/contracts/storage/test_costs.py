"""What orders cost, on both databases: charged too much, ended by hand, refunds that wait, the margin."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from shop.ordering.order import OrderState
from shop.ordering.place import GivenBack, settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.restraint import Brake, Refunds
from shop.ordering.status_tracking import follow, sweep_all
from shop.pricing.costing import Cost, Unsent
from shop.replies import Accepted, PanelState, StatusReport
from storage.catalogue.overcharges import Overcharges
from storage.ledger.margin import Margin, margins
from storage.orders.endings import Endings
from tests.contracts.storage.books import ANN, MINUTE, NOON, OLGA, PANEL, Books

COST = 100_000_000_000


async def charged(books: Books, number: str, charge: str) -> None:
    """An order of service 77 for which the panel charged so much."""
    order = await books.placed(number, cost_micro=COST, link=f"https://x.y/{number}")
    report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(charge))
    await books.orders.apply([follow(order, report, NOON + MINUTE)])


async def test_three_orders_charged_too_much_stop_their_service_until_it_is_resumed(books: Books) -> None:
    overcharges = Overcharges(books.database, panel=PANEL)
    for number in "123":
        assert await overcharges.stopped() == frozenset()
        await charged(books, number, "200000")
    assert await overcharges.stopped() == {"77"}
    told = [one.payload["alert"] for one in await books.letters(now=NOON + MINUTE) if one.kind == "alert"]
    assert told == ["order_overcharged", "service_stopped"]
    assert await overcharges.resume("77", NOON, by=OLGA)
    assert not await overcharges.resume("77", NOON, by=OLGA)
    assert await overcharges.stopped() == frozenset()
    await charged(books, "4", "200000")
    assert await overcharges.stopped() == frozenset()


async def test_one_order_counts_once_however_often_it_is_told(books: Books) -> None:
    order = await books.placed("1", cost_micro=COST)
    for later in range(1, 6):
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(200_000 + later))
        stale = follow(order, report, NOON + later * MINUTE)
        await asyncio.gather(books.orders.apply([stale]), books.orders.apply([stale]))
        order = await books.order(order.id)
    assert await Overcharges(books.database, panel=PANEL).stopped() == frozenset()


async def test_the_cost_of_now_is_kept_beside_the_terms_that_were_confirmed(books: Books) -> None:
    await books.reserved(cost_micro=COST)
    claimed = await books.queue.claim(NOON, costs=lambda _: Cost(COST + 7, 5))
    assert claimed is not None
    kept = await books.order(claimed.order.id)
    assert (claimed.order.terms.cost_micro, kept.terms.cost_micro, kept.cost_here_micro) == (
        COST + 7,
        COST + 7,
        5,
    )
    assert await books.broken() == set()


@pytest.mark.parametrize("why", list(Unsent))
async def test_what_is_not_to_be_sent_is_given_back_without_an_attempt(books: Books, why: Unsent) -> None:
    order = await books.reserved()
    with pytest.raises(GivenBack):
        await books.queue.claim(NOON, costs=lambda _: why)
    after = await books.order(order.id)
    assert (after.state, after.reason) == (OrderState.VOIDED, Reason(ReasonKind(why)))
    assert (await books.letter("alert", OLGA)).payload["alert"] == f"order_{why}"
    assert await books.queue.claim(NOON) is None
    assert await books.broken() == set()


@pytest.mark.parametrize("refund", [True, False])
async def test_ended_by_hand_it_is_over_for_good(books: Books, refund: bool) -> None:
    endings = Endings(books.database, panel=PANEL, operators=frozenset({OLGA}))
    stale = await books.placed("1")
    ended = await asyncio.gather(*(endings.end(stale.id, NOON, refund=refund, by=OLGA) for _ in range(5)))
    assert sorted(ended) == [False] * 4 + [True]
    after = await books.order(stale.id)
    level = stale.terms.price_micro if refund else 0
    state = OrderState.CANCELED if refund else OrderState.COMPLETED
    assert (after.state, after.refunded_micro, after.ended_by, after.ask_at) == (state, level, OLGA, None)
    for order in (stale, after):  # read before it was ended, and after
        report = StatusReport(PanelState.CANCELED, "Canceled", remains=0)
        await books.orders.apply([follow(order, report, NOON + MINUTE)])
    assert replace(await books.order(stale.id), checked_at=None) == after
    assert await books.broken(NOON + MINUTE) == set()


async def test_refunds_that_wait_are_rows(books: Books) -> None:
    orders = [await books.placed(str(number), link=f"https://x.y/{number}") for number in range(5)]
    report = StatusReport(PanelState.CANCELED, "Canceled")
    changes = Brake().restrain([follow(order, report, NOON) for order in orders], NOON)
    await books.orders.apply(changes)
    assert await books.orders.refunds(NOON) == Refunds(held=5, at_work=5)
    alert = await books.letter("alert", OLGA)
    assert (alert.payload["alert"], alert.payload["word"]) == ("refunds_held", 5)
    [order, *_] = await books.orders.to_ask(NOON)
    assert order.refund_held_at == NOON
    assert await books.broken() == set()


async def test_refunds_of_late_are_the_panels_word_alone(books: Books) -> None:
    early, late, by_hand, still = [await books.placed(n, link=f"https://x.y/{n}") for n in "1234"]
    report = StatusReport(PanelState.CANCELED, "Canceled")
    await books.orders.apply([follow(early, report, NOON)])
    await books.orders.apply([follow(late, report, NOON + MINUTE)])
    ending = Endings(books.database, panel=PANEL, operators=frozenset({OLGA}))
    assert await ending.end(by_hand.id, NOON + MINUTE, refund=True, by=OLGA)
    assert await books.orders.refunds(NOON + MINUTE) == Refunds(given=1, at_work=1)
    assert await books.orders.refunds(NOON) == Refunds(given=2, at_work=1)
    assert still.id


async def test_the_margin_is_what_was_sold_less_what_was_charged(books: Books) -> None:
    assert await margins(books.database) == []
    price = 123_456_789_012
    for number, charge in (("1", "100000"), ("2", "150000")):
        await books.reserved(ANN, cost_micro=COST, link=f"https://x.y/{number}")
        claimed = await books.queue.claim(NOON, costs=lambda _: Cost(COST, 2 * COST))
        assert claimed is not None
        await books.queue.settle(claimed, settlement_of(Accepted(number), attempt=1, now=NOON), NOON)
        report = StatusReport(PanelState.PENDING, "Pending", charge=Decimal(charge))
        order = await books.order(claimed.order.id)
        await books.orders.apply([follow(order, report, NOON + MINUTE)])
    [found] = await margins(books.database)
    assert found == Margin("USD", 2, 2 * price, 500_000_000_000, 2)
    assert found.micro == 2 * price - 500_000_000_000


class Panel:
    """Says of every order that it is in progress."""

    asked = 0

    async def status(self, order_ids: object) -> dict[str, StatusReport]:
        assert isinstance(order_ids, list)
        self.asked += len(order_ids)
        return dict.fromkeys(order_ids, StatusReport(PanelState.IN_PROGRESS, "In progress"))


async def test_a_sweep_asks_about_every_order_once(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.ordering.status_tracking.PAGE", 3)
    for number in range(8):
        await books.placed(str(number), link=f"https://x.y/{number}")

    class Later:
        def now(self) -> object:
            return NOON + MINUTE

    panel = Panel()
    assert await sweep_all(books.orders, panel=panel, clock=Later()) == 8  # type: ignore[arg-type]  # a clock that only tells the time
    assert panel.asked == 8
    assert await books.states() == {OrderState.IN_PROGRESS: 8}
