"""Orders whose evidence is not a balance read for them: a reference, or a balance read seconds ago."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, insert, select, update

from shop.ordering.order import OrderState
from shop.ordering.place import BalanceNeeded, Claimed, Due, settlement_of
from shop.reconciliation.decide import SETTLE, SOON, Other
from shop.reconciliation.readings import PROMPT_RUN, Reading
from shop.replies import Accepted, AddOutcome, NotSent, Unknown
from storage.catalogue.tables import panel_account
from storage.ledger.tables import journal
from storage.orders.tables import attempt, orders, request
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

NAMED = "request_id"
COST, OTHER = 90_000, 200_000
SECOND = timedelta(seconds=1)
RICH = 10_000_000


def reading(micro: int, second: float, took: float = 0.1) -> Reading:
    asked_at = NOON + second * SECOND
    return Reading(micro, asked_at, asked_at + took * SECOND)


async def by_reference(stores: StoresUnderTest, now: datetime = NOON) -> Claimed | None:
    return await stores.queue.claim(now, named_by=NAMED, reference=NAMED, unread=True)


async def reusing(stores: StoresUnderTest, second: float) -> Claimed | None:
    return await stores.queue.claim(NOON + second * SECOND, unread=True)


async def answered(stores: StoresUnderTest, claimed: Claimed, outcome: AddOutcome, second: float) -> None:
    now = NOON + second * SECOND
    await stores.queue.settle(claimed, settlement_of(outcome, attempt=claimed.n, now=now), now)


@pytest.fixture
async def prompt(stores: StoresUnderTest) -> StoresUnderTest:
    """Stores whose panel is known to charge promptly, with a balance at second 0 that was as reckoned."""
    await stores.cases.note_balance(reading(RICH, -60))

    def unit(connection: Connection) -> None:
        connection.execute(update(panel_account).values(prompt_run=PROMPT_RUN))

    await stores.database.write(unit)
    await stores.cases.note_balance(reading(RICH, 0))
    return stores


async def the_attempts(stores: StoresUnderTest) -> list[Any]:
    return list(await stores.all(select(attempt).order_by(attempt.c.id)))


async def test_several_that_go_by_reference_are_in_flight(stores: StoresUnderTest) -> None:
    for person in (ANN, BOB) * 2:
        await stores.reserved(person)
    assert await stores.queue.is_due(NOON, reference=NAMED) == Due(needs_balance=False)
    claimed = await asyncio.gather(*(by_reference(stores) for _ in range(8)))
    assert len({one.order.id for one in claimed if one is not None}) == 4
    assert (await stores.states())[OrderState.SUBMITTING] == 4
    assert {(one.balance_before_micro, one.named_by) for one in await the_attempts(stores)} == {(None, NAMED)}
    assert await stores.broken() == set()


async def test_an_order_that_goes_by_the_balance_is_alone_beside_none_of_its_kind(
    stores: StoresUnderTest,
) -> None:
    for person in (ANN, BOB) * 2:
        await stores.reserved(person)
    assert await by_reference(stores) is not None
    assert await stores.queue.claim(NOON, reading(RICH, 0)) is not None
    assert await stores.queue.claim(NOON, reading(RICH, 0)) is None
    assert await by_reference(stores) is not None


async def test_each_of_them_is_unknown_after_a_crash(stores: StoresUnderTest) -> None:
    for _ in range(3):
        await stores.reserved()
        assert await by_reference(stores) is not None
    assert await stores.queue.recover(NOON) == 3
    case = await stores.cases.find_due(NOON + SOON)
    assert case is not None
    assert (case.by_reference, case.named_by) == (True, NAMED)
    assert await stores.broken() == set()


async def test_a_case_that_a_reference_decides_holds_up_only_orders_by_the_balance(
    stores: StoresUnderTest,
) -> None:
    await stores.reserved(cost_micro=COST)
    lost = await by_reference(stores)
    assert lost is not None
    await answered(stores, lost, Unknown("timed out"), 0)
    await stores.reserved(BOB, cost_micro=COST)
    assert await stores.queue.is_due(NOON) is None
    assert await stores.queue.is_holding()
    assert not await stores.queue.is_holding(reference=NAMED)
    assert await by_reference(stores) is not None


async def test_a_case_that_the_balance_decides_holds_up_every_order(stores: StoresUnderTest) -> None:
    await stores.reserved(cost_micro=COST)
    lost = await stores.queue.claim(NOON, reading(RICH, -1), named_by=NAMED)
    assert lost is not None
    await answered(stores, lost, Unknown("timed out"), 0)
    await stores.reserved(BOB, cost_micro=COST)
    assert await stores.queue.is_due(NOON, reference=NAMED) is None
    assert await by_reference(stores) is None
    assert await stores.queue.is_holding(reference=NAMED)


async def test_where_references_are_ignored_the_balance_is_read_again(stores: StoresUnderTest) -> None:
    await stores.cases.note_balance(reading(RICH, 0))
    await stores.reserved(cost_micro=COST)
    lost = await by_reference(stores)
    assert lost is not None
    await answered(stores, lost, Unknown("timed out"), 0)
    case = await stores.cases.find(lost.order.id)
    assert case is not None
    await stores.cases.note_number(case, "105", NOON)
    await stores.cases.note_other_number(case, "106", is_ignored=True)
    found = await stores.cases.find(lost.order.id)
    assert found is not None
    assert (found.number, found.other_number) == ("105", "106")
    assert await stores.cases.ignores(NAMED)
    assert not await stores.cases.ignores("another_id")
    await stores.resolutions.ask(lost.order.id, "ignored", NOON + MINUTE, NOON)
    await stores.reserved(BOB, cost_micro=COST)
    assert await stores.queue.is_due(NOON, reference=NAMED) == Due(needs_balance=True)
    with pytest.raises(BalanceNeeded):
        await by_reference(stores)
    assert await stores.queue.is_due(NOON, reference="another_id") == Due(needs_balance=False)
    claimed = await stores.queue.claim(NOON, reading(RICH, 1), named_by=NAMED, reference=NAMED)
    assert claimed is not None
    await stores.reserved(cost_micro=COST)
    assert await stores.queue.is_due(NOON + MINUTE, reference=NAMED) is None, "one is in flight"


async def test_an_order_voided_while_it_is_resent_is_told_with_its_number(stores: StoresUnderTest) -> None:
    await stores.reserved(cost_micro=COST)
    lost = await by_reference(stores)
    assert lost is not None
    await answered(stores, lost, Unknown("timed out"), 0)
    case = await stores.cases.find(lost.order.id)
    assert case is not None
    assert await stores.cases.resending(case, NOON + MINUTE)
    assert not await stores.cases.note_placed(case, "105", NOON), "it is not decided yet"
    await stores.resolutions.void(lost.order.id, NOON, by=OLGA)
    assert not await stores.cases.resending(case, NOON + MINUTE), "nothing is sent of a voided order"
    assert not await stores.cases.note_number(case, "105", NOON)
    assert not await stores.cases.note_other_number(case, "105", is_ignored=False)
    assert await stores.cases.note_placed(case, "105", NOON)
    assert await stores.cases.tell_unexplained(NOON)
    assert not await stores.cases.tell_unexplained(NOON), "once"
    told = await stores.message("alert", OLGA)
    assert (told.payload["alert"], told.payload["order_id"]) == ("voided_charged", lost.order.id)
    assert told.payload["number"] == "105"
    found = await stores.cases.find(lost.order.id)
    assert found is not None
    assert found.number == "105"
    assert await stores.broken() == set()


async def test_a_balance_read_seconds_ago_is_the_one_before_the_order(prompt: StoresUnderTest) -> None:
    await prompt.reserved(cost_micro=COST)
    assert await prompt.queue.is_due(NOON + 5 * SECOND) == Due(needs_balance=False)
    claimed = await reusing(prompt, 5)
    assert claimed is not None
    [row] = await the_attempts(prompt)
    assert (row.balance_before_micro, row.balance_before_decimals) == (RICH, 6)
    assert (row.balance_before_at, row.started_at) == (NOON, NOON + 5 * SECOND)
    assert [one.by_reference for one in await prompt.all(select(orders.c.by_reference))] == [False]


async def test_it_must_be_read_after_five_seconds(prompt: StoresUnderTest) -> None:
    await prompt.reserved(cost_micro=COST)
    assert await prompt.queue.is_due(NOON + 5.001 * SECOND) == Due(needs_balance=True)
    with pytest.raises(BalanceNeeded):
        await reusing(prompt, 5.001)
    assert await the_attempts(prompt) == []
    assert await reusing(prompt, 5) is not None


async def test_the_database_still_refuses_a_second_in_flight(prompt: StoresUnderTest) -> None:
    for _ in range(2):
        await prompt.reserved(cost_micro=COST)
    assert await reusing(prompt, 1) is not None
    with pytest.raises(BalanceNeeded):
        await reusing(prompt, 2)
    assert await prompt.queue.claim(NOON + 2 * SECOND, reading(RICH, 2)) is None


async def test_an_order_of_another_cost_goes_by_the_same_balance(prompt: StoresUnderTest) -> None:
    for cost in (COST, OTHER, COST):
        await prompt.reserved(cost_micro=cost)
    for second, number in ((1, "1"), (2, "2")):
        claimed = await reusing(prompt, second)
        assert claimed is not None
        await answered(prompt, claimed, Accepted(number), second + 0.5)
    with pytest.raises(BalanceNeeded):  # it costs what the first has cost
        await reusing(prompt, 3)
    await prompt.cases.note_balance(reading(RICH - COST - OTHER, 3))
    assert await reusing(prompt, 4) is not None


@pytest.mark.parametrize("micro", [RICH - 2 * COST, RICH, RICH + COST])
async def test_a_balance_that_is_not_as_reckoned_is_read_again(prompt: StoresUnderTest, micro: int) -> None:
    await prompt.reserved(cost_micro=COST)
    claimed = await reusing(prompt, 1)
    assert claimed is not None
    await answered(prompt, claimed, Accepted("1"), 1.5)
    await prompt.cases.note_balance(reading(micro, 2))
    await prompt.reserved(cost_micro=OTHER)
    assert await prompt.queue.is_due(NOON + 3 * SECOND) == Due(needs_balance=True)


async def test_an_order_that_was_not_sent_costs_nothing(prompt: StoresUnderTest) -> None:
    await prompt.reserved(cost_micro=COST)
    claimed = await reusing(prompt, 1)
    assert claimed is not None
    await answered(prompt, claimed, NotSent("refused"), 1.5)
    await prompt.reserved(BOB, cost_micro=COST)
    assert await reusing(prompt, 2) is not None


Doubt = Callable[[datetime], Executable]

_FIRST = update(orders).where(orders.c.id == 1)
DOUBTS: dict[str, Doubt] = {
    "canceled": lambda at: _FIRST.values(state="canceled", finished_at=at),
    "partial": lambda at: _FIRST.values(state="partial", finished_at=at),
    "refund": lambda at: insert(journal).values(key="k", kind="refund", created_at=at),
}
LASTING: dict[str, Doubt] = {
    "held": lambda at: _FIRST.values(refund_held_at=at),
    "cancel asked": lambda at: insert(request).values(
        order_id=1, kind="cancel", state="asking", not_before=at, created_at=at, changed_at=at
    ),
}


async def doubted(stores: StoresUnderTest, doubt: Doubt, at: datetime) -> None:
    """Let this have happened at that moment; the next order could go by the balance without it."""
    placed = await stores.placed("1", now=NOON - 30 * MINUTE, cost_micro=COST)
    assert placed.id == 1
    await stores.reserved(BOB, cost_micro=OTHER)
    assert await stores.queue.is_due(NOON + SECOND) == Due(needs_balance=False)

    def unit(connection: Connection) -> None:
        connection.execute(doubt(at))

    await stores.database.write(unit)


@pytest.mark.parametrize("name", [*DOUBTS, *LASTING])
async def test_no_balance_is_used_again_while_money_may_come_back(prompt: StoresUnderTest, name: str) -> None:
    await doubted(prompt, (DOUBTS | LASTING)[name], NOON - MINUTE)
    assert await prompt.queue.is_due(NOON + SECOND) == Due(needs_balance=True)
    with pytest.raises(BalanceNeeded):
        await reusing(prompt, 1)


@pytest.mark.parametrize("name", DOUBTS)
async def test_money_that_a_case_would_not_count_is_no_reason(prompt: StoresUnderTest, name: str) -> None:
    await doubted(prompt, DOUBTS[name], NOON - MINUTE - timedelta(microseconds=1))
    assert await prompt.queue.is_due(NOON + SECOND) == Due(needs_balance=False)


@pytest.mark.parametrize("name", LASTING)
async def test_money_that_is_under_way_is_one_however_long(prompt: StoresUnderTest, name: str) -> None:
    await doubted(prompt, LASTING[name], NOON - 60 * MINUTE)
    assert await prompt.queue.is_due(NOON + SECOND) == Due(needs_balance=True)


async def test_a_case_counts_every_order_since_the_balance_it_goes_by(prompt: StoresUnderTest) -> None:
    await prompt.reserved(cost_micro=OTHER)
    await prompt.reserved(BOB, cost_micro=COST)
    for second, outcome in ((1, Accepted("1")), (3, Unknown("timed out"))):
        claimed = await reusing(prompt, second)
        assert claimed is not None
        await answered(prompt, claimed, outcome, second + 0.5)
    case = await prompt.cases.find_due(NOON + 3.5 * SECOND + SETTLE)
    assert case is not None
    assert case.before == Reading(RICH, NOON, NOON)
    around = await prompt.surroundings.surroundings(case)
    assert around.others == (Other(OTHER, NOON + SECOND, accepted=True),)
    assert around.last_known == "1"
