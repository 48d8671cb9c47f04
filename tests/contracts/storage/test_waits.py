"""Waits in rows: moved when the clock is set, and kept while the kiosk is off."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from shop.ordering.order import RESERVED_FOR, OrderState
from storage.core.columns import Moment
from storage.messages.tables import outbox
from storage.orders.tables import confirm, orders
from storage.tables import metadata
from storage.waits import MOVED, TO_DECIDE_AT_LEAST, Waits
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest

DAY = timedelta(days=1)
STEPS = [DAY, -DAY, timedelta(minutes=-90), timedelta(seconds=3.25)]


async def moments(stores: StoresUnderTest, column: Column[Any]) -> list[datetime]:
    """Return every moment in this column, in the order of the rows."""
    table = column.table
    assert isinstance(table, Table)
    found = select(column).where(column.is_not(None)).order_by(*table.primary_key.columns)
    return list(await stores.database.read(lambda connection: connection.scalars(found)))


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_what_waits_is_moved_with_the_clock(stores: StoresUnderTest, step: timedelta) -> None:
    await stores.undecided()
    reserved = await stores.reserved(now=NOON)
    await stores.offered(BOB)
    columns = (orders.c.not_before, orders.c.give_up_at, confirm.c.expires_at, outbox.c.not_before)
    before = {column: await moments(stores, column) for column in columns}
    created = await moments(stores, orders.c.created_at)
    waiting = reserved.id
    await Waits(stores.database).move(step, NOON)
    assert await moments(stores, orders.c.created_at) == created  # history does not move
    for column in columns:
        after = await moments(stores, column)
        assert len(after) == len(before[column]) > 0
        moved = [new - old for new, old in zip(after, before[column], strict=True)]
        assert step in moved, column
        assert set(moved) <= {step, timedelta(0)}, column
    await stores.orders.give_up_waiting(NOON + step + RESERVED_FOR - MINUTE)
    assert (await stores.order(waiting)).state is OrderState.RESERVED
    await stores.orders.give_up_waiting(NOON + step + RESERVED_FOR)
    assert (await stores.order(waiting)).state is OrderState.VOIDED
    assert await stores.broken() == set()


async def test_a_wait_from_a_clock_that_was_wrong_ends(stores: StoresUnderTest) -> None:
    """It was written a year ahead, before the clock was corrected."""
    order = await stores.reserved(now=NOON + 365 * DAY)
    waits = Waits(stores.database)
    assert await stores.queue.claim(NOON) is None
    await waits.wake_too_late(NOON)
    assert (await stores.queue.claim(NOON)) is not None
    assert (await stores.order(order.id)).state is OrderState.SUBMITTING
    fresh = await stores.reserved(ANN, now=NOON)
    await waits.wake_too_late(NOON)
    assert await stores.orders.give_up_waiting(NOON + RESERVED_FOR - MINUTE) == 0
    assert await stores.orders.give_up_waiting(NOON + RESERVED_FOR) == 1
    assert (await stores.order(fresh.id)).state is OrderState.VOIDED


async def test_time_while_it_was_off_does_not_count(stores: StoresUnderTest) -> None:
    asked = await stores.undecided()
    waiting = await stores.reserved(now=NOON)
    await stores.resolutions.wait(asked.id, NOON + 24 * 60 * MINUTE, NOON)
    weekend = timedelta(hours=60)
    monday = NOON + weekend
    await Waits(stores.database).was_off(weekend, monday)
    assert await stores.orders.give_up_waiting(monday + RESERVED_FOR - MINUTE) == 0
    assert await stores.resolutions.give_up(monday + timedelta(hours=23)) == 0
    assert await stores.resolutions.give_up(monday + timedelta(hours=24)) == 1
    assert await stores.orders.give_up_waiting(monday + RESERVED_FOR) == 1
    assert (await stores.order(waiting.id)).state is OrderState.VOIDED


async def test_an_operator_has_an_hour_after_each_start(stores: StoresUnderTest) -> None:
    asked = await stores.undecided()
    await stores.resolutions.wait(asked.id, NOON + MINUTE, NOON)
    await Waits(stores.database).was_off(timedelta(0), NOON)
    assert await stores.resolutions.give_up(NOON + TO_DECIDE_AT_LEAST - MINUTE) == 0
    assert await stores.resolutions.give_up(NOON + TO_DECIDE_AT_LEAST) == 1


async def test_a_move_is_noted_with_the_heartbeat(stores: StoresUnderTest) -> None:
    """A process that dies right after the move must not repeat it at its next start."""
    waits = Waits(stores.database)
    assert await waits.last_beat() is None
    await waits.beat(NOON)
    await waits.beat(NOON + MINUTE)
    assert await waits.last_beat() == NOON + MINUTE
    await waits.move(-DAY, NOON + 2 * MINUTE)
    assert await waits.last_beat() == NOON + 2 * MINUTE - DAY


def test_every_moment_that_is_compared_with_now_is_moved() -> None:
    """History stays as it was written. A new moment is either history or a wait: say which."""
    history = {
        "created_at", "changed_at", "placed_at", "finished_at", "seen_at", "updated_at", "used_at", "gone_at",
        "confirm_gone_at", "begun_at", "added_at", "written_at", "rated_at", "sent_at", "moved_at",
        "received_at", "handled_at", "started_at", "settled_at", "alive_at", "since", "first_at", "last_at",
        "taught_at", "shared_at", "shown_at", "stopped_at", "told_at",
        "at", "given_at", "late_told_at", "charged_at", "charge_told_at",
        "closed_at", "made_at", "entered_at", "invited_at", "ended_at", "accepted_at", "cleared_at",
        "after_at", "before_at", "decided_at", "looked_at", "measured_at", "resumed_at", "set_at",
        "ends_at",  # a day that an operator named, or a moment by Telegram's clock
        "performed_at", "canceled_at",
    }  # fmt: skip
    moments = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Moment) and column.name not in history
    }
    of_the_wall_clock = {
        "orders.starts_at",  # whoever says 20:00 means 20:00
        "broadcast.starts_at",  # the same
        "maintenance.until",  # what an operator promised, by everybody's clock
        "export.since",  # of days, as an owner chose them
        "export.until",
        "opening_wish.asked_at",  # compared with nothing
        "broadcast.held_until",  # when it is day by people's own clocks
        "broadcast.pace_since",  # an estimate, measured anew
        "broadcast.deleting_at",  # figures are closed a minute later, give or take
        "erasure.asked_at",  # an audit gives a deletion a day; it takes seconds
        "membership_charge.starts_at",  # what Telegram was paid for, by its clock
        *("lease.taken_at", "replica.joined_at"),  # by the server's own clock, and compared with nothing
        *("standstill.backup_at", "standstill.restored_at"),  # history of the wall clock
        *("standstill.compared_at", "standstill.lifted_at"),
        "merchant_transaction.asked_at",  # the merchant's own clock, which it is told again
    }
    assert moments - of_the_wall_clock == {name for name in MOVED if name.split(".")[1] not in history}
