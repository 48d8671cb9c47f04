"""The proofs of a panel that is away and of notices in storms of 429, briefly; each must be able to fail."""

import asyncio

import pytest

from chaos import notice_storm, panel_away
from playground.clock import NEW_YEAR
from shop.ordering import place
from shop.replies import AddOutcome, NotSent, Unknown
from storage.messages.outbox import Outbox, OutboxMessage

SEED = 20_261_129


@pytest.fixture
def ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel is away for ten minutes, not for two hours, and fewer people order."""
    for name, value in {"AWAY": 360, "YOUNG": 240, "BEFORE": 0, "PEOPLE": 4, "UNTIL_DECIDED": 360}.items():
        monkeypatch.setattr(panel_away, name, value)


async def test_two_hundred_notices_arrive_once_and_in_order() -> None:
    result = await notice_storm.delivered(200, SEED)
    assert result.is_good, result.first
    assert result.n == 200


async def test_a_notice_that_is_given_up_after_a_429_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forgotten(self: Outbox, message: OutboxMessage, *_: object, **__: bool) -> None:
        await self.failed(message, "forgotten", NEW_YEAR)

    monkeypatch.setattr(Outbox, "later", forgotten)
    monkeypatch.setattr(notice_storm, "GIVES_UP_AFTER", 60)
    assert "are lost" in str((await notice_storm.delivered(40, SEED)).first)


@pytest.mark.slow
@pytest.mark.usefixtures("ten_minutes")
async def test_orders_outlast_a_silent_panel() -> None:
    result = await asyncio.to_thread(panel_away.run, 5, SEED, kinds=("silent",))
    assert result.is_good, result.first
    assert int(result.counts["waiting at its return"]) > 0
    assert int(result.counts["cards read"]) > 0


@pytest.mark.slow
@pytest.mark.usefixtures("ten_minutes")
async def test_an_order_sent_again_after_silence_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = place.settlement_of

    def careless(outcome: AddOutcome, **named: object) -> place.Settlement:
        again = NotSent(outcome.reason) if isinstance(outcome, Unknown) else outcome
        return right(again, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(place, "settlement_of", careless)
    result = await asyncio.to_thread(panel_away.run, 3, SEED, kinds=("silent",))
    assert " times, " in str(result.wrong)
