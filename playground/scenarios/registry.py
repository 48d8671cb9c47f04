"""All scenarios, and playing them: one at a time, until the end or until stopped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playground.demo_state import DemoState
from playground.scenarios import broadcast, orders
from playground.scenarios.runner import ScenarioRunner
from playground.scenarios.session import ScenarioSession, Unexpected


@dataclass(frozen=True)
class Scenario:
    """One scenario: its name for programs, its title on the button, and the function that plays it."""

    name: str
    title: str
    play: Callable[[ScenarioRunner], Awaitable[str]]

    @property
    def about(self) -> str:
        """One sentence on what happens."""
        return self.play.__doc__ or ""


SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario("three", "Three customers order at once", orders.three_at_once),
        Scenario("down", "The panel goes down mid-order", orders.panel_goes_down),
        Scenario("lost", "A lost answer", orders.lost_answer),
        Scenario("partial", "A partial delivery", orders.partial),
        Scenario("broadcast", "A broadcast to 5,000", broadcast.broadcast),
    )
}


class ScenarioRegistry:
    """Plays one scenario at a time in a demo."""

    def __init__(self, demo: DemoState) -> None:
        self._demo = demo
        self._playing: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._playing is not None and not self._playing.done()

    @property
    def titles(self) -> list[tuple[str, str, str]]:
        """Return name, title and a sentence for each."""
        return [(scenario.name, scenario.title, scenario.about) for scenario in SCENARIOS.values()]

    def begin(self, name: str) -> None:
        """Begin this scenario; `demo.session` shows its progress. Raises KeyError."""
        scenario = SCENARIOS[name]
        session = ScenarioSession(scenario.name, scenario.title, self._demo.telegram.world.bump)
        self._demo.session = session
        self._playing = asyncio.create_task(_play(scenario, ScenarioRunner(self._demo, session)))

    async def stop(self) -> None:
        """Stop playing; nothing is undone."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)

    async def over(self) -> None:
        """Wait for the end of the running scenario."""
        if self._playing is not None:
            await self._playing


async def _play(scenario: Scenario, runner: ScenarioRunner) -> None:
    try:
        runner.session.ends("held", await scenario.play(runner))
    except Unexpected as surprise:
        runner.session.ends("broke", f"It did not come out as it should: {surprise}.")
    except Exception as error:  # noqa: BLE001 - whatever a visitor did meanwhile, the scenario is over
        runner.session.ends("broke", f"It could not go on: {error or type(error).__name__}.")
    except asyncio.CancelledError:
        runner.session.ends("stopped", "Stopped in the middle.")
        raise
