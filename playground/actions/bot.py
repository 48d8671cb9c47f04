"""Buttons for the bot process and the scenarios."""

from playground.actions.body import Body, Misstep, text
from playground.bot_supervisor import BotSupervisor
from playground.demo_state import DemoState
from playground.scenarios.session import Performing


async def restart(demo: DemoState, _body: Body) -> None:
    """Restart the bot in good order, or start it if it is down."""
    if demo.bot.running and demo.bot.words != "running":
        raise Misstep("the bot is ending already")
    await _supervisor(demo).restart()


async def kill(demo: DemoState, _body: Body) -> None:
    """Kill the bot with SIGKILL; it stays down until it is started."""
    await _supervisor(demo).kill()


def play(demo: DemoState, body: Body) -> None:
    """Begin a scenario."""
    registry = _registry(demo)
    if registry.busy:
        raise Misstep("one scenario at a time; stop the other first")
    if not demo.bot.running:
        raise Misstep("the bot is down; start it first")
    try:
        registry.begin(text(body, "scenario"))
    except KeyError:
        raise Misstep("there is no such scenario") from None


async def stop_playing(demo: DemoState, _body: Body) -> None:
    """Stop the scenario."""
    await _registry(demo).stop()


def _supervisor(demo: DemoState) -> BotSupervisor:
    if demo.supervisor is None:
        raise Misstep("there is no bot here")
    return demo.supervisor


def _registry(demo: DemoState) -> Performing:
    if demo.registry is None:
        raise Misstep("there are no scenarios here")
    return demo.registry
