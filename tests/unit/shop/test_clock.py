"""A steady clock: it follows small corrections, and holds a step back until it is adopted."""

from datetime import timedelta

import pytest

from playground.clock import NEW_YEAR, HandClock
from shop.clock import SteadyClock

DAY = timedelta(days=1)


@pytest.mark.parametrize("step", [DAY, -DAY, timedelta(seconds=2), timedelta(seconds=-2)], ids=str)
def test_a_step_does_not_show_until_adopted(step: timedelta) -> None:
    machine = HandClock()
    clock = SteadyClock(machine)
    machine.advance(10)
    machine.set_ahead(step)
    for _ in range(3):
        machine.advance(100)
        assert clock.now() == machine.now() - step
        assert clock.step() == step
    clock.adopt()
    assert clock.now() == machine.now()
    assert clock.step() == timedelta(0)
    assert clock.monotonic() == machine.monotonic() == 310


def test_a_clock_that_is_being_corrected_is_followed() -> None:
    """NTP slews: a second in each minute, for an hour, is no step."""
    machine = HandClock()
    clock = SteadyClock(machine)
    for _ in range(60):
        machine.advance(60)
        machine.set_ahead(timedelta(seconds=-1))
        assert clock.now() == machine.now()
        assert clock.step() == timedelta(0)
    assert clock.now() == NEW_YEAR + timedelta(minutes=59)


def test_a_step_and_its_correction_leave_nothing_behind() -> None:
    machine = HandClock()
    clock = SteadyClock(machine)
    machine.set_ahead(DAY)
    machine.advance(1)
    assert clock.now() == NEW_YEAR + timedelta(seconds=1)
    machine.set_ahead(-DAY)
    assert clock.step() == timedelta(0)
    assert clock.now() == machine.now() == NEW_YEAR + timedelta(seconds=1)


async def test_it_sleeps_by_the_machine() -> None:
    machine = HandClock()
    await SteadyClock(machine).sleep(7)
    assert machine.monotonic() == 7
