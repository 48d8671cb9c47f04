"""The proofs of several kiosks, briefly: one kill while people order, and one leader that wakes late."""

import pytest

from chaos import replicas

pytestmark = pytest.mark.slow


def test_people_order_on_while_a_kiosk_is_killed() -> None:
    result = replicas.run(12, 2, "killed")
    assert result.is_good, result.first
    assert result.counts["kills"] == 1
    assert int(result.counts["orders"]) > 0


def test_a_leader_that_wakes_late_places_nothing_twice() -> None:
    result = replicas.run(1, 3, "stopped")
    assert result.is_good, result.first
    assert result.counts["orders"] == 3
