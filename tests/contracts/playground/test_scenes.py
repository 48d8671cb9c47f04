"""A scenario always comes to an end that it tells, and leaves the room as it was."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from playground.cast import ANN
from playground.clock import HandClock
from playground.demo import new_room
from playground.room import Room
from playground.scenes import orders
from playground.scenes.programme import SCENES, Programme, Scene
from playground.scenes.showing import Unexpected
from playground.scenes.stage import Stage
from playground.telegram import FakeMessage, FakePerson

Play = Callable[[Stage], Awaitable[str]]


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = new_room("seed", HandClock())
    await room.door.open()
    yield room
    assert room.programme is not None
    await room.programme.stop()
    await room.door.close()


def play(room: Room, monkeypatch: pytest.MonkeyPatch, scene: Play) -> Programme:
    programme = Programme(room)
    room.programme = programme
    monkeypatch.setitem(SCENES, "tried", Scene("tried", "Tried out", scene))
    programme.begin("tried")
    return programme


async def test_it_holds_what_it_promised(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(stage: Stage) -> str:
        """All is well."""
        stage.showing.begins("one")
        stage.showing.notes("half")
        stage.showing.begins("two")
        return "Good."

    await play(room, monkeypatch, scene).over()
    assert room.showing is not None
    assert (room.showing.state, room.showing.outcome) == ("held", "Good.")
    assert [(step.words, step.note, step.state) for step in room.showing.steps] == [
        ("one", "half", "done"),
        ("two", "", "done"),
    ]
    assert ("tried", "Tried out", "All is well.") in Programme(room).titles


@pytest.mark.parametrize("error", [Unexpected("two orders"), IndexError("no buttons"), OSError("taken")])
async def test_whatever_happens_it_ends(
    room: Room, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def scene(stage: Stage) -> str:
        stage.showing.begins("one")
        raise error

    await play(room, monkeypatch, scene).over()
    assert room.showing is not None
    assert (room.showing.state, room.showing.steps[-1].state) == ("broke", "failed")
    assert str(error) in room.showing.outcome


class Alone(Stage):
    """A stage without a bot: the confirm card is put into the chat by hand, and nobody answers a tap."""

    async def card_for(self, person: FakePerson, link: str) -> FakeMessage:
        keyboard = {"inline_keyboard": [[{"text": "Confirm", "callback_data": "yes"}]]}
        card = {"chat_id": person.id, "text": link, "reply_markup": keyboard}
        await self.room.telegram.call("sendMessage", card)
        return person.last


async def test_stopped_in_the_middle_it_opens_the_panels_door_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = room.person(ANN.id)
    ann.home.started = True
    programme = play(room, monkeypatch, lambda stage: orders.panel_goes_down(Alone(room, stage.showing)))
    async with asyncio.timeout(20):
        version = 0
        while not ann.spinning:
            version = await room.telegram.changed(version, 1)
    assert not room.door.is_open
    await programme.stop()
    assert room.showing is not None
    assert (room.showing.state, room.door.is_open, programme.busy) == ("stopped", True, False)
