"""Turns: what an error means for the update whose turn raised it, and for those behind it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from mail.reached import NeverSent, NeverSentInTime, OutcomeUnknown, TokenRefused
from mail.turns import Turns
from playground.clock import HandClock
from storage.database import Database, DatabaseTrouble
from storage.inbox import Arrival, Inbox, Waiting

ANN = 101


@dataclass
class Desk:
    """Turns over a real inbox. Each turn takes the next of `troubles` and raises it, while there are any."""

    inbox: Inbox
    clock: HandClock
    troubles: list[Exception] = field(default_factory=list)
    sorry_troubles: list[Exception] = field(default_factory=list)
    handled: list[int] = field(default_factory=list)
    apologies: list[int] = field(default_factory=list)

    async def handle(self, row: Waiting) -> None:
        self.handled.append(row.update_id)
        if self.troubles:
            raise self.troubles.pop(0)

    async def apologise(self, row: Waiting) -> None:
        if self.sorry_troubles:
            raise self.sorry_troubles.pop(0)
        self.apologies.append(row.update_id)

    async def serves(self, *updates: int) -> dict[str, int]:
        """Ann's updates come and have their turns; how many rows are in each state then."""
        await self.inbox.take_in([Arrival(one, ANN, "{}") for one in updates], self.clock.now())
        turns = Turns(inbox=self.inbox, handle=self.handle, apologise=self.apologise, clock=self.clock)
        await turns.drain()
        return await self.inbox.count()


@pytest.fixture
async def desk(database_file: Path) -> AsyncIterator[Desk]:
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    yield Desk(Inbox(database, bot_id=7), HandClock())
    await database.close()


@pytest.mark.parametrize(
    "lost", [NetworkError("the connection broke"), TimedOut("no answer in time")], ids=["broken", "timed out"]
)
async def test_an_answer_that_may_have_arrived_is_given_once_more_and_no_more(
    desk: Desk, lost: NetworkError, caplog: pytest.LogCaptureFixture
) -> None:
    desk.troubles = [lost] * 20
    assert await desk.serves(1) == {"done": 1}
    assert desk.handled == [1, 1]
    assert desk.apologies == []
    assert "Whether update 1 was answered is unknown" in caplog.text


@pytest.mark.parametrize(
    "away",
    [
        lambda: NeverSent("refused"),
        lambda: NeverSentInTime("no connection"),
        lambda: TokenRefused("Unauthorized"),
        lambda: RetryAfter(3),
    ],
    ids=["refused", "no connection", "401", "429"],
)
async def test_an_answer_that_cannot_have_arrived_is_given_as_long_as_it_takes(
    desk: Desk, away: Callable[[], Exception]
) -> None:
    desk.troubles = [away() for _ in range(15)]
    assert await desk.serves(1) == {"done": 1}
    assert len(desk.handled) == 16
    assert desk.apologies == []


async def test_what_something_else_answered_for_is_tried_for_minutes_and_not_for_ever(desk: Desk) -> None:
    desk.troubles = [OutcomeUnknown("a page")] * 5
    assert await desk.serves(1) == {"done": 1}
    assert len(desk.handled) == 6
    assert desk.clock.monotonic() > 240
    desk.troubles = [OutcomeUnknown("a page")] * 50
    assert await desk.serves(2) == {"done": 2}
    assert len(desk.handled) == 12
    assert desk.apologies == []


async def test_what_telegram_refuses_three_times_is_set_aside(desk: Desk) -> None:
    desk.troubles = [BadRequest("not today")] * 3
    assert await desk.serves(1, 2) == {"aside": 1, "done": 1}
    assert desk.handled == [1, 1, 1, 2]
    assert desk.apologies == [1]


async def test_a_database_that_fails_at_the_apology_costs_nobody_their_turn(desk: Desk) -> None:
    desk.troubles = [ValueError("a mistake")] * 3
    desk.sorry_troubles = [DatabaseTrouble("The disk is full.")] * 2
    assert await desk.serves(1, 2) == {"aside": 1, "done": 1}
    assert desk.handled == [1, 1, 1, 2]
    assert desk.apologies == [1]
