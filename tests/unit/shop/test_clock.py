"""A steady clock: it follows small corrections, and holds a step back until it is adopted."""

import time
from datetime import timedelta

import pytest

from playground.clock import NEW_YEAR, HandClock
from shop.clock import SteadyClock, SystemClock

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


def test_the_time_since_boot_goes_on_while_the_machine_is_suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime", {7: 3600.0}.__getitem__)
    assert SystemClock().boottime() == 3600


def test_where_there_is_no_such_clock_it_is_the_monotonic_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: 60.0)
    assert SystemClock().boottime() == 60


def test_a_suspension_shows_in_the_time_since_boot_alone() -> None:
    machine = HandClock()
    clock = SteadyClock(machine)
    machine.advance(10)
    machine.suspend(3600)
    assert (clock.monotonic(), clock.boottime()) == (10, 3610)
    machine.advance(1)
    assert (clock.monotonic(), clock.boottime()) == (11, 3611)
