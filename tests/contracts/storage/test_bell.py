"""The bell between kiosks: what one tells, the others hear, and nobody hears themselves."""

import asyncio
from collections.abc import Collection

from sqlalchemy import make_url

from storage.replicas.bell import Bell
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.test_one_kiosk import nothing


async def test_others_hear_what_one_tells_and_once_a_tick(postgres: PostgresServer) -> None:
    url, heard, came = make_url(postgres.url("books")), dict[str, list[list[str]]](), asyncio.Event()

    def hearing(name: str) -> Bell:
        told = heard[name] = []

        def hears(words: Collection[str]) -> None:
            told.append(list(words))
            came.set()

        return Bell(url, name, hears)

    one, two = hearing("one"), hearing("two")
    running = [asyncio.create_task(bell.run()) for bell in (one, two)]
    async with asyncio.timeout(30):
        while not heard["two"]:  # it may not be listening yet
            one.ring("NOTICES")
            one.ring("PANEL")
            one.ring("NOTICES")
            await nothing(0)
    assert heard["two"][0] in (["NOTICES", "PANEL"], ["NOTICES"])
    assert heard["one"] == []
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
