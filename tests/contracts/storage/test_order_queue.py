"""Submitting: at most one attempt may have reached the panel, whoever tries and whatever dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from shop.ordering.order import OrderState
from shop.ordering.place import RETRY_AFTER, AttemptOutcome, settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown
from storage.core.database import Database
from storage.orders.queue import OrderQueue
from storage.orders.settling import STOPPED
from storage.orders.tables import attempt
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, PANEL, StoresUnderTest

ANSWERS: dict[str, AddOutcome] = {
    "accepted": Accepted("4711", 200, '{"order":4711}'),
    "rejected": Rejected(Refusal.LINK, "bad link", 200, '{"error":"bad link"}'),
    "not_sent": NotSent("refused"),
    "unknown": Unknown("timed out"),
}


async def attempts(stores: StoresUnderTest) -> list[tuple[int, int, str]]:
    """Return order, number and outcome of every attempt."""
    rows = await stores.all(select(attempt).order_by(attempt.c.id))
    return [(row.order_id, row.n, row.outcome) for row in rows]


async def test_the_oldest_due_order_goes_first(stores: StoresUnderTest) -> None:
    first, second = await stores.reserved(), await stores.reserved(BOB)
    claimed = await stores.queue.claim(NOON)
    assert claimed is not None
    assert (claimed.order.id, claimed.n) == (first.id, 1)
    assert await attempts(stores) == [(first.id, 1, "open")]
    assert (await stores.order(first.id)).state is OrderState.SUBMITTING
    assert (await stores.order(second.id)).state is OrderState.RESERVED


async def test_nothing_is_claimed_while_one_is_in_flight(stores: StoresUnderTest) -> None:
    await stores.in_flight()
    await stores.reserved(BOB)
    assert await stores.queue.claim(NOON) is None
    assert len(await attempts(stores)) == 1


async def test_lanes_that_claim_at_once_have_one_in_flight(stores: StoresUnderTest) -> None:
    for person in (ANN, BOB) * 5:
        await stores.reserved(person)
    other = OrderQueue(stores.database, panel=PANEL, operators=frozenset())
    claimed = await asyncio.gather(*(queue.claim(NOON) for queue in (stores.queue, other) * 10))
    assert len([one for one in claimed if one is not None]) == 1
    assert (await stores.states())[OrderState.SUBMITTING] == 1
    assert await stores.broken() == set()


async def test_two_processes_have_one_in_flight(stores: StoresUnderTest, database_url: str) -> None:
    for _ in range(4):
        await stores.reserved()
    neighbour = Database(database_url)
    await neighbour.open()
    other = OrderQueue(neighbour, panel=PANEL, operators=frozenset())
    claimed = await asyncio.gather(*(queue.claim(NOON) for queue in (stores.queue, other) * 5))
    await neighbour.close()
    assert len([one for one in claimed if one is not None]) == 1


async def test_two_panel_accounts_do_not_wait_for_each_other(stores: StoresUnderTest) -> None:
    other = replace(stores, panel="other")
    await stores.in_flight()
    assert (await other.in_flight(BOB)).order.panel == "other"


async def test_an_order_is_not_claimed_before_its_time(stores: StoresUnderTest) -> None:
    order = await stores.settled(NotSent("refused"))
    assert await stores.queue.claim(NOON + timedelta(seconds=4)) is None
    again = await stores.queue.claim(NOON + timedelta(seconds=5))
    assert again is not None
    assert (again.order.id, again.n) == (order.id, 2)


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_settles_order_and_attempt_together(stores: StoresUnderTest, name: str) -> None:
    answer = ANSWERS[name]
    order = await stores.settled(answer)
    settlement = settlement_of(answer, attempt=1, now=NOON)
    assert (order.state, order.reason) == (settlement.state, settlement.reason)
    assert order.panel_order_id == settlement.panel_order_id
    assert await attempts(stores) == [(order.id, 1, name)]
    [row] = await stores.all(select(attempt))
    assert (row.http_status, row.excerpt) == (settlement.http_status, settlement.excerpt)
    assert (row.started_at, row.finished_at) == (NOON, NOON)
    assert await stores.broken() == set()


async def test_what_people_are_told_of_an_answer(stores: StoresUnderTest) -> None:
    for answer in ANSWERS.values():
        order = await stores.settled(answer)
    await stores.resolutions.ask(order.id, "moved", NOON, NOON)
    await stores.settled(Rejected(Refusal.LINK, "no such link"))
    told = [(message.kind, message.chat_id, message.payload) for message in await stores.messages()]
    assert [payload["order_id"] for kind, _, payload in told if kind == "card"] == [1, 2, 3, 4, 5]
    assert [payload["state"] for kind, _, payload in told if kind == "finished"] == ["rejected", "rejected"]
    assert [one.kind for one in await stores.wrong()] == ["order_unknown"]


@pytest.mark.parametrize("first", ["accepted", "rejected", "unknown"])
@pytest.mark.parametrize("second", ANSWERS)
async def test_an_outcome_once_stored_is_not_stored_again(
    stores: StoresUnderTest, first: str, second: str
) -> None:
    claimed = await stores.in_flight()
    await stores.queue.settle(claimed, settlement_of(ANSWERS[first], attempt=1, now=NOON), NOON)
    order, messages = await stores.order(claimed.order.id), await stores.messages()
    later = NOON + MINUTE
    await stores.queue.settle(claimed, settlement_of(ANSWERS[second], attempt=1, now=later), later)
    assert await stores.order(order.id) == order
    assert await attempts(stores) == [(order.id, 1, first)]
    assert await stores.messages() == messages


async def test_a_late_answer_does_not_touch_the_next_attempt(
    stores: StoresUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    first = await stores.in_flight()
    await stores.queue.settle(first, settlement_of(NotSent("refused"), attempt=1, now=NOON), NOON)
    second = await stores.queue.claim(NOON + MINUTE)
    assert second is not None
    await stores.queue.settle(first, settlement_of(Accepted("4711"), attempt=1, now=NOON), NOON)
    assert await attempts(stores) == [(first.order.id, 1, "not_sent"), (first.order.id, 2, "open")]
    assert (await stores.order(first.order.id)).state is OrderState.SUBMITTING
    assert "4711" in caplog.text


async def test_the_database_refuses_a_second_attempt_that_may_have_been_sent(stores: StoresUnderTest) -> None:
    order = await stores.settled(Unknown("timed out"))

    def unit(connection: Connection) -> None:
        again = insert(attempt).values(order_id=order.id, n=2, outcome="open", started_at=NOON)
        connection.execute(again)

    with pytest.raises(IntegrityError):
        await stores.database.write(unit)
    assert await attempts(stores) == [(order.id, 1, "unknown")]


async def test_attempts_that_sent_nothing_may_be_many(stores: StoresUnderTest) -> None:
    order, now = await stores.reserved(), NOON
    for n in range(1, 7):
        claimed = await stores.queue.claim(now)
        assert claimed is not None
        assert claimed.n == n
        await stores.queue.settle(claimed, settlement_of(NotSent("refused"), attempt=n, now=now), now)
        now += timedelta(seconds=RETRY_AFTER[-1])
    assert await stores.queue.claim(now - timedelta(seconds=1)) is None
    assert (await stores.queue.claim(now)) is not None
    assert [row[1:] for row in await attempts(stores)] == [
        *((n, "not_sent") for n in range(1, 7)),
        (7, "open"),
    ]
    assert (await stores.order(order.id)).state is OrderState.SUBMITTING
    assert await stores.broken() == set()


async def test_an_order_put_back_by_hand_is_not_sent_again_and_stops_nobody(stores: StoresUnderTest) -> None:
    await stores.undecided()
    await stores.break_by_hand("UPDATE orders SET state = 'reserved' WHERE state = 'unknown'")
    waiting = await stores.reserved(BOB)
    claimed = await stores.queue.claim(NOON)
    assert claimed is not None
    assert claimed.order.id == waiting.id
    assert await stores.broken() == {"unknown-has-attempt", "unknown-has-inquiry"}


async def test_one_panel_id_for_two_orders_makes_the_second_unknown(stores: StoresUnderTest) -> None:
    first = await stores.placed("4711")
    second = await stores.settled(Accepted("4711", 200, '{"order":4711}'), BOB)
    assert await stores.order(first.id) == first
    assert (second.state, second.panel_order_id) == (OrderState.UNKNOWN, None)
    assert second.reason is not None
    assert "4711" in second.reason.text
    [row] = await stores.all(select(attempt).where(attempt.c.order_id == second.id))
    assert (row.outcome, row.excerpt) == (AttemptOutcome.UNKNOWN, '{"order":4711}')
    assert [one.order_id for one in await stores.wrong()] == [second.id]
    assert await stores.broken() == set()


async def test_one_id_at_two_panels_is_two_orders(stores: StoresUnderTest) -> None:
    first = await stores.placed("4711")
    second = await replace(stores, panel="other").placed("4711", BOB)
    assert (first.state, second.state) == (OrderState.PENDING, OrderState.PENDING)


async def test_what_was_in_flight_at_a_crash_is_unknown_and_stays_so(stores: StoresUnderTest) -> None:
    claimed = await stores.in_flight()
    waiting = await stores.reserved(BOB)
    later = NOON + MINUTE
    assert await stores.queue.recover(later) == 1
    lost = await stores.order(claimed.order.id)
    assert (lost.state, lost.reason, lost.changed_at) == (
        OrderState.UNKNOWN,
        Reason(ReasonKind.WORDS, STOPPED),
        later,
    )
    assert await attempts(stores) == [(lost.id, 1, "unknown")]
    assert [one.order_id for one in await stores.wrong()] == [lost.id]
    assert await stores.queue.recover(later) == 0
    assert await stores.queue.claim(later) is None, "it is being looked into"

    await stores.resolutions.ask(lost.id, "moved", later, later)
    following = await stores.queue.claim(later)
    assert following is not None
    assert following.order.id == waiting.id
    assert await stores.broken(later) == set()


async def test_an_id_that_comes_after_the_recovery_is_proof(stores: StoresUnderTest) -> None:
    claimed = await stores.in_flight()
    await stores.queue.recover(NOON)
    revision = (await stores.message("card")).revision
    accepted = settlement_of(Accepted("4711", 200, '{"order":4711}'), attempt=1, now=NOON)
    for _ in range(2):
        await stores.queue.settle(claimed, accepted, NOON + MINUTE)
    order = await stores.order(claimed.order.id)
    assert (order.state, order.panel_order_id, order.reason) == (OrderState.PENDING, "4711", None)
    assert order.placed_at == NOON + MINUTE
    [row] = await stores.all(select(attempt))
    assert (row.outcome, row.http_status, row.excerpt) == ("accepted", 200, '{"order":4711}')
    assert (await stores.message("card", now=NOON + MINUTE)).revision == revision + 1
    assert await stores.broken() == set()


@pytest.mark.parametrize("name", ["rejected", "not_sent", "unknown"])
async def test_any_other_answer_after_the_recovery_is_logged_not_stored(
    stores: StoresUnderTest, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    claimed = await stores.in_flight()
    await stores.queue.recover(NOON)
    lost = await stores.order(claimed.order.id)
    await stores.queue.settle(claimed, settlement_of(ANSWERS[name], attempt=1, now=NOON), NOON)
    assert await stores.order(lost.id) == lost
    assert await attempts(stores) == [(lost.id, 1, "unknown")]
    assert f"Order {lost.id}" in caplog.text


async def test_a_late_id_that_another_order_has_is_logged_not_stored(
    stores: StoresUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    await stores.placed("4711")
    claimed = await stores.in_flight(BOB)
    await stores.queue.recover(NOON)
    await stores.queue.settle(claimed, settlement_of(Accepted("4711"), attempt=1, now=NOON), NOON)
    assert (await stores.order(claimed.order.id)).state is OrderState.UNKNOWN
    assert "4711" in caplog.text
    assert await stores.broken() == set()


async def test_the_operator_reads_the_panels_own_words(stores: StoresUnderTest) -> None:
    await stores.settled(Rejected(Refusal.FUNDS, "Not enough funds: 0.01 left"))
    [alert] = await stores.wrong()
    assert (alert.kind, alert.facts) == ("panel_funds", {"word": "Not enough funds: 0.01 left"})


async def test_a_panel_that_is_not_asked_is_told_once_to_all_who_wait(stores: StoresUnderTest) -> None:
    placed = await stores.placed("1")
    first, second = await stores.reserved(), await stores.reserved(BOB)
    await stores.queue.hold(NOON + MINUTE)
    assert {(await stores.order(one.id)).reason_kind for one in (first, second)} == {"panel_down"}
    assert (await stores.order(placed.id)).reason is None
    revisions = [message.revision for message in await stores.messages() if message.kind == "card"]
    await stores.queue.hold(NOON + 2 * MINUTE)
    assert [message.revision for message in await stores.messages() if message.kind == "card"] == revisions
    assert (await stores.order(first.id)).changed_at == NOON + MINUTE
