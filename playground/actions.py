"""What a visitor of the page can do to the world: one function per button."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any

from playground.panel import Order
from playground.room import SPEEDS, Room
from playground.telegram import FakePerson, NoSuchButton
from playground.views import inline

Body = dict[str, Any]
_FIRST_GUEST = 7_000_001


class Misstep(ValueError):
    """The page asked for something that cannot be done; the text says what."""


def says(room: Room, body: Body) -> None:
    """A person sends a text."""
    if not _text(body, "text").strip():
        raise Misstep("there is nothing to send")
    _person(room, body).says(_text(body, "text"))


def taps(room: Room, body: Body) -> None:
    """A person taps an inline button of one message."""
    _person(room, body).taps(_text(body, "data"), _number(body, "message"))


def sends_photo(room: Room, body: Body) -> None:
    """A person sends a picture from the visitor's disk."""
    _person(room, body).sends_photo(_text(body, "caption"), content=_content(body))


def sends_document(room: Room, body: Body) -> None:
    """A person sends a file from the visitor's disk."""
    mime = _text(body, "mime") or "application/octet-stream"
    name = _text(body, "name") or "file"
    _person(room, body).sends_document(name, _text(body, "caption"), content=_content(body), mime=mime)


async def queries(room: Room, body: Body) -> dict[str, Any]:
    """A person types `@bot ...` in some chat."""
    try:
        return inline(await _person(room, body).queries(_text(body, "text")))
    except TimeoutError:
        raise Misstep("the bot did not answer the inline query within 5 seconds") from None


def blocks(room: Room, body: Body) -> None:
    """A person blocks the bot, or lets it write again."""
    person = _person(room, body)
    if body.get("blocked"):
        person.blocks()
    else:
        person.unblocks()


def speaks(room: Room, body: Body) -> None:
    """A person's app changes its language."""
    _person(room, body).language = _text(body, "language") or None
    room.telegram.world.bump()


def add_person(room: Room, body: Body) -> dict[str, Any]:
    """Somebody new, a stranger to the bot."""
    name = _text(body, "name").strip()[:64]
    if not name:
        raise Misstep("a person needs a name")
    number = max([_FIRST_GUEST - 1, *room.telegram.people]) + 1
    room.telegram.add_person(number, name)
    return {"id": number}


def set_order(room: Room, body: Body) -> None:
    """An order at the panel is put into a state by hand."""
    order = room.panel.orders.get(_text(body, "order"))
    change = STATES.get(_text(body, "state"))
    if order is None or change is None:
        raise Misstep("there is no such order or state")
    word, remains = change(order)
    room.panel.set_state(order.id, word, remains=remains)
    room.look()


def arm(room: Room, body: Body) -> None:
    """The panel's next fitting call goes wrong."""
    if _text(body, "fault") not in room.panel.fault_names:
        raise Misstep("there is no such fault")
    room.panel.arm(_text(body, "fault"), max(1, min(100, _number(body, "times"))))
    room.look()


def disarm(room: Room, _body: Body) -> None:
    """No fault waits any more."""
    room.panel.disarm()
    room.look()


def set_speed(room: Room, body: Body) -> None:
    """Orders progress faster, or as usual."""
    if _number(body, "speed") not in SPEEDS:
        raise Misstep("there is no such speed")
    room.speed = _number(body, "speed")
    room.look()


STATES: dict[str, Callable[[Order], tuple[str, int | None]]] = {
    "start": lambda order: ("In progress", order.quantity),
    "progress": lambda order: ("In progress", order.remains // 2),
    "finish": lambda _order: ("Completed", 0),
    "partial": lambda order: ("Partial", max(1, order.remains // 2)),
    "cancel": lambda order: ("Canceled", order.quantity),
    "fail": lambda order: ("Fail", order.quantity),
}

Action = Callable[[Room, Body], Any | Awaitable[Any]]
ACTIONS: dict[str, Action] = {
    "says": says,
    "taps": taps,
    "photo": sends_photo,
    "document": sends_document,
    "queries": queries,
    "blocks": blocks,
    "speaks": speaks,
    "person": add_person,
    "order": set_order,
    "arm": arm,
    "disarm": disarm,
    "speed": set_speed,
}


async def act(room: Room, name: str, body: Body) -> dict[str, Any]:
    """Do one thing. Raises Misstep with a sentence when it cannot be done."""
    try:
        done = ACTIONS[name](room, body)
        result = await done if isawaitable(done) else done
    except NoSuchButton:
        raise Misstep("that button is gone") from None
    return result or {}


def _person(room: Room, body: Body) -> FakePerson:
    try:
        return room.person(_number(body, "person"))
    except KeyError:
        raise Misstep("there is no such person") from None


def _text(body: Body, name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Misstep(f"{name} must be a text")
    return value


def _number(body: Body, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int):
        raise Misstep(f"{name} must be a number")
    return value


def _content(body: Body) -> bytes:
    try:
        content = base64.b64decode(_text(body, "content"), validate=True)
    except binascii.Error:
        raise Misstep("the file did not arrive whole") from None
    if not content:
        raise Misstep("the file is empty")
    return content
