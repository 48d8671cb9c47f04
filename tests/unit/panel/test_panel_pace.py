"""How long a panel asks to be left alone."""

from datetime import UTC, datetime

from panel.limits import MinimumGap

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StandingClock:
    """Stands still, and counts how often somebody slept by it."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOON

    def monotonic(self) -> float:
        return 5.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_only_a_call_that_comes_too_soon_waits() -> None:
    clock = StandingClock()
    pace = MinimumGap(clock, gap=2)
    await pace.wait()
    assert clock.slept == []
    await pace.wait()
    await pace.wait()
    assert clock.slept == [2, 4]
