"""The proof of clocks that are set, briefly: one wait, which must also be able to fail."""

from datetime import timedelta

import pytest

from chaos import clocks
from storage.waits import Waits

SEED = 4
"""With it both cards are asked about after the clock was set so far that it matters."""


async def test_a_price_is_valid_as_long_as_it_would_have_been() -> None:
    seen = clocks.Seen()
    await clocks.waits(1, SEED, seen)
    assert not seen.wrong, seen.wrong
    assert seen.counts["set"] > 1


async def test_waits_that_do_not_move_with_the_clock_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stays(*_told: object, **_named: timedelta) -> None:
        """Move nothing."""

    monkeypatch.setattr(Waits, "move", stays)
    seen = clocks.Seen()
    await clocks.waits(1, SEED, seen)
    assert seen.wrong
