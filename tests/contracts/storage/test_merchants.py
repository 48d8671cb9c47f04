"""Merchant transactions: whatever gateways say at the same moment, money is credited once or not at all."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest

from payments.merchants.asking import Act, Ask
from payments.merchants.click import Click
from payments.merchants.payme import CANNOT, IS_BUSY, Payme
from shop.ledger.journals import FundsShort
from shop.ledger.merchant import MerchantCall, MerchantState, Settled
from shop.ledger.topup import Invoice
from storage.ledger.merchants import Merchants
from storage.ledger.payments import Payments
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, StoresUnderTest

ROUNDS = 20
AT_ONCE = 8
AMOUNT, CREDIT = 500_000, 5_000_000_000
PAYME, CLICK = Payme("merchant", "key"), Click("merchant", "service", "secret")


class Calls:
    """A gateway's calls, judged as its protocol does."""

    def __init__(self, stores: StoresUnderTest) -> None:
        self.stores = stores
        self.payments = Payments(stores.database, operators=frozenset({OLGA}), credit_micro=None)
        self.merchants = Merchants(stores.database, self.payments.crediting)

    async def offers(self, number: str, way: str = "payme") -> None:
        """Make an invoice that this gateway knows by a number."""
        bill = Invoice(number, ANN, way, "UZS", AMOUNT, CREDIT, "USD", NOON + 60 * MINUTE, gateway_id=number)
        await self.payments.offer(bill, NOON)

    async def payme(self, act: Act, their_id: str, number: str = "", now: datetime = NOON) -> Settled:
        """Payme calls."""
        ask = Ask(act, their_id, number, AMOUNT, at=NOON, reason=5)
        judge = partial(PAYME.judge, ask, now=now)
        return await self.merchants.settle(MerchantCall("payme", their_id, number, NOON), judge, now)

    async def click(self, act: Act, their_id: str, number: str, our_id: int | None = None) -> Settled:
        """Click calls."""
        ask = Ask(act, their_id, number, AMOUNT, at=NOON, our_id=our_id)
        judge = partial(CLICK.judge, ask, now=NOON)
        return await self.merchants.settle(MerchantCall("click", their_id, number, NOON), judge, NOON)

    async def has(self) -> int:
        """Return what Ann has."""
        return await self.stores.ledger.balance(self.stores.wallet(ANN))


@pytest.fixture
def calls(stores: StoresUnderTest) -> Calls:
    """Calls at the stores."""
    return Calls(stores)


def state_of(settled: Settled) -> MerchantState | None:
    return None if settled.transaction is None else settled.transaction.state


async def test_perform_at_the_same_moment_credits_once_and_is_answered_alike(calls: Calls) -> None:
    for n in range(ROUNDS):
        await calls.offers(str(n))
        await calls.payme(Act.CREATE, f"t{n}", str(n))
        times = [NOON + timedelta(milliseconds=n) for n in range(AT_ONCE)]
        ends = await asyncio.gather(*(calls.payme(Act.PERFORM, f"t{n}", now=now) for now in times))
        assert len({PAYME.answer_to(Ask(Act.PERFORM), end).text for end in ends}) == 1
        assert await calls.has() == (n + 1) * CREDIT
    told = [one for one in await calls.stores.messages(now=NOON + MINUTE) if one.kind == "credited"]
    assert len(told) == ROUNDS
    assert await calls.stores.broken() == set()


async def test_perform_and_cancel_at_the_same_moment_end_in_one_of_the_two_orders(calls: Calls) -> None:
    seen: Counter[MerchantState | None] = Counter()
    for n in range(ROUNDS):
        await calls.offers(str(n))
        await calls.payme(Act.CREATE, f"t{n}", str(n))
        acts = [Act.PERFORM, Act.CANCEL] if n % 2 else [Act.CANCEL, Act.PERFORM]
        ends = await asyncio.gather(*(calls.payme(act, f"t{n}") for act in acts))
        performed = ends[acts.index(Act.PERFORM)]
        final = state_of(await calls.payme(Act.LOOK, f"t{n}"))
        seen[final] += 1
        assert final in {MerchantState.CANCELED, MerchantState.RETURNED}
        assert (performed.verdict.error == CANNOT) == (final is MerchantState.CANCELED)
        paid = await calls.payments.find_charge("payme", f"t{n}")
        assert (paid is None) == (final is MerchantState.CANCELED)
        assert await calls.has() == 0
    assert len(seen) == 2, seen
    assert await calls.stores.broken() == set()


async def test_two_transactions_created_at_the_same_moment_are_one(calls: Calls) -> None:
    for n in range(ROUNDS):
        await calls.offers(str(n))
        ids = [f"t{n}-{k}" for k in range(AT_ONCE)]
        ends = await asyncio.gather(*(calls.payme(Act.CREATE, one, str(n)) for one in ids))
        assert sorted(end.verdict.error for end in ends) == [IS_BUSY] * (AT_ONCE - 1) + [0]


async def test_the_same_create_at_the_same_moment_makes_one(calls: Calls) -> None:
    for n in range(ROUNDS):
        await calls.offers(str(n))
        ends = await asyncio.gather(*(calls.payme(Act.CREATE, f"t{n}", str(n)) for _ in range(AT_ONCE)))
        assert len({PAYME.answer_to(Ask(Act.CREATE), end).text for end in ends}) == 1


async def test_of_what_click_completes_at_the_same_moment_one_counts(calls: Calls) -> None:
    for n in range(ROUNDS):
        await calls.offers(str(n), "click")
        ids = [f"{n}00{k}" for k in range(AT_ONCE)]
        begun = [await calls.click(Act.CREATE, one, str(n)) for one in ids]
        numbers = [one.transaction.id for one in begun if one.transaction is not None]
        pairs = zip(ids, numbers, strict=True)
        ends = await asyncio.gather(*(calls.click(Act.PERFORM, one, str(n), our) for one, our in pairs))
        assert sorted(end.verdict.error for end in ends) == [-4] * (AT_ONCE - 1) + [0]
        assert await calls.has() == (n + 1) * CREDIT
    assert await calls.stores.broken() == set()


async def test_the_shop_never_loses_by_a_cancel_and_nothing_is_half_done(calls: Calls) -> None:
    """Not even a shop whose wallets may owe: what is given back must be there."""
    await calls.offers("1")
    await calls.payme(Act.CREATE, "t1", "1")
    await calls.payme(Act.PERFORM, "t1")
    await calls.stores.given(ANN, -1)
    before = await calls.stores.messages()
    with pytest.raises(FundsShort):
        await calls.payme(Act.CANCEL, "t1")
    assert state_of(await calls.payme(Act.LOOK, "t1")) is MerchantState.PERFORMED
    assert await calls.has() == CREDIT - 1
    assert await calls.stores.messages() == before
    assert await calls.stores.broken() == set()
    await calls.stores.given(ANN, 1)
    assert state_of(await calls.payme(Act.CANCEL, "t1")) is MerchantState.RETURNED
    assert await calls.has() == 0
    assert await calls.stores.broken() == set()


async def test_the_database_itself_refuses_a_second_performed_transaction(
    calls: Calls,
) -> None:
    await calls.offers("1", "click")
    for one in ("1", "2"):
        await calls.click(Act.CREATE, one, "1")
    with pytest.raises(Exception, match=r"(?i)unique"):
        await calls.stores.break_by_hand("UPDATE merchant_transaction SET state = 'performed'")
    assert await calls.stores.broken() == set()
