"""A panel that knows orders by their reference: several in flight, no balance; and panels that do not."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.in_process import OLGA, Harness, Player
from tests.stories.test_unknown_orders import minutes, rows

LINK = "https://www.instagram.com/p/named/"
PROFILE = """
target = "url"
idempotency_field = "request_id"
idempotency_hours = 12
evidence = "reference"
calls = 3
"""


@pytest.fixture
async def harness(database_file: Path, tmp_path: Path) -> AsyncIterator[Harness]:
    """A harness whose panel keeps references, after one order."""
    profile = tmp_path / "own.toml"
    profile.write_text(PROFILE)
    opened = Harness(database_file, dialect="seed", panel_profile=str(profile))
    opened.panel.idempotency_field = "request_id"
    await opened.opens()
    await opened.olga.says("/start")
    await orders(opened.bob, LINK + "first/")
    yield opened
    await opened.audited()
    await opened.closes()


async def orders(player: Player, link: str = LINK, quantity: int = 100) -> None:
    await player.says(f"/order 1 {link} {quantity}")
    await player.taps("Confirm")


def asked(harness: Harness, action: str) -> int:
    return sum(1 for call in harness.panel.calls if call.action == action)


async def are_placed(harness: Harness, count: int) -> bool:
    """Return True if orders 2 and on, so many, are at the panel, each once and under its own number."""
    found = [await harness.kiosk.stores.orders.find(n, owner=None) for n in range(2, 2 + count)]
    true = [harness.panel.orders_for(order.terms.link or "") for order in found if order is not None]
    return [[one.id for one in those] for those in true] == [
        [order.panel_order_id] for order in found if order is not None
    ]


async def hand_over_at_once(harness: Harness) -> None:
    """Let everything that hands over do so at the same time, as in a running kiosk."""
    workers = [worker for name, worker in harness.kiosk.workers.items() if name.startswith("hand_over")]
    async with asyncio.timeout(20):
        await asyncio.gather(*(worker.drain() for worker in workers))


async def wait_for_the_panel(harness: Harness, count: int) -> None:
    """Confirm so many orders while the panel cannot be reached; they are due again afterwards."""
    harness.panel_wire.refusing = True
    for n in range(count):
        await orders(harness.ann, f"{LINK}{n}/")
    harness.panel_wire.refusing = False
    harness.clock.advance(60)


async def test_no_balance_is_read_for_an_order(harness: Harness) -> None:
    before = asked(harness, "balance")
    await orders(harness.ann)
    await harness.ann.sees("Order 2 · Pending")
    assert asked(harness, "balance") == before
    assert rows(harness, "SELECT balance_before_micro, named_by FROM attempt") == [(None, "request_id")] * 2


async def test_as_many_are_in_flight_as_the_profile_says(harness: Harness) -> None:
    await wait_for_the_panel(harness, 4)
    harness.panel_wire.adds_together = 3
    await hand_over_at_once(harness)
    assert harness.panel_wire.most_adds == 3
    assert await are_placed(harness, 4)
    await harness.settles()


@pytest.mark.parametrize(
    ("fault", "at_panel"), [("reset_before", 0), ("reset_after", 1), ("error_vague_after", 1)]
)
async def test_a_lost_answer_is_asked_for_again_and_keeps_nobody_waiting(
    harness: Harness, fault: str, at_panel: int
) -> None:
    before = asked(harness, "balance")
    harness.panel.arm(fault)
    await orders(harness.ann)
    await harness.ann.sees("Order 2 · Being checked")
    assert len(harness.panel.orders_for(LINK)) == at_panel
    await orders(harness.bob, LINK + "same-cost/")
    await harness.bob.sees("Order 3 · Pending")
    await minutes(harness, 2)
    assert await are_placed(harness, 2)
    assert asked(harness, "balance") == before
    assert "please decide" not in harness.olga.screen


async def test_what_another_service_delivers_is_asked_for_again_as_that(harness: Harness) -> None:
    """A route or fallback delivers order 2: the panel knows the service by its own number."""
    harness.panel.arm("reset_before")
    await orders(harness.ann)
    with closing(sqlite3.connect(harness.database)) as database, database:
        database.execute("UPDATE orders SET sent_service = '2000003', sent_number = '3' WHERE id = 2")
    await minutes(harness, 2)
    assert [one.service.id for one in harness.panel.orders_for(LINK)] == [3]


async def test_lost_answers_of_several_at_once_are_each_found(harness: Harness) -> None:
    await wait_for_the_panel(harness, 3)
    harness.panel_wire.adds_together = 3
    harness.panel.arm("reset_after", times=2)
    await hand_over_at_once(harness)
    await harness.settles()
    assert sorted([await harness.state_of(n) for n in (2, 3, 4)]) == ["pending", "unknown", "unknown"]
    await minutes(harness, 3)
    assert await are_placed(harness, 3)


async def test_orders_in_flight_when_the_kiosk_dies_are_asked_for_again(harness: Harness) -> None:
    await wait_for_the_panel(harness, 2)
    for _ in range(2):
        assert await harness.kiosk.stores.queue.claim(
            harness.clock.now(), named_by="request_id", reference="request_id", unread=True
        )
    await harness.restarts()
    await minutes(harness, 3)
    assert await are_placed(harness, 2)


async def test_what_the_panel_may_have_forgotten_is_the_operators(harness: Harness) -> None:
    harness.panel.arm("reset_after")
    await orders(harness.ann)
    harness.clock.advance(13 * 3600)
    await minutes(harness, 2)
    assert harness.panel.adds_received == 2, "the panel may have forgotten it, and would make it again"
    assert await harness.state_of(2) == "unknown"
    assert "please decide" in harness.olga.screen
    assert "may have forgotten this one" in harness.olga.screen


async def test_a_panel_that_ignores_references_is_found_out_at_the_first_lost_answer(
    harness: Harness,
) -> None:
    harness.panel.idempotency_field = ""
    harness.panel.arm("reset_after")
    await orders(harness.ann)
    await minutes(harness, 3)
    _, second, third = harness.panel.orders_for(LINK)
    assert await harness.state_of(2) == "unknown"
    assert "it ignores references" in harness.olga.screen
    assert f"{second.id}, {third.id}" in harness.olga.screen
    assert len(harness.panel.orders_for(LINK)) == 3, "not one more"

    # From now on the balance is the evidence, and nothing is sent twice.
    before = asked(harness, "balance")
    await orders(harness.bob, LINK + "later/")
    assert asked(harness, "balance") > before
    harness.panel.arm("reset_before")
    sent = harness.panel.adds_received + 1
    await orders(harness.bob, LINK + "lost/")
    await minutes(harness, 8)
    assert harness.panel.adds_received == sent
    await harness.olga.says(f"/review 2 adopt {second.id}")
    await harness.olga.taps(f"Yes, adopt {second.id}")
    order = await harness.kiosk.stores.orders.find(2, owner=None)
    assert order is not None
    assert order.panel_order_id == second.id


async def test_one_that_ignores_them_gets_one_order_after_the_other(harness: Harness) -> None:
    harness.panel.idempotency_field = ""
    harness.panel.arm("reset_after")
    await orders(harness.ann)
    await minutes(harness, 3)
    harness.panel_wire.refusing = True
    for n in range(3):
        await orders(harness.bob, f"{LINK}{n}/", 200 + n)
    harness.panel_wire.refusing = False
    harness.clock.advance(60)
    harness.panel_wire.most_adds = 0
    await hand_over_at_once(harness)
    await harness.settles()
    assert [await harness.state_of(n) for n in (3, 4, 5)] == ["pending"] * 3
    assert harness.panel_wire.most_adds == 1


async def test_a_panel_that_forgets_too_soon_leaves_a_trace(harness: Harness) -> None:
    """It keeps references for half a minute, and so makes the order again a minute later."""
    harness.panel.references_kept = 30
    harness.panel.arm("reset_after")
    await orders(harness.ann)
    await minutes(harness, 3)
    first, second = harness.panel.orders_for(LINK)
    assert await harness.state_of(2) == "unknown"
    assert f"{second.id}, {first.id}" in harness.olga.screen


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
async def test_a_lost_answer_to_the_second_question_is_asked_for_again(harness: Harness, fault: str) -> None:
    harness.panel.arm("reset_before")
    await orders(harness.ann)
    case = await harness.kiosk.stores.cases.find(2)
    assert case is not None
    await harness.kiosk.stores.cases.note_number(case, harness.panel.next_id, case.due_at)
    harness.panel.arm(fault)
    await minutes(harness, 4)
    assert await are_placed(harness, 1)


async def test_an_order_voided_while_the_panel_is_asked_again_is_told(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.panel.arm("reset_before")
    await orders(harness.ann)
    harness.clock.advance(60)
    harness.panel_wire.most_adds, harness.panel_wire.adds_together = 0, 2
    asking = asyncio.create_task(harness.kiosk.main.reconciler.reconcile_next())
    async with asyncio.timeout(20):
        while not harness.panel_wire.most_adds:  # noqa: ASYNC110 - the wire has no event for the first
            await asyncio.sleep(0)
        assert await harness.kiosk.stores.resolutions.void(2, harness.clock.now(), by=OLGA)
        await asyncio.gather(asking, orders(harness.bob, LINK + "bobs/"))  # the panel answers both
    [made] = harness.panel.orders_for(LINK)
    assert f"Order 2 was voided meanwhile; the panel has it as {made.id}." in caplog.text
    await minutes(harness, 1)
    await harness.olga.sees("Exactly the cost of order 2 has left the panel account")
    await harness.olga.sees(f"Asked again, the panel gave it the number: {made.id}")
    assert await harness.state_of(2) == "voided"
