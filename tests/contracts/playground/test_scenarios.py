"""A scenario always ends, reports its outcome, and leaves the demo as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from playground.clock import HandClock
from playground.demo import new_demo
from playground.demo_state import DemoState
from playground.people import ANN
from playground.scenarios import orders
from playground.scenarios.registry import SCENARIOS, Scenario, ScenarioRegistry
from playground.scenarios.runner import ScenarioRunner
from playground.scenarios.session import Unexpected
from playground.telegram import FakeMessage, FakePerson

Play = Callable[[ScenarioRunner], Awaitable[str]]


@pytest.fixture
async def demo() -> AsyncIterator[DemoState]:
    demo = new_demo("seed", HandClock())
    await demo.panel_switch.open()
    yield demo
    assert demo.registry is not None
    await demo.registry.stop()
    await demo.panel_switch.close()


def play(demo: DemoState, monkeypatch: pytest.MonkeyPatch, scenario: Play) -> ScenarioRegistry:
    registry = ScenarioRegistry(demo)
    demo.registry = registry
    monkeypatch.setitem(SCENARIOS, "tried", Scenario("tried", "Tried out", scenario))
    registry.begin("tried")
    return registry


async def test_it_holds_what_it_promised(demo: DemoState, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(runner: ScenarioRunner) -> str:
        """All is well."""
        runner.session.begins("one")
        runner.session.notes("half")
        runner.session.begins("two")
        return "Good."

    await play(demo, monkeypatch, scenario).over()
    assert demo.session is not None
    assert (demo.session.state, demo.session.outcome) == ("held", "Good.")
    assert [(step.words, step.note, step.state) for step in demo.session.steps] == [
        ("one", "half", "done"),
        ("two", "", "done"),
    ]
    assert ("tried", "Tried out", "All is well.") in ScenarioRegistry(demo).titles


@pytest.mark.parametrize("error", [Unexpected("two orders"), IndexError("no buttons"), OSError("taken")])
async def test_whatever_happens_it_ends(
    demo: DemoState, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def scenario(runner: ScenarioRunner) -> str:
        runner.session.begins("one")
        raise error

    await play(demo, monkeypatch, scenario).over()
    assert demo.session is not None
    assert (demo.session.state, demo.session.steps[-1].state) == ("broke", "failed")
    assert str(error) in demo.session.outcome


class Alone(ScenarioRunner):
    """A demo without a bot: the confirm card is put into the chat by hand, and nobody answers a tap."""

    async def card_for(self, person: FakePerson, link: str) -> FakeMessage:
        keyboard = {"inline_keyboard": [[{"text": "Confirm", "callback_data": "yes"}]]}
        card = {"chat_id": person.id, "text": link, "reply_markup": keyboard}
        await self.demo.telegram.call("sendMessage", card)
        return person.last


async def test_stopped_in_the_middle_it_opens_the_panels_door_again(
    demo: DemoState, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = demo.person(ANN.id)
    ann.home.started = True
    registry = play(demo, monkeypatch, lambda runner: orders.panel_goes_down(Alone(demo, runner.session)))
    async with asyncio.timeout(20):
        version = 0
        while not ann.spinning:
            version = await demo.telegram.changed(version, 1)
    assert not demo.panel_switch.is_open
    await registry.stop()
    assert demo.session is not None
    assert (demo.session.state, demo.panel_switch.is_open, registry.busy) == ("stopped", True, False)
