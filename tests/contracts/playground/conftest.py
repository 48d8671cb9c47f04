"""Shared fixtures: a clock moved by hand, a fake Telegram, and Ann, who has written to the bot."""

import pytest

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram

TOKEN = "7000000001:" + "a" * 35


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def telegram(clock: HandClock) -> FakeTelegram:
    return FakeTelegram(token=TOKEN, clock=clock)


@pytest.fixture
def ann(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1001, "Ann", started=True)
