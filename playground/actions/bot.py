"""What happens to the bot process, and the scenarios."""

from playground.actions.body import Body, Misstep, text
from playground.keeper import BotKeeper
from playground.room import Room
from playground.scenes.showing import Performing


async def restart(room: Room, _body: Body) -> None:
    """The bot ends in good order and starts anew; or it starts, where it was down."""
    if room.bot.running and room.bot.words != "running":
        raise Misstep("the bot is ending already")
    await _keeper(room).restart()


async def kill(room: Room, _body: Body) -> None:
    """SIGKILL. The bot stays down until it is started."""
    await _keeper(room).kill()


def play(room: Room, body: Body) -> None:
    """A scenario begins."""
    programme = _programme(room)
    if programme.busy:
        raise Misstep("one scenario at a time; stop the other first")
    if not room.bot.running:
        raise Misstep("the bot is down; start it first")
    try:
        programme.begin(text(body, "scene"))
    except KeyError:
        raise Misstep("there is no such scenario") from None


async def stop_playing(room: Room, _body: Body) -> None:
    """The scenario goes no further."""
    await _programme(room).stop()


def _keeper(room: Room) -> BotKeeper:
    if room.keeper is None:
        raise Misstep("there is no bot here")
    return room.keeper


def _programme(room: Room) -> Performing:
    if room.programme is None:
        raise Misstep("there are no scenarios here")
    return room.programme
