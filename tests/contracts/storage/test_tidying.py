"""Old rows are deleted in bounded parts, table by table; rows that wait or concern open money stay."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shop.errors import ShopError
from shop.ledger.payment import Credited
from shop.ledger.topup import STARS, Invoice, Paid
from shop.notice import Notice, Priority
from storage.backup.after import mark_restored
from storage.desk.standstill import Standstills
from storage.ledger.payments import Payments
from storage.ledger.stars_list import StarsList
from storage.ledger.tables import invoice
from storage.ledger.topups import Topups
from storage.messages.inbox import Arrival
from storage.messages.tables import inbox, outbox
from storage.orders.tables import confirm
from storage.tidying import Tidying
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, OLGA, StoresUnderTest

DAY = 24 * 60 * MINUTE


async def test_letters_go_four_months_after_they_were_sent_and_no_other(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([Notice("news", ANN, f"{n}") for n in range(3)], NOON)
    first, second, _ = await stores.messages()
    await stores.outbox.sent([(first, 1)], NOON)
    await stores.outbox.failed(second, "refused", NOON)
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + 119 * DAY) == 0
    assert await tidying.tidy(NOON + 121 * DAY) == 1
    left = await stores.all(select(outbox.c.state).order_by(outbox.c.id))
    assert [row.state for row in left] == ["failed", "pending"]


async def test_a_broadcasts_letters_go_a_week_after_it_is_over(stores: StoresUnderTest) -> None:
    number = await stores.broadcasts.ask(OLGA, NOON)
    await stores.broadcasts.compose(number, "sendMessage", {"text": "hello"}, 1)
    await stores.broadcasts.start(number, OLGA, {ANN, BOB}, NOON)
    for message in await stores.messages(Priority.BROADCAST):
        await stores.outbox.sent([(message, 1)], NOON)
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + 8 * DAY) == 0, "it is not over yet"
    await stores.broadcasts.show_progress(NOON)
    assert await tidying.tidy(NOON + 6 * DAY) == 0
    assert await tidying.tidy(NOON + 8 * DAY) == 2


async def test_letters_that_ended_while_they_were_held_go_like_the_others(stores: StoresUnderTest) -> None:
    """Who blocks the bot while a broadcast is paused, or whose letter is refused then."""
    number = await stores.broadcasts.ask(OLGA, NOON)
    await stores.broadcasts.compose(number, "sendMessage", {"text": "hello"}, 1)
    await stores.broadcasts.start(number, OLGA, {ANN, BOB, OLGA}, NOON)
    under_way, _, _ = await stores.messages(Priority.BROADCAST)
    assert await stores.broadcasts.pause(number, OLGA, NOON)
    await stores.outbox.failed(under_way, "refused", NOON)
    await stores.people.unreachable(BOB, NOON)
    assert await stores.broadcasts.stop(number, OLGA, NOON)
    assert await Tidying(stores.database).tidy(NOON + 8 * DAY) == 3


async def test_updates_set_aside_and_dropped_questions_go_after_a_month(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in([Arrival(1, ANN, "{}"), Arrival(2, ANN, "{}")], NOON)
    first, _ = await stores.inbox.list_waiting(after=0, limit=2)
    await stores.inbox.set_aside(first.seq, "boom", NOON)
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    for _ in range(2):
        await topups.ask(ANN, "manual", "USD", NOON, amount_micro=5)
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + timedelta(days=29)) == 0
    assert await tidying.tidy(NOON + timedelta(days=31)) == 2
    assert [row.state for row in await stores.all(select(inbox.c.state))] == ["waiting"]
    assert await topups.is_asking(ANN)


async def over(stores: StoresUnderTest, token: str, person_id: int = ANN) -> int:
    """Make an order with this card, withdraw it unsent, and return its number."""
    await stores.offered(person_id, token=token)
    order = await stores.orders.reserve(token=token, person_id=person_id, acknowledged=True, now=NOON)
    assert await stores.orders.withdraw(order.id, owner=person_id, now=NOON)
    return order.id


async def cards(stores: StoresUnderTest) -> set[str]:
    """Return the tokens that are kept."""
    return {row.token for row in await stores.all(select(confirm.c.token))}


async def test_a_used_card_goes_three_months_after_its_order_has_ended(stores: StoresUnderTest) -> None:
    number = await over(stores, "old")
    await stores.placed("5", token="at work")
    await stores.offered(token="unused")
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + 89 * DAY) == 0
    assert await tidying.tidy(NOON + 91 * DAY) == 1
    assert await cards(stores) == {"at work", "unused"}
    assert await stores.broken(NOON + 91 * DAY) == set()
    assert await stores.broken(NOON) == set(), "a clock that was set back breaks no promise"
    order = await stores.orders.reserve(token="old", person_id=ANN, acknowledged=True, now=NOON + 92 * DAY)
    assert order.id == number, "the old button finds its order, and makes none"
    with pytest.raises(ShopError, match="button_old"):
        await stores.orders.reserve(token="old", person_id=BOB, acknowledged=True, now=NOON + 92 * DAY)
    assert sum((await stores.states()).values()) == 2
    assert await tidying.tidy(NOON + 92 * DAY) == 0


async def test_whoever_taps_while_the_card_goes_has_one_order(stores: StoresUnderTest) -> None:
    number = await over(stores, "old")
    going = asyncio.create_task(Tidying(stores.database).tidy(NOON + 91 * DAY))
    again = [
        stores.orders.reserve(token="old", person_id=ANN, acknowledged=True, now=NOON + 91 * DAY)
        for _ in range(8)
    ]
    found = await asyncio.gather(*again)
    assert await going == 1
    assert {order.id for order in found} == {number}
    assert sum((await stores.states()).values()) == 1


@pytest.mark.parametrize(
    ("breach", "promise"),
    [
        ("UPDATE orders SET person_id = {bob}", "order-as-confirmed"),
        ("UPDATE confirm SET terms = '{{}}'", "order-as-confirmed"),
        ("UPDATE orders SET confirm_token = 'another'", "token-once"),
    ],
)
async def test_a_card_that_tells_of_a_breach_stays(
    stores: StoresUnderTest, breach: str, promise: str
) -> None:
    await over(stores, "old")
    await stores.break_by_hand(breach.format(bob=BOB))
    assert await Tidying(stores.database).tidy(NOON + 91 * DAY) == 0
    assert promise in await stores.broken(NOON + 91 * DAY)


async def test_a_card_that_was_taken_away_is_told_from_one_that_went(stores: StoresUnderTest) -> None:
    await over(stores, "old")
    await over(stores, "taken", BOB)
    await stores.break_by_hand("DELETE FROM confirm WHERE token = 'taken'")
    await Tidying(stores.database).tidy(NOON + 91 * DAY)
    assert await cards(stores) == set()
    assert await stores.broken(NOON + 91 * DAY) == {"order-has-token"}


async def test_the_price_of_an_order_is_still_held_against_its_terms(stores: StoresUnderTest) -> None:
    await over(stores, "old")
    await Tidying(stores.database).tidy(NOON + 91 * DAY)
    await stores.break_by_hand("UPDATE orders SET service_id = '78'")
    assert await stores.broken(NOON + 91 * DAY) == {"order-as-confirmed"}


def bill(payload: str, way: str = "stars", until: datetime = NOON + MINUTE) -> Invoice:
    """Make an invoice for Ann over 5 Stars."""
    return Invoice(
        payload=payload,
        person_id=ANN,
        way=way,
        currency=STARS,
        amount_minor=5,
        credit_micro=65_000,
        credit_currency="USD",
        expires_at=until,
    )


async def may_be_paid(payments: Payments, payload: str) -> str | None:
    """Return the answer to Telegram's pre-checkout query for Ann's invoice."""
    return await payments.check(payload=payload, person_id=ANN, currency=STARS, amount_minor=5, now=NOON)


async def test_a_bill_that_nobody_paid_goes_three_months_after_it_has_lapsed(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}), bot_id=BOT)
    for payload in ("first", "paid", "agreed", "lapsed"):
        await payments.offer(bill(payload), NOON)
    await payments.offer(bill("late", until=NOON + DAY), NOON)
    await payments.offer(bill("card", "card"), NOON)
    assert await may_be_paid(payments, "agreed") is None
    assert await payments.paid(Paid("stars", "c1", ANN, "paid", STARS, 5), NOON) is Credited.NOW
    begins = await StarsList(stores.database, bot_id=BOT).begins()
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + 90 * DAY) == 0
    assert await tidying.tidy(NOON + 90 * DAY + 2 * MINUTE) == 1
    left = {row.payload for row in await stores.all(select(invoice.c.payload))}
    assert left == {"first", "paid", "agreed", "late", "card"}
    assert await may_be_paid(payments, "lapsed") == "invoice_unknown"
    assert await StarsList(stores.database, bot_id=BOT).begins() == begins
    assert await payments.paid(Paid("stars", "c2", ANN, "agreed", STARS, 5), NOON) is Credited.NOW
    assert await tidying.tidy(NOON + 92 * DAY) == 1
    assert await stores.broken(NOON + 92 * DAY) == set()


async def test_bills_of_an_old_backup_stay_until_they_were_asked_about(stores: StoresUnderTest) -> None:
    """They may have been paid after the backup was made, and while the kiosk stood still nobody asked."""
    payments = Payments(stores.database, operators=frozenset({OLGA}), bot_id=BOT)
    for payload in ("first", "lapsed"):
        await payments.offer(bill(payload), NOON)
    later, standstills, tidying = NOON + 100 * DAY, Standstills(stores.database), Tidying(stores.database)
    await stores.database.write(lambda one: mark_restored(one, NOON, later, {OLGA}))
    await standstills.compared({}, {}, later)
    assert await standstills.go_on(later, DAY)
    assert await tidying.tidy(later + DAY) == 0
    assert len(await payments.list_unpaid("stars", later + DAY)) == 2
    assert await tidying.tidy(later + 4 * DAY) == 1
