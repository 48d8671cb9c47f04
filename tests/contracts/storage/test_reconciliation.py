"""Cases: opened with the lost answer, decided once; each resolution one unit with its money and notices."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, make_url

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ordering.order import OrderState
from shop.ordering.place import settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.status_tracking import follow
from shop.reconciliation.decide import SOON, Orphan
from shop.reconciliation.readings import SHARED_FOR, Reading, is_shared
from shop.replies import Accepted, NotSent, PanelState, StatusReport, Unknown
from storage.core.async_engines import for_migrating
from storage.core.database import Database
from storage.upgrade import alembic_config, upgrade
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, TERMS, StoresUnderTest

COST = 1_000_000


def reading(micro: int, minutes: float = 0) -> Reading:
    moment = NOON + minutes * MINUTE
    return Reading(micro, moment, moment, "USD")


async def money(stores: StoresUnderTest, person: int = ANN) -> tuple[int, int]:
    held = await stores.ledger.balance(Account(AccountKind.HELD, person, TERMS.currency))
    return await stores.ledger.balance(stores.wallet(person)), held


async def test_a_lost_answer_opens_a_case_and_closes_the_queue(stores: StoresUnderTest) -> None:
    lost = await stores.settled(Unknown("timed out", 502, "<html>"))
    await stores.reserved(BOB)
    assert await stores.queue.is_due(NOON) is None
    assert await stores.queue.claim(NOON) is None
    assert await stores.cases.find_due(NOON) is None
    case = await stores.cases.find_due(NOON + SOON)
    assert case is not None
    assert (case.order.id, case.state, case.excerpt) == (lost.id, "open", "<html>")
    assert await stores.broken() == set()


async def test_the_balance_before_is_kept_with_the_attempt(stores: StoresUnderTest) -> None:
    await stores.reserved(cost_micro=COST)
    claimed = await stores.queue.claim(NOON, reading(7_000_000_000_000))
    assert claimed is not None
    await stores.queue.settle(claimed, settlement_of(Unknown("?"), attempt=1, now=NOON), NOON)
    case = await stores.cases.find(claimed.order.id)
    assert case is not None
    assert (case.before_micro, case.order.terms.cost_micro) == (7_000_000_000_000, COST)
    assert (await stores.catalogue.get_account()).balance_micro == 7_000_000_000_000


@pytest.mark.parametrize("by", [None, OLGA])
async def test_adopting_is_placing_and_paying(stores: StoresUnderTest, by: int | None) -> None:
    order = await stores.undecided()
    wallet, held = await money(stores)
    assert await stores.resolutions.adopt(order.id, "4711", NOON + MINUTE, by=by)
    assert await money(stores) == (wallet, 0)
    assert held == TERMS.price_micro
    placed = await stores.order(order.id)
    assert (placed.state, placed.panel_order_id) == (OrderState.PENDING, "4711")
    assert placed.placed_at == NOON + MINUTE
    case = await stores.cases.find(order.id)
    assert case is not None
    assert (case.state, case.verdict, case.decided_by) == ("settled", "adopted", by)
    assert await stores.broken(NOON + MINUTE) == set()


async def test_voiding_gives_the_money_back_and_the_attempt_stays_what_it_was(
    stores: StoresUnderTest,
) -> None:
    order = await stores.undecided()
    assert await stores.resolutions.void(order.id, NOON)
    assert await money(stores) == (0, 0)
    voided = await stores.order(order.id)
    assert (voided.state, voided.finished_at) == (OrderState.VOIDED, NOON)
    assert voided.reason == Reason(ReasonKind.NOT_PLACED)
    assert [one.payload["state"] for one in await stores.messages() if one.kind == "finished"] == ["voided"]
    assert await stores.broken() == set()


async def test_whoever_decides_second_changes_nothing(stores: StoresUnderTest) -> None:
    order = await stores.undecided()
    decided = await asyncio.gather(
        *(stores.resolutions.adopt(order.id, "4711", NOON, by=OLGA) for _ in range(3)),
        *(stores.resolutions.void(order.id, NOON, by=OLGA) for _ in range(3)),
    )
    assert sum(decided) == 1
    messages = await stores.messages()
    assert not await stores.resolutions.adopt(order.id, "4712", NOON)
    assert not await stores.resolutions.void(order.id, NOON)
    assert not await stores.resolutions.wait(order.id, NOON, NOON)
    assert not await stores.resolutions.ask(order.id, "moved", NOON, NOON)
    assert await stores.messages() == messages
    assert await stores.broken() == set()


async def test_an_id_that_another_order_has_is_refused_and_nothing_changes(stores: StoresUnderTest) -> None:
    await stores.placed("4711", BOB)
    order = await stores.undecided()
    with pytest.raises(ShopError, match="id_taken"):
        await stores.resolutions.adopt(order.id, "4711", NOON, by=OLGA)
    assert await stores.order(order.id) == order
    assert await stores.broken() == set()


async def test_nothing_is_decided_while_money_stands_still(stores: StoresUnderTest) -> None:
    order = await stores.undecided()
    await stores.ledger.stop("audit", NOON)
    for deciding in (stores.resolutions.adopt(order.id, "1", NOON), stores.resolutions.void(order.id, NOON)):
        with pytest.raises(ShopError, match="money_stopped"):
            await deciding
    assert await stores.resolutions.give_up(NOON + 100 * 60 * MINUTE) == 0
    assert (await stores.order(order.id)).state is OrderState.UNKNOWN


async def test_what_nobody_decides_in_time_costs_the_shop(stores: StoresUnderTest) -> None:
    order = await stores.undecided()
    deadline = NOON + timedelta(hours=24)
    assert await stores.resolutions.give_up(deadline - MINUTE) == 0
    assert await stores.resolutions.wait(order.id, deadline + MINUTE, NOON)
    assert await stores.resolutions.give_up(deadline) == 0
    assert await stores.resolutions.give_up(deadline + MINUTE) == 1
    assert (await stores.order(order.id)).reason == Reason(ReasonKind.UNCLEAR)
    assert await money(stores) == (0, 0)
    assert await stores.broken(deadline + MINUTE) == set()


async def test_every_operator_is_asked_once_and_the_message_is_remembered(stores: StoresUnderTest) -> None:
    order = await stores.undecided()
    message = await stores.message("review", OLGA)
    await stores.outbox.sent([(message, 77)], NOON)
    case = await stores.cases.find(order.id)
    assert case is not None
    assert case.told == {str(OLGA): 77}
    await stores.resolutions.void(order.id, NOON, by=OLGA)
    owed = (await stores.message("staff_card", OLGA)).payload
    assert owed == {"subject": f"review:{order.id}", "message_id": 77}


async def test_a_question_that_arrives_after_the_decision_is_owed_it(stores: StoresUnderTest) -> None:
    order = await stores.undecided()
    message = await stores.message("review", OLGA)
    await stores.resolutions.void(order.id, NOON, by=OLGA)
    await stores.outbox.sent([(message, 77)], NOON)
    assert (await stores.message("staff_card", OLGA)).payload["message_id"] == 77
    await stores.cases.asked_in(order.id, OLGA, 78, NOON)
    assert [one.payload["message_id"] for one in await stores.messages() if one.kind == "staff_card"] == [
        77,
        78,
    ]


async def test_a_look_is_kept_and_gone_on_from(stores: StoresUnderTest) -> None:
    order = await stores.settled(Unknown("?"))
    case = await stores.cases.find(order.id)
    assert case is not None
    orphans = (Orphan("9", 5, 1),)
    await stores.cases.note_check(
        case, "first", reading(5, 1), NOON + 2 * MINUTE, refunds_micro=3, orphans=orphans
    )
    await stores.cases.later(case, NOON + 3 * MINUTE, in_vain=1)
    again = await stores.cases.find_due(NOON + 3 * MINUTE)
    assert again is not None
    assert again.first == Reading(5, NOON + MINUTE, NOON + MINUTE)
    assert (again.refunds_micro, again.orphans, again.in_vain) == (3, orphans, 1)


async def test_money_that_moved_without_us_is_remembered_for_a_month(stores: StoresUnderTest) -> None:
    async def read(micro: int, minutes: float) -> bool:
        order = await stores.reserved(cost_micro=COST)
        claimed = await stores.queue.claim(NOON + minutes * MINUTE, reading(micro, minutes))
        assert claimed is not None
        assert claimed.order.id == order.id
        now = NOON + (minutes + 0.1) * MINUTE
        await stores.queue.settle(claimed, settlement_of(Accepted(f"{minutes}"), attempt=1, now=now), now)
        return is_shared((await stores.catalogue.get_account()).shared_at, now)

    assert not await read(100 * COST, 1)
    assert not await read(99 * COST, 2)
    assert await read(97 * COST, 3)
    assert (await stores.catalogue.get_account()).shared_micro == COST
    assert not is_shared((await stores.catalogue.get_account()).shared_at, NOON + 3 * MINUTE + SHARED_FOR)


async def test_a_drip_feed_that_is_charged_run_by_run_is_no_strangers(stores: StoresUnderTest) -> None:
    fields = {"quantity": 100, "runs": 5, "interval": 10}
    await stores.reserved(cost_micro=5 * COST, fields=fields)
    claimed = await stores.queue.claim(NOON, reading(100 * COST))
    assert claimed is not None
    await stores.queue.settle(claimed, settlement_of(Accepted("1"), attempt=1, now=NOON), NOON)
    for run in range(1, 6):
        await stores.cases.note_balance(reading((100 - run) * COST, 10 * run))
        account = await stores.catalogue.get_account()
        assert account.shared_at is None, run
    await stores.cases.note_balance(reading(80 * COST, 60))
    assert (await stores.catalogue.get_account()).shared_micro == 10 * COST, "more than all of its runs"


async def test_what_an_order_looked_into_costs_decides_which_others_may_go(stores: StoresUnderTest) -> None:
    await stores.settled(Unknown("timed out"), cost_micro=COST)
    case = await stores.cases.find_due(NOON + SOON)
    assert case is not None
    later = NOON + timedelta(seconds=10)
    await stores.cases.note_check(case, "soon", reading(7 * COST, 0.1), NOON + MINUTE)
    await stores.reserved(BOB, now=later, cost_micro=COST)
    assert not await stores.queue.is_due(later)
    other = await stores.reserved(BOB, now=later, cost_micro=2 * COST)
    claimed = await stores.queue.claim(later)
    assert claimed is not None
    assert claimed.order.id == other.id
    await stores.queue.settle(claimed, settlement_of(Accepted("9"), attempt=1, now=later), later)
    assert not await stores.queue.is_due(NOON + MINUTE), "a look is due"
    await stores.cases.later(case, NOON + 5 * MINUTE)
    assert not await stores.queue.is_due(NOON + MINUTE)
    assert await stores.queue.is_due(later + timedelta(seconds=120)), "it has waited long enough"


async def test_a_report_on_a_number_that_was_corrected_meanwhile_gives_nothing_back(
    stores: StoresUnderTest,
) -> None:
    lost = await stores.undecided()
    await stores.resolutions.adopt(lost.id, "6", NOON, by=OLGA)
    asked, due = await stores.order(lost.id), await stores.swept.to_ask(NOON)
    assert await stores.resolutions.renumber(lost.id, "7", NOON, by=OLGA, wrong="6")
    assert await stores.swept.find_due(due) == []
    await stores.swept.apply([follow(asked, StatusReport(PanelState.CANCELED, "Canceled"), NOON + MINUTE)])
    after = await stores.order(lost.id)
    assert (after.state, after.refunded_micro, after.panel_order_id) == (OrderState.PENDING, 0, "7")
    [again] = await stores.swept.find_due(await stores.swept.to_ask(NOON))
    await stores.swept.apply([follow(again, StatusReport(PanelState.COMPLETED, "Completed"), NOON + MINUTE)])
    assert (await stores.order(lost.id)).state is OrderState.COMPLETED
    assert await stores.broken(NOON + MINUTE) == set()


async def test_refunds_meanwhile_are_reckoned_as_panels_do(stores: StoresUnderTest) -> None:
    first = await stores.placed("1", quantity=100, cost_micro=COST)
    second = await stores.placed("2", quantity=100, cost_micro=COST)
    assert await stores.surroundings.refunds_since(NOON) == 0
    ended = StatusReport(PanelState.PARTIAL, "Partial", remains=25)
    await stores.swept.apply([follow(first, ended, NOON + MINUTE)])
    canceled = StatusReport(PanelState.CANCELED, "Canceled", remains=100)
    await stores.swept.apply([follow(second, canceled, NOON + MINUTE)])
    assert await stores.surroundings.refunds_since(NOON) == COST // 4 + COST
    assert await stores.surroundings.refunds_since(NOON + 60 * MINUTE) == 0


async def test_an_order_that_cannot_be_sent_waits_longer_each_time(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    await stores.queue.put_off("refused", NOON)
    waiting = await stores.order(order.id)
    assert waiting.state is OrderState.RESERVED
    assert waiting.reason == settlement_of(NotSent("refused"), attempt=1, now=NOON).reason
    assert not await stores.queue.is_due(NOON + timedelta(seconds=4))
    assert await stores.queue.is_due(NOON + timedelta(seconds=5))
    assert await stores.broken() == set()


def migrated(connection: Connection, step: Callable[[Any, str], None], revision: str) -> None:
    step(alembic_config(connection), revision)


async def test_what_was_unknown_before_there_were_cases_is_looked_into(bare_url: str) -> None:
    """The rows are made by today's code, taken down to the revision before, and brought up again."""
    await upgrade(bare_url)
    stores = StoresUnderTest(Database(bare_url))
    await stores.open()
    lost = await stores.undecided()
    await stores.database.close()
    for step in (command.downgrade, command.upgrade):
        engine = for_migrating(make_url(bare_url))
        revision = "0002" if step is command.downgrade else "head"
        async with engine.begin() as connection:
            await connection.run_sync(migrated, step, revision)
        await engine.dispose()
    stores = StoresUnderTest(Database(bare_url))
    await stores.open()
    case = await stores.cases.find(lost.id)
    assert case is not None
    assert (case.state, case.before_micro, case.why) == ("open", None, "")
    assert await stores.broken() == set()
    await stores.database.close()
