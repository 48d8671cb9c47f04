"""Cards that stand with staff, what waits for them, and who hears of orders; on both databases."""

import asyncio
from datetime import timedelta

import pytest

from shop.acts import Did
from shop.alerts import AlertKind, Condition
from shop.errors import ShopError
from shop.ordering.reason import ReasonKind
from shop.person import Role, Standing
from shop.replies import Refusal, Rejected
from shop.tickets.ticket import About, Asked, Said
from shop.waiting import ALL_REFUSED, Place, Waits, kinds_for
from storage.alerts.store import Alerts
from storage.desk.acts import Acts
from storage.desk.cards import StaffCards
from storage.desk.order_watch import SETTLES, OrderWatch
from storage.desk.staff import StaffStore
from storage.desk.waiting import WaitingForStaff
from storage.orders.late import LateOrders
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

ALL = tuple(Waits)
LATER = NOON + 30 * MINUTE


@pytest.fixture
def queue(stores: StoresUnderTest) -> WaitingForStaff:
    """The store under test."""
    return WaitingForStaff(stores.database, panels=[PANEL])


async def refreshed(stores: StoresUnderTest) -> list[tuple[int, int]]:
    """Return the cards that are owed an edit: chat and message."""
    due = await stores.messages(now=LATER)
    return [(one.chat_id, one.payload["message_id"]) for one in due if one.kind == "staff_card"]


async def test_every_card_of_a_receipt_is_owed_the_decision_and_it_is_noted_once(
    stores: StoresUnderTest,
) -> None:
    handed = await stores.receipted(ANN, 5_000_000, {"text": "paid at noon"}, 1)
    cards = StaffCards(stores.database)
    for chat, message in ((OLGA, 5), (OLGA, 6), (BOB, 5)):
        await cards.stands(f"receipt:{handed.id}", chat, message, NOON)
    await cards.stands("receipt:999", BOB, 7, NOON)
    await cards.leaves(OLGA, 6)
    decided = [
        stores.topups.decide(handed.id, operator, approve=approve, now=LATER)
        for operator, approve in ((OLGA, True), (BOB, False))
    ]
    ends = await asyncio.gather(*decided, return_exceptions=True)
    assert sum(isinstance(end, ShopError) for end in ends) == 1
    assert sorted(await refreshed(stores)) == sorted([(OLGA, 5), (BOB, 5)])
    noted = await Acts(stores.database).list_latest(limit=9)
    assert len(noted) == 1
    assert noted[0].act.did in {Did.RECEIPT_CREDITED, Did.RECEIPT_DECLINED}
    assert (noted[0].act.person_id, noted[0].act.amount_micro) == (ANN, 5_000_000)


async def test_a_receipt_delivered_after_its_decision_is_owed_an_edit(
    stores: StoresUnderTest,
) -> None:
    handed = await stores.receipted(ANN, 5_000_000, {"text": "paid at noon"}, 1)
    on_its_way = await stores.message("receipt", OLGA)
    await stores.topups.decide(handed.id, OLGA, approve=True, now=LATER)
    assert await refreshed(stores) == []
    await stores.outbox.sent([(on_its_way, 77)], LATER)
    assert await refreshed(stores) == [(OLGA, 77)]


async def test_a_card_that_is_left_before_it_is_noted_is_not_noted_any_more(stores: StoresUnderTest) -> None:
    handed = await stores.receipted(ANN, 5_000_000, {"text": "paid at noon"}, 1)
    cards, on_its_way = StaffCards(stores.database), await stores.message("receipt", OLGA)
    assert await cards.find_former(OLGA, 77) is None, "it may be the receipt that is on its way"
    assert await cards.find_former(ANN, 77) == ""
    await cards.stands("", OLGA, 77, NOON)
    await stores.outbox.sent([(on_its_way, 77)], LATER)
    assert await cards.find_former(OLGA, 77) == ""
    await stores.topups.decide(handed.id, OLGA, approve=True, now=LATER)
    assert await refreshed(stores) == []
    await cards.stands("receipt:9", OLGA, 77, NOON)
    assert await cards.find_former(OLGA, 77) == "receipt:9"
    for waiting in await stores.messages(now=LATER):
        await stores.outbox.sent([(waiting, None)], LATER)
    assert await cards.find_former(OLGA, 78) == ""


async def test_a_message_shows_one_subject_and_a_subject_stands_where_it_came_last(
    stores: StoresUnderTest,
) -> None:
    cards = StaffCards(stores.database)
    assert await cards.find_subject(OLGA, 5) == ""
    for message in (5, 6):
        await cards.stands("import:1", OLGA, message, NOON)
    await cards.stands("import:1", BOB, 9, NOON)
    assert await cards.find_place("import:1", OLGA) == 6
    await cards.stands("export:1", OLGA, 6, NOON)
    assert await cards.find_subject(OLGA, 6) == "export:1"
    assert await cards.find_place("import:1", OLGA) == 5
    await cards.leaves(OLGA, 5)
    assert await cards.find_place("import:1", OLGA) is None
    assert await cards.find_place("import:1", BOB) == 9


async def test_what_waits_comes_oldest_first_and_in_pages(
    stores: StoresUnderTest, queue: WaitingForStaff
) -> None:
    staff, late = StaffStore(stores.database), LateOrders(stores.database, panel=PANEL)
    for number in (7, 8, 9):
        await staff.stand(number, Standing.ASKING, None, NOON + 5 * MINUTE)
    order = await stores.placed("1")
    await late.tell([order.id], NOON + 5 * MINUTE)
    handed = await stores.receipted(ANN, 5_000_000, {"text": "paid at noon"}, 1)
    written = Said(ANN, ANN, 1, "text", "Where is it?", None, None)
    await stores.tickets.write(Asked(None, None, About.SHOP), written, [OLGA], NOON + 9 * MINUTE)
    found = await queue.list_page(ALL, LATER, limit=9)
    assert [(one.kind, one.number) for one in found] == [
        (Waits.RECEIPT, handed.id),
        (Waits.LATE, order.id),
        *((Waits.DOOR, number) for number in (7, 8, 9)),
        (Waits.TICKET, 1),
    ]
    assert (found[0].name, found[0].amount_micro, found[0].currency) == ("Ann", 5_000_000, "USD")
    assert found[2].name == ""
    walked, after = [], None
    while page := await queue.list_page(ALL, LATER, limit=2, after=after):
        walked += page
        after = page[-1].place
    assert walked == found
    assert await queue.count(ALL, LATER) == 6
    assert await queue.count(kinds_for(Role.SUPPORT), LATER) == 1
    assert await queue.list_page(kinds_for(Role.CUSTOMER), LATER, limit=9) == []


async def test_a_place_that_is_gone_is_still_a_place(stores: StoresUnderTest, queue: WaitingForStaff) -> None:
    await StaffStore(stores.database).stand(7, Standing.ASKING, None, NOON)
    assert await queue.list_page(ALL, LATER, limit=2, after=Place(NOON, Waits.DOOR, 6))
    assert not await queue.list_page(ALL, LATER, limit=2, after=Place(NOON, Waits.DOOR, 7))


async def test_refused_orders_wait_as_one_until_they_are_seen_to(
    stores: StoresUnderTest, queue: WaitingForStaff
) -> None:
    first = await stores.settled(Rejected(Refusal.SERVICE, "not sold"))
    await stores.settled(Rejected(Refusal.LINK, "bad link"))
    second = await stores.settled(Rejected(Refusal.SERVICE, "not sold"))
    assert [number for number, _ in await queue.list_refused(LATER)] == [second.id, first.id]
    assert {kind for _, kind in await queue.list_refused(LATER)} == {ReasonKind.SERVICE}
    [entry] = await queue.list_page((Waits.REFUSED,), LATER, limit=9)
    assert (entry.number, entry.count, entry.order_id) == (ALL_REFUSED, 2, second.id)
    assert await queue.see_to(Waits.REFUSED, ALL_REFUSED, OLGA, LATER)
    assert not await queue.see_to(Waits.REFUSED, ALL_REFUSED, BOB, LATER)
    assert await queue.count(ALL, LATER) == 0


async def test_refused_orders_wait_for_a_day(stores: StoresUnderTest, queue: WaitingForStaff) -> None:
    await stores.settled(Rejected(Refusal.SERVICE, "not sold"))
    assert await queue.count(ALL, LATER) == 1
    assert await queue.count(ALL, LATER + timedelta(days=1, hours=1)) == 0


async def test_an_open_alert_waits_but_what_waits_by_itself_is_named_once(
    stores: StoresUnderTest, queue: WaitingForStaff
) -> None:
    alerts = Alerts(stores.database)
    down, late = Condition(AlertKind.PANEL_DOWN), Condition(AlertKind.ORDERS_LATE)
    await alerts.begin([down, late], NOON)
    [waiting] = await queue.list_page(ALL, LATER, limit=9)
    assert (waiting.kind, waiting.name, waiting.since) == (Waits.ALERT, AlertKind.PANEL_DOWN, NOON)
    assert await queue.count(ALL, LATER) == 1
    await alerts.end(AlertKind.PANEL_DOWN, "", LATER)
    assert await queue.count(ALL, LATER) == 0


async def test_what_was_seen_to_leaves_once(stores: StoresUnderTest, queue: WaitingForStaff) -> None:
    order = await stores.placed("1")
    await LateOrders(stores.database, panel=PANEL).tell([order.id], NOON)
    seen = [queue.see_to(Waits.LATE, order.id, operator, LATER) for operator in (OLGA, BOB)]
    assert sorted(await asyncio.gather(*seen)) == [False, True]
    assert await queue.count(ALL, LATER) == 0
    assert len(await Acts(stores.database).list_of_order(order.id, 9)) == 1


async def test_new_orders_are_told_once_and_together(stores: StoresUnderTest) -> None:
    watch = OrderWatch(stores.database, operators={OLGA})
    await stores.reserved(now=NOON)
    assert await watch.tell(LATER) == 0
    await watch.switch(OLGA, NOON + MINUTE, on=True)
    await watch.switch(BOB, NOON + MINUTE, on=True)  # no operator: nothing is owed
    numbers = [(await stores.reserved(now=NOON + MINUTE, link=f"https://x.y/{n}")).id for n in range(3)]
    assert await watch.tell(NOON + MINUTE + SETTLES / 2) == 0
    for _ in range(2):
        await watch.tell(LATER)
    [told] = [one for one in await stores.messages(now=LATER) if one.kind == "new_orders"]
    assert told.chat_id == OLGA
    assert told.payload == {"numbers": [[number] for number in numbers], "count": 3}
    await watch.switch(OLGA, LATER, on=False)
    await stores.reserved(now=LATER, link="https://x.y/9")
    assert await watch.tell(LATER + MINUTE) == 0


async def test_a_clock_set_back_shuts_nobody_out(stores: StoresUnderTest) -> None:
    watch = OrderWatch(stores.database, operators={OLGA})
    await watch.switch(OLGA, LATER + timedelta(days=1), on=True)
    assert await watch.tell(NOON) == 0
    await stores.reserved(now=NOON + MINUTE)
    assert await watch.tell(NOON + 2 * MINUTE) == 1
