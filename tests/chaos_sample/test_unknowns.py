"""A quick sample of lost answers: never a wrong decision, at panels of every kind, and in a queue."""

import asyncio

import pytest

from chaos import queue, unknowns
from chaos.panel_kinds import KINDS

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", KINDS)
async def test_a_dozen_lost_answers(kind: str) -> None:
    result = await asyncio.to_thread(unknowns.run, 12, 1, kind=kind)
    assert result.is_good, (result.row(), result.first)
    assert result.n == 12


async def test_five_lost_answers_in_a_hundred_orders_hold_nobody_for_long() -> None:
    result = await asyncio.to_thread(queue.run, 1, 1)
    assert result.is_good, (result.row(), result.first)
