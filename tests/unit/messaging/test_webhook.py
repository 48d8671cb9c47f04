"""The webhook: who is let in, what is an update, and that 200 means it is stored."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from messaging.batching import Batching
from messaging.receiving import CannotBeCalled
from messaging.transport import Judged
from messaging.webhook import BODY_BYTES, SECRET_HEADER, Place, Webhook
from messaging.webhook_watch import Watch
from messaging.wire import Telegram
from playground.clock import HandClock
from playground.in_process import InProcessRequest
from playground.telegram import FakeTelegram
from playground.telegram.faults import refusal
from storage.core.database import Database
from storage.messages.inbox import Inbox

TOKEN = "7000000001:" + "a" * 35
SECRET = "the-secret_of-the-tests"
JSON = "application/json"
ANN = 101


@dataclass
class Door:
    """A webhook that listens, over a real inbox."""

    webhook: Webhook
    place: Place
    path: Path
    session: aiohttp.ClientSession
    committing: "asyncio.Task[None]"
    arrived: list[None]
    telegram: FakeTelegram

    async def calls(self, body: object, **options: Any) -> int:
        """POST as Telegram does, with `options` for what differs; return the status."""
        headers = {"Content-Type": options.get("kind", JSON)}
        secret = options.get("secret", SECRET)
        if secret is not None:
            headers[SECRET_HEADER] = secret
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        url = f"http://{self.place.host}:{self.place.port}{options.get('path', '/hook')}"
        timeout = aiohttp.ClientTimeout(total=options.get("within", 20))
        method = options.get("method", "POST")
        async with self.session.request(method, url, data=data, headers=headers, timeout=timeout) as answer:
            return answer.status

    def rows(self) -> list[tuple[int, int | None]]:
        """Return update and person of each committed row, in the order of the rows."""
        with closing(sqlite3.connect(self.path)) as database:
            return database.execute("SELECT update_id, person_id FROM inbox ORDER BY seq").fetchall()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the database's write lock as another program would."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield
            database.execute("ROLLBACK")

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Remove the table."""
        self._alter("ALTER TABLE inbox RENAME TO elsewhere")
        yield
        self._alter("ALTER TABLE elsewhere RENAME TO inbox")

    def _alter(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as database, database:
            database.execute(statement)


@pytest.fixture
async def door(database_file: Path) -> AsyncIterator[Door]:
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    clock, arrived = HandClock(), list[None]()
    fake = FakeTelegram(token=TOKEN, clock=clock)
    telegram = Judged(InProcessRequest(fake))
    place = Place("https://shop.example.com/hook", "127.0.0.1", unused_port(), SECRET)
    wire = Telegram(ExtBot(TOKEN, request=telegram), telegram)
    watch = Watch(wire, url=place.url, secret=SECRET, clock=clock, fetch=nothing_waits)
    inbox = Inbox(database, bot_id=7)
    intake = Batching(inbox=inbox, clock=clock, arrived=lambda: arrived.append(None))
    webhook = Webhook(place, intake=intake, watch=watch)
    await webhook.open()
    committing = asyncio.create_task(webhook.run())
    async with aiohttp.ClientSession() as session:
        yield Door(webhook, place, database_file, session, committing, arrived, fake)
    committing.cancel()
    await asyncio.gather(committing, return_exceptions=True)
    await webhook.close()
    await database.close()


async def nothing_waits() -> None:
    """Report that nothing is left to fetch at Telegram."""


def update(number: int, person_id: int = ANN) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": person_id}, "text": "hello"}}


async def test_an_update_is_a_row_and_its_person_has_the_turn(door: Door) -> None:
    assert await door.calls(update(5)) == 200
    assert door.rows() == [(5, ANN)]
    assert len(door.arrived) == 1
    assert await door.calls(update(6), kind="application/json; charset=utf-8") == 200


@pytest.mark.parametrize(
    "secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "sch\u00f6n", "a" * 5000]
)
async def test_without_the_secret_nobody_is_let_in(door: Door, secret: str | None) -> None:
    assert await door.calls(update(5), secret=secret) == 403
    assert await door.calls(b"{", secret=secret, kind="text/plain") == 403
    assert door.rows() == []


async def test_only_one_address_and_only_post(door: Door) -> None:
    for path in ("/", "/hook/", "/hook/x", "/Hook", "/healthz"):
        assert await door.calls(update(5), path=path) == 404
    for method in ("GET", "PUT", "DELETE"):
        assert await door.calls(update(5), method=method) == 405
    assert door.rows() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        [],
        [update(5)],
        "text",
        5,
        None,
        {},
        {"message": {}},
        {"update_id": "5"},
        {"update_id": 5.0},
        {"update_id": True},
        {"update_id": None},
        {"update_id": -1},
        {"update_id": 2**63},
    ],
    ids=lambda body: repr(body)[:30],
)
async def test_what_is_no_update_is_a_400_and_no_row(
    door: Door, body: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert await door.calls(body) == 400
    assert door.rows() == []
    assert "without an update" in caplog.text


async def test_what_is_not_said_to_be_json_is_a_400(door: Door) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        assert await door.calls(update(5), kind=kind) == 400
    assert door.rows() == []


async def test_a_body_is_at_most_a_mebibyte(door: Door) -> None:
    frame = len(json.dumps({"update_id": 5, "x": ""}))
    assert await door.calls({"update_id": 5, "x": "a" * (BODY_BYTES - frame)}) == 200
    assert await door.calls({"update_id": 6, "x": "a" * (BODY_BYTES - frame + 1)}) == 413
    assert door.rows() == [(5, None)]


async def test_no_200_before_the_commit(door: Door) -> None:
    with door.locked(), pytest.raises(TimeoutError):
        await door.calls(update(5), within=0.3)
    assert await door.calls(update(6)) == 200
    assert door.rows() == [(5, ANN), (6, ANN)]


async def test_trouble_with_the_database_is_a_503_and_later_all_is_well(door: Door) -> None:
    with door.broken():
        assert await asyncio.gather(*(door.calls(update(number)) for number in range(5))) == [503] * 5
    assert await door.calls(update(3)) == 200
    assert door.rows() == [(3, ANN)]


async def test_the_same_update_again_is_one_row_and_a_200(door: Door) -> None:
    assert await asyncio.gather(*(door.calls(update(5)) for _ in range(10))) == [200] * 10
    assert await door.calls(update(5)) == 200
    assert await door.calls(update(4)) == 200, "a smaller number is new all the same"
    assert door.rows() == [(5, ANN), (4, ANN)]


async def test_an_update_whose_sender_no_column_holds_is_nobodys_turn(door: Door) -> None:
    with door.locked():  # so that they share a commit
        first = asyncio.create_task(door.calls(update(1)))
        calls = [asyncio.create_task(door.calls(update(n, 2**70 if n == 4 else ANN))) for n in range(2, 8)]
        await asyncio.wait(calls, timeout=0.3)
    assert await asyncio.gather(first, *calls) == [200] * 7
    assert sorted(number for number, _ in door.rows()) == [1, 2, 3, 4, 5, 6, 7]
    assert (4, None) in door.rows()


async def test_whoever_hangs_up_does_not_stop_the_others(door: Door) -> None:
    with door.locked():
        with pytest.raises(TimeoutError):
            await door.calls(update(5), within=0.2)
        other = asyncio.create_task(door.calls(update(6)))
        await asyncio.wait([other], timeout=0.1)
    assert await other == 200


async def test_while_the_kiosk_stops_everything_is_a_503(door: Door) -> None:
    with door.locked():
        calls = [asyncio.create_task(door.calls(update(number))) for number in range(3)]
        await asyncio.wait(calls, timeout=0.3)
        door.committing.cancel()
        assert await asyncio.gather(*calls) == [503] * 3
    assert await door.calls(update(9)) == 503
    assert (9, ANN) not in door.rows()


async def test_before_the_committing_has_begun_a_close_turns_away(door: Door) -> None:
    door.committing.cancel()
    await asyncio.gather(door.committing, return_exceptions=True)
    await door.webhook.close()
    with pytest.raises(aiohttp.ClientConnectorError):
        await door.calls(update(5))


async def test_a_taken_port_is_named(door: Door) -> None:
    second = Webhook(door.place, intake=door.webhook._intake, watch=door.webhook._watch)
    with pytest.raises(CannotBeCalled, match=rf"127.0.0.1:{door.place.port} \(Address already in use\)"):
        await second.open()
    await second.close()


async def test_a_token_that_is_revoked_ends_it(door: Door) -> None:
    door.telegram.plan("getWebhookInfo", refusal(500, "Internal"), *[refusal(401, "Unauthorized")] * 2)
    await door.webhook.check()
    await door.webhook.check()
    assert not door.committing.done(), "asked anew, Telegram knows the token"
    door.telegram.plan("getMe", refusal(401, "Unauthorized"))
    await door.webhook.check()
    with pytest.raises(InvalidToken):
        await door.committing
    assert await door.calls(update(1)) == 503


async def test_half_requests_are_closed_and_telegram_is_heard(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.webhook_door.HEAD_SECONDS", 0.4)
    halves = [await asyncio.open_connection("127.0.0.1", door.place.port) for _ in range(30)]
    for _, writer in halves:
        writer.write(b"POST /hook HTTP/1.1\r\nHost: a\r\n")
    assert await door.calls(update(1)) == 200
    async with asyncio.timeout(10):
        assert [await reader.read() for reader, _ in halves] == [b""] * 30
    for _, writer in halves:
        writer.close()
    assert await door.calls(update(2)) == 200


async def test_more_connections_than_there_is_room_for_are_closed(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("messaging.webhook_door.MOST_CONNECTIONS", 20)
    crowd = [await asyncio.open_connection("127.0.0.1", door.place.port) for _ in range(50)]
    async with asyncio.timeout(10):
        for reader, _ in crowd[:30]:
            assert await reader.read() == b""
    assert not crowd[-1][0].at_eof()
    assert await door.calls(update(1)) == 200
    for _, writer in crowd:
        writer.close()
