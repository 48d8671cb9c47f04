"""All scenarios, and playing them: one at a time, until the end or until stopped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playground.demo_state import DemoState
from playground.scenarios import broadcast, orders
from playground.scenarios.runner import ScenarioRunner
from playground.scenarios.session import ScenarioSession, Unexpected


@dataclass(frozen=True)
class Scene:
    """One scenario: its name for programs, its title on the button, and the function that plays it."""

    name: str
    title: str
    play: Callable[[ScenarioRunner], Awaitable[str]]

    @property
    def about(self) -> str:
        """One sentence on what happens."""
        return self.play.__doc__ or ""


SCENES: dict[str, Scene] = {
    scene.name: scene
    for scene in (
        Scene("three", "Three customers order at once", orders.three_at_once),
        Scene("down", "The panel goes down mid-order", orders.panel_goes_down),
        Scene("lost", "A lost answer", orders.lost_answer),
        Scene("partial", "A partial delivery", orders.partial),
        Scene("broadcast", "A broadcast to 5,000", broadcast.broadcast),
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
        return [(scene.name, scene.title, scene.about) for scene in SCENES.values()]

    def begin(self, name: str) -> None:
        """Begin this scenario; `demo.session` shows its progress. Raises KeyError."""
        scene = SCENES[name]
        session = ScenarioSession(scene.name, scene.title, self._demo.telegram.world.bump)
        self._demo.session = session
        self._playing = asyncio.create_task(_play(scene, ScenarioRunner(self._demo, session)))

    async def stop(self) -> None:
        """Stop playing; nothing is undone."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)

    async def over(self) -> None:
        """Wait for the end of the running scenario."""
        if self._playing is not None:
            await self._playing


async def _play(scene: Scene, runner: ScenarioRunner) -> None:
    try:
        runner.session.ends("held", await scene.play(runner))
    except Unexpected as surprise:
        runner.session.ends("broke", f"It did not come out as it should: {surprise}.")
    except Exception as error:  # noqa: BLE001 - whatever a visitor did meanwhile, the scenario is over
        runner.session.ends("broke", f"It could not go on: {error or type(error).__name__}.")
    except asyncio.CancelledError:
        runner.session.ends("stopped", "Stopped in the middle.")
        raise
