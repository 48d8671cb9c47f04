"""Which invoices are asked about: what may still come, and what goes back."""

from datetime import datetime, timedelta

from shop.ledger.payment import Doubt
from shop.ledger.topup import FOLLOWED, Invoice, Paid
from storage.ledger.payments import Payments
from storage.waits import NOTED_FROM, Waits
from tests.contracts.storage.stores import ANN, MINUTE, NOON, StoresUnderTest
from tests.contracts.storage.test_returns_in_part import ASKED, paid_in_full

DAY = timedelta(days=1)
WEEK = NOON + 7 * DAY


async def pays(payments: Payments, payload: str, at: datetime) -> int:
    """Ann pays 5.10 by an invoice of this name; return the payment's number."""
    bill = Invoice(
        payload, ANN, "gate", "USD", ASKED, 5_000_000, "USD", at + 60 * MINUTE, surcharge_micro=100_000
    )
    await payments.offer(bill, at)
    await payments.paid(Paid("gate", payload, ANN, payload, "USD", ASKED, in_parts=True), at)
    [paid] = await payments.list_latest(ANN, limit=1)
    return paid.id


async def gives_back(payments: Payments, number: int, at: datetime, amount: int | None = None) -> None:
    begun = await payments.returns.begin_return(number, at, amount_minor=amount)
    await payments.returns.returned(begun, at)


async def followed(payments: Payments, at: datetime) -> list[str]:
    return [one.payload for one in await payments.list_followed("gate", at)]


async def test_what_is_going_back_is_followed_until_that_is_settled(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    await pays(payments, "q", WEEK)
    assert await followed(payments, WEEK) == ["q"]
    begun = await payments.returns.begin_return(number, WEEK)
    assert await followed(payments, WEEK) == ["p", "q"]
    await payments.returns.begin_asking(begun, WEEK, None)
    await payments.returns.doubted(begun, Doubt("Gate", "nothing is left"), WEEK)
    assert await followed(payments, WEEK + 60 * DAY) == ["p"]
    assert await payments.list_followed("another", WEEK) == []
    await payments.returns.returned(begun, WEEK + 60 * DAY)
    assert await followed(payments, WEEK + 60 * DAY) == []


async def test_what_was_wanted_back_lately_is_followed_for_three_days(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    begun = await payments.returns.begin_return(number, WEEK)
    await payments.returns.not_returned(begun, WEEK)
    for at, is_followed in ((WEEK + DAY, True), (WEEK + FOLLOWED, False)):
        assert await followed(payments, at) == ["p"] * is_followed
    await gives_back(payments, number, WEEK + 4 * DAY, 100)
    assert await followed(payments, WEEK + 5 * DAY) == ["p"]
    await gives_back(payments, number, WEEK + 5 * DAY)
    assert await followed(payments, WEEK + 5 * DAY) == []


async def test_the_rest_of_what_came_in_two_parts_is_followed(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    await payments.paid(Paid("gate", "c", ANN, "p", "USD", ASKED + 100, in_parts=True), NOON)
    await gives_back(payments, number, NOON)
    assert await followed(payments, NOON) == ["p"]
    [second, _] = await payments.list_latest(ANN, limit=2)
    await gives_back(payments, second.id, NOON)
    assert await followed(payments, NOON) == []


async def starts_again(stores: StoresUnderTest, last: datetime, now: datetime) -> None:
    """The kiosk was off from `last` until now."""
    await Waits(stores.database).was_off(now - last, now)


async def test_what_was_followed_before_a_long_pause_is_followed_again_for_three_days(
    stores: StoresUnderTest,
) -> None:
    payments, _ = await paid_in_full(stores)
    await starts_again(stores, NOON + 5 * DAY, WEEK)  # it had ended long before
    assert await followed(payments, WEEK) == []
    await starts_again(stores, NOON + DAY, WEEK)
    assert await payments.followed_from(WEEK) == NOON + DAY - FOLLOWED
    for at, is_followed in ((WEEK, True), (WEEK + FOLLOWED, False)):
        assert await followed(payments, at) == ["p"] * is_followed


async def test_a_long_pause_is_not_forgotten_over_a_short_one(stores: StoresUnderTest) -> None:
    """A kiosk may be started again, or its clock set by seconds, soon after."""
    payments, _ = await paid_in_full(stores)
    await starts_again(stores, NOON + DAY, WEEK)
    later = WEEK + DAY
    await starts_again(stores, later - 3 * MINUTE, later)
    assert await followed(payments, later) == ["p"]
    assert await followed(payments, WEEK + FOLLOWED + 3 * MINUTE) == []


async def test_days_in_which_the_kiosk_is_off_again_do_not_count(stores: StoresUnderTest) -> None:
    """It is off each night: of three days in which a payment may still be found, half are nights."""
    payments, _ = await paid_in_full(stores)
    await starts_again(stores, NOON + DAY, WEEK)
    await starts_again(stores, WEEK + DAY, WEEK + 6 * DAY)
    assert await payments.followed_from(WEEK + 6 * DAY) == NOON + DAY - FOLLOWED
    assert await payments.followed_from(WEEK + 8 * DAY) == WEEK + DAY - FOLLOWED
    assert await payments.followed_from(WEEK + 9 * DAY) == WEEK + 9 * DAY - FOLLOWED


async def test_a_pause_counts_for_three_days_by_whatever_clock(stores: StoresUnderTest) -> None:
    """It is set ahead by mistake, and back an hour later."""
    payments, _ = await paid_in_full(stores)
    waits, later = Waits(stores.database), NOON + DAY
    await waits.move(30 * DAY, later)
    assert await payments.followed_from(later + 30 * DAY) == later - FOLLOWED
    await waits.move(-30 * DAY, later + 30 * DAY + 60 * MINUTE)
    assert await followed(payments, later + 2 * DAY) == ["p"]
    assert await followed(payments, later + FOLLOWED) == []


async def test_a_pause_of_less_than_an_hour_is_not_noted(stores: StoresUnderTest) -> None:
    """Who starts a kiosk again ten times a day does not have it ask about twice as much."""
    payments, _ = await paid_in_full(stores)
    for _ in range(10):
        await starts_again(stores, WEEK - NOTED_FROM + MINUTE, WEEK)
    assert await payments.followed_from(WEEK) == WEEK - FOLLOWED
