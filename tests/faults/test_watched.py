"""A monitor asks a kiosk in its own process: ready, its figures, and unready when somebody else polls."""

import asyncio

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from tests.faults.process import KioskProcess, links
from tests.in_process import KEY, TOKEN

pytestmark = pytest.mark.slow

UNREADY_SECONDS = 30.0
"""From the first 409 to the answer that says so."""


class Monitor:
    """Asks at a place; a kiosk that is not there yet is asked again."""

    def __init__(self) -> None:
        self.place = f"127.0.0.1:{unused_port()}"

    async def asks(self, path: str) -> tuple[int, str]:
        """Return the status and the text, in which there is no secret; 0 where nobody listens."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://{self.place}{path}") as response,
            ):
                text = await response.text()
        except aiohttp.ClientConnectionError:
            return 0, ""
        assert TOKEN not in text
        assert KEY not in text
        return response.status, text

    async def hears(self, status: int, words: str, within: float) -> None:
        """Ask /readyz until this is the answer."""
        async with asyncio.timeout(within):
            while True:
                told, text = await self.asks("/readyz")
                if told == status and words in text:
                    return


async def test_ready_watched_and_unready_while_somebody_else_polls(process: KioskProcess) -> None:
    monitor = Monitor()
    child = await process.starts(HEALTH_LISTEN=monitor.place)
    await monitor.hears(200, "ready", 30)
    await process.orders(process.ann, next(links))
    await process.number()
    status, figures = await monitor.asks("/metrics")
    assert status == 200
    assert 'kiosk_build_info{version="' in figures
    assert "process_resident_memory_bytes" in figures

    async def polls_too() -> None:
        while True:
            await process.telegram.call("getUpdates", {"timeout": "1", "offset": "0"})

    other = asyncio.create_task(polls_too())
    try:
        await monitor.hears(503, "Another program polls with this bot's token.", UNREADY_SECONDS)
        assert (await monitor.asks("/livez"))[0] in {0, 200}
        assert await child.ended() == 75
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)


async def test_a_place_where_something_listens_already_is_told(process: KioskProcess) -> None:
    monitor = Monitor()
    host, _, port = monitor.place.rpartition(":")
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), host, int(port))
    async with taken:
        said = await process.runs("run", HEALTH_LISTEN=monitor.place)
    assert said.code == 1
    assert f"Nothing can listen on {monitor.place} (Address already in use)" in said.err
    assert "change HEALTH_LISTEN." in said.err
