"""What a monitor is told of the rows: bounded counts, ages, and each payment once."""

import pytest

from shop.ledger.topup import Invoice, Paid
from shop.notice import Notice
from shop.observed import Counted
from storage import monitored
from storage.ledger.payments import Payments
from storage.messages.inbox import Arrival
from storage.monitored import Monitored
from tests.contracts.storage.stores import ANN, BOT, MINUTE, NOON, PANEL, StoresUnderTest


async def counted(stores: StoresUnderTest, *, minutes: int = 0, since: int = -1, until: int = -1) -> Counted:
    """Count at NOON plus `minutes`; payments between the minutes `since` and `until`."""
    found = Monitored(stores.database, bot_id=BOT, suppliers={PANEL: "main"})
    now = NOON + minutes * MINUTE
    return await found.count(now, NOON + since * MINUTE, NOON + until * MINUTE, ["card", "stars"])


async def test_nothing_waits_in_an_empty_shop(stores: StoresUnderTest) -> None:
    await Monitored(stores.database, bot_id=BOT, suppliers={}).answers()
    await Monitored(stores.database, bot_id=BOT, suppliers={}).takes_writes()
    found = await counted(stores)
    assert (found.updates_waiting, found.updates_oldest_seconds) == (0, 0)
    assert (found.outbox_waiting, found.outbox_oldest_seconds) == (0, 0)
    assert set(found.orders) >= {"reserved", "unknown", "in_progress"}
    assert not any((*found.orders.values(), *found.alerts.values(), *found.credited.values()))


async def test_what_waits_is_counted_with_its_age_and_no_further_than_said(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrivals = [Arrival(update_id=number, person_id=ANN, raw="{}") for number in range(1, 5)]
    await stores.inbox.take_in(arrivals, NOON)
    notices = [Notice("sorry", ANN, f"sorry:{number}") for number in range(4)]
    await stores.outbox.enqueue(notices, NOON + MINUTE)
    found = await counted(stores, minutes=3)
    assert (found.updates_waiting, found.updates_oldest_seconds) == (4, 180)
    assert (found.outbox_waiting, found.outbox_oldest_seconds) == (4, 120)
    monkeypatch.setattr(monitored, "MOST_COUNTED", 2)
    found = await counted(stores, minutes=3)
    assert (found.updates_waiting, found.outbox_waiting) == (2, 2)
    assert (await counted(stores, minutes=0)).outbox_waiting == 0, "what is not due yet does not wait"


async def test_orders_are_counted_by_their_state(stores: StoresUnderTest) -> None:
    await stores.reserved()
    found = await counted(stores)
    assert {state: count for state, count in found.orders.items() if count} == {"reserved": 1}


async def test_each_payment_is_counted_once_and_what_nobody_knows_is_not(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset())
    for number in range(3):
        bill = Invoice(f"p{number}", ANN, "card", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE)
        await payments.offer(bill, NOON)
        await payments.paid(Paid("card", f"c{number}", ANN, bill.payload, "USD", 500), NOON + number * MINUTE)
    await payments.paid(Paid("stars", "s", ANN, "nobody knows", "XTR", 5), NOON)
    windows = [(-1, 0), (0, 0), (0, 1), (1, 5)]
    found = [(await counted(stores, since=since, until=until)).credited for since, until in windows]
    assert [one["card"] for one in found] == [1, 0, 1, 1]
    assert [one["stars"] for one in found] == [0, 0, 0, 0]
