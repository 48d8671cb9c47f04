"""What comes during a write shares the next one; an error reaches all that shared it, and nobody else."""

import asyncio

import pytest

from storage.core.gathered import Gathered


class Desk:
    """A writer that waits until it is let on, and refuses a batch with a bad item."""

    def __init__(self, at_most: int = 3) -> None:
        self.written: list[list[str]] = []
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.gathered = Gathered(self._write, at_most)

    async def _write(self, items: list[str]) -> None:
        self.begun.set()
        await self.may_end.wait()
        if "bad" in items:
            raise ValueError(items)
        self.written.append(items)

    def adds(self, *items: str) -> list["asyncio.Task[None]"]:
        return [asyncio.create_task(self.gathered.add(item)) for item in items]


async def test_what_comes_during_a_write_shares_the_next_up_to_a_bound() -> None:
    desk = Desk()
    first = desk.adds("a", "b")
    await desk.begun.wait()
    meanwhile = desk.adds("c", "d", "e", "f")
    await asyncio.sleep(0)
    desk.may_end.set()
    await asyncio.gather(*first, *meanwhile)
    assert desk.written == [["a", "b"], ["c", "d", "e"], ["f"]]


async def test_an_error_is_told_to_those_it_is_about() -> None:
    desk = Desk(at_most=2)
    desk.may_end.set()
    told = await asyncio.gather(*desk.adds("a", "bad", "c"), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError, ValueError, type(None)]
    assert desk.written == [["c"]]
    await desk.gathered.add("d")
    assert desk.written == [["c"], ["d"]]


async def test_a_caller_who_gives_up_is_written_all_the_same() -> None:
    desk = Desk()
    first, second = desk.adds("a", "b")
    await desk.begun.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    desk.may_end.set()
    await second
    assert desk.written == [["a", "b"]]
