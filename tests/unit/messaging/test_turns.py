"""Turns: what an error means for the update that raised it, and for those behind it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from messaging.credit_window import CreditWindow
from messaging.delivery import NeverSent, NeverSentInTime, OutcomeUnknown, TokenRefused
from messaging.rate_limit import PacedLimiter
from messaging.turns import AT_WORK, READ_SECONDS, Handle, Tell, Turns
from playground.clock import HandClock
from storage.core.database import Database, DatabaseTrouble, TooSlow
from storage.messages.asides import Asides
from storage.messages.inbox import LOWEST, Arrival, Inbox, Waiting

ANN = 101


@dataclass
class Desk:
    """Turns over a real inbox. Each turn raises the next of `troubles`, while there are any."""

    inbox: Inbox
    clock: HandClock
    troubles: list[Exception] = field(default_factory=list)
    sorry_troubles: list[Exception] = field(default_factory=list)
    handled: list[int] = field(default_factory=list)
    apologies: list[int] = field(default_factory=list)
    reassured: list[int] = field(default_factory=list)
    unnoticed: list[int] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def handle(self, row: Waiting) -> None:
        self.handled.append(row.update_id)
        if self.troubles:
            raise self.troubles.pop(0)

    async def apologise(self, row: Waiting) -> None:
        if self.sorry_troubles:
            raise self.sorry_troubles.pop(0)
        self.apologies.append(row.update_id)

    async def reassure(self, row: Waiting) -> None:
        self.reassured.append(row.update_id)

    async def found(self, row: Waiting) -> None:
        self.unnoticed.append(row.update_id)

    def turns(
        self, handle: Handle | None = None, found: Tell | None = None, *, read_every: float = READ_SECONDS
    ) -> Turns:
        return Turns(
            inbox=self.inbox,
            handle=handle or self.handle,
            apologise=self.apologise,
            reassure=self.reassure,
            report_unnoticed=found or self.found,
            clock=self.clock,
            read_every=read_every,
        )

    async def comes(self, *updates: int, from_: int | None = ANN) -> None:
        await self.inbox.take_in([Arrival(one, from_, "{}") for one in updates], self.clock.now())

    async def serves(self, *updates: int) -> dict[str, int]:
        """Give Ann's updates their turns; return the number of rows in each state."""
        await self.comes(*updates)
        await self.turns().drain()
        return await self.inbox.count_by_state()


@pytest.fixture
async def desk(database_file: Path) -> AsyncIterator[Desk]:
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    yield Desk(Inbox(database, bot_id=7), HandClock())
    await database.close()


async def of_an_answer(error: TelegramError) -> TelegramError:
    """Return the error as it comes out of a call that writes into a chat."""

    async def call() -> None:
        raise error

    clock = HandClock()
    limiter = PacedLimiter(CreditWindow(clock), clock)
    with pytest.raises(type(error)) as raised:
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": ANN}, None)
    return raised.value


LOST = [lambda: NetworkError("the connection broke"), lambda: TimedOut("no answer in time")]


@pytest.mark.parametrize("lost", LOST, ids=["broken", "timed out"])
async def test_an_answer_that_may_have_arrived_is_given_once_more_and_then_comes_as_a_letter(
    desk: Desk, lost: Callable[[], NetworkError], caplog: pytest.LogCaptureFixture
) -> None:
    desk.troubles = [await of_an_answer(lost())] * 20
    assert await desk.serves(1) == {"done": 1}
    assert desk.handled == [1, 1]
    assert (desk.reassured, desk.apologies) == ([1], [])
    assert "The answer to update 1 may not have arrived" in caplog.text


@pytest.mark.parametrize("lost", LOST, ids=["broken", "timed out"])
async def test_silence_before_the_answer_is_no_answer(desk: Desk, lost: Callable[[], NetworkError]) -> None:
    """In a download, say: nothing has been done yet, so the turn must not count as done."""
    desk.troubles = [lost()] * 15
    assert await desk.serves(1) == {"done": 1}
    assert len(desk.handled) == 16
    assert (desk.reassured, desk.apologies) == ([], [])


async def test_told_to_wait_for_an_hour_in_a_chat_nobodys_next_turn_waits_for_it(desk: Desk) -> None:
    desk.troubles = [await of_an_answer(RetryAfter(3_600))]
    began = desk.clock.monotonic()
    assert await desk.serves(1, 2) == {"done": 2}
    assert (desk.handled, desk.reassured) == ([1, 2], [1])
    assert desk.clock.monotonic() - began < 60


class SlowInbox(Inbox):
    """Hands the next rows out so late that a turn that was at work when it was asked has ended by then."""

    is_asked_meanwhile: asyncio.Event

    async def list_next(
        self, *, limit: int, busy: Collection[int | None] = (), after: int = LOWEST
    ) -> list[Waiting]:
        rows = await super().list_next(limit=limit, busy=busy, after=after)
        if busy:
            self.is_asked_meanwhile.set()
            while (await self.count_by_state()).get("done", 0) < 2:
                pass
            for _ in range(10):  # what is done is written first, and then the turn ends
                await asyncio.sleep(0)
        return rows


async def test_a_turn_that_ends_while_the_rows_are_looked_at_is_followed_by_the_next_of_its_line(
    database_file: Path,
) -> None:
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    inbox = SlowInbox(database, bot_id=7)
    inbox.is_asked_meanwhile = asyncio.Event()
    desk = Desk(inbox, HandClock())

    async def handle(row: Waiting) -> None:
        if row.update_id == 1:
            await inbox.is_asked_meanwhile.wait()

    await desk.comes(1, 2)
    await desk.comes(3, from_=ANN + 1)
    await desk.turns(handle).drain()
    assert await inbox.count_by_state() == {"done": 3}
    await database.close()


async def test_a_bounded_number_of_turns_is_at_work_and_each_line_keeps_its_order(desk: Desk) -> None:
    order: dict[int | None, list[int]] = {}

    async def handle(row: Waiting) -> None:
        desk.at_once += 1
        desk.most_at_once = max(desk.most_at_once, desk.at_once)
        for _ in range(3):
            await asyncio.sleep(0)
        order.setdefault(row.person_id, []).append(row.update_id)
        desk.at_once -= 1

    for number in range(200):
        await desk.comes(*range(number * 10, number * 10 + 3), from_=number or None)
    await desk.turns(handle).drain()
    assert await desk.inbox.count_by_state() == {"done": 600}
    assert desk.most_at_once == AT_WORK
    assert all(told == sorted(told) and len(told) == 3 for told in order.values())


async def test_a_flood_of_one_keeps_nobody_waiting(desk: Desk) -> None:
    await desk.comes(*range(500))
    await desk.comes(1000, from_=102)
    await desk.turns().drain()
    assert desk.handled.index(1000) < 5


async def test_a_flood_of_many_serves_everybody_once_before_anybody_twice(desk: Desk) -> None:
    """More people than are read at once, each with old updates before them; then somebody comes with one."""
    people, each = 3 * AT_WORK, 6
    for person in range(people):
        await desk.comes(*range(person * each, (person + 1) * each), from_=1000 + person)
    await desk.comes(100_000, from_=1000 + people)
    await desk.turns().drain()
    assert desk.handled.index(100_000) <= people + AT_WORK
    assert len(desk.handled) == people * each + 1
    for person in range(people):
        mine = [one for one in desk.handled if person * each <= one < (person + 1) * each]
        assert mine == sorted(mine)


async def test_what_is_too_slow_for_the_database_three_times_is_set_aside(desk: Desk) -> None:
    """Everybody waits while it is tried, so it is not tried for ever."""
    desk.troubles = [TooSlow("It took too long.")] * 3
    assert await desk.serves(1, 2) == {"aside": 1, "done": 1}
    assert desk.apologies == [1]


async def test_who_must_wait_for_a_new_try_gives_the_place_to_others(desk: Desk) -> None:
    """More people than places wait for Telegram; the next person is served at once."""
    held = set(range(1, AT_WORK + 11))

    async def handle(row: Waiting) -> None:
        desk.handled.append(row.update_id)
        if row.update_id in held and desk.handled.count(row.update_id) == 1:
            raise RetryAfter(50)

    for number in held:
        await desk.comes(number, from_=number)
    await desk.comes(999, from_=999)
    began = desk.clock.monotonic()
    moments: list[float] = []

    async def noting(row: Waiting) -> None:
        await handle(row)
        if row.update_id == 999:
            moments.append(desk.clock.monotonic() - began)

    await desk.turns(noting).drain()
    assert moments == [0.0]
    assert await desk.inbox.count_by_state() == {"done": len(held) + 1}


class Watched(Inbox):
    """Signals when it was searched in vain."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(inbox._database, bot_id=inbox._bot_id)
        self.in_vain = asyncio.Event()

    async def list_next(
        self, *, limit: int, busy: Collection[int | None] = (), after: int = LOWEST
    ) -> list[Waiting]:
        rows = await super().list_next(limit=limit, busy=busy, after=after)
        if not rows:
            self.in_vain.set()
        return rows


async def test_a_row_that_nobody_told_of_is_found_and_reported(desk: Desk) -> None:
    reported = asyncio.Event()

    async def found(row: Waiting) -> None:
        desk.unnoticed.append(row.update_id)
        reported.set()

    desk.inbox = inbox = Watched(desk.inbox)
    desk.clock.advance(60)
    turns = desk.turns(found=found, read_every=0.01)
    serving = asyncio.create_task(turns.run())
    async with asyncio.timeout(30):
        await inbox.in_vain.wait()
        await inbox.take_in([Arrival(2, ANN, "{}")], desk.clock.now() - timedelta(seconds=30))
        await reported.wait()
    await turns.stop(1)
    await serving
    assert (desk.handled, desk.unnoticed) == ([2], [2])


async def test_a_row_that_was_put_back_is_no_row_that_nobody_noticed(desk: Desk) -> None:
    await desk.comes(2)
    [row] = await desk.inbox.list_waiting(after=0, limit=1)
    await desk.inbox.set_aside(row.seq, "boom", desk.clock.now())
    handled = asyncio.Event()

    async def handle(row: Waiting) -> None:
        await desk.handle(row)
        handled.set()

    desk.inbox = inbox = Watched(desk.inbox)
    turns = desk.turns(handle, read_every=0.01)
    serving = asyncio.create_task(turns.run())
    async with asyncio.timeout(30):
        await inbox.in_vain.wait()
        desk.clock.advance(3600)
        await Asides(inbox._database).put_back(row.seq)
        await handled.wait()
    await turns.stop(1)
    await serving
    assert (desk.handled, desk.unnoticed) == ([2], [])


async def test_nothing_waits_unnoticed_for_a_minute(desk: Desk) -> None:
    assert READ_SECONDS <= 60
    assert desk.turns()._read_every == READ_SECONDS


async def test_a_turn_that_breaks_beyond_all_help_is_tried_again(desk: Desk) -> None:
    desk.troubles = [ValueError("a mistake")] * 3
    desk.sorry_troubles = [RuntimeError("another")]
    assert await desk.serves(1, 2) == {"aside": 1, "done": 1}


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
    page = await of_an_answer(OutcomeUnknown("a page"))
    desk.troubles = [page] * 5
    assert await desk.serves(1) == {"done": 1}
    assert len(desk.handled) == 6
    assert desk.clock.monotonic() > 240
    desk.troubles = [page] * 50
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


class StopsMeanwhile(Inbox):
    """An inbox that is asked for rows in the moment in which the kiosk is told to stop."""

    turns: Turns

    async def list_next(
        self, *, limit: int, busy: Collection[int | None] = (), after: int = LOWEST
    ) -> list[Waiting]:
        rows = await super().list_next(limit=limit, busy=busy, after=after)
        await self.turns.stop(1)
        return rows


async def test_rows_that_were_asked_for_before_a_stop_begin_no_turn_after_it(desk: Desk) -> None:
    await desk.comes(1, 2)
    desk.inbox = stops = StopsMeanwhile(desk.inbox._database, bot_id=7)
    stops.turns = desk.turns()
    await stops.turns.run()
    assert not stops.turns._at_work
    assert desk.handled == []
    assert await desk.inbox.count_by_state() == {"waiting": 2}
