"""Inquiries: opened with the loss, decided once, each verdict whole with its money and its notices."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, make_url

from shop.errors import ShopError
from shop.ledger.journals import HELD, Account
from shop.ordering.order import OrderState
from shop.ordering.place import settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.status_tracking import follow
from shop.reconciliation.decide import SOON, Orphan
from shop.reconciliation.readings import SHARED_FOR, Reading, is_shared
from shop.replies import Accepted, NotSent, PanelState, StatusReport, Unknown
from storage.core.database import Database
from storage.core.engines import for_migrating
from storage.upgrade import alembic_config, upgrade
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, OLGA, TERMS, Books

COST = 1_000_000


def reading(micro: int, minutes: float = 0) -> Reading:
    moment = NOON + minutes * MINUTE
    return Reading(micro, moment, moment, "USD")


async def money(books: Books, person: int = ANN) -> tuple[int, int]:
    held = await books.ledger.balance(Account(HELD, person, TERMS.currency))
    return await books.ledger.balance(books.wallet(person)), held


async def test_a_lost_answer_opens_an_inquiry_and_closes_the_lane(books: Books) -> None:
    lost = await books.settled(Unknown("timed out", 502, "<html>"))
    await books.reserved(BOB)
    assert await books.queue.is_closed(NOON)
    assert not await books.queue.is_due(NOON)
    assert await books.queue.claim(NOON) is None
    assert await books.cases.due(NOON) is None
    case = await books.cases.due(NOON + SOON)
    assert case is not None
    assert (case.order.id, case.state, case.excerpt) == (lost.id, "open", "<html>")
    assert await books.broken() == set()


async def test_the_balance_before_is_kept_with_the_attempt(books: Books) -> None:
    await books.reserved(cost_micro=COST)
    claimed = await books.queue.claim(NOON, reading(7_000_000_000_000))
    assert claimed is not None
    await books.queue.settle(claimed, settlement_of(Unknown("?"), attempt=1, now=NOON), NOON)
    case = await books.cases.of(claimed.order.id)
    assert case is not None
    assert (case.before_micro, case.order.terms.cost_micro) == (7_000_000_000_000, COST)
    assert (await books.shelf.account()).balance_micro == 7_000_000_000_000


@pytest.mark.parametrize("by", [None, OLGA])
async def test_adopting_is_placing_and_paying(books: Books, by: int | None) -> None:
    order = await books.undecided()
    wallet, held = await money(books)
    assert await books.resolutions.adopt(order.id, "4711", NOON + MINUTE, by=by)
    assert await money(books) == (wallet, 0)
    assert held == TERMS.price_micro
    placed = await books.order(order.id)
    assert (placed.state, placed.panel_order_id) == (OrderState.PENDING, "4711")
    assert placed.placed_at == NOON + MINUTE
    case = await books.cases.of(order.id)
    assert case is not None
    assert (case.state, case.verdict, case.decided_by) == ("settled", "adopted", by)
    assert await books.broken(NOON + MINUTE) == set()


async def test_voiding_gives_the_money_back_and_the_attempt_stays_what_it_was(books: Books) -> None:
    order = await books.undecided()
    assert await books.resolutions.void(order.id, NOON)
    assert await money(books) == (0, 0)
    voided = await books.order(order.id)
    assert (voided.state, voided.finished_at) == (OrderState.VOIDED, NOON)
    assert voided.reason == Reason(ReasonKind.NOT_PLACED)
    assert [one.payload["state"] for one in await books.letters() if one.kind == "finished"] == ["voided"]
    assert await books.broken() == set()


async def test_whoever_decides_second_changes_nothing(books: Books) -> None:
    order = await books.undecided()
    decided = await asyncio.gather(
        *(books.resolutions.adopt(order.id, "4711", NOON, by=OLGA) for _ in range(3)),
        *(books.resolutions.void(order.id, NOON, by=OLGA) for _ in range(3)),
    )
    assert sum(decided) == 1
    letters = await books.letters()
    assert not await books.resolutions.adopt(order.id, "4712", NOON)
    assert not await books.resolutions.void(order.id, NOON)
    assert not await books.resolutions.wait(order.id, NOON, NOON)
    assert not await books.resolutions.ask(order.id, "moved", NOON, NOON)
    assert await books.letters() == letters
    assert await books.broken() == set()


async def test_an_id_that_another_order_has_is_refused_and_nothing_changes(books: Books) -> None:
    await books.placed("4711", BOB)
    order = await books.undecided()
    with pytest.raises(ShopError, match="id_taken"):
        await books.resolutions.adopt(order.id, "4711", NOON, by=OLGA)
    assert await books.order(order.id) == order
    assert await books.broken() == set()


async def test_nothing_is_decided_while_money_stands_still(books: Books) -> None:
    order = await books.undecided()
    await books.ledger.stop("audit", NOON)
    for deciding in (books.resolutions.adopt(order.id, "1", NOON), books.resolutions.void(order.id, NOON)):
        with pytest.raises(ShopError, match="money_stopped"):
            await deciding
    assert await books.resolutions.give_up(NOON + 100 * 60 * MINUTE) == 0
    assert (await books.order(order.id)).state is OrderState.UNKNOWN


async def test_what_nobody_decides_in_time_costs_the_shop(books: Books) -> None:
    order = await books.undecided()
    deadline = NOON + timedelta(hours=24)
    assert await books.resolutions.give_up(deadline - MINUTE) == 0
    assert await books.resolutions.wait(order.id, deadline + MINUTE, NOON)
    assert await books.resolutions.give_up(deadline) == 0
    assert await books.resolutions.give_up(deadline + MINUTE) == 1
    assert (await books.order(order.id)).reason == Reason(ReasonKind.UNCLEAR)
    assert await money(books) == (0, 0)
    assert await books.broken(deadline + MINUTE) == set()


async def test_every_operator_is_asked_once_and_the_message_is_remembered(books: Books) -> None:
    order = await books.undecided()
    letter = await books.letter("review", OLGA)
    await books.outbox.sent(letter, 77, NOON)
    case = await books.cases.of(order.id)
    assert case is not None
    assert case.told == {str(OLGA): 77}
    await books.resolutions.void(order.id, NOON, by=OLGA)
    assert (await books.letter("review", OLGA)).payload == {"order_id": order.id}


async def test_a_look_is_kept_and_gone_on_from(books: Books) -> None:
    order = await books.settled(Unknown("?"))
    case = await books.cases.of(order.id)
    assert case is not None
    orphans = (Orphan("9", 5, 1),)
    await books.cases.looked(
        case, "first", reading(5, 1), NOON + 2 * MINUTE, refunds_micro=3, orphans=orphans
    )
    await books.cases.later(case, NOON + 3 * MINUTE, in_vain=1)
    again = await books.cases.due(NOON + 3 * MINUTE)
    assert again is not None
    assert again.first == Reading(5, NOON + MINUTE, NOON + MINUTE)
    assert (again.refunds_micro, again.orphans, again.in_vain) == (3, orphans, 1)


async def test_money_that_moved_without_us_is_remembered_for_a_day(books: Books) -> None:
    async def read(micro: int, minutes: float) -> bool:
        order = await books.reserved(cost_micro=COST)
        claimed = await books.queue.claim(NOON + minutes * MINUTE, reading(micro, minutes))
        assert claimed is not None
        assert claimed.order.id == order.id
        now = NOON + (minutes + 0.1) * MINUTE
        await books.queue.settle(claimed, settlement_of(Accepted(f"{minutes}"), attempt=1, now=now), now)
        return is_shared((await books.shelf.account()).shared_at, now)

    assert not await read(100 * COST, 1)
    assert not await read(99 * COST, 2)
    assert await read(97 * COST, 3)
    assert (await books.shelf.account()).shared_micro == COST
    assert not is_shared((await books.shelf.account()).shared_at, NOON + 3 * MINUTE + SHARED_FOR)


async def test_a_drip_feed_that_is_charged_run_by_run_is_no_strangers(books: Books) -> None:
    fields = {"quantity": 100, "runs": 5, "interval": 10}
    await books.reserved(cost_micro=5 * COST, fields=fields)
    claimed = await books.queue.claim(NOON, reading(100 * COST))
    assert claimed is not None
    await books.queue.settle(claimed, settlement_of(Accepted("1"), attempt=1, now=NOON), NOON)
    for run in range(1, 6):
        await books.cases.heard(reading((100 - run) * COST, 10 * run))
        account = await books.shelf.account()
        assert account.shared_at is None, run
    await books.cases.heard(reading(80 * COST, 60))
    assert (await books.shelf.account()).shared_micro == 10 * COST, "more than all of its runs"


async def test_what_an_order_looked_into_costs_decides_which_others_may_go(books: Books) -> None:
    await books.settled(Unknown("timed out"), cost_micro=COST)
    case = await books.cases.due(NOON + SOON)
    assert case is not None
    later = NOON + timedelta(seconds=10)
    await books.cases.looked(case, "soon", reading(7 * COST, 0.1), NOON + MINUTE)
    await books.reserved(BOB, now=later, cost_micro=COST)
    assert not await books.queue.is_due(later)
    other = await books.reserved(BOB, now=later, cost_micro=2 * COST)
    claimed = await books.queue.claim(later)
    assert claimed is not None
    assert claimed.order.id == other.id
    await books.queue.settle(claimed, settlement_of(Accepted("9"), attempt=1, now=later), later)
    assert not await books.queue.is_due(NOON + MINUTE), "a look is due"
    await books.cases.later(case, NOON + 5 * MINUTE)
    assert not await books.queue.is_due(NOON + MINUTE)
    assert await books.queue.is_due(later + timedelta(seconds=120)), "it has waited long enough"


async def test_refunds_meanwhile_are_reckoned_as_panels_do(books: Books) -> None:
    first = await books.placed("1", quantity=100, cost_micro=COST)
    second = await books.placed("2", quantity=100, cost_micro=COST)
    assert await books.surroundings.refunds_since(NOON) == 0
    ended = StatusReport(PanelState.PARTIAL, "Partial", remains=25)
    await books.orders.apply([follow(first, ended, NOON + MINUTE)])
    canceled = StatusReport(PanelState.CANCELED, "Canceled", remains=100)
    await books.orders.apply([follow(second, canceled, NOON + MINUTE)])
    assert await books.surroundings.refunds_since(NOON) == COST // 4 + COST
    assert await books.surroundings.refunds_since(NOON + 60 * MINUTE) == 0


async def test_an_order_that_cannot_be_sent_waits_longer_each_time(books: Books) -> None:
    order = await books.reserved()
    await books.queue.put_off("refused", NOON)
    waiting = await books.order(order.id)
    assert waiting.state is OrderState.RESERVED
    assert waiting.reason == settlement_of(NotSent("refused"), attempt=1, now=NOON).reason
    assert not await books.queue.is_due(NOON + timedelta(seconds=4))
    assert await books.queue.is_due(NOON + timedelta(seconds=5))
    assert await books.broken() == set()


def migrated(connection: Connection, step: Callable[[Any, str], None], revision: str) -> None:
    step(alembic_config(connection), revision)


async def test_what_was_unknown_before_there_were_inquiries_is_looked_into(bare_url: str) -> None:
    """Made by today's code, taken back to the revision before, and brought up again."""
    await upgrade(bare_url)
    books = Books(Database(bare_url))
    await books.open()
    lost = await books.undecided()
    await books.database.close()
    for step in (command.downgrade, command.upgrade):
        engine = for_migrating(make_url(bare_url))
        revision = "0002" if step is command.downgrade else "head"
        async with engine.begin() as connection:
            await connection.run_sync(migrated, step, revision)
        await engine.dispose()
    books = Books(Database(bare_url))
    await books.open()
    case = await books.cases.of(lost.id)
    assert case is not None
    assert (case.state, case.before_micro, case.why) == ("open", None, "")
    assert await books.broken() == set()
    await books.database.close()
