"""The channel between kiosks: what one sends, the others receive, and nobody receives their own."""

import asyncio

from sqlalchemy import make_url

from storage.replicas.channel import Channel
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.test_one_kiosk import nothing


async def test_others_receive_what_one_sends_and_once_a_tick(postgres: PostgresServer) -> None:
    url, received = make_url(postgres.url("books")), dict[str, list[list[str]]]()

    def listening(name: str) -> Channel:
        came = received[name] = []
        return Channel(url, name, lambda words: came.append(list(words)))

    one, two = listening("one"), listening("two")
    running = [asyncio.create_task(channel.run()) for channel in (one, two)]
    async with asyncio.timeout(30):
        while not received["two"]:  # it may not be listening yet
            one.send("NOTICES")
            one.send("PANEL")
            one.send("NOTICES")
            await nothing(0)
    assert received["two"][0] in (["NOTICES", "PANEL"], ["NOTICES"])
    assert received["one"] == []
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
