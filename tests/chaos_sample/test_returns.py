"""A quick sample of refunds under faults."""

import asyncio

import pytest

from chaos import returns

pytestmark = pytest.mark.slow


async def test_a_few_refunds_whose_answers_are_lost() -> None:
    result = await asyncio.to_thread(returns.run, 5, 1)
    assert result.is_good, (result.row(), result.first)
    assert result.n == 10
    assert result.counts["asked for"]
