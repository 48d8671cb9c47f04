"""The proof of broadcasts, briefly: a hundred people, one kill, one storm."""

import pytest

from chaos import broadcast
from messaging.outbox import IN_FLIGHT

pytestmark = pytest.mark.slow


async def test_a_hundred_people_get_it_in_spite_of_a_kill_and_a_storm() -> None:
    result = await broadcast.measured(100, seed=1, kills=1)
    assert not result.wrong, result.first
    assert result.n == 100
    assert int(result.counts["twice"]) <= IN_FLIGHT
