"""Several status calls of one account at once: pace, back-off and breaker hold for all of them."""

import asyncio
import json

import httpx
import pytest

from panel.client import PanelClient
from playground.clock import HandClock
from shop.errors import PanelRefused, PanelUnreachable
from shop.replies import Accepted, AddRequest

URL, KEY = "https://panel.example/api/v2", "canary-4f2a9c77"
DONE = json.dumps({"7": {"charge": "1", "start_count": "1", "status": "Completed", "remains": "0"}})


class Wire(httpx.AsyncBaseTransport):
    """Keeps every call in flight until it is let go with an answer."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.started: list[float] = []
        self._go = asyncio.Event()
        self._answer = httpx.Response(500)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.started.append(self._clock.monotonic())
        await self._go.wait()
        if self._answer.status_code == 599:
            raise httpx.ConnectError("refused", request=request)
        return httpx.Response(self._answer.status_code, content=self._answer.content, request=request)

    def answers(self, status: int, text: str) -> None:
        self._answer = httpx.Response(status, text=text)
        self._go.set()


async def asking(client: PanelClient, wire: Wire, times: int) -> list[asyncio.Task[object]]:
    """So many questions, each in flight."""
    tasks = [asyncio.create_task(ask(client)) for _ in range(times)]
    for _ in range(1000):
        await asyncio.sleep(0)
        if len(wire.started) == times:
            break
    assert len(wire.started) == times
    return tasks


async def ask(client: PanelClient) -> object:
    return await client.status(["7"])


def connected(pace: float = 0.0) -> tuple[PanelClient, Wire, HandClock]:
    clock = HandClock()
    wire = Wire(clock)
    client = PanelClient(URL, KEY, "mainstream", clock, wire)
    client.pace.gap = pace
    return client, wire, clock


async def test_they_start_at_the_accounts_pace() -> None:
    client, wire, _ = connected(pace=2)
    tasks = await asking(client, wire, 4)
    wire.answers(200, DONE)
    await asyncio.gather(*tasks)
    assert wire.started[-1] >= 6


async def test_refused_together_they_are_one_refusal() -> None:
    client, wire, clock = connected()
    tasks = await asking(client, wire, 4)
    wire.answers(429, "slow down")
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one.retry_after for one in found if isinstance(one, PanelRefused)] == [2, 2, 2, 2]
    with pytest.raises(PanelRefused):
        await client.status(["7"])
    clock.advance(2)
    with pytest.raises(PanelRefused) as refused:
        await client.status(["7"])
    assert refused.value.retry_after == 4
    assert len(wire.started) == 5


async def test_who_waits_for_the_pace_hears_that_the_panel_is_gone() -> None:
    """Five calls fail; a sixth was let through before they did, and is still waiting for its time."""
    client, wire, clock = connected()
    tasks = await asking(client, wire, 5)
    held = asyncio.Event()

    async def pause() -> None:
        await held.wait()

    client.pace.wait = pause  # type: ignore[method-assign]  # its turn comes when the test says so
    late = asyncio.create_task(ask(client))
    await asyncio.sleep(0)
    wire.answers(599, "")
    await asyncio.gather(*tasks, return_exceptions=True)
    assert client.breaker.state == "open"
    held.set()
    with pytest.raises(PanelUnreachable, match="not asked for now"):
        await late
    assert len(wire.started) == 5
    assert clock.monotonic() == 0


@pytest.mark.parametrize(
    ("profile", "calls", "at_once"), [("seed", None, 1), ("mainstream", None, 4), ("seed", 16, 16)]
)
def test_how_many_is_the_profiles_unless_it_is_set(profile: str, calls: int | None, at_once: int) -> None:
    assert PanelClient(URL, KEY, profile, HandClock(), calls=calls).calls == at_once


class Sessions(httpx.AsyncBaseTransport):
    """Begins a session with each call that shows none, and does the calls of one after another."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self.hold = asyncio.Event()
        self.hold.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        shown = request.headers.get("cookie", f"PHPSESSID={len(self._locks)}")
        async with self._locks.setdefault(shown, asyncio.Lock()):
            if b"action=services" in request.content:
                await self.hold.wait()
            told = [SERVICE] if b"action=services" in request.content else {"order": 7}
            return httpx.Response(200, json=told, headers={"set-cookie": f"{shown}; path=/"}, request=request)


SERVICE = {"service": 1, "name": "Likes", "category": "", "type": "Default", "rate": "1", "min": 1, "max": 9}


async def test_an_order_does_not_wait_for_the_catalogue_in_a_session_of_ours() -> None:
    """PHP does one call of a session after another, and an order that waits so long is lost."""
    wire = Sessions()
    client = PanelClient(URL, KEY, "mainstream", HandClock(), wire)
    await client.services()  # which begins a session
    wire.hold.clear()
    reading = asyncio.create_task(client.services())
    await asyncio.sleep(0)
    request = AddRequest("1", "https://www.instagram.com/p/a/", {"quantity": 5})
    async with asyncio.timeout(1):
        assert isinstance(await client.add(request), Accepted)
    wire.hold.set()
    await reading
