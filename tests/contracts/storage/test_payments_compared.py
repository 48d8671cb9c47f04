"""Which payments are held against what their gateway says."""

from datetime import datetime

from storage.ledger.payments import Payments
from tests.contracts.storage.stores import NOON, StoresUnderTest
from tests.contracts.storage.test_payments_followed import DAY, WEEK, gives_back, pays
from tests.contracts.storage.test_returns_in_part import paid_in_full


async def compared(payments: Payments, since: datetime, limit: int, *named: int) -> list[str]:
    return [one.invoice.payload for one in await payments.list_booked("gate", since, limit, named)]


async def test_newer_payments_push_no_refund_out_of_the_comparison(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    await gives_back(payments, number, WEEK)
    for name in ("q1", "q2", "q3"):
        await pays(payments, name, WEEK)
    assert await compared(payments, WEEK - 3 * DAY, 2) == ["q3", "q2", "p"]


async def test_newer_refunds_push_none_out_that_has_had_its_time(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    later = [await pays(payments, name, NOON) for name in ("q1", "q2")]
    for day, one in enumerate((number, *later)):
        await gives_back(payments, one, WEEK + day * DAY, 100)
    assert await compared(payments, WEEK - DAY, 2) == ["q1", "p"]


async def test_what_is_named_is_compared_whenever_it_moved(stores: StoresUnderTest) -> None:
    payments, number = await paid_in_full(stores)
    await pays(payments, "q", NOON)
    paid = await payments.find(number)
    assert paid is not None
    assert paid.invoice_id is not None
    assert await compared(payments, WEEK, 9) == []
    assert await compared(payments, WEEK, 9, paid.invoice_id, 999) == ["p"]
    [booked] = await payments.list_booked("gate", WEEK, 9, [paid.invoice_id])
    assert booked.number == paid.invoice_id
    assert await payments.list_booked("another", WEEK, 9, [paid.invoice_id]) == []
    await payments.returns.begin_return(number, WEEK)
    assert await compared(payments, WEEK, 9, paid.invoice_id) == []
