"""Polling: an update is confirmed to Telegram only after it is a row."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from messaging.delivery import TokenRefused
from messaging.inbox import (
    CONFLICT_WINDOW,
    EMPTY_SECONDS,
    POLL_SECONDS,
    SILENT_SECONDS,
    AnotherPoller,
    Polling,
)
from playground.clock import HandClock
from storage.core.database import Database, DatabaseTrouble
from tests.contracts.storage.stores import StoresUnderTest


class Line:
    """Telegram's queue: polls bring updates until a later poll confirms them."""

    def __init__(self) -> None:
        self.waiting = [{"update_id": number, "message": {"from": {"id": 1}}} for number in (5, 6)]

    async def __call__(
        self,
        *,
        offset: int | None,
        timeout: int,  # noqa: ARG002 - nobody waits here
    ) -> Sequence[Mapping[str, Any]]:
        self.waiting = [one for one in self.waiting if int(str(one["update_id"])) >= (offset or 0)]
        return list(self.waiting)


async def nothing() -> None:
    """Report that no webhook is in the way."""


async def test_what_could_not_be_committed_is_fetched_again(database_file: Path) -> None:
    stores = StoresUnderTest(Database(f"sqlite+aiosqlite:///{database_file}"))
    await stores.open()
    line, rung = Line(), []
    polling = Polling(
        fetch=line,
        end_webhook=nothing,
        inbox=stores.inbox,
        clock=HandClock(),
        arrived=lambda: rung.append(1),
    )
    await stores.break_by_hand("ALTER TABLE inbox RENAME TO away")
    for _ in range(2):
        with pytest.raises(DatabaseTrouble):
            await polling.poll_once(0)
    assert rung == []
    await stores.break_by_hand("ALTER TABLE away RENAME TO inbox")
    assert await polling.poll_once(0) == 2
    assert await polling.poll_once(0) == 0
    assert [row.update_id for row in await stores.inbox.list_waiting(after=0, limit=9)] == [5, 6]
    assert rung == [1]
    await stores.database.close()


@pytest.fixture
async def stores(database_file: Path) -> AsyncIterator[StoresUnderTest]:
    stores = StoresUnderTest(Database(f"sqlite+aiosqlite:///{database_file}"))
    await stores.open()
    yield stores
    await stores.database.close()


@dataclass
class Wire:
    """Telegram for a poll: each answer of `answers` once, then it hangs."""

    answers: list[object]
    is_refused: bool = False
    removed: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)
    offsets: list[int | None] = field(default_factory=list)
    timeouts: list[int] = field(default_factory=list)
    silent: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, *, offset: int | None, timeout: int) -> Sequence[object]:
        self.offsets.append(offset)
        self.timeouts.append(timeout)
        if not self.answers:
            self.silent.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, list)
        return answer

    async def end_webhook(self) -> None:
        self.removed += 1

    async def webhook_host(self) -> str:
        return "elsewhere.example"

    async def asked_anew(self) -> bool:
        return self.is_refused

    async def tell(self, alert: str, key: str, word: str) -> None:  # noqa: ARG002 - each is told once here
        self.told.append((alert, word))

    def polling(self, stores: StoresUnderTest, clock: HandClock) -> Polling:
        return Polling(
            fetch=self.fetch,
            end_webhook=self.end_webhook,
            inbox=stores.inbox,
            clock=clock,
            arrived=lambda: None,
            is_refused=self.asked_anew,
            webhook_host=self.webhook_host,
            tell=self.tell,
        )

    async def is_polled(self, stores: StoresUnderTest, clock: HandClock) -> None:
        """Poll until all answers were given. Raises what ended polling."""
        polling = asyncio.create_task(self.polling(stores, clock).run())
        silence = asyncio.create_task(self.silent.wait())
        await asyncio.wait([polling, silence], return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, silence):
            if not task.done():
                task.cancel()
        await asyncio.gather(polling, silence, return_exceptions=True)
        if not polling.cancelled():
            polling.result()


def message(number: object, person: object = 1) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": person}}}


ODD: tuple[object, ...] = (
    {},
    {"message": {"from": {"id": 1}}},
    message(2**63),
    message(-1),
    message("7"),
    message(None),
    message(True),
    message(7.5),
    "an update",
    None,
    [1],
)


async def test_what_no_column_holds_is_kept_aside_and_the_good_ones_beside_it_are_not(
    stores: StoresUnderTest,
) -> None:
    good = [message(5), message(6, person=2**70), message(7, person="Ann"), {"update_id": 8, "x": "\ud83d"}]
    wire = Wire([[*ODD[:5], *good, *ODD[5:]], list(ODD), []])
    await wire.is_polled(stores, HandClock())
    waiting = await stores.inbox.list_waiting(after=0, limit=99)
    assert [(row.update_id, row.person_id) for row in waiting] == [(5, 1), (6, None), (7, None), (8, None)]
    assert await stores.inbox.count_by_state() == {"waiting": 4, "aside": len(ODD)}
    assert wire.offsets[:2] == [None, 9]


async def test_a_server_that_sends_nothing_but_odd_ones_is_not_asked_in_a_hot_loop(
    stores: StoresUnderTest,
) -> None:
    clock = HandClock()
    await Wire([list(ODD)] * 51).is_polled(stores, clock)
    assert clock.monotonic() > 49 * EMPTY_SECONDS
    assert await stores.inbox.count_by_state() == {"aside": len(ODD)}


WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
)
SET_NOW = "Conflict: terminated by setWebhook request"
OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@pytest.mark.parametrize("words", [WEBHOOK, SET_NOW])
async def test_a_webhook_in_the_way_is_removed_and_told(words: str, stores: StoresUnderTest) -> None:
    wire = Wire([*[Conflict(words)] * 5, [message(5)]])
    await wire.is_polled(stores, HandClock())
    assert wire.removed == 5
    assert wire.told[0] == ("webhook_removed", "elsewhere.example")
    assert await stores.inbox.count_by_state() == {"waiting": 1}


async def test_another_poller_ends_it_and_is_told_before(stores: StoresUnderTest) -> None:
    wire = Wire([Conflict(OTHER)] * 3)
    with pytest.raises(AnotherPoller):
        await wire.is_polled(stores, HandClock())
    assert (wire.removed, [alert for alert, _ in wire.told]) == (0, ["other_poller"])


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ([], "Telegram has answered no poll yet."),
        ([[]], ""),
        ([[], NetworkError("away with 700000001:AAsecret")], "Telegram does not answer."),
        ([NetworkError("away"), [message(5)]], ""),
        ([[], RetryAfter(3)], "Telegram asks to poll later."),
        ([[], Forbidden("no")], "Telegram refuses to be polled."),
        ([[], Conflict(WEBHOOK)], "A webhook is in the way of polling."),
        ([[], Conflict(OTHER)], "Another program polls with this bot's token."),
        ([[], Conflict(OTHER), []], "Another program polls with this bot's token."),
    ],
)
async def test_it_says_what_keeps_updates_from_coming(
    answers: list[object], trouble: str, stores: StoresUnderTest
) -> None:
    wire, clock = Wire(list(answers)), HandClock()
    polling = wire.polling(stores, clock)
    running = asyncio.create_task(polling.run())
    await wire.silent.wait()
    assert polling.trouble() == trouble
    clock.advance(CONFLICT_WINDOW)
    is_proven = bool(answers) and not isinstance(answers[-1], Exception)
    assert (polling.trouble() == "") == is_proven, "who was answered after a conflict is alone again"
    clock.advance(SILENT_SECONDS)
    assert polling.trouble() != ""
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_first_poll_and_one_after_trouble_are_not_held_open(stores: StoresUnderTest) -> None:
    wire = Wire([[], [], NetworkError("away"), []])
    await wire.is_polled(stores, HandClock())
    assert wire.timeouts == [0, POLL_SECONDS, POLL_SECONDS, 0, POLL_SECONDS]


async def test_whoever_writes_just_after_a_start_is_heard_at_once(stores: StoresUnderTest) -> None:
    clock, wire = HandClock(), Wire([[]])
    await wire.is_polled(stores, clock)
    assert (wire.timeouts, clock.monotonic()) == ([0, POLL_SECONDS], 0)


async def test_a_conflict_about_neither_ends_nothing(stores: StoresUnderTest) -> None:
    wire = Wire([*[Conflict("Conflict: busy")] * 9, [message(5)]])
    await wire.is_polled(stores, HandClock())
    assert await stores.inbox.count_by_state() == {"waiting": 1}


async def test_a_token_refused_once_and_then_known_ends_nothing(stores: StoresUnderTest) -> None:
    await Wire([TokenRefused("Unauthorized"), InvalidToken("Not Found"), [message(5)]]).is_polled(
        stores, HandClock()
    )
    assert await stores.inbox.count_by_state() == {"waiting": 1}
    with pytest.raises(TokenRefused):
        await Wire([TokenRefused("Unauthorized")], is_refused=True).is_polled(stores, HandClock())


async def test_a_long_wait_is_sat_out_with_lines_and_the_operators_are_told(
    stores: StoresUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    clock = HandClock()
    wire = Wire([RetryAfter(3600), [message(5)]])
    await wire.is_polled(stores, clock)
    assert 3600 <= clock.monotonic() < 3610
    assert [alert for alert, _ in wire.told] == ["telegram_waits"]
    assert 10 <= caplog.text.count("Telegram asks for no getUpdates") <= 13
    short = Wire([RetryAfter(30), [message(6)]])
    await short.is_polled(stores, clock)
    assert short.told == []
