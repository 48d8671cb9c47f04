"""Every fault as a client sees it, in process and over a real socket, and what really happened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from aiohttp import web

from playground.clock import HandClock, SystemClock
from playground.panel import FakePanel, panel_routes
from playground.panel.in_process import FakePanelTransport

LINK = "https://instagram.com/somebody"
PATH = "/panel/api/v2"
IMPATIENT = httpx.Timeout(5, read=0.2)


@asynccontextmanager
async def over_a_socket(panel: FakePanel) -> AsyncIterator[httpx.AsyncClient]:
    app = web.Application()
    app.add_routes(panel_routes(panel))
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        async with httpx.AsyncClient(
            base_url=f"http://{host}:{port}", timeout=IMPATIENT, trust_env=False
        ) as client:
            yield client
    finally:
        await runner.cleanup()


@asynccontextmanager
async def in_process(panel: FakePanel) -> AsyncIterator[httpx.AsyncClient]:
    transport = FakePanelTransport(panel)
    async with httpx.AsyncClient(
        base_url="http://panel.test", transport=transport, timeout=IMPATIENT
    ) as client:
        yield client


@pytest.fixture
def panel() -> FakePanel:
    return FakePanel(key="key", dialect="mainstream", clock=SystemClock())


@pytest.fixture(params=[in_process, over_a_socket])
async def client(request: pytest.FixtureRequest, panel: FakePanel) -> AsyncIterator[httpx.AsyncClient]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(request.param(panel))


async def ask(client: httpx.AsyncClient, **fields: Any) -> httpx.Response:
    return await client.post(PATH, data={"key": "key"} | fields)


async def add(client: httpx.AsyncClient) -> httpx.Response:
    return await ask(client, action="add", service=1, link=LINK, quantity=100)


async def test_without_a_fault_an_order_is_placed(client: httpx.AsyncClient, panel: FakePanel) -> None:
    answer = await add(client)
    assert (answer.status_code, answer.json()) == (200, {"order": 23501})
    assert answer.headers["content-type"] == "application/json"
    assert len(panel.orders_for(LINK)) == 1


@pytest.mark.parametrize(
    ("fault", "raised", "placed"),
    [
        ("reset_before", httpx.TransportError, 0),
        ("reset_after", httpx.TransportError, 1),
        ("hang_before", httpx.ReadTimeout, 0),
        ("hang_after", httpx.ReadTimeout, 1),
        ("half_body", httpx.RemoteProtocolError, 1),
    ],
)
async def test_an_armed_fault_of_the_network_spoils_one_order(
    client: httpx.AsyncClient, panel: FakePanel, fault: str, raised: type[Exception], placed: int
) -> None:
    panel.arm(fault)
    with pytest.raises(raised):
        await add(client)
    assert len(panel.orders_for(LINK)) == placed
    assert (await add(client)).json() == {"order": 23501 + placed}


@pytest.mark.parametrize(
    ("fault", "status", "starts", "placed"),
    [
        ("truncated", 200, b'{"order":235', 1),
        ("html_502_before", 502, b"<html>", 0),
        ("html_502_after", 502, b"<html>", 1),
        ("garbage", 200, b"\x1f\x8b", 1),
        ("empty_after", 200, b"", 1),
        ("error_vague", 200, b'{"error":"There was an error', 0),
        ("words_unknown", 200, '{"error":"系统'.encode(), 0),
        ("words_unknown_after", 200, '{"error":"系统'.encode(), 1),
        ("duplicate_after", 409, b'{"error":"Duplicate order', 1),
        ("see_other_after", 303, b"", 1),
        ("error_vague_after", 200, b'{"error":"There was an error', 1),
        ("throttle_429", 429, b'{"error":"Too many requests', 0),
        ("bad_key", 200, b'{"error":"Invalid API key"}', 0),
        ("no_funds", 200, b'{"error":"Not enough funds"}', 0),
    ],
)
async def test_answers_that_mislead(
    client: httpx.AsyncClient, panel: FakePanel, *, fault: str, status: int, starts: bytes, placed: int
) -> None:
    panel.arm(fault)
    answer = await add(client)
    assert answer.status_code == status
    assert answer.content.startswith(starts)
    assert len(panel.orders_for(LINK)) == placed
    assert panel.adds_received == 1


async def test_throttling_says_when_to_come_back(client: httpx.AsyncClient, panel: FakePanel) -> None:
    panel.arm("throttle_429", seconds=7)
    assert (await ask(client, action="balance")).headers["retry-after"] == "7"


async def test_half_a_body_may_end_in_half_a_number(panel: FakePanel) -> None:
    panel.arm("half_body")
    async with over_a_socket(panel) as client, client.stream("POST", PATH, data=_order()) as response:
        received = await anext(response.aiter_raw())
    assert received == b'{"order":235'


async def test_a_slow_panel_works_on_without_its_client(client: httpx.AsyncClient, panel: FakePanel) -> None:
    panel.arm("slow", seconds=0.3)
    with pytest.raises(httpx.ReadTimeout):
        await add(client)
    assert panel.orders_for(LINK) == []
    async with asyncio.timeout(5):
        while not panel.orders_for(LINK):
            await panel.clock.sleep(0.01)


async def test_a_slow_answer_in_time_is_an_answer(client: httpx.AsyncClient, panel: FakePanel) -> None:
    panel.arm("slow", seconds=0.01)
    assert (await add(client)).json() == {"order": 23501}


async def test_hanging_ends_when_the_client_goes(panel: FakePanel) -> None:
    panel.arm("hang_before", seconds=3600)
    async with over_a_socket(panel) as client:
        with pytest.raises(httpx.ReadTimeout):
            await add(client)


async def test_an_armed_fault_spoils_one_reading_of_the_catalogue(
    client: httpx.AsyncClient, panel: FakePanel
) -> None:
    panel.arm("catalogue_empty")
    panel.arm("catalogue_html")
    assert (await ask(client, action="services")).json() == []
    assert "Just a moment" in (await ask(client, action="services")).text
    assert len((await ask(client, action="services")).json()) == len(panel.catalogue)


async def test_an_armed_fault_spoils_one_status_answer(client: httpx.AsyncClient, panel: FakePanel) -> None:
    await add(client)
    await add(client)
    panel.set_state(23502, "Completed")
    for fault in ("status_swapped_order", "status_missing", "status_unknown_word"):
        panel.arm(fault)
    swapped, missing, odd, plain = [
        (await ask(client, action="status", orders="23501,23502")).json() for _ in range(4)
    ]
    assert [row["status"] for row in swapped] == ["Completed", "Pending"]
    assert set(missing) == {"23502"}
    assert {row["status"] for row in odd.values()} == {"Reembolsado"}
    assert set(plain) == {"23501", "23502"}


async def test_status_faults_on_one_order(client: httpx.AsyncClient, panel: FakePanel) -> None:
    await add(client)
    for fault in ("status_swapped_order", "status_missing", "status_unknown_word"):
        panel.arm(fault)
    swapped, missing, odd = [(await ask(client, action="status", order="23501")).json() for _ in range(3)]
    assert swapped[0]["status"] == "Pending"
    assert missing == {}
    assert odd["status"] == "Reembolsado"


def test_faults_fit_their_own_action_or_the_one_named() -> None:
    panel = FakePanel(key="key", dialect="mainstream", clock=HandClock())
    panel.arm("html_502_before", times=2)
    panel.arm("empty_after", action="status")
    panel.arm("throttle_429", times=0)
    assert panel.armed == {"html_502_before": 2, "empty_after": 1}
    panel.disarm()
    assert panel.armed == {}


async def test_a_fault_strikes_as_often_as_it_is_armed() -> None:
    panel = FakePanel(key="key", dialect="mainstream", clock=HandClock())
    panel.arm("html_502_before", times=2)
    assert (await panel.answer({"key": "key", "action": "balance"})).status == 200
    assert [(await panel.answer(_order())).status for _ in range(3)] == [502, 502, 200]


async def test_every_fault_can_be_armed_on_every_call(client: httpx.AsyncClient, panel: FakePanel) -> None:
    for fault in panel.fault_names:
        panel.arm(fault, action="*", seconds=0.01)
        with suppress(httpx.TransportError):
            await ask(client, action="balance")
    assert panel.armed == {}


async def test_a_refused_connection_in_process(panel: FakePanel) -> None:
    transport = FakePanelTransport(panel)
    transport.refusing = True
    async with httpx.AsyncClient(base_url="http://panel.test", transport=transport) as client:
        with pytest.raises(httpx.ConnectError):
            await add(client)
    assert panel.adds_received == 0


async def test_comments_arrive_as_they_were_sent(client: httpx.AsyncClient, panel: FakePanel) -> None:
    comments = "\n".join(f"100% + & = ёж {number}" for number in range(10))
    service = panel.catalogue.of_type("Custom Comments").id
    await ask(client, action="add", service=service, link=LINK, comments=comments)
    assert panel.orders["23501"].fields["comments"] == comments


async def test_only_post_is_served(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH)).status_code == 405


def _order() -> dict[str, str]:
    return {"key": "key", "action": "add", "service": "1", "link": LINK, "quantity": "100"}
