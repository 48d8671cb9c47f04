"""A case is cut off, meets a panel that is away, or is decided twice: it is resolved correctly, once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/inquiry/"


@pytest.fixture
async def asking(database_file: Path) -> AsyncIterator[Harness]:
    """A harness whose kiosk may ask the panel about new numbers, after one successful order."""
    harness = Harness(database_file, dialect="mainstream", panel_probe="yes")
    await harness.opens()
    await harness.olga.says("/start")
    await orders(harness, LINK + "first/")
    with closing(sqlite3.connect(database_file)) as database, database:
        database.execute("UPDATE panel_account SET prompt_run = 8")  # it was seen to charge promptly
    yield harness
    await harness.audited()
    await harness.closes()


async def orders(harness: Harness, link: str) -> None:
    await harness.ann.says(f"/order 1 {link} 100")
    await harness.ann.taps("Confirm")


@pytest.mark.parametrize(("fault", "end"), [("reset_before", "voided"), ("reset_after", "pending")])
async def test_a_kiosk_that_ends_between_any_two_looks_goes_on_with_the_case(
    fault: str, end: str, asking: Harness
) -> None:
    asking.panel.pace.pending = 10_000
    asking.panel.arm(fault)
    await orders(asking, LINK)
    for _ in range(14):
        await asking.restarts()
        await asking.passes(30)
        await asking.audited()
    assert await asking.state_of(2) == end
    assert asking.panel.adds_received == 2


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
async def test_a_kiosk_that_ends_between_any_two_questions_by_reference_makes_one_order(
    fault: str, database_file: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "own.toml"
    profile.write_text('target = "url"\nidempotency_field = "request_id"\nevidence = "reference"\n')
    harness = Harness(database_file, dialect="seed", panel_profile=str(profile))
    harness.panel.idempotency_field = "request_id"
    await harness.opens()
    await orders(harness, LINK + "first/")
    harness.panel.arm(fault)
    await orders(harness, LINK)
    for _ in range(8):
        await harness.restarts()
        await harness.kiosk.workers["reconcile"]._step()  # one step, then the kiosk ends
        await harness.restarts()
        harness.clock.advance(20)
        await harness.audited()
    await harness.passes(60)
    order = await harness.kiosk.stores.orders.find(2, owner=None)
    assert order is not None
    assert [one.id for one in harness.panel.orders_for(LINK)] == [order.panel_order_id]
    await harness.closes()


class Died(BaseException):
    """Raised to end the process at this point."""


@pytest.mark.parametrize("step", ["note_check", "adopt"])
async def test_a_process_that_dies_within_a_look_leaves_no_half_verdict(
    step: str, asking: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.panel.pace.pending = 10_000
    asking.panel.arm("reset_after")
    await orders(asking, LINK)
    await asking.passes(10)
    stores = asking.kiosk.stores
    store = stores.cases if step == "note_check" else stores.resolutions
    done = getattr(store, step)

    async def dies(*arguments: object, **named: object) -> None:
        await done(*arguments, **named)
        raise Died

    monkeypatch.setattr(store, step, dies)
    asking.clock.advance(60)
    with pytest.raises(Died):
        await asking.kiosk.workers["reconcile"].drain()
    await asking.restarts()
    for _ in range(4):
        await asking.passes(60)
    assert await asking.state_of(2) == "pending"
    [true] = asking.panel.orders_for(LINK)
    order = await asking.kiosk.stores.orders.find(2, owner=None)
    assert order is not None
    assert order.panel_order_id == true.id


async def test_a_panel_that_is_away_for_a_while_is_asked_again(asking: Harness) -> None:
    asking.panel.arm("reset_before")
    await orders(asking, LINK)
    asking.panel_wire.refusing = True
    for _ in range(8):
        await asking.passes(10)
    asking.panel_wire.refusing = False
    for _ in range(45):
        await asking.passes(10)
    assert await asking.state_of(2) == "voided"


@pytest.mark.parametrize("action", ["balance", "status"])
async def test_a_panel_that_never_answers_leaves_it_to_the_operator(action: str, asking: Harness) -> None:
    asking.panel.arm("reset_before")
    await orders(asking, LINK)
    asking.panel.arm("html_502_before", times=500, action=action)
    for _ in range(30):
        await asking.passes(10)
    asking.panel.disarm()
    assert await asking.state_of(2) == "unknown"
    assert "The panel has not told me enough" in asking.olga.screen


async def test_the_operator_and_the_evidence_decide_at_the_same_moment(asking: Harness) -> None:
    asking.panel.pace.pending = 10_000
    asking.panel.arm("reset_after")
    await orders(asking, LINK)
    await asking.passes(10)
    asking.clock.advance(60)
    now = asking.clock.now()
    await asyncio.gather(
        asking.kiosk.workers["reconcile"].drain(),
        *(asking.kiosk.stores.resolutions.void(2, now, by=asking.olga.id) for _ in range(2)),
    )
    assert await asking.state_of(2) in {"voided", "pending"}
    await asking.audited()
