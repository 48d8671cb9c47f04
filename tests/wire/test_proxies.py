"""Proxies: Telegram through one, the panel through the other, and no password in any log line."""

import gc

import pytest

from messaging.delivery import NeverSent
from messaging.transport import TelegramRequest
from panel.calls import Caller, Lost, TimeLimits
from playground.clock import SystemClock
from playground.server import bot_routes, serve
from playground.telegram import FakeTelegram
from tests.faults.process import KioskProcess, links
from tests.in_process import TOKEN
from tests.proxies import Proxy

pytestmark = pytest.mark.slow

LOGIN = "mary:pass-word-of-hers"


@pytest.mark.parametrize("scheme", ["http", "socks5"])
@pytest.mark.parametrize("login", ["", LOGIN])
async def test_a_call_to_telegram_goes_through_the_proxy(scheme: str, login: str) -> None:
    telegram = FakeTelegram(token=TOKEN, clock=SystemClock())
    async with Proxy(scheme, login) as proxy, await serve(bot_routes(telegram)) as server:
        async with TelegramRequest(proxy=proxy.url) as request:
            for _ in range(3):
                assert await request.post(f"{server.url}/bot{TOKEN}/getMe")
        assert proxy.led_to == [("127.0.0.1", server.port)]


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_refuses_has_handed_nothing_on(scheme: str) -> None:
    nowhere = f"http://127.0.0.1:1/bot{TOKEN}/getMe"
    async with Proxy(scheme, refuses=True) as proxy, TelegramRequest(proxy=proxy.url) as request:
        with pytest.raises(NeverSent, match="check TELEGRAM_PROXY"):
            await request.post(nowhere)
    async with TelegramRequest(proxy=f"{scheme}://127.0.0.1:1") as request:
        with pytest.raises(NeverSent, match="check TELEGRAM_PROXY"):
            await request.post(nowhere)


@pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning"
)  # httpcore drops a refused SOCKS stream unclosed
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the same, reported by pytest
@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_an_order_that_a_proxy_refuses_was_provably_not_sent(scheme: str) -> None:
    async with Proxy(scheme, refuses=True) as proxy:
        caller = Caller(
            "https://panel.example/api/v2",
            clock=SystemClock(),
            transport=None,
            limits=TimeLimits(),
            proxy=proxy.url,
        )
        with pytest.raises(Lost) as lost:
            await caller.post(b"action=add", headers={}, secrets=(), observe=lambda _point: None)
        await caller.aclose()
    assert proxy.callers == 1
    assert not lost.value.sent
    del lost, caller
    gc.collect()


@pytest.mark.parametrize(("to_telegram", "to_panel"), [("socks5", "http"), ("http", "socks5")])
async def test_each_neighbour_has_its_own_way(to_telegram: str, to_panel: str, process: KioskProcess) -> None:
    async with Proxy(to_telegram, LOGIN) as one, Proxy(to_panel, "joe:another-of-his") as other:
        ways = {"TELEGRAM_PROXY": one.url, "PANEL_PROXY": other.url}
        child = await process.launches(**ways)
        await process.orders(process.ann, next(links))
        await process.sees(process.ann, f"Order {await process.number()}")
        said = await process.runs("doctor", **ways)
        assert await child.terminated() == 0
    telegram, panel = (
        int(process.settings[name].split(":")[2].partition("/")[0])
        for name in ("TELEGRAM_API_ROOT", "PANEL_URL")
    )
    assert {port for _, port in one.led_to} == {telegram}
    assert {port for _, port in other.led_to} == {panel}
    assert f"through {to_telegram}://127.0.0.1:" in said.out
    assert f"through {to_panel}://127.0.0.1:" in said.out
    for written in (child.output, said.out, said.err):
        assert "pass-word-of-hers" not in written
        assert "another-of-his" not in written
