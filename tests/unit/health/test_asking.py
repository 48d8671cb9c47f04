"""However many ask, there is one question, and its answer counts for a moment."""

import asyncio

from health.asking import Asking
from playground.clock import HandClock


class Database:
    """Answers with how often it was asked, when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def answer(self) -> int:
        self.asked += 1
        await self.may_answer.wait()
        return self.asked


async def test_an_answer_counts_for_a_moment() -> None:
    database, clock = Database(), HandClock()
    asking = Asking(database.answer, kept=5, limit=1, monotonic=clock.monotonic)
    assert [await asking.get() for _ in range(3)] == [1, 1, 1]
    assert await asyncio.gather(*(asking.get() for _ in range(9))) == [1] * 9
    clock.advance(5)
    assert await asking.get() == 2


async def test_a_question_without_an_answer_is_not_asked_again_meanwhile() -> None:
    database, clock = Database(), HandClock()
    database.may_answer.clear()
    asking = Asking(database.answer, kept=5, limit=0.01, monotonic=clock.monotonic)
    assert [await asking.get(), await asking.get()] == [None, None]
    clock.advance(60)
    assert await asking.get() is None
    assert database.asked == 1
    database.may_answer.set()
    assert await asking.get() == 1
    clock.advance(5)
    assert await asking.get() == 2
    asking.close()
