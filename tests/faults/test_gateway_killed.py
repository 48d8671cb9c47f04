"""Payments through a gateway while the process dies: what was paid is credited once, and nothing else is."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from playground.clock import SystemClock
from playground.gateways import Bill, FakeCryptoPay
from playground.gateways.calling import Caller
from playground.gateways.routes import gateway_routes
from playground.server import Running, serve
from tests.faults.process import KioskProcess
from tests.faults.test_paying import balance

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("served")]

POINTS = ("after_offer", "after_create", "after_shown", "before_credit", "after_credit", "before_notice")


@pytest.fixture
async def gateway() -> FakeCryptoPay:
    """Crypto Pay, on the machine's clock."""
    return FakeCryptoPay(SystemClock())


@pytest.fixture
async def served(gateway: FakeCryptoPay) -> AsyncIterator[Running]:
    """Serve the gateway at an address of its own."""
    async with await serve(gateway_routes("/crypto_pay", gateway, "Crypto Pay")) as running:
        gateway.root = f"{running.url}/crypto_pay"
        yield running


async def starts(process: KioskProcess, gateway: FakeCryptoPay, **more: str) -> None:
    """Start the shop."""
    await process.starts(**of_shop(gateway), **more)


def of_shop(gateway: FakeCryptoPay) -> dict[str, str]:
    """Return the settings of a shop that takes Crypto Pay alone."""
    return {
        "ACCESS": "shop",
        "STAR_VALUE": "0",
        "CRYPTO_PAY_TOKEN": gateway.token,
        "CRYPTO_PAY_ROOT": gateway.root,
        "TOPUP_AMOUNTS": "5",
    }


async def asks(process: KioskProcess) -> None:
    """Have Ann ask for an invoice of 5 dollars."""
    process.ann.says("/topup")
    await process.sees(process.ann, "How much?")
    process.ann.taps("$5")


async def bill_of(process: KioskProcess, gateway: FakeCryptoPay) -> Bill:
    """Return the invoice once the gateway has it."""
    await process.until(lambda: bool(gateway.bills), "an invoice at the gateway")
    return gateway.newest


@pytest.mark.parametrize("point", POINTS)
async def test_what_is_paid_is_credited_once(
    point: str, process: KioskProcess, gateway: FakeCryptoPay
) -> None:
    await starts(process, gateway, KIOSK_CRASH_AT=point)
    await asks(process)
    if point != "after_offer":
        gateway.pays(await bill_of(process, gateway))
    assert await process.children[-1].ended() == -9
    await starts(process, gateway)
    if point == "after_offer":  # the turn is handled again, and asks for the invoice again
        gateway.pays(await bill_of(process, gateway))
    await process.sees(process.ann, "$5.00 came into your wallet")
    await process.falls_quiet()
    await balance(process, process.ann, "$5.00")
    await process.audited()


async def test_a_call_back_is_told_of_at_once(process: KioskProcess, gateway: FakeCryptoPay) -> None:
    """Where to call is said in the log, for an operator to copy; no look is due for an hour."""
    place = f"127.0.0.1:{unused_port()}"
    await starts(
        process, gateway, PAYMENTS_URL=f"http://{place}/pay", PAYMENTS_LISTEN=place, LOG_LEVEL="INFO"
    )
    said = "Crypto Pay calls http"
    await process.until(lambda: said in process.children[-1].output, "the address in the log")
    [address] = re.findall(
        r"Crypto Pay calls (http\S+/crypto_pay/[0-9a-f]{32})\b", process.children[-1].output
    )
    gateway.webhook = address.replace("/pay/", "/")  # the operator's proxy takes its own path off
    await asks(process)
    await process.sees(process.ann, "Pay on the page below")
    calling = asyncio.create_task(Caller([gateway]).run())
    began = time.monotonic()
    gateway.pays(gateway.newest)
    await process.sees(process.ann, "$5.00 came into your wallet")
    assert time.monotonic() - began < 10
    calling.cancel()
    async with aiohttp.ClientSession() as session:
        for path, body, status in (("/", b"", 404), ("/crypto_pay/" + "0" * 32, b"{}", 404)):
            async with session.post(f"http://{place}{path}", data=body) as answer:
                assert answer.status == status
        async with session.post(gateway.webhook, data=b"{}") as answer:
            assert answer.status == 400
        async with session.post(gateway.webhook, data=b"x" * 100_000) as answer:
            assert answer.status == 413
    await process.audited()
    told = await process.runs("audit", **of_shop(gateway))
    assert "crypto_pay: 1 payments that came" not in told.out  # it is younger than two minutes
    agreed = "0 payments that came or went back in the last three days are booked as the gateway says"
    assert f"crypto_pay: {agreed}" in told.out
