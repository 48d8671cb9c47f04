"""A quick sample of lost answers: never a wrong decision, on a quiet account and on a noisy one."""

import asyncio

import pytest

from chaos import unknowns

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("noisy", [False, True])
async def test_twenty_lost_answers(noisy: bool) -> None:
    result = await asyncio.to_thread(unknowns.run, 20, 1, noisy=noisy)
    assert result.is_good, (result.row(), result.first)
    assert result.n == 20
